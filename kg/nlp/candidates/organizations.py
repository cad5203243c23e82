"""Organizations by their form: legal forms, usual words, tickers, slides, "About" headings, news."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator

from kg.gazetteer import is_place
from kg.model import Document
from kg.nlp import forms
from kg.nlp.candidates.candidate import Candidate, english, inside, organization_type
from kg.nlp.candidates.people import no_person
from kg.terms import EntityType, SectionKind

T = EntityType


def without_news(document: Document, found: list[Candidate]) -> Iterator[Candidate]:
    """Cut "Acme Brings News" to "Acme", where a company's full name begins with the word and the rest is ordinary."""
    text = document.text
    headlines = [(s.start, s.end) for s in document.sections if s.kind is SectionKind.HEADLINE]
    heads = {text[c.start : c.end].split()[0] for c in found if c.type is T.COMPANY and c.rank >= 83}
    for candidate in found:
        first, *rest = text[candidate.start : candidate.end].split()[:8] or [""]
        news = rest and first in heads and rest[0].endswith(("s", "ed")) and inside(candidate, headlines)
        news = news and all(w.isalpha() and w.casefold() in english() for w in rest)
        if candidate.rank < 60 and candidate.type in {T.COMPANY, T.PERSON} and news:
            yield dataclasses.replace(candidate, type=T.COMPANY, end=candidate.start + len(first))
        else:
            yield candidate


def organizations(text: str) -> Iterator[Candidate]:
    """Organizations by the form of their names."""
    for match in forms.COMPANY_LEGAL.finditer(text):
        start = trim_left(text, match.start("name"), match.end("name"))
        if verbs := list(forms.HEADLINE_VERB.finditer(" " + text[start : match.end("name")])):
            start += verbs[-1].end() - 1
        end = match.end()
        joined = text[start:end].rfind(" and ")
        if joined > 0 and not re.match(
            r" and (?:Company|Co|Sons|Johnson|Associates|Partners)\b", text[start + joined : end]
        ):
            start += joined + 5  # "Acme and Beta Pharma GmbH" are two
        if text[end - 1] == "." and not re.search(
            r"(?:\b(?:Inc|Corp|Ltd|Co)|S\.A|N\.V|B\.V|L\.P|K\.K|p\.A)\.$", text[start:end]
        ):
            end -= 1
        yield Candidate(start, end, T.COMPANY, 90)
    for pattern, kind, rank in (
        (forms.UNIVERSITY, T.UNIVERSITY, 86),
        (forms.AGENCY, T.AGENCY, 86),
        (forms.NONPROFIT, T.NONPROFIT, 85),
        (forms.COMPANY_WORD, T.COMPANY, 84),
    ):
        for match in pattern.finditer(text):
            start = trim_left(text, match.start(), match.end())
            name = text[start : match.end()]
            verbs = list(forms.HEADLINE_VERB.finditer(" " + name))
            if verbs:
                subject = name[: max(0, verbs[0].start() - 1)]
                if subject and not forms.NO_COMPANY.match(subject):
                    yield Candidate(start, start + len(subject), T.COMPANY, 56)
                start += verbs[-1].end() - 1
                name = text[start : match.end()]
            end = match.end()
            if kind is T.UNIVERSITY and (tail := forms.UNIVERSITY_TAIL.match(name)):
                end = start + tail.end("name")
                name = text[start:end]
            if pattern is forms.COMPANY_WORD and (re.search(r"[®™]", name) or re.match(r"\s?[®™]", text[end:])):
                if re.search(r"Technolog(?:y|ies)$", name):
                    yield Candidate(start, end, T.PLATFORM, 81)
                continue  # "the partners of BRANDIX™"
            of = re.match(r" of\b", text[end:]) and not _SURELY.search(name)
            if pattern is forms.COMPANY_WORD and of:
                continue  # "Partners of the firm", "Group of Five"
            if len(name.split()) > 1 and not forms.NO_COMPANY.match(name) and "\n" not in name:
                yield Candidate(start, end, kind, rank)
    for match in forms.COLLABORATOR.finditer(text):
        name = match.group("name")
        if not forms.NO_COMPANY.match(name) and not all(w.casefold() in english() for w in name.split()):
            yield Candidate(match.start("name"), match.end("name"), organization_type(name), 53)
    for match in _APPOINTS.finditer(text):
        name = match.group("name")
        if not forms.NO_COMPANY.match(name) and not (" " not in name and name.casefold() in english()):
            yield Candidate(match.start("name"), match.end("name"), organization_type(name), 61)
    acts = Counter(m.group("name") for m in _ACTS.finditer(text))
    for match in _ACTS.finditer(text):
        name = match.group("name")
        known = name.casefold() in english() or is_place(name) or forms.NO_COMPANY.match(name)
        if not known and (acts[name] > 1 or len(re.findall(rf"\b{re.escape(name)}\b", text)) > 1):
            yield Candidate(match.start("name"), match.end("name"), T.COMPANY, 52)
    for match in forms.TICKER.finditer(text):
        before = re.search(
            r"((?:[A-Z][\w®™'’.&-]*|and|of|&)(?:,? (?=\S))?)+\s*(?:\([^)]{0,40}\)\s*)?$",
            text[max(0, match.start() - 90) : match.start()],
        )
        if before:
            name = before.group().split("(")[0].rstrip(" ,")
            start = max(0, match.start() - 90) + before.start()
            start = trim_left(text, start, start + len(name))
            end = max(0, match.start() - 90) + before.start() + len(name)
            if end - start > 2 and not forms.NO_COMPANY.match(text[start:end]):
                yield Candidate(start, end, T.COMPANY, 83)


