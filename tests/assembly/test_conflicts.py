"""Planted in two releases each: what does not hold together, and in what way."""

import dataclasses
import itertools

import pytest

from kg.assembly import assemble
from kg.assembly.conflicts import conflicts, declarations
from kg.model import AttributeEvidence, Attributes, Document, Entity, Evidence, Extraction, Fact, Money
from kg.terms import RELATIONS, EntityType, Modality, Phase, Relation, Status
from tests.knowledge import KNOWLEDGE

ENTITIES = tuple(
    Entity(id=id_, type=EntityType(type_), name=name)
    for id_, type_, name in (
        ("o1", "company", "Orrin Therapeutics"),
        ("o2", "agency", "Office of Rare Research"),
        ("o3", "agency", "Northern Medicines Board"),
        ("o4", "company", "Velmont Labs"),
        ("d1", "drug", "ORN-7"),
        ("d2", "drug", "ORN-9"),
        ("i1", "indication", "gout"),
        ("p1", "person", "Mira Solberg"),
    )
)
R = Relation
PLANNED, ONGOING, COMPLETED, DELAYED, ENDED = (
    Status.PLANNED,
    Status.ONGOING,
    Status.COMPLETED,
    Status.DELAYED,
    Status.DISCONTINUED,
)
STUDY, AWARD, APPROVAL, DEAL, ROLE, EVENT, BUYS = (
    (R.STUDIED_FOR, "d1", "i1"),
    (R.FUNDS, "o2", "o1"),
    (R.APPROVED_FOR, "d1", "i1"),
    (R.LICENSES_TO, "o1", "o4"),
    (R.HOLDS_ROLE, "p1", "o1"),
    (R.HAS_MILESTONE, "d1", "topline data"),
    (R.ACQUIRES, "o4", "o1"),
)


def said(number, published, fact, sentence, attributes, modality=Modality.ASSERTED):
    relation, subject, object_ = fact
    return Extraction(
        document=Document(id=f"d{number}", sha256="0" * 64, text=sentence, published=published),
        pipeline="hand",
        entities=ENTITIES,
        facts=(
            Fact(
                relation=relation,
                subject=subject,
                object=object_,
                attributes=Attributes(**attributes),
                modality=modality,
                evidence=Evidence(document=f"d{number}", start=0, end=len(sentence), quote=sentence, rule="hand"),
                attribute_evidence=tuple(
                    AttributeEvidence(attribute=a, start=0, end=len(sentence)) for a in attributes
                ),
            ),
        ),
    )


def usd(value):
    return Money.of(f"USD {value}")


@pytest.mark.parametrize(
    ("fact", "one", "other", "expected", "attribute"),
    [
        (STUDY, {"phase": Phase.PHASE_1, "status": ONGOING}, {"phase": Phase.PHASE_2, "status": ONGOING}, "update", "phase"),
        (STUDY, {"phase": Phase.PHASE_2, "status": ONGOING}, {"phase": Phase.PHASE_2, "status": COMPLETED}, "update", "status"),
        (EVENT, {"status": PLANNED, "date": "2021-H1"}, {"status": COMPLETED, "date": "2021-03"}, "update", "date"),
        (EVENT, {"status": PLANNED, "date": "2021-Q4"}, {"status": PLANNED, "date": "2021-Q2"}, "update", "date"),
        (STUDY, {"phase": Phase.PHASE_2, "status": ONGOING}, {"phase": Phase.PHASE_2, "status": ENDED}, "setback", "status"),
        (STUDY, {"phase": Phase.PHASE_2, "status": ONGOING}, {"phase": Phase.PHASE_1, "status": ONGOING}, "setback", "phase"),
        (EVENT, {"status": PLANNED, "date": "2021-Q2"}, {"status": DELAYED, "date": "2021-Q4"}, "setback", "date"),
        (EVENT, {"status": PLANNED, "date": "2021-Q2"}, {"status": PLANNED, "date": "2022"}, "setback", "date"),
        (AWARD, {"amount": usd(2_000_000)}, {"amount": usd(3_500_000)}, "open contradiction", "amount"),
        (AWARD, {"amount": usd(2_000_000)}, {"amount": usd(1_950_000)}, "different precision", "amount"),
        (BUYS, {"amount": usd(1_200_000_000)}, {"amount": usd(1_234_000_000)}, "different precision", "amount"),
        (AWARD, {"amount": usd(2_000_000), "about": "d1"}, {"amount": usd(3_500_000), "about": "d2"}, "different scope", "amount"),
        (APPROVAL, {"date": "2020-03", "agency": "o2"}, {"date": "2020-07", "agency": "o3"}, "different scope", "date"),
        (APPROVAL, {"date": "2020-03", "agency": "o2"}, {"date": "2020-07", "agency": "o2"}, "open contradiction", "date"),
        (DEAL, {"upfront": usd(5_000_000), "territory": "Japan"}, {"upfront": usd(9_000_000), "territory": "Europe"}, "different scope", "upfront"),
        (ROLE, {"title": "CFO", "status": ONGOING}, {"title": "CFO", "status": COMPLETED}, "update", "status"),
    ],
)  # fmt: skip
def test_pairs_are_typed(fact, one, other, expected, attribute):
    given = [
        said(1, "2020-01-10", fact, "The first release says so in its words.", one),
        said(2, "2021-05-10", fact, "Another one tells it quite differently.", other),
    ]
    for order in itertools.permutations(given):
        (found,) = assemble(order).conflicts
        assert (found.type, found.attribute) == (expected, attribute)
    knowledge = assemble(given)
    by_id = {s.id: s for s in knowledge.statements}
    assert [by_id[i].evidence[0].document for i in (found.earlier, found.later)] == ["d1", "d2"]
    marked = expected == "open contradiction" or (expected, attribute) == ("setback", "phase")
    assert all(bool(s.conflicts) is marked for s in knowledge.statements)


