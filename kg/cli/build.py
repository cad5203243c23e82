"""Commands that read documents: build, extract."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import options, output
from kg.errors import DocumentError, NothingToReadError, ParameterError, PartialBuildError
from kg.files import replace_text

if TYPE_CHECKING:
    from rich.console import Console

    from kg.builder import BuildReport
    from kg.documents.sources import Source

log = logging.getLogger(__name__)
Sources = Annotated[list[str], typer.Argument(help="Files, folders and globs of text or HTML.", show_default=False)]
MaxCharacters = Annotated[int, typer.Option(help="Leave out documents with more characters.", min=1)]
_STEPS = {
    "read": "Reading",
    "extract": "Extracting",
    "assemble": "Assembling",
    "write": "Writing",
    "index": "Indexing",
}


class ProgressBars:
    """One bar a step on stderr; on anything but a terminal one line a finished step; nothing with ``--quiet``."""

    def __init__(self, console: Console) -> None:
        """Draw on a console."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        self._told = log.isEnabledFor(logging.WARNING)
        self._bars = Progress(
            TextColumn("{task.description:<11}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not (console.is_terminal and self._told),
        )
        self._console = console
        self._tasks: dict[str, int] = {}

    def __enter__(self) -> ProgressBars:
        """Begin to draw."""
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the bars as they stand."""
        self._bars.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that so much of a step is done."""
        if what not in self._tasks:
            self._tasks[what] = self._bars.add_task(_STEPS.get(what, what), total=total)
        self._bars.update(self._tasks[what], completed=done, total=total)  # type: ignore[arg-type]
        if self._told and not self._console.is_terminal and done == total:
            self._console.print(f"{_STEPS.get(what, what)}: {done} of {total}", highlight=False)


def build(
    sources: Sources,
    store: options.StoreOption = "kg-store",
    workers: Annotated[int, typer.Option(help="Processes that extract.", min=1)] = 1,
    max_characters: MaxCharacters = 1_000_000,
    cache: Annotated[
        Path | None, typer.Option(help="Where extractions are kept; needed for a remote store.", show_default=False)
    ] = None,
    dates: Annotated[
        Path | None,
        typer.Option(help="CSV, TSV or JSON with documents and their dates of publication.", show_default=False),
    ] = None,
    format_: options.TextFormatOption = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
) -> None:
    """Read documents, extract what they say, and bring the store up to date.

    A document that has not changed is not extracted again. A document that cannot be read is left out and named on
    stderr; the command then ends with exit code 17, or, where nothing could be read, with that error's own.
    """
    if "-" in sources:
        raise ParameterError("build -: a document in a store needs a name; save it to a file, or see kg extract -")
    chosen = output.chosen(format_, file, ("text", "json"), output.TEXT_SUFFIXES, default="text", force=force)
    from rich.console import Console

    from kg import api

    console = Console(stderr=True)
    with ProgressBars(console) as bars:
        graph = api.build(
            sources,
            store=store,
            workers=workers,
            max_characters=max_characters,
            cache=cache,
            dates=dates,
            progress=bars,
        )
    graph.close()
    report = graph.report
    assert report is not None
    for skipped in report.skipped:
        console.print(f"left out: {skipped.error}", highlight=False, markup=False, soft_wrap=True)
    for name in report.unused_dates:
        console.print(f"dates: {name}: no document of this name", highlight=False, markup=False, soft_wrap=True)
    for note in report.notes:
        console.print(note, highlight=False, markup=False, soft_wrap=True)
    with output.opened(file, force=force) as stream:
        if chosen == "json":
            stream.write(json.dumps(_record(report), ensure_ascii=False, indent=1) + "\n")
        elif report.read:
            stream.write("".join(f"{line}\n" for line in _summary(report)))
    error = report.error()
    if error is not None:
        raise error


def _summary(report: BuildReport) -> list[str]:
    entities = sum(count for _, count in report.entities)
    statements = sum(count for _, count in report.statements)
    lines = [
        f"documents   {report.documents:>6}   ({report.read} read now, {report.extracted} of them new or changed)",
        f"entities    {entities:>6}   {_listed(report.entities)}",
        f"statements  {statements:>6}   {_listed(report.statements)}",
    ]
    if report.undated:
        lines.append(
            f"undated     {report.undated:>6}   (nothing says when they were published; give dates with --dates FILE)"
        )
    lines.append(f"left out    {len(report.skipped):>6}")
    if report.passed_over:
        total = sum(count for _, count in report.passed_over)
        lines.append(f"passed over {total:>6}   {_listed(report.passed_over)} (kinds that are not read yet)")
    return [*lines, f"graphs      {report.graphs:>6}   written, in {report.seconds:.1f} s"]


def _record(report: BuildReport) -> dict[str, Any]:
    return {
        "documents": report.documents,
        "read": report.read,
        "extracted": report.extracted,
        "entities": dict(report.entities),
        "statements": dict(report.statements),
        "skipped": [{"source": one.source, "error": str(one.error)} for one in report.skipped],
        "passed_over": dict(report.passed_over),
        "undated": report.undated,
        "unused_dates": list(report.unused_dates),
        "graphs": report.graphs,
        "seconds": round(report.seconds, 3),
    }


def _listed(counts: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts)


def extract(
    files: Annotated[
        list[str], typer.Argument(help="Files, folders and globs of text or HTML; - is standard input.", show_default=False)
    ],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="jsonl: one fact a line; json: all with entities, one document a line.",
            show_default="jsonl",
        ),
    ] = None,
    max_characters: MaxCharacters = 1_000_000,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
) -> None:  # fmt: skip
    """Print the facts of documents, with evidence, without a store."""
    chosen = output.chosen(
        format_,
        file,
        ("jsonl", "json"),
        {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"},
        default="jsonl",
        force=force,
    )
    from kg.documents import read
    from kg.evaluation.facts import records
    from kg.model import to_json
    from kg.nlp.extractor import Extractor

    documents = []
    errors: list[DocumentError] = []
    with _sources(files) as sources:
        for source in sources:
            try:
                if source.error is not None:
                    raise source.error
                documents.append(read(source, max_characters=max_characters))
            except DocumentError as error:
                errors.append(error)
                print(f"left out: {error}", file=sys.stderr)
    if documents:
        with output.opened(file, force=force) as stream:
            for extraction in Extractor().pipe(documents):
                if chosen == "json":
                    stream.write(to_json(extraction) + "\n")
                    continue
                for record in records(extraction):
                    stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    if errors and not documents:
        raise errors[0] if len(errors) == 1 else NothingToReadError(f"none of {len(errors)} sources could be read")
    if errors:
        raise PartialBuildError(f"{len(errors)} sources were left out (see above)")


@contextmanager
def _sources(files: list[str]) -> Iterator[Iterator[Source]]:
    """The sources behind names; standard input is a file for as long as it is read."""
    from kg.documents import find

    if "-" not in files:
        yield find(files)
        return
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        given = Path(folder) / "stdin.txt"
        given.write_bytes(sys.stdin.buffer.read())
        yield find(str(given) if name == "-" else name for name in dict.fromkeys(files))


def demo(
    out: Annotated[Path, typer.Option(help="Folder for what the demo makes.")] = Path("demo"),
) -> None:
    """The main job on the bundled documents: build, ask three questions, draw the network."""
    from rich.console import Console

    from kg import api
    from kg.resources import path as resource

    console = Console(stderr=True)
    console.print("Building a store from the bundled documents …", highlight=False)
    with ProgressBars(console) as bars:
        graph = api.build([resource("data/sample")], store=out / "store", progress=bars)
    assert graph.report is not None
    print("\n".join(_summary(graph.report)))
    questions = (
        ("Who makes CLR 131, since when?", "manufacturers", {"drug": "CLR 131"}),
        ("Who funds what, and with how much?", "funding", {"funder": "NCI"}),
        ("Who are Cellectar's partners, on what?", "partners", {"company": "Cellectar"}),
    )
    for question, name, parameters in questions:
        print(f"\n{question}    (kg query {name} {' '.join(f'--{k} {v!r}' for k, v in parameters.items())})")
        graph.query(name, **parameters).write("table", sys.stdout)
    page = out / "network.html"
    replace_text(page, graph.network(title="Drug pipelines of the sample documents"))
    graph.close()
    print(f"\nStore: {out / 'store'}    Network: {page}")
    print(f"Next:  kg query --store {out / 'store'}      kg show 'CLR 131' --store {out / 'store'}")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=options.examples(
            "kg build press-releases/ 'filings/*.html'",
            "kg build press-releases/ --store releases --workers 4",
            "kg build new/ --format json -o report.json",
        )
    )(build)
    app.command(
        epilog=options.examples(
            "kg extract release.txt", "kg extract release.html -o facts.jsonl", "kg extract - < text"
        )
    )(extract)
    app.command(epilog=options.examples("kg demo", "kg demo --out elsewhere"))(demo)
