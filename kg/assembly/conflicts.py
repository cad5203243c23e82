"""Statements that do not both hold, and in what way; ``conflicts.toml`` beside this declares which and when."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from kg.assembly.values import agree, bounds
from kg.model import Conflict, Document, Money, Statement
from kg.terms import ConflictType, Modality, Relation, Status

# Types in which one of the two is wrong, and not only of another time, scope or precision.
CONTRADICTIONS = frozenset({ConflictType.OPEN_CONTRADICTION, ConflictType.MISPRINT, ConflictType.CORRECTION})
_SLIP = 85.0  # similarity, 0 to 100, of two sentences without their digits, of which one may be a misprint of the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A declaration: an attribute that has one value."""

    relation: Relation
    attribute: str
    same: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()  # statuses, where the rule is for some only
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """What ``conflicts.toml`` says."""

    keys: tuple[Rule, ...]
    ordered: tuple[Rule, ...]
    planned: tuple[Rule, ...]
    after: Mapping[str, Mapping[str, frozenset[str]]]  # attribute, value, all values that may follow it
    setbacks: Mapping[str, frozenset[str]]
    correction: re.Pattern[str]


@cache
def declarations() -> Declarations:
    """The declarations, read once."""
    record = tomllib.loads(Path(__file__).with_name("conflicts.toml").read_text(encoding="utf-8"))
    words = "|".join(map(re.escape, record["correction"]["words"]))
    return Declarations(
        keys=_rules(record["key"]),
        ordered=_rules(record["ordered"]),
        planned=_rules(record["planned"]),
        after={name: {v: _reached(v, order) for v in _values(order)} for name, order in record["order"].items()},
        setbacks={name: frozenset(values) for name, values in record["setbacks"].items()},
        correction=re.compile(rf"\b(?:{words})\b", re.IGNORECASE),
    )


def _rules(records: list[dict[str, Any]]) -> tuple[Rule, ...]:
    rules = []
    for record in records:
        lists = {k: tuple(v) for k, v in record.items() if k not in {"relation", "attribute"}}
        rules.append(Rule(relation=Relation(record["relation"]), attribute=record["attribute"], **lists))
    return tuple(rules)


def _values(order: Mapping[str, Sequence[str]]) -> set[str]:
    return {*order, *(value for following in order.values() for value in following)}


def _reached(value: str, order: Mapping[str, Sequence[str]]) -> frozenset[str]:
    found: set[str] = set()
    wave = list(order.get(value, ()))
    while wave:
        found.update(wave)
        wave = [after for v in wave for after in order.get(v, ()) if after not in found]
    return frozenset(found)


def conflicts(statements: Sequence[Statement], documents: Mapping[str, Document]) -> tuple[Conflict, ...]:
    """All pairs of statements that do not both hold, typed.

    Two statements that one document makes are none: an author who gives two values means two things. Nor are two about
    one disease in different settings: both may hold.
    """
    groups: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[statement.relation, statement.subject, statement.object, statement.setting or ""].append(statement)
    found = [c for group in groups.values() for pair in combinations(group, 2) for c in _pair(*pair, documents)]
    return tuple(sorted(found, key=lambda c: (c.earlier, c.later, c.attribute)))


def with_conflicts(statements: Sequence[Statement], found: Sequence[Conflict]) -> tuple[Statement, ...]:
    """Statements with the ids of those that contradict them."""
    against: dict[str, set[str]] = defaultdict(set)
    for conflict in found:
        back = conflict.type is ConflictType.SETBACK and conflict.attribute == "phase"
        if conflict.type in CONTRADICTIONS or back or conflict.attribute == "modality":
            against[conflict.earlier].add(conflict.later)
            against[conflict.later].add(conflict.earlier)
    return tuple(dataclasses.replace(s, conflicts=tuple(sorted(against[s.id]))) for s in statements)


def _pair(one: Statement, other: Statement, documents: Mapping[str, Document]) -> Iterator[Conflict]:
    if {e.document for e in one.evidence} & {e.document for e in other.evidence}:
        return
    earlier, later, known = _by_time(one, other, documents)
    for type_, attribute in kinds(earlier, later, known):
        yield Conflict(type=type_, earlier=earlier.id, later=later.id, attribute=attribute)


def _by_time(one: Statement, other: Statement, documents: Mapping[str, Document]) -> tuple[Statement, Statement, bool]:
    """The two in the order in which they were first said, and whether that is known."""
    (a, a_id), (b, b_id) = sorted((_first(s, documents), s.id) for s in (one, other))
    by_id = {one.id: one, other.id: other}
    known = bool(a[1]) and a[1] < b[0]
    if not known:
        a_id, b_id = sorted((a_id, b_id))
    return by_id[a_id], by_id[b_id], known


def _first(statement: Statement, documents: Mapping[str, Document]) -> tuple[str, str]:
    """The first and the last day on which a statement may have been made first; empty where no document is dated."""
    dates = [d.published for e in statement.evidence if (d := documents.get(e.document)) and d.published]
    return min((bounds(date) for date in dates), key=lambda b: (b[1], b[0]), default=("", ""))


