"""Assembling the extractions of many documents into knowledge."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from kg.assembly.conflicts import conflicts, with_conflicts
from kg.assembly.judgements import Judgements
from kg.assembly.resolution import Resolution, resolve
from kg.assembly.statements import claims_of, merge
from kg.model import Extraction, Knowledge


def assemble(extractions: Iterable[Extraction], judgements: Judgements | None = None) -> Knowledge:
    """Resolve entities across documents and merge facts into statements.

    Args:
        extractions: What each document says; of two with the same document id the last counts.
        judgements: What the user has decided about who is who.

    Returns:
        Documents (without their text), entities and statements, each sorted by id; the same for any order of input.
    """
    return assembled(extractions, judgements)[0]


def assembled(extractions: Iterable[Extraction], judgements: Judgements | None = None) -> tuple[Knowledge, Resolution]:
    """The same, with the pairs of entities that are in doubt and the judgements that could not be followed."""
    latest = {extraction.document.id: extraction for extraction in extractions}
    ordered = [latest[id_] for id_ in sorted(latest)]
    resolution = resolve(ordered, judgements)
    documents = {e.document.id: dataclasses.replace(e.document, text="", sections=()) for e in ordered}
    claims = (claim_ for extraction in ordered for claim_ in claims_of(extraction, resolution.ids))
    statements = merge(claims, documents)
    found = conflicts(statements, documents)
    knowledge = Knowledge(
        documents=tuple(documents.values()),
        entities=resolution.entities,
        statements=with_conflicts(statements, found),
        conflicts=found,
        merges=resolution.merges,
    )
    return knowledge, resolution
