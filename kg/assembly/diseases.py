"""Diseases: the one that a name means, the setting that it adds, and what it is a kind of."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kg import resources
from kg.assembly.cleaning import clean
from kg.gazetteer.entries import entries
from kg.names import fold, indication_key
from kg.terms import EntityType

# What many diseases end in, so that it says nothing of what they are a kind of.
_HEADS = frozenset("disease disorder syndrome condition infection pain inflammation injury failure deficiency".split())


@dataclass(frozen=True, slots=True)
class Disease:
    """What a disease's name says.

    Attributes:
        key: The same for all names of one disease: an identifier where a vocabulary has one, else its folded words.
        words: The folded words without the setting; empty where the name is a setting and nothing else.
        setting: What narrows it, such as ``relapsed or refractory``; several are separated by commas.
        identifiers: CURIEs of this very disease.
    """

    key: str
    words: str
    setting: str | None = None
    identifiers: tuple[str, ...] = ()


@cache
def _settings() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    rows = []
    with resources.path("data/resolution/settings.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            rows += [(cue, row["setting"], row["always"] == "yes") for cue in row["cues"].split("|")]
    rows.sort(key=lambda r: (-len(r[0]), r[0]))
    return tuple(
        (re.compile(rf"(?<![a-z0-9]){re.escape(cue)}(?![a-z0-9])"), name, always) for cue, name, always in rows
    )


@cache
def parents() -> Mapping[str, tuple[str, ...]]:
    """For each identifier those of which it is a kind; two that name one disease are parents of each other."""
    with resources.path("data/resolution/disease-parents.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["identifier"]: tuple(row["parents"].split()) for row in rows}


def _same(identifier: str) -> tuple[str, ...]:
    above = parents()
    return (identifier, *(p for p in above.get(identifier, ()) if identifier in above.get(p, ())))


@cache
def _compact() -> dict[str, str]:
    """Longer names without their spacing: "post-traumatic" and "posttraumatic" are one."""
    return {name.replace(" ", ""): name for name in sorted(_vocabulary()[0], reverse=True) if len(name) > 8}


@cache
def _eponyms() -> dict[str, str]:
    """The name "Alzheimer's" alone is Alzheimer's disease."""
    listed = (name for file in ("conditions", "diseases") for e in entries(file) for name in (e.name, *e.aliases))
    found = ((re.fullmatch(r"([A-ZÀ-Þ]\w+)['’]?s? [Dd]isease", name), name) for name in listed)
    return {indication_key(m[1]): indication_key(name) for m, name in found if m}


def _known(words: str) -> str | None:
    """The vocabulary's name that these words are."""
    names, shorts, _ = _vocabulary()
    for name in (words, _compact().get(words.replace(" ", "")), _eponyms().get(words)):
        if name in names:
            return name
    return words if words.upper() in shorts else None


@cache
def _vocabulary() -> tuple[dict[str, str], dict[str, str], dict[str, tuple[str, ...]]]:
    """Folded names, then abbreviations to the letter, each with the main name's key; and identifiers by that key."""
    names: dict[str, str] = {}
    shorts: dict[str, str] = {}
    identifiers: dict[str, tuple[str, ...]] = {}
    listed = [
        entry for file in ("conditions", "diseases") for entry in entries(file) if entry.type is EntityType.INDICATION
    ]
    for entry in listed:
        key = indication_key(entry.name)
        names.setdefault(key, key)
        if entry.identifier:
            identifiers.setdefault(key, _same(entry.identifier))
    for entry in listed:
        main = indication_key(entry.name)
        for alias in entry.aliases:
            if alias.isupper() and " " not in alias and len(alias) <= 6:
                shorts.setdefault(alias, names[main])
            else:
                names.setdefault(indication_key(alias), names[main])
    for key in [k for k in names if k not in identifiers and names[k] != k]:
        if names[k := key] in identifiers:
            identifiers[k] = identifiers[names[k]]
    return names, shorts, identifiers


