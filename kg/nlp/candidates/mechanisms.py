"""Targets, platforms and trials by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import is_place
from kg.nlp import forms
from kg.nlp.candidates.candidate import Candidate, english
from kg.nlp.candidates.products import SENTENCE_WORDS
from kg.terms import EntityType

T = EntityType


def targets(text: str) -> Iterator[Candidate]:
    """What inhibitors, antibodies and the like are said to act on."""
    for pattern, rank in (
        (forms.TARGET_VERB, 62),
        (forms.TARGET_PREFIX, 66),
        (forms.TARGETED, 64),
        (forms.TARGET_BEFORE, 63),
    ):
        for match in pattern.finditer(text):
            if re.search(r"(?i)\b(?:prior|previous|standard|after|received)\s+$", text[: match.start()][-14:]):
                continue  # what patients had before
            name = match.group("name")
            if (
                len(name) < 2
                or forms.NO_TARGET.match(name)
                or (name.casefold() in english() and not re.search(r"\d", name) and " " not in name and name.islower())
            ) and name.casefold() not in {
                "endoglin",
                "utrophin",
                "dystrophin",
                "mesothelin",
                "tubulin",
                "thrombin",
                "complement",
            }:
                continue
            if forms.NO_TARGET.match(name.split()[0]) or _COMPOUND.search(name) or re.fullmatch(r"[a-z]+ \d+", name):
                continue
            yield Candidate(match.start("name"), match.end("name"), T.TARGET, rank)


_COMPOUND = re.compile(
    r"(?i)-(?:powered|based|derived|enabled|driven|like|free|acting|label|line|chain|blind|domain|generation|dose|quality)$"
)
_NO_PLATFORM = re.compile(
    r"(?i)^(?:the|our|its|this|company|new|proprietary|technology|information|biotech\w*|life sciences?|health|medical|drug|phase .*)$"
)


# "Examplin-based drugs", "Examplin proteins, the class of"
_BASED = re.compile(
    r"(?<![\w-])(?P<name>[A-Z][A-Za-z]{3,20})\s?[®™]?(?:-based\s(?:drug|therap|product|candidate|molecule|protein|antibod|vaccine|medicine|treatment)|\s(?:proteins|molecules|binders|antibodies),\s(?:a|the|its|our)\s(?:[\w-]+\s){0,2}?class)"
)


def platforms_and_trials(text: str) -> Iterator[Candidate]:
    """Named technologies, and trials by registry number or name."""
    for match in forms.REGISTRY.finditer(text):
        yield Candidate(match.start(), match.end(), T.TRIAL, 100)
    for match in forms.TRIAL_NAME.finditer(text):
        name = match.group("name")
        plain = not forms.NO_CODE.match(name) or re.match(r"[A-Z][a-z]+[A-Z]", name)
        if not forms.NO_TRIAL.match(name) and plain and len(name) > 3:
            yield Candidate(match.start("name"), match.end("name"), T.TRIAL, 81)
    for pattern in (forms.TRIAL_APPOSITION, forms.TRIAL_NUMBER, forms.TRIAL_PAIR):
        for match in pattern.finditer(text):
            name = match.group("name")
            if not forms.NO_TRIAL.match(name) and not forms.NO_TARGET.match(name):
                yield Candidate(match.start("name"), match.end("name"), T.TRIAL, 82)
    for match in forms.PLATFORM_PHRASE.finditer(text):
        group = "name" if match.group("name") else "other"
        name = match.group(group)
        if not forms.NO_COMPANY.match(name) and name.casefold() not in english():
            yield Candidate(match.start(group), match.end(group), T.PLATFORM, 80)
    for match in forms.TRIAL_AFTER.finditer(text):
        group = "name" if match.group("name") else "other"
        if not forms.NO_TRIAL.match(match.group(group)):
            yield Candidate(match.start(group), match.end(group), T.TRIAL, 82)
    for match in forms.PLATFORM.finditer(text):
        name = match.group("name").strip()
        words = name.split()
        start = match.start()
        while words and (
            words[0] in SENTENCE_WORDS
            or words[0] in {"Our", "Company", "Proprietary"}
            or words[0].endswith(("'s", "’s"))
        ):
            start += len(words[0]) + 1
            words.pop(0)
        while len(words) > 1 and words[0].istitle() and words[0].casefold() in english() and words[1].isupper():
            start += len(words[0]) + 1  # "Unlock ABC Platform Value"
            words.pop(0)
        head = " ".join(words)
        if (
            not head
            or _NO_PLATFORM.match(head)
            or (all(w.casefold() in english() and not w.isupper() for w in words if w.isalpha()) and len(words) < 2)
        ):
            continue
        yield Candidate(start, match.end(), T.PLATFORM, 80)
    for match in _BASED.finditer(text):
        name = match.group("name")
        ordinary = name.casefold() in english() or (name.isupper() and len(name) < 6) or is_place(name)
        if not ordinary and not forms.NO_COMPANY.match(name):
            yield Candidate(match.start("name"), match.end("name"), T.PLATFORM, 81)
    for match in forms.PLATFORM_APPOSITION.finditer(text):
        if not forms.NO_COMPANY.match(match.group("name")) and match.group("name").split()[0] not in SENTENCE_WORDS:
            yield Candidate(match.start("name"), match.end("name"), T.PLATFORM, 80)
