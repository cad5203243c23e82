"""What the encoder sees of a document: every character of its sentences, in windows that fit."""

import itertools

import numpy
import pytest

from kg.model import Section
from kg.nlp.encoder.labels import ENTITY_TYPES, SECTIONS, VALUE_KINDS
from kg.nlp.encoder.windows import WINDOW, Pieces, pieces, spoken, windows
from kg.nlp.recognition import Candidate
from kg.nlp.text import fold
from kg.nlp.values import Value, ValueKind
from kg.terms import EntityType, SectionKind
from tests.nlp.fakes import document

T = EntityType


def cut(tokenizer, text, sentences=None, candidates=(), values=(), sections=()):
    return pieces(tokenizer, document(text, sections), fold(text), sentences or [(0, len(text))], candidates, values)


def words(text, found):
    """The words as they stand in the text."""
    begins = numpy.flatnonzero(found.first())
    stops = numpy.append(begins[1:], len(found.ids)) - 1
    return [text[found.starts[a] : found.ends[b]] for a, b in zip(begins, stops, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the drug is Velora", ["the", "drug", "is", "Velora"], id="plain"),
        pytest.param("Norhall’s “Velora”", ["Norhall", "’", "s", "“", "Velora", "”"], id="quotes"),
        pytest.param("Phase 1–2", ["Phase", "1", "–", "2"], id="dash"),
        pytest.param("Zürich naïve Sjögren", ["Zürich", "naïve", "Sjögren"], id="accents"),
        pytest.param("Zu\u0308rich is", ["Zu\u0308rich", "is"], id="combining-accents"),
        pytest.param("in\u00a0Oslo", ["in", "Oslo"], id="no-break-space"),
        pytest.param("İstan is", ["İstan", "is"], id="dotted-capital"),
        pytest.param("𝕏 is 薬", ["𝕏", "is", "薬"], id="outside-the-vocabulary"),
        pytest.param("a\x00b is", ["a\x00b", "is"], id="control-character"),
    ],
)
def test_words_stand_where_the_text_has_them(tokenizer, text, expected):
    assert words(text, cut(tokenizer, text)) == expected


def test_pieces_cover_the_sentences_and_nothing_else(tokenizer):
    text = "The drug is Velora.   BOILERPLATE\n\nIt said (that)."
    sentences = [(0, 19), (35, len(text))]
    found = cut(tokenizer, text, sentences)
    covered = {c for a, b in zip(found.starts, found.ends, strict=True) for c in range(a, b)}
    assert covered == {c for a, b in sentences for c in range(a, b) if not text[c].isspace()}
    assert text[found.starts[found.sentences == 1][0]] == "I"
    assert (numpy.diff(found.starts) > 0).all()
    assert (found.ends[:-1] <= found.starts[1:]).all()
    assert set(numpy.diff(found.words)) <= {0, 1}
    assert not (numpy.diff(found.words)[numpy.diff(found.sentences) != 0] == 0).any()  # no word is in two sentences


def test_arrays_are_of_equal_length_and_features_within_their_sizes(tokenizer):
    from kg.nlp.encoder.windows import FEATURE_SIZES

    found = cut(tokenizer, "Norhall AG (OSE: NOR) said that CD19-Velora2 is in Phase 2, iPhone-like siRNA.")
    arrays = (found.starts, found.ends, found.words, found.sentences, *found.features.values())
    assert {len(a) for a in arrays} == {len(found.ids)}
    assert set(found.features) == set(FEATURE_SIZES)
    for name, size in FEATURE_SIZES.items():
        assert 0 <= found.features[name].min() <= found.features[name].max() < size


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        pytest.param("drug Velora FDA A siRNA 131 CD19 b2", [0, 1, 2, 3, 4, 5, 6, 7], id="after-blanks"),
        pytest.param("QTX-101", [2, 18, 15], id="glued"),
        pytest.param("(Velora)", [8, 11, 18], id="parentheses"),
    ],
)
def test_shapes_of_words(tokenizer, text, shapes):
    found = cut(tokenizer, text)
    assert found.features["shape"][found.first()].tolist() == shapes
    assert all(len(set(found.features["shape"][found.words == w])) == 1 for w in set(found.words))


def test_rules_values_and_sections_are_marked_where_they_stand(tokenizer):
    text = "News\n\nNorhall AG closed on $5 million."
    closed, money = text.index("closed"), text.index("$5")
    found = cut(
        tokenizer,
        text,
        [(0, 4), (6, len(text))],
        [Candidate(6, 16, T.COMPANY, 50)],
        [
            Value(closed, len(text) - 1, ValueKind.EVENT, "financing"),
            Value(money, len(text) - 1, ValueKind.MONEY, "USD 5000000"),
        ],
        [Section(start=0, end=4, kind=SectionKind.HEADLINE)],
    )
    names = ("Norhall", "AG", "$5", "closed")
    at = {name: int(numpy.searchsorted(found.starts, text.index(name))) for name in names}
    company = ENTITY_TYPES.index(T.COMPANY)
    assert found.features["rule"][at["Norhall"]] == 2 * company + 1
    assert found.features["rule"][at["AG"]] == 2 * company + 2
    assert found.features["rule"][at["closed"]] == 0
    assert found.features["value"][at["$5"]] == VALUE_KINDS.index(ValueKind.MONEY) + 1
    assert found.features["section"][0] == SECTIONS.index(SectionKind.HEADLINE) == 0  # pairs.py asks for 0
    assert found.features["section"][at["AG"]] == SECTIONS.index(SectionKind.BODY)


