"""People by titles, degrees and roles, and those of leadership tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Document, Section
from kg.nlp import forms
from kg.nlp.candidates.candidate import Candidate, english, organization_type
from kg.terms import EntityType, SectionKind

T = EntityType


def people(text: str) -> Iterator[Candidate]:
    """People with titles, degrees or roles beside their names."""
    for pattern, rank in (
        (forms.TITLED_PERSON, 95),
        (forms.DEGREED_PERSON, 94),
        (forms.PERSON_ROLE, 92),
        (forms.SAID_PERSON, 93),
        (forms.ROLE_PERSON, 91),
        (forms.APPOINTED_PERSON, 90),
    ):
        for match in pattern.finditer(text):
            name = match.group("name")
            if "\n" in name or no_person(name) or (rank == 91 and ordinary(name)):
                continue
            yield Candidate(match.start("name"), match.end("name"), T.PERSON, rank)


def table_people(text: str, section: Section) -> Iterator[tuple[int, int, int, int, list[tuple[int, int, str]]]]:
    """Rows that hold people, each with a cell of other roles beside.

    Yields:
        For each person the range of the name, that of the title, and of each organization in the next cell its range
        and the title there ("" where none is given).
    """
    at = section.start
    for line in text[section.start : section.end].split("\n"):
        cells, start = [], at
        for cell in line.split("\t"):
            cells.append((start, cell))
            start += len(cell) + 1
        at += len(line) + 1
        for number, (offset, cell) in enumerate(cells):
            match = forms.ROW_PERSON.match(cell)
            if match is None or no_person(match.group("name")):
                continue
            beside = cells[number + 1] if number + 1 < len(cells) else (0, "")
            others = [] if forms.ROW_PERSON.match(beside[1]) else list(_roles(*beside))
            yield (
                offset + match.start("name"),
                offset + match.end("name"),
                offset + match.start("title"),
                offset + match.end("title"),
                others,
            )


def _roles(offset: int, cell: str) -> Iterator[tuple[int, int, str]]:
    """As in "Acme Bio- CEO; Beta, Gamma Ltd." as organizations with titles."""
    pieces = [m for m in re.finditer(r"[^;]+", cell) if m.group().strip()]
    skip = False
    for number, piece in enumerate(pieces):
        if skip:
            skip = False
            continue
        words = piece.group()
        yield from _role_parts(
            offset + piece.start(), words, pieces[number + 1].group() if number + 1 < len(pieces) else ""
        )
        skip = (
            number + 1 < len(pieces)
            and _bare_org(words)
            and bool(
                re.match(rf"\s*(?:[A-Z][\w&/]*[\s,]+){{0,3}}?(?i:{forms.ROLE_WORDS})\b", pieces[number + 1].group())
            )
        )


def _bare_org(words: str) -> bool:
    return forms.ROW_ROLE.match(words) is None and "," not in re.sub(
        r",?\s+(?:LLC|Inc\.?|Ltd\.?|LLP)$", "", words.strip()
    )


def _role_parts(offset: int, words: str, following: str) -> Iterator[tuple[int, int, str]]:
    title_next = re.match(
        rf"\s*(?P<title>(?:[A-Z][\w&/]*[\s,]+){{0,3}}?(?i:{forms.ROLE_WORDS})\b.*)$", following, re.DOTALL
    )
    if _bare_org(words):
        start = len(words) - len(words.lstrip())
        yield offset + start, offset + len(words.rstrip()), title_next.group("title").strip() if title_next else ""
        return
    match = forms.ROW_ROLE.match(words)
    if match:
        # "Acme LLP- CBO Beta Pharma, Inc VP Corp Dev": a second organization after the first title.
        title = match.group("title").strip()
        second = re.match(
            r"(?P<first>(?:[A-Z]{2,4}|[A-Z][\w&/, ]*?(?i:officer|president|director)))\s+(?P<rest>[A-Z][\w-]+ [A-Z]\w+,? (?:Inc|LLC|Ltd|Corp|Pharma\w*|Therapeutics)\b.*)$",
            title,
            re.DOTALL,
        )
        yield offset + match.start("org"), offset + match.end("org"), second.group("first") if second else title
        if second:
            yield from _role_parts(offset + match.start("title") + second.start("rest"), second.group("rest"), "")
        return
    for name in re.finditer(r"[^,]+(?:,\s*(?:LLC|Inc\.?|Ltd\.?|LLP))?", words):
        start = name.start() + len(name.group()) - len(name.group().lstrip())
        if name.group().strip() and name.group().strip()[0].isupper():
            yield offset + start, offset + name.start() + len(name.group().rstrip()), ""


def rows(document: Document) -> Iterator[Candidate]:
    """People and organizations of leadership tables."""
    for section in document.sections:
        if section.kind is SectionKind.TABLE:
            for start, end, _, _, others in table_people(document.text, section):
                yield Candidate(start, end, T.PERSON, 99)
                for first, last, _ in others:
                    yield Candidate(first, last, organization_type(document.text[first:last]), 98)


def ordinary(name: str) -> bool:
    """Whether all words of a name are words of English, and the first is no given name: "Principal Investigator"."""
    words = re.findall(r"[A-Za-z]{2,}", name)
    return words[0].casefold() not in forms.FIRST_NAMES and all(w.casefold() in english() for w in words)


_ORGANIZATION_WORD = re.compile(
    r"(?i)\w*(?:pharma|biotech|bioscience|biologic|therapeutic|ceutical|genomic|diagnostic|biomedic|biotherap|laborator)\w*|BioPharm|Biopharm|Labs"
)


def no_person(name: str) -> bool:
    """Whether capitalized words are no name of a person."""
    words = name.split()
    bad = {
        "Company",
        "Inc",
        "Phase",
        "The",
        "University",
        "Cancer",
        "Center",
        "Centre",
        "Institute",
        "Pharma",
        "Pharmaceuticals",
        "Therapeutics",
        "Biosciences",
        "Capital",
        "Partners",
        "Chief",
        "Executive",
        "Officer",
        "President",
        "Director",
        "Vice",
        "Senior",
        "Medical",
        "Research",
        "Development",
        "Business",
        "Clinical",
        "Board",
        "Investor",
        "Relations",
        "Media",
        "Corporate",
        "Health",
        "Hospital",
        "College",
        "School",
        "Medicine",
        "Oncology",
        "Hematology",
        "Science",
        "Sciences",
        "Group",
        "Foundation",
        "Society",
        "Drug",
        "Food",
        "United",
        "States",
        "New",
        "Genetics",
        "Biologics",
        "Operations",
        "Commercial",
        "Scientific",
        "Department",
        "Division",
        "Global",
        "Head",
        "Corporation",
        "Limited",
        "International",
        "Professor",
        "Dear",
        "Prefecture",
        "Province",
        "County",
        "City",
        "Nominees",
        "Manufacturing",
        "Custom",
        "Holdings",
        "Technologies",
        "Solutions",
        "Services",
        "Systems",
        "Stockholders",
        "Shareholders",
    }
    return (
        len(words) < 2
        or len(words) > 5
        or any(w.strip(".,") in bad or _ORGANIZATION_WORD.fullmatch(w.strip(".,")) for w in words)
        or not re.match(r"[A-ZÀ-Þ]", words[-1])
        or bool(forms.UNIVERSITY_WORDS.search(name))
    )
