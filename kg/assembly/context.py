"""What documents say beside a name: whether two names stand in like company, which speaks for one thing, or side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.assembly.keys import name_key
from kg.assembly.units import Group, Unit

_FAMILIES = frozenset({"organization", "drug", "person", "trial", "platform"})
_MOST = 30  # documents of a name that is still rare
_LOOK = 60  # documents of a thing that are looked at


class Context:
    """Rare names by document: two documents that share one speak of the same matter."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """Count in how many documents each name stands."""
        self._units = [unit for unit in units if unit.family in _FAMILIES and not unit.generic]
        self._total = len({d for unit in units for d in unit.documents})
        self._meant: dict[str, str] = {}  # names of things that are resolved, each with one name for all of them
        self._rare: dict[str, set[str]] = {}
        self._count()

    def _count(self) -> None:
        documents: dict[str, set[str]] = defaultdict(set)
        for unit in self._units:
            documents[self._name(unit)] |= unit.documents
        most = min(_MOST, max(3, self._total // 10))
        self._rare = defaultdict(set)
        for key, found in documents.items():
            if 1 < len(found) <= most:
                for document in found:
                    self._rare[document].add(key)

    def _name(self, unit: Unit) -> str:
        key = name_key(unit.type, unit.name)
        return self._meant.get(key, key)

    def learn(self, groups: Iterable[Group]) -> None:
        """Take the names of a thing that is resolved for one: a code here and a brand there are company alike."""
        meant: dict[str, set[str]] = defaultdict(set)
        for group in groups:
            first = name_key(group.units[0].type, group.units[0].name)
            for unit in group.units:
                meant[name_key(unit.type, unit.name)].add(first)
        self._meant.update({name: firsts.pop() for name, firsts in meant.items() if len(firsts) == 1})
        self._count()

    def links(self, unit: Unit) -> set[tuple[str, str]]:
        """The relations of a unit, each with what is at the other end."""
        return {(relation, self._meant.get(name, name)) for relation, name in unit.neighbours}

    def support(self, one: Group, other: Group) -> str | None:
        """What documents say of both; None where they share nothing that is rare."""
        a, b = ({link for unit in group.units for link in self.links(unit)} for group in (one, other))
        if a & b:
            relation, name = min(a & b)
            return f"both have {relation} with {name}"
        here, there = documents(one), documents(other)
        if here & there:
            return None  # one author who writes two names may mean two things
        own = {self._name(u) for g in (one, other) for u in g.units}
        rare = (set().union(*(self._rare.get(d, set()) for d in sorted(ds)[:_LOOK])) for ds in (here, there))
        shared = set.intersection(*rare) - own
        return f"their documents share the rare name {min(shared)!r}" if shared else None

    def together(self, one: Group, other: Group) -> bool:
        """Whether a document names both, as two things."""
        return bool(documents(one) & documents(other))

    def listings(self, group: Group, ticker: str) -> int:
        """How many documents give a group's listing."""
        return len({d for u in group.units if ticker in u.tickers for d in u.documents})


def documents(group: Group) -> set[str]:
    """The documents that name a thing."""
    return set().union(*(unit.documents for unit in group.units))
