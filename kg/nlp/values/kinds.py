"""The kinds of values that facts carry, and one value where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ValueKind(StrEnum):
    """What a value says."""

    MONEY = "money"
    DATE = "date"
    PHASE = "phase"
    TICKER = "ticker"
    DESIGNATION = "designation"
    TITLE = "title"
    EVENT = "event"
    TERRITORY = "territory"
    ROYALTIES = "royalties"
    EXCLUSIVE = "exclusive"
    PROGRAM = "program"
    FINANCING = "financing"


@dataclass(frozen=True, slots=True)
class Value:
    """A value and where it stands in the text, end excluded; ``value`` is written as facts write it."""

    start: int
    end: int
    kind: ValueKind
    value: str
