"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

StoreOption = Annotated[
    str, typer.Option("--store", help="Folder of the store, or URL of a SPARQL endpoint.", envvar="KG_STORE")
]
