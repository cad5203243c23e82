"""Groups of mentions that are one entity, while they are being collected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import Document
from kg.names import code_key, fold, organization_key, person_key, plain_indication_key
from kg.nlp.ranges import Ranges
from kg.nlp.recognition.candidate import Candidate
from kg.nlp.recognition.forms import Form
from kg.terms import ORGANIZATIONS, EntityType

T = EntityType
# What a product carries, or is given with, is no product of the issuer: "iodine-131", "131I", "I-131", "DM1".
ISOTOPE = Form(
    r"^(?:(?i:<<product:isotope-element>>)-\d{2,3}m?|\d{2,3}m?-?[A-Z][a-z]?|[A-Z][a-z]?-\d{2,3}m?|MMA[EF]|DM[14]|PBD"
    r"|(?i:.*auristatin.*|.*cytotoxin.*|mertansine|calicheamicin|exatecan|pyrrolobenzodiazepine))$"
)


@dataclass(eq=False, slots=True)
class Group:
    """Mentions that are one entity, while they are being collected."""

    type: EntityType
    spans: list[tuple[int, int]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)  # other names, from vocabularies and definitions
    identifiers: set[str] = field(default_factory=set)
    nominals: list[tuple[int, int]] = field(default_factory=list)
    rank: int = 0

    def add(self, start: int, end: int, name: str) -> None:
        """Another mention."""
        self.spans.append((start, end))
        self.names[name] += 1

    def absorb(self, other: Group) -> None:
        """Everything of another group."""
        self.spans += other.spans
        self.names += other.names
        self.known |= other.known
        self.identifiers |= other.identifiers
        self.nominals += other.nominals
        self.rank = max(self.rank, other.rank)

    @property
    def first(self) -> int:
        """Where it is first mentioned."""
        return min((s for s, _ in self.spans), default=1 << 60)

    def all_names(self) -> set[str]:
        """Every name."""
        return set(self.names) | self.known


_SIGNS = re.compile(r"\s?(?:[®™]|\((?:R|TM)\))|(?<=[a-z])TM$|(?<=\.)\.+$")


def clean(name: str) -> str:
    """A name without trademark signs and the full stop of its sentence, with single blanks.

    >>> clean("Example  Inc.."), clean("Examplin® tablets")
    ('Example Inc.', 'Examplin tablets')
    """
    return " ".join(_SIGNS.sub("", name).split()).strip(" ,;:")


def key_of(entity_type: EntityType, name: str) -> str:
    """What names of one entity have in common within a document."""
    if entity_type in ORGANIZATIONS:
        return organization_key(name)
    if entity_type is T.INDICATION:
        return plain_indication_key(name)
    if entity_type is T.PERSON:
        return person_key(name)
    if entity_type is T.PLACE:  # within one document a city is one, with or without its state
        return fold(re.split(r"[,(]", name)[0])
    if entity_type is T.PLATFORM:
        short = re.search(r"\(([A-Z]{2,6})s?\)", name)  # "Probe Drug Conjugate (PDC) Delivery Platform"
        head = (
            short.group(1)
            if short
            else re.sub(r"\s+(?:[a-z-]+\s+){0,4}(?:[Dd]elivery\s+)?(?:[Pp]latform|[Tt]echnolog(?:y|ies)).*$", "", name)
        )
        return code_key(head) or code_key(name)
    if entity_type is T.DRUG:
        return re.sub(r"s$", "", code_key(name)) if name.islower() else code_key(name)
    return code_key(name)


class Linker:
    """The candidates of a document, and the groups that they form so far."""

    def __init__(self, document: Document, found: Sequence[Candidate]) -> None:
        """Begin with candidates that do not overlap."""
        self.document = document
        self.text = document.text
        self.found = list(found)
        self.groups: list[Group] = []
        self.taken = Ranges((c.start, c.end) for c in found)
        self._joined: dict[Group, Group] = {}
        self.ends: dict[int, list[tuple[int, Group]]] = {}  # by where mentions end
        self.issuers: list[Group] = []
        self._named: dict[str, list[Group]] = {}

    def group(self) -> None:
        """Make a group of the candidates that have a key in common."""
        by_key: dict[tuple[str, str], Group] = {}
        by_name: dict[str, Group] = {}
        for candidate in sorted(self.found, key=lambda c: (-c.rank, c.start)):
            name = clean(self.text[candidate.start : candidate.end])
            if candidate.rank < 60 and name in by_name:  # the statistical model is not asked again
                by_name[name].add(candidate.start, candidate.end, name)
                continue
            family = "organization" if candidate.type in ORGANIZATIONS else candidate.type.value
            key = key_of(candidate.type, name)
            if not key:
                continue
            known = {
                code_key(a) if candidate.type not in ORGANIZATIONS else organization_key(a) for a in candidate.aliases
            }
            group = by_key.get((family, key)) or next(
                (by_key[family, k] for k in sorted(known) if (family, k) in by_key), None
            )
            if group is None:
                group = Group(candidate.type)
                self.groups.append(group)
            elif candidate.rank > group.rank:
                group.type = candidate.type
            by_key[family, key] = group
            for other in known if candidate.type is not T.DRUG else ():
                by_key.setdefault((family, other), group)
            group.rank = max(group.rank, candidate.rank)
            group.add(candidate.start, candidate.end, name)
            by_name.setdefault(name, group)
            with_name = self._named.setdefault(name, [])
            if group not in with_name:
                with_name.append(group)
            group.known |= {a for a in candidate.aliases if candidate.type not in {T.INDICATION}}
            if candidate.identifier:
                group.identifiers.add(candidate.identifier)

    def join(self, into: Group, other: Group) -> None:
        """Put all of a group into another."""
        if into is not other and other not in self._joined:
            into.absorb(other)
            self.groups.remove(other)
            self._joined[other] = into

    def current(self, group: Group) -> Group:
        """The group that a group has been joined to, itself where it has not."""
        while group in self._joined:
            group = self._joined[group]
        return group

    def with_name(self, name: str) -> list[Group]:
        """The groups that have a candidate of exactly this name."""
        return list(dict.fromkeys(map(self.current, self._named.get(name, ()))))

    def is_joined(self, group: Group) -> bool:
        """Whether a group has been put into another."""
        return group in self._joined
