"""Statuses of development as documents write them, and what several sentences say of one study."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.terms import Phase, Status

ORDER = tuple(Phase)


_DISCONTINUED = re.compile(
    r"\b(?:discontinu\w+|terminated|halted|stopped|suspended|abandon\w+|was dropped|shelved|clinical hold|no longer (?:being )?develop\w*|ended development)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?\b|will\b|intend\w*|expect\w*|prepar\w+|to (?:begin|start|initiate|enter|commence|be(?:gin)? studied|be evaluated|be tested)|propos\w+|upcoming|slated|should (?:start|begin)|ready (?:to enter|for)|anticipat\w+|aims? to|"
    r"next step|on course to begin|on track to (?:begin|start|initiate)|initiating (?:a )?phase|poised|would\b|could\b|means? to|first studies in|advance into|move into|to submit|clear(?:ed)? (?:the way|to begin)|design announced)\b",
    re.IGNORECASE,
)
_COMPLETED = re.compile(
    r"\b(?:complet\w+|met (?:its|the|all)|(?<!await )(?<!awaits )(?<!awaiting )results (?:of|from)|showed|shown|finished(?! (?:enrol|recruit))|demonstrated|did better|concluded|was (?:found|well tolerated)|positive (?:data|results|top-?line)|read ?out|achieved|improved|in a phase [\w/]+ (?:\S+ ){0,5}(?:trial|study)[^.]{0,30}(?:showed|did|was|met|reduced|improved)|has been (?:tested|studied))\b",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"\b(?:current(?:ly)?(?! (?:focus|plan|prepar|expect|intend|seek))|ongoing|on-going|under ?way|is being|are being|being (?:evaluated|studied|tested|developed|investigated)|enrol\w*|recruit\w*|dos(?:ed|es|ing)|first (?:patient|volunteer|subject|participant)|has begun|(?:is|are|now) in (?:a |an )?(?:\S+ )?(?:phase|pre-?clinical)|"
    r"continu\w+|conducting|initiated|started|began|awaits results|in progress|is the subject of|subject of|treating patients|entered|enters|is in|(?:is|are) (?:therefore |now |also )?(?:testing|treating|adding|pairing|assessing|studying|examining|comparing|investigating|randomi[sz]ing|receiving)|fully enrolled|finished (?:enrol\w+|recruit\w+)|continues|being carried out|are in preclinical|is conducting|evaluating)\b",
    re.IGNORECASE,
)


def find_status(text: str) -> Status | None:
    """What a clause says of where a study stands.

    >>> find_status("plans to initiate a Phase 2 trial").value, find_status("is being evaluated in a Phase 1 trial").value
    ('planned', 'ongoing')
    >>> find_status("development was stopped in June").value, find_status("a Phase 2 drug") is None
    ('discontinued', True)
    """
    if _DISCONTINUED.search(text):
        return Status.DISCONTINUED
    planned, ongoing, completed = (p.search(text) for p in (_PLANNED, _ONGOING, _COMPLETED))
    if planned and not (ongoing and ongoing.start() < planned.start()):
        return Status.PLANNED
    if completed and not (ongoing and re.search(r"\b(?:current|ongoing|under ?way|being)\b", text, re.IGNORECASE)):
        return Status.COMPLETED
    if ongoing:
        return Status.ONGOING
    return Status.PLANNED if planned else None


@dataclass(frozen=True, slots=True)
class Observation:
    """What one sentence says of a study's phase and status."""

    phase: Phase | None
    status: Status | None


def furthest(observations: Iterable[Observation]) -> Observation:
    """The furthest phase that has started, else the earliest that is planned, with its status.

    >>> planned = Observation(Phase.PHASE_2, Status.PLANNED)
    >>> furthest([Observation(Phase.PHASE_1, Status.ONGOING), planned]).phase.value
    'phase 1'
    >>> furthest([planned, Observation(Phase.PHASE_3, Status.PLANNED)]).phase.value
    'phase 2'
    """
    seen = list(observations)
    stopped = [o for o in seen if o.status is Status.DISCONTINUED]
    if stopped:
        phases = [o.phase for o in seen if o.phase is not None and o.status is not Status.PLANNED]
        return Observation(max(phases, key=ORDER.index) if phases else None, Status.DISCONTINUED)
    started = [o for o in seen if o.phase is not None and o.status is not Status.PLANNED]
    planned = [o for o in seen if o.phase is not None and o.status is Status.PLANNED]
    sure = [o for o in started if o.status is not None]
    if started and (sure or not planned):
        phase = max((o.phase for o in sure or started if o.phase), key=ORDER.index)
        statuses = [o.status for o in started if o.phase is phase and o.status is not None]
        return Observation(phase, _strongest(statuses))
    if planned:
        phase = min((o.phase for o in planned if o.phase), key=ORDER.index)
        return Observation(phase, Status.PLANNED)
    if started:
        return Observation(max((o.phase for o in started if o.phase), key=ORDER.index), None)
    return Observation(None, _strongest([o.status for o in seen if o.status is not None]))


def _strongest(statuses: list[Status]) -> Status | None:
    for status in (Status.ONGOING, Status.COMPLETED, Status.PLANNED):
        if status in statuses:
            return status
    return None
