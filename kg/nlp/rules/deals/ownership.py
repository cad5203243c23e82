"""Who buys and who owns whom or what."""

from __future__ import annotations

import re

from kg.model import Attributes
from kg.nlp.rules.deals import patterns as say
from kg.nlp.rules.deals.reading import Reading
from kg.nlp.rules.patterns import Masked, Match, find
from kg.terms import ORGANIZATIONS, EntityType, Modality, Relation, Status

T = EntityType


def read_acquisitions(reading: Reading, masked: Masked) -> None:
    """What a sentence says that a company bought."""
    for found in find(say.ACQUISITIONS, masked):
        if reading.negated(found):
            continue
        objects = [s for s in found.slots("o") if s.entity and s.entity.type in {*ORGANIZATIONS, T.DRUG}]
        if not objects or re.search(
            r"(?i)acquired (?:an? |the )?(?:licen[cs]e|rights|shares|option|stake)|\boption to\b|ownership (?:position|interest|stake)|minority|equity",
            found.match.group(),
        ):
            continue
        for buyer in found.entities("s")[-1:]:
            if buyer.type is T.AGENCY:
                continue
            amounts = [
                a
                for a in reading.amounts(masked)
                if not re.search(
                    r"(?i)milestone|escrow|per share|sales", masked.sentence.text[max(0, a.start - 30) : a.end + 30]
                )
            ]
            planned = re.search(
                r"(?i)\b(?:will|agreed to|to acquire|to be acquired|to buy|plans?|intends?|definitive agreement|expected)\b",
                found.match.group(),
            ) and not re.search(r"(?i)complet|closed", masked.sentence.text)
            completed = re.search(
                r"(?i)\b(?:has|have|complet\w+|closed|bought|acquired|purchased|sale of|sold)\b",
                found.match.group(),
            )
            status = Status.PLANNED if planned else Status.COMPLETED if completed else None
            sold = _from_seller(found)
            for slot in objects:
                entity = slot.entity
                if entity is None or entity.id == buyer.id or sold:
                    continue
                reading.context.add(
                    Relation.ACQUIRES,
                    buyer,
                    entity,
                    sentence=masked.sentence,
                    rule="acquisition/bought",
                    trigger=found.trigger[:120],
                    attributes=Attributes(
                        amount=amounts[0].money if amounts else None,
                        status=status,
                        date=reading.date(masked, slot.start, slot.end),
                    ),
                    modality=Modality.PLANNED if planned else Modality.ASSERTED,
                    confidence=0.8,
                )
                reading.owns(buyer, entity, found, "develops/acquired")


def read_ownerships(reading: Reading, masked: Masked) -> None:
    """Which organizations a sentence says belong to others."""
    for found in find(say.OWNERSHIPS, masked):
        if reading.negated(found):
            continue
        one = not re.search(r"(?i)\b(?:parent|subsidiaries|units|divisions|both|each|are)\b", found.match.group())
        for child, parent in reading.sides(found, "s", "o"):
            if found.entities("s") and (not one or child == found.entities("s")[-1]):
                reading.context.add(
                    Relation.SUBSIDIARY_OF,
                    child,
                    parent,
                    sentence=masked.sentence,
                    rule="owner/part-of",
                    trigger=found.trigger[:120],
                    confidence=0.8,
                )


def _from_seller(found: Match) -> bool:
    """Whether what stands last in a match, after "from", sold something and was not bought itself."""
    before = found.match.group()[: len(found.match.group()) - len(found.match.group("o"))]
    return bool(re.search(r"\bfrom (?:the )?$", before))
