import pytest

from kg.evaluation.causes import causes
from kg.evaluation.entities import listings
from kg.evaluation.scoring import score
from tests.evaluation.conftest import entity, fact


def found(gold, facts, *entities, kind, section="facts", without=()):
    listed = listings([{"document": "d", "entities": [*entities]}])
    return [c for c in causes(score(gold, facts, section=section, without=without).outcomes, listed) if c.kind == kind]


@pytest.mark.parametrize(
    ("produced", "cause"),
    [
        pytest.param(
            fact("develops", entity("Wire"), "ABC-1"), "subject is no gold entity: company", id="unknown-subject"
        ),
        pytest.param(
            fact("develops", "Alpha", entity("Congress", "drug")), "object is no gold entity: drug", id="unknown-object"
        ),
        pytest.param(
            fact("develops", entity("Wire"), entity("Congress")), "subject and object are no gold entities", id="both"
        ),
        pytest.param(
            fact("develops", "Alpha", entity("Fold-It", "drug")),
            "object has another type: drug, in gold platform",
            id="another-type",
        ),
        pytest.param(
            fact("develops", entity("Wire"), entity("Fold-It", "drug")),
            "subject is no gold entity: company",
            id="unknown-before-type",
        ),
        pytest.param(fact("approvedFor", "ABC-1", "gout"), "another relation holds: studiedFor", id="another-relation"),
        pytest.param(
            fact("develops", "ABC-1", "Alpha"), "the relation holds the other way round", id="other-way-round"
        ),
        pytest.param(fact("develops", "Alpha", "gout"), "no relation holds between the two", id="no-relation"),
        pytest.param(fact("raised", "Alpha", "USD 6"), "the subject has another value", id="another-value"),
        pytest.param(fact("raised", "Beta", "USD 5"), "the value is another subject's", id="another-subject"),
        pytest.param(fact("raised", "Beta", "USD 6"), "the subject has no such value", id="no-value"),
    ],
)
def test_wrong_facts_have_a_cause(gold, produced, cause):
    assert [(c.cause, c.count) for c in found(gold, [produced], kind="wrong")] == [(cause, 1)]


DEVELOPS = ["partnersWith", "raised", "studiedFor", "manufactures"]  # left out, so that one fact is asked for
RAISED = ["partnersWith", "develops", "studiedFor", "manufactures"]


@pytest.mark.parametrize(
    ("entities", "produced", "without", "cause"),
    [
        pytest.param([], [], DEVELOPS, "subject and object were not found", id="neither"),
        pytest.param([entity("Alpha")], [], DEVELOPS, "object was not found: drug", id="no-object"),
        pytest.param([entity("ABC-1")], [], DEVELOPS, "subject was not found: company", id="no-subject"),
        pytest.param(
            [entity("Alpha"), entity("ABC-1", "target")],
            [],
            DEVELOPS,
            "object was found with another type: drug, produced as target",
            id="another-type",
        ),
        pytest.param(
            [entity("Alpha"), entity("ABC-1")], [], DEVELOPS, "both were found, no fact between them", id="no-fact"
        ),
        pytest.param(
            [entity("Alpha"), entity("ABC-1")],
            [fact("acquires", "Alpha", "ABC-1")],
            DEVELOPS,
            "both were found, another relation was produced: acquires",
            id="another-relation",
        ),
        pytest.param([], [], RAISED, "subject was not found: company", id="value-without-subject"),
        pytest.param([entity("Alpha")], [], RAISED, "subject was found, no value was produced", id="no-value"),
        pytest.param(
            [entity("Alpha")],
            [fact("raised", "Alpha", "USD 6")],
            RAISED,
            "subject was found, another value was produced",
            id="another-value",
        ),
    ],
)
def test_missing_facts_have_a_cause(gold, entities, produced, without, cause):
    assert [c.cause for c in found(gold, produced, *entities, kind="missing", without=without)] == [cause]


def test_attributes_are_left_out_or_have_another_value(gold):
    grouped = found(gold, [fact("partnersWith", "Alpha", "Beta", kind="research", upfront="USD 7")], kind="attribute")
    assert [(c.cause, c.examples[0].note) for c in grouped] == [
        ("date was left out", "2020 is right"),
        ("kind has another value", "licensing is right, research was produced"),
    ]


def test_causes_stand_by_count_with_relations_and_examples(gold):
    facts = [fact("develops", "Alpha", entity(f"Congress {n}", "drug"), quote="at a\n congress") for n in range(4)]
    facts += [fact("combinedWith", "ABC-1", entity("Congress 1", "drug")), fact("develops", "Alpha", "gout")]
    first, second = found(gold, facts, kind="wrong")
    assert (first.cause, first.count) == ("object is no gold entity: drug", 5)
    assert first.relations == {"develops": 4, "combinedWith": 1}
    assert second.count == 1
    assert len(first.examples) == 3
    example = first.examples[0]
    assert (example.document, example.relation, example.subject, example.object) == (
        "d",
        "develops",
        "Alpha",
        "Congress 0",
    )
    assert example.quote == "at a congress"


def test_examples_are_not_told_twice(gold):
    (cause,) = found(gold, [fact("develops", "Alpha", "gout")] * 3, kind="wrong")
    assert (cause.count, len(cause.examples)) == (3, 1)


def test_milestones_have_causes_of_their_own_section(gold):
    (cause,) = found(gold, [fact("hasMilestone", "ABC-1", "launch")], kind="wrong", section="milestones")
    assert cause.cause == "the subject has another value"
