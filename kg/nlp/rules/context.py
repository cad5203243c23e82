"""What relation components see of a document: sentences, and in them references to entities, amounts and dates.

Rules add what they take for facts to ``Context.facts``: evidence for the trained scorer, which decides.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.model import Attributes, Document, Entity, Evidence, Fact, Mention, Section
from kg.terms import EntityType, Modality, Relation, SectionKind

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention together with the entity that it refers to."""

    entity: Entity
    mention: Mention

    @property
    def start(self) -> int:
        """First character, in the document's text."""
        return self.mention.start

    @property
    def end(self) -> int:
        """End, excluded."""
        return self.mention.end

    @property
    def type(self) -> EntityType:
        """The entity's type."""
        return self.entity.type


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a heading, a list item or a table row, with its references in order of appearance."""

    start: int  # first character, in the document's text
    end: int  # excluded
    text: str  # the words as they stand in the document
    section: Section | None
    references: tuple[Reference, ...]  # not overlapping

    @property
    def kind(self) -> SectionKind:
        """The kind of the section it stands in."""
        return self.section.kind if self.section else SectionKind.BODY

    def of(self, *types: EntityType) -> tuple[Reference, ...]:
        """The references to entities of these types."""
        return tuple(r for r in self.references if r.type in types)


class Context:
    """A document as relation components see it. Boilerplate and contact sections yield no sentences.

    Attributes:
        facts: What rules have added.
        document: The document that was read.
        entities: Entities by id.
        issuers: The organizations that issue the document, most prominent first; "the Company" and "we" mean the first
            unless the linker resolved the mention to another.
    """

    def __init__(
        self, document: Document, entities: Sequence[Entity], issuers: Sequence[str], ranges: Sequence[tuple[int, int]]
    ) -> None:
        """Prepare the view of a document with its entities, the ids of its issuers, and its sentences."""
        self.facts: list[Fact] = []
        self.document = document
        self.entities: dict[str, Entity] = {entity.id: entity for entity in entities}
        self.issuers: tuple[Entity, ...] = tuple(self.entities[i] for i in issuers)
        self._ranges = ranges

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """All references of the document, in order; where two overlap, the longer stays."""
        found = [Reference(e, m) for e in self.entities.values() for m in e.mentions]
        found.sort(key=lambda r: (r.start, -r.end))
        kept: list[Reference] = []
        for reference in found:
            if not kept or reference.start >= kept[-1].end:
                kept.append(reference)
        return tuple(kept)

    @cached_property
    def all_sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of the document, boilerplate and contacts included."""
        starts = [r.start for r in self.references]
        sections = self.document.sections
        section_starts = [s.start for s in sections]
        sentences = []
        text = self.document.text
        for start, end in self._ranges:
            words = text[start:end]
            if not words.strip():
                continue
            low = bisect.bisect_left(starts, start)
            high = bisect.bisect_left(starts, end)
            at = bisect.bisect_right(section_starts, start) - 1
            section = sections[at] if at >= 0 and start < sections[at].end else None
            sentences.append(Sentence(start, end, words, section, self.references[low:high]))
        return tuple(sentences)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that may hold facts."""
        silent = {SectionKind.BOILERPLATE, SectionKind.CONTACT}
        return tuple(s for s in self.all_sentences if s.kind not in silent)

    @cached_property
    def order(self) -> dict[int, int]:
        """The place of each of ``sentences``, by its first character."""
        return {sentence.start: number for number, sentence in enumerate(self.sentences)}

    def within(self, at: int, *kinds: SectionKind) -> bool:
        """Whether a character of the document's text stands in a section of one of some kinds."""
        return any(s.kind in kinds and s.start <= at < s.end for s in self.document.sections)

    def header(self, table: Section) -> list[str]:
        """The cells of a table's first row."""
        return self.document.text[table.start : table.end].split("\n", 1)[0].split("\t")

    def cells(self, sentence: Sentence) -> Iterator[Sentence]:
        """The cells of a row, where its table is a timeline: each is an event of its own. Else the sentence itself."""
        section = sentence.section
        header = self.header(section) if section is not None and section.kind is SectionKind.TABLE else []
        if sum(bool(_YEAR.search(cell)) for cell in header) < 2:
            yield sentence
            return
        at = sentence.start
        for cell in sentence.text.split("\t"):
            if cell.strip():
                within = tuple(r for r in sentence.references if at <= r.start < at + len(cell))
                yield Sentence(at, at + len(cell), cell, section, within)
            at += len(cell) + 1

    def add(
        self,
        relation: Relation,
        subject: Entity,
        object_: Entity | str,
        *,
        sentence: Sentence | tuple[int, int],
        rule: str,
        trigger: str = "",
        attributes: Attributes | None = None,
        modality: Modality = Modality.ASSERTED,
        confidence: float = 1.0,
    ) -> None:
        """Record a fact with its evidence; the range may be a sentence or characters of the document's text."""
        start, end = sentence if isinstance(sentence, tuple) else (sentence.start, sentence.end)
        words = self.document.text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        self.facts.append(
            Fact(
                relation=relation,
                subject=subject.id,
                object=object_ if isinstance(object_, str) else object_.id,
                attributes=attributes or Attributes(),
                modality=modality,
                evidence=Evidence(
                    document=self.document.id,
                    start=start,
                    end=end,
                    quote=self.document.text[start:end],
                    rule=rule,
                    trigger=trigger,
                ),
                confidence=confidence,
            )
        )
