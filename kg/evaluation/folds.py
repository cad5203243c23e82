"""Which documents are trained on together: folds by issuer, and releases that are set aside.

Releases of one issuer share boilerplate, so that a fold by document would test on text that was trained on. Documents
whose issuers' names agree stand in one group, and a group stands in one fold, or is set aside: set-aside documents
are never trained on and are scored rarely.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.evaluation.gold import gold_files
from kg.names import organization_key

FOLDS = 5
SET_ASIDE = -1
_SET_ASIDE_REAL = 30  # whole releases
_BLOCKS = FOLDS + 1  # of each contrast set; neighbours stand in one block, since they look alike
_ISSUER_RELATIONS = ("listedAs", "basedIn", "develops", "raised", "partnersWith", "holdsRole", "usesPlatform")


def gold_records(folder: Path) -> dict[str, dict[str, Any]]:
    """The gold files of a folder (or of its subfolder ``gold``) by document, as they stand, in order of name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in gold_files(folder)}


def issuer(record: dict[str, Any]) -> str:
    """The key of the organization that most facts of a gold record are about; the document's name where none is."""
    entities = {entity["id"]: entity for entity in record["entities"]}
    named: Counter[str] = Counter()
    for fact in record["facts"]:
        if fact["relation"] in _ISSUER_RELATIONS:
            weight = 3 if fact["relation"] in {"listedAs", "basedIn"} else 1
            side = "object" if fact["relation"] == "holdsRole" else "subject"
            if fact[side] in entities and entities[fact[side]]["type"] in {"company", "university", "nonprofit"}:
                named[organization_key(entities[fact[side]]["name"])] += weight
    return max(named, key=lambda name: (named[name], name)) if named else str(record["document"])


def folds(gold: Path, sets: Iterable[str] = ("real", "leads", "contrast"), *, seed: int = 17) -> dict[str, int]:
    """The fold of each document of the gold sets, ``SET_ASIDE`` for those that are set aside.

    Args:
        gold: The folder that has the sets as subfolders.
        sets: ``real`` and ``leads`` go by issuer, ``contrast`` by blocks of neighbours.
        seed: Of the order in which issuers are dealt out.
    """
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    fold: dict[str, int] = {}
    for name in sets:
        records = gold_records(gold / name)
        if name == "contrast":
            fold.update(_blocks(records))
            continue
        for stem, record in records.items():
            groups[issuer(record)].append((name, stem))
    order = sorted(groups)
    random.Random(seed).shuffle(order)
    sizes: Counter[int] = Counter()
    aside = 0
    for key in order:
        real = sum(name == "real" for name, _ in groups[key])
        if 0 < real <= 4 and aside + real <= _SET_ASIDE_REAL:
            aside += real
            chosen = SET_ASIDE
        else:
            chosen = min(range(FOLDS), key=lambda f: (sizes[f], f))
            sizes[chosen] += sum(4 if name == "real" else 1 for name, _ in groups[key])
        for _, stem in groups[key]:
            fold[stem] = chosen
    return fold


def _blocks(documents: Iterable[str]) -> dict[str, int]:
    """Folds for documents named ``group-number``: each group cut into blocks of neighbours, the last set aside."""
    parts: dict[str, list[str]] = defaultdict(list)
    for stem in sorted(documents):
        parts[stem.rsplit("-", 1)[0]].append(stem)
    numbered = ((stem, n * _BLOCKS // len(stems)) for stems in parts.values() for n, stem in enumerate(stems))
    return {stem: SET_ASIDE if block == FOLDS else block for stem, block in numbered}
