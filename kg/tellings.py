"""How documents tell a statement: each sentence once, with the values that are given beside it and how often it was said.

A value stands only beside a sentence that states it. A statement that several documents make has the values of all of
them; one document's sentence stands with the values of that document alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from kg.model import Document, Evidence, Statement, ValueEvidence
from kg.names import fold

_SAME = (
    92.0  # similarity, 0 to 100, from which two sentences that give the same values are one that was carried forward
)
_LAST = "9999"  # sorts after every date: documents without one come last


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A sentence that makes a statement, in one document or carried forward through several."""

    sentence: str  # of the first document, in one line
    also: tuple[str, ...]  # further sentences of that document, which give values that the sentence has not
    values: tuple[ValueEvidence, ...]  # of that document, one an attribute; each stands in one of these sentences
    evidence: tuple[Evidence, ...]  # one a document, by date, those without a date last
    first: str | None  # the date of the first document that has one
    last: str | None  # the date of the last
    news: bool | None  # whether the first document tells it as its news

    @property
    def document(self) -> str:
        """The id of the first document."""
        return self.evidence[0].document

    @property
    def repeated(self) -> str:
        """How often it was said again, in words; nothing where one document has it.

        >>> one = Evidence(document="a", start=0, end=1, quote="A", rule="")
        >>> Telling(sentence="A", also=(), values=(), evidence=(one, one), first="2024", last="2025", news=None).repeated
        'in 2 documents until 2025'
        """
        if len(self.evidence) == 1:
            return ""
        until = f" until {self.last}" if self.last and self.last != self.first else ""
        return f"in {len(self.evidence)} documents{until}"


def one_line(text: str) -> str:
    """A quotation without its line breaks."""
    return " ".join(text.split())


def tellings(statement: Statement, documents: Mapping[str, Document]) -> tuple[Telling, ...]:
    """The tellings of a statement, by date.

    Each document counts once, with its surest sentence. Documents with the same sentence, but for a few letters, and
    the same values make one telling.
    """
    dates = {e.document: d.published for e in statement.evidence if (d := documents.get(e.document)) is not None}

    def order(evidence: Evidence) -> tuple[str, str]:
        return dates.get(evidence.document) or _LAST, evidence.document

    made: dict[tuple[tuple[str, str], ...], list[Telling]] = {}
    for evidence in sorted(best_evidence(statement), key=order):
        new = _told(statement, evidence, dates)
        alike = made.setdefault(tuple((v.attribute, v.value) for v in new.values), [])
        for number, known in enumerate(alike):
            if _carried_forward(known.sentence, new.sentence):
                alike[number] = replace(
                    known,
                    evidence=(*known.evidence, evidence),
                    first=known.first or new.first,
                    last=new.last or known.last,
                )
                break
        else:
            alike.append(new)
    return tuple(sorted((t for group in made.values() for t in group), key=lambda t: order(t.evidence[0])))


def best_telling(statement: Statement, told: Sequence[Telling]) -> Telling:
    """The telling that gives most of a statement's values, then the surest, one that is news, the first."""
    own = {(name, plain_value(value)) for name, value in statement.attributes.items()}

    def rank(telling: Telling) -> tuple[int, float, bool]:
        given = len(own & {(v.attribute, v.value) for v in telling.values})
        return -given, -max(e.confidence for e in telling.evidence), not telling.news

    return min(told, key=rank)


def telling_of(told: Sequence[Telling], statement: Statement, attribute: str) -> Telling:
    """The first telling that gives the statement's value of an attribute; the best where none does."""
    own = plain_value(getattr(statement.attributes, attribute, None))
    giving = (t for t in told if any(v.attribute == attribute and v.value == own for v in t.values))
    return next(giving, None) or best_telling(statement, told)


def best_evidence(statement: Statement) -> tuple[Evidence, ...]:
    """Of each document that makes a statement, the surest sentence."""
    best: dict[str, Evidence] = {}
    for evidence in statement.evidence:
        known = best.get(evidence.document)
        if known is None or (-evidence.confidence, evidence.start) < (-known.confidence, known.start):
            best[evidence.document] = evidence
    return tuple(best.values())


def _told(statement: Statement, evidence: Evidence, dates: Mapping[str, str | None]) -> Telling:
    sentence = one_line(evidence.quote)
    own = (v for v in statement.attribute_evidence if v.document == evidence.document)
    values = _one_each(statement, own, sentence)
    also = dict.fromkeys(one_line(v.quote) for v in values if one_line(v.quote) not in sentence)
    date = dates.get(evidence.document)
    return Telling(
        sentence=sentence,
        also=tuple(also),
        values=values,
        evidence=(evidence,),
        first=date,
        last=date,
        news=evidence.news,
    )


def _one_each(statement: Statement, values: Iterable[ValueEvidence], sentence: str) -> tuple[ValueEvidence, ...]:
    """Of each attribute one value: the statement's own before a less precise one, one in the sentence before others."""
    chosen: dict[str, ValueEvidence] = {}

    def rank(value: ValueEvidence) -> tuple[bool, bool, int, int]:
        own = plain_value(getattr(statement.attributes, value.attribute, None))
        return value.value != own, one_line(value.quote) not in sentence, value.start, value.end

    for value in values:
        known = chosen.get(value.attribute)
        if known is None or rank(value) < rank(known):
            chosen[value.attribute] = value
    return tuple(chosen[name] for name in sorted(chosen))


def plain_value(value: object) -> str:
    """The value of an attribute as text: what ``ValueEvidence.value`` has.

    >>> plain_value(True), plain_value(None)
    ('true', '')
    """
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _carried_forward(one: str, other: str) -> bool:
    if one == other:
        return True
    a, b = fold(one), fold(other)
    if [c for c in a if c.isdigit()] != [c for c in b if c.isdigit()]:
        return False
    return fuzz.ratio(a, b, score_cutoff=_SAME) > 0
