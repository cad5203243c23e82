"""Products by their form: codes, trademarks, stems of generic names, and words that no dictionary has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from spellchecker import SpellChecker

from kg.gazetteer import entries
from kg.nlp import forms
from kg.nlp.candidates.candidate import Candidate, english, target_context
from kg.nlp.ranges import Ranges
from kg.terms import EntityType

T = EntityType


@cache
def _generics() -> frozenset[str]:
    """Generic names, in small letters."""
    return frozenset(n.casefold() for e in entries("drugs") for n in (e.name, *e.aliases))


@cache
def _targets() -> frozenset[str]:
    """The symbols of genes and the usual names of targets."""
    known = (*entries("genes"), *entries("targets-and-therapies"))
    return frozenset(n for e in known if e.type is T.TARGET for n in (e.name, *e.aliases))


def products(text: str) -> Iterator[Candidate]:
    """Products whose names have the form of a code, a trademark or a generic name."""
    codes: Counter[str] = Counter()
    spans = []
    for match in forms.CODE.finditer(text):
        code = match.group()
        begins = re.match(r"[A-Za-z]|\d{2,3}[A-Z][a-z]-|\d[A-Z]{1,3}-", code)  # "177Lu-ABC", "4D-310"
        if forms.NO_CODE.match(code) or not re.search(r"[A-Z]", code) or not begins:
            continue
        key = re.sub(r"[ -]", "", code)
        codes[key] += 1
        spans.append((match.start(), match.end(), code, key))
    acting = {code for start, end, code, _ in spans if target_context(text, start, end) and code in _targets()}
    for start, end, code, key in spans:
        if code in acting:
            continue  # "an antibody targeting CD137 and OX40"
        spaced = re.match(r"[A-Z][A-Za-z]*\s\d", code)
        series = re.match(r"\s(?:[Pp]roduct|[Ss]eries|[Cc]ompound|[Cc]andidate)", text[end:])
        if spaced and codes[key] < 2 and not _same_prefix(code, codes) and not series:
            continue
        if spaced and not re.match(r"[A-Z]{2,5} \d{2,5}", code):
            continue
        yield Candidate(start, end, T.DRUG, 79)
    for match in forms.PLAIN_TRADEMARK.finditer(text):
        yield Candidate(match.start(), match.end(), T.DRUG, 77)
    for match in forms.BRAND_AND_GENERIC.finditer(text):
        generic = match.group("generic")
        if (generic in _generics() or forms.STEM.fullmatch(generic)) and match.group(
            "name"
        ).casefold() not in english():
            yield Candidate(match.start("name"), match.end("name"), T.DRUG, 77)
    for match in _MIXED.finditer(text):
        yield Candidate(match.start("name"), match.end("name"), T.DRUG, 59)
    for match in _CALLED.finditer(text):
        if match.group("name").casefold() not in english() and not _ordinary(match.group("name").casefold(), english()):
            yield Candidate(match.start("name"), match.end("name"), T.DRUG, 59)
    for match in _CAPITALS.finditer(text):
        sold = _SOLD.search(text[max(0, match.start() - 40) : match.start()])
        given = re.match(
            r" \([a-z][a-z -]{4,30}\)| for (?:both |the treatment |adults |patients |use )", text[match.end() :]
        )
        if (sold or given) and match.group().casefold() not in english():
            yield Candidate(match.start(), match.end(), T.DRUG, 60)
    for match in _NUMBERED.finditer(text):
        yield Candidate(match.start("name"), match.end("name"), T.DRUG, 74)
    for match in forms.TRADEMARK.finditer(text):
        name = match.group("name")
        after = text[match.end() : match.end() + 40]
        if re.match(r"\s+(?:Inc|Corp|Ltd|Limited|AG|SA|GmbH|plc|LLC)\b", after) or forms.NO_COMPANY.match(name):
            continue
        words = name.split()
        start = match.start()
        while len(words) > 1 and (words[0] in SENTENCE_WORDS or words[0].casefold() in english()):
            start += len(words[0]) + 1
            words.pop(0)
        kind = (
            T.PLATFORM
            if re.match(r"[^.;]{0,40}\b(?:platform|technolog)", after) and not re.match(r"\s*\(", after)
            else T.DRUG
        )
        yield Candidate(start, match.end(), kind, 77 if kind is T.DRUG else 80)
    for match in forms.STEM.finditer(text):
        if (
            len(match.group("name")) > 6
            and not forms.NO_STEM.match(match.group("name"))
            and match.group("name").casefold() not in english()
        ):
            more = re.match(
                r"(?: (?:alfa|beta|vedotin|deruxtecan|pegol|tesirine|bromide|hydrochloride|sodium|injection))+",
                text[match.end() :],
            )
            yield Candidate(match.start(), match.end() + (more.end() if more else 0), T.DRUG, 75)


# "launched BRANDIX for both", "approval of BRANDIX": a brand in capitals
_CAPITALS = re.compile(r"(?<![\w-])[A-Z]{5,12}(?![\w-])(?! (?:trials?|stud(?:y|ies)|program|platform))")
_SOLD = re.compile(
    r"(?i)\b(?:launch(?:ed|es|ing)?(?: of)?|approv(?:al of|al for|ed)|sells|sold|sales of|markets|marketing of|rights to|treat(?:ment|ed) with|(?:NDA|BLA|MAA|sNDA)s? for|commerciali[sz](?:e|es|ing)|for both|brand name) $"
)
# "its lead product candidate examplimod"
_CALLED = re.compile(
    r"\b(?:lead|product|drug|clinical|investigational|experimental|development) (?:product |drug |clinical )?(?:candidate|compound|drug|vaccine|antibody|medicine|therapy),? (?P<name>[A-Za-z][a-z]{6,17})(?=[\s,.;:)](?!to\b))(?! (?:and|or) [a-z]+s?\b(?: candidate| program))"
)
# "its product exAMple": a name that begins small and goes on in capitals
_MIXED = re.compile(
    r"\b(?:product|candidate|therapy|drug|medicine),? (?P<name>[a-z]{1,2}[A-Z]{1,4}[a-z]{3,10})(?<!s)(?![\w-])"
)
# "its siRNA therapy, Exam5"
_NUMBERED = re.compile(
    r"\b(?:candidate|drug|therapy|compound|vaccine|inhibitor|antibody|treatment),? (?:called |named |known as )?(?P<name>[A-Z][a-z]{2,10}-?\d{1,3})(?![\w-])"
)


def _same_prefix(code: str, codes: Counter[str]) -> bool:
    """Whether another code of the document begins with the same letters: a company numbers its products."""
    prefix = re.match(r"[A-Z]+", code)
    return prefix is not None and sum(1 for other in codes if re.match(rf"{prefix.group()}\d", other)) > 1


SENTENCE_WORDS = frozenset(
    "The A An In On For With Of And Its Our Both When While As At By From If Until Only Unlike Using About".split()
)


_DRUG_CUE = re.compile(
    r"(?:\b(?:dose[sd]? of|treatment with|treated with|trial of|study of|studies of|efficacy of|safety of|candidate,?|compound,?|inhibitor,?|antibody,?|vaccine,?|drug,?|therapy,?|approval (?:of|for)|rights to|development of|"
    r"evaluating|evaluate|formulation of|injection of|administration of|developing|develops|sells|markets|commerciali[sz]e|license(?:d|s)? (?:of|for|to)?|called|known as|form of|combination with|plus|and|of|for|with|given|as)\s+)$",
    re.IGNORECASE,
)
_DRUG_AFTER = re.compile(
    r"^(?:,? (?:a|an|the|its|our)\s+(?:\S+\s+){0,5}?(?:inhibitor|antibody|vaccine|drug|compound|candidate|agonist|antagonist|molecule|therapy|treatment|modulator|antibiotic|enzyme|medicine|peptide|virus|injection|derivative)\b|"
    r"\s+(?:is|was|has|can|may|in|plus|versus|for|with|could|will|showed|demonstrated|did|received|holds)\b|\s*\(|\s+(?:tablets?|capsules?|injection|hydrochloride|bromide|program|treatment|trial|study)\b)"
)


_APPOSED = re.compile(
    r", (?:an?|the|its|our) (?:[\w-]+ ){0,4}?(?:inhibitor|antibody|vaccine|agonist|antagonist|modulator|antibiotic|enzyme|peptide|prodrug)\b"
)


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
        re.match(
            r"\s*\(|,? (?:a|an|the|its)\s+(?:\S+\s+){0,5}?(?:drug|medicine|treatment|therapy|capsules?|tablets?|vaccine|antibody|inhibitor)",
            text[e : e + 90],
        )
        or re.search(
            r"(?:drug|medicine|product|treatment|vaccine|candidate|capsules?|brand)s?,? $", text[max(0, s - 30) : s]
        )
        for s, e in spans
    )


def _ordinary(word: str, dictionary: SpellChecker) -> bool:
    """Whether an unknown word is made of known ones, or is a form of one: British spelling, prefixes, plurals."""
    forms_ = {
        re.sub(r"is(e|ed|es|ing|ation)$", r"iz\1", word),
        re.sub(r"our(s|ed|able)?$", r"or\1", word),
        re.sub(r"yse(d|s)?$", r"yze\1", word),
        word.replace("ae", "e").replace("oe", "e"),
        re.sub(r"(?:ies)$", "y", word),
        re.sub(r"(?:s|es|ed|ing|ly|al|ally|ic|ics|ist|ists|er|ers)$", "", word),
        re.sub(r"(?:ing|ed)$", "e", word),
        re.sub(
            r"^(?:un|re|non|pre|post|anti|co|multi|inter|over|under|bio|immuno|radio|micro|nano|neuro|cardio|chemo|onco|hemo|haemo|photo|electro|gastro|dermato|endo|trans|poly|sub|super|hyper|hypo|auto|geno|pharma|pharmaco|cyto|patho|physio|psycho|meta)",
            "",
            word,
        ),
        re.sub(
            r"(?:therapies|therapy|therapeutics?|logics?|logies|logy|logist|pathy|genic|genesis|biomes?|markers?|science|sciences|toxins?|viruses|virus|cells?)$",
            "",
            word,
        ),
    }
    forms_ |= {re.sub(r"s$", "", f) for f in forms_}
    return any(f in dictionary and len(f) > 2 for f in forms_ - {word}) or word.endswith(
        (
            "therapeutics",
            "therapies",
            "toxins",
            "biome",
            "logics",
            "pharmaceuticals",
            "kinetics",
            "dynamics",
            "genomics",
            "vascular",
            "carcinoma",
            "lymphoma",
            "omics",
            "itis",
            "osis",
            "ization",
            "isation",
            "globulin",
            "proteins",
            "receptors",
            "alisation",
            "conjugates",
        )
    )
