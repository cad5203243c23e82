"""Which names a document has: the encoder's tags, made consistent over the document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from kg.names import DEGREES, HONORIFIC, code_key
from kg.nlp.decisions.types import evidence
from kg.nlp.encoder.decode import TaggedName
from kg.nlp.recognition import Candidate, cues
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
_PLAIN = {"®", "™", "'", '"', ",", ";", ":", " ", "\n", "\t", "(", "[", "/", "-"}


_GLUE = re.compile(r"(?<=[a-z0-9)])(?=[A-Z])")
_OF_PRODUCT = re.compile(r"(\D*\d.*)-\d{2,4}")  # "ABC-12-301": a study of ABC-12
_FIRST_WORD = re.compile(r"([a-z][\w'-]*) (?=\S*[A-Z\d])")
_SIGNED = re.compile(r"(?<=\w)\s?[®™]")
_COMMON = re.compile(r"(?:\s|\([^()]*\)|[a-z-]+)*")  # words without capitals, names in parentheses
_BESIDE = 1.0  # what words beside a name add to the votes for a type
_KNOWN = 76  # rank of a rule that knows a name from a vocabulary, or by a form that nothing else has


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
        if name.type in {T.DRUG, T.PLATFORM}:
            start, end = _plain_product(text, start, end)
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
    for start, end, _, key in cleaned:
        for kind in evidence(text, start, end):
            votes[key][kind] += _BESIDE
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


def _plain_product(text: str, start: int, end: int) -> tuple[int, int]:
    """A product's name without "proprietary" before and "platform" or "(…) therapeutics" behind its trademark."""
    while (word := _FIRST_WORD.match(text, start, end)) is not None and word[1].lower() in cues.words(
        "platform-adjectives"
    ):
        start = word.end()
    if (sign := _SIGNED.search(text, start, end)) is not None and _COMMON.fullmatch(text, sign.end(), end):
        end = sign.start()
    return start, end


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
