"""The command that lists what does not hold together."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli.options import AsOfOption, CacheOption, StoreOption


def conflicts(
    type_: Annotated[
        str | None,
        typer.Option(
            "--type",
            help="update, setback, correction, different scope, different precision, misprint or open contradiction.",
            show_default=False,
        ),
    ] = None,
    about: Annotated[str | None, typer.Option(help="Only those that concern this entity.", show_default=False)] = None,
    relation: Annotated[str | None, typer.Option(help="Only of this relation.", show_default=False)] = None,
    store: StoreOption = "kg-store",
    format_: Annotated[str, typer.Option("--format", "-f", help="table, csv, tsv, json, xml or jsonl.")] = "table",
    as_of: AsOfOption = None,
    cache: CacheOption = None,
) -> None:
    """Statements that do not both hold, in what way, and what each side says.

    kg conflicts

    kg conflicts --type "open contradiction"

    kg conflicts --about "CLR 131" --as-of 2018 -f json
    """
    from kg.history import open_as_of
    from kg.queries import run

    source, left_out = open_as_of(store, as_of, cache)
    with source as opened:
        results = run(opened, "conflicts", type=type_, entity=about, relation=relation).noting(left_out)
        for note in results.notes:
            print(f"kg: {note}", file=sys.stderr)
        results.write(format_, sys.stdout)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(conflicts)
