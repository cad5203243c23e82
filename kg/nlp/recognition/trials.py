"""Trials by registry number, and by a name in capitals beside the words "trial" and "study"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.nlp.recognition import cues, forms
from kg.nlp.recognition.candidate import Candidate, english
from kg.nlp.recognition.forms import Form
from kg.terms import EntityType

T = EntityType

_REGISTRY = re.compile(r"\b(?:NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|EudraCT(?: number)?:? ?\d{4}-\d{6}-\d{2}|jRCT\w{10})\b")
_NO_TRIAL = Form(r"^(?:<<trial:no-trial>>)(?:[- ].*)?$", re.IGNORECASE)

# "EXAMPLE", "EXAMPLE-2", "EXAMPLE II", "EXAMPLE-AB12", "ExAMPle2"
_NAME = (
    r"[A-Z][A-Za-z]{0,3}[A-Z]{2,12}[A-Za-z]{0,3}\d{0,3}(?:-[A-Z0-9]{1,8}){0,2}(?: (?:[IVX]{1,3}|\d{1,2}))?"
    r"|[A-Z]-[A-Z]{4,12}(?: [IVX]{1,3})?|[A-Z][a-z]{1,5}[A-Z]{2,6}\d{0,2}|[A-Z]{2,5}-\d{2,4}-\d{2,4}"
)
# "the EXAMPLE-2 Phase 3 trial"
_BEFORE = Form(
    rf"(?<![\w/-])(?P<name>{_NAME})(?![\w/-])(?:[®™]|\((?:TM|R)\))?(?: \([^()\n]{{1,40}}\))?,? "
    r"(?:(?:<<trial:before-trial>>) ){0,6}"
    r"(?:[Tt]rials?|[Dd]ataset|[Ee]nrollment|[Ss]tud(?:y|ies)|TRIAL|STUDY)\b"
)
# "a Phase 2 trial (called EXAMPLE)"
_BRACKETED = re.compile(
    r"\b(?:[Tt]rial|[Ss]tudy|STUDY|TRIAL|[Pp]hase (?:\d[ab]?(?:/\d[ab]?)?|I{1,3}[ab]?|I/II)),? "
    rf"\((?:the |called |known as )?\"?(?P<name>{_NAME})\"?[;,)]"
)
# "the trial, named EXAMPLE"
_AFTER = re.compile(
    r"\b(?:[Tt]rial|[Ss]tudy),? (?:(?:called|named|known as|dubbed|designated|of|number) )?"
    rf"\"?(?P<name>{_NAME})(?![\w/-])"
)
# "from EXAMPLE, a Phase 2 trial", "results of EXAMPLE-2 (NCT01234567)"
_DESCRIBED = re.compile(
    rf"(?<![\w/-])(?P<name>{_NAME})"
    r"(?:,? \(?(?=NCT\d)|, (?:an?|the|its|our) (?:[\w/-]+,? ){0,8}?(?:trial|study)\b)"
)
# "in patients with examplitis (EXAMPLE-2)"
_ALONE = re.compile(r"\((?P<name>(?P<word>[A-Z]{4,})-\d{1,3})\)")


def trials(text: str) -> Iterator[Candidate]:
    """Trials by number and by name; a name that is a word of English ranks above product codes."""
    for match in _REGISTRY.finditer(text):
        yield Candidate(match.start(), match.end(), T.TRIAL, 100)
    for pattern, rank in ((_BEFORE, 66), (_BRACKETED, 82), (_AFTER, 66), (_DESCRIBED, 67)):
        for match in pattern.finditer(text):
            name = match.group("name")
            base = max(re.split(r"[-\d ]", name), key=len)
            if base in cues.words("no-trials") or _NO_TRIAL.match(name) or forms.NO_CODE.match(name):
                continue
            word = len(base) > 3 and base.casefold() in english()
            code = re.fullmatch(r"[A-Z]{2,5}-?\d{2,5}[A-Z]?", name)
            ambiguous = code and not word and rank < 82  # "the ABC-101 study" may be one of the product ABC-101
            yield Candidate(match.start("name"), match.end("name"), T.TRIAL, 64 if ambiguous else 83 if word else rank)
    for match in _ALONE.finditer(text):
        if match.group("word").casefold() in english():
            yield Candidate(match.start("name"), match.end("name"), T.TRIAL, 82)
