"""What a candidate is, and which of several that overlap stays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spellchecker import SpellChecker

from kg.gazetteer import entries
from kg.nlp.ranges import Ranges
from kg.nlp.recognition import cues
from kg.nlp.recognition.forms import Form
from kg.terms import EntityType

T = EntityType

UNIVERSITY_WORDS = Form(r"\b(?:<<organization:university-word>>)\b", re.IGNORECASE)
_AGENCY_WORDS = Form(r"\b(?:<<organization:agency-word>>)\b", re.IGNORECASE)
_NONPROFIT_WORDS = Form(r"\b(?:<<organization:nonprofit-word>>)\b", re.IGNORECASE)
_TARGET_NEAR = Form(r"<<mechanism:near-target>>")


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

    >>> [organization_type(n).value for n in ("Example Cancer Center", "Example Foundation", "Example")]
    ['university', 'nonprofit', 'company']
    """
    if UNIVERSITY_WORDS.search(name):
        return T.UNIVERSITY
    if _AGENCY_WORDS.search(name):
        return T.AGENCY
    return T.NONPROFIT if _NONPROFIT_WORDS.search(name) else T.COMPANY


def without_overlaps(found: Iterable[Candidate]) -> list[Candidate]:
    """Of candidates that overlap, those of higher rank, then the longer."""
    kept: list[Candidate] = []
    taken = Ranges()
    for candidate in sorted(found, key=lambda c: (-c.rank, -(c.end - c.start), c.start)):
        if taken.add(candidate.start, candidate.end):
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


@cache
def english() -> frozenset[str]:
    """The words of general English, with their usual forms."""
    return frozenset(frequencies())


@cache
def frequencies() -> dict[str, int]:
    """How often each word of general English stands in a large collection of texts."""
    checker = SpellChecker()
    return {word: checker[word] for word in checker.word_frequency.keys()}  # noqa: SIM118 - no mapping


@cache
def target_symbols() -> frozenset[str]:
    """The symbols of genes and the usual names of targets."""
    known = (*entries("genes"), *entries("targets-and-therapies"))
    return frozenset(n for e in known if e.type is T.TARGET for n in (e.name, *e.aliases))


def inside(candidate: Candidate, ranges: Ranges) -> bool:
    """Whether a candidate begins in one of some ranges."""
    return ranges.overlaps(candidate.start, candidate.start + 1)


def glued(name: str) -> bool:
    """Whether two words stand together by mistake: "StudyThe"."""
    parts = re.findall(r"[A-Z][a-z]+", name)
    return (
        len(parts) > 1
        and "".join(parts) == name
        and all(p.casefold() in english() for p in parts)
        and parts[-1] in cues.words("sentence-starts")
    )


def target_context(text: str, start: int, end: int) -> bool:
    """Whether the words around a short symbol speak of a target."""
    return bool(_TARGET_NEAR.search(text[max(0, start - 30) : end + 24]))