AMOUNT = "The Office of Rare Research awarded Orrin Therapeutics ${} million for its work on gout."


@pytest.mark.parametrize(
    ("sentence", "value", "expected"),
    [
        pytest.param(AMOUNT.format("7.0"), 7_000_000, "misprint", id="a-digit"),
        pytest.param(AMOUNT.format("5.7"), 5_700_000, "misprint", id="transposed"),
        pytest.param(AMOUNT.format("0.0075"), 7_500, "misprint", id="thousands"),
        pytest.param(AMOUNT.format("31"), 31_000_000, "open contradiction", id="other-digits"),
        pytest.param("In all the grant came to seven million dollars, paid yearly.", 7_000_000, "open contradiction", id="other-words"),
        pytest.param("Orrin corrects the amount: it was $7 million.", 7_000_000, "correction", id="corrected"),
    ],
)  # fmt: skip
def test_a_slip_of_the_keys_and_a_correction_are_told_from_a_contradiction(sentence, value, expected):
    knowledge = assemble(
        [
            said(1, "2020-01-10", AWARD, AMOUNT.format("7.5"), {"amount": usd(7_500_000)}),
            said(2, "2020-01-12", AWARD, sentence, {"amount": usd(value)}),
        ]
    )
    assert [c.type for c in knowledge.conflicts] == [expected]


@pytest.mark.parametrize(
    ("fact", "one", "other"),
    [
        pytest.param(STUDY, {"phase": Phase.PHASE_1, "status": COMPLETED}, {"phase": Phase.PHASE_2, "status": ONGOING}, id="the-next-phase"),
        pytest.param(STUDY, {"phase": Phase.PHASE_1, "status": ONGOING}, {"phase": Phase.PHASE_2, "status": PLANNED}, id="a-plan"),
        pytest.param(STUDY, {"phase": Phase.PHASE_2, "status": ONGOING}, {"phase": Phase.PHASE_1, "status": COMPLETED}, id="the-phase-before"),
        pytest.param(AWARD, {"amount": usd(1), "program": "SBIR"}, {"amount": usd(2)}, id="perhaps-another-program"),
        pytest.param(APPROVAL, {"date": "2020"}, {"date": "2020-07-01"}, id="within"),
        pytest.param((R.DEVELOPS, "o1", "d1"), {"phase": Phase.PHASE_1}, {"phase": Phase.PHASE_2}, id="not-declared"),
    ],
)  # fmt: skip
def test_what_both_holds_is_no_conflict(fact, one, other):
    given = [said(1, "2020-01-10", fact, "One sentence.", one), said(2, "2021-05-10", fact, "Other words.", other)]
    assert assemble(given).conflicts == ()


def test_without_dates_nothing_is_an_update_or_a_setback():
    attributes = [{"phase": p, "status": ONGOING} for p in (Phase.PHASE_1, Phase.PHASE_2)]
    for dates in ((None, None), ("2020", "2020-05-10"), ("2020-05", "2020-05-10")):
        given = [said(n, d, STUDY, f"Sentence {n}.", a) for n, (d, a) in enumerate(zip(dates, attributes, strict=True))]
        assert assemble(given).conflicts == ()


def test_one_document_that_gives_two_values_means_two_things():
    one, other = (said(1, "2020", AWARD, "It won two awards.", {"amount": usd(n)}) for n in (1_000, 5_000_000))
    both = dataclasses.replace(one, facts=(*one.facts, *other.facts))
    assert assemble([both]).conflicts == ()


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2020", "2021-05"), "setback"),
        ((None, "2021-05"), "open contradiction"),
        (("2020", "2020-07"), "open contradiction"),
    ],
)
def test_a_denial_is_a_setback_where_it_is_later(dates, expected):
    given = [
        said(1, dates[0], DEAL, "Orrin licenses ORN-7 to Velmont.", {}),
        said(2, dates[1], DEAL, "Orrin has no license with Velmont.", {}, Modality.NEGATED),
    ]
    knowledge = assemble(given)
    assert [(c.type, c.attribute) for c in knowledge.conflicts] == [(expected, "modality")]
    assert all(s.conflicts for s in knowledge.statements)


def test_declarations_are_sound():
    """Relations have the attributes that they are declared for; orders have all values and no circles."""
    declared = declarations()
    for rule in (*declared.keys, *declared.ordered, *declared.planned):
        named = {rule.attribute, *rule.same, *rule.given, *rule.scope}
        assert named <= RELATIONS[rule.relation].attributes, rule
        assert {*rule.earlier, *rule.later} <= set(Status)
    assert set(declared.after["phase"]) == set(Phase)
    assert set(declared.after["status"]) | declared.setbacks["status"] == set(Status)
    for order in declared.after.values():
        assert not [value for value, after in order.items() if value in after]


def test_statements_about_one_disease_in_different_settings_do_not_contradict_each_other():
    documents = {d.id: d for d in KNOWLEDGE.documents}
    (known, *_) = conflicts(KNOWLEDGE.statements, documents)
    one, other = (s for s in KNOWLEDGE.statements if s.id in {known.earlier, known.later})
    assert conflicts([one, other], documents) == (known,)
    assert conflicts([one, dataclasses.replace(other, setting="relapsed or refractory")], documents) == ()
