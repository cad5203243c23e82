"""What relation components see of a document: sentences, and in them references to entities, amounts and dates.

Rules add what they take for facts to ``Context.facts``: evidence for the trained scorer, which decides.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.model import Attributes, Document, Entity, Evidence, Fact, Mention, Section
from kg.nlp.values import Value, ValueKind
from kg.terms import EntityType, Modality, Relation, SectionKind

if TYPE_CHECKING:
    from kg.nlp.rules.patterns import Masked

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
        self,
        document: Document,
        entities: Sequence[Entity],
        issuers: Sequence[str],
        ranges: Sequence[tuple[int, int]],
        values: Iterable[Value],
    ) -> None:
        """Prepare the view of a document with its entities, the ids of its issuers, its sentences, and its values."""
        self.facts: list[Fact] = []
        self.document = document
        self.entities: dict[str, Entity] = {entity.id: entity for entity in entities}
        self.issuers: tuple[Entity, ...] = tuple(self.entities[i] for i in issuers)
        self.masks: dict[tuple[int, int], Masked] = {}  # of sentences, by where they begin and end
        self._headers: dict[int, list[str]] = {}  # of tables, by where they begin
        self._developers: dict[str, set[str]] = {}
        self._ranges = ranges
        self._values: dict[ValueKind, list[Value]] = {}
        for value in sorted(values, key=lambda v: v.start):
            self._values.setdefault(value.kind, []).append(value)

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
        sections = self.document.sections
        section_starts = [s.start for s in sections]
        sentences = []
        text = self.document.text
        for start, end in self._ranges:
            words = text[start:end]
            if not words.strip():
                continue
            at = bisect.bisect_right(section_starts, start) - 1
            section = sections[at] if at >= 0 and start < sections[at].end else None
            sentences.append(Sentence(start, end, words, section, self.references_in(start, end)))
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

    @cached_property
    def _reference_starts(self) -> list[int]:
        return [r.start for r in self.references]

    def references_in(self, start: int, end: int) -> tuple[Reference, ...]:
        """The references that begin within a range of the document's text, in order."""
        low = bisect.bisect_left(self._reference_starts, start)
        return self.references[low : bisect.bisect_left(self._reference_starts, end, lo=low)]

    def values(self, kind: ValueKind, start: int, end: int) -> list[Value]:
        """The values of a kind that stand whole within a range of the document's text, in order."""
        found = self._values.get(kind, [])
        low = bisect.bisect_left(found, start, key=lambda v: v.start)
        high = bisect.bisect_left(found, end, lo=low, key=lambda v: v.start)
        return [v for v in found[low:high] if v.end <= end]

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Where sections, and where all sentences, begin."""
        return [s.start for s in self.document.sections], [s.start for s in self.all_sentences]

    def section_at(self, at: int) -> Section | None:
        """The section in which a character of the document's text stands."""
        number = bisect.bisect_right(self._starts[0], at) - 1
        section = self.document.sections[number] if number >= 0 else None
        return section if section is not None and at < section.end else None

    def sentence_at(self, at: int) -> Sentence | None:
        """The sentence in which a character of the document's text stands, boilerplate and contacts included."""
        number = bisect.bisect_right(self._starts[1], at) - 1
        sentence = self.all_sentences[number] if number >= 0 else None
        return sentence if sentence is not None and at < sentence.end else None

    @cached_property
    def _by_entity(self) -> dict[str, list[Sentence]]:
        found: dict[str, list[Sentence]] = {}
        for sentence in self.sentences:
            for id_ in dict.fromkeys(r.entity.id for r in sentence.references):
                found.setdefault(id_, []).append(sentence)
        return found

    def sentences_with(self, entity: Entity) -> list[Sentence]:
        """Those of ``sentences`` that refer to an entity, in order."""
        return self._by_entity.get(entity.id, [])

    def within(self, at: int, *kinds: SectionKind) -> bool:
        """Whether a character of the document's text stands in a section of one of some kinds."""
        section = self.section_at(at)
        return section is not None and section.kind in kinds

    def header(self, table: Section) -> list[str]:
        """The cells of a table's first row."""
        if table.start not in self._headers:
            end = self.document.text.find("\n", table.start, table.end)
            self._headers[table.start] = self.document.text[table.start : table.end if end < 0 else end].split("\t")
        return self._headers[table.start]

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

    def developers(self, drug: Entity) -> set[str]:
        """The ids of the organizations that were found to develop a drug so far."""
        return self._developers.get(drug.id, set())

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
        if relation is Relation.DEVELOPS and not isinstance(object_, str):
            self._developers.setdefault(object_.id, set()).add(subject.id)
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
