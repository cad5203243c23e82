"""Which names a document has: the encoder's tags, made consistent over the document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from kg.names import code_key
from kg.nlp.encoder.decode import TaggedName
from kg.nlp.ranges import Ranges
from kg.nlp.recognition import Candidate
from kg.terms import ORGANIZATIONS, EntityType

_RANK = 60  # of a tagged name for the linker, which gives way to surer ones
_SECOND_HALF = re.compile(r"-[A-Z][a-z]+")  # of a double name
# "Jean Martin, the French pharmaceutical group": a company that has the name of its founder
_IS_COMPANY = re.compile(
    r",\s(?:the|an?)\s(?:[\w-]+\s){0,4}?(?:company|group|firm|drug\s?maker)(?=[,.;)]|\s(?:that|which|with|based|in|of)\b)"
)
_PLAIN = {"'", '"', ",", ";", ":", " ", "\n", "\t", "(", "[", "/", "-"}


_STRONG = 83  # rank of a rule whose range is taken where the encoder sees parts of it
_KNOWN = 76  # rank of a rule that knows a name from a vocabulary, or by a form that nothing else has
_LEAST = {EntityType.COMPANY: 0.2, EntityType.PLACE: 0.2, EntityType.PERSON: 0.1, EntityType.DRUG: 0.1}  # else 0.04


def supported(
    tagged: Iterable[TaggedName], rules: Sequence[Candidate], support: Callable[[int, int, EntityType], float]
) -> list[TaggedName]:
    """What the encoder tags, and what rules see elsewhere and the encoder does not rule out, in order.

    Args:
        tagged: What the encoder sees, not overlapping.
        rules: What rules take for names.
        support: How likely the encoder holds a range for a name of a type.
    """
    kept = _whole(list(tagged), rules)
    taken = Ranges((name.start, name.end) for name in kept)
    for rule in rules:
        if taken.overlaps(rule.start, rule.end):
            continue
        likely = support(rule.start, rule.end, rule.type)
        if likely >= _LEAST.get(rule.type, 0.04):
            kept.append(TaggedName(rule.start, rule.end, rule.type, likely))
    return sorted(kept, key=lambda name: name.start)


def _whole(tagged: list[TaggedName], rules: Sequence[Candidate]) -> list[TaggedName]:
    """Names of organizations that a strong rule sees whole and the encoder in parts: "Centre for X and Y" is one."""
    result = tagged
    for rule in rules:
        if rule.rank < _STRONG or rule.type not in ORGANIZATIONS:
            continue
        parts = [n for n in result if n.start < rule.end and n.end > rule.start]
        inside = all(rule.start <= n.start and n.end <= rule.end for n in parts)
        covered = sum(n.end - n.start for n in parts)
        if not parts or not inside or covered == rule.end - rule.start or 2 * covered < rule.end - rule.start:
            continue
        kind = next((n.type for n in parts if n.type in ORGANIZATIONS), None)
        if kind is not None:
            sure = sum(n.confidence for n in parts) / len(parts)
            result = [n for n in result if n not in parts] + [TaggedName(rule.start, rule.end, kind, sure)]
    return result


def settle(text: str, tagged: Iterable[TaggedName], rules: Sequence[Candidate]) -> list[tuple[Candidate, float]]:
    """Names as candidates for the linker, each with its confidence, in order.

    A name that stands several times has one type: the one that its mentions are surest of. Rules lend their identifiers
    and other names where they see the same name.

    Args:
        text: The document's text, folded.
        tagged: What the encoder sees.
        rules: What rules take for names.
    """
    votes: dict[str, dict[EntityType, float]] = defaultdict(lambda: defaultdict(float))
    cleaned: list[tuple[int, int, TaggedName, str]] = []
    for name in tagged:
        start, end = _trim(text, name.start, name.end)
        if name.type is EntityType.PERSON and (rest := _SECOND_HALF.match(text, end)):
            end = rest.end()
        if end - start < 2 or (end - start < 4 and text[start:end].islower()):
            continue
        key = code_key(text[start:end])
        if not key:
            continue
        votes[key][name.type] += name.confidence
        cleaned.append((start, end, name, key))
    known = {(c.start, c.end): c for c in rules}
    for start, end, _, key in cleaned:
        if (seen := known.get((start, end))) is not None and seen.rank >= _KNOWN:
            votes[key][seen.type] += 0.6
    for _, end, name, key in cleaned:
        if name.type is EntityType.PERSON and _IS_COMPANY.match(text, end):
            votes[key][EntityType.COMPANY] += 3.0
    result = []
    for start, end, name, key in cleaned:
        kind = max(votes[key], key=lambda t: (votes[key][t], t))
        rule = known.get((start, end))
        same = rule is not None and (rule.type is kind or {rule.type, kind} <= ORGANIZATIONS)
        rank = _RANK + round(30 * name.confidence) - 1
        result.append(
            (
                Candidate(
                    start,
                    end,
                    kind,
                    rank,
                    rule.identifier if same and rule else None,
                    rule.aliases if same and rule else (),
                ),
                name.confidence,
            )
        )
    return result


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A range without quotes, commas and blanks at its ends, and without half of a pair of parentheses."""
    while end > start and text[end - 1] in _PLAIN:
        end -= 1
    while start < end and text[start] in _PLAIN and not _opens_pair(text, start, end):
        start += 1
    while end > start and (text[end - 1] in _PLAIN or (text[end - 1] == ")" and "(" not in text[start:end])):
        end -= 1
    return start, end


def _opens_pair(text: str, start: int, end: int) -> bool:
    """Whether a range begins with parentheses that close before its end, as "(R)-" and "[18F]" do."""
    closing = {"(": ")", "[": "]"}.get(text[start])
    return closing is not None and -1 < text.find(closing, start, end) < end - 1
