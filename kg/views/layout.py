"""Where nodes go, computed before a page is opened.

Connected parts are laid out apart, the communities of a part too: each by rustworkx's spring layout, then as a
rectangle among rectangles. Nothing compares every node with every other one in Python, nor holds such a table.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import networkx
import numpy
import rustworkx
from numpy.typing import NDArray

Points = NDArray[numpy.float64]  # one row a node: x and y

_ASPECT = 1.35  # of the drawing, width to height
_GAP = 46.0  # between connected parts, and between communities, in pixels
_MARGIN = 10.0  # between nodes, in pixels
_ROUNDS = 600  # of pushing rectangles apart, at most
_ROOM = 2.0  # the area of a community, to that of its nodes
_FEW = 12  # nodes that springs alone set well
_WHOLE = 30  # a part with no more nodes is one community
_SPRUNG = 500  # nodes of a community that springs lay out
_SPRINGS = 400  # iterations of the spring layout for a small graph; fewer for a large one
# Half turns and mirrors: a rectangle keeps its width and height.
_FLIPS = tuple(numpy.array([x, y]) for x in (1.0, -1.0) for y in (1.0, -1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where nodes stand, and which of them stand together."""

    points: tuple[tuple[float, float], ...]  # one a node, in pixels
    groups: tuple[tuple[int, ...], ...]  # communities: numbers of nodes, the largest first


def lay_out(sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]], *, seed: int = 7) -> Layout:
    """Lay out a graph, the same for the same graph; no node covers another.

    Args:
        sizes: Of each node with its label, width and height in pixels.
        edges: Pairs of node numbers; several between two nodes count as one.
        seed: Of the random start.

    Returns:
        A point for each node, and the communities by modularity (Louvain), those of one part beside each other.
    """
    extents = numpy.array(sizes, dtype=float).reshape(-1, 2)
    pairs = sorted({(min(a, b), max(a, b)) for a, b in edges if a != b})
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(sizes)))
    graph.add_edges_from(pairs)
    parts = sorted((sorted(part) for part in networkx.connected_components(graph)), key=lambda p: (-len(p), p))
    points = numpy.zeros_like(extents)
    groups: list[list[int]] = []
    boxes: list[tuple[float, float]] = []
    for part in parts:
        communities = _communities(graph, part, seed)
        groups += communities
        points[part] = _part(graph, part, communities, extents, seed)
        low, high = _bounds(points[part], extents[part])
        points[part] -= low
        boxes.append(tuple(high - low + _GAP))
    for part, corner in zip(parts, _packed(boxes), strict=True):
        points[part] += corner
    return Layout(
        points=tuple((float(x), float(y)) for x, y in points),
        groups=tuple(tuple(g) for g in sorted(groups, key=lambda g: (-len(g), g))),
    )


def communities(count: int, edges: Sequence[tuple[int, int]], *, largest: int, seed: int = 7) -> list[list[int]]:
    """Split a graph into communities of at most ``largest`` nodes: by modularity, then finer where one is too large."""
    graph = networkx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(edges)
    waiting = [sorted(part) for part in networkx.connected_components(graph)]
    done: list[list[int]] = []
    while waiting:
        part = waiting.pop()
        if len(part) <= largest:
            done.append(part)
            continue
        found = [sorted(c) for c in networkx.community.louvain_communities(graph.subgraph(part), seed=seed)]
        if len(found) == 1:  # cannot be told apart: cut by number
            found = [part[i : i + largest] for i in range(0, len(part), largest)]
        waiting += found
    return sorted(done, key=lambda g: (-len(g), g))


def _communities(graph: networkx.Graph, part: list[int], seed: int) -> list[list[int]]:
    if len(part) <= _WHOLE:
        return [part]
    found = networkx.community.louvain_communities(graph.subgraph(part), seed=seed)
    return sorted((sorted(c) for c in found), key=lambda c: (-len(c), c))