@lru_cache(maxsize=65536)
def disease(name: str) -> Disease:
    """The disease that a name means.

    >>> disease("ALS").key == disease("amyotrophic lateral sclerosis").key
    True
    >>> disease("relapsed/refractory multiple myeloma").setting
    'relapsed or refractory'
    >>> disease("chronic lymphocytic leukemia").setting is None
    True
    """
    names, shorts, identifiers = _vocabulary()
    text, _ = clean(name, EntityType.INDICATION)
    key = indication_key(re.sub(r"\bR/R\b", "relapsed or refractory", text))
    core, setting = _split(key, always_only=True)
    if _known(core) is None:
        shorter, more = _split(key, always_only=False)
        if _known(shorter) is not None:
            core, setting = shorter, more
    if not core:
        return Disease(key=f"only {key}", words="", setting=", ".join(setting) or None)
    short = next((w for w in text.split() if w in shorts and fold(w) == core), None)
    core = shorts[short] if short else _known(core) or core
    main = names.get(core, core)
    spelled = names.get(_compact().get(core.replace(" ", ""), ""), "")
    found = identifiers.get(main) or identifiers.get(spelled) or ()
    return Disease(min(found, default=main), core, ", ".join(setting) or None, tuple(sorted(found)))


def setting_of(name: str) -> str | None:
    """What a name says beside the disease."""
    found = disease(name)
    return found.setting if found.words else None


def plain(name: str) -> str | None:
    """The end of a name that says the same disease without a setting; None where no end does.

    >>> plain("relapsed or refractory Multiple Myeloma")
    'Multiple Myeloma'
    """
    whole = disease(name)
    words = name.split()
    ends = (" ".join(words[n:]) for n in range(len(words)))
    return next((e for e in ends if (d := disease(e)).key == whole.key and d.words and d.setting is None), None)


def _split(key: str, *, always_only: bool) -> tuple[str, list[str]]:
    found = []
    for pattern, setting, always in _settings():
        if always or not always_only:
            rest = pattern.sub(" ", key)
            if rest != key:
                key = rest
                found.append(setting)
    words = key.split()
    while words and words[0] in {"or", "and", "to", "of", "in", "with"}:
        words.pop(0)
    while words and words[-1] in {"or", "and", "to", "of", "in", "with", "patient"}:
        words.pop()
    return " ".join(words), sorted(found)


def broader(diseases: Mapping[str, Disease]) -> dict[str, tuple[str, ...]]:
    """For each disease of a collection the nearest of the others that it is a kind of, by vocabulary, else by its words.

    Args:
        diseases: By the id that the result is to name.
    """
    by_identifier = {i: id_ for id_, d in sorted(diseases.items(), reverse=True) for i in d.identifiers}
    by_words = {d.words: id_ for id_, d in sorted(diseases.items(), reverse=True) if d.words}
    found: dict[str, tuple[str, ...]] = {}
    for id_, one in sorted(diseases.items()):
        above = _above(one.identifiers, by_identifier, id_) or _by_words(one, by_words, id_)
        above = {a for a in above if id_ not in _reached(a, found)}
        if above:
            found[id_] = tuple(sorted(above))
    nearest: dict[str, tuple[str, ...]] = {}
    for id_, kinds in found.items():  # what stands above another of them is said by that one
        further = {a for a in kinds for b in kinds if a != b and a in _reached(b, found)}
        nearest[id_] = tuple(a for a in kinds if a not in further)
    return nearest


def _above(identifiers: Iterable[str], present: Mapping[str, str], own: str) -> set[str]:
    """The nearest present ancestors, one level at a time; what stands above a present one is not looked at."""
    hits: set[str] = set()
    seen = set(identifiers)
    level = seen
    while level:
        above: set[str] = set()
        for identifier in level:
            for parent in parents().get(identifier, ()):
                if parent in seen:
                    continue
                if present.get(parent, own) != own:
                    hits.add(present[parent])
                else:
                    above.add(parent)
        seen |= above
        level = above
    return hits


def _by_words(one: Disease, by_words: Mapping[str, str], own: str) -> set[str]:
    """What is called "platinum resistant X" is a kind of "X", the longest that there is."""
    names, _, identifiers = _vocabulary()
    words = one.words.split()
    for n in range(1, len(words)):
        end = " ".join(words[n:])
        if end in _HEADS:
            break
        telling = " " in end or end in names or end.endswith(("oma", "tumor", "cancer", "leukemia"))
        if telling and end in by_words and by_words[end] != own:
            return {by_words[end]}
        if end in names and names[end] in identifiers:
            present = {i: id_ for words_, id_ in by_words.items() for i in identifiers.get(names.get(words_, ""), ())}
            if hits := _above(identifiers[names[end]], present, own):
                return hits
    return set()


def _reached(start: str, edges: Mapping[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    queue = [start]
    while queue:
        here = queue.pop()
        if here not in reached:
            reached.add(here)
            queue += edges.get(here, ())
    return reached
