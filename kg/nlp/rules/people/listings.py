"""Where shares trade."""

from __future__ import annotations

import bisect
import re

from kg.nlp.rules.people.reading import Reading
from kg.terms import ORGANIZATIONS, Relation, SectionKind

_LISTING = re.compile(
    r"(?<![\w-])(?P<exchange>NASDAQ(?:[ -]?(?:GS|GM|CM|NM|Global(?: Select)?(?: Market)?|Capital Market|National Market))?|Nasdaq(?:GS|GM|CM|NM|[ -]Global(?: Select)?(?: Market)?|[ -]Capital Market)?|Nasdag|NasdaqGM|NasdaqCM|NYSE(?:[ -](?:MKT|American|Amex|Arca|Euronext))?|AMEX|"
    r"TSX(?:[ -]?V(?:enture)?)?|ASX|AIM|LSE|London Stock Exchange|OTC(?:QB|QX|BB)?(?: Markets)?|OTC Pink|STO|Nasdaq Stockholm|Nasdaq Copenhagen|SIX(?: Swiss Exchange)?|Euronext(?:[ -](?:Paris|Brussels|Amsterdam|Growth))?|HKEX|SEHK|TASE|KOSDAQ|TSE|Tokyo Stock Exchange|FSE|Frankfurt|XETRA|OMX|CSE)"
    r"\s?: ?(?P<ticker>[A-Z0-9][A-Z0-9.]{0,6})\b"
)
_EXCHANGES = {
    "NASDAG": "NASDAQ",
    "LONDON STOCK EXCHANGE": "LSE",
    "TOKYO STOCK EXCHANGE": "TSE",
    "SIX SWISS EXCHANGE": "SIX",
    "TSX-V": "TSXV",
    "TSX VENTURE": "TSXV",
    "TSX-VENTURE": "TSXV",
}


def read_listings(reading: Reading) -> None:
    """The tickers of a document, with the companies that they stand by."""
    seen: set[tuple[str, str]] = set()
    organizations = [r for r in reading.context.references if r.type in ORGANIZATIONS and not r.mention.nominal]
    ends = [r.end for r in organizations]
    for match in _LISTING.finditer(reading.text):
        if reading.context.within(match.start(), SectionKind.BOILERPLATE):
            continue
        ticker = match.group("ticker").rstrip(".")
        words = match.group("exchange") in {"AIM", "SIX", "STO", "CSE", "TSE"}
        if words and reading.text.rfind("(", 0, match.start()) <= reading.text.rfind(")", 0, match.start()):
            continue  # "PRIMARY AIM: TO ASSESS" stands in no parenthesis
        literal = f"{exchange(match.group('exchange'))}:{ticker}"
        first = bisect.bisect_right(ends, match.start() - 90)
        before = organizations[first : bisect.bisect_right(ends, match.start(), lo=first)]
        open_paren = reading.text.rfind("(", max(0, match.start() - 120), match.start())
        close = reading.text.rfind(")", max(0, match.start() - 120), match.start())
        entity = None
        if open_paren > close:
            before = [
                r for r in before if r.end <= open_paren and not re.search(r"[.;]\s", reading.text[r.end : open_paren])
            ]
            entity = before[-1].entity if before else None
        elif before and not re.search(r"[.;\n]", reading.text[before[-1].end : match.start()]):
            entity = before[-1].entity
        entity = entity or (reading.context.issuers[0] if reading.context.issuers else None)
        if entity is None or (entity.id, literal) in seen:
            continue
        seen.add((entity.id, literal))
        start, end = _line(reading, match.start(), match.end())
        reading.context.add(
            Relation.LISTED_AS,
            entity,
            literal,
            sentence=(start, end),
            rule="listed/ticker",
            trigger=match.group(),
            confidence=0.95,
        )


def _line(reading: Reading, start: int, end: int) -> tuple[int, int]:
    sentence = reading.context.sentence_at(start)
    return (sentence.start, max(sentence.end, end)) if sentence else (start, end)


def exchange(words: str) -> str:
    """The exchange as tickers are written with it.

    >>> exchange("NasdaqGM"), exchange("NASDAQ Global Select Market"), exchange("NYSE MKT"), exchange("Nasdag")
    ('NASDAQ', 'NASDAQ', 'NYSE MKT', 'NASDAQ')
    """
    upper = words.upper().strip()
    if upper.startswith("NASDAQ") and not upper.startswith(("NASDAQ STOCKHOLM", "NASDAQ COPENHAGEN")):
        return "NASDAQ"
    return _EXCHANGES.get(upper, upper)
