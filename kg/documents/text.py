"""Plain text."""

from __future__ import annotations

from kg.documents.published import dated
from kg.documents.reading import Content, decode
from kg.documents.sections import sections
from kg.model import Document, Section
from kg.terms import SectionKind

# Blanks and hyphens that differ only in how a line may break; one character for one, so that offsets stay.
_PLAIN = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2011": "-", "\u2010": "-"})


def read(content: Content) -> Document:
    """Read plain text; lines end with a line feed, and blanks and hyphens are plain ones.

    Raises:
        DocumentError: It is empty, too long, or in no known encoding.
    """
    text = content.check(decode(content).replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN))
    parts = sections(text)
    when = dated(text, content.source)
    return Document(
        id=content.id,
        sha256=content.sha256,
        text=text,
        title=title_of(text, parts),
        published=when.date if when else None,
        dated_by=when.by if when else None,
        source=content.source,
        media_type="text/plain",
        sections=parts,
    )


def title_of(text: str, parts: tuple[Section, ...]) -> str | None:
    """The headline, or else the first line."""
    for part in parts:
        if part.kind is SectionKind.HEADLINE:
            return " ".join(text[part.start : part.end].split())[:300]
    first = next((line.strip() for line in text.splitlines() if line.strip()), None)
    return first[:300] if first else None
