"""Words for phases as people type them."""

from __future__ import annotations

import re

from kg.names import fold
from kg.terms import Phase

_NUMBERS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
}
_ONE = r"(iv|i{1,3}|one|two|three|four|[1-4])\s?[abc]?"
_PHASE = re.compile(
    rf"(?:phases?|ph|p)?\s?{_ONE}(?:\s(?:(?:and|to|or)\s)?(?:phase|ph|p)?\s?{_ONE})?(?: (?:trial|study|clinical trial))?"
)
_WORDS = {
    "discovery": Phase.DISCOVERY,
    "research": Phase.DISCOVERY,
    "pre clinical": Phase.PRECLINICAL,
    "preclinical": Phase.PRECLINICAL,
    "ind enabling": Phase.PRECLINICAL,
    "nonclinical": Phase.PRECLINICAL,
    "non clinical": Phase.PRECLINICAL,
    "first in human": Phase.PHASE_1,
    "approved": Phase.APPROVED,
    "marketed": Phase.APPROVED,
    "commercial": Phase.APPROVED,
}


def phase(words: str) -> str | None:
    """The phase that words mean, or None where they mean none.

    >>> [phase(words) for words in ("Phase III", "3", "P2b", "phase 1b/2a", "II-III", "pre-clinical", "phase 9")]
    ['phase 3', 'phase 3', 'phase 2', 'phase 1/2', 'phase 2/3', 'preclinical', None]
    """
    text = fold(words)
    if text in _WORDS:
        return _WORDS[text].value
    match = _PHASE.fullmatch(text)
    if match is None:
        return None
    found = [_NUMBERS[number] for number in match.groups() if number]
    known = f"phase {'/'.join(map(str, found))}"
    return known if known in set(Phase) else None
