"""The package in a notebook or a program: build a graph, open one, ask it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.display import counted, html_table, printable
from kg.errors import KgError, StoreError
from kg.graph import rdf
from kg.graph.bounds import SECONDS
from kg.graph.stores import Store, open_store
from kg.model import Entity, Knowledge, Statement
from kg.search.find import Found
from kg.search.index import index_file

if TYPE_CHECKING:
    import networkx
    import pyvis.network

    from kg.builder import BuildReport, Progress
    from kg.graph.validation import Report
    from kg.queries.results import Results
    from kg.views.network import Choice


class Graph:
    """A knowledge graph in a store.

    >>> graph = Graph(open_store(":memory:", create=True))
    >>> len(graph)
    0
    >>> graph.close()
    """

    def __init__(
        self,
        store: Store,
        *,
        report: BuildReport | None = None,
        cache: Path | None = None,
        scratch: TemporaryDirectory[str] | None = None,
    ) -> None:
        """Wrap an open store.

        Args:
            store: The store.
            report: What the build did that made it.
            cache: The folder of its extractions.
            scratch: A folder that goes when the graph is closed.
        """
        self._scratch = scratch
        self.store = store
        self.report = report
        self.cache = cache
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

    def __repr__(self) -> str:
        """The store and its size."""
        return f"<Graph {printable(self.store.name)}: {self._size()}>"

    def _repr_html_(self) -> str:
        if self._knowledge is None:  # a cell that shows a graph must not read all of it
            return html_table((), [("store", self.store.name), ("size", self._size())], caption="Graph")
        known = self._knowledge
        rows = [
            ("store", self.store.name),
            ("size", self._size()),
            ("documents", f"{len(known.documents):,}"),
            ("entities", f"{len(known.entities):,}"),
            ("statements", f"{len(known.statements):,}"),
        ]
        return html_table((), rows, caption="Graph")

    def _size(self) -> str:
        try:
            return counted(len(self.store), "quad")
        except KgError as error:  # closed, or an endpoint that does not answer: no reason to fail in a console
            return str(error)

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
            Rows that iterate, count and go to pandas, Polars or Arrow.

        Raises:
            QueryError: The template or a parameter is unknown, or a name means nothing or several things.
        """
        from kg.queries import run

        return run(self.store, name, **parameters)

    def sparql(self, query: str, *, timeout: float | None = SECONDS) -> Results:
        """Answer any SPARQL 1.1 query; our prefixes are predefined, and the default graph is the union of all.

        Args:
            query: The query; ``kg.graph.bounds`` says how long and deep it may be.
            timeout: Seconds to wait for the engine.

        Returns:
            Rows that iterate, count and go to pandas, Polars or Arrow; of an ASK ``.boolean``.

        Raises:
            SparqlError: The query is malformed; the message has line and column.
            RefusedQueryError: It is out of bounds, updates, or would ask another server.
            QueryTimeoutError: There is no answer in time; raised here or while the answer is read.
        """
        from kg.queries.results import Results

        return Results(self.store.query(query, timeout=timeout))

    def search(
        self,
        words: str | Iterable[str],
        *,
        company: str | None = None,
        drug: str | None = None,
        entity: str | None = None,
        type: str | Iterable[str] | None = None,
        section: str | Iterable[str] | None = None,
        document: str | Iterable[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        without: str | Iterable[str] = (),
        limit: int = 10,
    ) -> Found:
        """Find sentences of all documents by their words, best first.

        Args:
            words: Words, ``"phrases"``, ``prefixes*``, or an ordinary question.
            company: Sentences that name it, or that stand in documents about it.
            drug: The same.
            entity: The same for anything else.
            type: What the sentence names at least one of: company, drug, trial, person …
            section: Where it stands: headline, body, table, about …
            document: Id of the document.
            since: First day that the document may be of.
            until: The last.
            without: Words or phrases that must not stand in it.
            limit: How many at most.

        Returns:
            Hits that count and iterate, with ``notes`` on what was taken for something else.

        Raises:
            ParameterError: There is no word to search for, or a kind, day or document is unknown.
            UnknownEntityError: A name means nothing in this store.
            StoreError: There is no index, or none that can be read.
        """
        from kg.search.asking import current, filters
        from kg.search.find import search
        from kg.search.words import understand

        understand(words, _several(without))  # what was typed is looked at before the store is
        if self.cache is None:
            raise StoreError(f"{self.store.name}: no index is known here; name the folder of its extractions as cache")
        index, behind = current(index_file(self.store.name, self.cache), self.cache)
        with index:
            chosen, taken = filters(
                self.store,
                company=company,
                drug=drug,
                entity=entity,
                types=_several(type),
                sections=_several(section),
                documents=_several(document),
                since=since,
                until=until,
                known=index.documents() if document else (),
            )
            found = search(index, words, without=_several(without), filters=chosen, limit=limit)
        return Found(found.hits, (*behind, *taken, *found.notes))

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

    def network(
        self,
        *,
        focus: str | Sequence[str] | None = None,
        depth: int = 2,
        title: str = "Drug pipelines",
        **choice: Any,
    ) -> str:
        """The network as one self-contained HTML page.

        Args:
            focus: Names of entities: only what is near them is drawn.
            depth: Steps away from the focus.
            title: Of the page.
            choice: ``show``, ``through``, ``since``, ``until`` and ``min_sources``, see ``kg.views.network.Choice``.

        Raises:
            QueryError: A name means nothing or several things, or a choice has no such value.
        """
        from kg.views import network

        return network(self.knowledge, self._choice(focus, depth, **choice), title=title)

    def to_pyvis(
        self, *, focus: str | Sequence[str] | None = None, depth: int = 2, **choice: Any
    ) -> pyvis.network.Network:
        """The network as a pyvis ``Network`` with positions, to go on with; parameters as of ``network``."""
        from kg.views.network import to_pyvis

        return to_pyvis(self.knowledge, self._choice(focus, depth, **choice))

    def _choice(self, focus: str | Sequence[str] | None, depth: int, **choice: Any) -> Choice:
        from kg.views.network import Choice

        names = [focus] if isinstance(focus, str) else list(focus or ())
        return Choice.of(focus=[self.entity(name).id for name in names], depth=depth, **choice)

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
    max_characters: int | None = None,
    cache: str | Path | None = None,
    dates: str | Path | Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Graph:
    """Build a graph from documents, or bring one up to date.

    Args:
        sources: Files, folders and globs; one or several.
        store: A folder, ``":memory:"``, or the URL of a SPARQL endpoint.
        workers: Processes that extract.
        max_characters: Documents with more are left out; a million where it is not given.
        cache: Folder of extractions; beside the quads in the store's folder where that is one.
        dates: When documents were published, by file name: a CSV, TSV or JSON file, or a mapping.
        progress: Called with a step's name, what is done and what there is to do.

    Returns:
        The graph; its ``report`` says what was read, made and left out.

    Raises:
        StoreError: The store cannot be used.
        DatesError: The file of dates cannot be read, or one is no date.
    """
    from kg.builder import MAX_CHARACTERS, ExtractionCache, cache_folder  # with spaCy and all that extracts
    from kg.builder import build as build_store
    from kg.documents import Dates, read_dates

    known = read_dates(Path(dates)) if isinstance(dates, str | Path) else Dates(dates or {})
    listed = [sources] if isinstance(sources, str | Path) else list(sources)
    opened = open_store(store, create=True)
    scratch = TemporaryDirectory(prefix="kg-") if str(store) == ":memory:" and cache is None else None
    try:
        folder = cache_folder(store, scratch.name if scratch else cache)
        report = build_store(
            listed,
            opened,
            ExtractionCache(folder),
            workers=workers,
            max_characters=MAX_CHARACTERS if max_characters is None else max_characters,
            dates=known,
            index=index_file(store, folder),
            progress=progress,
        )
    except BaseException:
        opened.close()
        if scratch is not None:
            scratch.cleanup()
        raise
    return Graph(opened, report=report, cache=folder, scratch=scratch)


def _several(given: str | Iterable[str] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def open(store: str | Path = "kg-store", *, as_of: str | None = None, cache: str | Path | None = None) -> Graph:
    """Open a graph for reading.

    Args:
        store: A folder, or the URL of a SPARQL endpoint.
        as_of: A date: the graph as it would be had only the documents until its last day been read. It cannot be searched.
        cache: Folder of extractions, where it is not in the store's; ``as_of`` and a search read them.

    Raises:
        StoreNotFoundError: There is none.
        NotAStoreError: There is something else.
        ParameterError: ``as_of`` is no date.
    """
    from kg.history import open_as_of

    opened, _ = open_as_of(store, as_of, cache)
    remote = str(store) == ":memory:" or str(store).startswith(("http://", "https://"))
    if as_of is not None or (remote and cache is None):
        return Graph(opened)
    from kg.builder import cache_folder

    return Graph(opened, cache=cache_folder(store, cache))
