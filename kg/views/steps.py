"""Steps: where single statements place a drug on its way from discovery to approval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kg.model import Statement
from kg.terms import MilestoneEvent, Modality, Phase, Relation, Status

PHASES = tuple(Phase)
_R, _E = Relation, MilestoneEvent
_UNDERWAY = frozenset(  # events of a study, from its start on
    {
        _E.TRIAL_START,
        _E.FIRST_PATIENT,
        _E.ENROLLMENT_COMPLETE,
        _E.INTERIM_DATA,
        _E.TOPLINE_DATA,
        _E.DATA_PRESENTED,
        _E.PROGRAM_STARTED,
    }
)
_STUDIES = frozenset({_R.STUDIED_FOR, _R.DEVELOPS, _R.HAS_TRIAL, _R.COMBINED_WITH})


class State(StrEnum):
    """How a statement places a program at a phase."""

    REACHED = "reached"
    DISCONTINUED = "discontinued"
    PLANNED = "planned"
    POSSIBLE = "possible"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one statement says of a program's way."""

    phase: Phase | None  # None where the statement gives none
    state: State
    statement: Statement
    general: bool = False  # the statement names the drug and no disease

    @property
    def asserted(self) -> bool:
        """Whether the phase was reached, whatever became of it."""
        return self.state in {State.REACHED, State.DISCONTINUED}


def rank(phase: Phase | None) -> int:
    """Where a phase stands in the order of all; -1 for none."""
    return -1 if phase is None else PHASES.index(phase)


def step(statement: Statement, drug: str) -> Step | None:
    """What a statement says of a drug's way; None where it says nothing of it."""
    s, given = statement, statement.attributes
    if s.relation is _R.APPROVED_FOR and s.subject == drug:
        return Step(phase=Phase.APPROVED, state=_state(s), statement=s)
    if s.relation is _R.HAS_MILESTONE and s.subject == drug:
        return _milestone(s)
    if s.relation not in _STUDIES or drug not in (s.subject, s.object):
        return None
    # A study says that there is one even without its phase; who develops a drug, or combines it, does not.
    if given.phase is None and s.relation is not _R.STUDIED_FOR and given.status is not Status.DISCONTINUED:
        return None
    return Step(phase=given.phase, state=_state(s), statement=s)


def _milestone(statement: Statement) -> Step | None:
    phase, state = statement.attributes.phase, _state(statement)
    if statement.object == _E.PROGRAM_ENDED and state is State.REACHED:
        return Step(phase=phase, state=State.DISCONTINUED, statement=statement)
    if statement.object == _E.APPROVAL:
        return Step(phase=Phase.APPROVED, state=state, statement=statement)
    if phase is None or statement.object not in {*_UNDERWAY, _E.TRIAL_CLEARED}:
        return None
    if statement.object == _E.TRIAL_CLEARED and state is State.REACHED:  # it may begin, and has not yet
        return Step(phase=phase, state=State.PLANNED, statement=statement)
    return Step(phase=phase, state=state, statement=statement)


def _state(statement: Statement) -> State:
    if statement.modality is Modality.NEGATED:
        return State.DENIED
    if statement.modality is Modality.POSSIBLE:
        return State.POSSIBLE
    if statement.attributes.status is Status.DISCONTINUED:
        return State.DISCONTINUED
    if statement.modality is Modality.PLANNED or statement.attributes.status in {Status.PLANNED, Status.DELAYED}:
        return State.PLANNED
    return State.REACHED


def furthest(steps: Iterable[Step]) -> tuple[int, int]:
    """The ranks of the furthest phase that was reached and of the furthest that is planned, -1 where there is none."""
    listed = [s for s in steps if s.phase]
    reached = max((rank(s.phase) for s in listed if s.asserted), default=-1)
    planned = max((rank(s.phase) for s in listed if s.state in {State.PLANNED, State.POSSIBLE}), default=-1)
    return reached, planned
