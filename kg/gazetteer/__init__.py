"""Known names and identifiers, read from ``data/vocabulary``."""

from kg.gazetteer.entries import Entry, entries
from kg.gazetteer.matcher import Match, Matcher, matcher

__all__ = ["Entry", "Match", "Matcher", "entries", "matcher"]
