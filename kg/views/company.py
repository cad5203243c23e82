"""What is known of an organization, table by table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.model import Statement
from kg.terms import DealKind, Modality, Relation
from kg.views.dates import when
from kg.views.events import Dated, Event, events
from kg.views.marks import MarkKind
from kg.views.page import phase
from kg.views.programs import Program
from kg.views.said import amount
from kg.views.saying import note
from kg.views.steps import Step
from kg.views.tables import Cell, Said, Table, Teller, distinct, newest_first

_R = Relation
# Where the company is the subject, or the object.
_IDENTITY = {
    "Based in": (_R.BASED_IN, True),
    "Listed as": (_R.LISTED_AS, True),
    "Subsidiary of": (_R.SUBSIDIARY_OF, True),
    "Owns": (_R.SUBSIDIARY_OF, False),
    "Platforms": (_R.USES_PLATFORM, True),
}
IDENTITY = ("Also called", *_IDENTITY)
_TERMS = {
    "amount": "{}",
    "upfront": "{} upfront",
    "milestones": "{} in milestones",
    "royalties": "royalties: {}",
    "territory": "territory: {}",
}
_DEALS = frozenset({MarkKind.PARTNER, MarkKind.LICENCE, MarkKind.OWNER})


def identity(t: Teller, id_: str) -> Table:
    """Names, seat, listing, owners and platforms."""
    entity = t.entities[id_]
    rows: list[tuple[str, Cell]] = [("Also called", (Said(text=", ".join(entity.aliases)),) if entity.aliases else ())]
    for title, (relation, out) in _IDENTITY.items():
        found = t.of(id_, relation, subject=id_) if out else t.of(id_, relation, object_=id_)
        rows.append((title, distinct(t.said(t.name(s.object if out else s.subject), s) for s in _surest(found))))
    return Table(
        title="Who it is",
        columns=("what", "stated"),
        headed=False,
        rows=tuple(((Said(text=title),), cell) for title, cell in rows if cell),
        absent=f"Nothing is stated of where {entity.name} is, or how it is listed.",
    )


def _surest(statements: Iterator[Statement]) -> list[Statement]:
    return sorted(statements, key=lambda s: (-s.confidence, s.id))


def pipeline(t: Teller, id_: str, of: Sequence[Program]) -> Table:
    """The programs, a row for each drug in each disease; the drug's name stands in the first of them."""
    rows, last = [], ""
    for program in of:
        first = program.drug.id != last
        last = program.drug.id
        rows.append(
            (
                _drug(t, id_, program) if first else (),
                _disease(t, program),
                _reached(t, program),
                _next(t, program, first=first),
                _beside(t, id_, program, first=first),
            )
        )
    return Table(
        title="Pipeline",
        columns=("Drug", "Disease", "Phase", "Planned", "Beside"),
        rows=tuple(rows),
        absent=f"No program of {t.name(id_)} is stated in these documents.",
    )


def _drug(t: Teller, id_: str, program: Program) -> Cell:
    """The drug, with the sentence for each thing that the company has to do with it."""
    roles = (_R.DEVELOPS, _R.ACQUIRES, _R.LICENSES_TO, _R.PARTNERS_WITH)
    found: dict[Relation, Statement] = {}
    for s in _surest(t.of(program.drug.id, *roles)):
        if id_ in (s.subject, s.object) and s.modality is not Modality.NEGATED:
            found.setdefault(s.relation, s)
    told = found.get(_R.DEVELOPS) or next(iter(found.values()), None)
    name = Said(text=program.drug.name) if told is None else t.said(program.drug.name, told)
    others = [role for role in program.roles if role != "develops"]
    sources = tuple(n for s in found.values() for n in t.sources.cite(s))
    return (name, Said(text=", ".join(others), sources=tuple(sorted(set(sources))))) if others else (name,)


def _disease(t: Teller, program: Program) -> Cell:
    if program.indication is None:
        return ()
    said = [s.statement for s in program.steps if not s.general] + [m.statement for m in program.marks]
    said += list(program.milestones)
    own = [s for s in said if program.indication.id in (s.object, s.attributes.indication)]
    if not own:
        return (Said(text=program.indication.name),)
    best = min(own, key=lambda s: (s.relation is not _R.STUDIED_FOR, -s.confidence, s.id))
    attributes = ("indication",) if best.object != program.indication.id else ()
    return (Said(text=program.indication.name, sources=t.sources.cite(best, *attributes)),)


