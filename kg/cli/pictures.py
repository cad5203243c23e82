"""Commands that draw what people hand on: pipeline, timeline."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import options, output
from kg.cli.completion import entities

if TYPE_CHECKING:
    from kg.model import Knowledge
    from kg.terms import EntityType

log = logging.getLogger(__name__)

AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", help="What documents published by the end of this date say.", show_default=False),
]
TitleOption = Annotated[str | None, typer.Option(help="Of the page.", show_default=False)]


def pipeline(
    company: Annotated[
        str | None,
        typer.Argument(help="An organization; all companies without one.", autocompletion=entities, show_default=False),
    ] = None,
    store: options.StoreOption = "kg-store",
    file: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = Path("pipeline.html"),
    indication: Annotated[
        str | None,
        typer.Option(help="Programs in this disease, or in a kind of it.", autocompletion=entities, show_default=False),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            help="What rows are grouped by: drug, disease or company. A company's are by drug, a disease's by disease, "
            "all by company.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
    since: Annotated[
        str | None, typer.Option(help="Show beside each program how it stood before this date.", show_default=False)
    ] = None,
    title: TitleOption = None,
    force: options.ForceOption = False,
) -> None:
    """Draw programs by phase, as one HTML file that opens offline; each box opens the sentence that says so.

    Dates are 2016, 2016-Q3, 2016-11 or 2016-11-28.
    """
    from kg.terms import ORGANIZATIONS, EntityType
    from kg.views.pipeline import grouping
    from kg.views.pipeline import pipeline as draw

    _check(("--as-of", as_of), ("--since", since))
    if by is not None:
        grouping(by)
    wanted = [(company, ORGANIZATIONS), (indication, frozenset({EntityType.INDICATION}))]

    def page(knowledge: Knowledge, ids: list[str | None]) -> str:
        return draw(knowledge, company=ids[0], indication=ids[1], by=by, as_of=as_of, since=since, title=title)

    _draw(store, file, force, wanted, page)


def timeline(
    entity: Annotated[
        str | None,
        typer.Argument(
            help="A company, drug, disease, person …; all without one.", autocompletion=entities, show_default=False
        ),
    ] = None,
    store: options.StoreOption = "kg-store",
    file: Annotated[Path, typer.Option("--output", "-o", help="The page to write.")] = Path("timeline.html"),
    since: Annotated[str | None, typer.Option(help="First date that counts.", show_default=False)] = None,
    until: Annotated[str | None, typer.Option(help="Last date that counts.", show_default=False)] = None,
    title: TitleOption = None,
    force: options.ForceOption = False,
) -> None:
    """Draw what happened and what is announced by date, as one HTML file that opens offline.

    A company's events are with those of the drugs that it develops. Dates are 2016, 2016-Q3, 2016-11 or 2016-11-28.
    """
    from kg.views.timeline import timeline as draw

    _check(("--since", since), ("--until", until))

    def page(knowledge: Knowledge, ids: list[str | None]) -> str:
        return draw(knowledge, entity=ids[0], since=since, until=until, title=title)

    _draw(store, file, force, [(entity, frozenset())], page)


def _check(*dates: tuple[str, str | None]) -> None:
    """Say what is no date before the store is opened."""
    from kg.views.dates import asked

    for name, given in dates:
        if given is not None:
            asked(name, given)


def _draw(
    store: str,
    file: Path,
    force: bool,
    wanted: list[tuple[str | None, frozenset[EntityType]]],
    page: Callable[[Knowledge, list[str | None]], str],
) -> None:
    """Find the entities that are named, draw what the store knows, write the page and print where it is.

    Args:
        store: To read.
        file: To write.
        force: Write over it.
        wanted: Names with the types that they may have, any where there are none; None where none is given.
        page: Makes the page from knowledge and the ids of what is wanted.
    """
    from kg.graph import rdf
    from kg.graph.stores import open_store
    from kg.queries import Lookup

    output.free(file, force=force)
    with open_store(store, read_only=True) as opened:
        ids: list[str | None] = []
        lookup = Lookup(opened) if any(name is not None for name, _ in wanted) else None
        for name, types in wanted:
            ids.append(lookup.find(name, types) if lookup and name is not None else None)
            if lookup and lookup.note and name is not None:
                log.warning("%s", lookup.note)
        text = page(rdf.read(opened), ids)
    with output.opened(file, force=force) as stream:
        stream.write(text)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=options.examples(
            "kg pipeline Cellectar",
            "kg pipeline --indication 'multiple myeloma' -o myeloma.html",
            "kg pipeline Cellectar --since 2017 --as-of 2018-Q2",
        )
    )(pipeline)
    app.command(
        epilog=options.examples(
            "kg timeline Cellectar", "kg timeline 'CLR 131' --since 2016 --until 2017-Q2 -o clr131.html"
        )
    )(timeline)
