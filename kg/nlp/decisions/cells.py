"""What the encoder says of a document as a whole: one cell for each two entities or values that a window sees together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from kg.nlp.encoder.labels import CLASSES, OUTPUTS, compatible
from kg.nlp.encoder.pairs import Mentions
from kg.nlp.encoder.windows import Ints

Floats = NDArray[numpy.float32]
COUNT = len(OUTPUTS)
CLASS_SLICES: dict[str, slice] = {}
_at = COUNT
for _name, _options in CLASSES.items():
    CLASS_SLICES[_name] = slice(_at, _at + len(_options))
    _at += len(_options)
NEVER = -15.0  # the logit of what cannot be


@dataclass(frozen=True, slots=True)
class Cells:
    """Pairs of mentions, sorted by the two entities or values that they are of; arrays of equal length.

    ``one`` and ``other`` number the document's mentions; ``logits`` is [pairs, outputs and classes], ``NEVER`` where the
    kinds do not fit. ``bounds`` is where each cell begins, with the number of pairs at its end; ``index`` finds a cell,
    ``partners`` those that a first entity or value has a cell with.
    """

    mentions: Mentions
    one: Ints
    other: Ints
    logits: Floats
    bounds: Ints
    pooled: Floats  # [cells, outputs]: log-sum-exp over the cell's pairs
    best: Floats  # [cells, outputs]: the highest of the cell's pairs
    near: Floats  # [cells, outputs]: the highest of those within one sentence
    named: Floats  # [cells, outputs]: the highest of those between names
    counts: Ints  # [cells, 2]: pairs, and those within one sentence
    index: dict[tuple[int, int], int]
    partners: dict[int, list[int]]

    def rows(self, cell: int) -> slice:
        """The pairs of a cell."""
        return slice(int(self.bounds[cell]), int(self.bounds[cell + 1]))


def cells(mentions: Mentions, sentence: Ints, one: Ints, other: Ints, logits: Floats) -> Cells:
    """Collect the pairs of all windows by the entities or values that they are of.

    Args:
        mentions: The document's mentions.
        sentence: The number of each mention's sentence.
        one: First mention of each pair.
        other: Second mention of each pair.
        logits: [pairs, outputs and classes].
    """
    width = int(mentions.owners.max(initial=0)) + 1
    keys = mentions.owners[one] * width + mentions.owners[other]
    order = numpy.lexsort((other, one, keys))
    one, other, keys, logits = one[order], other[order], keys[order], logits[order]
    logits[:, :COUNT][~compatible()[mentions.kinds[one], mentions.kinds[other]]] = NEVER
    again = numpy.flatnonzero((numpy.diff(one, prepend=-1) == 0) & (numpy.diff(other, prepend=-1) == 0))
    if len(again):  # a pair that several windows see counts once, as the mean of what they say
        begins = numpy.setdiff1d(numpy.arange(len(one)), again, assume_unique=True)
        size = numpy.diff(numpy.append(begins, len(one)))
        logits = (numpy.add.reduceat(logits, begins) / size[:, None]).astype(numpy.float32)
        one, other, keys = one[begins], other[begins], keys[begins]
    unique, first = numpy.unique(keys, return_index=True)
    bounds = numpy.append(first, len(keys)).astype(numpy.int64)
    said = logits[:, :COUNT]
    together = sentence[one] == sentence[other]
    named = ~(mentions.nominal[one] | mentions.nominal[other])
    if len(unique):
        best = numpy.maximum.reduceat(said, first)
        size = numpy.diff(bounds)
        pooled = best + numpy.log(numpy.add.reduceat(numpy.exp(said - numpy.repeat(best, size, axis=0)), first))
        pooled[best <= NEVER] = NEVER
        near = numpy.maximum.reduceat(numpy.where(together[:, None], said, NEVER), first)
        by_name = numpy.maximum.reduceat(numpy.where(named[:, None], said, NEVER), first)
        counts = numpy.stack([size, numpy.add.reduceat(together.astype(numpy.int64), first)], axis=1)
    else:
        best = pooled = near = by_name = numpy.zeros((0, COUNT), dtype=numpy.float32)
        counts = numpy.zeros((0, 2), dtype=numpy.int64)
    index = {(int(key // width), int(key % width)): number for number, key in enumerate(unique)}
    partners: dict[int, list[int]] = {}
    for subject, partner in index:
        partners.setdefault(subject, []).append(partner)
    return Cells(
        mentions, one, other, logits, bounds, pooled.astype(numpy.float32), best, near, by_name, counts, index, partners
    )


def class_probabilities(found: Cells, cell: int, output: int) -> dict[str, Floats]:
    """Probabilities of the classes of a relation's attributes: the mean over a cell's pairs, by their share in it."""
    rows = found.rows(cell)
    if rows.stop - rows.start == 1:
        mean = found.logits[rows.start, COUNT:]
    else:
        share = numpy.exp(found.logits[rows, output] - found.best[cell, output])
        mean = (share / share.sum()) @ found.logits[rows, COUNT:]
    exponent = numpy.exp(mean - mean.max())
    result = {}
    for head, piece in CLASS_SLICES.items():
        part = exponent[piece.start - COUNT : piece.stop - COUNT]
        result[head] = part / max(float(part.sum()), 1e-30)
    return result
