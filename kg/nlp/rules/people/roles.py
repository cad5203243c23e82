"""Who holds which role where, now and before."""

from __future__ import annotations

import itertools
import re

from kg.model import Attributes, Entity
from kg.nlp.rules import forms
from kg.nlp.rules.context import Sentence
from kg.nlp.rules.patterns import Masked, find
from kg.nlp.rules.people.reading import Reading
from kg.nlp.rules.people.tables import table_people
from kg.terms import ORGANIZATIONS, EntityType, Relation, SectionKind, Status

_DEGREES = r"(?:,?\s+(?:M\.?D\.?|Ph\.?\s?D\.?|M\.?B\.?A\.?|MBBS|FRCP\w?|M\.?Sc\.?|B\.?Sc\.?|Pharm\.?D\.?|J\.?D\.?|CPA|DVM|MPH|D\.?Phil\.?|M\.?A\.?|M\.?S\.?|F\.R\.C\.S\.?|B\.M\.|B\.Ch\.|FACP|MB|ChB|RN)(?=[\s,.;)]|$))*"
# "President of Example Applications", of which no more is known
_OF_ANOTHER = re.compile(
    r"(?:[Pp]resident|CEO|[Cc]hief [Ee]xecutive(?: [Oo]fficer)?|[Cc]hair\w*|[Ff]ounder) of (?!(?:the |its )?(?:R&D|Research|Development|Global|North|Europe|U\.?S|Commercial|Medical|Clinical|Oncology|Finance|Corporate|Business|Board|Regulatory|Operations|Manufacturing|Product|Marketing|Sales|Strategy|Investor|Human|Quality|Technical|Scientific|International|Hematology|Vaccines|Biosimilars|Pharma))[A-Z]"
)
_ROLE = forms.ROLE_WORDS
_TITLE_END = re.compile(
    r"\s(?:said|says|added|adds|stated|who|commented|remarked|noted|explained|will|has|had|is|was|joined|told|and\s<H|thanked|as\s|in\s(?:\d|a\s|the\s)|since\s|on\s|put\s|put\s|where\s|responsible|leading|at\sthe\s(?:beginning|end|start|time))\b|[.;:\"”“]|\)|,\s(?!(?:and\s)?(?:[A-Z][\w&/]*\s){0,4}?(?i:"
    + _ROLE
    + r")\b|(?:Clinical|Research|Corporate|Global|Medical|Regulatory|Investor|Business|Product|Commercial|Scientific|Development|Finance|R&D|Division|Department|Head|Operations|Europe|North)\b)"
    r"|\s(?:of|at|for|with|from|in)\s(?:the\s)?<[OUAN]\d+>|,\s(?:the\s)?<[OUAN]\d+>|\s<[OUANH]\d+>|\s[-–—]\s"
)


def _role(
    reading: Reading,
    person: Entity,
    organization: Entity,
    title: str | None,
    masked_or_range: Sentence | tuple[int, int],
    rule: str,
    *,
    status: Status | None = None,
    confidence: float = 0.85,
) -> None:
    if (person.id, organization.id) in reading.given and title is None:
        return
    reading.given.add((person.id, organization.id))
    words = re.sub(r"\s+", " ", title).strip(" ,;-–—") if title else None
    reading.context.add(
        Relation.HOLDS_ROLE,
        person,
        organization,
        sentence=masked_or_range,
        rule=rule,
        trigger=words or "",
        attributes=Attributes(title=words or None, status=status),
        confidence=confidence,
    )


def read_roles(reading: Reading, masked: Masked) -> None:
    """Which roles a sentence gives to people."""
    text = masked.text
    for match in re.finditer(r"<H(\d+)>", text):
        slot = masked.slots[int(match.group(1))]
        if slot.entity is None:
            continue
        if not _after(reading, masked, slot.entity, match.end()):
            _before(reading, masked, slot.entity, match.start(), match.end())
    _appointments(reading, masked)


