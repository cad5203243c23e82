"""All candidates of a document."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.gazetteer import Matcher
from kg.model import Document
from kg.nlp import forms
from kg.nlp.candidates.candidate import Candidate, inside, target_context, without_overlaps
from kg.nlp.candidates.diseases import disease, diseases
from kg.nlp.candidates.mechanisms import platforms_and_trials, targets
from kg.nlp.candidates.organizations import organizations, slide_names, subjects, without_news
from kg.nlp.candidates.people import people, rows
from kg.nlp.candidates.products import products, unknown_words
from kg.nlp.candidates.statistical import places, statistical
from kg.terms import ORGANIZATIONS, EntityType, SectionKind

T = EntityType


def candidates(doc: Doc, matcher: Matcher) -> list[Candidate]:
    """All candidates of a document, not overlapping, in order."""
    document: Document = doc._.kg_document
    text = document.text
    found: list[Candidate] = [
        *_known(text, matcher),
        *organizations(text),
        *products(text),
        *diseases(doc),
        *targets(text),
        *platforms_and_trials(text),
        *people(text),
        *places(document),
        *statistical(doc),
        *subjects(document),
        *rows(document),
        *slide_names(text),
    ]
    found = list(without_news(document, found))
    found += unknown_words(text, found)
    silent = [(s.start, s.end) for s in document.sections if s.kind is SectionKind.BOILERPLATE]
    listings = [m.span("listing") for m in forms.TICKER.finditer(text)]
    found = [
        c
        for c in found
        if c.end > c.start and not inside(c, silent) and not (c.type in ORGANIZATIONS and inside(c, listings))
    ]
    return without_overlaps(found)


def _known(text: str, matcher: Matcher) -> Iterator[Candidate]:
    ranks = {T.AGENCY: 88, T.NONPROFIT: 88, T.UNIVERSITY: 87, T.COMPANY: 70, T.INDICATION: 78, T.DRUG: 76, T.TARGET: 74}
    for match in matcher.find(text):
        entry, start, end = match.entry, match.start, match.end
        if entry.type is T.TARGET and entry.weak and not target_context(text, start, end):
            continue
        if entry.type is T.INDICATION:
            yield from disease(text, start, end, 78, entry.identifier)
            continue
        aliases = (entry.name, *entry.aliases) if entry.type not in {T.TARGET, T.DRUG} else (entry.name,)
        if entry.type is T.TARGET and entry.aliases and not entry.identifier:
            aliases = (entry.name, *entry.aliases)
        identifier = entry.identifier or (f"inn:{entry.name.replace(' ', '-')}" if entry.type is T.DRUG else None)
        yield Candidate(start, end, entry.type, ranks[entry.type], identifier, aliases)
