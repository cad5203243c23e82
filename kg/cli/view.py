"""Commands that draw: network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import StoreOption
from kg.errors import OutputError
from kg.files import replace_text


def network(
    store: StoreOption = "kg-store",
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = Path("network.html"),
    focus: Annotated[str | None, typer.Option(help="Draw only what is near this entity.", show_default=False)] = None,
    depth: Annotated[int, typer.Option(help="How many steps away from the focus.", min=1)] = 2,
    title: Annotated[str, typer.Option(help="Of the page.")] = "Drug pipelines",
) -> None:
    """Draw the network of companies, partners, funders, drugs and diseases as one HTML file that opens offline."""
    from kg.graph import rdf
    from kg.graph.stores import open_store
    from kg.queries import Lookup
    from kg.views import network as draw

    with open_store(store, read_only=True) as opened:
        id_ = None
        if focus is not None:
            lookup = Lookup(opened)
            id_ = lookup.find(focus)
            if lookup.note:
                print(f"kg: {lookup.note}", file=sys.stderr)
        page = draw(rdf.read(opened), focus=id_, depth=depth, title=title)
    try:
        replace_text(output, page)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror or error}") from error
    print(output)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(network)
