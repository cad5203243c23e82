"""Whether a fact's confidence is the share of such facts that are right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kg.evaluation.facts import Record
from kg.evaluation.scoring import Outcome, Verdict

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
LEVELS = (0.9, 0.95)  # a fact of so much confidence should be right as often


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Facts whose confidence is in ``[low, high)``, or in ``[low, 1]`` where ``high`` is 1."""

    low: float
    high: float
    facts: int  # right and wrong ones; optional ones and repeats do not count
    right: int
    confidence: float  # the mean of these facts', 0 where there are none

    @property
    def share(self) -> float:
        """The share that is right, 0 where there are none."""
        return self.right / self.facts if self.facts else 0.0

    def to_record(self) -> Record:
        """The bin as plain JSON values."""
        return {
            "low": self.low,
            "high": self.high,
            "facts": self.facts,
            "right": self.right,
            "share": round(self.share, 4),
            "confidence": round(self.confidence, 4),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The bins from unsure to sure, and all facts from each of ``LEVELS`` up."""

    bins: tuple[Bin, ...]
    levels: tuple[Bin, ...]

    @property
    def error(self) -> float:
        """The mean distance of confidence and share right over the facts (expected calibration error)."""
        facts = sum(b.facts for b in self.bins)
        return sum(b.facts * abs(b.share - b.confidence) for b in self.bins) / facts if facts else 0.0

    def to_record(self) -> Record:
        """The table as plain JSON values."""
        return {
            "bins": [b.to_record() for b in self.bins],
            "levels": [b.to_record() for b in self.levels],
            "error": round(self.error, 4),
        }


def calibration(outcomes: Iterable[Outcome]) -> Calibration:
    """Sort judged facts by confidence; a fact that states none is left out."""
    told = [
        (judged.fact.confidence, judged.verdict is Verdict.RIGHT)
        for outcome in outcomes
        for judged in outcome.judged
        if judged.fact.confidence is not None and judged.verdict in {Verdict.RIGHT, Verdict.WRONG}
    ]
    return Calibration(
        bins=tuple(_bin(told, low, high) for low, high in pairwise(EDGES)),
        levels=tuple(_bin(told, level, 1.0) for level in LEVELS),
    )


def _bin(told: list[tuple[float, bool]], low: float, high: float) -> Bin:
    held = [(c, right) for c, right in told if low <= c and (c < high or high == EDGES[-1])]
    return Bin(
        low=low,
        high=high,
        facts=len(held),
        right=sum(right for _, right in held),
        confidence=sum(c for c, _ in held) / len(held) if held else 0.0,
    )
