"""Amounts of money as companies write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Money

_SYMBOLS = {
    "US$": "USD",
    "U.S.$": "USD",
    "AU$": "AUD",
    "A$": "AUD",
    "CA$": "CAD",
    "C$": "CAD",
    "CAN$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "R$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₪": "ILS",
    "RMB": "CNY",
    "RS.": "INR",
    "RS": "INR",
}
# ISO 4217 codes of the currencies that drug companies report in.
_CODES = "USD EUR GBP JPY CHF CAD AUD NZD SEK NOK DKK CNY INR ILS KRW HKD SGD TWD BRL PLN ZAR".split()
_WORDS = {
    "dollars": "USD",
    "u.s. dollars": "USD",
    "us dollars": "USD",
    "canadian dollars": "CAD",
    "australian dollars": "AUD",
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
    "pounds sterling": "GBP",
    "yen": "JPY",
    "swiss francs": "CHF",
}
_SCALES = {
    "thousand": 3,
    "k": 3,
    "million": 6,
    "mil": 6,
    "mn": 6,
    "mm": 6,
    "m": 6,
    "lakh": 5,
    "crore": 7,
    "billion": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
}
_SYMBOL = "|".join(re.escape(s) for s in sorted(_SYMBOLS, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_RANGE = r"(?:\s?(?:-|–|to)\s?\\?[$€£]?\d+(?:\.\d+)?(?=[\s-]?(?:thousand|million|billion|bn|mn|[kmb]\b)))?"  # "$30-40 million"
_SCALE = _RANGE + r"(?:[\s-]?(?P<{0}>thousand|lakh|crore|million|mil|billion|trillion|bn|mn|mm|[kmb])\b)?"
_BEFORE = re.compile(
    rf"\\?(?:(?<![A-Za-z])(?P<symbol>{_SYMBOL})|\b(?P<code>{'|'.join(_CODES)}))\s?\\?(?P<number>{_NUMBER})"
    + _SCALE.format("scale"),
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<![\w.,$€£¥])(?P<number>{_NUMBER})"
    + _SCALE.format("scale")
    + rf"\s(?P<word>{'|'.join(re.escape(w) for w in sorted(_WORDS, key=len, reverse=True))}|{'|'.join(_CODES)})\b",
    re.IGNORECASE,
)
_CEILING = re.compile(
    r"(?:up to|as much as|maximum of|as high as|potentially|not to exceed)\s+(?:an? (?:additional|further|total(?: of)?|aggregate(?: of)?)\s+)?"
    r"(?:approximately |about )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and where it stands; ``ceiling`` where the text says "up to"."""

    start: int
    end: int
    money: Money
    ceiling: bool = False


def find_money(text: str) -> tuple[Amount, ...]:
    r"""Find every amount of money in a text, in order.

    >>> [str(a.money) for a in find_money("raised $64.5 million (AU$97m), or 12 million euros; USD 300K; \\$2M")]
    ['USD 64500000', 'AUD 97000000', 'EUR 12000000', 'USD 300000', 'USD 2000000']
    >>> [str(a.money) for a in find_money("$30-40 million, a $1.5-million grant, Rs 500 crore, $5 to 7 people")]
    ['USD 30000000', 'USD 1500000', 'INR 5000000000', 'USD 5']
    >>> find_money("up to £44.7 million")[0].ceiling, find_money("in 2010, 44 patients")
    (True, ())
    """
    found: list[Amount] = []
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            if any(match.start() < a.end and match.end() > a.start for a in found):
                continue
            groups = match.groupdict()
            if groups.get("symbol"):
                currency = _SYMBOLS[groups["symbol"].upper()]
            elif groups.get("code"):
                currency = groups["code"].upper()
            else:
                word = groups["word"]
                currency = _WORDS.get(word.casefold(), word.upper())
            value = Decimal(groups["number"].replace(",", "")).scaleb(
                _SCALES.get((groups["scale"] or "").casefold(), 0)
            )
            ceiling = bool(_CEILING.search(text, max(0, match.start() - 80), match.start()))
            money = Money(
                currency=currency, value=value.quantize(Decimal(1)) if value == value.to_integral() else value
            )
            found.append(Amount(match.start(), match.end(), money, ceiling))
    return tuple(sorted(found, key=lambda a: a.start))
