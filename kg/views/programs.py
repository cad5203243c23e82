"""Programs: each drug in each disease, how far it has come, what is planned, and who and what belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kg.model import Entity, Knowledge, Statement
from kg.terms import EntityType, Modality, Relation
from kg.views.dates import latest, span
from kg.views.marks import Mark, MarkKind, mark
from kg.views.steps import State, Step, furthest, rank, step

_R = Relation
_STATES = tuple(State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A drug in a disease."""

    drug: Entity
    indication: Entity | None  # None where documents give the drug's phase and no disease
    developers: tuple[Entity, ...] = ()  # by name
    roles: tuple[str, ...] = ()  # of the company asked for: "develops", "licensed in", "partner" …
    reached: Step | None = None  # the furthest phase that is asserted, discontinued or not
    ahead: tuple[Step, ...] = ()  # planned or possible beyond it: one step a phase, nearest first
    stopped: Step | None = None  # says that the work ended, and no document as new tells of as late a phase
    next: Statement | None = None  # the planned milestone that is due soonest, or else one without a date
    steps: tuple[Step, ...] = ()  # all, by phase, those without one first; of a phase the newest first
    milestones: tuple[Statement, ...] = ()  # hasMilestone, by date; those without one last
    marks: tuple[Mark, ...] = ()  # by kind, then text

    @property
    def id(self) -> str:
        """Names the program: the ids of drug and disease."""
        return f"{self.drug.id} {self.indication.id if self.indication else ''}".strip()

    @property
    def contradicted(self) -> tuple[Step, ...]:
        """Steps that another statement contradicts, or that are denied."""
        return tuple(s for s in self.steps if s.statement.conflicts or s.state is State.DENIED)


def programs(knowledge: Knowledge, *, company: str | None = None, indication: str | None = None) -> tuple[Program, ...]:
    """The programs of all drugs, or of a company, or in a disease.

    Args:
        knowledge: Where from; ``kg.views.dates.as_of`` gives that of an earlier day.
        company: Id of an organization: programs of drugs that it develops, has acquired, licenses, or works on with a
            partner.
        indication: Id of a disease: programs in it or in kinds of it.

    Returns:
        Programs by how far their drug has come, furthest first, then by name of the drug; within a drug likewise.
        What names no disease is a program of its own where it goes further than all others of its drug, and is
        otherwise a general step of those that are as far.
    """
    index = Index(knowledge)
    roles = None if company is None else index.roles(company)
    diseases = None if indication is None else index.kinds(indication)
    found = [
        program
        for drug in sorted(index.statements if roles is None else roles)
        for program in _of_drug(index, drug, company, () if roles is None else tuple(roles[drug]))
        if diseases is None or (program.indication is not None and program.indication.id in diseases)
    ]
    best: dict[str, tuple[int, int]] = {}
    for program in found:
        best[program.drug.id] = max(best.get(program.drug.id, (-1, -1)), furthest(program.steps))

    def order(program: Program) -> tuple[object, ...]:
        reached, planned = best[program.drug.id]
        own = furthest(program.steps)
        disease = program.indication.name.casefold() if program.indication else ""
        return -reached, -planned, program.drug.name.casefold(), program.drug.id, -own[0], -own[1], disease, program.id

    return tuple(sorted(found, key=order))


class Index:
    """Statements by the drug that they concern."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Sort the statements."""
        self.entities = {e.id: e for e in knowledge.entities}
        self.today = latest(knowledge.documents)
        self.published = {d.id: d.published or "" for d in knowledge.documents}
        self.statements: dict[str, list[Statement]] = defaultdict(list)
        for statement in knowledge.statements:
            for id_ in dict.fromkeys((statement.subject, statement.object, statement.attributes.about)):
                entity = self.entities.get(id_) if id_ else None
                if entity is not None and entity.type is EntityType.DRUG:
                    self.statements[entity.id].append(statement)

    def name(self, id_: str) -> str:
        """The name of an entity."""
        return self.entities[id_].name if id_ in self.entities else id_

    def newest(self, statement: Statement) -> str:
        """When a document last said so."""
        return max((self.published.get(e.document, "") for e in statement.evidence), default="")

    def roles(self, company: str) -> dict[str, list[str]]:
        """The drugs of a company, each with what the company has to do with it."""
        found: dict[str, list[str]] = defaultdict(list)
        for drug, statements in self.statements.items():
            for statement in statements:
                role = _role(statement, company, drug)
                if role and role not in found[drug]:
                    found[drug].append(role)
        return {drug: roles for drug, roles in found.items() if roles}

    def kinds(self, indication: str) -> frozenset[str]:
        """A disease with all kinds of it."""
        narrower: dict[str, list[str]] = defaultdict(list)
        for entity in self.entities.values():
            for broader in entity.broader:
                narrower[broader].append(entity.id)
        found, rest = {indication}, [indication]
        while rest:
            new = [n for n in narrower[rest.pop()] if n not in found]
            found.update(new)
            rest += new
        return frozenset(found)


def _role(s: Statement, company: str, drug: str) -> str:
    if s.modality is Modality.NEGATED or company not in (s.subject, s.object):
        return ""
    if s.relation is _R.DEVELOPS:
        return "formerly" if s.modality is Modality.HISTORICAL else "develops"
    if s.relation is _R.ACQUIRES and s.object == drug:
        return "acquired"
    if s.relation is _R.LICENSES_TO:
        return "licensed in" if s.object == company else "licensed out"
    return "partner" if s.relation is _R.PARTNERS_WITH else ""


