import json

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import KgError
from tests.evaluation.conftest import GOLD, entity, fact, write, write_lines


@pytest.fixture
def run(tmp_path):
    """Run ``kg evaluate`` on two sets, ``one`` with ``d`` and ``two`` with ``e``, with a fact for each."""
    write(tmp_path / "gold" / "one", GOLD)
    write(tmp_path / "gold" / "two", {**{k: v for k, v in GOLD.items() if k != "milestones"}, "document": "e"})
    facts = [
        fact("develops", "Alpha", "ABC-1", confidence=0.9),
        fact("develops", "Beta", "ABC-1", document="e", confidence=0.7),
    ]
    write_lines(tmp_path / "facts.jsonl", facts)
    (tmp_path / "predictions").mkdir()
    write_lines(tmp_path / "predictions" / "facts.jsonl", facts)
    (tmp_path / "predictions" / "folds.json").write_text(json.dumps({"d": 3, "e": -1}))

    def call(*words, given=("--facts", "{0}/facts.jsonl")):
        words = [word.replace("{0}", str(tmp_path)) for word in ("{0}/gold", *given, *words)]
        result = CliRunner().invoke(app, ["evaluate", *words])
        if isinstance(result.exception, KgError):
            raise result.exception
        return result

    call.folder = tmp_path
    return call


def test_sets_are_scored_as_one(run):
    result = run()
    assert result.exit_code == 0
    assert result.stdout.startswith(f"measured: {run.folder}/facts.jsonl\n")
    assert result.stdout.splitlines()[-1].startswith("2 documents: P 0.500 R 0.125")
    assert "d: missing" not in result.stdout
    assert "wrong facts" not in result.stdout
    assert "0.90 to 0.95" not in result.stdout


@pytest.mark.parametrize(
    ("option", "shown"),
    [
        ("--errors", "e: wrong    develops(Beta, ABC-1)"),
        ("--causes", "1 another relation holds: manufactures"),
        ("--calibration", "0.90 to 0.95          1"),
    ],
)
def test_an_option_shows_more(run, option, shown):
    assert shown in run(option).stdout
    assert shown not in run().stdout


def test_milestones_are_scored_where_they_are_annotated(run):
    assert run("--section", "milestones").stdout.splitlines()[-1].startswith("1 documents: ")
    run.folder.joinpath("gold", "one", "d.json").unlink()
    run.folder.joinpath("gold", "one").rmdir()
    with pytest.raises(KgError, match="--section milestones: no gold file"):
        run("--section", "milestones")


def test_relations_and_documents_may_be_left_out(run):
    assert "develops" not in run("--without", "develops").stdout
    run.folder.joinpath("names.txt").write_text("e\n\nunknown\n")
    assert run("--documents", "{0}/names.txt").stdout.splitlines()[-1].startswith("1 documents: P 0.000")


def test_all_is_each_set_and_section_and_everything_about_it(run):
    result = run("--all")
    headings = [line for line in result.stdout.splitlines() if line.startswith("==")]
    assert headings == ["== one: facts ==", "== one: milestones ==", "== two: facts =="]
    assert "1 wrong facts" in result.stdout
    assert "0.70 to 0.80" in result.stdout
    assert "entities" in result.stdout
    (run.folder / "gold" / "one").rename(run.folder / "gold" / "real")
    assert "== all targets ==\nreal: facts, 1 documents" in run("--all").stdout


def test_folds_are_told_without_what_is_set_aside(run):
    lines = run(given=("--folds", "{0}/predictions")).stdout.splitlines()
    assert any(line.startswith("fold 3 (1)") for line in lines)
    assert lines[-1].startswith("1 documents: P 1.000")
    lines = run("--set-aside", given=("--folds", "{0}/predictions")).stdout.splitlines()
    assert any(line.startswith("set aside (1)") for line in lines)
    assert lines[-1].startswith("2 documents: P 0.500")


def test_json_has_the_same_figures(run):
    record = json.loads(run("--format", "json", "--errors").stdout)
    assert (record["set"], record["documents"], record["precision"]) == ("one + two", 2, 0.5)
    assert len(record["errors"]) == 8
    assert [(r["set"], r["section"]) for r in json.loads(run("--format", "json", "--all").stdout)] == [
        ("one", "facts"),
        ("one", "milestones"),
        ("two", "facts"),
    ]


def test_facts_and_entities_are_written_as_they_are_read(run):
    write_lines(run.folder / "entities.jsonl", [{"document": "d", "entities": [entity("Alpha")]}])
    result = run(
        *("--entities", "{0}/entities.jsonl", "--write-facts", "{0}/f.jsonl", "--write-entities", "{0}/e.jsonl")
    )
    assert "entities of facts found" in result.stdout
    assert (run.folder / "f.jsonl").read_text() == (run.folder / "facts.jsonl").read_text()
    assert (run.folder / "e.jsonl").read_text() == (run.folder / "entities.jsonl").read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["--format", "xml"], "--format xml: unknown; there are table, json", id="format"),
        pytest.param(["--section", "deals"], "--section deals: unknown; there are facts, milestones", id="section"),
        pytest.param(["--without", "likes"], "--without likes: no such relation; there are .*develops", id="relation"),
        pytest.param(["--folds", "{0}/predictions"], "--facts and --folds: both", id="facts-and-folds"),
        pytest.param(["--documents", "{0}/none.txt"], r"none\.txt: no such file", id="documents"),
        pytest.param(["{0}/gold/none"], "none: no gold files", id="gold"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, words, message):
    with pytest.raises(KgError, match=message) as caught:
        run(*words)
    assert "\n" not in str(caught.value)


def test_facts_are_not_scored_against_nothing(run):
    with pytest.raises(KgError, match="no gold folder named"):
        CliRunner().invoke(app, ["evaluate", "--facts", str(run.folder / "facts.jsonl")], catch_exceptions=False)
