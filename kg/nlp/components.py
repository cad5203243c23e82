"""The spaCy components that read a document and decide on its facts."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg import resources
from kg.errors import ModelError
from kg.gazetteer import Matcher, matcher
from kg.nlp import extensions  # noqa: F401 - defines what components leave on a Doc
from kg.nlp.decisions.facts import decide
from kg.nlp.decisions.reading import read_pairs
from kg.nlp.decisions.scorer import Scorer
from kg.nlp.encoder.session import Encoder
from kg.nlp.sentences import sentence_ranges

MODELS = "data/models/reader"


def models() -> Path:
    """The folder of the models that ship with the package.

    Raises:
        ModelError: There is none.
    """
    try:
        return resources.path(MODELS)
    except FileNotFoundError as error:
        raise ModelError(
            f"{MODELS}: no model is here; install the package again, or build one with make train"
        ) from error


@Language.factory(
    "kg_reader",
    default_config={"vocabularies": [], "model": "", "threads": 1},
    assigns=["doc._.kg_reading"],
    requires=["token.is_sent_start"],
)
def make_reader(nlp: Language, name: str, vocabularies: list[str], model: str, threads: int) -> Reader:
    """Make the component.

    ``vocabularies`` names those to match, all of them where it is empty; ``model`` is a folder, ours where it is empty;
    ``threads`` is how many each document uses: since documents are read side by side, one is fastest; 0 is one a core.
    """
    return Reader(matcher(*vocabularies), Path(model) if model else models(), threads)


class Reader:
    """Leaves names, values and what the encoder says of pairs of them in ``doc._.kg_reading``."""

    def __init__(self, known: Matcher, model: Path, threads: int = 0) -> None:
        """Know the names of vocabularies, and load the networks."""
        self._known = known
        self.encoder = Encoder(model, threads=threads)

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        doc._.kg_reading = read_pairs(doc._.kg_document, sentence_ranges(doc), self.encoder, self._known)
        return doc


@Language.factory(
    "kg_decisions", default_config={"model": ""}, assigns=["doc._.kg_facts"], requires=["doc._.kg_reading"]
)
def make_decisions(nlp: Language, name: str, model: str) -> Decisions:
    """Make the component; ``model`` is a folder, ours where it is empty."""
    return Decisions(Path(model) if model else models())


class Decisions:
    """Leaves the facts that the scorers keep in ``doc._.kg_facts``."""

    def __init__(self, model: Path) -> None:
        """Load the trained scorers."""
        self.scorer = Scorer(model)

    def __call__(self, doc: Doc) -> Doc:
        """Decide on the facts of one document."""
        doc._.kg_facts = [*(doc._.kg_facts or ()), *decide(doc._.kg_reading, self.scorer)]
        return doc
