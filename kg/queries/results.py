"""Rows that answer a question, as Python values, as columns with types, or written out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, RdfFormat, parse, parse_query_results, serialize

from kg.display import ROWS, counted, html_table, text_table
from kg.errors import OutputError
from kg.graph.answers import GRAPH_FORMATS, RESULT_FORMATS, Answer, Term
from kg.graph.vocabulary import BASE, ONTOLOGY
from kg.text import printable, quotation

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_QUOTED = frozenset({"sentence", "dateSentence", "quote"})  # columns that hold sentences of documents
FORMATS = ("table", "csv", "tsv", "json", "xml", "jsonl")
Row = dict[str, Any]
_NUMBERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": lambda text: text in {"true", "1"},
}


def plain(term: Term | None, base: str = BASE) -> Any:
    """A term as a Python value: an entity as its id, a number as a number, anything else as text."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return unquote(term.value.removeprefix(base)).removeprefix(ONTOLOGY)
    if isinstance(term, Literal):
        kind = _NUMBERS.get(datatype(term))
        value: Any = kind(term.value) if kind else term.value
        return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
    return str(term)


def datatype(term: Term | None) -> str:
    """The local name of a literal's datatype, such as ``date``; ``iri`` for anything else."""
    return term.datatype.value.rsplit("#", 1)[-1] if isinstance(term, Literal) else "iri"


