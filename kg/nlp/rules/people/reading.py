"""A document while its people and places are read."""

from __future__ import annotations

from kg.nlp.rules.context import Context


class Reading:
    """A document, and the roles that were given so far, as (person, organization)."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.document.text
        self.given: set[tuple[str, str]] = set()
