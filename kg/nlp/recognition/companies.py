"""Companies by where their names stand: as the subject of a headline, before a verb, a description or a trademark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import is_place
from kg.model import Document
from kg.nlp.ranges import Ranges
from kg.nlp.recognition import cues, forms
from kg.nlp.recognition.candidate import Candidate, english, frequencies, glued, organization_type
from kg.nlp.recognition.forms import Form
from kg.nlp.recognition.people import no_person
from kg.terms import EntityType, SectionKind

T = EntityType

_NO_COMPANY_END = Form(r"(?i)\b(?:<<organization:no-company-end>>)$")

_WORD = r"(?:[A-Z][\w®™'+-]*|[a-z]{1,3}[A-Z][\w-]*|\d[A-Za-z][\w-]*)"
_RUN = re.compile(rf"(?<![\w-])(?:{_WORD}(?: & | (?:and|of) (?=[A-Z])| )){{0,11}}{_WORD}(?!\w)")
_VERB = re.compile(r",? (?:\([^()\n]{1,60}\),? )?(?P<verb>[A-Za-z]+)\b")
# ", a private example company", "(EXMP) is an example drug maker"
_DESCRIBED = Form(
    r",?(?: \([^()\n]{1,80}\),?)?,? (?:is )?(?:the|an?) (?:[\w-]+,? ){0,6}?(?:<<organization:description>>)\b"
)
_BEFORE = Form(r"(?:<<organization:before-partner>>)(?: (?:with|by|from|of|between|to))? $")


_PREPOSITION = re.compile(r"\b(?:at|with|by|from|of|joined|joining|and|to|between|for|including|than) $")


def _unknown(name: str) -> bool:
    """Whether a name of few words has one that no dictionary knows, and is no person's."""
    parts = name.split(" ")
    known = cues.words("given-names")
    if (
        len(parts) > 4
        or parts[0].casefold() in known
        or not all(p[0].isupper() or p in {"&", "and", "of"} for p in parts)
    ):
        return False
    return any(len(p) > 3 and p.isalpha() and p.casefold() not in english() and not p.isupper() for p in parts)


def _person(name: str) -> bool:
    """Whether a name begins as a person's does and has no word of a company's."""
    parts = name.split(" ")
    given = parts[0].casefold() in cues.words("given-names") and 1 < len(parts) < 4
    return given and not no_person(name)


def companies(document: Document) -> Iterator[Candidate]:
    """Companies that are the subject of a headline, that do what companies do, or that are said to be one."""
    text = document.text
    headlines = Ranges([(s.start, s.end) for s in document.sections if s.kind is SectionKind.HEADLINE] or [(0, 200)])
    for match in _RUN.finditer(text):
        start, end = match.span()
        in_headline = headlines.overlaps(start, start + 1)
        after = text[end : end + 120]
        name = match.group()
        if in_headline:
            name = _subject(name)
            end = start + len(name)
        rank = 0
        verb = _VERB.match(after)
        if in_headline and len(name) < len(match.group()):
            rank = 56
        elif (verb and verb.group("verb") in cues.words("company-verbs")) or _DESCRIBED.match(after):
            rank = 57
        elif _BEFORE.search(text[max(0, start - 40) : start]):
            rank = 53
        elif _PREPOSITION.search(text[max(0, start - 12) : start]) and _unknown(name):
            rank = 46
        elif in_headline and text[start - 1 : start] in {"", "\n"} and _unknown(first := name.split(" ")[0]):
            rank, name = 48, first
        if not rank or (rank in {57, 53} and _person(name) and not _DESCRIBED.match(after)):
            continue
        while (lead := name.split(" ")[0]) in cues.words("sentence-starts") and " " in name:
            start += len(lead) + 1
            name = name[len(lead) + 1 :]
        name = re.sub(r"(?:'s)?(?: (?:and|of|&))?$", "", name)
        if name and _nameable(name):
            yield Candidate(start, start + len(name), organization_type(name), rank)


def _subject(run: str) -> str:
    """The words of a headline before its verb."""
    parts = run.split(" ")
    for number, word in enumerate(parts):
        if number and word.casefold() in cues.words("headline-verbs"):
            return " ".join(parts[:number])
    return run


def _nameable(name: str) -> bool:
    if (
        glued(name)
        or forms.NO_COMPANY.match(name)
        or _NO_COMPANY_END.search(name)
        or forms.NO_CODE.match(name)
        or is_place(name)
    ):
        return False
    return len(name) > 2 and len(name.split()) < 8 and not all(_common(w) for w in re.findall(r"[A-Za-z]+", name))


def _common(word: str) -> bool:
    """Whether a word is one of usual English; names that are rare words too, such as "Velmic", are not."""
    return frequencies().get(word.casefold(), 0) > 200
