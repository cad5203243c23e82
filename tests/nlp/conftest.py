import pytest

from kg.documents.sections import sections
from kg.model import Document
from kg.nlp.extractor import Extractor


@pytest.fixture(scope="session")
def extractor():
    return Extractor()


@pytest.fixture(scope="session")
def extract(extractor):
    """Extract from a text."""

    def run(text, published="2020-06-11"):
        return extractor.extract(
            Document(id="t", sha256="0" * 64, text=text, published=published, sections=sections(text))
        )

    return run


@pytest.fixture(scope="session")
def facts(extract):
    """What a release that begins with Quantrexa's dateline says, as (relation, subject, object) with given attributes."""

    def run(body, *, head="Quantrexa Brings News", about=""):
        text = f"{head}\n\nOSLO, Norway, June 11, 2020 (GLOBE NEWSWIRE) -- {body}\n\n{about}"
        extraction = extract(text)
        names = {e.id: e.name for e in extraction.entities}
        return {
            (f.relation.value, names[f.subject], names.get(f.object, f.object)): f.attributes
            for f in extraction.facts
            if f.modality != "negated"
        }

    return run
