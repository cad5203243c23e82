"""Where nodes go."""

import itertools
import random

import pytest

from kg.views.layout import positions


def star(leaves):
    return [(0, leaf) for leaf in range(1, leaves + 1)]


def scattered(count, edges):
    random.seed(3)
    return [(random.randrange(count), random.randrange(count)) for _ in range(edges)]


@pytest.mark.parametrize(
    ("count", "edges"),
    [
        pytest.param(1, [], id="one"),
        pytest.param(6, [], id="no-edges"),
        pytest.param(25, star(24), id="star"),
        pytest.param(90, scattered(90, 80), id="parts"),
        pytest.param(160, scattered(160, 300), id="large"),
    ],
)
def test_no_node_covers_another(count, edges):
    sizes = [(40.0 + 7 * (n % 20), 24.0 + n % 9) for n in range(count)]
    points = positions(sizes, edges)
    assert len(points) == count
    for one, other in itertools.combinations(range(count), 2):
        apart = [abs(points[one][axis] - points[other][axis]) for axis in (0, 1)]
        needed = [(sizes[one][axis] + sizes[other][axis]) / 2 for axis in (0, 1)]
        assert apart[0] >= needed[0] or apart[1] >= needed[1]


def test_neighbours_are_nearer_than_strangers():
    edges = [(n, n + 1) for n in range(29)]
    points = positions([(30.0, 30.0)] * 30, edges)

    def distance(a, b):
        return ((points[a][0] - points[b][0]) ** 2 + (points[a][1] - points[b][1]) ** 2) ** 0.5

    assert sum(distance(a, b) for a, b in edges) / 29 < distance(0, 29) / 4


def test_the_same_graph_is_drawn_the_same_twice():
    sizes, edges = [(80.0, 30.0)] * 40, scattered(40, 60)
    assert positions(sizes, edges) == positions(sizes, edges)


def test_nothing_is_nowhere():
    assert positions([], []) == []