class Results:
    """The answer to a question: rows that iterate and count, show themselves, and go to pandas, Polars and Arrow.

    They come from the engine when they are first asked for, and are kept.
    """

    def __init__(self, answer: Answer, *, base: str = BASE, notes: tuple[str, ...] = ()) -> None:
        """Wrap an answer; ``notes`` say which names were taken for which."""
        self._answer = answer
        self.base = base
        self.notes = notes
        self._rows: list[Row] | None = None
        self._read: bytes = b""  # what the engine gave, as long as rows are kept
        self._datatypes: dict[str, set[str]] = {}

    @property
    def kind(self) -> str:
        """``rows`` of a SELECT, ``boolean`` of an ASK, ``triples`` of a CONSTRUCT or DESCRIBE."""
        return self._answer.kind

    @property
    def boolean(self) -> bool:
        """The answer of an ASK; of rows and triples, whether there are any."""
        return self._answer.boolean if self.kind == "boolean" else bool(self.rows)

    def __bool__(self) -> bool:
        """The same: an ASK is as true as its answer, and other answers are where they have rows."""
        return self.boolean

    def noting(self, notes: Iterable[str]) -> Results:
        """The same answer with further notes."""
        self.notes = (*self.notes, *notes)
        return self

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        if self.kind == "triples":
            return ("subject", "predicate", "object")
        return self._answer.variables if self.kind == "rows" else ("answer",)

    @property
    def rows(self) -> list[Row]:
        """All rows, each a dict from column to Python value."""
        if self._rows is None:
            self._rows = self._make_rows()
        return self._rows

    def _make_rows(self) -> list[Row]:
        names = self.variables
        self._datatypes = {name: set() for name in names}
        if self.kind == "boolean":
            self._datatypes["answer"].add("boolean")
            return [{"answer": self._answer.boolean}]
        # The engine gives its answer once; its bytes are kept, so that rows can be both looked at and written.
        self._read = self._answer.serialize("json" if self.kind == "rows" else "ntriples")
        made = []
        for terms in self._again():
            for name, term in zip(names, terms, strict=True):
                if term is not None:
                    self._datatypes[name].add(datatype(term))
            made.append(dict(zip(names, (plain(term, self.base) for term in terms), strict=True)))
        return made

    def _again(self) -> Answer | Iterator[tuple[Term | None, ...]]:
        """The answer once more, from the bytes that were kept."""
        if self.kind == "rows":
            return Answer(parse_query_results(self._read, RESULT_FORMATS["json"]))
        quads = parse(self._read, RdfFormat.N_TRIPLES)
        return ((quad.subject, quad.predicate, quad.object) for quad in quads)

    def _serialized(self, format_: str, *, raw: bool) -> bytes:
        if self._rows is None or self.kind == "boolean":
            return self._answer.serialize(format_, raw=raw)
        if self.kind == "triples" and format_ in GRAPH_FORMATS:
            triples = (quad.triple for quad in parse(self._read, RdfFormat.N_TRIPLES))
            return serialize(triples, None, GRAPH_FORMATS[format_]) or b""
        if self.kind == "triples":
            raise OutputError(f"format {format_!r}: not for triples; there are {', '.join(GRAPH_FORMATS)}")
        return Answer(parse_query_results(self._read, RESULT_FORMATS["json"])).serialize(format_, raw=raw)

    @property
    def datatypes(self) -> dict[str, frozenset[str]]:
        """Of each column, which kinds of values stand in it, by XSD's names (``date``, ``decimal``) and ``iri``."""
        assert self.rows is not None
        return {name: frozenset(kinds) for name, kinds in self._datatypes.items()}

    def __iter__(self) -> Iterator[Row]:
        """The rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def __repr__(self) -> str:
        """How many rows of which columns, and the first of them."""
        if self.kind == "boolean":
            return f"<Results: {'yes' if self.boolean else 'no'}>"
        head = f"<Results: {counted(len(self), 'row')} of {', '.join(self.variables)}>"
        if not self.rows:
            return head
        more = [f"… and {len(self) - 5:,} more"] if len(self) > 5 else []
        shown = self.shown()
        table = text_table(shown, ([row[name] for name in shown] for row in self.rows[:5]))
        return "\n".join([head, table, *more])

    def _repr_html_(self) -> str:
        shown = self.shown()
        first = ([row[name] for name in shown] for row in islice(self.rows, ROWS))
        return html_table(shown, first, caption=counted(len(self), "row"), more=max(len(self) - ROWS, 0))

    def shown(self) -> list[str]:
        """The columns in which any row has a value; all where there is none."""
        filled = [name for name in self.variables if any(row[name] is not None for row in self.rows)]
        return filled or list(self.variables)

    def to_arrow(self) -> pyarrow.Table:
        """The rows as an Arrow table: whole days are date32, decimals decimal128, and so on (``kg.queries.columns``).

        Raises:
            OutputError: pyarrow is not installed.
        """
        from kg.queries.columns import arrow

        return arrow(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas data frame; a column that lacks values keeps its type.

        Raises:
            OutputError: pandas is not installed.
        """
        from kg.queries.columns import frame

        return frame(self)

    def to_polars(self) -> polars.DataFrame:
        """The rows as a Polars data frame, with the types of ``to_arrow``.

        Raises:
            OutputError: polars or pyarrow is not installed.
        """
        from kg.queries.columns import polars_frame

        return polars_frame(self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows through Arrow's PyCapsule interface, which Polars, DuckDB, pandas and others read."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def write(self, format_: str, stream: IO[str], *, raw: bool = False) -> None:
        """Write the answer.

        Args:
            format_: table (for people), csv, tsv, json or xml (SPARQL 1.1 results), jsonl; of triples turtle,
                ntriples, rdfxml, jsonld in place of the SPARQL formats, and json is JSON-LD.
            stream: Where to; a terminal gets no control, escape or bidirectional character of a document.
            raw: Write csv and tsv as W3C's recommendation has them, with what spreadsheets take for formulas.

        Raises:
            OutputError: The format is unknown for this answer.
        """
        if format_ == "json" and self.kind == "triples":
            format_ = "jsonld"
        if format_ == "table":
            self._write_table(stream)
        elif format_ == "jsonl":
            for row in self.rows:
                record = {k: float(v) if isinstance(v, Decimal) else v for k, v in row.items()}
                stream.write(_for(stream, json.dumps(record, ensure_ascii=False)) + "\n")
        elif self.kind == "boolean" and format_ in {"csv", "tsv"}:
            stream.write(f"answer\n{str(self.boolean).lower()}\n")
        elif format_ in RESULT_FORMATS or format_ in GRAPH_FORMATS:
            text = self._serialized(format_, raw=raw).decode("utf-8")
            if format_ == "json" and self.notes and self.kind == "rows":
                text = json.dumps({"notes": list(self.notes), **json.loads(text)}, ensure_ascii=False)
            text = _for(stream, text)
            stream.write(text if text.endswith("\n") else text + "\n")
        else:
            raise OutputError(f"format {format_!r}: unknown; there are {', '.join(FORMATS)}")

    def _write_table(self, stream: IO[str]) -> None:
        if self.kind == "boolean":
            stream.write(("yes" if self.boolean else "no") + "\n")
            return
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        console = Console(file=stream, highlight=False, width=None if stream.isatty() else 160)
        rows = [_folded(row) for row in self.rows]
        shown = [name for name in self.variables if any(row.get(name) is not None for row in rows)]
        shown = shown or list(self.variables)
        quoting = [name for name in shown if name == "sentence" or name.endswith("Sentence")]
        lines = any(len(str(v)) > 60 for row in rows for v in row.values())
        table = Table(show_lines=lines, pad_edge=False, expand=lines and bool(quoting))
        for name in shown:
            numbers = all(isinstance(row.get(name), int | float | Decimal | None) for row in rows)
            table.add_column(
                name,
                justify="right" if numbers else "left",
                overflow="fold",
                ratio=3 if name == "sentence" else 2 if name in quoting else None,
                min_width=48 if name == "sentence" else 20 if name in quoting else None,
                max_width=None if name in quoting else 16,
            )
        for row in rows:
            table.add_row(*(Text(_cell(row.get(name), quoted=name in quoting or name in _QUOTED)) for name in shown))
        console.print(table)
        stream.write(f"{counted(len(self), 'row')}\n")


def _folded(row: Row) -> Row:
    """A row for people: further sentences below the sentence, how often it was said below its document."""
    made = dict(row)
    for quote, further in [(q, f) for q in row if (f := _further(q)) in row]:
        made[quote] = "\n".join(str(v) for v in (row[quote], made.pop(further)) if v is not None) or None
    count, last = made.pop("documents", None), made.pop("lastSaid", None)
    if count not in (None, 1) and "document" in made:
        made["document"] = f"{row['document']}\nand in {count - 1} more{f' until {last}' if last else ''}"
    elif "document" not in made and "documents" in row:
        made["documents"] = count
    return made


def _further(name: str) -> str:
    return "also" if name == "sentence" else f"{name.removesuffix('Sentence')}Also"


def _for(stream: IO[str], text: str) -> str:
    return printable(text.replace("\r\n", "\n")) if stream.isatty() else text


def _cell(value: Any, *, quoted: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and abs(value) >= 10_000:
        return f"{value:,}"
    lines = str(value).split("\n")  # a sentence, and below it further ones of its document
    return printable(
        "\n".join(made for line in lines if (made := quotation(line) if quoted else " ".join(line.split())))
    )
