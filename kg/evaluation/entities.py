"""How many of the entities that facts need are found, and how many of those that facts use are right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.evaluation.facts import Record
from kg.evaluation.gold import Argument, GoldDocument
from kg.evaluation.scoring import Outcome

Listings = Mapping[str, tuple[Argument, ...]]  # document → the entities that were produced for it


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityCounts:
    """Entities of one type, or of all."""

    required: int = 0  # gold entities that required gold facts use
    found: int = 0  # of these, those among the produced entities of the same type
    named: int = 0  # of these, those among the produced entities of any type
    produced: int = 0  # entities that produced facts use
    right: int = 0  # of these, those that are gold entities, by any name
    typed: int = 0  # of these, those whose type is the gold entity's too

    def __add__(self, other: EntityCounts) -> EntityCounts:
        """The sum of two counts."""
        return EntityCounts(
            required=self.required + other.required,
            found=self.found + other.found,
            named=self.named + other.named,
            produced=self.produced + other.produced,
            right=self.right + other.right,
            typed=self.typed + other.typed,
        )

    def to_record(self) -> Record:
        """The counts as plain JSON values."""
        return {
            "required": self.required,
            "found": self.found,
            "named": self.named,
            "produced": self.produced,
            "right": self.right,
            "typed": self.typed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityScores:
    """The entities of a run, by type; ``listed`` says whether there was a listing, without which none are found."""

    types: Mapping[str, EntityCounts]
    listed: bool

    @property
    def all(self) -> EntityCounts:
        """All types together."""
        return sum(self.types.values(), EntityCounts())

    def to_record(self) -> Record:
        """The figures as plain JSON values."""
        types = {name: counts.to_record() for name, counts in sorted(self.types.items())}
        return {"listed": self.listed, "all": self.all.to_record(), "types": types}


def listings(records: Iterable[Record]) -> dict[str, tuple[Argument, ...]]:
    """The entities by document, from the records that list some: ``{"document": …, "entities": [{"name", …}, …]}``."""
    return {
        record["document"]: tuple(Argument.of(entity, {}) for entity in record["entities"])
        for record in records
        if "entities" in record
    }


def score_entities(outcomes: Iterable[Outcome], listed: Listings | None = None) -> EntityScores:
    """Count entities.

    Args:
        outcomes: Judged documents; produced entities are those of all their produced facts.
        listed: The produced entities of each document, used by a fact or not. A document that has no entry counts as
            one in which nothing was found.
    """
    types: dict[str, EntityCounts] = {}
    for outcome in outcomes:
        here = (listed or {}).get(outcome.document, ())
        required = {a for a in required_entities(outcome) if a.type is not None}
        used = {a for judged in outcome.judged for a in (judged.fact.subject, judged.fact.object) if a.type is not None}
        for entity in required:
            as_types = {produced.type for produced in here if produced.names & entity.names}
            counts = EntityCounts(required=1, found=int(entity.type in as_types), named=int(bool(as_types)))
            _add(types, entity.type or "", counts)
        for entity in used:
            of_gold = gold_types(entity, outcome.gold)
            counts = EntityCounts(produced=1, right=int(bool(of_gold)), typed=int(entity.type in of_gold))
            _add(types, entity.type or "", counts)
    return EntityScores(types=types, listed=listed is not None)


def required_entities(outcome: Outcome) -> Iterable[Argument]:
    """Subjects and objects of the required gold facts that were asked for."""
    for judged in outcome.judged:
        if judged.gold is not None and not judged.gold.optional:
            yield judged.gold.subject
            yield judged.gold.object
    for fact in outcome.missing:
        yield fact.subject
        yield fact.object


def gold_types(entity: Argument, gold: GoldDocument) -> frozenset[str]:
    """The types of the gold entities that share a name with an entity."""
    return frozenset(one.type or "" for one in gold.entities if one.names & entity.names)


def _add(types: dict[str, EntityCounts], name: str, counts: EntityCounts) -> None:
    types[name] = types.get(name, EntityCounts()) + counts
