"""Writes trained networks as ONNX with weights in eight bits, and trees as ONNX, each with its SHA-256."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from torch import Tensor, nn

from kg.nlp.encoder.labels import signature
from kg.nlp.encoder.windows import FEATURE_SIZES
from training.network import FLAGS, WIDTH, Lower, Pairs, Upper


class _Whole(nn.Module):
    def __init__(self, lower: Lower, upper: Upper) -> None:
        super().__init__()
        self.lower, self.upper = lower, upper

    def forward(
        self, ids: Tensor, keep: Tensor, section: Tensor, shape: Tensor, rule: Tensor, value: Tensor
    ) -> tuple[Tensor, Tensor]:
        mask = ((1.0 - keep) * -1e4)[:, None, None, :]
        features = {"section": section, "shape": shape, "rule": rule, "value": value}
        return self.upper(self.lower(ids, mask), features, mask)


def export_networks(folder: Path, lower: Lower, upper: Upper, pairs: Pairs, tokenizer: Path) -> None:
    """Write ``encoder.onnx``, ``pairs.onnx`` and ``tokenizer.json``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    whole = _Whole(lower, upper).eval()
    pairs = pairs.eval()
    ids = torch.randint(1000, 2000, (2, 24))
    features = [torch.randint(0, size, (2, 24)) for size in FEATURE_SIZES.values()]
    names = ["ids", "keep", *FEATURE_SIZES]
    with TemporaryDirectory() as scratch:
        plain = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            whole,
            (ids, torch.ones(2, 24), *features),
            str(plain),
            input_names=names,
            output_names=["hidden", "tags"],
            dynamic_axes={n: {0: "windows", 1: "pieces"} for n in [*names, "hidden", "tags"]},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(plain), str(folder / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True)
        x = torch.randn(30, WIDTH)
        index = torch.tensor([1, 5, 9])
        pair = torch.tensor([0, 1])
        inputs = (x, index, index + 2, index, pair, pair + 1, pair, torch.zeros(2, FLAGS))
        names = ["x", "starts", "ends", "kinds", "one", "other", "distance", "flags"]
        axes = {"x": "pieces", "starts": "mentions", "ends": "mentions", "kinds": "mentions"}
        plain = Path(scratch) / "pairs.onnx"
        torch.onnx.export(
            pairs,
            inputs,
            str(plain),
            input_names=names,
            output_names=["logits"],
            dynamic_axes={n: {0: axes.get(n, "pairs")} for n in [*names, "logits"]},
            opset_version=17,
            dynamo=False,
        )
        shutil.copy(plain, folder / "pairs.onnx")
    shutil.copy(tokenizer, folder / "tokenizer.json")


def write_card(folder: Path, name: str, version: str, more: dict[str, Any] | None = None) -> None:
    """Write ``card.json``: what the model is, which labels it was trained with, and the SHA-256 of its files."""
    files = sorted(p for p in folder.iterdir() if p.suffix in {".onnx", ".json"} and p.name != "card.json")
    record = {
        "name": name,
        "version": version,
        "signature": signature(),
        "sha256": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files},
        **(more or {}),
    }
    (folder / "card.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