def _of_drug(index: Index, drug: str, company: str | None, roles: tuple[str, ...]) -> list[Program]:
    """The programs of one drug, one a disease, and one without where documents name none."""
    of = index.statements[drug]
    developers = {
        s.subject for s in of if s.relation is _R.DEVELOPS and s.modality not in {Modality.NEGATED, Modality.HISTORICAL}
    }
    sides = developers | ({company} if company else set())
    steps: dict[str | None, list[Step]] = defaultdict(list)
    milestones: dict[str | None, list[Statement]] = defaultdict(list)
    marks: dict[str | None, list[Mark]] = defaultdict(list)
    for statement in of:
        disease = _disease(index, statement)
        if (found := step(statement, drug)) is not None:
            steps[disease].append(found)
        if statement.relation is _R.HAS_MILESTONE and statement.modality is not Modality.NEGATED:
            milestones[disease].append(statement)
        if (beside := mark(statement, drug, sides, index.name)) is not None:
            marks[disease].append(beside)
    diseases = sorted({d for d in (*steps, *milestones, *marks) if d is not None})
    general = steps[None]
    alone = (
        _beyond(general, [s for d in diseases for s in steps[d]]) if diseases else bool(general or developers or roles)
    )
    rows: list[str | None] = [*diseases, None] if alone else [*diseases]
    made = []
    for row in rows:
        shared = [] if alone else [s for s in general if not _beyond([s], steps[row])]
        made.append(
            _program(
                index,
                drug=index.entities[drug],
                indication=index.entities[row] if row else None,
                developers=tuple(sorted((index.entities[d] for d in developers), key=lambda e: (e.name, e.id))),
                roles=roles,
                steps=[
                    *steps[row],
                    *(Step(phase=s.phase, state=s.state, statement=s.statement, general=True) for s in shared),
                ],
                milestones=[m for key in dict.fromkeys((row, None)) for m in milestones[key]],
                marks=[m for key in dict.fromkeys((row, None)) for m in marks[key]],
            )
        )
    return made


def _disease(index: Index, statement: Statement) -> str | None:
    of_study = statement.relation in {_R.STUDIED_FOR, _R.APPROVED_FOR}
    id_ = statement.object if of_study else statement.attributes.indication
    return id_ if id_ in index.entities else None


def _beyond(some: Sequence[Step], others: Sequence[Step]) -> bool:
    """Whether some steps go further than others, in what was reached or in what is planned."""
    (reached, planned), (known, announced) = furthest(some), furthest(others)
    return reached > known or planned > max(known, announced)


def _program(
    index: Index,
    *,
    drug: Entity,
    indication: Entity | None,
    developers: tuple[Entity, ...],
    roles: tuple[str, ...],
    steps: Iterable[Step],
    milestones: Iterable[Statement],
    marks: Iterable[Mark],
) -> Program:
    def order(s: Step) -> tuple[object, ...]:
        # A study's status says how it stands; a milestone's, whether the milestone has come.
        told = s.statement.relation is _R.HAS_MILESTONE, s.statement.attributes.status is None
        return rank(s.phase), _STATES.index(s.state), s.general, *told

    ordered = sorted(steps, key=lambda s: (-s.statement.confidence, s.statement.id))
    ordered.sort(key=lambda s: index.newest(s.statement), reverse=True)
    ordered.sort(key=order)
    reached = max((s for s in ordered if s.phase and s.asserted), key=lambda s: rank(s.phase), default=None)
    limit = rank(reached.phase) if reached else -1
    ahead: dict[str, Step] = {}
    for s in ordered:
        if s.phase and rank(s.phase) > limit and s.state in {State.PLANNED, State.POSSIBLE}:
            ahead.setdefault(s.phase, s)
    dated = sorted(milestones, key=lambda m: (_due(m), m.id))
    return Program(
        drug=drug,
        indication=indication,
        developers=developers,
        roles=roles,
        reached=reached,
        ahead=tuple(ahead.values()),
        stopped=_stopped(index, ordered),
        next=_next(index, dated),
        steps=tuple(ordered),
        milestones=tuple(dated),
        marks=tuple(sorted(marks, key=lambda m: (list(MarkKind).index(m.kind), m.text.casefold(), m.statement.id))),
    )


def _stopped(index: Index, steps: Sequence[Step]) -> Step | None:
    """The newest end of the work, unless a document tells later, or of a later phase, that it goes on."""
    ends = [s for s in steps if s.state is State.DISCONTINUED]
    if not ends:
        return None
    end = max(ends, key=lambda s: (index.newest(s.statement), rank(s.phase)))
    for s in steps:
        if s.state is State.REACHED and s.phase is not None:
            further = end.phase is not None and rank(s.phase) > rank(end.phase)
            if further or index.newest(s.statement) > index.newest(end.statement):
                return None
    return end


def _due(milestone: Statement) -> tuple[date, date]:
    return span(milestone.attributes.date) or (date.max, date.max)


def _next(index: Index, milestones: Sequence[Statement]) -> Statement | None:
    """Of what is planned, the soonest that is not over at the date of the newest document; undated plans come last."""
    planned = [m for m in milestones if m.modality is Modality.PLANNED]
    return next((m for m in planned if index.today is None or _due(m)[1] >= index.today), None)
