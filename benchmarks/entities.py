"""How many entities of the gold facts are found, and how many found entities the gold does not have.

python benchmarks/entities.py --gold FOLDER --texts FOLDER [--errors]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from kg import documents
from kg.model import Entity
from kg.names import fold, organization_key, plain_indication_key
from kg.nlp.extractor import Extractor
from kg.terms import ORGANIZATIONS, EntityType


def keys(kind: str, names: list[str]) -> set[str]:
    """Keys under which two names of this type agree."""
    if kind == EntityType.INDICATION:
        return {plain_indication_key(n).replace(" ", "") for n in names} | {fold(n).replace(" ", "") for n in names}
    if kind in ORGANIZATIONS:
        return {organization_key(n) for n in names}
    return {fold(n).replace(" ", "") for n in names}


def family(kind: str) -> str:
    """Organizations count as one type: the relations take any."""
    return "organization" if kind in ORGANIZATIONS else kind


def required(record: dict[str, Any]) -> set[str]:
    """Ids of the entities of facts that are not optional."""
    facts = [f for f in record["facts"] if not f.get("optional")]
    return {f[end] for f in facts for end in ("subject", "object") if isinstance(f[end], str)}


def compare(record: dict[str, Any], found: tuple[Entity, ...]) -> tuple[Counter[str], list[str]]:
    """Counts by type and what differs: ``hit`` and ``miss`` over required entities, ``right`` and ``extra`` over found ones."""
    counts: Counter[str] = Counter()
    errors: list[str] = []
    gold = record["entities"]
    have = [(e, keys(e.type, [e.name, *e.aliases])) for e in found]
    needed = required(record)
    for entity in gold:
        if entity["id"] not in needed:
            continue
        wanted = keys(entity["type"], [entity["name"], *entity.get("aliases", [])])
        hits = [e for e, k in have if family(e.type) == family(entity["type"]) and k & wanted]
        counts[f"{entity['type']} {'hit' if hits else 'miss'}"] += 1
        if not hits:
            other = [f"{e.type} {e.name!r}" for e, k in have if keys(e.type, [e.name, *e.aliases]) & wanted]
            errors.append(f"missing  {entity['type']} {entity['name']!r} {' but ' + other[0] if other else ''}")
        elif len(hits) > 1:
            errors.append(f"split    {entity['type']} {entity['name']!r}: {[e.name for e in hits]}")
    for e, k in have:
        wanted_any = any(
            family(g["type"]) == family(e.type) and keys(g["type"], [g["name"], *g.get("aliases", [])]) & k
            for g in gold
        )
        counts[f"{e.type} {'right' if wanted_any else 'extra'}"] += 1
        if not wanted_any:
            errors.append(f"extra    {e.type} {e.name!r} {list(e.aliases)[:4]}")
    return counts, errors


def main() -> None:
    """Compare every gold file with its text and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--errors", action="store_true", help="list what is missing, split or not in the gold")
    options = parser.parse_args()
    extractor = Extractor(components=("kg_entities",))
    total: Counter[str] = Counter()
    for path in sorted(options.gold.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        text = next(
            (p for p in sorted(options.texts.rglob(f"{path.stem}*")) if p.suffix in {".txt", ".md", ".html"}), None
        )
        if text is None:
            continue
        document = documents.read(text)
        counts, errors = compare(record, extractor.extract(document).entities)
        total += counts
        if options.errors:
            print(f"== {path.stem}", *errors, sep="\n   ")
    print(f"{'type':<12}{'gold':>6}{'found':>7}{'recall':>8}{'extracted':>11}{'in gold':>9}{'precision':>11}")
    rows = [*EntityType, "all"]
    for kind in rows:
        names = list(EntityType) if kind == "all" else [kind]
        hit, miss, right, extra = (sum(total[f"{n} {c}"] for n in names) for c in ("hit", "miss", "right", "extra"))
        recall, precision = hit / max(1, hit + miss), right / max(1, right + extra)
        print(f"{kind:<12}{hit + miss:>6}{hit:>7}{recall:>8.2f}{right + extra:>11}{right:>9}{precision:>11.2f}")


if __name__ == "__main__":
    main()
