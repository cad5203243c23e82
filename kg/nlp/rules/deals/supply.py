"""Who makes or supplies a drug."""

from __future__ import annotations

import re

from kg.nlp.rules.deals import patterns as say
from kg.nlp.rules.deals.reading import Reading
from kg.nlp.rules.patterns import Masked, find
from kg.terms import DealKind, EntityType, Relation

T = EntityType
_AGREED = re.compile(r"(?i)\b(?:agreement|contract|deal|collaboration|partnership)\b[^.;]{0,30}\bwith (?:the )?$")


def read_supply(reading: Reading, masked: Masked) -> None:
    """Who a sentence says makes or supplies which drug."""
    for found in find(say.SUPPLY, masked):
        if reading.negated(found):
            continue
        makers = [e for e in found.entities("s") if e != reading.issuer] or list(found.entities("s"))
        if _AGREED.search(masked.text[: found.match.start()]) and reading.issuer is not None:
            # "Acme signed an agreement with Beta to make X": Acme does where X is Beta's.
            theirs = any(e.id in reading.context.developers(d) for e in makers for d in found.entities("o"))
            makers = [reading.issuer] if theirs else makers
        drugs = found.entities("o")
        if not drugs and re.search(r"(?i)\bcombin|collaboration and supply", masked.sentence.text):
            continue  # each supplies its own for a study of both
        drugs = drugs or tuple(r.entity for r in masked.sentence.of(T.DRUG))[:1]
        if not drugs:
            near = reading.about(masked.sentence) or (reading.main.id if reading.main else None)
            drugs = (reading.context.entities[near],) if near and reading.context.entities[near].type is T.DRUG else ()
        for maker in makers[:1] or ((reading.issuer,) if reading.issuer and "its own" in found.match.group() else ()):
            if maker.type is T.AGENCY:
                continue
            for drug in drugs[:2]:
                reading.context.add(
                    Relation.MANUFACTURES,
                    maker,
                    drug,
                    sentence=masked.sentence,
                    rule="supply/makes",
                    trigger=found.trigger[:120],
                    modality=reading.modality(found),
                    confidence=0.8,
                )
                named = re.search(r"\bfor (?:the )?<O(\d+)>", found.match.group())  # "is produced for Acme by"
                customer = masked.slots[int(named.group(1))].entity if named else reading.issuer
                if customer is not None and maker.id != customer.id and " own " not in found.match.group():
                    reading.partner(
                        customer,
                        maker,
                        found,
                        "partner/supply",
                        kind=DealKind.MANUFACTURING.value,
                        about=drug.id,
                    )
