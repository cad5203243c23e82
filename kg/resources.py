"""Where ``ontology/``, ``queries/`` and ``data/`` lie: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from kg.errors import ModelError

_PACKAGE = Path(__file__).parent


def path(name: str) -> Path:
    """Return the path of a file or folder that the project ships, such as ``"queries"`` or ``"data/sample"``.

    Raises:
        FileNotFoundError: There is none of this name, in the installed package or the checkout.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"{name}: not found beside or inside the package {_PACKAGE}; is the installation complete?")


def check_files(folder: Path, recorded: Mapping[str, str], *, besides: frozenset[str] = frozenset()) -> None:
    """Compare the files of a folder with their recorded digests (SHA-256, hexadecimal).

    Args:
        folder: With the files.
        recorded: Digests by file name.
        besides: Names that need no digest.

    Raises:
        ModelError: A file is missing, altered, or there without a digest.
    """
    for name, wanted in recorded.items():
        if Path(name).name != name:
            raise ModelError(f"{folder / name}: no file of the model's folder; install the package again")
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except FileNotFoundError as error:
            raise ModelError(f"{folder / name}: a file of the model is missing; install the package again") from error
        if found != wanted:
            raise ModelError(f"{folder / name}: the file was altered (SHA-256 {found[:12]}, not {wanted[:12]})")
    for path in sorted(folder.iterdir()):
        if path.name not in recorded and path.name not in besides and path.suffix != ".md":
            raise ModelError(f"{path}: no digest is recorded for this file of the model; install the package again")
