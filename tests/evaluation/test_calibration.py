from itertools import pairwise

import pytest

from kg.evaluation.calibration import EDGES, calibration
from kg.evaluation.scoring import score
from tests.evaluation.conftest import fact


def sure(confidence, object_="ABC-1", relation="develops"):
    return fact(relation, "Alpha", object_, confidence=confidence)


def bins(gold, facts):
    table = calibration(score(gold, facts).outcomes)
    return {(b.low, b.high): (b.facts, b.right) for b in table.bins if b.facts}, table


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(0.0, (0.0, 0.5)), (0.5, (0.5, 0.6)), (0.899, (0.8, 0.9)), (0.9, (0.9, 0.95)), (0.95, (0.95, 1)), (1, (0.95, 1))],
)
def test_a_bin_has_its_lower_end_and_the_last_its_upper_too(gold, confidence, expected):
    assert bins(gold, [sure(confidence)])[0] == {expected: (1, 1)}
    assert expected in pairwise(EDGES)


def test_right_and_wrong_facts_count_but_no_optional_ones_repeats_or_unsure_ones(gold):
    facts = [
        sure(0.92),
        sure(0.97),  # a repeat
        sure(0.93, "Beta"),  # wrong
        fact("manufactures", "Beta", "ABC-1", confidence=0.94),  # optional
        sure(0.99, "Beta", "partnersWith"),
        fact("raised", "Alpha", "USD 5"),  # states no confidence
    ]
    found, table = bins(gold, facts)
    assert found == {(0.9, 0.95): (2, 1), (0.95, 1.0): (1, 1)}
    assert [(b.low, b.facts, b.right) for b in table.levels] == [(0.9, 3, 2), (0.95, 1, 1)]
    assert table.levels[0].share == pytest.approx(2 / 3)


def test_the_error_is_the_mean_distance_of_confidence_and_share(gold):
    _, table = bins(gold, [sure(0.8), sure(0.6, "Beta")])
    assert table.error == pytest.approx((0.2 + 0.6) / 2)
    assert bins(gold, [])[1].error == 0
