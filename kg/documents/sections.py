"""Which part of a text is what: headline, dateline, body, lists, tables, "About" paragraphs, boilerplate, contacts.

Texts come as press releases, announcements, slide decks and filings; what tells the parts apart is layout (blank lines,
bullets, tabs, short lines without a full stop) and a few words that every issuer's lawyers use.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Section
from kg.terms import SectionKind

_BULLET = re.compile(r"^\s*(?:--\s+|[-–—•·*▪◦‣●■o]\s+|\(?\d{1,2}[.)]\s+(?=\S))")
_ABOUT = re.compile(
    r"^(?:About|Notes? (?:on|to editors about)|Background on)\s+(?!the (?:offering|webcast|call))\S.{0,120}$"
)
_BOILERPLATE_HEADING = re.compile(
    r"^\W*(?:safe[- ]harbou?r|(?:(?:cautionary|special)\s*)?(?:(?:note|statement|language|information)s?\s*|s\s*)?"
    r"(?:(?:regarding|on|concerning|about|relating to)\s*)?(?:the\s+)?forward[- ]looking|caution(?:ary)?\b|disclaimer|legal notices?|"
    r"important (?:information|notice)s?|risk factors|statements? about free writing|no offer|additional information and "
    r"where to find|participants in the solicitation|regulatory information|inside information)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"forward[- ]looking (?:statement|information)|undue reliance|private securities litigation|disclaims? any "
    r"(?:obligation|intention)|(?:no|any) obligation to (?:publicly )?(?:update|revise)|risks and uncertaint|actual results "
    r"(?:may|could|might|to)|(?:does|do) not constitute an offer|should not be read as|cannot be guaranteed|neither company "
    r"promises to update|risk factors|section 27a|section 21e|words such as|registered trademarks? of|under no obligation",
    re.IGNORECASE,
)
_CONTACT_HEADING = re.compile(
    r"^\W*(?:(?:[A-Z][\w&.]*\s+){0,3}?(?:(?:investors?|media|press|company|corporate|public|ir)\b[\s,/&]*(?:(?:and|or)\s*)?)*"
    r"(?:contacts?|enquiries|inquiries|relations)\s*(?:information|details|persons?)?\s*:?\s*$"
    r"|contacts?\b.{0,40}:?$|enquiries\b|inquiries\b|for (?:further|more|additional) (?:information|details|enquiries)\b(?!.*\bvisit\b)"
    r"|media\s*(?:contact)?\s*:|investors?\s*:|press contacts?\b|source\s*:)",
    re.IGNORECASE,
)
_LEGAL_END = re.compile(r"\b(?:Inc|Ltd|Corp|Co|N\.V|S\.A|A/S|B\.V|L\.P)\.$")
_MARKS = re.compile(
    r"^\W*(?:for immediate release|for release|press release|news release|asx announcement|announcement|media release|exhibit \d+(?:\.\d+)?|"
    r"company announcement|rns\b.*|page \d+.*|not for (?:release|distribution).*)\W*$",
    re.IGNORECASE,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|{_MONTH}\s+\d{{1,2}}\b|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
_DATE_LINE = re.compile(rf"^\W*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?{_DATE}\W*$", re.IGNORECASE)
_WIRE = r"\(?\s*/?(?:business ?wire|pr ?newswire|globe ?newswire|marketwire[d]?|market ?wire|accesswire|rns|cnw|newswire|ots|adhoc)[^)/]{0,40}/?\)?"
_DATELINE = re.compile(
    rf"^\W*(?=[^a-z]{{0,3}}[A-Z0-9])(?P<line>[^\n]{{0,170}}?(?:{_DATE}|{_WIRE})[^\n]{{0,60}}?)\s{{0,40}}(?:--+|—|–|\s-)\s*(?=\S)",
    re.IGNORECASE,
)
# "TAMPA, Fla., and OSLO, Norway — Acme": neither date nor wire
_CITIES = re.compile(r"^\W*(?-i:[A-Z]{3}[A-Z .'-]*), [A-Z][^\n—–]{1,70}?\s(?:—|–|--)\s*(?=\S)")
_PLACE_THEN_DATE = re.compile(rf"^\W*[A-Z][^\n]{{2,90}}?\s+[-–—]\s+{_DATE}\s*(?:[.:]|[-–—]+)\s+", re.IGNORECASE)


_LONG = 200  # characters: no line that was broken to fit a page is longer
_SLIDES = 8  # a text with so many wide gaps is a slide deck


@dataclass(frozen=True, slots=True)
class Line:
    """A line and where it stands."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether there is nothing but white space."""
        return not self.text.strip()


