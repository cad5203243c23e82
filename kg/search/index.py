"""The file of the index: SQLite with FTS5, opened for reading or writing, told apart from other files.

Readers see the index as it was before a write or after it, never between: it is in WAL mode, and a build writes once.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from kg.errors import ComponentError, NotAStoreError, StoreError, StoreLockedError, StoreNotFoundError

NAME = "search.sqlite"
FORMAT = 1  # of the tables, and of how passages are cut: another number, and the index is written anew
TOKENIZER = "porter unicode61 remove_diacritics 2"
_APPLICATION = 0x6B677378  # "kgsx"
_WAIT = 10.0  # seconds for another process that writes
_WRONG = "delete it and run kg build again: it is made from the extractions beside it"

_SCHEMA = f"""
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, key TEXT NOT NULL, title TEXT, published TEXT,
  earliest TEXT, latest TEXT, topic TEXT NOT NULL
);
CREATE TABLE sentences (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  section TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, facets TEXT NOT NULL, same INTEGER NOT NULL
);
CREATE INDEX sentences_document ON sentences (document);
CREATE INDEX sentences_same ON sentences (same);
CREATE VIEW passages AS
  SELECT s.id, s.text, s.heading, d.topic, s.facets FROM sentences s JOIN documents d ON d.id = s.document;
CREATE VIRTUAL TABLE fts USING fts5 (
  text, heading, topic, facets,
  content = 'passages', content_rowid = 'id', tokenize = '{TOKENIZER}'
);
CREATE TABLE words (word TEXT PRIMARY KEY, length INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX words_length ON words (length);
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {FORMAT};
"""


def index_file(store: str | Path, cache: Path) -> Path:
    """Where the index of a store lies: in its folder, or below the extractions of a store that has none."""
    name = str(store)
    if name == ":memory:" or name.startswith(("http://", "https://")):
        return cache / "search" / NAME
    return Path(store) / NAME


class Index:
    """An open index."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Wrap a connection to a file whose format has been checked."""
        self.connection = connection
        self.path = path

    @classmethod
    def reading(cls, path: Path) -> Index:
        """Open an index to search it.

        Raises:
            StoreNotFoundError: There is none.
            NotAStoreError: The file is something else, or of another format.
            ComponentError: This Python's SQLite has no FTS5.
        """
        check_fts5()
        if not path.exists():
            raise StoreNotFoundError(f"{path}: no search index here; run kg build again, which writes it")
        index = cls(_connect(path, "mode=ro"), path)
        try:
            with errors(path):
                index.check()
        except (StoreError, sqlite3.Error):
            index.close()
            if os.access(path.parent, os.W_OK):
                raise
            # Beside a WAL index SQLite makes a file, which a folder that cannot be written has no room for.
            index = cls(_connect(path, "mode=ro&immutable=1"), path)
            with errors(path):
                index.check()
        return index

    @classmethod
    def writing(cls, path: Path) -> Index:
        """Open an index to write it, and make an empty one where there is none or one that an earlier version wrote.

        Raises:
            NotAStoreError: The file is something else, which is left untouched.
            ComponentError: This Python's SQLite has no FTS5.
        """
        check_fts5()
        path.parent.mkdir(parents=True, exist_ok=True)
        index = cls(_connect(path, "mode=rwc"), path)
        try:
            with errors(path):
                made = index.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
                if made and index.number("application_id") == _APPLICATION and index.number("user_version") != FORMAT:
                    index.close()
                    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                        file.unlink(missing_ok=True)
                    index.connection, made = _connect(path, "mode=rwc"), 0
                if not made:
                    index.connection.execute("PRAGMA journal_mode = WAL")
                    index.connection.executescript(_SCHEMA)
                index.check()
        except BaseException:
            index.close()
            raise
        return index

    def number(self, pragma: str) -> int:
        """A number from the head of the file."""
        return int(self.connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    def check(self) -> None:
        """See that the file is an index of this format.

        Raises:
            NotAStoreError: It is not.
        """
        if self.number("application_id") != _APPLICATION:
            raise NotAStoreError(f"{self.path}: no search index, so it is left as it is; move it away and build again")
        if self.number("user_version") != FORMAT:
            raise NotAStoreError(f"{self.path}: a search index of another version; run kg build again")

    def state(self, name: str) -> str | None:
        """What the last write left under a name."""
        row = self.connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def documents(self) -> list[str]:
        """The ids of its documents."""
        return [name for (name,) in self.connection.execute("SELECT name FROM documents ORDER BY name")]

    def __len__(self) -> int:
        """How many passages it holds."""
        return int(self.connection.execute("SELECT count(*) FROM sentences").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Index:
        """The index itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()


def check_fts5() -> None:
    """See that SQLite can search.

    Raises:
        ComponentError: It was compiled without FTS5.
    """
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
    except sqlite3.Error as error:
        raise ComponentError(
            f"search: the SQLite {sqlite3.sqlite_version} of this Python has no full-text search (FTS5: {error}); "
            "use a Python from python.org, conda or your distribution, which have it"
        ) from error
    finally:
        connection.close()


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    with errors(path):
        connection = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?{mode}", uri=True, timeout=_WAIT, isolation_level=None
        )
        connection.execute("PRAGMA cache_size = -32000")
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection


@contextmanager
def errors(path: Path) -> Iterator[None]:
    """Say in our own words what SQLite cannot do with a file.

    Raises:
        StoreLockedError: Another process writes it.
        NotAStoreError: It is damaged, or no database.
        StoreError: It cannot be read or written.
    """
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        message = str(error)
        if "locked" in message:
            raise StoreLockedError(
                f"{path}: another process is writing the index; try again when it has ended"
            ) from error
        if "malformed" in message or "not a database" in message:
            raise NotAStoreError(f"{path}: a damaged index ({message}); {_WRONG}") from error
        raise StoreError(f"{path}: the index cannot be used: {message}") from error
    except sqlite3.DatabaseError as error:
        raise NotAStoreError(f"{path}: no index that can be read ({error}); {_WRONG}") from error
