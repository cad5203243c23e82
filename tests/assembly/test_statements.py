import dataclasses
import itertools
from decimal import Decimal

import pytest

from kg.assembly import assemble
from kg.assembly.values import agree
from kg.model import AttributeEvidence, Attributes, Money, from_json, to_json
from kg.terms import Modality, Phase, Relation, SectionKind, Status
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
        pytest.param("date", "2016-H2", "2016-11-28", True, id="within-the-half"),
        pytest.param("date", "2016-H2", "2016-Q3", True, id="quarter-within-the-half"),
        pytest.param("date", "2016-H1", "2016-Q3", False, id="quarter-of-the-other-half"),
        pytest.param("date", "2016-H1", "2016", True, id="half-within-the-year"),
        pytest.param("date", "2016-H1", "2017-H1", False, id="half-of-another-year"),
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


def milestone(event, **attributes):
    return (Relation.HAS_MILESTONE, "d1", event, Attributes(**attributes))


def told(knowledge):
    return sorted(
        (s.object, s.attributes.status, s.attributes.date, [e.document for e in s.evidence])
        for s in knowledge.statements
    )


def test_a_milestone_that_documents_date_alike_is_one_statement():
    knowledge = assemble(
        pair(
            milestone("first patient", status=Status.COMPLETED, date="2020-H1", phase=Phase.PHASE_1),
            milestone("first patient", status=Status.COMPLETED, date="2020-05", indication="i1"),
        )
    )
    (statement,) = knowledge.statements
    assert statement.attributes == Attributes(
        phase=Phase.PHASE_1, status=Status.COMPLETED, date="2020-05", indication="indication/gout"
    )
    assert statement.id.startswith("milestone/")


def test_a_delay_stands_beside_the_plan_and_contradicts_nothing():
    knowledge = assemble(
        pair(
            milestone("topline data", status=Status.PLANNED, date="2020-Q3"),
            milestone("topline data", status=Status.DELAYED, date="2021-H1"),
            milestone("topline data", status=Status.COMPLETED, date="2021-05-02"),
        )
    )
    assert told(knowledge) == [
        ("topline data", "completed", "2021-05-02", ["d2"]),
        ("topline data", "delayed", "2021-H1", ["d1"]),
        ("topline data", "planned", "2020-Q3", ["d0"]),
    ]
    assert not any(s.conflicts for s in knowledge.statements)


@pytest.mark.parametrize(
    ("other", "count"),
    [
        pytest.param(milestone("trial start", phase=Phase.PHASE_2, date="2020"), 2, id="other-phase"),
        pytest.param(milestone("trial start", phase=Phase.PHASE_1, date="2021"), 2, id="other-date"),
        pytest.param(milestone("first patient", phase=Phase.PHASE_1, date="2020"), 2, id="other-event"),
        pytest.param(milestone("trial start"), 1, id="nothing-more"),
    ],
)
def test_milestones_merge_or_not(other, count):
    one = milestone("trial start", phase=Phase.PHASE_1, date="2020")
    assert len(assemble(pair(one, other)).statements) == count


def test_a_milestone_without_a_date_is_none_of_several_dated_ones():
    knowledge = assemble(
        pair(
            milestone("data presented", date="2020-05"),
            milestone("data presented", date="2021-05"),
            milestone("data presented"),
        )
    )
    assert {s.attributes.date: [e.document for e in s.evidence] for s in knowledge.statements} == {
        "2020-05": ["d0"],
        "2021-05": ["d1"],
        None: ["d2"],
    }


def test_a_milestone_without_a_date_is_that_of_its_own_document():
    extractions = pair(milestone("data presented", date="2020-05"), milestone("data presented", date="2021-05"))
    undated = dataclasses.replace(
        extractions[1].facts[0],
        attributes=Attributes(),
        evidence=dataclasses.replace(extractions[1].facts[0].evidence, start=6, end=9),
    )
    second = dataclasses.replace(extractions[1], facts=(*extractions[1].facts, undated))
    knowledge = assemble([extractions[0], second])
    assert {s.attributes.date: len(s.evidence) for s in knowledge.statements} == {"2020-05": 1, "2021-05": 2}


