"""The timeline: lanes by kind of event, each event a point or a span as its date is known, with its sentence."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.model import Knowledge
from kg.views.axis import Axis, Stretch, Tick, around
from kg.views.dates import asked, latest, newest, span, when
from kg.views.events import Dated, Event, Lane, events
from kg.views.page import render
from kg.views.said import Said, Speaker

_LEFT, _WIDTH = 128.0, 1150.0  # of the axis, in pixels
_LINE, _BARE = 19.0, 13.0  # height of a line of events, with labels and without
_LONGEST = (56, 34, 0)  # letters of a label; a lane that is too full takes the next, and at last has none
_LINES = 50  # of a lane that is not too full
_FIRST, _LAST = date(1950, 1, 1), date(2100, 12, 31)  # dates outside are listed, not drawn
_SMALL = 9.0  # width of a point


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """An event in the picture."""

    id: str
    kind: str  # of the look: past, announced or published
    left: float
    right: float
    y: float
    point: bool  # one day, or too short to see
    label: str  # empty where the lane is too full
    label_x: float
    anchor: str  # start or end: which end of the label stands there
    plate: float  # width of what a label on its mark stands on; 0 beside the mark
    tip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A lane in the picture."""

    name: str
    count: int
    top: float
    height: float
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What documents say of an event."""

    id: str
    name: str
    below: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything that is drawn, with its size in pixels."""

    width: float
    height: float
    ticks: tuple[Tick, ...]
    gaps: tuple[Stretch, ...]
    bands: tuple[Band, ...]
    today: float | None  # where the newest document stands


def timeline(
    knowledge: Knowledge,
    *,
    entity: str | None = None,
    since: str | None = None,
    until: str | None = None,
    title: str | None = None,
) -> str:
    """Draw what happened and what is announced, by date.

    Args:
        knowledge: What to draw.
        entity: Id of anything: its events only; an organization's with those of drugs that it develops.
        since: First date that counts.
        until: Last date that counts.
        title: Of the page.

    Returns:
        A page with style, script and data in it, which asks for nothing from any network.

    Raises:
        ParameterError: A date is none.
    """
    start = asked("--since", since)[0] if since is not None else None
    end = asked("--until", until)[1] if until is not None else None
    found = events(knowledge, entity=entity, since=start, until=end)
    ids = {id(e): f"e{n}" for n, e in enumerate(found)}
    speaker = Speaker(knowledge)
    name = speaker.name(entity) if entity else ""
    today = latest(knowledge.documents)
    drawn = [e for e in found if e.days and e.days[1] >= _FIRST and e.days[0] <= _LAST]
    inside = {id(e) for e in drawn}
    rest = [e for e in found if id(e) not in inside]
    numbered = [(ids[id(e)], e) for e in drawn]
    return render(
        "timeline.html",
        title=title or (f"Timeline: {name}" if name else "Timeline"),
        subject=name,
        picture=_picture(numbered, start, end, today, name) if drawn else None,
        lists=[
            (heading, [(ids[id(e)], e.lane.value, _label(e, name), e.date) for e in rest if fits(e)])
            for heading, fits in _LISTS
        ],
        entries=[_entry(e, ids[id(e)], speaker) for e in found],
        counts=(sum(not e.announced for e in found), sum(e.announced for e in found)),
        since=when(since.strip()) if since is not None else None,
        until=when(until.strip()) if until is not None else None,
        newest=newest(knowledge.documents),
        documents=len(knowledge.documents),
        undated=sum(span(d.published) is None for d in knowledge.documents),
    )


_LISTS = (
    ("Announced, without a date", lambda e: e.date is None and e.announced),
    ("Told without a date, as already known", lambda e: e.date is None and not e.announced),
    ("Dates that are out of reach of the picture, or no dates", lambda e: e.date is not None),
)


def _entry(event: Event, id_: str, speaker: Speaker) -> Entry:
    said = [speaker.say(s, f"{id_}s{n}") for n, s in enumerate(event.statements)]
    if len(said) == 1:  # the heading says as much
        said = [dataclasses.replace(said[0], words="")]
    parts = [event.lane.value, "announced" if event.announced else "", _dated(event)]
    return Entry(
        id=id_,
        name=f"{event.who}: {event.what}",
        below=" · ".join(p for p in parts if p),
        said=tuple(said),
    )


