"""What is compared: the entities of single documents, those that read alike taken together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.assembly.cleaning import cleaned
from kg.assembly.diseases import disease
from kg.assembly.keys import family, is_code, is_generic
from kg.assembly.legal import shared_countries
from kg.assembly.likeness import close
from kg.model import Entity, Extraction
from kg.names import code_key, fold, person_key
from kg.terms import ORGANIZATIONS, RELATIONS, EntityType, Relation

OTHER_EMPLOYERS = "different employers"
Key = tuple[str, str]  # document id, entity id
OF_DOCUMENT = {EntityType.TRIAL, EntityType.PLATFORM, EntityType.DRUG, EntityType.PERSON, EntityType.INDICATION}


@dataclass(frozen=True, slots=True)
class Local:
    """An entity of one document with what is said of it there."""

    key: Key
    entity: Entity
    literals: frozenset[str] = frozenset()  # tickers
    neighbours: frozenset[tuple[str, str]] = frozenset()  # relation, folded name at the other end
    surfaces: Mapping[str, int] = field(default_factory=dict)  # how often each form stands in the text


def locals_of(extraction: Extraction) -> list[Local]:
    """The entities of an extraction, with their tickers, neighbours and written forms."""
    by_id = {entity.id: cleaned(entity) for entity in extraction.entities}
    literals: dict[str, set[str]] = defaultdict(set)
    neighbours: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for fact in extraction.facts:
        if RELATIONS[fact.relation].literal:
            if fact.relation is Relation.LISTED_AS:
                literals[fact.subject].add(fact.object)
            continue
        for one, other in ((fact.subject, fact.object), (fact.object, fact.subject)):
            if other in by_id:
                neighbours[one].add((fact.relation, code_key(by_id[other].name)))
    text = extraction.document.text
    found = []
    for entity in by_id.values():
        surfaces = Counter(re.sub(r"\s+", " ", text[m.start : m.end]) for m in entity.mentions if not m.nominal)
        found.append(
            Local(
                key=(extraction.document.id, entity.id),
                entity=entity,
                literals=frozenset(literals[entity.id]),
                neighbours=frozenset(neighbours[entity.id]),
                surfaces=surfaces,
            )
        )
    return found


@dataclass(slots=True)
class Unit:
    """Entities of documents that have the same names, or one that can only be compared by itself."""

    number: int
    family: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    locals: list[Local] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    tickers: set[str] = field(default_factory=set)
    neighbours: set[tuple[str, str]] = field(default_factory=set)
    generic: bool = False  # whether the name is made of words that any document may use for its own thing

    @property
    def names(self) -> tuple[str, ...]:
        """The main name and all others."""
        return (self.name, *self.aliases)

    @property
    def order(self) -> tuple[int, str, tuple[str, ...], Key]:
        """The best known first; the same for any order of documents."""
        return (-len(self.documents), self.name, self.aliases, self.locals[0].key)

    @property
    def employers(self) -> set[str]:
        """Folded names of the organizations in which a person has a role."""
        return {name for relation, name in self.neighbours if relation == Relation.HOLDS_ROLE}


def units_of(locals_: Sequence[Local]) -> list[Unit]:
    """Take entities together that read alike; of people only those of one employer, as namesakes are many."""
    made: dict[object, Unit] = {}
    for local in sorted(locals_, key=lambda one: one.key):
        entity = local.entity
        alike: object = (family(entity.type), entity.type, entity.name, entity.aliases)
        if entity.type is EntityType.PERSON:
            roles = frozenset(name for relation, name in local.neighbours if relation == Relation.HOLDS_ROLE)
            alike = (alike, roles or local.key)
        elif entity.type in ORGANIZATIONS:
            alike = (alike, local.literals)
        generic = entity.type in OF_DOCUMENT and is_generic(entity.name)
        if entity.type is EntityType.INDICATION:
            generic = generic or not disease(entity.name).words  # a setting and no disease
        if generic:
            alike = local.key
        unit = made.get(alike)
        if unit is None:
            unit = Unit(len(made), family(entity.type), entity.type, entity.name, entity.aliases, generic=generic)
            made[alike] = unit
        unit.locals.append(local)
        unit.documents.add(local.key[0])
        unit.tickers |= local.literals
        unit.neighbours |= local.neighbours
    return list(made.values())


class Group:
    """Units that have become one, with all that speaks against taking in another."""

    __slots__ = ("codes", "countries", "employers", "generics", "judged", "middles", "size", "tickers", "units")

    def __init__(self, unit: Unit) -> None:
        """Begin with one unit."""
        self.units = [unit]
        self.size = len(unit.documents)
        self.tickers = set(unit.tickers)
        self.countries = shared_countries([unit.name]) if unit.family == "organization" else None
        self.employers = unit.employers if unit.family == "person" else set()
        self.codes = _codes([unit.name]) if unit.family == "drug" else {}
        self.generics = _generics(unit.names) if unit.family == "drug" else frozenset()
        self.middles = _middles(unit.name) if unit.family == "person" else frozenset()
        self.judged: frozenset[str] = frozenset()  # names of the user's judgements that are in it

    def take(self, other: Group) -> None:
        """Take in another group."""
        self.units += other.units
        self.size += other.size
        self.tickers |= other.tickers
        if other.countries is not None:
            self.countries = other.countries if self.countries is None else self.countries & other.countries
        self.employers = self.employers | other.employers
        for letters, digits in other.codes.items():
            self.codes.setdefault(letters, digits)
        self.generics |= other.generics
        self.middles |= other.middles
        self.judged |= other.judged


def _codes(names: Iterable[str]) -> dict[str, str]:
    """The digits of product codes by their letters."""
    found = {}
    for name in names:
        if is_code(name):
            key = code_key(name)
            found[re.sub(r"\d+", "#", key)] = "".join(re.findall(r"\d+", key))
    return found


# Ends of generic names that hardly any other word has (WHO, "The use of stems in the selection of INN", 2018).
_STEM = re.compile(
    r"[a-z]{4,}(?:mab|nib|ciclib|parib|lisib|zomib|clax|stat|siran|mersen|leucel|tecan|platin|glutide|gliptin|cept)"
)


def _generics(names: Iterable[str]) -> frozenset[str]:
    """The generic names among a drug's names."""
    return frozenset(word for name in names if _STEM.fullmatch(word := fold(name)))


