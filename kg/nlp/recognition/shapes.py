"""Products, targets and companies by the shape of one word: letters and digits, inner capitals, hyphens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kg.nlp.recognition import cues, forms
from kg.nlp.recognition.candidate import Candidate, english, glued, target_symbols
from kg.nlp.recognition.forms import Form
from kg.terms import EntityType

T = EntityType

_TOKEN = re.compile(r"(?<![\w/$€£.@:-])[A-Za-z0-9]{1,18}(?:[-/][A-Za-z0-9]{1,14}){0,3}(?![\w@/-]|\.\w)")
# "QVX-DeX4417", "Q-VELOR200"
_CODE = re.compile(
    r"(?=[^\d\n]*\d)(?=[^A-Z\n]*[A-Z][^A-Z\n]*[A-Z])[A-Za-z][\w/-]{3,}|(?=[^\d\n]*\d)[A-Z]{1,4}-\d{2,6}\w?"
)
_NUMBERED = re.compile(r"[A-Z][a-z]{3,}-?\d{1,4}[A-Za-z]?")  # "Examplin-2"
_TAILED = re.compile(r"[A-Z][a-z]{2,}-[A-Z]{1,4}\d?|[A-Z]{1,4}-[A-Z][a-z]{3,}|[a-z]{3,9}-cel")  # "Exam-MS"
_HYPHENED = re.compile(r"[A-Z]{2,5}-[A-Z]{2,6}")
_INNER = re.compile(r"[A-Z][a-z]+[A-Z][A-Za-z]*|[a-z]{1,2}[A-Z][A-Za-z]{2,}|[A-Z]{2,3}[a-z]{3,}[A-Za-z]*")  # "ExampleC"
_PAIR = re.compile(r"(?P<code>[A-Z]{2,5}-?\d{2,5})/(?P<brand>[A-Z][a-z]{4,14})")
_CAPS = re.compile(r"[A-Z]{5,12}")  # "EXAMPLOL"
_STUDIED = re.compile(
    r"\b(?:trials?|study|Phase|dos(?:e|ing)|treatment|patients|efficacy|NDA|BLA|tolerab\w+|therapy)\b"
)
_TRADED = Form(r"(?i)\b(?:<<organization:near-company>>)\b")
_PRODUCT_BEFORE = Form(r"(?i)\b(?:<<product:before>>) \"?$")
# "® (examplin), an oral inhibitor", "tablets"
_PRODUCT_AFTER = Form(
    r"(?i)(?:[®™]|\((?:R|TM)\))?(?: \([^()]{1,60}\))?,? "
    r"(?:(?:an?|the|its|our|is an?) (?:[\w-]+ ){0,6}?(?:<<product:apposition>>)\b|(?:<<product:after>>)\b)"
)
_PLATFORM_AFTER = re.compile(
    r"(?i)[®™]?(?: \([^()]{1,60}\))? (?:[\w-]+ ){0,3}?(?:platform|technolog(?:y|ies)|engine|software)\b"
)


def shaped(text: str) -> Iterator[Candidate]:
    """Names that no dictionary could know, by their shape, with the words beside them to say what they name."""
    spans = [
        (m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text) if not m.group().islower() or "-cel" in m.group()
    ]
    counts = Counter(name for _, _, name in spans)
    for start, end, name in spans:
        if pair := _PAIR.fullmatch(name):  # "ABC-123/Brandix": a code and a brand
            yield Candidate(start, start + pair.end("code"), T.DRUG, 79)
            yield Candidate(start + pair.start("brand"), end, T.DRUG, 79)
            continue
        if glued(name):
            continue
        if not any(c.isupper() for c in name[1:]) and not any(c.isdigit() for c in name) and "-" not in name:
            continue
        kind, rank = _kind(text, start, end, name, counts[name])
        if kind is not None:
            yield Candidate(start, end, kind, rank)


def _kind(text: str, start: int, end: int, name: str, count: int) -> tuple[EntityType | None, int]:
    first = re.split(r"[-/\d]", name)[0]
    if (
        forms.MUTATION.fullmatch(name)
        or forms.NO_CODE.match(name)
        or first in cues.words("no-products")
        or name in cues.words("no-products")
    ):
        return None, 0
    if name in target_symbols() and name not in cues.words("no-targets"):
        return T.TARGET, 73
    if _PLATFORM_AFTER.match(text[end : end + 90]):
        return (T.PLATFORM, 63) if first.casefold() not in english() or not name.istitle() else (None, 0)
    product = bool(
        _PRODUCT_BEFORE.search(text[max(0, start - 40) : start]) or _PRODUCT_AFTER.match(text[end : end + 120])
    )
    unknown = first.casefold() not in english()
    if _CODE.fullmatch(name):
        return T.DRUG, 78 if product else 58
    if _NUMBERED.fullmatch(name) and unknown:
        return T.DRUG, 74 if product else 55
    if name.endswith("-cel"):
        return T.DRUG, 72
    if _CAPS.fullmatch(name):
        known = not unknown or not (product or count > 1) or name in cues.words("disease-abbreviations")
        return (None, 0) if known or forms.NO_COMPANY.match(name) else (T.DRUG, 70 if product else 47)
    if _TAILED.fullmatch(name) and (unknown or product):
        return T.DRUG, 73 if product else (53 if count > 1 or name.endswith("-cel") else 0)
    if _HYPHENED.fullmatch(name) and (unknown or product or count > 1):
        return T.DRUG, 73 if product else 51
    if _INNER.fullmatch(name) and name.casefold() not in english() and unknown:
        if product:
            return T.DRUG, 61
        around = text[max(0, start - 80) : end + 80]
        return (T.DRUG, 50) if _STUDIED.search(around) and not _TRADED.search(around) else (T.COMPANY, 46)
    return None, 0
