"""Which names a document has: the encoder's tags, made consistent over the document."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence

from kg.names import DEGREES, HONORIFIC, code_key
from kg.nlp.encoder.decode import TaggedName
from kg.nlp.ranges import Ranges
from kg.nlp.recognition import Candidate
from kg.nlp.recognition.candidate import english
from kg.terms import ORGANIZATIONS, EntityType

T = EntityType
_SHORT = frozenset(
    {
        "a",
        "an",
        "as",
        "at",
        "by",
        "for",
        "from",
        "how",
        "if",
        "in",
        "it",
        "its",
        "of",
        "on",
        "our",
        "the",
        "this",
        "to",
        "we",
        "why",
        "with",
    }
)

_RANK = 60  # of a tagged name for the linker, which gives way to surer ones
_SECOND_HALF = re.compile(r"-[A-Z][a-z]+")  # of a double name
# "Jean Martin, the French pharmaceutical group": a company that has the name of its founder
_IS_COMPANY = re.compile(
    r",\s(?:the|an?)\s(?:[\w-]+\s){0,4}?(?:company|group|firm|drug\s?maker)(?=[,.;)]|\s(?:that|which|with|based|in|of)\b)"
)
_PLAIN = {"'", '"', ",", ";", ":", " ", "\n", "\t", "(", "[", "/", "-"}


_STRONG = 83  # rank of a rule whose range is taken where the encoder sees parts of it
_SEAT = 80  # the same of places: those of datelines
_WHOLE = {T.PLACE: frozenset({T.PLACE}), **dict.fromkeys(ORGANIZATIONS, ORGANIZATIONS)}
_GLUE = re.compile(r"(?<=[a-z0-9)])(?=[A-Z])")
_OF_PRODUCT = re.compile(r"(.*\d.*)-\d{2,4}")  # "ABC-12-301": a study of ABC-12
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
    """Names that a strong rule sees whole and the encoder in parts: "Centre for X and Y" and "LA EXAMPLA, Calif." are one."""
    result = sorted(tagged, key=lambda name: name.start)
    for rule in rules:
        kinds = _WHOLE.get(rule.type, frozenset())
        if not kinds or rule.rank < (_STRONG if rule.type in ORGANIZATIONS else _SEAT):
            continue
        first = bisect.bisect_right(result, rule.start, key=lambda name: name.end)
        last = bisect.bisect_left(result, rule.end, lo=first, key=lambda name: name.start)
        parts = result[first:last]
        inside = all(rule.start <= n.start and n.end <= rule.end for n in parts)
        covered = sum(n.end - n.start for n in parts)
        least = (rule.end - rule.start) / (2 if rule.type in ORGANIZATIONS else 4)
        if not parts or not inside or covered == rule.end - rule.start or covered < least:
            continue
        kind = next((n.type for n in parts if n.type in kinds), None)
        if kind is not None:
            sure = sum(n.confidence for n in parts) / len(parts)
            result[first:last] = [TaggedName(rule.start, rule.end, kind, sure)]
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
    tagged = list(tagged)
    whole = {text[n.start : n.end] for n in tagged}
    products = {text[n.start : n.end] for n in tagged if n.type is T.DRUG}
    votes: dict[str, dict[EntityType, float]] = defaultdict(lambda: defaultdict(float))
    cleaned: list[tuple[int, int, TaggedName, str]] = []
    for name in tagged:
        start, end = _trim(text, name.start, name.end)
        start, end = _unglued(text, start, end, whole)
        if name.type is T.PERSON:
            start, end = _plain_person(text, start, end)
        if name.type is EntityType.PERSON and (rest := _SECOND_HALF.match(text, end)):
            end = rest.end()
        if end - start < 2 or (end - start < 4 and text[start:end].islower()):
            continue
        key = code_key(text[start:end])
        if not key:
            continue
        votes[key][name.type] += name.confidence
        if (study := _OF_PRODUCT.fullmatch(text[start:end])) and study.group(1) in products:
            votes[key][T.TRIAL] += 2.0
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


def _unglued(text: str, start: int, end: int, whole: Container[str]) -> tuple[int, int]:
    """A name without what bad conversion has stuck to it: "StoryAcme", "AB-12At", "About AcmeAcme", where Acme is a name."""
    name = text[start:end]
    for at in (m.start() for m in _GLUE.finditer(name)):
        left, right = name[:at], name[at:]
        if left == right or (right in whole and _is_word(left)):
            return start + at, end
        if left in whole and _is_word(right):
            return start, start + at
    half = (end - start) // 2
    if name[half : half + 1] == " " and name[:half] == name[half + 1 :]:  # a heading and what follows it
        return start + half + 1, end
    return start, end


def _is_word(text: str) -> bool:
    """Whether something is an ordinary word of English, in its first form or with an s."""
    low = text.lower()
    return low in _SHORT or (len(low) > 3 and (low in english() or low.removesuffix("s") in english()))


def _plain_person(text: str, start: int, end: int) -> tuple[int, int]:
    """A person's name without titles before and degrees behind it; empty where there is nothing else."""
    while (title := HONORIFIC.match(text, start, end)) is not None:
        start = title.end()
    degree = DEGREES.search(text, start, end)
    if degree is not None:
        rest = DEGREES.sub("", text[start:end])
        if not re.search(r"\w{2}", rest):
            return start, start
        if degree.start() > start:
            end = degree.start()
    return _trim(text, start, end)


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
