"""The second half of training: scorers over what the networks say of documents that they have not seen."""

from __future__ import annotations

import json
import pickle
import shutil
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

from kg import resources
from kg.evaluation.facts import entity_listing, records
from kg.evaluation.folds import SET_ASIDE
from kg.evaluation.gold import Argument, GoldDocument, ScoredFact
from kg.gazetteer import matcher
from kg.model import Extraction
from kg.nlp.decisions.facts import decide
from kg.nlp.decisions.reading import Reading, read_pairs
from kg.nlp.decisions.scorer import Thresholds
from kg.nlp.encoder.session import Card, Encoder
from kg.nlp.sentences import annotate, blank, sentence_ranges
from training.card import write_card_text
from training.examples import Example, load
from training.export import write_card
from training.scorers import (
    Rows,
    attribute_thresholds,
    calibrate,
    fit_attributes,
    fit_facts,
    rows_of,
    thresholds,
    write,
)

MEASURED_REAL = frozenset({"real", "leads"})  # the sets whose documents are as those to come


def gold_document(record: Mapping[str, Any]) -> GoldDocument:
    """A gold record ready to be compared."""
    entities = {entity["id"]: entity for entity in record["entities"]}
    milestones = record.get("milestones")
    return GoldDocument(
        document=record["document"],
        entities=tuple(Argument.of(e, {}) for e in record["entities"]),
        facts=tuple(ScoredFact.of(f, entities) for f in record["facts"]),
        milestones=None if milestones is None else tuple(ScoredFact.of(f, entities) for f in milestones),
    )


def readings(chosen: Sequence[Example], model: Path, kept: Path) -> dict[str, Reading]:
    """What networks see in documents, by document; kept in a file of ours."""
    if kept.exists():
        with kept.open("rb") as stream:
            found: dict[str, Reading] = pickle.load(stream)
        return found
    encoder, nlp, known = Encoder(model), blank(), matcher()
    result = {}
    for example in chosen:
        ranges = sentence_ranges(annotate(nlp, example.document))
        result[example.stem] = read_pairs(example.document, ranges, encoder, known)
    with kept.open("wb") as stream:
        pickle.dump(result, stream)
    return result


@dataclass
class Trained:
    """Scorers that are not written yet, in the place of ``kg.nlp.decisions.scorer.Scorer``."""

    facts_model: Any
    attributes_model: Any
    thresholds: Thresholds
    card: Card

    def facts(self, rows: numpy.ndarray) -> numpy.ndarray:
        """See ``Scorer``."""
        if not len(rows):
            return numpy.zeros(0)
        raw = self.facts_model.predict_proba(rows)[:, 1]
        knots = self.thresholds.calibration
        return numpy.interp(raw, [a for a, _ in knots], [b for _, b in knots]) if knots else raw

    def attributes(self, rows: numpy.ndarray) -> numpy.ndarray:
        """See ``Scorer``."""
        return self.attributes_model.predict_proba(rows)[:, 1] if len(rows) else numpy.zeros(0)


def _missed(rows: Sequence[Rows], gold: Mapping[str, GoldDocument]) -> Counter[str]:
    """Required facts that have no candidate, by relation."""
    missed: Counter[str] = Counter()
    for r in rows:
        reached = set(r.gold)
        document = gold[r.document]
        for section, facts in (("facts", document.facts), ("milestones", document.milestones or ())):
            missed.update(f.relation for n, f in enumerate(facts) if not f.optional and (section, n) not in reached)
    return missed


