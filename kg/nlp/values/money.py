"""Amounts of money as companies write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.model import Money
from kg.nlp.text import fold
from kg.nlp.values.cues import rows

_SCALES = {
    "thousand": 3,
    "k": 3,
    "lakh": 5,
    "crore": 7,
    "hundred million": 8,
    "million": 6,
    "millions": 6,
    "mio": 6,
    "mil": 6,
    "mln": 6,
    "mn": 6,
    "mm": 6,
    "m": 6,
    "billion": 9,
    "billions": 9,
    "bln": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
    "tn": 12,
}
_NUMBER = r"(?:\d{1,3},\d{1,2}(?=\s?[mb])|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,6})?(?!\d))"
_SHARE = re.compile(
    r"\s?(?:[a-z.]+ ){0,2}?(?:per|a|an|each|/)\s?(?:[a-z]+ ){0,3}?(?:share|unit|warrant|ads|adss|security|note)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"(?:exercise|strike|conversion|offering|issue|closing|purchase|share) price(?: \w+){0,3} $|par value(?: of)? $"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and where it stands."""

    start: int
    end: int
    money: Money


@dataclass(frozen=True, slots=True)
class _Patterns:
    before: re.Pattern[str]  # $5 million
    after: re.Pattern[str]  # 5 million dollars
    prefixed: re.Pattern[str]  # MSEK 5, 5 MSEK
    symbols: dict[str, str]


@cache
def _patterns() -> _Patterns:
    table = rows("currencies")
    before = {s.upper(): row["currency"] for row in table for s in row["before"].split("|") if s}
    after = {s: row["currency"] for row in table for s in row["after"].split("|") if s}
    codes = {s: row["currency"] for row in table for s in row["codes"].split("|") if s}
    scale = "|".join(sorted(_SCALES, key=len, reverse=True))
    tail = rf"(?:[\s-]?(?P<scale>{scale})(?![A-Za-z]))?"
    high_tail = rf"(?:[\s-]?(?P<high_scale>{scale})(?![A-Za-z]))"
    high = rf"(?:\s?(?:-|to|and)\s?\\?[$€£¥]?\s?(?P<high>{_NUMBER}){high_tail})?"
    sign = f"(?:{_either(before)})"
    code = rf"(?:\b(?:{_either(codes)}))"
    return _Patterns(
        before=re.compile(
            rf"(?<![A-Za-z])\\?(?P<currency>{sign}|{code})\s?\\?\$?(?P<low>{_NUMBER}){tail}{high}", re.IGNORECASE
        ),
        after=re.compile(
            rf"(?<![\w.,$€£¥-])(?P<low>{_NUMBER}){tail}(?:\s?(?:-|to)\s?(?P<high>{_NUMBER}){high_tail})?"
            rf"\s?(?P<currency>{_either({**after, **codes})})(?!\w)",
            re.IGNORECASE,
        ),
        prefixed=re.compile(
            rf"\b(?:(?P<scale>[mMtTkK])(?P<currency>{_either(codes)})\s?(?P<low>{_NUMBER})"
            rf"|(?P<low2>{_NUMBER})\s?(?P<scale2>[mMtTkK])(?P<currency2>{_either(codes)})\b)"
        ),
        symbols={**before, **{k.upper(): v for k, v in after.items()}, **codes},
    )


def find_money(text: str) -> tuple[Amount, ...]:
    r"""Find every amount of money in a text, in order; a range is two amounts, a price of one share is none.

    >>> [str(a.money) for a in find_money("raised $64.5 million (AU$97m), or 12 million euros; USD 300K; \\$2M")]
    ['USD 64500000', 'AUD 97000000', 'EUR 12000000', 'USD 300000', 'USD 2000000']
    >>> [str(a.money) for a in find_money("$30-40 million, a $1.5-million grant, Rs 500 crore, $5 to 7 people")]
    ['USD 30000000', 'USD 40000000', 'USD 1500000', 'INR 5000000000', 'USD 5']
    >>> [str(a.money) for a in find_money("25 MSEK, EUR 3,5 million; 2,000,000 shares at $1.20 per share")]
    ['SEK 25000000', 'EUR 3500000']
    >>> find_money("in 2010, 44 patients")
    ()
    """
    text = fold(text)
    patterns = _patterns()
    taken = bytearray(len(text))
    found: list[Amount] = []
    for pattern in (patterns.before, patterns.prefixed, patterns.after):
        for match in pattern.finditer(text):
            if taken.find(1, match.start(), match.end()) >= 0:
                continue
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            head = text[max(0, match.start() - 80) : match.start()]
            if _SHARE.match(text, match.end()) or _PRICE.search(head.lower()):
                continue
            found.extend(_amounts(match, patterns.symbols))
    return tuple(sorted(found, key=lambda a: a.start))


def _amounts(match: re.Match[str], symbols: dict[str, str]) -> Iterator[Amount]:
    groups = match.groupdict()
    key = "2" if groups.get("low2") else ""
    currency = symbols[re.sub(r"\s+", " ", str(groups[f"currency{key}"])).upper()]
    scale, high = str(groups.get(f"scale{key}") or "").lower(), groups.get("high")
    low = str(groups[f"low{key}"])
    high_scale = str(groups.get("high_scale") or "").lower()
    power = _SCALES.get(scale or high_scale, 3 if scale == "t" else 0)  # TSEK: thousands
    end = match.end(f"low{key}") if high else match.end()
    yield Amount(match.start(), end, _money(currency, low, power))
    if high:
        yield Amount(match.start("high"), match.end(), _money(currency, high, _SCALES[high_scale]))


def _money(currency: str, number: str, power: int) -> Money:
    plain = number.replace(",", "") if re.search(r",\d{3}(?!\d)", number) else number.replace(",", ".")
    value = Decimal(plain).scaleb(power)
    return Money(currency=currency, value=value.quantize(Decimal(1)) if value == value.to_integral() else value)


def _either(words: dict[str, str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))
