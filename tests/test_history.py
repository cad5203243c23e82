"""A question as of a day is answered as a build of only the documents until that day would answer it."""

import dataclasses
import json

import pytest
from typer.testing import CliRunner

from kg import api
from kg.assembly import assemble, judgements
from kg.builder import ExtractionCache, write
from kg.cli import app
from kg.errors import ParameterError, StoreError, StoreNotFoundError
from kg.graph import rdf
from kg.graph.stores import open_store
from kg.history import known_by, open_as_of, past
from kg.model import Attributes, Document
from kg.queries import run, templates
from kg.terms import Modality, Phase, Relation, Status
from tests.assembly.test_resolution import document, entity

ALL = (
    entity("o1", "company", "Orrin Therapeutics", "Orrin"),
    entity("o2", "agency", "Office of Rare Research"),
    entity("o3", "company", "Velmont Labs"),
    entity("d1", "drug", "ORN-7"),
    entity("d2", "drug", "iodine-131"),
    entity("i1", "indication", "gout"),
    entity("p1", "person", "Mira Solberg"),
    entity("t1", "trial", "NCT01234567"),
    entity("x1", "target", "CD38"),
    entity("l1", "place", "Oslo, Norway"),
)
R = Relation


def year(number, published, phase, name="Orrin Therapeutics"):
    """A release that says something for every template, a little more each year."""
    entities = [dataclasses.replace(e, name=name) if e.id == "o1" else e for e in ALL]
    facts = [
        (R.DEVELOPS, "o1", "d1", Attributes(phase=phase)),
        (R.STUDIED_FOR, "d1", "i1", Attributes(phase=phase, status=Status.ONGOING)),
        (R.APPROVED_FOR, "d1", "i1", Attributes(agency="o2", date=f"20{number}")),
        (R.HAS_DESIGNATION, "d1", "orphan drug", Attributes(agency="o2", indication="i1")),
        (R.PARTNERS_WITH, "o1", "o3", Attributes(kind="manufacturing", about="d1", date=f"20{number}-03")),
        (R.MANUFACTURES, "o3", "d1", Attributes()),
        (R.LICENSES_TO, "o1", "o3", Attributes(about="d1", territory="Europe")),
        (R.ACQUIRES, "o3", "o1", Attributes(date=f"20{number}")),
        (R.FUNDS, "o2", "o1", Attributes(program="SBIR", about="d1")),
        (R.RAISED, "o1", f"USD {number}000000", Attributes(date=f"20{number}-05")),
        (R.TARGETS, "d1", "x1", Attributes()),
        (R.COMBINED_WITH, "d1", "d2", Attributes()),
        (R.HAS_COMPONENT, "d1", "d2", Attributes()),
        (R.HAS_TRIAL, "d1", "t1", Attributes(phase=phase)),
        (R.HOLDS_ROLE, "p1", "o1", Attributes(title="CEO")),
        (R.BASED_IN, "o1", "l1", Attributes()),
        (R.HAS_MILESTONE, "d1", "topline data", Attributes(status=Status.PLANNED, date=f"20{number + 1}-H1")),
    ]
    made = document(f"release-{number}", entities, facts, published=published)
    planned = [
        dataclasses.replace(f, modality=Modality.PLANNED) if f.relation is R.HAS_MILESTONE else f for f in made.facts
    ]
    return dataclasses.replace(made, facts=tuple(planned))