def _reached(t: Teller, program: Program) -> Cell:
    said = []
    if program.reached is not None:
        said.append(_step(t, program.reached))
    if program.stopped is not None and program.stopped is not program.reached:
        said.append(_step(t, program.stopped))
    said += [_step(t, s) for s in program.contradicted if s not in (program.reached, program.stopped)]
    return distinct(said)


def _step(t: Teller, step: Step) -> Said:
    words = [phase(step.phase) if step.phase else "phase not stated"]
    if step.statement.attributes.status and step.statement.attributes.status not in note(step.statement):
        words.append(str(step.statement.attributes.status))
    if step.general:
        words.append("disease not stated")
    return t.said(", ".join(words), step.statement, *(("phase",) if step.phase else ()))


def _next(t: Teller, program: Program, *, first: bool) -> Cell:
    """What is planned; what names no disease once a drug."""
    said = [_step(t, step) for step in program.ahead]
    due = program.next
    own = due is not None and (first or due.attributes.indication is not None)
    if due is not None and own and all(due is not step.statement for step in program.ahead):
        date = due.attributes.date
        said.append(t.said(f"{due.object}, {when(date)}" if date else due.object, due, *(("date",) if date else ())))
    return distinct(said)


def _beside(t: Teller, id_: str, program: Program, *, first: bool) -> Cell:
    """Designations, makers, trials …; what names no disease once a drug. Its own deals stand below.

    Who funds is left out: a grant for another's work on a drug is none of this company's.
    """
    kept = [
        m
        for m in program.marks
        if m.kind is not MarkKind.FUNDER
        and not (m.kind in _DEALS and id_ in (m.statement.subject, m.statement.object))
        and (first or m.statement.attributes.indication is not None)
    ]
    return distinct(t.said(f"{mark.kind}: {mark.text}", mark.statement) for mark in kept)


