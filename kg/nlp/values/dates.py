"""Dates as press releases and slides write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kg.nlp.text import fold

_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_SHIFTS = {"last": -1, "previous": -1, "prior": -1, "past": -1, "next": 1, "coming": 1, "following": 1}

_NAME = "|".join(name[:3] + (f"(?:t?{name[3:]}|t)?" if name[:3] == "sep" else f"(?:{name[3:]})?") for name in _MONTHS)
_MONTH = rf"(?P<month>{_NAME})\b\.?"
_LATER = rf"(?P<month2>{_NAME})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d%]|[.,]\d)"
_SHORT = r"(?:'\s?|20)?(?P<short>[12]\d)(?![\d%-])"  # Q1 '25, 1H25
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAYS = r"\d{1,2}(?:st|nd|rd|th)?\s?(?:-|to|and|&)\s?\d{1,2}(?:st|nd|rd|th)?"
_ORDINAL = r"(?P<ordinal>first|second|third|fourth|last|1st|2nd|3rd|4th)"
_OF = r"(?:\s(?:calendar|fiscal|financial))?(?:\s(?:year|of|in|the|fiscal|calendar|FY)){0,4}[\s,]{1,2}"
_FISCAL = r"(?:calendar\s|fiscal\s)?"
_THIS = r"(?P<this>this|the current|current|next|last|the coming|the following|the previous|the prior|the)"
_NOUNS = r"(?!\s?(?:patients|people|subjects|participants|women|men|shares|employees|mg|ml|units|square|copies|cases))"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH}\s+{_DAYS},?\s+{_YEAR}",
        rf"\b{_MONTH}\s+{_DAY}\s?-\s?{_LATER}\s+\d{{1,2}},?\s+{_YEAR}",
        rf"\b{_MONTH}\s*{_DAY}(?:,|\s)\s*(?:of\s+)?{_YEAR}",
        rf"\b{_DAYS}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"\b{_DAY}[\s-](?:of\s+)?{_MONTH},?[\s-]{_YEAR}",
        r"(?<![\d-])(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d\d)[-/.](?P<day>\d\d)(?!\d)",
        r"(?<![\d/.])(?P<number>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?<![\d/.])(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"\b{_MONTH}\s?(?:-|to|or|and|/|through)\s?{_LATER}\s+{_YEAR}",
        rf"\b{_MONTH}(?:\s+of|,|')?[\s-]+{_YEAR}",
        # quarters and halves
        rf"\bQ(?P<q>[1-4])\s?(?:[-/&]|to|or|and)\s?Q?(?P<q2>[1-4])(?:{_OF}|\s?[-,/]?\s?){_YEAR}",
        rf"\b(?:Q(?P<q>[1-4])|(?P<qq>[1-4])Q)(?:{_OF}|\s?[-,/'_]?\s?){_YEAR}",
        rf"\b(?:Q(?P<q>[1-4])|(?P<qq>[1-4])Q)\s?[-/]?\s?{_SHORT}",
        rf"\b{_YEAR}[\s-]?(?:Q(?P<q>[1-4])|(?P<qq>[1-4])Q)\b",
        rf"\b{_ORDINAL}\s?(?:-|or|and|to)\s?(?P<ordinal2>second|third|fourth)\squarters?{_OF}{_YEAR}",
        rf"\b{_ORDINAL}[\s-](?:calendar\s|fiscal\s)?quarter(?:{_OF}|\s?\(?){_YEAR}",
        rf"\b{_YEAR}(?:'s)?\s{_ORDINAL}\squarter\b",
        rf"\b{_ORDINAL}[\s-](?:calendar\s)?(?P<half>half)(?:{_OF}|\s?\(?){_YEAR}",
        rf"\b{_YEAR}(?:'s)?\s{_ORDINAL}\s(?P<half>half)\b",
        rf"\b(?:H(?P<h>[12])|(?P<hh>[12])H)(?:{_OF}|\s?[-,/'_]?\s?){_YEAR}",
        rf"\b(?:H(?P<h>[12])|(?P<hh>[12])H)\s?[-/]?\s?{_SHORT}",
        rf"\b{_YEAR}[\s-]?(?:H(?P<h>[12])|(?P<hh>[12])H)\b",
        rf"\b{_ORDINAL}\s{_FISCAL}(?:quarter|(?P<half>half))\s(?:of\s|in\s)?{_THIS}\s{_FISCAL}year\b",
        # years, and months or days without one
        rf"\bFY\s?'?(?:{_YEAR}|(?P<short>[12]\d)\b)",
        rf"(?<![\w$€£#.,+])(?<!\d-)(?<!(?-i:[A-Z])-)(?<!/){_YEAR}(?![\w-]?[A-Za-z]){_NOUNS}",
        rf"\b{_MONTH}\s{_DAYS}\b(?!\s?%)",
        rf"\b{_MONTH}\s{_DAY}\b(?!\s?(?:%|mg|patients|,\s?\d{{4}}))",
        rf"(?<![\w.]){_DAY}\s(?:of\s)?{_MONTH}(?!\s?\w)",
        r"\b(?:Q(?P<q>[1-4])|(?P<qq>[1-4])Q)\b",
        r"\b(?:H(?P<h>[12])|(?P<hh>[12])H)\b(?!-)",
        rf"\b{_ORDINAL}[\s-](?:calendar\s|fiscal\s)?(?:quarter|(?P<half>half\b(?!\s(?:of\s)?(?:a|an|the)\b)))",
        rf"\b{_THIS}\s(?:fiscal\s|calendar\s)?(?P<quarter>quarter)\b",
        # relative
        r"\b(?P<day_word>today|yesterday|tomorrow|tonight|this morning|this week)\b(?!'s\s)",
        r"\b(?P<span>this|last|next|coming|following|previous|current|past)\s(?:calendar\s)?(?P<unit>month|year)\b",
        r"\b(?P<span>last|next|this)\s(?P<season>spring|summer|autumn|fall|winter)\b",
        r"\b(?:mid-?\s?|by\s|the\s|at\s)?(?:year[\s-]?end|end of (?:the )?(?:calendar )?year|mid-?year)\b(?P<ending>)",
        rf"\b(?:last\s|on\s)?(?P<weekday>{'|'.join(_WEEKDAYS)})\b",
        r"\blater in the (?P<unit>year)\b",
        r"\b(?:remainder|rest|course|balance) of the (?P<unit>year)\b",
        r"\b(?P<ago>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s(?P<unit>month|year|week)s?\sago\b",
    )
)
# A month that stands alone needs its capital; "May" and "March", which may be verbs, also a word before them.
_BEFORE = r"(?:[Ii]n|[Ss]ince|[Ll]ast|[Tt]his|[Nn]ext|[Bb]y|[Uu]ntil|[Ff]rom|[Ee]arly|[Ll]ate|[Mm]id|[Ff]or|of|to|end)"
_CLEAR = "|".join(name.capitalize() for name in _MONTHS if name not in ("march", "may"))
_ALONE = re.compile(rf"\b(?P<month>{_CLEAR})\b(?!\s\d)")
_VERBAL = re.compile(rf"\b{_BEFORE}[\s-](?P<month>March|May)\b(?!\s\d)")
_COUNTS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_AHEAD = re.compile(r"\b(?:will|due|expect|plan|schedul|anticipat|target|slated|project|promis|set for|aims?|next)\w*")
_BACK = re.compile(r"\b(?:since|was|were|had|ago|last)\b")
_DONE = re.compile(r"(?<!be )(?<!been )\b\w+ed\b")
_UNTIL = re.compile(r"\b(?:by|until|next|for|to)\s(?:the\s|early\s|late\s|mid-?|end\s|of\s){0,4}$")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date and where it stands; ``value`` is YYYY, YYYY-Qn, YYYY-Hn, YYYY-MM or YYYY-MM-DD."""

    start: int
    end: int
    value: str


