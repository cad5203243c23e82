"""People by titles, degrees and roles, and those of leadership tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Document, Section
from kg.nlp.recognition import cues, forms
from kg.nlp.recognition.candidate import UNIVERSITY_WORDS, Candidate, english, organization_type
from kg.nlp.recognition.forms import Form
from kg.terms import EntityType, SectionKind

T = EntityType

# "Dr. Ann Berg"
_TITLED_PERSON = Form(rf"\b(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir)\b\.?\s+(?P<name>{forms.PERSON})")
# "Ann Berg, M.D."
_DEGREED_PERSON = Form(rf"(?<![\w.])(?P<name>{forms.PERSON})(?={forms.DEGREES})")
# "Ann Berg, Ph.D., its new chief executive"
_PERSON_ROLE = Form(
    rf"(?<![\w.])(?P<name>{forms.PERSON}){forms.DEGREES}*,\s+(?:(?:the|its|our|a|[A-Z]\w+['’]s)\s+)?"
    rf"(?:[A-Za-z]+\s){{0,2}}?(?i:{forms.ROLE_WORDS})\b"
)
# "president of Example Bio, Dr. Ann Berg"
_ROLE_PERSON = Form(
    rf"\b(?i:{forms.ROLE_WORDS})(?:\s+of\s+[A-Z][\w.& -]{{1,40}}?)?,?\s+(?:Dr\.?\s+|Mr\.?\s+|Professor\s+)?"
    rf"(?P<name>{forms.PERSON})(?=[\s,.;:]|['’]s)"
)
# "appointed Ann Berg as"
_APPOINTED_PERSON = Form(
    rf"\b(?:<<person:appointing>>)\s+(?:Dr\.?\s+)?(?P<name>{forms.PERSON})(?={forms.DEGREES}*,?\s+(?:as|to)\b)"
)
# "said Ann Berg"
_SAID_PERSON = Form(
    rf"\b(?:<<person:saying>>)\s+(?:Dr\.?\s+|Mr\.?\s+|Ms\.?\s+|Prof\.?\s+|Professor\s+)?(?P<name>{forms.PERSON})"
)
_LAZY_PERSON = rf"{forms.NAME_WORD}(?:\s(?:[A-Z]\.(?:\s?[A-Z]\.)?|{forms.NAME_WORD})){{1,2}}?"
# a cell "Ann Berg, PhD Chief Executive Officer"
_ROW_PERSON = Form(
    rf"(?:^|\t)(?P<name>{_LAZY_PERSON}){forms.DEGREES}*,?\s+(?:[A-Z][\w&/]*[\s,]+){{0,3}}?(?i:{forms.ROLE_WORDS})\b"
)
# a cell "Example Bio - Vice President, Research"
_ROW_ROLE = Form(
    r"^\s*(?P<org>[A-Z0-9][\w&.,'’ -]*?)"
    rf"(?:\s*[-–—:;]\s+|\s?[-–—](?=(?:[A-Z][\w&/]*[\s,]+){{0,2}}?(?i:{forms.ROLE_WORDS})\b(?! Pharma))"
    r"|,?\s+(?=(?:VP|SVP|EVP|CEO|CFO|COO|CBO)\b))"
    rf"(?P<title>(?:[A-Z][\w&/]*[\s,]+){{0,4}}?(?i:{forms.ROLE_WORDS})\b.*)$",
    re.DOTALL,
)
# "CEO", "Senior Vice President": where a piece of a cell gives the title of the piece before
_TITLE_FIRST = Form(rf"\s*(?:[A-Z][\w&/]*[\s,]+){{0,3}}?(?i:{forms.ROLE_WORDS})\b")
# "CBO Example Pharma, Inc VP": a title with a second organization behind it
_SECOND = re.compile(
    r"(?:[A-Z]{2,4}|[A-Z][\w&/, ]*?(?i:officer|president|director))\s+"
    r"(?P<rest>[A-Z][\w-]+ [A-Z]\w+,? (?:Inc|LLC|Ltd|Corp|Pharma\w*|Therapeutics)\b.*)$",
    re.DOTALL,
)
_ORGANIZATION_WORD = Form(r"(?i)\w*(?:<<person:organization-stem>>)\w*|BioPharm|Biopharm|Labs")
_GIVEN = Form(rf"(?<![\w.-])(?P<name>{forms.PERSON})(?![\w-])")


def people(text: str) -> Iterator[Candidate]:
    """People with titles, degrees or roles beside their names."""
    for pattern, rank in (
        (_TITLED_PERSON, 95),
        (_DEGREED_PERSON, 94),
        (_PERSON_ROLE, 92),
        (_SAID_PERSON, 93),
        (_ROLE_PERSON, 91),
        (_APPOINTED_PERSON, 90),
    ):
        for match in pattern.finditer(text):
            name = match.group("name")
            if "\n" in name or no_person(name) or (rank == 91 and ordinary(name)):
                continue
            yield Candidate(match.start("name"), match.end("name"), T.PERSON, rank)


def rows(document: Document) -> Iterator[Candidate]:
    """People and organizations of leadership tables."""
    for section in document.sections:
        if section.kind is SectionKind.TABLE:
            for start, end, others in _table_people(document.text, section):
                yield Candidate(start, end, T.PERSON, 99)
                for first, last in others:
                    yield Candidate(first, last, organization_type(document.text[first:last]), 98)


def _table_people(text: str, section: Section) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """The ranges of people's names, each with those of the organizations in the cell beside."""
    for offset, cell, beside in cells(text, section):
        match = _ROW_PERSON.match(cell)
        if match is None or no_person(match.group("name")):
            continue
        others = [] if _ROW_PERSON.match(beside[1]) else list(_employers(*beside))
        yield offset + match.start("name"), offset + match.end("name"), others


