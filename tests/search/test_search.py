"""What a search finds, in which order, and what is marked."""

import csv
import io
import json

import pytest

from kg.errors import OutputError, ParameterError
from kg.search.find import Filters, search
from kg.search.index import Index
from kg.search.words import MOST_CHARACTERS, Unit, understand
from kg.search.writing import bring_up_to_date
from kg.terms import EntityType, SectionKind
from tests.search.conftest import TRIAL, entity, extraction


def texts(index, words, **more):
    return [" ".join(hit.text.split()) for hit in search(index, words, **more)]


def marked(hit):
    return [hit.text[a:b] for a, b in hit.marks]


def test_a_sentence_that_gave_no_fact_is_found_where_it_stands(index):
    (hit, *_) = search(index, "adverse events")
    assert hit.text == "The most frequent adverse events were headache and nausea."
    assert TRIAL[hit.start : hit.end] == hit.text
    assert (hit.document, hit.published, hit.rank) == ("orlune-data", "2021-05-04", 1)
    assert hit.address == f"orlune-data#char={hit.start},{hit.end}"
    assert marked(hit) == ["adverse", "events"]


def test_every_sentence_outside_boilerplate_is_in_the_index_and_no_other(index):
    rows = index.connection.execute(
        "SELECT s.text FROM sentences s JOIN documents d ON d.id = s.document WHERE d.name = 'orlune-data'"
    )
    held = " ".join(" ".join(text.split()) for (text,) in rows)
    kept, _, lawyers = TRIAL.partition("Forward-Looking Statements\n")
    for word in kept.split():
        assert word in held
    assert "risks and uncertainties" in lawyers
    assert "risks and uncertainties" not in held
    assert "registration statement on Form S-1" in held, "a figure of the document's own is no boilerplate"
    assert "+47 555 0100" in held


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("enroll patient", "Forty-one patients were enrolled in two dose cohorts.", id="endings"),
        pytest.param('"dose cohorts"', "Forty-one patients were enrolled in two dose cohorts.", id="phrase"),
        pytest.param("“dose cohorts”", "Forty-one patients were enrolled in two dose cohorts.", id="curly-quotes"),
        pytest.param(
            "Which adverse events were there?",
            "The most frequent adverse events were headache and nausea.",
            id="question",
        ),
        pytest.param(
            "Q4 2021", "The Company plans to begin a phase 3 trial in the fourth quarter of 2021.", id="quarter"
        ),
        pytest.param(
            "phase III", "The Company plans to begin a phase 3 trial in the fourth quarter of 2021.", id="phase"
        ),
        pytest.param("headach*", "The most frequent adverse events were headache and nausea.", id="prefix"),
        pytest.param("commercializ*", "Commercialization is planned for 2024.", id="prefix-longer-than-what-is-kept"),
        pytest.param("nausia", "The most frequent adverse events were headache and nausea.", id="misspelt"),
        pytest.param("tromso", "Karrin Labs will make ORL212 in Tromsø.", id="letters-without-their-marks"),
        pytest.param("naive cells", "Naïve cells were used.", id="accents"),
        pytest.param("patents", "It holds 14 issued patents.", id="repeated"),
    ],
)
def test_words_are_understood(index, words, expected):
    assert texts(index, words)[0] == expected


@pytest.mark.parametrize("typed", ["ORL-212", "ORL 212", "orl212", "ORL212"])
def test_a_code_is_found_in_every_way_of_writing_it(index, typed):
    assert {hit.document for hit in search(index, typed)} == {"orlune-data", "orlune-supply"}


def test_another_products_digits_are_no_misspelling(index):
    found = search(index, "ORL213")
    assert not len(found)
    assert found.notes == ("in no sentence: ORL213",)


def test_what_was_taken_for_something_else_is_said(index):
    assert search(index, "nausia").notes == ("'nausia' is in no sentence; searched for nausea",)


def test_all_words_come_before_some_words(index):
    found = texts(index, "cohorts enrolled headache")
    assert found[0] == "Forty-one patients were enrolled in two dose cohorts."
    assert "The most frequent adverse events were headache and nausea." in found


def test_rows_of_a_table_are_found_together_beneath_their_heading(index):
    (hit, *_) = search(index, "mean age cohort")
    assert hit.section is SectionKind.TABLE
    assert hit.text.startswith("Results by Cohort")
    assert hit.text.endswith("Mean age\t54\t57")
    assert TRIAL[hit.start : hit.end] == hit.text


def test_a_sentence_that_two_documents_share_is_one_hit_and_the_newer(index):
    found = search(index, "issued patents")
    assert [(h.text, h.also, h.document) for h in found if "patents" in h.text] == [
        ("It holds 14 issued patents.", 1, "orlune-supply")
    ]


def test_words_that_must_not_stand_in_it(index):
    assert not any("headache" in t for t in texts(index, "patients events", without=["headache"]))
    assert any("headache" in t for t in texts(index, "patients events"))


COMPANY = (((EntityType.COMPANY, "Karrin Labs"),),)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(Filters(), {"orlune-data", "orlune-supply"}, id="none"),
        pytest.param(Filters(entities=COMPANY), {"orlune-supply"}, id="company"),
        pytest.param(Filters(entities=(((EntityType.DRUG, "ORL-212"),),)), {"orlune-data"}, id="drug"),
        pytest.param(Filters(entities=(((EntityType.DRUG, "Karrin Labs"),),)), set(), id="type-of-the-name"),
        pytest.param(Filters(since="2022-01-01"), {"orlune-supply"}, id="since"),
        pytest.param(Filters(until="2021-12-31"), {"orlune-data"}, id="until"),
        pytest.param(Filters(since="2022-06-15"), {"orlune-supply"}, id="a-day-in-a-month-that-is-all-that-is-known"),
        pytest.param(Filters(documents=("orlune-data",)), {"orlune-data"}, id="document"),
        pytest.param(Filters(sections=(SectionKind.HEADLINE,)), {"orlune-data", "orlune-supply"}, id="section"),
        pytest.param(Filters(types=(EntityType.PERSON,)), set(), id="type"),
    ],
)
def test_filters(index, filters, expected):
    assert {hit.document for hit in search(index, "orlune", filters=filters)} == expected


