"""The command that checks a store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

from kg.cli import options, output
from kg.errors import ValidationError
from kg.text import line

if TYPE_CHECKING:
    from kg.graph.validation import Report


def validate(
    store: options.StoreOption = "kg-store",
    format_: options.TextFormatOption = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
) -> None:
    """Check the store against the shapes of the ontology, and say what is wrong at which node."""
    chosen = output.chosen(format_, file, ("text", "json"), output.TEXT_SUFFIXES, default="text", force=force)
    from kg.graph.stores import open_store
    from kg.graph.validation import validate as check

    with open_store(store, read_only=True) as opened:
        report = check(opened)
    with output.opened(file, force=force) as stream:
        if chosen == "json":
            stream.write(json.dumps(_record(report), ensure_ascii=False, indent=1) + "\n")
        else:
            stream.write("".join(f"{line}\n" for line in _lines(report, store)))
    if not report:
        raise ValidationError(f"{store}: {len(report.violations)} violations at {len(report.by_node())} nodes")


def _record(report: Report) -> dict[str, Any]:
    violations = [{"node": v.node, "message": v.message, "value": v.value} for v in report.violations]
    return {"valid": bool(report), "triples": report.triples, "violations": violations}


def _lines(report: Report, store: str) -> list[str]:
    lines = []
    for node, violations in report.by_node().items():
        lines.append(line(node))
        lines += [line(f"    {v.message}" + (f" (there is {v.value})" if v.value else "")) for v in violations]
    return lines if lines else [f"{store}: valid ({report.triples} triples)"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog=options.examples("kg validate", "kg validate --store other -o report.json"))(validate)
