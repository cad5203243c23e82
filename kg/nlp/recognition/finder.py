"""All candidates of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.gazetteer import Matcher
from kg.model import Document
from kg.nlp.ranges import Ranges
from kg.nlp.recognition import cues, forms
from kg.nlp.recognition.again import again, defined
from kg.nlp.recognition.candidate import Candidate, inside, target_context, without_overlaps
from kg.nlp.recognition.companies import companies
from kg.nlp.recognition.diseases import disease, diseases
from kg.nlp.recognition.headings import slide_names, subjects, without_news
from kg.nlp.recognition.mechanisms import platforms, targets
from kg.nlp.recognition.organizations import organizations
from kg.nlp.recognition.people import named_people, people, rows
from kg.nlp.recognition.places import places
from kg.nlp.recognition.products import products, unknown_words
from kg.nlp.recognition.shapes import shaped
from kg.nlp.recognition.trials import trials
from kg.nlp.text import fold
from kg.terms import ORGANIZATIONS, EntityType, SectionKind

T = EntityType
_SIGN = re.compile(r"\s?(?:[®™]|\((?:R|TM)\))$")
_DEGREE = re.compile(r"(?:,? (?:M\.?D\.?|Ph\.?D\.?|M\.?S\.?|MBA|Pharm\.?D\.?)|'s)+$")
# No word or gap is so long; what is, is no text, and patterns would take long to see that.
_ENDLESS = re.compile(r"\S{200,}|\s{60,}")


def recognize(document: Document, known: Matcher) -> list[Candidate]:
    """All candidates of a document, not overlapping, in order."""
    document = _folded(document)
    text = document.text
    found: list[Candidate] = [
        *_known(text, known),
        *organizations(text),
        *products(text),
        *diseases(text),
        *targets(text),
        *platforms(text),
        *trials(text),
        *people(text),
        *places(document),
        *companies(document),
        *named_people(text),
        *subjects(document),
        *rows(document),
        *slide_names(text),
    ]
    found = list(without_news(document, found))
    found += unknown_words(text, found)
    found += list(shaped(text))
    found += list(defined(text, found))
    found += list(again(text, found))
    silent = Ranges((s.start, s.end) for s in document.sections if s.kind is SectionKind.BOILERPLATE)
    listings = Ranges(m.span("listing") for m in forms.TICKER.finditer(text))
    found = [
        c
        for c in found
        if c.end > c.start and not inside(c, silent) and not (c.type in ORGANIZATIONS and inside(c, listings))
    ]
    return without_overlaps(trimmed(text, c) for c in found)


def trimmed(text: str, candidate: Candidate) -> Candidate:
    """A candidate without what stands behind its name: a trademark sign, degrees, the verb of a headline."""
    name = text[candidate.start : candidate.end]
    if sign := _SIGN.search(name):
        name = name[: sign.start()]
    if candidate.type is T.PERSON:
        if degree := _DEGREE.search(name):
            name = name[: degree.start()]
        words = name.split(" ")
        while len(words) > 2 and words[-1].casefold() in cues.words("headline-verbs"):
            words.pop()
        name = " ".join(words)
    return replace(candidate, end=candidate.start + len(name)) if name else candidate


def _folded(document: Document) -> Document:
    """A document with plain apostrophes, dashes and blanks, and without endless words, at the same positions."""
    text = _ENDLESS.sub(lambda m: ("x\n" * len(m.group()))[: len(m.group())], fold(document.text))
    sections = tuple(replace(s, title=fold(s.title)) if s.title else s for s in document.sections)
    return replace(document, text=text, sections=sections)


def _known(text: str, matcher: Matcher) -> Iterator[Candidate]:
    ranks = {T.AGENCY: 88, T.NONPROFIT: 88, T.UNIVERSITY: 87, T.COMPANY: 70, T.INDICATION: 78, T.DRUG: 76, T.TARGET: 74}
    for match in matcher.find(text):
        entry, start, end = match.entry, match.start, match.end
        name = text[start:end]
        if entry.type is T.TARGET and name in cues.words("no-targets"):
            continue
        if entry.type is T.TARGET and entry.weak and not target_context(text, start, end):
            continue
        if entry.type is T.INDICATION and name.casefold() in cues.words("no-diseases"):
            continue
        if entry.type is T.INDICATION:
            yield from disease(text, start, end, 78, entry.identifier)
            continue
        aliases = (entry.name, *entry.aliases) if entry.type not in {T.TARGET, T.DRUG} else (entry.name,)
        if entry.type is T.TARGET and entry.aliases and not entry.identifier:
            aliases = (entry.name, *entry.aliases)
        identifier = entry.identifier or (f"inn:{entry.name.replace(' ', '-')}" if entry.type is T.DRUG else None)
        yield Candidate(start, end, entry.type, ranks[entry.type], identifier, aliases)
