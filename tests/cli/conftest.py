"""A store of knowledge made by hand, and the command run in this process or one of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import KgError
from kg.graph import rdf
from kg.graph.stores import open_store
from tests.knowledge import KNOWLEDGE

COMMANDS = get_command(app).list_commands(None)


@pytest.fixture(scope="session")
def known(tmp_path_factory):
    """The folder of a store."""
    folder = tmp_path_factory.mktemp("known") / "store"
    with open_store(folder, create=True) as opened:
        opened.load(rdf.quads(KNOWLEDGE))
    return folder


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run ``kg`` in an empty folder; what it raises is raised."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("KG_")]:
        monkeypatch.delenv(name)

    def call(*words, stdin=None):
        result = CliRunner().invoke(app, [str(word) for word in words], input=stdin, prog_name="kg")
        if isinstance(result.exception, KgError):
            raise result.exception
        return result

    return call


@pytest.fixture
def alone(tmp_path):
    """Run ``kg`` in a process of its own, after some Python if wanted."""

    def call(*words, before="", after="", stdin="", **environment):
        code = f"import sys\n{before}\nfrom kg.cli import main\ntry:\n    main()\nfinally:\n    pass\n    {after or 'pass'}"
        # A process in another folder must find this checkout's package, whatever is installed.
        ours = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
        clean = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, words)],
            cwd=tmp_path,
            env={**clean, "COLUMNS": "150", "PYTHONPATH": ours, **environment},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return call
