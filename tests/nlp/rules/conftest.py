"""Rules alone: names by vocabularies and form, no trained model."""

import pytest

from kg.documents.sections import sections
from kg.gazetteer import matcher
from kg.model import Document
from kg.nlp.linking import link
from kg.nlp.recognition import recognize
from kg.nlp.rules import fired
from kg.nlp.sentences import annotate, blank, sentence_ranges
from kg.nlp.values import find_values


@pytest.fixture(scope="session")
def facts():
    """What rules see in a release that begins with a dateline, as (relation, subject, object) with attributes."""
    nlp = blank()

    def run(body, *, head="Quantrexa Brings News", about=""):
        text = f"{head}\n\nOSLO, Norway, June 11, 2020 (GLOBE NEWSWIRE) -- {body}\n\n{about}"
        document = Document(id="t", sha256="0" * 64, text=text, published="2020-06-11", sections=sections(text))
        ranges = sentence_ranges(annotate(nlp, document))
        entities, issuers = link(document, recognize(document, matcher()))
        names = {e.id: e.name for e in entities}
        found = fired(document, entities, issuers, ranges, find_values(text, published=document.published))
        return {
            (f.relation.value, names[f.subject], names.get(f.object, f.object)): f.attributes
            for f in found
            if f.modality != "negated"
        }

    return run
