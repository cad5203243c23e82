"""Programs and their steps."""

from datetime import date

import pytest

from kg.model import Document, Entity, Knowledge
from kg.terms import EntityType, Modality, Phase, Relation, Status
from kg.views.advances import Change, advances
from kg.views.dates import as_of
from kg.views.marks import MarkKind
from kg.views.programs import programs
from tests.knowledge import KNOWLEDGE, evidence, money, statement, value

R = Relation
DRUG, OTHER = "drug/qua-1", "drug/qua-2"
DISEASE, KIND = "indication/gout", "indication/acute-gout"
ENTITIES = (
    Entity(id="agency/fda", type=EntityType.AGENCY, name="FDA"),
    Entity(id="company/quarry", type=EntityType.COMPANY, name="Quarry Bio"),
    Entity(id="company/slate", type=EntityType.COMPANY, name="Slate Pharma"),
    Entity(id=DRUG, type=EntityType.DRUG, name="QUA-1"),
    Entity(id=OTHER, type=EntityType.DRUG, name="QUA-2"),
    Entity(id=DISEASE, type=EntityType.INDICATION, name="gout"),
    Entity(id=KIND, type=EntityType.INDICATION, name="acute gout", broader=(DISEASE,)),
    Entity(id="trial/nct0", type=EntityType.TRIAL, name="NCT00000000"),
)
DOCUMENTS = tuple(
    Document(id=id_, sha256="0" * 64, text="", published=day)
    for id_, day in (("d2020", "2020-05-01"), ("d2022", "2022-05"), ("d2024", "2024-05-01"), ("undated", None))
)


def knowledge(*statements):
    return Knowledge(documents=DOCUMENTS, entities=ENTITIES, statements=statements)


def study(number, phase=None, status=None, *, disease=DISEASE, document="d2022", drug=DRUG, **more):
    return statement(
        number,
        R.STUDIED_FOR,
        drug,
        disease,
        evidence(document, number, f"Sentence {number}."),
        phase=phase,
        status=status,
        **more,
    )


def milestone(number, event, status, *, document="d2022", disease=DISEASE, **more):
    planned = {Status.PLANNED, Status.DELAYED}
    return statement(
        number,
        R.HAS_MILESTONE,
        DRUG,
        event,
        evidence(document, number, f"Sentence {number}."),
        modality=Modality.PLANNED if status in planned else Modality.ASSERTED,
        status=status,
        indication=disease,
        **more,
    )


def only(*statements, **options):
    (found,) = programs(knowledge(*statements), **options)
    return found


def test_the_furthest_phase_that_is_asserted_is_reached_and_later_ones_are_ahead():
    program = only(
        study(1, Phase.PHASE_1, Status.COMPLETED),
        study(2, Phase.PHASE_2, Status.ONGOING),
        study(3, Phase.PHASE_3, Status.PLANNED, modality=Modality.PLANNED),
        study(4, Phase.APPROVED, modality=Modality.POSSIBLE),
        study(5, Phase.PHASE_1_2, Status.PLANNED, modality=Modality.PLANNED),
    )
    assert program.reached.phase is Phase.PHASE_2
    assert [(s.phase, s.state) for s in program.ahead] == [(Phase.PHASE_3, "planned"), (Phase.APPROVED, "possible")]
    assert len(program.steps) == 5


def test_what_is_planned_possible_or_denied_is_never_reached():
    program = only(
        study(1, Phase.PHASE_3, Status.PLANNED),
        study(2, Phase.PHASE_2, modality=Modality.POSSIBLE),
        study(3, Phase.PHASE_1, modality=Modality.NEGATED),
    )
    assert program.reached is None
    assert [s.phase for s in program.ahead] == [Phase.PHASE_2, Phase.PHASE_3]
    assert [s.phase for s in program.contradicted] == [Phase.PHASE_1]


@pytest.mark.parametrize(
    ("event", "status", "phase", "reached", "ahead"),
    [
        ("first patient", Status.COMPLETED, Phase.PHASE_2, Phase.PHASE_2, []),
        ("topline data", Status.PLANNED, Phase.PHASE_2, None, [Phase.PHASE_2]),
        ("trial start", Status.DELAYED, Phase.PHASE_2, None, [Phase.PHASE_2]),
        ("trial cleared", Status.COMPLETED, Phase.PHASE_1, None, [Phase.PHASE_1]),
        ("regulatory meeting", Status.COMPLETED, Phase.PHASE_3, None, []),
        ("approval", Status.COMPLETED, None, Phase.APPROVED, []),
        ("approval", Status.PLANNED, None, None, [Phase.APPROVED]),
    ],
)
def test_milestones_place_a_program(event, status, phase, reached, ahead):
    program = only(milestone(1, event, status, phase=phase))
    assert (program.reached.phase if program.reached else None) is reached
    assert [s.phase for s in program.ahead] == ahead


