"""Events: what happened, or is to happen, and when, with how well the date is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.model import ENTITY_ATTRIBUTES, Entity, Knowledge, Money, Statement
from kg.terms import MilestoneEvent, Modality, Relation, Status
from kg.views.dates import Span, span
from kg.views.page import money, phase
from kg.views.said import amount

_R, _E = Relation, MilestoneEvent


class Lane(StrEnum):
    """What kind of thing happens, in the order of a picture's lanes."""

    TRIAL_STARTS = "trial starts"
    READOUTS = "readouts"
    DESIGNATIONS = "designations"
    REGULATORY = "regulators"
    APPROVALS = "approvals"
    DEALS = "deals"
    GRANTS = "grants"
    FINANCINGS = "financings"
    PEOPLE = "people"
    OTHER = "other"


class Dated(StrEnum):
    """How an event's date is known."""

    STATED = "stated"  # a document gives it
    PUBLISHED = "published"  # a document tells it as news on the day of its publication, and gives no date
    UNKNOWN = "unknown"  # repeated as known, or announced, without a date


_LANES = {
    _R.PARTNERS_WITH: Lane.DEALS,
    _R.LICENSES_TO: Lane.DEALS,
    _R.ACQUIRES: Lane.DEALS,
    _R.FUNDS: Lane.GRANTS,
    _R.RAISED: Lane.FINANCINGS,
    _R.HAS_DESIGNATION: Lane.DESIGNATIONS,
    _R.APPROVED_FOR: Lane.APPROVALS,
    _R.HOLDS_ROLE: Lane.PEOPLE,
}
_DATED_ONLY = {_R.STUDIED_FOR: Lane.TRIAL_STARTS, _R.HAS_TRIAL: Lane.TRIAL_STARTS, _R.MANUFACTURES: Lane.OTHER}
_MILESTONES = {
    _E.TRIAL_START: Lane.TRIAL_STARTS,
    _E.FIRST_PATIENT: Lane.TRIAL_STARTS,
    _E.TRIAL_CLEARED: Lane.REGULATORY,
    _E.ENROLLMENT_COMPLETE: Lane.READOUTS,
    _E.INTERIM_DATA: Lane.READOUTS,
    _E.TOPLINE_DATA: Lane.READOUTS,
    _E.DATA_PRESENTED: Lane.READOUTS,
    _E.REGULATORY_SUBMISSION: Lane.REGULATORY,
    _E.REGULATORY_MEETING: Lane.REGULATORY,
    _E.REGULATORY_DECISION: Lane.REGULATORY,
    _E.APPROVAL: Lane.APPROVALS,
    _E.LAUNCH: Lane.APPROVALS,
    _E.DESIGNATION_GRANTED: Lane.DESIGNATIONS,
    _E.DEAL_SIGNED: Lane.DEALS,
    _E.DEAL_CLOSED: Lane.DEALS,
    _E.DEAL_ENDED: Lane.DEALS,
    _E.PAYMENT_RECEIVED: Lane.FINANCINGS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, or was announced."""

    lane: Lane
    who: str  # whose event it is: a name, or two; with whom, where the event is that of the entity asked for
    what: str  # in a few words, without who
    announced: bool  # planned or possible when the documents were written
    dated: Dated
    date: str | None  # as precise as known: stated, or that of publication; None where neither is known
    days: Span | None  # what ``date`` may mean; None too where it is no day of any calendar
    statements: tuple[Statement, ...]  # one, or a milestone with the statement that the same sentence makes

    @property
    def statement(self) -> Statement:
        """The one that says most."""
        return self.statements[0]


def events(
    knowledge: Knowledge, *, entity: str | None = None, since: date | None = None, until: date | None = None
) -> tuple[Event, ...]:
    """The events of all, or of one entity.

    Args:
        knowledge: Where from.
        entity: Id of anything: what it takes part in; of an organization also the events of drugs that it develops, of
            a disease also those of its kinds.
        since: First day that counts; a date that may lie on or after it is in. What has no days is in.
        until: Last day that counts, likewise.

    Returns:
        Events by date, then lane; those without days last.
    """
    names = {e.id: e for e in knowledge.entities}
    published = {d.id: d.published for d in knowledge.documents}
    near = None if entity is None else _near(knowledge, entity)
    found = [
        _event(statement, lane, names, published, entity)
        for statement in knowledge.statements
        if (lane := _lane(statement)) is not None and (near is None or _concerns(statement, entity, near))
    ]
    kept = [e for e in _joined(found) if _between(e, since, until)]
    return tuple(sorted(kept, key=_order))


def _order(event: Event) -> tuple[object, ...]:
    days = event.days or (date.max, date.max)
    return days, list(Lane).index(event.lane), event.who.casefold(), event.what, event.statement.id


def _between(event: Event, since: date | None, until: date | None) -> bool:
    if event.days is None:
        return True
    return (since is None or event.days[1] >= since) and (until is None or event.days[0] <= until)


def _lane(s: Statement) -> Lane | None:
    if s.modality is Modality.NEGATED:
        return None
    if s.relation is _R.HAS_MILESTONE:
        return next((lane for event, lane in _MILESTONES.items() if event == s.object), Lane.OTHER)
    if s.attributes.date is not None and s.relation in _DATED_ONLY:
        return _DATED_ONLY[s.relation]
    return _LANES.get(s.relation)


def _near(knowledge: Knowledge, entity: str) -> frozenset[str]:
    """The drugs that an organization develops, or the kinds of a disease."""
    near = {
        s.object
        for s in knowledge.statements
        if s.relation is _R.DEVELOPS and s.subject == entity and s.modality is not Modality.NEGATED
    }
    kinds = {entity}
    while new := {e.id for e in knowledge.entities if e.id not in kinds and kinds & set(e.broader)}:
        kinds |= new
    return frozenset(near | kinds - {entity})


def _concerns(s: Statement, entity: str | None, near: frozenset[str]) -> bool:
    given = s.attributes
    taking_part = {s.subject, s.object, given.about, given.agency, given.indication}
    return entity in taking_part or bool(near & {s.subject, s.object, given.about, given.indication})


def _event(
    s: Statement, lane: Lane, names: dict[str, Entity], published: dict[str, str | None], entity: str | None
) -> Event:
    announced = s.modality in {Modality.PLANNED, Modality.POSSIBLE} or s.attributes.status in {
        Status.PLANNED,
        Status.DELAYED,
    }
    dated, when = _when(s, announced, published)
    who, what = _words(s, names, entity)
    return Event(
        lane=lane, who=who, what=what, announced=announced, dated=dated, date=when, days=span(when), statements=(s,)
    )


def _when(s: Statement, announced: bool, published: dict[str, str | None]) -> tuple[Dated, str | None]:
    """How the date is known, and the date.

    A date for which the documents have no words is that of publication.
    """
    days = {published.get(e.document) for e in s.evidence}
    if s.attributes.date is not None:
        in_words = any(v.attribute == "date" for v in s.attribute_evidence)
        if in_words or s.attributes.date not in days:
            return Dated.STATED, s.attributes.date
        return Dated.PUBLISHED, s.attributes.date
    news = sorted(day for e in s.evidence if e.news is not False and (day := published.get(e.document)) and span(day))
    if announced or not news:
        return Dated.UNKNOWN, None
    return Dated.PUBLISHED, news[0]


def _words(s: Statement, names: dict[str, Entity], entity: str | None) -> tuple[str, str]:
    """Whose event a statement is, or with whom as seen from an entity, and what happens in it."""

    def name(id_: str) -> str:
        return names[id_].name if id_ in names else id_

    def pair(between: str, outward: str, inward: str) -> str:
        if s.subject == entity:
            return f"{outward} {name(s.object)}"
        if s.object == entity:
            return f"{inward} {name(s.subject)}"
        return f"{name(s.subject)}{between}{name(s.object)}"

    given = s.attributes
    terms = [f"{w} {money(v)}" for w, v in (("upfront", given.upfront), ("milestones", given.milestones)) if v]
    about = f"on {name(given.about)}" if given.about else None
    if s.relation is _R.HAS_MILESTONE:
        parts = [phase(given.phase) if given.phase else None]
        parts += [name(v) for k, v in given.items() if k in ENTITY_ATTRIBUTES and k != "about"]
        return name(s.subject), _list(s.object, *parts, "delayed" if given.status is Status.DELAYED else None)
    if s.relation is _R.PARTNERS_WITH:
        return pair(" and ", "with", "with"), _list(
            f"{given.kind} agreement" if given.kind and given.kind != "other" else "agreement", about, *terms
        )
    if s.relation is _R.LICENSES_TO:
        return pair(" to ", "to", "from"), _list("licence", about, given.territory, *terms)
    if s.relation is _R.ACQUIRES:
        return name(s.subject), _list(f"acquires {name(s.object)}", _amount(given.amount), *terms)
    if s.relation is _R.FUNDS:
        return pair(" to ", "to", "from"), _list(_amount(given.amount) or "grant", given.program, about)
    if s.relation is _R.RAISED:
        return name(s.subject), _list(amount(s.object), given.kind)
    if s.relation is _R.HAS_DESIGNATION:
        disease = name(given.indication) if given.indication else None
        return name(s.subject), _list(s.object, name(given.agency) if given.agency else None, disease)
    if s.relation is _R.APPROVED_FOR:
        return name(s.subject), _list(f"approved for {name(s.object)}", name(given.agency) if given.agency else None)
    if s.relation is _R.HOLDS_ROLE:
        gone = "until then" if given.status is Status.COMPLETED else None
        return name(s.subject), _list(
            given.title or "role", f"at {name(s.object)}" if s.object != entity else None, gone
        )
    verb = "made by" if s.relation is _R.MANUFACTURES else "study"
    who, whom = (s.object, s.subject) if s.relation is _R.MANUFACTURES else (s.subject, s.object)
    return name(who), _list(f"{verb} {name(whom)}", phase(given.phase) if given.phase else None)


def _list(*parts: str | None) -> str:
    return ", ".join(p for p in parts if p)


def _amount(amount: Money | None) -> str | None:
    return money(amount) if amount is not None else None


def _joined(found: Iterable[Event]) -> list[Event]:
    """Events with a milestone that the same sentence tells, such as the grant of a designation, made one."""
    milestones: list[Event] = []
    others: list[Event] = []
    for event in found:
        (milestones if event.statement.relation is _R.HAS_MILESTONE else others).append(event)
    places: dict[tuple[Lane, str, int], list[int]] = defaultdict(list)
    for number, event in enumerate(others):
        for evidence in event.statement.evidence:
            places[event.lane, evidence.document, evidence.start].append(number)
    alone = []
    for milestone in milestones:
        proofs = milestone.statement.evidence
        numbers = [n for e in proofs for n in places[milestone.lane, e.document, e.start]]
        fitting = next((n for n in numbers if _one(others[n], milestone)), None)
        if fitting is None:
            alone.append(milestone)
        else:
            others[fitting] = _both(others[fitting], milestone)
    return [*others, *alone]


def _one(event: Event, milestone: Event) -> bool:
    """Whether what one sentence says as a statement and as a milestone is one thing."""
    s, subject = event.statement, milestone.statement.subject
    if event.announced is not milestone.announced or len(event.statements) > 1:
        return False
    if subject not in (s.subject, s.object, s.attributes.about):
        return False
    return (
        event.date is None
        or milestone.date is None
        or event.dated is not milestone.dated
        or event.date == milestone.date
    )


def _both(event: Event, milestone: Event) -> Event:
    """One event, with the date that is known better."""
    better = min((event, milestone), key=lambda e: list(Dated).index(e.dated))
    return Event(
        lane=event.lane,
        who=event.who,
        what=event.what,
        announced=event.announced,
        dated=better.dated,
        date=better.date,
        days=better.days,
        statements=(event.statement, milestone.statement),
    )
