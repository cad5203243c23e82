"""Grants, contracts and awards: who pays whom, under which program."""

from __future__ import annotations

import re

from kg.model import Attributes, Entity
from kg.nlp.rules import forms
from kg.nlp.rules.deals import patterns as say
from kg.nlp.rules.deals.reading import Reading
from kg.nlp.rules.patterns import Masked, Match, find, mask
from kg.terms import EntityType, Relation, SectionKind, Status

T = EntityType


def read_fundings(reading: Reading, masked: Masked) -> None:
    """What a sentence says that a funder gave."""
    done: set[tuple[str, str]] = set()
    for found in find(say.FUNDINGS, masked):
        if reading.negated(found) or re.search(
            r"(?i)designation|marketing authori|approval|orphan|patent", found.match.group()
        ):
            continue
        for funder in found.entities("f"):
            public = funder.type in {T.AGENCY, T.NONPROFIT} or (
                funder.type is T.UNIVERSITY and re.search(r"(?i)> awarded\b", found.match.group())
            )
            if not public or forms.REGULATOR.search(funder.name):
                continue
            explicit = [e for e in found.entities("r") if e.id != funder.id and e.type is not T.AGENCY]
            for recipient in explicit or _recipients(reading, masked, funder)[:1]:
                if (funder.id, recipient.id) in done:
                    continue
                done.add((funder.id, recipient.id))
                _fund(reading, funder, recipient, masked, found, 0.85 if explicit else 0.7)


def _recipients(reading: Reading, masked: Masked, funder: Entity) -> list[Entity]:
    """Who gets the money where the clause does not say: who ran the study, or the issuer."""
    ran = re.search(
        r"(?i)(?:conducted|sponsored|run|led|awarded to|performed) (?:by |to )?(?:the )?<[OUN](\d+)>", masked.text
    )
    if ran:
        entity = masked.slots[int(ran.group(1))].entity
        if entity is not None and entity.id != funder.id:
            return [entity]
    heading = re.search(r"<[M]\d+> <U(\d+)> (?:SPORE|[Gg]rant)", masked.text)
    if heading:
        entity = masked.slots[int(heading.group(1))].entity
        return [entity] if entity else []
    companies = [r.entity for r in masked.sentence.of(T.COMPANY) if r.entity.id != funder.id]
    unique = list({entity.id: entity for entity in companies}.values())
    if len(unique) == 1:
        return unique
    at = reading.context.order.get(masked.sentence.start)
    if at:  # "... The money comes from X": who was spoken of before
        before = [
            r.entity
            for r in reading.context.sentences[at - 1].references
            if r.type in {T.COMPANY, T.UNIVERSITY} and r.entity.id != funder.id
        ]
        if before and re.match(r"(?i)the (?:money|funding|grant|award|contract)", masked.text):
            return [before[0]]
    return [reading.issuer] if reading.issuer and reading.issuer.id != funder.id else []


def _fund(reading: Reading, funder: Entity, recipient: Entity, masked: Masked, found: Match, confidence: float) -> None:
    amount = reading.committed(masked)
    at = reading.context.order.get(masked.sentence.start)
    if (
        amount is None
        and at
        and masked.sentence.kind in {SectionKind.BODY, SectionKind.ABOUT}
        and re.search(r"(?i)^the (?:money|funding|grant|award|contract)|it comes from", masked.text)
    ):
        before = mask(reading.context, reading.context.sentences[at - 1])
        amount = reading.committed(before)
    program = reading.program(masked.text)
    if amount is None and program and at:  # the headline above gives the amount under the same program
        for sentence in reversed(reading.context.sentences[max(0, at - 3) : at]):
            above = mask(reading.context, sentence)
            if reading.program(above.text) == program and (amount := reading.committed(above)) is not None:
                break
    status = (
        Status.PLANNED
        if re.search(r"(?i)\b(?:will|plans to|intends to)\s+(?:fund|award|support)", found.match.group())
        else None
    )
    reading.context.add(
        Relation.FUNDS,
        funder,
        recipient,
        sentence=masked.sentence,
        rule="funding/award",
        trigger=found.trigger[:120],
        attributes=Attributes(amount=amount, program=program, about=reading.about(masked.sentence), status=status),
        confidence=confidence,
    )
