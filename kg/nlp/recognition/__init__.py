"""Ranges of text that may name an entity, from vocabularies and from forms."""

from kg.nlp.recognition.candidate import Candidate, organization_type, without_overlaps
from kg.nlp.recognition.finder import recognize

__all__ = ["Candidate", "organization_type", "recognize", "without_overlaps"]
