"""Two companies, or two drugs, side by side."""

import dataclasses
import json
import re

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from kg.api import Graph
from kg.builder import write
from kg.cli import app
from kg.errors import AmbiguousEntityError, ParameterError, UnknownEntityError
from kg.graph.stores import open_store
from kg.model import Entity, Knowledge
from kg.terms import EntityType, Modality, Phase, Relation
from kg.views.compare import compare
from tests.knowledge import DOCUMENTS, KNOWLEDGE, evidence, money, statement
from tests.views.hostile import PAYLOADS, harmless
from tests.views.hostile import knowledge as hostile_knowledge

R, T = Relation, EntityType
A, B = "company/a", "company/b"
NAMES = {
    A: "Alpha",
    B: "Beta",
    "company/c": "Gamma",
    "agency/n": "Fund",
    "drug/a1": "AAA-1",
    "drug/b1": "BBB-1",
    "target/t": "CD99",
    "person/p": "Paula Quist",
    "indication/mm": "multiple myeloma",
    "indication/rmm": "refractory multiple myeloma",
    "indication/o": "gout",
}


def world(*statements):
    entities = tuple(
        Entity(
            id=id_,
            type=T(id_.split("/")[0]),
            name=name,
            broader=("indication/mm",) if id_ == "indication/rmm" else (),
        )
        for id_, name in sorted(NAMES.items())
    )
    return Knowledge(documents=DOCUMENTS, entities=entities, statements=tuple(sorted(statements, key=lambda s: s.id)))


STATEMENTS = (
    statement(1, R.DEVELOPS, A, "drug/a1"),
    statement(2, R.DEVELOPS, B, "drug/b1"),
    statement(3, R.STUDIED_FOR, "drug/a1", "indication/rmm", phase=Phase.PHASE_1),
    statement(4, R.STUDIED_FOR, "drug/b1", "indication/mm", phase=Phase.PHASE_3),
    statement(5, R.STUDIED_FOR, "drug/b1", "indication/o", phase=Phase.PHASE_2),
    statement(6, R.TARGETS, "drug/a1", "target/t"),
    statement(7, R.TARGETS, "drug/b1", "target/t"),
    statement(8, R.PARTNERS_WITH, A, "company/c", upfront=money(5_000_000)),
    statement(9, R.PARTNERS_WITH, B, "company/c"),
    statement(10, R.PARTNERS_WITH, A, B, modality=Modality.PLANNED),
    statement(11, R.HOLDS_ROLE, "person/p", A, title="CEO"),
    statement(12, R.HOLDS_ROLE, "person/p", B, title="director"),
    statement(13, R.FUNDS, "agency/n", A, amount=money(2_000_000), conflicts=("funding/000000000000000e",)),
    statement(
        14,
        R.FUNDS,
        "agency/n",
        A,
        evidence("undated", 0, "It gave $3 million."),
        amount=money(3_000_000),
        conflicts=("funding/000000000000000d",),
    ),
)


def rows(table):
    return {row[0][0].text: [[said.text for said in cell] for cell in row[1:]] for row in table.rows}


def test_both_share_a_disease_through_its_kinds_and_their_ties():
    both = rows(compare(world(*STATEMENTS), A, B).shared)
    assert both == {
        "disease: multiple myeloma": [
            ["AAA-1, refractory multiple myeloma: Phase 1"],
            ["BBB-1, multiple myeloma: Phase 3"],
        ],
        "company: Gamma": [["Alpha partners with Gamma: upfront $5M."], ["Beta partners with Gamma."]],
        "person: Paula Quist": [["Paula Quist works for Alpha: CEO."], ["Paula Quist works for Beta: director."]],
        "target: CD99": [["AAA-1 targets CD99."], ["BBB-1 targets CD99."]],
    }


def test_what_is_denied_is_not_shared():
    denied = statement(9, R.PARTNERS_WITH, B, "company/c", modality=Modality.NEGATED)
    both = rows(compare(world(*STATEMENTS[:8], denied), A, B).shared)
    assert "company: Gamma" not in both


