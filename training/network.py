"""The network: a small pretrained encoder with features of words, a tagger, and a head for pairs of mentions."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor, nn

from kg.nlp.encoder.labels import CLASSES, MENTION_KINDS, OUTPUTS, TAGS
from kg.nlp.encoder.windows import FEATURE_SIZES

WIDTH = 384
PAIR_WIDTH = 224
DISTANCES = 16
FLAGS = 6


class Layer(nn.Module):
    """One transformer layer of BERT (Devlin et al., 2019)."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=1e-12)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x`` is [windows, pieces, width], ``mask`` [windows, 1, 1, pieces] with 0 for pieces and a large negative for padding."""
        b, t, w = x.shape
        split = lambda y: y.view(b, t, self.heads, w // self.heads).transpose(1, 2)  # noqa: E731
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        attended = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask.expand(b, 1, t, t))
        attended = attended.transpose(1, 2).reshape(b, t, w)
        x = self.attention_norm(x + self.dropout(self.output(attended)))
        return self.norm(x + self.dropout(self.outer(nn.functional.gelu(self.inner(x)))))


class Lower(nn.Module):
    """The embeddings and the lowest layers, which are not trained."""

    def __init__(self, layers: int, vocabulary: int = 30522) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.types = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(WIDTH, 12, 1536) for _ in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """``ids`` is [windows, pieces]."""
        positions = self.positions.weight[: ids.shape[1]]
        x = self.norm(self.words(ids) + positions + self.types)
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Upper(nn.Module):
    """The layers that are trained, over what the lower ones gave and features of words; and the tagger."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.features = nn.ModuleDict({name: nn.Embedding(size, WIDTH) for name, size in FEATURE_SIZES.items()})
        for table in self.features.values():
            nn.init.normal_(table.weight, std=0.02)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(WIDTH, 12, 1536) for _ in range(layers))
        self.tagger = nn.Linear(WIDTH, len(TAGS))
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, features: dict[str, Tensor], mask: Tensor) -> tuple[Tensor, Tensor]:
        """Returns the pieces' vectors and the logits of their tags."""
        for name, table in self.features.items():
            x = x + table(features[name])
        x = self.norm(x)
        for layer in self.layers:
            x = layer(x, mask)
        return x, self.tagger(self.dropout(x))


