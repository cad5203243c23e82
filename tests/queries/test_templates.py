import io
import json

import pytest

from kg.errors import (
    AmbiguousEntityError,
    OutputError,
    ParameterError,
    SparqlError,
    TemplateError,
    UnknownEntityError,
    UnknownTemplateError,
)
from kg.graph import rdf
from kg.queries import Lookup, run, template, templates
from kg.queries.templates import read
from kg.queries.words import phase
from kg.terms import RELATIONS, EntityType, MilestoneEvent
from tests.knowledge import KNOWLEDGE

# The examples in the templates name what is in the sample documents; here stand the like of it.
ALIKE = {
    "Cellectar Biosciences": "Alpha Bio",
    "CLR 131": "ABC 131",
    "multiple myeloma": "multiple myeloma",
    "NCI": "NCI",
    "FDA": "FDA",
    "2016-11-20": "2016-01-01",
    "Pierre Fabre": "Probe Centre",
}
# Their examples have no answer in what stands here; tests/queries/test_analyst.py has one.
ELSEWHERE = {"moves", "people-in-common", "stale"}


@pytest.fixture
def filled(store):
    for name, quads in rdf.graphs(KNOWLEDGE).items():
        store.replace(name, quads)
    return store


@pytest.fixture(scope="module")
def memory():
    from kg.graph.stores import open_store

    with open_store(":memory:") as opened:
        opened.load(rdf.quads(KNOWLEDGE))
        yield opened


@pytest.mark.parametrize("name", sorted(set(templates()) - ELSEWHERE))
def test_each_template_answers_its_example_alike_on_every_store(filled, golden, name):
    example = {key: ALIKE.get(str(value), value) for key, value in template(name).example.items()}
    stream = io.StringIO()
    run(filled, name, **example).write("csv", stream)
    text = stream.getvalue().replace("\r\n", "\n")
    assert text.count("\n") > 1, "the example has no answer"
    golden(f"queries/{name}.csv", text)


@pytest.mark.parametrize("name", sorted(templates()))
def test_each_template_describes_itself(name):
    found = template(name)
    assert found.summary
    assert found.description
    assert found.tags
    assert set(found.example) <= {p.name for p in found.parameters}
    assert {p.name for p in found.parameters if p.required} <= set(found.example)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("Alpha Bio, Inc.", "company/alpha-bio", id="name"),
        pytest.param("alpha bio", "company/alpha-bio", id="case-and-legal-form"),
        pytest.param("NCI", "agency/nci", id="abbreviation"),
        pytest.param("ABC131", "drug/abc-131", id="spacing"),
        pytest.param("Natonal Cancer Institute", "agency/nci", id="misspelling"),
        pytest.param("drug/abc-131", "drug/abc-131", id="id"),
        pytest.param("<https://w3id.org/drug-pipeline-kg/id/drug/abc-131>", "drug/abc-131", id="iri"),
        pytest.param("id:drug/abc-131", "drug/abc-131", id="curie"),
    ],
)
def test_names_are_understood(memory, typed, expected):
    assert Lookup(memory).find(typed) == expected


def test_a_misspelling_is_noted(memory):
    lookup = Lookup(memory)
    lookup.find("Natonal Cancer Institute")
    assert lookup.note == "'Natonal Cancer Institute' taken for National Cancer Institute"


def test_a_disease_is_found_by_another_name_and_in_a_setting(memory):
    lookup = Lookup(memory)
    assert lookup.find("newly diagnosed plasma cell myeloma", {EntityType.INDICATION}) == "indication/multiple-myeloma"
    assert lookup.note == "'newly diagnosed plasma cell myeloma' taken for multiple myeloma"


def test_an_ambiguous_name_lists_what_it_may_be(memory):
    with pytest.raises(AmbiguousEntityError, match=r"Alpha Bio, Inc\. \(company/alpha-bio\); Alpha Pharma"):
        Lookup(memory).find("Alpha")


def test_an_unknown_name_offers_near_ones(memory):
    with pytest.raises(UnknownEntityError, match="multiple myeloma"):
        Lookup(memory).find("myelom", {EntityType.INDICATION})


def test_another_products_digits_are_no_misspelling(memory):
    with pytest.raises(UnknownEntityError):
        Lookup(memory).find("ABC 132", {EntityType.DRUG})


