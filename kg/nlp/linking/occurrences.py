"""Names recognized once are recognized everywhere."""

from __future__ import annotations

import re

from kg.nlp.linking.groups import Group, Linker
from kg.nlp.ranges import Ranges, leftmost_longest, occurrences
from kg.terms import ORGANIZATIONS, EntityType, SectionKind

T = EntityType
_WORD_END = re.compile(r"[\w-]$")
_WORD_BORDER = re.compile(r"(?!\w)")
_NAME_END = re.compile(r"(?![\w]|-[a-z]*\d)")
_CODE_END = re.compile(r"(?!\w|-\w)")
_SPACED_CODE = re.compile(r"([A-Z]{2,6})[- ]?(\d{2,6})([A-Za-z]{0,2})")


def find_everywhere(linker: Linker) -> None:
    """Find every further mention of the names of the groups."""
    names: dict[str, Group] = {}
    for group in sorted(linker.groups, key=lambda g: -g.rank):
        for name in group.all_names():
            if len(name) > 2 or (name.isupper() and len(name) == 2 and name in group.known):
                names.setdefault(name, group)
    if not names:
        return
    silent = Ranges((s.start, s.end) for s in linker.document.sections if s.kind is SectionKind.BOILERPLATE)
    found = (
        f
        for f in occurrences(linker.text, names, after=_NAME_END)
        if not _WORD_END.search(linker.text[max(0, f[0] - 1) : f[0]])
    )
    for start, end, name in list(leftmost_longest(found)):
        if not silent.overlaps(start, start + 1) and linker.taken.add(start, end):
            names[name].add(start, end, name)
    _spaced_codes(linker)
    _shouting(linker)


def _shouting(linker: Linker) -> None:
    """Names in capitals in headlines and logos, where the text has them in small letters."""
    names = {
        n.upper(): g
        for g in linker.groups
        for n in g.all_names()
        if len(n) > 4 and not n.isupper() and g.type in {*ORGANIZATIONS, T.DRUG, T.PLACE}
    }
    found = []
    for start, end, name in occurrences(linker.text, names, after=_WORD_BORDER):
        logo = bool(re.match(r"[A-Z]", linker.text[start - 1 : start])) and names[name].type in ORGANIZATIONS
        begin = start - 1 if logo else start
        if not _WORD_END.search(linker.text[max(0, begin - 1) : begin]):
            found.append((begin, end, name))
    for start, end, name in leftmost_longest(found):
        if linker.taken.add(start, end):
            names[name].add(start, end, re.sub(r"\s", " ", linker.text[start:end]))


def _spaced_codes(linker: Linker) -> None:
    """As in "AB 131", "AB-131" and "AB131" are one product."""
    codes: dict[tuple[str, ...], Group] = {}
    for group in linker.groups:
        for name in group.names if group.type is T.DRUG else ():
            if match := _SPACED_CODE.fullmatch(name):
                codes.setdefault(match.groups(), group)
    for match in _SPACED_CODE.finditer(linker.text) if codes else ():
        named = codes.get(match.groups())
        border = _CODE_END.match(linker.text, match.end()) and not _WORD_END.search(
            linker.text[max(0, match.start() - 1) : match.start()]
        )
        if named is not None and border and linker.taken.add(*match.span()):
            named.add(*match.span(), match.group())
