"""Tables of what is said, of which each cell names the sentences that say so; and what makes their cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.model import Entity, Knowledge, Statement
from kg.terms import ORGANIZATIONS, Relation
from kg.views import saying
from kg.views.dates import span, when
from kg.views.quotes import told_in
from kg.views.sources import Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A few words of a cell."""

    text: str
    sources: tuple[int, ...] = ()  # numbers of the sentences that say so
    note: str = ""  # that it is planned, denied, contradicted, unsure …
    documents: int = 1  # how many say so


UNSURE = 0.6  # confidence below which a page says so
Cell = tuple[Said, ...]  # one below the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A section of a page."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    absent: str = ""  # what to say where there is no row
    headed: bool = True  # whether a page shows the names of the columns

    @property
    def filled(self) -> tuple[int, ...]:
        """Numbers of the columns in which anything stands."""
        return tuple(n for n in range(len(self.columns)) if any(row[n] for row in self.rows))

    def record(self) -> dict[str, Any]:
        """The table for JSON."""
        return {
            "title": self.title,
            "rows": [
                {column: [said_record(said) for said in cell] for column, cell in zip(self.columns, row, strict=True)}
                for row in self.rows
            ],
        }


def said_record(said: Said) -> dict[str, Any]:
    """Words for JSON; a note and a count only where there is one."""
    record: dict[str, Any] = {"text": said.text, "sources": list(said.sources)}
    if said.note:
        record["note"] = said.note
    if said.documents > 1:
        record["documents"] = said.documents
    return record


class Teller:
    """Knowledge by entity, with what makes cells of it. Statements without a sentence are left out: nothing shows them."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Sort the statements."""
        statements = tuple(s for s in knowledge.statements if s.evidence)
        self.knowledge = Knowledge(documents=knowledge.documents, entities=knowledge.entities, statements=statements)
        self.sources = Sources(knowledge)
        self.entities = {e.id: e for e in knowledge.entities}
        self.statements = {s.id: s for s in statements}
        self.published = {d.id: d.published for d in knowledge.documents}
        self._of: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            for id_ in {statement.subject, statement.object, statement.attributes.about}:
                if id_ in self.entities:
                    self._of[id_].append(statement)

    def name(self, id_: str) -> str:
        """The name of an entity; of anything else what was given."""
        entity = self.entities.get(id_)
        return entity.name if entity is not None else id_

    def is_organization(self, id_: str) -> bool:
        """Whether an id is that of a company, university, agency or nonprofit."""
        entity = self.entities.get(id_)
        return entity is not None and entity.type in ORGANIZATIONS

    def of(
        self, id_: str, *relations: Relation, subject: str | None = None, object_: str | None = None
    ) -> Iterator[Statement]:
        """The statements of, with or about an entity, of these relations, or all."""
        for statement in self._of.get(id_, ()):
            fits = not relations or statement.relation in relations
            if fits and subject in (None, statement.subject) and object_ in (None, statement.object):
                yield statement

    def said(self, text: str, statement: Statement, *attributes: str) -> Said:
        """Words of a statement, or of values of its attributes, with the sentences that say so."""
        unsure = "unsure" if statement.confidence < UNSURE else ""
        return Said(
            text=text,
            sources=self.sources.cite(statement, *attributes),
            note=", ".join(filter(None, (saying.note(statement), unsure))),
            documents=told_in(statement),
        )

    def value(self, statement: Statement, attribute: str, words: str = "{}") -> Cell:
        """The value of an attribute, within some words; nothing where there is none."""
        given = getattr(statement.attributes, attribute)
        if given is None:
            return ()
        text = words.format(saying.value(attribute, given, self.name))
        return (Said(text=text, sources=self.sources.cite(statement, attribute)),)

    def when(self, statement: Statement) -> Cell:
        """The date: as stated, or that of the document where it stands for news without a date."""
        date = statement.attributes.date
        if date is None:
            return ()
        stated = any(v.attribute == "date" for v in statement.attribute_evidence)
        told = not stated and date in {self.published.get(e.document) for e in statement.evidence}
        note = "date of the document" if told else ""
        return (Said(text=when(date), sources=self.sources.cite(statement, "date"), note=note),)


def distinct(said: Iterable[Said]) -> Cell:
    """Words each once, with all their sources, in the order in which they come."""
    found: dict[tuple[str, str], Said] = {}
    for one in said:
        key = (one.text, one.note)
        before = found.get(key)
        sources = tuple(sorted({*(before.sources if before else ()), *one.sources}))
        count = max(one.documents, before.documents if before else 1)
        found[key] = Said(text=one.text, note=one.note, sources=sources, documents=count)
    return tuple(found.values())


def newest_first(statement: Statement) -> tuple[int, int]:
    """A key that puts statements with the latest dates first and those without one last."""
    days = span(statement.attributes.date)
    return (-days[1].toordinal(), -days[0].toordinal()) if days else (0, 0)


def named(entity: Entity) -> tuple[str, str]:
    """A key that sorts entities by name."""
    return entity.name.casefold(), entity.id


def enumeration(names: Iterable[str], limit: int = 6) -> str:
    """Names in a sentence.

    >>> enumeration(["A", "B", "C"]), enumeration("ABCD", limit=2)
    ('A, B and C', 'A, B and 2 more')
    """
    listed = list(names)
    if len(listed) > limit:
        listed = [*listed[:limit], f"{len(listed) - limit} more"]
    return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1]))) if listed else ""
