import importlib.util
import json
import random

import pytest

from kg.evaluation.gold import fold, gold_files, read_gold
from kg.evaluation.scoring import ATTRIBUTES, HIGH_STAKES, agrees, score
from tests.evaluation.conftest import GOLD, fact, write


def figures(scores):
    return (scores.micro.right, scores.micro.wrong, scores.micro.missing)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param([], (0, 0, 4), id="nothing"),
        pytest.param([fact("develops", "ALPHA", "abc 1")], (1, 0, 3), id="by-alias"),
        pytest.param(
            [fact("develops", "Alpha", "ABC-1"), fact("develops", "Alpha Bio", "ABC-1")], (1, 0, 3), id="repeat"
        ),
        pytest.param([fact("partnersWith", "Beta", "Alpha")], (1, 0, 3), id="symmetric"),
        pytest.param([fact("develops", "ABC-1", "Alpha")], (0, 1, 4), id="not-symmetric"),
        pytest.param([fact("raised", "Alpha", "EUR 4")], (1, 0, 3), id="one-of-several-literals"),
        pytest.param([fact("manufactures", "Beta", "ABC-1")], (0, 0, 4), id="optional"),
        pytest.param([fact("manufactures", "Alpha", "ABC-1")], (0, 1, 4), id="wrong"),
        pytest.param([fact("manufactures", "Alpha", "ABC-1")] * 2, (0, 2, 4), id="wrong-twice"),
        pytest.param([fact("develops", "Alpha", "ABC-1", document="other")], (0, 0, 4), id="no-gold"),
        pytest.param([fact("hasMilestone", "ABC-1", "launch")], (0, 0, 4), id="other-section"),
    ],
)
def test_facts_are_right_wrong_or_missing(gold, facts, expected):
    assert figures(score(gold, facts)) == expected


def test_attributes_are_scored_on_the_facts_that_match(gold):
    scores = score(gold, [fact("partnersWith", "Alpha", "Beta", kind="research", date="2020-05-01", upfront="USD 7")])
    assert scores.attributes == {"kind": (0, 1), "date": (1, 1), "upfront": (1, 1)}
    assert scores.all_attributes == (2, 3)


def test_milestones_are_a_section_and_match_the_entry_whose_attributes_agree(gold):
    produced = [
        fact("hasMilestone", "ABC-1", "trial start", status="completed", date="2019-03"),
        fact("hasMilestone", "ABC-1", "launch"),
        fact("develops", "Beta", "Alpha"),
    ]
    scores = score(gold, produced, section="milestones")
    assert figures(scores) == (1, 1, 1)
    assert scores.attributes == {"status": (1, 1), "date": (1, 1)}


def test_documents_without_milestones_are_not_scored_for_them(tmp_path):
    bare = {key: value for key, value in GOLD.items() if key != "milestones"}
    gold = read_gold([write(tmp_path, bare) / "d.json"])
    assert score(gold, [fact("hasMilestone", "ABC-1", "launch")], section="milestones").outcomes == ()
    assert len(score(gold, []).outcomes) == 1


def test_relations_may_be_left_out_on_both_sides(gold):
    produced = [fact("develops", "Beta", "ABC-1"), fact("raised", "Alpha", "USD 5")]
    assert figures(score(gold, produced, without=["develops"])) == (1, 0, 2)


def test_high_stakes_are_counted_together(gold):
    produced = [
        fact("raised", "Alpha", "USD 5"),
        fact("raised", "Alpha", "USD 6"),
        fact("acquires", "Alpha", "Beta"),
        fact("develops", "Alpha", "Beta"),
    ]
    counts = score(gold, produced).high_stakes
    assert (counts.right, counts.wrong, counts.missing) == (1, 2, 0)
    assert set(HIGH_STAKES) == {"approvedFor", "hasDesignation", "licensesTo", "acquires", "raised", "funds"}


def test_a_part_has_the_figures_of_its_documents(tmp_path):
    folder = write(tmp_path, GOLD, {**GOLD, "document": "e"})
    produced = [fact("develops", "Alpha", "ABC-1"), fact("develops", "Beta", "ABC-1", document="e")]
    scores = score(read_gold(gold_files(folder)), produced)
    assert figures(scores) == (1, 1, 7)
    assert figures(scores.part(["d"])) == (1, 0, 3)
    assert figures(scores.part(lambda document: document == "e")) == (0, 1, 4)


