"""Sources of documents: files, folders, globs and file URIs."""

from __future__ import annotations

import glob
import hashlib
import os
import re
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
    kinds are passed over. A file that is named is always read, whatever its kind. A file found twice is read once.

    Returns:
        The sources in order of their paths, each with its document id; what cannot be found is there with its error.
    """
    found: dict[Path, Source] = {}
    failed: list[Source] = []
    for given in sources:
        try:
            for path in _paths(str(given)):
                found.setdefault(path.resolve(), Source(name=str(path), path=path))
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
    others = {p.resolve() for folder in folders for p in _files(folder) if p.suffix.casefold() not in SUFFIXES}
    return tuple(Counter(sorted(path.suffix.casefold() or "no suffix" for path in others)).most_common())


def _id(path: Path) -> str:
    return re.sub(r"[^a-z0-9_.-]+", "-", path.stem.casefold()).strip("-.") or fold(path.stem) or "document"


def _paths(given: str) -> list[Path]:
    if given.startswith(("http://", "https://")):
        raise DocumentNotFoundError(f"{given}: web addresses are not read yet; save the page and name the file")
    if given.startswith("file:"):
        given = unquote(urlparse(given).path)
    path = Path(given).expanduser()
    if path.is_dir():
        paths = _in_folder(path)
        if not paths:
            raise NothingToReadError(
                f"{given}: no readable document in this folder (kinds: {', '.join(sorted(SUFFIXES))})"
            )
        return paths
    if path.exists():
        return [path]
    if glob.has_magic(given):
        matches = [Path(match) for match in sorted(glob.glob(os.path.expanduser(given), recursive=True))]
        paths = [p for match in matches for p in (_in_folder(match) if match.is_dir() else [match])]
        if paths:
            return paths
        raise DocumentNotFoundError(f"{given}: no file matches this pattern")
    raise DocumentNotFoundError(f"{given}: no such file or folder")


def _in_folder(folder: Path) -> list[Path]:
    return sorted(path for path in _files(folder) if path.suffix.casefold() in SUFFIXES)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name.casefold() not in {"readme.md", "readme.txt", "license.txt"}:
            yield path
