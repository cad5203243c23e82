"""Where data goes: -o with the format of its suffix, one rule about overwriting, whole files, standard input."""

import json
import os
from contextlib import suppress
from pathlib import Path

import pytest

from kg.cli.output import opened
from kg.errors import OutputError

WRITING = {
    "query": ["query", "partners", "--company", "Zeta"],
    "templates": ["query"],
    "sparql": ["sparql", "-q", "SELECT ?d WHERE { ?d a kg:Drug }"],
    "triples": ["sparql", "-q", "CONSTRUCT { ?d a kg:Drug } WHERE { ?d a kg:Drug }"],
    "show": ["show", "Zeta"],
    "stats": ["stats"],
    "validate": ["validate"],
    "info": ["info"],
}


@pytest.fixture
def kg(run, known, monkeypatch):
    monkeypatch.setenv("KG_STORE", str(known))
    return run


@pytest.mark.parametrize("name", WRITING)
def test_every_answer_goes_to_a_file_as_json(kg, name):
    done = kg(*WRITING[name], "-o", "deep/answer.json")
    assert done.stdout == "deep/answer.json\n"
    assert json.loads(Path("deep/answer.json").read_text()) == json.loads(kg(*WRITING[name], "-f", "json").stdout)


@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("a.csv", "organization,"),
        ("a.TSV", "?organization\t"),
        ("a.jsonl", '{"organization"'),
        ("a.xml", "<?xml"),
        ("a.txt", "┏"),
        ("a.srj", '{"head"'),
    ],
)
def test_the_suffix_names_the_format(kg, file, begins):
    kg(*WRITING["query"], "-o", file)
    assert Path(file).read_text().startswith(begins)


def test_a_named_format_goes_before_the_suffix(kg):
    kg(*WRITING["query"], "-o", "a.txt", "-f", "csv")
    assert Path("a.txt").read_text().startswith("organization,")


def test_triples_have_suffixes_of_their_own(kg):
    kg(*WRITING["triples"], "-o", "a.nt")
    assert Path("a.nt").read_text().count(" .\n") == 2


@pytest.mark.parametrize(
    ("words", "file"),
    [*((WRITING[name], "answer.json") for name in WRITING), (["export"], "a.ttl"), (["export", "csv"], "tables")],
    ids=[*WRITING, "export", "export-csv"],
)
def test_nothing_is_overwritten_without_force(kg, words, file):
    kg(*words, "-o", file)
    with pytest.raises(OutputError, match=r"exists already; .* --force"):
        kg(*words, "-o", file)
    assert kg(*words, "-o", file, "--force").exit_code == 0


def test_a_file_is_refused_before_the_work_begins(run):
    Path("old.json").touch()
    with pytest.raises(OutputError, match="exists already"):
        run("build", "no-such-file.txt", "-o", "old.json")
    with pytest.raises(OutputError, match="exists already"):
        run("evaluate", "--write-facts", "old.json")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["stats", "-o", "a.docx"], "no format by this suffix; use .txt, .json"),
        (["stats", "-f", "csv"], "--format csv: unknown; there are text, json"),
        (["query", "partners", "-f", "docx"], "--format docx: unknown; there are table, csv"),
        (["query", "-f", "csv"], "templates are told as table or json"),
        (["stats", "-o", "folder"], "a folder, where a file is to be written"),
        (["stats", "-o", "file/a.json"], "cannot be written"),
        (["export"], "name a format, or a file whose suffix does"),
        (["export", "-o", "a.docx"], "no format by this suffix; there are nquads"),
        (["export", "turtle", "-f", "trig"], "two formats"),
        (["build", "-"], "a document in a store needs a name"),
    ],
)
def test_what_cannot_be_written_is_one_line(kg, words, message):
    from kg.errors import KgError

    Path("folder").mkdir()
    Path("file").touch()
    with pytest.raises(KgError) as raised:
        kg(*words)
    assert message in str(raised.value)


def test_export_takes_the_format_from_the_suffix_or_an_option(kg):
    kg("export", "-o", "a.graphml")
    assert "<graphml" in Path("a.graphml").read_text()
    kg("export", "--format", "json", "-o", "b.json")
    assert json.loads(Path("b.json").read_text())["nodes"]


def test_a_dash_is_standard_output(kg):
    assert kg("stats", "-o", "-", "-f", "json").stdout == kg("stats", "-f", "json").stdout
    assert not Path("-").exists()


def test_a_broken_write_leaves_what_was_there_and_nothing_else(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("before")
    with suppress(ZeroDivisionError), opened(file, force=True) as stream:
        stream.write("half")
        raise ZeroDivisionError
    assert file.read_text() == "before"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_device_is_written_to_and_not_replaced(kg):
    before = os.stat(os.devnull)
    assert kg("stats", "-o", os.devnull).exit_code == 0
    assert os.stat(os.devnull).st_rdev == before.st_rdev != 0


def test_a_query_from_standard_input(kg):
    done = kg("sparql", "-", "-f", "csv", stdin="SELECT (COUNT(*) AS ?n) WHERE { ?d a kg:Document }")
    assert done.stdout.split() == ["n", "3"]


def test_a_document_from_standard_input(run):
    text = "News\n\nOSLO, Norway, June 11, 2020 -- Quantrexa Pharmaceuticals, Inc. (Nasdaq: QTRX) develops QTX-101.\n"
    done = run("extract", "-", "-o", "facts.jsonl", stdin=text)
    assert done.exit_code == 0
    facts = [json.loads(line) for line in Path("facts.jsonl").read_text().splitlines()]
    assert {fact["document"] for fact in facts} == {"stdin"}
