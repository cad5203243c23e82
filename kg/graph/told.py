"""How statements are told, and which contradict each other, as triples."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kg.graph.dates import date_bounds, date_literal
from kg.graph.literals import decimal_literal
from kg.graph.vocabulary import KG, borrowed, resource
from kg.model import ENTITY_ATTRIBUTES, Conflict, Document, Evidence, Money, Statement, ValueEvidence
from kg.tellings import Telling, best_telling, telling_of, tellings

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]
_A = borrowed("rdf:type")
_MONEY = frozenset({"amount", "upfront", "milestones"})


def _node(base: str, kind: str, *parts: object) -> NamedNode:
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:20]
    return resource(base, f"{kind}/{digest}")


def evidence_iri(base: str, statement: str, evidence: Evidence) -> NamedNode:
    """The node of a sentence that makes a statement."""
    return _node(base, "evidence", statement, evidence.document, evidence.start, evidence.end, evidence.rule)


def value_iri(base: str, statement: str, value: ValueEvidence) -> NamedNode:
    """The node of the words that give a value of a statement."""
    parts = (value.attribute, value.document, value.start, value.end, value.quote)
    return _node(base, "value", statement, *parts, *([value.value] if value.value else []))


def meaning(base: str, node: NamedNode, value: ValueEvidence) -> Iterator[Triple]:
    """What the words of a value mean."""
    if not value.value:
        return
    if value.attribute in _MONEY:
        money = Money.of(value.value)
        yield node, KG["value"], decimal_literal(money.value)
        yield node, KG["currency"], Literal(money.currency)
    elif value.attribute in ENTITY_ATTRIBUTES:
        yield node, KG["value"], resource(base, value.value)
    elif value.attribute == "exclusive":
        yield node, KG["value"], Literal(value.value == "true")
    else:
        yield node, KG["value"], Literal(value.value)


def told(base: str, statement: Statement, documents: Mapping[str, Document]) -> Iterator[Triple]:
    """The tellings of a statement, and the day by which it was said."""
    node = resource(base, statement.id)
    made = tellings(statement, documents)
    for telling in made:
        yield from _telling(base, node, statement, telling)
    if made:
        yield node, KG["firstTelling"], _iri(base, statement, made[0])
        yield node, KG["bestTelling"], _iri(base, statement, best_telling(statement, made))
    days = [date_bounds(d.published)[1] for e in statement.evidence if (d := documents.get(e.document)) and d.published]
    if days:
        yield node, KG["saidBy"], Literal(min(days), datatype=borrowed("xsd:date"))


def _iri(base: str, statement: Statement, telling: Telling) -> NamedNode:
    first = telling.evidence[0]
    return _node(base, "telling", statement.id, first.document, first.start, first.end, first.rule)


def _telling(base: str, of: NamedNode, statement: Statement, telling: Telling) -> Iterator[Triple]:
    first = telling.evidence[0]
    node = _iri(base, statement, telling)
    yield of, KG["telling"], node
    yield node, _A, KG["Telling"]
    yield node, KG["sentence"], Literal(telling.sentence)
    if telling.also:
        yield node, KG["also"], Literal(" | ".join(telling.also))
    yield node, KG["document"], resource(base, f"document/{first.document}")
    yield node, KG["documents"], Literal(len(telling.evidence))
    yield node, KG["confidence"], decimal_literal(Decimal(f"{first.confidence:.4f}"))
    if telling.news is not None:
        yield node, KG["news"], Literal(telling.news)
    if telling.first is not None:
        yield node, KG["firstSaid"], date_literal(telling.first)
    if telling.last is not None and telling.last != telling.first:
        yield node, KG["lastSaid"], date_literal(telling.last)
    for evidence in telling.evidence:
        yield node, KG["toldBy"], evidence_iri(base, statement.id, evidence)
    for value in telling.values:
        yield node, KG["gives"], value_iri(base, statement.id, value)


def conflict(
    base: str, found: Conflict, statements: Mapping[str, Statement], documents: Mapping[str, Document]
) -> Iterator[Triple]:
    """A conflict, with the telling of each side that gives what they differ in."""
    node = _node(base, "conflict", found.earlier, found.later, found.attribute)
    yield node, _A, KG["Conflict"]
    yield node, KG["conflictType"], Literal(found.type.value)
    yield node, KG["differsIn"], Literal(found.attribute)
    for side, id_ in (("earlier", found.earlier), ("later", found.later)):
        statement = statements[id_]
        yield node, KG[side], resource(base, id_)
        chosen = telling_of(tellings(statement, documents), statement, found.attribute)
        yield node, KG[f"{side}Telling"], _iri(base, statement, chosen)
