"""Reading documents: where they are, what their bytes say, and which part of the text is what."""

from kg.documents.dates import Dates, read_dates
from kg.documents.reading import read
from kg.documents.sources import Source, find, passed_over

__all__ = ["Dates", "Source", "find", "passed_over", "read", "read_dates"]
