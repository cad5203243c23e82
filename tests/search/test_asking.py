"""The search as a user meets it: the command and ``Graph.search``, over a store with its extractions."""

import json
import os
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

import kg
from kg.assembly import assemble
from kg.builder import ExtractionCache, write
from kg.cli import app
from kg.errors import KgError, ParameterError, StoreError, UnknownEntityError
from kg.graph.stores import open_store
from tests.search.conftest import documents


@pytest.fixture
def store(tmp_path):
    """A store of the invented documents, built but for its index."""
    cache = ExtractionCache(tmp_path / "store" / "extractions")
    with open_store(tmp_path / "store", create=True) as opened:
        for one in documents():
            cache.put(one)
        write(assemble(cache), opened)
    return tmp_path / "store"


def run(*arguments):
    return CliRunner().invoke(app, ["search", *map(str, arguments)])


def test_a_store_without_an_index_gets_one(store, caplog):
    done = run("adverse", "events", "--store", store)
    assert done.exit_code == 0
    assert "The most frequent adverse events were headache and nausea." in done.stdout
    assert "brought up to date" in caplog.text
    assert (store / "search.sqlite").exists()
    caplog.clear()
    assert run("adverse", "events", "--store", store).exit_code == 0
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("options", "documents"),
    [
        pytest.param(["--company", "Karrin"], {"orlune-supply", "undated"}, id="part-of-a-name"),
        pytest.param(["--company", "Karrin Labs"], {"orlune-supply", "undated"}, id="company"),
        pytest.param(["--drug", "orl 212"], {"orlune-data", "orlune-supply"}, id="drug-by-every-way-of-writing-it"),
        pytest.param(["--entity", "Signe Dahl"], {"orlune-data"}, id="anything-else"),
        pytest.param(["--since", "2022"], {"orlune-supply"}, id="since"),
        pytest.param(["--until", "2021-Q2"], {"orlune-data"}, id="until"),
        pytest.param(
            ["--document", "undated", "--document", "orlune-data"], {"undated", "orlune-data"}, id="documents"
        ),
    ],
)
def test_filters_by_what_people_type(store, options, documents):
    if options[-1] == "Karrin":
        options[-1] = "Karrin Lab"  # a near spelling
    done = run("orlune", "karrin", "signe", *options, "-f", "jsonl", "--store", store)
    assert done.exit_code == 0, done.stderr
    assert {json.loads(line)["document"] for line in done.stdout.splitlines()} == documents


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param([""], 32, "no word to search for", id="empty"),
        pytest.param(["x" * 10_000], 32, "characters", id="long"),
        pytest.param(["x", "--company", "Nobody Knows"], 33, "nothing of this name", id="unknown-company"),
        pytest.param(["x", "--type", "molecule"], 32, "there are company", id="type"),
        pytest.param(["x", "--section", "prose"], 32, "there are headline", id="section"),
        pytest.param(["x", "--since", "soon"], 32, "no date", id="date"),
        pytest.param(["x", "--since", "2021-02-31x"], 32, "no date", id="half-a-date"),
        pytest.param(["x", "--until", "2021-13"], 32, "no date", id="month"),
        pytest.param(["x", "--document", "orlune"], 32, "near ids: orlune-data", id="document"),
        pytest.param(["x", "--format", "xml"], 40, "table, json, jsonl, csv", id="format"),
        pytest.param(["x", "--limit", "0"], 2, "limit", id="limit"),
    ],
)
def test_wrong_input_is_one_line_and_its_code(store, arguments, code, said):
    done = run(*arguments, "--store", store)
    if isinstance(done.exception, KgError):  # the command line prints it, in kg.cli.main
        assert done.exception.exit_code == code
        assert said in str(done.exception)
        assert "\n" not in str(done.exception)
    else:
        assert done.exit_code == code
        assert said in done.stderr


def test_no_hit_is_an_answer(store, caplog):
    done = run("vexillin", "--store", store)
    assert done.exit_code == 0
    assert done.stdout == "0 sentences\n"
    assert "in no sentence: vexillin" in caplog.text


def test_no_store_is_said(tmp_path):
    done = run("x", "--store", tmp_path / "none")
    assert done.exception.exit_code == 21


