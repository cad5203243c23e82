"""What a candidate is, and which of several that overlap stays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spellchecker import SpellChecker

from kg.nlp import forms
from kg.nlp.ranges import Ranges
from kg.terms import EntityType

T = EntityType


@dataclass(frozen=True, slots=True)
class Candidate:
    """A range that may name an entity; where two overlap the higher rank stays, then the longer."""

    start: int
    end: int
    type: EntityType
    rank: int
    identifier: str | None = None
    aliases: tuple[str, ...] = ()  # other names of the entity that vocabularies know


def organization_type(name: str) -> EntityType:
    """What an organization is, by the words of its name.

    >>> organization_type("Example Cancer Center"), organization_type("Example Foundation"), organization_type("Example")
    (<EntityType.UNIVERSITY: 'university'>, <EntityType.NONPROFIT: 'nonprofit'>, <EntityType.COMPANY: 'company'>)
    """
    if forms.UNIVERSITY_WORDS.search(name):
        return T.UNIVERSITY
    if forms.AGENCY_WORDS.search(name):
        return T.AGENCY
    return T.NONPROFIT if forms.NONPROFIT_WORDS.search(name) else T.COMPANY


def without_overlaps(found: Iterable[Candidate]) -> list[Candidate]:
    """Of candidates that overlap, those of higher rank, then the longer."""
    kept: list[Candidate] = []
    taken = Ranges()
    for candidate in sorted(found, key=lambda c: (-c.rank, -(c.end - c.start), c.start)):
        if taken.add(candidate.start, candidate.end):
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


@cache
def english() -> SpellChecker:
    """The words of general English, with their usual forms."""
    return SpellChecker()


def inside(candidate: Candidate, ranges: list[tuple[int, int]]) -> bool:
    """Whether a candidate begins in one of some ranges."""
    return any(start <= candidate.start < end for start, end in ranges)


def target_context(text: str, start: int, end: int) -> bool:
    """Whether the words around a short symbol speak of a target."""
    after = text[end : end + 24]
    before = text[max(0, start - 24) : start]
    return bool(
        re.match(
            r"[\s-]*(?:inhibit|antagon|agonist|receptor|target|positive|mutat|pathway|kinase|gene|express|antibod)",
            after,
        )
        or re.search(
            r"(?:anti-|inhibits |inhibitor of |targets |targeting |blocks |binds (?:to )?|directed (?:at|against) |(?:targets|targeting|against|inhibits|blocks|binds) \S+ and )$",
            before,
        )
    )
