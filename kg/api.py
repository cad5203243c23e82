"""The package in a notebook or a program: build a graph, open one, ask it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.builder import MAX_CHARACTERS, BuildReport, ExtractionCache, Progress
from kg.builder import build as build_store
from kg.errors import StoreError
from kg.graph import rdf
from kg.graph.answers import Answer
from kg.graph.bounds import SECONDS
from kg.graph.stores import Store, open_store
from kg.model import Entity, Knowledge, Statement

if TYPE_CHECKING:
    import networkx

    from kg.graph.validation import Report
    from kg.queries.results import Results


class Graph:
    """A knowledge graph in a store.

    >>> graph = Graph(open_store(":memory:", create=True))
    >>> len(graph)
    0
    >>> graph.close()
    """

    def __init__(
        self, store: Store, *, report: BuildReport | None = None, scratch: TemporaryDirectory[str] | None = None
    ) -> None:
        """Wrap an open store; ``report`` says what the build did that made it, ``scratch`` goes when the graph is closed."""
        self._scratch = scratch
        self.store = store
        self.report = report
        self._knowledge: Knowledge | None = None

    def __len__(self) -> int:
        """The number of quads."""
        return len(self.store)

    def __enter__(self) -> Graph:
        """The graph itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()
        if self._scratch is not None:
            self._scratch.cleanup()

    @property
    def knowledge(self) -> Knowledge:
        """Documents, entities and statements of the whole graph, read once."""
        if self._knowledge is None:
            self._knowledge = rdf.read(self.store)
        return self._knowledge

    def query(self, name: str, /, **parameters: Any) -> Results:
        """Answer a query template.

        Args:
            name: Of the template; ``kg.queries.templates()`` lists them.
            parameters: Of the template; entities by any name that people use for them.

        Returns:
            Rows that iterate, count and go to pandas or Arrow.

        Raises:
            QueryError: The template or a parameter is unknown, or a name means nothing or several things.
        """
        from kg.queries import run

        return run(self.store, name, **parameters)

    def sparql(self, query: str, *, timeout: float | None = SECONDS) -> Answer:
        """Answer any SPARQL 1.1 query; our prefixes are predefined, and the default graph is the union of all.

        Args:
            query: The query; ``kg.graph.bounds`` says how long and deep it may be.
            timeout: Seconds to wait for the engine.

        Raises:
            SparqlError: The query is malformed; the message has line and column.
            RefusedQueryError: It is out of bounds, updates, or would ask another server.
            QueryTimeoutError: There is no answer in time; raised here or while the answer is read.
        """
        return self.store.query(query, timeout=timeout)

    def entity(self, name: str) -> Entity:
        """The one entity of a name, alias, abbreviation or near spelling.

        Raises:
            UnknownEntityError: There is none.
            AmbiguousEntityError: There are several.
        """
        from kg.queries.entities import Lookup

        id_ = Lookup(self.store).find(name)
        return next(entity for entity in self.knowledge.entities if entity.id == id_)

    def statements(self, entity: Entity | str) -> Iterator[Statement]:
        """The statements with an entity as subject or object."""
        id_ = entity.id if isinstance(entity, Entity) else self.entity(entity).id
        return (s for s in self.knowledge.statements if id_ in (s.subject, s.object))

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Entities as nodes and statements as edges."""
        from kg.export import to_networkx

        return to_networkx(self.knowledge)

    def network(self, *, focus: str | None = None, depth: int = 2, title: str = "Drug pipelines") -> str:
        """The network as one self-contained HTML page."""
        from kg.views import network

        return network(self.knowledge, focus=self.entity(focus).id if focus else None, depth=depth, title=title)

    def export(self, format_: str, path: str | Path, *, force: bool = False) -> None:
        """Write the graph to a file or folder in one of the formats of ``kg export``."""
        from kg.export import export

        export(self.store, format_, Path(path), force=force)

    def validate(self) -> Report:
        """Check the graph against the shapes of the ontology."""
        from kg.graph.validation import validate

        return validate(self.store)


def build(
    sources: str | Path | Iterable[str | Path],
    store: str | Path = "kg-store",
    *,
    workers: int = 1,
    max_characters: int = MAX_CHARACTERS,
    cache: str | Path | None = None,
    progress: Progress | None = None,
) -> Graph:
    """Build a graph from documents, or bring one up to date.

    Args:
        sources: Files, folders and globs; one or several.
        store: A folder, ``":memory:"``, or the URL of a SPARQL endpoint.
        workers: Processes that extract.
        max_characters: Documents with more are left out.
        cache: Folder of extractions; beside the quads in the store's folder where that is one.
        progress: Called with a step's name, what is done and what there is to do.

    Returns:
        The graph; its ``report`` says what was read, made and left out.

    Raises:
        StoreError: The store cannot be used.
    """
    listed = [sources] if isinstance(sources, str | Path) else list(sources)
    opened = open_store(store, create=True)
    scratch = TemporaryDirectory(prefix="kg-") if str(store) == ":memory:" and cache is None else None
    try:
        folder = cache_folder(store, scratch.name if scratch else cache)
        report = build_store(
            listed, opened, ExtractionCache(folder), workers=workers, max_characters=max_characters, progress=progress
        )
    except BaseException:
        opened.close()
        if scratch is not None:
            scratch.cleanup()
        raise
    return Graph(opened, report=report, scratch=scratch)


def cache_folder(store: str | Path, cache: str | Path | None) -> Path:
    """Where the extractions of a store are kept.

    Raises:
        StoreError: A remote store has no folder of its own and none is given.
    """
    if cache is not None:
        return Path(cache)
    name = str(store)
    if name.startswith(("http://", "https://")):
        raise StoreError(f"{name}: a remote store keeps no extractions; name a folder for them with --cache")
    return Path(store) / "extractions"


def open(store: str | Path = "kg-store") -> Graph:
    """Open a graph for reading.

    Raises:
        StoreNotFoundError: There is none.
        NotAStoreError: There is something else.
    """
    return Graph(open_store(store, read_only=True))
