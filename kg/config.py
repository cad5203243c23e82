"""Settings from a file: which ``kg.toml`` holds and what it says. Nothing is read on import.

A key at the top is for every command that has an option of this name, one in a table named like a command for that
command alone::

    store = "releases-store"      # --store of every command; folders are relative to this file

    [build]
    workers = 4

    [query]
    format = "csv"
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.errors import SettingsError

FILE = "kg.toml"
_PLACES = frozenset({"store", "cache", "queries", "texts", "output", "out"})  # options that name a file or folder
_ELSEWHERE = ("http://", "https://", ":memory:")
_MOST = 100_000  # bytes of a file that anyone would write by hand

Options = Mapping[str, Collection[str]]  # the names of each command's options, such as "max-characters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a file says: for any command, and for single ones."""

    path: Path | None = None
    common: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    commands: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, command: str) -> dict[str, Any]:
        """The values for one command, by option."""
        return {**self.common, **self.commands.get(command, {})}


def find(store: str | None = None, *, given: str | None = None, folder: Path | None = None) -> Path | None:
    """The file that holds: the one that is named, or that of the working directory, or the one beside the store.

    Raises:
        SettingsError: The named file is not there.
    """
    if given:
        if not Path(given).is_file():
            raise SettingsError(f"{given}: no such file; name a {FILE} with --config, or leave the option out")
        return Path(given)
    here = (folder or Path()) / FILE
    if here.is_file():
        return here
    if store and not store.startswith(_ELSEWHERE):
        beside = Path(store).parent / FILE
        return beside if beside.is_file() else None
    return None


def load(path: Path, options: Options) -> Settings:
    """Read a file and hold it against what the commands take.

    Raises:
        SettingsError: It cannot be read, is no TOML, or has a key that means nothing.
    """
    import tomllib

    try:
        if path.stat().st_size > _MOST:
            raise SettingsError(f"{path}: more than {_MOST:,} bytes; this is no file of settings")
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    every = {option for names in options.values() for option in names}
    common: dict[str, Any] = {}
    commands: dict[str, Mapping[str, Any]] = {}
    for key, value in record.items():
        if not isinstance(value, dict):
            common[key] = _value(path, key, key, value, every)
        elif key in options:
            values = {name: _value(path, f"{key}.{name}", name, v, options[key]) for name, v in value.items()}
            commands[key] = MappingProxyType(values)
        else:
            raise SettingsError(_unknown(path, f"[{key}]", key, options, "command"))
    return Settings(path=path, common=MappingProxyType(common), commands=MappingProxyType(commands))


def _value(path: Path, where: str, name: str, value: Any, known: Collection[str]) -> Any:
    if name not in known:
        raise SettingsError(_unknown(path, where, name, known, "option"))
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int | float) for one in values):
        raise SettingsError(f"{path}: {where}: text, a number, true or false is wanted, or a list of such")
    made = [_place(path.parent, one) if name in _PLACES and isinstance(one, str) else one for one in values]
    return made if isinstance(value, list) else made[0]


def _place(folder: Path, value: str) -> str:
    return value if value.startswith(_ELSEWHERE) else os.path.normpath(folder / Path(value).expanduser())


def _unknown(path: Path, where: str, name: str, known: Collection[str], what: str) -> str:
    from kg.names import near

    close = near(name, known)
    hint = f"perhaps {', '.join(close)}" if close else f"there are {', '.join(sorted(known))}"
    return f"{path}: {where}: no such {what}; {hint}"
