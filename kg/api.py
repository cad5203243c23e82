"""The package in a notebook or a program: build a graph, open one, ask it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.builder import MAX_CHARACTERS, BuildReport, ExtractionCache, Progress, cache_folder
from kg.builder import build as build_store
from kg.graph import rdf
from kg.graph.answers import Answer
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

    def __init__(self, store: Store, *, report: BuildReport | None = None) -> None:
        """Wrap an open store; ``report`` says what the build did that made it."""
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

    def sparql(self, query: str) -> Answer:
        """Answer any SPARQL 1.1 query; our prefixes are predefined, and the default graph is the union of all.

        Raises:
            SparqlError: The query is malformed; the message has line and column.
        """
        return self.store.query(query)

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

    def report_on(self, company: str) -> str:
        """What is stated of a company, as one self-contained HTML page to hand on.

        Raises:
            UnknownEntityError: There is no organization of this name.
            AmbiguousEntityError: There are several.
        """
        from kg.queries.entities import Lookup
        from kg.terms import ORGANIZATIONS
        from kg.views.report import report

        return report(self.knowledge, Lookup(self.store).find(company, ORGANIZATIONS)).page()

    def compare(self, one: str, other: str) -> str:
        """Two companies, or two drugs, side by side as one self-contained HTML page.

        Raises:
            UnknownEntityError: There is no organization or drug of a name.
            AmbiguousEntityError: There are several.
            ParameterError: Both are the same, or they are no two companies and no two drugs.
        """
        from kg.queries.entities import Lookup
        from kg.views.compare import compare, pair

        return compare(self.knowledge, *pair(Lookup(self.store), one, other)).page()

    def pipeline(
        self,
        company: str | None = None,
        *,
        indication: str | None = None,
        by: str | None = None,
        as_of: str | None = None,
        since: str | None = None,
    ) -> str:
        """Programs by phase as one self-contained HTML page; see ``kg.views.pipeline``."""
        from kg.queries.entities import Lookup
        from kg.terms import ORGANIZATIONS, EntityType
        from kg.views.pipeline import pipeline

        lookup = Lookup(self.store)
        whose = lookup.find(company, ORGANIZATIONS) if company else None
        disease = lookup.find(indication, [EntityType.INDICATION]) if indication else None
        return pipeline(self.knowledge, company=whose, indication=disease, by=by, as_of=as_of, since=since)

    def timeline(self, entity: str | None = None, *, since: str | None = None, until: str | None = None) -> str:
        """What happened and is announced, by date, as one self-contained HTML page; see ``kg.views.timeline``."""
        from kg.views.timeline import timeline

        id_ = self.entity(entity).id if entity else None
        return timeline(self.knowledge, entity=id_, since=since, until=until)

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
    dates: str | Path | Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Graph:
    """Build a graph from documents, or bring one up to date.

    Args:
        sources: Files, folders and globs; one or several.
        store: A folder, ``":memory:"``, or the URL of a SPARQL endpoint.
        workers: Processes that extract.
        max_characters: Documents with more are left out.
        cache: Folder of extractions; beside the quads in the store's folder where that is one.
        dates: When documents were published, by file name: a CSV, TSV or JSON file, or a mapping.
        progress: Called with a step's name, what is done and what there is to do.

    Returns:
        The graph; its ``report`` says what was read, made and left out.

    Raises:
        StoreError: The store cannot be used.
        DatesError: The file of dates cannot be read, or one is no date.
    """
    from kg.documents import Dates, read_dates

    known = read_dates(Path(dates)) if isinstance(dates, str | Path) else Dates(dates or {})
    listed = [sources] if isinstance(sources, str | Path) else list(sources)
    opened = open_store(store, create=True)
    try:
        folder = cache_folder(store, cache)
        report = build_store(
            listed,
            opened,
            ExtractionCache(folder),
            workers=workers,
            max_characters=max_characters,
            dates=known,
            progress=progress,
        )
    except BaseException:
        opened.close()
        raise
    return Graph(opened, report=report)


def open(store: str | Path = "kg-store", *, as_of: str | None = None, cache: str | Path | None = None) -> Graph:
    """Open a graph for reading.

    Args:
        store: A folder, or the URL of a SPARQL endpoint.
        as_of: A date: the graph as it would be had only the documents until its last day been read.
        cache: Folder of the extractions that ``as_of`` reads, where it is not that of the store.

    Raises:
        StoreNotFoundError: There is none.
        NotAStoreError: There is something else.
        ParameterError: ``as_of`` is no date.
    """
    from kg.history import open_as_of

    return Graph(open_as_of(store, as_of, cache)[0])
