"""The command that searches: sentences by their words."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from kg.cli import options, output
from kg.cli.completion import entities

log = logging.getLogger(__name__)
SUFFIXES = {".txt": "table", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}


def search(
    words: Annotated[
        list[str],
        typer.Argument(help='Words, "phrases", prefixes*; an ordinary question does too.', show_default=False),
    ],
    store: options.StoreOption = "kg-store",
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many sentences at most.", min=1, max=10_000)] = 10,
    format_: Annotated[
        str | None, typer.Option("--format", "-f", help="table, json, jsonl or csv.", show_default="table")
    ] = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
    company: Annotated[
        str | None,
        typer.Option(
            help="Sentences that name it, or of documents about it.", autocompletion=entities, show_default=False
        ),
    ] = None,
    drug: Annotated[
        str | None, typer.Option(help="The same for a drug.", autocompletion=entities, show_default=False)
    ] = None,
    entity: Annotated[
        str | None, typer.Option(help="The same for anything else.", autocompletion=entities, show_default=False)
    ] = None,
    type_: Annotated[
        list[str] | None,
        typer.Option("--type", help="Sentences that name a company, drug, trial, person …; may be repeated."),
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option(help="headline, dateline, body, list, table, about, contact; may be repeated."),
    ] = None,
    document: Annotated[list[str] | None, typer.Option(help="Id of a document; may be repeated.")] = None,
    since: Annotated[
        str | None, typer.Option(help="First day of documents: 2016, 2016-Q3, 2016-11-28.", show_default=False)
    ] = None,
    until: Annotated[str | None, typer.Option(help="Last day of documents.", show_default=False)] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="A word or phrase that must not stand in it; may be repeated.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Where extractions are kept, for a remote store.", show_default=False)
    ] = None,
) -> None:
    """Find sentences of all documents, also those that gave no fact, best first.

    Each has its document, date and position; kg read takes its address and shows it where it stands.
    """
    from kg import api
    from kg.search.output import FORMATS

    chosen = output.chosen(format_, file, FORMATS, SUFFIXES, default="table", force=force)
    with api.open(store, cache=cache) as graph:
        found = graph.search(
            words,
            company=company,
            drug=drug,
            entity=entity,
            type=type_,
            section=section,
            document=document,
            since=since,
            until=until,
            without=without or (),
            limit=limit,
        )
    for note in found.notes:
        log.warning("%s", note)
    with output.opened(file, force=force) as stream:
        found.write(chosen, stream)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog=options.examples(
            "kg search dose cohorts",
            "kg search '\"market size\"' 'reimburs*' --since 2024",
            "kg search safety --drug 'CLR 131' -o safety.csv",
            "kg search 'how many patients were enrolled?' --entity Cellectar -f jsonl",
        )
    )(search)
