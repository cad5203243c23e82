"""Forms of words that several rules look for."""

from __future__ import annotations

import re

REGULATOR = re.compile(
    r"(?i)\bFDA\b|Food (?:and|&) Drug|Securities and Exchange|Medicines Agency|European Medicines|European Commission|Health Canada"
)
ISOTOPE = re.compile(
    r"^(?:(?i:iodine|lutetium|actinium|gallium|copper|zirconium|technetium|fluorine|yttrium|radium|lead|thorium|astatine|indium|rhenium)-\d{2,3}m?|\d{2,3}m?-?[A-Z][a-z]?|[A-Z][a-z]?-\d{2,3}m?|"
    r"MMA[EF]|DM[14]|PBD|(?i:.*auristatin.*|.*cytotoxin.*|mertansine|calicheamicin|exatecan|pyrrolobenzodiazepine))$"
)
THERAPY = re.compile(r"(?i)radiation|radiotherapy|chemotherapy|standard of care|surgery|external beam")
ROLE_WORDS = (
    r"(?:(?:co-?)?founder|(?:(?:executive|senior|corporate|group|global|interim|acting|non-executive|vice|deputy|independent|lead|managing|medical|scientific|clinical|associate|assistant|founding|principal)\s+)*"
    r"(?:president|chief\s+[\w&/, -]{2,60}?officer|chief executive|chair(?:man|woman|person)?|director|officer|head|vice\s+president|vp|evp|svp|ceo|cfo|cmo|cso|coo|cto|cbo|cco|treasurer|secretary|controller|general counsel|professor|investigator|partner|manager|leader|dean|physician|scientist|consultant|minister|commissioner|spokes\w+))"
)
_NAME_WORD = (
    r"(?:[A-Z][a-zà-öø-ÿ'’]+(?:[A-Z][a-zà-ÿ]+)?|[A-ZÀ-Þ][a-zà-öø-ÿ]+-[A-Z][a-zà-ÿ]+|O['’][A-Z][a-z]+|Mc[A-Z][a-z]+)"
)
DEGREES = r"(?:,?\s+(?:M\.?D\.?|Ph\.?\s?D\.?|MBA|M\.B\.A\.|MBBS|FRCP\w?|M\.?Sc\.?|B\.?Sc\.?|Pharm\.?D\.?|J\.?D\.?|CPA|DVM|D\.V\.M\.|MPH|M\.P\.H\.|DPhil|D\.Phil\.?|F\.R\.C\.S\.?|M\.?A\.?|M\.?S\.?|FACP|Dr\.?|B\.M\.|B\.Ch\.|MB|ChB|FACC|R\.N\.|RN)(?=[\s,.;)]|$))"
_LAZY_PERSON = rf"{_NAME_WORD}(?:\s(?:[A-Z]\.(?:\s?[A-Z]\.)?|{_NAME_WORD})){{1,2}}?"
ROW_PERSON = re.compile(
    rf"(?:^|\t)(?P<name>{_LAZY_PERSON})(?P<degrees>{DEGREES}*),?\s+(?P<title>(?:[A-Z][\w&/]*[\s,]+){{0,3}}?(?i:{ROLE_WORDS})\b[^\t]*)"
)
ROW_ROLE = re.compile(
    rf"^\s*(?P<org>[A-Z0-9][\w&.,'’ -]*?)(?:\s*[-–—:;]\s+|\s?[-–—](?=(?:[A-Z][\w&/]*[\s,]+){{0,2}}?(?i:{ROLE_WORDS})\b(?! Pharma))|,?\s+(?=(?:VP|SVP|EVP|CEO|CFO|COO|CBO)\b))(?P<title>(?:[A-Z][\w&/]*[\s,]+){{0,4}}?(?i:{ROLE_WORDS})\b.*)$",
    re.DOTALL,
)


def is_no_product(name: str) -> bool:
    """Whether a drug's name is that of an isotope, a payload or a kind of therapy, which nobody's pipeline holds.

    >>> is_no_product("iodine-131"), is_no_product("external beam radiation"), is_no_product("AB-101")
    (True, True, False)
    """
    return ISOTOPE.match(name) is not None or THERAPY.search(name) is not None
