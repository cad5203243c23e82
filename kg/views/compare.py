"""Two companies, or two drugs, side by side: what both share first, then each topic in two columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import ParameterError
from kg.model import Entity, Knowledge
from kg.queries.entities import Lookup
from kg.terms import ORGANIZATIONS, EntityType, Modality, Relation
from kg.views import company as tables
from kg.views import drug
from kg.views.dates import when
from kg.views.dossier import concerning, contradictions, covered, own_drugs, source_record, source_rows
from kg.views.events import events
from kg.views.page import phase, render
from kg.views.programs import Program, programs
from kg.views.saying import sentence
from kg.views.shared import shared
from kg.views.sources import Source
from kg.views.steps import Step, rank
from kg.views.tables import Cell, Said, Table, Teller, said_record

_R = Relation
Pair = tuple[str, str]
Cells = tuple[Cell, ...]
_EVENTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two things, topic by topic."""

    things: tuple[Entity, Entity]
    shared: Table  # what, and each one's share in it
    topics: Table  # topic, one, other
    neither: tuple[str, ...]  # topics of which nothing is stated
    between: Table  # what is said of both together
    contradictions: Table
    sources: tuple[Source, ...]
    covered: str

    def record(self) -> dict[str, Any]:
        """The comparison for JSON; cells by the ids of the two."""
        ids = [thing.id for thing in self.things]
        return {
            "compared": [{"id": e.id, "name": e.name, "type": e.type.value} for e in self.things],
            "covered": self.covered,
            **{
                key: [
                    {
                        "what": " ".join(said.text for said in what),
                        **{id_: [said_record(said) for said in cell] for id_, cell in zip(ids, cells, strict=True)},
                    }
                    for what, *cells in table.rows
                ]
                for key, table in (("shared", self.shared), ("topics", self.topics))
            },
            "stated_of_neither": list(self.neither),
            "between": self.between.record()["rows"],
            "contradictions": self.contradictions.record()["rows"],
            "sources": [source_record(source) for source in self.sources],
        }

    def page(self) -> str:
        """The comparison as a page that asks for nothing from any network."""
        one, other = self.things
        title = f"{one.name} and {other.name}"
        return render("compare.html", title=title, comparison=self, sources=source_rows(self.sources))


def pair(lookup: Lookup, one: str, other: str, *, tell: Callable[[str | None], None] = lambda note: None) -> Pair:
    """The ids of two names that can be compared.

    Args:
        lookup: Names of the store.
        one: A name.
        other: Another.
        tell: Told what a misspelling was taken for.

    Raises:
        QueryError: A name means nothing or several things; both mean the same; or they are things of different kinds.
    """
    kinds = ORGANIZATIONS | {EntityType.DRUG}
    found = []
    for name in (one, other):
        found.append(lookup.find(name, kinds))
        tell(lookup.note)
    ids = found[0], found[1]
    if ids[0] == ids[1]:
        raise ParameterError(f"{one!r} and {other!r} are both {lookup.label(ids[0])} ({ids[0]}); name two things")
    drugs = [id_.startswith(f"{EntityType.DRUG.value}/") for id_ in ids]
    if drugs[0] is not drugs[1]:
        listed = " and ".join(f"{lookup.label(id_)} ({id_})" for id_ in ids)
        raise ParameterError(f"{listed}: a drug and an organization; name two drugs, or two organizations")
    return ids


def compare(knowledge: Knowledge, one: str, other: str) -> Comparison:
    """Set two organizations, or two drugs, side by side.

    Args:
        knowledge: Where from.
        one: Id of a company, university, agency or nonprofit, or of a drug.
        other: Id of another of the same kind.
    """
    t = Teller(knowledge)
    ids = (one, other)
    of_drugs = t.entities[one].type is EntityType.DRUG
    found = [drug.programs_of(t, i) if of_drugs else programs(t.knowledge, company=i) for i in ids]
    both = shared(t, ids, found, lambda program: _program(t, program, with_drug=not of_drugs))
    between = [s for s in t.of(one) if {one, other} <= {s.subject, s.object, s.attributes.about}]
    direct = Table(
        title="Between them",
        columns=("stated",),
        rows=tuple(((t.said(sentence(s, t.name), s),),) for s in between),
        absent="Nothing between the two is stated in these documents.",
        headed=False,
    )
    topics = _drug_topics(t, ids, found) if of_drugs else _company_topics(t, ids, found)
    topics["Announced"] = tuple(_dated(t, i, announced=True) for i in ids)
    topics["Latest"] = tuple(_dated(t, i, announced=False) for i in ids)
    own = [own_drugs(f) if not of_drugs else () for f in found]
    against = contradictions(t, concerning(t, (*ids, *own[0], *own[1])))
    sources = t.sources.listed()
    return Comparison(
        things=(t.entities[one], t.entities[other]),
        shared=both,
        topics=Table(
            title="Side by side",
            columns=("what", *ids),
            rows=tuple(((Said(text=topic),), *cells) for topic, cells in topics.items() if any(cells)),
            absent="Nothing is stated of either in these documents.",
        ),
        neither=tuple(topic for topic, cells in topics.items() if not any(cells)),
        between=direct,
        contradictions=against,
        sources=sources,
        covered=covered(sources),
    )


