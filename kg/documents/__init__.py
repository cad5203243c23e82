"""Reading documents: where they are, what their bytes say, and which part of the text is what."""

from kg.documents.reading import read
from kg.documents.sources import Source, find, passed_over

__all__ = ["Source", "find", "passed_over", "read"]
