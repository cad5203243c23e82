"""Merging facts that say the same thing."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.assembly.diseases import setting_of
from kg.assembly.values import agree, place_values, within
from kg.model import (
    ENTITY_ATTRIBUTES,
    Attributes,
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Statement,
    ValueEvidence,
)
from kg.terms import RELATIONS, EntityType, Modality, Relation

_STRENGTH = (Modality.ASSERTED, Modality.HISTORICAL, Modality.PLANNED, Modality.POSSIBLE, Modality.NEGATED)


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact with the ids of Knowledge in place of its document's."""

    relation: Relation
    subject: str
    object: str
    attributes: Attributes
    modality: Modality
    evidence: Evidence
    attribute_evidence: tuple[ValueEvidence, ...] = ()
    setting: str | None = None  # what the sentence adds to the disease

    @property
    def group(self) -> tuple[str, str, str, bool, str]:
        """Claims of different groups never merge."""
        return (self.relation, self.subject, self.object, self.modality is Modality.NEGATED, self.setting or "")


def claims_of(extraction: Extraction, ids: Mapping[tuple[str, str], str]) -> Iterator[Claim]:
    """Lift the facts of a document out of it, but for those that say something of a thing and itself.

    An attribute that no words of the document give is left behind: no sentence could stand beside its value.
    """
    entities = {entity.id: entity for entity in extraction.entities}
    for fact, values in zip(extraction.facts, place_values(extraction), strict=True):
        lifted = _claim(fact, values, ids)
        if lifted is not None:
            yield dataclasses.replace(lifted, setting=_setting(fact, entities, extraction.document.text))


def _setting(fact: Fact, entities: Mapping[str, Entity], text: str) -> str | None:
    """What the sentence adds to the disease that it names; nothing where it only refers to it."""
    told = next(
        (e for i in (fact.object, fact.attributes.indication) if i and (e := entities.get(i)) is not None), None
    )
    if told is None or told.type is not EntityType.INDICATION:
        return None
    start, end = fact.evidence.start, fact.evidence.end
    named = [text[m.start : m.end] for m in told.mentions if not m.nominal and start <= m.start and m.end <= end]
    return setting_of(max(named, key=lambda n: (len(n), n))) if named else None


def _claim(fact: Fact, values: tuple[ValueEvidence, ...], ids: Mapping[tuple[str, str], str]) -> Claim | None:
    document = fact.evidence.document
    subject = ids.get((document, fact.subject))
    object_ = fact.object if RELATIONS[fact.relation].literal else ids.get((document, fact.object))
    if subject is None or object_ is None or subject == object_:
        return None  # of nothing, or of a thing and itself
    if RELATIONS[fact.relation].symmetric and object_ < subject:
        subject, object_ = object_, subject
    given = {value.attribute for value in values}
    told: dict[str, Any] = {
        name: ids.get((document, value)) if name in ENTITY_ATTRIBUTES else value
        for name, value in fact.attributes.items()
        if name in given
    }
    return Claim(
        fact.relation,
        subject,
        object_,
        Attributes(**told),
        fact.modality,
        dataclasses.replace(fact.evidence, confidence=round(fact.confidence, 4)),
        tuple(
            dataclasses.replace(v, value=ids[document, v.value]) if v.attribute in ENTITY_ATTRIBUTES else v
            for v in values
            if v.attribute not in ENTITY_ATTRIBUTES or (document, v.value) in ids
        ),
    )


def _fuller(name: str, one: object, other: object) -> object:
    """The more precise of two values that agree."""
    if one is None or other is None:
        return one if other is None else other
    if name == "date":
        return one if within(str(one), str(other)) else other
    return max(one, other, key=lambda v: (len(str(v)), str(v)))


def _sort_key(claim_: Claim) -> tuple[object, ...]:
    values = tuple(str(v) if v is not None else "" for v in dataclasses.astuple(claim_.attributes))
    evidence = claim_.evidence
    return (-len(claim_.attributes.items()), values, evidence.document, evidence.start, evidence.end, evidence.rule)


