"""Columns with types: what the values of an answer are in Arrow, pandas and Polars.

A column has a type of its own where every value in it is of one kind: whole days, decimals, whole numbers, truths. Anything
mixed, such as dates of different precision, is text, and so is a column without any value.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.errors import OutputError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from kg.queries.results import Results

_DIGITS = 38  # of Arrow's decimal128
_LONG = 2**63
_KINDS: dict[frozenset[str], tuple[str, Callable[[Any], Any]]] = {
    frozenset({"date"}): ("date", date.fromisoformat),
    frozenset({"boolean"}): ("boolean", bool),
    frozenset({"integer"}): ("integer", int),
    frozenset({"decimal"}): ("decimal", Decimal),
    frozenset({"integer", "decimal"}): ("decimal", Decimal),
    **{
        frozenset(kinds): ("float", float)
        for kinds in (
            {"double"},
            {"float"},
            {"float", "double"},
            {"integer", "double"},
            {"decimal", "double"},
            {"integer", "decimal", "double"},
        )
    },
}


def column(results: Results, name: str) -> tuple[str, list[Any]]:
    """A column's type (date, boolean, integer, decimal, float or text) and its values, None where there is none."""
    values = [row[name] for row in results.rows]
    kind, convert = _KINDS.get(results.datatypes[name], ("text", str))
    try:
        made = [None if value is None else convert(value) for value in values]
    except ValueError:  # a day that no calendar has, or with a time zone
        return "text", [None if value is None else str(value) for value in values]
    if kind == "integer" and any(value is not None and not -_LONG <= value < _LONG for value in made):
        return "decimal", [None if value is None else Decimal(value) for value in made]
    return kind, made


def arrow(results: Results) -> pyarrow.Table:
    """The rows as an Arrow table: date32, bool, int64, decimal128, float64 and string.

    Raises:
        OutputError: pyarrow is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise OutputError("pyarrow is not installed; install drug-pipeline-kg[arrow]") from error
    types = {
        "date": pyarrow.date32(),
        "boolean": pyarrow.bool_(),
        "integer": pyarrow.int64(),
        "float": pyarrow.float64(),
        "text": pyarrow.string(),
    }
    columns = {}
    for name in results.variables:
        kind, values = column(results, name)
        if kind == "decimal":
            scale = max((-int(v.as_tuple().exponent) for v in values if v is not None), default=0)
            whole = max((v.adjusted() + 1 for v in values if v is not None), default=1)
            if max(whole, 1) + max(scale, 0) > _DIGITS:
                kind, values = "text", [None if v is None else format(v, "f") for v in values]
            else:
                types["decimal"] = pyarrow.decimal128(_DIGITS, max(scale, 0))
        columns[name] = pyarrow.array(values, type=types[kind])
    return pyarrow.table(columns)


def frame(results: Results) -> pandas.DataFrame:
    """The rows as a pandas data frame: datetime64, boolean, Int64, Float64 and text.

    pandas has no decimals; they are Int64 where all are whole, as amounts of money are, and else Float64.

    Raises:
        OutputError: pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise OutputError("pandas is not installed; install drug-pipeline-kg[pandas]") from error
    types = {"date": "datetime64[s]", "boolean": "boolean", "integer": "Int64", "float": "Float64", "text": "string"}
    columns = {}
    for name in results.variables:
        kind, values = column(results, name)
        if kind == "decimal":
            known = [v for v in values if v is not None]
            whole = all(v == v.to_integral_value() and -_LONG <= v < _LONG for v in known)
            kind, convert = ("integer", int) if whole else ("float", float)
            values = [None if v is None else convert(v) for v in values]
        columns[name] = pandas.Series(values, dtype=types[kind])
    return pandas.DataFrame(columns, columns=list(results.variables))


def polars_frame(results: Results) -> polars.DataFrame:
    """The rows as a Polars data frame, through Arrow.

    Raises:
        OutputError: polars or pyarrow is not installed.
    """
    try:
        import polars
    except ImportError as error:
        raise OutputError("polars is not installed; install drug-pipeline-kg[polars]") from error
    made = polars.from_arrow(arrow(results))
    assert isinstance(made, polars.DataFrame)
    return made
