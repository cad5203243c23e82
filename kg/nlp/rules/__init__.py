"""What rules take for facts, from cues and the order of words: evidence for the trained scorer, never a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.model import Document, Entity, Fact
from kg.nlp.rules import deals, people, programs
from kg.nlp.rules.context import Context
from kg.nlp.values import Value

RULES = (
    "acquisition/bought", "approval/sentence", "based/dateline", "based/sentence", "combination/subject", "combination/with",
    "component/contains", "component/slide", "designation/granted", "develops/acquired", "develops/issuer", "develops/license",
    "develops/owner", "develops/stage", "develops/together", "financing/sentence", "financing/timeline", "funding/award",
    "funding/timeline", "license/grant", "listed/ticker", "owner/part-of", "partner/agreement", "partner/license",
    "partner/slide", "partner/supply", "platform/based-on", "platform/heading", "platform/owner", "role/appointment",
    "role/apposition", "role/before-name", "role/contact", "role/table", "role/table-beside", "study/phase", "study/sentence",
    "study/subject", "supply/makes", "target/acting", "target/typed", "trial/sentence",
)  # fmt: skip
"""The names of all rules; facts have them in ``evidence.rule``. Their order is part of a trained model."""


def fired(
    document: Document,
    entities: Sequence[Entity],
    issuers: Sequence[str],
    ranges: Sequence[tuple[int, int]],
    values: Iterable[Value],
) -> list[Fact]:
    """The facts that rules see in a document.

    Args:
        document: Its sections say what is read.
        entities: With their mentions.
        issuers: Ids of those that issue the document, most prominent first.
        ranges: The sentences, as characters of the text.
        values: Amounts, dates and the like.
    """
    context = Context(document, entities, issuers, ranges, values)
    for room in (programs, deals, people):
        room.read(context)
    return context.facts
