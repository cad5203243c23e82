"""Words of a text with their places, and what stands between two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

# "ContactCEO" is two words: text taken from pages often lacks the space.
_WORD = re.compile(r"[^\W_]+?(?:(?<=[a-z]{3})(?=[A-Z])|(?<=\d)(?=[A-Z][a-z]{2})|(?![^\W_]))")
# The end of a sentence, cell or paragraph; a period after a single letter ("U.S. patent") is none.
_BREAK = re.compile(r"(?<!\b\w)(?<!\bNo)(?<!\bvs)[.!?;|•](?=[\s\"')*_]|$)|\n\s*\n|\n\s*[-*#•]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one text, in order."""

    text: str
    words: tuple[str, ...]  # as written
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: bytes  # 1 where a sentence, a cell or a paragraph ends after the word

    def __len__(self) -> int:
        """How many words."""
        return len(self.words)

    def broken(self, index: int) -> bool:
        """Whether a sentence, a table cell or a paragraph ends between this word and the next."""
        return self.breaks[index] == 1

    def between(self, index: int) -> str:
        """What stands between this word and the next."""
        return self.text[self.ends[index] : self.starts[index + 1]] if index + 1 < len(self.words) else ""


def tokenize(text: str) -> Tokens:
    """Split a text into words; a hyphen, a slash or an apostrophe ends a word.

    >>> tokens = tokenize("Top-line data. The FDA's U.S. review")
    >>> tokens.words
    ('Top', 'line', 'data', 'The', 'FDA', 's', 'U', 'S', 'review')
    >>> [i for i in range(len(tokens)) if tokens.broken(i)]
    [2, 8]
    """
    found = list(_WORD.finditer(text))
    words = tuple(m.group() for m in found)
    starts, ends = tuple(m.start() for m in found), tuple(m.end() for m in found)
    breaks = bytearray(len(words))
    for index, (end, start) in enumerate(zip(ends, starts[1:], strict=False)):
        if start - end > 1 and _BREAK.search(text, max(0, end - 3), start):
            breaks[index] = 1
    if breaks:
        breaks[-1] = 1
    return Tokens(text, words, tuple(w.lower() for w in words), starts, ends, bytes(breaks))
