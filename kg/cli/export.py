"""The command that writes files for other tools."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import options
from kg.errors import OutputError

log = logging.getLogger(__name__)

FORMATS = ("nquads", "trig", "turtle", "ntriples", "jsonld", "graphml", "nodelink", "csv", "jsonl")
SUFFIXES = {
    ".nq": "nquads",
    ".trig": "trig",
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".jsonld": "jsonld",
    ".graphml": "graphml",
    ".json": "nodelink",
    ".csv": "csv",
    ".jsonl": "jsonl",
}


def export(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="FORMAT",
            help=f"{', '.join(FORMATS)}; json is nodelink.",
            show_default=False,
            autocompletion=lambda incomplete: [name for name in FORMATS if name.startswith(incomplete)],
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File, or for csv a folder; its suffix names the format.", show_default=False
        ),
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", "-f", help="The same as FORMAT.", show_default=False)
    ] = None,
    store: options.StoreOption = "kg-store",
    force: options.ForceOption = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Of csv: leave cells that spreadsheets take for formulas.")
    ] = False,
    as_of: options.AsOfOption = None,
    cache: options.CacheOption = None,
) -> None:
    """Write the graph to files that other tools read, and print where.

    The format is that of FORMAT or --format, or of the suffix of the file: kg.ttl is Turtle.
    """
    from kg.export import export as write
    from kg.history import open_as_of

    if name is not None and format_ is not None and name != format_:
        raise OutputError(f"export {name} --format {format_}: two formats; give one")
    wanted = name or format_ or (SUFFIXES.get(file.suffix.casefold()) if file else None)
    if wanted is None:
        given = f"{file}: no format by this suffix" if file else "export: name a format, or a file whose suffix does"
        raise OutputError(f"{given}; there are {', '.join(FORMATS)}")
    wanted = "nodelink" if wanted == "json" else wanted
    source, notes = open_as_of(store, as_of, cache)
    for note in notes:
        log.warning("%s", note)
    with source as opened:
        print(write(opened, wanted, file, force=force, raw=raw))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=options.examples("kg export graphml", "kg export -o pipelines.ttl", "kg export csv -o tables --force")
    )(export)
