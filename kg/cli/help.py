"""Help in plain text, in panels. Typer's own help in boxes takes longer to import than most commands to answer."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

WIDTH = 110  # of the widest help


class Command(TyperCommand):
    """A command whose help has its options in panels."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, each panel with its heading."""
        write_params(self, ctx, formatter)


def write_params(command: Any, ctx: Any, formatter: Any) -> None:
    """The arguments and options of a command by panel; those without one come first."""
    panels: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is not None:
            usual = "Arguments" if param.param_type_name == "argument" else "Options"
            panels.setdefault(getattr(param, "rich_help_panel", None) or usual, []).append(record)
    write_panels(panels, formatter)


def write_panels(panels: dict[str, list[tuple[str, str]]], formatter: Any) -> None:
    """Lists of names with what they mean, each under its heading."""
    for heading, rows in panels.items():
        if rows:
            with formatter.section(heading):
                formatter.write_dl(rows)


def first_sentence(text: str) -> str:
    """What a list of commands says of one: the first paragraph of its help, on one line."""
    return " ".join(text.partition("\n\n")[0].split())
