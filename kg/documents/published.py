"""When a document was published, as far as it says so itself."""

from __future__ import annotations

import re
from datetime import date, datetime

from dateutil import parser

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_FULL = re.compile(
    rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?:19|20)\d\d|"
    r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_HEAD = 2500
_DEFAULTS = (datetime(2001, 1, 1), datetime(2002, 2, 2))


def published(text: str) -> str | None:
    r"""The first full date near the head of a text that stands in a dateline, alone on a line or in a filing's mark.

    >>> published("Big News\n\nOSLO, Norway, Nov. 28, 2016 (WIRE) -- Example ASA said")
    '2016-11-28'
    >>> published("The company was founded on May 3, 2001 and has a lot to say about its history.") is None
    True
    """
    for line in text[:_HEAD].splitlines():
        for match in _FULL.finditer(line):
            before, after = line[: match.start()].strip(), line[match.end() :].strip()
            alone = not re.search(r"[a-z]{3}", before + after)
            dateline = len(before) < 130 and (
                re.match(r"^(?:[,.:]?\s*[/(][^)/]{2,60}[)/]\s*)?(?:--|—|–|-|:|\.\s|,\s.{0,40}?[-–—])", after)
                is not None
            )
            filed = (
                re.search(r"\bfiled\b|registration statement|dated?:?$|issued|^for release", before, re.IGNORECASE)
                and not after
            )
            if alone or filed or (dateline and not re.search(r"\b(?:on|in|since|of|dated|ended|until|by)$", before)):
                return parse_day(match.group())
    return None


_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)-?(?P<month>0[1-9]|1[0-2])(?:-?(?P<day>0[1-9]|[12]\d|3[01]))?(?!\d)"
)


def published_in_name(name: str) -> str | None:
    """The day or month in a file's name, for texts that do not say when they were published.

    >>> published_in_name("example-names-chief-202409.md"), published_in_name("8k_2016-11-28.htm"), published_in_name("a-123.txt")
    ('2024-09', '2016-11-28', None)
    """
    found = None
    for match in _IN_NAME.finditer(name):
        parts = [part for part in match.groups() if part]
        if len(parts) < 3 or parse_day("-".join(parts)):
            found = "-".join(parts)
    return found


def parse_day(words: str) -> str | None:
    """A day in ISO 8601, or None where the words are no day of the calendar.

    >>> parse_day("28th November 2016"), parse_day("Feb. 30, 2016"), parse_day("2020"), parse_day("May 2020")
    ('2016-11-28', None, None, None)
    """
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", words.replace(" of ", " "))
    try:
        day, other = (parser.parse(plain, default=default) for default in _DEFAULTS)
    except (ValueError, OverflowError):
        return None
    if day.date() != other.date():  # the day, the month or the year is not said
        return None
    found = day.date()
    return found.isoformat() if date(1950, 1, 1) <= found <= date(2100, 1, 1) else None
