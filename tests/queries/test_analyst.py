"""Questions that put statements together: what they answer on a small market whose truth is known."""

import time

import pytest

from kg.errors import ParameterError
from kg.graph import rdf
from kg.graph.stores import open_store
from kg.model import Document, Entity, Knowledge
from kg.queries import run
from kg.terms import EntityType, Modality, Phase, Relation, Status
from tests.knowledge import evidence, money, statement

R = Relation
NAMES = {
    EntityType.COMPANY: ("Arvik Bio", "Belden Pharma", "Corvane", "Dorsal Labs", "Eskil Medicines"),
    EntityType.AGENCY: ("Office of Cures",),
    EntityType.DRUG: ("ARV-1", "ARV-2", "BEL-7"),
    EntityType.INDICATION: ("gout", "asthma"),
    EntityType.TARGET: ("URAT1",),
    EntityType.PERSON: ("Ines Holt", "Jon Falk"),
}
ENTITIES = tuple(
    Entity(id=f"{type_}/{name.lower().replace(' ', '-')}", type=type_, name=name)
    for type_, names in NAMES.items()
    for name in names
)
DOCUMENTS = (
    Document(id="old", sha256="a" * 64, text="", published="2019-04-02"),
    Document(id="mid", sha256="b" * 64, text="", published="2021-06"),
    Document(id="new", sha256="c" * 64, text="", published="2022-09-30"),
    Document(id="bare", sha256="d" * 64, text=""),
)
A, B, C, D, E = (f"company/{n}" for n in ("arvik-bio", "belden-pharma", "corvane", "dorsal-labs", "eskil-medicines"))
OFFICE, INES, JON = "agency/office-of-cures", "person/ines-holt", "person/jon-falk"
ARV1, ARV2, BEL7, GOUT, ASTHMA = "drug/arv-1", "drug/arv-2", "drug/bel-7", "indication/gout", "indication/asthma"


def say(number, *documents):
    return [evidence(document, 10 * number, f"Sentence {number} of {document}.") for document in documents]


STATEMENTS = (
    statement(1, R.PARTNERS_WITH, A, B, *say(1, "old", "new"), upfront=money(5), milestones=money(95), about=ARV1),
    statement(2, R.PARTNERS_WITH, B, C, *say(2, "mid")),
    statement(3, R.PARTNERS_WITH, A, D, *say(3, "mid")),
    statement(4, R.PARTNERS_WITH, C, D, *say(4, "mid"), modality=Modality.NEGATED),
    statement(5, R.PARTNERS_WITH, B, D, *say(5, "mid"), upfront=money(7, "EUR"), milestones=money(900)),
    statement(6, R.MANUFACTURES, D, ARV1, *say(6, "old", "mid")),
    statement(7, R.MANUFACTURES, D, ARV2, *say(7, "mid")),
    statement(8, R.MANUFACTURES, E, ARV2, *say(8, "new")),
    statement(9, R.MANUFACTURES, E, ARV1, *say(9, "new"), modality=Modality.NEGATED),
    statement(10, R.LICENSES_TO, A, E, *say(10, "new"), about=ARV1, territory="Japan", exclusive=True, date="2022"),
    statement(11, R.ACQUIRES, C, E, *say(11, "new"), amount=money(250), date="2022-09"),
    statement(12, R.FUNDS, OFFICE, A, *say(12, "old", "mid"), amount=money(100), date="2019-03"),
    statement(13, R.FUNDS, OFFICE, A, *say(13, "mid"), amount=money(40), date="2021"),
    statement(14, R.FUNDS, OFFICE, B, *say(14, "mid"), amount=money(60), date="2021-05"),
    statement(15, R.FUNDS, OFFICE, B, *say(15, "mid"), amount=money(9, "EUR"), date="2021-05"),
    statement(16, R.FUNDS, OFFICE, C, *say(16, "old"), amount=money(30), conflicts=("funding/0000000000000011",)),
    statement(17, R.FUNDS, OFFICE, C, *say(17, "new"), amount=money(35), conflicts=("funding/0000000000000010",)),
    statement(18, R.RAISED, A, "USD 8", *say(18, "old", "new"), kind="public offering", date="2019-Q1"),
    statement(19, R.RAISED, A, "USD 4", *say(19, "mid"), kind="private placement", date="2019-11"),
    statement(20, R.RAISED, A, "USD 99", *say(20, "new"), modality=Modality.PLANNED, status=Status.PLANNED),
    statement(21, R.DEVELOPS, A, ARV1, *say(21, "old")),
    statement(22, R.DEVELOPS, B, ARV1, *say(22, "mid", "bare")),
    statement(23, R.STUDIED_FOR, ARV1, GOUT, *say(23, "old"), phase=Phase.PHASE_2, status=Status.ONGOING),
    statement(24, R.STUDIED_FOR, ARV2, ASTHMA, *say(24, "mid", "new"), phase=Phase.PHASE_1, status=Status.DISCONTINUED),
    statement(25, R.STUDIED_FOR, BEL7, ASTHMA, *say(25, "new"), phase=Phase.PHASE_1, status=Status.ONGOING),
    statement(26, R.TARGETS, ARV1, "target/urat1", *say(26, "old")),
    statement(27, R.TARGETS, BEL7, "target/urat1", *say(27, "bare")),
    statement(28, R.HOLDS_ROLE, INES, A, *say(28, "old"), title="CFO", status=Status.COMPLETED),
    statement(29, R.HOLDS_ROLE, INES, B, *say(29, "mid"), title="CEO"),
    statement(30, R.HOLDS_ROLE, JON, A, *say(30, "old"), title="Director"),
    statement(31, R.HOLDS_ROLE, JON, C, *say(31, "new"), title="Director"),
)
KNOWLEDGE = Knowledge(
    documents=tuple(sorted(DOCUMENTS, key=lambda d: d.id)),
    entities=tuple(sorted(ENTITIES, key=lambda e: e.id)),
    statements=tuple(sorted(STATEMENTS, key=lambda s: s.id)),
)