def test_the_search_waits_for_no_spacy_and_no_models(store):
    run("gout", "--store", store)  # writes the index
    code = (
        "import sys\nfrom kg.cli import app\nfrom typer.testing import CliRunner\n"
        f"done = CliRunner().invoke(app, ['search', 'gout', '--store', {str(store)!r}])\n"
        "assert done.exit_code == 0 and 'gout' in done.stdout, done\n"
        "print([m for m in ('spacy', 'onnxruntime', 'igraph') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, timeout=120)
    assert done.stdout == "[]\n", done.stdout + done.stderr


def test_each_address_is_one_that_kg_read_opens(store, tmp_path):
    done = run("mean age cohort", "-n", "1", "-f", "jsonl", "--store", store)
    hit = json.loads(done.stdout)
    page = tmp_path / "page.html"
    read = CliRunner().invoke(app, ["read", hit["address"], "--store", str(store), "-o", str(page)])
    assert read.exit_code == 0, read.exception
    from bs4 import BeautifulSoup

    marked = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select("#text .asked")
    assert "".join("".join(piece.get_text() for piece in marked).split()) == "".join(hit["sentence"].split())


@pytest.mark.parametrize("at", ["5,5", "9,2", "0,999999"])
def test_an_address_outside_the_document_is_said(store, at):
    done = CliRunner().invoke(app, ["read", f"orlune-data#char={at}", "--store", str(store), "-o", "-"])
    assert done.exception.exit_code == 10
    assert "no characters" in str(done.exception)


def test_the_search_from_python(store):
    with kg.open(store) as graph:
        found = graph.search("issued patents", company="Orlune Bio")
        assert found[0].text == "It holds 14 issued patents."
        assert len(graph.search("orlune", section="headline", limit=1)) == 1
        with pytest.raises(UnknownEntityError):
            graph.search("x", drug="Orlune Bio")
        with pytest.raises(ParameterError):
            graph.search([])


def test_a_graph_whose_extractions_are_nowhere_says_what_to_name():
    with kg.open(":memory:") as graph, pytest.raises(StoreError, match="as cache"):
        graph.search("x")


def test_a_store_whose_folder_cannot_be_written_is_searched(store, monkeypatch, caplog):
    run("gout", "--store", store)
    from kg.search import asking

    def fails(*_):
        raise StoreError("read-only file system")

    monkeypatch.setattr(asking, "bring_up_to_date", fails)
    (store / "extractions" / "undated.json").unlink()
    done = run("gout", "--store", store)
    assert done.exit_code == 0
    assert "gout" in done.stdout
    assert "older than the store by 1 document, and cannot be written: read-only file system" in caplog.text


SEEDS = [
    pytest.param("dose cohorts patients", ["25 mCi/m2", "Evaluable Patients"], id="21-dose-cohorts"),
    pytest.param(
        "Which dose cohorts are there, how many patients?", ["25 mCi/m2", "Evaluable Patients"], id="21-in-words"
    ),
    pytest.param("How do the patients of cohorts 1 and 2 compare?", ["Average Age", "Stem Cell Transplant"], id="22"),
    pytest.param("patient demographics", ["Average Age", "Essentially the Same"], id="22-by-words"),
    pytest.param("What is the offering the deck was filed for?", ["Form S-1", "Ladenburg"], id="33"),
    pytest.param("free writing prospectus registration statement", ["333-214310"], id="33-registration"),
    pytest.param("What is dated in Q4 2016 or later", ["Updated Data Release"], id="36-quarter"),
    pytest.param("events in 2017", ["2017 Clinical Events", "first quarter of 2017"], id="36-ahead"),
    pytest.param('"first quarter of 2017"', ["Phase II"], id="36-phrase"),
    pytest.param("patent issued", ["1600 Product Series"], id="patents"),
    pytest.param("adverse events per patient", ["Avg. Grade/Patient"], id="safety"),
    pytest.param("new cases in the United States every year", ["30,000 new cases"], id="epidemiology"),
]


@pytest.fixture(scope="module")
def seeds(shared, tmp_path_factory):
    from kg.documents import find, read
    from kg.model import Extraction
    from kg.search.index import Index
    from kg.search.writing import bring_up_to_date

    folder = tmp_path_factory.mktemp("seeds")
    cache = ExtractionCache(folder / "extractions")
    for source in find([shared / "seeds"]):
        cache.put(Extraction(document=read(source), pipeline="none: sentences need no facts"))
    with Index.writing(folder / "search.sqlite") as index:
        bring_up_to_date(index, cache.folder)
        yield index


@pytest.mark.parametrize(("words", "expected"), SEEDS)
def test_questions_on_the_real_documents_lead_to_their_sentences(seeds, words, expected):
    from kg.search.find import search

    best = " ".join(" ".join(hit.text.split()) for hit in search(seeds, words, limit=3))
    assert [part for part in expected if part not in best] == []


def test_a_search_of_many_sentences_does_not_wait(index):
    from kg.search.find import search
    from kg.search.writing import Writer

    with type(index).writing(index.path) as wrote:
        wrote.connection.execute("BEGIN")
        writer = Writer(wrote.connection)
        for document in range(100):
            id_ = wrote.connection.execute(
                "INSERT INTO documents (name, key, topic) VALUES (?, '', '')", (f"generated-{document}",)
            ).lastrowid
            rows = ((n, n + 1, "body", "", f"Common words of sentence {n} in {document} here.", "") for n in range(300))
            writer.rows(id_, "", rows)
        wrote.connection.execute("COMMIT")
    begun = time.perf_counter()
    assert len(search(index, "common words of a sentence", limit=10)) == 10
    assert time.perf_counter() - begun < 1.0
