"""Extraction on gold must not become worse than it was: the last recorded figures are in tests/golden/scores.json."""

import json
from pathlib import Path

import pytest

from kg.evaluation import evaluate

FLOORS = Path(__file__).parents[1] / "golden" / "scores.json"
SLACK = 0.002  # of F1: rounding, not a margin


@pytest.mark.parametrize("name", ["dev", "seeds"])
def test_scores_do_not_drop(shared, extractor, request, name):
    texts = [shared / "seeds"] if name == "seeds" else []
    scores = evaluate([shared / "gold" / name], texts=texts, extractor=extractor).scores
    record = scores.to_record()
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    if request.config.getoption("--update-golden"):
        floors[name] = record
        FLOORS.parent.mkdir(exist_ok=True)
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n")
    assert scores.micro.f1 >= floors[name]["f1"] - SLACK
    assert scores.macro_f1 >= floors[name]["macro_f1"] - SLACK
    for relation, floor in floors[name]["relations"].items():
        assert scores.relations[relation].right >= floor["right"], relation


def test_no_rule_names_what_it_is_measured_on(shared):
    """No name of a gold document's company, drug or person stands in the code."""
    names = set()
    for path in (shared / "gold").rglob("*.json"):
        for entity in json.loads(path.read_text())["entities"]:
            if (
                entity["type"] in {"company", "drug", "person"}
                and len(entity["name"]) > 7
                and entity["name"][0].isupper()
            ):
                names.add(entity["name"].split(",")[0])
    code = "\n".join(p.read_text() for p in (Path(__file__).parents[2] / "kg").rglob("*.py"))
    assert sorted(n for n in names if n in code) == []
