"""The command that writes files for other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import AsOfOption, CacheOption, StoreOption


def export(
    format_: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help="nquads, trig, turtle, ntriples, jsonld, graphml, nodelink, csv or jsonl."
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File, or for csv a folder.", show_default=False)
    ] = None,
    store: StoreOption = "kg-store",
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    as_of: AsOfOption = None,
    cache: CacheOption = None,
) -> None:
    """Write the graph to files that other tools read, and print where."""
    from kg.export import export as write
    from kg.history import open_as_of

    source, notes = open_as_of(store, as_of, cache)
    for note in notes:
        print(f"kg: {note}", file=sys.stderr)
    with source as opened:
        print(write(opened, format_, output, force=force))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(export)