def test_nothing_to_read_gives_no_pieces_and_no_windows(tokenizer):
    for sentences in ([(0, 0)], [(0, 3)]):
        found = cut(tokenizer, "\x00\x01\x02", sentences)
        assert len(found.ids) == 0
        assert windows(found, 0) == []


def made_of(*lengths):
    """Pieces of sentences of these lengths."""
    total = sum(lengths)
    zero = numpy.zeros(total, dtype=numpy.int64)
    place = numpy.arange(total)
    return Pieces(place, place, place + 1, place, numpy.repeat(numpy.arange(len(lengths)), lengths), {"section": zero})


@pytest.mark.parametrize(
    ("lengths", "headline"),
    [
        pytest.param((5,), 1, id="headline-alone"),
        pytest.param((10, 30, 30), 1, id="one-window"),
        pytest.param((10, *[25] * 60), 1, id="many-sentences"),
        pytest.param((10, *[150] * 9), 1, id="two-of-each-do-not-fit"),
        pytest.param((10, 2000, 20), 1, id="a-long-sentence"),
        pytest.param((20, 15, 286, 287, 285, 40, 254, 246), 1, id="sizes-at-the-limit"),
        pytest.param((500, 30, 300), 1, id="a-long-headline"),
        pytest.param((10, 10, 10, 400), 3, id="three-headlines"),
        pytest.param((10, *[25] * 60), 0, id="no-headline"),
        pytest.param((1,) * 3000, 1, id="sentences-of-one-piece"),
    ],
)
def test_windows_cover_everything_and_fit(lengths, headline):
    made = windows(made_of(*lengths), headline)
    assert set(numpy.concatenate(made).tolist()) == set(range(sum(lengths)))
    for window in made:
        assert 0 < len(window) <= WINDOW - 2
        assert (numpy.diff(window) > 0).all()
    assert len(made) <= 3 + sum(lengths) / 100


@pytest.mark.parametrize(
    ("lengths", "headline"),
    [
        pytest.param((10, 30, 30), 1, id="one-window"),
        pytest.param((10, *[25] * 60), 1, id="many-sentences"),
        pytest.param((10, *[150] * 9), 1, id="two-of-each-do-not-fit"),
        pytest.param((10, 50, 2000), 1, id="a-long-sentence"),
        pytest.param((60, *[25] * 60), 1, id="a-headline-of-more-than-is-repeated"),
        pytest.param((10, 2000, 20), 1, id="a-long-sentence-behind-the-headline"),
        pytest.param((10, 10, 10, 400), 3, id="a-long-sentence-behind-three-headlines"),
    ],
)
def test_the_headline_stands_first(lengths, headline):
    head = min(sum(lengths[:headline]), 32)
    for window in windows(made_of(*lengths), headline):
        assert window[:head].tolist() == list(range(head))


@pytest.mark.parametrize("lengths", [(10, *[25] * 60), (10, *[150] * 9), (20, 240, 240, 10, 10, 240)])
def test_sentences_that_fit_are_whole_in_a_window(lengths):
    found = made_of(*lengths)
    whole = set()
    for window in windows(found, 1):
        numbers, counts = numpy.unique(found.sentences[window], return_counts=True)
        whole |= {n for n, c in zip(numbers.tolist(), counts.tolist(), strict=True) if c == lengths[n]}
    assert whole == set(range(len(lengths)))


def test_parts_of_a_long_sentence_overlap():
    made = windows(made_of(10, 1000), 1)
    for one, other in itertools.pairwise(made[1:]):
        assert len(set(one.tolist()) & set(other[other >= 10].tolist())) >= 40


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        pytest.param([], ["One.", "Two.", "Three."], id="none"),
        pytest.param([(5, 9, SectionKind.BOILERPLATE)], ["One.", "Three."], id="boilerplate"),
        pytest.param([(5, 9, SectionKind.CONTACT), (10, 16, SectionKind.CONTACT)], ["One."], id="contacts"),
        pytest.param([(5, 9, SectionKind.ABOUT)], ["One.", "Two.", "Three."], id="about"),
    ],
)
def test_what_is_spoken(sections, expected):
    text = "One. Two. Three.  "
    made = document(text, [Section(start=s, end=e, kind=k) for s, e, k in sections])
    assert [text[a:b] for a, b in spoken(made, [(0, 4), (5, 9), (10, 16), (16, 18)])] == expected
