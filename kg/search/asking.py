"""A store's search from what people type: names of companies, days, kinds; the index is looked after on the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Literal

from kg.errors import NotAStoreError, ParameterError, StoreError, StoreNotFoundError
from kg.graph.dates import date_bounds
from kg.graph.stores import Store
from kg.graph.vocabulary import BASE, resource
from kg.names import near
from kg.queries.entities import Lookup
from kg.search.find import Filters
from kg.search.index import Index
from kg.search.writing import behind, bring_up_to_date, fingerprint
from kg.terms import ORGANIZATIONS, EntityType, SectionKind

SOON = 500  # documents that are read into an index while somebody waits for an answer
_DATE = re.compile(r"\d{4}(?:-Q[1-4]|-H[12]|-\d\d(?:-\d\d)?)?")
Kind = TypeVar("Kind", bound=StrEnum)


def current(path: Path, folder: Path) -> tuple[Index, tuple[str, ...]]:
    """Open the index of a store, as new as its extractions where that takes little, and say what was done or is to do.

    Raises:
        StoreNotFoundError: There is no index and nothing to make it of.
        StoreError: It cannot be read, or is missing and would take long.
    """
    if _state(path) == fingerprint(folder) or not folder.is_dir():
        return Index.reading(path), ()
    late = behind(path, folder)
    many = f"{late} document{'' if late == 1 else 's'}"
    if late > SOON:
        if not path.exists():
            raise StoreNotFoundError(f"{path}: no search index of these {many}; run kg build again, which writes it")
        return Index.reading(path), (f"the search index is older than the store by {many}; run kg build again",)
    try:
        with Index.writing(path) as index:
            bring_up_to_date(index, folder)
    except StoreError as error:
        if not path.exists() or isinstance(error, NotAStoreError):
            raise
        missing = (f"the search index is older than the store by {many}, and cannot be written: {error}",)
        return Index.reading(path), missing if late else ()
    return Index.reading(path), (
        f"the search index was behind the store by {many}, and was brought up to date",
    ) if late else ()


def _state(path: Path) -> str | None:
    try:
        with Index.reading(path) as index:
            return index.state("folder")
    except StoreNotFoundError:
        return None
    except NotAStoreError:
        return None


def filters(
    store: Store,
    *,
    company: str | None = None,
    drug: str | None = None,
    entity: str | None = None,
    types: Iterable[str] = (),
    sections: Iterable[str] = (),
    documents: Iterable[str] = (),
    since: str | None = None,
    until: str | None = None,
    known: Collection[str] = (),
    base: str = BASE,
) -> tuple[Filters, tuple[str, ...]]:
    """Filters from names and days as people write them, and notes on names that were taken for others.

    Raises:
        ParameterError: A kind, day or document is unknown.
        UnknownEntityError: A name means nothing in this store.
        AmbiguousEntityError: A name means several things.
    """
    asked: list[tuple[str, Iterable[EntityType]]] = [
        (name, of)
        for name, of in ((company, ORGANIZATIONS), (drug, [EntityType.DRUG]), (entity, list(EntityType)))
        if name is not None
    ]
    lookup = Lookup(store, base=base) if asked else None
    entities, notes = [], []
    for name, of in asked:
        assert lookup is not None
        entities.append(_names(store, lookup.find(name, of), base))
        notes += [lookup.note] if lookup.note else []
    wanted = tuple(d.removeprefix("document/").partition("#")[0] for d in documents)
    for document in wanted:
        if known and document not in known:
            close = near(document, known)
            hint = f"; near ids: {', '.join(close)}" if close else ""
            raise ParameterError(f"search: --document {document!r}: no document of this id{hint}")
    made = Filters(
        entities=tuple(entities),
        types=_kinds("type", types, EntityType),
        sections=_kinds("section", sections, SectionKind),
        documents=wanted,
        since=_day("since", since, 0),
        until=_day("until", until, 1),
    )
    return made, tuple(notes)


def _names(store: Store, id_: str, base: str) -> tuple[tuple[EntityType, str], ...]:
    """All names of an entity, each with its type."""
    type_ = EntityType(id_.partition("/")[0])
    rows = store.query(f"SELECT DISTINCT ?name WHERE {{ {resource(base, id_)} rdfs:label|skos:altLabel ?name }}")
    return tuple((type_, name.value) for (name,) in rows if isinstance(name, Literal))


def _kinds(option: str, given: Iterable[str], kinds: type[Kind]) -> tuple[Kind, ...]:
    found = []
    for name in given:
        try:
            found.append(kinds(name.strip().casefold()))
        except ValueError as error:
            raise ParameterError(f"search: --{option} {name!r}: there are {', '.join(kinds)}") from error
    return tuple(found)


def _day(option: str, text: str | None, end: int) -> str | None:
    if text is None:
        return None
    try:
        if not _DATE.fullmatch(text.strip()):
            raise ValueError(text)
        return date_bounds(text.strip())[end]
    except (ValueError, IndexError) as error:
        raise ParameterError(
            f"search: --{option} {text!r}: no date; write 2016, 2016-Q3, 2016-11 or 2016-11-28"
        ) from error