def merge(claims: Iterable[Claim], documents: Mapping[str, Document]) -> tuple[Statement, ...]:
    """Merge claims into statements.

    Claims with the most attributes come first, and each later one joins the first statement whose attributes agree
    with all of its own; what no statement agrees with is a statement of its own. An event may happen more than once,
    and an event without a date agrees with each of them: see ``_bucket``.

    Returns:
        The statements, sorted by id; the same for any order of claims.
    """
    groups: dict[tuple[str, str, str, bool, str], list[Claim]] = defaultdict(list)
    for claim_ in claims:
        groups[claim_.group].append(claim_)
    statements: list[Statement] = []
    for group in groups.values():
        buckets: list[tuple[Attributes, list[Claim]]] = []
        for claim_ in sorted(group, key=_sort_key):
            number = _bucket(claim_, buckets)
            if number is None:
                buckets.append((claim_.attributes, [claim_]))
            else:
                attributes, members = buckets[number]
                buckets[number] = (_filled(attributes, claim_.attributes), [*members, claim_])
        statements += (_statement(attributes, members, documents) for attributes, members in buckets)
    return tuple(sorted(statements, key=lambda s: s.id))


def _bucket(claim_: Claim, buckets: Sequence[tuple[Attributes, list[Claim]]]) -> int | None:
    """The number of the statement that a claim belongs to; None where it is a new one.

    A milestone without a date belongs to the dated ones of its own document before those of others, and to none where
    documents give several dates: which of them it means is not known.
    """
    agreeing = [n for n, (attributes, _) in enumerate(buckets) if _agrees(claim_, attributes)]
    if not agreeing:
        return None
    if claim_.relation is Relation.HAS_MILESTONE and claim_.attributes.date is None and len(agreeing) > 1:
        own = [n for n in agreeing if any(m.evidence.document == claim_.evidence.document for m in buckets[n][1])]
        undated = [n for n in agreeing if buckets[n][0].date is None]
        chosen = own or undated
        return chosen[0] if chosen else None
    return agreeing[0]


def _agrees(claim_: Claim, attributes: Attributes) -> bool:
    return all(agree(name, value, getattr(attributes, name)) for name, value in claim_.attributes.items())


def _filled(attributes: Attributes, more: Attributes) -> Attributes:
    fuller: dict[str, Any] = {name: _fuller(name, getattr(attributes, name), value) for name, value in more.items()}
    return dataclasses.replace(attributes, **fuller)


def _statement(attributes: Attributes, members: Sequence[Claim], documents: Mapping[str, Document]) -> Statement:
    first = members[0]
    best: dict[tuple[str, int, int], Evidence] = {}
    for member in members:
        evidence = member.evidence
        at = (evidence.document, evidence.start, evidence.end)
        if at not in best or (evidence.confidence, evidence.rule) > (best[at].confidence, best[at].rule):
            best[at] = evidence

    def order(evidence: Evidence | ValueEvidence) -> tuple[str, str, int, int]:
        document = documents.get(evidence.document)
        return (document.published or "" if document else "", evidence.document, evidence.start, evidence.end)

    doubt = math.prod(1.0 - evidence.confidence for evidence in best.values())
    modality = min((m.modality for m in members), key=_STRENGTH.index)
    parts: tuple[object, ...] = (
        first.relation,
        first.subject,
        first.object,
        modality is Modality.NEGATED,
        dataclasses.astuple(attributes),
    )
    parts += (first.setting,) if first.setting else ()
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
    return Statement(
        id=f"{RELATIONS[first.relation].statement.lower()}/{digest}",
        relation=first.relation,
        subject=first.subject,
        object=first.object,
        attributes=attributes,
        modality=modality,
        confidence=round(min(1.0 - doubt, 0.99), 4),
        evidence=tuple(sorted(best.values(), key=order)),
        attribute_evidence=tuple(
            sorted(
                {v for m in members for v in m.attribute_evidence},
                key=lambda v: (v.attribute, *order(v), v.quote, v.value),
            )
        ),
        setting=first.setting,
    )