def find_dates(text: str, *, published: str | None = None) -> tuple[DateMention, ...]:
    """Find every date in a text, in order; ``published`` resolves those without a year.

    >>> [d.value for d in find_dates("Nov. 28, 2016; 17 June 2016; Q4 2015; first quarter of 2017; since 2008")]
    ['2016-11-28', '2016-06-17', '2015-Q4', '2017-Q1', '2008']
    >>> [d.value for d in find_dates("third quarter of this year; on March 2; last month", published="2020-06-11")]
    ['2020-Q3', '2020-03-02', '2020-05']
    >>> [d.value for d in find_dates("1H 2025, second half of 2024, mid-2026, Q3 or Q4 2025, May 3-5, 2024, 2H25")]
    ['2025-H1', '2024-H2', '2026', '2025-Q3', '2025-Q4', '2024-05', '2025-H2']
    >>> [d.value for d in find_dates("today; by year-end; this summer; Q1; in January", published="2024-11-12")]
    ['2024-11-12', '2024', '2024', '2025-Q1', '2025-01']
    >>> find_dates("ABC-1602 in 2000 patients")
    ()
    """
    text = fold(text)
    taken = bytearray(len(text))
    found: list[DateMention] = []
    anchor = _anchor(published)
    for pattern in (*_PATTERNS, _ALONE, _VERBAL):
        for match in pattern.finditer(text):
            if taken.find(1, match.start(), match.end()) >= 0:
                continue
            mentions = _mentions(match, anchor)
            if mentions:
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found.extend(mentions)
    return tuple(sorted(found, key=lambda d: d.start))


