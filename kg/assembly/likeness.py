"""Which names look alike: misspellings, handles, and the candidates for them without comparing all with all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

MAX_BLOCK = 24  # holders of one key that are compared with one another; a key that more share says little


def close(a: str, b: str) -> bool:
    """Whether two folded names are one or, where long, two letters apart."""
    return bool(DamerauLevenshtein.distance(a, b, score_cutoff=2) <= (2 if min(len(a), len(b)) >= 12 else 1))


def misspelt(a: str, b: str) -> bool:
    """Whether two folded names, word by word, are one with a slip of the pen in a long word.

    >>> misspelt("quantectar biosciences", "quantecstar biosciences"), misspelt("exampla uk", "exampla us")
    (True, False)
    """
    if re.findall(r"\d+", a) != re.findall(r"\d+", b) or a[:1] != b[:1]:
        return False
    one, other = a.split(), b.split()
    if len(one) != len(other):
        return len(a) >= 8 and a.replace(" ", "") == b.replace(" ", "")
    apart = [(x, y) for x, y in zip(one, other, strict=True) if x != y]
    if len(apart) != 1:
        return False
    x, y = apart[0]
    return min(len(x), len(y)) >= 6 and close(x, y)


def similar(a: str, b: str) -> float:
    """How alike two folded names are, from 0 to 100, whatever the order of their words."""
    return float(fuzz.token_sort_ratio(a, b))


def handle_of(handle: str, words: tuple[str, ...]) -> bool:
    """Whether a name written as one word, as in a domain or a hashtag, begins the words of another in order.

    >>> handle_of("examplabio", ("exampla", "biosciences")), handle_of("examplatx", ("exampla", "biosciences"))
    (True, False)
    """
    if len(words) < 2 or not handle.startswith(words[0]) or len(words[0]) < 4:
        return False
    rest = handle[len(words[0]) :]
    for word in words[1:]:
        common = next((n for n in range(min(len(word), len(rest)), 0, -1) if rest[:n] == word[:n]), 0)
        rest = rest[common:]
    return not rest and len(handle) >= len(words[0]) + 2


def pairs_by_key(holders: Mapping[str, Iterable[int]]) -> Iterator[tuple[int, int]]:
    """Pairs that share a key, each once; keys that too many share give none."""
    seen: set[tuple[int, int]] = set()
    for key in sorted(holders):
        numbers = sorted(set(holders[key]))
        if 1 < len(numbers) <= MAX_BLOCK:
            for i, one in enumerate(numbers):
                for other in numbers[i + 1 :]:
                    if (one, other) not in seen:
                        seen.add((one, other))
                        yield one, other


def near_pairs(names: Mapping[int, Iterable[str]]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers whose folded names differ by one letter.

    Two such names agree once a letter is dropped from either (symmetric deletion, as in SymSpell), so that the work
    grows with the number of names and not with its square.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for number, forms in names.items():
        for name in forms:
            key = name.replace(" ", "")
            if len(key) >= 8:
                for shorter in {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}:
                    holders[shorter].append(number)
    yield from pairs_by_key({key: numbers for key, numbers in holders.items() if len(numbers) > 1})
