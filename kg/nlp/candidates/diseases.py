"""Diseases by the words that end their names, with the words that say which."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.nlp import forms
from kg.nlp.candidates.candidate import Candidate
from kg.terms import EntityType

T = EntityType


def disease(text: str, start: int, end: int, rank: int, identifier: str | None) -> Iterator[Candidate]:
    """A disease with the words that say which: "relapsed or refractory" before it, "of the ovary" after it."""
    begin = start
    while True:
        before = re.search(rf"(?<![\w-]){forms.SETTING}$", text[max(0, begin - 60) : begin], re.IGNORECASE)
        if before is None or "\n" in before.group():
            break
        begin -= len(before.group())
        if re.match(r"(?:or|and|,)\b", text[begin:]):
            break
    if re.match(r"-[a-z]|\s+virus(?:es)?\b(?!\s(?:infection|disease))", text[end:]):
        return  # "hypoxia-inducible", "vesicular stomatitis virus"
    if re.match(r"(?i)\s+product\b", text[end:]) and re.search(r"(?i)qualified infectious disease$", text[begin:end]):
        return  # a designation
    name = text[begin:end]
    after = re.match(
        r"\s+(?:(?:of|in) the (?:head and neck|lung|breast|liver|pancreas|prostate|skin|colon|ovary(?: and fallopian tube)?|bladder|brain|kidney|eye|cervix)|with (?:constipation|diarrhea)(?: predominant)?)\b",
        text[end:],
    )
    if after:
        end += after.end()
    if forms.GENERIC_DISEASE.match(name) and not forms.PLAIN_DISEASE.search(name) and not after:
        return
    if re.fullmatch(r"(?i)(?:rare )?pa?ediatric diseases?", name):
        return  # a designation
    if re.match(r"(?i)(?:hematologic(?:al)?|blood) and solid", name):
        return
    sentence = text[max(0, start - 120) : end + 60]
    if forms.ADVERSE.search(sentence) and rank < 85 and len(name.split()) == 1:
        return
    yield Candidate(begin, end, T.INDICATION, rank, identifier if begin == start else None)


_DISEASE_STOP = frozenset(
    """treatment treatments therapy therapies patients patient adults children people men women trial study with of for in the a an and or to its our their this that from by on as at against about is was are be
    has have been treat treating prevent prevention manage management drug drugs medicine medicines vaccine diagnosis diagnostic who other others first second including include includes develop developing develops risk anti new
    potential into under between both these those such through during after before when where which while phase two three four five million every each some all any most many lead leads ii iii relapse not no than imaging
    cases market company launched approved received studied recruiting suffering having caused causes causing called said only orphan rare unmet known sells designation status onset course fight fighting infects strikes
    same based like similar experimental constant patented selective inside gene cell broad range variety number types forms form kind kinds additional
    very serious severe-and life-threatening debilitating devastating preventing targeting lethal systemic-and deadly common
    granted received preclinical clinical improved transform transforming accelerating accelerate innovative cure curing selected several advance advancing beat tackle tackling combat combating improve improving against""".split()
)


def diseases(doc: Doc) -> Iterator[Candidate]:
    """Diseases whose name ends with one of the usual words."""
    text = doc.text
    verbs = {
        t.idx for t in doc if t.tag_ in {"VB", "VBZ", "VBP", "VBD", "IN", "DT", "PRP", "PRP$", "MD", "TO", "RP", "POS"}
    }
    for match in forms.DISEASE.finditer(text):
        words = list(re.finditer(r"\S+", match.group("name")))
        first = 0
        for number, word in enumerate(words[:-1]):
            bare = word.group().strip(",.;:").casefold()
            stops = (
                bare in _DISEASE_STOP
                or bare.endswith(("-based", "-targeted", "-targeting", "-focused", "’s", "'s"))
                or (match.start("name") + word.start() in verbs and word.group().islower())
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
        if len(name.split()) == 1 and not re.search(
            r"(?:oma|itis|emia|asthma|psoriasis|epilepsy|schizophrenia|migraine|diabetes|obesity|sepsis|lupus|glaucoma|gout|narcolepsy|sclerosis|amyloidosis|hypertension|stroke|angioedema|endometriosis|acne|depression)s?$",
            name,
            re.IGNORECASE,
        ):
            continue
        yield from disease(text, start, match.end("name"), 72, None)
