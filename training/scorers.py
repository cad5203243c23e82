"""Training of the scorers: trees over candidate facts and over the values of their attributes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression

from kg.evaluation.gold import GoldDocument, ScoredFact
from kg.evaluation.scoring import HIGH_STAKES, agrees, same
from kg.nlp.decisions import attributes as choosing
from kg.nlp.decisions import cues
from kg.nlp.decisions.features import COLUMNS, Candidate, candidates, features
from kg.nlp.decisions.reading import Reading
from kg.nlp.decisions.scorer import Thresholds
from kg.terms import Relation


@dataclass
class Rows:
    """The candidates of one document with their columns, and what gold says of them."""

    document: str
    set: str
    relations: list[str]
    facts: numpy.ndarray
    right: numpy.ndarray  # 1, 0, or -1: not to be learned from (optional, or not annotated)
    gold: list[tuple[str, int]]  # (section, number of the gold fact) that a candidate matches, or ("", -1)
    choices: numpy.ndarray
    chosen: numpy.ndarray  # 1 or 0
    attributes: list[tuple[int, str, str]]  # candidate, attribute and value of each choice
    missing: int  # required gold facts that no candidate matches


def argument(reading: Reading, owner: int) -> dict[str, Any] | str:
    """An owner as records of facts have it."""
    entity, value = reading.owners[owner].entity, reading.owners[owner].value
    if entity is not None:
        return {"name": entity.name, "type": entity.type.value, "aliases": list(entity.aliases)}
    return value.value if value is not None else ""


def rows_of(reading: Reading, gold: GoldDocument, set_: str) -> Rows:
    """Candidates, columns and truth of one document."""
    found = candidates(reading)
    said = cues.SentenceCues(reading)
    columns = features(reading, found, said)
    right = numpy.zeros(len(found), dtype=numpy.int8)
    matched: list[tuple[str, int]] = []
    wanted = {"facts": gold.facts, "milestones": gold.milestones}
    for number, candidate in enumerate(found):
        section = "milestones" if candidate.relation is Relation.HAS_MILESTONE else "facts"
        facts = wanted[section]
        if facts is None:
            right[number] = -1
            matched.append(("", -1))
            continue
        fact = ScoredFact.of(
            {
                "relation": candidate.relation.value,
                "subject": argument(reading, candidate.subject),
                "object": argument(reading, candidate.object),
            }
        )
        hits = [n for n, g in enumerate(facts) if same(g, fact)]
        required = [n for n in hits if not facts[n].optional]
        right[number] = 1 if required else -1 if hits else 0
        matched.append((section, (required or hits)[0]) if hits else ("", -1))
    reached = set(matched)
    missing = sum(
        not fact.optional and (section, n) not in reached
        for section, facts in wanted.items()
        for n, fact in enumerate(facts or ())
    )
    options = choosing.choices(reading, found, [n for n, m in enumerate(matched) if m[1] >= 0])
    chosen = numpy.zeros(len(options), dtype=numpy.int8)
    for number, choice in enumerate(options):
        section, index = matched[choice.fact]
        facts = wanted[section] or ()
        value = facts[index].attributes.get(choice.attribute)
        chosen[number] = value is not None and agrees(choice.attribute, value, choice.value)
    return Rows(
        gold.document,
        set_,
        [c.relation.value for c in found],
        columns,
        right,
        matched,
        choosing.features(reading, found, options, said),
        chosen,
        [(c.fact, c.attribute, c.value) for c in options],
        missing,
    )


def trees(seed: int = 5) -> HistGradientBoostingClassifier:
    """The model of both scorers."""
    return HistGradientBoostingClassifier(
        max_iter=260,
        learning_rate=0.06,
        max_leaf_nodes=24,
        min_samples_leaf=15,
        l2_regularization=2.0,
        max_features=0.5,
        random_state=seed,
    )


def fit_facts(rows: Iterable[Rows]) -> HistGradientBoostingClassifier:
    """Learn which candidates are right."""
    parts = [(r.facts[r.right >= 0], r.right[r.right >= 0]) for r in rows if len(r.facts)]
    x, y = numpy.concatenate([p[0] for p in parts]), numpy.concatenate([p[1] for p in parts])
    return trees().fit(x, y)


def fit_attributes(rows: Iterable[Rows]) -> HistGradientBoostingClassifier:
    """Learn which values attributes have."""
    parts = [(r.choices, r.chosen) for r in rows if len(r.choices)]
    return trees().fit(numpy.concatenate([p[0] for p in parts]), numpy.concatenate([p[1] for p in parts]))


def calibrate(probability: numpy.ndarray, right: numpy.ndarray) -> list[tuple[float, float]]:
    """Knots from a raw probability to the share that is right, rising (isotonic regression, thinned)."""
    model = IsotonicRegression(y_min=0.001, y_max=0.995, out_of_bounds="clip").fit(probability, right)
    grid = numpy.unique(numpy.concatenate([numpy.linspace(0, 1, 41), [0.97, 0.98, 0.985, 0.99, 0.995]]))
    width = 0.02
    smooth = [float(model.predict(numpy.clip([g - width, g, g + width], 0, 1)).mean()) for g in grid]
    return [(float(g), s) for g, s in zip(grid, numpy.maximum.accumulate(smooth), strict=True)]


_FLOOR = {"facts": 0.61, "milestones": 0.45, "stakes": 0.65}  # chosen on the folds: precision at the same F1


def thresholds(
    relations: Sequence[str], probability: numpy.ndarray, right: numpy.ndarray, missed: Mapping[str, int]
) -> dict[str, float]:
    """The calibrated probability from which on each relation's facts are kept.

    Of the thresholds between a floor and 0.93 the one with the best F0.6, in which precision counts nearly three times as
    much as recall; for high stakes the best F0.25, sixteen times. Precision is shrunk towards what the probabilities
    say, since rare relations have few facts.
    """
    names = numpy.asarray(relations)
    result = {}
    for relation in (r.value for r in Relation):
        here = (names == relation) & (right >= 0)
        p, y = probability[here], right[here]
        stakes = relation in HIGH_STAKES
        best, kept = 0.0, 0.8 if stakes else _FLOOR["facts"]
        least = _FLOOR["milestones" if relation == Relation.HAS_MILESTONE.value else "stakes" if stakes else "facts"]
        for threshold in numpy.arange(least, 0.94, 0.02):
            chosen = p >= threshold
            tp, all_ = float(y[chosen].sum()), float(chosen.sum())
            total = float(y.sum()) + missed.get(relation, 0)
            if not tp:
                continue
            # shrunk towards what the probabilities themselves say, since rare relations have few facts
            precision = (tp + 6 * float(p[chosen].mean())) / (all_ + 6)
            recall = tp / max(total, 1.0)
            beta = 0.25 if stakes else 0.6
            value = (1 + beta**2) * precision * recall / (beta**2 * precision + recall)
            if value > best + 1e-9:
                best, kept = value, float(threshold)
        result[relation] = round(kept, 3)
    return result


_FEWEST = 25  # values of an attribute in gold from which on it gets a threshold of its own
_LEAST = 0.15


def attribute_thresholds(
    rows: Iterable[Rows], likely: Mapping[str, numpy.ndarray], gold: Mapping[str, GoldDocument]
) -> dict[str, float]:
    """The probability from which on the likeliest value of an attribute is given: the one with the best F1.

    Args:
        rows: Of documents.
        likely: The probability of each choice, by document, by scorers that have not seen the document.
        gold: Says how many values there are; optional facts do not count.
    """
    tops: dict[str, list[tuple[float, int]]] = defaultdict(list)
    wanted: Counter[str] = Counter()
    for r in rows:
        best: dict[tuple[int, str], tuple[float, int]] = {}
        for (fact, attribute, _), p, right in zip(r.attributes, likely[r.document], r.chosen, strict=True):
            if r.right[fact] == 1 and p > best.get((fact, attribute), (0.0, 0))[0]:
                best[fact, attribute] = (float(p), int(right))
        for (_, attribute), top in best.items():
            tops[attribute].append(top)
        sections = {"facts": gold[r.document].facts, "milestones": gold[r.document].milestones or ()}
        for right, (section, number) in zip(r.right, r.gold, strict=True):
            if right == 1:
                wanted.update(sections[section][number].attributes.keys())
    result = {}
    for attribute, found in sorted(tops.items()):
        if wanted[attribute] < _FEWEST:
            continue
        best_value, kept = 0.0, 0.3
        for threshold in numpy.arange(_LEAST, 0.61, 0.025):
            given = [right for p, right in found if p >= threshold]
            value = 2 * sum(given) / (len(given) + wanted[attribute])
            if value > best_value:
                best_value, kept = value, float(threshold)
        result[attribute] = round(kept, 3)
    return result


def write(
    folder: Path,
    facts: HistGradientBoostingClassifier,
    attributes: HistGradientBoostingClassifier,
    held: Thresholds,
) -> None:
    """Write ``facts.onnx``, ``attributes.onnx`` and ``decisions.json``."""
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType

    for name, model, columns in (("facts", facts, COLUMNS), ("attributes", attributes, choosing.COLUMNS)):
        made = to_onnx(
            model,
            initial_types=[("rows", FloatTensorType([None, len(columns)]))],
            options={id(model): {"zipmap": False}},
            target_opset={"": 17, "ai.onnx.ml": 3},
        )
        (folder / f"{name}.onnx").write_bytes(made.SerializeToString())
    record = {
        "columns": {"facts": list(COLUMNS), "attributes": list(choosing.COLUMNS)},
        "thresholds": {"facts": held.facts, "attributes": held.attributes},
        "calibration": [[round(a, 4), round(b, 4)] for a, b in held.calibration],
    }
    (folder / "decisions.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


__all__ = [
    "Candidate",
    "Rows",
    "argument",
    "attribute_thresholds",
    "calibrate",
    "fit_attributes",
    "fit_facts",
    "rows_of",
    "thresholds",
    "write",
]
