"""A value stands only beside a sentence that states it; a sentence that is carried forward is counted, not repeated."""

import dataclasses
import itertools
from decimal import Decimal

import pytest

from kg.assembly import assemble
from kg.cli.show import about, describe
from kg.export.graphs import to_networkx
from kg.graph import rdf
from kg.graph.stores import open_store
from kg.model import AttributeEvidence, Attributes, Document, Entity, Evidence, Extraction, Fact, Money
from kg.queries import run, templates
from kg.tellings import best_telling, one_line, tellings
from kg.terms import EntityType, Relation, Status
from tests.knowledge import KNOWLEDGE

ENTITIES = (
    Entity(id="o1", type=EntityType.COMPANY, name="Orrin Therapeutics"),
    Entity(id="o2", type=EntityType.AGENCY, name="Office of Rare Research"),
    Entity(id="d1", type=EntityType.DRUG, name="ORN-7"),
)
ABOUT = "Orrin Therapeutics is funded by the Office of Rare Research."


def release(id_, published, *facts):
    """An extraction whose text is the sentences of its facts.

    A fact is its sentence, its attributes, and for each attribute the words that give it, with a sentence of their own
    where they stand in another.
    """
    text, made = "", []
    for sentence, attributes, words in facts:
        start = len(text)
        text += f"{sentence}\n"
        places = []
        for name, given in words.items():
            given, elsewhere = given if isinstance(given, tuple) else (given, None)
            begin = len(text) if elsewhere else start
            text += f"{elsewhere}\n" if elsewhere else ""
            at = text.index(given, begin)
            places.append(AttributeEvidence(attribute=name, start=at, end=at + len(given)))
        made.append(
            Fact(
                relation=Relation.FUNDS,
                subject="o2",
                object="o1",
                attributes=Attributes(**attributes),
                evidence=Evidence(
                    document=id_, start=start, end=start + len(sentence), quote=sentence, rule="hand", confidence=0.8
                ),
                confidence=0.8,
                attribute_evidence=tuple(places),
            )
        )
    return Extraction(
        document=Document(id=id_, sha256="0" * 64, text=text, published=published),
        pipeline="hand",
        entities=ENTITIES,
        facts=tuple(made),
    )


MONEY = Money(currency="USD", value=Decimal(2_000_000))
AWARD = release(
    "award",
    "2024-03-01",
    (
        "Orrin Therapeutics won an award of the Office of Rare Research.",
        {"amount": MONEY, "program": "SBIR", "about": "d1", "status": Status.ONGOING},
        {"amount": ("$2 million", "The SBIR award is $2 million."), "about": ("ORN-7", "It pays for ORN-7.")},
    ),
)


def later(number, sentence=ABOUT):
    return release(f"later-{number:02}", f"2025-{number:02}", (sentence, {}, {}))


def store_of(knowledge):
    opened = open_store(":memory:", create=True)
    opened.load(rdf.quads(knowledge))
    return opened


def test_an_award_has_its_amount_beside_the_sentence_that_states_it_and_no_other():
    with store_of(assemble([AWARD, later(1)])) as store:
        rows = {r["document"]: r for r in run(store, "funding")}
    assert rows["award"]["amount"] == 2_000_000
    assert "$2 million" in rows["award"]["also"]
    assert rows["award"]["purpose"] == "ORN-7"
    assert rows["later-01"]["sentence"] == ABOUT
    assert [rows["later-01"][c] for c in ("amount", "purpose", "program", "status")] == [None] * 4


def test_what_no_words_of_a_document_give_is_no_value_but_for_what_the_sentence_is_read_for():
    (statement,) = assemble([AWARD]).statements
    assert statement.attributes.program is None
    assert statement.attributes.status is Status.ONGOING
    status = next(v for v in statement.attribute_evidence if v.attribute == "status")
    assert (status.value, status.text) == ("ongoing", statement.evidence[0].quote)


def test_a_sentence_that_twelve_documents_carry_forward_stands_once_with_their_number():
    knowledge = assemble([AWARD, *(later(n) for n in range(1, 13))])
    documents = {d.id: d for d in knowledge.documents}
    (statement,) = knowledge.statements
    told = tellings(statement, documents)
    assert [(t.document, len(t.evidence), t.first, t.last) for t in told] == [
        ("award", 1, "2024-03-01", "2024-03-01"),
        ("later-01", 12, "2025-01", "2025-12"),
    ]
    company = next(e for e in knowledge.entities if e.type is EntityType.COMPANY)
    shown = "\n".join(describe(company, about(company, knowledge), knowledge))
    assert shown.count(ABOUT) == 1
    assert "in 12 documents until 2025-12" in shown
    with store_of(knowledge) as store:
        rows = run(store, "funding").rows
    assert [(r["documents"], str(r["lastSaid"])) for r in rows if r["sentence"] == ABOUT] == [(12, "2025-12")]


@pytest.mark.parametrize(
    ("other", "count"),
    [
        pytest.param("Orrin Therapeutics is funded by the Office of Rare Research", 1, id="a-full-stop"),
        pytest.param("Orrin Therapeutics is co-funded by the Office of Rare Research.", 1, id="a-few-letters"),
        pytest.param("The Office of Rare Research pays Orrin Therapeutics for its work on mice.", 2, id="other-words"),
        pytest.param("Orrin Therapeutics is funded by the Office of Rare Research since 2019.", 2, id="other-digits"),
    ],
)
def test_only_the_same_sentence_is_carried_forward(other, count):
    knowledge = assemble([later(1), later(2, other)])
    documents = {d.id: d for d in knowledge.documents}
    assert len(tellings(knowledge.statements[0], documents)) == count