def _part(graph: networkx.Graph, part: list[int], groups: list[list[int]], extents: Points, seed: int) -> Points:
    """The points of a connected part, in the order of its nodes."""
    points: dict[int, Points] = {}
    for group in groups:
        inner = _springs(graph, group, extents[group], seed, _ROOM)
        inner = _apart(inner, extents[group], _MARGIN)
        low, high = _bounds(inner, extents[group])
        points.update(zip(group, inner - (low + high) / 2, strict=True))
    if len(groups) > 1:
        _set_apart(graph, groups, points, extents, seed)
    return numpy.array([points[n] for n in part])


def _set_apart(
    graph: networkx.Graph,
    groups: list[list[int]],
    points: dict[int, Points],
    extents: Points,
    seed: int,
) -> None:
    """Move communities to places of their own, near those that they are joined to, each turned to face them."""
    number = {node: i for i, group in enumerate(groups) for node in group}
    between: dict[int, list[tuple[int, int]]] = defaultdict(list)
    coarse = networkx.Graph()
    coarse.add_nodes_from(range(len(groups)))
    for a, b in graph.subgraph(number).edges():
        one, other = number[a], number[b]
        if one != other:
            coarse.add_edge(one, other)
            between[one].append((a, b))
            between[other].append((b, a))
    boxes = numpy.array([numpy.subtract(*_bounds(_rows(points, g), extents[g])[::-1]) for g in groups])
    centres = _springs(coarse, list(range(len(groups))), boxes, seed, 1.0)
    centres = _apart(centres, boxes, _GAP)
    for i, group in enumerate(groups):
        own, far = [a for a, _ in between[i]], [b for _, b in between[i]]
        here, there = _rows(points, own), centres[[number[b] for b in far]] - centres[i]
        flip = min(_FLIPS, key=lambda f: float(numpy.linalg.norm(here * f - there, axis=1).sum()))
        points.update(zip(group, _rows(points, group) * flip + centres[i], strict=True))


def _rows(points: dict[int, Points], nodes: Sequence[int]) -> Points:
    return numpy.array([points[n] for n in nodes]).reshape(-1, 2)