@pytest.fixture(scope="module")
def market():
    with open_store(":memory:") as opened:
        opened.load(rdf.quads(KNOWLEDGE))
        yield opened


CASES = [
    pytest.param(
        "partners-of-partners",
        {"company": "Arvik Bio"},
        ("through", "partner", "documents", "document", "sentence"),
        [("Belden Pharma", "Corvane", 1, "mid", "Sentence 2 of mid.")],
        id="partners-of-partners-but-not-its-own",
    ),
    pytest.param(
        "shared-partners",
        {"company": "Arvik Bio"},
        ("otherName", "partner", "documents", "otherDocuments"),
        [
            ("Belden Pharma", "Dorsal Labs", 1, 1),
            ("Corvane", "Belden Pharma", 2, 1),
            ("Dorsal Labs", "Belden Pharma", 2, 1),
        ],
        id="shared-partners",
    ),
    pytest.param(
        "shared-partners",
        {"company": "Arvik Bio", "other": "Corvane"},
        ("partner",),
        [("Belden Pharma",)],
        id="shared-partners-of-two",
    ),
    pytest.param(
        "sole-makers",
        {},
        ("manufacturerName", "drugName", "otherDrugs", "documents", "document"),
        [("Dorsal Labs", "ARV-1", 1, 2, "mid")],
        id="a-denied-second-maker-is-none",
    ),
    pytest.param(
        "deals-by-value",
        {},
        ("currency", "total", "deal", "party", "counterparty", "documents"),
        [
            ("EUR", 7, "partnership", "Belden Pharma", "Dorsal Labs", 1),
            ("USD", 250, "acquisition", "Corvane", "Eskil Medicines", 1),
            ("USD", 100, "partnership", "Arvik Bio", "Belden Pharma", 2),
        ],
        id="deals-once-each-and-currencies-apart",
    ),
    pytest.param("deals-by-value", {"currency": "USD", "least": 200}, ("total",), [(250,)], id="large-deals"),
    pytest.param(
        "deals-by-territory",
        {"territory": "Japan"},
        ("party", "counterparty", "deal", "about", "exclusive", "date"),
        [("Arvik Bio", "Eskil Medicines", "license", "ARV-1", True, "2022")],
        id="territory",
    ),
    pytest.param(
        "people-in-common",
        {"organization": "Arvik Bio", "other": "Corvane"},
        ("person", "title", "otherTitle"),
        [("Jon Falk", "Director", "Director")],
        id="people-in-common",
    ),
    pytest.param(
        "moves",
        {},
        ("name", "left", "oldTitle", "joined", "newTitle", "document"),
        [("Ines Holt", "Arvik Bio", "CFO", "Belden Pharma", "CEO", "mid")],
        id="moves",
    ),
    pytest.param("moves", {"organization": "Corvane"}, ("name",), [], id="nobody-moved-there"),
    pytest.param(
        "grant-totals",
        {},
        ("currency", "year", "awards", "total", "recipients", "disputed"),
        [
            ("EUR", "2021", 1, 9, 1, 0),
            ("USD", "", 1, 35, 1, 1),
            ("USD", "2019", 1, 100, 1, 0),
            ("USD", "2021", 2, 100, 2, 0),
        ],
        id="an-award-of-two-documents-counts-once-and-a-disputed-one-once",
    ),
    pytest.param("grant-totals", {"recipient": "Arvik Bio", "since": "2020"}, ("total",), [(40,)], id="grants-since"),
    pytest.param(
        "financing-totals",
        {},
        ("organization", "currency", "year", "rounds", "total"),
        [("Arvik Bio", "USD", "2019", 2, 12)],
        id="planned-money-is-no-money",
    ),
    pytest.param(
        "stalled-programs",
        {},
        ("drugName", "what", "status", "documents", "document"),
        [("ARV-2", "asthma", "discontinued", 2, "new")],
        id="stalled",
    ),
    pytest.param(
        "stalled-programs",
        {"quiet_since": "2020"},
        ("drugName", "what", "status"),
        [("ARV-1", "gout", "ongoing"), ("ARV-2", "asthma", "discontinued")],
        id="quiet",
    ),
    pytest.param(
        "single-source",
        {"entity": "Corvane", "relation": "funds"},
        ("subjectName", "says", "objectName", "sentences", "document"),
        [("Office of Cures", "funds", "Corvane", 1, "old"), ("Office of Cures", "funds", "Corvane", 1, "new")],
        id="single-source",
    ),
    pytest.param(
        "stale",
        {"before": "2021-06-15", "entity": "Arvik Bio", "relation": "funds"},
        ("objectName",),
        [],
        id="a-month-that-may-be-later-is-not-stale",
    ),
    pytest.param(
        "stale",
        {"before": "2021-07", "entity": "Arvik Bio", "relation": "funds"},
        ("lastSaid", "objectName", "documents"),
        [("2021-06", "Arvik Bio", 2), ("2021-06", "Arvik Bio", 1)],
        id="stale",
    ),
    pytest.param(
        "coverage",
        {"organization": "Belden Pharma"},
        ("name", "documents", "undated", "first", "last", "statements"),
        [("Belden Pharma", 4, 1, "2019-04-02", "2022-09-30", 7)],
        id="coverage",
    ),
    pytest.param(
        "drugs-by-target",
        {"target": "URAT1"},
        ("drugName", "developers", "disease", "developmentPhase", "status"),
        [
            ("ARV-1", "Arvik Bio; Belden Pharma", "gout", "phase 2", "ongoing"),
            ("BEL-7", None, "asthma", "phase 1", "ongoing"),
        ],
        id="drugs-by-target",
    ),
    pytest.param("drugs-by-target", {"phase": "phase 1"}, ("drugName",), [("BEL-7",)], id="drugs-by-target-and-phase"),
]


@pytest.mark.parametrize(("name", "parameters", "columns", "expected"), CASES)
def test_what_is_answered(market, name, parameters, columns, expected):
    begun = time.perf_counter()
    rows = run(market, name, **parameters).rows
    assert [tuple(row[c] for c in columns) for row in rows] == expected
    assert time.perf_counter() - begun < 2.0


def test_what_is_needed_is_asked_for(market):
    for name, wanted in (("stale", "before"), ("people-in-common", "organization"), ("shared-partners", "company")):
        with pytest.raises(ParameterError, match=wanted):
            run(market, name)
