"""Agreements between organizations: partnerships and licenses."""

from __future__ import annotations

import re

from kg.model import Attributes, Entity
from kg.nlp.rules import forms
from kg.nlp.rules.deals import patterns as say
from kg.nlp.rules.deals.reading import Reading
from kg.nlp.rules.patterns import Masked, Match, find
from kg.terms import ORGANIZATIONS, DealKind, EntityType, Relation

T = EntityType
_THE_DEAL = re.compile(r"\W*(?:The|This|Under the|Under this) (?:deal|agreement|licen[cs]e|pact|transaction)\b")


def read_partnerships(reading: Reading, masked: Masked) -> None:
    """Which organizations a sentence says deal with each other."""
    if say.BANKS.search(masked.sentence.text) and not re.search(
        r"(?i)collaborat|licen[cs]|partnership|supplier|manufactur", masked.sentence.text
    ):
        return
    if re.search(r"(?i)\b(?:conducted|sponsored|run|led) by\b", masked.text) and not re.search(
        r"(?i)agreement|collaborat|partner", masked.text
    ):
        return
    for found in find(say.PARTNERSHIPS, masked):
        if reading.negated(found):
            continue
        for a, b in reading.sides(found, "a", "b"):
            if {a.type, b.type} & {T.AGENCY} and not re.search(
                r"(?i)collaborat|licen[cs]|CRADA|partnership|agreement", found.match.group()
            ):
                continue
            if forms.REGULATOR.search(f"{a.name} {b.name}"):
                continue
            reading.partner(a, b, found, "partner/agreement")


def read_licenses(reading: Reading, masked: Masked) -> None:
    """Who a sentence says grants rights to whom; a license is a partnership, too."""
    for found in find(say.LICENSES, masked):
        if reading.negated(found) or not re.search(r"(?i)licen[cs]|rights|option", found.match.group()):
            continue
        licensors = (
            found.entities("a")
            or _named_before(found)
            or (_spoken_of(reading, found) if _THE_DEAL.match(found.masked.text) else ())
            or reading.other_side(found, "b")
            or _spoken_of(reading, found)
        )
        licensees = found.entities("b") or reading.other_side(found, "a")
        for licensor in licensors:
            for licensee in licensees:
                if (
                    licensor is None
                    or licensee is None
                    or licensor.id == licensee.id
                    or not {licensor.type, licensee.type} <= ORGANIZATIONS
                ):
                    continue
                if forms.REGULATOR.search(licensor.name) or "Ministry" in licensor.name or licensee.type is T.AGENCY:
                    continue
                if re.search(
                    r"(?i)designation|approval|status|patent (?:office|grant)|right to (?:buy|purchase)|shares|warrant|award|grant of",
                    found.match.group(),
                ) and not re.search(r"(?i)licen[cs]|rights", found.match.group()):
                    continue
                if licensor.type is T.AGENCY and not re.search(r"(?i)licen[cs]", found.match.group()):
                    continue  # who receives a contract from a funder receives no rights
                about = next((e.id for e in found.entities("about")), None) or reading.about(masked.sentence)
                spans = [s.start for s in masked.slots if s.entity in (licensor, licensee)]
                date = reading.date(
                    masked, min(spans, default=masked.sentence.start), max(spans, default=masked.sentence.end)
                )
                reading.context.add(
                    Relation.LICENSES_TO,
                    licensor,
                    licensee,
                    sentence=masked.sentence,
                    rule="license/grant",
                    trigger=found.trigger[:120],
                    attributes=Attributes(about=about, date=date, **reading.terms(masked.sentence)),  # type: ignore[arg-type]
                    modality=reading.modality(found),
                    confidence=0.8,
                )
                for owner in (licensor, licensee):
                    reading.owns(owner, about, found, "develops/license")
                reading.partner(
                    licensor,
                    licensee,
                    found,
                    "partner/license",
                    kind=DealKind.LICENSING.value,
                    about=about,
                    confidence=0.8,
                )


def _named_before(found: Match) -> tuple[Entity, ...]:
    """The organization that a clause without a subject goes on about: "X designed it and licensed it to Y"."""
    start = found.match.start()
    taken = {e.id for e in found.entities("b")}
    slots = found.masked.slots_in(0, start)
    named = [s.entity for s in slots if s.entity and s.entity.type in ORGANIZATIONS and s.entity.id not in taken]
    return tuple(named[:1])


def _spoken_of(reading: Reading, found: Match) -> tuple[Entity, ...]:
    """The organization of the sentence before: "... its deal with Acme. The deal gives Acme a license"."""
    at = reading.context.order.get(found.masked.sentence.start)
    taken = {e.id for e in found.entities("b")}
    before = reading.context.sentences[at - 1].references if at else ()
    named = [
        r.entity for r in before if r.type in ORGANIZATIONS and r.type is not T.AGENCY and r.entity.id not in taken
    ]
    return tuple(named[:1])
