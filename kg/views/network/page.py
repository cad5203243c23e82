"""The page, and the same drawing for pyvis.

The page is drawn by the copy of vis-network that pyvis carries; positions are computed before, no physics run. pyvis's own
page is not used: it names outside addresses and writes labels as HTML.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pyvis
from markupsafe import Markup
from pyvis.network import Network
from pyvis.node import Node

from kg.model import Knowledge
from kg.terms import RELATIONS
from kg.views.network import styles
from kg.views.network.arrange import LIMIT, arrange, radius
from kg.views.network.choice import Choice, Show
from kg.views.network.data import data
from kg.views.network.scene import Said, plain, scene
from kg.views.page import render

_SHAPES = {"ring": "dot", "bar": "square", "person": "dot", "pin": "diamond"}  # of our own, as vis-network's


def network(
    knowledge: Knowledge, choice: Choice | None = None, *, title: str = "Drug pipelines", limit: int = LIMIT
) -> str:
    """Draw knowledge.

    Args:
        knowledge: What to draw; entities that nothing joins to another are listed beside the drawing.
        choice: What of it, and what shows first.
        title: Of the page.
        limit: Nodes: a view with more shows its communities, each opens on click.

    Returns:
        A page with style, script and data in it, which asks for nothing from any network.

    Raises:
        UnknownEntityError: The focus is no entity of the knowledge.
    """
    choice = choice or Choice()
    drawn = scene(knowledge, choice)
    views = {show: arrange(drawn, show, limit=limit) for show in Show}
    return render("network.html", title=title, library=_library(), data=data(drawn, views, choice, title))


def to_pyvis(knowledge: Knowledge, choice: Choice | None = None) -> Network:
    """The drawing that opens first as a pyvis network, with positions, to go on with in pyvis.

    Parallel statements between two entities are one edge, whose title names them.

    Raises:
        UnknownEntityError: The focus is no entity of the knowledge.
    """
    choice = choice or Choice()
    drawn = scene(knowledge, choice)
    show = choice.show
    view = arrange(drawn, show, limit=len(drawn.entities))
    parallel: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for said in drawn.between(show.types, derived=show is Show.ORGANIZATIONS):
        parallel[min(said.subject, said.object), max(said.subject, said.object)].append(said)
    lines: dict[str, int] = defaultdict(int)
    for pair in parallel:
        for end in pair:
            lines[end] += 1
    net = Network(directed=True, cdn_resources="in_line", height="100%", width="100%")
    # pyvis looks through all nodes and edges for each that is added by its methods, which is quadratic.
    for node, (x, y) in zip(view.nodes, view.points, strict=True):
        entity = drawn.entities[node]
        colour, shape = styles.NODES[entity.type]
        options = Node(
            node,
            _SHAPES.get(shape, shape),
            label=plain(entity.name),
            color=colour,
            size=radius(lines[node]),
            x=round(x, 1),
            y=round(y, 1),
            physics=False,
        ).options
        net.nodes.append(options)
        net.node_ids.append(node)
        net.node_map[node] = options
    for group in parallel.values():
        names = sorted({s.label for s in group})
        arrows = "" if all(RELATIONS[s.relation].symmetric for s in group) else "to"
        net.edges.append(
            {
                "from": group[0].subject,
                "to": group[0].object,
                "label": names[0] if len(names) == 1 else f"{len(group)} statements",
                "title": plain(", ".join(names)),
                "arrows": arrows,
            }
        )
    return net


@cache
def _library() -> Markup:
    path = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return Markup(path.read_text(encoding="utf-8").replace("</script", "<\\/script"))
