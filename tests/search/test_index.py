"""The index: what is written when, what a crash leaves, what is said of a file that is none."""

import os
import sqlite3

import pytest

from kg.errors import ComponentError, NotAStoreError, StoreLockedError, StoreNotFoundError
from kg.search import asking, writing
from kg.search import index as index_room
from kg.search.asking import current
from kg.search.find import search
from kg.search.index import FORMAT, Index, index_file
from kg.search.writing import bring_up_to_date
from tests.search.conftest import LATER, documents, extraction


def rows(path):
    """All that the tables and the full-text index hold, by document."""
    with Index.reading(path) as index:
        held = index.connection.execute(
            "SELECT d.name, s.start, s.stop, s.section, s.heading, s.text, s.facets FROM sentences s "
            "JOIN documents d ON d.id = s.document ORDER BY d.name, s.start"
        ).fetchall()
        index.connection.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab (main, fts, row)")
        return held, index.connection.execute("SELECT term, doc, cnt FROM v ORDER BY term").fetchall()


def brought(path, folder):
    with Index.writing(path) as index:
        return bring_up_to_date(index, folder)


def test_only_what_changed_is_written_and_the_result_is_that_of_writing_all(cache, index, tmp_path):
    assert brought(index.path, cache.folder) == 0
    changed = extraction("orlune-supply", LATER.replace("Tromsø", "Bodø"), "2022-06")
    cache.put(changed)
    cache.put(extraction("new", "Vexillin was seen in mice.\n"))
    (cache.folder / "undated.json").unlink()
    assert brought(index.path, cache.folder) == 3
    brought(tmp_path / "fresh.sqlite", cache.folder)
    assert rows(index.path) == rows(tmp_path / "fresh.sqlite")
    assert not len(search(index, "Tromsø"))
    assert len(search(index, "Bodø")) == 1
    assert not len(search(index, "radiotherapy"))


def test_the_engine_finds_its_own_index_sound_after_changes(cache, index):
    for number in range(5):
        cache.put(extraction("orlune-data", f"Sentence {number} of a text. Another one.\n"))
        brought(index.path, cache.folder)
    with Index.writing(index.path) as wrote:
        wrote.connection.execute("INSERT INTO fts (fts, rank) VALUES ('integrity-check', 1)")


def test_a_failure_in_the_middle_leaves_the_index_as_it_was(cache, index, monkeypatch):
    before = rows(index.path)
    cache.put(extraction("aaa", "Vexillin was seen in mice.\n"))
    cache.put(extraction("zzz", "Vexillin was seen in rats.\n"))
    real = writing.passages

    def failing(extraction):
        if extraction.document.id == "zzz":
            raise OSError("no space left on device")
        yield from real(extraction)

    monkeypatch.setattr(writing, "passages", failing)
    with pytest.raises(Exception, match="no space left"):
        brought(index.path, cache.folder)
    assert rows(index.path) == before
    monkeypatch.undo()
    assert brought(index.path, cache.folder) == 2


def test_a_reader_sees_the_index_as_it_was_until_the_write_is_whole(cache, index):
    cache.put(extraction("new", "Vexillin was seen in mice.\n"))
    with Index.writing(index.path) as wrote:
        wrote.connection.execute("BEGIN IMMEDIATE")
        writing.Writer(wrote.connection).run(cache.folder, lambda *_: None)
        assert not len(search(index, "vexillin"))
        wrote.connection.execute("COMMIT")
    assert len(search(index, "vexillin")) == 1


def test_a_second_writer_is_told(cache, index, monkeypatch):
    monkeypatch.setattr(index_room, "_WAIT", 0.1)
    cache.put(extraction("new", "Vexillin was seen in mice.\n"))
    with Index.writing(index.path) as wrote:
        wrote.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLockedError, match="another process is writing"):
            brought(index.path, cache.folder)
        wrote.connection.execute("ROLLBACK")


def test_an_index_behind_the_store_is_brought_up_and_that_is_said(cache, index):
    cache.put(extraction("new", "Vexillin was seen in mice.\n"))
    opened, notes = current(index.path, cache.folder)
    with opened:
        assert len(search(opened, "vexillin")) == 1
    assert notes == ("the search index was behind the store by 1 document, and was brought up to date",)
    opened, notes = current(index.path, cache.folder)
    opened.close()
    assert notes == ()


def test_a_store_that_was_copied_is_not_written_again_nor_told_of(cache, index):
    os.utime(cache.folder, (1, 1))
    opened, notes = current(index.path, cache.folder)
    opened.close()
    assert notes == ()


def test_an_index_far_behind_is_searched_as_it_is_and_that_is_said(cache, index, monkeypatch):
    monkeypatch.setattr(asking, "SOON", 1)
    for number in range(2):
        cache.put(extraction(f"new-{number}", "Vexillin was seen in mice.\n"))
    opened, notes = current(index.path, cache.folder)
    with opened:
        assert not len(search(opened, "vexillin"))
        assert len(search(opened, "headache")) == 1
    assert notes == ("the search index is older than the store by 2 documents; run kg build again",)


def test_a_large_store_without_an_index_names_the_way_out(cache, tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "SOON", 1)
    with pytest.raises(StoreNotFoundError, match="run kg build again"):
        current(tmp_path / "none.sqlite", cache.folder)


def test_an_index_of_another_version_is_written_anew(cache, index):
    connection = sqlite3.connect(index.path)
    connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    index.close()
    with pytest.raises(NotAStoreError, match="another version; run kg build again"):
        Index.reading(index.path)
    assert brought(index.path, cache.folder) == len(documents())


def test_a_damaged_index_is_named_with_the_way_out(cache, index):
    index.close()
    index.path.write_bytes(b"no database" * 1000)
    for opening in (Index.reading, Index.writing):
        with pytest.raises(NotAStoreError, match="delete it and run kg build again"):
            opening(index.path)
    with pytest.raises(NotAStoreError, match="delete it"):
        current(index.path, cache.folder)


def test_somebody_elses_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "search.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NotAStoreError, match="left as it is"):
        Index.writing(path)
    assert path.read_bytes() == before


def test_a_python_without_full_text_search_is_told(tmp_path, monkeypatch):
    class Without:
        def execute(self, sql):
            raise sqlite3.OperationalError("no such module: fts5")

        def close(self):
            pass

    monkeypatch.setattr(index_room.sqlite3, "connect", lambda *_, **__: Without())
    with pytest.raises(ComponentError, match="no full-text search"):
        Index.reading(tmp_path / "search.sqlite")


def test_an_unreadable_extraction_costs_itself_only(cache, tmp_path):
    (cache.folder / "broken.json").write_text("{", encoding="utf-8")
    brought(tmp_path / "index.sqlite", cache.folder)
    with Index.reading(tmp_path / "index.sqlite") as index:
        assert index.documents() == ["orlune-data", "orlune-supply", "undated"]


def test_the_index_of_a_remote_store_lies_with_its_extractions_and_does_not_make_itself_old(cache):
    path = index_file("https://example.org/sparql", cache.folder)
    assert path.is_relative_to(cache.folder)
    brought(path, cache.folder)
    opened, _ = current(path, cache.folder)
    opened.close()
    with Index.writing(path) as index:
        assert index.state("folder") == writing.fingerprint(cache.folder)
    assert len(list(cache)) == len(documents())


def test_the_index_of_a_store_lies_in_its_folder(tmp_path):
    assert index_file(tmp_path, tmp_path / "elsewhere") == tmp_path / "search.sqlite"
