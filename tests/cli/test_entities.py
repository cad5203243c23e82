import json

import pytest
from typer.testing import CliRunner

from kg.builder import ExtractionCache, reassemble
from kg.cli import app
from kg.errors import JudgementError, KgError
from kg.graph import rdf
from kg.graph.stores import open_store
from kg.model import Attributes
from kg.terms import Relation
from tests.assembly.test_resolution import document, entity

PARTNERS = [(Relation.PARTNERS_WITH, "e1", "e2", Attributes())]


def told(id_, one, other):
    return document(id_, [entity("e1", "company", *one), entity("e2", "company", *other)], PARTNERS)


@pytest.fixture
def folder(tmp_path):
    """A store of four documents, with the extractions that it was made of."""
    cache = ExtractionCache(tmp_path / "store" / "extractions")
    with open_store(tmp_path / "store", create=True) as store:
        for extraction in (
            told("a", ["Exampla & Co., Inc.", "EXM"], ["Quantectar Biosciences, Inc.", "Quantectar"]),
            told("b", ["Exampla KGaA"], ["Wire"]),
            told("c", ["Exampla"], ["Oldname Pharma"]),
            document("d", [entity("e1", "platform", "PrimeX")]),
        ):
            cache.put(extraction)
        reassemble(store, cache)
    return tmp_path / "store"


@pytest.fixture
def run(folder):
    def call(*arguments):
        made = CliRunner().invoke(app, ["entities", *arguments, "--store", str(folder)])
        if made.exception and not isinstance(made.exception, SystemExit):
            raise made.exception
        return made

    return call


def names(folder):
    with open_store(folder, read_only=True) as store:
        return {e.id: e.name for e in rdf.read(store).entities}


def test_entities_are_listed_and_searched(run):
    assert run("--type", "platform").stdout.split() == ["0", "platform/primex", "PrimeX"]
    listed = json.loads(run("--search", "quantekstar", "--format", "json").stdout)
    assert [e["id"] for e in listed] == ["company/quantectar-biosciences"]
    assert listed[0]["statements"] == 1
    assert run("--search", "no such thing at all").stdout == ""


def test_review_shows_what_speaks_for_and_against(run):
    pairs = json.loads(run("--review", "--format", "json").stdout)
    assert {(p["one"]["name"], p["other"]["name"]) for p in pairs} == {
        ("Exampla", "Exampla & Co., Inc."),
        ("Exampla", "Exampla KGaA"),
        ("Exampla & Co., Inc.", "Exampla KGaA"),
    }
    told_apart = next(p for p in pairs if "Exampla" not in (p["one"]["name"], p["other"]["name"]))
    assert told_apart["for"] == ["the names agree but for the legal form"]
    assert told_apart["against"] == ["legal forms of different countries"]
    assert "=?" in run("--review").stdout


def test_a_merge_is_written_obeyed_and_survives_the_next_build(run, folder):
    run("merge", "Quantectar", "Oldname Pharma", "--reason", "renamed", "--who", "anna")
    assert "company/oldname-pharma" not in names(folder)
    lines = (folder / "judgements.tsv").read_text().splitlines()
    assert lines[1].startswith("same\tcompany\tQuantectar Biosciences, Inc.\tOldname Pharma\trenamed\tanna\t20")
    with open_store(folder) as store:
        knowledge, _ = reassemble(store, ExtractionCache(folder / "extractions"))
        assert rdf.read(store) == knowledge
    assert any(m.reason.startswith("judged same (anna") for m in knowledge.merges)


def test_a_split_takes_a_name_off(run, folder):
    run("split", "Quantectar Biosciences, Inc.", "Quantectar")
    listed = json.loads(run("--search", "Quantectar", "--format", "json").stdout)
    assert listed[0]["aliases"] == []


def test_rename_type_and_nothing(run, folder):
    run("rename", "Quantectar", "Quantectar plc")
    run("type", "PrimeX", "drug")
    run("nothing", "Wire")
    found = names(folder)
    assert found["company/quantectar"] == "Quantectar plc"
    assert found["drug/primex"] == "PrimeX"
    assert "Wire" not in found.values()


def test_undecided_pairs_are_not_asked_about(run):
    run("undecided", "Exampla & Co., Inc.", "Exampla KGaA")
    pairs = json.loads(run("--review", "--format", "json").stdout)
    assert all("Exampla" in (p["one"]["name"], p["other"]["name"]) for p in pairs)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["merge", "Quantectar", "Nobody Knows It"], "nothing of this name"),
        (["merge", "Quantectar", "Quantectar Biosciences, Inc."], "are one already"),
        (["split", "Wire", "Wire"], "is the name shown"),
        (["join", "Wire", "Wire"], "'join': no such action; there are merge ONE OTHER"),
        (["merge", "Wire"], "merge takes ONE OTHER; 1 given"),
        (["type", "PrimeX", "thing"], "'thing' is no type"),
        (["--type", "thing"], "--type thing: unknown"),
        (["--format", "xml"], "--format xml: unknown"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, folder, arguments, message):
    with pytest.raises(KgError) as error:
        run(*arguments)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    assert not (folder / "judgements.tsv").exists()


def test_a_contradiction_in_the_file_stops_the_build_and_changes_nothing(run, folder):
    run("merge", "Quantectar", "Oldname Pharma")
    before = names(folder)
    path = folder / "judgements.tsv"
    path.write_text(path.read_text() + "not same\tcompany\tOldname Pharma\tQuantectar Biosciences, Inc.\t\t\t\n")
    with pytest.raises(JudgementError, match=r"line 3: .* but line 2 makes them one"):
        run("rename", "Exampla KGaA", "Exampla")
    assert names(folder) == before
