"""Dates in pictures: the days that one may mean, days as users give them, and knowledge as it was on a day."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from datetime import date

from kg.errors import ParameterError
from kg.graph.dates import date_bounds
from kg.model import Document, Knowledge, Statement
from kg.views.page import day

_DATE = re.compile(r"\d{4}(?:-Q[1-4]|-H[12]|-\d\d(?:-\d\d)?)?", re.ASCII)
Span = tuple[date, date]  # the first and the last day that a date may mean


def span(text: str | None) -> Span | None:
    """The days that a date may mean; None where there is none, or no such day in any calendar.

    >>> span("2016-Q1")
    (datetime.date(2016, 1, 1), datetime.date(2016, 3, 31))
    >>> span("2016-02-31") is None
    True
    """
    if text is None or not _DATE.fullmatch(text):
        return None
    try:
        first, last = map(date.fromisoformat, date_bounds(text))
    except ValueError:
        return None
    return first, last


def asked(name: str, text: str) -> Span:
    """A date that a user gives.

    Args:
        name: Of the option, for the message.
        text: What was given.

    Raises:
        ParameterError: It is no date.
    """
    found = span(text.strip())
    if found is None:
        problem = "no day of the calendar" if _DATE.fullmatch(text.strip()) else "no date"
        raise ParameterError(f"{name} {text!r}: {problem}; write 2016, 2016-Q3, 2016-11 or 2016-11-28")
    return found


def when(text: str) -> str:
    """A date as people write it; what is no date stays as it is.

    >>> when("2024-Q3"), when("2024-03-09"), when("soon")
    ('Q3 2024', '9 Mar 2024', 'soon')
    """
    return day(text) if span(text) else text


def newest(documents: Iterable[Document]) -> str | None:
    """The date of publication of the newest document, as people write it."""
    dated = [(days[1], days[0], d.published) for d in documents if (days := span(d.published)) and d.published]
    return when(max(dated)[2]) if dated else None


def latest(documents: Iterable[Document]) -> date | None:
    """The last day of the newest document, which is what pictures take for today."""
    return max((days[1] for d in documents if (days := span(d.published))), default=None)


def as_of(knowledge: Knowledge, last: date) -> Knowledge:
    """What documents published by the end of a day say.

    Documents without a date of publication count at any date. An attribute goes where only later documents give it;
    a date that later ones made more precise stays precise.
    """
    return _of(knowledge, {d.id for d in knowledge.documents if (days := span(d.published)) is None or days[1] <= last})


def before(knowledge: Knowledge, first: date) -> Knowledge:
    """What documents published before a day say; those without a date of publication count as in ``as_of``."""
    return _of(knowledge, {d.id for d in knowledge.documents if (days := span(d.published)) is None or days[1] < first})


def _of(knowledge: Knowledge, kept: set[str]) -> Knowledge:
    """What some documents say."""
    statements = [s for s in (_told(s, kept) for s in knowledge.statements) if s is not None]
    known = {s.id for s in statements}
    return Knowledge(
        documents=tuple(d for d in knowledge.documents if d.id in kept),
        entities=knowledge.entities,
        statements=tuple(
            dataclasses.replace(s, conflicts=tuple(c for c in s.conflicts if c in known)) if s.conflicts else s
            for s in statements
        ),
    )


def _told(statement: Statement, documents: set[str]) -> Statement | None:
    evidence = tuple(e for e in statement.evidence if e.document in documents)
    if len(evidence) == len(statement.evidence):
        return statement
    if not evidence:
        return None
    values = tuple(v for v in statement.attribute_evidence if v.document in documents)
    later = {v.attribute for v in statement.attribute_evidence} - {v.attribute for v in values}
    return dataclasses.replace(
        statement,
        evidence=evidence,
        attribute_evidence=values,
        attributes=dataclasses.replace(statement.attributes, **dict.fromkeys(later)),
    )
