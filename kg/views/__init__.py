"""Pictures of the graph, as HTML files that open offline."""

from kg.views.network import network

__all__ = ["network"]
