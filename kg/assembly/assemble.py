"""Assembling the extractions of many documents into knowledge."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from kg.assembly.conflicts import conflicts, with_conflicts
from kg.assembly.resolution import resolve
from kg.assembly.statements import claims_of, merge
from kg.model import Extraction, Knowledge


def assemble(extractions: Iterable[Extraction]) -> Knowledge:
    """Resolve entities across documents and merge facts into statements.

    Args:
        extractions: What each document says; of two with the same document id the last counts.

    Returns:
        Documents (without their text), entities and statements, each sorted by id; the same for any order of input.
    """
    latest = {extraction.document.id: extraction for extraction in extractions}
    ordered = [latest[id_] for id_ in sorted(latest)]
    entities, ids = resolve(ordered)
    documents = {e.document.id: dataclasses.replace(e.document, text="", sections=()) for e in ordered}
    claims = (claim_ for extraction in ordered for claim_ in claims_of(extraction, ids))
    statements = merge(claims, documents)
    found = conflicts(statements, documents)
    return Knowledge(
        documents=tuple(documents.values()),
        entities=entities,
        statements=with_conflicts(statements, found),
        conflicts=found,
    )
