"""The IRIs of our terms and of those that we borrow; a term that the ontology has not raises."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.graph.ontology_terms import TERMS
from kg.terms import EntityType

ONTOLOGY = "https://w3id.org/drug-pipeline-kg/ontology#"
BASE = "https://w3id.org/drug-pipeline-kg/id/"
PREFIXES = {
    "kg": ONTOLOGY,
    "id": BASE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "org": "http://www.w3.org/ns/org#",
    "sh": "http://www.w3.org/ns/shacl#",
}
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"


class ClosedNamespace:
    """A namespace whose terms are known.

    >>> from kg.terms import Relation
    >>> KG[Relation.PARTNERS_WITH].value
    'https://w3id.org/drug-pipeline-kg/ontology#partnersWith'
    >>> KG["partnerWith"]
    Traceback (most recent call last):
        ...
    KeyError: 'partnerWith: no such term in https://w3id.org/drug-pipeline-kg/ontology#'
    """

    def __init__(self, iri: str, terms: frozenset[str]) -> None:
        """Know the terms below an IRI."""
        self.iri = iri
        self.terms = terms

    def __getitem__(self, term: str | StrEnum) -> NamedNode:
        """The IRI of a term.

        Raises:
            KeyError: There is no such term.
        """
        name = str(term.value) if isinstance(term, StrEnum) else term
        if name not in self.terms:
            raise KeyError(f"{name}: no such term in {self.iri}")
        return NamedNode(self.iri + name)


KG = ClosedNamespace(ONTOLOGY, TERMS)


def borrowed(curie: str) -> NamedNode:
    """The IRI of a term of another vocabulary, such as ``prov:wasDerivedFrom``."""
    prefix, _, name = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


def type_iri(entity_type: EntityType) -> NamedNode:
    """The class of an entity type."""
    return KG[entity_type.value.capitalize()]


def resource(base: str, path: str) -> NamedNode:
    """The IRI of something of ours: an entity, a statement, a document, a graph."""
    return NamedNode(base + quote(path, safe="/-._~!$&'()*+,;=:@"))
