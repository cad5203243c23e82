"""What drugs are: who develops them, for what, how far they are, how they work, what they are made of."""

from __future__ import annotations

from kg.model import Entity
from kg.nlp.rules.context import Context
from kg.nlp.rules.patterns import mask
from kg.nlp.rules.programs.composition import read_combinations, read_components
from kg.nlp.rules.programs.mechanisms import read_platforms, read_targets
from kg.nlp.rules.programs.owners import give_owners, read_owners
from kg.nlp.rules.programs.reading import Reading
from kg.nlp.rules.programs.regulation import read_approvals, read_designations
from kg.nlp.rules.programs.studies import give_stages, give_studies, read_studies
from kg.nlp.rules.programs.trials import give_trials, read_trials
from kg.terms import SectionKind


def read(context: Context) -> None:
    """Add what rules take for facts."""
    reading = Reading(context)
    masks = [
        mask(context, s)
        for row in reading.context.sentences
        for s in reading.context.cells(row)
        if s.references or s.kind in {SectionKind.LIST, SectionKind.TABLE}
    ]
    for masked in masks:
        read_components(reading, masked)
        read_combinations(reading, masked)
    for masked in masks:
        read_owners(reading, masked)
    give_owners(reading)
    last: Entity | None = None
    for masked in masks:
        sentence = masked.sentence
        subject = reading.subject(sentence, last)
        read_studies(reading, masked, subject)
        read_designations(reading, masked, subject)
        read_approvals(reading, masked, subject)
        read_targets(reading, masked, subject)
        read_platforms(reading, masked, subject)
        read_trials(reading, masked, subject)
        drugs = [r.entity for r in reading.products_of(sentence)]
        last = drugs[0] if drugs else (last if sentence.kind is SectionKind.BODY else None)
    give_studies(reading)
    give_stages(reading)
    give_trials(reading)
