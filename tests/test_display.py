"""How values show themselves."""

from kg.api import Graph
from kg.errors import DocumentError
from kg.graph import rdf
from kg.graph.stores import open_store
from kg.model import Entity
from kg.terms import EntityType, Relation
from tests.knowledge import KNOWLEDGE, SCRIPT


def statement(relation):
    return next(s for s in KNOWLEDGE.statements if s.relation is relation)


def test_an_entity_tells_who_it_is():
    entity = next(e for e in KNOWLEDGE.entities if e.id == "drug/abc-131")
    assert repr(entity) == "<Entity drug/abc-131: ABC 131, drug; also ABC-131, ABC131>"
    assert "ABC-131, ABC131" in entity._repr_html_()


def test_a_name_is_no_markup():
    entity = next(e for e in KNOWLEDGE.entities if e.name == SCRIPT)
    assert "<script" not in entity._repr_html_()
    assert "<img" not in entity._repr_html_()


def test_a_name_of_any_length_is_one_short_line():
    entity = Entity(id="company/x", type=EntityType.COMPANY, name="long\nname " * 200 + "\x1b[2J\u202e")
    assert len(repr(entity)) <= 300
    assert "\n" not in repr(entity)
    assert "\x1b" not in repr(entity) + entity._repr_html_()


def test_a_statement_tells_what_holds_and_who_says_so():
    told = repr(statement(Relation.APPROVED_FOR))
    assert told.startswith(
        "<Statement drug/abc-131 approvedFor indication/multiple-myeloma; date 2018; agency agency/fda"
    )
    assert "1 sentence; “Sentence number 4 says so.” (alpha-2016)" in told


def test_a_statement_tells_that_it_is_planned_or_contradicted():
    assert "modality planned" in repr(statement(Relation.COMBINED_WITH))
    assert "contradicted by funding/" in repr(statement(Relation.FUNDS))
    assert "<b>" not in statement(Relation.HOLDS_ROLE)._repr_html_().partition("</caption>")[2]


def test_a_build_tells_what_it_did():
    from kg.builder import BuildReport, Skipped

    report = BuildReport(
        read=3,
        extracted=1,
        skipped=(Skipped(source="<b>", error=DocumentError("<b>: no text in it")),),
        passed_over=((".pdf", 2),),
        documents=3,
        entities=(("company", 2), ("drug", 1)),
        statements=(("develops", 1),),
        graphs=4,
        seconds=1.25,
    )
    assert repr(report) == (
        "<BuildReport: 3 documents, 3 entities, 1 statement; 3 read, 1 of them extracted, 1 left out, in 1.2 s>"
    )
    assert "&lt;b&gt;: no text in it" in report._repr_html_()
    assert "2 .pdf" in report._repr_html_()


def test_a_graph_tells_its_store_and_size_open_or_closed():
    graph = Graph(open_store(":memory:", create=True))
    graph.store.load(rdf.quads(KNOWLEDGE))
    assert repr(graph) == f"<Graph :memory:: {len(graph):,} quads>"
    assert "statements" not in graph._repr_html_()
    assert graph.knowledge.entities
    assert "statements" in graph._repr_html_()
    graph.close()
    assert "closed" in repr(graph)


def test_a_check_tells_what_is_wrong():
    from kg.graph.validation import Report, Violation

    assert repr(Report(triples=1200)) == "<Report: valid, 1,200 triples>"
    wrong = Report(triples=3, violations=(Violation(node="company/x", message="no <name>"),))
    assert repr(wrong) == "<Report: 1 violation at 1 node, such as company/x: no <name>>"
    assert "no &lt;name&gt;" in wrong._repr_html_()
