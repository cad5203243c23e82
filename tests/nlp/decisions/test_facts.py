"""From what the encoder and the scorers say to facts: columns, choices, evidence."""

import itertools
from dataclasses import replace
from decimal import Decimal

import numpy
import pytest

from kg.model import Money
from kg.nlp.decisions import attributes as choosing
from kg.nlp.decisions.cues import SentenceCues
from kg.nlp.decisions.facts import _consistent, decide
from kg.nlp.decisions.features import COLUMNS, candidates, features
from kg.nlp.rules import RULES
from kg.terms import EntityType, Modality, Phase, Relation, Status
from tests.nlp.fakes import FakeScorer, read

T = EntityType
NAMES = {"Norhall AG": T.COMPANY, "Velmar GmbH": T.COMPANY, "Velora": T.DRUG, "gout": T.INDICATION}
TEXT = (
    "Norhall AG’s “Velora” is tested in a Phase 2 trial for gout. "
    "Norhall AG works with Velmar GmbH since March 3, 2019. It raised $5 million."
)
HOLDS = {
    ("company", "drug", "develops"): 4.0,
    ("drug", "indication", "studiedFor"): 5.0,
    ("drug", "value:phase", "phase"): 3.0,
    ("company", "company", "partnersWith"): 2.0,
    ("company", "value:date", "date"): 3.0,
}


def told(reading, **options):
    """The facts as (relation, names of subject and object)."""
    names = {e.id: e.name for e in reading.entities}
    made = decide(reading, FakeScorer(**options))
    return {(f.relation.value, names[f.subject], names.get(f.object, f.object)): f for f in made}


@pytest.fixture(scope="module")
def reading():
    return read(TEXT, NAMES, HOLDS)


def test_facts_are_what_encoder_and_scorer_hold_for_true(reading):
    facts = told(reading)
    partners = {frozenset(key[1:]) for key in facts if key[0] == "partnersWith"}
    assert {key for key in facts if key[0] != "partnersWith"} == {
        ("develops", "Norhall AG", "Velora"),
        ("develops", "Velmar GmbH", "Velora"),
        ("studiedFor", "Velora", "gout"),
    }
    assert partners == {frozenset({"Norhall AG", "Velmar GmbH"})}
    assert sum(key[0] == "partnersWith" for key in facts) == 1  # a symmetric relation once


def test_a_threshold_drops_what_is_less_likely(reading):
    assert {key[0] for key in told(reading, threshold=0.993)} == {"studiedFor"}
    assert told(reading, threshold=1.1) == {}


def test_columns_are_as_many_as_said_and_are_numbers(reading):
    scorer = FakeScorer()
    decide(reading, scorer)
    assert scorer.seen["facts"].shape[1] == len(COLUMNS) == len(set(COLUMNS))
    assert scorer.seen["attributes"].shape[1] == len(choosing.COLUMNS) == len(set(choosing.COLUMNS))
    for rows in scorer.seen.values():
        assert len(rows)
        assert numpy.isfinite(rows).all()


def test_columns_of_nothing():
    empty = read("Nothing is said here.", {}, {})
    assert features(empty, [], SentenceCues(empty)).shape == (0, len(COLUMNS))
    assert choosing.features(empty, [], [], SentenceCues(empty)).shape == (0, len(choosing.COLUMNS))
    assert decide(empty, FakeScorer()) == []


def test_columns_of_a_candidate(reading):
    found = candidates(reading)
    rows = features(reading, found, SentenceCues(reading))
    at = next(n for n, c in enumerate(found) if c.relation is Relation.STUDIED_FOR)
    row = dict(zip(COLUMNS, rows[at].tolist(), strict=True))
    assert row["relation studiedFor"] == 1
    assert sum(row[f"relation {r.value}"] for r in Relation) == 1
    assert (row["pooled"], row["best"], row["best in sentence"]) == (5, 5, 5)
    assert (row["sentences between"], row["order"]) == (0, 1)
    assert row["characters between"] == TEXT.index("gout") - TEXT.index("Velora") - len("Velora")
    assert (row["subject drug"], row["object indication"], row["object drug"]) == (1, 1, 0)


