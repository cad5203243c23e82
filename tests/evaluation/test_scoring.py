import importlib.util
import json
import random

import pytest

from kg.evaluation.scoring import agrees, fold, read_gold, score

GOLD = {
    "document": "d",
    "entities": [
        {"id": "a", "type": "company", "name": "Alpha Bio, Inc.", "aliases": ["Alpha"]},
        {"id": "b", "type": "company", "name": "Beta GmbH", "aliases": []},
        {"id": "x", "type": "drug", "name": "ABC-1", "aliases": ["ABC 1"]},
    ],
    "facts": [
        {"relation": "develops", "subject": "a", "object": "x", "attributes": {}},
        {
            "relation": "partnersWith",
            "subject": "a",
            "object": "b",
            "attributes": {"kind": "licensing", "date": "2020"},
        },
        {"relation": "raised", "subject": "a", "object": ["USD 5", "EUR 4"], "attributes": {}},
        {"relation": "manufactures", "subject": "b", "object": "x", "attributes": {}, "optional": True},
    ],
}


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "d.json"
    path.write_text(json.dumps(GOLD))
    return read_gold([path])


def fact(relation, subject, object_, **attributes):
    named = object_ if object_.startswith(("USD", "EUR")) else {"name": object_, "aliases": []}
    return {
        "document": "d",
        "relation": relation,
        "subject": {"name": subject, "aliases": []},
        "object": named,
        "attributes": attributes,
    }


def figures(scores):
    return (scores.micro.right, scores.micro.wrong, scores.micro.missing)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param([], (0, 0, 3), id="nothing"),
        pytest.param([fact("develops", "ALPHA", "abc 1")], (1, 0, 2), id="by-alias"),
        pytest.param(
            [fact("develops", "Alpha", "ABC-1"), fact("develops", "Alpha Bio", "ABC-1")], (1, 0, 2), id="repeat"
        ),
        pytest.param([fact("partnersWith", "Beta", "Alpha")], (1, 0, 2), id="symmetric"),
        pytest.param([fact("develops", "ABC-1", "Alpha")], (0, 1, 3), id="not-symmetric"),
        pytest.param([fact("raised", "Alpha", "EUR 4")], (1, 0, 2), id="one-of-several-literals"),
        pytest.param([fact("manufactures", "Beta", "ABC-1")], (0, 0, 3), id="optional"),
        pytest.param([fact("manufactures", "Alpha", "ABC-1")], (0, 1, 3), id="wrong"),
    ],
)
def test_facts_are_right_wrong_or_missing(gold, facts, expected):
    assert figures(score(gold, facts)) == expected


def test_attributes_are_scored_on_the_facts_that_match(gold):
    scores = score(gold, [fact("partnersWith", "Alpha", "Beta", kind="research", date="2020-05-01")])
    assert scores.attributes == {"kind": (0, 1), "date": (1, 1)}


@pytest.mark.parametrize(
    ("name", "wanted", "given", "expected"),
    [
        pytest.param("agency", "FDA", "U.S. Food and Drug Administration", True, id="agency"),
        pytest.param("title", "CEO", "President and CEO", True, id="part"),
        pytest.param("phase", "phase 1", "phase 1/2", False, id="phase"),
        pytest.param("date", "2020-05", "2020", True, id="coarser"),
        pytest.param("kind", "research", None, False, id="left-out"),
    ],
)
def test_attribute_values_agree(name, wanted, given, expected):
    assert agrees(name, wanted, given) is expected


def test_fold_keeps_a_name_that_is_only_a_legal_form():
    assert fold("AB") == "ab"


def test_figures_are_those_of_the_reference_scorer(shared):
    spec = importlib.util.spec_from_file_location("reference", shared / "gold" / "score.py")
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    folder = shared / "gold" / "dev" / "gold"
    # facts of the gold itself, some left out, some with another's object, attributes now and then dropped
    rng = random.Random(7)
    produced = []
    for path in sorted(folder.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        entities = {e["id"]: e for e in record["entities"]}
        for number, gold_fact in enumerate(record["facts"]):
            if rng.random() < 0.2:
                continue
            other = record["facts"][(number + 1) % len(record["facts"])]
            object_ = other["object"] if rng.random() < 0.3 else gold_fact["object"]
            object_ = object_[0] if isinstance(object_, list) else object_
            produced.append(
                {
                    "document": record["document"],
                    "relation": gold_fact["relation"],
                    "subject": entities[gold_fact["subject"]],
                    "object": entities.get(object_, object_),
                    "attributes": gold_fact["attributes"] if rng.random() < 0.7 else {},
                }
            )
    by_document = {}
    for f in produced:
        by_document.setdefault(f["document"], []).append(
            {
                "relation": f["relation"],
                "subject": reference.names(f["subject"]),
                "object": reference.names(f["object"]),
                "attributes": f["attributes"],
                "text": "",
            }
        )
    theirs = reference.score(reference.read_gold(folder), by_document)
    ours = score(read_gold(sorted(folder.glob("*.json"))), produced)
    assert figures(ours) == (theirs["micro"]["tp"], theirs["micro"]["fp"], theirs["micro"]["fn"])
    assert ours.macro_f1 == pytest.approx(theirs["macro_f1"])
    assert {k: g for k, (_, g) in ours.attributes.items()} == {k: v["gold"] for k, v in theirs["attributes"].items()}
    assert {k: r for k, (r, _) in ours.attributes.items()} == {k: v["right"] for k, v in theirs["attributes"].items()}