def _anchor(published: str | None) -> date | None:
    """The day of publication; the first of its month or year where it is no more precise."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?![\d])", published or "")
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def _mentions(match: re.Match[str], anchor: date | None) -> list[DateMention]:
    groups = {name: text for name, text in match.groupdict().items() if text is not None}
    second = next((name for name in ("q2", "ordinal2", "month2") if name in groups), None)
    tense = 0 if "year" in groups else _tense(match)
    value = _value(groups, anchor, tense)
    if value is None:
        return []
    if second is None:
        return [DateMention(match.start(), match.end(), value)]
    other = _value({**{k: v for k, v in groups.items() if k != "day"}, second[:-1]: groups[second]}, anchor, tense)
    middle = match.start(second)
    first = DateMention(match.start(), match.end(second[:-1]), value)
    return [first, DateMention(middle, match.end(), other or value)]


def _value(groups: dict[str, str], anchor: date | None, tense: int) -> str | None:
    year = int(groups["year"]) if "year" in groups else 2000 + int(groups["short"]) if "short" in groups else None
    quarter = _number(groups, "q", "qq") or (_ORDINALS[groups["ordinal"].lower()] if "ordinal" in groups else None)
    half = _number(groups, "h", "hh")
    if "half" in groups:
        half, quarter = quarter, None
        half = min(half or 2, 2)
    if quarter or half:
        period, length = (quarter, 3) if quarter else (half, 6)
        year = year or _period_year(groups, anchor, int(period or 1) * length - length // 2, tense)
        return f"{year}-{'Q' if quarter else 'H'}{period}" if year else None
    if "month" in groups or "number" in groups:
        return _day(groups, year, anchor, tense)
    return str(year) if year else _relative(groups, anchor)


def _number(groups: dict[str, str], *names: str) -> int | None:
    return next((int(groups[name]) for name in names if name in groups), None)


def _period_year(groups: dict[str, str], anchor: date | None, month: int, tense: int) -> int | None:
    """The year of a quarter or half: named by "this" or "next" year, else the one nearest to publication."""
    if anchor is None:
        return None
    if "this" in groups:
        return anchor.year + _shift(groups["this"])
    return _nearest(month, anchor, tense)


def _nearest(month: int, anchor: date, tense: int = 0) -> int:
    """The year that puts a month nearest to publication, or before (-1) or after (1) it where the words say so."""
    distance = month - anchor.month
    if tense:
        return anchor.year + (tense if distance * tense < 0 else 0)
    return anchor.year + (1 if distance < -6 else -1 if distance > 6 else 0)


def _tense(match: re.Match[str]) -> int:
    """Whether the words around a date look ahead (1), back (-1) or neither way (0)."""
    text = match.string
    before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 30]
    before, after = before[before.rfind(". ") + 1 :], after.split(". ")[0]
    if _UNTIL.search(before):
        return 1
    ahead = max((m.start() for m in _AHEAD.finditer(before)), default=-1)
    back = max((m.start() for m in _BACK.finditer(before)), default=-1)
    if ahead != back:
        return 1 if ahead > back else -1
    return -1 if _BACK.search(after) or _DONE.search(before[-16:]) or _DONE.search(after[:24]) else 0


def _count(word: str) -> int:
    return 1 if word in ("a", "an") else _COUNTS.get(word) or int(word)


def _shift(words: str) -> int:
    return _SHIFTS.get(words.lower().split()[-1], 0)


def _day(groups: dict[str, str], year: int | None, anchor: date | None, tense: int) -> str | None:
    day = int(groups["day"]) if "day" in groups else None
    if "number" in groups:
        month = int(groups["number"])
        if month > 12 and day is not None:
            month, day = day, month
    else:
        month = next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(groups["month"].lower()[:3]))
    if year is None:
        if anchor is None:
            return None
        year = _nearest(month, anchor, tense)
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def _relative(groups: dict[str, str], anchor: date | None) -> str | None:
    if anchor is None:
        return None
    if "day_word" in groups:
        word = groups["day_word"].lower()
        if word == "this week":
            return f"{anchor:%Y-%m}"
        return str(anchor + timedelta({"yesterday": -1, "tomorrow": 1}.get(word, 0)))
    if "weekday" in groups:
        return str(anchor - timedelta((anchor.weekday() - _WEEKDAYS.index(groups["weekday"].lower())) % 7))
    if "quarter" in groups:
        index = anchor.year * 4 + (anchor.month - 1) // 3 + _shift(groups["this"])
        return f"{index // 4}-Q{index % 4 + 1}"
    if "ago" in groups:
        count = _count(groups["ago"].lower())
        if groups["unit"].lower() == "year":
            return str(anchor.year - count)
        days = count * (30 if groups["unit"].lower() == "month" else 7)
        return f"{anchor - timedelta(days):%Y-%m}"
    shift = _shift(groups.get("span", "")) if groups.get("span") else 0
    if groups.get("unit", "").lower() == "month":
        index = anchor.year * 12 + anchor.month - 1 + shift
        return f"{index // 12}-{index % 12 + 1:02}"
    return str(anchor.year + shift)
