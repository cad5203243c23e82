"""A company on one page: what is stated, with which sentence, and what is not."""

import dataclasses
import json
import re
import time

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from kg.api import Graph
from kg.builder import write
from kg.cli import app
from kg.errors import AmbiguousEntityError, OutputError, UnknownEntityError
from kg.graph.stores import open_store
from kg.model import Document, Entity, Knowledge
from kg.terms import EntityType, Modality, Phase, Relation, Status
from kg.views.report import report
from kg.views.saying import sentence
from kg.views.sources import link
from kg.views.tables import UNSURE
from tests.knowledge import DOCUMENTS, KNOWLEDGE, SCRIPT, evidence, money, statement
from tests.views.hostile import PAYLOADS, harmless
from tests.views.hostile import knowledge as hostile_knowledge

R, T = Relation, EntityType
ALPHA = "company/alpha-bio"


def table(found, title):
    return next(t for t in found.tables if t.title == title)


def lines(cell):
    return [said.text for said in cell]


def rows(found, title):
    return [[lines(cell) for cell in row] for row in table(found, title).rows]


def all_said(found):
    return [said for t in found.tables for row in t.rows for cell in row for said in cell]


def cited(found, said):
    return [found.sources[number - 1].sentence for number in said.sources]


def world(*statements, names=(), documents=DOCUMENTS):
    entities = [Entity(id=id_, type=T(id_.split("/")[0]), name=name) for id_, name in names]
    return Knowledge(
        documents=tuple(documents),
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        statements=tuple(sorted(statements, key=lambda s: s.id)),
    )


def test_each_value_stands_with_the_sentence_that_states_it():
    found = report(KNOWLEDGE, ALPHA)
    deal = next(row for row in table(found, "Partners and deals").rows if "licensing partnership" in lines(row[1])[0])
    assert {said.text: cited(found, said) for said in deal[3]} == {
        "€5M upfront": ["Zeta pays €5 million at signing."],
        "$100M in milestones": ["Milestones may reach $100 million."],
        "royalties: double-digit": ["Sentence number 6 says so."],
        "territory: Europe": ["Sentence number 6 says so."],
        "exclusive": ["Sentence number 6 says so."],
    }
    assert [said.text for said in deal[4]] == ["28 Nov 2016"]
    who = {row[0][0].text: row[1] for row in table(found, "Who it is").rows}
    assert cited(found, who["Listed as"][0]) == ["Sentence number 22 says so."]
    raised = next(row for row in table(found, "Funding").rows if lines(row[1]) == ["$8M"])
    assert cited(found, raised[1][0]) == ["Sentence number 14 says so."]
    assert [lines(cell) for cell in raised] == [["raised"], ["$8M"], ["public offering"], ["Q2 2016"]]


def test_sources_are_numbered_in_the_order_of_reading_and_all_are_cited():
    found = report(KNOWLEDGE, ALPHA)
    assert [source.number for source in found.sources] == list(range(1, len(found.sources) + 1))
    first_use = list(dict.fromkeys(n for said in all_said(found) for n in said.sources))
    assert sorted(first_use) == [source.number for source in found.sources]
    page = BeautifulSoup(found.page(), "html.parser")
    ids = {li["id"] for li in page.select(".sources li")}
    assert {a["href"][1:] for a in page.select(".refs a")} == ids


def test_what_a_row_is_named_by_has_a_source_in_the_row():
    found = report(KNOWLEDGE, ALPHA)
    for t in found.tables:
        for row in t.rows:
            if row[0][:1] and row[0][0].text == "Also called":
                continue
            assert any(said.sources for cell in row for said in cell), (t.title, row)


def test_the_pipeline_has_drug_disease_phase_plan_and_marks():
    found = rows(report(KNOWLEDGE, ALPHA), "Pipeline")
    first = found[0]
    assert first[0][0] == "ABC 131"
    assert ["multiple myeloma"] in [row[1] for row in found]
    assert any(line.startswith("Approved") for row in found for line in row[2])
    assert any(line.startswith("Phase 1, ongoing") for row in found for line in row[2])
    beside = [line for row in found for line in row[4]]
    assert "made by: Probe Centre" in beside
    assert "target: CD38" in beside
    assert "designation: orphan drug · FDA" in beside
    assert beside.count("made by: Probe Centre") == 1


def test_contradictions_stand_side_by_side():
    found = report(KNOWLEDGE, ALPHA)
    (pair,) = table(found, "Contradictions").rows
    texts = [cell[0].text for cell in pair]
    assert "$2M" in texts[0]
    assert "$3M" in texts[1]
    assert cited(found, pair[1][0]) == ["The award was $3 million."]
    grants = [row for row in table(found, "Funding").rows if lines(row[1]) in (["$2M"], ["$3M"])]
    assert [row[0][0].note for row in grants] == ["contradicted", "contradicted"]


