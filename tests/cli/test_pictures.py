"""kg pipeline and kg timeline: what they write, print and exit with."""

import sys

import pytest

import kg
from kg.cli import main
from kg.graph import rdf
from kg.graph.stores import open_store
from tests.knowledge import KNOWLEDGE


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("pictures") / "store"
    with open_store(path, create=True) as opened:
        opened.load(rdf.quads(KNOWLEDGE))
    return path


@pytest.fixture
def run(store, tmp_path, monkeypatch, capsys):
    """Run kg in an empty folder; gives the exit code, stdout, and stderr."""

    def run_(*arguments, where=store):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["kg", *arguments, "--store", str(where)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return ended.value.code or 0, captured.out, captured.err

    return run_


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["pipeline"], "Drug pipelines"),
        (["pipeline", "Alpha Bio"], "Pipeline: Alpha Bio, Inc."),
        (["pipeline", "--indication", "MM"], "Pipeline: multiple myeloma"),
        (["pipeline", "Alpha Bio", "--since", "2017", "--as-of", "2018-Q2", "--by", "disease"], "Pipeline: Alpha Bio"),
        (["timeline"], "Timeline"),
        (["timeline", "ABC-131", "--since", "2016", "--until", "2017-H1"], "Timeline: ABC 131"),
        (["timeline", "Anna Berg", "--title", "Who & when"], "Who &amp; when"),
    ],
    ids=" ".join,
)
def test_a_page_is_written_and_named(run, tmp_path, arguments, title):
    assert run(*arguments) == (0, f"{arguments[0]}.html\n", "")
    assert f"<title>{title}" in (tmp_path / f"{arguments[0]}.html").read_text(encoding="utf-8")


def test_a_file_that_is_there_is_written_over_with_force_only_and_a_folder_is_made(run, tmp_path):
    assert run("timeline", "-o", "new/page.html")[:2] == (0, "new/page.html\n")
    assert (tmp_path / "new" / "page.html").stat().st_size > 1000
    (tmp_path / "new" / "page.html").write_text("mine", encoding="utf-8")
    code, out, err = run("timeline", "-o", "new/page.html")
    assert (code, out) == (40, "")
    assert "--force" in err
    assert (tmp_path / "new" / "page.html").read_text(encoding="utf-8") == "mine"
    assert run("timeline", "-o", "new/page.html", "--force")[0] == 0
    assert (tmp_path / "new" / "page.html").stat().st_size > 1000


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["pipeline", "Alpha"], 34, "'Alpha' names 2 things"),
        (["pipeline", "Nobody Knows It"], 33, "nothing of this name"),
        (["pipeline", "ABC 131"], 33, "nothing of this name (agency or company or nonprofit or university)"),
        (["pipeline", "--indication", "Alpha Bio"], 33, "(indication)"),
        (["pipeline", "--since", "soon"], 32, "--since 'soon': no date; write 2016, 2016-Q3"),
        (["pipeline", "--as-of", "2021-13"], 32, "no day of the calendar"),
        (["pipeline", "--by", "colour"], 32, "there are drug, disease, company"),
        (["timeline", "--until", "2021-02-30"], 32, "no day of the calendar"),
        (["timeline", "Alpha"], 34, "'Alpha' names 2 things"),
        (["timeline", "-o", "."], 40, "a folder, where a file"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_one_line(run, arguments, code, says):
    ended, out, err = run(*arguments)
    assert (ended, out) == (code, "")
    assert says in err
    assert err.count("\n") == 1


def test_a_misspelling_is_said(run, caplog):
    assert run("timeline", "multiple mieloma")[0] == 0
    assert "taken for multiple myeloma" in caplog.text


def test_an_empty_store_gives_pages(run, tmp_path):
    with open_store(tmp_path / "empty", create=True):
        pass
    assert run("pipeline", where=tmp_path / "empty")[0] == 0
    assert run("timeline", where=tmp_path / "empty")[0] == 0
    assert "No program is known" in (tmp_path / "pipeline.html").read_text(encoding="utf-8")
    assert "No event is known" in (tmp_path / "timeline.html").read_text(encoding="utf-8")


def test_no_store_is_one_line(run, tmp_path):
    code, _, err = run("pipeline", where=tmp_path / "nowhere")
    assert code == 21
    assert err.count("\n") == 1


def test_from_python(store):
    with kg.open(store) as graph:
        assert "Pipeline: Alpha Bio, Inc." in graph.pipeline("Alpha Bio", since="2017")
        assert "Pipeline: multiple myeloma" in graph.pipeline(indication="MM")
        assert "Timeline: ABC 131" in graph.timeline("ABC-131", until="2018")
