"""Places: with a state or country, in datelines, or said to be where somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import is_place
from kg.model import Document
from kg.nlp.recognition import cues
from kg.nlp.recognition.candidate import Candidate, english
from kg.nlp.recognition.forms import Form
from kg.terms import EntityType, SectionKind

T = EntityType

_STATES = r"(?:<<place:state-or-country>>)"
_NO_PLACE = re.compile(
    r"(?:[A-Z][A-Za-z]{0,2}\.)+(?: ?[A-Z][A-Za-z]{0,2}\.?)*[A-Za-z]?|Company|Phase|Orphan|Avg|Data", re.IGNORECASE
)
# "TOWNVILLE and BERGSTADT, Germany", "May 3, 2021, Townville - Example"
_DATELINE_CITY = re.compile(
    r"(?m)^(?:[A-Z]{2,}[^\n]{0,30}[-–—] )?(?P<name>[A-Z]{3,}(?: [A-Z]{3,}){0,2})(?= and [A-Z]{3,}[A-Z ]*, [A-Z])"
    r"|(?<=\d{4}, )(?P<after>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?= [-–—] [A-Z])"
)
_CITY = r"(?:[A-Z][A-Za-zà-ÿ.'’]+(?:[ -](?:[A-Z][A-Za-zà-ÿ.'’]+|(?:am|an|der|de|la|le|upon|in)\b)){0,3})"
# "Townville, Ohio, USA", "Townville (Germany)", "Townville-based", "based in Townville"
_CITY_STATE = Form(
    rf"(?<!\w)(?<!\w-)(?P<name>{_CITY},\s{_STATES}(?:,\s(?:USA?|U\.S\.A?\.?|UK|U\.K\.|Canada|Australia))?)(?![\w])"
)
_CITY_COUNTRY_PAREN = Form(rf"(?<!\w)(?<!\w-)(?P<name>{_CITY}\s\({_STATES}\))")
_BASED_CITY = Form(rf"(?<!\w)(?<!\w-)(?P<name>{_CITY}(?:,\s{_STATES})?)-(?:based|headquartered)\b")
_BASED_IN_CITY = Form(
    r"\b(?:based|headquartered|located|headquarters|offices?|facilit(?:y|ies)|plant)\s+"
    rf"(?:are\s+|is\s+)?(?:in|at)\s+(?P<name>{_CITY}(?:,\s{_STATES})?)"
)


_STATE = Form(r"<<place:state>>")
_MONTH = re.compile(r"(?i)(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?")
_CAPITALIZED = re.compile(r"[A-Z][\w.'’]+(?:-\w+)*(?: [A-Z][\w.'’]+(?:-\w+)*){0,3}")
_RUN = re.compile(r"(?<![\w.-])[A-Z][\w.'-]*(?: (?:[A-Z][\w.'-]*|of(?= [A-Z]))){0,7}")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|from|near|to|of|across|throughout|and|or|the|outside|for|between|,|downtown|greater)\)? $"
)


def places(document: Document) -> Iterator[Candidate]:
    """Places with a state or country, in datelines, or said to be where somebody is."""
    text = document.text
    for section in document.sections:
        if section.kind is SectionKind.DATELINE:
            for match in _CAPITALIZED.finditer(text, section.start, section.end):
                if is_place(match.group()) and not _MONTH.fullmatch(match.group()):
                    yield Candidate(match.start(), match.end(), T.PLACE, 81)
    for pattern, rank in (
        (_CITY_STATE, 82),
        (_CITY_COUNTRY_PAREN, 82),
        (_BASED_CITY, 81),
        (_BASED_IN_CITY, 71),
    ):
        for match in pattern.finditer(text):
            name = match.group("name")
            start = match.start("name")
            if lead := re.match(r"(?:Headquartered|Based|Located) (?:in|at) ", name):
                start += lead.end()
            if owner := re.match(r".*['’]s\s", text[start : match.end("name")]):
                start += owner.end()  # "Acme's Portsmouth, NH site"
            end = match.end("name")
            if stop := re.search(r"(?<!\bSt)(?<!\bMt)(?<!\bFt)\.\s", text[start:end].split(",")[0]):
                end = start + stop.start()
            elif "," not in name and name.endswith("."):
                end -= 1
            if "\n" not in name and not _STATE.fullmatch(name.split(",")[0]):  # no "Minnesota, Arizona"
                yield Candidate(start, end, T.PLACE, rank)
    for match in _DATELINE_CITY.finditer(text):
        group = "name" if match.group("name") else "after"
        yield Candidate(match.start(group), match.end(group), T.PLACE, 83)
    for match in _RUN.finditer(text):
        yield from _known_places(text, match)


def _known_places(text: str, run: re.Match[str]) -> Iterator[Candidate]:
    """Countries and states wherever they are named, and cities where the words beside say that one is meant."""
    words = list(re.finditer(r"\S+", run.group()))
    number = 0
    while number < len(words):
        for length in (4, 3, 2, 1):
            if number + length > len(words):
                continue
            start, end = run.start() + words[number].start(), run.start() + words[number + length - 1].end()
            name = text[start:end]
            region = name in cues.words("regions") or name.rstrip(".") in cues.words("regions")
            if region and name not in cues.words("regions"):
                name = name.rstrip(".")
            if not region:
                name = re.sub(r"'s$", "", name).rstrip(".")
                region = name in cues.words("regions")
            alone = number == 0 and number + length == len(words)
            city = alone and len(name) > 3 and is_place(name) and not _NO_PLACE.fullmatch(name)
            city = (
                city
                and name.casefold() not in english()
                and bool(_PLACE_BEFORE.search(text[max(0, start - 12) : start]))
            )
            if region or city:
                rank = 54 if alone or not region else 44
                yield Candidate(start, start + len(name), T.PLACE, rank)
                number += length - 1
                break
        number += 1