def cross_fit(
    rows: Sequence[Rows], fold: Mapping[str, int], gold: Mapping[str, GoldDocument], card: Card, *, say: bool = True
) -> dict[int, Trained]:
    """For each fold the scorers that have not seen it, with thresholds and calibration of the other folds."""
    numbers = sorted({fold[r.document] for r in rows})  # of other documents too, which the last one stands for
    models = {}
    raw: dict[str, numpy.ndarray] = {}
    likely: dict[str, numpy.ndarray] = {}
    for number in numbers:
        began = time.time()
        known = [r for r in rows if fold[r.document] != number]
        models[number] = (fit_facts(known), fit_attributes(known))
        for r in rows:
            if fold[r.document] == number:
                raw[r.document] = models[number][0].predict_proba(r.facts)[:, 1] if len(r.facts) else numpy.zeros(0)
                likely[r.document] = (
                    models[number][1].predict_proba(r.choices)[:, 1] if len(r.choices) else numpy.zeros(0)
                )
        if say:
            print(f"scorers without fold {number}: {time.time() - began:.0f} s", file=sys.stderr, flush=True)
    result = {}
    for number in [*numbers, SET_ASIDE]:
        others = [r for r in rows if fold[r.document] != number]
        p = numpy.concatenate([raw[r.document] for r in others])
        y = numpy.concatenate([r.right for r in others])
        real = numpy.concatenate([numpy.full(len(r.right), r.set in MEASURED_REAL) for r in others])
        learned = y >= 0
        knots = calibrate(p[learned & real], y[learned & real])
        even = numpy.interp(p, [a for a, _ in knots], [b for _, b in knots])
        names = [name for r in others for name in r.relations]
        kept = thresholds(names, even, y, _missed(others, gold))
        of_attributes = attribute_thresholds([r for r in others if r.set in MEASURED_REAL], likely, gold)
        held = Thresholds(kept, of_attributes, tuple(knots))
        if number == SET_ASIDE:
            result[number] = Trained(None, None, held, card)
        else:
            result[number] = Trained(*models[number], held, card)
    return result


OTHER = 99  # the fold of documents that no network learned from and that are not measured here


def samples(work: Path) -> list[Example]:
    """The bundled documents, which the networks never learn from."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(work / "final" / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return load({"sample": resources.path("data/sample")}, tokenizer)


def decide_all(
    made: Sequence[Example],
    fold: Mapping[str, int],
    rounds: Sequence[Sequence[int]],
    work: Path,
    out: Path,
    gold_folder: Path,
    version: str,
) -> None:
    """Fit the scorers, write the shipped model, and leave cross-validated facts in ``work/cross``."""
    gold = {e.stem: gold_document(e.record) for e in made}
    all_readings: dict[str, Reading] = {}
    for number, left_out in enumerate(rounds):
        chosen = [e for e in made if fold[e.stem] in left_out]
        all_readings |= readings(chosen, work / f"round-{number}", work / f"readings-{number}.pickle")
    sample = samples(work)
    gold |= {e.stem: gold_document(e.record) for e in sample}
    fold = {**fold, **{e.stem: OTHER for e in sample}}
    all_readings |= readings(sample, work / "final", work / "readings-sample.pickle")
    sets = {e.stem: e.set for e in [*made, *sample]}
    rows = [rows_of(reading, gold[stem], sets[stem]) for stem, reading in sorted(all_readings.items())]
    card = Card("reader", version, "", {})
    fitted = cross_fit(rows, fold, gold, card)
    cross = work / "cross"
    cross.mkdir(exist_ok=True)
    lines, listings = [], []
    for stem, reading in sorted(all_readings.items()):
        if fold[stem] == OTHER:
            continue
        found = extraction(reading, fitted[fold[stem]])
        lines += [json.dumps(r, ensure_ascii=False) for r in records(found)]
        listings.append(json.dumps(entity_listing(found), ensure_ascii=False))
    last = fitted[SET_ASIDE]
    shipped = Trained(fit_facts(rows), fit_attributes(rows), last.thresholds, card)
    aside = [e for e in made if fold[e.stem] == SET_ASIDE]
    unseen = readings(aside, work / "final", work / "readings-aside.pickle")
    for _, reading in sorted(unseen.items()):
        found = extraction(reading, shipped)
        lines += [json.dumps(r, ensure_ascii=False) for r in records(found)]
        listings.append(json.dumps(entity_listing(found), ensure_ascii=False))
    out.mkdir(parents=True, exist_ok=True)
    for name in ("encoder.onnx", "pairs.onnx", "tokenizer.json"):
        shutil.copy(work / "final" / name, out / name)
    write(out, shipped.facts_model, shipped.attributes_model, last.thresholds)
    write_card(out, "reader", version)
    (cross / "facts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (cross / "entities.jsonl").write_text("\n".join(listings) + "\n", encoding="utf-8")
    kept = {stem: fold[stem] for stem in sorted({*all_readings, *unseen}) if fold[stem] != OTHER}
    (cross / "folds.json").write_text(json.dumps(kept, indent=0), encoding="utf-8")
    write_card_text(out, cross, gold_folder, made, fold, version)


def extraction(reading: Reading, scorer: Trained) -> Extraction:
    """The extraction of a document by scorers in memory."""
    return Extraction(
        document=reading.document,
        pipeline="cross-validation",
        entities=reading.entities,
        facts=tuple(decide(reading, scorer)),  # type: ignore[arg-type]
    )
