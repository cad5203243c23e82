"""Prints the folds of a gold folder as JSON: ``python training/folds.py GOLD``; see ``kg.evaluation.folds``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kg.evaluation.folds import FOLDS, SET_ASIDE, folds, issuer
from kg.evaluation.folds import gold_records as read_gold

__all__ = ["FOLDS", "SET_ASIDE", "folds", "issuer", "read_gold"]

if __name__ == "__main__":
    json.dump(folds(Path(sys.argv[1])), sys.stdout, indent=0, sort_keys=True)
