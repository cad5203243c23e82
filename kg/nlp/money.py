"""Amounts of money as companies write them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Money


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and where it stands; ``ceiling`` where the text says "up to"."""

    start: int
    end: int
    money: Money
    ceiling: bool = False


def find_money(text: str) -> tuple[Amount, ...]:
    """Find every amount of money in a text, in order."""
    raise NotImplementedError
