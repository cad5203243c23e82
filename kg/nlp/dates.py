"""Dates as press releases and slides write them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date and where it stands; ``value`` is YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD."""

    start: int
    end: int
    value: str


def find_dates(text: str, *, published: str | None = None) -> tuple[DateMention, ...]:
    """Find every date in a text, in order; ``published`` resolves those without a year."""
    raise NotImplementedError
