"""When a document was published: as its own words, its file's name or its address say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from dateutil import parser

from kg.terms import DateSource

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_FULL = re.compile(
    rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?:19|20)\d\d|"
    r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_HEAD = 2500
_DEFAULTS = (datetime(2001, 1, 1), datetime(2002, 2, 2))


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of publication, as precise as it was found, and how it was found."""

    date: str
    by: DateSource


def dated(text: str, name: str, *, metadata: str | None = None, addresses: Iterable[str] = ()) -> Dated | None:
    """The date of a document, from the surest place that gives one.

    Args:
        text: Of the document.
        name: Of its file, with folders where they are known.
        metadata: The day that the page's own metadata give.
        addresses: URLs that the page gives for itself.

    >>> dated("Words.", "2024/03/example.txt")
    Dated(date='2024-03', by=<DateSource.FOLDER_NAME: 'folder name'>)
    """
    front, said = front_matter(text)
    links = [*addresses, *said]
    path = PurePath(name)
    found = (
        (metadata, DateSource.METADATA),
        (front, DateSource.FRONT_MATTER),
        (published(text), DateSource.DATELINE),
        (next((d for link in links if (d := published_in_address(link))), None), DateSource.ADDRESS),
        (published_in_name(path.stem), DateSource.FILE_NAME),
        (published_in_folder(path), DateSource.FOLDER_NAME),
        (next((d for link in links if (d := captured(link))), None), DateSource.ARCHIVE_LINK),
    )
    return next((Dated(day, by) for day, by in found if day), None)


_FIELD = re.compile(
    r"(?i)^(?:#+\s*|[*_]{1,2})?(?P<key>[a-z][a-z _-]{1,30}?)[*_]{0,2}\s*:[*_]{0,2}\s*(?P<value>\S.*?)\s*$"
)
_DATE_KEYS = frozenset(
    "date published published_on publication_date pubdate publish_date release_date date_published issued posted".split()
)
_ADDRESS_KEYS = frozenset("url source link permalink canonical_url archive archived archived_at archive_url".split())


def front_matter(text: str) -> tuple[str | None, tuple[str, ...]]:
    r"""The date and the addresses that the fields at the head of a text give: between rules, or before the first blank line.

    >>> front_matter("---\ntitle: News\ndate: 2024-05-03\nurl: https://example.org/a\n---\nWords")
    ('2024-05-03', ('https://example.org/a',))
    >>> front_matter("# News\n\nDate: soon")
    (None, ())
    """
    lines = text.lstrip("\ufeff \n").splitlines()[:40]
    fenced = bool(lines) and lines[0].strip() in {"---", "+++"}
    day, addresses = None, []
    for line in lines[1:] if fenced else lines:
        match = _FIELD.match(line.replace("=", ":", 1) if fenced and lines[0].startswith("+") else line)
        if not match:
            if fenced and line.strip() not in {"---", "+++"}:
                continue
            break
        key = re.sub(r"[ -]+", "_", match["key"].casefold())
        value = match["value"].strip("\"'<>")
        if key in _DATE_KEYS:
            day = day or parse_day(value) or _month(value)
        elif key in _ADDRESS_KEYS and value.startswith(("http://", "https://")):
            addresses.append(value)
    return day, tuple(addresses)


def _month(value: str) -> str | None:
    return value if re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", value) else None


_CAPTURE = re.compile(r"^https?://web\.archive\.org/web/(?P<stamp>\d{8,14})[a-z_]*/(?P<rest>.*)$")
_IN_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0?[1-9]|1[0-2])(?:[/-](?P<day>0?[1-9]|[12]\d|3[01]))?(?=[/_-])"
)


def published_in_address(address: str) -> str | None:
    """The day or month in the path of a page's address, or of the page that an archive keeps.

    >>> published_in_address("https://example.org/news/2024/08/26/alpha"), published_in_address("https://example.org/2024/x")
    ('2024-08-26', None)
    """
    if capture := _CAPTURE.match(address):
        address = capture["rest"]
    match = _IN_PATH.search(address.split("?")[0])
    return _joined(match) if match else None


def captured(address: str) -> str | None:
    """The day on which an archive kept a page, which is not before it was published.

    >>> captured("https://web.archive.org/web/20190304050607/https://example.org/news")
    '2019-03-04'
    """
    match = _CAPTURE.match(address)
    return parse_day(f"{match['stamp'][:4]}-{match['stamp'][4:6]}-{match['stamp'][6:8]}") if match else None


def published_in_folder(path: PurePath) -> str | None:
    """The day or month that the folders of a file are named for: ``2024-03``, ``releases-202403``, ``2024/03/15``.

    >>> published_in_folder(PurePath("in/2024/03/15/a.txt")), published_in_folder(PurePath("in/2024/a.txt"))
    ('2024-03-15', None)
    """
    folders = path.parts[-4:-1]
    nested = [_IN_PATH.search("/" + "/".join(folders[n:]) + "/") for n in range(len(folders))]
    named = [published_in_name(folder) for folder in reversed(folders)]
    return next((_joined(m) for m in nested if m), None) or next((n for n in named if n), None)


def _joined(match: re.Match[str]) -> str | None:
    parts = [part.zfill(2) for part in match.groups() if part]
    return parse_day("-".join(parts)) if len(parts) == 3 else "-".join(parts)


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
