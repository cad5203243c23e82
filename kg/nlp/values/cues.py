"""Cue phrases from ``data/cues``, compiled once and found word by word.

A cue is a row of words: ``initiat*`` stands for every word with that beginning, ``trial/study`` for either, ``(the)``
for a word that may be missing, ``...`` for up to twelve words of the same sentence, and a word in capitals (``IND``)
must be in capitals in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from kg.nlp.values.tokens import Tokens
from kg.resources import path

_GAP = "..."
_KEPT = 50_000  # words whose cues are remembered
_REACH = 12  # words that "..." may stand for


@dataclass(frozen=True, slots=True)
class _Element:
    exact: frozenset[str]
    stems: tuple[str, ...]
    capitals: frozenset[str]
    gap: bool = False

    def fits(self, tokens: Tokens, index: int) -> bool:
        word = tokens.lower[index]
        if word in self.exact or (self.stems and word.startswith(self.stems)):
            return True
        return bool(self.capitals) and tokens.words[index] in self.capitals


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in the words from ``first`` up to and without ``stop``."""

    first: int
    stop: int
    value: str


class CueMatcher:
    """Finds every cue of a list.

    >>> from kg.nlp.values.tokens import tokenize
    >>> cues = CueMatcher([("dos* ... (first) patient", "first patient"), ("IND/CTA", "filing")])
    >>> [(h.first, h.stop, h.value) for h in cues.find(tokenize("It dosed its first patient under an IND, indeed"))]
    [(1, 5, 'first patient'), (7, 8, 'filing')]
    """

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._words: dict[str, list[tuple[tuple[_Element, ...], str]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[tuple[_Element, ...], str]]] = defaultdict(list)
        for cue, value in rows:
            for elements in _elements(cue):
                head = elements[0]
                for word in {*head.exact, *(c.lower() for c in head.capitals)}:
                    self._words[word].append((elements, value))
                for stem in head.stems:
                    self._stems[stem].append((elements, value))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._known: dict[str, tuple[tuple[tuple[_Element, ...], str], ...]] = {}

    def find(self, tokens: Tokens) -> Iterator[Hit]:
        """Every hit, by its first word; of one value at one word the longest, and none inside another of that value."""
        until: dict[str, int] = {}
        for index, word in enumerate(tokens.lower):
            starting = self._starting(word)
            if not starting:
                continue
            best: dict[str, int] = {}
            for elements, value in starting:
                if index < until.get(value, 0):
                    continue
                stop = _match(elements, 0, tokens, index)
                if stop > best.get(value, 0):
                    best[value] = stop
            for value, stop in best.items():
                until[value] = stop
                yield Hit(index, stop, value)

    def longest(self, tokens: Tokens) -> Iterator[Hit]:
        """Hits that do not overlap, the longest at the earliest word."""
        until = 0
        best: Hit | None = None
        for hit in self.find(tokens):
            if best is not None and hit.first > best.first:
                yield best
                until, best = best.stop, None
            if hit.first >= until and (best is None or hit.stop > best.stop):
                best = hit
        if best is not None:
            yield best

    def _starting(self, word: str) -> tuple[tuple[tuple[_Element, ...], str], ...]:
        known = self._known.get(word)
        if known is None:
            stems = (word[:length] for length in self._lengths if length <= len(word))
            known = (*self._words.get(word, ()), *(cue for stem in stems for cue in self._stems.get(stem, ())))
            if len(self._known) < _KEPT:
                self._known[word] = known
        return known


def _match(elements: tuple[_Element, ...], at: int, tokens: Tokens, index: int) -> int:
    """The word after the match of the elements from ``at`` on, or 0."""
    element = elements[at]
    if element.gap:
        for _ in range(_REACH + 1):
            stop = _match(elements, at + 1, tokens, index)
            if stop or index >= len(tokens.lower) or tokens.breaks[index]:
                return stop
            index += 1
        return 0
    if index >= len(tokens.lower) or not element.fits(tokens, index):
        return 0
    if at + 1 == len(elements):
        return index + 1
    return 0 if tokens.breaks[index] else _match(elements, at + 1, tokens, index + 1)


def _elements(cue: str) -> Iterator[tuple[_Element, ...]]:
    choices = [("", part[1:-1]) if part.startswith("(") and part.endswith(")") else (part,) for part in cue.split()]
    for parts in product(*choices):
        yield tuple(_element(part) for part in parts if part)


def _element(part: str) -> _Element:
    if part == _GAP:
        return _Element(frozenset(), (), frozenset(), gap=True)
    words = part.split("/")
    capitals = frozenset(w for w in words if w.isupper() and len(w) > 1)
    stems = tuple(w[:-1].lower() for w in words if w.endswith("*"))
    exact = frozenset(w.lower() for w in words if not w.endswith("*") and w not in capitals)
    return _Element(exact, stems, capitals)


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``data/cues/<name>.tsv`` by the names of its columns."""
    lines = path(f"data/cues/{name}.tsv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    return tuple(dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:] if line.strip())


@cache
def matcher(name: str) -> CueMatcher:
    """The matcher of a file with the columns ``value`` and ``cues`` (separated by ``|``)."""
    return CueMatcher((cue.strip(), row["value"]) for row in rows(name) for cue in row["cues"].split("|"))
