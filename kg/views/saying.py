"""Statements as sentences, which keep how far a document commits itself: "plans to", "may", "does not"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kg.model import ENTITY_ATTRIBUTES, Money, Statement
from kg.terms import DealKind, Modality, Relation, Status
from kg.views.dates import when
from kg.views.page import money
from kg.views.said import amount

_R = Relation
# What is said, and the form behind "to", "may" and "does not".
_VERBS: Mapping[Relation, tuple[str, str]] = {
    _R.DEVELOPS: ("develops", "develop"),
    _R.STUDIED_FOR: ("is studied for", "be studied for"),
    _R.APPROVED_FOR: ("is approved for", "be approved for"),
    _R.HAS_DESIGNATION: ("has the designation", "have the designation"),
    _R.PARTNERS_WITH: ("partners with", "partner with"),
    _R.MANUFACTURES: ("manufactures", "manufacture"),
    _R.LICENSES_TO: ("licenses to", "license to"),
    _R.ACQUIRES: ("acquires", "acquire"),
    _R.SUBSIDIARY_OF: ("is a subsidiary of", "be a subsidiary of"),
    _R.FUNDS: ("funds", "fund"),
    _R.RAISED: ("raised", "raise"),
    _R.TARGETS: ("targets", "target"),
    _R.USES_PLATFORM: ("uses", "use"),
    _R.HAS_COMPONENT: ("contains", "contain"),
    _R.COMBINED_WITH: ("is combined with", "be combined with"),
    _R.HAS_TRIAL: ("is tested in", "be tested in"),
    _R.HOLDS_ROLE: ("works for", "work for"),
    _R.BASED_IN: ("is based in", "be based in"),
    _R.LISTED_AS: ("is listed as", "be listed as"),
    _R.HAS_MILESTONE: ("has the milestone", "have the milestone"),
}
_NOTES = {
    Modality.PLANNED: "planned",
    Modality.POSSIBLE: "may be",
    Modality.NEGATED: "denied",
    Modality.HISTORICAL: "formerly",
}
_PLAIN = frozenset({"phase", "status", "kind", "title", "date", "amount"})  # their values need no name beside them
# "other" says that a deal is of no kind in the list, and is no word for readers.
_UNTOLD = {("kind", DealKind.OTHER.value)}


def sentence(statement: Statement, name: Callable[[str], str]) -> str:
    """A statement with all its attributes, as a sentence.

    Args:
        statement: What is said.
        name: The name of an entity's id; a literal is its own.
    """
    object_ = name(statement.object)
    if statement.relation is Relation.RAISED:
        object_ = amount(statement.object)
    said = f"{name(statement.subject)} {_verb(statement)} {object_}"
    more = [
        value(attribute, given, name) if attribute in _PLAIN else f"{attribute} {value(attribute, given, name)}"
        for attribute, given in statement.attributes.items()
        if (attribute, given) not in _UNTOLD and not (attribute == "status" and given == statement.modality)
    ]
    return f"{said}: {', '.join(more)}." if more else f"{said}."


def _verb(statement: Statement) -> str:
    said, form = _VERBS[statement.relation]
    if statement.modality is Modality.PLANNED:
        return f"is to {form}" if form.startswith(("be ", "have ")) else f"plans to {form}"
    if statement.modality is Modality.POSSIBLE:
        return f"may {form}"
    if statement.modality is Modality.NEGATED:
        return f"is not {form.removeprefix('be ')}" if form.startswith("be ") else f"does not {form}"
    return f"formerly {said}" if statement.modality is Modality.HISTORICAL else said


def note(statement: Statement) -> str:
    """What a reader must know beside the words of a statement: that it is planned, denied, contradicted."""
    words = [_NOTES.get(statement.modality, "")]
    if statement.attributes.status in {Status.PLANNED, Status.DELAYED, Status.DISCONTINUED}:
        words.append(str(statement.attributes.status))
    if statement.conflicts:
        words.append("contradicted")
    return ", ".join(dict.fromkeys(word for word in words if word))


def value(attribute: str, given: Any, name: Callable[[str], str]) -> str:
    """The value of an attribute as people write it."""
    if attribute in ENTITY_ATTRIBUTES:
        return name(given)
    if isinstance(given, Money):
        return money(given)
    if isinstance(given, bool):
        return "yes" if given else "no"
    return when(given) if attribute == "date" else str(given)
