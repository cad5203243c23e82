"""Where organizations are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Entity
from kg.nlp.linking.issuers import ANNOUNCES
from kg.nlp.rules.context import Sentence
from kg.nlp.rules.patterns import Masked, find
from kg.nlp.rules.people.reading import Reading
from kg.terms import EntityType, Relation, SectionKind

_REPORTED = re.compile(r"\((?:Reuters|AP|AFP|Bloomberg|RTTNews|Dow Jones|dpa)\b")


def _based(
    reading: Reading,
    organization: Entity,
    place: Entity,
    where: Sentence | tuple[int, int],
    rule: str,
    confidence: float = 0.85,
) -> None:
    reading.context.add(Relation.BASED_IN, organization, place, sentence=where, rule=rule, confidence=confidence)


def read_places(reading: Reading, masked: Masked) -> None:
    """Where a sentence says that organizations are."""
    patterns = [
        "{PLACE:l}[- ]?(?:based|headquartered) (?:(?!has|is|was|with|to|and|of|for)[a-z][\\w-]* ){0,6}?{ORG:o}",
        "{ORG:o},? (?:is |which is )?an? {PLACE:l}[- ](?:based|headquartered)\\b",
        "{ORG:o}, an? [^.<]{3,90}? (?:based|headquartered) in {PLACE:l}",
        "{ORG:o}, an? [^.<]{0,60}?(?:company|firm|group|developer|biotech\\w*) (?:in|of|from) {PLACE:l}",
        "{ORG:o},? (?:which is |a (?:company|firm) |is |are |has been )?(?:based|headquartered|located) (?:in|at) {PLACE:l}",
        "{ORG:o}(?:, a [^,.]{0,60})?,? (?:has its headquarters|with headquarters|has offices|with offices) in {PLACE:l}",
        "[Bb]ased in {PLACE:l}, {ORG:o}",
        "[Hh]eadquartered in {PLACE:l}, {ORG:o}",
        "{ORG:o},? of {PLACE:l}",
        "{ORG:o},? (?:at|in) {PLACE:l},? (?:under|which|and)",
        "{ORG:o}, {PLACE:l}(?=[,.;)]|$| and| said| has)",
        "{ORG:o} \\({PLACE:l}\\)",
    ]
    for number, found in enumerate(find(patterns, masked)):
        for organization, place in zip(found.entities("o")[-1:], found.entities("l")[:1], strict=False):
            _based(reading, organization, place, masked.sentence, "based/sentence", 0.85 - 0.01 * min(number, 9))


def read_datelines(reading: Reading) -> None:
    """The city of a dateline is the issuer's; of two issuers each has its own city."""
    for section in reading.context.document.sections:
        if section.kind is not SectionKind.DATELINE:
            continue
        cities = [
            r.entity for r in reading.context.references_in(section.start, section.end) if r.type is EntityType.PLACE
        ]
        cities = list({city.id: city for city in cities}.values())
        if not cities or not reading.context.issuers:
            continue
        if _REPORTED.search(reading.text[section.start : section.end]):
            return  # where a reporter sat, not where the company does
        where = (section.start, section.end)
        joint = len(cities) > 1 and (len(reading.context.issuers) > 1 or len(_in_headline(reading)) > 1)
        for city in () if joint else cities:
            _based(reading, _opener(reading, section.end), city, where, "based/dateline")
        for organization, city in _seats(reading, cities, section.end) if joint else ():
            _based(reading, organization, city, where, "based/dateline", 0.8)
        return


def _opener(reading: Reading, start: int) -> Entity:
    """The issuer that the body begins with and that announces; else the first issuer."""
    for issuer in reading.context.issuers:
        for mention in issuer.mentions:
            if start <= mention.start < start + 12 and ANNOUNCES.match(reading.text, mention.end):
                return issuer
    return reading.context.issuers[0]


def _seats(reading: Reading, cities: list[Entity], start: int) -> Iterator[tuple[Entity, Entity]]:
    """The cities of a joint release with the companies that are there.

    What another sentence says of a company goes first; the others stand in the order of the headline, where it names
    enough of them, else in that of the first sentences.
    """
    order = _in_headline(reading)
    order = order if len(order) >= len(cities) else _openers(reading, start)
    facts = reading.context.facts
    owned = {f.subject for f in facts if f.relation is Relation.SUBSIDIARY_OF}
    order = [e for e in order if e.id not in owned] or order
    order += [e for e in reading.context.issuers if e not in order]
    said = {f.object: f.subject for f in facts if f.relation is Relation.BASED_IN}
    left = []
    for city in cities:
        owner = reading.context.entities.get(said.get(city.id, ""))
        if owner in order:
            order.remove(owner)
            yield owner, city
        else:
            left.append(city)
    if len(order) >= len(left) and (len(cities) > len(left) or len(order) >= len(cities)):
        yield from zip(order, left, strict=False)
    elif reading.context.issuers:
        for city in left:
            yield reading.context.issuers[0], city


def _may_issue(reading: Reading, entity: Entity) -> bool:
    return entity.type is EntityType.COMPANY or entity in reading.context.issuers


def _in_headline(reading: Reading) -> list[Entity]:
    """The companies that the headline names, in order."""
    named = [
        r.entity
        for section in reading.context.document.sections
        if section.kind is SectionKind.HEADLINE
        for r in reading.context.references_in(section.start, section.end)
        if _may_issue(reading, r.entity)
    ]
    return list({entity.id: entity for entity in named}.values())


def _openers(reading: Reading, start: int) -> list[Entity]:
    """The companies of the first sentences of the body, in order."""
    near = [
        r.entity
        for r in reading.context.references_in(start, start + 350)
        if _may_issue(reading, r.entity) and not r.mention.nominal
    ]
    return list({entity.id: entity for entity in near}.values())