def _springs(graph: networkx.Graph, nodes: list[int], extents: Points, seed: int, room: float) -> Points:
    """Fruchterman and Reingold's layout, on ``room`` times the area that the nodes cover."""
    if len(nodes) == 2:
        return numpy.array([[0.0, 0.0], [extents[:, 0].mean() + 4 * _MARGIN, 0.0]])
    inside = graph.subgraph(nodes)
    if len(nodes) > _SPRUNG:
        # Springs take the square of the nodes: from the best joined outwards on a spiral, nearest first.
        best = max(nodes, key=lambda n: (inside.degree(n), -n))
        order = [best, *(b for _, b in networkx.bfs_edges(inside, best))]
        placed = networkx.spiral_layout(order, equidistant=True)
        points = numpy.array([placed[n] for n in nodes])
    else:
        number = {node: i for i, node in enumerate(nodes)}
        springs = rustworkx.PyGraph(multigraph=False)
        springs.add_nodes_from(nodes)
        springs.add_edges_from_no_data([(number[a], number[b]) for a, b in inside.edges()])
        iterations = max(60, min(_SPRINGS, 60_000 // max(len(nodes), 1)))
        sprung = rustworkx.spring_layout(springs, seed=seed, num_iter=iterations, scale=1)
        points = numpy.array([sprung[i] for i in range(len(nodes))], dtype=float).reshape(-1, 2)
    if _FEW < len(nodes) <= _SPRUNG:
        # Half way to even columns and rows: room for the crowd in the middle, less for the stragglers around it.
        ranks = points.argsort(axis=0).argsort(axis=0) / (len(nodes) - 1)
        points = points / numpy.maximum(numpy.ptp(points, axis=0), 1e-3) + ranks
    extent = numpy.ptp(points, axis=0)
    if extent[1] > extent[0]:  # names are wide: lie rather than stand
        points, extent = points[:, ::-1], extent[::-1]
    wanted = room * float((extents + _MARGIN).prod(axis=1).sum())
    stretched: Points = (
        points * float(wanted / max(extent.prod(), 1e-3)) ** 0.5 * numpy.array([_ASPECT**0.5, _ASPECT**-0.5])
    )
    return stretched


def _apart(points: Points, sizes: Points, margin: float) -> Points:
    """Push rectangles that overlap apart, each pair along its shorter way."""
    centres, half = points.copy(), sizes / 2 + margin / 2
    for number in range(_ROUNDS):
        one, other = _overlapping(centres, half)
        if not len(one):
            break
        apart = centres[one] - centres[other]
        apart = numpy.where(apart == 0, 1e-9, apart)  # two in one place go apart by their order
        overlap = half[one] + half[other] - numpy.abs(apart)
        sideways = overlap[:, 0] < overlap[:, 1]
        push = numpy.sign(apart) * (overlap / 2 + 0.01)
        push[sideways, 1] = 0.0
        push[~sideways, 0] = 0.0
        count = len(centres)
        moves = [numpy.bincount(one, push[:, k], count) - numpy.bincount(other, push[:, k], count) for k in (0, 1)]
        met = numpy.bincount(one, minlength=count) + numpy.bincount(other, minlength=count)
        centres += numpy.stack(moves, axis=1) / numpy.maximum(met, 1)[:, None] * 1.2
        if number % 10 == 9:
            centres *= 1.03  # too dense: make room
    return centres


def _overlapping(centres: Points, half: Points) -> tuple[NDArray[numpy.intp], NDArray[numpy.intp]]:
    """The pairs of rectangles that overlap: a sweep from left to right, then a look at heights."""
    left, right = centres[:, 0] - half[:, 0], centres[:, 0] + half[:, 0]
    order = numpy.argsort(left, kind="stable")
    ends = numpy.searchsorted(left[order], right[order], side="left")
    counts = numpy.maximum(ends - numpy.arange(len(order)) - 1, 0)
    first = numpy.repeat(numpy.arange(len(order)), counts)
    step = numpy.arange(len(first)) - numpy.repeat(numpy.cumsum(counts) - counts, counts)
    one, other = order[first], order[first + 1 + step]
    both = numpy.abs(centres[one, 1] - centres[other, 1]) < half[one, 1] + half[other, 1]
    return one[both], other[both]


def _bounds(points: Points, sizes: Points) -> tuple[Points, Points]:
    return (points - sizes / 2).min(axis=0), (points + sizes / 2).max(axis=0)


def _packed(boxes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Corners of rectangles that are set in rows, on a page of about the usual aspect."""
    if not boxes:
        return []
    widest = max(w for w, _ in boxes)
    # Rows as wide as the first, the first two … rectangles: those that can be drawn largest.
    widths = [max(w, widest) for w in itertools.islice(itertools.accumulate(w for w, _ in boxes), 60)]
    return min((_set_in_rows(boxes, width) for width in widths), key=lambda corners: _height(corners, boxes))


def _set_in_rows(boxes: Sequence[tuple[float, float]], width: float) -> list[tuple[float, float]]:
    left = top = height = 0.0
    corners = []
    for box_width, box_height in boxes:
        if left and left + box_width > width + 1e-6:
            left, top, height = 0.0, top + height, 0.0
        corners.append((left, top))
        left, height = left + box_width, max(height, box_height)
    return corners


def _height(corners: Sequence[tuple[float, float]], boxes: Sequence[tuple[float, float]]) -> float:
    """The height of the smallest page of the usual aspect that holds rectangles at their corners."""
    right = max(x + w for (x, _), (w, _) in zip(corners, boxes, strict=True))
    bottom = max(y + h for (_, y), (_, h) in zip(corners, boxes, strict=True))
    return max(right / _ASPECT, bottom)
