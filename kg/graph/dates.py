"""Dates of any precision: as literals and back, and the days that they may mean."""

from __future__ import annotations

import calendar

from pyoxigraph import Literal, NamedNode

from kg.graph.vocabulary import EDTF, borrowed

_EDTF_BEFORE = {"Q": 32, "H": 39}  # what EDTF (ISO 8601-2:2019, level 2) counts quarters and halves from


def date_literal(value: str) -> Literal:
    """A date as precise as it is: a day, a month, a year, or in EDTF a quarter (33 to 36) or a half (40 and 41).

    >>> date_literal("2016-Q3").value, date_literal("2016-H1").value
    ('2016-35', '2016-40')
    """
    if value[5:6] in _EDTF_BEFORE:
        return Literal(f"{value[:4]}-{_EDTF_BEFORE[value[5]] + int(value[6])}", datatype=NamedNode(EDTF))
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
    return Literal(value, datatype=borrowed(f"xsd:{kind}"))


def date_bounds(value: str) -> tuple[str, str]:
    """The first and the last day that a date may mean.

    >>> date_bounds("2016-Q1"), date_bounds("2016-02")
    (('2016-01-01', '2016-03-31'), ('2016-02-01', '2016-02-29'))
    >>> date_bounds("2016-H2")
    ('2016-07-01', '2016-12-31')
    """
    year = int(value[:4])
    if len(value) == 4:
        first, last = 1, 12
    elif "Q" in value:
        last = 3 * int(value[6])
        first = last - 2
    elif "H" in value:
        last = 6 * int(value[6])
        first = last - 5
    elif len(value) == 7:
        first = last = int(value[5:7])
    else:
        return value, value
    return f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{calendar.monthrange(year, last)[1]:02}"


def date_text(values: list[NamedNode | Literal] | None) -> str | None:
    """The date that ``date_literal`` wrote, the first of several; None where there is none."""
    if not values:
        return None
    value = values[0]
    if isinstance(value, Literal) and value.datatype.value == EDTF:
        part = int(value.value[5:])
        letter = max((c for c, before in _EDTF_BEFORE.items() if part > before), key=_EDTF_BEFORE.__getitem__)
        return f"{value.value[:4]}-{letter}{part - _EDTF_BEFORE[letter]}"
    return value.value