def test_a_milestone_that_had_not_happened_may_happen():
    before, after = pair(milestone("approval"), milestone("approval", status=Status.COMPLETED, date="2021"))
    before = dataclasses.replace(
        before, facts=tuple(dataclasses.replace(f, modality=Modality.NEGATED) for f in before.facts)
    )
    assert [s.conflicts for s in assemble([before, after]).statements] == [(), ()]


TEXT = "Alpha Bio doses a first patient\nThe company did so on May 5, 2020. It tests ABC-1, a drug for gout, in Phase I.\nEnd."


def stated(*places, section=SectionKind.HEADLINE, news=True, **attributes):
    """One document whose headline has a milestone and whose body has its values."""
    (extraction,) = pair(milestone("first patient", **attributes))
    (fact,) = extraction.facts
    evidence = dataclasses.replace(fact.evidence, start=0, end=31, quote=TEXT[:31], section=section, news=news)
    values = tuple(
        AttributeEvidence(attribute=name, start=TEXT.index(words), end=TEXT.index(words) + len(words))
        for name, words in places
    )
    return dataclasses.replace(
        extraction,
        document=dataclasses.replace(extraction.document, text=TEXT),
        facts=(dataclasses.replace(fact, evidence=evidence, attribute_evidence=values),),
    )


def test_evidence_keeps_its_section_and_whether_it_is_news():
    ((evidence,),) = (s.evidence for s in assemble([stated()]).statements)
    assert (evidence.section, evidence.news) == (SectionKind.HEADLINE, True)


def test_a_value_stands_beside_the_line_that_states_it():
    (statement,) = assemble([stated(("date", "May 5, 2020"), date="2020-05-05")]).statements
    (value,) = statement.attribute_evidence
    assert (value.attribute, value.document, value.text) == ("date", "d0", "May 5, 2020")
    assert TEXT[value.start : value.end] == value.text
    assert value.quote == TEXT.splitlines()[1]


def test_a_value_stands_beside_a_sentence_where_one_is_known():
    extraction = stated(("date", "May 5, 2020"), ("object", "first patient"), date="2020-05-05")
    sentence = "The company did so on May 5, 2020."
    start = TEXT.index(sentence)
    other = dataclasses.replace(
        extraction.facts[0],
        object="trial start",
        evidence=dataclasses.replace(
            extraction.facts[0].evidence, start=start, end=start + len(sentence), quote=sentence
        ),
        attribute_evidence=(),
    )
    knowledge = assemble([dataclasses.replace(extraction, facts=(*extraction.facts, other))])
    assert [v.quote for s in knowledge.statements for v in s.attribute_evidence] == [sentence]


def test_a_place_without_a_value_is_left_out():
    places = ("date", "May 5, 2020"), ("phase", "Phase I")
    (statement,) = assemble([stated(*places, phase=Phase.PHASE_1)]).statements
    assert [v.attribute for v in statement.attribute_evidence] == ["phase"]


def test_merged_statements_have_the_values_of_all_documents():
    first = stated(("date", "2020"), date="2020")
    second = dataclasses.replace(
        stated(("date", "May 5, 2020"), ("phase", "Phase I"), date="2020-05-05", phase=Phase.PHASE_1),
        document=dataclasses.replace(first.document, id="d9"),
    )
    moved = tuple(dataclasses.replace(f, evidence=dataclasses.replace(f.evidence, document="d9")) for f in second.facts)
    (statement,) = assemble([first, dataclasses.replace(second, facts=moved)]).statements
    assert [(v.attribute, v.document) for v in statement.attribute_evidence] == [
        ("date", "d0"),
        ("date", "d9"),
        ("phase", "d9"),
    ]
    assert from_json(type(statement), to_json(statement)) == statement
