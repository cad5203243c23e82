"""Help, versions, completion, how loud a command is, and what a crash looks like."""

import re
import shlex
from pathlib import Path

import pytest

from kg.cli import MODULES
from tests.cli.conftest import COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_examples_that_it_takes(run, command):
    done = run(command, "-h")
    assert done.exit_code == 0
    examples = done.stdout.partition("Examples:")[2].strip().splitlines()
    assert examples
    words = {word for line in examples for word in re.findall(r"(?<=\s)--?[a-z][a-z-]*", line)}
    own = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", done.stdout.partition("Examples:")[0]))
    assert words - {"--company", "--since"} <= own


def test_help_lists_every_command_once_in_a_panel(run):
    told = run("--help").stdout
    for command in COMMANDS:
        assert len(re.findall(rf"^  {command} ", told, re.MULTILINE)) == 1
    for panel in MODULES.values():
        assert f"{panel}:\n" in told


def test_help_of_a_question_has_its_parameters(run):
    told = run("query", "partners", "-h").stdout
    assert "Parameters of partners:" in told
    assert "--company ORGANIZATION" in told
    assert "--company" not in run("query", "-h").stdout.partition("Examples:")[0]


def test_version_names_package_model_engine_and_store_format(run):
    assert re.fullmatch(
        r"kg \d[\w.]*, model reader [\d.]+, Oxigraph [\d.]+, store format \d+, Python [\d.]+\n", run("--version").stdout
    )


def test_a_mistyped_command_offers_the_near_one(run):
    done = run("qury")
    assert done.exit_code == 2
    assert "No such command 'qury'" in done.stderr
    assert "'query'" in done.stderr


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param("kg ex", ["extract", "export"], id="commands"),
        pytest.param("kg query partners-", ["partners-of-partners"], id="templates"),
        pytest.param("kg query partners --s", ["--store", "--since"], id="parameters"),
        pytest.param("kg query partners --kind lic", ["licensing"], id="closed-values"),
        pytest.param("kg query partners --company ze", [r"Zeta\ Pharma\ GmbH"], id="names-of-its-type"),
        pytest.param("kg query partners --company abc", [], id="names-of-another-type"),
        pytest.param("kg show abc", [r"ABC\ 131"], id="names"),
        pytest.param(r"kg show Zeta\ Ph", [r"Zeta\ Pharma\ GmbH"], id="names-in-part-with-blanks"),
        pytest.param("kg show drug/a", ["drug/abc-131"], id="ids"),
        pytest.param("kg query partners -f tu", ["turtle"], id="formats"),
        pytest.param("kg export gr", ["graphml"], id="export-formats"),
        pytest.param("kg show <script", ["company/script"], id="what-a-shell-must-not-see-by-its-id"),
    ],
)
def test_a_shell_completes(alone, known, words, offered):
    done = alone(
        KG_STORE=str(known),
        _KG_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(len(shlex.split(words)) - 1),
    )
    assert done.stdout.split("\n")[:-1] == (offered or [""])
    assert done.stderr == ""


def test_completion_without_a_store_is_silent(alone):
    done = alone(_KG_COMPLETE="complete_bash", COMP_WORDS="kg show a", COMP_CWORD="2")
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_completion_can_be_installed(run):
    assert "--install-completion" in run("-h").stdout


MISSPELT = ["query", "partners", "--company", "Zeta Pharma Gmbbh", "-f", "csv"]


def test_notes_go_to_stderr_unless_quiet(alone, known):
    usual, quiet = alone(*MISSPELT, KG_STORE=str(known)), alone(*MISSPELT, "--quiet", KG_STORE=str(known))
    assert usual.stderr == "kg: 'Zeta Pharma Gmbbh' taken for Zeta Pharma GmbH\n"
    assert quiet.stderr == ""
    assert usual.stdout == quiet.stdout != ""


@pytest.mark.parametrize("words", [["-v", "stats"], ["stats", "-v"]], ids=["before", "after"])
def test_verbose_says_which_settings_hold(alone, known, tmp_path, words):
    (tmp_path / "kg.toml").write_text(f'store = "{known}"\n')
    done = alone(*words)
    assert done.returncode == 0
    assert "kg: settings of kg.toml" in done.stderr or words[0] == "stats"
    assert alone("stats").stderr == ""


CRASH = "import kg.cli.show\ndef fail(_): raise ValueError('no\\x1b[2J such\\nthing')\nkg.cli.show.summary = fail"


def test_a_crash_is_one_line_with_a_file_to_report(alone, known, tmp_path):
    done = alone("stats", before=CRASH, KG_STORE=str(known), TMPDIR=str(tmp_path))
    assert done.returncode == 70
    (line,) = done.stderr.splitlines()
    assert "\x1b" not in line
    assert "ValueError" in line
    assert "please report it" in line
    (file,) = tmp_path.glob("kg-crash-*.txt")
    assert str(file) in line
    assert "Traceback" in Path(file).read_text()
    assert "model reader" in Path(file).read_text()


def test_a_crash_shows_its_traceback_when_verbose(alone, known, tmp_path):
    done = alone("-v", "stats", before=CRASH, KG_STORE=str(known), TMPDIR=str(tmp_path))
    assert done.returncode == 70
    assert "Traceback" in done.stderr
