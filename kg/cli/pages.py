"""Commands that write a page to read and hand on: read, compare, report."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import StoreOption
from kg.errors import DocumentError, DocumentNotFoundError, OutputError, StoreError

if TYPE_CHECKING:
    from kg.model import Extraction

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="The page to write; - is standard output.", show_default=False)
]


def read(
    document: Annotated[str, typer.Argument(help="A file, or the id of a document of the store.", show_default=False)],
    store: StoreOption = "kg-store",
    output: Output = None,
    cache: Annotated[
        Path | None, typer.Option(help="Where extractions are kept, for a remote store.", show_default=False)
    ] = None,
    max_characters: Annotated[int, typer.Option(help="Refuse a file with more characters.", min=1)] = 1_000_000,
) -> None:
    """Show a document with its entities and facts, and why each fact was taken for one.

    A file is read as `kg extract` reads it; a document of a store is shown as the store has it.

    Examples: kg read release.txt · kg read press-2016-11-28 --store kg-store -o page.html
    """
    from kg.views.reading import reading

    extraction = _read_file(document, max_characters) if _is_path(document) else _stored(document, store, cache)
    write(reading(extraction), output, f"read-{extraction.document.id}")


def _is_path(document: str) -> bool:
    try:
        return document.startswith(("file:", "http://", "https://")) or Path(document).expanduser().exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _read_file(document: str, max_characters: int) -> Extraction:
    from kg.documents import find
    from kg.documents import read as read_document
    from kg.nlp.extractor import Extractor

    sources = list(find([document]))
    if len(sources) != 1:
        raise DocumentError(f"{document}: {len(sources)} documents, where one is wanted; name one of them")
    return Extractor().extract(read_document(sources[0], max_characters=max_characters))


def _stored(document: str, store: str, cache: Path | None) -> Extraction:
    from kg.api import cache_folder
    from kg.builder import ExtractionCache
    from kg.names import near

    folder = cache_folder(store, cache)
    known = {path.stem: path for path in sorted(folder.glob("*.json"))}
    id_ = document.removeprefix("document/")
    if id_ in known:
        extraction = ExtractionCache(folder).get(id_)
        if extraction is None:
            raise StoreError(f"{known[id_]}: unreadable extraction; delete the file and build its document again")
        return extraction
    if not known:
        raise DocumentNotFoundError(f"{document}: no such file, and no document in {folder}")
    offered = near(document, known)
    hint = f"; near ids: {', '.join(offered)}" if offered else ""
    raise DocumentNotFoundError(f"{document}: no such file, and no document of this id in {store}{hint}")


def write(page: str, output: Path | None, name: str) -> None:
    """Write a page whole or not at all, and say where; without a file given, to one of this name in the working folder."""
    if output == Path("-"):
        sys.stdout.write(page)
        return
    path = output or Path(re.sub(r"[^\w.-]+", "-", name)[:100].strip("-.") + ".html")
    half = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if path.is_dir():
            raise OutputError(f"{path}: a folder, where a file is wanted")
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(page.encode("utf-8", "replace"))
        os.replace(half, path)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    print(path)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(read)
