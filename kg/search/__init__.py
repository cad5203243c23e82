"""Sentences by their words: a full-text index beside the store, written with the build, asked without spaCy."""

from kg.search.find import Filters, Found, Hit, search
from kg.search.index import Index, index_file
from kg.search.writing import bring_up_to_date

__all__ = ["Filters", "Found", "Hit", "Index", "bring_up_to_date", "index_file", "search"]
