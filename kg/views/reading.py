"""A document with what was found in it: entities and facts where they stand, and for each fact why it was taken for one.

The text is cut into pieces where anything begins or ends, so that every mark is a run of whole pieces; the time this
takes grows with the text and what was found in it, and no faster.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.model import ENTITY_ATTRIBUTES, Entity, Extraction, Fact, Section
from kg.terms import RELATIONS, EntityType, Modality, Relation
from kg.views import saying
from kg.views.dates import when
from kg.views.page import render
from kg.views.said import amount

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that nothing begins or ends within."""

    start: int
    text: str
    entity: Entity | None  # that the innermost mention here refers to
    nominal: bool  # whether it does so without a name
    ends: tuple[int, ...]  # numbers of the facts whose sentence ends here
    asked: bool = False  # whether it is what the page was opened for


@dataclass(frozen=True, slots=True)
class Block:
    """A section of the document, or what lies between two."""

    kind: str
    title: str | None
    pieces: tuple[Piece, ...]


def reading(extraction: Extraction, *, title: str | None = None, at: Range | None = None) -> str:
    """Show a document with its entities and facts.

    Args:
        extraction: What the document says; its document with its text.
        title: Of the page; the document's own where None.
        at: Characters that are marked, and where the page opens.

    Returns:
        A page that asks for nothing from any network.
    """
    document = extraction.document
    entities = {entity.id: entity for entity in extraction.entities}
    facts = [_fact(number, fact, extraction, entities) for number, fact in enumerate(extraction.facts, 1)]
    mentioned = Counter(e.type for e in extraction.entities)
    return render(
        "reading.html",
        title=title or document.title or document.id,
        document=document,
        published=when(document.published) if document.published else None,
        pipeline=extraction.pipeline,
        blocks=list(_blocks(extraction, facts, at)),
        facts=facts,
        entities=[_entity(entity) for entity in _by_use(extraction.entities, facts)],
        types=[(t.value, mentioned[t]) for t in EntityType if mentioned[t]],
        relations=sorted(Counter(f["relation"] for f in facts).items()),
        labels={term.relation.value: term.label for term in RELATIONS.values()},
        data={"facts": [f["ranges"] for f in facts]},
    )


def _fact(number: int, fact: Fact, extraction: Extraction, entities: Mapping[str, Entity]) -> dict[str, Any]:
    text = extraction.document.text
    evidence = fact.evidence
    places = {p.attribute: _clamped((p.start, p.end), text) for p in fact.attribute_evidence}
    sentence = _clamped((evidence.start, evidence.end), text)
    literal = RELATIONS[fact.relation].literal
    ends = (fact.subject,) if literal else (fact.subject, fact.object)
    return {
        "number": number,
        "relation": fact.relation.value,
        "label": RELATIONS[fact.relation].label,
        "subject": _named(fact.subject, entities),
        "object": {"id": "", "name": _literal(fact), "type": ""} if literal else _named(fact.object, entities),
        "modality": "" if fact.modality is Modality.ASSERTED else fact.modality.value,
        "confidence": round(fact.confidence, 3),
        "rule": evidence.rule,
        "trigger": " ".join(evidence.trigger.split()),
        "section": evidence.section.value if evidence.section else None,
        "news": evidence.news,
        "quote": " ".join(evidence.quote.split()),
        "attributes": [
            {
                "name": name,
                "value": saying.value(name, value, lambda id_: _named(id_, entities)["name"]),
                "words": " ".join(text[slice(*places[name])].split()) if name in places else None,
            }
            for name, value in fact.attributes.items()
        ],
        "ranges": {
            "sentence": sentence,
            "trigger": _within(evidence.trigger, sentence, text),
            "values": sorted(set(places.values())),
            "ends": list(ends),
            "beside": [value for name, value in fact.attributes.items() if name in ENTITY_ATTRIBUTES],
        },
    }


def _clamped(place: Range, text: str) -> Range:
    """A range without what lies outside the text."""
    start, end = (min(max(at, 0), len(text)) for at in place)
    return start, max(start, end)


