"""The network of organizations, drugs and diseases, as one HTML page that needs nothing else.

pyvis and its copy of vis-network draw; positions are computed before, so that no physics run. Every string of a document
reaches the page as JSON and is written by the page as text, never as HTML.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx
import pyvis
from jinja2 import Environment, FileSystemLoader
from pyvis.network import Network

from kg.export.graphs import to_networkx
from kg.model import Knowledge
from kg.terms import ORGANIZATIONS, RELATIONS, EntityType, Relation
from kg.views.layout import positions

T = EntityType
# Colours that differ for colour-blind people too (Okabe and Ito, 2008), each with a shape of its own.
STYLES: Mapping[EntityType, tuple[str, str]] = {
    T.COMPANY: ("#0072B2", "box"),
    T.UNIVERSITY: ("#009E73", "square"),
    T.AGENCY: ("#D55E00", "star"),
    T.NONPROFIT: ("#CC79A7", "hexagon"),
    T.DRUG: ("#E69F00", "dot"),
    T.INDICATION: ("#8C1D40", "diamond"),
    T.PLATFORM: ("#56B4E9", "triangle"),
    T.TARGET: ("#7A7A7A", "triangleDown"),
    T.TRIAL: ("#5B4B8A", "square"),
    T.PERSON: ("#B8860B", "dot"),
    T.PLACE: ("#999999", "diamond"),
}
# Shown when the page opens; the rest is one click away.
SHOWN = frozenset({*ORGANIZATIONS, T.DRUG, T.INDICATION})
_SIZES = {T.DRUG: 13, T.INDICATION: 11, T.AGENCY: 15, T.UNIVERSITY: 11, T.NONPROFIT: 12}


def network(knowledge: Knowledge, *, focus: str | None = None, depth: int = 2, title: str = "Drug pipelines") -> str:
    """Draw knowledge.

    Args:
        knowledge: What to draw; entities without a statement to another are left out.
        focus: Id of an entity: only what is near it is drawn.
        depth: How many steps away from the focus.
        title: Of the page.

    Returns:
        A page with style, script and data in it, which asks for nothing from any network.
    """
    graph = to_networkx(knowledge)
    if focus is not None and focus in graph:
        graph = networkx.ego_graph(graph, focus, radius=depth, undirected=True)
    graph = networkx.MultiDiGraph(graph.edge_subgraph(list(graph.edges(keys=True))))
    if focus is not None and focus not in graph:
        names = {e.id: e for e in knowledge.entities}
        if focus in names:
            graph.add_node(
                focus, label=names[focus].name, type=names[focus].type.value, aliases=list(names[focus].aliases)
            )
    issued = {d.id: d.published or "" for d in knowledge.documents}
    titles = {d.id: d.title or "" for d in knowledge.documents}
    shown = _shown(graph, focus)
    drawing = _drawing(graph, shown)
    data = {
        "nodes": {node["id"]: _details(graph, node["id"]) for node in drawing.nodes},
        "edges": {edge["id"]: _edge(graph, edge["id"], edge, issued, titles) for edge in drawing.edges},
        "types": [
            {"type": t.value, "colour": STYLES[t][0], "shape": STYLES[t][1], "count": n, "shown": t in shown}
            for t, n in _types(graph)
        ],
        "relations": [{"relation": r, "label": label, "count": n} for (r, label), n in _relations(graph)],
        "focus": focus,
    }
    return _page(drawing, data, title)


def _shown(graph: networkx.MultiDiGraph, focus: str | None) -> frozenset[EntityType]:
    present = {T(data["type"]) for _, data in graph.nodes(data=True)}
    shown = SHOWN & present
    if focus is not None and focus in graph:
        shown |= {T(graph.nodes[focus]["type"])}
        if graph.number_of_nodes() <= 40:
            return frozenset(present)
    return frozenset(shown or present)


def _drawing(graph: networkx.MultiDiGraph, shown: frozenset[EntityType]) -> Network:
    """The pyvis network with fixed positions; what opens visible is laid out first, the rest around it."""
    nodes = list(graph.nodes)
    number = {node: i for i, node in enumerate(nodes)}
    pairs = [(number[a], number[b]) for a, b in graph.edges()]
    degrees = dict(graph.degree())
    sizes = {node: _extent(graph.nodes[node], degrees[node]) for node in nodes}
    points = positions([sizes[n] for n in nodes], pairs)
    visible = [n for n in nodes if T(graph.nodes[n]["type"]) in shown]
    inner = {node: i for i, node in enumerate(visible)}
    inner_points = positions(
        [sizes[n] for n in visible], [(inner[a], inner[b]) for a, b in graph.edges() if a in inner and b in inner]
    )
    drawing = Network(directed=True, cdn_resources="in_line", height="100%", width="100%")
    for node in nodes:
        data = graph.nodes[node]
        kind = T(data["type"])
        colour, shape = STYLES[kind]
        x, y = (
            inner_points[inner[node]]
            if node in inner
            else _beside(graph, node, inner, inner_points, points[number[node]])
        )
        size = _radius(kind, degrees[node])
        drawing.add_node(
            node,
            label=_short(data["label"]),
            shape=shape,
            color=colour,
            size=size,
            x=round(x, 1),
            y=round(y, 1),
            physics=False,
            hidden=kind not in shown,
            font={"color": "#ffffff" if shape == "box" else "#1d2433", "size": _font(degrees[node])},
        )
    seen: Counter[tuple[str, str]] = Counter()
    for one, other, key, data in graph.edges(keys=True, data=True):
        pair = (min(one, other), max(one, other))
        bend = seen[pair]
        seen[pair] += 1
        hidden = not {T(graph.nodes[n]["type"]) for n in (one, other)} <= shown
        drawing.edges.append(_edge_options(key, one, other, data, bend, hidden))
    return drawing


def _radius(kind: EntityType, degree: int) -> float:
    return _SIZES.get(kind, 9) + min(degree, 20) * 0.6


def _font(degree: int) -> int:
    return 14 + min(degree, 8)


def _extent(data: Mapping[str, Any], degree: int) -> tuple[float, float]:
    """The width and height that a node takes with its label, in pixels: within a box, below any other shape."""
    kind, font = T(data["type"]), _font(degree)
    text = 0.58 * font * len(_short(data["label"]))
    if STYLES[kind][1] == "box":
        return text + 16, font + 20
    radius = _radius(kind, degree)
    return max(text, 2 * radius), 2 * (radius + font + 4)


def _beside(
    graph: networkx.MultiDiGraph,
    node: str,
    inner: Mapping[str, int],
    points: list[tuple[float, float]],
    otherwise: tuple[float, float],
) -> tuple[float, float]:
    """A hidden node waits near its first visible neighbour."""
    for near in networkx.all_neighbors(graph, node):
        if near in inner:
            x, y = points[inner[near]]
            spread = sum(map(ord, node)) % 628 / 100
            return x + 95 * math.cos(spread), y + 95 * math.sin(spread)
    return otherwise


def _short(label: str) -> str:
    words = label if len(label) <= 34 else label[:32].rstrip() + "…"
    return re.sub(r"[\x00-\x1f]", " ", words)


def _edge_options(key: str, one: str, other: str, data: Mapping[str, Any], bend: int, hidden: bool) -> dict[str, Any]:
    symmetric = RELATIONS[Relation(data["relation"])].symmetric
    label = " · ".join(str(data[k]) for k in ("label", "kind", "phase", "date") if data.get(k))
    planned = data["modality"] in {"planned", "possible"} or data.get("status") == "planned"
    return {
        "id": key,
        "from": one,
        "to": other,
        "label": label,
        "arrows": "" if symmetric else "to",
        "dashes": planned,
        "hidden": hidden,
        "physics": False,
        "width": 1.2 + min(len(data["sentences"]), 6) * 0.25,
        "smooth": {
            "enabled": bool(bend),
            "type": "curvedCW" if bend % 2 else "curvedCCW",
            "roundness": 0.14 * ((bend + 1) // 2),
        },
    }


def _types(graph: networkx.MultiDiGraph) -> list[tuple[EntityType, int]]:
    counts = Counter(T(data["type"]) for _, data in graph.nodes(data=True))
    return [(t, counts[t]) for t in STYLES if counts[t]]


def _relations(graph: networkx.MultiDiGraph) -> list[tuple[tuple[str, str], int]]:
    return Counter((data["relation"], data["label"]) for _, _, data in graph.edges(data=True)).most_common()


def _details(graph: networkx.MultiDiGraph, node: str) -> dict[str, Any]:
    data = graph.nodes[node]
    keys = ("listed_as", "raised", "designations", "identifiers")
    return {
        "name": data["label"],
        "type": data["type"],
        "aliases": list(data.get("aliases", ())),
        "more": {key.replace("_", " "): list(data[key]) for key in keys if data.get(key)},
    }


def _edge(
    graph: networkx.MultiDiGraph,
    key: str,
    options: Mapping[str, Any],
    issued: Mapping[str, str],
    titles: Mapping[str, str],
) -> dict[str, Any]:
    data = graph.edges[options["from"], options["to"], key]
    hidden = {"label", "sentences", "documents", "relation"}
    return {
        "from": options["from"],
        "to": options["to"],
        "relation": data["relation"],
        "label": data["label"],
        "attributes": {
            k.replace("_", " "): v for k, v in data.items() if k not in hidden and v not in (None, "", "asserted")
        },
        "sentences": data["sentences"],
        "documents": [{"id": d, "date": issued.get(d, ""), "title": titles.get(d, "")} for d in data["documents"]],
    }


def _json(value: object) -> str:
    """JSON that is safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False)
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def _page(drawing: Network, data: Mapping[str, Any], title: str) -> str:
    """Our page around pyvis's copy of vis-network: pyvis's own page names outside addresses and writes labels as HTML."""
    folder = Path(__file__).parent / "pages"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True)
    return environment.get_template("network.html").render(
        title=title,
        script=_library(),
        nodes=_json(drawing.nodes),
        edges=_json(drawing.edges),
        data=_json(data),
    )


def _library() -> str:
    path = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    return path.read_text(encoding="utf-8").replace("</script", "<\\/script")
