"""Cue words of sentences: how something is said, and which relations its words speak of."""

from __future__ import annotations

from functools import cache

import numpy
from numpy.typing import NDArray

from kg.nlp.decisions.reading import Reading
from kg.nlp.values.cues import matcher, rows
from kg.nlp.values.tokens import Tokens, tokenize

_LONGEST = 4000  # characters of a sentence that are looked at


@cache
def names(list_: str) -> tuple[str, ...]:
    """The values of a cue list, in its order."""
    return tuple(dict.fromkeys(row["value"] for row in rows(list_)))


def _counts(list_: str, tokens: Tokens) -> NDArray[numpy.float32]:
    """How often each value of a cue list is said, at most 3."""
    counts = numpy.zeros(len(names(list_)), dtype=numpy.float32)
    for hit in matcher(list_).find(tokens):
        counts[names(list_).index(hit.value)] += 1
    return numpy.minimum(counts, 3)


class SentenceCues:
    """Counts of cues by sentence, each sentence looked at once and only if asked for."""

    def __init__(self, reading: Reading) -> None:
        """Begin without having looked at anything."""
        self._reading = reading
        self._kinds: dict[int, NDArray[numpy.float32]] = {}
        self._known: dict[int, tuple[NDArray[numpy.float32], dict[str, list[tuple[int, int]]]]] = {}

    def modality(self, sentence: int) -> NDArray[numpy.float32]:
        """How often each cue of ``modality.tsv`` stands in a sentence, at most 3."""
        return self._of(sentence)[0]

    def kinds(self, sentence: int) -> NDArray[numpy.float32]:
        """How often each cue of ``kinds.tsv`` stands in a sentence, at most 3."""
        if sentence not in self._kinds:
            self._kinds[sentence] = _counts("kinds", self._tokens(sentence))
        return self._kinds[sentence]

    def _tokens(self, sentence: int) -> Tokens:
        if not 0 <= sentence < len(self._reading.sentences):
            return tokenize("")
        start, end = self._reading.sentences[sentence]
        return tokenize(self._reading.text[start : min(end, start + _LONGEST)])

    def nearest(self, sentence: int, relation: str, start: int, end: int) -> tuple[float, float]:
        """How many cues of a relation a sentence has, and how far the nearest is from a range, in characters."""
        places = self._of(sentence)[1].get(relation, [])
        gap = min((max(start - stop, begin - end, 0) for begin, stop in places), default=400)
        return float(len(places)), float(min(gap, 400))

    def trigger(self, sentence: int, relation: str, at: int) -> str:
        """The cue of a relation that is nearest to a character; empty where the sentence has none."""
        places = self._of(sentence)[1].get(relation, [])
        if not places:
            return ""
        start, end = min(places, key=lambda p: (abs(p[0] - at), p))
        return self._reading.document.text[start:end]

    def _of(self, sentence: int) -> tuple[NDArray[numpy.float32], dict[str, list[tuple[int, int]]]]:
        if sentence not in self._known:
            places: dict[str, list[tuple[int, int]]] = {}
            tokens = self._tokens(sentence)
            for hit in matcher("relations").find(tokens):
                start = self._reading.sentences[sentence][0]
                places.setdefault(hit.value, []).append(
                    (start + tokens.starts[hit.first], start + tokens.ends[hit.stop - 1])
                )
            self._known[sentence] = (_counts("modality", tokens), places)
        return self._known[sentence]
