"""Phases and statuses of development as documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.terms import Phase, Status

_NUMBER = {
    "1": 1,
    "i": 1,
    "one": 1,
    "2": 2,
    "ii": 2,
    "two": 2,
    "3": 3,
    "iii": 3,
    "three": 3,
    "4": 4,
    "iv": 4,
    "four": 4,
}
_PHASE = re.compile(
    r"\bphases?\s?-?(?P<one>[1-4]|IV|III|II|I|one|two|three|four)(?![A-Za-z0-9])?[abAB]?(?:\s?(?:/|-|and|to|or)\s?(?:phase\s?)?(?P<two>[2-4]|IV|III|II)[abAB]?)?(?![\w])"
    r"|\b(?P<word>pre-?clinical|IND-enabling|drug discovery|discovery[- ]stage|early discovery|first-in-human|first-in-man|proof-of-concept studies in animals)\b",
    re.IGNORECASE,
)
_GRANT_BEFORE = re.compile(r"(?i)\b(?:grant|SBIR|STTR|award|contract)(?:\s(?:program|award|grant|contract))?,?\s$")
_GRANT_AFTER = re.compile(
    r"(?i)\s(?:\([^)]*\)\s)?(?:Fast[- ]Track\s)?(?:SBIR|STTR|small business|(?:NIH|NCI|NIAID|CARB-X)\s(?:SBIR|STTR|grant)|grants?\b)"
)
ORDER = tuple(Phase)


@dataclass(frozen=True, slots=True)
class PhaseMention:
    """A phase and where it stands."""

    start: int
    end: int
    phase: Phase


def find_phases(text: str) -> tuple[PhaseMention, ...]:
    """Find every phase in a text, in order.

    >>> [p.phase.value for p in find_phases("Phase 1b, phase II/III, a Phase 2a trial and preclinical work; Phase I dose")]
    ['phase 1', 'phase 2/3', 'phase 2', 'preclinical', 'phase 1']
    >>> find_phases("a Phase II SBIR grant; Grant Phase I completed")  # phases of the money, not of the drug
    ()
    """
    found = []
    for match in _PHASE.finditer(text):
        if _GRANT_BEFORE.search(text[: match.start()]) or _GRANT_AFTER.match(text, match.end()):
            continue
        if match.group("word"):
            word = match.group("word").casefold()
            phase = (
                Phase.DISCOVERY
                if "discovery" in word
                else Phase.PHASE_1
                if word.startswith("first-in")
                else Phase.PRECLINICAL
            )
        else:
            one = _NUMBER[match.group("one").casefold()]
            two = _NUMBER.get((match.group("two") or "").casefold())
            joined = {(1, 2): Phase.PHASE_1_2, (2, 3): Phase.PHASE_2_3}.get((one, two or 0))
            slash = match.group("two") and re.search(r"[/-]", match.group())
            phase = joined if joined and slash else Phase(f"phase {max(one, two or 0) if not slash else one}")
        found.append(PhaseMention(match.start(), match.end(), phase))
    return tuple(found)


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
