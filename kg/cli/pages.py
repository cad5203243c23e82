"""Commands that write a page to read and hand on: read, compare, report."""

from __future__ import annotations

import dataclasses
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import options, output
from kg.cli.completion import entities
from kg.errors import DocumentError, DocumentNotFoundError, StoreError

if TYPE_CHECKING:
    from kg.model import Extraction, Knowledge
    from kg.queries import Lookup
    from kg.views.compare import Comparison
    from kg.views.report import Report

log = logging.getLogger(__name__)

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="The page to write; - is standard output.", show_default=False)
]


def read(
    document: Annotated[
        str,
        typer.Argument(
            help="A file, - for standard input, the id of a document of the store, or an address that kg search gives.",
            show_default=False,
        ),
    ],
    store: options.StoreOption = "kg-store",
    file: Output = None,
    force: options.ForceOption = False,
    cache: Annotated[
        Path | None, typer.Option(help="Where extractions are kept, for a remote store.", show_default=False)
    ] = None,
    max_characters: Annotated[int, typer.Option(help="Refuse a file with more characters.", min=1)] = 1_000_000,
) -> None:
    """Show a document with its entities and facts, and why each fact was taken for one.

    A file is read as `kg extract` reads it; a document of a store is shown as the store has it.
    """
    from kg.views.reading import reading

    document, at = _address(document)
    if document == "-":
        extraction = _read_input(max_characters)
    elif _is_path(document):
        extraction = _read_file(document, max_characters)
    else:
        extraction = _stored(document, store, cache)
    if at is not None and not at[0] < at[1] <= len(extraction.document.text):
        raise DocumentError(f"{document}: no characters {at[0]} to {at[1]}; it has {len(extraction.document.text)}")
    _write(reading(extraction, at=at), file, f"read-{extraction.document.id}", force=force)


def _address(given: str) -> tuple[str, tuple[int, int] | None]:
    """A document, and the characters of it where the page opens."""
    match = re.fullmatch(r"(.+)#char=(\d{1,9}),(\d{1,9})", given)
    if match is None or _is_path(given):
        return given, None
    return match[1], (int(match[2]), int(match[3]))


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
    company: Annotated[
        str, typer.Argument(help="A company, as people write it.", autocompletion=entities, show_default=False)
    ],
    store: options.StoreOption = "kg-store",
    file: Output = None,
    force: options.ForceOption = False,
    format_: FormatOption = None,
) -> None:
    """What is stated of a company on one page to hand on, each value with its sentence, and what is not stated."""
    from kg.terms import ORGANIZATIONS
    from kg.views.report import report as gather

    format_ = _format(format_, file, force=force)
    with _opened(store) as (lookup, knowledge):
        id_ = lookup.find(company, ORGANIZATIONS)
        _tell(lookup.note)
        found = gather(knowledge(), id_)
    _finish(found, format_, file, f"report-{_slug(id_)}", force=force)


def compare(
    one: Annotated[
        str,
        typer.Argument(help="A company or a drug, as people write it.", autocompletion=entities, show_default=False),
    ],
    other: Annotated[
        str, typer.Argument(help="Another of the same kind.", autocompletion=entities, show_default=False)
    ],
    store: options.StoreOption = "kg-store",
    file: Output = None,
    force: options.ForceOption = False,
    format_: FormatOption = None,
) -> None:
    """Two companies, or two drugs, side by side: what both share, what is between them, and each topic in two columns."""
    from kg.views.compare import compare as set_side_by_side
    from kg.views.compare import pair

    format_ = _format(format_, file, force=force)
    with _opened(store) as (lookup, knowledge):
        ids = pair(lookup, one, other, tell=_tell)
        found = set_side_by_side(knowledge(), *ids)
    _finish(found, format_, file, f"compare-{_slug(ids[0])}-{_slug(ids[1])}", force=force)


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
        log.warning("%s", note)


def _format(asked: str | None, file: Path | None, *, force: bool) -> str:
    """What was asked for, or what the file's suffix says."""
    suffixes = {".html": "html", ".htm": "html", ".json": "json"}
    return output.chosen(asked, file, ("html", "json"), suffixes, default="html", force=force)


def _finish(found: Report | Comparison, format_: str, file: Path | None, name: str, *, force: bool) -> None:
    if format_ == "html":
        _write(found.page(), file, name, force=force)
        return
    text = json.dumps(found.record(), ensure_ascii=False, indent=1) + "\n"
    _write(text, file or Path("-"), name, force=force)


def _slug(id_: str) -> str:
    return id_.partition("/")[2][:45]


def _write(page: str, file: Path | None, name: str, *, force: bool) -> None:
    """Write a page and say where; without a file given, to one of this name in the working folder."""
    path = file or Path(re.sub(r"[^\w.-]+", "-", name)[:100].strip("-.") + ".html")
    with output.opened(path, force=force) as stream:
        stream.write(page.encode("utf-8", "replace").decode("utf-8"))  # a lone surrogate cannot be written


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=options.examples(
            "kg report Cellectar", "kg report CLRB -o cellectar.html", "kg report Cellectar --format json"
        )
    )(report)
    app.command(epilog=options.examples("kg compare Calder Helmsford", "kg compare 'CLR 131' 'CLR 125' -o drugs.html"))(
        compare
    )
    app.command(
        epilog=options.examples(
            "kg read release.txt", "kg read - < release.txt", "kg read press-2016-11-28 -o page.html"
        )
    )(read)
