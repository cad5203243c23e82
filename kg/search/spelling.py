"""Words that no sentence has: near ones that some have, and all that begin alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.search.index import TOKENIZER
from kg.search.words import Unit

_PREFIXED = 400  # words that one prefix may stand for, of those that the index may keep with less than the prefix
_ENDING = 8  # letters that are cut from the end of a word at most
_LAST = "\U0010ffff"
_LEAST = 5  # letters that a word must have to be taken for another
_SHORT = 6  # letters up to which one change is allowed, two from there


def near(connection: sqlite3.Connection, word: str, *, limit: int = 3) -> list[str]:
    """Words of the index that are the word misspelt, nearest first; none for a short word or one with digits.

    A letter too much, too few, another, or two exchanged. Words with the same first letter are looked at first.
    """
    if any(c.isdigit() for c in word) or len(word) < _LEAST:
        return []
    most = 1 if len(word) <= _SHORT else 2
    for where, values in (
        ("word >= ? AND word < ?", (word[0], word[0] + _LAST)),
        ("word < ? OR word >= ?", (word[0], word[0] + _LAST)),
    ):
        rows = connection.execute(
            f"SELECT word FROM words WHERE ({where}) AND length BETWEEN ? AND ?",
            (*values, len(word) - most, len(word) + most),
        )
        known = [w for (w,) in rows if w != word]
        found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=50)
        if found:
            nearest = min(changes for _, changes, _ in found)
            return sorted(w for w, changes, _ in found if changes == nearest)[:limit]
    return []


def stems(words: Iterable[str]) -> dict[str, str]:
    """What the index keeps of words: SQLite itself cuts them."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE cut USING fts5 (word, tokenize = '{TOKENIZER}')")
    connection.execute("CREATE VIRTUAL TABLE kept USING fts5vocab (cut, instance)")
    connection.executemany("INSERT INTO cut (word) VALUES (?)", ((word,) for word in words))
    found = dict(connection.execute("SELECT cut.word, kept.term FROM kept JOIN cut ON cut.rowid = kept.doc"))
    connection.close()
    return found


def spread(connection: sqlite3.Connection, unit: Unit) -> tuple[Unit, str | None]:
    """A prefix with the words that it stands for and that the index keeps otherwise, and what is to be said of it.

    FTS5 looks for a prefix among words whose endings are cut, and would not find "commercializ" in "commerci".
    """
    *before, last = unit.words
    rows = connection.execute(
        "SELECT word FROM words WHERE word >= ? AND word < ? AND length < ? LIMIT ?",
        (last, last + _LAST, len(last) + _ENDING, _PREFIXED + 1),
    ).fetchall()
    cut = {kept: word for word, kept in stems(w for (w,) in rows[:_PREFIXED]).items() if not kept.startswith(last)}
    phrases = (unit.phrases[0], *(" ".join((*before, word)) for word in sorted(cut.values())))
    note = f"{unit.shown!r} stands for many words, not all of which are searched for; give more of it"
    return Unit(unit.shown, tuple(dict.fromkeys(phrases)), prefix=True), note if len(rows) > _PREFIXED else None


def respelt(connection: sqlite3.Connection, unit: Unit) -> tuple[Unit, str] | None:
    """A unit that no sentence has with near words in its place, and a note that says so."""
    if unit.exact or unit.prefix:
        return None
    found = [near(connection, word) for word in unit.words]
    if len(found) != 1 or not found[0]:
        return None
    return Unit(unit.shown, tuple(found[0])), f"{unit.shown!r} is in no sentence; searched for {', '.join(found[0])}"