def partners(t: Teller, id_: str, of: Sequence[Program]) -> dict[str, list[Statement]]:
    """Deals by whom they are with, or by the drug that is bought or made; with who makes the company's drugs."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for s in t.of(id_, _R.PARTNERS_WITH, _R.LICENSES_TO, _R.ACQUIRES, _R.MANUFACTURES):
        if id_ in (s.subject, s.object):
            found[_other(s, id_)].append(s)
    for drug in sorted({p.drug.id for p in of}):
        for s in t.of(drug, _R.MANUFACTURES):
            if s.subject != id_:
                found[s.subject].append(s)
    return found


def deals(t: Teller, id_: str, of: Sequence[Program]) -> Table:
    """Partnerships, licences and acquisitions with their terms, by partner, the newest first; who makes its drugs."""
    with_ = partners(t, id_, of)
    rows = []
    order = {other: min(map(newest_first, found)) for other, found in with_.items()}
    for other in sorted(with_, key=lambda o: (order[o], t.name(o).casefold(), o)):
        found = sorted(with_[other], key=lambda s: (*newest_first(s), s.id))
        rows += [_deal(t, s, id_, first=number == 0) for number, s in enumerate(found)]
    return Table(
        title="Partners and deals",
        columns=("With", "Deal", "On", "Terms", "When"),
        rows=tuple(rows),
        absent=f"No partner, licence or acquisition of {t.name(id_)} is stated in these documents.",
    )


def _other(statement: Statement, id_: str) -> str:
    return statement.object if statement.subject == id_ else statement.subject


def _deal(t: Teller, s: Statement, id_: str, *, first: bool) -> tuple[Cell, ...]:
    given, out = s.attributes, s.subject == id_
    on, other = t.value(s, "about"), _other(s, id_)
    if s.relation is _R.MANUFACTURES:
        words, other = ("is made by it", s.object) if out else ("makes the drug", s.subject)
        on = () if out else (Said(text=t.name(s.object), sources=t.sources.cite(s)),)
    elif s.relation is _R.LICENSES_TO:
        words = "takes a licence from it" if out else "gives it a licence"
    elif s.relation is _R.ACQUIRES:
        words = "is acquired by it" if out else "acquires it"
    else:
        words = "partnership" if given.kind in (None, DealKind.OTHER) else f"{given.kind} partnership"
    if given.status and given.status not in note(s):
        words += f", {given.status}"
    terms = [said for attribute, form in _TERMS.items() for said in t.value(s, attribute, form)]
    if given.exclusive is not None:
        exclusive = "exclusive" if given.exclusive else "not exclusive"
        terms.append(Said(text=exclusive, sources=t.sources.cite(s, "exclusive")))
    name = (Said(text=t.name(other)),) if first else ()
    return name, (t.said(words, s),), on, tuple(terms), t.when(s)


def funding(t: Teller, id_: str) -> Table:
    """Grants and financings, newest first; what it gives to others last."""
    taken = list(t.of(id_, _R.FUNDS, object_=id_)) + list(t.of(id_, _R.RAISED, subject=id_))
    given = list(t.of(id_, _R.FUNDS, subject=id_))
    rows: list[tuple[Cell, ...]] = []
    for s in sorted(taken, key=lambda s: (*newest_first(s), s.id)):
        if s.relation is _R.RAISED:
            said = (t.said("raised", s),), (Said(text=amount(s.object), sources=t.sources.cite(s)),)
            rows.append((*said, t.value(s, "kind"), t.when(s)))
        else:
            rows.append(_grant(t, s, f"from {t.name(s.subject)}"))
    rows += [_grant(t, s, f"to {t.name(s.object)}") for s in sorted(given, key=lambda s: (*newest_first(s), s.id))]
    return Table(
        title="Funding",
        columns=("From or to", "Amount", "For", "When"),
        rows=tuple(rows),
        absent=f"No grant and no financing of {t.name(id_)} is stated in these documents.",
    )


def _grant(t: Teller, s: Statement, words: str) -> tuple[Cell, ...]:
    return (t.said(words, s),), t.value(s, "amount"), (*t.value(s, "program"), *t.value(s, "about")), t.when(s)


def people(t: Teller, id_: str) -> Table:
    """Who holds which role, a row for each person."""
    roles: dict[str, list[Statement]] = defaultdict(list)
    for s in t.of(id_, _R.HOLDS_ROLE, object_=id_):
        roles[s.subject].append(s)
    ordered = sorted(roles.items(), key=lambda r: (-max(len(s.evidence) for s in r[1]), t.name(r[0]).casefold(), r[0]))
    return Table(
        title="People",
        columns=("Name", "Role", "When"),
        rows=tuple(
            (
                (Said(text=t.name(person)),),
                distinct(_role(t, s) for s in _surest(iter(held))),
                distinct(said for s in held for said in t.when(s)),
            )
            for person, held in ordered
        ),
        absent=f"Nobody at {t.name(id_)} is named with a role in these documents.",
    )


def _role(t: Teller, s: Statement) -> Said:
    words = s.attributes.title or "role not stated"
    if s.attributes.status and s.attributes.status not in note(s):
        words += f" ({s.attributes.status})"
    return t.said(words, s)


def timeline(t: Teller, id_: str) -> tuple[Table, Table]:
    """What is announced, soonest first, and what happened, newest first, as far as it has a date."""
    found = events(t.knowledge, entity=id_)
    columns = ("When", "What")
    return (
        Table(
            title="Announced",
            columns=columns,
            rows=tuple(_event(t, e) for e in found if e.announced),
            absent=f"No plan of {t.name(id_)} is stated in these documents.",
        ),
        Table(
            title="Timeline",
            columns=columns,
            rows=tuple(_event(t, e) for e in reversed(found) if not e.announced and e.date is not None),
            absent=f"No dated event of {t.name(id_)} is stated in these documents.",
        ),
    )


def _event(t: Teller, event: Event) -> tuple[Cell, ...]:
    s = event.statement
    date: Cell = (Said(text="no date stated"),)
    if event.date is not None:
        dating = next((x for x in event.statements if x.attributes.date == event.date), s)
        stated = event.dated is Dated.STATED
        sources = t.sources.cite(dating, "date") if stated else t.sources.cite(dating)
        date = (Said(text=when(event.date), sources=sources, note="" if stated else "date of the document"),)
    return date, distinct(t.said(f"{event.who}: {event.what}", x) for x in event.statements)
