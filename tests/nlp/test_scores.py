"""Extraction must not become worse than it was: recorded figures of ``kg evaluate`` are in tests/golden/scores.json.

``pytest --update-golden`` records them anew. The file has an object a set: the figures of its facts and its milestones,
and ``documents`` where only some of its documents are measured.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import resources
from kg.evaluation import run
from kg.evaluation.gold import SECTIONS, gold_sets

RECORDED = Path(__file__).parents[1] / "golden" / "scores.json"
TOLERANCE = 0.01
SETS = ("sample", "seeds", "dev", "set-aside")
_KEPT = ("precision", "recall", "f1", "without_seats.f1", "high_stakes.precision", "attributes", "entities.found")


def load():
    return json.loads(RECORDED.read_text(encoding="utf-8")) if RECORDED.exists() else {}


def gold(name, shared):
    """The gold documents of a set."""
    if name == "sample":
        return gold_sets([resources.path("data/sample")])
    if name != "set-aside":
        return gold_sets([shared / "gold" / name])
    wanted = load().get(name, {}).get("documents", [])
    if not wanted:
        pytest.skip(f"{RECORDED.name} names no documents that are set aside")
    return run.choose(gold_sets([shared / "gold" / part for part in ("real", "leads", "contrast")]), set(wanted))


def figures(name, sets, produced):
    """The figures of a set by section."""
    measured = {}
    for section in SECTIONS:
        report = run.measure(name, sets, produced, section=section)
        if report is not None:
            found = {figure.name: round(figure.value, 4) for figure in report.figures()}
            measured[section] = {key: found[key] for key in _KEPT if key in found}
    return measured


def dropped(recorded, measured):
    """The recorded figures that were not reached again, in words."""
    return [
        f"{section} {name}: {measured.get(section, {}).get(name)}, recorded {value}"
        for section in SECTIONS
        for name, value in recorded.get(section, {}).items()
        if measured.get(section, {}).get(name, 0.0) < value - TOLERANCE
    ]


def record(name, measured):
    """Write the figures of a set among those recorded."""
    recorded = load()
    kept = {key: value for key, value in recorded.get(name, {}).items() if key == "documents"}
    recorded = {key: value for key, value in recorded.items() if key in SETS} | {name: kept | measured}
    RECORDED.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@pytest.fixture(scope="session", params=SETS)
def scored(request, extractor):
    """A set with its figures; each is extracted once a session."""
    name = request.param
    sets = gold(name, None if name == "sample" else request.getfixturevalue("shared"))
    return name, figures(name, sets, run.extract(sets, extractor=extractor))


def test_scores_do_not_drop(scored, request):
    name, measured = scored
    if request.config.getoption("--update-golden"):
        record(name, measured)
    recorded = load().get(name, {})
    assert recorded.get("facts"), f"{name}: no figures are recorded; run pytest --update-golden and review them"
    assert dropped(recorded, measured) == []


@pytest.mark.parametrize(
    ("f1", "words"),
    [
        (0.80, []),
        (0.795, []),
        (0.90, []),
        (0.78, ["facts f1: 0.78, recorded 0.8"]),
        (None, ["facts f1: None, recorded 0.8"]),
    ],
)
def test_a_drop_is_told(f1, words):
    measured = {} if f1 is None else {"facts": {"f1": f1}}
    assert dropped({"facts": {"f1": 0.8}, "documents": ["a"]}, measured) == words


def test_no_rule_names_what_it_is_measured_on(shared):
    """No name of a gold document's company, drug or person stands in the code."""
    names = set()
    for path in (shared / "gold").rglob("*.json"):
        for entity in json.loads(path.read_text(encoding="utf-8"))["entities"]:
            if (
                entity["type"] in {"company", "drug", "person"}
                and not entity.get("extra")  # wires and exchanges among them
                and len(entity["name"]) > 7
                and entity["name"][0].isupper()
            ):
                names.add(entity["name"].split(",")[0])
    code = "\n".join(p.read_text(encoding="utf-8") for p in (Path(__file__).parents[2] / "kg").rglob("*.py"))
    assert sorted(n for n in names if n in code) == []
