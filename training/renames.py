"""Gold documents under other names: what is to be learned is how names are used, not which there are."""

from __future__ import annotations

import random
import re
import string
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.nlp.recognition.candidate import english

_RENAMED = frozenset({"company", "drug", "person", "platform", "trial"})
_KEPT = 0.15  # share of the entities that keep their names
_WORD = re.compile(r"[^\W_]+")
_COMMON = 3  # a word in the names of so many entities is no name of its own: Therapeutics, Inc, Bio
_PERSONAL = frozenset("dr prof professor sir phd md mba pharmd esq jr sr ph m d of the and".split())
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_NUMERAL = re.compile(r"[IVX]+|\d+")  # "III" and "200" stand for other things as well
_NAMED = frozenset({"about", "agency", "indication", "program", "title"})  # attributes whose values may have names
_VOWELS = frozenset("aeiouy")
_DRAWS = 20


@dataclass(frozen=True)
class Pools:
    """Words of names, by type of entity, to make other names of."""

    words: Mapping[str, Sequence[str]]
    common: frozenset[str]  # in small letters

    @classmethod
    def of(cls, records: Iterable[Mapping[str, Any]], source: Iterable[Mapping[str, Any]]) -> Pools:
        """What names are made of.

        Args:
            records: All gold records: words that are common among their names are no names of their own.
            source: Those whose words are used. Documents that are measured on must not be among them: their names
                would be known to networks that have not seen them.
        """
        uses: dict[str, set[str]] = defaultdict(set)
        for record in records:
            for entity in record["entities"]:
                for word in _WORD.findall(entity["name"]):
                    uses[word.casefold()].add(entity["name"].casefold())
        common = frozenset(w for w, names in uses.items() if len(names) >= _COMMON and not w.isdigit())
        words: dict[str, set[str]] = defaultdict(set)
        for record in source:
            for entity in record["entities"]:
                for word in _WORD.findall(entity["name"]):
                    usual = word.casefold() in common and entity["type"] != "person"  # first names are common
                    if word.isalpha() and word.istitle() and len(word) > 3 and not usual:
                        words[entity["type"]].add(word)
        return cls({kind: sorted(found) for kind, found in words.items()}, common)


def _coined(one: str, other: str) -> str:
    """The beginning of one word with the end of another: Cybin and Marvora give Cyvora."""
    cut = next((n for n in range(2, len(one)) if one[n - 1] in _VOWELS), len(one) // 2 + 1)
    rest = next((n for n in range(len(other) - 3, 0, -1) if other[n].lower() not in _VOWELS), 1)
    return one[:cut] + other[rest:].lower()


def _like(word: str, kind: str, pools: Pools, random_: random.Random) -> str:
    """Another word of the same form: capitals for capitals, digits for digits, a name for a name."""
    pool = pools.words.get(kind) or pools.words.get("company") or ()
    spoken = word.isalpha() and (not word.isupper() or (len(word) > 5 and not _VOWELS.isdisjoint(word.casefold())))
    if spoken and pool:
        made = random_.choice(pool)
        if kind != "person" and random_.random() < 0.6:
            made = _coined(made, random_.choice(pool))
        if word.isupper():
            return made.upper()
        return made if word.istitle() else made[0].upper() + made[1:-2].lower() + made[-2:].upper()
    return "".join(
        random_.choice("123456789") if c.isdigit() else random_.choice(string.ascii_uppercase) if c.isupper() else c
        for c in word
    )


def _words(entity: Mapping[str, Any]) -> list[str]:
    return [word for name in (entity["name"], *entity.get("aliases", ())) for word in _WORD.findall(name)]


def _own_words(entity: Mapping[str, Any], pools: Pools) -> list[str]:
    """The words of an entity's names that are its own; those in capitals only last."""
    found: dict[str, None] = {}
    for word in _words(entity):
        low = word.casefold()
        if len(word) < 2 or _NUMERAL.fullmatch(word) or not (word[0].isupper() or word[0].isdigit()):
            continue
        if entity["type"] == "person":
            own = word[0].isupper() and low not in _PERSONAL and low not in _MONTHS
        else:
            own = low not in pools.common
        if own:
            found[word] = None
    return sorted(found, key=str.isupper)


def renaming(record: Mapping[str, Any], pools: Pools, seed: int) -> dict[str, str]:
    """For words of names in a document, other words; capitals and small letters are kept apart.

    Args:
        record: A gold record.
        pools: What names are made of.
        seed: Another one gives other names.
    """
    random_ = random.Random(f"{record['document']}/{seed}")
    used = {side for fact in record["facts"] for side in (fact["subject"], fact["object"]) if isinstance(side, str)}
    changed, kept = [], set()
    for entity in record["entities"]:
        # of wires, banks and the like, which no fact is about, it is the name that tells them
        if entity["type"] in _RENAMED and entity["id"] in used and random_.random() >= _KEPT:
            changed.append(entity)
        else:
            kept.update(_words(entity))
    taken = {word.casefold() for entity in record["entities"] for word in _words(entity)}
    made: dict[str, str] = {}
    for entity in changed:
        for word in _own_words(entity, pools):
            if word in kept or word in made:
                continue
            draws = (_like(word, entity["type"], pools, random_) for _ in range(_DRAWS))
            other = next((d for d in draws if d.casefold() not in taken), word)
            taken.add(other.casefold())
            made[word] = other
            if word.isalpha() and len(word) > 4 and word not in _MONTHS:  # in headlines, and in addresses
                if word.upper() not in kept:
                    made.setdefault(word.upper(), other.upper())
                if word.lower() not in kept and word.lower() not in english():
                    made.setdefault(word.lower(), other.lower())
    return made


def renamed(record: Mapping[str, Any], text: str, words: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """A gold record and its text with words replaced, wherever they stand."""
    if not words:
        return dict(record), text
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?![^\W_])")

    def change(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda m: words[m[0]], value)
        return [change(v) for v in value] if isinstance(value, list) else value

    ids = {e["id"] for e in record["entities"]}

    def fact(told: Mapping[str, Any]) -> dict[str, Any]:
        attributes = {
            k: change(v) if k in _NAMED and v not in ids else v for k, v in told.get("attributes", {}).items()
        }
        object_ = change(told["object"]) if told["relation"] == "listedAs" else told["object"]
        return {**told, "object": object_, "attributes": attributes}

    made = {
        **record,
        "entities": [
            {**e, "name": change(e["name"]), "aliases": change(e.get("aliases", []))} for e in record["entities"]
        ],
        "facts": [fact(f) for f in record["facts"]],
    }
    if "milestones" in record:
        made["milestones"] = [fact(f) for f in record["milestones"]]
    return made, change(text)
