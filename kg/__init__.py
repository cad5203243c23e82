"""A knowledge graph of drug pipelines: who develops, makes, funds and studies which drug, and which sentence says so."""

from __future__ import annotations