def cells(text: str, section: Section) -> Iterator[tuple[int, str, tuple[int, str]]]:
    """The cells of a table: where each begins, its text, and the same of the next in its row, (0, "") behind the last."""
    at = section.start
    for line in text[section.start : section.end].split("\n"):
        row, start = [], at
        for cell in line.split("\t"):
            row.append((start, cell))
            start += len(cell) + 1
        at += len(line) + 1
        for (offset, cell), beside in zip(row, [*row[1:], (0, "")], strict=True):
            yield offset, cell, beside


def _employers(offset: int, cell: str) -> Iterator[tuple[int, int]]:
    """Organizations of a cell such as "Acme Bio- CEO; Beta, Gamma Ltd."."""
    pieces = [m for m in re.finditer(r"[^;]+", cell) if m.group().strip()]
    skip = False
    for number, piece in enumerate(pieces):
        if skip:
            skip = False
            continue
        words = piece.group()
        yield from _employers_of_piece(offset + piece.start(), words)
        skip = number + 1 < len(pieces) and _bare(words) and bool(_TITLE_FIRST.match(pieces[number + 1].group()))


def _bare(words: str) -> bool:
    """Whether words are the name of one organization, without a title."""
    return _ROW_ROLE.match(words) is None and "," not in re.sub(r",?\s+(?:LLC|Inc\.?|Ltd\.?|LLP)$", "", words.strip())


def _employers_of_piece(offset: int, words: str) -> Iterator[tuple[int, int]]:
    if _bare(words):
        yield offset + len(words) - len(words.lstrip()), offset + len(words.rstrip())
    elif match := _ROW_ROLE.match(words):
        yield offset + match.start("org"), offset + match.end("org")
        # "Acme LLP- CBO Beta Pharma, Inc VP Corp Dev": a second organization after the first title.
        if second := _SECOND.match(match.group("title").strip()):
            yield from _employers_of_piece(offset + match.start("title") + second.start("rest"), second.group("rest"))
    else:
        for name in re.finditer(r"[^,]+(?:,\s*(?:LLC|Inc\.?|Ltd\.?|LLP))?", words):
            bare = name.group().strip()
            if bare and bare[0].isupper():
                start = offset + name.end() - len(name.group().lstrip())
                yield start, start + len(bare)


def ordinary(name: str) -> bool:
    """Whether all words of a name are words of English, and the first is no given name: "Principal Investigator"."""
    words = re.findall(r"[A-Za-z]{2,}", name)
    return words[0].casefold() not in cues.words("first-names") and all(w.casefold() in english() for w in words)


def no_person(name: str) -> bool:
    """Whether capitalized words are no name of a person."""
    words = name.split()
    return (
        len(words) < 2
        or len(words) > 5
        or any(
            w.strip(".,") in cues.words("no-person-words") or _ORGANIZATION_WORD.fullmatch(w.strip(".,")) for w in words
        )
        or not re.match(r"[A-ZÀ-Þ]", words[-1])
        or bool(UNIVERSITY_WORDS.search(name))
    )


def named_people(text: str) -> Iterator[Candidate]:
    """People whose first name is a usual one."""
    for match in _GIVEN.finditer(text):
        words = re.split(r"\s", match.group("name"))
        lead = next((n for n, w in enumerate(words) if w.casefold() in cues.words("given-names")), len(words))
        if lead == len(words) or "\n" in match.group("name"):
            continue
        start = match.start("name") + sum(len(w) + 1 for w in words[:lead])  # "Board Member Ann Berg"
        if lead and (again := _GIVEN.match(text, start)):
            words = re.split(r"\s", again.group("name"))
        elif lead:
            words = words[lead:]
        number = next(
            (n for n, w in enumerate(words) if n and w.casefold() in cues.words("headline-verbs")), len(words)
        )
        name = re.sub(r"'s$", "", " ".join(words[:number]))
        first, *rest = name.split(" ")
        if first.casefold() in cues.words("names-and-words") and all(w.casefold() in english() for w in rest):
            continue
        if not no_person(name):
            yield Candidate(start, start + len(name), T.PERSON, 58 if lead else 56)
