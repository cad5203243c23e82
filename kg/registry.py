"""Finding components, ours and other packages', by entry point."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import Any

from kg.errors import ComponentError


def names(group: str) -> tuple[str, ...]:
    """Return the names that are registered for a group such as ``"readers"``, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=f"kg.{group}")}))


@cache
def get(group: str, name: str) -> Any:
    """Import the component of this name; nothing is imported before it is asked for.

    Raises:
        ComponentError: None of this name is installed, or it cannot be imported.
    """
    for point in entry_points(group=f"kg.{group}"):
        if point.name == name:
            try:
                return point.load()
            except (ImportError, AttributeError) as error:
                raise ComponentError(f"{group} {name!r}: cannot load {point.value}: {error}") from error
    raise ComponentError(f"{group}: no {name!r} is installed; there are {', '.join(names(group)) or 'none'}")