def test_an_indication_finds_its_kinds(memory):
    rows = run(memory, "drugs-for-indication", indication="MM").rows
    assert {row["disease"] for row in rows} == {"multiple myeloma", "refractory multiple myeloma"}


def test_symmetric_relations_are_found_from_both_sides(memory):
    assert [r["partner"] for r in run(memory, "partners", company="Zeta")] == ["Alpha Bio, Inc."]


def test_a_kind_of_the_indication_has_its_catalysts(memory):
    found = run(memory, "catalysts", indication="MM").rows
    assert {row["disease"] for row in found} == {"multiple myeloma", "refractory multiple myeloma"}


def test_catalysts_come_soonest_first_and_undated_last(memory):
    assert [(r["date"], r["precision"], r["status"]) for r in run(memory, "catalysts")] == [
        ("2017-H1", "half", "planned"),
        ("2018-Q4", "quarter", "delayed"),
        (None, "none", "planned"),
    ]


def test_events_and_attributes_to_choose_from_are_those_of_the_ontology():
    choices = {(name, p.name): p.choices for name in templates() for p in template(name).parameters if p.choices}
    assert choices["milestones", "event"] == tuple(MilestoneEvent)
    assert set(choices["values", "attribute"]) == {name for term in RELATIONS.values() for name in term.attributes}


def test_negated_statements_are_no_answer(memory):
    assert "script" not in str([r["partner"] for r in run(memory, "partners", company="Alpha Bio")])


def test_optional_parameters_filter(memory):
    assert len(run(memory, "financings", since="2016-Q2")) == 1
    assert len(run(memory, "financings", since="2017")) == 0
    assert len(run(memory, "pipeline", phase="phase 2")) == 1
    assert len(run(memory, "pipeline", company="Zeta")) == 0
    assert len(run(memory, "partners", company="Alpha Bio", kind="licensing")) == 1
    assert len(run(memory, "designations", agency="NCI")) == 0
    assert len(run(memory, "funding", about="ABC 131")) == 2
    assert len(run(memory, "milestones", drug="ABC 131")) == 5
    assert len(run(memory, "milestones", company="Zeta")) == 0
    assert len(run(memory, "milestones", event="first patient")) == 2
    assert len(run(memory, "milestones", status="delayed")) == 1
    assert len(run(memory, "milestones", since="2017")) == 2
    assert len(run(memory, "milestones", until="2016-Q3")) == 1
    assert len(run(memory, "catalysts", until="2017")) == 1
    assert len(run(memory, "catalysts", since="2018")) == 1
    assert len(run(memory, "catalysts", indication="refractory multiple myeloma")) == 1
    assert len(run(memory, "deal-terms", deal="license")) == 1
    assert len(run(memory, "deal-terms", company="Alpha Bio")) == 2
    assert len(run(memory, "deal-terms", since="2016-11")) == 1
    assert len(run(memory, "values", attribute="upfront")) == 2
    assert len(run(memory, "values", relation="partnersWith", attribute="upfront")) == 1


@pytest.mark.parametrize(
    ("name", "parameters", "error", "words"),
    [
        pytest.param("parners", {}, UnknownTemplateError, "partners", id="template"),
        pytest.param("partners", {"compny": "x"}, ParameterError, "company", id="parameter"),
        pytest.param("names", {}, ParameterError, "missing", id="required"),
        pytest.param("pipeline", {"phase": "phase 9"}, ParameterError, "phase 1/2", id="enumeration"),
        pytest.param("financings", {"since": "last year"}, ParameterError, "2016-Q3", id="date"),
        pytest.param("financings", {"since": "2016-13"}, ParameterError, "calendar", id="no-month"),
        pytest.param("partners", {"company": "Nobody at All"}, UnknownEntityError, "nothing of this name", id="entity"),
    ],
)
def test_wrong_questions_are_one_clear_line(memory, name, parameters, error, words):
    with pytest.raises(error, match=words) as caught:
        run(memory, name, **parameters)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "hostile",
    ['"} DROP ALL #', "<x> } ; DELETE WHERE { ?s ?p ?o } #", "\\", "'''", "} UNION { ?s ?p ?o", 'Robert"); --', "\n"],
)
def test_hostile_values_stay_values(memory, hostile, tmp_path):
    (tmp_path / "said.rq").write_text(
        '#+ summary: "s"\n#+ parameters:\n#+   words: {type: string}\nSELECT ?words WHERE { VALUES ?words { UNDEF } }\n'
    )
    before = len(memory)
    assert [r["words"] for r in run(memory, "said", extra=[tmp_path], words=hostile)] == [hostile.strip()]
    with pytest.raises(UnknownEntityError):
        run(memory, "partners", company=hostile)
    assert len(memory) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("SELECT * WHERE { ?s ?p ?o }", "summary", id="no-header"),
        pytest.param("#+ summary: [\nSELECT *", "not YAML", id="not-yaml"),
        pytest.param('#+ summary: "s"\n#+ colour: red\n', "takes", id="unknown-key"),
        pytest.param('#+ summary: "s"\n#+ parameters: {a: {type: planet}}\n', "planet", id="unknown-type"),
        pytest.param('#+ summary: "s"\n#+ parameters: {a: {type: date}}\nSELECT ?a {}', r"VALUES \?a", id="no-slot"),
    ],
)
def test_malformed_templates_say_what_is_wrong(tmp_path, text, words):
    (tmp_path / "bad.rq").write_text(text)
    with pytest.raises(TemplateError, match=words):
        read(tmp_path / "bad.rq")