def test_attributes_are_chosen_where_the_encoder_links_them(reading):
    facts = told(reading)
    assert facts["studiedFor", "Velora", "gout"].attributes.phase is Phase("phase 2")
    (partnership,) = (f for key, f in facts.items() if key[0] == "partnersWith")
    assert partnership.attributes.date == "2019-03-03"
    proofs = {(p.attribute, TEXT[p.start : p.end]) for f in facts.values() for p in f.attribute_evidence}
    assert ("date", "March 3, 2019") in proofs
    assert any(name == "phase" and "Phase 2" in quote for name, quote in proofs)


def test_money_is_written_as_an_amount():
    holds = {("company", "company", "partnersWith"): 4.0, ("company", "value:money", "upfront"): 4.0}
    made = told(read("Norhall AG pays Velmar GmbH $5 million upfront.", NAMES, holds))
    assert {f.attributes.upfront for f in made.values()} == {Money(currency="USD", value=Decimal(5000000))}


@pytest.mark.parametrize(
    ("status", "modality"),
    [("planned", Modality.PLANNED), ("completed", Modality.ASSERTED), ("ongoing", Modality.ASSERTED)],
)
def test_a_planned_fact_is_not_asserted(status, modality):
    made = told(read(TEXT, NAMES, HOLDS, classes={("status", status): 6}))
    fact = made["studiedFor", "Velora", "gout"]
    assert fact.attributes.status is Status(status)
    assert fact.modality is modality


def test_choices_are_of_the_relations_attributes_and_not_of_subject_or_object(reading):
    found = candidates(reading)
    for choice in choosing.choices(reading, found, range(len(found))):
        assert choice.attribute in choosing.ATTRIBUTES
        assert choice.owner not in found[choice.fact].cells
        assert (choice.owner >= 0) == (choice.mention >= 0)
        if choice.mention >= 0:
            assert reading.mentions.owners[choice.mention] == choice.owner


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        pytest.param("It is. Norhall AG’s “Velora” is old.  So it is.", "Norhall AG’s “Velora” is old.", id="a-sentence"),
        pytest.param("Norhall AG is old. It sells Velora.", "Norhall AG is old. It sells Velora.", id="two-sentences"),
        pytest.param("Norhall AG – Zürich\u00a0– sells naïve Velora.", "Norhall AG – Zürich\u00a0– sells naïve Velora.", id="typography"),
        pytest.param("Norhall AG is old. One. Two. Three. Four. It sells Velora.", "It sells Velora.", id="far-apart"),
    ],
)  # fmt: skip
def test_evidence_quotes_the_text_exactly(text, quote):
    made = told(read(text, NAMES, {("company", "drug", "develops"): 4.0}))
    evidence = made["develops", "Norhall AG", "Velora"].evidence
    assert text[evidence.start : evidence.end] == evidence.quote
    assert evidence.quote == evidence.quote.strip() != ""
    assert "Velora" in evidence.quote
    assert len(evidence.quote) <= 1200
    assert evidence.rule == "reader 7/develops"
    assert quote is None or evidence.quote == quote


def test_evidence_is_where_both_are_named_together():
    text = "Norhall AG is old. Velora is new. Norhall AG develops Velora. Velora sells. Norhall AG too."
    evidence = told(read(text, NAMES, {("company", "drug", "develops"): 4.0}))[
        "develops", "Norhall AG", "Velora"
    ].evidence
    assert evidence.quote == "Norhall AG develops Velora."
    assert evidence.trigger == "develops"


