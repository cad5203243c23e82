"""Commands that read documents: build, extract."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kg.cli.options import StoreOption
from kg.errors import DocumentError, NothingToReadError, OutputError, PartialBuildError

if TYPE_CHECKING:
    from kg.builder import BuildReport

Sources = Annotated[list[str], typer.Argument(help="Files, folders and globs of text or HTML.", show_default=False)]
MaxCharacters = Annotated[int, typer.Option(help="Leave out documents with more characters.", min=1)]
_STEPS = {
    "read": "Reading",
    "extract": "Extracting",
    "assemble": "Assembling",
    "write": "Writing",
}


class ProgressBars:
    """One bar a step on stderr; on anything but a terminal one line a finished step."""

    def __init__(self, console: Console) -> None:
        """Draw on a console."""
        self._bars = Progress(
            TextColumn("{task.description:<11}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
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
        if not self._console.is_terminal and done == total:
            self._console.print(f"{_STEPS.get(what, what)}: {done} of {total}", highlight=False)


def build(
    sources: Sources,
    store: StoreOption = "kg-store",
    workers: Annotated[int, typer.Option(help="Processes that extract.", min=1)] = 1,
    max_characters: MaxCharacters = 1_000_000,
    cache: Annotated[
        Path | None, typer.Option(help="Where extractions are kept; needed for a remote store.", show_default=False)
    ] = None,
    dates: Annotated[
        Path | None,
        typer.Option(help="CSV, TSV or JSON with documents and their dates of publication.", show_default=False),
    ] = None,
) -> None:
    """Read documents, extract what they say, and bring the store up to date.

    A document that has not changed is not extracted again. A document that cannot be read is left out and named on
    stderr; the command then ends with exit code 17, or, where nothing could be read, with that error's own.
    """
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
    if report.read:
        _print_summary(report)
    error = report.error()
    if error is not None:
        raise error


def _print_summary(report: BuildReport) -> None:
    entities = sum(count for _, count in report.entities)
    statements = sum(count for _, count in report.statements)
    print(f"documents   {report.documents:>6}   ({report.read} read now, {report.extracted} of them new or changed)")
    print(f"entities    {entities:>6}   {_listed(report.entities)}")
    print(f"statements  {statements:>6}   {_listed(report.statements)}")
    if report.undated:
        print(
            f"undated     {report.undated:>6}   (nothing says when they were published; give dates with --dates FILE)"
        )
    print(f"left out    {len(report.skipped):>6}")
    if report.passed_over:
        total = sum(count for _, count in report.passed_over)
        print(f"passed over {total:>6}   {_listed(report.passed_over)} (kinds that are not read yet)")
    print(f"graphs      {report.graphs:>6}   written, in {report.seconds:.1f} s")


def _listed(counts: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts)


def extract(
    files: Sources,
    format_: Annotated[
        str, typer.Option("--format", help="jsonl: one fact a line; json: all with entities.")
    ] = "jsonl",
    max_characters: MaxCharacters = 1_000_000,
) -> None:
    """Print the facts of documents, with evidence, without a store."""
    if format_ not in {"jsonl", "json"}:
        raise OutputError(f"--format {format_}: unknown; there are jsonl, json")
    from kg.documents import find, read
    from kg.evaluation.facts import records
    from kg.model import to_json
    from kg.nlp.extractor import Extractor

    documents = []
    errors: list[DocumentError] = []
    for source in find(files):
        try:
            if source.error is not None:
                raise source.error
            documents.append(read(source, max_characters=max_characters))
        except DocumentError as error:
            errors.append(error)
            print(f"left out: {error}", file=sys.stderr)
    if documents:
        for extraction in Extractor().pipe(documents):
            if format_ == "json":
                print(to_json(extraction))
            else:
                for record in records(extraction):
                    print(json.dumps(record, ensure_ascii=False))
    if errors and not documents:
        raise errors[0] if len(errors) == 1 else NothingToReadError(f"none of {len(errors)} sources could be read")
    if errors:
        raise PartialBuildError(f"{len(errors)} sources were left out (see above)")


def demo(
    out: Annotated[Path, typer.Option(help="Folder for what the demo makes.")] = Path("demo"),
) -> None:
    """The main job on the bundled documents: build, ask three questions, draw the network."""
    from kg import api
    from kg.resources import path as resource

    console = Console(stderr=True)
    console.print("Building a store from the bundled documents …", highlight=False)
    with ProgressBars(console) as bars:
        graph = api.build([resource("data/sample")], store=out / "store", progress=bars)
    assert graph.report is not None
    _print_summary(graph.report)
    questions = (
        ("Who makes CLR 131, since when?", "manufacturers", {"drug": "CLR 131"}),
        ("Who funds what, and with how much?", "funding", {"funder": "NCI"}),
        ("Who are Cellectar's partners, on what?", "partners", {"company": "Cellectar"}),
    )
    for question, name, parameters in questions:
        print(f"\n{question}    (kg query {name} {' '.join(f'--{k} {v!r}' for k, v in parameters.items())})")
        graph.query(name, **parameters).write("table", sys.stdout)
    page = out / "network.html"
    page.write_text(graph.network(title="Drug pipelines of the sample documents"), encoding="utf-8")
    graph.close()
    print(f"\nStore: {out / 'store'}    Network: {page}")
    print(f"Next:  kg query --store {out / 'store'}      kg show 'CLR 131' --store {out / 'store'}")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(build)
    app.command()(extract)
    app.command()(demo)
