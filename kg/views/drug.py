"""What is known of a drug, topic by topic."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.model import Knowledge, Statement
from kg.terms import Relation
from kg.views.page import phase
from kg.views.programs import Program, programs
from kg.views.tables import Cell, Teller, distinct

_R = Relation
Topics = dict[str, Cell]


def programs_of(t: Teller, id_: str) -> tuple[Program, ...]:
    """The programs of one drug."""
    own = tuple(t.of(id_))
    found = programs(Knowledge(documents=t.knowledge.documents, entities=t.knowledge.entities, statements=own))
    return tuple(p for p in found if p.drug.id == id_)


def topics(t: Teller, id_: str) -> Topics:
    """Who develops and makes a drug, what it is, and what is agreed, granted and tested about it."""

    def subject(s: Statement) -> str:
        return t.name(s.subject)

    def object_(s: Statement) -> str:
        return t.name(s.object)

    def other(s: Statement) -> str:
        return t.name(s.object if s.subject == id_ else s.subject)

    def out(*relations: Relation) -> Iterable[Statement]:
        return t.of(id_, *relations, subject=id_)

    def into(*relations: Relation) -> Iterable[Statement]:
        return t.of(id_, *relations, object_=id_)

    return {
        "Developed by": _cell(t, into(_R.DEVELOPS), subject),
        "Acquired by": _cell(t, into(_R.ACQUIRES), subject),
        "Made by": _cell(t, into(_R.MANUFACTURES), subject),
        "Target": _cell(t, out(_R.TARGETS), object_),
        "Platform": _cell(t, out(_R.USES_PLATFORM), object_),
        "Components": _cell(t, out(_R.HAS_COMPONENT), object_),
        "Combined with": _cell(t, t.of(id_, _R.COMBINED_WITH), other),
        "Trials": _cell(t, out(_R.HAS_TRIAL), lambda s: _staged(object_(s), s)),
        "Designations": _cell(t, out(_R.HAS_DESIGNATION), lambda s: _granted(t, s)),
        "Deals on it": _cell(
            t, t.of(id_, _R.PARTNERS_WITH, _R.LICENSES_TO), lambda s: f"{subject(s)} and {object_(s)}"
        ),
        "Funded by": _cell(t, t.of(id_, _R.FUNDS), subject),
    }


def _cell(t: Teller, statements: Iterable[Statement], words: Callable[[Statement], str]) -> Cell:
    ordered = sorted(statements, key=lambda s: (-s.confidence, s.id))
    return distinct(t.said(words(s), s) for s in ordered)


def _staged(name: str, s: Statement) -> str:
    return f"{name}, {phase(s.attributes.phase)}" if s.attributes.phase else name


def _granted(t: Teller, s: Statement) -> str:
    given = s.attributes
    parts = (s.object, given.agency and t.name(given.agency), given.indication and t.name(given.indication))
    return ", ".join(part for part in parts if part)
