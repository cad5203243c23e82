"""Where names begin and end: what the encoder tags, with the ends that rules see."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Sequence

from kg.nlp.encoder.decode import TaggedName
from kg.nlp.linking.names import abbreviates
from kg.nlp.ranges import Ranges
from kg.nlp.recognition import Candidate
from kg.terms import ORGANIZATIONS, EntityType

T = EntityType
Support = Callable[[int, int, EntityType], float]  # how likely the encoder holds a range for a name of a type

_STRONG = 83  # rank of a rule for organizations whose range is taken where the encoder sees parts of it
_SEAT = 80  # the same of places: those of datelines
_BOUNDED = 74  # rank of a rule whose ends are taken where the encoder holds them for as likely
_LIKELY = 0.5
_SURE = 0.8
_LEAST = {T.COMPANY: 0.2, T.PLACE: 0.2, T.PERSON: 0.1, T.DRUG: 0.1}  # of what only a rule sees; else 0.04
_BETWEEN = re.compile(r"\b(?:and|or|treatments?)\b|[,;(]")  # in what is no part of a name
_SHORT_FORM = re.compile(r"\s*\(([A-Z][\w&-]{1,11})\)")


def supported(
    text: str, tagged: Iterable[TaggedName], rules: Sequence[Candidate], support: Support
) -> list[TaggedName]:
    """What the encoder tags, and what rules see elsewhere and the encoder does not rule out, in order.

    Args:
        text: The document's text, folded.
        tagged: What the encoder sees, not overlapping.
        rules: What rules take for names.
        support: How likely the encoder holds a range for a name of a type.
    """
    rules = sorted(rules, key=lambda rule: rule.start)
    kept = _divided(text, tagged, rules, support)
    for rule in rules:
        parts = _parts(kept, rule)
        if parts.stop > parts.start and (name := _as_seen(text, kept[parts], rule, support)) is not None:
            kept[parts] = [name]
    taken = Ranges((name.start, name.end) for name in kept)
    for rule in rules:
        if taken.overlaps(rule.start, rule.end):
            continue
        likely = support(rule.start, rule.end, rule.type)
        if likely >= _LEAST.get(rule.type, 0.04):
            kept.append(TaggedName(rule.start, rule.end, rule.type, likely))
    return sorted(kept, key=lambda name: name.start)


def _divided(text: str, tagged: Iterable[TaggedName], rules: Sequence[Candidate], support: Support) -> list[TaggedName]:
    """Names that the encoder runs together, as rules see them: "carotid artery disease and prevention of stroke"."""
    result = []
    for name in sorted(tagged, key=lambda name: name.start):
        first = bisect.bisect_left(rules, name.start, key=lambda r: r.start)
        last = bisect.bisect_left(rules, name.end, lo=first, key=lambda r: r.start)
        inside = [r for r in rules[first:last] if r.end <= name.end and r.type is name.type and r.rank >= _BOUNDED]
        likely = [support(r.start, r.end, r.type) for r in inside]
        ends = [name.start, *(at for r in inside for at in (r.start, r.end)), name.end]
        rest = " ".join(text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True))
        halved = text[name.start - 1 : name.start] == "-"  # "dual-action example receptor"
        if inside and min(likely) >= (_LIKELY if halved else _SURE) and (halved or _BETWEEN.search(rest)):
            result += [TaggedName(r.start, r.end, r.type, p) for r, p in zip(inside, likely, strict=True)]
        else:
            result.append(name)
    return result


def _parts(kept: Sequence[TaggedName], rule: Candidate) -> slice:
    """The names that overlap a rule's range."""
    first = bisect.bisect_right(kept, rule.start, key=lambda name: name.end)
    return slice(first, bisect.bisect_left(kept, rule.end, lo=first, key=lambda name: name.start))


def _as_seen(text: str, parts: Sequence[TaggedName], rule: Candidate, support: Support) -> TaggedName | None:
    """The name as a rule sees it, where the encoder sees parts of it or other ends, and does not object."""
    family = ORGANIZATIONS if rule.type in ORGANIZATIONS else {rule.type}
    kind = next((n.type for n in parts if n.type in family), None)
    inside = all(rule.start <= n.start and n.end <= rule.end for n in parts)
    covered = sum(n.end - n.start for n in parts) / (rule.end - rule.start)
    if kind is None or (inside and covered == 1):
        return None
    if inside and rule.rank >= (_STRONG if rule.type in ORGANIZATIONS else _SEAT):
        if rule.type in ORGANIZATIONS:
            needed = 0.0 if _defined(text, rule) else 0.5
        else:
            needed = 0.25 if rule.type is T.PLACE else 1.0
        if covered >= needed:
            sure = sum(n.confidence for n in parts) / len(parts)
            return TaggedName(rule.start, rule.end, kind, sure)
    longer = len(parts) == 1 and parts[0].start <= rule.start and rule.end <= parts[0].end
    if rule.rank < _BOUNDED or longer or any(n.type not in family for n in parts):
        return None
    likely = support(rule.start, rule.end, rule.type)
    return TaggedName(rule.start, rule.end, kind, likely) if likely >= _LIKELY else None


def _defined(text: str, rule: Candidate) -> bool:
    """Whether an abbreviation of a name stands in parentheses behind it."""
    short = _SHORT_FORM.match(text, rule.end)
    return short is not None and abbreviates(short[1], text[rule.start : rule.end])
