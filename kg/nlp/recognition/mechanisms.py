"""Targets and platforms by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import is_place
from kg.nlp.recognition import cues, forms
from kg.nlp.recognition.candidate import Candidate, english
from kg.nlp.recognition.forms import Form
from kg.terms import EntityType

T = EntityType

# "Example (EXA) delivery platform"
_PLATFORM = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>(?:[A-Z][\w®™-]*(?:\s[®™])?(?:\s\([A-Z]{2,6}\))?\s){1,4}?)"
    r"(?:[a-z-]+\s){0,2}(?:[Dd]elivery\s)?(?:[Pp]latform|[Tt]echnolog(?:y|ies))"
    r"(?:\s[Tt]echnology|\s[Pp]latform)?(?![\w-])"
)
# "Examplin, its discovery platform"
_PLATFORM_APPOSITION = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Z][\w-]*(?:\s[A-Z][\w-]*){0,2})\s?[®™]?,\s+"
    r"(?:[A-Z]\w+'s|its|our|the|an?)\s+(?:[\w-]+\s){0,5}(?:platform|technology)\b"
)
# "Examplin, our proprietary screening engine", "built on its Examplin molecules"
_PLATFORM_PHRASE = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Z][\w-]*[A-Za-z])\s?[®™]?,\s+"
    r"(?:[A-Z][\w-]*['’]s?|its|our|the [Cc]ompany['’]s)\s+proprietary\s+"
    r"(?:[\w-]+\s){0,4}?(?:system|process|engine|approach|class)\b"
    r"|\b(?:build|built|builds|based)\s+(?:up)?on\s+(?:its\s+|our\s+|the\s+)?(?:proprietary\s+)?"
    r"(?P<other>[A-Z][\w-]*[A-Za-z])[®™]?\s+(?:proteins|molecules|scaffold)\b"
)
# "EXA kinase inhibitors"
_TARGET_BEFORE = Form(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Za-z0-9αβγ][\w/αβγ-]*(?:\s(?:<<mechanism:target-part>>))*)"
    r"[\s-](?:<<mechanism:agent>>)\b"
)
# "anti-EXA antibody"
_TARGET_PREFIX = re.compile(
    r"(?<!\w)(?<!\w-)[Aa]nti-(?P<name>[A-Za-z][\w-]*)(?=\s+(?:\([^()]*\)\s+)?(?:monoclonal\s+)?"
    r"(?:antibod|therap|drug|agent|mAb|fragment|bispecific|immuno))"
)
# "EXA-directed"
_TARGETED = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Z][\w/]*\d?[A-Z\d]*)"
    r"-(?:targeted|targeting|directed|positive|specific|binding|expressing)\b"
)
# "blocks the EXA receptor", "inhibits example kinase"
_TARGET_VERB = Form(
    r"(?<![\w-])(?:<<mechanism:acting-on>>)\s+(?:the\s+|both\s+|human\s+|a\s+protein\s+called\s+)?"
    r"(?P<name>[A-Z][\w/-]*(?:\s(?:receptor|protein|[A-Z\d]{1,4}))?"
    r"|[a-z][\w-]*(?:\s[a-z][\w-]*){0,3}\s(?:<<mechanism:target-head>>))(?![\w-])"
)
_NO_TARGET = Form(r"^(?:<<mechanism:no-target>>)$", re.IGNORECASE)
_HAD_BEFORE = re.compile(r"(?i)\b(?:prior|previous|standard|after|received)\s+$")
# "IL-2 receptor", "PD-1", "CD5", "5-HT2A receptors", "p53": symbols that follow a rule
_SYMBOL = Form(r"(?:(?<=[Aa]nti-)|(?<![\w-]))(?:<<mechanism:symbol>>)(?: receptors?| ligands?)?(?![\w]|-[A-Za-z]*\d)")
# "the EXA pathway", "EXB receptors"
_PATHWAY = re.compile(
    r"(?<![\w-])(?P<name>[A-Za-z]?[A-Z]{2,6}\d{0,2}[αβγ]?)"
    r"(?= (?:pathway|signaling|kinase|receptor|gene\b|mutation))"
)
# "a telomere-targeting agent", "an examplin-directed antibody"
_ACTED_ON = Form(
    r"(?<![\w-])(?P<name>[a-z]{4,18}(?:-[a-zα-ω\d]{1,6})?)"
    r"-(?:targeting|targeted|directed|binding|inhibiting|blocking) (?:[\w-]+ ){0,2}?(?:<<mechanism:acting-agent>>)"
)
_COMPOUND = Form(r"(?i)-(?:<<mechanism:compound-end>>)$")
_NO_PLATFORM = Form(r"(?i)^(?:<<mechanism:no-platform>>)$")
# "Examplin-based drugs", "Examplin proteins, the class of"
_BASED = Form(
    r"(?<![\w-])(?P<name>[A-Z][A-Za-z]{3,20})\s?[®™]?(?:-based\s(?:<<mechanism:based-product>>)"
    r"|\s(?:proteins|molecules|binders|antibodies),\s(?:a|the|its|our)\s(?:[\w-]+\s){0,2}?class)"
)
_NO_TECHNOLOGY = re.compile(r"(?i)\b(?:communications?|online|web|trading|media|medal|digital|social|video|webcast)\b")
# "cold-chain shipping platform": a technology without a name, by the words that say what it does
_DESCRIBED = re.compile(
    r"(?<![\w-])(?P<name>(?:[A-Za-z][\w/-]{1,24} ){1,5}(?:[Pp]latform|[Tt]echnology)"
    r"(?:s|(?: [Tt]echnology))?)(?![\w-])"
)


def targets(text: str) -> Iterator[Candidate]:
    """What inhibitors, antibodies and the like are said to act on."""
    for pattern, rank in (
        (_TARGET_VERB, 62),
        (_TARGET_PREFIX, 66),
        (_TARGETED, 64),
        (_TARGET_BEFORE, 63),
    ):
        for match in pattern.finditer(text):
            if _HAD_BEFORE.search(text[max(0, match.start() - 14) : match.start()]):
                continue  # what patients had before
            name = match.group("name")
            if (
                len(name) < 2
                or _NO_TARGET.match(name)
                or (name.casefold() in english() and not re.search(r"\d", name) and " " not in name and name.islower())
            ) and name.casefold() not in cues.words("targets-in-dictionary"):
                continue
            if _NO_TARGET.match(name.split()[0]) or _COMPOUND.search(name) or re.fullmatch(r"[a-z]+ \d+", name):
                continue
            yield Candidate(match.start("name"), match.end("name"), T.TARGET, rank)
    for match in _SYMBOL.finditer(text):
        yield Candidate(match.start(), match.end(), T.TARGET, 75)
    for match in _PATHWAY.finditer(text):
        if match.group("name").casefold() not in english():
            yield Candidate(match.start("name"), match.end("name"), T.TARGET, 62)
    for match in _ACTED_ON.finditer(text):
        if match.group("name").split("-")[0] not in cues.words("carriers"):
            yield Candidate(match.start("name"), match.end("name"), T.TARGET, 63)


def platforms(text: str) -> Iterator[Candidate]:
    """Named technologies."""
    for match in _PLATFORM_PHRASE.finditer(text):
        group = "name" if match.group("name") else "other"
        name = match.group(group)
        if not forms.NO_COMPANY.match(name) and name.casefold() not in english():
            yield Candidate(match.start(group), match.end(group), T.PLATFORM, 80)
    for match in _PLATFORM.finditer(text):
        name = match.group("name").strip()
        words = name.split()
        start = match.start()
        while words and (
            words[0] in cues.words("sentence-words")
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
    for match in _PLATFORM_APPOSITION.finditer(text):
        if not forms.NO_COMPANY.match(match.group("name")) and match.group("name").split()[0] not in cues.words(
            "sentence-words"
        ):
            yield Candidate(match.start("name"), match.end("name"), T.PLATFORM, 80)
    plain = cues.words("leading-words") | cues.verbs() | cues.words("platform-adjectives")
    for match in _DESCRIBED.finditer(text):
        parts = match.group("name").split(" ")
        start = match.start("name")
        number = len(parts) - 1
        while number > 0 and parts[number - 1].casefold() not in plain:
            number -= 1
        start += sum(len(part) + 1 for part in parts[:number])
        if number < len(parts) - 1 and not _NO_TECHNOLOGY.search(match.group()):
            yield Candidate(start, match.end("name"), T.PLATFORM, 49)
