"""Measuring extraction against gold facts."""

from kg.evaluation.facts import records
from kg.evaluation.report import Report
from kg.evaluation.run import Evaluation, Produced, evaluate, measure
from kg.evaluation.scoring import Counts, Scores, score

__all__ = ["Counts", "Evaluation", "Produced", "Report", "Scores", "evaluate", "measure", "records", "score"]
