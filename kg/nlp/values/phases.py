"""Phases of development as documents write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.nlp.text import fold
from kg.terms import Phase

_NUMBER = {"i": 1, "one": 1, "ii": 2, "two": 2, "iii": 3, "three": 3, "iv": 4, "four": 4}
_NUMBER |= {str(number): number for number in range(1, 5)}
_ONE = r"(?P<one>[1-4]|IV|III|II|I|one|two|three|four)(?![A-Za-z0-9]{2}|[ivd-z])"
_SECOND = r"(?P<two>[2-4]|IV|III|II|two|three)[a-c]?"
_JOINT = r"(?P<joint>[/-]\s?(?:phase\s?)?|\b(?:and|to|or)\s|,\s(?:and\s|or\s)?|&\s)"
_TWO = rf"(?:\s?{_JOINT}{_SECOND}(?![\w%]|\s?(?:mg|patients)))?"
_WORD = "|".join(
    (
        r"pre-?\s?clinical(?:ly)?",
        r"non-?clinical",
        r"IND[- ]enabling",
        r"drug discovery",
        r"discovery[- ](?:stage|phase|programs?)",
        r"early discovery",
        r"lead optimi[sz]ation",
        r"first-in-(?:hu)?man",
        r"proof-of-concept studies in animals",
        r"(?:animal|mouse|murine|rodent|in vivo|in vitro) (?:models?|stud(?:y|ies))",
    )
)
_PHASE = re.compile(
    rf"\bphases?[\s-]{{0,3}}{_ONE}[a-c]?{_TWO}(?![\w])"
    rf"|\bP(?P<short>[1-3])[ab]?(?=\s(?:trial|study))|\b(?P<word>{_WORD})\b",
    re.IGNORECASE,
)
_GRANT_BEFORE = re.compile(r"(?i)\b(?:grant|SBIR|STTR|award|contract)(?:\s(?:program|award|grant|contract))?,?\s$")
_GRANT_AFTER = re.compile(
    r"(?i)\s(?:\([^)]{0,40}\)\s)?(?:Fast[- ]Track\s)?"
    r"(?:SBIR|STTR|small business|(?:NIH|NCI|NIAID|CARB-X)\s(?:SBIR|STTR|grant)|grants?\b)"
)


@dataclass(frozen=True, slots=True)
class PhaseMention:
    """A phase and where it stands."""

    start: int
    end: int
    phase: Phase


def find_phases(text: str) -> tuple[PhaseMention, ...]:
    """Find every phase in a text, in order.

    >>> [p.phase.value for p in find_phases("Phase 1b, phase II/III, a Phase 2a trial; preclinical; Phase I dose")]
    ['phase 1', 'phase 2/3', 'phase 2', 'preclinical', 'phase 1']
    >>> find_phases("a Phase II SBIR grant; Grant Phase I completed")  # phases of the money, not of the drug
    ()
    """
    text = fold(text)
    found = []
    for match in _PHASE.finditer(text):
        if _GRANT_BEFORE.search(text[max(0, match.start() - 60) : match.start()]) or _GRANT_AFTER.match(
            text, match.end()
        ):
            continue
        joint = match.group("joint")
        phase = _phase(match)
        if joint is None or joint.strip()[0] in "/-":
            found.append(PhaseMention(match.start(), match.end(), phase))
        else:  # "phases 1 and 2"
            found.append(PhaseMention(match.start(), match.start("joint"), phase))
            second = Phase(f"phase {_NUMBER[match.group('two').casefold()]}")
            found.append(PhaseMention(match.start("two"), match.end(), second))
    return tuple(found)


def _phase(match: re.Match[str]) -> Phase:
    if match.group("word"):
        word = match.group("word").casefold()
        if "discovery" in word or "optimi" in word:
            return Phase.DISCOVERY
        return Phase.PHASE_1 if word.startswith("first-in") else Phase.PRECLINICAL
    one = _NUMBER[(match.group("one") or match.group("short")).casefold()]
    two = _NUMBER.get((match.group("two") or "").casefold(), 0)
    joined = {(1, 2): Phase.PHASE_1_2, (2, 3): Phase.PHASE_2_3}.get((one, two))
    slash = (match.group("joint") or "").strip()[:1] in ("/", "-")
    return joined if joined and slash else Phase(f"phase {one}")
