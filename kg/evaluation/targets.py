"""What the extraction is to reach, as ``targets.toml`` beside this module says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("targets.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The least value that a figure should have in a section of some gold sets, and the one hoped for."""

    figure: str
    section: str
    sets: tuple[str, ...]
    least: float
    aim: float | None = None

    def __str__(self) -> str:
        """The target as it stands beside a figure."""
        return f"≥ {self.least:.2f}" + (f", aim {self.aim:.2f}" if self.aim is not None else "")

    def met(self, value: float) -> bool:
        """Whether a value reaches the target."""
        return value >= self.least


@cache
def targets() -> tuple[Target, ...]:
    """All targets, in the file's order."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["target"]
    return tuple(Target(**{**row, "sets": tuple(row["sets"])}) for row in rows)


def target(figure: str, *, section: str, gold_set: str) -> Target | None:
    """The target of a figure on a gold set, None where there is none."""
    fits = (t for t in targets() if t.figure == figure and t.section == section and gold_set in t.sets)
    return next(fits, None)
