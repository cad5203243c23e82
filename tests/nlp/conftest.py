"""The tokenizer that tests cut words with, and the extraction with the shipped model."""

import pytest

from kg.documents.sections import sections
from kg.model import Document
from kg.nlp.extractor import Extractor
from tests.nlp.fakes import make_tokenizer


@pytest.fixture(scope="session")
def tokenizer():
    return make_tokenizer()


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
