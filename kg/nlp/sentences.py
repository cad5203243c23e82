"""Where sentences begin: at line breaks of lists, tables and headings, never in the middle of "Acme, Inc. said"."""

from __future__ import annotations

import re
from typing import Any, cast

import numpy
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from kg.model import Document
from kg.nlp import extensions  # noqa: F401 - defines what components leave on a Doc
from kg.terms import SectionKind

_LINES = frozenset({SectionKind.LIST, SectionKind.TABLE, SectionKind.HEADLINE, SectionKind.CONTACT})
_PAGE = 160  # characters: a text with longer lines was not broken to fit a page
_DASH = r"(?<=[).\d])(?:--|—)(?=[\w(\"“])"  # "--(BUSINESS WIRE)--Acme": a sentence begins behind it
_NO_END = re.compile(
    r"(?:\b(?:Inc|Corp|Ltd|Co|Dr|Mr|Mrs|Ms|Prof|No|St|vs|approx|Jr|Sr|Wis|Mass|Calif|Conn|Md|Pa|Va|Fla|Ill|Mich|Minn|Tenn|Tex|Wash|"
    r"Ont|Que|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|cf|al|Ph|Phil|c|ca|Vol|Fig|Nasd)|\b[A-Z]|\b(?:U\.S|U\.K|N\.J|N\.Y|N\.C|D\.C|"
    r"M\.D|Ph\.D|B\.V|N\.V|S\.A|C))\.$"
)
_END = re.compile(r"(?:[.!?][\"”’')\]]*(?:\[\d+\]|[¹²³]{1,2})?|(?<=[a-z])\.\d{1,2})$")


@Language.factory("kg_sentences", assigns=["token.is_sent_start"], retokenizes=False)
def make_sentences(nlp: Language, name: str) -> Sentences:
    """Make the component that sets sentence starts."""
    return Sentences()


class Sentences:
    """Sets every token's ``is_sent_start`` from layout and punctuation; the parser keeps what is set."""

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts of a document."""
        if not len(doc):
            return doc
        starts = _starts(doc)
        values = numpy.full((len(doc), 1), -1, dtype="int64")
        values[sorted(starts), 0] = 1
        # All at once: the setter of a token reads the whole document.
        doc.from_array(["SENT_START"], cast("Any", values.astype("uint64")))
        return doc


def _starts(doc: Doc) -> set[int]:
    document: Document | None = doc._.kg_document
    sections = document.sections if document else ()
    line_kinds = [(s.start, s.end, s.kind) for s in sections]
    text = str(doc.text)  # once: spaCy makes it anew each time
    starts = {0}
    wrapped = max(map(len, text.split("\n"))) <= _PAGE
    at = 0
    for token in doc[1:]:
        before = doc[token.i - 1]
        while at < len(line_kinds) and line_kinds[at][1] <= token.idx:
            at += 1
        kind = line_kinds[at][2] if at < len(line_kinds) and line_kinds[at][0] <= token.idx else SectionKind.BODY
        if at < len(line_kinds) and line_kinds[at][0] == token.idx:
            if not (
                kind is SectionKind.BODY and at and line_kinds[at - 1][2] is SectionKind.BODY and _goes_on(doc, token.i)
            ):
                starts.add(token.i)
            continue
        gap = text[before.idx + len(before) : token.idx] + (before.text if before.is_space else "")
        if token.is_space:
            continue
        if ("\n" in gap and _line_starts(doc, text, token.i, kind, gap, wrapped=wrapped)) or _sentence_starts(
            doc, token.i
        ):
            starts.add(token.i)
    return starts


def _line_starts(doc: Doc, text: str, index: int, kind: SectionKind, gap: str, *, wrapped: bool) -> bool:
    """Whether a token after a line break begins something new."""
    if kind in _LINES:
        # A wrapped list item goes on in lower case, without a bullet of its own.
        return kind is not SectionKind.LIST or not (doc[index].text[:1].islower() and doc[index - 1].text != "-")
    last = _last_word(doc, index)
    if gap.count("\n") < 2:  # a wrapped line, or a short line that stands for itself
        goes_on = wrapped or doc[index].text[:1].islower()
        return bool(_END.search(last)) or not goes_on or _is_short_line(text, doc[index].idx)
    return not _goes_on(doc, index)


def _goes_on(doc: Doc, index: int) -> bool:
    """Whether a token goes on with the sentence before a blank line: a page ended in the middle of it."""
    return doc[index].text[:1].islower() and not _END.search(_last_word(doc, index))


def _last_word(doc: Doc, index: int) -> str:
    end = index - 1
    while end > 0 and doc[end].is_space:
        end -= 1
    start = end
    while start > 0 and not doc[start - 1].whitespace_ and not doc[start - 1].is_space and end - start < 6:
        start -= 1
    return str(doc[start : end + 1].text)


def _is_short_line(text: str, at: int) -> bool:
    """Whether the line before a character is a heading of its own: short, without a full stop."""
    end = text.rfind("\n", 0, at)
    start = text.rfind("\n", 0, end) + 1 if end > 0 else 0
    return len(text[start:end].split()) <= 10


def _sentence_starts(doc: Doc, index: int) -> bool:
    """Whether a token begins a sentence within a line."""
    token = doc[index]
    before = doc[index - 1]
    if before.is_space and index > 1:
        before = doc[index - 2]
    if not (before.whitespace_ or doc[index - 1].is_space):
        return False
    if not (token.text[:1].isupper() or token.text[:1] in "\"“‘'(" or token.like_num or token.text[:1].islower()):
        return False
    last = _last_word(doc, index)
    if not _END.search(last) or (token.text[:1].islower() and not re.match(r"[a-z]+[A-Z]", token.text)):
        return False
    bare = last.rstrip("\"”’')]")
    if not _NO_END.search(bare):
        return True
    # "Acme, Inc. Its drug" ends with the abbreviation; "Acme, Inc. (Nasdaq: ACME)" does not.
    return bare.endswith(("Inc.", "Corp.", "Ltd.", "Co.", "U.S.", "U.K.", "Ph.D.", "M.D.")) and token.lower_ in _OPENERS


_OPENERS = frozenset(
    "the it its we our in this these under as a an he she they their both on for with at by if no".split()
)


def blank() -> Language:
    """A pipeline that only cuts texts into words; sentences are set by ``kg_sentences``."""
    nlp = spacy.blank("en")
    nlp.max_length = 50_000_000
    tokenizer = cast("Any", nlp.tokenizer)
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), _DASH]).finditer
    nlp.add_pipe("kg_sentences")
    return nlp


def annotate(nlp: Language, document: Document) -> Doc:
    """Run all components of a pipeline over a document, whatever its length."""
    doc = nlp.make_doc(document.text)
    doc._.kg_document = document
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def sentence_ranges(doc: Doc) -> list[tuple[int, int]]:
    """The sentences of a document as ranges of characters, in order."""
    return [(span.start_char, span.end_char) for span in doc.sents]
