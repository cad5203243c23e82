"""Values that facts carry: amounts, dates, phases, tickers, titles and the like, where they stand in a text."""

from kg.nlp.values.find import find_values
from kg.nlp.values.kinds import Value, ValueKind

__all__ = ["Value", "ValueKind", "find_values"]
