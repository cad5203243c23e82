"""Commands that draw: network."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli import options, output
from kg.cli.completion import entities

log = logging.getLogger(__name__)

_NETWORK = """Draw who does what with whom as one HTML file that opens offline.

The page opens with organizations, joined by partnerships, licences, acquisitions, ownership, funding and the making of
each other's drugs; programs and all else are one click away. A focus does not spread through funders, regulators,
places and common diseases unless --through asks.
"""


def network(
    store: options.StoreOption = "kg-store",
    file: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = Path("network.html"),
    show: Annotated[str, typer.Option(help="What shows first: organizations, programs or all.")] = "organizations",
    focus: Annotated[
        list[str] | None,
        typer.Option(
            help="Draw only what is near this entity; may be repeated.", autocompletion=entities, show_default=False
        ),
    ] = None,
    depth: Annotated[int, typer.Option(help="How many steps away from the focus.", min=1)] = 2,
    through: Annotated[
        list[str] | None,
        typer.Option(help="Let a focus spread through funders, places, diseases or all; may be repeated."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Only what documents say since this date.", show_default=False)
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Only what documents say until this date.", show_default=False)
    ] = None,
    min_sources: Annotated[int, typer.Option(help="Only what so many documents say.", min=1)] = 1,
    title: Annotated[str, typer.Option(help="Of the page.")] = "Drug pipelines",
    force: options.ForceOption = False,
) -> None:
    """Draw who does what with whom as one HTML file that opens offline."""
    from kg.graph import rdf
    from kg.graph.stores import open_store
    from kg.queries import Lookup
    from kg.views import network as draw
    from kg.views.network import Choice

    limits: dict[str, Any] = {"depth": depth, "since": since, "until": until, "min_sources": min_sources}
    Choice.of(show=show, through=through or (), **limits)  # a wrong one is told before the store is read
    output.free(file, force=force)
    with open_store(store, read_only=True) as opened:
        ids = []
        for name in focus or ():
            lookup = Lookup(opened)
            ids.append(lookup.find(name))
            if lookup.note:
                log.warning("%s", lookup.note)
        knowledge = rdf.read(opened)
    page = draw(knowledge, Choice.of(focus=ids, show=show, through=through or (), **limits), title=title)
    with output.opened(file, force=force) as stream:
        stream.write(page)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        help=_NETWORK,
        epilog=options.examples(
            "kg network",
            "kg network --show programs --since 2024 --min-sources 2",
            "kg network --focus 'CLR 131' --depth 2 -o clr-131.html",
            "kg network --focus Cellectar --focus NCI --through funders",
        ),
    )(network)