def sections(text: str) -> tuple[Section, ...]:
    """Divide a text.

    Returns:
        The sections in order, not overlapping; blank lines may lie between them. The title of a section is the heading
        above it: of an "About" section its heading, of a slide's lists and tables the slide's title.
    """
    return tuple(_merge(_Sectioner(text).run()))


def _lines(text: str) -> list[Line]:
    lines, at = [], 0
    for raw in text.split("\n"):
        lines.append(Line(at, at + len(raw), raw))
        at += len(raw) + 1
    return lines


def _blocks(lines: list[Line]) -> Iterator[tuple[int, list[Line]]]:
    """The paragraphs, each with the number of blank lines above it.

    Where long lines follow each other without blank ones, each line is a paragraph.
    """
    block: list[Line] = []
    gap = above = 0
    unspaced = sum(
        len(line.text) > _LONG and len(after.text) > _LONG for line, after in itertools.pairwise(lines)
    ) >= 2 * sum(line.blank for line in lines[:-1]) and any(len(line.text) > _LONG for line in lines)
    for line in lines:
        if unspaced and block and "\t" not in line.text:
            yield above, block
            block, gap = [], 0
        if line.blank:
            if block:
                yield above, block
                block, gap = [], 0
            gap += 1
        else:
            if not block:
                above = gap
            block.append(line)
    if block:
        yield above, block


