"""What drugs are made of, and what they are given with."""

from __future__ import annotations

import re

from kg.nlp.rules import forms
from kg.nlp.rules.patterns import Masked, find
from kg.nlp.rules.programs.reading import Reading
from kg.nlp.rules.stages import find_status
from kg.terms import EntityType, Modality, Relation, SectionKind, Status

T = EntityType


def read_components(reading: Reading, masked: Masked) -> None:
    """What a sentence says that a drug carries or is made of."""
    patterns = [
        r"{DRUG:s}[^.<]{0,60}?(?:utili[sz]es|uses|carries|contains|comprises|consists of|incorporates|delivers?|is a (?:form|formulation|version|salt|prodrug) of|is composed of|is made up of) (?:[^\s.;:]+ ){0,6}?{DRUG:o}",
        r"{DRUG:s}[^.]{0,120}? to deliver (?:[^\s.;:]+ ){0,5}?{DRUG:o}",
        r"{DRUG:s}(?:\s?\([^)<]*\))?, (?:an?|the) [^.<]{0,50}?(?:form|formulation|injection|version|combination|conjugate|salt|prodrug|tablet|implant|patch) (?:of|with|containing) (?:[^\s.;:]+ ){0,3}?{DRUG:o}",
        r"{DRUG:s} is made up of [^.]{0,60}?: {DRUG:o}",
        r"{DRUG:s}[^.<]{0,40}?(?:linked|conjugated|attached|armed) (?:to|with) (?:[^\s.;:]+ ){0,4}?{DRUG:o}",
        r"{DRUG:o} [Cc]onjugates?\b[^.<]{0,60}{DRUG:s}",
        r"{DRUG:o} (?:injection|capsules|tablets) \({DRUG:s}\)",
        r"(?:chemotherapeutics|payloads?|agents?|drugs?|isotopes?) such as {DRUG:o} \({DRUG:s}\)",
        r"{DRUG:o} \({DRUG:s}\)",
        r"{DRUG:s}(?:[^.<]{0,30})?[^.]{0,60}?: {DRUG:o} is (?:drawn|added|attached|used)",
    ]
    for found in find(patterns, masked):
        for subject in found.entities("s")[:1]:
            for component in found.entities("o"):
                if subject.id == component.id or forms.THERAPY.search(component.name):
                    continue
                if (
                    "\\({DRUG:s}\\)" in found.match.re.pattern
                    and re.search(r"\d", component.name)
                    and not forms.ISOTOPE.match(component.name)
                ):
                    continue
                if _prefix(subject.name) and _prefix(subject.name) == _prefix(component.name):
                    continue  # two products of one company
                reading.parts.add(component.id)
                reading.context.add(
                    Relation.HAS_COMPONENT,
                    subject,
                    component,
                    sentence=masked.sentence,
                    rule="component/contains",
                    trigger=found.trigger,
                    confidence=0.8,
                )
    # "Payload: X" of a slide about a drug.
    if masked.sentence.kind is SectionKind.LIST and (
        title := masked.sentence.section and masked.sentence.section.title
    ):
        found_drug = reading.in_title(title)
        match = re.match(
            r"\W*(?:payload|active ingredient|isotope|component)s?:\s*(?:[^\s.;:]+ ){0,3}?<D(\d+)>",
            masked.text,
            re.IGNORECASE,
        )
        entity = masked.slots[int(match.group(1))].entity if match else None
        if found_drug and entity and entity.id != found_drug.id:
            reading.parts.add(entity.id)
            reading.context.add(
                Relation.HAS_COMPONENT,
                found_drug,
                entity,
                sentence=masked.sentence,
                rule="component/slide",
                confidence=0.75,
            )


def read_combinations(reading: Reading, masked: Masked) -> None:
    """What a sentence says that a drug is given with."""
    patterns = [
        r"{DRUG:a}[^.;]{0,140}? (?:in combination with|combined with|together with|on top of|added to|as an add-on to|alongside|followed by|co-administered with|administered with|plus|given with|in addition to) (?:[^\s.;:]+ ){0,5}?{DRUG:b}",
        r"combination of (?:[^\s.;:]+ ){0,3}?{DRUG:a} (?:and|with|plus) (?:[^\s.;:]+ ){0,3}?{DRUG:b}",
        r"{DRUG:a} (?:and|&|with|plus|\+) {DRUG:b} combination",
        r"in combination with (?:[^\s.;:]+ ){0,4}?{DRUG:b},? {DRUG:a}",
        r"{DRUG:a} [Ii]n [Cc]ombination [Ww](?:/|ith) {DRUG:b}",
        r"{DRUG:b} with or without {DRUG:a}",
        r"add(?:ing|ed|s) {DRUG:a} to {DRUG:b}",
        r"pair(?:ing|ed|s) (?:[^\s.;:]+ ){0,4}?{DRUG:a},? with {DRUG:b}",
    ]
    for found in find(patterns, masked):
        for one in found.entities("a"):
            for other in found.entities("b"):
                if one.id != other.id and not re.search(r"versus|compared (?:with|to)|against", found.match.group()):
                    status = find_status(masked.text)
                    modality = Modality.PLANNED if status is Status.PLANNED else Modality.ASSERTED
                    reading.context.add(
                        Relation.COMBINED_WITH,
                        one,
                        other,
                        sentence=masked.sentence,
                        rule="combination/with",
                        trigger=found.trigger,
                        modality=modality,
                        confidence=0.8,
                    )
                    if not reading.looks_owned(other):
                        reading.parts.add(other.id)
    match = re.search(r"(?i)in combination w(?:/|ith)\s+(?:[\w-]+\s){0,3}?<D(\d+)>", masked.text)
    if match and not re.search(r"<D\d+>", masked.text[: match.start()]):
        subject = reading.subject(masked.sentence, reading.main)
        other_drug = masked.slots[int(match.group(1))].entity
        if subject and other_drug and subject.id != other_drug.id:
            reading.context.add(
                Relation.COMBINED_WITH,
                subject,
                other_drug,
                sentence=masked.sentence,
                rule="combination/subject",
                trigger=match.group(),
                confidence=0.7,
            )


def _prefix(name: str) -> str:
    """The letters of a product code before its number.

    >>> _prefix("AB-12"), _prefix("paclitaxel")
    ('AB', '')
    """
    match = re.match(r"([A-Z]{2,6})[- ]?\d", name)
    return match.group(1) if match else ""
