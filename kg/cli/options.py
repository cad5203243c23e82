"""What several commands share: options, panels of the help, examples."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.completion import entities

BUILD, ASK, DRAW, HAND_ON, CHECK, ABOUT = (
    "Build a graph",
    "Ask it",
    "Draw it",
    "Hand it on",
    "Check and measure",
    "About kg",
)

StoreOption = Annotated[
    str, typer.Option("--store", help="Folder of the store, or URL of a SPARQL endpoint.", envvar="KG_STORE")
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="Write to this file, in the format of its suffix; - is standard output.", show_default=False
    ),
]  # fmt: skip
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]
TextFormatOption = Annotated[str | None, typer.Option("--format", "-f", help="text or json.", show_default="text")]
EntityArgument = Annotated[
    str,
    typer.Argument(
        help="Of a company, drug, disease, person …, as people write it.", autocompletion=entities, show_default=False
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="Answer as if only documents published by the end of this date had been read: 2016, 2016-Q3, 2016-11 or 2016-11-28.",
        show_default=False,
    ),
]
CacheOption = Annotated[
    Path | None,
    typer.Option("--cache", help="Where extractions are kept, which --as-of reads.", show_default=False),
]


def examples(*lines: str) -> str:
    """The end of a command's help: each line stands alone and can be copied."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))