def test_topics_stand_side_by_side_and_the_unstated_is_named():
    found = compare(world(*STATEMENTS), A, B)
    topics = rows(found.topics)
    assert topics["Furthest"] == [["Phase 1"], ["Phase 3"]]
    assert topics["Programs"] == [
        ["AAA-1, refractory multiple myeloma: Phase 1"],
        ["BBB-1, multiple myeloma: Phase 3", "BBB-1, gout: Phase 2"],
    ]
    assert topics["Funding"][1] == []
    assert "Gamma, partnership, $5M upfront" in topics["Partners and deals"][0]
    assert {"Based in", "Listed as", "Platforms"} <= set(found.neither)
    words = " ".join(BeautifulSoup(found.page(), "html.parser").get_text(" ").split())
    assert "Stated of neither:" in words
    assert "not stated" in words


def test_what_is_between_them_keeps_its_wording():
    found = compare(world(*STATEMENTS), A, B)
    ((cell,),) = found.between.rows
    assert [said.text for said in cell] == ["Alpha plans to partner with Beta."]
    assert cell[0].note == "planned"
    nothing = compare(world(*STATEMENTS[:9]), A, B)
    assert nothing.between.absent in nothing.page()


def test_contradictions_of_either_are_shown():
    ((one, other),) = compare(world(*STATEMENTS), B, A).contradictions.rows
    assert {one[0].text, other[0].text} == {"Fund funds Alpha: $2M.", "Fund funds Alpha: $3M."}


def test_every_line_names_its_sentences():
    for found in (compare(world(*STATEMENTS), A, B), compare(KNOWLEDGE, "drug/abc-131", "drug/iodine-131")):
        numbers = set()
        for table in (found.shared, found.topics, found.between, found.contradictions):
            for row in table.rows:
                heads = 1 if len(table.columns) == 3 else 0
                for said in (s for cell in row[heads:] for s in cell):
                    assert said.sources or row[0][0].text == "Also called", said
                    numbers.update(said.sources)
        assert numbers == {source.number for source in found.sources} == set(range(1, len(found.sources) + 1))


def test_drugs_are_compared_by_what_is_said_of_drugs():
    found = compare(KNOWLEDGE, "drug/abc-131", "drug/iodine-131")
    topics = rows(found.topics)
    assert topics["Developed by"] == [["Alpha Bio, Inc."], []]
    assert topics["Made by"] == [["Probe Centre"], []]
    assert topics["Designations"][0] == ["orphan drug, FDA, multiple myeloma"]
    assert topics["Trials"][0] == ["NCT01234567, Phase 1/2"]
    assert topics["Combined with"] == [["iodine-131"], ["ABC 131"]]
    assert any(line.startswith("multiple myeloma: Approved") for line in topics["Programs"][0])
    between = [said.text for row in found.between.rows for said in row[0]]
    assert "ABC 131 is to be combined with iodine-131." in between
    assert "ABC 131 contains iodine-131." in between


def test_two_of_which_nothing_is_stated_have_a_page():
    found = compare(world(), A, B)
    words = BeautifulSoup(found.page(), "html.parser").get_text(" ")
    assert "Nothing is stated of either" in words
    assert "There is no sentence to cite." in words
    assert found.record()["topics"] == []


def test_phases_that_are_not_stated_stand_in_one_line_a_drug():
    bare = (
        statement(1, R.DEVELOPS, A, "drug/a1"),
        statement(2, R.STUDIED_FOR, "drug/a1", "indication/mm"),
        statement(3, R.STUDIED_FOR, "drug/a1", "indication/o"),
    )
    found = compare(world(*bare), A, B)
    assert rows(found.topics)["Programs"] == [["AAA-1, gout, multiple myeloma: phase not stated"], []]
    line = next(row for row in found.topics.rows if row[0][0].text == "Programs")[1][0]
    assert len(line.sources) == 2


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    where = tmp_path_factory.mktemp("compare") / "store"
    with open_store(where, create=True) as opened:
        write(KNOWLEDGE, opened)
    return where


