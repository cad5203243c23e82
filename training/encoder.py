"""Training of the encoder, its tagger and its head for pairs, on gold documents."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
import torch
from torch import Tensor, nn

from kg.nlp.encoder.labels import CLASSES, OUTPUT_INDEX, OUTPUTS, TAGS, compatible
from kg.nlp.encoder.pairs import Mentions, spans, window_pairs
from kg.nlp.encoder.windows import FEATURE_SIZES
from training.examples import Example
from training.network import Lower, Pairs, Upper

CLS, SEP = 101, 102
_FEATURES = tuple(FEATURE_SIZES)
_CLASS_SLICES: dict[str, slice] = {}
_at = len(OUTPUTS)
for _name, _options in CLASSES.items():
    _CLASS_SLICES[_name] = slice(_at, _at + len(_options))
    _at += len(_options)
_MILESTONE = OUTPUT_INDEX["hasMilestone"]


@dataclass
class Settings:
    """What training depends on besides the documents."""

    epochs: int = 7
    rate: float = 3e-4
    head_rate: float = 1.2e-3
    batch: int = 8
    lower: int = 3
    upper: int = 3
    seed: int = 7


@dataclass
class Item:
    """One window of one document."""

    example: int
    ids: Tensor
    features: dict[str, Tensor]
    tags: Tensor
    starts: Tensor
    ends: Tensor
    kinds: Tensor
    one: Tensor
    other: Tensor
    distance: Tensor
    flags: Tensor
    cell: Tensor  # of each pair
    mask: Tensor  # cells by outputs
    target: Tensor
    weight: Tensor
    classes: list[tuple[int, int, dict[str, int]]]  # cell, output, class of each head
    hidden: Tensor | None = None  # of the lower layers, half precision


def mentions_of(example: Example) -> tuple[Mentions, list[str]]:
    """The gold mentions of an example as arrays, and the names of their owners."""
    owners: dict[str, int] = {}
    rows = [(m.start, m.end, m.kind, owners.setdefault(m.entity, len(owners)), m.nominal) for m in example.mentions]
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), (), ()]
    arrays = [numpy.asarray(c, dtype=numpy.int64) for c in columns[:4]]
    return Mentions(arrays[0], arrays[1], arrays[2], arrays[3], numpy.asarray(columns[4], dtype=bool)), list(owners)


def items(examples: Sequence[Example]) -> list[Item]:
    """The windows of examples, ready for the network."""
    made = []
    allowed = compatible()
    for number, example in enumerate(examples):
        found = example.pieces
        mentions, owners = mentions_of(example)
        first, last = spans(found, mentions)
        unlearned = {one for one, other, _ in example.cells if other == "*"}
        for index, window in enumerate(example.windows):
            pairs = window_pairs(found, window, mentions, first, last)
            chosen = pairs.mentions
            owner, kinds = mentions.owners[chosen], mentions.kinds[chosen]
            keys = owner[pairs.one] * len(owners) + owner[pairs.other]
            unique, cell = numpy.unique(keys, return_inverse=True)
            mask = numpy.zeros((len(unique), len(OUTPUTS)), dtype=bool)
            numpy.logical_or.at(mask, cell, allowed[kinds[pairs.one], kinds[pairs.other]])
            target = numpy.zeros((len(unique), len(OUTPUTS)), dtype=numpy.float32)
            weight = mask.astype(numpy.float32)
            classes = []
            for row, key in enumerate(unique):
                one, other = owners[key // len(owners)], owners[key % len(owners)]
                for output in numpy.flatnonzero(mask[row]):
                    held = example.cells.get((one, other, int(output)))
                    if held is not None:
                        target[row, output], weight[row, output] = held
                        if (told := example.classes.get((one, other, int(output)))) is not None:
                            classes.append((row, int(output), told))
                if other in unlearned:
                    weight[row, _MILESTONE] = 0.0
            tags = numpy.full(len(window) + 2, -1, dtype=numpy.int64)
            tags[1:-1] = example.tags[window]
            if index:  # the headline is learned once
                prefix = int((numpy.diff(window, prepend=window[0] - 1) != 1).argmax())
                tags[1 : 1 + prefix] = -1
            made.append(
                Item(
                    example=number,
                    ids=torch.from_numpy(numpy.r_[CLS, found.ids[window], SEP]),
                    features={
                        name: torch.from_numpy(numpy.r_[0, found.features[name][window], 0]) for name in _FEATURES
                    },
                    tags=torch.from_numpy(tags),
                    starts=torch.from_numpy(pairs.starts),
                    ends=torch.from_numpy(pairs.ends),
                    kinds=torch.from_numpy(kinds),
                    one=torch.from_numpy(pairs.one),
                    other=torch.from_numpy(pairs.other),
                    distance=torch.from_numpy(pairs.distance),
                    flags=torch.from_numpy(pairs.flags),
                    cell=torch.from_numpy(cell.reshape(-1)),
                    mask=torch.from_numpy(mask),
                    target=torch.from_numpy(target),
                    weight=torch.from_numpy(weight),
                    classes=classes,
                )
            )
    return made


def padded(tensors: Sequence[Tensor], value: int = 0) -> Tensor:
    """Tensors behind each other in rows of equal length."""
    return nn.utils.rnn.pad_sequence(list(tensors), batch_first=True, padding_value=value)


def attention_mask(lengths: Sequence[int]) -> Tensor:
    """0 where a piece stands, a large negative number where padding does: [windows, 1, 1, pieces]."""
    longest = max(lengths)
    keep = torch.arange(longest)[None, :] < torch.tensor(lengths)[:, None]
    return torch.where(keep, 0.0, -1e4)[:, None, None, :]


@torch.no_grad()
def remember_lower(lower: Lower, made: Sequence[Item], batch: int = 16) -> None:
    """Keep what the lower layers make of each window: they are not trained."""
    order = sorted(made, key=lambda i: len(i.ids))
    for at in range(0, len(order), batch):
        part = order[at : at + batch]
        lengths = [len(i.ids) for i in part]
        out = lower(padded([i.ids for i in part]), attention_mask(lengths))
        for row, item in enumerate(part):
            item.hidden = out[row, : lengths[row]].half().clone()


def train(
    variants: Sequence[Sequence[Item]], upper: Upper, pairs: Pairs, settings: Settings, *, say: bool = True
) -> None:
    """Train both on windows whose lower layers are remembered.

    Args:
        variants: The windows of all documents, and of the same documents under other names. Each epoch learns from one
            of them; the last one from the first.
        upper: Of the encoder.
        pairs: The head.
        settings: See there.
        say: Whether to print what the losses are.
    """
    random_ = random.Random(settings.seed)
    torch.manual_seed(settings.seed)
    heads = [*pairs.parameters(), *upper.tagger.parameters(), *upper.features.parameters(), *upper.norm.parameters()]
    optimizer = torch.optim.AdamW(
        [
            {"params": list(upper.layers.parameters()), "lr": settings.rate},
            {"params": heads, "lr": settings.head_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )
    by_epoch = [variants[(settings.epochs - 1 - epoch) % len(variants)] for epoch in range(settings.epochs)]
    steps = sum(math.ceil(len(made) / settings.batch) for made in by_epoch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, (s + 1) / (0.08 * steps)) * max(0.03, 0.5 * (1 + math.cos(math.pi * s / steps)))
    )
    upper.train()
    pairs.train()
    began = time.time()
    for epoch, made in enumerate(by_epoch):
        sums = [0.0, 0.0, 0.0]
        for number, part in enumerate(_batches(made, settings.batch, random_)):
            if say and number % 50 == 49:
                print(
                    f"  epoch {epoch + 1}, batch {number + 1}: {sums[0] / number:.3f} {sums[1] / number:.3f} {sums[2] / number:.3f} ({time.time() - began:.0f} s)",
                    flush=True,
                )
            tag_loss, pair_loss, class_loss = losses(part, upper, pairs)
            loss = tag_loss + pair_loss + class_loss
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*upper.parameters(), *pairs.parameters()], 2.0)
            optimizer.step()
            schedule.step()
            for n, value in enumerate((tag_loss, pair_loss, class_loss)):
                sums[n] += float(value.detach())
        if say:
            count = math.ceil(len(made) / settings.batch)
            told = ", ".join(
                f"{name} {value / count:.3f}" for name, value in zip(("tags", "pairs", "classes"), sums, strict=True)
            )
            print(f"epoch {epoch + 1}: {told} ({time.time() - began:.0f} s)", flush=True)


def _batches(made: Sequence[Item], size: int, random_: random.Random) -> list[list[Item]]:
    order = list(made)
    random_.shuffle(order)
    chunks = []
    for at in range(0, len(order), size * 16):  # of similar length within a part of the order
        part = sorted(order[at : at + size * 16], key=lambda i: len(i.ids))
        chunks += [part[k : k + size] for k in range(0, len(part), size)]
    random_.shuffle(chunks)
    return chunks


def losses(part: Sequence[Item], upper: Upper, pairs: Pairs) -> tuple[Tensor, Tensor, Tensor]:
    """The losses of tags, of pairs and of classes over one batch."""
    lengths = [len(i.ids) for i in part]
    hidden = nn.utils.rnn.pad_sequence([i.hidden for i in part], batch_first=True).float()  # type: ignore[misc]
    features = {name: padded([i.features[name] for i in part]) for name in _FEATURES}
    x, tag_logits = upper(hidden, features, attention_mask(lengths))
    tag_loss = nn.functional.cross_entropy(
        tag_logits.reshape(-1, len(TAGS)), padded([i.tags for i in part], -1).reshape(-1), ignore_index=-1
    )
    width = x.shape[1]
    starts, ends, kinds, one, other, cell = [], [], [], [], [], []
    mention = cells = 0
    for row, item in enumerate(part):
        starts.append(item.starts + row * width)
        ends.append(item.ends + row * width)
        kinds.append(item.kinds)
        one.append(item.one + mention)
        other.append(item.other + mention)
        cell.append(item.cell + cells)
        mention += len(item.starts)
        cells += len(item.mask)
    if not cells:
        return tag_loss, tag_loss * 0, tag_loss * 0
    logits = pairs(
        x.reshape(-1, x.shape[-1]),
        torch.cat(starts),
        torch.cat(ends),
        torch.cat(kinds),
        torch.cat(one),
        torch.cat(other),
        torch.cat([i.distance for i in part]),
        torch.cat([i.flags for i in part]),
    )
    cell_of = torch.cat(cell)
    pooled, share = pool(logits[:, : len(OUTPUTS)], cell_of, cells)
    weight = torch.cat([i.weight for i in part])
    target = torch.cat([i.target for i in part])
    loss = nn.functional.binary_cross_entropy_with_logits(pooled, target, weight=weight, reduction="sum")
    pair_loss = loss / len(part) / 8
    class_loss = _class_loss(part, logits, share, cell_of, cells)
    return tag_loss, pair_loss, class_loss / len(part) / 2


def pool(logits: Tensor, cell: Tensor, cells: int) -> tuple[Tensor, Tensor]:
    """The logits of cells as the log-sum-exp over their pairs, and each pair's share of it."""
    index = cell[:, None].expand_as(logits)
    top = torch.full((cells, logits.shape[1]), -1e4).scatter_reduce(0, index, logits.detach(), "amax")
    exponent = (logits - top[cell]).exp()
    total = torch.zeros(cells, logits.shape[1]).scatter_add(0, index, exponent)
    return total.clamp(min=1e-12).log() + top, (exponent / total[cell].clamp(min=1e-12)).detach()


