"""What a chart is made of, ready for its template: groups of rows, notes beside them, articles below."""

from __future__ import annotations

from dataclasses import dataclass

from kg.views.boxes import Box
from kg.views.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A few words beside a row, with a link to the sentence."""

    text: str
    link: str
    planned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Words of one kind, such as all partners."""

    kind: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A program in the chart."""

    name: str
    below: str
    link: str
    now: tuple[Box, ...]
    then: tuple[Box, ...]
    change: str  # since the earlier date; empty where there is none
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of one drug, disease or company."""

    name: str
    below: str
    link: str
    notes: tuple[Note, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What documents say of a drug, or of a program."""

    id: str
    name: str
    below: str
    said: tuple[Said, ...]
