"""Hits written out: for people with what was asked for in colour on a terminal, for programs without any mark."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from kg.errors import OutputError
from kg.text import defuse

if TYPE_CHECKING:
    from kg.search.find import Found, Hit

FORMATS = ("table", "json", "jsonl", "csv")
_COLUMNS = (
    "rank",
    "document",
    "published",
    "section",
    "heading",
    "start",
    "end",
    "sentence",
    "also",
    "address",
    "title",
    "score",
)
# What a terminal would obey, or what turns the direction of text; a sentence has none of it to say.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"\s*\n\s*")
_BLANKS = re.compile(r"[^\S\n]+")


def write(found: Found, format_: str, stream: IO[str]) -> None:
    """Write hits.

    Raises:
        OutputError: The format is unknown.
    """
    if format_ == "json":
        record = {"hits": [record_of(h) for h in found], "notes": list(found.notes)}
        stream.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    elif format_ == "jsonl":
        for hit in found:
            stream.write(json.dumps(record_of(hit), ensure_ascii=False) + "\n")
    elif format_ == "csv":
        rows = csv.DictWriter(stream, _COLUMNS, extrasaction="ignore", lineterminator="\n")
        rows.writeheader()
        for hit in found:
            rows.writerow(
                {k: "" if v is None else defuse(v) if isinstance(v, str) else v for k, v in record_of(hit).items()}
            )
    elif format_ == "table":
        _write_text(found, stream)
    else:
        raise OutputError(f"format {format_!r}: unknown; there are {', '.join(FORMATS)}")


def record_of(hit: Hit) -> dict[str, Any]:
    """A hit as data; ``marks`` are ranges of the sentence."""
    return {
        "rank": hit.rank,
        "document": hit.document,
        "published": hit.published,
        "section": hit.section.value,
        "heading": hit.heading,
        "start": hit.start,
        "end": hit.end,
        "sentence": hit.text,
        "marks": [list(mark) for mark in hit.marks],
        "also": hit.also,
        "address": hit.address,
        "title": hit.title,
        "score": hit.score,
    }


def _write_text(found: Found, stream: IO[str]) -> None:
    terminal = stream.isatty()
    console = Console(file=stream, highlight=False, width=None if terminal else 160)
    for hit in found:
        where = " · ".join(x for x in (hit.published or "no date", hit.section.value, clean(hit.heading)[:100]) if x)
        repeated = f"   (also in {hit.also} other document{'' if hit.also == 1 else 's'})" if hit.also else ""
        head = Text.assemble(f"{hit.rank}  ", (hit.address, "bold"), (f"   {where}{repeated}", "dim"))
        console.print(head, soft_wrap=not terminal)
        for line in _lines(_sentence(hit), console, terminal):
            console.print(Text("   ") + line, soft_wrap=True)
        console.print()
    stream.write(f"{len(found)} sentence{'' if len(found) == 1 else 's'}\n")


def _lines(text: Text, console: Console, terminal: bool) -> Iterable[Text]:
    """As wide as the terminal; for anything else a sentence is one line, so that tools which read lines find it whole."""
    rows = text.split("\n")
    return [line for row in rows for line in row.wrap(console, max(20, console.width - 4))] if terminal else rows


def _sentence(hit: Hit) -> Text:
    """The sentence in one line, a table in a line a row with bars between its cells."""
    rows = hit.section.value == "table"
    text = Text(overflow="fold")
    for part, asked in hit.parts():
        words = clean(part, keep="\t\n" if rows else "")
        if rows:
            words = _BREAKS.sub("\n", words).replace("\t", " | ")
        text.append(_BLANKS.sub(" ", words), "bold yellow" if asked else "")
    return text


def clean(text: str, keep: str = "") -> str:
    """A text without what a terminal would obey; line breaks and tabs are blanks unless they are kept."""
    text = _CONTROL.sub(" ", text)
    for character in "\t\n":
        if character not in keep:
            text = text.replace(character, " ")
    return text
