"""Where nodes go."""

import random
import time
import tracemalloc

import numpy
import pytest

from kg.views.layout import communities, lay_out


def star(leaves):
    return [(0, leaf) for leaf in range(1, leaves + 1)]


def scattered(count, edges):
    chance = random.Random(3)
    return [(chance.randrange(count), chance.randrange(count)) for _ in range(edges)]


def cliques(count, members):
    """Groups of nodes that are all joined, each group joined to the next by one edge."""
    edges = []
    for c in range(count):
        own = range(c * members, (c + 1) * members)
        edges += [(a, b) for a in own for b in own if a < b]
        if c:
            edges.append((c * members - 1, c * members))
    return edges


def distances(points):
    places = numpy.array(points)
    return numpy.linalg.norm(places[:, None] - places[None], axis=2)


@pytest.mark.parametrize(
    ("count", "edges"),
    [
        pytest.param(1, [], id="one"),
        pytest.param(2, [(0, 1)], id="two"),
        pytest.param(6, [], id="no-edges"),
        pytest.param(3, [(0, 0), (1, 2), (2, 1), (1, 2)], id="loops-and-parallels"),
        pytest.param(25, star(24), id="star"),
        pytest.param(90, scattered(90, 80), id="parts"),
        pytest.param(160, scattered(160, 300), id="large"),
        pytest.param(120, cliques(8, 15), id="communities"),
        pytest.param(600, star(599), id="large-star"),
    ],
)
def test_no_node_covers_another(count, edges):
    sizes = numpy.array([(40.0 + 7 * (n % 20), 24.0 + n % 9) for n in range(count)])
    points = numpy.array(lay_out(sizes, edges).points)
    assert points.shape == (count, 2)
    apart = numpy.abs(points[:, None] - points[None])
    needed = (sizes[:, None] + sizes[None]) / 2
    covers = (apart < needed - 1e-6).all(axis=2)
    numpy.fill_diagonal(covers, val=False)
    assert not covers.any()


def test_neighbours_are_nearer_than_strangers():
    edges = [(n, n + 1) for n in range(29)]
    far = distances(lay_out([(30.0, 30.0)] * 30, edges).points)
    assert sum(far[a, b] for a, b in edges) / 29 < far[0, 29] / 4


def test_communities_stand_apart_and_together():
    layout = lay_out([(40.0, 30.0)] * 120, cliques(8, 15))
    assert sorted(map(sorted, layout.groups)) == [list(range(c * 15, (c + 1) * 15)) for c in range(8)]
    points = numpy.array(layout.points)
    boxes = [(points[list(g)].min(axis=0), points[list(g)].max(axis=0)) for g in layout.groups]
    for i, (low, high) in enumerate(boxes):
        for low_other, high_other in boxes[:i]:
            assert (high < low_other).any() or (high_other < low).any()


def test_the_same_graph_is_drawn_the_same_twice():
    sizes, edges = [(80.0, 30.0)] * 40, scattered(40, 60)
    assert lay_out(sizes, edges) == lay_out(sizes, list(reversed(edges)))


def test_nothing_is_nowhere():
    layout = lay_out([], [])
    assert layout.points == layout.groups == ()


def test_memory_and_time_do_not_grow_with_the_square():
    edges = [(n, (n - 1) // 3) for n in range(1, 4000)]
    tracemalloc.start()
    begun = time.perf_counter()
    lay_out([(90.0, 40.0)] * 4000, edges)
    peak, spent = tracemalloc.get_traced_memory()[1], time.perf_counter() - begun
    tracemalloc.stop()
    assert peak < 60_000_000  # one table of numbers for all pairs has 128 MB
    assert spent < 60  # tracing slows it about three times


@pytest.mark.parametrize(
    ("count", "edges"),
    [pytest.param(400, scattered(400, 900), id="scattered"), pytest.param(90, star(89), id="star-that-cannot-be-cut")],
)
def test_no_community_is_larger_than_asked(count, edges):
    found = communities(count, edges, largest=40)
    assert sorted(n for group in found for n in group) == list(range(count))
    assert max(map(len, found)) <= 40
