"""Answers of SPARQL queries, from an engine in this process or a remote one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import OutputError, SparqlError

Term = NamedNode | Literal | BlankNode | Triple
Row = tuple[Term | None, ...]

RESULT_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}


class Answer:
    """What a query gives: rows of a SELECT, the truth of an ASK, or triples of a CONSTRUCT or DESCRIBE.

    Rows and triples can be had once: iterate, or serialize.
    """

    def __init__(self, result: QuerySolutions | QueryBoolean | QueryTriples) -> None:
        """Wrap what the engine gave."""
        self._result = result
        self.kind = {QuerySolutions: "rows", QueryBoolean: "boolean", QueryTriples: "triples"}[type(result)]

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, in order; none where there are no rows."""
        return tuple(v.value for v in self._result.variables) if isinstance(self._result, QuerySolutions) else ()

    @property
    def boolean(self) -> bool:
        """The answer of an ASK."""
        return bool(self._result)

    def __iter__(self) -> Iterator[Row]:
        """Rows in the order of ``variables``; of triples, subject, predicate and object."""
        if isinstance(self._result, QuerySolutions):
            names = self.variables
            for solution in self._result:
                yield tuple(solution[name] for name in names)
        elif isinstance(self._result, QueryTriples):
            for triple in self._result:
                yield (triple.subject, triple.predicate, triple.object)

    def serialize(self, format_: str) -> bytes:
        """Write the answer, straight from the engine.

        Args:
            format_: Of rows and truths json, xml, csv or tsv; of triples turtle, ntriples, rdfxml or jsonld.

        Raises:
            OutputError: The format is unknown for this kind of answer.
        """
        buffer = io.BytesIO()
        if isinstance(self._result, QueryTriples):
            serialize(self._result, buffer, _known(format_, GRAPH_FORMATS, "triples"))
        else:
            self._result.serialize(buffer, _known(format_, RESULT_FORMATS, self.kind))
        return buffer.getvalue()


def _known(name: str, formats: dict[str, QueryResultsFormat] | dict[str, RdfFormat], kind: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    try:
        return formats[name]
    except KeyError:
        raise OutputError(f"format {name!r}: not for {kind}; there are {', '.join(formats)}") from None


_POSITION = re.compile(r"error at (\d+):(\d+)")


def syntax_error(message: str, *, lines: int, prefix: str = "query") -> SparqlError:
    """Turn an engine's message into ours, with line and column of the user's own text.

    Args:
        message: What the engine said, with "error at LINE:COLUMN" where it knows the place.
        lines: How many lines we put before the user's text.
        prefix: What to call the text.
    """
    at = _POSITION.search(message)
    words = " ".join(re.sub(r"^.*?error at [\d:]+(?: to [\d:]+)?:?\s*", "", message).split())
    if at is None:
        return SparqlError(f"{prefix}: malformed SPARQL: {' '.join(message.split())}")
    line = max(int(at.group(1)) - lines, 1)
    return SparqlError(f"{prefix}: line {line}, column {at.group(2)}: malformed SPARQL: {words}")