def test_an_approval_is_the_last_phase():
    program = only(statement(1, R.APPROVED_FOR, DRUG, DISEASE, agency="agency/fda"), study(2, Phase.PHASE_4))
    assert program.reached.phase is Phase.APPROVED


@pytest.mark.parametrize(
    ("end", "goes_on", "stopped"),
    [
        pytest.param((Phase.PHASE_2, "d2022"), (Phase.PHASE_2, "d2020"), True, id="ended-since"),
        pytest.param((Phase.PHASE_2, "d2022"), (Phase.PHASE_2, "d2024"), False, id="told-later-that-it-goes-on"),
        pytest.param((Phase.PHASE_1, "d2022"), (Phase.PHASE_3, "d2020"), False, id="an-early-study-ended"),
        pytest.param((None, "d2022"), (Phase.PHASE_3, "d2020"), True, id="ended-whatever-the-phase"),
    ],
)
def test_discontinued(end, goes_on, stopped):
    program = only(
        study(1, end[0], Status.DISCONTINUED, document=end[1]),
        study(2, goes_on[0], Status.ONGOING, document=goes_on[1]),
    )
    assert (program.stopped is not None) is stopped


def test_phases_that_contradict_each_other_are_both_kept_and_marked():
    program = only(
        study(1, Phase.PHASE_3, Status.ONGOING, conflicts=(statement(2, R.STUDIED_FOR, DRUG, DISEASE).id,)),
        study(2, Phase.PHASE_1, Status.ONGOING, document="d2024"),
    )
    assert program.reached.phase is Phase.PHASE_3
    assert [s.phase for s in program.contradicted] == [Phase.PHASE_3]
    assert [s.phase for s in program.steps] == [Phase.PHASE_1, Phase.PHASE_3]


def test_of_studies_in_one_phase_the_one_told_last_says_how_it_stands():
    program = only(
        study(1, Phase.PHASE_2, Status.ONGOING, document="d2020"),
        study(2, Phase.PHASE_2, Status.COMPLETED, document="d2024"),
        milestone(3, "interim data", Status.COMPLETED, phase=Phase.PHASE_2, document="d2024"),
    )
    assert program.reached.statement.attributes.status is Status.COMPLETED
    assert program.reached.statement.relation is R.STUDIED_FOR


def test_what_names_no_disease_is_a_row_only_where_it_goes_further():
    trial = statement(1, R.HAS_TRIAL, DRUG, "trial/nct0", phase=Phase.PHASE_2)
    first, second = programs(knowledge(trial, study(2, Phase.PHASE_1)))
    assert (first.indication, first.reached.phase) == (None, Phase.PHASE_2)
    assert (second.indication.id, second.reached.phase) == (DISEASE, Phase.PHASE_1)
    shared = only(trial, study(2, Phase.PHASE_3))
    assert [s.general for s in shared.steps] == [True, False]


def test_marks_say_who_and_what_belongs_to_a_program():
    program = only(
        study(1, Phase.PHASE_1),
        statement(2, R.DEVELOPS, "company/quarry", DRUG),
        statement(3, R.PARTNERS_WITH, "company/quarry", "company/slate", about=DRUG, kind="research"),
        statement(4, R.LICENSES_TO, "company/slate", "company/quarry", about=DRUG),
        statement(5, R.FUNDS, "agency/fda", "company/quarry", about=DRUG, amount=money(34_000_000)),
        statement(6, R.HAS_DESIGNATION, DRUG, "orphan drug", agency="agency/fda", indication=DISEASE),
        statement(7, R.COMBINED_WITH, DRUG, OTHER, modality=Modality.PLANNED),
        statement(8, R.PARTNERS_WITH, "agency/fda", "company/quarry", about=DRUG, modality=Modality.NEGATED),
        company="company/quarry",
    )
    assert [(m.kind, m.text, m.planned) for m in program.marks] == [
        (MarkKind.DESIGNATION, "orphan drug · FDA", False),
        (MarkKind.PARTNER, "Slate Pharma · research", False),
        (MarkKind.LICENCE, "from Slate Pharma", False),
        (MarkKind.FUNDER, "FDA $34M", False),
        (MarkKind.COMBINATION, "QUA-2", True),
    ]
    assert program.roles == ("develops", "partner", "licensed in")


def test_a_drug_of_several_developers_names_all_and_is_a_program_of_each():
    known = knowledge(
        study(1, Phase.PHASE_1),
        statement(2, R.DEVELOPS, "company/slate", DRUG),
        statement(3, R.DEVELOPS, "company/quarry", DRUG),
        statement(4, R.DEVELOPS, "company/quarry", OTHER, modality=Modality.NEGATED),
    )
    for company in ("company/quarry", "company/slate"):
        (program,) = programs(known, company=company)
        assert [d.name for d in program.developers] == ["Quarry Bio", "Slate Pharma"]


