"""Which entities of different documents are one.

Strong keys come first: names, product codes, registry numbers, tickers. Then short names and abbreviations go to the
one entity that is known by them, then misspellings, where something else that the documents say speaks for it too.
The result does not depend on the order of the documents.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from kg.assembly.clusters import Clusters
from kg.assembly.keys import family, is_code, is_generic, strong_keys, words_of
from kg.assembly.places import place_keys
from kg.model import Entity, Extraction
from kg.names import code_key, fold, indication_key, organization_key, person_key, plain_indication_key, slug
from kg.terms import ORGANIZATIONS, RELATIONS, EntityType, Relation

Key = tuple[str, str]  # document id, entity id


@dataclass(frozen=True, slots=True)
class Local:
    """An entity of one document with what is said of it there."""

    key: Key
    entity: Entity
    literals: frozenset[str] = frozenset()  # tickers
    neighbours: frozenset[tuple[str, str]] = frozenset()  # relation, folded name at the other end
    surfaces: Mapping[str, int] = field(default_factory=dict)  # how often each form stands in the text


def locals_of(extraction: Extraction) -> list[Local]:
    """The entities of an extraction, with their tickers, neighbours and written forms."""
    by_id = {entity.id: entity for entity in extraction.entities}
    literals: dict[str, set[str]] = defaultdict(set)
    neighbours: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for fact in extraction.facts:
        if RELATIONS[fact.relation].literal:
            if fact.relation is Relation.LISTED_AS:
                literals[fact.subject].add(fact.object)
            continue
        for one, other in ((fact.subject, fact.object), (fact.object, fact.subject)):
            if other in by_id:
                neighbours[one].add((fact.relation, code_key(by_id[other].name)))
    text = extraction.document.text
    found = []
    for entity in extraction.entities:
        surfaces = Counter(re.sub(r"\s+", " ", text[m.start : m.end]) for m in entity.mentions if not m.nominal)
        found.append(
            Local(
                key=(extraction.document.id, entity.id),
                entity=entity,
                literals=frozenset(literals[entity.id]),
                neighbours=frozenset(neighbours[entity.id]),
                surfaces=surfaces,
            )
        )
    return found


def _family(local: Local) -> str:
    return family(local.entity.type)


def _names(members: Iterable[Local]) -> set[str]:
    return {name for local in members for name in (local.entity.name, *local.entity.aliases)}


def _digits(name: str) -> str:
    return "".join(re.findall(r"\d+", name))


def _apart(one: Local, other: Local) -> bool:
    """Two products whose codes differ in their digits are two, whatever else they share."""
    a, b = one.entity.name, other.entity.name
    return one.entity.type is EntityType.DRUG and is_code(a) and is_code(b) and _digits(a) != _digits(b)


def _keys(local: Local) -> list[str]:
    if local.entity.type is EntityType.PLACE:
        keys = place_keys((local.entity.name, *local.entity.aliases))
    else:
        keys = strong_keys(local.entity) | {f"listed {ticker}" for ticker in local.literals}
    if not keys or (local.entity.type in _OF_DOCUMENT and is_generic(local.entity.name)):
        keys = keys | {f"only {local.key}"}
    return [f"{_family(local)} {key}" for key in keys]


_OF_DOCUMENT = {EntityType.TRIAL, EntityType.PLATFORM, EntityType.DRUG}


def _attach_short_names(clusters: Clusters[Key], locals_: Mapping[Key, Local]) -> None:
    """A cluster known by one short word joins the one other cluster that has the word among its names."""
    groups = [[locals_[key] for key in group] for group in clusters]
    known: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for name in _names(group):
            known[_family(group[0]), organization_key(name)].add(number)
    for number, group in enumerate(groups):
        if _family(group[0]) not in {"organization", "place"}:
            continue
        names = {name for local in group for name in (local.entity.name,)}
        if any(len(words_of(name)) > 1 for name in names):
            continue
        others = set().union(*(known[_family(group[0]), organization_key(name)] for name in names)) - {number}
        if len(others) == 1:
            clusters.join(group[0].key, groups[others.pop()][0].key)


def _join_component_suffixes(clusters: Clusters[Key], locals_: Mapping[Key, Local]) -> None:
    """A code with a suffix that abbreviates another drug is the code: "AB 12-PTX" with "PTX = paclitaxel"."""
    drugs = [local for local in locals_.values() if local.entity.type is EntityType.DRUG]
    names = {code_key(name) for local in drugs for name in (local.entity.name, *local.entity.aliases) if name.isupper()}
    bases = {code_key(name): local for local in drugs for name in (local.entity.name, *local.entity.aliases)}
    for local in drugs:
        for name in (local.entity.name, *local.entity.aliases):
            match = re.fullmatch(r"(.*\d)[-\u2010-\u2013 ]([A-Z]{2,5})", name)
            if match and code_key(match.group(2)) in names and code_key(match.group(1)) in bases:
                clusters.join(local.key, bases[code_key(match.group(1))].key)


def _join_misspellings(clusters: Clusters[Key], locals_: Mapping[Key, Local]) -> None:
    """Long names one or two letters apart are one where the documents link both to the same thing."""
    groups = [[locals_[key] for key in group] for group in clusters]
    candidates: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        if _family(group[0]) in {"organization", "person"}:
            for neighbour in {n for local in group for n in local.neighbours}:
                candidates[_family(group[0]), str(neighbour)].append(number)
    for numbers in candidates.values():
        for i, one in enumerate(numbers):
            for other in numbers[i + 1 :]:
                if _misspelt(groups[one], groups[other]):
                    clusters.join(groups[one][0].key, groups[other][0].key)


def _misspelt(one: Sequence[Local], other: Sequence[Local]) -> bool:
    folded = person_key if one[0].entity.type is EntityType.PERSON else organization_key
    return any(
        len(a) >= 8 and len(b) >= 8 and a[0] == b[0] and _digits(a) == _digits(b) and _close(a, b)
        for a in {folded(local.entity.name) for local in one}
        for b in {folded(local.entity.name) for local in other}
    )


def _close(a: str, b: str) -> bool:
    return bool(DamerauLevenshtein.distance(a, b, score_cutoff=2) <= (2 if min(len(a), len(b)) >= 12 else 1))


def _same_person(one: Local, other: Local) -> bool:
    """Two people of one name are two where each document gives a role, and no organization is in both."""
    a = {name for relation, name in one.neighbours if relation == Relation.HOLDS_ROLE}
    b = {name for relation, name in other.neighbours if relation == Relation.HOLDS_ROLE}
    return not a or not b or any(_alike(x, y) for x in a for y in b)


def _alike(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a) or _close(a, b)


def resolve(extractions: Sequence[Extraction]) -> tuple[tuple[Entity, ...], dict[Key, str]]:
    """Find out which entities are one.

    Args:
        extractions: What each document says, each document once.

    Returns:
        The entities of all documents, sorted by id, and for each (document, entity) its entity's id.
    """
    locals_ = {local.key: local for extraction in extractions for local in locals_of(extraction)}
    clusters = Clusters(sorted(locals_))
    clusters.join_by(
        lambda key: _keys(locals_[key]),
        unless=lambda a, b: (
            _apart(locals_[a], locals_[b])
            or (locals_[a].entity.type is EntityType.PERSON and not _same_person(locals_[a], locals_[b]))
        ),
    )
    _join_component_suffixes(clusters, locals_)
    _attach_short_names(clusters, locals_)
    _join_misspellings(clusters, locals_)
    groups = [[locals_[key] for key in group] for group in clusters]
    return _entities(groups)


def _entities(groups: Sequence[Sequence[Local]]) -> tuple[tuple[Entity, ...], dict[Key, str]]:
    made: list[tuple[Entity, Sequence[Local]]] = []
    for group in groups:
        name = _best_name(group)
        made.append((Entity(id="", type=_best_type(group), name=name), group))
    wanted: dict[str, list[int]] = defaultdict(list)
    for number, (entity, _) in enumerate(made):
        wanted[f"{entity.type}/{_slug(entity)}"].append(number)
    ids: dict[int, str] = {}
    for id_, numbers in wanted.items():
        for number in numbers:
            if len(numbers) == 1:
                ids[number] = id_
            else:
                members = "|".join(sorted(str(local.key) for local in made[number][1]))
                ids[number] = f"{id_}-{hashlib.sha256(members.encode()).hexdigest()[:6]}"
    taken = {(entity.type, _fold_name(entity.type, entity.name)) for entity, _ in made}
    entities, of = [], {}
    for number, (entity, group) in enumerate(made):
        forms = _names(group) - {entity.name}
        aliases = tuple(
            sorted(f for f in forms if _same(entity, f) or (entity.type, _fold_name(entity.type, f)) not in taken)
        )
        identifiers = tuple(sorted({i for local in group for i in local.entity.identifiers}))
        entities.append(
            Entity(id=ids[number], type=entity.type, name=entity.name, aliases=aliases, identifiers=identifiers)
        )
        of.update({local.key: ids[number] for local in group})
    return tuple(sorted(_with_broader(entities), key=lambda e: e.id)), of


def _fold_name(entity_type: EntityType, name: str) -> str:
    if entity_type in ORGANIZATIONS:
        return organization_key(name)
    return indication_key(name) if entity_type is EntityType.INDICATION else code_key(name)


def _same(entity: Entity, form: str) -> bool:
    return _fold_name(entity.type, entity.name) == _fold_name(entity.type, form)


def _slug(entity: Entity) -> str:
    if entity.type in ORGANIZATIONS:
        return slug(" ".join(words_of(entity.name)))
    return slug(entity.name)


def _best_type(group: Sequence[Local]) -> EntityType:
    counts = Counter(local.entity.type for local in group)
    return min(counts, key=lambda t: (-counts[t], t))


def _best_name(group: Sequence[Local]) -> str:
    """The fullest name in the spelling that the texts use most."""
    surfaces: Counter[str] = Counter()
    for local in group:
        surfaces.update(local.surfaces)
        surfaces[local.entity.name] += 0
    names = sorted({local.entity.name for local in group})
    if group[0].entity.type in ORGANIZATIONS - {EntityType.AGENCY}:  # "FDA" is a name, "PDC" only stands for one
        names = [name for name in names if not (name.isupper() and len(name) < 8 and " " not in name)] or names
    head = Counter[str]()
    for surface, count in surfaces.items():
        words = fold(surface).split()
        if words:
            head[words[0]] += count

    def rank(name: str) -> tuple[int, int, int, int, str]:
        words = fold(name).split() or [""]
        shouting = name.isupper() and len(words) > 1
        return (-head[words[0]], shouting, -len(words_of(name)), -len(words), name)

    best = min(names, key=rank)
    if group[0].entity.type not in ORGANIZATIONS or best.isupper():
        return best
    # A legal form is part of the fullest name, once one document gives it.
    same = [name for name in _names(group) if organization_key(name) == organization_key(best) and not name.isupper()]
    return min(same, key=lambda name: (-len(name), name))


def _with_broader(entities: Sequence[Entity]) -> list[Entity]:
    """Link each indication in a setting to the plain disease, where that is an entity too."""
    plain = {indication_key(e.name): e.id for e in entities if e.type is EntityType.INDICATION}
    linked = []
    for entity in entities:
        broader = plain.get(plain_indication_key(entity.name)) if entity.type is EntityType.INDICATION else None
        if broader and broader != entity.id:
            entity = dataclasses.replace(entity, broader=(broader,))
        linked.append(entity)
    return linked
