"""Comparing names as people and documents write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

LEGAL_FORMS = (
    "incorporated inc corporation corp company co limited ltd plc llc llp lp gmbh ag kgaa kg sa sas sarl spa srl nv bv "
    "ab asa as oyj oy pty pte kk se aps publ"
).split()
_LEGAL = re.compile(r"(?:\s+(?:" + "|".join(LEGAL_FORMS) + r"))+$")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Fold case, accents, punctuation and spacing away, keeping word borders.

    >>> fold("F. Hoffmann-La Roche, Ltd.")
    'f hoffmann la roche ltd'
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    text = text.replace("&", " and ").replace(".", "").replace("'", "")
    return re.sub(r"^the ", "", re.sub(r"[^a-z0-9]+", " ", text).strip())


@lru_cache(maxsize=65536)
def organization_key(name: str) -> str:
    """Fold a name and drop the legal form at its end, and all spacing.

    >>> organization_key("Alpha-X Pharma, Inc") == organization_key("Alpha-X Pharma")
    True
    """
    folded = fold(name)
    return (_LEGAL.sub("", folded) or folded).replace(" ", "")


@lru_cache(maxsize=65536)
def code_key(name: str) -> str:
    """Fold a product name so that ``ABC 131``, ``ABC-131`` and ``ABC131`` are one.

    >>> code_key("ABC-1602") == code_key("abc 1602"), code_key("ABC-1602") == code_key("ABC-1603")
    (True, False)
    """
    return fold(name).replace(" ", "")


def slug(name: str) -> str:
    """Make a name into the readable end of an IRI.

    >>> slug("Example Santé S.A.")
    'example-sante-sa'
    """
    return fold(name).replace(" ", "-") or "x"


def near(name: str, candidates: Iterable[str], *, limit: int = 5, least: float = 60.0) -> list[str]:
    """The candidates that look most like a name, best first; ``least`` is a similarity from 0 to 100."""
    found = process.extract(name, list(candidates), scorer=fuzz.WRatio, processor=fold, limit=limit, score_cutoff=least)
    return [candidate for candidate, _, _ in found]


# What stands behind a person's name.
DEGREES = re.compile(
    r",?\s*\b(?:M\.?\s?D\.?|Ph\.?\s?D\.?|MBA|M\.B\.A\.|MBBS|M\.?Sc\.?|B\.?Sc\.?|Pharm\.?\s?D\.?|J\.?D\.?|CPA|D\.?V\.?M\.?|"
    r"FRCPC?|F\.R\.C\.S\.?|FACP|MPH|M\.P\.H\.|D\.?Phil\.?|B\.M\.|B\.Ch\.|M\.A\.|Jr\.?|Sr\.?|Esq\.?)(?=[\s,.]|$)",
    re.IGNORECASE,
)
# What stands before it; to be matched at its beginning.
HONORIFIC = re.compile(r"(?:dr|mr|mrs|ms|miss|prof|professor|sir|dame|lord)\b\.?\s+", re.IGNORECASE)
_NICKNAMES = {
    "jim": "james",
    "bill": "william",
    "bob": "robert",
    "rob": "robert",
    "mike": "michael",
    "dave": "david",
    "steve": "stephen",
    "steven": "stephen",
    "tom": "thomas",
    "dan": "daniel",
    "chris": "christopher",
    "joe": "joseph",
    "tony": "anthony",
    "matt": "matthew",
    "nick": "nicholas",
    "rick": "richard",
    "dick": "richard",
    "ed": "edward",
    "ted": "edward",
    "greg": "gregory",
    "jeff": "jeffrey",
    "ken": "kenneth",
    "andy": "andrew",
    "ron": "ronald",
    "liz": "elizabeth",
    "kate": "katherine",
    "kathy": "katherine",
    "sue": "susan",
    "alex": "alexander",
    "ben": "benjamin",
    "sam": "samuel",
    "pete": "peter",
    "chuck": "charles",
    "larry": "lawrence",
    "jerry": "gerald",
    "don": "donald",
    "doug": "douglas",
    "fred": "frederick",
    "tim": "timothy",
    "pat": "patrick",
    "vince": "vincent",
    "gerry": "gerald",
    "phil": "philip",
    "ray": "raymond",
    "russ": "russell",
    "stan": "stanley",
    "walt": "walter",
}
_SETTING = re.compile(
    r"\b(?:relapsed|relapsing|relapse|recurrent|refractory|r r|rr|resistant|advanced|metastatic|unresectable|locally|"
    r"newly diagnosed|previously treated|untreated|moderate|severe|mild|chronic|acute|adult|pediatric|paediatric|"
    r"high risk|low risk|early stage|late stage|progressive|active|symptomatic|drug resistant|persistent|other|"
    r"additional|certain|various|human|patients with)\b"
)
# Settings that make another disease of it, so that they are never dropped alone: "chronic lymphocytic leukemia".
_LINEAGE = re.compile(r"\b(?:chronic|acute)\b(?=.*\b(?:leuk|myel|lymph|hepatitis|pancreatitis|kidney|heart|renal))")
_BRITISH = (
    (re.compile(r"haem"), "hem"),
    (re.compile(r"leukaem"), "leukem"),
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"oesoph"), "esoph"),
    (re.compile(r"anaem"), "anem"),
    (re.compile(r"oedema"), "edema"),
    (re.compile(r"diarrhoea"), "diarrhea"),
    (re.compile(r"paed"), "ped"),
    (re.compile(r"hematological"), "hematologic"),
    (re.compile(r"\bcancers\b|\bmalignanc(?:y|ies)\b"), "cancer"),
)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "itis")):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def indication_key(name: str) -> str:
    """Fold a disease's spelling, number and ways of writing its setting.

    >>> indication_key("R/R Multiple Myeloma") == indication_key("relapsed or refractory multiple myeloma")
    True
    >>> indication_key("Haematological malignancies") == indication_key("hematologic cancer")
    True
    """
    text = fold(name)
    for pattern, american in _BRITISH:
        text = pattern.sub(american, text)
    text = re.sub(
        r"\b(?:relapsed|relapsing|relapse|recurrent) (?:or |and )?refractory\b|\br r\b|\brr\b",
        "relapsed refractory",
        text,
    )
    text = re.sub(r"^(?:other|additional|certain|various|a range of|range of|patients with) ", "", text)
    return " ".join(_singular(word) for word in text.split())


@lru_cache(maxsize=65536)
def plain_indication_key(name: str) -> str:
    """The key of the disease without its setting: "refractory X" and "advanced X" are kinds of "X".

    >>> plain_indication_key("relapsed or refractory multiple myeloma")
    'multiple myeloma'
    >>> plain_indication_key("chronic lymphocytic leukemia")
    'chronic lymphocytic leukemia'
    """
    key = indication_key(name)
    held = {m.group() for m in _LINEAGE.finditer(key)}
    text = _SETTING.sub(lambda m: m.group() if m.group() in held else " ", key)
    return re.sub(r"\s+", " ", text).strip() or key


@lru_cache(maxsize=65536)
def person_key(name: str) -> str:
    """First and last name without titles, degrees, middle names and nicknames.

    >>> person_key("Dr. Jim Q. Example, M.D., Ph.D.")
    'james example'
    """
    text = name.strip()
    if (title := HONORIFIC.match(text)) is not None:
        text = text[title.end() :]
    text = DEGREES.sub("", text)
    words = [w for w in fold(text).split() if len(w) > 1] or fold(text).split()
    if not words:
        return ""
    first = _NICKNAMES.get(words[0], words[0])
    return f"{first} {words[-1]}" if len(words) > 1 else first
