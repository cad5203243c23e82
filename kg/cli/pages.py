"""Commands that write a page to read and hand on: read, compare, report."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import StoreOption
from kg.errors import DocumentError, DocumentNotFoundError, OutputError, StoreError

if TYPE_CHECKING:
    from kg.model import Extraction, Knowledge
    from kg.queries import Lookup
    from kg.views.compare import Comparison
    from kg.views.report import Report

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="The page to write; - is standard output.", show_default=False)
]


def read(
    document: Annotated[
        str,
        typer.Argument(help="A file, - for standard input, or the id of a document of the store.", show_default=False),
    ],
    store: StoreOption = "kg-store",
    output: Output = None,
    cache: Annotated[
        Path | None, typer.Option(help="Where extractions are kept, for a remote store.", show_default=False)
    ] = None,
    max_characters: Annotated[int, typer.Option(help="Refuse a file with more characters.", min=1)] = 1_000_000,
) -> None:
    """Show a document with its entities and facts, and why each fact was taken for one.

    A file is read as `kg extract` reads it; a document of a store is shown as the store has it.

    Examples: kg read release.txt · kg read - < release.txt · kg read press-2016-11-28 --store kg-store -o page.html
    """
    from kg.views.reading import reading

    if document == "-":
        extraction = _read_input(max_characters)
    elif _is_path(document):
        extraction = _read_file(document, max_characters)
    else:
        extraction = _stored(document, store, cache)
    write(reading(extraction), output, f"read-{extraction.document.id}")


def _is_path(document: str) -> bool:
    try:
        return document.startswith(("file:", "http://", "https://")) or Path(document).expanduser().exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _read_input(max_characters: int) -> Extraction:
    """What stands on standard input, read as a file is."""
    with TemporaryDirectory(prefix="kg-") as folder:
        given = Path(folder) / "stdin.txt"
        given.write_bytes(sys.stdin.buffer.read())
        extraction = _read_file(str(given), max_characters)
    return dataclasses.replace(extraction, document=dataclasses.replace(extraction.document, source=None))


def _read_file(document: str, max_characters: int) -> Extraction:
    from kg.documents import find
    from kg.documents import read as read_document

    sources = list(find([document]))
    if len(sources) != 1:
        raise DocumentError(f"{document}: {len(sources)} documents, where one is wanted; name one of them")
    text = read_document(sources[0], max_characters=max_characters)
    from kg.nlp.extractor import Extractor  # once it is known that there is something to read

    return Extractor().extract(text)


def _stored(document: str, store: str, cache: Path | None) -> Extraction:
    from kg.builder import ExtractionCache, cache_folder
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


FormatOption = Annotated[
    str | None,
    typer.Option("--format", "-f", help="html: a page; json: the same as data, to stdout.", show_default="html"),
]


def report(
    company: Annotated[str, typer.Argument(help="A company, as people write it.", show_default=False)],
    store: StoreOption = "kg-store",
    output: Output = None,
    format_: FormatOption = None,
) -> None:
    """What is stated of a company on one page to hand on, each value with its sentence, and what is not stated.

    Examples: kg report Cellectar · kg report CLRB -o cellectar.html · kg report Cellectar --format json
    """
    from kg.terms import ORGANIZATIONS
    from kg.views.report import report as gather

    format_ = _format(format_, output)
    with _opened(store) as (lookup, knowledge):
        id_ = lookup.find(company, ORGANIZATIONS)
        _tell(lookup.note)
        found = gather(knowledge(), id_)
    _finish(found, format_, output, f"report-{_slug(id_)}")


def compare(
    one: Annotated[str, typer.Argument(help="A company or a drug, as people write it.", show_default=False)],
    other: Annotated[str, typer.Argument(help="Another of the same kind.", show_default=False)],
    store: StoreOption = "kg-store",
    output: Output = None,
    format_: FormatOption = None,
) -> None:
    """Two companies, or two drugs, side by side: what both share, what is between them, and each topic in two columns.

    Examples: kg compare Calder Helmsford · kg compare "CLR 131" "CLR 125" -o drugs.html
    """
    from kg.views.compare import compare as set_side_by_side
    from kg.views.compare import pair

    format_ = _format(format_, output)
    with _opened(store) as (lookup, knowledge):
        ids = pair(lookup, one, other, tell=_tell)
        found = set_side_by_side(knowledge(), *ids)
    _finish(found, format_, output, f"compare-{_slug(ids[0])}-{_slug(ids[1])}")


@contextmanager
def _opened(store: str) -> Iterator[tuple[Lookup, Callable[[], Knowledge]]]:
    """Names first: a store is read only once it is known that it has them."""
    from kg.graph import rdf
    from kg.graph.stores import open_store
    from kg.queries import Lookup

    with open_store(store, read_only=True) as opened:
        yield Lookup(opened), lambda: rdf.read(opened)


def _tell(note: str | None) -> None:
    if note:
        print(f"kg: {note}", file=sys.stderr)


def _format(asked: str | None, output: Path | None) -> str:
    """What was asked for, or what the file's suffix says."""
    if asked not in {None, "html", "json"}:
        raise OutputError(f"--format {asked}: unknown; there are html, json")
    return asked or ("json" if output is not None and output.suffix.casefold() == ".json" else "html")


def _finish(found: Report | Comparison, format_: str, output: Path | None, name: str) -> None:
    if format_ == "html":
        write(found.page(), output, name)
        return
    text = json.dumps(found.record(), ensure_ascii=False, indent=1) + "\n"
    write(text, output or Path("-"), name)


def _slug(id_: str) -> str:
    return id_.partition("/")[2][:45]


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
    app.command()(report)
    app.command()(compare)
    app.command()(read)
