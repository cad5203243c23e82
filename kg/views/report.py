"""One page on a company, to hand on: what documents state of it, each with its sentence, and what they do not state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.model import Entity, Knowledge
from kg.terms import Modality
from kg.views import company as tables
from kg.views.dossier import (
    besides,
    concerning,
    contradictions,
    covered,
    not_stated,
    own_drugs,
    source_record,
    source_rows,
)
from kg.views.page import phase, render
from kg.views.programs import Program, programs
from kg.views.sources import Source
from kg.views.steps import rank
from kg.views.tables import Table, Teller


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is stated of an organization."""

    company: Entity
    summary: tuple[str, ...]  # a few counts
    tables: tuple[Table, ...]
    not_stated: tuple[str, ...]
    sources: tuple[Source, ...]
    covered: str

    def record(self) -> dict[str, Any]:
        """The report for JSON."""
        return {
            "company": {
                "id": self.company.id,
                "name": self.company.name,
                "type": self.company.type.value,
                "aliases": list(self.company.aliases),
            },
            "covered": self.covered,
            "sections": [table.record() for table in self.tables],
            "not_stated": list(self.not_stated),
            "sources": [source_record(source) for source in self.sources],
        }

    def page(self) -> str:
        """The report as a page that asks for nothing from any network."""
        return render("report.html", title=self.company.name, report=self, sources=source_rows(self.sources))


def report(knowledge: Knowledge, company: str) -> Report:
    """Gather what is stated of an organization.

    Args:
        knowledge: Where from.
        company: Its id.
    """
    t = Teller(knowledge)
    found = programs(t.knowledge, company=company)
    main = (
        tables.identity(t, company),
        tables.pipeline(t, company, found),
        tables.deals(t, company, found),
        tables.funding(t, company),
        tables.people(t, company),
        *tables.timeline(t, company),
    )
    concerned = concerning(t, (company, *own_drugs(found)))
    rest = (contradictions(t, concerned), besides(t, concerned))
    sources = t.sources.listed()
    return Report(
        company=t.entities[company],
        summary=_summary(t, company, found, main),
        tables=(*main, *rest),
        not_stated=not_stated(t, company, found, main[1:]),
        sources=sources,
        covered=covered(sources),
    )


def _summary(t: Teller, id_: str, found: tuple[Program, ...], main: tuple[Table, ...]) -> tuple[str, ...]:
    *_, funding, people, _, _ = main
    drugs = len({p.drug.id for p in found})
    reached = [p.reached.phase for p in found if p.reached is not None and p.reached.phase is not None]
    partners = [
        other
        for other, deals in tables.partners(t, id_, found).items()
        if t.is_organization(other) and any(s.modality is not Modality.NEGATED for s in deals)
    ]
    counts = (
        (drugs, "drug", "drugs"),
        (len(partners), "partner", "partners"),
        (len(funding.rows), "grant or financing", "grants and financings"),
        (len(people.rows), "person", "people"),
    )
    lines = [f"{number} {one if number == 1 else many}" for number, one, many in counts if number]
    if reached:
        lines.insert(min(1, len(lines)), f"furthest: {phase(max(reached, key=rank))}")
    return tuple(lines)
