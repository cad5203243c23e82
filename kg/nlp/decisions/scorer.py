"""The trained scorers: how likely a candidate fact is right, and which value an attribute has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.nlp.decisions import attributes, features
from kg.nlp.decisions.features import Floats
from kg.nlp.encoder.session import read_card, session


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on something is kept."""

    facts: dict[str, float]  # by relation
    attributes: dict[str, float]  # by attribute
    calibration: tuple[tuple[float, float], ...]  # raw probability to the share that is right, rising


class Scorer:
    """Gradient-boosted trees over the columns of ``features`` and ``attributes``."""

    def __init__(self, folder: Path) -> None:
        """Load ``facts.onnx``, ``attributes.onnx`` and ``decisions.json``.

        Raises:
            ModelError: A file is missing or altered, or was trained on other columns.
        """
        self.card = read_card(folder)
        try:
            record = json.loads((folder / "decisions.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ModelError(
                f"{folder / 'decisions.json'}: the model has no scorers; install the package again"
            ) from error
        for name, wanted in (("facts", features.COLUMNS), ("attributes", attributes.COLUMNS)):
            if tuple(record["columns"][name]) != wanted:
                raise ModelError(
                    f"{folder / name}.onnx: trained on other columns than this version has; run make train"
                )
        self.thresholds = Thresholds(
            record["thresholds"]["facts"],
            record["thresholds"]["attributes"],
            tuple((float(a), float(b)) for a, b in record["calibration"]),
        )
        self._facts = session(folder / "facts.onnx", 1)
        self._attributes = session(folder / "attributes.onnx", 1)
        self._raw = numpy.asarray([a for a, _ in self.thresholds.calibration])
        self._share = numpy.asarray([b for _, b in self.thresholds.calibration])

    def facts(self, rows: Floats) -> NDArray[numpy.float64]:
        """The probability that each candidate fact is right, calibrated."""
        raw = self._run(self._facts, rows)
        return numpy.interp(raw, self._raw, self._share) if len(self._raw) else raw

    def attributes(self, rows: Floats) -> NDArray[numpy.float64]:
        """The probability that each choice is the value of its attribute."""
        return self._run(self._attributes, rows)

    @staticmethod
    def _run(trees: object, rows: Floats) -> NDArray[numpy.float64]:
        if not len(rows):
            return numpy.zeros(0)
        said = trees.run(["probabilities"], {"rows": rows})[0]  # type: ignore[attr-defined]
        result: NDArray[numpy.float64] = said[:, 1].astype(numpy.float64)
        return result
