"""Where a command's data goes: standard output or a file, in the format that is asked for or that the file's suffix names.

One rule holds for every file: what exists is not overwritten without ``--force``. A file is written whole or not at all.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import OutputError
from kg.files import replacing

TEXT_SUFFIXES = {".txt": "text", ".json": "json"}
_STANDARD = Path("-")


def chosen(
    format_: str | None,
    output: Path | None,
    known: Collection[str],
    suffixes: Mapping[str, str],
    *,
    default: str,
    force: bool = False,
) -> str:
    """The format: the one that is named, or that of the file's suffix, or the default.

    Raises:
        OutputError: It is not known, or the suffix is of none; or the file is there already, which is better said before
            the work than after it.
    """
    if output is not None and output != _STANDARD:
        free(output, force=force)
    if format_ is not None:
        if format_ not in known:
            raise OutputError(f"--format {format_}: unknown; there are {', '.join(known)}")
        return format_
    if output is None or output == _STANDARD or (output.exists() and not output.is_file()):
        return default
    found = suffixes.get(output.suffix.casefold())
    if found is None:
        usual = ", ".join(dict.fromkeys(suffixes))
        raise OutputError(f"{output}: no format by this suffix; use {usual}, or name one with --format")
    return found


def free(path: Path, *, force: bool) -> None:
    """Make sure that a file may be written.

    Raises:
        OutputError: It exists, and nobody said ``--force``, or it is a folder.
    """
    if path.is_dir():
        raise OutputError(f"{path}: a folder, where a file is to be written; name another")
    if path.is_file() and not force:
        raise OutputError(f"{path}: exists already; name another file, or overwrite it with --force")


@contextmanager
def opened(output: Path | None, *, force: bool = False, tell: bool = True) -> Iterator[IO[str]]:
    """A stream to write to: standard output where no file is named; of a file, its path is told there (``tell``).

    Raises:
        OutputError: The file exists already or cannot be written.
    """
    if output is None or output == _STANDARD:
        yield sys.stdout
        return
    free(output, force=force)
    try:
        with replacing(output) as half, half.open("w", encoding="utf-8", newline="") as stream:
            yield stream
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror or error}") from error
    if tell:
        print(output)


def read_text(file: str) -> str:
    """The text of a file, ``-`` is standard input.

    Raises:
        OSError: It cannot be read.
        UnicodeDecodeError: It is no UTF-8.
    """
    return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
