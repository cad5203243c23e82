import dataclasses
import random

import pytest
import rdflib

from kg.graph import rdf
from kg.graph.stores import open_store
from kg.graph.validation import validate
from kg.graph.vocabulary import KG, PREFIXES
from kg.model import Document, Entity, Knowledge, Merge, from_json, to_json
from kg.terms import EntityType, Relation
from tests.knowledge import KNOWLEDGE


@pytest.fixture
def memory():
    with open_store(":memory:") as store:
        store.load(rdf.quads(KNOWLEDGE))
        yield store


def test_knowledge_comes_back_as_it_was(memory):
    back = rdf.read(memory)
    assert back.documents == KNOWLEDGE.documents
    assert back.entities == KNOWLEDGE.entities
    assert back.statements == KNOWLEDGE.statements


def test_hand_made_knowledge_has_every_relation_and_attribute():
    assert {s.relation for s in KNOWLEDGE.statements} == set(Relation)
    used = {name for s in KNOWLEDGE.statements for name, _ in s.attributes.items()}
    assert used == {f.name for f in dataclasses.fields(KNOWLEDGE.statements[0].attributes)}


def test_quads_do_not_depend_on_the_order_of_anything():
    rng = random.Random(3)
    shuffled = Knowledge(
        documents=tuple(rng.sample(KNOWLEDGE.documents, len(KNOWLEDGE.documents))),
        entities=tuple(rng.sample(KNOWLEDGE.entities, len(KNOWLEDGE.entities))),
        statements=tuple(rng.sample(KNOWLEDGE.statements, len(KNOWLEDGE.statements))),
        conflicts=KNOWLEDGE.conflicts,
    )
    assert set(rdf.quads(shuffled)) == set(rdf.quads(KNOWLEDGE))


def ask(store, pattern):
    return store.query(f"ASK {{ {pattern} }}").boolean


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("id:company/alpha-bio kg:x ?o", False, id="nothing-made-up"),
        pytest.param("<{id}company/alpha-bio> kg:partnersWith <{id}company/zeta-pharma>", True, id="direct-triple"),
        pytest.param("<{id}company/zeta-pharma> kg:partnersWith <{id}company/alpha-bio>", True, id="both-ways"),
        pytest.param("<{id}company/alpha-bio> kg:partnersWith <{id}company/script>", False, id="negated-has-none"),
        pytest.param("?s a kg:Partnership ; kg:modality 'negated'", True, id="negated-statement"),
        pytest.param(
            "?s a kg:Designation ; kg:earliest '2016-07-01'^^xsd:date ; kg:latest '2016-09-30'^^xsd:date",
            True,
            id="quarter",
        ),
        pytest.param(
            "?s a kg:Financing ; kg:amount ?a ; kg:currency 'USD' FILTER (?a = 8000000)",
            True,
            id="amount-of-a-financing",
        ),
        pytest.param(
            "GRAPH <{id}graph/zeta-2018> {{ ?s prov:wasDerivedFrom ?e }} ?s a kg:Study",
            True,
            id="evidence-in-its-documents-graph",
        ),
        pytest.param(
            "GRAPH ?g {{ ?s ?p ?o }} GRAPH ?h {{ ?s ?p ?o }} FILTER (?g != ?h)", False, id="no-triple-in-two-graphs"
        ),
        pytest.param("?c a kg:Company, kg:Organization, kg:Entity", True, id="superclasses"),
        pytest.param("<{id}drug/abc-131> kg:hasMilestone 'first patient'", True, id="milestone-direct-triple"),
        pytest.param("<{id}drug/abc-131> kg:hasMilestone 'trial start'", False, id="negated-milestone-has-none"),
        pytest.param(
            "?s a kg:Milestone ; kg:status 'planned' ; kg:dateLabel '2017-H1' ; kg:latest '2017-06-30'^^xsd:date ;"
            " kg:date '2017-40'^^<http://id.loc.gov/datatypes/edtf/EDTF>",
            True,
            id="half",
        ),
        pytest.param("?s a kg:Evidence ; kg:section 'headline' ; kg:news true", True, id="section-and-news"),
        pytest.param("?s a kg:Evidence ; kg:news false", True, id="no-news"),
        pytest.param(
            "?s a kg:Acquisition ; kg:upfront ?u ; kg:upfrontCurrency 'USD' ; kg:royalties '5%'", True, id="deal-terms"
        ),
        pytest.param(
            "?s kg:attributeEvidence ?v . ?v a kg:ValueEvidence ; kg:attribute 'upfront' ; oa:hasSource ?d ;"
            " oa:hasSelector/oa:exact '€5 million' ; kg:quote 'Zeta pays €5 million at signing.'",
            True,
            id="evidence-of-a-value",
        ),
        pytest.param(
            "GRAPH <{id}graph/zeta-2018> {{ ?s kg:attributeEvidence ?v . ?v oa:hasSource <{id}document/zeta-2018> }}",
            True,
            id="evidence-of-a-value-in-its-documents-graph",
        ),
    ],
)
def test_the_graph_looks_as_documented(memory, pattern, expected):
    assert (
        ask(memory, pattern.replace("id:company/alpha-bio", "<{id}company/alpha-bio>").format(id=PREFIXES["id"]))
        is expected
    )