class _Sectioner:
    """Walks over the blocks of a text; what a block is depends on the heading above it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.mode = SectionKind.BODY
        self.title: str | None = None
        self.slide: str | None = None  # the title above the sub-headings of one slide
        self.body_begun = False
        self.found: list[Section] = []

    def run(self) -> list[Section]:
        blocks = list(_blocks(_lines(self.text)))
        deck = sum(gap > 1 for gap, _ in blocks) >= _SLIDES
        for gap, block in blocks:
            if deck and gap > 1:
                self.slide = None
            self._block(block)
            if deck and self.slide is None:
                self.slide = self.title
        return self.found

    def _add(self, kind: SectionKind, start: int, end: int, title: str | None = None) -> None:
        if end > start:
            self.found.append(
                Section(kind=kind, start=start, end=end, title=title if title is not None else self.title)
            )

    def _block(self, block: list[Line]) -> None:
        rest = self._headings(block)
        if not rest:
            return
        words = " ".join(line.text for line in rest)
        if self.mode is SectionKind.CONTACT and not self.body_begun and _is_dateline(rest[0].text):
            self._contacts_end()
        if self.mode is SectionKind.BODY and _is_boilerplate(words):
            self._add(SectionKind.BOILERPLATE, rest[0].start, rest[-1].end, "")
            return
        if self.mode is SectionKind.ABOUT and _is_boilerplate(words):
            self._add(SectionKind.BOILERPLATE, rest[0].start, rest[-1].end, "")
            return
        if self.mode in {SectionKind.BOILERPLATE, SectionKind.CONTACT}:
            self._add(self.mode, rest[0].start, rest[-1].end)
            return
        if not self.body_begun and self._dateline(rest):
            return
        self._runs(rest)

    def _headings(self, block: list[Line]) -> list[Line]:
        """Take the headings off the top of a block; what is left stands beneath them."""
        rest = list(block)
        while rest:
            line = rest[0]
            words = line.text.strip().strip("*_# ").strip()
            if (
                _ABOUT.match(words)
                and len(words.split()) <= 14
                and (not words.endswith((".", ",")) or _LEGAL_END.search(words))
            ):
                self.mode, self.title, self.body_begun = SectionKind.ABOUT, words, True
                self._add(SectionKind.ABOUT, line.start, line.end)
            elif _BOILERPLATE_HEADING.match(words) and len(words.split()) <= 12:
                self.mode, self.title = SectionKind.BOILERPLATE, words
                self._add(SectionKind.BOILERPLATE, line.start, line.end)
            elif _CONTACT_HEADING.match(words) and (len(words.split()) <= 8 or self.body_begun):
                self.mode, self.title = SectionKind.CONTACT, words
                self._add(SectionKind.CONTACT, line.start, line.end)
            elif (len(block) == len(rest) and self._is_heading(rest)) or (not self.body_begun and _MARKS.match(words)):
                if self.mode is SectionKind.CONTACT:
                    self._add(SectionKind.CONTACT, line.start, line.end)
                else:
                    self.mode = SectionKind.BODY
                    marks = _MARKS.match(words) or _DATE_LINE.match(words)
                    if not marks:
                        self.title = f"{self.slide} / {words}" if self.slide else words
                    kind = SectionKind.BODY if self.body_begun or marks else SectionKind.HEADLINE
                    self._add(kind, line.start, line.end)
            else:
                break
            rest = rest[1:]
        return rest

    def _is_heading(self, lines: list[Line]) -> bool:
        """A short line alone, or above a list, a table or a paragraph, that is no sentence."""
        words = lines[0].text.strip()
        if _BULLET.match(lines[0].text) or "\t" in words:
            return False
        many = len(words.split())
        if words[0] in "\"“'(" or words.endswith((".", ",", ";", "”", '"')) or not re.search(r"[A-Za-z]", words):
            return not self.body_begun and len(lines) == 1 and many <= 30 and words.startswith("(")
        limit = 14 if self.body_begun else 45
        if many > limit or len(words) > (110 if self.body_begun else 320):
            return False
        if not self.body_begun and _is_dateline(words):
            return False
        if len(lines) == 1:
            return True
        return bool(_BULLET.match(lines[1].text) or "\t" in lines[1].text) or (
            many <= 12 and len(lines[1].text.split()) > many
        )

    def _contacts_end(self) -> None:
        """Contacts at the head of a release end at its dateline; the long lines above that are its headline."""
        self.mode, self.title = SectionKind.BODY, None
        for number in range(len(self.found) - 1, -1, -1):
            section = self.found[number]
            words = self.text[section.start : section.end]
            if section.kind is not SectionKind.CONTACT or len(words.split()) < 5 or re.search(r"@|\d{3}", words):
                break
            self.found[number] = Section(kind=SectionKind.HEADLINE, start=section.start, end=section.end, title=None)

    def _dateline(self, lines: list[Line]) -> bool:
        """Split off a dateline from the first paragraph of the body."""
        first = lines[0]
        match = _PLACE_THEN_DATE.match(first.text) or _DATELINE.match(first.text) or _CITIES.match(first.text)
        if match is None:
            prose = [line.text for line in lines if not _BULLET.match(line.text)]
            if len(" ".join(prose).split()) >= 25:
                self.body_begun = True
            return False
        self.body_begun, self.title = True, None
        end = first.start + match.end()
        self._add(SectionKind.DATELINE, first.start, end)
        self._add(SectionKind.BODY, end, lines[-1].end)
        return True

    def _runs(self, lines: list[Line]) -> None:
        """Divide the lines of a block into table rows, list items and prose."""
        kind_before: SectionKind | None = None
        start = lines[0].start
        for index, line in enumerate(lines):
            cells = [cell for cell in line.text.split("\t") if cell.strip()]
            if len(cells) > 1 or (kind_before is SectionKind.TABLE and "\t" in line.text):
                kind = SectionKind.TABLE
            elif _BULLET.match(line.text) or (
                kind_before is SectionKind.LIST
                and (line.text.startswith((" ", "\t")) or line.text.strip()[:1].islower())
            ):
                kind = SectionKind.LIST
            else:
                kind = self.mode
            if kind_before is not None and kind is not kind_before:
                self._add(kind_before, start, lines[index - 1].end)
                start = line.start
            kind_before = kind
        if kind_before is not None:
            self._add(kind_before, start, lines[-1].end)


def _is_dateline(words: str) -> bool:
    return bool(_DATELINE.match(words) or _PLACE_THEN_DATE.match(words) or _CITIES.match(words))


def _is_boilerplate(words: str) -> bool:
    """Lawyers' words at the head of a paragraph, or again and again in it."""
    cues = list(_CUE.finditer(words))
    if not cues:
        return False
    first_sentence = re.split(r"(?<=[a-z)][.!?])\s+(?=[A-Z])", words, maxsplit=1)[0]
    return bool(_CUE.search(first_sentence)) or len(cues) >= 3


def _merge(found: list[Section]) -> Iterator[Section]:
    """Join neighbours of one kind under one heading; headlines and list or table blocks stay apart."""
    last: Section | None = None
    apart = {SectionKind.HEADLINE, SectionKind.DATELINE, SectionKind.TABLE}
    for section in found:
        if last and last.kind is section.kind and last.title == section.title and section.kind not in apart:
            last = Section(kind=last.kind, start=last.start, end=section.end, title=last.title)
            continue
        if last:
            yield last
        last = Section(kind=section.kind, start=section.start, end=section.end, title=section.title or None)
    if last:
        yield last
