"""Flags before environment before kg.toml before defaults, and what kg info says of it."""

import json
import os

import pytest

from kg.errors import SettingsError


@pytest.fixture
def settings(tmp_path):
    def write(text, folder=tmp_path):
        (folder / "kg.toml").write_text(text, encoding="utf-8")

    return write


def told(run, *words):
    return json.loads(run("info", *words, "--format", "json").stdout)


def option(record, name):
    return next(row for row in record["options"] if row["option"] == name)


def test_a_flag_goes_before_the_environment_before_the_file_before_the_default(run, known, settings, monkeypatch):
    def workers():
        row = option(told(run, "build"), "workers")
        return str(row["value"]), row["from"]

    assert workers() == ("1", "default")
    settings("workers = 2\n")
    assert workers() == ("2", "kg.toml")
    settings("workers = 2\n[build]\nworkers = 3\n")
    assert workers() == ("3", "kg.toml")
    monkeypatch.setenv("KG_WORKERS", "4")
    assert workers() == ("4", "KG_WORKERS")
    monkeypatch.setenv("KG_BUILD_WORKERS", "5")
    assert workers() == ("5", "KG_BUILD_WORKERS")


def test_what_is_told_is_what_holds(run, known, settings, monkeypatch):
    """The same order as above, by what a command does."""
    rows = ("query", "partners", "--company", "Zeta", "--store", known)
    assert "│" in run(*rows).stdout
    settings('[query]\nformat = "csv"\n')
    assert run(*rows).stdout.startswith("organization,")
    monkeypatch.setenv("KG_FORMAT", "jsonl")
    assert run(*rows).stdout.startswith('{"organization"')
    assert run(*rows, "--format", "tsv").stdout.startswith("?organization\t")


def test_the_store_is_relative_to_the_file(run, known, tmp_path, settings):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    settings(f'store = "{os.path.relpath(known, folder)}"\n', folder)
    record = json.loads(run("--config", folder / "kg.toml", "info", "-f", "json").stdout)
    assert record["store"]["quads"] > 100
    assert record["store"]["from"] == record["settings"]["file"] == str(folder / "kg.toml")


def test_the_file_beside_the_store_holds_unless_there_is_one_here(run, tmp_path, settings):
    (tmp_path / "there").mkdir()
    settings("[build]\nworkers = 7\n", tmp_path / "there")
    assert option(told(run, "build", "--store", "there/store"), "workers")["value"] == 7
    assert option(told(run, "build"), "workers")["value"] == 1
    settings("[build]\nworkers = 8\n")
    assert option(told(run, "build", "--store", "there/store"), "workers")["value"] == 8


def test_a_flag_is_told_as_such(run, known):
    assert told(run, "--store", known)["store"] | {"quads": 0} == {"where": str(known), "quads": 0, "from": "flag"}


def test_info_lists_only_what_is_set(run, settings, monkeypatch):
    assert told(run)["options"] == []
    settings("[network]\ndepth = 3\n")
    assert [(row["command"], row["option"], row["value"]) for row in told(run)["options"]] == [("network", "depth", 3)]
    assert "network --depth" in run("info").stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("stor = 'x'", "kg.toml: stor: no such option; perhaps store", id="unknown-key"),
        pytest.param(
            "[build]\nworker = 2", "kg.toml: build.worker: no such option; perhaps workers", id="unknown-in-table"
        ),
        pytest.param("[bild]\nworkers = 2", r"kg.toml: \[bild\]: no such command; perhaps build", id="unknown-table"),
        pytest.param("[query]\nworkers = 2", "kg.toml: query.workers: no such option", id="option-of-another-command"),
        pytest.param("workers = ", "kg.toml: not TOML", id="no-toml"),
        pytest.param("store = 1979-05-27", "text, a number, true or false is wanted", id="a-date"),
        pytest.param("x = " + "[" * 5000 + "]" * 5000, "kg.toml: not TOML", id="nested-without-end"),
        pytest.param("# " + "x" * 200_000, "more than 100,000 bytes", id="too-large"),
        pytest.param("verbose = 1", "no such option", id="what-no-file-can-set"),
    ],
)
def test_a_bad_file_is_one_clear_line(run, settings, text, words):
    settings(text)
    with pytest.raises(SettingsError, match=words) as raised:
        run("stats")
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_text_is_one_clear_line(run, tmp_path):
    (tmp_path / "kg.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        run("stats")


def test_a_named_file_must_be_there(run):
    with pytest.raises(SettingsError, match="no such file"):
        run("--config", "none.toml", "stats")


def test_a_value_of_the_wrong_kind_names_the_option(run, settings):
    settings("[build]\nworkers = 'many'\n")
    result = run("build", "x")
    assert result.exit_code == 2
    assert "--workers" in result.stderr


def test_help_needs_no_good_file(run, settings):
    settings("nonsense")
    assert run("stats", "-h").exit_code == 0


def test_info_of_an_unknown_command_lists_the_known(run):
    from kg.errors import ParameterError

    with pytest.raises(ParameterError, match="there are build, extract"):
        run("info", "biuld")