@pytest.mark.parametrize(
    ("relation", "probability", "kept"),
    [
        pytest.param(Relation.ACQUIRES, (0.9, 0.8), [0], id="the-first-is-surer"),
        pytest.param(Relation.ACQUIRES, (0.8, 0.9), [1], id="the-second-is-surer"),
        pytest.param(Relation.SUBSIDIARY_OF, (0.8, 0.8), [0], id="alike"),
        pytest.param(Relation.LICENSES_TO, (0.7, 0.8), [1], id="licence"),
        pytest.param(Relation.FUNDS, (0.9, 0.8), [0, 1], id="money-may-go-both-ways"),
    ],
)
def test_a_fact_does_not_contradict_a_surer_one(reading, relation, probability, kept):
    one = replace(candidates(reading)[0], relation=relation, subject=0, object=1)
    other = replace(one, subject=1, object=0)
    third = replace(one, subject=0, object=2)
    chances = numpy.array([*probability, 0.6])
    assert _consistent([one, other, third], chances, [0, 1, 2], ()) == [*kept, 2]
    assert _consistent([one, other, third], chances, [1], ()) == [1]


def test_confidence_is_the_probability(reading):
    scorer = FakeScorer()
    for fact in decide(reading, scorer):
        assert 0.5 <= fact.confidence <= 1
        assert fact.evidence.confidence == fact.confidence


def test_the_same_reading_gives_the_same_facts(reading):
    assert decide(reading, FakeScorer()) == decide(reading, FakeScorer())
    assert decide(read(TEXT, NAMES, HOLDS), FakeScorer()) == decide(reading, FakeScorer())


def test_mentions_stand_in_order(reading):
    assert all(a <= b for a, b in itertools.pairwise(reading.mentions.starts.tolist()))


def test_a_choice_knows_its_place_among_the_others():
    """The nearest date, the likeliest, the largest amount: each as a column."""
    text = "Norhall AG works with Velmar GmbH since March 3, 2019. A year later, on May 2, 2021, it was quiet."
    made = read(text, NAMES, {**HOLDS, ("company", "value:date", "date"): 3.0})
    found = candidates(made)
    deal = next(n for n, c in enumerate(found) if c.relation is Relation.PARTNERS_WITH)
    options = choosing.choices(made, found, [deal])
    rows = choosing.features(made, found, options, SentenceCues(made))
    column = {name: rows[:, n] for n, name in enumerate(choosing.COLUMNS)}
    dates = [n for n, o in enumerate(options) if o.attribute == "date" and o.mention >= 0]
    assert [options[n].value for n in dates] == ["2019-03-03", "2021-05-02"]
    near, far = dates
    assert column["rank by distance"][near] < column["rank by distance"][far]
    assert column["choices"][near] == sum(o.attribute == "date" for o in options)
    kinds = [n for n, o in enumerate(options) if o.attribute == "kind"]
    assert len(kinds) > 1  # every kind that is not ruled out is a choice
    likeliest = max(kinds, key=lambda n: options[n].probability)
    assert column["rank by probability"][likeliest] == 0


def test_an_owner_has_the_roles_that_its_cells_give_it(reading):
    found = candidates(reading)
    rows = features(reading, found, SentenceCues(reading))
    at = {name: n for n, name in enumerate(COLUMNS)}
    develops = next(n for n, c in enumerate(found) if c.relation is Relation.DEVELOPS)
    assert rows[develops, at["subject as subject develops"]] == pytest.approx(4.0, abs=0.8)
    assert rows[develops, at["object as subject studiedFor"]] == pytest.approx(5.0, abs=0.8)
    assert rows[develops, at["subject as object develops"]] < -3


def test_rules_that_see_a_fact_are_columns(reading):
    found = candidates(reading)
    rows = features(reading, found, SentenceCues(reading))
    at = {name: n for n, name in enumerate(COLUMNS)}
    seen = {
        found[row].relation.value + " " + name
        for row in range(len(found))
        for name in RULES
        if rows[row, at[f"rule {name}"]] == 1
    }
    assert any(name.startswith("studiedFor study/") for name in seen), seen