def test_errors_say_what_is_wrong_and_missing(gold):
    errors = score(gold, [fact("develops", "Beta", "ABC-1", phase="phase 1")]).errors
    assert errors[0] == "d: wrong    develops(Beta, ABC-1) {'phase': 'phase 1'}"
    assert "d: missing  develops(Alpha Bio, Inc., ABC-1)" in errors
    assert len(errors) == 5


@pytest.mark.parametrize(
    ("name", "wanted", "given", "expected"),
    [
        pytest.param("agency", "FDA", "U.S. Food and Drug Administration", True, id="agency"),
        pytest.param("title", "CEO", "President and CEO", True, id="part"),
        pytest.param("phase", "phase 1", "phase 1/2", False, id="phase"),
        pytest.param("date", "2020-05", "2020", True, id="coarser"),
        pytest.param("date", "2020-05", "2021", False, id="another-year"),
        pytest.param("kind", "research", None, False, id="left-out"),
        pytest.param("exclusive", "true", True, True, id="boolean"),
        pytest.param("territory", "United States", "worldwide", False, id="territory"),
    ],
)
def test_attribute_values_agree(name, wanted, given, expected):
    assert agrees(name, wanted, given) is expected


def test_fold_keeps_a_name_that_is_only_a_legal_form():
    assert fold("AB") == "ab"


@pytest.fixture
def reference(shared):
    spec = importlib.util.spec_from_file_location("reference", shared / "gold" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_attributes_scored_are_those_of_the_reference_scorer(reference):
    assert set(ATTRIBUTES) == set(reference.SCORED_ATTRIBUTES)


def garbled(path, rng):
    """Facts of a gold file, some left out, some with another's object or twice, attributes now and then dropped."""
    record = json.loads(path.read_text(encoding="utf-8"))
    entities = {e["id"]: e for e in record["entities"]}
    for section in (record["facts"], record.get("milestones", [])):
        for number, gold_fact in enumerate(section):
            if rng.random() < 0.2:
                continue
            other = section[(number + 1) % len(section)]
            subject = other["subject"] if rng.random() < 0.1 else gold_fact["subject"]
            object_ = other["object"] if rng.random() < 0.3 else gold_fact["object"]
            object_ = object_[0] if isinstance(object_, list) else object_
            for _ in range(rng.choice((1, 1, 1, 2))):
                yield {
                    "document": record["document"],
                    "relation": gold_fact["relation"],
                    "subject": entities.get(subject, subject),
                    "object": entities.get(object_, object_),
                    "attributes": gold_fact["attributes"] if rng.random() < 0.7 else {},
                }


@pytest.mark.parametrize("section", ["facts", "milestones"])
@pytest.mark.parametrize("name", ["real", "leads", "contrast", "dev", "seeds"])
def test_figures_are_those_of_the_reference_scorer(shared, reference, tmp_path, name, section):
    files = gold_files(shared / "gold" / name)
    rng = random.Random(7)
    produced = [row for path in files for row in garbled(path, rng)]
    lines = tmp_path / "facts.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in produced))
    theirs = reference.score(reference.read_gold(files[0].parent, section), reference.read_facts(lines, section))
    ours = score(read_gold(files), produced, section=section)
    assert len(ours.documents) == theirs["documents"]
    assert {n: (c.right, c.wrong, c.missing) for n, c in ours.relations.items()} == {
        n: (c["tp"], c["fp"], c["fn"]) for n, c in theirs["relations"].items()
    }
    assert ours.micro.f1 == pytest.approx(theirs["micro"]["f1"])
    assert ours.macro_f1 == pytest.approx(theirs["macro_f1"])
    assert {n: (r, g) for n, (r, g) in ours.attributes.items()} == {
        n: (c["right"], c["gold"]) for n, c in theirs["attributes"].items()
    }
    assert {d: (c.right, c.wrong, c.missing) for d, c in ours.documents.items()} == {
        d: (c.get("tp", 0), c.get("fp", 0), c.get("fn", 0)) for d, c in theirs["by_document"].items()
    }
