import itertools
from decimal import Decimal

import pytest

from kg.assembly import assemble
from kg.assembly.statements import agree
from kg.model import Attributes, Money
from kg.terms import Modality, Phase, Relation, Status
from tests.assembly.test_resolution import document, entity

MILLION = Money(currency="USD", value=Decimal(1_000_000))
TWO_MILLION = Money(currency="USD", value=Decimal(2_000_000))


def pair(*facts, dates=("2020-01-01", "2021-01-01", "2022-01-01")):
    """One document a fact, between the same company and agency, drug and disease."""
    return [
        document(
            f"d{n}",
            [
                entity("o1", "company", "Alpha Bio"),
                entity("o2", "agency", "Health Agency"),
                entity("d1", "drug", "ABC-1"),
                entity("i1", "indication", "gout"),
                entity("h1", "person", "Anna Berg"),
            ],
            [fact],
            published=dates[n],
        )
        for n, fact in enumerate(facts)
    ]


def funds(**attributes):
    return (Relation.FUNDS, "o2", "o1", Attributes(**attributes))


def studied(**attributes):
    return (Relation.STUDIED_FOR, "d1", "i1", Attributes(**attributes))


@pytest.mark.parametrize(
    ("name", "one", "other", "expected"),
    [
        pytest.param("date", "2016", "2016-11-28", True, id="within-the-year"),
        pytest.param("date", "2016-Q4", "2016-11-28", True, id="within-the-quarter"),
        pytest.param("date", "2016-Q3", "2016-11-28", False, id="other-quarter"),
        pytest.param("date", "2016-11", "2016-12", False, id="other-month"),
        pytest.param("title", "CEO", "President and Chief Executive Officer", True, id="part-of-the-title"),
        pytest.param("title", "Chief Medical Officer", "CFO", False, id="other-title"),
        pytest.param("program", "SBIR", "Fast-Track SBIR", True, id="program"),
        pytest.param("program", "SBIR", "SPORE", False, id="other-program"),
        pytest.param("amount", MILLION, TWO_MILLION, False, id="amount"),
        pytest.param("amount", MILLION, None, True, id="unknown"),
    ],
)
def test_attributes_agree_or_not(name, one, other, expected):
    assert agree(name, one, other) is expected
    assert agree(name, other, one) is expected


def test_merge_fills_what_another_document_left_out():
    knowledge = assemble(pair(funds(amount=TWO_MILLION, program="SBIR"), funds(about="d1", program="Fast-Track SBIR")))
    (statement,) = knowledge.statements
    assert statement.attributes.amount == TWO_MILLION
    assert statement.attributes.program == "Fast-Track SBIR"
    assert statement.attributes.about == "drug/abc-1"
    assert [e.document for e in statement.evidence] == ["d0", "d1"]
    assert statement.confidence == pytest.approx(0.96)


def test_merge_keeps_evidence_in_any_order():
    extractions = pair(funds(amount=MILLION), funds(amount=TWO_MILLION), funds(about="d1"))
    assert len({assemble(order) for order in itertools.permutations(extractions)}) == 1


def test_phases_of_different_times_are_statements_in_order():
    knowledge = assemble(
        pair(
            studied(phase=Phase.PHASE_1, status=Status.ONGOING),
            studied(phase=Phase.PHASE_2, status=Status.ONGOING),
        )
    )
    assert sorted(s.attributes.phase for s in knowledge.statements) == ["phase 1", "phase 2"]
    assert not any(s.conflicts for s in knowledge.statements)


def test_a_phase_that_goes_back_is_a_conflict():
    knowledge = assemble(
        pair(
            studied(phase=Phase.PHASE_2, status=Status.ONGOING),
            studied(phase=Phase.PHASE_1, status=Status.ONGOING),
        )
    )
    one, other = knowledge.statements
    assert one.conflicts == (other.id,)
    assert other.conflicts == (one.id,)


def test_two_amounts_for_one_award_are_a_conflict_and_both_stay():
    knowledge = assemble(
        pair(funds(amount=MILLION, program="SBIR", about="d1"), funds(amount=TWO_MILLION, program="SBIR", about="d1"))
    )
    assert [len(s.conflicts) for s in knowledge.statements] == [1, 1]


def test_two_awards_in_one_document_are_no_conflict():
    extraction = document(
        "d",
        [entity("o1", "company", "Alpha Bio"), entity("o2", "agency", "Health Agency")],
        [funds(amount=MILLION), funds(amount=TWO_MILLION)],
    )
    knowledge = assemble([extraction])
    assert [s.conflicts for s in knowledge.statements] == [(), ()]


def test_a_denial_contradicts_an_assertion():
    import dataclasses

    asserted, denied = pair(funds(), funds())
    denied = dataclasses.replace(
        denied, facts=tuple(dataclasses.replace(f, modality=Modality.NEGATED) for f in denied.facts)
    )
    knowledge = assemble([asserted, denied])
    assert sorted(s.modality for s in knowledge.statements) == ["asserted", "negated"]
    assert all(s.conflicts for s in knowledge.statements)


def test_a_symmetric_relation_is_one_statement_whoever_says_it():
    knowledge = assemble(
        pair(
            (Relation.PARTNERS_WITH, "o1", "o2", Attributes(kind="research")),
            (Relation.PARTNERS_WITH, "o2", "o1", Attributes()),
        )
    )
    (statement,) = knowledge.statements
    assert (statement.subject, statement.object) == ("agency/health-agency", "company/alpha-bio")


def test_a_thing_has_no_relation_to_itself():
    extraction = document(
        "d",
        [entity("o1", "company", "Alpha Bio"), entity("o2", "company", "Alpha Bio, Inc.")],
        [(Relation.PARTNERS_WITH, "o1", "o2", Attributes())],
    )
    assert assemble([extraction]).statements == ()


def test_titles_that_contain_each_other_are_one_role():
    role = Relation.HOLDS_ROLE
    knowledge = assemble(
        pair((role, "h1", "o1", Attributes(title="CEO")), (role, "h1", "o1", Attributes(title="president and CEO")))
    )
    assert [s.attributes.title for s in knowledge.statements] == ["president and CEO"]
