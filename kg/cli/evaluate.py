"""The command that measures extraction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import options, output
from kg.errors import DocumentNotFoundError, NothingToReadError, OutputError, ParameterError

if TYPE_CHECKING:
    from kg.evaluation.gold import GoldSet
    from kg.evaluation.report import Report
    from kg.evaluation.run import Produced


def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders of gold files, or a folder of such; the bundled sample if none is named."),
    ] = None,
    texts: Annotated[list[Path] | None, typer.Option(help="Folder of the documents, where not beside.")] = None,
    facts: Annotated[
        Path | None, typer.Option(help="Score these facts (JSON lines) instead of running the extraction.")
    ] = None,
    entities: Annotated[
        Path | None, typer.Option(help="Listing of produced entities (JSON lines) for --facts.")
    ] = None,
    folds: Annotated[
        Path | None, typer.Option(help="Score the cross-validated facts in this folder, by fold and overall.")
    ] = None,
    set_aside: Annotated[bool, typer.Option("--set-aside", help="With --folds: set-aside documents too.")] = False,
    section: Annotated[str | None, typer.Option(help="facts (the default) or milestones.", show_default=False)] = None,
    without: Annotated[list[str] | None, typer.Option(help="Leave a relation out; may be repeated.")] = None,
    documents: Annotated[Path | None, typer.Option(help="Score only the documents named here, one a line.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every wrong and missing fact.")] = False,
    causes: Annotated[bool, typer.Option("--causes", help="Group errors by cause, with examples.")] = False,
    calibration: Annotated[bool, typer.Option("--calibration", help="Share of right facts by confidence.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Everything, set by set and section by section.")] = False,
    format_: Annotated[str | None, typer.Option("--format", "-f", help="table or json.", show_default="table")] = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
    write_facts: Annotated[Path | None, typer.Option(help="Write the produced facts here, one a line.")] = None,
    write_entities: Annotated[Path | None, typer.Option(help="Write the produced entities here.")] = None,
) -> None:
    """Score extracted facts against gold documents: precision, recall and F1 by relation, and more."""
    from kg.evaluation import run, tables
    from kg.evaluation.gold import SECTIONS

    chosen = output.chosen(
        format_, file, ("table", "json"), {".txt": "table", ".json": "json"}, default="table", force=force
    )
    for path in (write_facts, write_entities):
        if path is not None:
            output.free(path, force=force)
    _check("--section", section or "facts", SECTIONS)
    left_out = _relations(without or ())
    if facts is not None and folds is not None:
        raise ParameterError("--facts and --folds: both name the facts to score; give one")
    sets = _sets(gold or (), read=facts is not None or folds is not None)
    if documents is not None:
        sets = run.choose(sets, _names(documents))
    if folds is not None:
        produced = run.read_folds(folds)
        sets = run.choose(sets, run.measured(produced.folds or {}, set_aside=set_aside))
    elif facts is not None:
        produced = run.read_produced(facts, entities)
    else:
        produced = _extract(sets, texts or ())
    _write(write_facts, produced.facts, force)
    _write(write_entities, produced.entities, force)

    sections = SECTIONS if all_ and section is None else (section or "facts",)
    named = [(one.name, [one]) for one in sets] if all_ or len(sets) == 1 else [(_together(sets), sets)]
    made = (
        run.measure(name, part, produced, section=wanted, without=left_out)
        for name, part in named
        for wanted in sections
    )
    reports = [report for report in made if report is not None]
    if not reports:
        raise NothingToReadError(f"--section {section}: no gold file given is annotated for it")
    with output.opened(file, force=force) as stream:
        if chosen == "json":
            stream.write(_json(reports, produced, all_, errors))
            return
        stream.write(f"measured: {produced.source}\n\n")
        for report in reports:
            if errors:
                stream.write("\n".join([*report.scores.errors, ""]))
            if all_:
                stream.write("\n".join([*tables.full(report), ""]))
                continue
            blocks = [
                tables.parts(report) if folds is not None else [],
                tables.calibration(report) if calibration else [],
                tables.causes(report) if causes else [],
                tables.summary(report),
            ]
            stream.write("\n\n".join("\n".join(block) for block in blocks if block) + "\n")
        if all_:
            stream.write("\n".join([*tables.targets(reports), ""]))


def _sets(gold: Iterable[Path], *, read: bool) -> list[GoldSet]:
    from kg import resources
    from kg.evaluation.gold import gold_sets

    folders = list(gold)
    if not folders and read:
        raise NothingToReadError("no gold folder named: kg evaluate GOLD… says what the facts are scored against")
    return gold_sets(folders or [resources.path("data/sample")])


def _together(sets: Iterable[GoldSet]) -> str:
    return " + ".join(one.name for one in sets)


def _extract(sets: list[GoldSet], texts: Iterable[Path]) -> Produced:
    from rich.console import Console

    from kg.evaluation.run import extract

    console = Console(stderr=True)

    def tell(done: int, total: int) -> None:
        if console.is_terminal:
            console.print(f"\r{done} of {total} documents", end="" if done < total else "\n", highlight=False)

    return extract(sets, texts=tuple(texts), progress=tell)


def _names(path: Path) -> set[str]:
    if not path.is_file():
        raise DocumentNotFoundError(f"{path}: no such file; name a file of document names, one a line")
    return {line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}


def _relations(names: Iterable[str]) -> tuple[str, ...]:
    from kg.evaluation.facts import MILESTONE
    from kg.terms import Relation

    known = {*(relation.value for relation in Relation), MILESTONE}
    for name in names:
        if name not in known:
            raise ParameterError(f"--without {name}: no such relation; there are {', '.join(sorted(known))}")
    return tuple(names)


def _check(option: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise OutputError(f"{option} {value}: unknown; there are {', '.join(known)}")


def _write(path: Path | None, rows: Iterable[dict[str, Any]], force: bool) -> None:
    if path is not None:
        with output.opened(path, force=force, tell=False) as stream:
            stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _json(reports: list[Report], produced: Produced, all_: bool, errors: bool) -> str:
    told = [
        {"measured": produced.source, **report.to_record(), **({"errors": report.scores.errors} if errors else {})}
        for report in reports
    ]
    return json.dumps(told if all_ else told[0], ensure_ascii=False, indent=1) + "\n"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=options.examples(
            "kg evaluate data/sample",
            "kg evaluate gold/ --all -o scores.json",
            "kg extract release.txt | kg evaluate gold/ --facts - --errors",
        )
    )(evaluate)
