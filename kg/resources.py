"""Where ``ontology/``, ``queries/`` and ``data/`` lie: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from pathlib import Path

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
