"""A folder of hostile files: each is read or left out with one line, in time, and what lies beside it is unharmed."""

import os
import time

import pytest

from kg import builder
from kg.documents import find, read
from kg.documents.reading import Content, registry
from kg.errors import DocumentError, DocumentTooLargeError
from kg.graph import rdf
from kg.graph.stores import open_store
from kg.model import Entity, Extraction, Mention
from kg.terms import EntityType
from tests.documents import hostile

GOOD = ("one.txt", "two.txt", "three.html")
SECONDS = 20  # for the slowest file on a busy machine; most take some milliseconds


class Names:
    """In place of the extraction, which is tested elsewhere: each document names one company."""

    pipeline = "names"

    def pipe(self, documents):
        for document in documents:
            company = Entity(id="c", type=EntityType.COMPANY, name=document.id, mentions=(Mention(start=0, end=1),))
            yield Extraction(document=document, pipeline=self.pipeline, entities=(company,))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("hostile") / "folder"
    hostile.make(made)
    for name in GOOD:
        (made / name).write_text(f"{name}: {hostile.SENTENCE * 4}")
    return made


@pytest.fixture(scope="module")
def found(folder):
    return {source.path.relative_to(folder).parts[0]: source for source in find([folder])}


def test_there_are_enough():
    assert len(hostile.FILES) >= 40


@pytest.mark.parametrize("name", hostile.FILES, ids=lambda name: name.encode("unicode_escape", "replace").decode()[:30])
def test_a_hostile_file_is_read_or_left_out_in_time(folder, found, name):
    expected = hostile.FILES[name][1]
    source = found.get(name)
    if expected == hostile.UNSEEN:
        assert source is None
        return
    said = ""
    begun = time.perf_counter()
    try:
        document = read(source)
        became = hostile.READ
    except DocumentError as error:
        became = hostile.LEFT
        said = str(error)
    else:
        document.source.encode("utf-8")
        assert "root:" not in document.text
        assert all(0 <= s.start < s.end <= len(document.text) for s in document.sections)
    assert time.perf_counter() - begun < SECONDS
    assert said.isprintable()
    assert expected in {became, hostile.EITHER}


def test_a_build_takes_what_is_good_and_names_the_rest(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(builder, "Extractor", Names)

    def build(sources, name):
        with open_store(tmp_path / name, create=True) as store:
            report = builder.build(sources, store, builder.ExtractionCache(tmp_path / name / "extractions"))
            return report, rdf.read(store)

    alone, clean = build([folder / name for name in GOOD], "clean")
    report, together = build([folder], "all")
    assert alone.read == len(GOOD)
    assert alone.skipped == ()
    good = {document.id for document in clean.documents}
    assert good < {document.id for document in together.documents}
    assert {e.name for e in clean.entities} <= {e.name for e in together.entities}
    assert report.read + len(report.skipped) == len(list(find([folder])))
    assert all(str(skipped.error).isprintable() for skipped in report.skipped)
    named = " ".join(str(skipped.error) for skipped in report.skipped)
    for name in ("pipe.txt", "socket.txt", "device.txt", "passwords.txt", "sparse.txt", "chinese.txt"):
        assert name in named


@pytest.mark.parametrize("name", ["pipe.txt", "socket.txt"])
def test_what_is_no_regular_file_is_not_opened_even_when_named(folder, name):
    (source,) = find([folder / name])
    with pytest.raises(DocumentError, match="no regular file; passed over"):
        read(source)


def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(hostile.SENTENCE)
    (source,) = find([path])
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(DocumentError, match="a named pipe"):
        read(source)


def test_a_file_that_grows_is_read_to_the_bound(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("word " * 1000)
    with pytest.raises(DocumentTooLargeError, match="more than 100 characters can take"):
        read(path, max_characters=100)


def test_links_within_a_folder_are_followed_once(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(hostile.SENTENCE)
    (tmp_path / "b.txt").symlink_to("sub/a.txt")
    (tmp_path / "again").symlink_to("sub")
    (source,) = find([tmp_path])
    assert source.error is None


def test_a_reader_that_recurses_too_deep_costs_its_document(tmp_path, monkeypatch):
    def reader(content: Content):
        return reader(content)

    monkeypatch.setattr(registry, "get", lambda *_: reader)
    (tmp_path / "a.txt").write_text(hostile.SENTENCE)
    with pytest.raises(DocumentError, match="nested too deeply"):
        read(tmp_path / "a.txt")