def _dated(event: Event) -> str:
    if event.date is None:
        return "no date is stated"
    if event.dated is Dated.PUBLISHED:
        return f"told on {when(event.date)}, the date of the document; no other date is stated"
    return when(event.date)


def _label(event: Event, subject: str) -> str:
    return event.what if event.who == subject else f"{event.who}: {event.what}"


def _picture(
    numbered: Sequence[tuple[str, Event]], start: date | None, end: date | None, today: date | None, subject: str
) -> Picture:
    spans = [e.days for _, e in numbered if e.days]
    first, last = around(
        max(start or _FIRST, min(s[0] for s in spans)), min(end or _LAST, max(s[1] for s in spans)), 60
    )
    years = {year for s in spans for year in (max(s[0], first).year, min(s[1], last).year)}
    axis = Axis(first, last, years, left=_LEFT, width=_WIDTH)
    top, bands = 34.0, []
    for lane in Lane:
        of = [(id_, e) for id_, e in numbered if e.lane is lane]
        if of:
            band = _band(lane, of, axis, top, subject)
            bands.append(band)
            top += band.height
    shown = today is not None and first <= today <= last
    return Picture(
        width=round(axis.right + 20, 1),
        height=round(top + 8, 1),
        ticks=tuple(axis.ticks()),
        gaps=tuple(s for s in axis.stretches if s.empty),
        bands=tuple(bands),
        today=round(axis.ends(today, today)[1], 1) if shown and today else None,
    )


def _band(lane: Lane, of: Sequence[tuple[str, Event]], axis: Axis, top: float, subject: str) -> Band:
    """A lane with its events on as few lines as keep marks and labels apart."""
    placed: list[Drawn] = []
    for most in _LONGEST:
        placed = _placed(of, axis, top, subject, most)
        if max(d.y for d in placed) <= top + _LINE * _LINES:
            break
    height = max(d.y for d in placed) - top + _LINE  # room for the name of the lane too
    return Band(name=lane.value, count=len(of), top=round(top, 1), height=round(height, 1), drawn=tuple(placed))


def _placed(of: Sequence[tuple[str, Event]], axis: Axis, top: float, subject: str, most: int) -> list[Drawn]:
    height = _LINE if most else _BARE
    ends: list[float] = []  # of each line, where the next event may begin
    drawn = []
    for id_, event in sorted(of, key=lambda pair: pair[1].days or (date.max, date.max)):
        assert event.days is not None
        left, right = axis.ends(*event.days)
        point = event.days[0] == event.days[1] or right - left < _SMALL
        if point:
            middle = (left + right) / 2
            left, right = middle - _SMALL / 2, middle + _SMALL / 2
        text = _cut(_label(event, subject), most)
        wide = _wide(text)
        side, label_x = _beside(left, right, wide, axis)
        begin, stop = min(left, label_x), max(right, label_x)
        if text and side == "start":
            stop = max(right, label_x + wide)
        elif text:
            begin = min(left, label_x - wide)
        line = next((n for n, used in enumerate(ends) if used <= begin), len(ends))
        ends[line:] = [stop + (9 if text else 2), *ends[line + 1 :]]
        drawn.append(
            Drawn(
                id=id_,
                kind="announced" if event.announced else "published" if event.dated is Dated.PUBLISHED else "past",
                left=round(left, 1),
                right=round(right, 1),
                y=round(top + 0.85 * _LINE + height * line, 1),
                point=point,
                label=text,
                label_x=round(label_x, 1),
                anchor=side,
                plate=round(wide, 1) if left < label_x < right else 0.0,
                tip=f"{_dated(event)}{', announced' if event.announced else ''}: {_label(event, subject)}",
            )
        )
    return drawn


def _beside(left: float, right: float, wide: float, axis: Axis) -> tuple[str, float]:
    """Where a label goes: on a mark that is longer, else to its right, else to its left where the right has no room."""
    if right - left > wide + 44:
        return "start", left + 26
    if right + 5 + wide > axis.right + 16 and left - 5 - wide > axis.left:
        return "end", left - 5
    return "start", right + 5


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split()) if most else ""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _wide(text: str) -> float:
    """How wide a text is at most, near enough, in pixels at the size of the labels."""
    return sum(map(_letter, text))


def _letter(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0.0
    if character in "mwMW@%—" or unicodedata.east_asian_width(character) in "WF":
        return 12.0
    if character in " iljtfrI.,:;'|()[]-/":
        return 4.2
    return 8.2 if character.isupper() else 7.0
