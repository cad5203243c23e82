"""What documents say beside a name: whether two names stand in like company, which speaks for one thing, or side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.assembly.keys import name_key
from kg.assembly.units import Group, Unit

_FAMILIES = frozenset({"organization", "drug", "person", "trial", "platform"})
_MOST = 30  # documents of a name that is still rare
_LOOK = 60  # documents of a thing that are looked at


class Context:
    """Rare names by document: two documents that share one speak of the same matter."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """Count in how many documents each name stands."""
        documents: dict[tuple[str, str], set[str]] = defaultdict(set)
        for unit in units:
            if unit.family in _FAMILIES and not unit.generic:
                documents[unit.family, name_key(unit.type, unit.name)] |= unit.documents
        total = len({d for unit in units for d in unit.documents})
        most = min(_MOST, max(3, total // 10))
        self._rare: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, found in documents.items():
            if 1 < len(found) <= most:
                for document in found:
                    self._rare[document].add(key)

    def support(self, one: Group, other: Group) -> str | None:
        """What documents say of both; None where they share nothing that is rare."""
        linked = {n for u in one.units for n in u.neighbours} & {n for u in other.units for n in u.neighbours}
        if linked:
            relation, name = min(linked)
            return f"both have {relation} with {name}"
        here, there = documents(one), documents(other)
        if here & there:
            return None  # one author who writes two names may mean two things
        own = {(u.family, name_key(u.type, u.name)) for g in (one, other) for u in g.units}
        a, b = (set().union(*(self._rare.get(d, set()) for d in sorted(ds)[:_LOOK])) for ds in (here, there))
        shared = (a & b) - own
        return f"their documents share the rare name {min(shared)[1]!r}" if shared else None

    def together(self, one: Group, other: Group) -> bool:
        """Whether a document names both, as two things."""
        return bool(documents(one) & documents(other))

    def listings(self, group: Group, ticker: str) -> int:
        """How many documents give a group's listing."""
        return len({d for u in group.units if ticker in u.tickers for d in u.documents})


def documents(group: Group) -> set[str]:
    """The documents that name a thing."""
    return set().union(*(unit.documents for unit in group.units))
