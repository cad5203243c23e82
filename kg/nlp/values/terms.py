"""Terms of deals: territory, royalties, and whether rights are exclusive."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.nlp.values.cues import Hit, matcher
from kg.nlp.values.kinds import Value, ValueKind
from kg.nlp.values.money import find_money
from kg.nlp.values.tokens import Tokens

_LIST = re.compile(r"\s?(?:,|and|or|,\sand|,\sor|&|/|-|\()?\s?(?:the\s)?", re.IGNORECASE)
_ROYALTY = re.compile(r"royalt(?:y|ies)", re.IGNORECASE)
_LONGEST = 30  # countries of one list
_AROUND = 160  # characters on either side of "royalty" that may hold its rate
_STEP = r"(?:(?:very\s)?(?:low|mid|high|upper|lower)(?:-|\s)?(?:to[- ](?:mid|high)(?:-|\s))?)"
_DIGITS = r"(?:(?:single|double)[- ]?digits?|teens?|twenties|thirties|tens)"
_RATE = rf"(?:{_STEP}?\s?{_DIGITS}|\d+(?:\.\d+)?\s?(?:%|percent|per cent))"
_TO = r"\s?(?:-|to|and|through|up to|as high as)\s?(?:the\s|a\s)?"
_SINGLE = re.compile(rf"(?P<low>{_RATE})(?:{_TO}(?P<high>{_RATE}))?", re.IGNORECASE)
_BARE = re.compile(rf"\d+(?:\.\d+)?(?={_TO}\d+(?:\.\d+)?\s?(?:%|percent|per cent))", re.IGNORECASE)
_TIERED = re.compile(r"\btiered\b|royalty-free|royalty free", re.IGNORECASE)
_CAP = re.compile(r"up to (?:an? \w+ )?(?:of )?$", re.IGNORECASE)
_OF_SALES = re.compile(r"\d{1,2}(?:\.\d+)?\s?(?:%|percent|per cent) of (?:\S+ ){0,2}sales", re.IGNORECASE)
_END = re.compile(r"[.;]\s|\n\s*\n")
_SHORT_NAMES = (
    (re.compile(r"\bU\.?S\.?(?:A\.?)?(?!\w)"), "United States"),
    (re.compile(r"\bU\.?K\.?(?!\w)"), "United Kingdom"),
    (re.compile(r"^European$"), "Europe"),
    (re.compile(r"^[Ee]verywhere\b"), "worldwide"),
)
_EXCLUSIVE = {"exclusive": "true", "exclusively": "true", "exclusivity": "true", "sole": "true"}


def find_exclusive(tokens: Tokens) -> Iterator[Value]:
    """Find what says that rights are exclusive, or are not.

    >>> from kg.nlp.values.tokens import tokenize
    >>> [v.value for v in find_exclusive(tokenize("an exclusive licence, a non-exclusive one"))]
    ['true', 'false']
    """
    for index, word in enumerate(tokens.lower):
        if word in _EXCLUSIVE or word == "nonexclusive":
            negated = word[0] == "n" or (index > 0 and tokens.lower[index - 1] in ("non", "not"))
            first = index - 1 if negated and word[0] != "n" else index
            value = "false" if negated else "true"
            yield Value(tokens.starts[first], tokens.ends[index], ValueKind.EXCLUSIVE, value)


def find_territories(tokens: Tokens) -> Iterator[Value]:
    """Find countries, regions and lists of them, with what they leave out.

    >>> from kg.nlp.values.tokens import tokenize
    >>> [v.value for v in find_territories(tokenize("rights worldwide except Canada, and in Japan, Taiwan and Korea"))]
    ['worldwide except Canada', 'Japan, Taiwan and Korea']
    """
    group: list[Hit] = []
    for hit in matcher("territories").longest(tokens):
        if group and (len(group) >= _LONGEST or not _continues(tokens, group[-1], hit)):
            yield from _territory(tokens, group)
            group = []
        group.append(hit)
    yield from _territory(tokens, group)


def _continues(tokens: Tokens, last: Hit, hit: Hit) -> bool:
    gap = tokens.text[tokens.ends[last.stop - 1] : tokens.starts[hit.first]]
    if hit.value == "except" or last.value in ("except", "more"):
        return len(gap) < 20 and not _END.search(gap)
    if last.value == "world" or hit.value == "world":
        return False
    return _LIST.fullmatch(gap) is not None


def _territory(tokens: Tokens, group: list[Hit]) -> Iterator[Value]:
    while group and group[-1].value in ("except", "more"):
        group = group[:-1]
    while group and group[0].value == "except" and tokens.lower[group[0].first] != "outside":
        group = group[1:]
    if group:
        start, end = tokens.starts[group[0].first], tokens.ends[group[-1].stop - 1]
        yield Value(start, end, ValueKind.TERRITORY, _canonical(tokens.text[start:end]))


def _canonical(text: str) -> str:
    """The territory with short names of countries written out."""
    words = " ".join(text.split())
    for pattern, full in _SHORT_NAMES:
        words = pattern.sub(full, words)
    return words


def find_royalties(text: str) -> Iterator[Value]:
    """Find rates of royalties near the word.

    >>> [v.value for v in find_royalties("milestones and tiered royalties from high single digits to the mid-teens")]
    ['tiered, high single digits to the mid-teens']
    >>> [v.value for v in find_royalties("a royalty of 5% on sales. Up 7%.")]
    ['5%']
    """
    done = 0
    for royalty in _ROYALTY.finditer(text):
        low = max(done, royalty.start() - _AROUND, _last_end(text, royalty.start()))
        after = _END.search(text, royalty.end(), royalty.end() + _AROUND)
        high = after.start() if after else min(len(text), royalty.end() + _AROUND)
        if low > royalty.start():
            continue
        window = text[low:high]
        for start, end, value in _rates(window):
            yield Value(low + start, low + end, ValueKind.ROYALTIES, value)
        done = high
    for match in _OF_SALES.finditer(text):  # "will pay 9% of net sales", without the word
        if match.start() >= done:
            rate = match.group().split(" of ")[0].replace(" %", "%").lower()
            yield Value(match.start(), match.end(), ValueKind.ROYALTIES, rate)


def _last_end(text: str, at: int) -> int:
    """Where the sentence begins, as far back as is looked."""
    begin = max(0, at - _AROUND)
    ends = [m.end() for m in _END.finditer(text, begin, at)]
    return ends[-1] if ends else begin


def _rates(window: str) -> Iterator[tuple[int, int, str]]:
    tiered = _TIERED.search(window)
    found = False
    for match in _SINGLE.finditer(window):
        found = True
        start = match.start()
        lead = next(
            (m for m in _BARE.finditer(window) if m.end() < start and re.fullmatch(_TO, window[m.end() : start])), None
        )
        begin = lead.start() if lead else start
        value = " ".join(window[begin : match.end()].lower().split())
        yield begin, match.end(), f"tiered, {value}" if tiered and "free" not in tiered.group().lower() else value
    for amount in find_money(window):
        cap = _CAP.search(window[: amount.start])
        if cap:
            yield cap.start(), amount.end, f"up to {amount.money}"
    if tiered and not found:
        yield tiered.start(), tiered.end(), tiered.group().lower().replace(" ", "-")
