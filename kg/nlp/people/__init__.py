"""Who works where, where organizations are, and where their shares trade."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.nlp.context import Context
from kg.nlp.patterns import mask
from kg.nlp.people.listings import read_listings
from kg.nlp.people.places import read_datelines, read_places
from kg.nlp.people.reading import Reading
from kg.nlp.people.roles import read_contacts, read_roles, read_tables
from kg.terms import EntityType, SectionKind


@Language.factory("kg_people", requires=["doc._.kg_entities", "token.is_sent_start"], assigns=["doc._.kg_facts"])
def make_people(nlp: Language, name: str) -> People:
    """Make the component that reads roles, places and listings."""
    return People()


class People:
    """Adds holdsRole, basedIn and listedAs."""

    def __call__(self, doc: Doc) -> Doc:
        """Read a document."""
        _read(Reading(Context(doc)))
        return doc


def _read(reading: Reading) -> None:
    read_tables(reading)
    for sentence in reading.context.sentences:
        if sentence.kind is SectionKind.DATELINE:
            continue
        masked = mask(sentence)
        if sentence.of(EntityType.PERSON) and sentence.kind is not SectionKind.TABLE:
            read_roles(reading, masked)
        if sentence.of(EntityType.PLACE):
            read_places(reading, masked)
    read_datelines(reading)
    read_listings(reading)
    read_contacts(reading)
