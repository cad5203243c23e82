"""Which mentions a window sees, and which two of them may have to do with each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy
from numpy.typing import NDArray

from kg.nlp.encoder.labels import compatible
from kg.nlp.encoder.windows import Ints, Pieces

FLAGS = 6
DISTANCES = 16
_MOST = 6000  # pairs of a window; the nearest are kept


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a document in order of their first character; arrays of equal length."""

    starts: Ints  # characters of the text
    ends: Ints
    kinds: Ints  # index into MENTION_KINDS
    owners: Ints  # number of the entity or value
    nominal: NDArray[numpy.bool_]


@dataclass(frozen=True, slots=True)
class WindowPairs:
    """The pairs of one window; ``one`` and ``other`` number the rows of ``mentions``."""

    mentions: Ints  # index into the document's mentions
    starts: Ints  # first piece, counted in the window with its opening mark
    ends: Ints  # behind the last piece
    one: Ints
    other: Ints
    distance: Ints
    flags: NDArray[numpy.float32]


@cache
def _any() -> NDArray[numpy.bool_]:
    return numpy.asarray(compatible().any(axis=-1), dtype=numpy.bool_)


def spans(found: Pieces, mentions: Mentions) -> tuple[Ints, Ints]:
    """First piece and the one behind the last of each mention; both equal where no piece lies within."""
    first = numpy.searchsorted(found.ends, mentions.starts, side="right")
    last = numpy.searchsorted(found.starts, mentions.ends, side="left")
    return first, numpy.maximum(last, first)


def window_pairs(found: Pieces, window: Ints, mentions: Mentions, first: Ints, last: Ints) -> WindowPairs:
    """The pairs of mentions that one window sees.

    Args:
        found: The document's pieces.
        window: The pieces of the window.
        mentions: The document's mentions.
        first: Of ``spans``.
        last: Of ``spans``.
    """
    at = numpy.searchsorted(window, first)
    until = numpy.searchsorted(window, last - 1)
    inside = (last > first) & (until < len(window)) & (until - at == last - 1 - first)
    inside[inside] &= (window[at[inside]] == first[inside]) & (window[until[inside]] == last[inside] - 1)
    chosen = numpy.flatnonzero(inside)
    starts, ends = at[chosen] + 1, until[chosen] + 2
    kinds, owners = mentions.kinds[chosen], mentions.owners[chosen]
    allowed = _any()[kinds[:, None], kinds[None, :]] & (owners[:, None] != owners[None, :])
    one, other = numpy.nonzero(allowed)
    gap = numpy.maximum(starts[one], starts[other]) - numpy.minimum(ends[one], ends[other])
    gap = numpy.maximum(gap, 0)
    if len(one) > _MOST:
        near = numpy.sort(numpy.argsort(gap, kind="stable")[:_MOST])
        one, other, gap = one[near], other[near], gap[near]
    distance = numpy.minimum(2 * numpy.log2(gap + 1), DISTANCES - 1).astype(numpy.int64)
    sentence = found.sentences[first[chosen]]
    headline = found.features["section"][first[chosen]] == 0
    nominal = mentions.nominal[chosen]
    flags = numpy.stack(
        [
            sentence[one] == sentence[other],
            starts[one] < starts[other],
            nominal[one],
            nominal[other],
            headline[one],
            headline[other],
        ],
        axis=1,
    ).astype(numpy.float32)
    return WindowPairs(chosen, starts, ends, one, other, distance, flags)
