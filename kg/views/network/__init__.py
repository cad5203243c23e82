"""The network of organizations, programs and all else, as one HTML page that needs nothing else."""

from kg.views.network.choice import Choice, Show, Through
from kg.views.network.page import network, to_pyvis

__all__ = ["Choice", "Show", "Through", "network", "to_pyvis"]
