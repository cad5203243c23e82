"""The pipeline as a function from documents to extractions."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from spacy.language import Language
from spacy.util import registry as spacy_registry

from kg import resources
from kg.model import Document, Extraction, Fact
from kg.nlp import extensions  # noqa: F401 - defines what components leave on a Doc
from kg.nlp.components import models
from kg.nlp.encoder.session import read_card
from kg.nlp.sentences import annotate, blank

COMPONENTS = ("kg_reader", "kg_decisions")
_DATA = ("data/vocabulary", "data/cues")


def load(components: Iterable[str] = COMPONENTS) -> Language:
    """A pipeline of words, sentences and our components.

    Args:
        components: Names of spaCy factories, in order; another package's component takes the place of one of ours by
            standing in its place here.
    """
    nlp = blank()
    for name in components:
        nlp.add_pipe(name)
    return nlp


class Extractor:
    """Extracts what documents say: a pure function of the document and ``pipeline``."""

    def __init__(self, components: Iterable[str] = COMPONENTS, *, workers: int = 2) -> None:
        """Load the pipeline.

        Args:
            components: Names of spaCy factories, in order.
            workers: How many documents are read at a time: while one waits for the networks, rules read another. The
                same input gives the same facts with any number.

        Raises:
            ModelError: The trained model is missing, altered, or made for another version of this package.
        """
        self.components = tuple(components)
        self.workers = max(1, workers)
        self.nlp = load(self.components)
        self.pipeline = _name(self.components)

    def extract(self, document: Document) -> Extraction:
        """What one document says."""
        return self._read(document)

    def pipe(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """What each document says, in order; no more documents are held than there are workers, and one."""
        waiting: deque[Future[Extraction]] = deque()
        with ThreadPoolExecutor(self.workers) as pool:
            for document in documents:
                waiting.append(pool.submit(self._read, document))
                if len(waiting) > self.workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _read(self, document: Document) -> Extraction:
        doc = annotate(self.nlp, document)
        reading = doc._.kg_reading
        return Extraction(
            document=document,
            pipeline=self.pipeline,
            entities=reading.entities if reading is not None else (),
            facts=distinct(doc._.kg_facts or ()),
        )


def distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """One fact for each relation, subject and object, the surest of them, in order of first appearance."""
    best: dict[tuple[str, str, str], Fact] = {}
    for fact in facts:
        key = (fact.relation, fact.subject, fact.object)
        if key not in best or fact.confidence > best[key].confidence:
            best[key] = fact
    return tuple(best.values())


def _name(components: tuple[str, ...]) -> str:
    """Names what a cached extraction depends on: versions, components, our rules, word lists and models."""
    digest = hashlib.sha256(repr(components).encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    for folder in _DATA:
        for path in sorted(resources.path(folder).glob("*.tsv")):
            digest.update(path.read_bytes())
    card = read_card(models())
    registered = sorted(n for n in spacy_registry.factories.get_all() if n.startswith("kg_"))
    digest.update(repr((registered, version("spacy"), sorted(card.sha256.items()))).encode())
    return f"kg-reader {card.version}+{digest.hexdigest()[:12]}"