@pytest.mark.parametrize("format_", ["table", "csv", "tsv", "json", "xml", "jsonl"])
def test_results_are_written_in_every_format(memory, format_):
    stream = io.StringIO()
    run(memory, "partners", company="Zeta").write(format_, stream)
    assert "2016-11-28" in stream.getvalue()


def test_a_table_has_further_sentences_and_repetitions_in_the_cells_that_they_belong_to(memory):
    stream = io.StringIO()
    run(memory, "milestones", drug="ABC 131").write("table", stream)
    told = " ".join(stream.getvalue().replace("│", " ").split())
    assert "today dosed a" in told
    assert " also " not in told
    stream = io.StringIO()
    run(memory, "pipeline", drug="ABC 131").write("table", stream)
    words = " ".join(stream.getvalue().replace("│", " ").split())
    assert "and in 1 more" in words
    assert "until 2018-03" in words


def test_an_unknown_format_lists_the_known(memory):
    with pytest.raises(OutputError, match="table, csv"):
        run(memory, "partners").write("docx", io.StringIO())


def test_results_go_to_pandas_and_arrow(memory):
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    frame = run(memory, "funding").to_pandas()
    table = run(memory, "funding").to_arrow()
    assert sorted(frame["amount"]) == [2_000_000, 3_000_000]
    assert table.num_rows == 2
    assert table.column_names == list(frame.columns)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Phase III", "phase 3"),
        ("phase iii", "phase 3"),
        ("PHASE 3", "phase 3"),
        ("3", "phase 3"),
        ("P2b", "phase 2"),
        ("Ph 2", "phase 2"),
        ("Phase 1b/2a", "phase 1/2"),
        ("Phase I/II", "phase 1/2"),
        ("phase 2-3", "phase 2/3"),
        ("Phase II trial", "phase 2"),
        ("Pre-clinical", "preclinical"),
        ("IND-enabling", "preclinical"),
        ("marketed", "approved"),
        ("phase 3/2", None),
        ("phase 12", None),
        ("phase", None),
        ("", None),
    ],
)
def test_phases_are_understood_as_people_write_them(typed, expected):
    assert phase(typed) == expected


def test_a_phase_in_roman_numerals_is_a_parameter(memory):
    assert run(memory, "pipeline", phase="Phase II").rows == run(memory, "pipeline", phase="phase 2").rows
    assert len(run(memory, "pipeline", status="Planned")) == 1


def test_answers_about_time_say_how_many_documents_have_no_date(memory):
    words = "1 of 3 documents has no date"
    assert words in run(memory, "changes", since="2016").notes[0]
    assert words in run(memory, "partners", since="2016").notes[0]
    assert run(memory, "partners").notes == ()
    stream = io.StringIO()
    run(memory, "changes", since="2016").write("json", stream)
    record = json.loads(stream.getvalue())
    assert words in record["notes"][0]
    assert record["results"]["bindings"]


def test_malformed_sparql_says_where(memory):
    with pytest.raises(SparqlError, match="line 1, column"):
        memory.query("SELECT WHERE")
