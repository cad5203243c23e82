"""Stores of quads: Oxigraph on disk or in memory, or any SPARQL 1.1 endpoint by its URL.

One process writes an embedded store; others may read it, and see it as it was when they opened it.
"""

from __future__ import annotations

import contextlib
import json
import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize
from pyoxigraph import Store as Oxigraph

from kg.errors import NotAStoreError, StoreError, StoreLockedError, StoreNotFoundError
from kg.files import replace_text
from kg.graph import bounds
from kg.graph.answers import Answer, syntax_error
from kg.graph.processes import Processes
from kg.graph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib

MARKER = "kg-store.json"
_FORMAT = 2  # 2: tellings
_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_PROLOGUE_LINES = _PROLOGUE.count("\n")


class Store(ABC):
    """Quads that can be asked, replaced graph by graph, and written out."""

    name: str

    def query(self, sparql: str, *, timeout: float | None = bounds.SECONDS) -> Answer:
        """Answer a query; our prefixes are predefined, the default graph is the union of all graphs.

        Args:
            sparql: The query.
            timeout: Seconds to wait for the engine; None for a query of our own, which needs no deadline.

        Raises:
            SparqlError: It is malformed; the message has line and column.
            RefusedQueryError: It is out of ``kg.graph.bounds``, updates, or would ask another server.
            QueryTimeoutError: There is no answer in time; raised here or while the answer is read.
        """
        bounds.check_query(sparql)
        return self._query(sparql, timeout)

    @abstractmethod
    def _query(self, sparql: str, timeout: float | None) -> Answer:
        """Answer a query that is within bounds."""

    def update(self, sparql: str) -> None:
        """Carry out an update, whole or not at all.

        Raises:
            SparqlError: It is malformed.
            RefusedQueryError: It would load from another server.
        """
        bounds.check_update(sparql)
        self._update(sparql)

    @abstractmethod
    def _update(self, sparql: str) -> None:
        """Carry out an update that touches this store alone."""

    @abstractmethod
    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph."""

    @abstractmethod
    def graphs(self) -> list[NamedNode]:
        """The names of the graphs."""

    @abstractmethod
    def load(self, quads: Iterable[Quad]) -> None:
        """Add many quads at once."""

    @abstractmethod
    def _write(self, graph: NamedNode, quads: list[Quad]) -> None:
        """Put quads in place of a graph, whole or not at all."""

    @abstractmethod
    def __len__(self) -> int:
        """The number of quads."""

    def replace(self, graph: NamedNode, quads: Iterable[Quad]) -> bool:
        """Put quads in place of a graph, unless they are the same; whether they were not."""
        wanted = list(dict.fromkeys(quads))
        if set(self.quads(graph)) == set(wanted):
            return False
        self._write(graph, wanted)
        return True

    def remove(self, graph: NamedNode) -> None:
        """Drop a graph."""
        self._write(graph, [])

    def dump(self, stream: IO[bytes], format_: RdfFormat) -> None:
        """Write all quads; for formats without graphs, the union of their triples."""
        prefixes = (
            PREFIXES if format_ in {RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.RDF_XML, RdfFormat.JSON_LD} else None
        )
        if format_.supports_datasets:
            serialize(self.quads(), stream, format_, prefixes=prefixes)
        else:
            serialize(dict.fromkeys(quad.triple for quad in self.quads()), stream, format_, prefixes=prefixes)

    @abstractmethod
    def rdflib(self) -> rdflib.Dataset:
        """The same quads through RDFLib's own interface."""

    def close(self) -> None:  # noqa: B027 - a remote store holds nothing
        """Let go of the store."""

    def __enter__(self) -> Store:
        """The store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()


class OxigraphQuads(Store):
    """An Oxigraph store, on disk or in memory."""

    def __init__(self, engine: Oxigraph, name: str, *, path: str | None = None) -> None:
        """Wrap an open engine, and the path of its files where it has some."""
        self._engine: Oxigraph | None = engine
        self._processes = Processes(path)
        self.name = name

    @property
    def engine(self) -> Oxigraph:
        """The engine.

        Raises:
            StoreError: The store is closed.
        """
        if self._engine is None:
            raise StoreError(f"{self.name}: the store is closed; open it again")
        return self._engine

    def _query(self, sparql: str, timeout: float | None) -> Answer:
        engine, text = self.engine, _PROLOGUE + sparql
        if timeout is not None:
            return self._processes.query(engine, text, timeout, lines=_PROLOGUE_LINES)
        try:
            return Answer(engine.query(text, use_default_graph_as_union=True))
        except SyntaxError as error:
            raise syntax_error(str(error), lines=_PROLOGUE_LINES) from error

    def _update(self, sparql: str) -> None:
        try:
            self._writable().update(_PROLOGUE + sparql)
        except SyntaxError as error:
            raise syntax_error(str(error), lines=_PROLOGUE_LINES, prefix="update") from error

    def _writable(self) -> Oxigraph:
        """The engine, which is about to change: a process that has seen it before sees it as it was."""
        self._processes.end()
        return self.engine

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:  # noqa: D102
        return iter(self.engine.quads_for_pattern(None, None, None, graph))

    def graphs(self) -> list[NamedNode]:  # noqa: D102
        return sorted((g for g in self.engine.named_graphs() if isinstance(g, NamedNode)), key=lambda g: g.value)

    def load(self, quads: Iterable[Quad]) -> None:  # noqa: D102
        engine = self._writable()
        engine.bulk_extend(quads)
        engine.flush()

    def _write(self, graph: NamedNode, quads: list[Quad]) -> None:
        lines = "\n".join(f"{quad.triple} ." for quad in quads)
        insert = f"; INSERT DATA {{ GRAPH {graph} {{ {lines} }} }}" if quads else ""
        self._writable().update(f"DROP SILENT GRAPH {graph}{insert}")

    def __len__(self) -> int:
        """The number of quads."""
        return len(self.engine)

    def rdflib(self) -> rdflib.Dataset:  # noqa: D102
        import rdflib  # a quarter of a second, for those who ask for it
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self.engine), default_union=True)

    def close(self) -> None:  # noqa: D102
        self._processes.end()
        if self._engine is not None:
            if self.name != ":memory:":
                with contextlib.suppress(OSError, RuntimeError):  # a read-only engine has nothing to flush
                    self._engine.flush()
            self._engine = None


def open_store(where: str | Path, *, create: bool = False, read_only: bool = False) -> Store:
    """Open a store.

    Args:
        where: A folder, ``":memory:"``, or the URL of a SPARQL 1.1 endpoint.
        create: Make an empty store where there is none.
        read_only: See the store as it is now, while another process may write it.

    Raises:
        StoreNotFoundError: There is nothing at this path.
        NotAStoreError: There is something else, which is left untouched.
        StoreLockedError: Another process writes it.
    """
    name = str(where)
    if name.startswith(("http://", "https://")):
        from kg.graph.remote import RemoteQuads

        return RemoteQuads(name)
    if name == ":memory:":
        return OxigraphQuads(Oxigraph(), name)
    return _open_folder(Path(where), create=create, read_only=read_only)


def _open_folder(folder: Path, *, create: bool, read_only: bool) -> Store:
    marker = folder / MARKER
    if not folder.exists():
        if not create:
            raise StoreNotFoundError(f"{folder}: no store here; make one with: kg build SOURCES --store {folder}")
    elif not folder.is_dir():
        raise NotAStoreError(f"{folder}: a file, where the folder of a store is wanted; name another with --store")
    elif not marker.exists() and (not create or any(folder.iterdir())):
        raise NotAStoreError(f"{folder}: a folder, but not of a store (no {MARKER} in it); name another with --store")
    if not marker.exists() or (_check(marker, newer=create) and create):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            replace_text(marker, json.dumps({"format": _FORMAT, "engine": "oxigraph"}) + "\n")
        except OSError as error:
            raise StoreError(f"{folder}: cannot be made: {error.strerror}") from error
    path = str(folder / "quads")
    try:
        if read_only and os.path.isdir(path):
            return OxigraphQuads(Oxigraph.read_only(path), str(folder), path=path)
        return OxigraphQuads(Oxigraph(path), str(folder), path=path)
    except OSError as error:
        message = str(error)
        if "lock" in message.casefold():
            raise StoreLockedError(
                f"{folder}: another process is writing this store; wait until it has ended, or stop it"
            ) from error
        raise NotAStoreError(f"{folder}: the store cannot be opened: {' '.join(message.split())}") from error


def _check(marker: Path, *, newer: bool) -> bool:
    """Whether a store is of an older format, which a build brings up to date from its extractions."""
    try:
        record: Any = json.loads(marker.read_text(encoding="utf-8"))
        version = record["format"]
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise NotAStoreError(
            f"{marker}: unreadable, so this may be no store; restore the file or build anew"
        ) from error
    older = isinstance(version, int) and version < _FORMAT
    if version != _FORMAT and not (older and newer):
        way = "bring it up to date with kg build SOURCES" if older else "build it anew"
        raise NotAStoreError(f"{marker.parent}: a store of format {version}, this version reads {_FORMAT}; {way}")
    return older