def test_a_sentence_that_names_what_is_filtered_by_comes_before_others_of_its_document(cache, tmp_path):
    text = (
        "News of the week\n\nVexillin was well tolerated in it.\n\nBelden Pharma paid for it. Belden Pharma is in Oslo.\n\n"
        "Vexillin by Belden Pharma was well tolerated in it.\n"
    )
    cache.put(extraction("belden", text, entities=[entity("e1", EntityType.COMPANY, text, "Belden Pharma")]))
    with Index.writing(tmp_path / "belden.sqlite") as index:
        bring_up_to_date(index, cache.folder)
        chosen = Filters(entities=(((EntityType.COMPANY, "Belden Pharma"),),))
        assert texts(index, "vexillin tolerated")[0] == "Vexillin was well tolerated in it."
        assert texts(index, "vexillin tolerated", filters=chosen)[0].startswith("Vexillin by")


def test_a_filter_by_section_leaves_no_other(index):
    found = search(index, "orlune", filters=Filters(sections=(SectionKind.HEADLINE,)))
    assert {hit.section for hit in found} == {SectionKind.HEADLINE}


def test_documents_without_a_date_that_are_left_out_are_counted(index):
    found = search(index, "radiotherapy market", filters=Filters(since="2000-01-01"))
    assert found.notes[-1] == "1 document without a date left out"
    assert "undated" not in {hit.document for hit in found}


def test_no_more_than_asked_for(index):
    assert len(search(index, "orlune gout patients", limit=2)) == 2
    assert [h.rank for h in search(index, "orlune gout patients", limit=2)] == [1, 2]


@pytest.mark.parametrize("words", ["", "   ", "?!", '""', "*", "“”"])
def test_no_word_is_said(index, words):
    with pytest.raises(ParameterError, match="no word to search for"):
        search(index, words)


def test_a_text_too_long_is_said(index):
    with pytest.raises(ParameterError, match="characters"):
        search(index, "x" * (MOST_CHARACTERS + 1))
    assert "the first 24" in search(index, " ".join(f"word{chr(97 + i)}" for i in range(26))).notes[0]


@pytest.mark.parametrize(
    "words",
    [
        '"',
        '" OR "',
        "text : x",
        "NEAR(a b)",
        "a AND",
        "NOT",
        "(",
        "a^b",
        "{text}: a",
        "-a",
        "a + b",
        "'; DROP TABLE fts; --",
        "安全 試験",
        "\x00 \ufdd0 a",
        "a*b*c*",
        "OR*",
    ],
)
def test_nothing_that_is_typed_is_taken_for_the_engines_language(index, words):
    try:
        search(index, words)
    except ParameterError:
        assert not any(c.isalnum() for c in words)
    assert len(index) > 10


def test_stop_words_alone_are_searched_for(index):
    assert len(search(index, "the which"))


def test_a_shells_argument_with_blanks_is_a_phrase():
    assert understand(["dose cohorts", "gout"]).units[0] == Unit("dose cohorts", ("dose cohorts",), exact=True)
    assert [u.shown for u in understand(["dose cohorts"]).units] == ["dose", "cohorts"]


HOSTILE = 'A <script>alert("x")</script> & \x1b[31mred\x1b[0m \u202eword\u202c of vexillin.'


@pytest.fixture
def hostile(cache, tmp_path):
    cache.put(extraction("hostile", HOSTILE, title="\x1b]0;title\x07"))
    path = tmp_path / "hostile.sqlite"
    with Index.writing(path) as index:
        bring_up_to_date(index, cache.folder)
        yield index


def test_nothing_in_a_sentence_is_markup_or_a_terminals_command(hostile):
    found = search(hostile, "vexillin script")
    assert found[0].text == HOSTILE
    assert "<script>" not in found[0].html()
    assert "<mark>vexillin</mark>" in found[0].html()
    stream = io.StringIO()
    found.write("table", stream)
    assert "\x1b" not in stream.getvalue()
    assert "\u202e" not in stream.getvalue()


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_what_was_asked_for_is_in_colour_on_a_terminal_only(index, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    found = search(index, "adverse events")
    shown, piped = Terminal(), io.StringIO()
    found.write("table", shown)
    found.write("table", piped)
    assert "\x1b[1;33madverse\x1b[0m" in shown.getvalue()
    assert "\x1b" not in piped.getvalue()
    assert "The most frequent adverse events were headache and nausea." in piped.getvalue()
    assert "<mark>" not in shown.getvalue() + piped.getvalue()


def test_formats_hold_the_same(index):
    found = search(index, "adverse events patients")
    streams = {name: io.StringIO() for name in ("json", "jsonl", "csv")}
    for name, stream in streams.items():
        found.write(name, stream)
    record = json.loads(streams["json"].getvalue())
    lines = [json.loads(line) for line in streams["jsonl"].getvalue().splitlines()]
    rows = list(csv.DictReader(io.StringIO(streams["csv"].getvalue())))
    assert record["hits"] == lines
    assert [r["address"] for r in rows] == [h["address"] for h in lines] == [h.address for h in found]
    assert [r["sentence"] for r in rows] == [h.text for h in found]
    with pytest.raises(OutputError, match="table, json, jsonl, csv"):
        found.write("xml", io.StringIO())
