"""What the encoder sees of a document: word pieces with features, in windows of whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from kg.model import Document
from kg.nlp.encoder.labels import ENTITY_TYPES, SECTIONS, VALUE_KINDS
from kg.nlp.recognition import Candidate
from kg.nlp.values import Value, ValueKind
from kg.terms import SectionKind

WINDOW = 288  # pieces, with the headline and the two marks
_HEADLINE = 32  # pieces of the headline that stand before each window
_OVERLAP = 40  # pieces of the sentence before that a window may repeat
SILENT = frozenset({SectionKind.BOILERPLATE, SectionKind.CONTACT})
_TYPE = {kind: number for number, kind in enumerate(ENTITY_TYPES)}
_VALUE = {kind: number for number, kind in enumerate(VALUE_KINDS)}
_SECTION = {kind: number for number, kind in enumerate(SECTIONS)}
_BODY = _SECTION[SectionKind.BODY]
SHAPES = 20  # ten forms of a word, each with and without a blank before it
FEATURE_SIZES = {
    "section": len(SECTIONS),
    "shape": SHAPES,
    "rule": 2 * len(ENTITY_TYPES) + 1,
    "value": len(VALUE_KINDS) + 1,
}

Ints = NDArray[numpy.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a document's sentences, in order; arrays of equal length.

    ``ids`` are those of the tokenizer; ``starts`` and ``ends`` characters of the document's text; ``words`` numbers the
    words, which are runs of letters and digits or single signs; ``sentences`` numbers the sentences.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    words: Ints
    sentences: Ints
    features: dict[str, Ints]

    def first(self) -> NDArray[numpy.bool_]:
        """Which pieces begin a word."""
        first: NDArray[numpy.bool_] = numpy.diff(self.words, prepend=-1) != 0
        return first


def shape(word: str) -> int:
    """The form of a word: the encoder's vocabulary has no capitals.

    >>> [shape(w) for w in ("drug", "Acme", "FDA", "A", "siRNA", "131", "CD19", "b2", "(", "µ1")]
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 7]
    """
    if word.isdigit():
        return 5
    if not word[0].isalnum():
        return 8
    if any(c.isdigit() for c in word):
        return 6 if any(c.isupper() for c in word) else 7
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 3
    return 1 if word.istitle() else 4 if word.isalpha() else 9


def pieces(
    tokenizer: Any,
    document: Document,
    text: str,
    sentences: Sequence[tuple[int, int]],
    candidates: Iterable[Candidate],
    values: Iterable[Value],
) -> Pieces:
    """Cut the sentences of a document into word pieces.

    Args:
        tokenizer: A ``tokenizers.Tokenizer`` without padding and truncation.
        document: For its sections.
        text: The document's text, folded (``kg.nlp.text.fold``).
        sentences: Ranges of characters.
        candidates: What rules take for names.
        values: Amounts, dates and the like.
    """
    size = len(text) + 1
    rule = numpy.zeros(size, dtype=numpy.int64)
    for c in candidates:
        rule[c.start : c.end] = 2 * _TYPE[c.type] + 2
        rule[c.start] = 2 * _TYPE[c.type] + 1
    value = numpy.zeros(size, dtype=numpy.int64)
    for v in values:
        if v.kind is not ValueKind.EVENT or not value[v.start]:
            value[v.start : v.end] = _VALUE[v.kind] + 1
    section = numpy.full(size, _BODY, dtype=numpy.int64)
    for s in document.sections:
        section[s.start : s.end] = _SECTION[s.kind]
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    words: list[int] = []
    numbers: list[int] = []
    shapes: list[int] = []
    word = -1
    encoded = tokenizer.encode_batch([text[start:end] for start, end in sentences], add_special_tokens=False)
    for number, ((begin, _), encoding) in enumerate(zip(sentences, encoded, strict=True)):
        last = -1
        offsets, of_words = encoding.offsets, encoding.word_ids  # each is made anew when it is asked for
        ids += encoding.ids
        for at, (of_word, (start, end)) in enumerate(zip(of_words, offsets, strict=True)):
            if of_word != last:
                last = of_word
                word += 1
                stop = end
                for following in range(at + 1, len(offsets)):
                    if of_words[following] != of_word:
                        break
                    stop = offsets[following][1]
                glued = at > 0 and offsets[at - 1][1] == start
                form = shape(text[begin + start : begin + stop] or " ") + (10 if glued else 0)
            starts.append(begin + start)
            ends.append(begin + end)
            words.append(word)
            numbers.append(number)
            shapes.append(form)
    first = numpy.asarray(starts, dtype=numpy.int64)
    return Pieces(
        ids=numpy.asarray(ids, dtype=numpy.int64),
        starts=first,
        ends=numpy.asarray(ends, dtype=numpy.int64),
        words=numpy.asarray(words, dtype=numpy.int64),
        sentences=numpy.asarray(numbers, dtype=numpy.int64),
        features={
            "section": section[first],
            "shape": numpy.asarray(shapes, dtype=numpy.int64),
            "rule": rule[first],
            "value": value[first],
        },
    )


def windows(found: Pieces, headline: int) -> list[Ints]:
    """Which pieces each window sees: the headline's first ones, then whole sentences as far as they fit.

    Args:
        found: The pieces of a document.
        headline: How many sentences at the beginning are the headline.

    Returns:
        Indices of pieces in ascending order, at most ``WINDOW - 2`` each; together they cover all pieces.
    """
    total = len(found.ids)
    if not total:
        return []
    begins = numpy.flatnonzero(numpy.diff(found.sentences, prepend=-1))
    bounds = [int(b) for b in begins] + [total]
    head = min(int(numpy.searchsorted(found.sentences, headline)), _HEADLINE)
    room = WINDOW - 2
    result: list[Ints] = []
    at = 0
    while at < len(bounds) - 1:
        start = bounds[at]
        first = start
        if at and bounds[at] - bounds[at - 1] <= _OVERLAP and result:
            first = bounds[at - 1]
        prefix = min(head, first)
        end = at + 1
        while end < len(bounds) - 1 and bounds[end + 1] - first + prefix <= room:
            end += 1
        stop = bounds[end]
        while stop - first + prefix > room:  # one sentence that is too long: in parts
            part = first + room - prefix
            result.append(numpy.r_[0:prefix, first:part])
            first = part - _OVERLAP
            prefix = min(head, first)
        result.append(numpy.r_[0:prefix, first:stop])
        at = end
    return result


_WORD = re.compile(r"\S")


def spoken(document: Document, sentences: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences that may hold facts: not boilerplate, not contacts, not empty."""
    silent = [(s.start, s.end) for s in document.sections if s.kind in SILENT]
    kept = []
    at = 0
    for start, end in sentences:
        while at < len(silent) and silent[at][1] <= start:
            at += 1
        if not (at < len(silent) and silent[at][0] <= start) and _WORD.search(document.text, start, end):
            kept.append((start, end))
    return kept
