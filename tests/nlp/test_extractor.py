"""The whole pipeline on input that nobody expects."""

import pytest

from kg.documents.sections import sections
from kg.model import Extraction, Section, from_json, to_json
from kg.nlp.components import MODELS
from kg.nlp.encoder.session import Encoder
from kg.nlp.extractor import Extractor
from kg.resources import path
from kg.terms import SectionKind
from tests.nlp.fakes import FakeEncoder, FakeScorer, document

STORY = (
    "In June 2020 Quantrexa Pharmaceuticals, Inc. said that QTX-101 is tested in patients with gout for $5 million. "
)
HOLDS = {("company", "drug", "develops"): 4.0, ("drug", "indication", "studiedFor"): 5.0}


@pytest.fixture(scope="module")
def fake():
    """The pipeline with stand-ins for its models: names are what rules take for names."""
    made = Extractor()
    made.nlp.get_pipe("kg_reader").__dict__["encoder"] = FakeEncoder(holds=HOLDS)
    made.nlp.get_pipe("kg_decisions").__dict__["scorer"] = FakeScorer()
    return made


def check(extraction):
    """Whether everything that is said lies in the text."""
    text = extraction.document.text
    ids = {e.id for e in extraction.entities}
    for fact in extraction.facts:
        assert text[fact.evidence.start : fact.evidence.end] == fact.evidence.quote != ""
        assert fact.subject in ids
        assert all(0 <= p.start < p.end <= len(text) for p in fact.attribute_evidence)
    assert all(0 <= m.start < m.end <= len(text) for e in extraction.entities for m in e.mentions)
    assert from_json(Extraction, to_json(extraction)) == extraction


def test_an_ordinary_story_has_its_facts(fake):
    extraction = fake.extract(document(STORY))
    check(extraction)
    assert {f.relation.value for f in extraction.facts} == {"develops", "studiedFor"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\n\t ", id="blank"),
        pytest.param("x", id="one-letter"),
        pytest.param("\u202e\U0001f9ec \x00 \ufeff\n\t\t\n(((((", id="odd-characters"),
        pytest.param("<O1> <D2> {ORG} \\1 $", id="looks-like-a-pattern"),
        pytest.param("A (" * 400, id="parentheses"),
        pytest.param("İ ﬁ " * 50, id="folding"),
        pytest.param("quantrexa says qtx-101 is good in gout and so on " * 60, id="no-punctuation"),
        pytest.param("QUANTREXA PHARMACEUTICALS, INC. DEVELOPS QTX-101. " * 20, id="capitals"),
        pytest.param("Die Quantrexa GmbH prüft QTX-101 bei Gicht. Das Gerät heißt Größe.", id="german"),
        pytest.param("Квантрекса разрабатывает препарат QTX-101 от подагры.", id="russian"),
        pytest.param("量子制药公司正在开发用于治疗痛风的QTX-101。", id="chinese"),
        pytest.param("تطور الشركة QTX-101 لعلاج النقرس.", id="arabic"),
        pytest.param("\t".join(["QTX-101", "gout", "Phase 2"] * 50), id="one-row-of-a-table"),
        pytest.param("\r\n".join([STORY] * 5), id="carriage-returns"),
    ],
)
def test_odd_text_does_no_harm(fake, text):
    for parts in ((), sections(text)):
        check(fake.extract(document(text, parts)))


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([(0, 0, SectionKind.HEADLINE), (0, 111, SectionKind.BODY)], id="an-empty-one"),
        pytest.param([(0, 111, SectionKind.HEADLINE)], id="all-headline"),
        pytest.param([(0, 111, SectionKind.CONTACT)], id="all-contact"),
        pytest.param([(20, 40, SectionKind.BOILERPLATE)], id="in-the-middle-of-a-sentence"),
        pytest.param([(90, 111, SectionKind.BOILERPLATE)], id="at-the-end"),
    ],
)
def test_odd_sections_do_no_harm(fake, parts):
    check(fake.extract(document(STORY, [Section(start=a, end=b, kind=k) for a, b, k in parts])))


@pytest.mark.parametrize("size", [20_000, 100_000])
def test_a_line_without_an_end_is_read(fake, size):
    line = STORY.replace(". ", ", ").replace("Inc,", "Inc")
    check(fake.extract(document(line * (size // len(line)))))


def test_the_shipped_encoder_says_the_same_on_one_thread_and_two():
    one, two = (Extractor(), Extractor())
    for threads, made in enumerate((one, two), 1):
        made.nlp.get_pipe("kg_reader").__dict__["encoder"] = Encoder(path(MODELS), threads=threads)
        made.nlp.get_pipe("kg_decisions").__dict__["scorer"] = FakeScorer(threshold=0.02)
    for text in (STORY * 4, STORY):
        first, second = one.extract(document(text)), two.extract(document(text))
        assert first == second
        assert one.extract(document(text)) == first
        check(first)


def test_the_shipped_model_reads_twice_the_same(extract):
    if not (path(MODELS) / "decisions.json").exists():
        pytest.skip("the model has no scorers: make train builds them")
    check(extract(STORY))
    assert extract(STORY) == extract(STORY)


def test_a_pipeline_without_decisions_finds_entities_alone(fake):
    made = Extractor(components=("kg_reader",))
    made.nlp.get_pipe("kg_reader").__dict__["encoder"] = FakeEncoder(holds=HOLDS)
    extraction = made.extract(document(STORY))
    assert extraction.entities
    assert extraction.facts == ()
    assert extraction.pipeline != fake.pipeline
