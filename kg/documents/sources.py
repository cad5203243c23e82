"""Sources of documents: files, folders, globs and file URIs."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

from kg.errors import DocumentError, DocumentNotFoundError, NothingToReadError
from kg.names import fold

SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something to read, or why it cannot be found."""

    name: str  # as the user gave it, or the file's path below the folder that was given
    path: Path
    id: str = ""
    error: DocumentError | None = None


def find(sources: Iterable[str | Path]) -> Iterator[Source]:
    """Find the files behind paths, folders, globs and ``file:`` URIs.

    Folders are searched at all depths for the kinds of files that readers take; hidden files, ``.json`` files and other
    kinds are passed over. A file that is named is always read, whatever its kind. A file found twice is read once. In
    folders, links that lead out of them are not followed; what is no regular file is never opened: both are there with
    an error that names them.

    Returns:
        The sources in order of their paths, each with its document id; what cannot be found is there with its error.
    """
    found: dict[Path, Source] = {}
    failed: list[Source] = []
    for given in sources:
        try:
            for path, error in _paths(str(given)):
                if error is None:
                    found.setdefault(path.resolve(), Source(name=_name(path), path=path))
                else:
                    failed.append(Source(name=_name(path), path=path, error=error))
        except DocumentError as error:
            failed.append(Source(name=str(given), path=Path(str(given)), error=error))
    stems = Counter(_id(path) for path in found)
    shared = Path(os.path.commonpath([path.parent for path in found])) if found else Path()
    for path in sorted(found):
        source = found[path]
        id_ = _id(path)
        if stems[id_] > 1:
            id_ = f"{id_}-{hashlib.sha256(path.relative_to(shared).as_posix().encode()).hexdigest()[:8]}"
        yield Source(name=source.name, path=source.path, id=id_)
    yield from failed


def passed_over(sources: Iterable[str | Path]) -> tuple[tuple[str, int], ...]:
    """How many files of each other kind the given folders hold, by suffix, most first, then by name: ``find`` does not give those."""
    folders = [path for given in sources if (path := Path(str(given)).expanduser()).is_dir()]
    others = {
        path.resolve()
        for folder in folders
        for path, error in _files(folder)
        if error is None and path.suffix.casefold() not in SUFFIXES
    }
    return tuple(Counter(sorted(path.suffix.casefold() or "no suffix" for path in others)).most_common())


def _name(path: Path) -> str:
    """A path as text; bytes of a file's name that are none become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _id(path: Path) -> str:
    return re.sub(r"[^a-z0-9_.-]+", "-", path.stem.casefold()).strip("-.") or fold(path.stem) or "document"


Found = tuple[Path, DocumentError | None]  # a file, and why it is not read


def _paths(given: str) -> list[Found]:
    if given.startswith(("http://", "https://")):
        raise DocumentNotFoundError(f"{given}: web addresses are not read yet; save the page and name the file")
    if given.startswith("file:"):
        given = unquote(urlparse(given).path)
    path = Path(given).expanduser()
    if "\0" in given:
        raise DocumentNotFoundError(f"{given}: no such file or folder")
    if path.is_dir():
        paths = _in_folder(path)
        if not paths:
            raise NothingToReadError(
                f"{given}: no readable document in this folder (kinds: {', '.join(sorted(SUFFIXES))})"
            )
        return paths
    if path.exists():
        return [(path, irregular(path))]
    if glob.has_magic(given):
        matches = [Path(match) for match in sorted(glob.glob(os.path.expanduser(given), recursive=True))]
        paths = [p for match in matches for p in (_in_folder(match) if match.is_dir() else [(match, irregular(match))])]
        if paths:
            return paths
        raise DocumentNotFoundError(f"{given}: no file matches this pattern")
    raise DocumentNotFoundError(f"{given}: no such file or folder")


def irregular(path: Path) -> DocumentError | None:
    """Why a path is not opened: it is no regular file, and reading it may wait for ever or never end."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return DocumentError(f"{path}: cannot be opened: {error.strerror or error}")
    if stat.S_ISREG(mode):
        return None
    kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "a special file")
    return DocumentError(f"{path}: {kind} and no regular file; passed over")


_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def _in_folder(folder: Path) -> list[Found]:
    return sorted((found for found in _files(folder) if found[0].suffix.casefold() in SUFFIXES), key=lambda f: f[0])


def _files(folder: Path) -> Iterator[Found]:
    """The files below a folder, at any depth and without recursion; links to folders are not followed."""
    root = folder.resolve()
    waiting = [folder]
    while waiting:
        try:
            entries = sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name)
        except OSError:  # not ours to read; what lies in it cannot be known
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name.casefold() in {"readme.md", "readme.txt", "license.txt"}:
                continue
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif entry.is_symlink():
                yield from _linked(path, root)
            else:
                yield path, irregular(path)


def _linked(path: Path, root: Path) -> Iterator[Found]:
    try:
        to = path.resolve(strict=True)
    except (OSError, RuntimeError):  # leads nowhere, or in a circle
        yield path, DocumentError(f"{path}: a link that leads to no file; passed over")
        return
    if not to.is_relative_to(root):
        yield path, DocumentError(f"{path}: a link out of the folder, which is not followed; name the file itself")
    elif not to.is_dir():  # a folder within is searched where it lies
        yield path, irregular(path)
