"""Money that companies raise."""

from __future__ import annotations

import re

from kg.model import Attributes, Entity
from kg.nlp.rules.deals import patterns as say
from kg.nlp.rules.deals.reading import Reading, financing_kind
from kg.nlp.rules.patterns import Masked
from kg.terms import EntityType, Relation, SectionKind

T = EntityType
_EQUAL = re.compile(
    r"\s*[(,]?\s*(?:approximately|about|around|roughly|or|some|equivalent to|~|≈)?\s*(?:about |approximately )?"
)


def read_financings(reading: Reading, masked: Masked) -> None:
    """What a sentence says that a company raised."""
    text = masked.text
    cue = re.search(
        r"(?i)\b(?:rais(?:ed|es|ing)|brought in|financing|placing|placement|public offering|registered direct|series [A-G]\b|IPO\b|initial public offering|gross proceeds|net proceeds|underwritten|debt facility|credit facility|term loan|venture debt|loan|convertible notes?|PIPE\b|rights offering|at-the-market|"
        r"seed (?:round|financing|funding)|venture funds|funding round|closed (?:a|its)|fundrais\w+|invest(?:ed|s|ing)? [^.]{0,20}<M\d+> in)\b",
        text,
    )
    if cue is None or not re.search(r"<M\d+>", text):
        return
    if re.search(
        r"(?i)\b(?:milestone|royalt|upfront|grant|award|contract|revenue|sales|cash position|cash and cash|escrow|market cap)\b",
        text,
    ) and not re.search(r"(?i)\b(?:placement|public offering|series [a-g]|financing|placing|raised|stock)\b", text):
        return
    subject = _raiser(reading, masked)
    if subject is None:
        return
    amounts = reading.amounts(masked)
    for number, amount in enumerate(amounts):
        at = masked.sentence.start + amount.start
        around = masked.sentence.text[max(0, amount.start - 75) : amount.end + 75]
        if re.search(r"(?i)gross proceeds", text) and re.search(
            r"(?i)net proceeds[^.;]{0,35}$", masked.sentence.text[: amount.start]
        ):
            continue  # of the same money
        if (
            number
            and amounts[number - 1].money.currency != amount.money.currency
            and _EQUAL.fullmatch(masked.sentence.text[amounts[number - 1].end : amount.start])
        ):
            continue  # "£44.7 million (US$63.3 million)": one amount in two currencies
        if not re.search(
            r"(?i)rais|financ|plac|offering|series|proceeds|loan|debt|invest|round|fund|brought in|commit|facility|notes|IPO",
            around,
        ) or re.search(
            r"(?i)\b(?:milestone|royalt|upfront|licen[cs]e fee|grant|award|per share|market|program at|cost|revenue)\w*\b(?![^.]{0,30}series)",
            masked.sentence.text[max(0, amount.start - 25) : amount.end + 25],
        ):
            continue
        dates = [s.date for s in masked.slots if s.date and abs(s.start - at) < 90]
        date = dates[0] if dates else None
        if (
            date is None
            and reading.published
            and (
                masked.sentence.kind is SectionKind.HEADLINE
                or say.TODAY.search(text)
                or reading.context.order.get(masked.sentence.start, 99) <= 4
            )
        ):
            date = reading.published
        reading.context.add(
            Relation.RAISED,
            subject,
            str(amount.money),
            sentence=masked.sentence,
            rule="financing/sentence",
            trigger=cue.group(),
            attributes=Attributes(kind=financing_kind(text), date=date),
            confidence=0.75,
        )


def _raiser(reading: Reading, masked: Masked) -> Entity | None:
    invested = re.search(r"(?i)invest\w* [^.]{0,60}?in (?:[\w-]+ ){0,3}?<O(\d+)>", masked.text)
    if invested:
        return masked.slots[int(invested.group(1))].entity
    to = re.search(r"<M\d+>[^.<]{0,60}? (?:to|into) <O(\d+)>", masked.text)
    if to and (entity := masked.slots[int(to.group(1))].entity) in reading.context.issuers:
        return entity
    issuers = [r.entity for r in masked.sentence.of(T.COMPANY) if r.entity in reading.context.issuers]
    if issuers:
        return issuers[0]
    opens = re.match(r"[^\w<]*+(?:[\w-]++ ){0,4}<[OUN](\d+)>(?!['’])", masked.text)
    if opens and not re.search(
        r"(?i)\b(?:invest(?:ed|s|ing|ors?)|led|lead|participat\w+|agent|manager|underwrit\w+)\b", masked.text
    ):
        entity = masked.slots[int(opens.group(1))].entity
    else:
        entity = reading.issuer
    return entity if entity is not None and entity.type is T.COMPANY else None
