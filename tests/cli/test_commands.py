"""The commands as a user runs them: what they print, where, and what they exit with."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import resources
from tests.cli.conftest import COMMANDS

OURS = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
KG = [sys.executable, "-c", "from kg.cli import main; main()"]


def kg(*arguments, cwd, stdin="", **environment):
    return subprocess.run(
        [*KG, *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "150", "PYTHONPATH": OURS, **environment},
        timeout=300,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    done = kg("build", resources.path("data/sample"), cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder, done


def test_build_reports_what_it_did(built):
    folder, done = built
    assert "documents       17" in done.stdout
    assert "partnersWith" in done.stdout
    assert "Extracting: 17 of 17" in done.stderr
    assert (folder / "kg-store" / "kg-store.json").exists()


def test_build_again_extracts_nothing_and_changes_nothing(built):
    folder, _ = built
    again = kg("build", resources.path("data/sample"), cwd=folder)
    assert again.returncode == 0
    assert "(17 read now, 0 of them new or changed)" in again.stdout
    assert "graphs           0   written" in again.stdout


def test_what_build_writes_is_valid(built):
    done = kg("validate", cwd=built[0])
    assert done.returncode == 0, done.stdout
    assert "valid" in done.stdout


def test_a_build_writes_the_search_index(built):
    folder, done = built
    assert "Indexing: 17 of 17" in done.stderr
    found = kg("search", "orphan drug designation", "-f", "jsonl", "-n", "1", cwd=folder)
    assert found.stderr == ""
    assert {"orphan", "drug", "designation"} <= set(json.loads(found.stdout)["sentence"].casefold().split())


def test_the_questions_of_the_demo_are_answered(built):
    folder, _ = built
    rows = [
        json.loads(x)
        for x in kg("query", "manufacturers", "--drug", "CLR 131", "-f", "jsonl", cwd=folder).stdout.splitlines()
    ]
    assert {r["manufacturer"] for r in rows} == {"Centre for Probe Development and Commercialization"}
    assert {r["date"] for r in rows} == {"2016-11-28"}
    rows = [
        json.loads(x) for x in kg("query", "funding", "--funder", "NCI", "-f", "jsonl", cwd=folder).stdout.splitlines()
    ]
    assert {(r["paidTo"], r["amount"], r["program"]) for r in rows} >= {
        ("Cellectar Biosciences, Inc.", 2_000_000, "SBIR"),
        ("University of Wisconsin", 12_000_000, "SPORE"),
    }
    rows = [
        json.loads(x)
        for x in kg("query", "partners", "--company", "Cellectar", "-f", "jsonl", cwd=folder).stdout.splitlines()
    ]
    assert {(r["partner"], r["dealKind"]) for r in rows} >= {
        ("Centre for Probe Development and Commercialization", "manufacturing"),
        ("University of Wisconsin", "research"),
    }


def test_a_contradiction_is_kept_and_marked(built):
    rows = [json.loads(x) for x in kg("query", "conflicts", "-f", "jsonl", cwd=built[0]).stdout.splitlines()]
    found = {(r["type"], frozenset({r["earlierValue"], r["laterValue"]})) for r in rows if r["says"] == "funds"}
    # Two awards for two drugs differ in scope; only one pair speaks of the same award.
    assert {values for kind, values in found if kind == "open contradiction"} == {frozenset({7_500_000, 7_000_000})}
    assert {kind for kind, _ in found} <= {"open contradiction", "different scope"}


def test_every_value_of_the_sample_stands_beside_a_sentence_that_states_it(built):
    from kg.graph import rdf
    from kg.graph.stores import open_store
    from tests.test_tellings import every_row_has_its_sentence, every_value_has_its_sentence

    with open_store(built[0] / "kg-store", read_only=True) as opened:
        knowledge = rdf.read(opened)
    every_value_has_its_sentence(knowledge)
    assert every_row_has_its_sentence(knowledge) > 50


def test_answers_as_of_a_date_and_what_changed_since(built):
    answered = kg("query", "pipeline", "--as-of", "2016", "--phase", "Phase I", "-f", "jsonl", cwd=built[0])
    assert answered.returncode == 0
    assert "as of 2016-12-31" in answered.stderr
    assert all(json.loads(x)["issued"] <= "2016-12-31" for x in answered.stdout.splitlines())
    changed = json.loads(kg("diff", "2016", "-f", "json", cwd=built[0]).stdout)
    assert changed["counts"]["new"] > 20
    assert changed["counts"]["gone"] == 0


def test_show_stats_network_and_export(built, tmp_path):
    folder, _ = built
    shown = kg("show", "CLR131", cwd=folder)
    assert shown.returncode == 0
    assert shown.stdout.startswith("CLR 131   (drug, drug/clr-131)")
    assert "“" in shown.stdout
    stats = json.loads(kg("stats", "-f", "json", cwd=folder).stdout)
    assert stats["documents"] == 17
    drawn = kg("network", "--focus", "CLR 131", "--depth", "1", "-o", tmp_path / "n.html", cwd=folder)
    assert drawn.stdout.strip() == str(tmp_path / "n.html")
    assert "Norvantis" not in (tmp_path / "n.html").read_text()
    exported = kg("export", "nquads", "-o", tmp_path / "x.nq", cwd=folder)
    assert exported.returncode == 0
    assert len((tmp_path / "x.nq").read_text().splitlines()) == stats["quads"]


def test_extract_prints_facts_that_the_scorer_reads(tmp_path):
    done = kg("extract", resources.path("data/sample") / "cellectar-cpdc-2016.txt", "--format", "jsonl", cwd=tmp_path)
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    assert facts
    text = (resources.path("data/sample") / "cellectar-cpdc-2016.txt").read_text()
    for fact in facts:
        assert fact["document"] == "cellectar-cpdc-2016"
        assert fact["subject"]["name"]
        assert text[fact["evidence"]["start"] : fact["evidence"]["end"]] == fact["evidence"]["quote"]


def test_sparql_from_standard_input(built):
    done = kg(
        "sparql", "-", "--format", "csv", cwd=built[0], stdin="SELECT (COUNT(*) AS ?n) WHERE { ?d a kg:Document }"
    )
    assert done.stdout.split() == ["n", "17"]


def test_a_changed_document_replaces_itself_and_the_others_stay(tmp_path):
    (tmp_path / "a.txt").write_text(
        "News\n\nOSLO, Norway, June 11, 2020 -- Quantrexa Pharmaceuticals, Inc. (Nasdaq: QTRX) develops QTX-101.\n"
    )
    (tmp_path / "b.txt").write_text(
        "News\n\nBERN, Switzerland, June 12, 2020 -- Belmora Therapeutics GmbH develops BLM-7.\n"
    )
    assert kg("build", "a.txt", "b.txt", cwd=tmp_path).returncode == 0
    (tmp_path / "a.txt").write_text(
        "News\n\nOSLO, Norway, June 11, 2020 -- Quantrexa Pharmaceuticals, Inc. (Nasdaq: QTRX) develops QTX-202.\n"
    )
    done = kg("build", "a.txt", cwd=tmp_path)
    assert "(1 read now, 1 of them new or changed)" in done.stdout
    products = {
        json.loads(x)["product"] for x in kg("query", "products", "-f", "jsonl", cwd=tmp_path).stdout.splitlines()
    }
    assert products == {"QTX-202", "BLM-7"}


def test_one_bad_file_costs_that_file_only(tmp_path):
    (tmp_path / "good.txt").write_text(
        "News\n\nOSLO, Norway, June 11, 2020 -- Quantrexa Pharmaceuticals, Inc. develops QTX-101.\n"
    )
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01" * 100)
    done = kg("build", "good.txt", "empty.txt", "binary.txt", cwd=tmp_path)
    assert done.returncode == 17
    assert "left out: empty.txt" in done.stderr
    assert "left out: binary.txt" in done.stderr
    assert "documents        1" in done.stdout


def test_other_kinds_of_files_in_a_folder_are_counted(tmp_path):
    folder = tmp_path / "mixed"
    (folder / "deep").mkdir(parents=True)
    (folder / "good.txt").write_text(
        "News\n\nOSLO, Norway, June 11, 2020 -- Quantrexa Pharmaceuticals, Inc. develops QTX-101.\n"
    )
    for name in ("a.pdf", "deep/b.PDF", "c.csv", "d", ".hidden.pdf"):
        (folder / name).write_bytes(b"x")
    done = kg("build", "mixed", cwd=tmp_path)
    assert done.returncode == 0
    assert "passed over      4   2 .pdf, 1 .csv, 1 no suffix" in done.stdout


def lines(done):
    return [line for line in done.stderr.splitlines() if line.startswith("kg: ")]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(["build", "empty.txt"], 12, "empty", id="empty-file"),
        pytest.param(["build", "binary.txt"], 13, "binary", id="binary-file"),
        pytest.param(["build", "broken.txt"], 14, "UTF-8", id="wrong-encoding"),
        pytest.param(["build", "large.txt"], 15, "--max-characters", id="too-large"),
        pytest.param(["build", "nothing"], 16, "no readable document", id="empty-folder"),
        pytest.param(["build", "missing.txt"], 11, "no such file", id="missing-file"),
        pytest.param(["query", "partners"], 21, "no store", id="no-store"),
        pytest.param(["query", "partners", "--store", "nothing"], 22, "not of a store", id="not-a-store"),
        pytest.param(["query", "partners", "--store", "empty.txt"], 22, "a file", id="store-is-a-file"),
        pytest.param(["query", "parners"], 31, "partners", id="unknown-template"),
        pytest.param(["export", "docx", "--store", "STORE"], 40, "graphml", id="unknown-format"),
        pytest.param(["query", "partners", "--compny", "x", "--store", "STORE"], 32, "company", id="unknown-parameter"),
        pytest.param(
            ["query", "partners", "--company", "Celectar Biosience", "--store", "STORE"], 0, "", id="misspelling"
        ),
        pytest.param(
            ["show", "Nobody Knows Thisname", "--store", "STORE"], 33, "nothing of this name", id="unknown-entity"
        ),
        pytest.param(
            ["sparql", "-q", "SELECT * WHERE {\n ?s ?p }", "--store", "STORE"],
            35,
            "line 2, column",
            id="malformed-sparql",
        ),
        pytest.param(["sparql", "none.rq", "--store", "STORE"], 30, "cannot be read", id="no-query-file"),
    ],
)
def test_bad_input_is_one_line_and_an_exit_code(tmp_path, built, arguments, code, words):
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01" * 100)
    (tmp_path / "broken.txt").write_bytes(bytes(range(128, 256)) * 40)
    (tmp_path / "nothing").mkdir()
    (tmp_path / "nothing" / "picture.png").write_bytes(b"\x89PNG")
    if "large.txt" in arguments:
        with (tmp_path / "large.txt").open("wb") as stream:
            stream.truncate(50 * 1024 * 1024)
    store = str(built[0] / "kg-store")
    done = kg(*(store if a == "STORE" else a for a in arguments), cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    if code:
        assert len(lines(done)) == 1
        assert words in done.stderr


def test_a_store_that_another_process_writes_says_so(tmp_path):
    from kg.graph.stores import open_store

    (tmp_path / "a.txt").write_text(
        "News\n\nOSLO, Norway, June 11, 2020 -- Quantrexa Pharmaceuticals, Inc. develops QTX-101.\n"
    )
    with open_store(tmp_path / "kg-store", create=True):
        done = kg("build", "a.txt", cwd=tmp_path)
    assert done.returncode == 23
    assert "another process" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_and_is_in_the_readme(tmp_path, command):
    done = kg(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "Usage" in done.stdout
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert f"kg {command}" in readme


def test_every_template_is_in_the_docs():
    from kg.queries import templates

    text = (Path(__file__).parents[2] / "docs" / "queries.md").read_text()
    assert [name for name in templates() if f"`{name}`" not in text] == []