def test_what_is_denied_is_shown_as_denied_and_not_counted():
    found = report(KNOWLEDGE, ALPHA)
    denied = [row for row in table(found, "Partners and deals").rows if lines(row[0]) == [SCRIPT]]
    assert denied[0][1][0].note == "denied"
    assert cited(found, denied[0][1][0]) == ["Alpha has no agreement with it."]
    assert "2 partners" in found.summary
    assert "does not partner with" not in " ".join(found.not_stated)


@pytest.mark.parametrize(
    ("relation", "modality", "says"),
    [
        (R.DEVELOPS, Modality.ASSERTED, "Alpha develops D."),
        (R.DEVELOPS, Modality.PLANNED, "Alpha plans to develop D."),
        (R.DEVELOPS, Modality.POSSIBLE, "Alpha may develop D."),
        (R.DEVELOPS, Modality.NEGATED, "Alpha does not develop D."),
        (R.DEVELOPS, Modality.HISTORICAL, "Alpha formerly develops D."),
        (R.STUDIED_FOR, Modality.PLANNED, "Alpha is to be studied for D."),
        (R.STUDIED_FOR, Modality.POSSIBLE, "Alpha may be studied for D."),
        (R.APPROVED_FOR, Modality.NEGATED, "Alpha is not approved for D."),
        (R.HAS_MILESTONE, Modality.NEGATED, "Alpha does not have the milestone D."),
    ],
)
def test_sentences_keep_how_far_a_document_commits_itself(relation, modality, says):
    assert sentence(statement(1, relation, "Alpha", "D", modality=modality), str) == says


@pytest.mark.parametrize("relation", list(R))
@pytest.mark.parametrize("modality", list(Modality))
def test_every_relation_has_a_sentence_for_every_modality(relation, modality):
    said = sentence(statement(1, relation, "Alpha", "D", modality=modality, amount=money(5), date="2020-Q1"), str)
    assert said.startswith("Alpha ")
    assert said.endswith("Q1 2020, $5.") or "Q1 2020" in said


def test_a_sentence_of_several_documents_stands_once_with_their_number():
    same = "Alpha Bio develops ABC 131."
    documents = [
        Document(id=f"d{n}", sha256="", text="", published=f"2020-0{n}-01", title=f"T{n}") for n in range(1, 7)
    ]
    told = statement(1, R.DEVELOPS, ALPHA, "drug/d", *(evidence(d.id, 5, same) for d in documents))
    found = report(world(told, names=[(ALPHA, "Alpha"), ("drug/d", "D")], documents=documents), ALPHA)
    (source,) = found.sources
    assert source.sentence == same
    assert [d.id for d in source.documents] == [d.id for d in documents]
    words = BeautifulSoup(found.page(), "html.parser").get_text(" ")
    assert words.count(same) == 1
    assert "in 6 documents" in words
    assert "and 3 more documents with the same sentence" in words
    assert "From 6 documents, 1 Jan 2020 to 1 Jun 2020." in words


def test_nothing_spreads_through_a_funder():
    stranger = (
        statement(1, R.FUNDS, "agency/n", "company/other", about="drug/o", amount=money(7_000_000)),
        statement(2, R.DEVELOPS, "company/other", "drug/o"),
        statement(3, R.STUDIED_FOR, "drug/o", "indication/i", phase=Phase.PHASE_3),
        statement(4, R.FUNDS, "agency/n", ALPHA, amount=money(2_000_000)),
    )
    names = [
        (ALPHA, "Alpha"),
        ("company/other", "Stranger"),
        ("agency/n", "Fund"),
        ("drug/o", "Odd"),
        ("indication/i", "I"),
    ]
    page = report(world(*stranger, names=names), ALPHA).page()
    assert "Fund" in page
    assert "$2M" in page
    assert "Stranger" not in page
    assert "Odd" not in page
    assert "$7M" not in page


def test_what_is_not_stated_is_said():
    bare = world(
        statement(1, R.DEVELOPS, ALPHA, "drug/d"),
        statement(2, R.PARTNERS_WITH, ALPHA, "company/z"),
        names=[(ALPHA, "Alpha"), ("drug/d", "D-1"), ("company/z", "Zeta")],
    )
    assert report(bare, ALPHA).not_stated == (
        "No grant and no financing of Alpha is stated in these documents.",
        "Nobody at Alpha is named with a role in these documents.",
        "No plan of Alpha is stated in these documents.",
        "Where Alpha is based is not stated.",
        "No listing of Alpha is stated.",
        "No phase is stated for D-1.",
        "No disease is stated for D-1.",
        "No manufacturer is stated for D-1.",
        "No target is stated for D-1.",
        "No sums are stated for what it does with Zeta.",
        "No date is stated for what it does with Zeta.",
    )


