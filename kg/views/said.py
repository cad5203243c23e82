"""What a statement says, in words that people read, with the sentences that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import ENTITY_ATTRIBUTES, Document, Knowledge, Money, Statement
from kg.terms import RELATIONS, DealKind, Modality, Phase, Relation
from kg.views.dates import when
from kg.views.page import money, phase
from kg.views.quotes import Quote, quotes, told_in

_PLAIN = frozenset({"status", "kind", "title", "program", "amount"})  # attributes whose value needs no name beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement, ready to be shown."""

    id: str  # of its element in the page
    words: str
    details: tuple[str, ...]
    notes: tuple[str, ...]  # what a reader must know before relying on it
    quotes: tuple[Quote, ...]
    documents: int  # that say so


class Speaker:
    """Puts the statements of some knowledge into words."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take note of names and documents."""
        self.names: Mapping[str, str] = {e.id: e.name for e in knowledge.entities}
        self.documents: Mapping[str, Document] = {d.id: d for d in knowledge.documents}

    def name(self, id_: str) -> str:
        """The name of an entity, or the literal itself."""
        return self.names.get(id_, id_)

    def say(self, statement: Statement, id_: str, *notes: str) -> Said:
        """A statement in words.

        Args:
            statement: What to say.
            id_: Of its element in the page.
            notes: What else a reader must know.
        """
        warnings = [*notes]
        if statement.modality not in {Modality.ASSERTED, statement.attributes.status}:  # planned is said once
            warnings.append(statement.modality.value)
        if statement.conflicts:
            warnings.append("contradicted by another statement")
        return Said(
            id=id_,
            words=self._words(statement),
            details=tuple(
                self._value(name, value) for name, value in statement.attributes.items() if value != DealKind.OTHER
            ),
            notes=tuple(dict.fromkeys(warnings)),
            quotes=quotes(statement, self.documents),
            documents=told_in(statement),
        )

    def _words(self, s: Statement) -> str:
        subject, object_ = self.name(s.subject), self.name(s.object)
        if s.relation is Relation.HAS_MILESTONE:
            return f"{subject}: {object_}"
        if s.relation is Relation.RAISED:
            return f"{subject} raised {amount(s.object)}"
        return f"{subject} {RELATIONS[s.relation].label} {object_}"

    def _value(self, name: str, value: object) -> str:
        if isinstance(value, Money):
            return money(value) if name in _PLAIN else f"{name} {money(value)}"
        if isinstance(value, Phase):
            return phase(value)
        if name == "date":
            return when(str(value))
        if name == "exclusive":
            return "exclusive" if value else "not exclusive"
        if name in ENTITY_ATTRIBUTES:
            return f"{name} {self.name(str(value))}"
        return str(value) if name in _PLAIN else f"{name} {value}"


def amount(text: str) -> str:
    """The amount that a financing has as its object; words that are no amount stay as they are.

    >>> amount("USD 8000000"), amount("undisclosed")
    ('$8M', 'undisclosed')
    """
    try:
        return money(text)
    except (ValueError, ArithmeticError):
        return text
