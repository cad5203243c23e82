"""Facts as records: what ``kg extract`` prints and the scorer reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.model import ENTITY_ATTRIBUTES, Attributes, Entity, Extraction
from kg.terms import RELATIONS, Modality

Record = dict[str, Any]


def records(extraction: Extraction) -> Iterator[Record]:
    """The facts of an extraction, negated ones left out, each as one JSON object.

    Subject and object are ``{"name", "type", "aliases"}`` or a literal; attributes are strings (``USD 2000000``,
    ``2016-Q2``), with entities given by name; ``evidence`` has the quote and its characters in the document's text.
    """
    entities = {entity.id: entity for entity in extraction.entities}
    for fact in extraction.facts:
        if fact.modality is Modality.NEGATED:
            continue
        literal = RELATIONS[fact.relation].literal
        yield {
            "document": extraction.document.id,
            "relation": fact.relation.value,
            "subject": _entity(entities[fact.subject]),
            "object": fact.object if literal else _entity(entities[fact.object]),
            "attributes": attributes(fact.attributes, entities),
            "modality": fact.modality.value,
            "confidence": round(fact.confidence, 4),
            "evidence": {
                "quote": fact.evidence.quote,
                "start": fact.evidence.start,
                "end": fact.evidence.end,
                "rule": fact.evidence.rule,
                "trigger": fact.evidence.trigger,
            },
        }


def _entity(entity: Entity) -> Record:
    return {"name": entity.name, "type": entity.type.value, "aliases": list(entity.aliases)}


def attributes(values: Attributes, entities: dict[str, Entity]) -> Record:
    """Attributes as plain JSON values, entities by name."""
    return {
        name: entities[value].name if name in ENTITY_ATTRIBUTES else value if isinstance(value, bool) else str(value)
        for name, value in values.items()
    }
