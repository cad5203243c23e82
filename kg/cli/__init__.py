"""The ``kg`` command: every module here is one group of commands, thin over ``kg.api``."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import typer

from kg.errors import KgError
from kg.text import guarded

app = typer.Typer(
    name="kg",
    help="A knowledge graph of drug pipelines, from press releases and filings, with the sentence that says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

# Each module defines ``register(app)``, which adds its commands.
MODULES = ("build", "evaluate", "query", "show", "view", "export", "validate")

_INTERRUPTED = 130  # by Ctrl-C, as shells have it

for _name in MODULES:
    import_module(f"kg.cli.{_name}").register(app)


def main() -> None:
    """Run the command line; a KgError is one line on stderr and its own exit code."""
    sys.stdout = guarded(sys.stdout)
    try:
        app()
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except SystemExit as stopped:
        if stopped.code == _INTERRUPTED:
            sys.stderr.flush()
            os._exit(_INTERRUPTED)  # at once: to take the modules apart would take longer than the user waits
        raise
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        raise SystemExit(0) from None
