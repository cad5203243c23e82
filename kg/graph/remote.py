"""A store behind a SPARQL 1.1 endpoint: query and update over HTTP.

Sources: SPARQL 1.1 Protocol (W3C Recommendation 21 March 2013).
"""

from __future__ import annotations

import base64
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator

import rdflib
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)
from pyoxigraph import Store as Oxigraph
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

from kg.errors import StoreError, StoreNotFoundError
from kg.graph.answers import Answer, syntax_error
from kg.graph.stores import _PROLOGUE, _PROLOGUE_LINES, Store

_TIMEOUT = 120.0  # seconds
_BATCH = 5_000  # quads an update


class RemoteQuads(Store):
    """An endpoint by its URL; where update has another one, ``KG_SPARQL_UPDATE_URL`` names it.

    Credentials are taken from ``KG_SPARQL_USER`` and ``KG_SPARQL_PASSWORD`` (HTTP basic authentication). The endpoint's
    default graph must be the union of its graphs, or the query is sent with each graph named.
    """

    def __init__(self, url: str) -> None:
        """Use the endpoint at a URL; nothing is sent yet."""
        self.name = url
        self._update_url = os.environ.get("KG_SPARQL_UPDATE_URL", url)

    def _send(self, url: str, body: str, kind: str, accept: str) -> bytes:
        request = urllib.request.Request(
            url,
            data=body.encode("utf-8"),
            headers={"Content-Type": f"application/sparql-{kind}; charset=utf-8", "Accept": accept},
        )
        user = os.environ.get("KG_SPARQL_USER")
        if user is not None:
            secret = base64.b64encode(f"{user}:{os.environ.get('KG_SPARQL_PASSWORD', '')}".encode()).decode()
            request.add_header("Authorization", f"Basic {secret}")
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:
                data: bytes = response.read()
                return data
        except urllib.error.HTTPError as error:
            words = error.read().decode("utf-8", "replace")
            if error.code == 400:
                raise syntax_error(words, lines=_PROLOGUE_LINES, prefix=kind) from error
            if error.code == 404:
                raise StoreNotFoundError(f"{url}: no SPARQL endpoint there (404); check the address") from error
            raise StoreError(
                f"{url}: the server answered {error.code} {error.reason}: {words.strip()[:200]}"
            ) from error
        except (urllib.error.URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise StoreError(f"{url}: cannot be reached: {reason}; is the server running?") from error

    def query(self, sparql: str) -> Answer:  # noqa: D102
        url = self.name + ("&" if "?" in self.name else "?") + "union-default-graph=true"
        accept = "application/sparql-results+json, application/n-triples;q=0.9"
        data = self._send(url, _PROLOGUE + sparql, "query", accept)
        if data.lstrip()[:1] == b"{":
            result = parse_query_results(data, format=QueryResultsFormat.JSON)
            assert isinstance(result, QuerySolutions | QueryBoolean)
            return Answer(result)
        store = Oxigraph()
        store.load(data, RdfFormat.N_TRIPLES)
        return Answer(store.query("CONSTRUCT WHERE { ?s ?p ?o }"))

    def update(self, sparql: str) -> None:  # noqa: D102
        self._send(self._update_url, _PROLOGUE + sparql, "update", "*/*")

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:  # noqa: D102
        names = [graph] if graph is not None else self.graphs()
        for name in names:
            data = self._send(
                self.name,
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}",
                "query",
                "application/n-triples",
            )
            for quad in parse(data, RdfFormat.N_TRIPLES):
                yield Quad(quad.subject, quad.predicate, quad.object, name)

    def graphs(self) -> list[NamedNode]:  # noqa: D102
        data = self._send(
            self.name,
            "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }",
            "query",
            "application/sparql-results+json",
        )
        rows = json.loads(data)["results"]["bindings"]
        return sorted((NamedNode(row["g"]["value"]) for row in rows), key=lambda g: g.value)

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
            self.update(f"INSERT DATA {{ {lines} }}")

    def _write(self, graph: NamedNode, quads: list[Quad]) -> None:
        lines = "\n".join(f"{quad.triple} ." for quad in quads)
        insert = f"; INSERT DATA {{ GRAPH {graph} {{ {lines} }} }}" if quads else ""
        self.update(f"DROP SILENT GRAPH {graph}{insert}")

    def __len__(self) -> int:
        """The number of quads."""
        data = self._send(
            self.name,
            "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }",
            "query",
            "application/sparql-results+json",
        )
        return int(json.loads(data)["results"]["bindings"][0]["n"]["value"])

    def rdflib(self) -> rdflib.Dataset:  # noqa: D102
        user = os.environ.get("KG_SPARQL_USER")
        auth = (user, os.environ.get("KG_SPARQL_PASSWORD", "")) if user is not None else None
        return rdflib.Dataset(
            store=SPARQLUpdateStore(self.name, self._update_url, auth=auth, context_aware=True, method="POST"),
            default_union=True,
        )