def test_a_company_of_which_nothing_is_stated_has_a_page():
    found = report(world(names=[(ALPHA, "Alpha")]), ALPHA)
    words = BeautifulSoup(found.page(), "html.parser").get_text(" ")
    assert "No document states anything about it." in words
    assert "No program of Alpha is stated" in words
    assert "There is no sentence to cite." in words
    assert "No two of these documents were found to contradict each other" in words


def test_a_statement_without_a_sentence_is_not_shown():
    silent = dataclasses.replace(statement(1, R.DEVELOPS, ALPHA, "drug/d"), evidence=())
    assert "Quiet" not in report(world(silent, names=[(ALPHA, "Alpha"), ("drug/d", "Quiet")]), ALPHA).page()


def test_dates_say_where_they_come_from():
    document = Document(id="d", sha256="", text="", published="2021-05-04")
    told = statement(
        1, R.PARTNERS_WITH, ALPHA, "company/z", evidence("d", 0, "They work together.", news=True), date="2021-05-04"
    )
    found = report(world(told, names=[(ALPHA, "Alpha"), ("company/z", "Z")], documents=[document]), ALPHA)
    assert table(found, "Partners and deals").rows[0][4][0].note == "date of the document"
    assert table(found, "Timeline").rows[0][0][0].note == "date of the document"


def test_what_is_unsure_says_so():
    told = dataclasses.replace(statement(1, R.DEVELOPS, ALPHA, "drug/d"), confidence=UNSURE - 0.01)
    found = report(world(told, names=[(ALPHA, "Alpha"), ("drug/d", "D")]), ALPHA)
    assert table(found, "Pipeline").rows[0][0][0].note == "unsure"


def test_no_statement_of_the_company_is_lost():
    found = report(KNOWLEDGE, ALPHA)
    told = {source.sentence for source in found.sources}
    for s in KNOWLEDGE.statements:
        if {ALPHA, "drug/abc-131"} & {s.subject, s.object, s.attributes.about}:
            assert any(" ".join(e.quote.split()) in told for e in s.evidence), s.id


def test_plans_and_past_are_told_apart():
    found = report(KNOWLEDGE, ALPHA)
    ahead = {row[1][0].text.split(": ")[1].split(",")[0] for row in table(found, "Announced").rows}
    assert {"topline data", "regulatory submission"} <= ahead
    past = [row[1][0].text for row in table(found, "Timeline").rows]
    assert any("first patient" in text for text in past)
    assert not any("topline" in text for text in past)


