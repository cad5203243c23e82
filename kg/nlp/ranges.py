"""Ranges of characters, and where many names occur in a text, in time that does not grow with the number of both."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind


class Ranges:
    """Ranges of characters that do not overlap."""

    def __init__(self, ranges: Iterable[tuple[int, int]] = ()) -> None:
        """Begin with ranges; of two that overlap the first stays."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in ranges:
            self.add(start, end)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether a range shares a character with one of these.

        >>> Ranges([(3, 5)]).overlaps(4, 9), Ranges([(3, 5)]).overlaps(5, 9)
        (True, False)
        """
        at = bisect.bisect_left(self._starts, end) - 1
        return at >= 0 and self._ends[at] > start

    def add(self, start: int, end: int) -> bool:
        """Add a range, unless it overlaps; whether it was added."""
        if self.overlaps(start, end):
            return False
        at = bisect.bisect_left(self._starts, start)
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True


def occurrences(text: str, names: Iterable[str], *, after: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Where names stand in a text, nested and overlapping ones too: start, end and name.

    White space counts as a blank. A name may begin in the middle of a word; ``after`` must match behind its end.
    """
    wanted = sorted({name for name in names if name})
    if not wanted:
        return
    flat = re.sub(r"\s", " ", text)
    automaton = AhoCorasick(wanted, matchkind=MatchKind.Standard)
    for number, start, end in automaton.find_matches_as_indexes(flat, overlapping=True):
        if after.match(text, end):
            yield start, end, wanted[number]


def leftmost_longest(found: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Of ranges that overlap, the one that begins first, then the longest.

    >>> list(leftmost_longest([(0, 2, "ab"), (1, 9, "b"), (0, 4, "abcd")]))
    [(0, 4, 'abcd')]
    """
    last = 0
    for start, end, name in sorted(found, key=lambda f: (f[0], -f[1])):
        if start >= last:
            yield start, end, name
            last = end
