"""The trials of a drug, by name or registry number."""

from __future__ import annotations

from kg.model import Attributes, Entity
from kg.nlp.rules.patterns import Masked
from kg.nlp.rules.programs.reading import Reading, Trial
from kg.nlp.rules.stages import find_status
from kg.nlp.values.phases import find_phases
from kg.terms import EntityType, Relation

T = EntityType


def read_trials(reading: Reading, masked: Masked, subject: Entity | None) -> None:
    """Trials that a sentence names."""
    sentence = masked.sentence
    trials = sentence.of(T.TRIAL)
    if not trials:
        return
    drugs = reading.products_of(sentence)
    for reference in trials:
        before = [d for d in drugs if d.end <= reference.start]
        drug = before[-1].entity if before else drugs[0].entity if drugs else subject or reading.main
        if drug is None:
            continue
        at = reference.start - sentence.start
        phases = find_phases(sentence.text)
        nearest = min(phases, key=lambda p: abs(p.start - at)) if phases else None
        around = sentence.text[max(0, at - 150) : at + 150]
        sure = bool(before) or (bool(drugs) and drugs[0].start - reference.end < 40)
        fact = Trial(
            drug, sentence, Attributes(phase=nearest.phase if nearest else None, status=find_status(around)), sure
        )
        reading.trials[reference.entity.id].append(fact)


def give_trials(reading: Reading) -> None:
    """A trial belongs to the drugs that stand by its name; only where none does, to what the text is about there."""
    for trial, found in reading.trials.items():
        sure = [f for f in found if f.sure]
        for fact in sure or found:
            reading.context.add(
                Relation.HAS_TRIAL,
                fact.drug,
                reading.context.entities[trial],
                sentence=fact.sentence,
                rule="trial/sentence",
                attributes=fact.attributes,
                confidence=0.8 if fact.sure else 0.65,
            )