class Pairs(nn.Module):
    """What holds between two mentions: outputs for relations and links, and classes of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.subject = nn.Linear(2 * WIDTH, PAIR_WIDTH)
        self.object = nn.Linear(2 * WIDTH, PAIR_WIDTH)
        self.between = nn.Linear(WIDTH, PAIR_WIDTH, bias=False)
        self.around = nn.Linear(WIDTH, PAIR_WIDTH, bias=False)
        self.subject_kind = nn.Embedding(len(MENTION_KINDS), PAIR_WIDTH)
        self.object_kind = nn.Embedding(len(MENTION_KINDS), PAIR_WIDTH)
        self.distance = nn.Embedding(DISTANCES, PAIR_WIDTH)
        self.flags = nn.Linear(FLAGS, PAIR_WIDTH, bias=False)
        for table in (self.subject_kind, self.object_kind, self.distance):
            nn.init.normal_(table.weight, std=0.1)
        self.hidden = nn.Linear(PAIR_WIDTH, PAIR_WIDTH)
        self.norm = nn.LayerNorm(PAIR_WIDTH)
        self.dropout = nn.Dropout(0.2)
        self.outputs = nn.Linear(PAIR_WIDTH, len(OUTPUTS) + sum(map(len, CLASSES.values())))
        nn.init.constant_(self.outputs.bias[: len(OUTPUTS)], -3.0)

    def forward(
        self,
        x: Tensor,
        starts: Tensor,
        ends: Tensor,
        kinds: Tensor,
        one: Tensor,
        other: Tensor,
        distance: Tensor,
        flags: Tensor,
    ) -> Tensor:
        """Logits [pairs, outputs and classes].

        ``x`` is [pieces, width], of one window or several behind each other; ``starts`` and ``ends`` (excluded) are the
        mentions' pieces, ``one`` and ``other`` the mentions of each pair, which stand in one window.
        """
        pick = torch.index_select  # its gradient is cheaper than that of indexing
        zero = torch.zeros_like(x[:1])
        total = torch.cat([zero, x.cumsum(0)])
        mean = (pick(total, 0, ends) - pick(total, 0, starts)) / (ends - starts).unsqueeze(1).to(x.dtype)
        mention = torch.cat([mean, pick(x, 0, starts)], 1)
        subject, object_ = (
            self.subject(mention) + self.subject_kind(kinds),
            self.object(mention) + self.object_kind(kinds),
        )
        one_start, one_end, other_start, other_end = starts[one], ends[one], starts[other], ends[other]
        first, last = torch.minimum(one_start, other_start), torch.maximum(one_end, other_end)
        left = torch.minimum(one_end, other_end)
        right = torch.maximum(torch.maximum(one_start, other_start), left)
        before, after = torch.clamp(first - 6, min=0), torch.clamp(last + 6, max=x.shape[0])
        middle, rim = self.between(total), self.around(total)  # sums of projections are projections of sums
        inside = (pick(middle, 0, right) - pick(middle, 0, left)) / torch.clamp(right - left, min=1).unsqueeze(1).to(
            x.dtype
        )
        outside = (pick(rim, 0, first) - pick(rim, 0, before) + pick(rim, 0, after) - pick(rim, 0, last)) / torch.clamp(
            first - before + after - last, min=1
        ).unsqueeze(1).to(x.dtype)
        hidden = (
            pick(subject, 0, one)
            + pick(object_, 0, other)
            + inside
            + outside
            + self.distance(distance)
            + self.flags(flags)
        )
        hidden = self.dropout(nn.functional.gelu(hidden))
        hidden = self.norm(hidden + nn.functional.gelu(self.hidden(hidden)))
        return self.outputs(self.dropout(hidden))


def _translate(name: str) -> str | None:
    """The name of a weight in this module for its name in the published model."""
    if name.startswith("embeddings."):
        return {
            "embeddings.word_embeddings.weight": "words.weight",
            "embeddings.position_embeddings.weight": "positions.weight",
            "embeddings.LayerNorm.weight": "norm.weight",
            "embeddings.LayerNorm.bias": "norm.bias",
        }.get(name)
    if not name.startswith("encoder.layer."):
        return None
    for old, new in (
        ("encoder.layer.", "layers."),
        ("attention.self.", ""),
        ("attention.output.dense", "output"),
        ("attention.output.LayerNorm", "attention_norm"),
        ("intermediate.dense", "inner"),
        ("output.dense", "outer"),
        ("output.LayerNorm", "norm"),
    ):
        name = name.replace(old, new)
    return name


def pretrained(folder: Path, lower: int, upper: int) -> tuple[Lower, Upper]:
    """Both halves of the encoder with the published weights (``model.safetensors``).

    Args:
        folder: Of the unpacked model; all-MiniLM-L6-v2, Apache-2.0.
        lower: How many layers stay as they are.
        upper: How many of the next are trained.
    """
    from safetensors.torch import load_file

    config = json.loads((folder / "config.json").read_text())
    assert config["hidden_size"] == WIDTH
    weights = load_file(folder / "model.safetensors")
    weights = {k.removeprefix("bert."): v for k, v in weights.items()}
    named = {new: v for k, v in weights.items() if (new := _translate(k)) is not None}
    below, above = Lower(lower, config["vocab_size"]), Upper(upper)
    state = {k: v for k, v in named.items() if not k.startswith("layers.") or int(k.split(".")[1]) < lower}
    state["types"] = weights["embeddings.token_type_embeddings.weight"][0]
    below.load_state_dict(state)
    for number in range(upper):
        prefix = f"layers.{lower + number}."
        above.layers[number].load_state_dict(
            {k.removeprefix(prefix): v for k, v in named.items() if k.startswith(prefix)}
        )
    for parameter in below.parameters():
        parameter.requires_grad_(False)
    return below.eval(), above
