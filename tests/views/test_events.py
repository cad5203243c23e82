"""Events and how their dates are known."""

from datetime import date

import pytest

from kg.model import Document, Entity, Knowledge
from kg.terms import EntityType, Modality, Phase, Relation, Status
from kg.views.events import Dated, Lane, events
from tests.knowledge import KNOWLEDGE, evidence, money, statement, value

R = Relation
COMPANY, DRUG = "company/quarry", "drug/qua-1"
ENTITIES = (
    Entity(id="agency/grantor", type=EntityType.AGENCY, name="Grantor"),
    Entity(id=COMPANY, type=EntityType.COMPANY, name="Quarry Bio"),
    Entity(id="company/slate", type=EntityType.COMPANY, name="Slate Pharma"),
    Entity(id=DRUG, type=EntityType.DRUG, name="QUA-1"),
    Entity(id="indication/gout", type=EntityType.INDICATION, name="gout"),
    Entity(id="indication/acute-gout", type=EntityType.INDICATION, name="acute gout", broader=("indication/gout",)),
    Entity(id="person/ada", type=EntityType.PERSON, name="Ada Stone"),
)
DOCUMENTS = (
    Document(id="old", sha256="0" * 64, text="", published="2020-05-01"),
    Document(id="new", sha256="1" * 64, text="", published="2022-05"),
    Document(id="undated", sha256="2" * 64, text=""),
)


def knowledge(*statements):
    return Knowledge(documents=DOCUMENTS, entities=ENTITIES, statements=statements)


def only(*statements, **options):
    (found,) = events(knowledge(*statements), **options)
    return found


def proof(document="old", news=None, start=0):
    return evidence(document, start, "A sentence says so.", news=news)


def milestone(number, event, *proofs, status=Status.COMPLETED, **more):
    modality = Modality.ASSERTED if status is Status.COMPLETED else Modality.PLANNED
    return statement(number, R.HAS_MILESTONE, DRUG, event, *proofs, status=status, modality=modality, **more)


@pytest.mark.parametrize(
    ("given", "proofs", "values", "dated", "day"),
    [
        pytest.param("2021-Q2", [("old", True)], True, Dated.STATED, "2021-Q2", id="stated"),
        pytest.param("2020-05-01", [("old", True)], True, Dated.STATED, "2020-05-01", id="stated-and-published"),
        pytest.param("2020-05-01", [("old", True)], False, Dated.PUBLISHED, "2020-05-01", id="the-document-has-it"),
        pytest.param("2019", [("old", True)], False, Dated.STATED, "2019", id="no-words-are-known"),
        pytest.param(None, [("new", True), ("old", True)], False, Dated.PUBLISHED, "2020-05-01", id="first-news"),
        pytest.param(None, [("old", False), ("new", True)], False, Dated.PUBLISHED, "2022-05", id="repeated-then-news"),
        pytest.param(None, [("old", False)], False, Dated.UNKNOWN, None, id="repeated"),
        pytest.param(None, [("undated", True)], False, Dated.UNKNOWN, None, id="undated-document"),
    ],
)
def test_how_a_date_is_known(given, proofs, values, dated, day):
    sentences = [proof(document, news) for document, news in proofs]
    words = (value("date", "old", 3, "then", "A sentence."),) if values else ()
    event = only(milestone(1, "topline data", *sentences, date=given, values=words))
    assert (event.dated, event.date) == (dated, day)


def test_what_is_announced_without_a_date_has_not_that_of_its_document():
    event = only(milestone(1, "topline data", proof(news=True), status=Status.PLANNED))
    assert (event.announced, event.dated, event.date, event.days) == (True, Dated.UNKNOWN, None, None)


def test_a_date_that_is_none_is_kept_without_days():
    event = only(milestone(1, "topline data", date="2021-02-30"))
    assert (event.date, event.days) == ("2021-02-30", None)


def test_a_quarter_is_a_span():
    assert only(milestone(1, "launch", date="2021-Q2")).days == (date(2021, 4, 1), date(2021, 6, 30))


