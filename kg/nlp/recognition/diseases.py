"""Diseases by the words that end their names, with the words that say which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.nlp.recognition import cues
from kg.nlp.recognition.candidate import Candidate
from kg.nlp.recognition.forms import Form
from kg.terms import EntityType

T = EntityType

# "relapsed or ", "advanced, ": what stands before a disease
_SETTING = Form(r"(?<![\w-])(?:(?:<<disease:setting>>)(?:\s+(?:or|and|and/or)\s+|\s*/\s*|,\s+|\s+))$", re.IGNORECASE)
# "relapsed ovarian cancer", "head and neck cancer"
_DISEASE = Form(
    r"(?<!\w)(?<!\w-)(?P<name>(?:[A-Za-z][\w'’-]*\s+(?:(?:and|&)\s+(?=[a-z]+ (?:cancer|carcinoma)))?){0,4}?"
    r"(?i:<<disease:head>>))(?![\w-])"
)
# of general words, yet a disease
_PLAIN_DISEASE = re.compile(
    r"(?i)(?:\bsolid (?:tumou?rs?|cancers?)"
    r"|\b(?:severe|chronic|acute|moderate|neuropathic|post-?operative|cancer) pain"
    r"|\b(?:hematologic(?:al)?|B[- ]cell|T[- ]cell|solid tumou?r) malignanc(?:y|ies))$"
)
# "other serious diseases"
_GENERIC_DISEASE = Form(r"^(?:(?:<<disease:general-lead>>)[\s/]+)*(?:<<disease:general-head>>)$", re.IGNORECASE)
_ADVERSE = re.compile(
    r"adverse (?:event|reaction|effect)|side effect|tolerab|toxicit|safety profile|were reported", re.IGNORECASE
)
_JOINED = re.compile(r"(?:or|and|,)\b")
_NO_END = re.compile(r"-[a-z]|\s+virus(?:es)?\b(?!\s(?:infection|disease))")
_PRODUCT = re.compile(r"(?i)\s+product\b")
# "of the ovary", "with constipation"
_OF_ORGAN = Form(r"\s+(?:(?:of|in) the (?:<<disease:organ>>)|with (?:constipation|diarrhea)(?: predominant)?)\b")
_ONE_WORD = Form(r"(?:<<disease:one-word>>)s?$", re.IGNORECASE)  # names of diseases that need no other word
# "cancers", "rare diseases", "viral infections": of use where nothing more specific is said
_UMBRELLA = Form(r"(?i)(?:(?:<<disease:umbrella-kind>>) )*(?:<<disease:umbrella>>)")
# "potentially", "revolutionizing": what is done, unless it is said of diseases
_ACTING = Form(r"(?!<<disease:participle>>)[a-z-]{4,}(?:ly|ing)")
# "disease progression", "tumor reduction", "cancer cells": what is measured, or who gathers
_NO_DISEASE_AFTER = Form(r"(?i)[- ](?:<<disease:no-disease-after>>)")
# "examplitis", "leptomeningeal metastases"
_GREEK = Form(
    r"(?i)(?<![\w-])(?:[a-z]{4,20}(?:<<disease:ending>>)"
    r"|(?:[a-z]{4,16}al |brain |liver |bone )metastas[ei]s)(?![\w-])"
)
_SHORT = re.compile(r"(?<![\w-])[A-Za-z]?[A-Z][A-Za-z0-9]{1,6}(?:-[A-Z]{1,2})?(?![\w-])")
# "ocular conditions", "central nervous system (CNS) disorders", "examplate intoxication"
_CONDITIONS = Form(r"(?<![\w-])(?:<<disease:phrase>>)")
# "in Alzheimer's and Parkinson's"
_BARE = Form(
    r"(?<![\w-])(?P<name>(?:<<disease:eponym>>)'?s?)(?= (?!and |with |plus )|[,.;)]| and)"
    r"(?! [Ff]oundation| [Aa]ssociation| [Ss]ociety)"
)
_MEMBER = r"(?:[A-Za-z][a-z-]+ ){0,2}[A-Za-z][a-z-]+"
_COMMAS = re.compile(rf"(?:{_MEMBER}, ){{1,6}}$")
_WORD_BEFORE = re.compile(r"(?<![\w-])(?P<word>[A-Za-z-]+) $")
_LIST = re.compile(rf"(?:{_MEMBER}, ){{0,6}}{_MEMBER},? (?:and|or|and/or|&) $")


def disease(text: str, start: int, end: int, rank: int, identifier: str | None, least: int = 0) -> Iterator[Candidate]:
    """A disease with the words that say which: "relapsed or refractory" before it, "of the ovary" after it."""
    begin = start
    while True:
        before = _SETTING.search(text[max(least, begin - 60) : begin])
        if before is None or "\n" in before.group():
            break
        begin -= len(before.group())
        if _JOINED.match(text, begin):
            break
    if _NO_END.match(text, end):
        return  # "hypoxia-inducible", "vesicular stomatitis virus"
    if _PRODUCT.match(text, end) and text[begin:end].casefold().endswith("qualified infectious disease"):
        return  # a designation
    name = text[begin:end]
    after = _OF_ORGAN.match(text, end)
    if after:
        end = after.end()
    if _GENERIC_DISEASE.match(name) and not _PLAIN_DISEASE.search(name) and not after:
        if not _UMBRELLA.fullmatch(name):
            return
        rank = min(rank, 60)
    if re.fullmatch(r"(?i)(?:rare )?pa?ediatric diseases?", name):
        return  # a designation
    if re.match(r"(?i)(?:hematologic(?:al)?|blood) and solid", name):
        return
    sentence = text[max(0, start - 120) : end + 60]
    if _ADVERSE.search(sentence) and rank < 85 and len(name.split()) == 1:
        return
    yield Candidate(begin, end, T.INDICATION, rank, identifier if begin == start else None)


def members(text: str, start: int, end: int) -> Iterator[Candidate]:
    """A disease, or the members of a list that share its last word: "ovarian", "fallopian" and "peritoneal cancers"."""
    least = 0
    name = text[start:end]
    joined = re.match(r"(?P<first>.*\S),? (?:and|or|and/or|&) (?P<last>\S.*)$", name)
    if (
        joined
        and _sites(joined.group("first"))
        and not re.search(r"(?i)[- ]to$|relapsed|refractory", joined.group("first"))
    ):
        at, first_end = start + joined.start("last"), start + joined.end("first")
        while (word := _WORD_BEFORE.search(text, max(0, start - 30), start)) and _site(word.group("word")):
            start = word.start("word")  # "fallopian" before "tube and peritoneal cancers"
        comma = _COMMAS.search(text, max(0, start - 120), start)
        yield Candidate(start, first_end, T.INDICATION, 73)
        if comma:
            yield from _listed(comma)
        start = least = at
    before = (
        None
        if text[max(0, start - 3) : start] not in {"nd ", "or ", " & "}
        else _LIST.search(text, max(0, start - 120), start)
    )
    if before is not None:
        for candidate in _listed(before):
            yield candidate
            least = start
    yield from disease(text, start, end, 72, None, least)


def _listed(found: re.Match[str]) -> Iterator[Candidate]:
    """The members of a list before the last, where their words say parts of the body or kinds of disease."""
    for part in re.finditer(r"[^,]+?(?=,? (?:and|or|and/or|&) $|,)", found.group()):
        words = list(re.finditer(r"\S+", part.group()))
        while words and not _site(words[0].group()):
            words.pop(0)
        if words and all(_site(w.group()) for w in words):
            at = found.start() + part.start()
            yield Candidate(at + words[0].start(), at + words[-1].end(), T.INDICATION, 70)


def _site(word: str) -> bool:
    return word.casefold() in cues.words("disease-sites")


def _sites(words: str) -> bool:
    return all(_site(word.strip(",")) for word in words.split())


def diseases(text: str) -> Iterator[Candidate]:
    """Diseases whose name ends with one of the usual words."""
    for match in _DISEASE.finditer(text):
        words = list(re.finditer(r"\S+", match.group("name")))
        first = 0
        for number, word in enumerate(words[:-1]):
            bare = word.group().strip(",.;:").casefold()
            stops = (
                bare in cues.words("disease-stops")
                or bare.endswith(("-based", "-targeted", "-targeting", "-focused", "’s", "'s"))
                or bare in cues.verbs()
                or _ACTING.fullmatch(bare)
                or word.group().endswith((",", ".", ";", ":"))
                or "\n" in match.group("name")[word.end() : words[number + 1].start()]
            )
            if stops and not (bare in {"and", "or", "&"} and number > 0 and first < number):
                first = number + 1
        while first < len(words) - 1 and words[first].group().casefold() in {"and", "or", "&"}:
            first += 1
        start = match.start("name") + words[first].start()
        name = text[start : match.end("name")]
        if re.match(
            r"[- ](?:cell[- ])?target|-(?:specific|selective)", text[match.end() : match.end() + 16], re.IGNORECASE
        ):
            continue
        if len(name.split()) == 1 and not _ONE_WORD.search(name):
            continue
        measured = _NO_DISEASE_AFTER.match(text, match.end("name"))
        if (
            measured
            and (
                len(name.split()) == 1
                or not re.match(r"(?i)[- ](?:therap|treat|drug|vaccine|conf|test|screen)", measured.group())
            )
            and name.split()[-1].casefold() in cues.words("disease-heads")
        ):
            continue
        yield from members(text, start, match.end("name"))
    for match in _GREEK.finditer(text):
        if match.group().casefold() not in cues.words("no-diseases"):
            yield from disease(text, match.start(), match.end(), 68, None)
    for match in _SHORT.finditer(text):
        if match.group() in cues.words("disease-abbreviations"):
            yield Candidate(match.start(), match.end(), T.INDICATION, 82)
    for match in _CONDITIONS.finditer(text):
        yield Candidate(match.start(), match.end(), T.INDICATION, 59)
    for match in _BARE.finditer(text):
        yield Candidate(match.start("name"), match.end("name"), T.INDICATION, 71)
