"""A command that does not extract starts at once: it imports nothing heavy. Not timed, so that a busy machine changes nothing."""

import pytest

from tests.cli.conftest import COMMANDS

EXTRACTION = {"spacy", "onnxruntime", "tokenizers", "thinc", "bs4", "lxml", "kg.nlp", "kg.builder"}
DRAWING = {"networkx", "numpy", "igraph", "pyvis", "jinja2", "kg.views"}
FRAMES = {"pandas", "pyarrow", "polars"}
GRAPH = {"rdflib", "oxrdflib", "pyshacl", "pyoxigraph", "kg.graph", "kg.model"}
START = {"rich", "pydantic"}
EVERYTHING = EXTRACTION | DRAWING | FRAMES | GRAPH | START | {"importlib.metadata"}


def imported(alone, *words, **environment):
    done = alone(*words, after="print('IMPORTED', *sys.modules, file=sys.stderr)", **environment)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split()[1:])


@pytest.mark.parametrize("words", [["--help"], ["-h"], *([command, "-h"] for command in COMMANDS)], ids=" ".join)
def test_help_imports_nothing_heavy(alone, words):
    assert imported(alone, *words) & EVERYTHING == set()


def test_templates_are_listed_with_little(alone):
    assert imported(alone, "query") & (EXTRACTION | DRAWING | FRAMES | START) == set()


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        pytest.param(["query", "partners", "--company", "Zeta", "-f", "csv"], set(), id="query"),
        pytest.param(["query", "partners", "--company", "Zeta"], {"rich"}, id="query-table"),
        pytest.param(["sparql", "-q", "ASK { ?x a kg:Drug }"], set(), id="sparql"),
        pytest.param(["show", "Zeta"], set(), id="show"),
        pytest.param(["stats"], set(), id="stats"),
        pytest.param(["info"], set(), id="info"),
        pytest.param(["--version"], set(), id="version"),
    ],
)
def test_asking_imports_only_the_engine(alone, known, words, needed):
    modules = imported(alone, *words, KG_STORE=str(known))
    assert modules & (EXTRACTION | DRAWING | FRAMES | START | {"pyshacl"}) == needed


def test_asking_imports_no_rdflib(alone, known):
    assert imported(alone, "stats", KG_STORE=str(known)) & {"rdflib", "oxrdflib"} == set()


def test_scoring_facts_from_a_file_imports_no_extraction(alone, tmp_path):
    from kg import resources

    (tmp_path / "facts.jsonl").write_text("")
    modules = imported(alone, "evaluate", resources.path("data/sample"), "--facts", "facts.jsonl")
    assert modules & {"spacy", "onnxruntime", "kg.nlp.extractor", "kg.builder"} == set()
