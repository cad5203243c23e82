"""A store as it would be had only the documents until a day been read: assembled again from what those documents say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ParameterError, StoreError
from kg.graph import rdf
from kg.graph.dates import date_bounds
from kg.graph.stores import Store, open_store
from kg.graph.vocabulary import BASE
from kg.model import Document, Extraction, Knowledge

if TYPE_CHECKING:
    from kg.assembly.judgements import Judgements

_DATE = re.compile(r"(?:19|20)\d\d(?:-Q[1-4]|-H[12]|-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the documents until a day say, and how many documents that leaves out."""

    knowledge: Knowledge
    day: str  # the last that counts
    later: int  # documents that were published, or may have been, after it
    undated: int  # documents that say nothing of when they were published

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of an answer must know.

        >>> Past(knowledge=Knowledge(), day="2024-03-31", later=2, undated=1).notes[0]
        'as of 2024-03-31: 0 documents; 2 later ones left out, and 1 without a date (kg build --dates FILE gives it one)'
        """
        count = len(self.knowledge.documents)
        said = f"as of {self.day}: {count} document{'' if count == 1 else 's'}; {self.later} later ones left out"
        if self.undated:
            it = "it" if self.undated == 1 else "them"
            said += f", and {self.undated} without a date (kg build --dates FILE gives {it} one)"
        return (said,)


def last_day(date: str) -> str:
    """The last day that a date may mean.

    Raises:
        ParameterError: It is no date.
    """
    text = date.strip()
    if not _DATE.fullmatch(text):
        raise ParameterError(f"--as-of {date!r}: no date; write 2016, 2016-Q3, 2016-11 or 2016-11-28")
    day = date_bounds(text)[1]
    if day > date_bounds(day[:7])[1]:
        raise ParameterError(f"--as-of {date!r}: no day of the calendar")
    return day


def known_by(document: Document, day: str) -> bool:
    """Whether a document was published by the end of a day; one dated by its month counts from the month's last day."""
    return document.published is not None and date_bounds(document.published)[1] <= day


def past(extractions: Iterable[Extraction], date: str, judgements: Judgements | None = None) -> Past:
    """What the documents until a date say, exactly as a build of these alone with the same judgements.

    Names, numbers and dates that only later documents give are not known, and what only these made one is not one.

    Raises:
        ParameterError: It is no date.
    """
    from kg.assembly import assemble

    day = last_day(date)
    given = list(extractions)
    known = [e for e in given if known_by(e.document, day)]
    undated = sum(e.document.published is None for e in given)
    return Past(
        knowledge=assemble(known, judgements), day=day, later=len(given) - len(known) - undated, undated=undated
    )


def past_of(store: str | Path, date: str, cache: str | Path | None = None) -> Past:
    """What the documents of a store until a date say.

    Args:
        store: Folder of the store, or URL of an endpoint.
        date: The last day, month, quarter or year that counts.
        cache: Folder of the extractions, where it is not that of the store.

    Raises:
        ParameterError: It is no date.
        StoreError: There is no store, or nothing of what its documents say is kept.
        JudgementError: The user's file of judgements cannot be followed.
    """
    from kg.assembly import judgements
    from kg.builder import ExtractionCache, cache_folder

    last_day(date)
    folder = cache_folder(store, cache)
    if cache is None:
        open_store(store, read_only=True).close()  # what is no store is said in its own words
    if not folder.is_dir():
        raise StoreError(f"{folder}: no extractions here, which --as-of reads; name their folder with --cache")
    kept = ExtractionCache(folder)
    return past(kept, date, judgements.read(kept.judgements))


def open_as_of(
    store: str | Path, date: str | None, cache: str | Path | None = None, *, base: str = BASE
) -> tuple[Store, tuple[str, ...]]:
    """A store for reading: as it is, or in memory as it would be had only the documents until a date been read.

    Returns:
        The store, and notes on what was left out.
    """
    if date is None:
        return open_store(store, read_only=True), ()
    then = past_of(store, date, cache)
    opened = open_store(":memory:", create=True)
    opened.load(rdf.quads(then.knowledge, base=base))
    return opened, then.notes
