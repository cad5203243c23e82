"""Products by their form: codes, trademarks, stems of generic names, and words that no dictionary has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from kg.gazetteer import entries
from kg.nlp.ranges import Ranges
from kg.nlp.recognition import cues, forms
from kg.nlp.recognition.candidate import Candidate, english, target_context, target_symbols
from kg.nlp.recognition.forms import Form
from kg.terms import EntityType

T = EntityType

_CODE = Form(r"(?<![\w/$€£.])(?<!\w-)(?:<<product:code>>)(?![\w%]|-\d)")
_TRADEMARK = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Z][\w-]*(?: [A-Z][\w-]*){0,2})\s?(?:[®™]|\((?:R|TM)\))"
    r"(?: [A-Z][\w-]*\s?[®™]| ER\b| XR\b| SR\b| LAR\b| CR\b)?"
)
# "BrandixTM": the sign in plain letters
_PLAIN_TRADEMARK = re.compile(r"(?<![\w-])(?P<name>[A-Z][a-z]{3,15})TM\b")
# "Brandix (genericumab)"
_BRAND_AND_GENERIC = re.compile(r"(?<![\w-])(?P<name>[A-Z][a-z]{3,15})\s\((?P<generic>[a-z]{5,25}(?: [a-z]{3,14})?)\)")
_STEM = Form(r"(?<!\w)(?<!\w-)(?P<name>[A-Za-z]?[a-z]{2,}(?:<<product:generic-stem>>))(?![\w-])")
_NO_STEM = Form(r"^(?:<<product:no-generic>>)$", re.IGNORECASE)
_SERIES = re.compile(r"\s(?:[Pp]roduct|[Ss]eries|[Cc]ompound|[Cc]andidate)")
# "(examplimab)", "for patients": what stands behind a brand in capitals
_GIVEN = re.compile(r" \([a-z][a-z -]{4,30}\)| for (?:both |the treatment |adults |patients |use )")
# "examplimab vedotin"
_SECOND_WORD = re.compile(
    r"(?: (?:alfa|beta|vedotin|deruxtecan|pegol|tesirine|bromide|hydrochloride|sodium|injection))+"
)
# "launched BRANDIX for both", "approval of BRANDIX": a brand in capitals
_CAPITALS = re.compile(r"(?<![\w-])[A-Z]{5,12}(?![\w-])(?! (?:trials?|stud(?:y|ies)|program|platform))")
_SOLD = Form(r"(?i)\b(?:<<product:selling>>) $")
# "its lead product candidate examplimod"
_CALLED = re.compile(
    r"\b(?:lead|product|drug|clinical|investigational|experimental|development) "
    r"(?:product |drug |clinical )?(?:candidate|compound|drug|vaccine|antibody|medicine|therapy),? "
    r"(?P<name>[A-Za-z][a-z]{6,17})(?=[\s,.;:)](?!to\b))"
    r"(?! (?:and|or) [a-z]+s?\b(?: candidate| program))"
)
# "its product exAMple": a name that begins small and goes on in capitals
_MIXED = re.compile(
    r"\b(?:product|candidate|therapy|drug|medicine),? (?P<name>[a-z]{1,2}[A-Z]{1,4}[a-z]{3,10})(?<!s)(?![\w-])"
)
# "its siRNA therapy, Exam5"
_NUMBERED = Form(
    r"\b(?:<<product:before-numbered>>),? (?:called |named |known as )?"
    r"(?P<name>[A-Z][a-z]{2,10}-?\d{1,3})(?![\w-])"
)
_DRUG_CUE = Form(r"(?:\b(?:<<product:before-unknown>>)\s+)$", re.IGNORECASE)
_DRUG_AFTER = Form(
    r"^(?:,? (?:a|an|the|its|our)\s+(?:\S+\s+){0,5}?(?:<<product:apposition-unknown>>)\b"
    r"|\s+(?:<<product:verb-after>>)\b|\s*\(|\s+(?:<<product:form-after>>)\b)"
)
_APPOSED = Form(r", (?:an?|the|its|our) (?:[\w-]+ ){0,4}?(?:<<product:apposition-sure>>)\b")
# "(examplimab)", ", an oral drug"
_CALLED_AFTER = Form(r"\s*\(|,? (?:a|an|the|its)\s+(?:\S+\s+){0,5}?(?:<<product:apposition-brand>>)")
_CALLED_BEFORE = re.compile(
    r"(?:drug|medicine|product|treatment|vaccine|candidate|capsules?|brand)s?,? $",
)
_PREFIX = Form(r"^(?:<<product:prefix>>)")
_SUFFIX = Form(r"(?:<<product:suffix>>)$")


@cache
def _generics() -> frozenset[str]:
    """Generic names, in small letters."""
    return frozenset(n.casefold() for e in entries("drugs") for n in (e.name, *e.aliases))


def _no_product(name: str) -> bool:
    """Whether a word is that of a grant, a congress, a measure or a mutation: "G12C", "ANR-16"."""
    known = cues.words("no-products")
    return name in known or re.split(r"[-/\d ]", name)[0] in known or forms.MUTATION.fullmatch(name) is not None


def products(text: str) -> Iterator[Candidate]:
    """Products whose names have the form of a code, a trademark or a generic name."""
    codes: Counter[str] = Counter()
    spans = []
    for match in _CODE.finditer(text):
        code = match.group()
        begins = re.match(r"[A-Za-z]|\d{2,3}[A-Z][a-z]-|\d[A-Z]{1,3}-", code)  # "177Lu-ABC", "4D-310"
        if forms.NO_CODE.match(code) or _no_product(code) or not re.search(r"[A-Z]", code) or not begins:
            continue
        if code in target_symbols() and not re.search(r" ", code):
            continue
        key = re.sub(r"[ -]", "", code)
        codes[key] += 1
        spans.append((match.start(), match.end(), code, key))
    prefixes = Counter(m[1] for key in codes if (m := re.match(r"([A-Z]+)\d", key)))
    acting = {code for start, end, code, _ in spans if target_context(text, start, end) and code in target_symbols()}
    for start, end, code, key in spans:
        if code in acting:
            continue  # "an antibody targeting CD137 and OX40"
        spaced = re.match(r"[A-Z][A-Za-z]*\s\d", code)
        series = _SERIES.match(text, end)
        if spaced and codes[key] < 2 and not _numbered(code, prefixes) and not series:
            continue
        if spaced and not re.match(r"[A-Z]{2,5} \d{2,5}", code):
            continue
        yield Candidate(start, end, T.DRUG, 79)
    for match in _PLAIN_TRADEMARK.finditer(text):
        yield Candidate(match.start(), match.end(), T.DRUG, 77)
    for match in _BRAND_AND_GENERIC.finditer(text):
        generic = match.group("generic")
        if (generic in _generics() or _STEM.fullmatch(generic)) and match.group("name").casefold() not in english():
            yield Candidate(match.start("name"), match.end("name"), T.DRUG, 77)
    for match in _MIXED.finditer(text):
        yield Candidate(match.start("name"), match.end("name"), T.DRUG, 59)
    for match in _CALLED.finditer(text):
        if match.group("name").casefold() not in english() and not _ordinary(match.group("name").casefold(), english()):
            yield Candidate(match.start("name"), match.end("name"), T.DRUG, 59)
    for match in _CAPITALS.finditer(text):
        sold = _SOLD.search(text[max(0, match.start() - 40) : match.start()])
        given = _GIVEN.match(text, match.end())
        if (sold or given) and match.group().casefold() not in english():
            yield Candidate(match.start(), match.end(), T.DRUG, 60)
    for match in _NUMBERED.finditer(text):
        yield Candidate(match.start("name"), match.end("name"), T.DRUG, 74)
    for match in _TRADEMARK.finditer(text):
        name = match.group("name")
        after = text[match.end() : match.end() + 40]
        if (
            re.match(r"\s+(?:Inc|Corp|Ltd|Limited|AG|SA|GmbH|plc|LLC)\b", after)
            or forms.NO_COMPANY.match(name)
            or _no_product(name.split()[-1])
        ):
            continue
        words = name.split()
        start = match.start()
        while len(words) > 1 and (words[0] in cues.words("sentence-words") or words[0].casefold() in english()):
            start += len(words[0]) + 1
            words.pop(0)
        kind = (
            T.PLATFORM
            if re.match(r"(?:\s*\([A-Z]{2,6}\))?(?!\s*\()[^.;]{0,40}\b(?:platform|technolog)", after)
            else T.DRUG
        )
        yield Candidate(start, match.end(), kind, 77 if kind is T.DRUG else 80)
    for match in _STEM.finditer(text):
        if (
            len(match.group("name")) > 6
            and not _NO_STEM.match(match.group("name"))
            and match.group("name").casefold() not in english()
        ):
            more = _SECOND_WORD.match(text, match.end())
            yield Candidate(match.start(), more.end() if more else match.end(), T.DRUG, 75)


def _numbered(code: str, prefixes: Counter[str]) -> bool:
    """Whether another code of the document begins with the same letters: a company numbers its products."""
    prefix = re.match(r"[A-Z]+", code)
    return prefix is not None and prefixes[prefix.group()] > 1


def unknown_words(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    """Words that no dictionary has, used as a drug's name is used, more than once."""
    taken = Ranges((c.start, c.end) for c in sorted(found, key=lambda c: -c.rank) if c.rank > 70)
    places: dict[str, list[tuple[int, int]]] = {}
    for match in re.finditer(r"(?<![\w-])[A-Za-z][a-z]{5,17}(?![\w-])", text):
        places.setdefault(match.group().casefold(), []).append(match.span())
    dictionary = english()
    for word, spans in places.items():
        if word in dictionary or _ordinary(word, dictionary):
            continue
        if any(taken.overlaps(start, end) for start, end in spans):
            continue
        before = sum(bool(_DRUG_CUE.search(text[max(0, s - 40) : s])) for s, _ in spans)
        after = sum(bool(_DRUG_AFTER.match(text[e : e + 80])) for _, e in spans)
        lower = any(text[s].islower() for s, _ in spans)
        if (
            any(_APPOSED.match(text[e : e + 90]) for _, e in spans)
            or (lower and before and after and len(spans) > 1)
            or (not lower and before + after >= 2 and len(spans) > 1 and _brand(text, spans))
        ):
            for start, end in spans:
                yield Candidate(start, end, T.DRUG, 58)


