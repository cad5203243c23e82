"""Every value in a text: one pass over pieces of it, one finder for each kind."""

from __future__ import annotations

from collections.abc import Iterator

from kg.nlp.text import fold
from kg.nlp.values.cues import matcher
from kg.nlp.values.dates import find_dates
from kg.nlp.values.kinds import Value, ValueKind
from kg.nlp.values.listings import find_listings
from kg.nlp.values.money import find_money
from kg.nlp.values.phases import find_phases
from kg.nlp.values.terms import find_exclusive, find_royalties, find_territories
from kg.nlp.values.titles import find_titles
from kg.nlp.values.tokens import Tokens, tokenize

_PIECE = 50_000  # characters looked at together
_CUTS = ("\n\n", "\n", ". ", " ")
_PHRASES = {
    ValueKind.DESIGNATION: "designations",
    ValueKind.FINANCING: "financings",
    ValueKind.PROGRAM: "programs",
    ValueKind.PHASE: "phases",
    ValueKind.EVENT: "events",
}


def find_values(text: str, *, published: str | None = None) -> tuple[Value, ...]:
    """Find every value in a text, sorted by where it starts; values of different kinds may overlap.

    >>> found = find_values("Orvanta (NASDAQ: ORVA) raised $20 million and got fast track status in Q2 2024")
    >>> [(v.kind.value, v.value) for v in found if v.kind is not ValueKind.EVENT][:3]
    [('ticker', 'NASDAQ:ORVA'), ('financing', 'other'), ('money', 'USD 20000000')]

    Args:
        text: Any text; typographic quotes, dashes and spaces are read as their plain characters.
        published: The day, month or year of publication, which resolves "today", "this year" and months without a year.

    Returns:
        Values with offsets in ``text``.
    """
    plain = fold(text)
    found: list[Value] = []
    for offset, piece in _pieces(plain):
        for value in _find(piece, published):
            found.append(Value(value.start + offset, value.end + offset, value.kind, value.value))
    return tuple(sorted(found, key=lambda v: (v.start, v.end, v.kind, v.value)))


def _find(text: str, published: str | None) -> Iterator[Value]:
    for amount in find_money(text):
        yield Value(amount.start, amount.end, ValueKind.MONEY, str(amount.money))
    for mention in find_dates(text, published=published):
        yield Value(mention.start, mention.end, ValueKind.DATE, mention.value)
    for stage in find_phases(text):
        yield Value(stage.start, stage.end, ValueKind.PHASE, stage.phase.value)
    tokens = tokenize(text)
    yield from find_listings(tokens)
    yield from find_titles(tokens)
    yield from find_exclusive(tokens)
    yield from find_territories(tokens)
    yield from find_royalties(text)
    for kind, name in _PHRASES.items():
        yield from _phrases(tokens, kind, name)


def _phrases(tokens: Tokens, kind: ValueKind, name: str) -> Iterator[Value]:
    cues = matcher(name)
    for hit in cues.find(tokens) if kind is ValueKind.EVENT else cues.longest(tokens):
        yield Value(tokens.starts[hit.first], tokens.ends[hit.stop - 1], kind, hit.value)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that end between paragraphs, lines, sentences or words, with their offsets."""
    start = 0
    while len(text) - start > _PIECE:
        low = start + _PIECE // 2
        ends = (text.rfind(cut, low, start + _PIECE) + len(cut) for cut in _CUTS)
        stop = next((end for end in ends if end > low), start + _PIECE)
        yield start, text[start:stop]
        start = stop
    yield start, text[start:]
