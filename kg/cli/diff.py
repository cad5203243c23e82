"""The command that says what changed."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import completion, options, output
from kg.errors import ParameterError
from kg.text import printable, quotation

if TYPE_CHECKING:
    from kg.diff import Change, Side
    from kg.model import Knowledge

log = logging.getLogger(__name__)
FORMATS = ("table", "json")
SUFFIXES = {".txt": "table", ".json": "json"}
KINDS = ("new", "advanced", "set back", "changed", "repeated", "gone")
_STATE = "A date of the store (2016, 2016-Q3, 2016-11, 2016-11-28), another store, or now."


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help=_STATE)],
    after: Annotated[str, typer.Argument(metavar="B", help=_STATE)] = "now",
    store: options.StoreOption = "kg-store",
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help=f"Only changes of this kind, may be repeated: {', '.join(KINDS)}.",
            show_default=False,
            autocompletion=completion.values(KINDS),
        ),
    ] = None,
    about: Annotated[
        str | None, typer.Option(help="Only what has this name as subject or object.", show_default=False)
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help=f"{' or '.join(FORMATS)}.",
            show_default="table",
            autocompletion=completion.values(FORMATS),
        ),
    ] = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
    cache: options.CacheOption = None,
) -> None:
    """What changed between two dates, or two stores: new, advanced, set back, changed, repeated, gone.

    The table leaves out what is only repeated, unless --kind asks for it, and counts it.
    """
    chosen = output.chosen(format_, file, FORMATS, SUFFIXES, default="table", force=force)
    from kg.diff import Kind, counts
    from kg.diff import diff as compare

    wanted = set(kind or ())
    if unknown := wanted - set(Kind):
        raise ParameterError(f"--kind {', '.join(sorted(unknown))}: unknown; there are {', '.join(Kind)}")
    (old, notes_before), (new, notes_after) = (_state(s, store, cache) for s in (before, after))
    changes = [c for c in compare(old, new) if about is None or _concerns(c, about)]
    for note in (*notes_before, *notes_after):
        log.warning("%s", note)
    shown = [c for c in changes if (c.kind in wanted if wanted else chosen == "json" or c.kind != Kind.REPEATED)]
    with output.opened(file, force=force) as stream:
        if chosen == "table":
            _table(shown, stream)
            stream.write(", ".join(f"{count} {name}" for name, count in counts(changes).items()) + "\n")
            return
        record: dict[str, Any] = {
            "before": {"state": before, "documents": len(old.documents), "notes": list(notes_before)},
            "after": {"state": after, "documents": len(new.documents), "notes": list(notes_after)},
            "counts": counts(changes),
            "changes": [c.record() for c in shown],
        }
        stream.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def _state(given: str, store: str, cache: Path | None) -> tuple[Knowledge, tuple[str, ...]]:
    """The knowledge that a date, a store or "now" names, with notes on what was left out."""
    from kg.graph import rdf
    from kg.graph.stores import open_store
    from kg.history import past_of

    if re.fullmatch(r"\d{4}(?:-[\dQH]{2,}(?:-\d\d)?)?", given) and not Path(given).exists():
        then = past_of(store, given, cache)
        return then.knowledge, then.notes
    with open_store(store if given == "now" else given, read_only=True) as opened:
        return rdf.read(opened), ()


def _concerns(change: Change, name: str) -> bool:
    from kg.names import fold

    return any(fold(name) in fold(words) for words in (change.subject, change.object))


def _table(changes: list[Change], stream: IO[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream, highlight=False, width=None if stream.isatty() else 160)
    table = Table(show_lines=True, pad_edge=False)
    for column in ("change", "says", "subject", "object"):
        table.add_column(column, overflow="fold")
    for column in ("before", "after"):
        table.add_column(column, overflow="fold", ratio=1)
    for c in changes:
        cells = (c.kind.value, c.relation, c.subject, c.object, _cell(c.before), _cell(c.after))
        table.add_row(*(Text(printable(cell)) for cell in cells))
    if changes:
        console.print(table)


def _cell(side: Side | None) -> str:
    if side is None:
        return ""
    values = ", ".join(f"{name} {value}" for name, value in side.values)
    quotes = " ".join(f"“{quotation(sentence)}”" for sentence in (side.sentence, *side.also))
    return f"{values + ': ' if values else ''}{quotes} — {side.document}, {side.published or 'no date'}"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog=options.examples(
            "kg diff 2016 2018-Q2",
            "kg diff 2024-06 --kind advanced --kind 'set back'",
            "kg diff last-week/kg-store kg-store -o changes.json",
        )
    )(diff)
