"""What the words of a search ask for, as an expression of SQLite's FTS5.

Words, ``"phrases"`` and ``prefixes*``; a code (``CLR 131``, ``CLR-131``, ``CLR131``), a phase and a quarter are found in
every way of writing them. Nothing that is typed reaches the expression but letters and digits in quotation marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import ParameterError

MOST_CHARACTERS = 2_000
MOST_UNITS = 24
_WORD = re.compile(r"[^\W_]+")
_ITEM = re.compile(r'"([^"]*)"|“([^”]*)”|([^\W_]+(?:[^\w\s"“”*]+[^\W_]+)*)(\*)?')
STOP = frozenset(
    "a about after all also an and any are as at be been before between but by can did do does each for from had has have he her "
    "how i if in into is it its list many more most much no not of on or our per she since so some than that the their them "
    "there these they this those to under up was we were what when where which while who whom whose why will with would you "
    "your s".split()
)
_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}
_ORDINAL = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_PHASE = re.compile(r"(?:phase|ph|p) ?([1-4]|iv|i{1,3})([ab]?)")
_PART = re.compile(r"([qh])([1-4])(?: ((?:19|20)\d\d))?")
_CODE = re.compile(r"([a-z]+) ?(\d+)")


def tokens(text: str) -> list[str]:
    """The words of a text as the index cuts them, before it cuts their endings.

    >>> tokens("Fabré's CLR-131: 25 mCi/m²")
    ['fabre', 's', 'clr', '131', '25', 'mci', 'm²']
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _WORD.findall(text.casefold())


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that is asked for, in all ways of writing it."""

    shown: str  # as it was typed
    phrases: tuple[str, ...]  # each words with blanks between; the first is the one typed
    prefix: bool = False
    exact: bool = False  # typed as a phrase: never taken apart, never respelt

    @property
    def expression(self) -> str:
        """The unit in FTS5's language."""
        quoted = [f'"{phrase}"' for phrase in self.phrases]
        if self.prefix:
            quoted.append(f"{quoted[0]} *")
        return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the unit as it was typed."""
        return tuple(self.phrases[0].split())


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, understood."""

    units: tuple[Unit, ...]
    without: tuple[Unit, ...] = ()
    phrase: str = ""  # all words in the order that they were typed in
    notes: tuple[str, ...] = ()


def understand(words: str | Iterable[str], without: Iterable[str] = ()) -> Asked:
    """Read what was typed.

    Args:
        words: A text; of several, one that has blanks in it is a phrase, as a shell takes quotation marks away.
        without: Words or phrases that must not stand in the sentence.

    Raises:
        ParameterError: There is no word in it, or it is too long.
    """
    given = [words] if isinstance(words, str) else [str(w) for w in words]
    if len(given) > 1:
        given = [f'"{w.strip()}"' if len(w.split()) > 1 and '"' not in w and "“" not in w else w for w in given]
    text = unicodedata.normalize("NFC", " ".join(given))
    if len(text) > MOST_CHARACTERS:
        raise ParameterError(f"search: {len(text):,} characters; ask with at most {MOST_CHARACTERS:,}")
    units = _units(text)
    if not units:
        raise ParameterError('search: no word to search for; for example: kg search "dose cohorts"')
    notes: tuple[str, ...] = ()
    if len(units) > MOST_UNITS:
        notes = (f"of {len(units)} words the first {MOST_UNITS} are searched for",)
    plain = not any(u.exact or u.prefix for u in units)
    every = tokens(text)
    return Asked(
        units=tuple(units[:MOST_UNITS]),
        without=tuple(u for w in without for u in _phrase(w)),
        phrase=" ".join(every) if plain and 1 < len(every) <= MOST_UNITS else "",
        notes=notes,
    )


def _phrase(text: str) -> list[Unit]:
    found = tokens(text)
    return [Unit(text.strip(), (" ".join(found),), exact=True)] if found else []


def _units(text: str) -> list[Unit]:
    units: list[Unit] = []
    loose: list[tuple[str, str]] = []  # words as typed and as the index has them, that may belong together

    def close() -> None:
        units.extend(_grouped(loose))
        loose.clear()

    for straight, curly, word, star in _ITEM.findall(text):
        if straight or curly:
            close()
            units += _phrase(straight or curly)
        elif star:
            close()
            *before, last = tokens(word)
            units.append(Unit(f"{word}*", (" ".join((*before, last)),), prefix=True))
        elif word:
            parts = tokens(word)
            loose += [(word if len(parts) == 1 else part, part) for part in parts]
    close()
    distinct = list({u.phrases[0]: u for u in units}.values())
    telling = [u for u in distinct if u.exact or u.prefix or len(u.words) > 1 or u.words[0] not in STOP]
    return telling or distinct


def _grouped(words: list[tuple[str, str]]) -> list[Unit]:
    """Words that stand for one thing together: a phase, a quarter, a code."""
    units = []
    at = 0
    while at < len(words):
        for length in (3, 2, 1):
            run = words[at : at + length]
            phrase = " ".join(w for _, w in run)
            ways = _ways(phrase) if len(run) == length else ()
            if ways or length == 1:
                units.append(Unit(" ".join(typed for typed, _ in run), (phrase, *(w for w in ways if w != phrase))))
                at += length
                break
    return units


def _ways(phrase: str) -> tuple[str, ...]:
    """Every way of writing a phase, a quarter or half, or a code; none where it is something else.

    >>> _ways("phase ii"), _ways("q4 2016")[:2], _ways("clr131")
    (('phase 2', 'phase ii', 'phase2', 'p2'), ('q4 2016', 'fourth quarter 2016'), ('clr131', 'clr 131'))
    """
    if match := _PHASE.fullmatch(phrase):
        number = next((n for n, roman in _ROMAN.items() if roman == match[1]), match[1])
        if phrase.startswith("phase") or match[1].isdigit():
            both = (number + match[2], _ROMAN[number] + match[2])
            return (*(f"phase {n}" for n in both), f"phase{both[0]}", f"p{both[0]}")
    if (match := _PART.fullmatch(phrase)) and not (match[1] == "h" and match[2] > "2"):
        letter, number, year = match.groups()
        named = f"{_ORDINAL[number]} {'quarter' if letter == 'q' else 'half'}"
        if not year:
            return f"{letter}{number}", named
        return f"{letter}{number} {year}", f"{named} {year}", f"{named} of {year}", f"{number}{letter}{year[2:]}"
    if (match := _CODE.fullmatch(phrase)) and match[1] not in STOP and not _YEAR.fullmatch(match[2]):
        return f"{match[1]}{match[2]}", f"{match[1]} {match[2]}"
    return ()
