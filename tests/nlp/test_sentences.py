"""Where sentences begin."""

import pytest

from kg.documents.sections import sections
from kg.model import Document
from tests.nlp.fakes import ranges


@pytest.fixture(scope="module")
def split():
    def run(text):
        made = Document(id="t", sha256="0" * 64, text=text, sections=sections(text))
        return [found for a, b in ranges(made) if (found := " ".join(text[a:b].split()))]

    return run


PADDING = "The study enrolled patients at several sites and its results will be shown at a meeting next spring."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Quantrexa Pharmaceuticals, Inc. said that the trial is open.", id="inc"),
        pytest.param("The site near Madison, Wis. opened to Dr. Rosa Vintner and her group.", id="state-and-title"),
        pytest.param(
            "It is protected by U.S. patents, among them Patent No. 4 of the series.", id="country-and-number"
        ),
        pytest.param("The company raised $3.5 million in the first half.", id="decimal"),
    ],
)
def test_abbreviations_end_no_sentence(split, text):
    assert split(f"{PADDING} {text} {PADDING}") == [PADDING, text, PADDING]


def test_an_abbreviation_may_stand_last(split):
    assert split(f"{PADDING} QTX-101 belongs to Quantrexa, Inc. The drug is taken daily by all of the patients.") == [
        PADDING,
        "QTX-101 belongs to Quantrexa, Inc.",
        "The drug is taken daily by all of the patients.",
    ]


def test_a_wrapped_paragraph_is_not_cut_at_line_ends(split):
    text = "QTX-101 is an antibody that the company has been studying for several years\nin patients with gout who did not respond to other drugs. It is given weekly."
    assert split(text) == [
        "QTX-101 is an antibody that the company has been studying for several years in patients with gout who did not respond to other drugs.",
        "It is given weekly.",
    ]


def test_a_page_break_does_not_cut_a_sentence(split):
    text = f"Quantrexa Brings News\n\nOSLO, Norway, June 11, 2020 -- {PADDING} QTX-101 is an antibody that the company has been studying for several years in many\n\npatients with gout who did not respond to other drugs.\n\n{PADDING}"
    assert any(s.startswith("QTX-101") and s.endswith("other drugs.") for s in split(text)), split(text)


def test_bullets_and_headings_are_sentences(split):
    text = "Pipeline Overview\n\n- QTX-101 in gout\n- QTX-202 in asthma\n- QTX-303 in psoriasis\n"
    found = split(text)
    for line in ("Pipeline Overview", "QTX-101 in gout", "QTX-202 in asthma", "QTX-303 in psoriasis"):
        assert any(s.lstrip("- ") == line for s in found), found


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "\u202e\x00\ufffd ☃ 𝕏 (", "(" * 2000, "\t".join("x" * 300)], ids=str.__len__
)
def test_odd_text_is_split_without_complaint(split, text):
    assert isinstance(split(text), list)


def test_lines_of_a_text_that_was_not_wrapped_stand_alone(split):
    paragraph = (
        "Quantrexa Pharmaceuticals, Inc. says at some length what it does and why that matters to everybody. " * 3
    )
    long = "QTX-101 for severe asthma of the kind that none of the usual inhaled medicines keeps in check for long"
    found = split(f"News\n\nOSLO, Norway, June 11, 2020 -- {paragraph}\n\n{long}\nQTX-202 for gout\n")
    assert found[-2:] == [long, "QTX-202 for gout"]
