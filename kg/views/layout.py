"""Where nodes go, computed before the page is opened."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import igraph
import numpy

_ASPECT = 1.25  # of the drawing, width to height
_GAP = 40.0  # between connected parts, in pixels
_MARGIN = 16.0  # between nodes, in pixels
_ROUNDS = 2000  # of pushing nodes apart, at most


def positions(
    sizes: Sequence[tuple[float, float]],
    edges: Sequence[tuple[int, int]],
    *,
    seed: int = 7,
    spacing: float = 100.0,
) -> list[tuple[float, float]]:
    """Lay out a graph, each connected part on its own, the same for the same graph; no node covers another.

    Args:
        sizes: Of each node with its label, width and height in pixels.
        edges: Pairs of node numbers.
        seed: Of the random start.
        spacing: Usual distance of neighbours, in pixels.

    Returns:
        One point a node, in pixels.
    """
    count = len(sizes)
    if count == 0:
        return []
    random.seed(seed)  # igraph draws from this module
    graph = igraph.Graph(n=count, edges=list(edges))
    graph.simplify()
    layouts, parts = [], sorted(graph.connected_components(), key=len, reverse=True)
    for part in parts:
        inner = graph.induced_subgraph(part)
        layout = inner.layout_kamada_kawai() if len(part) <= 120 else inner.layout_fruchterman_reingold(niter=900)
        points = _scaled([(x, y) for x, y in layout.coords], [(e.source, e.target) for e in inner.es], spacing)
        layouts.append(_apart(points, [sizes[n] for n in part]))
    placed: list[tuple[float, float]] = [(0.0, 0.0)] * count
    extents = [
        (
            max(x + sizes[n][0] / 2 for n, (x, _) in zip(part, points, strict=True)) + _GAP,
            max(y + sizes[n][1] / 2 for n, (_, y) in zip(part, points, strict=True)) + _GAP,
        )
        for part, points in zip(parts, layouts, strict=True)
    ]
    # Rows as wide as the first, the first two … parts: those that can be drawn largest.
    widths = itertools.accumulate(w for w, _ in extents)
    rows = [_rows(extents, max(w, *(e for e, _ in extents), 0.0)) for w in widths]
    offsets = min(rows, key=lambda row: _height(row, extents))
    for part, points, (left, top) in zip(parts, layouts, offsets, strict=True):
        for node, (x, y) in zip(part, points, strict=True):
            placed[node] = (x + left, y + top)
    return placed


def _rows(extents: Sequence[tuple[float, float]], width: float) -> list[tuple[float, float]]:
    """Where rectangles go that are set in rows of a width, as in a book: the upper left corner of each."""
    left = top = height = 0.0
    corners = []
    for part_width, part_height in extents:
        if left and left + part_width > width + 1e-6:
            left, top, height = 0.0, top + height, 0.0
        corners.append((left, top))
        left, height = left + part_width, max(height, part_height)
    return corners


def _height(corners: Sequence[tuple[float, float]], extents: Sequence[tuple[float, float]]) -> float:
    """The height of the smallest page of the usual aspect that holds rectangles at their corners."""
    right = max(x + w for (x, _), (w, _) in zip(corners, extents, strict=True))
    bottom = max(y + h for (_, y), (_, h) in zip(corners, extents, strict=True))
    return max(right / _ASPECT, bottom)


def _scaled(
    points: list[tuple[float, float]], edges: Sequence[tuple[int, int]], spacing: float
) -> list[tuple[float, float]]:
    """Stretch a layout so that neighbours stand ``spacing`` apart on average, its corner at the origin."""
    lengths = [((points[a][0] - points[b][0]) ** 2 + (points[a][1] - points[b][1]) ** 2) ** 0.5 for a, b in edges]
    usual = sum(lengths) / len(lengths) if lengths else 1.0
    factor = spacing / usual if usual else spacing
    return [(x * factor * 2.0, y * factor) for x, y in points]


def _apart(points: list[tuple[float, float]], sizes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Push rectangles that overlap apart, each along its shorter way, and put the corner of all at the origin."""
    centres = numpy.array(points, dtype=float).reshape(-1, 2)
    half = numpy.array(sizes, dtype=float).reshape(-1, 2) / 2
    needed = half[:, None, :] + half[None, :, :] + _MARGIN
    for number in range(_ROUNDS):
        if number % 25 == 24:
            centres *= 1.05  # too dense: make room
        apart = centres[:, None, :] - centres[None, :, :]
        overlap = needed - numpy.abs(apart)
        both = (overlap > 0).all(axis=2)
        numpy.fill_diagonal(both, val=False)
        if not both.any():
            break
        sideways = overlap[:, :, 0] < overlap[:, :, 1]
        # Two in one place go apart by their order.
        order = numpy.sign(numpy.arange(len(centres))[:, None] - numpy.arange(len(centres))[None, :])
        direction = numpy.where(apart == 0, order[:, :, None], numpy.sign(apart))
        push = direction * overlap / 2 * both[:, :, None]
        push[:, :, 0] *= sideways
        push[:, :, 1] *= ~sideways
        centres += push.sum(axis=1) / numpy.maximum(both.sum(axis=1), 1)[:, None]
    corner = (centres - half).min(axis=0)
    return [(float(x), float(y)) for x, y in centres - corner]
