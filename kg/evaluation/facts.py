"""Facts as records: what ``kg extract`` prints and the scorer reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.model import ENTITY_ATTRIBUTES, Attributes, Entity, Extraction
from kg.terms import RELATIONS, Modality

Record = dict[str, Any]
MILESTONE = "hasMilestone"  # the relation of dated events, which are scored as a section of their own


def records(extraction: Extraction) -> Iterator[Record]:
    """The facts of an extraction, negated ones left out, each as one JSON object.

    Subject and object are ``{"name", "type", "aliases"}`` or a literal; attributes are strings (``USD 2000000``,
    ``2016-Q2``), with entities given by name; ``evidence`` has the quote, its characters in the document's text, its section and
    whether it is news; ``attribute_evidence`` has, for each attribute that the text gives, the words and their characters.
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
                "section": fact.evidence.section.value if fact.evidence.section else None,
                "news": fact.evidence.news,
            },
            "attribute_evidence": {
                place.attribute: {
                    "start": place.start,
                    "end": place.end,
                    "text": extraction.document.text[place.start : place.end],
                }
                for place in fact.attribute_evidence
            },
        }


def entity_listing(extraction: Extraction) -> Record:
    """Every entity of an extraction, used by a fact or not, as one JSON object."""
    return {"document": extraction.document.id, "entities": [_entity(entity) for entity in extraction.entities]}


def _entity(entity: Entity) -> Record:
    return {"name": entity.name, "type": entity.type.value, "aliases": list(entity.aliases)}


def attributes(values: Attributes, entities: dict[str, Entity]) -> Record:
    """Attributes as plain JSON values, entities by name."""
    return {
        name: entities[value].name if name in ENTITY_ATTRIBUTES else value if isinstance(value, bool) else str(value)
        for name, value in values.items()
    }
