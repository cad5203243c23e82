"""Ranges of text that may name an entity, from vocabularies, from forms, and from the statistical model."""

from kg.nlp.candidates.candidate import Candidate, organization_type, without_overlaps
from kg.nlp.candidates.finder import candidates
from kg.nlp.candidates.people import table_people

__all__ = ["Candidate", "candidates", "organization_type", "table_people", "without_overlaps"]