def run(*arguments):
    return CliRunner().invoke(app, ["compare", *map(str, arguments)])


def test_the_command_writes_a_page_or_data(store, tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    done = run("Alpha Bio", "Zeta", "--store", store)
    assert done.stdout == "compare-alpha-bio-zeta-pharma.html\n", done.exception
    page = (tmp_path / "compare-alpha-bio-zeta-pharma.html").read_text(encoding="utf-8")
    with open_store(store, read_only=True) as opened:
        assert Graph(opened).compare("Alpha Bio", "Zeta") == page
    record = json.loads(run("ABC 131", "iodine-131", "--store", store, "--format", "json").stdout)
    assert [thing["id"] for thing in record["compared"]] == ["drug/abc-131", "drug/iodine-131"]
    assert set(record["topics"][0]) == {"what", "drug/abc-131", "drug/iodine-131"}
    run("Alpha Biio", "Zetaa Pharma GmbH", "--store", store, "-f", "json")
    assert caplog.text.count("taken for") == 2


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        (["Alpha Bio", "Nobody Knows Them"], UnknownEntityError, "nothing of this name"),
        (["Alpha", "Zeta"], AmbiguousEntityError, "names 2 things"),
        (["Alpha Bio", "ABC 131"], ParameterError, "a drug and an organization"),
        (["ABC131", "ABC 131"], ParameterError, "name two things"),
        (["Anna Berg", "Zeta"], UnknownEntityError, "nothing of this name"),
    ],
    ids=["unknown", "ambiguous", "mixed", "same", "person"],
)
def test_what_cannot_be_compared_is_one_clear_line(store, tmp_path, monkeypatch, arguments, error, says):
    monkeypatch.chdir(tmp_path)
    done = run(*arguments, "--store", store)
    assert isinstance(done.exception, error)
    assert says in str(done.exception)
    assert "\n" not in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def merged(knowledge, kind):
    """The even ones among the hostile things of a kind made one, and the odd ones another, so that both share all else."""

    def moved(id_):
        number = re.fullmatch(rf"{kind}/h(\d+)", id_)
        return f"{kind}/h{int(number[1]) % 2}" if number else id_

    return dataclasses.replace(
        knowledge,
        statements=tuple(
            dataclasses.replace(s, subject=moved(s.subject), object=moved(s.object)) for s in knowledge.statements
        ),
    )


@pytest.mark.parametrize("kind", ["company", "drug"])
def test_hostile_strings_are_text(visit, kind):
    known = merged(hostile_knowledge(), kind)
    browser = visit(compare(known, f"{kind}/h0", f"{kind}/h1").page())
    words = " ".join(browser.execute_script("return document.body.textContent").split())
    plain = [p for p in PAYLOADS if not re.search(r"[\x00-\x1f\ufeff]", p)]
    assert [p for p in plain if " ".join(p.split()) not in words] == []
    harmless(browser)


def test_the_page_fits_with_names_of_any_kind(visit):
    known = world(*STATEMENTS)
    long = {A: "W" * 500, B: "שלום " * 90, "drug/a1": "😀" * 200, "indication/rmm": "\u202e" + "x" * 400}
    known = dataclasses.replace(
        known,
        entities=tuple(
            dataclasses.replace(e, name=long.get(e.id, e.name), aliases=("y" * 500,)) for e in known.entities
        ),
    )
    browser = visit(compare(known, A, B).page())
    try:
        for width in (1400, 700, 500):
            browser.set_window_size(width, 900)
            wide = "const e = document.documentElement; return e.scrollWidth - e.clientWidth"
            assert browser.execute_script(wide) <= 0, width
    finally:
        browser.set_window_size(1400, 900)
    harmless(browser)