EXTRACTIONS = (
    year(19, "2019-05-20", Phase.PHASE_1),
    year(20, "2020-06", Phase.PHASE_2, "Orrin Therapeutics, Inc."),
    year(21, "2021-02-01", Phase.PHASE_1, "ORRIN"),
    year(22, None, Phase.PHASE_3),
)
EXAMPLES = {
    "CLR 131": "ORN-7",
    "multiple myeloma": "gout",
    "NCI": "Office of Rare Research",
    "Cellectar Biosciences": "Orrin Therapeutics",
    "Pierre Fabre": "Orrin Therapeutics",
    "2016-11-20": "2019-06",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A store of all releases, with what they say beside it."""
    path = tmp_path_factory.mktemp("history") / "store"
    with open_store(path, create=True) as store:
        cache = ExtractionCache(path / "extractions")
        for extraction in EXTRACTIONS:
            cache.put(extraction)
        write(assemble(cache), store)
    return path


def answers(store):
    made = {}
    for name, template in templates().items():
        required = {p.name for p in template.parameters if p.required}
        values = {k: EXAMPLES.get(str(v), v) for k, v in template.example.items() if k in required}
        if values.get("entity") == "Cellectar Biosciences":
            values["entity"] = "ORN-7"
        made[name] = run(store, name, **values).rows
    return made


@pytest.mark.parametrize(
    ("as_of", "documents"),
    [
        pytest.param("2019-05-20", 1, id="that-day"),
        pytest.param("2020-06-29", 1, id="within-the-month-of-a-document"),
        pytest.param("2020-06", 2, id="month"),
        pytest.param("2020-Q3", 2, id="quarter"),
        pytest.param("2021", 3, id="all-that-have-a-date"),
    ],
)
def test_every_template_answers_as_a_build_of_only_those_documents(folder, as_of, documents):
    end = {"2020-06": "2020-06-30", "2020-Q3": "2020-09-30", "2021": "2021-12-31"}.get(as_of, as_of)
    days = {"release-19": "2019-05-20", "release-20": "2020-06-30", "release-21": "2021-02-01"}
    alone = assemble(e for e in EXTRACTIONS if days.get(e.document.id, "9") <= end)
    assert len(alone.documents) == documents
    then, notes = open_as_of(folder, as_of)
    with then, open_store(":memory:", create=True) as built:
        write(alone, built)
        assert rdf.read(then) == rdf.read(built) == alone
        assert set(then.quads()) == set(built.quads())
        expected = answers(built)
        assert answers(then) == expected
    assert sum(bool(rows) for rows in expected.values()) > 20
    assert f"{documents} document" in notes[0]
    assert f"{3 - documents} later ones left out, and 1 without a date" in notes[0]


def test_answers_as_of_different_days_differ(folder):
    with api.open(folder, as_of="2019") as then, api.open(folder, as_of="2021") as later, api.open(folder) as now:
        phases = [{r["developmentPhase"] for r in graph.query("pipeline")} for graph in (then, later, now)]
        names = [{r["name"] for r in graph.query("names", entity="Orrin")} for graph in (then, later)]
    assert phases == [{"phase 1"}, {"phase 1", "phase 2"}, {"phase 1", "phase 2", "phase 3"}]
    assert names[0] < names[1]


def test_a_document_dated_by_its_month_counts_from_its_last_day():
    dated = Document(id="a", sha256="", text="", published="2020-02")
    assert [known_by(dated, day) for day in ("2020-02-01", "2020-02-28", "2020-02-29")] == [False, False, True]


def test_before_all_documents_nothing_is_known():
    then = past(EXTRACTIONS, "1999")
    assert (then.knowledge.statements, then.later, then.undated) == ((), 3, 1)


@pytest.mark.parametrize("date", ["yesterday", "2020-13", "2020-02-30", "", "20200101"])
def test_what_is_no_date_is_one_clear_line(folder, date):
    with pytest.raises(ParameterError, match="--as-of") as caught:
        open_as_of(folder, date)
    assert "\n" not in str(caught.value)


def test_a_store_without_extractions_says_what_is_missing(tmp_path):
    with open_store(tmp_path / "s", create=True):
        pass
    with pytest.raises(StoreError, match="--cache"):
        open_as_of(tmp_path / "s", "2020")
    with pytest.raises(StoreNotFoundError):
        open_as_of(tmp_path / "none", "2020")


def test_judgements_of_the_store_hold_as_of_a_date_too(tmp_path):
    with open_store(tmp_path / "s", create=True):
        pass
    cache = ExtractionCache(tmp_path / "s" / "extractions")
    for extraction in EXTRACTIONS:
        cache.put(extraction)
    judgements.add(
        cache.judgements,
        judgements.Judgement(judgement=judgements.Verdict.NOTHING, kind="drug", one="ORN-7"),
    )
    then, _ = open_as_of(tmp_path / "s", "2021")
    with then:
        known = rdf.read(then)
    assert "ORN-7" not in {e.name for e in known.entities}
    assert "ORN-7" in {e.name for e in past(EXTRACTIONS, "2021").knowledge.entities}
    assert known == past(EXTRACTIONS, "2021", judgements.read(cache.judgements)).knowledge


def kg(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_query_show_and_export_take_as_of(folder, tmp_path, caplog):
    answered = kg("query", "pipeline", "--as-of", "2019", "--store", folder, "--format", "json")
    assert answered.exit_code == 0
    record = json.loads(answered.stdout)
    assert [row["developmentPhase"]["value"] for row in record["results"]["bindings"]] == ["phase 1"]
    assert "2 later ones left out, and 1 without a date" in record["notes"][0]
    assert record["notes"][0] in caplog.text
    shown = kg("show", "ORN-7", "--as-of", "2020-06", "--store", folder)
    assert "phase 2" in shown.stdout
    assert "phase 3" not in shown.stdout
    assert "release-21" not in shown.stdout
    assert "1 later ones left out" in caplog.text
    exported = kg("export", "jsonl", "--as-of", "2019", "-o", tmp_path / "then.jsonl", "--store", folder)
    assert exported.exit_code == 0
    lines = (tmp_path / "then.jsonl").read_text().splitlines()
    assert {e["document"] for line in lines for e in json.loads(line)["evidence"]} == {"release-19"}