def _middles(name: str) -> frozenset[str]:
    """The initials between a first and a last name."""
    return frozenset(re.findall(r"(?<=\s)([A-Z])\.?(?=\s\S*\s?[A-Z][a-z]{2,})", name))


def against(one: Group, other: Group) -> str | None:
    """What forbids that two groups are one thing; None where nothing does."""
    if one.countries is not None and other.countries is not None and not one.countries & other.countries:
        return "legal forms of different countries"
    clash = next((a for a in one.codes.keys() & other.codes.keys() if one.codes[a] != other.codes[a]), None)
    if clash is not None:
        return f"codes with different numbers ({one.codes[clash]}, {other.codes[clash]})"
    if one.generics and other.generics and not any(close(a, b) for a in one.generics for b in other.generics):
        return f"different generic names ({min(one.generics)}, {min(other.generics)})"
    if one.middles and other.middles and not one.middles & other.middles:
        return "different middle initials"
    if one.employers and other.employers and not any(_alike(a, b) for a in one.employers for b in other.employers):
        return OTHER_EMPLOYERS
    return None


def _alike(a: str, b: str) -> bool:
    return a[:5] == b[:5] or a.startswith(b) or b.startswith(a) or close(a, b)


def surname(name: str) -> str:
    """The last word of a person's name, folded."""
    return person_key(name).rpartition(" ")[2]
