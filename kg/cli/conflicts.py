"""The command that lists what does not hold together."""

from __future__ import annotations

import logging
from typing import Annotated, Any

import typer

from kg.cli import completion, options, output
from kg.cli.query import RawOption, TimeoutOption
from kg.terms import ConflictType, Relation

log = logging.getLogger(__name__)
FORMATS = ("table", "csv", "tsv", "json", "xml", "jsonl")
SUFFIXES = {**{f".{name}": name for name in FORMATS[1:]}, ".txt": "table", ".ndjson": "jsonl"}


def conflicts(
    type_: Annotated[
        str | None,
        typer.Option(
            "--type",
            help=f"{', '.join(ConflictType)}.",
            show_default=False,
            autocompletion=completion.values(tuple(ConflictType)),
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(
            help="Only those that concern this entity.", show_default=False, autocompletion=completion.entities
        ),
    ] = None,
    relation: Annotated[
        str | None,
        typer.Option(
            help="Only of this relation.", show_default=False, autocompletion=completion.values(tuple(Relation))
        ),
    ] = None,
    store: options.StoreOption = "kg-store",
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help=f"{', '.join(FORMATS)}.",
            show_default="table",
            autocompletion=completion.values(FORMATS),
        ),
    ] = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
    timeout: TimeoutOption = None,
    raw: RawOption = False,
    as_of: options.AsOfOption = None,
    cache: options.CacheOption = None,
) -> None:
    """Statements that do not both hold, in what way, and what each side says."""
    chosen = output.chosen(format_, file, FORMATS, SUFFIXES, default="table", force=force)
    from kg.graph.bounds import SECONDS
    from kg.history import open_as_of
    from kg.queries.run import run

    source, left_out = open_as_of(store, as_of, cache)
    with source as opened:
        values: dict[str, Any] = {"type": type_, "entity": about, "relation": relation}
        results = run(opened, "conflicts", deadline=timeout or SECONDS, **values).noting(left_out)
        for note in results.notes:
            log.warning("%s", note)
        with output.opened(file, force=force) as stream:
            results.write(chosen, stream, raw=raw)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog=options.examples(
            "kg conflicts",
            "kg conflicts --type 'open contradiction'",
            "kg conflicts --about 'CLR 131' --as-of 2018 -f json",
        )
    )(conflicts)
