"""The spaCy components that find and link entities."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.gazetteer import Matcher, matcher
from kg.nlp import context  # noqa: F401 - defines the extensions of Doc
from kg.nlp.candidates import candidates
from kg.nlp.linking import link


@Language.factory(
    "kg_entities",
    default_config={"vocabularies": []},
    assigns=["doc._.kg_entities", "doc._.kg_issuers"],
    requires=["doc.ents"],
)
def make_entities(nlp: Language, name: str, vocabularies: list[str]) -> Entities:
    """Make the component; ``vocabularies`` names those to match, all of them where it is empty."""
    return Entities(matcher(*vocabularies))


class Entities:
    """Leaves the entities of a document, each with all its mentions, in ``doc._.kg_entities``."""

    def __init__(self, known: Matcher) -> None:
        """Know the names of vocabularies."""
        self._matcher = known

    def __call__(self, doc: Doc) -> Doc:
        """Find and link the entities of a document."""
        doc._.kg_entities, doc._.kg_issuers = link(doc._.kg_document, candidates(doc, self._matcher))
        return doc
