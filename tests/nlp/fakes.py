"""Stand-ins for the trained models, which say what a test tells them to say."""

from __future__ import annotations

import numpy
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from kg.gazetteer import matcher
from kg.model import Document
from kg.nlp.decisions.attributes import COLUMNS as CHOICE_COLUMNS
from kg.nlp.decisions.features import COLUMNS
from kg.nlp.decisions.reading import read_pairs
from kg.nlp.decisions.scorer import Thresholds
from kg.nlp.encoder.labels import CLASSES, ENTITY_TYPES, MENTION_KINDS, OUTPUT_INDEX, OUTPUTS, TAGS
from kg.nlp.encoder.session import Card
from kg.nlp.sentences import annotate, blank, sentence_ranges
from kg.terms import Relation

WIDTH = len(OUTPUTS) + sum(map(len, CLASSES.values()))


def make_tokenizer():
    """Words that are known are one piece, all others one piece a letter; accents and capitals are dropped."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    signs = ".,;:!?()[]{}'\"-/$%&*+<>|\\#@_=~^`®™•€"
    known = ("the", "drug", "company", "is", "in", "of", "and", "said", "that")
    pieces = ["[UNK]", *letters, *(f"##{c}" for c in letters), *signs, *known]
    tokenizer = Tokenizer(WordPiece({p: n for n, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


class FakeEncoder:
    """Tags what it is told to be names, or else what rules take for names, and says of pairs what it is told.

    ``names`` has types by name; ``holds`` has logits by kinds of two mentions and output; ``classes`` logits by class.
    """

    def __init__(self, text="", names=None, holds=None, classes=None):
        self.tokenizer = make_tokenizer()
        self.holds = holds or {}
        self.classes = classes or {}
        self.marks = None
        if names is not None:
            self.marks = numpy.zeros(len(text) + 1, dtype=int)
            for name, kind in names.items():
                at = text.find(name)
                while at >= 0:
                    number = ENTITY_TYPES.index(kind)
                    self.marks[at : at + len(name)] = 2 * number + 2
                    self.marks[at] = 2 * number + 1
                    at = text.find(name, at + len(name))

    def encode(self, found, windows):
        logits = numpy.zeros((len(found.ids), len(TAGS)), dtype=numpy.float32)
        tags = found.features["rule"] if self.marks is None else self.marks[found.starts]
        logits[numpy.arange(len(tags)), tags] = 8
        return logits, [numpy.zeros((len(w) + 2, 1), dtype=numpy.float32) for w in windows]

    def pairs(self, vectors, found, kinds):
        said = numpy.full((len(found.one), WIDTH), -8, dtype=numpy.float32)
        said[:, len(OUTPUTS) :] = 0
        named = numpy.asarray(MENTION_KINDS)[kinds]
        one, other = named[found.one], named[found.other]
        for (first, second, output), logit in self.holds.items():
            said[(one == first) & (other == second), OUTPUT_INDEX[output]] = logit
        at = len(OUTPUTS)
        for head, options in CLASSES.items():
            for number, option in enumerate(options):
                said[:, at + number] = self.classes.get((head, option), 0)
            at += len(options)
        return said


def likely(logits):
    return 1 / (1 + numpy.exp(-logits.astype(float)))


class FakeScorer:
    """Believes the encoder; ``seen`` keeps the columns that it was given."""

    def __init__(self, threshold=0.5, attributes=None):
        self.card = Card("fake", "7", "", {})
        self.thresholds = Thresholds(dict.fromkeys((r.value for r in Relation), threshold), attributes or {}, ())
        self.seen = {}

    def facts(self, rows):
        self.seen["facts"] = rows
        return likely(rows[:, COLUMNS.index("pooled")])

    def attributes(self, rows):
        self.seen["attributes"] = rows
        probability, link = rows[:, CHOICE_COLUMNS.index("probability")], rows[:, CHOICE_COLUMNS.index("link")]
        return numpy.maximum(probability, likely(link))


def document(text, sections=(), published="2020-06-11"):
    return Document(id="t", sha256="0" * 64, text=text, published=published, sections=tuple(sections))


def ranges(made):
    """The sentences of a document."""
    return sentence_ranges(annotate(blank(), made))


def read(text, names, holds, *, classes=None, sections=()):
    """What decisions see of a text in which the fake encoder finds these names and relations."""
    made = document(text, sections)
    return read_pairs(made, ranges(made), FakeEncoder(text, names, holds, classes), matcher())
