"""Words that no sentence has: near ones that some have, and all that begin alike."""

from __future__ import annotations

import sqlite3

from rapidfuzz.distance import OSA

from kg.search.words import Unit

_PREFIXED = 200  # words that one prefix may stand for
_LEAST = 5  # letters that a word must have to be taken for another
_SHORT = 6  # letters up to which one change is allowed, two from there


def near(connection: sqlite3.Connection, word: str, *, limit: int = 3) -> list[str]:
    """Words of the index that are the word misspelt, nearest first; none for a word with digits.

    A letter too much, too few, another, or two exchanged.
    """
    if any(c.isdigit() for c in word) or len(word) < _LEAST:
        return []
    most = 1 if len(word) <= _SHORT else 2
    lengths = (len(word) - most, len(word) + most)
    rows = connection.execute("SELECT word FROM words WHERE length BETWEEN ? AND ?", lengths)
    found: list[tuple[int, bool, str]] = []
    for (known,) in rows:
        changes = OSA.distance(word, known, score_cutoff=most)
        if changes <= most and known != word:
            found.append((changes, known[0] != word[0], known))
    found.sort()
    return [known for changes, other, known in found if (changes, other) == found[0][:2]][:limit]


def beginning(connection: sqlite3.Connection, prefix: str) -> tuple[list[str], bool]:
    """Words of the index that begin so, and whether there are more: the index itself has them with their endings cut."""
    rows = connection.execute(
        "SELECT word FROM words WHERE word >= ? AND word < ? LIMIT ?", (prefix, prefix + "\U0010ffff", _PREFIXED + 1)
    ).fetchall()
    return [word for (word,) in rows[:_PREFIXED]], len(rows) > _PREFIXED


def spread(connection: sqlite3.Connection, unit: Unit) -> tuple[Unit, str | None]:
    """A prefix with the words that it stands for, and what is to be said of it."""
    *before, last = unit.words
    words, more = beginning(connection, last)
    phrases = (unit.phrases[0], *(" ".join((*before, word)) for word in words if word != last))
    note = f"{unit.shown!r} stands for more words than are searched for; give more of it" if more else None
    return Unit(unit.shown, phrases, prefix=True), note


def respelt(connection: sqlite3.Connection, unit: Unit) -> tuple[Unit, str] | None:
    """A unit that no sentence has with near words in its place, and a note that says so."""
    if unit.exact or unit.prefix:
        return None
    found = [near(connection, word) for word in unit.words]
    if len(found) != 1 or not found[0]:
        return None
    return Unit(unit.shown, tuple(found[0])), f"{unit.shown!r} is in no sentence; searched for {', '.join(found[0])}"
