"""A knowledge graph of drug pipelines: who develops, makes, funds and studies which drug, and which sentence says so.

>>> import kg
>>> callable(kg.build) and callable(kg.open)
True
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["Graph", "build", "open"]


def __getattr__(name: str) -> Any:
    if name in __all__:  # imported when asked for, so that `import kg` costs nothing
        return getattr(import_module("kg.api"), name)
    if name == "__version__":
        return import_module("importlib.metadata").version("drug-pipeline-kg")
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
