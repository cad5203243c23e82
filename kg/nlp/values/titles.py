"""Titles of jobs and of seats on boards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.nlp.values.cues import Hit, matcher, rows
from kg.nlp.values.kinds import Value, ValueKind
from kg.nlp.values.tokens import Tokens

_SMALL = frozenset({"of", "the", "and", "for", "in", "its"})
_REACH = 9  # words of one "of ..." part
_INSIDE = re.compile(r"[\s'/&-]{1,4}|,\s(?:and\s)?|\.\s?-?(?=\S)")  # between the words of one title
_CLOSE = re.compile(r"[\s'/&-]{1,4}")
_JOINT = re.compile(
    r"\s?(?:,|/|&|\band\b|\band\sas\b|,\sand|\bof\sthe\b|-|,\sand\sas)?\s?(?:the\s|its\s|our\s)?", re.IGNORECASE
)
_OF = ("of", "for", "in")


def find_titles(tokens: Tokens) -> Iterator[Value]:
    """Find every title, with the department or the board that belongs to it.

    >>> from kg.nlp.values.tokens import tokenize
    >>> text = "Ada Renn, President and CEO; Bo Lind, Senior Vice President, Clinical Development, and head of research"
    >>> [v.value for v in find_titles(tokenize(text))]
    ['President and CEO', 'Senior Vice President, Clinical Development, and head of research']
    """
    spans: list[tuple[int, int]] = []
    for hit in matcher("titles").longest(tokens):
        first, stop = _leftwards(tokens, hit.first), _rightwards(tokens, hit)
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(stop, spans[-1][1]))
        elif spans and _joined(tokens, spans[-1][1], first):
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((first, stop))
    for first, stop in spans:
        start, end = tokens.starts[first], tokens.ends[stop - 1]
        yield Value(start, end, ValueKind.TITLE, " ".join(tokens.text[start:end].split()))


@cache
def _functions() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("title-words"))


def _leftwards(tokens: Tokens, first: int) -> int:
    """Take in the words before: "Senior Vice", "Chief Medical and Strategy"."""
    start = first
    for index in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word, gap = tokens.lower[index], tokens.between(index)
        if not _CLOSE.fullmatch(gap) or (word not in _functions() and word != "and"):
            break
        if word != "and":
            start = index
    return start


def _rightwards(tokens: Tokens, hit: Hit) -> int:
    """Take in "of Clinical Development", ", Technical Operations" or "of the Amyloid Center"."""
    stop = hit.stop
    if hit.value == "none" or stop >= len(tokens) or tokens.broken(stop - 1):
        return stop
    gap, word = tokens.between(stop - 1), tokens.lower[stop]
    named = hit.value == "any" and word in _OF
    if word in _OF:
        if not _CLOSE.fullmatch(gap):
            return stop
    elif word not in _functions() or not _INSIDE.fullmatch(gap):
        return stop
    end = stop
    for index in range(stop, min(len(tokens), stop + _REACH)):
        gap, word = tokens.between(index - 1), tokens.lower[index]
        inside = _CLOSE if named or index > stop else _INSIDE
        if tokens.broken(index - 1) or not (inside.fullmatch(gap) or (", " in gap and word in _functions())):
            break
        if word in _functions() or (named and tokens.words[index][0].isupper()):
            end = index + 1
        elif word not in _SMALL or (word == "the" and not named):
            break
    return end


def _joined(tokens: Tokens, stop: int, first: int) -> bool:
    """Whether only "and", "&", a comma or a slash stands between two titles."""
    return first - stop <= 3 and bool(_JOINT.fullmatch(tokens.text, tokens.ends[stop - 1], tokens.starts[first]))
