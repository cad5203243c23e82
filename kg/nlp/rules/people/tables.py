"""Leadership tables: rows that hold people with a title, and a cell of other roles beside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Section
from kg.nlp.recognition.people import cells, no_person
from kg.nlp.rules import forms


def table_people(text: str, section: Section) -> Iterator[tuple[int, int, int, int, list[tuple[int, int, str]]]]:
    """Rows that hold people, each with a cell of other roles beside.

    Yields:
        For each person the range of the name, that of the title, and of each organization in the next cell its range
        and the title there ("" where none is given).
    """
    for offset, cell, beside in cells(text, section):
        match = forms.ROW_PERSON.match(cell)
        if match is None or no_person(match.group("name")):
            continue
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
