"""What of a document is searched: its sentences, and its tables in pieces, each with the heading above it."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from kg.model import Document, Entity, Extraction, Section
from kg.names import code_key, fold, indication_key, organization_key
from kg.terms import ORGANIZATIONS, EntityType, SectionKind

if TYPE_CHECKING:
    from spacy.language import Language

_TABLE = 1_200  # characters of a table that are one passage
_OFTEN = 3  # mentions from which a document may be about something that its headline does not name
_TOPICS = 6
# Lawyers' sentences say the same in every document; those with a figure or date of their own are information.
_OWN = re.compile(r"\d{3}|\d[.,]\d|\$\s?\d")
_CAUTION = re.compile(
    r"forward[- ]looking|undue reliance|litigation reform|securities (?:exchange )?act|section (?:27a|21e)|"
    r"risks? and uncertaint|actual results|obligation to (?:publicly )?(?:update|revise)|trademark|copyright|©",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!?\[[^\]]*\]\(\S*\)|https?://\S+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a piece of a table, that is found as one."""

    start: int  # characters of Document.text
    end: int
    section: SectionKind
    heading: str
    types: frozenset[EntityType]  # of what it names
    facets: tuple[str, ...]  # what filters ask for, see ``facet``


def name_key(type_: EntityType, name: str) -> str:
    """What names of one entity have in common in all documents: without the legal form, the spelling of a code or a disease."""
    if type_ in ORGANIZATIONS:
        return organization_key(name)
    return {EntityType.DRUG: code_key, EntityType.INDICATION: indication_key}.get(type_, fold)(name)


def facet(kind: str, *values: str) -> str:
    """One word of the index that stands for a value to filter by; of letters and digits only.

    Kinds: ``named`` and ``about`` (type and name of an entity), ``type``, ``section``, ``document``.

    >>> facet("type", "drug") == facet("type", "drug") != facet("section", "drug")
    True
    """
    return "x" + blake2b("\x00".join((kind, *values)).encode(), digest_size=7).hexdigest()


def passages(extraction: Extraction) -> Iterator[Passage]:
    """The passages of a document in order, not overlapping; boilerplate only where it has a figure of its own."""
    document = extraction.document
    about = [facet("about", e.type, name_key(e.type, n)) for e in topics(extraction) for n in (e.name, *e.aliases)]
    common = (facet("document", document.id), *about)
    mentions = sorted((m.start, m.end, e) for e in extraction.entities for m in e.mentions if m.end > m.start)
    starts = [m[0] for m in mentions]
    longest = max((end - start for start, end, _ in mentions), default=0)
    beneath: dict[str, list[Entity]] = {}
    for start, end, section, heading in _ranges(document):
        if heading not in beneath:
            beneath[heading] = _in_heading(heading, extraction.entities)
        first = bisect.bisect_left(starts, start - longest)
        last = bisect.bisect_left(starts, end)
        within = [e for _, stop, e in mentions[first:last] if stop > start]
        named = {
            facet("named", e.type, name_key(e.type, n))
            for e in (*within, *beneath[heading])
            for n in (e.name, *e.aliases)
        }
        types = frozenset(e.type for e in within)
        kinds = {facet("type", t) for t in types} | {facet("section", section)}
        yield Passage(start, end, section, heading, types, (*common, *sorted(named | kinds)))


def topics(extraction: Extraction) -> tuple[Entity, ...]:
    """What a document is about: what its headline and dateline name, and the organization and drug it names most."""
    document = extraction.document
    heads = [s for s in document.sections if s.kind in {SectionKind.HEADLINE, SectionKind.DATELINE}][:4]
    found = [
        e for e in extraction.entities if any(m.start < s.end and m.end > s.start for m in e.mentions for s in heads)
    ]
    for types in (ORGANIZATIONS, {EntityType.DRUG}):
        uses = Counter({e.id: len(e.mentions) for e in extraction.entities if e.type in types})
        for id_, count in uses.most_common(1):
            if count >= _OFTEN:
                found += [e for e in extraction.entities if e.id == id_ and e not in found]
    order = sorted(found, key=lambda e: (-len(e.mentions), e.name))
    return tuple(e for e in order if e.type is not EntityType.PLACE)[:_TOPICS]


def _in_heading(heading: str, entities: Iterable[Entity]) -> list[Entity]:
    if not heading:
        return []
    words = f" {fold(heading)} "
    return [e for e in entities if any(f" {fold(n)} " in words for n in (e.name, *e.aliases) if fold(n))]


def _ranges(document: Document) -> Iterator[tuple[int, int, SectionKind, str]]:
    """The passages with their kind of section and heading; rows of a table are joined up to a length."""
    table: _Table | None = None
    line: tuple[int, int, Section] | None = None  # a heading that a table may stand beneath
    for start, end, section in _sentences(document):
        if table is not None and (section is not table.section or end - table.start > _TABLE):
            yield table.passage()
            table = table.rest(document.text) if section is table.section else None
        if section is not None and section.kind is SectionKind.TABLE:
            if table is None:
                table = _Table(section, section.title or "")
            if line is not None and not document.text[line[1] : start].strip():
                table.start, table.heading, line = line[0], "", None
            table.add(start, end)
        if line is not None:
            yield line[0], line[1], line[2].kind, ""
            line = None
        if section is not None and section.kind is SectionKind.TABLE:
            continue
        kind = section.kind if section is not None else SectionKind.BODY
        text = document.text[start:end]
        if kind is SectionKind.BOILERPLATE and (not _OWN.search(text) or _CAUTION.search(text)):
            continue
        title = _IMAGE.sub("", (section.title if section is not None else None) or "").strip()
        if section is not None and title and fold(title).endswith(fold(text)):
            line = start, end, section
            continue
        yield start, end, kind, title
    if table is not None:
        yield table.passage()
    if line is not None:
        yield line[0], line[1], line[2].kind, ""


@dataclass(slots=True)
class _Table:
    """Rows of one table that are one passage."""

    section: Section
    heading: str
    start: int = -1
    end: int = -1
    first: tuple[int, int] = (0, 0)  # the row that says what the columns are

    def add(self, start: int, end: int) -> None:
        self.first = self.first if self.first[1] else (start, end)
        self.start, self.end = (start if self.start < 0 else self.start), end

    def passage(self) -> tuple[int, int, SectionKind, str]:
        return self.start, self.end, SectionKind.TABLE, self.heading

    def rest(self, text: str) -> _Table:
        """The next rows of the same table, beneath its first."""
        row = " ".join(text[slice(*self.first)].split())[:300]
        return _Table(self.section, _joined(self.section.title or "", row), first=self.first)


def _sentences(document: Document) -> Iterator[tuple[int, int, Section | None]]:
    """The sentences with the sections that they begin in, without those that are only signs, pictures or addresses."""
    from kg.nlp.sentences import annotate, sentence_ranges

    starts = [s.start for s in document.sections]
    for begin, stop in sentence_ranges(annotate(_splitter(), document)):
        start, end = _trimmed(document.text, begin, stop)
        if not any(c.isalnum() for c in _IMAGE.sub("", document.text[start:end])):
            continue
        at = bisect.bisect_right(starts, start) - 1
        yield start, end, document.sections[at] if at >= 0 and start < document.sections[at].end else None


def _joined(title: str, row: str) -> str:
    return title if row in title else f"{title} / {row}" if title else row


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


@lru_cache(maxsize=1)
def _splitter() -> Language:
    from kg.nlp.sentences import blank

    return blank()
