"""Stock exchange listings as companies write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.nlp.values.cues import matcher, rows
from kg.nlp.values.kinds import Value, ValueKind
from kg.nlp.values.tokens import Tokens

# What may stand between the last word of an exchange and its ticker: "NASDAQ: ABC", "Nasdaq under the symbol 'ABC'".
_COLON = re.compile(
    r"[\s\"'()*_,]*+(?:(?:ticker|symbol|stock|code|number|share)\s*+){0,3}[:;]\s*+[\"'(\[*_]*+", re.IGNORECASE
)
_SYMBOL = re.compile(
    r"[^.;\n]{0,40}?(?:symbols?|tickers?|codes?)(?: symbols?| code)?(?: is| of)?[\s:(\"']+(?=[A-Z0-9])", re.IGNORECASE
)
_UNDER = re.compile(r"\s(?:\w+\s){0,4}?(?:under|as)\s(?:the\s)?[\"']?(?=[A-Z]{2,5}\b)")
_SHARED = re.compile(r"\s?(?:[/&,]|and)\s?")  # "NASDAQ/TSX: ABC"
_TICKER = re.compile(
    r"\$?(?P<ticker>(?:[A-Z][A-Z0-9]{0,6}|\d{3,6}[A-Z]?)(?:[. -][A-Z]{1,2})?(?:\.[A-Z]{1,3})?)(?![\w])"
)
_NEXT = re.compile(r"\s?(?:[,;/&]|and)\s?(?=[A-Z]{3,6}(?:[\s,;)\]]|$))(?![A-Z]+\s?:)")
_SPACE = re.compile(r"\s?")
_PLAIN = re.compile(r"\((?P<ticker>[A-Z]{2,5})\)")
_BEFORE = re.compile(
    r"(?:symbols?|tickers?)[\s:(\"']+(?P<ticker>[A-Z][A-Z0-9.]{1,6})[\"')]*,?[^.;\n]{0,40}?\b(?:on|of)\s(?:the\s)?$"
)
# "ABC.L", "2597.HK": the market is the suffix.
_SUFFIX = re.compile(r"(?<![\w.])(?P<ticker>[A-Z]{2,6}|\d{4,6})\.(?P<market>[A-Z]{1,2})(?![\w.])")


def find_listings(tokens: Tokens) -> Iterator[Value]:
    """Find every listing, as ``EXCHANGE:TICKER``.

    >>> from kg.nlp.values.tokens import tokenize
    >>> text = "Orvanta (NASDAQ/TSX: ORVA) and Brellin (OTCQB:BRLN; CSE: BRL), on NYSE American under the symbol BRX"
    >>> [v.value for v in find_listings(tokenize(text))]
    ['NASDAQ:ORVA', 'TSX:ORVA', 'OTCQB:BRLN', 'CSE:BRL', 'NYSE AMERICAN:BRX']
    """
    text = tokens.text
    pending: list[tuple[int, str]] = []
    place = -1
    for hit in matcher("exchanges").longest(tokens):
        start, end = tokens.starts[hit.first], tokens.ends[hit.stop - 1]
        if pending and not _SHARED.fullmatch(text, place, start):
            pending = []
        pending.append((start, hit.value))
        place = end
        found = list(_after(text, end))
        if not found:
            before = _BEFORE.search(text[max(0, start - 80) : start])
            if before:
                yield Value(start, end, ValueKind.TICKER, f"{hit.value}:{before['ticker']}")
            continue
        for begin, exchange in pending:
            for stop, ticker in found:
                yield Value(begin, stop, ValueKind.TICKER, f"{exchange}:{ticker}")
        pending = []
    for match in _SUFFIX.finditer(text):
        market = _markets().get(match["market"])
        if market:
            yield Value(match.start(), match.end(), ValueKind.TICKER, f"{market}:{match['ticker']}")


@cache
def _markets() -> dict[str, str]:
    """Exchanges by the suffix that data providers give to their tickers."""
    return {suffix: row["value"] for row in rows("exchanges") for suffix in row.get("suffixes", "").split()}


def _after(text: str, end: int) -> Iterator[tuple[int, str]]:
    """The tickers that follow an exchange's name, with their ends."""
    gap = _COLON.match(text, end) or _SYMBOL.match(text, end) or _UNDER.match(text, end)
    match = _TICKER.match(text, gap.end()) if gap else None
    if match is None and (plain := _SPACE.match(text, end)):
        match = _PLAIN.match(text, plain.end())
    while match is not None:
        yield match.end(), match["ticker"].strip()
        more = _NEXT.match(text, match.end())
        match = _TICKER.match(text, more.end()) if more else None
