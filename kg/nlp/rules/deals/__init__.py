"""What organizations do with each other: partnerships, supply, licenses, acquisitions, ownership, grants, financings."""

from __future__ import annotations

from kg.nlp.rules.context import Context
from kg.nlp.rules.deals.financings import read_financings
from kg.nlp.rules.deals.funding import read_fundings
from kg.nlp.rules.deals.ownership import read_acquisitions, read_ownerships
from kg.nlp.rules.deals.partnerships import read_licenses, read_partnerships
from kg.nlp.rules.deals.reading import Reading
from kg.nlp.rules.deals.slides import read_slides, read_timeline
from kg.nlp.rules.deals.supply import read_supply
from kg.nlp.rules.patterns import mask
from kg.terms import ORGANIZATIONS, SectionKind


def read(context: Context) -> None:
    """Add what rules take for facts."""
    reading = Reading(context)
    masks = [mask(context, s) for s in reading.context.sentences]
    for masked in masks:
        if masked.sentence.kind is SectionKind.DATELINE:
            continue
        if masked.sentence.kind is SectionKind.TABLE:
            read_timeline(reading, masked)
            continue
        organizations = [r for r in masked.sentence.references if r.type in ORGANIZATIONS]
        if organizations:
            read_licenses(reading, masked)
            read_acquisitions(reading, masked)
            read_ownerships(reading, masked)
            read_fundings(reading, masked)
            read_supply(reading, masked)
            read_partnerships(reading, masked)
        read_financings(reading, masked)
    read_slides(reading)
