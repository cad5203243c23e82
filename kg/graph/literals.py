"""Numbers as literals."""

from __future__ import annotations

from decimal import Decimal

from pyoxigraph import Literal

from kg.graph.vocabulary import borrowed

_DECIMAL = borrowed("xsd:decimal")


def decimal_literal(value: Decimal) -> Literal:
    """A number in the one form that stores keep, so that what is read back compares equal.

    >>> decimal_literal(Decimal("0.9000")).value, decimal_literal(Decimal("2E+6")).value
    ('0.9', '2000000')
    """
    text = format(value, "f")
    return Literal(text.rstrip("0").rstrip(".") if "." in text else text, datatype=_DECIMAL)
