"""Patterns over sentences in which entities, amounts and dates are typed slots.

A sentence is masked: each reference becomes a short slot such as ``<O0>`` (the letter is the type, the number its
place), so that a pattern is a regular expression over words and slots and never over names:

    {ORG:subject} (?:has )?licensed {DRUG:about} to {ORG:object}

``{ORG:subject}`` stands for one or more slots of that class joined by commas and conjunctions, named as a group; a
slot may be followed by a parenthesis ("(NCI)", "(Nasdaq: X)") and by a seat (", of Oslo, Norway,"). ``{ORG}`` matches without naming.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Entity, Money
from kg.nlp.rules.context import Context, Reference, Sentence
from kg.nlp.values import ValueKind
from kg.terms import EntityType

LETTERS: dict[EntityType, str] = {
    EntityType.COMPANY: "O",
    EntityType.UNIVERSITY: "U",
    EntityType.AGENCY: "A",
    EntityType.NONPROFIT: "N",
    EntityType.DRUG: "D",
    EntityType.PLATFORM: "P",
    EntityType.INDICATION: "I",
    EntityType.TARGET: "T",
    EntityType.TRIAL: "R",
    EntityType.PERSON: "H",
    EntityType.PLACE: "L",
}
CLASSES = {
    "ORG": "OUAN",
    "COMPANY": "O",
    "UNIVERSITY": "U",
    "AGENCY": "A",
    "NONPROFIT": "N",
    "DRUG": "D",
    "PLATFORM": "P",
    "INDICATION": "I",
    "TARGET": "T",
    "TRIAL": "R",
    "PERSON": "H",
    "PLACE": "L",
    "MONEY": "M",
    "DATE": "Y",
    "ASSET": "OUAND",
}
_JOIN = r"(?:\s*(?:,\s*(?:and|or|&)|,|and/or|and|or|&|/|as well as|plus)\s+(?:the\s+|with\s+|its\s+)?)"
_PAREN = r"(?:\s*\([^()]{0,80}\))*"
_PLACED = r"(?:,\s(?:of|in|based in|headquartered in|located in)|\sof(?:\sthe)?)\s<L\d+>(?:,\s<L\d+>)*,?"  # "Acme Inc., of Oslo, "
_SEATED = r"(?:<L\d+>[- ](?:based|headquartered)\s(?:(?!has|is|was|with|to|and|of|for)[a-z][\w-]*\s){0,6}?)?"  # "Oslo-based drug developer Acme"
_ASIDE = re.compile(rf"\([^()]*\)|{_PLACED}|<L\d+>(?=[- ](?:based|headquartered)\s)")
_SLOT = re.compile(r"\{([A-Z]+)(?::(\w+))?\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands behind one slot: a reference, an amount or a date, with its range in the document's text."""

    start: int
    end: int
    reference: Reference | None = None
    money: Money | None = None
    date: str | None = None

    @property
    def entity(self) -> Entity | None:
        """The entity, where the slot is a reference."""
        return self.reference.entity if self.reference else None


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with slots in place of references, amounts and dates.

    ``text`` is the masked text with white space folded; ``slots[n]`` stands behind the slot numbered n.
    """

    sentence: Sentence
    text: str
    slots: tuple[Slot, ...]
    offsets: tuple[int, ...]  # for each character of text, the character of the document's text

    def slots_in(self, start: int, end: int) -> tuple[Slot, ...]:
        """The slots whose masked form lies in a range of ``text``, those in parentheses and of seats left out."""
        outside = _ASIDE.sub(lambda m: " " * len(m.group()), self.text[start:end])
        return tuple(self.slots[int(m.group(1))] for m in re.finditer(r"<[A-Z](\d+)>", outside))

    def original(self, start: int, end: int) -> str:
        """The document's words behind a range of ``text``."""
        if start >= end:
            return ""
        begin, last = self.offsets[start], self.offsets[end - 1]
        inner = re.search(r"<[A-Z](\d+)>$", self.text[start:end])
        stop = self.slots[int(inner.group(1))].end if inner else last + 1
        at = self.sentence.start
        return self.sentence.text[begin - at : stop - at]


