import re

import pytest

from kg.evaluation import tables
from kg.evaluation.entities import listings
from kg.evaluation.report import make_report
from kg.evaluation.scoring import score
from kg.evaluation.targets import Target, target, targets
from tests.evaluation.conftest import entity, fact

FACTS = [
    fact("develops", "Alpha", "ABC-1", confidence=0.96, quote="Alpha develops ABC-1."),
    fact("raised", "Alpha", "USD 5", confidence=0.9),
    fact("raised", "Alpha", "USD 6", confidence=0.9, quote="Alpha has USD 6."),
    fact("studiedFor", "ABC-1", "gout", phase="phase 2", confidence=0.5),
]


def made(gold, facts=FACTS, name="real", section="facts", listed=None):
    scores = score(gold, facts, section=section)
    return make_report(name, section, scores, listed=listed, parts={"all of it": scores})


def figure(report, name):
    return next((f for f in report.figures() if f.name == name), None)


@pytest.mark.parametrize(
    ("name", "right", "of"),
    [
        ("precision", 3, 4),
        ("recall", 3, 4),
        ("high_stakes.precision", 1, 2),
        ("high_stakes.recall", 1, 1),
        ("attributes", 0, 1),
        ("attribute.phase", 0, 1),
        ("entities.found", 1, 4),
        ("entities.named", 2, 4),
        ("entities.right", 3, 3),
        ("confidence.0.9", 2, 3),
        ("confidence.0.95", 1, 1),
    ],
)
def test_figures_have_their_counts(gold, name, right, of):
    listed = listings([{"document": "d", "entities": [entity("Alpha"), entity("gout", "drug")]}])
    found = figure(made(gold, listed=listed), name)
    assert (found.right, found.of) == (right, of)
    assert found.value == pytest.approx(right / of)


def test_f1_is_told_with_and_without_seats(gold):
    facts = [*FACTS, fact("basedIn", "Alpha", entity("Sometown", "place")), fact("listedAs", "Alpha", "USD")]
    report = made(gold, facts)
    assert figure(report, "f1").value == pytest.approx(6 / 10)
    assert figure(report, "without_seats.f1").value == pytest.approx(6 / 8)


def test_figures_of_nothing_are_left_out(gold):
    names = [f.name for f in made(gold, []).figures()]
    assert "precision" not in names
    assert "entities.found" not in names  # there is no listing
    assert "attributes" not in names


def test_figures_stand_beside_the_targets_of_their_set_and_section(gold):
    assert figure(made(gold), "precision").target == target("precision", section="facts", gold_set="real")
    assert figure(made(gold), "precision").verdict == "below"
    assert figure(made(gold), "confidence.0.95").verdict == "met"
    assert figure(made(gold, name="elsewhere"), "precision").target is None
    assert figure(made(gold, name="elsewhere"), "precision").verdict == ""
    milestones = made(gold, [fact("hasMilestone", "ABC-1", "trial start", date="2021")], section="milestones")
    assert figure(milestones, "f1").target.least == 0.65
    assert figure(milestones, "high_stakes.precision") is None


@pytest.mark.parametrize(("value", "met"), [(0.7499, False), (0.75, True), (0.9, True)])
def test_a_target_is_met_from_its_least_value_on(value, met):
    assert Target(figure="f1", section="facts", sets=("real",), least=0.75).met(value) is met


def test_targets_are_sound(gold):
    """Each names a figure that reports have, is within reach, and stands once for each set."""
    every = made(gold, listed=listings([{"document": "d", "entities": []}])).figures()
    attributes = {"attribute.status", "attribute.kind", "attribute.about", "attribute.date"}  # of other documents
    names = {f.name for f in every} | attributes
    assert [t.figure for t in targets() if t.figure not in names] == []
    assert all(0 < t.least <= 1 and t.least < (t.aim or 2) for t in targets())
    keys = [(t.figure, t.section, one) for t in targets() for one in t.sets]
    assert len(keys) == len(set(keys))
    assert {t.section for t in targets()} == {"facts", "milestones"}


def test_the_summary_has_relations_figures_targets_and_a_closing_line(gold):
    lines = tables.summary(made(gold))
    assert any(re.fullmatch(r"raised +1 +1 +0 +0\.50 +1\.00 +0\.67", line) for line in lines)
    assert any(re.fullmatch(r"precision +0\.750 +3/4 +≥ 0\.85, aim 0\.90 +below", line) for line in lines)
    assert lines[-1] == "1 documents: P 0.750 R 0.750 micro-F1 0.750 macro-F1 0.667"


def test_the_full_report_has_every_table(gold):
    text = "\n".join(tables.full(made(gold)))
    assert re.search(r"all of it \(1\) +3 +1 +1", text)
    assert "entities which" not in text
    assert "(which entities were found is not known: there is no entity listing)" in text
    assert re.search(r"0\.95 to 1\.00 +1 +1 +1\.00 +0\.96", text)
    assert re.search(
        r"1 wrong facts\n +1 the subject has another value   \[raised 1\]\n +d: raised\(Alpha, USD 6\)", text
    )
    assert "“Alpha has USD 6.”" in text
    assert re.search(r"1 wrong attributes\n +1 phase has another value", text)


def test_the_targets_table_has_only_figures_with_targets(gold):
    lines = tables.targets([made(gold), made(gold, name="elsewhere")])
    assert lines[1].startswith("real: facts, 1 documents")
    assert all("≥" in line for line in lines[2:])
    assert tables.targets([made(gold, name="elsewhere")]) == []


def test_a_report_is_json(gold):
    record = made(gold).to_record()
    assert record["precision"] == 0.75
    assert record["relations"]["raised"] == {
        "right": 1,
        "wrong": 1,
        "missing": 0,
        "precision": 0.5,
        "recall": 1.0,
        "f1": 0.6667,
    }
    precision = next(f for f in record["figures"] if f["figure"] == "precision")
    assert precision == {
        "figure": "precision",
        "value": 0.75,
        "right": 3,
        "of": 4,
        "least": 0.85,
        "aim": 0.9,
        "verdict": "below",
    }
    assert record["calibration"]["levels"][0]["facts"] == 3
    assert record["causes"][0]["kind"] == "wrong"
    assert record["parts"]["all of it"]["documents"] == 1