# "Example obtained an option": what no dictionary has and acts as companies do, and is named again
_ACTS = re.compile(
    r"(?m)(?:^|(?<=[.] ))(?P<name>[A-Z][a-z]{3,14}) (?:announce[sd]?|said|says|signed|entered|obtained|licensed|acquired|raised|appointed|reported|sells|plans|expects|is developing|develops|focuses|has (?:signed|entered|acquired|licensed|obtained|raised|appointed|agreed))\b"
)
_SURELY = re.compile(r"(?i)(?:pharma\w*|therapeutics|bio\w+|biotech\w*|vaccines|labs|laboratories)$")
# "Example appointed Ann Berg as"
_APPOINTS = re.compile(
    rf"(?m)^(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+){{0,2}}) (?:has )?(?:appoint(?:s|ed)|names|named|hires|hired|promotes|promoted) (?:Dr\.? )?{forms.PERSON}{forms.DEGREES}*,? (?:as|to)\b"
)
_LEADING = re.compile(
    r"^(?:(?:Shares of|The|A|An|And|In|At|On|By|For|With|From|About|Under|Its|Our|Between|To|Of|As|When|While|Since|Also|Both|Today|Meanwhile|However|Separately|Source|Contact|Contacts|Announces|Said|Dr|Mr|U\.S\. Government Awards)\b[.:]?\s+|"
    r"(?:President|Chairman|Director|Professor|Head|Chief|CEO|CFO|COO|CSO|CMO|CTO|CBO|EVP|SVP|Officer|Partner|Founder|and|of|the|for|&)\b,?\s+)+"
)


# "Watertown, Massachusetts-based Acme", and in headlines "Gives Rights To Acme": what stands before is no name.
_NO_PART = re.compile(
    r"^.*(?:\b[A-Z][\w.]*-(?:based|headquartered|listed|traded|owned)|\s(?:To|By|With|From|For|In|Of|Between))\s+"
)


def trim_left(text: str, start: int, end: int) -> int:
    """Where a name begins, once the words before it that are no part of it are left out."""
    seat = re.match(r"(?P<place>[A-Z][\w ]+)['’]s\s+(?=[A-Z])", text[start:end])
    if seat and is_place(seat.group("place")):
        start += seat.end()  # "New Haven's Acme"
    for pattern in (_NO_PART, _LEADING):
        match = pattern.match(text[start:end])
        if match and match.end() < end - start:
            start += match.end()
    return start


_HEADED = re.compile(
    r"(?m)^\W*(?P<name>(?:[A-Z][\w&.'’-]+\s){1,4}?)(?:[A-Z]{2,6}\s|[A-Z][a-z]+\s)?(?:Collaboration|Partnership|Alliance)\b(?!.{30})"
)
_ATTRIBUTED = re.compile(
    rf"(?m)^\W*(?P<person>{forms.PERSON}),\s+(?P<name>(?:[A-Z][\w&.'’-]+\s?){{1,4}}?)\s*(?:,|\s[-–—])\s+(?=(?:[A-Z]\w+\s){{0,3}}?(?i:{forms.ROLE_WORDS})\b)"
)


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
        if re.search(
            rf"{re.escape(name)}\S*\s+(?:[\w(),.®™ -]{{0,60}}?\s)?is an?\s+(?:\S+\s+){{0,6}}?(?:compan|biopharma|firm|group|organi[sz]ation)",
            body,
        ) or re.search(rf"(?:^|\s){re.escape(name)}\s+(?:develops|discovers|seeks|works on|sells|specializes)", body):
            yield Candidate(start, start + len(name), organization_type(name), 78)
        elif (
            re.search(
                r"\bis an?\s+(?:\S+\s+){0,8}?(?:inhibitor|antibody|vaccine|drug|compound|candidate|agonist|antagonist|molecule|therapy|modulator|antibiotic|medicine|peptide|treatment|conjugate)\b",
                body[:300],
            )
            and name.split()[0].casefold() not in english()
        ):
            yield Candidate(start, start + len(name), T.DRUG, 73)
