"""What of the knowledge is drawn, and what shows first."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from kg.errors import ParameterError
from kg.graph.dates import date_bounds
from kg.model import Evidence
from kg.terms import ORGANIZATIONS, EntityType


class Show(StrEnum):
    """What stands in the drawing when the page opens; the others are one click away."""

    ORGANIZATIONS = "organizations"
    PROGRAMS = "programs"
    ALL = "all"

    @property
    def types(self) -> frozenset[EntityType]:
        """The types of entities that it draws."""
        if self is Show.ORGANIZATIONS:
            return ORGANIZATIONS
        if self is Show.PROGRAMS:
            return ORGANIZATIONS | {EntityType.DRUG, EntityType.INDICATION}
        return frozenset(EntityType)


class Through(StrEnum):
    """What many have in common without having to do with each other: a focus stops there unless asked to go on."""

    FUNDERS = "funders"  # and regulators
    PLACES = "places"
    DISEASES = "diseases"  # that many drugs are studied for
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What of the knowledge is drawn, and what shows first.

    Dates are those of documents, ``YYYY``, ``YYYY-Qn``, ``YYYY-Hn``, ``YYYY-MM`` or ``YYYY-MM-DD``, both included.
    """

    show: Show = Show.ORGANIZATIONS
    focus: tuple[str, ...] = ()  # ids of entities: only what is near them is drawn
    depth: int = 2  # steps away from the focus
    through: frozenset[Through] = frozenset()
    since: str | None = None
    until: str | None = None
    min_sources: int = 1  # documents that make a statement

    @classmethod
    def of(
        cls,
        *,
        focus: Sequence[str] = (),
        show: str = Show.ORGANIZATIONS,
        through: str | Iterable[str] = (),
        **others: Any,
    ) -> Choice:
        """A choice from plain strings.

        >>> Choice.of(show="programs", through="funders").show
        <Show.PROGRAMS: 'programs'>

        Raises:
            ParameterError: There is no such value.
        """
        many = [through] if isinstance(through, str) else through
        known = {f.name for f in dataclasses.fields(cls)}
        for name in others:
            if name not in known:
                raise ParameterError(f"{name}: a network takes {', '.join(sorted(known))}")
        return cls(
            show=_one(Show, "show", show),
            through=frozenset(_one(Through, "through", t) for t in many),
            focus=tuple(focus),
            **others,
        )

    def __post_init__(self) -> None:
        """Refuse what no drawing can follow."""
        for name, least in (("depth", 1), ("min_sources", 1)):
            if getattr(self, name) < least:
                raise ParameterError(f"{name.replace('_', '-')} {getattr(self, name)}: give {least} or more")
        first, last = (_bounds(name, value)[end] for end, (name, value) in enumerate(self._dates()))
        if first and last and first > last:
            raise ParameterError(f"since {self.since} is after until {self.until}: nothing lies between")

    def _dates(self) -> tuple[tuple[str, str | None], tuple[str, str | None]]:
        return ("since", self.since), ("until", self.until)

    @property
    def period(self) -> tuple[str, str] | None:
        """The first and the last day, where either is asked for."""
        if self.since is None and self.until is None:
            return None
        return _bounds("since", self.since)[0] or "0000-00-00", _bounds("until", self.until)[1] or "9999-99-99"

    def evidence(self, found: tuple[Evidence, ...], days: dict[str, tuple[str, str] | None]) -> tuple[Evidence, ...]:
        """The evidence that counts: of documents of the period, if enough of them say so.

        Args:
            found: The evidence of a statement.
            days: The first and last day that each document may be of; None where its date is not known.
        """
        period = self.period
        if period is not None:
            found = tuple(
                e for e in found if (day := days.get(e.document)) and day[1] >= period[0] and day[0] <= period[1]
            )
        return found if found and len({e.document for e in found}) >= self.min_sources else ()


_E = TypeVar("_E", bound=StrEnum)


def _one(kind: type[_E], name: str, value: str) -> _E:
    try:
        return kind(value)
    except ValueError:
        raise ParameterError(f"{name} {value!r}: unknown; there are {', '.join(kind)}") from None


_DATE = re.compile(r"\d{4}(-(Q[1-4]|H[12]|(0[1-9]|1[0-2])(-\d{2})?))?")


def days(date: str | None) -> tuple[str, str] | None:
    """The first and the last day that a date may mean; None where it is none.

    >>> days("2024-Q1"), days("soon")
    (('2024-01-01', '2024-03-31'), None)
    """
    if date is None or not _DATE.fullmatch(date) or date.startswith("0000"):
        return None
    return date_bounds(date)


def _bounds(name: str, value: str | None) -> tuple[str | None, str | None]:
    if value is None:
        return None, None
    found = days(value)
    if found is None:
        raise ParameterError(f"{name} {value!r}: no date; write 2024, 2024-Q3, 2024-03 or 2024-03-09")
    return found