def _brand(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a capitalized word is called a drug somewhere."""
    return any(
        _CALLED_AFTER.match(text[e : e + 90]) or _CALLED_BEFORE.search(text[max(0, s - 30) : s]) for s, e in spans
    )


def _ordinary(word: str, dictionary: frozenset[str]) -> bool:
    """Whether an unknown word is made of known ones, or is a form of one: British spelling, prefixes, plurals."""
    forms_ = {
        re.sub(r"is(e|ed|es|ing|ation)$", r"iz\1", word),
        re.sub(r"our(s|ed|able)?$", r"or\1", word),
        re.sub(r"yse(d|s)?$", r"yze\1", word),
        word.replace("ae", "e").replace("oe", "e"),
        re.sub(r"(?:ies)$", "y", word),
        re.sub(r"(?:s|es|ed|ing|ly|al|ally|ic|ics|ist|ists|er|ers)$", "", word),
        re.sub(r"(?:ing|ed)$", "e", word),
        _PREFIX.sub("", word),
        _SUFFIX.sub("", word),
    }
    forms_ |= {re.sub(r"s$", "", f) for f in forms_}
    return any(f in dictionary and len(f) > 2 for f in forms_ - {word}) or word.endswith(
        tuple(cues.words("ordinary-endings"))
    )
