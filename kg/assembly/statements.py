"""Merging facts that say the same thing, and finding those that cannot both be true."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.assembly.values import place_values, within
from kg.model import ENTITY_ATTRIBUTES, Attributes, Document, Evidence, Extraction, Fact, Statement, ValueEvidence
from kg.names import fold
from kg.terms import RELATIONS, Modality, Phase, Relation, Status

# Attributes that have one value once those named beside them agree: two documents that differ contradict each other.
FUNCTIONAL: Mapping[Relation, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Relation.APPROVED_FOR: (("date", ("agency",)),),
    Relation.ACQUIRES: (("amount", ()), ("date", ())),
    Relation.FUNDS: (("amount", ("program", "about", "date")),),
    Relation.LICENSES_TO: (("date", ("about",)),),
    Relation.PARTNERS_WITH: (("date", ("kind", "about")),),
}
_STRENGTH = (Modality.ASSERTED, Modality.HISTORICAL, Modality.PLANNED, Modality.POSSIBLE, Modality.NEGATED)
_PHASES = tuple(Phase)
_TITLE_WORDS = {
    "ceo": "chief executive officer",
    "cfo": "chief financial officer",
    "cmo": "chief medical officer",
    "cso": "chief scientific officer",
    "coo": "chief operating officer",
    "cbo": "chief business officer",
    "cto": "chief technology officer",
    "cco": "chief commercial officer",
    "evp": "executive vice president",
    "svp": "senior vice president",
    "vp": "vice president",
}


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

    @property
    def group(self) -> tuple[str, str, str, bool]:
        """Claims of different groups never merge."""
        return (self.relation, self.subject, self.object, self.modality is Modality.NEGATED)


def claims_of(extraction: Extraction, ids: Mapping[tuple[str, str], str]) -> Iterator[Claim]:
    """Lift the facts of a document out of it, but for those that say something of a thing and itself.

    An attribute that no words of the document give is left behind: no sentence could stand beside its value.
    """
    for fact, values in zip(extraction.facts, place_values(extraction), strict=True):
        lifted = _claim(fact, values, ids)
        if lifted is not None:
            yield lifted


def _claim(fact: Fact, values: tuple[ValueEvidence, ...], ids: Mapping[tuple[str, str], str]) -> Claim | None:
    document = fact.evidence.document
    subject = ids[document, fact.subject]
    object_ = fact.object if RELATIONS[fact.relation].literal else ids[document, fact.object]
    if subject == object_:
        return None
    if RELATIONS[fact.relation].symmetric and object_ < subject:
        subject, object_ = object_, subject
    given = {value.attribute for value in values}
    told: dict[str, Any] = {
        name: ids[document, value] if name in ENTITY_ATTRIBUTES else value
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
        ),
    )


def _title(value: str) -> frozenset[str]:
    words = fold(value).split()
    return frozenset(" ".join(_TITLE_WORDS.get(word, word) for word in words).split()) - {"and", "of", "the"}


def agree(name: str, one: object, other: object) -> bool:
    """Whether two values of an attribute can belong to one statement; None agrees with everything."""
    if one is None or other is None or one == other:
        return True
    if name == "date":
        a, b = str(one), str(other)
        return within(a, b) or within(b, a)
    if name == "title":
        a_words, b_words = _title(str(one)), _title(str(other))
        return a_words <= b_words or b_words <= a_words
    if name in {"program", "territory", "royalties"}:
        a, b = fold(str(one)), fold(str(other))
        return a in b or b in a or set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())
    return False


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
    groups: dict[tuple[str, str, str, bool], list[Claim]] = defaultdict(list)
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
    return tuple(sorted(_with_conflicts(statements, documents), key=lambda s: s.id))


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
    parts = (first.relation, first.subject, first.object, modality is Modality.NEGATED, dataclasses.astuple(attributes))
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
    )


def _with_conflicts(statements: Sequence[Statement], documents: Mapping[str, Document]) -> list[Statement]:
    pairs: dict[str, set[str]] = defaultdict(set)
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[statement.relation, statement.subject, statement.object].append(statement)
    for group in groups.values():
        for i, one in enumerate(group):
            for other in group[i + 1 :]:
                if _conflict(one, other, documents):
                    pairs[one.id].add(other.id)
                    pairs[other.id].add(one.id)
    return [dataclasses.replace(s, conflicts=tuple(sorted(pairs[s.id]))) if s.id in pairs else s for s in statements]


def _conflict(one: Statement, other: Statement, documents: Mapping[str, Document]) -> bool:
    if {e.document for e in one.evidence} & {e.document for e in other.evidence}:
        return False  # one author who gives two values means two things
    if one.relation is Relation.HAS_MILESTONE:
        return False  # what has not happened yet may happen, and what was planned may be moved
    if (one.modality is Modality.NEGATED) != (other.modality is Modality.NEGATED):
        return True
    for name, beside in FUNCTIONAL.get(one.relation, ()):
        values = getattr(one.attributes, name), getattr(other.attributes, name)
        if None in values or agree(name, *values):
            continue
        if all(getattr(one.attributes, b) == getattr(other.attributes, b) for b in beside):
            return True
    return one.relation is Relation.STUDIED_FOR and _goes_back(one, other, documents)


def _goes_back(one: Statement, other: Statement, documents: Mapping[str, Document]) -> bool:
    """A study that a later document puts in an earlier phase."""
    started = {Status.ONGOING, Status.COMPLETED}
    if not (one.attributes.status in started and other.attributes.status in started):
        return False

    def newest(statement: Statement) -> str:
        return max((documents[e.document].published or "" for e in statement.evidence), default="")

    earlier, later = sorted((one, other), key=newest)
    if not newest(earlier) or newest(earlier) == newest(later):
        return False
    phases = earlier.attributes.phase, later.attributes.phase
    if phases[0] is None or phases[1] is None:
        return False
    return _PHASES.index(phases[1]) < _PHASES.index(phases[0])