def _after(reading: Reading, masked: Masked, person: Entity, end: int) -> bool:
    """As in "Jim Example, M.D., president and CEO of Acme"."""
    text = masked.text
    lead = re.match(
        rf"{_DEGREES}\s*(?:,|\(|\s[-–—])\s*(?:(?:who\s)?(?:is|serves as|as)\s)?(?:(?:the|its|our|a|an)\s)?(?:(?P<former>former|formerly|previously)\s)?",
        text[end:],
    )
    if lead is None:
        return False
    rest = text[end + lead.end() :]
    possessive = re.match(
        r"(?:<[OUAN](?P<n>\d+)>)(?:['’]s?)?\s+(?=(?i:" + r"(?:[\w&/-]+\s){0,4}?" + _ROLE + r")\b)", rest
    )
    organization = None
    if possessive:
        organization = masked.slots[int(possessive.group("n"))].entity
        rest = rest[possessive.end() :]
    attributed = re.match(r"<[OUAN](?P<n>\d+)>\s*(?:,|[-–—])\s*(?=(?i:(?:[\w&/-]+\s){0,4}?" + _ROLE + r")\b)", rest)
    if attributed:  # "- Laurent Example, Acme - Head of R&D"
        organization = masked.slots[int(attributed.group("n"))].entity
        rest = rest[attributed.end() :]
    title, following = _split_title(rest)
    if title is None or _OF_ANOTHER.search(title):
        return False
    if organization is None and re.search(r"\bits\s$", lead.group()):  # "Ann Berg, Acme's chair, and Bo Lund, its CEO"
        before = [s.entity for s in masked.slots_in(0, end) if s.entity and s.entity.type in ORGANIZATIONS]
        organization = before[-1] if before else None
    if organization is None:
        organization = _organization(reading, masked, following, title)
    if organization is None:
        return False
    status = Status.COMPLETED if lead.group("former") or re.match(r"(?i)former", title) else None
    _role(
        reading, person, organization, _words(reading, masked, title), masked.sentence, "role/apposition", status=status
    )
    return True


def _organization(reading: Reading, masked: Masked, following: str, title: str) -> Entity | None:
    """The organization named after a title, or the one that the sentence, or the document, is about."""
    match = re.match(
        r"(?:,?\s*+(?:(?:of|at|for|with|from|in|to)\s*+)?(?:the\s)?"
        r"(?:(?:[A-Z][\w/&-]*+|of|and|the|in|at|for)[\s,]++){0,8}?)<[OUAN](?P<n>\d+)>",
        following,
    )
    if match:
        here = masked.slots[int(match.group("n"))].entity
        nested = re.match(r"[^.]{0,6}?,?\s*+(?:at|of|,)\s*+(?:the\s)?<[UOAN](?P<n>\d+)>", following[match.end() :])
        if nested and here is not None and here.type is EntityType.UNIVERSITY:
            outer = masked.slots[int(nested.group("n"))].entity
            return outer or here
        return here
    academic = [s for s in masked.slots if s.entity and s.entity.type is EntityType.UNIVERSITY]
    if academic and re.search(r"(?i)^\W*(?:chair of|professor|dean|investigator|physician)", title):
        return academic[-1].entity
    issuers = reading.context.issuers
    if len(issuers) > 1:  # a joint release: the issuer that the paragraph speaks of
        named = [s.entity for s in masked.slots if s.entity in issuers]
        if len({e.id for e in named if e}) == 1 and named[0]:
            return named[0]
    return issuers[0] if issuers else None


def _before(reading: Reading, masked: Masked, person: Entity, start: int, end: int) -> bool:
    """As in "Acme's chief executive officer, Jim Example"; "the CEO of Acme, Jim Example"; "Chairman Jim Example"."""
    before = masked.text[:start]
    match = re.search(
        rf"(?:<[OUAN](?P<n>\d+)>(?:['’]s?)?\s+)?(?P<title>(?:(?:[A-Z][\w&/-]*|and|&|of)\s+){{0,6}}?(?i:{_ROLE})(?:\s(?:and|&)\s(?i:{_ROLE}))?(?:\s(?:of|for)\s(?:the\s)?(?!<)[\w&/ -]{{2,40}}?)?)(?:\s(?:of|at|for)\s(?:the\s)?<[OUAN](?P<of>\d+)>)?,?\s+(?:Dr\.?\s|Mr\.?\s|Ms\.?\s|Professor\s|Prof\.?\s)?$",
        before,
    )
    if match is None:
        return False
    number = match.group("of") or match.group("n")
    organization = (
        masked.slots[int(number)].entity
        if number
        else (reading.context.issuers[0] if reading.context.issuers else None)
    )
    if organization is None or organization.type not in ORGANIZATIONS:
        return False
    title = re.sub(r"^(?:and|&|of)\s+", "", match.group("title"))
    status = (
        Status.COMPLETED
        if re.search(r"(?i)\bformer(?:ly)?\s*$", before[: match.start("title")]) or title.lower().startswith("former")
        else None
    )
    _role(
        reading,
        person,
        organization,
        _words(reading, masked, title),
        masked.sentence,
        "role/before-name",
        status=status,
        confidence=0.8,
    )
    return True


