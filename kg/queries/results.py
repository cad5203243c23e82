"""Rows that answer a question, as Python values or written out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.errors import OutputError
from kg.graph.answers import GRAPH_FORMATS, RESULT_FORMATS, Answer, Term
from kg.graph.vocabulary import BASE, ONTOLOGY

if TYPE_CHECKING:
    import pandas
    import pyarrow

FORMATS = ("table", "csv", "tsv", "json", "xml", "jsonl")
Row = dict[str, Any]
_NUMBERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": lambda text: text == "true",
}


def plain(term: Term | None, base: str = BASE) -> Any:
    """A term as a Python value: an entity as its id, a number as a number, anything else as text."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return unquote(term.value.removeprefix(base)).removeprefix(ONTOLOGY)
    if isinstance(term, Literal):
        kind = _NUMBERS.get(term.datatype.value.rsplit("#", 1)[-1])
        value: Any = kind(term.value) if kind else term.value
        return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
    return str(term)


class Results:
    """The answer to a question. Rows come once from the engine and are kept when they are iterated over."""

    def __init__(self, answer: Answer, *, base: str = BASE, notes: tuple[str, ...] = ()) -> None:
        """Wrap an answer; ``notes`` say which names were taken for which."""
        self._answer = answer
        self.base = base
        self.notes = notes
        self._rows: list[Row] | None = None

    def noting(self, notes: Iterable[str]) -> Results:
        """The same answer with further notes."""
        self.notes = (*self.notes, *notes)
        return self

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        if self._answer.kind == "triples":
            return ("subject", "predicate", "object")
        return self._answer.variables if self._answer.kind == "rows" else ("answer",)

    @property
    def rows(self) -> list[Row]:
        """All rows, each a dict from column to Python value."""
        if self._rows is None:
            if self._answer.kind == "boolean":
                self._rows = [{"answer": self._answer.boolean}]
            else:
                names = self.variables
                self._rows = [dict(zip(names, (plain(t, self.base) for t in row), strict=True)) for row in self._answer]
        return self._rows

    def __iter__(self) -> Iterator[Row]:
        """The rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas data frame.

        Raises:
            OutputError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise OutputError("pandas is not installed; install drug-pipeline-kg[pandas]") from error
        return pandas.DataFrame(self.rows, columns=list(self.variables))

    def to_arrow(self) -> pyarrow.Table:
        """The rows as an Arrow table.

        Raises:
            OutputError: pyarrow is not installed.
        """
        try:
            import pyarrow
        except ImportError as error:
            raise OutputError("pyarrow is not installed; install drug-pipeline-kg[arrow]") from error
        columns = {name: [_arrow(row[name]) for row in self.rows] for name in self.variables}
        return pyarrow.table({name: pyarrow.array(values) for name, values in columns.items()})

    def write(self, format_: str, stream: IO[str]) -> None:
        """Write the answer.

        Args:
            format_: table (for people), csv, tsv, json or xml (SPARQL 1.1 results), jsonl; of triples also turtle,
                ntriples, rdfxml, jsonld.
            stream: Where to.

        Raises:
            OutputError: The format is unknown for this answer.
        """
        if format_ == "table":
            self._write_table(stream)
        elif format_ == "jsonl":
            for row in self.rows:
                stream.write(json.dumps({k: _arrow(v) for k, v in row.items()}, ensure_ascii=False) + "\n")
        elif self._rows is not None:
            raise OutputError(f"format {format_}: the rows have been read already; run the query again to write them")
        elif self._answer.kind == "boolean" and format_ in {"csv", "tsv"}:
            stream.write(f"answer\n{str(self._answer.boolean).lower()}\n")
        elif format_ in RESULT_FORMATS or format_ in GRAPH_FORMATS:
            text = self._answer.serialize(format_).decode("utf-8")
            if format_ == "json" and self.notes and self._answer.kind == "rows":
                text = json.dumps({"notes": list(self.notes), **json.loads(text)}, ensure_ascii=False)
            stream.write(text if text.endswith("\n") else text + "\n")
        else:
            raise OutputError(f"format {format_!r}: unknown; there are {', '.join(FORMATS)}")

    def _write_table(self, stream: IO[str]) -> None:
        if self._answer.kind == "boolean":
            stream.write(("yes" if self.rows[0]["answer"] else "no") + "\n")
            return
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
            table.add_row(*(Text(_cell(row.get(name))) for name in shown))
        console.print(table)
        stream.write(f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}\n")


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


def _arrow(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and abs(value) >= 10_000:
        return f"{value:,}"
    return "\n".join(" ".join(line.split()) for line in str(value).split("\n") if line.strip())