def _class_loss(part: Sequence[Item], logits: Tensor, share: Tensor, cell: Tensor, cells: int) -> Tensor:
    rows, outputs, wanted = [], [], []
    offset = 0
    for item in part:
        for row, output, told in item.classes:
            rows.append(row + offset)
            outputs.append(output)
            wanted.append(told)
        offset += len(item.mask)
    if not rows:
        return logits.sum() * 0
    output_of = torch.full((cells,), -1)
    loss = logits.sum() * 0
    output_of[torch.tensor(rows)] = torch.tensor(outputs)  # one relation a cell is the rule
    chosen = output_of[cell]
    keep = (chosen >= 0).nonzero().squeeze(1)
    weight = share[keep, chosen[keep]]
    where = {row: n for n, row in enumerate(rows)}
    for head, piece in _CLASS_SLICES.items():
        pooled = torch.zeros(cells, piece.stop - piece.start).index_add(
            0, cell[keep], logits[keep][:, piece] * weight[:, None]
        )
        picked = [(row, wanted[n][head]) for row, n in where.items() if outputs[n] == int(output_of[row])]
        index = torch.tensor([row for row, _ in picked])
        loss = loss + nn.functional.cross_entropy(pooled[index], torch.tensor([c for _, c in picked]), reduction="sum")
    return loss
