"""Reading the vocabularies."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.terms import EntityType

FILES = ("organizations", "targets-and-therapies", "conditions", "diseases", "drugs", "genes")  # earlier ones win


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A thing with its names."""

    name: str
    type: EntityType
    identifier: str | None = None
    aliases: tuple[str, ...] = ()
    case: bool = False  # the spelling must agree to the letter
    weak: bool = False  # the name alone is no evidence


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """The entries of one vocabulary, such as ``"diseases"``.

    Raises:
        FileNotFoundError: There is no such vocabulary.
    """
    path = resources.path(f"data/vocabulary/{name}.tsv")
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Entry(
                name=row["name"],
                type=EntityType(row["type"]),
                identifier=row["identifier"] or None,
                aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
                case="case" in row["flags"].split(","),
                weak="weak" in row["flags"].split(","),
            )
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        )
