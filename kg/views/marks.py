"""Marks: who and what belongs to a drug beside its phases, each as a few words with its statement."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from kg.model import Statement
from kg.terms import Modality, Relation
from kg.views.page import money

_R = Relation


class MarkKind(StrEnum):
    """What beside its phases is said of a program, in the order in which charts show it."""

    DESIGNATION = "designation"
    PARTNER = "partner"
    LICENCE = "licence"
    FUNDER = "funder"
    OWNER = "acquired by"
    MAKER = "made by"
    COMBINATION = "combined with"
    TRIAL = "trial"
    TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A partner, funder, designation … of a program."""

    kind: MarkKind
    text: str
    statement: Statement

    @property
    def planned(self) -> bool:
        """Whether it is announced, or possible, and not yet so."""
        return self.statement.modality in {Modality.PLANNED, Modality.POSSIBLE}


def mark(statement: Statement, drug: str, sides: Collection[str], name: Callable[[str], str]) -> Mark | None:
    """What a statement adds to the programs of a drug; None where it is of another kind, or denied.

    Args:
        statement: Of the drug, or about it.
        drug: Its id.
        sides: Ids of who develops it, or whose chart it is: a partner is the other one, and a licence comes or goes as
            seen from them.
        name: The name of an id.
    """
    found = None if statement.modality is Modality.NEGATED else _words(statement, drug, sides, name)
    return Mark(kind=found[0], text=found[1], statement=statement) if found else None


def _words(s: Statement, drug: str, sides: Collection[str], name: Callable[[str], str]) -> tuple[MarkKind, str] | None:
    given = s.attributes
    if s.relation is _R.HAS_DESIGNATION:
        return MarkKind.DESIGNATION, " · ".join(filter(None, (s.object, name(given.agency) if given.agency else "")))
    if s.relation is _R.PARTNERS_WITH:
        others = [o for o in (s.subject, s.object) if o not in sides] or [s.subject, s.object]
        kind = given.kind if given.kind != "other" else None
        return MarkKind.PARTNER, " · ".join(filter(None, (" and ".join(map(name, others)), kind, given.territory)))
    if s.relation is _R.LICENSES_TO:
        words = f"{name(s.subject)} to {name(s.object)}"
        if s.object in sides and s.subject not in sides:
            words = f"from {name(s.subject)}"
        elif s.subject in sides and s.object not in sides:
            words = f"to {name(s.object)}"
        return MarkKind.LICENCE, " · ".join(filter(None, (words, given.territory)))
    if s.relation is _R.FUNDS:
        return MarkKind.FUNDER, " ".join(filter(None, (name(s.subject), money(given.amount) if given.amount else "")))
    if s.relation is _R.ACQUIRES and s.object == drug:
        return MarkKind.OWNER, name(s.subject)
    if s.relation is _R.MANUFACTURES:
        return MarkKind.MAKER, name(s.subject)
    if s.relation is _R.COMBINED_WITH:
        return MarkKind.COMBINATION, name(s.object if s.subject == drug else s.subject)
    if s.relation is _R.HAS_TRIAL:
        return MarkKind.TRIAL, name(s.object)
    if s.relation is _R.TARGETS:
        return MarkKind.TARGET, name(s.object)
    return None
