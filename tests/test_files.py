"""Files are written whole or not at all, and leave nothing beside them."""

import json
import os
import stat

import pytest

from kg.errors import OutputError
from kg.export import EXPORTERS, export
from kg.files import replace_text, replacing, replacing_folder
from kg.graph import rdf
from kg.graph.stores import open_store
from tests.knowledge import KNOWLEDGE


class CrashError(Exception):
    pass


@pytest.fixture(scope="module")
def filled():
    with open_store(":memory:") as store:
        store.load(rdf.quads(KNOWLEDGE))
        yield store


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_that_fails_halfway_leaves_the_one_before(tmp_path):
    path = tmp_path / "a.txt"
    replace_text(path, "before")
    with pytest.raises(CrashError), replacing(path) as half:  # noqa: PT012
        half.write_text("half")
        assert path.read_text() == "before"
        raise CrashError
    assert path.read_text() == "before"
    assert names(tmp_path) == ["a.txt"]


def test_files_are_on_the_disk_before_they_are_renamed(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(os, "fsync", lambda handle, fsync=os.fsync: (done.append("sync"), fsync(handle)))
    monkeypatch.setattr(os, "replace", lambda one, two, replace=os.replace: (done.append("rename"), replace(one, two)))
    replace_text(tmp_path / "a.txt", "x")
    assert done == ["sync", "rename", "sync"]


def test_links_modes_and_folders_stay(tmp_path):
    real = tmp_path / "real.txt"
    real.write_text("x")
    real.chmod(0o640)
    (tmp_path / "link.txt").symlink_to("real.txt")
    replace_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    replace_text(tmp_path / "new" / "deep" / "a.txt", "x")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new" / "deep" / "a.txt").stat().st_mode) == 0o666 & ~mask


def test_what_is_no_file_is_written_as_it_is(tmp_path):
    replace_text("/dev/null", "x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_folder_appears_whole(tmp_path):
    folder = tmp_path / "tables"
    with pytest.raises(CrashError), replacing_folder(folder) as half:  # noqa: PT012
        (half / "a.csv").write_text("1")
        assert not folder.exists()
        raise CrashError
    assert names(tmp_path) == []
    with replacing_folder(folder) as half:
        (half / "a.csv").write_text("1")
    assert names(folder) == ["a.csv"]
    (folder / "mine.txt").write_text("precious")
    with pytest.raises(CrashError), replacing_folder(folder) as half:  # noqa: PT012
        (half / "a.csv").write_text("2")
        raise CrashError
    assert (folder / "a.csv").read_text() == "1"
    with replacing_folder(folder) as half:
        (half / "a.csv").write_text("2")
    assert ((folder / "a.csv").read_text(), names(folder)) == ("2", ["a.csv", "mine.txt"])
    assert names(tmp_path) == ["tables"]


@pytest.mark.parametrize("format_", EXPORTERS)
def test_an_export_that_fails_leaves_what_was_there(filled, tmp_path, monkeypatch, format_):
    path = export(filled, format_, tmp_path / "out")
    before = {p: p.read_bytes() for p in (path.iterdir() if path.is_dir() else [path])}

    def crash(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OutputError, match="No space left"):
        export(filled, format_, path, force=True)
    assert {p: p.read_bytes() for p in before} == before
    assert names(tmp_path) == ["out"]


def test_a_graph_in_memory_leaves_no_folder(tmp_path, monkeypatch):
    import tempfile

    from kg import api, builder
    from tests.documents.test_hostile_files import Names

    monkeypatch.setattr(builder, "Extractor", Names)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    (tmp_path / "a.txt").write_text("Examplo Therapeutics said that the trial has begun. " * 5)
    graph = api.build(tmp_path / "a.txt", store=":memory:")
    assert len(names(tmp_path / "scratch")) == 1
    graph.close()
    assert names(tmp_path / "scratch") == []


def test_a_model_with_a_file_that_is_altered_or_not_recorded_is_refused(tmp_path):
    import hashlib

    from kg.errors import ModelError
    from kg.resources import check_files, path

    (tmp_path / "a.json").write_text("{}")
    good = hashlib.sha256(b"{}").hexdigest()
    check_files(tmp_path, {"a.json": good})
    for recorded in ({}, {"a.json": "0" * 64}, {"a.json": good, "b.onnx": good}, {"../x": good}):
        with pytest.raises(ModelError):
            check_files(tmp_path, recorded)
    shipped = path("data/models/reader")
    recorded = json.loads((shipped / "card.json").read_text())["sha256"]
    check_files(shipped, recorded, besides=frozenset({"card.json"}))
