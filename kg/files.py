"""Writing files whole or not at all: beside the place, to the disk, then into the place.

A reader sees the old file or the new one; a crash leaves the old one, and at worst a hidden ``.NAME.….tmp`` beside it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A path to write to, which takes the place of ``path`` when the block ends well.

    Raises:
        OSError: It cannot be written.
    """
    path = Path(path)
    if path.exists() and not path.is_file():
        yield path  # a pipe or a terminal: what is written there is gone
        return
    path = path.resolve()  # a link stays, what it leads to is replaced
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".tmp", dir=path.parent)
    os.close(handle)
    half = Path(name)
    try:
        half.chmod(_mode(path))
        yield half
        _sync(half)
        os.replace(half, path)
        _sync(path.parent)
    finally:
        half.unlink(missing_ok=True)


@contextlib.contextmanager
def replacing_folder(folder: str | Path) -> Iterator[Path]:
    """A folder to write files into, which are in ``folder`` when the block ends well.

    A new folder appears with all its files at once. Into one that is there they are moved one after another, when all are
    complete; files of other names stay.

    Raises:
        OSError: They cannot be written.
    """
    folder = Path(folder).resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name[:100]}.", suffix=".tmp", dir=folder.parent))
    try:
        yield half
        files = sorted(path for path in half.iterdir() if path.is_file())
        for path in files:
            path.chmod(_mode(folder / path.name))
            _sync(path)
        _sync(half)
        if folder.exists():
            for path in files:
                os.replace(path, folder / path.name)
            _sync(folder)
        else:
            half.chmod(0o777 & ~_umask())
            os.rename(half, folder)
        _sync(folder.parent)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def replace_text(path: str | Path, text: str) -> None:
    """Write text as UTF-8 in place of a file, whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    with replacing(path) as half:
        half.write_text(text, encoding="utf-8")


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0o022)  # there is no way to read it but to set it
    os.umask(mask)
    return mask


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():  # some file systems cannot sync a folder
            raise
    finally:
        os.close(handle)
