"""Finding the names of vocabularies in a text, all at once (Aho-Corasick)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from kg.gazetteer.entries import FILES, Entry, entries
from kg.terms import EntityType

_SPELLINGS = (
    ("tumor", "tumour"),
    ("leukem", "leukaem"),
    ("hem", "haem"),
    ("anem", "anaem"),
    ("esoph", "oesoph"),
    ("edema", "oedema"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """A name in a text, and the entries that it may be, best first."""

    start: int
    end: int
    entry: Entry


class Matcher:
    """Finds names at word borders, the longest first; letters' case counts only where an entry says so."""

    def __init__(self, all_entries: Iterable[Entry]) -> None:
        """Compile the names of entries; of two entries with one name the first wins."""
        self._entries: dict[str, list[tuple[str, Entry]]] = {}
        for entry in all_entries:
            for name in (entry.name, *entry.aliases):
                for spelled in _variants(name, entry):
                    self._entries.setdefault(_fold(spelled), []).append((spelled, entry))
        self._names = list(self._entries)
        self._automaton = AhoCorasick(
            self._names, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> Iterator[Match]:
        """The names in a text, in order, not overlapping."""
        folded = _fold(text)
        if len(folded) != len(text):  # a letter that folds to two: keep offsets
            folded = "".join(c if len(f := c.lower()) != 1 else f for c in text)
        for number, start, end in self._automaton.find_matches_as_indexes(folded):
            if (start and folded[start - 1].isalnum()) or (end < len(folded) and folded[end].isalnum()):
                continue
            for spelled, entry in self._entries[self._names[number]]:
                if _spelled(entry, spelled, text[start:end]):
                    yield Match(start, end, entry)
                    break


def _fold(text: str) -> str:
    return re.sub(
        r"[\u2010-\u2013\n\t\u00a0]",
        lambda m: "-" if m.group() >= "\u2010" and m.group() <= "\u2013" else " ",
        text.lower(),
    )


def _spelled(entry: Entry, name: str, found: str) -> bool:
    """Whether a name is written as it must be: abbreviations in capitals, the rest in any case."""
    if entry.case or (name.isupper() and len(name) <= 6) or (len(name) <= 5 and sum(c.isupper() for c in name) > 1):
        return found == name or (not entry.case and found.isupper() and len(found) > 6)
    return True


def _variants(name: str, entry: Entry) -> Iterator[str]:
    yield name
    if entry.type is EntityType.INDICATION and len(name) > 5 and not name.isupper():
        yield name.removesuffix("s") if name.endswith("s") and not name.endswith(("ss", "us", "is")) else name + "s"
        for american, british in _SPELLINGS:
            if american in name.casefold():
                yield name.casefold().replace(american, british)
        if "-" in name:
            yield name.replace("-", " ")


@cache
def matcher(*names: str) -> Matcher:
    """A matcher over vocabularies, all of them where none is named; made once."""
    return Matcher(entry for name in names or FILES for entry in entries(name))
