"""The command that checks a store."""

from __future__ import annotations

import typer

from kg.cli.options import StoreOption
from kg.errors import ValidationError
from kg.text import line


def validate(store: StoreOption = "kg-store") -> None:
    """Check the store against the shapes of the ontology, and say what is wrong at which node."""
    from kg.graph.stores import open_store
    from kg.graph.validation import validate as check

    with open_store(store, read_only=True) as opened:
        report = check(opened)
    for node, violations in report.by_node().items():
        print(line(node))
        for violation in violations:
            print(line(f"    {violation.message}" + (f" (there is {violation.value})" if violation.value else "")))
    if not report:
        raise ValidationError(f"{store}: {len(report.violations)} violations at {len(report.by_node())} nodes")
    print(f"{store}: valid ({report.triples} triples)")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(validate)