def test_each_kind_has_its_lane_and_words():
    found = events(
        knowledge(
            milestone(1, "first patient", phase=Phase.PHASE_1, indication="indication/gout", date="2020-01"),
            statement(2, R.PARTNERS_WITH, COMPANY, "company/slate", kind="research", about=DRUG, date="2020-02"),
            statement(3, R.FUNDS, "agency/grantor", COMPANY, amount=money(2_000_000), date="2020-03"),
            statement(4, R.RAISED, COMPANY, "USD 8000000", kind="public offering", date="2020-04"),
            statement(5, R.HOLDS_ROLE, "person/ada", COMPANY, title="CEO", date="2020-05"),
            statement(6, R.APPROVED_FOR, DRUG, "indication/gout", date="2020-06"),
            statement(7, R.HAS_DESIGNATION, DRUG, "orphan drug", date="2020-07"),
            statement(8, R.STUDIED_FOR, DRUG, "indication/gout", phase=Phase.PHASE_1),
            statement(9, R.STUDIED_FOR, DRUG, "indication/gout", phase=Phase.PHASE_2, date="2020-08"),
            milestone(10, "something new", date="2020-09"),
            statement(11, R.RAISED, COMPANY, "an amount", date="2020-10"),
        )
    )
    assert [(e.lane, e.who, e.what) for e in found] == [
        (Lane.TRIAL_STARTS, "QUA-1", "first patient, Phase 1, gout"),
        (Lane.DEALS, "Quarry Bio and Slate Pharma", "research agreement, on QUA-1"),
        (Lane.GRANTS, "Grantor to Quarry Bio", "$2M"),
        (Lane.FINANCINGS, "Quarry Bio", "$8M, public offering"),
        (Lane.PEOPLE, "Ada Stone", "CEO, at Quarry Bio"),
        (Lane.APPROVALS, "QUA-1", "approved for gout"),
        (Lane.DESIGNATIONS, "QUA-1", "orphan drug"),
        (Lane.TRIAL_STARTS, "QUA-1", "study gout, Phase 2"),
        (Lane.OTHER, "QUA-1", "something new"),
        (Lane.FINANCINGS, "Quarry Bio", "an amount"),
    ]


def test_every_statement_that_is_an_event_is_there_and_what_is_denied_is_not():
    shown = {s.id for e in events(KNOWLEDGE) for s in e.statements}
    for s in KNOWLEDGE.statements:
        event = s.relation in {R.HAS_MILESTONE, R.FUNDS, R.RAISED, R.ACQUIRES, R.PARTNERS_WITH, R.APPROVED_FOR}
        assert (s.id in shown) or not event or s.modality is Modality.NEGATED
        assert s.id not in shown or s.modality is not Modality.NEGATED


def test_a_milestone_and_a_statement_of_one_sentence_are_one_event_with_the_better_date():
    sentence = proof("old", news=True, start=40)
    designation = statement(1, R.HAS_DESIGNATION, DRUG, "orphan drug", sentence)
    granted = milestone(
        2, "designation granted", sentence, date="2020-04", values=(value("date", "old", 50, "April", "In April."),)
    )
    event = only(designation, granted)
    assert (event.what, event.date, event.dated) == ("orphan drug", "2020-04", Dated.STATED)
    assert len(event.statements) == 2


def test_different_sentences_stay_different_events():
    designation = statement(1, R.HAS_DESIGNATION, DRUG, "orphan drug", proof("old", start=40))
    assert len(events(knowledge(designation, milestone(2, "designation granted", proof("new"))))) == 2


def test_a_company_has_the_events_of_its_drugs_and_a_disease_those_of_its_kinds():
    known = knowledge(
        statement(1, R.DEVELOPS, COMPANY, DRUG),
        milestone(2, "topline data", indication="indication/acute-gout"),
        statement(3, R.RAISED, "company/slate", "USD 1"),
    )
    for entity in (COMPANY, DRUG, "indication/gout"):
        assert [e.what for e in events(known, entity=entity)] == ["topline data, acute gout"]
    assert events(known, entity="person/ada") == ()


@pytest.mark.parametrize(
    ("entity", "who"),
    [
        (None, ["Quarry Bio and Slate Pharma", "Grantor to Quarry Bio", "Slate Pharma to Quarry Bio"]),
        (COMPANY, ["with Slate Pharma", "from Grantor", "from Slate Pharma"]),
        ("company/slate", ["with Quarry Bio", "to Quarry Bio"]),
        ("agency/grantor", ["to Quarry Bio"]),
    ],
)
def test_deals_are_told_as_seen_from_the_entity(entity, who):
    known = knowledge(
        statement(1, R.PARTNERS_WITH, COMPANY, "company/slate", date="2020-01"),
        statement(2, R.FUNDS, "agency/grantor", COMPANY, date="2020-02"),
        statement(3, R.LICENSES_TO, "company/slate", COMPANY, date="2020-03"),
    )
    assert [e.who for e in events(known, entity=entity)] == who


def test_since_and_until_take_what_may_lie_between_and_what_has_no_date():
    known = knowledge(
        milestone(1, "topline data", date="2020"),
        milestone(2, "interim data", date="2021-06-30"),
        milestone(3, "launch", date="2022"),
        milestone(4, "trial start", status=Status.PLANNED),
    )
    found = events(known, since=date(2020, 12, 1), until=date(2021, 12, 31))
    assert [e.what for e in found] == ["topline data", "interim data", "trial start"]
