"""The command that measures extraction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kg.evaluation.scoring import Scores


def evaluate(
    gold: Annotated[list[Path], typer.Argument(help="Folders of gold files.", show_default=False)],
    texts: Annotated[list[Path] | None, typer.Option(help="Folder of the documents, where not beside.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every wrong and missing fact.")] = False,
    format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    facts: Annotated[Path | None, typer.Option(help="Write the produced facts here, one JSON object a line.")] = None,
) -> None:
    """Run the extraction over gold documents and report precision, recall and F1 by relation."""
    from kg.evaluation.run import evaluate as run

    console = Console(stderr=True)

    def tell(done: int, total: int) -> None:
        if console.is_terminal:
            console.print(f"\r{done} of {total} documents", end="" if done < total else "\n", highlight=False)

    evaluation = run(gold, texts=texts or (), progress=tell)
    if facts is not None:
        facts.write_text(
            "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in evaluation.facts), encoding="utf-8"
        )
    if format_ == "json":
        print(json.dumps(evaluation.scores.to_record(), indent=1))
        return
    if errors:
        print("\n".join(evaluation.scores.errors))
    _print_table(evaluation.scores)


def _print_table(scores: Scores) -> None:
    print(f"{'relation':<16}{'right':>6}{'wrong':>6}{'missing':>8}{'P':>7}{'R':>7}{'F1':>7}")
    for name, c in sorted(scores.relations.items()):
        print(f"{name:<16}{c.right:>6}{c.wrong:>6}{c.missing:>8}{c.precision:>7.2f}{c.recall:>7.2f}{c.f1:>7.2f}")
    for name, (right, asked) in sorted(scores.attributes.items()):
        print(f"attribute {name:<12} {right}/{asked} = {right / asked:.2f}")
    m = scores.micro
    print(
        f"{len(scores.documents)} documents: P {m.precision:.3f} R {m.recall:.3f} "
        f"micro-F1 {m.f1:.3f} macro-F1 {scores.macro_f1:.3f}"
    )


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(evaluate)
