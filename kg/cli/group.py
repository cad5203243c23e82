"""The group of all commands: settings for each, what every command takes, and names of environment variables."""

from __future__ import annotations

import inspect
import logging
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg import config
from kg.cli.help import Command, first_sentence, write_panels, write_params
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typer.models import CommandInfo

log = logging.getLogger("kg")
COMMON = "Any command"  # the panel of what every command takes


def louder(value: int) -> int:
    """Say what is done (``-v``), or all that is known of it (``-vv``)."""
    if value:
        log.setLevel(logging.INFO if value == 1 else logging.DEBUG)
    return value


def quieter(value: bool) -> bool:
    """Say nothing but errors."""
    if value:
        log.setLevel(logging.ERROR)
    return value


VerboseOption = Annotated[
    int,
    typer.Option(
        "--verbose", "-v", count=True, callback=louder, expose_value=False, show_default=False, rich_help_panel=COMMON,
        help="Say on stderr what is done; twice: in detail.",
    ),
]  # fmt: skip
QuietOption = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", callback=quieter, expose_value=False, rich_help_panel=COMMON,
        help="Say nothing on stderr but errors.",
    ),
]  # fmt: skip


def _common(verbose: VerboseOption = 0, quiet: QuietOption = False) -> None:
    """Holds the options that every command takes."""


def long_name(param: Any) -> str | None:
    """An option's name in a file of settings: ``max-characters`` of ``--max-characters``."""
    if getattr(param, "param_type_name", "") != "option":
        return None
    return next((name[2:] for name in param.opts if name.startswith("--")), None)


def variables(command: str, param: Any) -> list[str]:
    """The environment variables of an option, the first that is set holds: ``KG_BUILD_WORKERS``, ``KG_WORKERS``."""
    name = (long_name(param) or "").replace("-", "_").upper()
    return [f"KG_{command.replace('-', '_').upper()}_{name}", f"KG_{name}"] if name else []


class Group(TyperGroup):
    """Commands whose options come from flags before the environment before ``kg.toml`` before their own defaults.

    A command is made when it is asked for: reading the signatures of all would take longer than most answers.
    """

    def __init__(self, **attributes: Any) -> None:
        """Begin without commands; ``add`` gives them."""
        super().__init__(**attributes)
        self.settings = config.Settings()
        self._infos: dict[str, CommandInfo] = {}
        self._listing = False

    def add(self, infos: Iterable[CommandInfo]) -> None:
        """Know commands."""
        for info in infos:
            assert info.callback is not None
            name = info.name or info.callback.__name__.replace("_", "-")
            self._infos[name] = info

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands, in their order."""
        return list(self._infos)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command; where names are completed only its name and help."""
        if self._listing and cmd_name in self._infos:
            info = self._infos[cmd_name]
            return Command(name=cmd_name, help=_short(info), hidden=info.hidden)
        return self.command(cmd_name)

    def command(self, name: str) -> Any:
        """A command with all its options, None where there is none of this name."""
        if name not in self.commands and name in self._infos:
            self.commands[name] = _made(name, self._infos[name])
        return self.commands.get(name)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, then the commands in their panels."""
        write_params(self, ctx, formatter)
        panels: dict[str, list[tuple[str, str]]] = {}
        for name, info in self._infos.items():
            if not info.hidden:
                panels.setdefault(_panel(info), []).append((name, _short(info)))
        write_panels(panels, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Complete the name of a command."""
        self._listing = True
        return super().shell_complete(ctx, incomplete)

    def options(self) -> dict[str, list[str]]:
        """The options of each command that a file of settings may name."""
        return {
            name: [long for param in self.command(name).params if (long := long_name(param)) and param.expose_value]
            for name in self._infos
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, and put the file of settings behind its options."""
        name, command, rest = self._resolved(ctx, args)
        if command is not None and not {"-h", "--help"} & set(rest):
            try:
                self.settings = self._load(ctx.params.get("config"), rest)
            except KgError:
                if not ctx.resilient_parsing:  # a broken file is no reason to complete nothing
                    raise
            ctx.default_map = {str(name): self._defaults(str(name), command)}
        return name, command, rest

    def _resolved(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self._infos:
            self.options()  # makes all commands: near names are offered from those
        return super().resolve_command(ctx, args)

    def _load(self, given: str | None, args: list[str]) -> config.Settings:
        store = flag("--store", args) or os.environ.get("KG_STORE")
        path = config.find(store or "kg-store", given=given)
        if path is None:
            return config.Settings()
        log.info("settings of %s", path)
        return config.load(path, self.options())

    def _defaults(self, name: str, command: Any) -> dict[str, Any]:
        said = self.settings.of(name)
        return {param.name: said[long] for param in command.params if (long := long_name(param)) in said}


def _panel(info: CommandInfo) -> str:
    return info.rich_help_panel if isinstance(info.rich_help_panel, str) else "Commands"


def _short(info: CommandInfo) -> str:
    return info.short_help or first_sentence(info.help or inspect.getdoc(info.callback) or "")


def _made(name: str, info: CommandInfo) -> Any:
    """A command, with what every command takes, and names of environment variables for options that have none."""
    info.cls = info.cls or Command
    alone, common = (typer.Typer(add_completion=False, rich_markup_mode=None) for _ in range(2))
    alone.registered_commands.append(info)
    common.command()(_common)
    command = typer.main.get_command(alone)
    command.name = name
    for param in command.params:
        if long_name(param) and param.envvar is None:
            param.envvar = variables(name, param)  # which the help does not spell out
    taken = {word for param in command.params for word in param.opts}
    command.params += [p for p in typer.main.get_command(common).params if taken.isdisjoint(p.opts)]
    return command


def flag(name: str, args: list[str]) -> str | None:
    """The value of an option among arguments that are not parsed yet."""
    for number, word in enumerate(args):
        if word == name:
            return args[number + 1] if number + 1 < len(args) else None
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def origin(command: str, param: Any, said: Mapping[str, Any]) -> str:
    """Where the value of an option comes from if no flag gives it: an environment variable, ``file`` or ``default``."""
    names = param.envvar if isinstance(param.envvar, list) else [param.envvar] if param.envvar else []
    found = next((name for name in names if os.environ.get(name)), None)
    return found or ("file" if long_name(param) in said else "default")
