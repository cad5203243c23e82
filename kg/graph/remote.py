"""A store behind a SPARQL 1.1 endpoint: query and update over HTTP.

Sources: SPARQL 1.1 Protocol (W3C Recommendation 21 March 2013).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import rdflib
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

from kg.errors import SparqlError, StoreError
from kg.graph.answers import Answer, Row, syntax_error
from kg.graph.http import Client, MalformedError, Reply, shown
from kg.graph.stores import _PROLOGUE, _PROLOGUE_LINES, Store

_TIMEOUT = 600.0  # seconds for what we ask ourselves: whole graphs, and writing them
_BATCH = 5_000  # quads an update
_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"


class RemoteQuads(Store):
    """An endpoint by its URL; where update has another one, ``KG_SPARQL_UPDATE_URL`` names it.

    Credentials are taken from ``KG_SPARQL_USER`` and ``KG_SPARQL_PASSWORD`` (HTTP basic authentication). The endpoint's
    default graph must be the union of its graphs, or the query is sent with each graph named.
    """

    def __init__(self, url: str) -> None:
        """Use the endpoint at a URL; nothing is sent yet."""
        self._url = url
        self._update_url = os.environ.get("KG_SPARQL_UPDATE_URL", url)
        self._client = Client()
        self.name = shown(url)

    def _ask(self, sparql: str, accept: str, *, seconds: float = _TIMEOUT, url: str | None = None) -> Reply:
        try:
            return self._client.post(url or self._url, sparql, "query", accept, seconds=seconds)
        except MalformedError as error:
            raise self._malformed(error, "query") from error

    def _malformed(self, error: MalformedError, kind: str) -> SparqlError:
        said = syntax_error(str(error), lines=_PROLOGUE_LINES, prefix=kind)
        return SparqlError(f"{self.name}: {said}")

    def _query(self, sparql: str, timeout: float | None) -> Answer:
        url = self._url + ("&" if "?" in self._url else "?") + "union-default-graph=true"
        seconds = _TIMEOUT if timeout is None else timeout
        reply = self._ask(_PROLOGUE + sparql, f"{_ROWS}, {_TRIPLES};q=0.9", seconds=seconds, url=url)
        if reply.media_type == _TRIPLES or (reply.media_type != _ROWS and not reply.data.lstrip().startswith(b"{")):
            return Answer(self._triples(reply))
        result = self._results(reply)
        if isinstance(result, QueryBoolean):
            return Answer(result)
        self._results_end(reply)
        return Answer(result)

    def _results(self, reply: Reply) -> QuerySolutions | QueryBoolean:
        try:
            return parse_query_results(reply.data, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(reply, error) from error

    def _results_end(self, reply: Reply) -> None:
        """Read the rows once to their end, so that a broken one is known before the first is used."""
        try:
            for _ in parse_query_results(reply.data, QueryResultsFormat.JSON):  # type: ignore[union-attr]
                pass
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(reply, error) from error

    def _triples(self, reply: Reply) -> list[Triple]:
        if reply.media_type not in {_TRIPLES, "text/plain", ""}:
            raise self._unreadable(reply, None)
        try:
            return list(dict.fromkeys(quad.triple for quad in parse(reply.data, RdfFormat.N_TRIPLES)))
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(reply, error) from error

    def _unreadable(self, reply: Reply, error: Exception | None) -> StoreError:
        what = f"{len(reply.data):,} bytes of {reply.media_type or 'no type'}" if reply.data else "nothing"
        why = f": {' '.join(str(error).split())[:200]}" if error is not None and reply.data else ""
        return StoreError(
            f"{self.name}: answers with {what}, which are no SPARQL results{why}; is this the address of a SPARQL endpoint?"
        )

    def _rows(self, sparql: str) -> Iterator[Row]:
        reply = self._ask(sparql, _ROWS)
        self._results_end(reply)
        yield from Answer(self._results(reply))

    def _update(self, sparql: str) -> None:
        self._send(_PROLOGUE + sparql)

    def _send(self, update: str) -> None:
        try:
            self._client.post(self._update_url, update, "update", "*/*", seconds=_TIMEOUT)
        except MalformedError as error:
            raise self._malformed(error, "update") from error

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:  # noqa: D102
        names = [graph] if graph is not None else self.graphs()
        for name in names:
            reply = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}", _TRIPLES)
            for triple in self._triples(reply):
                yield Quad(triple.subject, triple.predicate, triple.object, name)

    def graphs(self) -> list[NamedNode]:  # noqa: D102
        rows = self._rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return sorted((row[0] for row in rows if row and isinstance(row[0], NamedNode)), key=lambda g: g.value)

    def load(self, quads: Iterable[Quad]) -> None:  # noqa: D102
        batch: list[Quad] = []
        for quad in quads:
            batch.append(quad)
            if len(batch) == _BATCH:
                self._insert(batch)
                batch = []
        self._insert(batch)

    def _insert(self, quads: list[Quad]) -> None:
        if quads:
            lines = "\n".join(f"GRAPH {quad.graph_name} {{ {quad.triple} }}" for quad in quads)
            self._send(f"INSERT DATA {{ {lines} }}")

    def _write(self, graph: NamedNode, quads: list[Quad]) -> None:
        lines = "\n".join(f"{quad.triple} ." for quad in quads)
        insert = f"; INSERT DATA {{ GRAPH {graph} {{ {lines} }} }}" if quads else ""
        self._send(f"DROP SILENT GRAPH {graph}{insert}")

    def __len__(self) -> int:
        """The number of quads.

        Raises:
            StoreError: The endpoint does not say.
        """
        for row in self._rows("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"):
            count = getattr(row[0], "value", "")
            if count.isdigit():
                return int(count)
        raise StoreError(
            f"{self.name}: does not say how many quads it holds; is this the address of a SPARQL endpoint?"
        )

    def rdflib(self) -> rdflib.Dataset:  # noqa: D102
        user = os.environ.get("KG_SPARQL_USER")
        auth = (user, os.environ.get("KG_SPARQL_PASSWORD", "")) if user is not None else None
        return rdflib.Dataset(
            store=SPARQLUpdateStore(self._url, self._update_url, auth=auth, context_aware=True, method="POST"),
            default_union=True,
        )

    def close(self) -> None:  # noqa: D102
        self._client.close()
