"""Entities by the names that people use for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process

from kg.errors import AmbiguousEntityError, UnknownEntityError
from kg.graph.stores import Store
from kg.graph.vocabulary import BASE, ONTOLOGY
from kg.names import code_key, fold, near, organization_key
from kg.terms import ORGANIZATIONS, EntityType
from kg.text import line

_NAMES = """
SELECT ?entity ?class ?name ?main WHERE {
  ?entity a kg:Entity ; a ?class ; rdfs:label ?label .
  FILTER (?class NOT IN (kg:Entity, kg:Organization))
  { ?entity rdfs:label ?name BIND (true AS ?main) }
  UNION { ?entity skos:altLabel ?name BIND (false AS ?main) }
  UNION { ?entity kg:listedAs ?listing BIND (STRAFTER(?listing, ":") AS ?name) BIND (false AS ?main) }
  UNION { ?entity kg:listedAs ?name BIND (false AS ?main) }
}
"""
_SURE = 88.0  # similarity, 0 to 100, from which a misspelling is taken for the name


class Lookup:
    """All names of a store's entities, read once."""

    def __init__(self, store: Store, *, base: str = BASE) -> None:
        """Read the names."""
        self.base = base
        self.note: str | None = None  # what the last find took a misspelling for
        self._types: dict[str, EntityType] = {}
        self._labels: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._folded: dict[str, set[str]] = defaultdict(set)
        self._main: dict[str, set[str]] = defaultdict(set)
        by_class = {ONTOLOGY + t.value.capitalize(): t for t in EntityType}
        for entity, cls, name, main in store.query(_NAMES, timeout=None):
            assert isinstance(entity, NamedNode)
            assert isinstance(cls, NamedNode)
            assert isinstance(name, Literal)
            id_ = unquote(entity.value.removeprefix(base))
            self._types[id_] = by_class[cls.value]
            self._by_name[name.value].add(id_)
            keys = {fold(name.value), code_key(name.value)}
            keys |= {organization_key(name.value)} if by_class[cls.value] in ORGANIZATIONS else set()
            for key in keys:
                self._folded[key].add(id_)
                if isinstance(main, Literal) and main.value == "true":
                    self._main[key].add(id_)
            if isinstance(main, Literal) and main.value == "true":
                self._labels[id_] = name.value

    def label(self, id_: str) -> str:
        """The name of an entity."""
        return self._labels.get(id_, id_)

    def find(self, name: str, types: Iterable[EntityType] = ()) -> str:
        """The id of the one entity that a name means.

        Args:
            name: A name, an alias, an abbreviation, a near spelling, an id such as ``drug/abc-1``, a CURIE or an IRI.
            types: What it may be; anything where empty.

        Raises:
            UnknownEntityError: Nothing has this name; the message offers near ones.
            AmbiguousEntityError: Several things have it; the message lists them.
        """
        self.note = None
        allowed = frozenset(types) or frozenset(EntityType)
        id_ = unquote(name.removeprefix("<").removesuffix(">").removeprefix(self.base).removeprefix("id:"))
        if self._types.get(id_) in allowed:
            return id_
        for group in (
            self._by_name.get(name),
            self._main.get(fold(name)),
            self._folded.get(fold(name)),
            self._folded.get(code_key(name)),
            self._folded.get(organization_key(name)),
        ):
            found = sorted(i for i in group or () if self._types[i] in allowed)
            main = [i for i in found if self._labels.get(i) == name]
            if len(main) == 1:
                return main[0]
            if len(found) == 1:
                return found[0]
            if found:
                listed = "; ".join(f"{self.label(i)} ({i})" for i in found)
                raise AmbiguousEntityError(
                    f"{name!r} names {len(found)} things: {listed}; give one by what stands in parentheses"
                )
        return self._same_disease(name, allowed) or self._misspelt(name, allowed)

    def _same_disease(self, name: str, allowed: frozenset[EntityType]) -> str | None:
        """The disease that a name means by the vocabularies, or without the setting that it adds."""
        if EntityType.INDICATION not in allowed:
            return None
        from kg.assembly.diseases import disease  # here, so that known names wait for no vocabulary

        wanted = disease(name)
        listed = [i for i, t in self._types.items() if t is EntityType.INDICATION] if wanted.words else []
        found = [i for i in sorted(listed) if disease(self.label(i)).key == wanted.key]
        found = [i for i in found if disease(self.label(i)).setting is None] or found
        if len(found) != 1:
            return None
        self.note = f"{name!r} taken for {self.label(found[0])}"
        return found[0]

    def _misspelt(self, name: str, allowed: frozenset[EntityType]) -> str:
        names = [n for n, ids in self._by_name.items() if any(self._types[i] in allowed for i in ids)]
        close = process.extract(name, names, scorer=fuzz.ratio, processor=fold, limit=10, score_cutoff=_SURE)
        same_digits = [n for n, _, _ in close if [c for c in n if c.isdigit()] == [c for c in name if c.isdigit()]]
        ids = sorted({i for n in same_digits for i in self._by_name[n] if self._types[i] in allowed})
        if len(ids) == 1 and len(name) > 4:
            self.note = line(f"{name!r} taken for {self.label(ids[0])}")
            return ids[0]
        offered = near(name, names)
        kinds = "" if len(allowed) == len(EntityType) else f" ({' or '.join(sorted(allowed))})"
        hint = f"; near names: {', '.join(offered)}" if offered else "; kg stats says what is in the store"
        raise UnknownEntityError(f"{name!r}: nothing of this name{kinds} in the store{hint}")