def test_the_record_is_json_with_the_same_content():
    found = report(KNOWLEDGE, ALPHA)
    record = json.loads(json.dumps(found.record()))
    assert record["company"]["id"] == ALPHA
    assert [s["title"] for s in record["sections"]] == [t.title for t in found.tables]
    numbers = {
        n for s in record["sections"] for row in s["rows"] for cell in row.values() for x in cell for n in x["sources"]
    }
    assert numbers == {source["number"] for source in record["sources"]}
    assert record["not_stated"] == list(found.not_stated)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://", None),
        ("http://[", None),
        ("texts/a.txt", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_links(source, address):
    assert link(Document(id="d", sha256="", text="", source=source)) == address


def crowd(number):
    """A company with so many programs, deals and people."""
    names, statements = [(ALPHA, "Alpha")], []
    for n in range(number):
        names += [(f"drug/d{n}", f"DRG-{n}"), (f"indication/i{n}", f"disease {n}"), (f"company/p{n}", f"Partner {n}")]
        statements += [
            statement(3 * n, R.DEVELOPS, ALPHA, f"drug/d{n}", evidence("undated", n, f"Alpha makes DRG-{n}.")),
            statement(3 * n + 1, R.STUDIED_FOR, f"drug/d{n}", f"indication/i{n}", phase=Phase.PHASE_1),
            statement(3 * n + 2, R.PARTNERS_WITH, ALPHA, f"company/p{n}", about=f"drug/d{n}"),
        ]
    return world(*statements, names=names)


def test_a_thousand_programs_take_time_that_grows_with_their_number():
    def measured(number):
        known = crowd(number)
        begun = time.process_time()
        page = report(known, ALPHA).page()
        assert page.count("DRG-") >= number
        return time.process_time() - begun

    measured(10)
    quick, slow = measured(125), measured(1000)
    assert slow < 16 * quick + 0.5


# The command ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    where = tmp_path_factory.mktemp("report") / "store"
    with open_store(where, create=True) as opened:
        write(KNOWLEDGE, opened)
    return where


def run(*arguments):
    return CliRunner().invoke(app, [*map(str, arguments)])


def test_the_command_writes_a_page_or_data(store, tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    done = run("report", "Alpha Bio", "--store", store)
    assert done.stdout == "report-alpha-bio.html\n", done.exception
    page = (tmp_path / "report-alpha-bio.html").read_text(encoding="utf-8")
    with open_store(store, read_only=True) as opened:
        assert Graph(opened).report_on("Alpha Bio") == page
    record = json.loads(run("report", "Alpha Bio", "--store", store, "--format", "json").stdout)
    assert record["company"]["name"] == "Alpha Bio, Inc."
    run("report", "Alpha Bio", "--store", store, "-o", "alpha.json")
    assert json.loads((tmp_path / "alpha.json").read_text(encoding="utf-8")) == record
    misspelt = run("report", "Alpha Biio", "--store", store, "-o", "-")
    assert misspelt.stdout.startswith("<!DOCTYPE html>")
    assert "taken for" in caplog.text


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["Nobody Knows Them"], UnknownEntityError),
        (["ABC 131"], UnknownEntityError),
        (["Alpha"], AmbiguousEntityError),
        ([""], UnknownEntityError),
        (["x" * 500], UnknownEntityError),
        (["Zeta", "--format", "pdf"], OutputError),
    ],
    ids=["unknown", "a drug", "ambiguous", "empty", "long", "format"],
)
def test_what_cannot_be_reported_is_one_clear_line(store, tmp_path, monkeypatch, arguments, error):
    monkeypatch.chdir(tmp_path)
    done = run("report", *arguments, "--store", store)
    assert isinstance(done.exception, error)
    assert "\n" not in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_store_knows_nobody(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_store(tmp_path / "empty", create=True).close()
    assert isinstance(run("report", "Alpha", "--store", "empty").exception, UnknownEntityError)


# In a browser ---------------------------------------------------------------------------------------------------------


def one_company(knowledge):
    """The hostile company of every payload made one, and their drugs' developer."""

    def moved(id_):
        return re.sub(r"^company/h\d+$", "company/h0", id_)

    return dataclasses.replace(
        knowledge,
        statements=tuple(
            dataclasses.replace(s, subject=moved(s.subject), object=moved(s.object)) for s in knowledge.statements
        ),
    )


def test_hostile_strings_are_text(visit):
    known = one_company(hostile_knowledge())
    browser = visit(report(known, "company/h0").page())
    words = browser.execute_script("return document.body.textContent")
    plain = [p for p in PAYLOADS if not re.search(r"[\x00-\x1f\ufeff]", p)]
    assert [p for p in plain if " ".join(p.split()) not in " ".join(words.split())] == []
    harmless(browser)


def test_the_page_fits_screen_and_paper_with_any_name(visit):
    names = [
        (ALPHA, "W" * 500),
        ("drug/d", "שלום עולם " * 12),
        ("company/z", "😀" * 80),
        ("indication/i", "\u202e" + "ab" * 150),
        ("person/p", "Ж" * 300),
    ]
    told = (
        statement(1, R.DEVELOPS, ALPHA, "drug/d"),
        statement(2, R.STUDIED_FOR, "drug/d", "indication/i", phase=Phase.PHASE_1, status=Status.ONGOING),
        statement(3, R.PARTNERS_WITH, ALPHA, "company/z", about="drug/d", date="2020-99"),
        statement(4, R.HOLDS_ROLE, "person/p", ALPHA, title="y" * 400),
        statement(5, R.RAISED, ALPHA, "z" * 300, date="0000"),
    )
    browser = visit(report(world(*told, names=names), ALPHA).page())
    for width in (1400, 700, 400):
        browser.set_window_size(width, 900)
        overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert browser.execute_script(overflow) <= 0, width
    browser.set_window_size(1400, 900)
    for paper in ((8.27, 11.69), (8.5, 11)):
        printed = browser.execute_cdp_cmd(
            "Page.printToPDF", {"paperWidth": paper[0], "paperHeight": paper[1], "preferCSSPageSize": False}
        )
        assert len(printed["data"]) > 10_000
    harmless(browser)


def test_print_hides_what_only_screens_need(visit):
    browser = visit(report(KNOWLEDGE, ALPHA).page())
    shown = "return getComputedStyle(document.querySelector('nav')).display"
    assert browser.execute_script(shown) != "none"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert browser.execute_script(shown) == "none"
        assert browser.execute_script("return getComputedStyle(document.querySelector('main')).borderTopWidth") == "0px"
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_number_leads_to_its_sentence(visit):
    found = report(KNOWLEDGE, ALPHA)
    browser = visit(found.page())
    number, target, words = browser.execute_script(
        "const a = [...document.querySelectorAll('.refs a')].at(-1); a.click(); const t = document.querySelector(':target');"
        "return [a.textContent, t.value, t.innerText]"
    )
    assert number == str(target)
    assert found.sources[target - 1].sentence in words
