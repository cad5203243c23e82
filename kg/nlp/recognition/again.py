"""What is named once is named again: the same words elsewhere, short forms, and abbreviations that a text defines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.gazetteer import is_place
from kg.nlp.ranges import occurrences
from kg.nlp.recognition import cues, forms
from kg.nlp.recognition.candidate import Candidate, english, target_symbols
from kg.nlp.recognition.forms import Form
from kg.terms import ORGANIZATIONS, EntityType

T = EntityType

_END = re.compile(r"(?![\w]|-[a-z]{0,2}\d|\.\w)")
_LEGAL = Form(rf",? {forms.LEGAL}$")
# "Examplin disease ("ED")", "the Example Study Group (the "ESG")"
_DEFINED = re.compile(
    r"[®™]?,? \((?:the |or |together, )?\"?(?P<short>[A-Za-z][\w/+-]{1,11}?)s?[®™]?\"?(?:[,;][^()]{0,40})?\)"
)
_SURE = 57  # from this rank on a name is looked for elsewhere
_LEAST = 52


def again(text: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Other places where names stand that have been found, in full or short; the best rank gives the type."""
    known: dict[str, Candidate] = {}
    for candidate in sorted(found, key=lambda c: -c.rank):
        if candidate.type is T.PLACE or candidate.rank < _SURE:
            continue
        for name, rank in _names(text, candidate):
            if len(name) > 2 and name not in known:
                known[name] = Candidate(0, 0, candidate.type, rank, candidate.identifier, candidate.aliases)
    for start, end, name in occurrences(text, known, after=_END):
        if start and (text[start - 1].isalnum() or text[start - 1] in "-/@."):
            continue
        one = known[name]
        yield Candidate(start, end, one.type, one.rank, one.identifier, one.aliases)


def defined(text: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Abbreviations in brackets behind the names that they stand for."""
    for candidate in found:
        match = _DEFINED.match(text, candidate.end)
        if match is None or candidate.type in {T.PERSON, T.PLACE}:
            continue
        short = match.group("short")
        capitals = sum(c.isupper() for c in short)
        if capitals > 1 and short not in cues.words("no-products") and not re.match(r"(?:NASDAQ|NYSE|Phase)", short):
            initial = text[candidate.start : candidate.end].lstrip("(").casefold()
            if short[0].casefold() in {w[0] for w in re.findall(r"\w+", initial)}:
                target = short in target_symbols() and short not in cues.words("no-targets")
                kind = T.TARGET if target and candidate.type in {T.DRUG, T.INDICATION} else candidate.type
                yield Candidate(*match.span("short"), kind, max(candidate.rank, 81), candidate.identifier)


def _names(text: str, candidate: Candidate) -> Iterator[tuple[str, int]]:
    name = re.sub(r"\s", " ", text[candidate.start : candidate.end])
    plain = re.sub(r"(?:[®™]|\((?:R|TM)\))$", "", name).strip()
    if candidate.type is not T.INDICATION or name[0].isupper():
        yield name, max(_LEAST, candidate.rank - 2)
    if plain != name:
        yield plain, max(_LEAST, candidate.rank - 2)
    if candidate.type in ORGANIZATIONS:
        yield from ((short, _LEAST + 6) for short in _short_organization(plain))
    elif candidate.type is T.PERSON:
        last = plain.split(" ")[-1]
        if len(last) > 3 and last.casefold() not in english():
            yield last, _LEAST


def _short_organization(name: str) -> Iterator[str]:
    bare = _LEGAL.sub("", name).rstrip(", ")
    if bare != name:
        yield bare
    parts = bare.split(" ")
    while len(parts) > 1 and parts[-1].casefold() in cues.words("company-words"):
        parts.pop()
        short = " ".join(parts)
        ordinary = all(p.casefold() in english() for p in parts)
        if len(short) > 2 and not is_place(short) and not ordinary and not forms.NO_COMPANY.match(short):
            yield short
