"""RDF: the vocabulary, knowledge as quads, stores that hold them, and checking them against the shapes."""

from kg.graph.answers import Answer
from kg.graph.stores import Store, open_store

__all__ = ["Answer", "Store", "open_store"]
