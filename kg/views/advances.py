"""What became of programs between two dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kg.views.programs import Program
from kg.views.steps import furthest, rank


class Change(StrEnum):
    """What became of a program; of several that fit, the first."""

    NEW = "first told of"
    DISCONTINUED = "discontinued"
    ADVANCED = "advanced"
    ANNOUNCED = "next step announced"
    SAME = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """A program at two dates."""

    now: Program
    then: Program | None
    change: Change = Change.SAME


def advances(then: Iterable[Program], now: Iterable[Program]) -> tuple[Advance, ...]:
    """Programs of a later date, each with what it was at an earlier one, in the order of the later.

    A disease that was not named then is compared with what was told of its drug without a disease.
    """
    before = {p.id: p for p in then}
    found = []
    for program in now:
        earlier = before.get(program.id) or before.get(program.drug.id)
        found.append(Advance(now=program, then=earlier, change=_change(earlier, program)))
    return tuple(found)


def _change(then: Program | None, now: Program) -> Change:
    if now == then:
        return Change.SAME
    told = now.reached or now.ahead or now.stopped
    if then is None or (told and not (then.reached or then.ahead or then.stopped)):  # no phase of it was known
        return Change.NEW
    if now.stopped and not then.stopped:
        return Change.DISCONTINUED
    phases = [rank(p.reached.phase) if p.reached else -1 for p in (then, now)]
    if phases[1] > phases[0]:
        return Change.ADVANCED
    if furthest(now.ahead)[1] > furthest(then.ahead)[1]:
        return Change.ANNOUNCED
    return Change.SAME
