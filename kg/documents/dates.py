"""Dates of publication that a user gives, in a file, for documents that do not give their own."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kg.errors import DatesError
from kg.model import Document
from kg.terms import DateSource

_DATE = re.compile(r"(?:19|20)\d\d(?:-Q[1-4]|-H[12]|-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


class Dates:
    """Dates by the names of documents."""

    def __init__(self, dates: Mapping[str, str]) -> None:
        """Take dates by document id, or by a file's name, path or address.

        Raises:
            DatesError: One is no date.
        """
        for name, day in dates.items():
            _check(f"dates: {name}", day)
        self._dates = dict(dates)
        self._used: set[str] = set()

    def apply(self, document: Document) -> Document:
        """The document with the date that is given for it, which goes before any other."""
        source = document.source or ""
        names = {document.id, source, Path(source).name, Path(source).stem} - {""}
        known = sorted(names & self._dates.keys())
        self._used.update(known)
        if not known:
            return document
        return dataclasses.replace(document, published=self._dates[known[0]], dated_by=DateSource.DATES_FILE)

    @property
    def unused(self) -> tuple[str, ...]:
        """Names that no document has had."""
        return tuple(sorted(self._dates.keys() - self._used))


def read_dates(path: Path) -> Dates:
    """Read a file of dates: CSV or TSV with a document and a date in each row, or a JSON object.

    A document is named by its id, its file's name, path or address. A first row without a date is a heading.

    Raises:
        DatesError: The file cannot be read, a row has no two fields, a date is none, or a document has two dates.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DatesError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    dates = _json(path, text) if path.suffix.casefold() == ".json" else _rows(path, text)
    if not dates:
        raise DatesError(
            f"{path}: no dates in it; give a document and a date in each row, such as: example.txt,2024-03-15"
        )
    return Dates(dates)


def _json(path: Path, text: str) -> dict[str, str]:
    try:
        record = json.loads(text)
    except ValueError as error:
        raise DatesError(f"{path}: not JSON: {error}") from error
    if not isinstance(record, dict):
        raise DatesError(f'{path}: no JSON object; give {{"example.txt": "2024-03-15"}}')
    for name, day in record.items():
        _check(f"{path}: {name}", str(day))
    return {str(name): str(day) for name, day in record.items()}


def _rows(path: Path, text: str) -> dict[str, str]:
    dates: dict[str, str] = {}
    for number, row in enumerate(csv.reader(text.splitlines(), delimiter="\t" if "\t" in text else ","), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) < 2:
            raise DatesError(f"{path}: line {number}: one field, where a document and a date are wanted")
        if number == 1 and not any(c.isdigit() for c in cells[1]):
            continue
        _check(f"{path}: line {number}", cells[1])
        if dates.get(cells[0], cells[1]) != cells[1]:
            raise DatesError(f"{path}: line {number}: {cells[0]} has two dates, {dates[cells[0]]} and {cells[1]}")
        dates[cells[0]] = cells[1]
    return dates


def _check(where: str, day: str) -> None:
    if not _DATE.fullmatch(day):
        raise DatesError(f"{where}: {day!r} is no date; write 2016, 2016-Q3, 2016-11 or 2016-11-28")
    if len(day) == 10:
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise DatesError(f"{where}: {day!r} is no day of the calendar") from error
    if day[:4] > str(date.today().year):
        raise DatesError(f"{where}: {day!r} lies in the future; give the day of publication")
