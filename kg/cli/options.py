"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StoreOption = Annotated[
    str, typer.Option("--store", help="Folder of the store, or URL of a SPARQL endpoint.", envvar="KG_STORE")
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
