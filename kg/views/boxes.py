"""Boxes: stretches of a chart's track, one for what a program has reached and one for each phase ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.model import Statement
from kg.terms import MilestoneEvent, Phase, Relation, Status
from kg.views.page import phase
from kg.views.programs import Program
from kg.views.steps import State, Step

_COLUMNS = (Phase.DISCOVERY, Phase.PRECLINICAL, Phase.PHASE_1, Phase.PHASE_2, Phase.PHASE_3)
_HALVES = {Phase.PHASE_1_2: Phase.PHASE_2, Phase.PHASE_2_3: Phase.PHASE_3}  # end in the middle of that column


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A stretch of a track, in hundredths of its width."""

    left: float
    width: float
    kind: str  # of the look: reached, gained, discontinued, planned or possible
    text: str
    link: str
    last: bool = False  # its words stand to its right, where nothing else does


class Columns:
    """The columns of a chart."""

    def __init__(self, used: Iterable[Phase | None]) -> None:
        """Columns from discovery to approval; phase 4 has one only where a program is in it."""
        self.phases = (*_COLUMNS, *([Phase.PHASE_4] if Phase.PHASE_4 in set(used) else []), Phase.APPROVED)

    def ends(self, value: Phase) -> tuple[float, float]:
        """Where a phase begins and ends, in hundredths."""
        share = 100 / len(self.phases)
        if value in _HALVES:
            column = self.phases.index(_HALVES[value])
            return round((column - 1) * share, 3), round((column + 0.5) * share, 3)
        column = self.phases.index(value)
        return round(column * share, 3), round((column + 1) * share, 3)

    def reach(self, program: Program | None) -> float:
        """How far a program has come, in hundredths."""
        return self.ends(program.reached.phase)[1] if program and program.reached and program.reached.phase else 0.0

    def boxes(
        self, program: Program, link: Callable[[Statement], str], *, before: float | None = None
    ) -> tuple[Box, ...]:
        """The boxes of a program, from left to right.

        Args:
            program: As it is, or was.
            link: The element that has a statement's sentence.
            before: How far it had come at an earlier date, to mark what it gained.
        """
        boxes: list[Box] = []
        end, share = self.reach(program), 100 / len(self.phases)
        if program.reached:
            step, kind = program.stopped or program.reached, "discontinued" if program.stopped else "reached"
            gained = before is not None and 0 <= before < end and not program.stopped
            start = before if gained and before is not None else 0.0
            if start:
                boxes.append(Box(left=0.0, width=start, kind=kind, text="", link=link(step.statement)))
            boxes.append(
                Box(
                    left=start,
                    width=round(end - start, 3),
                    kind="gained" if gained else kind,
                    text=_reached(program.reached, stopped=program.stopped is not None),
                    link=link(step.statement),
                )
            )
        for step in () if program.stopped else program.ahead:
            first, last = self.ends(step.phase) if step.phase else (end, end)
            left = max(first, end)
            beside = step is program.ahead[-1] and last < 100 - share / 2  # a column is free to its right
            words = f"{phase(step.phase)} {_plan(step)}" if step.phase and (beside or last - left > 14) else _plan(step)
            boxes.append(
                Box(
                    left=left,
                    width=round(last - left, 3),
                    kind=step.state.value,
                    text=words,
                    link=link(step.statement),
                    last=beside,
                )
            )
            end = last
        return tuple(boxes)


def _reached(step: Step, *, stopped: bool) -> str:
    s = step.statement
    # A milestone's status says whether the milestone has come, not how the study stands.
    status = s.attributes.status if s.relation is not Relation.HAS_MILESTONE else None
    words = "discontinued" if stopped else status.value if status else ""
    return " · ".join(filter(None, (phase(step.phase) if step.phase else "", words)))


def _plan(step: Step) -> str:
    if step.state is State.POSSIBLE:
        return "possible"
    if step.statement.object == MilestoneEvent.TRIAL_CLEARED:
        return "cleared to begin"
    return "delayed" if step.statement.attributes.status is Status.DELAYED else "planned"
