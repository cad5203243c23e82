"""The sentences that pictures show for a statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Document, Evidence, Statement, ValueEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence with its document."""

    text: str  # in one line
    document: str  # Document.id
    published: str | None
    title: str | None
    source: str | None
    attribute: str | None = None  # the value that it gives; None where it says the statement itself


def quotes(statement: Statement, documents: Mapping[str, Document]) -> tuple[Quote, ...]:
    """The surest sentence of a statement, then one for each value that stands in another sentence only.

    Of equally sure sentences, one that tells it as news goes first, then the earliest.
    """
    if not statement.evidence:
        return ()
    best = min(enumerate(statement.evidence), key=lambda e: (-e[1].confidence, not e[1].news, e[0]))[1]
    found = [_quote(best, documents)]
    # Values of the best sentence first: what it gives needs no other.
    values = sorted(statement.attribute_evidence, key=lambda v: (not _same(v, best), v.document != best.document))
    given = set()
    for value in values:
        if value.attribute not in given:
            given.add(value.attribute)
            if not _same(value, best):
                found.append(_quote(value, documents))
    return tuple(found)


def told_in(statement: Statement) -> int:
    """The number of documents that make a statement."""
    return len({e.document for e in statement.evidence})


def _same(value: ValueEvidence, evidence: Evidence) -> bool:
    return value.document == evidence.document and " ".join(value.quote.split()) in " ".join(evidence.quote.split())


def _quote(evidence: Evidence | ValueEvidence, documents: Mapping[str, Document]) -> Quote:
    document = documents.get(evidence.document)
    return Quote(
        text=" ".join(evidence.quote.split()),
        document=evidence.document,
        published=document.published if document else None,
        title=document.title if document else None,
        source=document.source if document else None,
        attribute=evidence.attribute if isinstance(evidence, ValueEvidence) else None,
    )
