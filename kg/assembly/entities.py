"""Entities out of groups: the name that the documents use, all others, the id, and what a disease is a kind of."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kg.assembly.diseases import broader, disease, plain
from kg.assembly.judgements import Judgements
from kg.assembly.keys import name_key
from kg.assembly.legal import legal_name, words_of
from kg.assembly.units import Group, Unit
from kg.model import Entity
from kg.names import fold, slug
from kg.terms import ORGANIZATIONS, EntityType

_FEW = 0.1  # share of the usual name's documents from which a fuller one is taken


def entities_of(groups: Sequence[Group], judged: Judgements) -> tuple[tuple[Entity, ...], dict[int, str]]:
    """Make an entity of each group.

    Returns:
        The entities, sorted by id, and each unit's entity.
    """
    made: list[tuple[Entity, list[Unit]]] = []
    for group in groups:
        type_ = best_type(group.units)
        name = judged.preferred(group.units[0].family, [u.names for u in group.units]) or best_name(group.units, type_)
        made.append((Entity(id="", type=type_, name=name), group.units))
    ids = _ids(made)
    taken: dict[tuple[EntityType, str], int] = {}
    for number, (entity, units) in enumerate(made):
        for unit in units:
            taken.setdefault((entity.type, fold(unit.name)), number)
    for number, (entity, _) in enumerate(made):
        taken[entity.type, fold(entity.name)] = number
    entities, of = [], {}
    for number, (entity, units) in enumerate(made):
        forms = {name for unit in units for name in unit.names} - {entity.name, ""}
        aliases = {f for f in forms if taken.get((entity.type, fold(f)), number) == number}
        identifiers = _identifiers(entity, units)
        entities.append(
            dataclasses.replace(entity, id=ids[number], aliases=tuple(sorted(aliases)), identifiers=identifiers)
        )
        of.update({unit.number: ids[number] for unit in units})
    return tuple(sorted(_with_broader(entities), key=lambda e: e.id)), of


def _ids(made: Sequence[tuple[Entity, Sequence[Unit]]]) -> dict[int, str]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for number, (entity, _) in enumerate(made):
        words = " ".join(words_of(entity.name)) if entity.type in ORGANIZATIONS else entity.name
        wanted[f"{entity.type}/{slug(words)}"].append(number)
    ids: dict[int, str] = {}
    for id_, numbers in wanted.items():
        if len(numbers) > 1 and id_.partition("/")[0] in {t.value for t in ORGANIZATIONS}:
            full = {n: f"{id_.partition('/')[0]}/{slug(made[n][0].name)}" for n in numbers}
            if len({*full.values()}) == len(numbers) and not any(f in wanted and f != id_ for f in full.values()):
                ids.update(full)  # the legal form tells them apart
                continue
        for number in numbers:
            if len(numbers) == 1:
                ids[number] = id_
            else:
                members = "|".join(sorted(str(local.key) for unit in made[number][1] for local in unit.locals))
                ids[number] = f"{id_}-{hashlib.sha256(members.encode()).hexdigest()[:6]}"
    return ids


def _identifiers(entity: Entity, units: Iterable[Unit]) -> tuple[str, ...]:
    if entity.type is EntityType.INDICATION:
        return disease(entity.name).identifiers
    return tuple(sorted({i for unit in units for local in unit.locals for i in local.entity.identifiers}))


def best_type(units: Iterable[Unit]) -> EntityType:
    """The type that most documents give."""
    counts: Counter[EntityType] = Counter()
    for unit in units:
        counts[unit.type] += len(unit.locals)
    return min(counts, key=lambda t: (-counts[t], t))


def best_name(units: Sequence[Unit], type_: EntityType) -> str:
    """The name that most documents use; of an organization the full one with its legal form, of a disease the plain one."""
    weights: Counter[str] = Counter()
    surfaces: Counter[str] = Counter()
    for unit in units:
        weights[unit.name] += len(unit.documents)
        for local in unit.locals:
            surfaces.update(local.surfaces)
    if type_ in ORGANIZATIONS:
        return _organization(weights, units)

    def rank(name: str) -> tuple[object, ...]:
        long = disease(name) if type_ is EntityType.INDICATION else None
        setting = long is not None and (
            long.setting is not None or (name.isupper() and len(name) < 7 and bool(long.identifiers))
        )
        shouting = name.isupper() and len(name.split()) > 1
        few = type_ is EntityType.PERSON and len(name.split()) < 2
        return (setting, few, shouting, -weights[name], -surfaces[name], -len(name), name)

    names = set(weights)
    if type_ is EntityType.INDICATION:
        names |= {end for name in names if (end := plain(name)) is not None}
    return min(names, key=rank)


def _organization(weights: Counter[str], units: Sequence[Unit]) -> str:
    by_key: Counter[str] = Counter()
    words: dict[str, int] = {}
    for name, weight in weights.items():
        legal = legal_name(name)
        by_key[legal.key] += weight * (2 if legal.countries is not None else 1)
        words[legal.key] = max(words.get(legal.key, 0), len(legal.words))
    agency = any(u.type is EntityType.AGENCY for u in units)
    most = max(by_key.values())
    full = {k: w for k, w in by_key.items() if agency or (words[k] > 1 and w >= _FEW * most)} or dict(by_key)
    key = min(full, key=lambda k: (-full[k], -words[k], k))
    forms = {n for u in units for n in u.names if legal_name(n).key == key}

    def rank(name: str) -> tuple[object, ...]:
        shouting = name.isupper() and len(name.split()) > 1
        lower = name == name.lower() or ("-" in name and name.islower())
        return (lower, shouting, not agency and legal_name(name).countries is None, -weights[name], -len(name), name)

    return min(forms, key=rank)


def _with_broader(entities: Sequence[Entity]) -> list[Entity]:
    """Link each disease to what it is a kind of."""
    above = broader({e.id: disease(e.name) for e in entities if e.type is EntityType.INDICATION})
    return [dataclasses.replace(e, broader=above[e.id]) if e.id in above else e for e in entities]


def same_name(entity: Entity, name: str) -> bool:
    """Whether a name is another spelling of an entity's own."""
    return name_key(entity.type, entity.name) == name_key(entity.type, name)
