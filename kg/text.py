"""Text of documents on its way to people: what a terminal or a spreadsheet would obey is shown, not obeyed."""

from __future__ import annotations

import re
from typing import IO, Any

# Controls but tab and line feed, what turns the direction of writing, what is invisible, and halves of characters.
_CONTROL = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f"
)
_ESCAPED = re.compile(f"[{_CONTROL}]")
# Colours and weights, which our own tables have, pass where a line was made safe in its parts.
_BUT_STYLE = re.compile(rf"(\x1b\[[0-9;]*m)|[{_CONTROL}]")
_FORMULA = "=+-@\t\r\n＝＋－＠"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_BULLET = re.compile(r"^\s*(?:[•●○◦▪▫■□‣⁃∙·►▶➢➤✓✔\uf0b7\uf0a7][\s\u200b]*|[-–—*][ \t]+)+(?=\S)")


def printable(text: str) -> str:
    r"""Text with control, escape and bidirectional characters written out; line feeds and tabs stay.

    What is written is also what JSON calls them, so that JSON means the same afterwards.

    >>> print(printable("red \x1b[31m, \u202edetrevni"))
    red \u001b[31m, \u202edetrevni
    """
    return _ESCAPED.sub(_written, text)


def line(text: str) -> str:
    r"""Printable text on one line.

    >>> print(line("one\ntwo\x07"))
    one\u000atwo\u0007
    """
    return _ESCAPED.sub(_written, text).replace("\n", "\\u000a").replace("\t", "\\u0009")


def _written(match: re.Match[str]) -> str:
    halves = match.group()[-1].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(halves[at : at + 2], 'big'):04x}" for at in range(0, len(halves), 2))


def quotation(text: str) -> str:
    r"""A sentence as it is quoted: on one line, without the bullet of the list it stood in.

    >>> quotation("•  Dosed the first patient\n in May"), quotation("- 5 mg a day"), quotation("-5 °C")
    ('Dosed the first patient in May', '5 mg a day', '-5 °C')
    """
    return " ".join(_BULLET.sub("", text).split())


def defuse(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what would begin one.

    >>> defuse("=1+1"), defuse("-5.2"), defuse("-5 mg")
    ("'=1+1", '-5.2', "'-5 mg")

    References:
        OWASP, CSV Injection: = + - @, tab, carriage return, line feed, and their full-width forms.
    """
    return f"'{text}" if text[:1] and text[0] in _FORMULA and not _NUMBER.fullmatch(text) else text


class Guarded:
    """A stream to a terminal on which nothing but text, line feeds and styles arrives."""

    def __init__(self, stream: IO[str]) -> None:
        """Write to a stream."""
        self._stream = stream

    def write(self, text: str) -> int:
        """Write text, with what a terminal would obey written out."""
        self._stream.write(_BUT_STYLE.sub(lambda match: match.group(1) or _written(match), text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Write lines."""
        for each in lines:
            self.write(each)

    def __getattr__(self, name: str) -> Any:
        """Everything else is the stream's own."""
        return getattr(self._stream, name)


def guarded(stream: IO[str]) -> IO[str]:
    """A stream as it is, or guarded where it is a terminal."""
    return Guarded(stream) if stream.isatty() else stream  # type: ignore[return-value]
