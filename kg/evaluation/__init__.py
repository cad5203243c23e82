"""Measuring extraction against gold facts."""

from kg.evaluation.facts import records
from kg.evaluation.run import Evaluation, evaluate
from kg.evaluation.scoring import Counts, Scores, score

__all__ = ["Counts", "Evaluation", "Scores", "evaluate", "records", "score"]
