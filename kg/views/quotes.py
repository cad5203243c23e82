"""The sentences that pictures show for a statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Document, Evidence, Statement, ValueEvidence
from kg.tellings import plain_value
from kg.views.dates import when


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence with its document."""

    text: str  # in one line
    document: str  # Document.id
    published: str | None
    title: str | None
    source: str | None
    values: tuple[str, ...] = ()  # the attributes that it gives; none where it says the statement itself

    @property
    def when(self) -> str:
        """The date of publication as people write it."""
        return when(self.published) if self.published else "no date of publication"

    @property
    def link(self) -> str | None:
        """The source, where it is an address that a reader may follow."""
        return self.source if self.source and self.source.startswith(("https://", "http://")) else None


def quotes(statement: Statement, documents: Mapping[str, Document]) -> tuple[Quote, ...]:
    """The surest sentence of a statement, then one for each value that stands in another sentence only.

    Of equally sure sentences, one that tells it as news goes first, then the earliest.
    """
    if not statement.evidence:
        return ()
    best = min(enumerate(statement.evidence), key=lambda e: (-e[1].confidence, not e[1].news, e[0]))[1]
    elsewhere: dict[tuple[str, str], list[ValueEvidence]] = {}
    given = set()
    # Only what gives the statement's own value, not a less precise one; of that the best sentence first, then its document.
    own = [v for v in statement.attribute_evidence if _is_own(statement, v)]
    for value in sorted(own, key=lambda v: (not _same(v, best), v.document != best.document)):
        if value.attribute not in given:
            given.add(value.attribute)
            if not _same(value, best):
                elsewhere.setdefault((value.document, value.quote), []).append(value)
    return (
        _quote(best, documents),
        *(_quote(of[0], documents, tuple(v.attribute for v in of)) for of in elsewhere.values()),
    )


def told_in(statement: Statement) -> int:
    """The number of documents that make a statement."""
    return len({e.document for e in statement.evidence})


def _is_own(statement: Statement, value: ValueEvidence) -> bool:
    return value.value in ("", plain_value(getattr(statement.attributes, value.attribute, None)))


def _same(value: ValueEvidence, evidence: Evidence) -> bool:
    return value.document == evidence.document and " ".join(value.quote.split()) in " ".join(evidence.quote.split())


def _quote(
    evidence: Evidence | ValueEvidence, documents: Mapping[str, Document], values: tuple[str, ...] = ()
) -> Quote:
    document = documents.get(evidence.document)
    return Quote(
        text=" ".join(evidence.quote.split()),
        document=evidence.document,
        published=document.published if document else None,
        title=document.title if document else None,
        source=document.source if document else None,
        values=values,
    )
