"""What rules take for facts, from cues and the order of words: evidence for the trained scorer, never a decision."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Document, Entity, Fact
from kg.nlp.rules import deals, people, programs
from kg.nlp.rules.context import Context


def fired(
    document: Document, entities: Sequence[Entity], issuers: Sequence[str], ranges: Sequence[tuple[int, int]]
) -> list[Fact]:
    """The facts that rules see in a document.

    Args:
        document: Its sections say what is read.
        entities: With their mentions.
        issuers: Ids of those that issue the document, most prominent first.
        ranges: The sentences, as characters of the text.
    """
    context = Context(document, entities, issuers, ranges)
    for room in (programs, deals, people):
        room.read(context)
    return context.facts