def _company_topics(t: Teller, ids: Pair, found: Sequence[Sequence[Program]]) -> dict[str, Cells]:
    told = []
    for id_, of in zip(ids, found, strict=True):
        identity: dict[str, Cell] = {row[0][0].text: row[1] for row in tables.identity(t, id_).rows}
        told.append(
            {
                **{topic: identity.get(topic, ()) for topic in tables.IDENTITY},
                "Furthest": _furthest(t, of),
                "Programs": _programs(t, of, with_drug=True),
                "Partners and deals": _deals(tables.deals(t, id_, of)),
                "Funding": _joined(tables.funding(t, id_), 0, 1, 3),
                "People": _joined(tables.people(t, id_), 0, 1),
            }
        )
    return {topic: (told[0][topic], told[1][topic]) for topic in told[0]}


def _drug_topics(t: Teller, ids: Pair, found: Sequence[Sequence[Program]]) -> dict[str, Cells]:
    told = [drug.topics(t, id_) for id_ in ids]
    aliases = tuple((Said(text=", ".join(t.entities[i].aliases)),) if t.entities[i].aliases else () for i in ids)
    return {
        "Also called": aliases,
        "Furthest": tuple(_furthest(t, of) for of in found),
        "Programs": tuple(_programs(t, of, with_drug=False) for of in found),
        **{topic: (told[0][topic], told[1][topic]) for topic in told[0]},
    }


def _furthest(t: Teller, of: Iterable[Program]) -> Cell:
    reached = [p.reached for p in of if p.reached is not None]
    best = max(reached, key=lambda s: rank(s.phase), default=None)
    if best is None or best.phase is None:
        return ()
    return (t.said(phase(best.phase), best.statement, "phase"),)


def _program(t: Teller, p: Program, *, with_drug: bool) -> Said:
    """Drug, disease and phase in a line."""
    disease = p.indication.name if p.indication else "disease not stated"
    words = f"{p.drug.name}, {disease}" if with_drug else disease
    step = _stage(p)
    if step is None:
        told = next((s for s in t.of(p.drug.id, _R.DEVELOPS) if s.modality is not Modality.NEGATED), None)
        return Said(text=f"{words}: phase not stated", sources=t.sources.cite(told) if told else ())
    stage = phase(step.phase) if step.phase else "phase not stated"
    return t.said(f"{words}: {stage}", step.statement, *(("phase",) if step.phase else ()))


def _stage(p: Program) -> Step | None:
    return p.stopped or p.reached or next(iter(p.ahead), None) or next(iter(p.steps), None)


def _programs(t: Teller, of: Iterable[Program], *, with_drug: bool) -> Cell:
    """A line for each program; one for all diseases of a drug whose phase is not stated."""
    of = tuple(of)
    lines: dict[str, list[Said]] = {}
    names: dict[str, list[str]] = {}
    for p in of:
        step = _stage(p)
        bare = p.indication is not None and (step is None or step.phase is None)
        key = p.drug.id if bare else p.id
        lines.setdefault(key, []).append(_program(t, p, with_drug=with_drug))
        names.setdefault(key, []).append(p.indication.name if p.indication else "")
    drugs = {p.drug.id: p.drug.name for p in of}
    return tuple(
        said[0]
        if len(said) == 1
        else _line(said, f"{f'{drugs[key]}, ' if with_drug else ''}{', '.join(names[key])}: phase not stated")
        for key, said in lines.items()
    )


def _joined(table: Table, *columns: int) -> Cell:
    """The rows of a table as lines."""
    lines = []
    for row in table.rows:
        said = [one for column in columns for one in row[column]]
        lines.append(_line(said))
    return tuple(lines)


def _line(said: Sequence[Said], text: str | None = None) -> Said:
    """Some words as one line, or a line in their place, with all their sentences and notes."""
    return Said(
        text=", ".join(one.text for one in said) if text is None else text,
        sources=tuple(sorted({n for one in said for n in one.sources})),
        note=", ".join(dict.fromkeys(note for one in said for note in one.note.split(", ") if note)),
        documents=max((one.documents for one in said), default=1),
    )


def _deals(table: Table) -> Cell:
    """Deals as lines, each with the partner's name, which the table gives once."""
    lines, with_ = [], ""
    for row in table.rows:
        with_ = row[0][0].text if row[0] else with_
        lines.append(_line((Said(text=with_), *(one for cell in row[1:] for one in cell))))
    return tuple(lines)


def _dated(t: Teller, id_: str, *, announced: bool) -> Cell:
    """What is announced, soonest first, or what happened, newest first: a few of each."""
    found = [e for e in events(t.knowledge, entity=id_) if e.announced is announced and (announced or e.days)]
    return tuple(
        t.said(
            f"{when(e.date) if e.date else 'no date stated'}: {e.who}, {e.what}",
            e.statement,
            *(("date",) if e.statement.attributes.date else ()),
        )
        for e in (found if announced else found[::-1])[:_EVENTS]
    )
