"""Files for other tools."""

from kg.export.files import EXPORTERS, export
from kg.export.graphs import to_networkx

__all__ = ["EXPORTERS", "export", "to_networkx"]
