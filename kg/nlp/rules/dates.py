"""Dates as press releases and slides write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"\b(?:late |early |mid-?|the end of )?{_MONTH},?\s+(?:of\s+)?{_YEAR}",
        rf"\b(?P<quarter>first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(?:calendar\s+|fiscal\s+)?quarter\s+(?:of\s+)?(?:fiscal\s+|the year\s+)?{_YEAR}",
        rf"\bQ(?P<q>[1-4])\s*[-,']?\s*{_YEAR}",
        rf"\b(?P<q>[1-4])Q\s*'?{_YEAR}",
        r"\b(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter\s+of\s+(?P<this>this|the current|next|last)\s+year\b",
        rf"\b(?:first|second|1st|2nd)\s+half\s+(?:of\s+)?{_YEAR}",
        rf"\b(?:in|since|during|by|of|late|early|mid|until|from|before|after|end of|year|spring|summer|autumn|fall|winter)[- ]{_YEAR}(?!\s*(?:patients|people|subjects|women|men|shares|employees|%))",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:,?\s*\d{{4}}|patients|%|mg))",
        r"(?:(?<=\bin )|(?<=\bsince )|(?<=\blast )|(?<=\bearly )|(?<=\blate ))(?P<alone>January|February|March|April|June|July|August|September|October|November|December)\b",
        r"\b(?P<relative>later this year|this year|last year|next year|earlier this year|last month|this month|next month)\b",
    )
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date and where it stands; ``value`` is YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD."""

    start: int
    end: int
    value: str


def find_dates(text: str, *, published: str | None = None) -> tuple[DateMention, ...]:
    """Find every date in a text, in order; ``published`` resolves those without a year.

    >>> [d.value for d in find_dates("Nov. 28, 2016; 17 June 2016; Q4 2015; first quarter of 2017; since 2008; June 2018")]
    ['2016-11-28', '2016-06-17', '2015-Q4', '2017-Q1', '2008', '2018-06']
    >>> [d.value for d in find_dates("third quarter of this year; on March 2; last month", published="2020-06-11")]
    ['2020-Q3', '2020-03-02', '2020-05']
    >>> find_dates("ABC 1602 in 2000 patients")
    ()
    """
    found: list[DateMention] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < d.end and match.end() > d.start for d in found):
                continue
            value = _value(match.groupdict(), published)
            if value is not None:
                start = match.start("year") if _bare_year(match) else match.start()
                found.append(DateMention(start, match.end(), value))
    return tuple(sorted(found, key=lambda d: d.start))


def _bare_year(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return bool(groups.get("year")) and not any(v for k, v in groups.items() if k != "year")


def _month(word: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(word.casefold().rstrip(".")[:3]))


def _value(groups: dict[str, str | None], published: str | None) -> str | None:
    year = groups.get("year")
    if groups.get("relative"):
        return _relative(str(groups["relative"]).casefold(), published)
    if groups.get("this"):
        if published is None:
            return None
        shift = {"next": 1, "last": -1}.get(str(groups["this"]).casefold(), 0)
        year = str(int(published[:4]) + shift)
    if groups.get("quarter"):
        return f"{year}-Q{_ORDINALS[str(groups['quarter']).casefold()]}"
    if groups.get("q"):
        return f"{year}-Q{groups['q']}"
    word = groups.get("month") or groups.get("alone")
    if word is None and groups.get("number") is None:
        return year
    month = int(str(groups["number"])) if groups.get("number") else _month(str(word))
    if year is None:
        if published is None or len(published) < 7 or "Q" in published:
            return None
        # A month without a year is the last one before publication, or the next one.
        year = published[:4]
        if month > int(published[5:7]) + 6:
            year = str(int(year) - 1)
    day = groups.get("day")
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"


def _relative(words: str, published: str | None) -> str | None:
    if published is None:
        return None
    year = int(published[:4])
    if "month" in words:
        if len(published) < 7 or "Q" in published:
            return None
        month = year * 12 + int(published[5:7]) - 1 + {"last": -1, "next": 1}.get(words.split()[0], 0)
        return f"{month // 12}-{month % 12 + 1:02}"
    return str(year + {"last": -1, "next": 1}.get(words.split()[0], 0))
