"""The command that tells what holds: versions, store, settings, and where each comes from."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli import options, output
from kg.cli.group import Group, long_name, origin
from kg.errors import KgError, ParameterError


def versions() -> dict[str, str]:
    """Versions of the package, the model, the engine and the format of stores."""
    import platform
    from importlib.metadata import version

    from kg import resources
    from kg.graph import stores

    card = json.loads((resources.path("data/models/reader") / "card.json").read_text(encoding="utf-8"))
    return {
        "kg": version("drug-pipeline-kg"),
        "model": f"{card['name']} {card['version']}",
        "Oxigraph": version("pyoxigraph"),
        "store format": str(stores._FORMAT),
        "Python": platform.python_version(),
    }


def info(
    context: typer.Context,
    command: Annotated[
        str | None, typer.Argument(help="List every option of this command.", show_default=False)
    ] = None,
    store: options.StoreOption = "kg-store",
    format_: options.TextFormatOption = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
) -> None:
    """Say which versions, store and settings hold, and where each comes from.

    A flag goes before an environment variable, that before kg.toml, and that before the default. kg.toml is that of
    --config, or of the working directory, or the one beside the store.
    """
    group = context.parent.command if context.parent else None
    assert isinstance(group, Group)
    chosen = output.chosen(format_, file, ("text", "json"), output.TEXT_SUFFIXES, default="text", force=force)
    source = context.get_parameter_source("store")
    given = source.name == "COMMANDLINE" if source else False
    record: dict[str, Any] = {
        "versions": versions(),
        "settings": {"file": str(group.settings.path) if group.settings.path else None},
        "store": _store(store) | {"from": "flag" if given else _from(group, "info", "store")},
        "options": _options(group, command),
    }
    with output.opened(file, force=force) as stream:
        if chosen == "json":
            stream.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
        else:
            stream.write("".join(f"{line}\n" for line in _lines(record, command)))


def _store(where: str) -> dict[str, Any]:
    from kg.graph.stores import open_store

    try:
        with open_store(where, read_only=True) as opened:
            return {"where": where, "quads": len(opened)}
    except KgError as error:
        return {"where": where, "error": str(error)}


def _from(group: Group, command: str, name: str) -> str:
    said = group.settings.of(command)
    param = next(p for p in group.command(command).params if long_name(p) == name)
    found = origin(command, param, said)
    return str(group.settings.path) if found == "file" else found


def _options(group: Group, command: str | None) -> list[dict[str, Any]]:
    """Every option of a command; without one, of all commands those that the environment or the file sets."""
    names = group.list_commands(None)
    if command is not None and command not in names:
        raise ParameterError(f"info {command}: no such command; there are {', '.join(names)}")
    rows = []
    for name in [command] if command else names:
        said = group.settings.of(name)
        for param in group.command(name).params:
            long = long_name(param)
            if long is None or not param.expose_value:
                continue
            found = _from(group, name, long)
            if found == "default" and command is None:
                continue
            value = os.environ[found] if found in os.environ else said.get(long, param.default)
            known = param.envvar if isinstance(param.envvar, list) else [param.envvar]
            rows.append({"command": name, "option": long, "value": _plain(value), "from": found, "variables": known})
    return rows


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


def _lines(record: dict[str, Any], command: str | None) -> list[str]:
    store = record["store"]
    size = store.get("error") or f"{store['quads']:,} quads"
    lines = [f"{name:<13} {number}" for name, number in record["versions"].items()]
    lines += ["", f"settings      {record['settings']['file'] or 'no kg.toml, here or beside the store'}"]
    lines += [f"store         {store['where']} (from {store['from']}): {size}"]
    if record["options"]:
        lines += ["", f"options of {command}" if command else "options that are set"]
    for row in record["options"]:
        name = f"--{row['option']}" if command else f"{row['command']} --{row['option']}"
        value = "none" if row["value"] is None else row["value"]
        lines.append(f"  {name:<28} {value}   (from {row['from']})")
    return lines


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=options.examples("kg info", "kg info build", "KG_STORE=other kg info --format json"),
    )(info)
