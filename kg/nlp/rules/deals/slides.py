"""Deals of slide decks: titles that name a partner, and timelines."""

from __future__ import annotations

import re

from kg.model import Attributes, Entity
from kg.nlp.rules.context import Reference
from kg.nlp.rules.deals.reading import Reading, financing_kind
from kg.nlp.rules.patterns import Masked
from kg.nlp.values.dates import find_dates
from kg.nlp.values.money import Amount, find_money
from kg.terms import ORGANIZATIONS, DealKind, EntityType, Relation, SectionKind

T = EntityType


def read_slides(reading: Reading) -> None:
    """A slide about a collaboration: its title names the partner, its bullets the date."""
    for section in reading.context.document.sections:
        if section.kind is not SectionKind.LIST or not section.title or reading.issuer is None:
            continue
        title = section.title.split(" / ")[-1]
        word = re.search(r"(?i)\b(collaboration|partnership|alliance|licen[cs]e|agreement)\b", title)
        if word is None:
            continue
        named = [
            (len(n), e)
            for e in reading.context.entities.values()
            if e.type in ORGANIZATIONS and e.id != reading.issuer.id
            for n in (e.name, *e.aliases)
            if n in title
        ]
        partner = max(named, key=lambda pair: pair[0])[1] if named else None
        if partner is None:
            continue
        text = reading.text[section.start : section.end]
        announced = re.search(r"(?i)(?:announced|signed|since|established|entered)\b", text)
        dates = find_dates(text, published=reading.published)
        after = [d for d in dates if announced and d.start >= announced.start()] or list(dates)
        about = next(
            (
                e.id
                for e in reading.context.entities.values()
                if e.type is T.PLATFORM and any(n in title for n in (e.name, *e.aliases))
            ),
            None,
        )
        kind = DealKind.LICENSING.value if word.group(1).casefold().startswith("licen") else DealKind.RESEARCH.value
        end = section.start + (text.find("\n") if "\n" in text else len(text))
        reading.context.add(
            Relation.PARTNERS_WITH,
            reading.issuer,
            partner,
            sentence=(section.start, end),
            rule="partner/slide",
            trigger=title,
            attributes=Attributes(kind=kind, about=about, date=after[0].value if after else None),
            confidence=0.8,
        )


def read_timeline(reading: Reading, masked: Masked) -> None:
    """A row of a timeline: each cell an event, the column's heading its years."""
    sentence = masked.sentence
    if reading.issuer is None or sentence.section is None:
        return
    section = sentence.section
    header = reading.context.header(section)
    # The sentence begins at the first cell that is not empty; columns count from the beginning of its line.
    at = reading.text.rfind("\n", section.start, sentence.start) + 1 or section.start
    end = reading.text.find("\n", at, section.end)
    row = reading.text[at : section.end if end < 0 else end]
    for column, cell in enumerate(row.split("\t")):
        year = re.search(r"(?:19|20)\d\d", header[column]) if column < len(header) else None
        _event(reading, cell, at, year.group() if year else None)
        at += len(cell) + 1


def _event(reading: Reading, cell: str, start: int, year: str | None) -> None:
    assert reading.issuer is not None
    quarter = re.search(r"\bQ([1-4])\b", cell)
    date = f"{year}-Q{quarter.group(1)}" if year and quarter else year
    where = (start + len(cell) - len(cell.lstrip()), start + len(cell.rstrip()))
    amounts = [a for a in find_money(cell) if a.money.value >= 1000]
    if amounts and re.search(r"(?i)\b(?:financing|offering|placement|IPO|series [A-G]|raised)\b", cell):
        for amount in amounts[:1]:
            kind = financing_kind(cell)
            reading.context.add(
                Relation.RAISED,
                reading.issuer,
                str(amount.money),
                sentence=where,
                rule="financing/timeline",
                trigger=cell.strip()[:80],
                attributes=Attributes(kind=kind, date=date),
                confidence=0.8,
            )
        return
    references = list(reading.context.references_in(start, start + len(cell)))
    funders = [r.entity for r in references if r.type in {T.AGENCY, T.NONPROFIT}]
    if funders and amounts and re.search(r"(?i)\b(?:award|grant|contract|fund)", cell):
        pairs = _paired(cell, start, references, amounts)
        for amount, drug in pairs:
            reading.context.add(
                Relation.FUNDS,
                funders[0],
                reading.issuer,
                sentence=where,
                rule="funding/timeline",
                trigger=cell.strip()[:80],
                attributes=Attributes(
                    amount=amount.money, about=drug.id if drug else None, program=reading.program(cell)
                ),
                confidence=0.75,
            )


def _paired(
    cell: str, start: int, references: list[Reference], amounts: list[Amount]
) -> list[tuple[Amount, Entity | None]]:
    """Each amount of a cell with the drug of its own line; an amount of something to be determined is none."""
    pairs: list[tuple[Amount, Entity | None]] = []
    for amount in amounts:
        before = cell[: amount.start].rfind(" -")
        piece = cell[max(before, 0) : amount.end]
        if re.search(r"(?i)\bTBD\b|to be determined|potential", cell[max(0, amount.start - 20) : amount.start] + piece):
            continue
        drugs = [r for r in references if r.type is T.DRUG]
        before_amount = [r for r in drugs if r.start - start <= amount.start]
        pairs.append((amount, before_amount[-1].entity if before_amount else drugs[0].entity if drugs else None))
    return pairs
