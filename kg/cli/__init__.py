"""The ``kg`` command: every module here is one group of commands, thin over ``kg.api``."""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="A knowledge graph of drug pipelines, from press releases and filings, with the sentence that says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

# Each module defines ``register(app)``, which adds its commands.
MODULES = ("build", "evaluate", "query", "show", "view", "pictures", "pages", "export", "validate", "conflicts", "diff")

for _name in MODULES:
    import_module(f"kg.cli.{_name}").register(app)


def main() -> None:
    """Run the command line; a KgError is one line on stderr and its own exit code."""
    try:
        app()
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        raise SystemExit(0) from None
