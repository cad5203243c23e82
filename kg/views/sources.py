"""The sentences that a page cites: each once, under one number, with all documents that have it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.model import Document, Evidence, Knowledge, Statement, ValueEvidence
from kg.views.quotes import Quote, quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A sentence that is cited."""

    number: int
    sentence: str  # in one line
    documents: tuple[Document, ...]  # that have it, by date; those without one last


class Sources:
    """Numbers sentences in the order in which they are cited."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Know where each sentence stands."""
        self.cited: set[str] = set()  # ids of the statements that a page has shown
        self._documents = {d.id: d for d in knowledge.documents}
        self._numbers: dict[str, int] = {}
        self._quotes: dict[str, tuple[Quote, ...]] = {}
        self._told: dict[str, set[str]] = defaultdict(set)
        for statement in knowledge.statements:
            told: tuple[Evidence | ValueEvidence, ...] = (*statement.evidence, *statement.attribute_evidence)
            for evidence in told:
                self._told[_line(evidence)].add(evidence.document)

    def cite(self, statement: Statement, *attributes: str) -> tuple[int, ...]:
        """The numbers of the sentences that make a statement, or that give the values of attributes of it.

        A value that no words stand for is told by the statement's own sentence.
        """
        self.cited.add(statement.id)
        if statement.id not in self._quotes:
            self._quotes[statement.id] = quotes(statement, self._documents)
        told = self._quotes[statement.id]
        if not told:
            return ()
        values = {attribute: quote for quote in told[1:] for attribute in quote.values}
        chosen = [values.get(attribute, told[0]) for attribute in attributes] or [told[0]]
        return tuple(sorted({self._numbers.setdefault(q.text, len(self._numbers) + 1) for q in chosen}))

    def listed(self) -> tuple[Source, ...]:
        """What was cited, by number."""
        return tuple(
            Source(number=number, sentence=text, documents=self._having(text)) for text, number in self._numbers.items()
        )

    def _having(self, text: str) -> tuple[Document, ...]:
        found = [d for id_ in self._told[text] if (d := self._documents.get(id_)) is not None]
        return tuple(sorted(found, key=lambda d: (d.published or "9", d.id)))


def _line(evidence: Evidence | ValueEvidence) -> str:
    return " ".join(evidence.quote.split())


def link(document: Document) -> str | None:
    """The address that a reader can open; None where the source is a file, or no address of the web.

    >>> link(Document(id="a", sha256="", text="", source="javascript:alert(1)")) is None
    True
    """
    source = document.source or ""
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    return source if parts.scheme in {"http", "https"} and parts.netloc else None
