"""What organizations do with each other: partnerships, supply, licenses, acquisitions, ownership, grants, financings."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.context import Context
from kg.nlp.deals.financings import read_financings
from kg.nlp.deals.funding import read_fundings
from kg.nlp.deals.ownership import read_acquisitions, read_ownerships
from kg.nlp.deals.partnerships import read_licenses, read_partnerships
from kg.nlp.deals.reading import Reading
from kg.nlp.deals.slides import read_slides, read_timeline
from kg.nlp.deals.supply import read_supply
from kg.nlp.patterns import mask
from kg.terms import ORGANIZATIONS, SectionKind


@Language.factory("kg_deals", requires=["doc._.kg_entities", "token.is_sent_start"], assigns=["doc._.kg_facts"])
def make_deals(nlp: Language, name: str) -> Deals:
    """Make the component that reads deals."""
    return Deals()


class Deals:
    """Adds partnersWith, manufactures, licensesTo, acquires, subsidiaryOf, funds and raised."""

    def __call__(self, doc: Doc) -> Doc:
        """Read a document."""
        _read(Reading(Context(doc)))
        return doc


def _read(reading: Reading) -> None:
    masks = [mask(s, published=reading.published) for s in reading.context.sentences]
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