def _appointments(reading: Reading, masked: Masked) -> None:
    issuer = reading.context.issuers[0] if reading.context.issuers else None
    patterns = [
        rf"(?:appointed|appoints|appointment of|named|names|promoted|promotes|hired|hires|elected|elects) {{PERSON:p}}{_DEGREES},? (?:as |to )(?:the (?:position|role) of |its |the |our |be )?(?P<title>.*)",
        rf"{{PERSON:p}}{_DEGREES},? (?:has been|was|will be|is|were|is to|will|has) (?:appointed|named|promoted|elected|hired|become) (?:as |to )?(?:the (?:position|role) of |its |the |our )?(?P<title>.*)",
        rf"{{PERSON:p}}{_DEGREES},? (?:has joined|will join|joins|joined) (?:{{ORG:o}} |the company |the board )?(?:as|in the role of) (?:its |the |our )?(?P<title>.*)",
        rf"{{PERSON:p}}{_DEGREES},? (?:previously |formerly )?(?P<past>served|serves|worked|was|held) (?:as |the position of )?(?:the |its )?(?P<title>.*)",
    ]
    for found in find(patterns, masked):
        title, following = _split_title(found.match.group("title"))
        if title is None or not found.entities("p"):
            continue
        named = re.match(r"\s*(?:of|at|for|with)\s(?:the\s)?<[OUAN](?P<n>\d+)>", following)
        organization = (
            found.entities("o")[0]
            if found.entities("o")
            else masked.slots[int(named.group("n"))].entity
            if named
            else issuer
        )
        if organization is None:
            continue
        past = "past" in found.match.groupdict() and (found.match.group("past") or "") in {
            "served",
            "worked",
            "was",
            "held",
        }
        future = re.search(r"\bwill\b|\bis to\b", found.trigger) is not None
        status = Status.COMPLETED if past and named else Status.PLANNED if future else None
        if past and not named:
            continue
        _role(
            reading,
            found.entities("p")[0],
            organization,
            _words(reading, masked, title),
            masked.sentence,
            "role/appointment",
            status=status,
        )


def _words(reading: Reading, masked: Masked, title: str) -> str:
    """A title with its slots turned back into words."""
    return re.sub(
        r"<[A-Z](\d+)>",
        lambda m: reading.text[masked.slots[int(m.group(1))].start : masked.slots[int(m.group(1))].end],
        title,
    )


def read_contacts(reading: Reading) -> None:
    """Contacts: a name, a title and an organization on lines of their own."""
    for section in reading.context.document.sections:
        if section.kind is not SectionKind.CONTACT:
            continue
        references = reading.context.references_in(section.start, section.end)
        for one, other in itertools.pairwise(references):
            between = reading.text[one.end : other.start]
            if (
                one.type is EntityType.PERSON
                and other.type is EntityType.COMPANY
                and len(between) < 60
                and "@" not in between
            ):
                title = next(
                    (line.strip() for line in between.split("\n") if re.search(rf"(?i)\b{_ROLE}\b", line)), None
                )
                if title:
                    _role(
                        reading, one.entity, other.entity, title, (one.start, other.end), "role/contact", confidence=0.6
                    )


def _split_title(rest: str) -> tuple[str | None, str]:
    """Split "president and CEO of <O3> said" into the title and what follows; None where it is no title."""
    end = _TITLE_END.search(rest)
    title = rest[: end.start()] if end else rest
    following = rest[end.start() :] if end else ""
    role = re.search(rf"(?i)\b{_ROLE}\b", title)
    if role is None or role.start() > 60 or len(title) > 140:
        return None, rest
    if re.match(r"(?i)(?:said|has|is|was|will|whose|where|and)\b", title):
        return None, rest
    return title.strip(" ,"), following


def read_tables(reading: Reading) -> None:
    """Leadership tables: a person with a title, and in the next cell where else the person has been."""
    at = {r.start: r.entity for r in reading.context.references}
    issuer = reading.context.issuers[0] if reading.context.issuers else None
    for section in reading.context.document.sections:
        if section.kind is not SectionKind.TABLE:
            continue
        for start, end, first, last, others in table_people(reading.text, section):
            person = at.get(start)
            if person is None or person.type is not EntityType.PERSON:
                continue
            stop = others[-1][1] if others else last
            if issuer is not None:
                _role(reading, person, issuer, reading.text[first:last], (start, stop), "role/table")
            director = re.fullmatch(r"\s*(?:Independent |Non-Executive )?Director\s*", reading.text[first:last])
            for number, (begin, finish, title) in enumerate(others):
                organization = at.get(begin)
                if organization is None or organization.type not in ORGANIZATIONS:
                    continue
                current = bool(director) and number == 0
                status = None if current else Status.COMPLETED
                _role(
                    reading,
                    person,
                    organization,
                    title or None,
                    (start, max(stop, finish, end)),
                    "role/table-beside",
                    status=status,
                )
