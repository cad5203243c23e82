"""Running the trained networks with ONNX Runtime."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg.errors import ModelError
from kg.nlp.encoder.decode import Floats
from kg.nlp.encoder.labels import TAGS, signature
from kg.nlp.encoder.pairs import WindowPairs
from kg.nlp.encoder.windows import FEATURE_SIZES, Ints, Pieces
from kg.resources import check_files

CLS, SEP = 101, 102
_BATCH = 8  # windows
WIDTH = 384
Vectors = NDArray[numpy.float16]


@dataclass(frozen=True, slots=True)
class Card:
    """What a model says of itself: the ``card.json`` of its folder."""

    name: str
    version: str
    signature: str
    sha256: dict[str, str]  # by file name


def read_card(folder: Path) -> Card:
    """Read and check the card of a model folder.

    Raises:
        ModelError: A file is missing, altered, or made for another version of this package.
    """
    path = folder / "card.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        card = Card(record["name"], record["version"], record["signature"], dict(record["sha256"]))
    except FileNotFoundError as error:
        raise ModelError(
            f"{path}: no model is here; install the package again, or build one with make train"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: not a model's card ({error}); install the package again") from error
    if card.signature != signature():
        raise ModelError(
            f"{folder}: model {card.version} was trained for another version of this package; install both from one release, "
            "or build it with make train"
        )
    check_files(folder, card.sha256, besides=frozenset({"card.json"}))
    return card


def session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """An ONNX Runtime session; the same input gives the same output on any number of threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the cores to others
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has no common base class of its errors
        raise ModelError(f"{path}: ONNX Runtime cannot load it: {error}") from error


class Encoder:
    """The tagger and the head for pairs."""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        """Load ``tokenizer.json``, ``encoder.onnx`` and ``pairs.onnx``; ``threads`` 0 is one a core.

        Raises:
            ModelError: See ``read_card``.
        """
        self.card = read_card(folder)
        self.tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self._encoder = session(folder / "encoder.onnx", threads)
        self._pairs = session(folder / "pairs.onnx", threads)

    def encode(self, found: Pieces, windows: list[Ints]) -> tuple[Floats, list[Vectors]]:
        """Run the encoder over the windows of a document.

        Returns:
            The logits of the tags of each piece (the mean over the windows that see it), and each window's vectors
            [pieces with both marks, width], in half precision: they are kept until all names are known.
        """
        logits = numpy.zeros((len(found.ids), len(TAGS)), dtype=numpy.float32)
        seen = numpy.zeros(len(found.ids), dtype=numpy.float32)
        vectors: list[Vectors] = [numpy.zeros((0, WIDTH), dtype=numpy.float16)] * len(windows)
        order = sorted(range(len(windows)), key=lambda n: len(windows[n]))
        for at in range(0, len(order), _BATCH):
            part = order[at : at + _BATCH]
            longest = max(len(windows[n]) for n in part) + 2
            ids = numpy.zeros((len(part), longest), dtype=numpy.int64)
            keep = numpy.zeros((len(part), longest), dtype=numpy.float32)
            features = {name: numpy.zeros((len(part), longest), dtype=numpy.int64) for name in FEATURE_SIZES}
            for row, n in enumerate(part):
                window = windows[n]
                size = len(window)
                ids[row, 0], ids[row, size + 1] = CLS, SEP
                ids[row, 1 : size + 1] = found.ids[window]
                keep[row, : size + 2] = 1
                for name, array in features.items():
                    array[row, 1 : size + 1] = found.features[name][window]
            hidden, tags = self._encoder.run(["hidden", "tags"], {"ids": ids, "keep": keep, **features})
            for row, n in enumerate(part):
                size = len(windows[n])
                vectors[n] = hidden[row, : size + 2].astype(numpy.float16)
                logits[windows[n]] += tags[row, 1 : size + 1]
                seen[windows[n]] += 1
        return (logits / numpy.maximum(seen, 1)[:, None]).astype(numpy.float32), vectors

    def pairs(self, vectors: Vectors, found: WindowPairs, kinds: Ints) -> NDArray[numpy.float32]:
        """Logits of the pairs of one window, [pairs, outputs and classes]; ``kinds`` are those of its mentions."""
        result: NDArray[numpy.float32] = self._pairs.run(
            ["logits"],
            {
                "x": vectors.astype(numpy.float32),
                "starts": found.starts,
                "ends": found.ends,
                "kinds": kinds,
                "one": found.one,
                "other": found.other,
                "distance": found.distance,
                "flags": found.flags,
            },
        )[0]
        return result
