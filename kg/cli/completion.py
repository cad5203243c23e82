"""What a shell offers on TAB: templates, and names of what is in the store.

Names come from documents, and zsh evaluates what is offered: only plain words are offered as they are, all others by their id.
In bash, which takes what is offered as it is, blanks are escaped.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from kg.graph.stores import Store
    from kg.terms import EntityType

MOST = 60  # that are offered at once
_PLAIN = re.compile(r"[\w.,/+-]+(?: [\w.,/+-]+)*")
_LABELS = """
SELECT ?entity ?name WHERE {{
  VALUES ?class {{ {classes} }}
  ?entity a ?class ; rdfs:label ?name .
  FILTER (STRSTARTS(LCASE(?name), {typed}) || STRSTARTS(STR(?entity), {id}))
}} ORDER BY ?name LIMIT {most}
"""


class Offer(str):
    """A name that is offered even where it does not begin with what is typed, letter for letter: typer drops such."""

    __slots__ = ()

    def startswith(self, *_: Any) -> bool:
        """Whether it may be offered."""
        return True


def templates(incomplete: str) -> Iterable[tuple[str, str]]:
    """Templates of queries that begin with what is typed, each with what it answers."""
    from kg.errors import KgError
    from kg.queries.templates import templates as known

    try:
        return [(t.name, t.summary) for t in known().values() if t.name.startswith(incomplete)]
    except KgError:
        return []


def entities(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names in the store that begin with what is typed."""
    return named(())(ctx, incomplete)


def named(types: Iterable[EntityType]) -> Callable[[typer.Context, str], list[str]]:
    """A function that offers names of entities of some types, all where there are none."""
    wanted = tuple(types)

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        from kg.errors import KgError
        from kg.graph.stores import open_store

        try:
            with open_store(_store(ctx), read_only=True) as store:
                found = _find(store, incomplete, wanted)
        except (KgError, OSError):  # a shell has no use for the reason
            return []
        return list(map(_escaped, found))

    return complete


def values(choices: Iterable[str]) -> Callable[[str], list[str]]:
    """A function that offers those of a closed list that begin with what is typed."""
    known = tuple(choices)

    def complete(incomplete: str) -> list[str]:
        return [_escaped(choice) for choice in known if choice.startswith(incomplete)]

    return complete


def _store(ctx: typer.Context) -> str:
    return str(ctx.params.get("store") or os.environ.get("KG_STORE") or "kg-store")


def _find(store: Store, incomplete: str, types: tuple[EntityType, ...]) -> list[str]:
    from pyoxigraph import Literal

    from kg.graph.vocabulary import BASE, type_iri
    from kg.queries.results import Results

    query = _LABELS.format(
        classes=" ".join(str(type_iri(type_)) for type_ in types) or "kg:Entity",
        typed=Literal(incomplete.casefold()),
        id=Literal(BASE + incomplete if "/" in incomplete else "no id"),
        most=MOST,
    )
    rows: list[dict[str, Any]] = Results(store.query(query)).rows
    by_id = "/" in incomplete
    return [str(row["entity"] if by_id or not _PLAIN.fullmatch(row["name"]) else row["name"]) for row in rows]


def _escaped(name: str) -> Offer:
    return Offer(name.replace(" ", "\\ ")) if os.environ.get("_KG_COMPLETE", "").endswith("bash") else Offer(name)