def kinds(earlier: Statement, later: Statement, known: bool = True) -> Iterator[tuple[ConflictType, str]]:
    """In what ways, and in which attributes, two statements about the same do not both hold.

    Args:
        earlier: What was said first.
        later: What was said last.
        known: Whether their order is known; without one nothing is an update or a setback.
    """
    denied = [s.modality is Modality.NEGATED for s in (earlier, later)]
    if any(denied):
        if not all(denied) and earlier.relation is not Relation.HAS_MILESTONE and _alike(earlier, later):
            moved = ConflictType.SETBACK if denied[1] else ConflictType.UPDATE
            yield moved if known else ConflictType.OPEN_CONTRADICTION, "modality"
        return
    declared = declarations()
    for rule in declared.keys:
        if rule.relation is earlier.relation and (found := _of_key(rule, earlier, later)):
            yield found, rule.attribute
    if known:
        for rule in declared.ordered:
            if rule.relation is earlier.relation and (found := _of_order(rule, earlier, later)):
                yield found, rule.attribute
        for rule in declared.planned:
            if rule.relation is earlier.relation and (found := _of_plan(rule, earlier, later)):
                yield found, rule.attribute


def _alike(one: Statement, other: Statement) -> bool:
    values = ((getattr(one.attributes, n), getattr(other.attributes, n), n) for n, _ in one.attributes.items())
    return all(agree(name, a, b) for a, b, name in values if name not in {"status", "date"})


def _values_of(one: Statement, other: Statement, names: Sequence[str]) -> list[tuple[Any, Any]]:
    return [(getattr(one.attributes, n), getattr(other.attributes, n)) for n in names]


def _comparable(rule: Rule, one: Statement, other: Statement) -> bool:
    return all(a == b for a, b in _values_of(one, other, rule.same)) and all(
        None not in pair for pair in _values_of(one, other, rule.given)
    )


def _of_key(rule: Rule, earlier: Statement, later: Statement) -> ConflictType | None:
    a, b = getattr(earlier.attributes, rule.attribute), getattr(later.attributes, rule.attribute)
    if a is None or b is None or agree(rule.attribute, a, b):
        return None
    if any(None not in pair and pair[0] != pair[1] for pair in _values_of(earlier, later, rule.scope)):
        return ConflictType.DIFFERENT_SCOPE
    if not _comparable(rule, earlier, later):
        return None
    if isinstance(a, Money) and isinstance(b, Money) and rounded(a, b):
        return ConflictType.DIFFERENT_PRECISION
    if any(declarations().correction.search(e.quote) for e in later.evidence):
        return ConflictType.CORRECTION
    return ConflictType.MISPRINT if _misprint(earlier, later, str(a), str(b)) else ConflictType.OPEN_CONTRADICTION


def rounded(one: Money, other: Money) -> bool:
    """Whether one amount is the other, rounded to fewer digits.

    >>> rounded(Money.of("USD 2000000"), Money.of("USD 1950000")), rounded(Money.of("USD 7500000"), Money.of("USD 7000000"))
    (True, False)
    """
    if one.currency != other.currency:
        return False
    coarse, fine = sorted((one.value, other.value), key=lambda v: len(v.normalize().as_tuple().digits))
    unit = coarse.normalize().as_tuple()
    step = type(coarse)(10) ** int(unit.exponent)
    fewer = len(unit.digits) < len(fine.normalize().as_tuple().digits)
    return fewer and (fine / step).to_integral_value("ROUND_HALF_UP") * step == coarse


def _misprint(one: Statement, other: Statement, a: str, b: str) -> bool:
    """Whether two values are one slip of the keys apart, in sentences that are otherwise the same."""
    digits = ["".join(c for c in value if c.isdigit()) for value in (a, b)]
    slip = DamerauLevenshtein.distance(*digits, score_cutoff=1) == 1 or digits[0].rstrip("0") == digits[1].rstrip("0")
    return slip and any(
        fuzz.ratio(*(re.sub(r"[\d\s]+", " ", e.quote) for e in (x, y))) >= _SLIP
        for x in one.evidence
        for y in other.evidence
    )


def _of_order(rule: Rule, earlier: Statement, later: Statement) -> ConflictType | None:
    a, b = getattr(earlier.attributes, rule.attribute), getattr(later.attributes, rule.attribute)
    if a is None or b is None or a == b or not _comparable(rule, earlier, later):
        return None
    if b in declarations().setbacks.get(rule.attribute, ()):
        return ConflictType.SETBACK
    after = declarations().after[rule.attribute]
    forward, backward = b in after.get(a, ()), a in after.get(b, ())
    low, high = (earlier, later) if forward else (later, earlier)
    if rule.earlier and (low.attributes.status not in rule.earlier or high.attributes.status not in rule.later):
        return None  # a phase that is completed, and the next one, both hold
    if forward:
        return ConflictType.UPDATE
    return ConflictType.SETBACK if backward and rule.attribute == "phase" else None


def _of_plan(rule: Rule, earlier: Statement, later: Statement) -> ConflictType | None:
    a, b = getattr(earlier.attributes, rule.attribute), getattr(later.attributes, rule.attribute)
    planned = {Status.PLANNED, Status.DELAYED}
    if earlier.attributes.status not in planned or not _comparable(rule, earlier, later):
        return None
    if later.attributes.status is Status.COMPLETED and a is not None:
        return ConflictType.UPDATE
    if later.attributes.status is Status.DELAYED and earlier.attributes.status is Status.PLANNED:
        return ConflictType.SETBACK
    if a is None or b is None or agree(rule.attribute, a, b) or later.attributes.status not in planned:
        return None
    return ConflictType.SETBACK if bounds(b)[0] > bounds(a)[1] else ConflictType.UPDATE
