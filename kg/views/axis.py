"""The axis of time: days to pixels, with long stretches of empty years drawn short."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

_YEAR = 190.0  # pixels at least for a year in which something happens
_EMPTY = 46.0  # pixels for a run of years in which nothing does


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A line of the grid."""

    x: float
    text: str
    major: bool  # a year, and not a quarter or month


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Consecutive days drawn at one scale."""

    first: date
    last: date
    left: float
    right: float
    empty: bool = False  # years in which nothing happens, drawn short

    @property
    def days(self) -> int:
        """How many there are, both ends counted."""
        return (self.last - self.first).days + 1


class Axis:
    """Days between two, laid out from left to right."""

    def __init__(self, first: date, last: date, years: Collection[int], *, left: float, width: float) -> None:
        """Lay out the years.

        Args:
            first: The first day.
            last: The last day.
            years: In which something happens; runs of two or more others are drawn short.
            left: Where the axis begins, in pixels.
            width: How wide it is at least, in pixels.
        """
        spans = list(_runs(first, last, years))
        busy = sum(_share(a, b) for a, b, empty in spans if not empty)
        short = sum(_EMPTY for _, _, empty in spans if empty)
        scale = max(_YEAR, (width - short) / busy) if busy else 0.0
        self.stretches: list[Stretch] = []
        for a, b, empty in spans:
            size = _EMPTY if empty and busy else width if empty else scale * _share(a, b)
            self.stretches.append(Stretch(first=a, last=b, left=left, right=left + size, empty=empty))
            left += size
        self.scale = scale
        self.left, self.right = self.stretches[0].left, self.stretches[-1].right

    def ends(self, first: date, last: date) -> tuple[float, float]:
        """Where days begin and end, cut off at the ends of the axis."""
        return self._x(first), self._x(last, end=True)

    def _x(self, day: date, *, end: bool = False) -> float:
        for stretch in self.stretches:
            if day <= stretch.last:
                gone = (day - stretch.first).days + end
                return stretch.left + (stretch.right - stretch.left) * max(0, gone) / stretch.days
        return self.right

    def ticks(self) -> list[Tick]:
        """Years, and between them quarters or months where there is room."""
        months = 1 if self.scale > 700 else 3 if self.scale >= _YEAR else 12
        found = []
        for stretch in self.stretches:
            if stretch.empty:
                continue
            for year in range(stretch.first.year, stretch.last.year + 1):
                for month in range(1, 13, months):
                    day = date(year, month, 1)
                    if stretch.first <= day <= stretch.last:
                        text = str(year) if month == 1 else f"{day:%b}" if months == 1 else f"Q{(month + 2) // 3}"
                        found.append(Tick(x=round(self._x(day), 1), text=text, major=month == 1))
        if found and not found[0].major:  # the first says its year where there is room, and where no other does
            room = (found[1].x if len(found) > 1 else self.right) - found[0].x
            if room > 52 or not any(t.major for t in found):
                first = self.stretches[0].first
                found[0] = Tick(x=found[0].x, text=f"{found[0].text} {first.year}", major=False)
        return found or [Tick(x=self.left, text=self.stretches[0].first.isoformat(), major=True)]


def _share(first: date, last: date) -> float:
    return ((last - first).days + 1) / 365.25


def _runs(first: date, last: date, years: Collection[int]) -> Iterable[tuple[date, date, bool]]:
    """Stretches of days, and whether each is two or more whole years without an event."""

    def empty(year: int) -> bool:
        return year not in years

    parts: list[tuple[int, int, bool]] = []
    for nothing, run in groupby(range(first.year, last.year + 1), empty):
        listed = list(run)
        short = nothing and len(listed) > 1
        if parts and not short and not parts[-1][2]:
            parts[-1] = (parts[-1][0], listed[-1], False)
        else:
            parts.append((listed[0], listed[-1], short))
    for start, end, short in parts:
        yield max(first, date(start, 1, 1)), min(last, date(end, 12, 31)), short


def around(first: date, last: date, least: int) -> tuple[date, date]:
    """Two days, moved apart until at least so many days lie between them; they stay within the calendar.

    >>> around(date(2024, 5, 5), date(2024, 5, 5), 20)
    (datetime.date(2024, 4, 25), datetime.date(2024, 5, 15))
    """
    missing = max(0, least - (last - first).days)
    before = min(missing // 2, (first - date.min).days)
    return first - timedelta(days=before), last + timedelta(days=min(missing - before, (date.max - last).days))
