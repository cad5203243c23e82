"""Knowledge as a networkx graph."""

from __future__ import annotations

import networkx

from kg.model import ENTITY_ATTRIBUTES, Evidence, Knowledge, Money, Statement, ValueEvidence
from kg.terms import RELATIONS, Modality, Relation

_LITERALS = {  # what a node calls what is said with a string as object
    Relation.LISTED_AS: "listed_as",
    Relation.RAISED: "raised",
    Relation.HAS_DESIGNATION: "designations",
    Relation.HAS_MILESTONE: "milestones",
}


def to_networkx(knowledge: Knowledge) -> networkx.MultiDiGraph:
    """Entities as nodes, statements between entities as edges.

    Nodes are keyed by entity id and carry ``label``, ``type``, ``aliases`` and ``identifiers``; what is said with a
    string as object is on the node too, as ``listed_as``, ``raised``, ``designations`` and ``milestones`` (lists of
    strings; a milestone with its attributes: ``first patient (phase 1, planned, 2017-Q1)``). Edges are keyed by
    statement id and carry ``relation``, the statement's attributes, ``modality``, ``confidence``, ``documents`` and
    ``sentences``, which have every value among them. Negated statements are left out.
    """
    graph = networkx.MultiDiGraph()
    names = {entity.id: entity.name for entity in knowledge.entities}
    for entity in knowledge.entities:
        graph.add_node(
            entity.id,
            label=entity.name,
            type=entity.type.value,
            aliases=list(entity.aliases),
            identifiers=list(entity.identifiers),
        )
    for statement in knowledge.statements:
        if statement.modality is Modality.NEGATED:
            continue
        if RELATIONS[statement.relation].literal:
            values = graph.nodes[statement.subject].setdefault(_LITERALS[statement.relation], [])
            said = milestone(statement, names) if statement.relation is Relation.HAS_MILESTONE else statement.object
            if said not in values:
                values.append(said)
            continue
        graph.add_edge(statement.subject, statement.object, key=statement.id, **edge(statement, names))
    return graph


def milestone(statement: Statement, names: dict[str, str]) -> str:
    """A milestone on one line: the event, and in parentheses what qualifies it."""
    values = (names.get(v, v) if n in ENTITY_ATTRIBUTES else str(v) for n, v in statement.attributes.items())
    told = ", ".join(values)
    return f"{statement.object} ({told})" if told else statement.object


def edge(statement: Statement, names: dict[str, str]) -> dict[str, object]:
    """The attributes of an edge: strings, numbers, booleans and lists of strings."""
    found: dict[str, object] = {"relation": statement.relation.value, "label": RELATIONS[statement.relation].label}
    for name, value in statement.attributes.items():
        if isinstance(value, Money):
            found[name] = float(value.value)
            found["currency" if name == "amount" else f"{name}_currency"] = value.currency
        elif name in ENTITY_ATTRIBUTES:
            found[name] = names.get(value, value)
        else:
            found[name] = value if isinstance(value, bool) else str(value)
    found["modality"] = statement.modality.value
    found["confidence"] = statement.confidence
    found["documents"] = sorted({e.document for e in statement.evidence})
    told: tuple[Evidence | ValueEvidence, ...] = (*statement.evidence, *statement.attribute_evidence)
    found["sentences"] = list(dict.fromkeys(e.quote for e in told))
    return found
