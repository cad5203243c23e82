"""Known names and identifiers, read from ``data/vocabulary``."""

from kg.gazetteer.entries import Entry, entries
from kg.gazetteer.matcher import Match, Matcher, matcher
from kg.gazetteer.places import is_place

__all__ = ["Entry", "Match", "Matcher", "entries", "is_place", "matcher"]