def _within(words: str, sentence: Range, text: str) -> Range | None:
    """Where the trigger stands in its sentence."""
    at = text[slice(*sentence)].lower().find(words.lower()) if words.strip() else -1
    return (sentence[0] + at, sentence[0] + at + len(words)) if at >= 0 else None


def _named(id_: str, entities: Mapping[str, Entity]) -> dict[str, str]:
    entity = entities.get(id_)
    return {"id": id_, "name": entity.name if entity else id_, "type": entity.type.value if entity else ""}


def _literal(fact: Fact) -> str:
    return amount(fact.object) if fact.relation is Relation.RAISED else fact.object


def _by_use(entities: Iterable[Entity], facts: Iterable[Mapping[str, Any]]) -> list[Entity]:
    """Those with the most facts first, then by mentions."""
    uses = Counter(id_ for f in facts for id_ in (*f["ranges"]["ends"], *f["ranges"]["beside"]))
    return sorted(entities, key=lambda e: (-uses[e.id], -len(e.mentions), e.name, e.id))


def _entity(entity: Entity) -> dict[str, Any]:
    nominal = sum(m.nominal for m in entity.mentions)
    return {
        "id": entity.id,
        "name": entity.name,
        "type": entity.type.value,
        "aliases": entity.aliases,
        "identifiers": entity.identifiers,
        "named": len(entity.mentions) - nominal,
        "nominal": nominal,
    }


def _blocks(extraction: Extraction, facts: Iterable[Mapping[str, Any]], at: Range | None) -> Iterator[Block]:
    """The text, section by section, cut into pieces."""
    text = extraction.document.text
    ends: dict[int, list[int]] = defaultdict(list)
    cuts = {0, len(text), *(at or ())}
    for fact in facts:
        ranges = fact["ranges"]
        for place in (ranges["sentence"], ranges["trigger"], *ranges["values"]):
            cuts.update(place or ())
        if ranges["sentence"][0] < ranges["sentence"][1]:
            ends[ranges["sentence"][1]].append(fact["number"])
    stretches = list(_stretches(extraction.document.sections, text))
    cuts.update(edge for start, end, _ in stretches for edge in (start, end))
    pieces = _pieces(extraction, cuts, ends, at or (0, 0))
    waiting = next(pieces, None)
    for _, end, section in stretches:
        held = []
        while waiting is not None and waiting.start < end:
            held.append(waiting)
            waiting = next(pieces, None)
        if section is not None or any(piece.text.strip() or piece.ends for piece in held):
            yield Block(section.kind.value if section else "body", section.title if section else None, tuple(held))


def _stretches(sections: Iterable[Section], text: str) -> Iterator[tuple[int, int, Section | None]]:
    """The sections, and what lies between them."""
    at = 0
    for section in sections:
        start, end = _clamped((max(section.start, at), section.end), text)
        if start > at:
            yield at, start, None
        if end > start:
            yield start, end, section
            at = end
        at = max(at, start)
    if at < len(text):
        yield at, len(text), None


def _pieces(extraction: Extraction, cuts: set[int], ends: Mapping[int, Iterable[int]], asked: Range) -> Iterator[Piece]:
    """Sweep over the text; where mentions overlap, the one that begins last counts, and of two that do the shorter."""
    text = extraction.document.text
    mentions = sorted(
        (*_clamped((m.start, m.end), text), m.nominal, number)
        for number, entity in enumerate(extraction.entities)
        for m in entity.mentions
    )
    cuts |= {at for mention in mentions for at in mention[:2]}
    opened: list[tuple[int, int, bool, int]] = []  # a heap: the innermost on top
    begun = 0
    for start, end in itertools.pairwise(sorted(cuts)):
        while begun < len(mentions) and mentions[begun][0] <= start:
            first, last, nominal, number = mentions[begun]
            heapq.heappush(opened, (-first, last, nominal, number))
            begun += 1
        while opened and opened[0][1] <= start:
            heapq.heappop(opened)
        _, _, nominal, number = opened[0] if opened else (0, 0, False, -1)
        yield Piece(
            start,
            text[start:end],
            extraction.entities[number] if number >= 0 else None,
            nominal,
            tuple(ends.get(end, ())),
            asked[0] <= start < asked[1],
        )
