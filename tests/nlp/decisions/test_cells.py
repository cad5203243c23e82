"""What the encoder says of two entities, over all pairs of their mentions."""

import math

import numpy
import pytest

from kg.nlp.decisions.cells import CLASS_SLICES, COUNT, NEVER, cells, class_probabilities
from kg.nlp.encoder.labels import CLASSES, KIND_INDEX, OUTPUT_INDEX, compatible
from kg.nlp.encoder.pairs import Mentions
from tests.nlp.fakes import WIDTH

DEVELOPS, PARTNERS = OUTPUT_INDEX["develops"], OUTPUT_INDEX["partnersWith"]


def mentions(*rows):
    kinds = numpy.array([KIND_INDEX[kind] for kind, _ in rows])
    place = numpy.arange(len(rows))
    owners = numpy.array([owner for _, owner in rows])
    return Mentions(place * 10, place * 10 + 5, kinds, owners, numpy.zeros(len(rows), dtype=bool))


OF = mentions(("company", 0), ("drug", 1), ("company", 0), ("drug", 2), ("company", 3))
SENTENCE = numpy.array([0, 0, 1, 1, 1])


def made(*pairs):
    """Cells of (one, other, output, logit)."""
    logits = numpy.full((len(pairs), WIDTH), -9.0, dtype=numpy.float32)
    for row, (_, _, output, logit) in enumerate(pairs):
        logits[row, output] = logit
    one, other = (numpy.array([p[n] for p in pairs], dtype=numpy.int64) for n in (0, 1))
    return cells(OF, SENTENCE, one, other, logits)


@pytest.mark.parametrize(
    ("logits", "pooled"),
    [
        pytest.param([2.0], 2.0, id="one-pair"),
        pytest.param([2.0, 2.0], 2.0 + math.log(2), id="two"),
        pytest.param([3.0, -1.0], math.log(math.exp(3) + math.exp(-1)), id="unequal"),
        pytest.param([80.0, -80.0], 80.0, id="no-overflow"),
    ],
)
def test_a_cell_is_the_log_sum_exp_of_its_pairs(logits, pooled):
    found = made(*((2 * n, 1, DEVELOPS, logit) for n, logit in enumerate(logits)))
    assert found.pooled[found.index[0, 1], DEVELOPS] == pytest.approx(pooled, abs=1e-5)
    assert list(found.index) == [(0, 1)]


def test_each_two_owners_have_a_cell_and_their_pairs_lie_in_it():
    found = made((2, 3, DEVELOPS, 1.0), (0, 1, DEVELOPS, 4.0), (0, 4, PARTNERS, 2.0), (2, 1, DEVELOPS, 3.0))
    assert set(found.index) == {(0, 1), (0, 2), (0, 3)}
    for (one, other), cell in found.index.items():
        rows = found.rows(cell)
        assert rows.stop > rows.start
        assert set(OF.owners[found.one[rows]]) == {one}
        assert set(OF.owners[found.other[rows]]) == {other}
    assert found.bounds[-1] == 4
    assert found.logits[found.rows(found.index[0, 1]), DEVELOPS].tolist() == [4.0, 3.0]


def test_the_best_pair_of_all_and_within_a_sentence():
    found = made((0, 1, DEVELOPS, 1.0), (2, 1, DEVELOPS, 3.0))  # the second pair stands in two sentences
    cell = found.index[0, 1]
    assert (found.best[cell, DEVELOPS], found.near[cell, DEVELOPS]) == (3.0, 1.0)
    assert found.counts[cell].tolist() == [2, 1]


def test_the_order_of_windows_does_not_matter():
    pairs = [(2, 3, DEVELOPS, 1.0), (0, 1, DEVELOPS, 4.0), (0, 4, PARTNERS, 2.0), (2, 1, DEVELOPS, 3.0)]
    one, two = made(*pairs), made(*pairs[::-1])
    assert one.index == two.index
    assert (one.pooled == two.pooled).all()
    assert (one.logits == two.logits).all()


def test_what_kinds_do_not_allow_is_never():
    found = made((0, 1, PARTNERS, 12.0), (1, 0, DEVELOPS, 12.0))
    allowed = compatible()
    for one, other in ((0, 1), (1, 0)):
        forbidden = ~allowed[OF.kinds[one], OF.kinds[other]]
        assert forbidden.any()
        assert (found.pooled[found.index[one, other]][forbidden] == NEVER).all()
    assert found.pooled[found.index[1, 0], DEVELOPS] == NEVER
    assert (found.pooled >= NEVER).all()


def test_what_was_given_is_not_changed():
    logits = numpy.full((1, WIDTH), 5.0, dtype=numpy.float32)
    cells(OF, SENTENCE, numpy.array([0]), numpy.array([1]), logits)
    assert (logits == 5).all()


def test_both_directions_are_cells_of_their_own():
    found = made((0, 4, PARTNERS, 2.0), (4, 0, PARTNERS, 1.0))
    assert [found.pooled[found.index[key], PARTNERS] for key in ((0, 3), (3, 0))] == [2.0, 1.0]


def test_no_pairs_no_cells():
    found = cells(OF, SENTENCE, *[numpy.zeros(0, dtype=numpy.int64)] * 2, numpy.zeros((0, WIDTH), dtype=numpy.float32))
    assert found.index == {}
    assert found.pooled.shape == (0, COUNT)
    nobody = mentions()
    nobody = Mentions(
        *(a.astype(numpy.int64) for a in (nobody.starts, nobody.ends, nobody.kinds, nobody.owners)), nobody.nominal
    )
    assert cells(nobody, found.one[:0], found.one, found.other, found.logits).index == {}


def test_classes_are_told_by_the_pairs_that_say_it():
    logits = numpy.full((2, WIDTH), -9.0, dtype=numpy.float32)
    planned = CLASSES["status"].index("planned")
    completed = CLASSES["status"].index("completed")
    logits[0, DEVELOPS], logits[1, DEVELOPS] = 6, -6
    logits[0, CLASS_SLICES["status"].start + planned] = 3
    logits[1, CLASS_SLICES["status"].start + completed] = 9
    found = cells(OF, SENTENCE, numpy.array([0, 2]), numpy.array([1, 1]), logits)
    told = class_probabilities(found, found.index[0, 1], DEVELOPS)
    assert told["status"].argmax() == planned
    assert {head: len(p) for head, p in told.items()} == {head: len(o) for head, o in CLASSES.items()}
    assert all(p.sum() == pytest.approx(1, abs=1e-5) for p in told.values())
