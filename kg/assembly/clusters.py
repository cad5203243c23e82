"""Sets that grow together: union-find with members in a fixed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Clusters(Generic[T]):
    """A partition of members that is refined by joining; the same for any order of joins."""

    def __init__(self, members: Iterable[T]) -> None:
        """Begin with every member alone."""
        self._parent = {member: member for member in members}
        self._size = dict.fromkeys(self._parent, 1)

    def find(self, member: T) -> T:
        """The member that stands for its cluster."""
        root = member
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[member] != root:
            self._parent[member], member = root, self._parent[member]
        return root

    def join(self, one: T, other: T) -> None:
        """Make two clusters one."""
        a, b = self.find(one), self.find(other)
        if a != b:
            if self._size[a] < self._size[b]:
                a, b = b, a
            self._parent[b] = a
            self._size[a] += self._size[b]

    def join_by(self, keys: Callable[[T], Iterable[str]], *, unless: Callable[[T, T], bool] | None = None) -> None:
        """Join members that share a key; ``unless`` says which two must stay apart."""
        holders: dict[str, list[T]] = defaultdict(list)
        for member in list(self._parent):
            for key in keys(member):
                holders[key].append(member)
        for key in sorted(holders):
            first, *rest = holders[key]
            for other in rest:
                if unless is None or not unless(first, other):
                    self.join(first, other)

    def __iter__(self) -> Iterator[tuple[T, ...]]:
        """The clusters, each with its members in the order in which they were given."""
        groups: dict[T, list[T]] = defaultdict(list)
        for member in self._parent:
            groups[self.find(member)].append(member)
        return iter([tuple(group) for group in groups.values()])
