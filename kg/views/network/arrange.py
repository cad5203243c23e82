"""Where the nodes of a view stand; a view with too many shows its communities, each with a drawing of its own."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.views.layout import communities, lay_out
from kg.views.network.choice import Show
from kg.views.network.scene import Scene

LIMIT = 5000  # nodes: a view with more shows communities
_LARGEST = 800  # nodes of a community that is looked into
_LETTER = 7.2  # pixels, on average
_NAME = 26  # letters of a name beside its node


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A drawing of some types of entities; what is joined to nothing is not in it."""

    nodes: tuple[str, ...]
    points: tuple[tuple[float, float], ...]  # within its community where there are centres
    groups: tuple[tuple[int, ...], ...]  # communities: numbers of nodes, the best joined first
    centres: tuple[tuple[float, float], ...] = ()  # of the communities, where the view shows them first


def radius(joined: int) -> float:
    """Of a node that so many lines end at, in pixels."""
    return 7.0 + 1.6 * math.sqrt(min(joined, 36))


def arrange(scene: Scene, show: Show, *, limit: int = LIMIT) -> View:
    """Lay out a view."""
    said = scene.between(show.types, derived=show is Show.ORGANIZATIONS)
    pairs = sorted({(min(s.subject, s.object), max(s.subject, s.object)) for s in said})
    joined = Counter(end for pair in pairs for end in pair)
    nodes = [id_ for id_ in scene.entities if id_ in joined]
    number = {node: i for i, node in enumerate(nodes)}
    edges = [(number[a], number[b]) for a, b in pairs]
    sizes = [_extent(scene.entities[n].name, joined[n]) for n in nodes]
    layout = lay_out(sizes, edges) if len(nodes) <= limit else None
    points, groups, centres = (
        (layout.points, layout.groups, ()) if layout else _by_community(sizes, edges, max(1, min(_LARGEST, limit)))
    )
    ordered = tuple(tuple(sorted(g, key=lambda n: (-joined[nodes[n]], nodes[n]))) for g in groups)
    return View(nodes=tuple(nodes), points=tuple(points), groups=ordered, centres=centres)


def _by_community(
    sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]], largest: int
) -> tuple[tuple[tuple[float, float], ...], tuple[tuple[int, ...], ...], tuple[tuple[float, float], ...]]:
    groups = communities(len(sizes), edges, largest=largest)
    number = {node: i for i, group in enumerate(groups) for node in group}
    inside: list[list[tuple[int, int]]] = [[] for _ in groups]
    across: set[tuple[int, int]] = set()
    for a, b in edges:
        if number[a] == number[b]:
            inside[number[a]].append((a, b))
        else:
            across.add((min(number[a], number[b]), max(number[a], number[b])))
    points = [(0.0, 0.0)] * len(sizes)
    for group, own in zip(groups, inside, strict=True):
        place = {node: i for i, node in enumerate(group)}
        layout = lay_out([sizes[n] for n in group], [(place[a], place[b]) for a, b in own])
        for node, point in zip(group, layout.points, strict=True):
            points[node] = point
    centres = lay_out([_extent("x" * _NAME, len(g)) for g in groups], sorted(across)).points
    return tuple(points), tuple(tuple(g) for g in groups), centres


def _extent(name: str, joined: int) -> tuple[float, float]:
    """Width and height of a node with its name below."""
    size = 2 * radius(joined)
    return max(_LETTER * min(len(name), _NAME), size), size + 20
