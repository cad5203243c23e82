"""Who issues a document, and what "the Company", "its lead candidate" and "it" refer to."""

from __future__ import annotations

import bisect
import re
from collections import Counter

from kg.nlp.linking.groups import ISOTOPE, Group, Linker
from kg.nlp.recognition.forms import TICKER, Form
from kg.terms import ORGANIZATIONS, EntityType, SectionKind

T = EntityType
# After a name at the start of the body: its owner issues the document.
ANNOUNCES = re.compile(
    r"(?:\s*\([^()]{0,120}\)){0,3}(?:,[^.;]{0,160}?,)?\s+"
    r"(?:has\s|have\s|today\s|is\s(?:pleased|proud)\sto\s)*(?:announce|report|said|today)"
)
_NAMES_IT = re.compile(r"\s?(?:,|:|is|are|\s[-–—])?\s?(?:called|named)?\s?")
_COMPANY = re.compile(
    r"(?<![\w\"“'‘-])(?:[Tt]he [Cc]ompany(?![\"”’])|[Ww]e\b(?!['’])|[Oo]ur [Cc]ompany\b|[Oo]ur\b)(?=['’\s,.;])"
)
# "its lead investigational drug candidate"
_DRUG = Form(
    r"(?<![\w-])(?:(?:[Ii]ts|[Oo]ur|[Tt]he|[Tt]his)(?:\s[Cc]ompany['’]s)?\s"
    r"(?:(?:lead|investigational|new|novel|experimental)\s)*"
    r"(?:(?:product|drug|vaccine|development|clinical)\s)?(?:<<reference:product>>))(?![\w-]|s\b)"
)
_IT = Form(r"(?<=[.!?]\s)It(?=\s(?:<<reference:pronoun-verb>>)\b)")


def find_issuers(linker: Linker) -> None:
    """The organizations that a document is of: by ticker, place, definition, number of mentions."""
    score: Counter[int] = Counter()
    orgs = [g for g in linker.groups if g.type in ORGANIZATIONS]
    titles = " ".join(s.title or "" for s in linker.document.sections if s.kind is SectionKind.ABOUT)
    sections = linker.document.sections
    first_body = next(
        (s.end for s in sections if s.kind is SectionKind.DATELINE),
        next((s.start for s in sections if s.kind is SectionKind.BODY and s.end - s.start > 150), 0),
    )
    for number, group in enumerate(orgs):
        if group.type is not T.COMPANY and not any(0 <= s - first_body < 60 for s, _ in group.spans):
            continue
        score[number] += 3 * sum(bool(TICKER.match(linker.text, end + k)) for _, end in group.spans for k in (0, 1, 2))
        score[number] += 4 * any(
            re.match(r"[^.\n]{0,80}?\(?[^()\n]{0,60}[\"“'‘](?:the )?[Cc]ompany[\"”'’]", linker.text[end : end + 140])
            for _, end in group.spans
        )
        score[number] += 3 * any(n in titles for n in group.names)
        score[number] += 2 * any(0 <= s - first_body < 120 for s, _ in group.spans)
        score[number] += min(len(group.spans), 12) / 6  # type: ignore[assignment]
        score[number] += 1 * any(s < 200 for s, _ in group.spans)
        score[number] += 1 * any(0 <= s - first_body < 12 and ANNOUNCES.match(linker.text, e) for s, e in group.spans)
    ranked = sorted((n for n in score if score[n] >= 3), key=lambda n: (-score[n], orgs[n].first))
    if not ranked and score:
        ranked = [max(score, key=lambda n: (score[n], -orgs[n].first))]
    best = score[ranked[0]] if ranked else 0
    linker.issuers = [orgs[n] for n in ranked if score[n] >= best - 4][:3]


def link_nominals(linker: Linker) -> None:
    """Link "the Company", "we", "its lead candidate" and "It" to what they refer to."""
    issuer = _company(linker)
    if issuer is not None:
        for match in _COMPANY.finditer(linker.text):
            _nominal(linker, issuer, match.start(), match.end())
    products = [g for g in linker.groups if g.type is T.DRUG and _is_product(linker, g)]
    drugs = sorted(((start, end, g) for g in products for start, end in g.spans), key=lambda d: d[:2])
    for match in _DRUG.finditer(linker.text):
        at = bisect.bisect_left(drugs, match.start(), key=lambda d: d[0])
        if at < len(drugs) and _NAMES_IT.fullmatch(linker.text, match.end(), drugs[at][0]):
            continue  # "its lead candidate AB-12", "its lead candidate is AB-12"
        while at and drugs[at - 1][1] > match.start():
            at -= 1
        if at and match.start() - drugs[at - 1][1] < 700:
            _nominal(linker, drugs[at - 1][2], match.start(), match.end())
    _pronouns(linker)


def _company(linker: Linker) -> Group | None:
    for group in linker.issuers:
        for _, end in group.spans:
            if re.match(r"[^.\n]{0,80}?[\"“'‘](?:the )?[Cc]ompany[\"”'’]", linker.text[end : end + 140]):
                return group
    return linker.issuers[0] if linker.issuers else None


def _is_product(linker: Linker, group: Group) -> bool:
    return not any(ISOTOPE.search(n) or re.search(r"(?i)radiation|radiotherapy|chemotherapy", n) for n in group.names)


def _nominal(linker: Linker, group: Group, start: int, end: int) -> None:
    if linker.taken.add(start, end):
        group.nominals.append((start, end))


def _pronouns(linker: Linker) -> None:
    """As in "It" at the start of a sentence is what the sentence before began with."""
    subjects = [g for g in linker.groups if g.type in {T.DRUG, *ORGANIZATIONS}]
    mentions = sorted(((s, g) for g in subjects for s, _ in (*g.spans, *g.nominals)), key=lambda m: m[0])
    for match in _IT.finditer(linker.text):
        previous = max(linker.text.rfind(". ", 0, match.start() - 2), linker.text.rfind("\n", 0, match.start()))
        at = bisect.bisect_right(mentions, previous, key=lambda m: m[0])
        if at < len(mentions) and mentions[at][0] < min(match.start(), previous + 60):
            _nominal(linker, mentions[at][1], match.start(), match.end())
