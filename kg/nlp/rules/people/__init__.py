"""Who works where, where organizations are, and where their shares trade."""

from __future__ import annotations

from kg.nlp.rules.context import Context
from kg.nlp.rules.patterns import mask
from kg.nlp.rules.people.listings import read_listings
from kg.nlp.rules.people.places import read_datelines, read_places
from kg.nlp.rules.people.reading import Reading
from kg.nlp.rules.people.roles import read_contacts, read_roles, read_tables
from kg.terms import EntityType, SectionKind


def read(context: Context) -> None:
    """Add what rules take for facts."""
    reading = Reading(context)
    read_tables(reading)
    for sentence in reading.context.sentences:
        if sentence.kind is SectionKind.DATELINE:
            continue
        masked = mask(context, sentence)
        if sentence.of(EntityType.PERSON) and sentence.kind is not SectionKind.TABLE:
            read_roles(reading, masked)
        if sentence.of(EntityType.PLACE):
            read_places(reading, masked)
    read_datelines(reading)
    read_listings(reading)
    read_contacts(reading)
