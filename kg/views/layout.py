"""Where nodes go, computed before the page is opened."""

from __future__ import annotations

import random
from collections.abc import Sequence

import igraph

_ASPECT = 2.4  # of the drawing, width to height; parts that do not fill their rows make it less


def positions(
    count: int, edges: Sequence[tuple[int, int]], *, seed: int = 7, spacing: float = 190.0
) -> list[tuple[float, float]]:
    """Lay out a graph, each connected part on its own, the same for the same graph.

    Args:
        count: Number of nodes.
        edges: Pairs of node numbers.
        seed: Of the random start.
        spacing: Usual distance of neighbours, in pixels.

    Returns:
        One point a node, in pixels.
    """
    if count == 0:
        return []
    random.seed(seed)  # igraph draws from this module
    graph = igraph.Graph(n=count, edges=list(edges))
    graph.simplify()
    layouts, parts = [], sorted(graph.connected_components(), key=len, reverse=True)
    for part in parts:
        inner = graph.induced_subgraph(part)
        layout = inner.layout_kamada_kawai() if len(part) <= 120 else inner.layout_fruchterman_reingold(niter=900)
        layouts.append(_scaled([(x, y) for x, y in layout.coords], [(e.source, e.target) for e in inner.es], spacing))
    placed: list[tuple[float, float]] = [(0.0, 0.0)] * count
    x_offset = y_offset = row_height = 0.0
    area = sum((max(x for x, _ in p) + spacing) * (max(y for _, y in p) + spacing) for p in layouts)
    widest = max((max(x for x, _ in p) for p in layouts), default=0.0) + spacing
    width = max((area * _ASPECT) ** 0.5, widest)
    for part, points in zip(parts, layouts, strict=True):
        part_width = max(x for x, _ in points) + spacing
        part_height = max(y for _, y in points) + spacing
        if x_offset and x_offset + part_width > width:
            x_offset, y_offset, row_height = 0.0, y_offset + row_height, 0.0
        for node, (x, y) in zip(part, points, strict=True):
            placed[node] = (x + x_offset, y + y_offset)
        x_offset += part_width
        row_height = max(row_height, part_height)
    return placed


def _scaled(
    points: list[tuple[float, float]], edges: Sequence[tuple[int, int]], spacing: float
) -> list[tuple[float, float]]:
    """Stretch a layout so that neighbours stand ``spacing`` apart on average, its corner at the origin."""
    lengths = [((points[a][0] - points[b][0]) ** 2 + (points[a][1] - points[b][1]) ** 2) ** 0.5 for a, b in edges]
    usual = sum(lengths) / len(lengths) if lengths else 1.0
    factor = spacing / usual if usual else spacing
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return [((x - left) * factor * 1.2, (y - top) * factor) for x, y in points]
