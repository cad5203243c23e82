"""How values show themselves in a console and a notebook: short, printable, escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

ROWS = 20  # that a notebook shows of a longer table
WIDTH = 300  # characters that a cell shows of a longer text


def printable(value: object, width: int = WIDTH) -> str:
    r"""A value as one short line without control, escape or bidirectional characters.

    >>> printable("one\n two\x1b[31m", 12)
    'one two�[31m'
    >>> printable("a long name", 6), printable(None), printable(True)
    ('a lon…', '', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(str(value).split()))
    return text if len(text) <= width else text[: width - 1] + "…"


def html_table(head: Sequence[str], rows: Iterable[Sequence[object]], *, caption: str = "", more: int = 0) -> str:
    """A table for a notebook; every string is escaped.

    Args:
        head: Names of the columns; none where there is no heading.
        rows: What stands in them.
        caption: What the table is.
        more: How many rows are not shown.
    """
    parts = ["<table>"]
    if caption:
        parts.append(f'<caption style="text-align:left;white-space:nowrap"><b>{_shown(caption)}</b></caption>')
    if head:
        parts.append(f"<thead><tr>{''.join(_cell('th', name) for name in head)}</tr></thead>")
    parts.append("<tbody>")
    parts += [f"<tr>{''.join(_cell('td', value) for value in row)}</tr>" for row in rows]
    if more:
        parts.append(f'<tr><td colspan="{max(len(head), 1)}">… and {more:,} more</td></tr>')
    return "".join([*parts, "</tbody></table>"])


def _cell(tag: str, value: object) -> str:
    return f'<{tag} style="text-align:left;vertical-align:top">{_shown(value)}</{tag}>'


def _shown(value: object) -> str:
    return escape(printable(value))


def text_table(head: Sequence[str], rows: Iterable[Sequence[object]], *, width: int = 28) -> str:
    """A table for a console, each cell of at most so many characters."""
    cells = [[printable(value, width) for value in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in cells
    )


def counted(number: int, name: str) -> str:
    """A number with its noun.

    >>> counted(1, "row"), counted(1200, "row"), counted(2, "entity")
    ('1 row', '1,200 rows', '2 entities')
    """
    if number == 1:
        return f"1 {name}"
    return f"{number:,} {name[:-1]}ies" if name.endswith("y") else f"{number:,} {name}s"
