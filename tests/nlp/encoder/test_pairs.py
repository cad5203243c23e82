"""Which pairs of mentions a window has."""

import itertools

import numpy
import pytest

from kg.nlp.encoder import pairs as module
from kg.nlp.encoder.labels import KIND_INDEX, compatible
from kg.nlp.encoder.pairs import DISTANCES, FLAGS, Mentions, spans, window_pairs
from kg.nlp.encoder.windows import Pieces


def text_of(lengths, *, headline=0):
    """Pieces of sentences of these lengths, each piece three characters and a blank."""
    total = sum(lengths)
    place = numpy.arange(total)
    sentences = numpy.repeat(numpy.arange(len(lengths)), lengths)
    section = (sentences >= headline).astype(numpy.int64) * 2
    return Pieces(place, place * 4, place * 4 + 3, place, sentences, {"section": section})


def mentions(*rows):
    """Of (first piece, behind the last piece, kind, owner) or with True for a nominal."""
    rows = sorted(rows)
    return Mentions(
        numpy.array([r[0] * 4 for r in rows], dtype=numpy.int64),
        numpy.array([r[1] * 4 - 1 for r in rows], dtype=numpy.int64),
        numpy.array([KIND_INDEX[r[2]] for r in rows], dtype=numpy.int64),
        numpy.array([r[3] for r in rows], dtype=numpy.int64),
        numpy.array([len(r) > 4 for r in rows], dtype=bool),
    )


def pair(found, window, of):
    first, last = spans(found, of)
    return window_pairs(found, numpy.asarray(window), of, first, last)


def pairs_in(made):
    return {(int(made.mentions[a]), int(made.mentions[b])) for a, b in zip(made.one, made.other, strict=True)}


def test_only_kinds_that_fit_are_paired():
    found = text_of([20])
    kinds = ["company", "drug", "indication", "value:money", "place"]
    of = mentions(*((2 * n, 2 * n + 1, kind, n) for n, kind in enumerate(kinds)))
    fits = compatible().any(-1)
    expected = {
        (a, b) for a, b in itertools.permutations(range(5), 2) if fits[KIND_INDEX[kinds[a]], KIND_INDEX[kinds[b]]]
    }
    assert pairs_in(pair(found, range(20), of)) == expected
    assert (0, 1) in expected  # company and drug
    assert (3, 2) not in expected  # money and indication


def test_an_owner_is_not_paired_with_itself():
    of = mentions((0, 1, "company", 0), (4, 5, "company", 0), (8, 9, "company", 1))
    assert pairs_in(pair(text_of([12]), range(12), of)) == {(0, 2), (2, 0), (1, 2), (2, 1)}


def test_what_a_window_does_not_see_whole_is_left_out():
    of = mentions((0, 2, "company", 0), (5, 8, "drug", 1), (9, 10, "drug", 2))
    window = [*range(0, 7), *range(8, 10)]  # without the last piece of the first drug
    made = pair(text_of([10]), window, of)
    assert pairs_in(made) == {(0, 2)}
    # Places are counted in the window, with its opening mark.
    assert (made.starts.tolist(), made.ends.tolist()) == ([1, 9], [3, 10])


def test_mentions_at_the_borders_of_a_window():
    of = mentions((3, 4, "company", 0), (9, 10, "drug", 1))
    made = pair(text_of([12]), range(3, 10), of)
    assert (made.starts.tolist(), made.ends.tolist()) == ([1, 7], [2, 8])
    assert pairs_in(pair(text_of([12]), range(4, 10), of)) == set()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(4, 7, (1, 2), id="a-piece"),
        pytest.param(4, 11, (1, 3), id="two-pieces"),
        pytest.param(5, 6, (1, 2), id="inside-a-piece"),
        pytest.param(3, 8, (1, 2), id="with-blanks-around"),
        pytest.param(3, 4, None, id="a-blank"),
        pytest.param(0, 3, (0, 1), id="the-first"),
        pytest.param(36, 39, (9, 10), id="the-last"),
        pytest.param(400, 410, None, id="behind-the-end"),
    ],
)
def test_pieces_of_a_mention(start, end, expected):
    one = numpy.array([0])
    of = Mentions(numpy.array([start]), numpy.array([end]), one, one, numpy.array([False]))
    first, last = spans(text_of([10]), of)
    assert last[0] >= first[0]
    assert ((int(first[0]), int(last[0])) if last[0] > first[0] else None) == expected


def test_the_nearest_pairs_are_kept_where_there_are_too_many(monkeypatch):
    monkeypatch.setattr(module, "_MOST", 6)
    rows = [(0, 1, "company", 0), *((n, n + 1, "drug", n) for n in range(1, 40))]
    made = pair(text_of([50]), range(50), mentions(*rows))
    assert len(made.one) == len(made.other) == len(made.distance) == len(made.flags) == 6
    assert max(abs(int(made.starts[a] - made.starts[b])) for a, b in zip(made.one, made.other, strict=True)) <= 2


def test_distance_and_flags():
    of = mentions((1, 2, "company", 0), (6, 7, "drug", 1, True), (40, 41, "drug", 2))
    made = pair(text_of([4, 10, 60], headline=1), range(74), of)
    rows = {(int(made.one[n]), int(made.other[n])): n for n in range(len(made.one))}
    near, far = rows[0, 1], rows[0, 2]
    # same sentence, subject first, either nominal, either in the headline
    assert made.flags[near].tolist() == [0, 1, 0, 1, 1, 0]
    assert made.flags[far].tolist() == [0, 1, 0, 0, 1, 0]
    assert made.distance[near] == 4  # 2 log2(4 + 1)
    assert made.distance[near] < made.distance[far] < DISTANCES
    assert made.flags.shape[1] == FLAGS


def test_no_mentions_no_pairs():
    made = pair(text_of([10]), range(10), mentions())
    assert len(made.one) == len(made.mentions) == 0
    assert made.flags.shape == (0, FLAGS)
