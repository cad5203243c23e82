"""What drugs are: who develops them, for what, how far they are, how they work, what they are made of."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Entity
from kg.nlp.context import Context
from kg.nlp.patterns import mask
from kg.nlp.programs.composition import read_combinations, read_components
from kg.nlp.programs.mechanisms import read_platforms, read_targets
from kg.nlp.programs.owners import give_owners, read_owners
from kg.nlp.programs.reading import Reading
from kg.nlp.programs.regulation import read_approvals, read_designations
from kg.nlp.programs.studies import give_stages, give_studies, read_studies
from kg.nlp.programs.trials import give_trials, read_trials
from kg.terms import SectionKind


@Language.factory("kg_programs", requires=["doc._.kg_entities", "token.is_sent_start"], assigns=["doc._.kg_facts"])
def make_programs(nlp: Language, name: str) -> Programs:
    """Make the component that reads drug programs."""
    return Programs()


class Programs:
    """Adds develops, studiedFor, approvedFor, hasDesignation, targets, usesPlatform, hasComponent, combinedWith, hasTrial."""

    def __call__(self, doc: Doc) -> Doc:
        """Read a document."""
        _read(Reading(Context(doc)))
        return doc


def _read(reading: Reading) -> None:
    masks = [
        mask(s, published=reading.published)
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
