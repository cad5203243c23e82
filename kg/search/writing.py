"""Writing the index: only documents whose extraction has changed, all of them in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b, sha256
from pathlib import Path

from kg.errors import NotAStoreError
from kg.graph.dates import date_bounds
from kg.model import Extraction, from_json
from kg.names import fold
from kg.search.index import Index, errors
from kg.search.passages import passages, topics
from kg.search.words import tokens

Told = Callable[[str, int, int], None]
_MANY = 200_000  # words that are remembered as written, so that each is not written again


def fingerprint(folder: Path) -> str:
    """What changes when anything is put into a folder of extractions, or taken out."""
    try:
        return str(folder.stat().st_mtime_ns)
    except FileNotFoundError:
        return "none"


def behind(path: Path, folder: Path) -> int:
    """How many documents of a folder of extractions an index lacks, has otherwise, or has though they are gone."""
    known: dict[str, str] = {}
    if path.exists():
        try:
            with Index.reading(path) as index, errors(path):
                known = dict(index.connection.execute("SELECT name, key FROM documents"))
        except NotAStoreError:  # of an earlier version: it lacks all
            known = {}
    keys = {file.stem: _key(file) for file in folder.glob("*.json")}
    return sum(keys.get(name) != known.get(name) for name in keys.keys() | known.keys())


def bring_up_to_date(index: Index, folder: Path, *, progress: Told | None = None) -> int:
    """Make an index hold what the extractions of a folder hold; what has not changed is left alone.

    A crash leaves the index as it was.

    Args:
        index: Open for writing.
        folder: Of extractions, one file a document.
        progress: Called as documents are written.

    Returns:
        How many documents were written or removed.

    Raises:
        StoreError: The index cannot be written.
    """
    seen = fingerprint(folder)
    if index.state("folder") == seen:
        return 0
    with errors(index.path):
        index.connection.execute("BEGIN IMMEDIATE")
        try:
            changed = Writer(index.connection).run(folder, progress or (lambda what, done, total: None))
            index.connection.execute("INSERT OR REPLACE INTO state VALUES ('folder', ?)", (seen,))
            index.connection.execute("COMMIT")
        except BaseException:
            index.connection.execute("ROLLBACK")
            raise
    return changed


class Writer:
    """One transaction of changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._written: set[str] = set()

    def run(self, folder: Path, tell: Told) -> int:
        """Write what has changed in a folder of extractions; how many documents that were."""
        paths = {path.stem: path for path in sorted(folder.glob("*.json"))}
        known = dict(self.connection.execute("SELECT name, key FROM documents"))
        gone = [name for name in known if name not in paths]
        stale = [(name, path) for name, path in paths.items() if known.get(name) != _key(path)]
        for name in gone:
            self.remove(name)
        for number, (name, path) in enumerate(stale, 1):
            self.remove(name)
            content = path.read_bytes()
            try:
                extraction = from_json(Extraction, content)
            except ValueError:  # a build says so; nothing of it is found meanwhile
                continue
            self.add(name, sha256(content).hexdigest(), extraction)
            tell("index", number, len(stale))
        if len(stale) + len(gone) > len(paths) // 4:
            self.connection.execute("INSERT INTO fts (fts) VALUES ('optimize')")
        return len(stale) + len(gone)

    def remove(self, name: str) -> None:
        """Take a document out, if it is there."""
        row = self.connection.execute("SELECT id FROM documents WHERE name = ?", (name,)).fetchone()
        if row is None:
            return
        self.connection.execute(
            "INSERT INTO fts (fts, rowid, text, heading, topic, facets) "
            "SELECT 'delete', s.id, s.text, s.heading, d.topic, s.facets FROM sentences s "
            "JOIN documents d ON d.id = s.document WHERE d.id = ?",
            row,
        )
        self.connection.execute("DELETE FROM sentences WHERE document = ?", row)
        self.connection.execute("DELETE FROM documents WHERE id = ?", row)

    def add(self, name: str, key: str, extraction: Extraction) -> None:
        """Put a document in."""
        document = extraction.document
        topic = _topic(extraction)
        first, last = date_bounds(document.published) if document.published else (None, None)
        id_ = self.connection.execute(
            "INSERT INTO documents (name, key, title, published, earliest, latest, topic) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (name, key, document.title, document.published, first, last, topic),
        ).lastrowid
        self.rows(id_ or 0, topic, _passage_rows(extraction))

    def rows(self, document: int, topic: str, rows: Iterable[tuple[int, int, str, str, str, str]]) -> None:
        """Write the passages of a document: start, end, section, heading, text, facets."""
        for start, end, section, heading, text, facets in rows:
            id_ = self.connection.execute(
                "INSERT INTO sentences (document, start, stop, section, heading, text, facets, same) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (document, start, end, section, heading, text, facets, same(text)),
            ).lastrowid
            self.connection.execute(
                "INSERT INTO fts (rowid, text, heading, topic, facets) VALUES (?, ?, ?, ?, ?)",
                (id_, text, heading, topic, facets),
            )
            self.words(text)
            self.words(heading)
        self.words(topic)

    def words(self, text: str) -> None:
        """Remember the words of a text, for near spellings; words that no sentence has any more stay, and do no harm."""
        new = set(tokens(text)) - self._written
        if not new:
            return
        if len(self._written) > _MANY:
            self._written.clear()
        self._written |= new
        self.connection.executemany("INSERT OR IGNORE INTO words VALUES (?, ?)", ((w, len(w)) for w in new))


def _passage_rows(extraction: Extraction) -> Iterator[tuple[int, int, str, str, str, str]]:
    text = extraction.document.text
    for p in passages(extraction):
        yield p.start, p.end, p.section.value, p.heading, text[p.start : p.end], " ".join(p.facets)


def _key(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _topic(extraction: Extraction) -> str:
    """The title, and what the document is about as far as the title does not name it."""
    title = " ".join((extraction.document.title or "").split())
    missing = [e.name for e in topics(extraction) if fold(e.name) not in fold(title)]
    return " ; ".join(part for part in (title, *missing) if part)


def same(text: str) -> int:
    """A number that texts share which differ in case, accents, spacing and punctuation only."""
    return int.from_bytes(blake2b(" ".join(tokens(text)).encode(), digest_size=7).digest(), "big")
