"""Names as they should read: without the punctuation, brackets and half sentences that stood around them."""

from __future__ import annotations

import dataclasses
import re
from functools import lru_cache

from kg.assembly.legal import legal_forms
from kg.model import Entity
from kg.names import fold
from kg.terms import ORGANIZATIONS, EntityType

_BRACKET = re.compile(
    r"^(?P<name>.+?)\s*[(\[]\s*[“\"'‘]?\s*(?P<short>[^()\[\]“”\"]{2,24}?)\s*[”\"'’]?\s*(?:[)\]]|$)\s*$"
)
_INSIDE = re.compile(r"\s*\(\s*[“\"'‘]?[^()]{1,24}[”\"'’]?\s*\)\s*")
_MARKS = re.compile(r"[™®℠©]|(?<=[a-z])TM\b|\((?:TM|R)\)|\(R$")
_LOOSE = re.compile(
    r"^(?:and|or|of|in|the|for|with)\s+|\s+(?:and|or|of|in|with|for|the|due|to|by|after|from|on|as|who|that|causing|following)$",
    re.I,
)
_SIGNS = frozenset({"TM", "R", "SM", ""})  # what is left of a trademark is no name
_CODE_AND_BRAND = re.compile(r"([A-Z]{2,6}[- ]?\d{1,6})\s?/\s?([A-Z][a-z]{3,20})")
_PLAIN = frozenset({EntityType.PLACE, EntityType.PERSON})


@lru_cache(maxsize=262144)
def clean(name: str, type_: EntityType) -> tuple[str, tuple[str, ...]]:
    """A name as it should read, and the abbreviation that stood in brackets behind it.

    >>> clean("Exampla Bio, Inc..", EntityType.COMPANY), clean("Wire.", EntityType.COMPANY)
    (('Exampla Bio, Inc.', ()), ('Wire', ()))
    >>> clean("follicular lymphoma (“FL”)", EntityType.INDICATION)
    ('follicular lymphoma', ('FL',))
    """
    text = re.sub(r"\s+", " ", _MARKS.sub("", name)).strip(' \t“”"‘*•·-–—,;:')
    shorts: tuple[str, ...] = ()
    if type_ is EntityType.DRUG and (both := _CODE_AND_BRAND.fullmatch(text)):
        return both[1], (both[2],)
    if type_ not in _PLAIN:
        bracket = _BRACKET.match(text)
        if bracket and _abbreviates(bracket["short"], bracket["name"]):
            text, shorts = bracket["name"], (bracket["short"],)
        elif type_ is EntityType.INDICATION:
            text = _INSIDE.sub(" ", text).strip()
        if text.count("(") != text.count(")"):
            text = re.sub(r"[()“”]", "", text).strip()
        if type_ is EntityType.INDICATION or type_ in ORGANIZATIONS:
            text = _without_loose_words(text)
        text = re.sub(r"['’]s$", "", text) if type_ in ORGANIZATIONS else text
    return _without_full_stop(text) or name.strip() or name, shorts


def _without_loose_words(text: str) -> str:
    while (shorter := _LOOSE.sub("", text).strip(" ,;")) != text and len(shorter) > 2:
        text = shorter
    return text


def _without_full_stop(text: str) -> str:
    """Drop the end of a sentence; keep the point of "Inc." and "U.S."."""
    bare = text.rstrip(".,;: ")
    if bare == text or not bare:
        return bare
    last = bare.split()[-1]
    words = tuple(fold(bare).split())
    form = any(words[-n:] in legal_forms() for n in (1, 2, 3)) and len(words) > 1 and not last.isupper()
    return f"{bare}." if form or "." in last or len(last) == 1 else bare


def _abbreviates(short: str, name: str) -> bool:
    """Whether letters of a short form begin the words of a name, in order."""
    letters = [c for c in fold(short) if c.isalpha()]
    text = fold(name)
    if not 2 <= len(letters) <= 8 or sum(c.isupper() for c in short) < 2 or not text.startswith(letters[0]):
        return False
    at = 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if not at:
            return False
    return True


def abbreviates(short: str, name: str) -> bool:
    """Whether a name in capitals may stand for a longer one.

    >>> abbreviates("FL", "follicular lymphoma"), abbreviates("XY", "follicular lymphoma")
    (True, False)
    """
    return " " not in short.strip() and len(short) < len(name) and _abbreviates(short, name)


def cleaned(entity: Entity) -> Entity:
    """An entity with names as they should read."""
    name, shorts = clean(entity.name, entity.type)
    aliases = set(shorts)
    for alias in entity.aliases:
        text, more = clean(alias, entity.type)
        aliases |= {text, *more}
    return dataclasses.replace(entity, name=name, aliases=tuple(sorted(aliases - {name} - _SIGNS)))
