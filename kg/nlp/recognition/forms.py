"""Patterns that name lists of ``data/cues``, and those that several modules look for."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property

from kg.nlp.recognition import cues


class Form:
    """How something is written: a pattern in which ``<<file:list>>`` stands for the entries of a list.

    ``<<trial:no-trial>>`` is the list ``no-trial`` of ``data/cues/trial-forms.tsv``. It is read, and the pattern
    compiled, when it is first used.
    """

    def __init__(self, template: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        """Keep the template; flags are those of ``re``."""
        self.template = template
        self.flags = flags

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern.

        >>> Form("(?:<<trial:no-trial>>)", re.IGNORECASE).pattern.fullmatch("pivotal") is not None
        True
        """
        return re.compile(_LIST.sub(lambda m: "|".join(cues.forms(m["file"])[m["list"]]), self.template), self.flags)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As that of ``re.Pattern``."""
        return self.pattern.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As that of ``re.Pattern``."""
        return self.pattern.fullmatch(text, start, end)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As that of ``re.Pattern``."""
        return self.pattern.search(text, start, end)

    def sub(self, replacement: str, text: str) -> str:
        """As that of ``re.Pattern``."""
        return self.pattern.sub(replacement, text)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As that of ``re.Pattern``."""
        return self.pattern.finditer(text, start, end)


_LIST = re.compile(r"<<(?P<file>[a-z]+):(?P<list>[a-z-]+)>>")

LEGAL = r"(?:<<organization:legal-form>>)"
# "(NASDAQ: EXMP)"
TICKER = Form(
    r"\((?:[^()]{0,40}?[;,] ?)?"
    r"(?P<listing>(?:<<organization:exchange>>)[A-Za-z .-]{0,25}: ?[A-Z0-9.]{1,7})[^()]*\)"
)
NO_COMPANY = Form(r"^(?:<<organization:no-company>>)$", re.IGNORECASE)
NO_CODE = Form(r"^(?:<<product:no-code>>)$", re.IGNORECASE)
# "G12C", "p.Arg94Gln"
MUTATION = re.compile(r"[A-Z]\d{2,4}[A-Z](?:/[A-Z])?|\w*[A-Z][a-z]{2}\d{2,4}[A-Z][a-z]{2}|P\d{3}[a-z]{2}\w*")
# one word of a person's name
NAME_WORD = (
    r"(?:[A-Z][a-zà-öø-ÿ'’]+(?:[A-Z][a-zà-ÿ]+)?|[A-ZÀ-Þ][a-zà-öø-ÿ]+-[A-Z][a-zà-ÿ]+"
    r"|O['’][A-Z][a-z]+|Mc[A-Z][a-z]+)"
)
# "Ann (Annie) B. van der Berg"
_PARTICLE = r"(?:van|von|de|der|den|da|di|la|le|du|del|bin|al|ter)(?:\s(?:der|den|la))?"
PERSON = (
    rf"{NAME_WORD}(?:\s[(\"“][A-Z][a-z]+[)\"”])?"
    rf"(?:\s(?:[A-Z]\.(?:\s?[A-Z]\.)?|{NAME_WORD}|{_PARTICLE}\s{NAME_WORD})){{1,3}}"
)
DEGREES = r"(?:,?\s+(?:<<person:degree>>)(?=[\s,.;)]|$))"
ROLE_WORDS = r"(?:(?:co-?)?founder|(?:(?:<<person:role-rank>>)\s+)*(?:<<person:role>>))"
