"""Reading one source: which reader takes it, and what stands in the way."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from kg import registry
from kg.documents.language import check_language
from kg.documents.sources import Source, find, irregular
from kg.errors import (
    BinaryDocumentError,
    DocumentError,
    DocumentTooLargeError,
    EmptyDocumentError,
    EncodingError,
)
from kg.model import Document

MAX_CHARACTERS = 1_000_000
_BYTES_A_CHARACTER = 4  # the most that UTF-8 and UTF-16 take
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a reader is given: a source's bytes and what is known of them.

    A reader is a function ``(Content) -> Document`` under the entry point group ``kg.readers``.
    """

    id: str
    name: str  # for messages
    data: bytes
    source: str  # URI or relative path
    max_characters: int

    @property
    def sha256(self) -> str:
        """Digest of the bytes, hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def check(self, text: str) -> str:
        """The text, if it is neither empty nor too long.

        Raises:
            EmptyDocumentError: There is nothing but white space.
            DocumentTooLargeError: There are more characters than the settings allow.
        """
        if not text.strip():
            raise EmptyDocumentError(f"{self.name}: no text in it; nothing to read")
        if len(text) > self.max_characters:
            raise DocumentTooLargeError(
                f"{self.name}: {len(text):,} characters, more than {self.max_characters:,}; "
                f"split the file or raise the limit with --max-characters {len(text)}"
            )
        return text


def read(source: Source | str | Path, *, id: str | None = None, max_characters: int = MAX_CHARACTERS) -> Document:
    """Read one document.

    Args:
        source: What ``find`` gave, or a file's path.
        id: Of the document, in place of that made from the file's name.
        max_characters: The most that its text may have.

    Raises:
        DocumentError: It cannot be read; the subclass and the message say why, and what to do.
    """
    if not isinstance(source, Source):
        if Path(source).is_dir():
            raise DocumentError(f"{source}: a folder, where one document is wanted; find() lists what is in it")
        source = next(iter(find([source])))
    if source.error is not None:
        raise source.error
    path = source.path
    try:
        data = _bytes(source, max_characters * _BYTES_A_CHARACTER)
    except (OSError, ValueError) as error:
        raise DocumentError(f"{source.name}: cannot be opened: {getattr(error, 'strerror', None) or error}") from error
    content = Content(
        id=id or source.id, name=source.name, data=data, source=source.name, max_characters=max_characters
    )
    reader = registry.get("readers", reader_for(content, path.suffix.casefold()))
    try:
        document: Document = reader(content)
    except RecursionError as error:
        raise DocumentError(f"{source.name}: nested too deeply to be read; save its words as text") from error
    check_language(source.name, document.text)
    return document


def _bytes(source: Source, limit: int) -> bytes:
    """The bytes of a regular file, and never more than may be read, whatever its size says.

    It is opened without waiting: between the look at a path and its opening, a pipe may have taken the file's place.
    """
    handle = os.open(source.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        state = os.fstat(stream.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise irregular(source.path) or DocumentError(f"{source.name}: changed while it was opened; try again")
        data = stream.read(limit + 1)
    if len(data) > limit:
        size = max(state.st_size, len(data))
        raise DocumentTooLargeError(
            f"{source.name}: {size:,} bytes, more than {limit // _BYTES_A_CHARACTER:,} characters can take; "
            f"split the file or raise the limit with --max-characters {size}"
        )
    return data


# Control characters that no text has: all but those of line, page and tab, and the escape of terminals.
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x08\x1b"})


def reader_for(content: Content, suffix: str) -> str:
    """The name of the reader that takes some content, by what it looks like, then by the file's name.

    Raises:
        EmptyDocumentError: There are no bytes.
        BinaryDocumentError: It is no text of any kind.
    """
    if not content.data.strip():
        raise EmptyDocumentError(f"{content.name}: the file is empty; nothing to read")
    for magic, what in _MAGIC:
        if content.data.startswith(magic):
            raise BinaryDocumentError(f"{content.name}: {what}, which no reader takes; save it as text or HTML")
    marked = content.data.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16
    begin = content.data[:65536]
    if not marked and (b"\x00" in begin or len(begin.translate(None, _CONTROLS)) < 0.9 * len(begin)):
        raise BinaryDocumentError(f"{content.name}: a binary file, which no reader takes; save it as text or HTML")
    head = content.data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    looks_like_html = head.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<body" in head or b"<head" in head
    return "html" if looks_like_html or suffix in {".html", ".htm", ".xhtml"} else "text"


# Signs that stand inside no word: the bytes are of another code page than western Europe's.
_MOJIBAKE = re.compile(r"[a-z][¹²³ºª¿¡¥¼½¾¯¸¦¤§¨±µ¶÷×][a-z]")


def decode(content: Content) -> str:
    """Decode bytes to text: by byte order mark, as UTF-8, then by what charset-normalizer finds.

    Raises:
        EncodingError: No encoding gives text.
    """
    data = content.data
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise EncodingError(
                    f"{content.name}: begins as {encoding} but byte {error.start} is not; save it as UTF-8"
                ) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    high = sum(byte >= 0x80 for byte in data)
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    if (
        western and high / len(data) < 0.05 and not _MOJIBAKE.search(western)
    ):  # English with typographic quotes and some accents
        return western
    best = from_bytes(data).best()
    if best is None or best.percent_chaos > 20:
        raise EncodingError(f"{content.name}: its bytes are no text in any known encoding; save it as UTF-8")
    return str(best)
