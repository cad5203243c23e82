"""The command that writes files for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import StoreOption


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
    raw: Annotated[
        bool, typer.Option("--raw", help="Of csv: leave cells that spreadsheets take for formulas.")
    ] = False,
) -> None:
    """Write the graph to files that other tools read, and print where."""
    from kg.export import export as write
    from kg.graph.stores import open_store

    with open_store(store, read_only=True) as opened:
        print(write(opened, format_, output, force=force, raw=raw))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(export)