def test_a_disease_has_the_programs_of_its_kinds():
    known = knowledge(study(1, Phase.PHASE_1, disease=KIND), study(2, Phase.PHASE_2, drug=OTHER))
    assert [p.indication.id for p in programs(known, indication=DISEASE)] == [DISEASE, KIND]
    assert [p.indication.id for p in programs(known, indication=KIND)] == [KIND]


def test_the_next_milestone_is_the_soonest_that_is_not_past():
    planned = [
        milestone(n, "topline data", Status.PLANNED, date=day)
        for n, day in enumerate(["2023-Q1", None, "2026", "2025-H1"], start=1)
    ]
    assert only(*planned).next.attributes.date == "2025-H1"
    assert only(*planned[:2]).next.attributes.date is None


def test_programs_come_furthest_first():
    known = knowledge(study(1, Phase.PHASE_1), study(2, Phase.PHASE_3, drug=OTHER), study(3, disease=KIND))
    assert [(p.drug.name, p.indication.name) for p in programs(known)] == [
        ("QUA-2", "gout"),
        ("QUA-1", "gout"),
        ("QUA-1", "acute gout"),
    ]


def test_the_order_of_statements_does_not_matter():
    assert programs(KNOWLEDGE) == programs(
        Knowledge(
            documents=KNOWLEDGE.documents[::-1],
            entities=KNOWLEDGE.entities[::-1],
            statements=KNOWLEDGE.statements[::-1],
        )
    )


def test_as_of_knows_only_what_was_published():
    both = statement(
        1,
        R.STUDIED_FOR,
        DRUG,
        DISEASE,
        evidence("d2020", 1, "It is studied for gout."),
        evidence("d2024", 1, "It is in Phase 2 for gout."),
        phase=Phase.PHASE_2,
        values=(value("phase", "d2024", 9, "Phase 2", "It is in Phase 2 for gout."),),
    )
    later = study(2, Phase.PHASE_3, document="d2024")
    undated = study(3, document="undated", disease=KIND)
    then = as_of(knowledge(both, later, undated), date(2022, 5, 31))
    assert [d.id for d in then.documents] == ["d2020", "d2022", "undated"]
    assert [(s.object, s.attributes.phase, len(s.evidence)) for s in then.statements] == [
        (DISEASE, None, 1),
        (KIND, None, 1),
    ]


def test_as_of_keeps_no_conflict_with_what_was_not_yet_said():
    other = study(2, Phase.PHASE_1, document="d2024")
    one = study(1, Phase.PHASE_3, document="d2020", conflicts=(other.id,))
    assert [s.conflicts for s in as_of(knowledge(one, other), date(2021, 1, 1)).statements] == [()]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ([], [(Phase.PHASE_1, Status.ONGOING)], Change.NEW),
        ([(Phase.PHASE_1, Status.ONGOING)], [(Phase.PHASE_2, Status.ONGOING)], Change.ADVANCED),
        ([(None, None)], [(Phase.PHASE_2, Status.ONGOING)], Change.NEW),
        ([(Phase.PHASE_2, Status.PLANNED)], [(Phase.PHASE_2, Status.ONGOING)], Change.ADVANCED),
        ([(None, None)], [(None, None)], Change.SAME),
        ([(Phase.PHASE_1, Status.ONGOING)], [(Phase.PHASE_2, Status.PLANNED)], Change.ANNOUNCED),
        ([(Phase.PHASE_1, Status.ONGOING)], [(Phase.PHASE_1, Status.DISCONTINUED)], Change.DISCONTINUED),
        ([(Phase.PHASE_2, Status.ONGOING)], [(Phase.PHASE_1, Status.COMPLETED)], Change.SAME),
    ],
    ids=str,
)
def test_advances(before, after, change):
    old = [study(n, *given, document="d2020") for n, given in enumerate(before)]
    new = [study(10 + n, *given, document="d2024") for n, given in enumerate(after)]
    known = knowledge(*old, *new)
    (found,) = advances(programs(as_of(known, date(2021, 1, 1))), programs(known))
    assert found.change is change


def test_a_disease_named_later_is_compared_with_the_drug():
    known = knowledge(
        statement(1, R.HAS_TRIAL, DRUG, "trial/nct0", evidence("d2020", 1, "A trial."), phase=Phase.PHASE_2),
        study(2, Phase.PHASE_2, document="d2024"),
    )
    (found,) = advances(programs(as_of(known, date(2021, 1, 1))), programs(known))
    assert found.change is Change.SAME