@pytest.mark.parametrize("date", ["2016", "2016-Q1", "2016-Q4", "2016-H1", "2016-H2", "2016-11", "2016-11-28"])
def test_a_documents_date_comes_back_as_it_was(date):
    document = Document(id="d", sha256="d" * 64, text="", published=date)
    with open_store(":memory:") as store:
        store.load(rdf.quads(Knowledge(documents=(document,))))
        assert rdf.read(store).documents == (document,)


def test_knowledge_goes_to_json_and_back():
    assert from_json(Knowledge, to_json(KNOWLEDGE)) == KNOWLEDGE


def test_the_graph_is_valid(memory):
    assert validate(memory).violations == ()


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        pytest.param("?n a kg:Milestone ; kg:object ?old", "a milestone is an event of the list", id="event"),
        pytest.param("?n a kg:Milestone ; kg:status ?old", "a status is of the list", id="status"),
        pytest.param("?n a kg:Partnership ; kg:upfront ?old", "an upfront payment is a positive number", id="upfront"),
        pytest.param(
            "?n a kg:Partnership ; kg:milestonesCurrency ?old",
            "the currency of milestone payments is a code of ISO 4217",
            id="milestones",
        ),
        pytest.param("?n a kg:Partnership ; kg:exclusive ?old", "exclusive is true or false", id="exclusive"),
        pytest.param("?n a kg:Evidence ; kg:section ?old", "a section is of the list", id="section"),
        pytest.param("?n a kg:Evidence ; kg:news ?old", "whether it is news is true or false", id="news"),
        pytest.param(
            "?n a kg:ValueEvidence ; kg:attribute ?old", "evidence of a value names its attribute", id="attribute"
        ),
        pytest.param(
            "?n a kg:Milestone ; kg:date ?old", "a date is a day, a month, a year, a quarter or a half", id="date"
        ),
    ],
)
def test_what_is_wrong_is_found(memory, broken, message):
    predicate = broken.rsplit(" ", 2)[1]
    memory.update(
        f"DELETE {{ GRAPH ?g {{ ?n {predicate} ?old }} }} INSERT {{ GRAPH ?g {{ ?n {predicate} 'wrong' }} }}"
        f" USING NAMED <{PREFIXES['id']}graph/alpha-2016> WHERE {{ GRAPH ?g {{ {broken} }} }}"
    )
    assert message in {v.message for v in validate(memory).violations}


def test_odd_ids_make_valid_iris():
    entity = Entity(id='drug/a b<c>"d{e}|f^g`h\\i', type=EntityType.DRUG, name="odd")
    with open_store(":memory:") as store:
        store.load(rdf.quads(Knowledge(entities=(entity,))))
        assert rdf.read(store).entities == (entity,)
        rdflib.Graph().parse(data=store.query("CONSTRUCT WHERE { ?s ?p ?o }").serialize("turtle"), format="turtle")


def test_settings_and_merges_come_back_and_are_valid():
    study = next(s for s in KNOWLEDGE.statements if s.relation is Relation.STUDIED_FOR)
    statements = tuple(dataclasses.replace(s, setting="relapsed") if s is study else s for s in KNOWLEDGE.statements)
    merges = (Merge(entity="company/alpha-bio", one="Alpha Bio, Inc.", other="Alpha", reason="documents use it"),)
    knowledge = dataclasses.replace(KNOWLEDGE, statements=statements, merges=merges)
    with open_store(":memory:") as store:
        store.load(rdf.quads(knowledge))
        assert rdf.read(store) == knowledge
        assert validate(store).violations == validate_plain()


def validate_plain():
    with open_store(":memory:") as store:
        store.load(rdf.quads(KNOWLEDGE))
        return validate(store).violations


def test_an_unknown_term_raises():
    with pytest.raises(KeyError, match="partnerWith"):
        KG["partnerWith"]


def test_generated_modules_are_those_of_the_ontology():
    from kg.graph.generate import outputs

    for path, text in outputs().items():
        assert path.read_text(encoding="utf-8") == text, path.name
