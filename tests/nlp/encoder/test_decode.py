"""From logits to names."""

import numpy
import pytest

from kg.nlp.encoder.decode import names, softmax
from kg.nlp.encoder.labels import TAGS
from kg.nlp.encoder.windows import Pieces


def pieces(words, sentences):
    """Pieces of two characters and a blank; equal numbers are of one word."""
    place = numpy.arange(len(words))
    return Pieces(place, place * 3, place * 3 + 2, numpy.array(words), numpy.array(sentences), {})


def said(*tags):
    """Logits that prefer these tags, each ``tag`` or ``(tag, logit, second tag, its logit)``."""
    logits = numpy.zeros((len(tags), len(TAGS)), dtype=numpy.float32)
    for row, told in enumerate(tags):
        pairs = [(told, 8.0)] if isinstance(told, str) else list(zip(told[::2], told[1::2], strict=True))
        for tag, logit in pairs:
            logits[row, TAGS.index(tag)] = logit
    return logits


B, I, P, Q = "B-company", "I-company", "B-drug", "I-drug"  # noqa: E741


@pytest.mark.parametrize(
    ("tags", "words", "sentences", "expected"),
    [
        pytest.param(["O", B, I, "O"], None, None, [(3, 8, "company")], id="a-name"),
        pytest.param([B, B], None, None, [(0, 2, "company"), (3, 5, "company")], id="neighbours"),
        pytest.param([B, P, Q], None, None, [(0, 2, "company"), (3, 8, "drug")], id="types"),
        pytest.param(["O", "O"], None, None, [], id="nothing"),
        pytest.param([B, I], None, [0, 1], [(0, 2, "company")], id="no-name-crosses-a-sentence"),
        pytest.param([B, "O", "O", "O"], [0, 0, 0, 1], None, [(0, 8, "company")], id="the-first-piece-speaks"),
        pytest.param(["O", B, B, B], [0, 0, 1, 1], None, [(6, 11, "company")], id="other-pieces-do-not"),
        pytest.param(["O", (I, 8.0, B, 7.0), I], None, None, [(3, 8, "company")], id="repaired-to-begin"),
        pytest.param([B, (Q, 8.0, I, 7.0)], None, None, [(0, 5, "company")], id="repaired-to-go-on"),
        pytest.param([(I, 8.0, "O", 7.5), "O"], None, None, [], id="repaired-to-nothing"),
        pytest.param(["O", (I, 8.0, B, 7.0)], None, [0, 1], [(3, 5, "company")], id="repaired-at-a-sentence"),
    ],
)
def test_names(tags, words, sentences, expected):
    found = pieces(words or list(range(len(tags))), sentences or [0] * len(tags))
    assert [(n.start, n.end, n.type.value) for n in names(found, said(*tags))] == expected


def test_repairs_leave_other_sentences_alone():
    tags = [B, I, "O", (I, 8.0, B, 7.0), I, P]
    found = pieces(range(6), [0, 0, 0, 1, 1, 2])
    assert [(n.start, n.end) for n in names(found, said(*tags))] == [(0, 5), (9, 14), (15, 17)]


def test_confidence_is_the_mean_over_the_words():
    sure, unsure = said(B)[0], said((B, 1.0))[0]
    found = pieces([0, 1], [0, 0])
    one = names(found, numpy.stack([sure, said(I)[0]]))[0].confidence
    two = names(found, numpy.stack([sure, said((I, 3.2))[0]]))[0].confidence
    alone = names(pieces([0], [0]), unsure[None])[0].confidence
    assert one > two > alone > 0
    both = softmax(unsure[None])[0]
    assert alone == pytest.approx(both[TAGS.index(B)] + both[TAGS.index(I)], abs=1e-5)


def test_a_bias_drops_and_adds_names():
    logits, found = said(("O", 2.0, B, 2.5)), pieces([0], [0])
    assert len(names(found, logits)) == 1
    assert names(found, logits, bias=1.0) == []
    assert len(names(found, said(("O", 2.5, B, 2.0)), bias=-1.0)) == 1


def test_large_logits_give_probabilities():
    assert softmax(numpy.array([[1e4, -1e4, 0.0]], dtype=numpy.float32)).tolist() == [[1.0, 0.0, 0.0]]


def test_no_pieces_no_names():
    assert names(pieces([], []), numpy.zeros((0, len(TAGS)), dtype=numpy.float32)) == []
