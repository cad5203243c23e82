"""What the page is told: a scene as plain values, names as numbers into lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.model import ENTITY_ATTRIBUTES, Document, Entity, Evidence, Money
from kg.terms import RELATIONS, DealKind, Modality, Phase, Relation
from kg.views.network import styles
from kg.views.network.arrange import View
from kg.views.network.choice import Choice, Show, Through, days
from kg.views.network.scene import Said, Scene, plain
from kg.views.page import day, money, phase

_SOURCES = 6  # documents whose sentences are carried for a statement; the rest are counted
_QUOTE = 900  # characters of a sentence
_NAME = 600  # characters of a name


def data(scene: Scene, views: Mapping[Show, View], choice: Choice, title: str) -> dict[str, Any]:
    """All that the page's script reads."""
    number = {id_: i for i, id_ in enumerate(scene.entities)}
    documents = {d.id: i for i, d in enumerate(scene.documents)}
    places = {s.id: i for i, s in enumerate(scene.said)}
    published = {d.id: d.published or "" for d in scene.documents}
    return {
        "title": title,
        "show": choice.show.value,
        "focus": [number[scene.folded.get(f, f)] for f in choice.focus],
        "depth": choice.depth,
        "through": Through.ALL.value if Through.ALL in choice.through else sorted(choice.through),
        "asked": _asked(choice),
        "types": [
            {"type": t.value, "label": styles.PLURALS[t], "colour": c, "shape": s} for t, (c, s) in styles.NODES.items()
        ],
        "relations": {
            r.value: {"label": term.label, "symmetric": term.symmetric, **_line(r)} for r, term in RELATIONS.items()
        },
        "kinds": [k.value for k in DealKind],
        "phases": [phase(p) for p in Phase],
        "shows": {show.value: sorted(show.types) for show in Show},
        "views": {show.value: _view(view, number) for show, view in views.items()},
        "nodes": [_node(e, scene, number) for e in scene.entities.values()],
        "statements": [_statement(s, scene, number, documents, places, published) for s in scene.said],
        "documents": [_document(d) for d in scene.documents],
    }


def _asked(choice: Choice) -> str:
    """What of the knowledge the page holds, for its readers."""
    period = [f"{word} {_day(date)}" for word, date in (("since", choice.since), ("until", choice.until)) if date]
    sources = [f"said by {choice.min_sources} documents or more"] if choice.min_sources > 1 else []
    return ", ".join(period + sources)


def _line(relation: Relation) -> dict[str, Any]:
    colour, dashes = styles.LINES.get(relation, ("", ()))
    return {"colour": colour, "dashes": list(dashes)}


def _view(view: View, number: Mapping[str, int]) -> dict[str, Any]:
    return {
        "nodes": [number[n] for n in view.nodes],
        "points": [[round(x), round(y)] for x, y in view.points],
        "groups": [[number[view.nodes[n]] for n in group] for group in view.groups],
        "centres": [[round(x), round(y)] for x, y in view.centres],
    }


def _node(entity: Entity, scene: Scene, number: Mapping[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": entity.id,
        "name": plain(entity.name)[:_NAME] or entity.id,
        "type": entity.type.value,
    }
    if entity.aliases:
        found["aliases"] = [plain(a)[:_NAME] for a in entity.aliases]
    if entity.identifiers:
        found["identifiers"] = list(entity.identifiers)
    if entity.id in scene.kinds:
        found["kinds"] = [plain(k)[:_NAME] for k in scene.kinds[entity.id]]
    if entity.id in scene.hubs:
        found["hub"] = scene.hubs[entity.id].value
    if entity.id in scene.phases:
        found["phase"] = tuple(Phase).index(scene.phases[entity.id])
    if entity.id in scene.programs:
        own = scene.programs[entity.id]
        found["programs"] = {
            "drugs": [number[d] for d in own.drugs if d in number],
            "count": len(own.drugs),
            "phase": None if own.phase is None else tuple(Phase).index(own.phase),
            "disease": None if own.disease is None else number.get(own.disease),
        }
    return found


def _statement(
    said: Said,
    scene: Scene,
    number: Mapping[str, int],
    documents: Mapping[str, int],
    places: Mapping[str, int],
    published: Mapping[str, str],
) -> dict[str, Any]:
    dated = sorted((d[0], published[e.document]) for e in said.evidence if (d := days(published.get(e.document))))
    found: dict[str, Any] = {
        "relation": said.relation.value,
        "label": plain(said.label),
        "subject": number[said.subject],
        "object": None if said.literal else number[said.object],
        "sources": len({e.document for e in said.evidence}),
        "sentences": len(said.evidence),
        "first": dated[0][0] if dated else None,
        "last": dated[-1][0] if dated else None,
    }
    if said.follows:
        found["follows"] = [places[f] for f in said.follows if f in places]
        return found
    statement = said.statement
    if statement is None:
        return found
    attributes = statement.attributes
    if said.literal:
        found["value"] = money(said.object) if said.relation is Relation.RAISED else plain(said.object)
    found["modality"] = statement.modality.value
    found["planned"] = statement.modality in {Modality.PLANNED, Modality.POSSIBLE} or attributes.status == "planned"
    found["kind"] = attributes.kind
    found["phase"] = None if attributes.phase is None else tuple(Phase).index(attributes.phase)
    found["attributes"] = [[name, _shown(name, value, scene)] for name, value in attributes.items()]
    found["evidence"] = [
        [documents[e.document], _sentence(e.quote)] for e in _best(said.evidence) if e.document in documents
    ]
    found["conflicts"] = len(statement.conflicts)
    if statement.object in scene.folded and not said.literal:
        found["attributes"].append(["said of", _kind(statement.object)])
    # What is empty is left out; a number may be 0, which is the first of a list.
    return {k: v for k, v in found.items() if k == "object" or (v is not None and v is not False and v != [])}


def _kind(id_: str) -> str:
    return id_.partition("/")[2].replace("-", " ")


def _best(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Of each document the surest sentence, the surest first; what a document tells as its news goes before."""
    best: dict[str, Evidence] = {}
    for e in sorted(evidence, key=lambda e: (not e.news, -e.confidence, e.document, e.start)):
        best.setdefault(e.document, e)
    return list(best.values())[:_SOURCES]


def _sentence(quote: str) -> str:
    """A sentence without the mark of a heading or list before it."""
    return quote.strip().lstrip("#*•▪●-–— \t")[:_QUOTE] or quote[:_QUOTE]


def _shown(name: str, value: object, scene: Scene) -> str:
    if isinstance(value, Money):
        return money(value)
    if name in ENTITY_ATTRIBUTES:
        entity = scene.entities.get(scene.folded.get(str(value), str(value)))
        return plain(entity.name) if entity else _kind(str(value))
    if name == "phase":
        return phase(str(value))
    if name == "date":
        return _day(str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(str(value))


def _day(date: str) -> str:
    return day(date) if days(date) else plain(date)


def _document(document: Document) -> dict[str, Any]:
    source = document.source or ""
    return {
        "id": document.id,
        "title": plain(document.title or ""),
        "date": _day(document.published) if document.published else "",
        "source": source,
        # Only what is surely an address of a page is one to go to.
        "link": source if source.startswith(("https://", "http://")) else "",
    }