def mask(context: Context, sentence: Sentence) -> Masked:
    """Mask a sentence of a document; each is masked once."""
    key = (sentence.start, sentence.end)
    if key not in context.masks:
        context.masks[key] = _mask(context, sentence)
    return context.masks[key]


def _mask(context: Context, sentence: Sentence) -> Masked:
    found = [Slot(r.start, r.end, reference=r) for r in sentence.references]
    taken = [(s.start, s.end) for s in found]

    def free(start: int, end: int) -> bool:
        return all(end <= a or start >= b for a, b in taken)

    at = sentence.start
    for amount in context.values(ValueKind.MONEY, sentence.start, sentence.end):
        if free(amount.start, amount.end):
            found.append(Slot(amount.start, amount.end, money=Money.of(amount.value)))
            taken.append((amount.start, amount.end))
    for date in context.values(ValueKind.DATE, sentence.start, sentence.end):
        if free(date.start, date.end):
            found.append(Slot(date.start, date.end, date=date.value))
            taken.append((date.start, date.end))
    found.sort(key=lambda slot: slot.start)

    pieces: list[str] = []
    offsets: list[int] = []

    def put(text: str, start: int, *, fixed: bool) -> None:
        for index, character in enumerate(text):
            if not fixed and character.isspace():
                if pieces and pieces[-1] == " ":
                    continue
                character = " "
            pieces.append(character)
            offsets.append(start if fixed else start + index)

    position = at
    for number, slot in enumerate(found):
        put(sentence.text[position - at : slot.start - at], position, fixed=False)
        letter = "M" if slot.money else "Y" if slot.date else LETTERS[slot.reference.type] if slot.reference else "?"
        put(f"<{letter}{number}>", slot.start, fixed=True)
        position = slot.end
    put(sentence.text[position - at :], position, fixed=False)
    return Masked(sentence, "".join(pieces), tuple(found), tuple(offsets))


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern with slots; blanks in it match any white space, case is ignored outside slots."""

    def expand(match: re.Match[str]) -> str:
        letters, name = CLASSES[match.group(1)], match.group(2)
        seated = _SEATED if set(letters) & set("OUAN") and "L" not in letters else ""
        one = rf"{seated}(?-i:<[{letters}]\d+>)(?:['’]s?)?(?:\s?[®™])?{_PAREN}(?:{_PLACED})?"
        return rf"(?P<{name}>{one}(?:{_JOIN}{one})*)" if name else rf"(?:{one})"

    return re.compile(_SLOT.sub(expand, pattern).replace(" ", r"\s+"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a masked sentence."""

    masked: Masked
    match: re.Match[str]

    @property
    def trigger(self) -> str:
        """The document's words that matched."""
        return self.masked.original(self.match.start(), self.match.end())

    def slots(self, group: str) -> tuple[Slot, ...]:
        """What stands behind a named group: empty where it did not take part."""
        if group not in self.match.re.groupindex or self.match.start(group) < 0:
            return ()
        first, *others = self.masked.slots_in(self.match.start(group), self.match.end(group)) or (None,)
        # "with Acme, we expect": a pronoun is no further item of a list.
        listed = [s for s in others if not (s.reference and s.reference.mention.nominal)]
        return (first, *listed) if first else ()

    def entities(self, group: str) -> tuple[Entity, ...]:
        """The entities behind a named group, in order."""
        return tuple(slot.entity for slot in self.slots(group) if slot.entity)


def find(patterns: Sequence[str], masked: Masked) -> Iterator[Match]:
    """Find each pattern wherever it matches, in the order of the patterns."""
    for pattern in patterns:
        for match in compile_pattern(pattern).finditer(masked.text):
            yield Match(masked, match)
