"""Organizations and products by where their names stand: on slides, in "About" headings, in headlines."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from kg.model import Document
from kg.nlp.ranges import Ranges
from kg.nlp.recognition import forms
from kg.nlp.recognition.candidate import Candidate, english, inside, organization_type
from kg.nlp.recognition.forms import Form
from kg.nlp.recognition.people import no_person
from kg.terms import EntityType, SectionKind

T = EntityType

# "Example Bio Collaboration"
_HEADED = re.compile(
    r"(?m)^[^\w\n]{0,8}(?P<name>(?:[A-Z][\w&.'’-]+\s){1,4}?)(?:[A-Z]{2,6}\s|[A-Z][a-z]+\s)?"
    r"(?:Collaboration|Partnership|Alliance)\b(?!.{30})"
)
# "- Ann Berg, Example Bio - Head of R&D"
_ATTRIBUTED = Form(
    rf"(?m)^[^\w\n]{{0,8}}(?P<person>{forms.PERSON}),\s+(?P<name>(?:[A-Z][\w&.'’-]+\s?){{1,4}}?)\s*"
    rf"(?:,|\s[-–—])\s+(?=(?:[A-Z]\w+\s){{0,3}}?(?i:{forms.ROLE_WORDS})\b)"
)
_IS_PRODUCT = Form(r"\bis an?\s+(?:\S+\s+){0,8}?(?:<<product:apposition-about>>)\b")


def without_news(document: Document, found: list[Candidate]) -> Iterator[Candidate]:
    """Cut "Acme Brings News" to "Acme", where a company's full name begins with the word and the rest is ordinary."""
    text = document.text
    headlines = Ranges((s.start, s.end) for s in document.sections if s.kind is SectionKind.HEADLINE)
    heads = {text[c.start : c.end].split()[0] for c in found if c.type is T.COMPANY and c.rank >= 83}
    for candidate in found:
        first, *rest = text[candidate.start : candidate.end].split()[:8] or [""]
        news = rest and first in heads and rest[0].endswith(("s", "ed")) and inside(candidate, headlines)
        news = news and all(w.isalpha() and w.casefold() in english() for w in rest)
        if candidate.rank < 60 and candidate.type in {T.COMPANY, T.PERSON} and news:
            yield dataclasses.replace(candidate, type=T.COMPANY, end=candidate.start + len(first))
        else:
            yield candidate


def slide_names(text: str) -> Iterator[Candidate]:
    """Organizations of slides: "Example Bio Collaboration", "- Ann Berg, Example Bio - Head of R&D"."""
    for match in _HEADED.finditer(text):
        name = match.group("name").strip()
        if not forms.NO_COMPANY.match(name) and any(w.casefold() not in english() for w in name.split()):
            yield Candidate(match.start("name"), match.start("name") + len(name), organization_type(name), 96)
    for match in _ATTRIBUTED.finditer(text):
        name = match.group("name").strip()
        if not no_person(match.group("person")) and not forms.NO_COMPANY.match(name):
            yield Candidate(match.start("person"), match.end("person"), T.PERSON, 97)
            yield Candidate(match.start("name"), match.start("name") + len(name), organization_type(name), 97)


def subjects(document: Document) -> Iterator[Candidate]:
    """What an "About" heading is about."""
    for section in document.sections:
        if section.kind is not SectionKind.ABOUT or not section.title:
            continue
        match = re.match(r"About\s+(?:the\s+)?", section.title)
        if match is None:
            continue
        name = re.sub(r"\s*\([^)]*\)$", "", section.title[match.end() :]).rstrip(".:®™ ")
        at = document.text.find(section.title, section.start)
        start = at + match.end()
        if at < 0 or len(name.split()) > 5 or forms.NO_COMPANY.match(name):
            continue
        body = document.text[section.start + len(section.title) : section.end]
        if _is_organization(name, body):
            yield Candidate(start, start + len(name), organization_type(name), 78)
        elif _IS_PRODUCT.search(body[:300]) and name.split()[0].casefold() not in english():
            yield Candidate(start, start + len(name), T.DRUG, 73)


def _is_organization(name: str, body: str) -> bool:
    """Whether a text says that a name is that of a company, or that it does what companies do."""
    described = re.search(
        rf"{re.escape(name)}\S*\s+(?:[\w(),.®™ -]{{0,60}}?\s)?is an?\s+(?:\S+\s+){{0,6}}?"
        r"(?:compan|biopharma|firm|group|organi[sz]ation)",
        body,
    )
    acting = rf"(?:^|\s){re.escape(name)}\s+(?:develops|discovers|seeks|works on|sells|specializes)"
    return bool(described or re.search(acting, body))