def test_tellings_are_the_same_in_any_order_and_undated_documents_come_last():
    undated = dataclasses.replace(later(3), document=dataclasses.replace(later(3).document, published=None))
    given = [AWARD, later(1), later(2), undated]
    made = set()
    for order in itertools.permutations(given):
        knowledge = assemble(order)
        documents = {d.id: d for d in knowledge.documents}
        made.add(tellings(knowledge.statements[0], documents))
    (told,) = made
    assert [e.document for e in told[1].evidence] == ["later-01", "later-02", "later-03"]
    assert told[1].last == "2025-02"
    assert best_telling(knowledge.statements[0], told).document == "award"


def test_the_less_precise_value_of_another_document_stays_its_own():
    year = release("year", "2024-06", ("They were funded in 2024.", {"date": "2024"}, {"date": "2024"}))
    day = release(
        "day", "2024-07", ("They were funded on 1 March 2024.", {"date": "2024-03-01"}, {"date": "1 March 2024"})
    )
    knowledge = assemble([year, day])
    assert [s.attributes.date for s in knowledge.statements] == ["2024-03-01"]
    with store_of(knowledge) as store:
        assert {r["document"]: r["date"] for r in run(store, "funding")} == {"year": "2024", "day": "2024-03-01"}


def every_value_has_its_sentence(knowledge, text_of=None):
    """The values of rows, show and exports, each checked against the sentences that are shown with it."""
    documents = {d.id: d for d in knowledge.documents}
    for statement in knowledge.statements:
        told = tellings(statement, documents)
        shown = {(v.attribute, v.value) for t in told for v in t.values}
        for name, value in statement.attributes.items():
            assert (name, str(value).lower() if isinstance(value, bool) else str(value)) in shown, (statement.id, name)
        for telling in told:
            for value in telling.values:
                words = one_line(value.text)
                assert any(words in s for s in (telling.sentence, *telling.also)), (statement.id, value)
                assert value.document == telling.document
                if text_of:
                    assert text_of(value.document)[value.start : value.end] == value.text
        counted = [e.document for t in told for e in t.evidence]
        assert sorted(counted) == sorted({e.document for e in statement.evidence})
    graph = to_networkx(knowledge)
    for *_, data in graph.edges(data=True):
        assert data["sentences"]


# Columns that show a value of the statement, and the attribute that each shows.
VALUES = {
    "amount": "amount", "upfront": "upfront", "milestones": "milestones", "date": "date", "status": "status",
    "studyStatus": "status", "eventStatus": "status", "phase": "phase", "developmentPhase": "phase",
    "trialPhase": "phase", "kind": "kind", "dealKind": "kind", "program": "program", "title": "title",
    "royalties": "royalties", "territory": "territory", "exclusive": "exclusive", "purpose": "about",
    "about": "about", "regulator": "agency",
}  # fmt: skip
# One row for what several documents say, whose sentences kg query values and kg show have.
GATHERED = {"deals-by-territory", "deals-by-value", "drugs-by-target"}
ELSEWHERE = {("catalysts", "program"), ("milestones", "program"), ("financings", "amount"), ("documents", "title")}
ONLY = {"changes": {"since": "1990"}}


def every_row_has_its_sentence(knowledge):
    """Whatever a template shows of a statement was given by words that stand in a sentence of the same row."""
    words = {}  # (attribute, value as shown, sentence): some evidence says so
    names = {e.id: e.name for e in knowledge.entities}
    for statement in knowledge.statements:
        for v in statement.attribute_evidence:
            value = v.value.split(" ", 1)[1] if v.attribute in {"amount", "upfront", "milestones"} else v.value
            shown = names.get(v.value, value) if v.attribute in {"about", "agency", "indication"} else value
            words.setdefault((v.attribute, shown), set()).add(one_line(v.quote))
    checked = 0
    with store_of(knowledge) as store:
        for name, found in templates().items():
            if name in GATHERED or (any(p.required for p in found.parameters) and name not in ONLY):
                continue
            for row in run(store, name, **ONLY.get(name, {})):
                told = " | ".join(str(v) for c, v in row.items() if "entence" in c or c.endswith("lso") if v)
                for column, attribute in VALUES.items():
                    value = row.get(column)
                    if value is None or (name, column) in ELSEWHERE or name in {"values", "conflicts"}:
                        continue
                    shown = str(value).lower() if isinstance(value, bool) else str(value)
                    quotes = words.get((attribute, shown), set())
                    assert any(q in told or q in one_line(told) for q in quotes), (name, column, value, told)
                    checked += 1
    return checked


def test_every_value_shown_is_found_in_a_sentence_shown_with_it():
    knowledge = assemble([AWARD, *(later(n) for n in range(1, 4))])
    every_value_has_its_sentence(knowledge)
    assert every_row_has_its_sentence(knowledge) > 2
    assert every_row_has_its_sentence(KNOWLEDGE) > 30


def cached(folder):
    from kg.builder import ExtractionCache

    return list(ExtractionCache(folder))


def test_every_value_of_real_releases_is_found_in_a_sentence_shown_with_it(real_extractions):
    texts = {e.document.id: e.document.text for e in real_extractions}
    knowledge = assemble(real_extractions)
    every_value_has_its_sentence(knowledge, texts.__getitem__)
    assert every_row_has_its_sentence(knowledge) > 350
