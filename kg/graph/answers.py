"""Answers of SPARQL queries, from an engine in this process or a remote one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import OutputError, SparqlError
from kg.text import defuse

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

    def __init__(self, result: QuerySolutions | QueryBoolean | Iterable[Triple]) -> None:
        """Wrap what the engine gave."""
        self._result = result
        self.kind = {QuerySolutions: "rows", QueryBoolean: "boolean"}.get(type(result), "triples")

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
        elif not isinstance(self._result, QueryBoolean):
            for triple in self._result:
                yield (triple.subject, triple.predicate, triple.object)

    def serialize(self, format_: str, *, raw: bool = False) -> bytes:
        """Write the answer.

        Args:
            format_: Of rows and truths json, xml, csv or tsv; of triples turtle, ntriples, rdfxml or jsonld.
            raw: Write csv and tsv byte for byte as W3C's recommendation has them; without it, text that a spreadsheet
                would take for a formula begins with an apostrophe.

        Raises:
            OutputError: The format is unknown for this kind of answer.
            QueryTimeoutError: The rest did not come within the deadline.
        """
        if isinstance(self._result, QuerySolutions) and format_ in _TABLES and not raw:
            return _TABLES[format_](self)
        buffer = io.BytesIO()
        if isinstance(self._result, QuerySolutions | QueryBoolean):
            self._result.serialize(buffer, _known(format_, RESULT_FORMATS, self.kind))
        else:
            serialize(self._result, buffer, _known(format_, GRAPH_FORMATS, "triples"))
        return buffer.getvalue()


# SPARQL 1.1 Query Results CSV and TSV Formats (W3C Recommendation 21 March 2013), but for the apostrophes.
def _csv(answer: Answer) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(answer.variables)
    for row in answer:
        writer.writerow([_cell(term) for term in row])
    return stream.getvalue().encode("utf-8", "replace")


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    return defuse(term.value if isinstance(term, Literal | NamedNode) else str(term))


def _tsv(answer: Answer) -> bytes:
    lines = ["\t".join(f"?{name}" for name in answer.variables)]
    lines += ("\t".join(_turtle(term) for term in row) for row in answer)
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _turtle(term: Term | None) -> str:
    """A term in Turtle's words; a spreadsheet takes the quotation marks off, so what is in them is defused."""
    if term is None:
        return ""
    if not isinstance(term, Literal):
        return str(term)
    kind = term.datatype.value.removeprefix("http://www.w3.org/2001/XMLSchema#")
    if kind in _BARE and _BARE[kind].fullmatch(term.value):
        return term.value
    value = defuse(term.value)
    safe = Literal(value, language=term.language) if term.language else Literal(value, datatype=term.datatype)
    return str(safe if value != term.value else term).replace("\t", "\\t")


_BARE = {
    "integer": re.compile(r"[+-]?\d+"),
    "decimal": re.compile(r"[+-]?\d*\.\d+"),
    "double": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+"),
    "boolean": re.compile("true|false"),
}
_TABLES = {"csv": _csv, "tsv": _tsv}


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
