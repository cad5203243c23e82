"""Fixtures for all tests: the shared folder with real documents and gold, where it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import network

network.forbid("loopback")  # fixtures of a whole module start servers and browsers; a test says below what it needs
# Every Python that a test starts forbids it too: "sitecustomize" is imported when it starts.
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(Path(__file__).parent / "child"), str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")])
)

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("no shared/ folder beside the checkout: the real documents and gold are read there")
    return SHARED


@pytest.fixture(scope="session")
def endpoint():
    """The URL of a SPARQL 1.1 endpoint on this machine, made of Oxigraph and the standard library's server."""
    from tests.endpoint import serve

    with serve() as url:
        yield url


@pytest.fixture(params=["embedded", "memory", "remote"])
def store(request, tmp_path):
    """An empty store of each kind."""
    from kg.graph.stores import open_store

    where = {"embedded": tmp_path / "store", "memory": ":memory:"}.get(request.param)
    where = where or request.getfixturevalue("endpoint")
    with open_store(where, create=True) as opened:
        opened.update("DROP ALL")
        yield opened


@pytest.fixture(autouse=True)
def _no_network(request):
    """No test uses the network; those of remote stores and of browsers talk to this machine."""
    module = request.module.__name__ if request.module else ""
    parameters = getattr(getattr(request.node, "callspec", None), "params", {})
    local = (
        module in network.LOCAL
        or {"endpoint", "browser"} & set(request.fixturenames)
        or "remote" in parameters.values()
    )
    with network.loopback() if local else network.none():
        yield
    network.check()


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files in tests/golden")


@pytest.fixture
def golden(request):
    """Compare text with a file in tests/golden, or rewrite the file."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path.name}: no expected file; run pytest --update-golden and review it"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def real_extractions(request):
    """What real releases say: those that the store of ``KG_REAL_STORE`` has read, or every tenth, read anew."""
    import os

    from kg.builder import ExtractionCache

    if folder := os.environ.get("KG_REAL_STORE"):
        return list(ExtractionCache(Path(folder) / "extractions"))
    from kg.documents import find, read
    from kg.nlp.extractor import Extractor

    texts = list(find([request.getfixturevalue("shared") / "gold" / "real" / "texts"]))
    return list(Extractor().pipe([read(source) for source in texts[::10]]))
