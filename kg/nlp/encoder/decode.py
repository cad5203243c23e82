"""From the logits of tags to names: the best sequence of tags, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy
from numpy.typing import NDArray

from kg.nlp.encoder.labels import ENTITY_TYPES, TAGS
from kg.nlp.encoder.windows import Pieces
from kg.terms import EntityType

Floats = NDArray[numpy.float32]


@dataclass(frozen=True, slots=True)
class TaggedName:
    """A name that the encoder sees, and how sure it is (mean probability of its words' type, in [0, 1])."""

    start: int
    end: int
    type: EntityType
    confidence: float


@cache
def _allowed() -> NDArray[numpy.bool_]:
    """Which tag may follow which: "I" only its own "B" or "I"."""
    allowed = numpy.ones((len(TAGS), len(TAGS)), dtype=bool)
    for number, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            allowed[:, number] = False
            allowed[number, number] = allowed[number - 1, number] = True
    return allowed


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    exponent = numpy.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Floats = exponent / exponent.sum(axis=-1, keepdims=True)
    return result


def names(found: Pieces, logits: Floats, *, bias: float = 0.0) -> list[TaggedName]:
    """The names in a document, in order, not overlapping.

    Args:
        found: The document's pieces.
        logits: Of the tags, [pieces, tags].
        bias: Added to the logit of "no name": above zero fewer names, below zero more.
    """
    if not len(found.ids):
        return []
    begins = numpy.flatnonzero(found.first())
    stops = numpy.append(begins[1:], len(found.ids)) - 1
    scores = logits[begins].astype(numpy.float64)
    scores[:, 0] += bias
    probability = softmax(scores.astype(numpy.float32))
    sentence = found.sentences[begins]
    best = _viterbi(numpy.log(probability + 1e-9), sentence)
    result: list[TaggedName] = []
    kind = (best - 1) // 2  # of a tag that is not "O"
    opens = (best > 0) & (best % 2 == 1)
    at = 0
    while at < len(best):
        if not opens[at]:
            at += 1
            continue
        end = at + 1
        while end < len(best) and best[end] == best[at] + 1 and sentence[end] == sentence[at]:
            end += 1
        both = probability[at:end, best[at]] + probability[at:end, best[at] + 1]
        result.append(
            TaggedName(
                int(found.starts[begins[at]]),
                int(found.ends[stops[end - 1]]),
                ENTITY_TYPES[kind[at]],
                float(both.mean()),
            )
        )
        at = end
    return result


def support(found: Pieces, logits: Floats, start: int, end: int, kind: EntityType) -> float:
    """How likely a range of the text is a name of some type: the mean over its pieces, in [0, 1]."""
    first = int(numpy.searchsorted(found.ends, start, side="right"))
    last = int(numpy.searchsorted(found.starts, end, side="left"))
    if last <= first:
        return 0.0
    tag = 2 * ENTITY_TYPES.index(kind) + 1
    return float(softmax(logits[first:last])[:, [tag, tag + 1]].sum(axis=1).mean())


def _viterbi(scores: NDArray[numpy.float32], sentence: NDArray[numpy.int64]) -> NDArray[numpy.int64]:
    """The best allowed sequence of tags; a sentence begins without regard to the one before."""
    _count, _tags = scores.shape
    greedy: NDArray[numpy.int64] = scores.argmax(1)
    allowed = _allowed()
    fresh = numpy.diff(sentence, prepend=-1) != 0
    follows = numpy.append([0], greedy[:-1])
    follows[fresh] = 0
    broken = ~allowed[follows, greedy]
    for number in numpy.unique(sentence[broken]):  # only where the best tags do not fit together
        low, high = numpy.searchsorted(sentence, [number, number + 1])
        greedy[low:high] = _best_path(scores[low:high], allowed)
    return greedy


def _best_path(scores: NDArray[numpy.float32], allowed: NDArray[numpy.bool_]) -> NDArray[numpy.int64]:
    penalty = numpy.where(allowed, 0.0, -1e6)
    total = scores[0] + penalty[0]
    back = numpy.zeros(scores.shape, dtype=numpy.int64)
    for at in range(1, len(scores)):
        step = total[:, None] + penalty
        back[at] = step.argmax(0)
        total = step.max(0) + scores[at]
    path = [int(total.argmax())]
    for at in range(len(scores) - 1, 0, -1):
        path.append(int(back[at, path[-1]]))
    return numpy.asarray(path[::-1], dtype=numpy.int64)
