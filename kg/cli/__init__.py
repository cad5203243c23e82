"""The ``kg`` command: every module here is one group of commands, thin over ``kg.api``.

A command must start at once: modules import what is heavy inside their functions, and ``tests/cli/test_start.py`` holds it.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import options
from kg.cli.group import Group, QuietOption, VerboseOption
from kg.cli.help import WIDTH
from kg.errors import KgError
from kg.text import guarded

if TYPE_CHECKING:
    from typer.models import CommandInfo

# Each module defines ``register(app)``, which adds its commands; they stand in this panel of the help.
MODULES = {
    "build": options.BUILD,
    "query": options.ASK,
    "search": options.ASK,
    "show": options.ASK,
    "entities": options.ASK,
    "conflicts": options.ASK,
    "diff": options.ASK,
    "view": options.DRAW,
    "pictures": options.DRAW,
    "pages": options.DRAW,
    "export": options.HAND_ON,
    "validate": options.CHECK,
    "evaluate": options.CHECK,
    "info": options.ABOUT,
}


def _commands() -> Iterator[CommandInfo]:
    """What the modules register, each command in the panel of its module where it names none."""
    for name, panel in MODULES.items():
        part = typer.Typer()
        import_module(f"kg.cli.{name}").register(part)
        for command in part.registered_commands:
            if not isinstance(command.rich_help_panel, str):
                command.rich_help_panel = panel
            yield command


class Commands(Group):
    """The group with the commands of all modules."""

    def __init__(self, **attributes: Any) -> None:
        """Add the commands."""
        super().__init__(**attributes)
        self.add(_commands())


app = typer.Typer(
    name="kg",
    cls=Commands,
    help="A knowledge graph of drug pipelines, from press releases and filings, with the sentence that says so.",
    epilog=options.examples("kg demo", "kg build press-releases/", "kg query partners --company 'Example Bio'"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDTH},
)


def _version(wanted: bool) -> None:
    if wanted:
        from kg.cli.info import versions

        print(", ".join(f"{name} {number}" for name, number in versions().items()))
        raise typer.Exit


@app.callback()
def settings(
    config: Annotated[
        str | None,
        typer.Option(
            help="File of settings in place of kg.toml here or beside the store.",
            envvar="KG_CONFIG",
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which versions these are, and end.")
    ] = False,
    verbose: VerboseOption = 0,
    quiet: QuietOption = False,
) -> None:
    """Options of ``kg`` itself; the file of settings is read when the command is known."""


_INTERRUPTED = 130  # by Ctrl-C, as shells have it


def main() -> None:
    """Run the command line.

    A KgError is one line on stderr and its own exit code; anything else is a defect, told in one line with exit code 70.
    """
    logging.basicConfig(format="kg: %(message)s", level=logging.WARNING, stream=sys.stderr)
    sys.stdout = guarded(sys.stdout)
    try:
        app(prog_name="kg")
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
    except Exception as error:
        from kg.cli.crash import tell

        raise SystemExit(tell(error)) from None
