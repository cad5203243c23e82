"""Why facts are wrong or missing: errors grouped by cause, the commonest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluation.entities import Listings, gold_types
from kg.evaluation.facts import Record
from kg.evaluation.gold import Argument, GoldDocument, ScoredFact
from kg.evaluation.scoring import Outcome, Verdict

KINDS = ("wrong", "missing", "attribute")
EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One error; ``quote`` is the evidence of a produced fact, empty where a fact is missing."""

    document: str
    relation: str
    subject: str
    object: str
    note: str = ""
    quote: str = ""

    def to_record(self) -> Record:
        """The example as plain JSON values."""
        return {
            "document": self.document,
            "relation": self.relation,
            "subject": self.subject,
            "object": self.object,
            "note": self.note,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Errors of one kind (of ``KINDS``) that have one cause."""

    kind: str
    cause: str
    count: int
    relations: Mapping[str, int]  # the commonest first
    examples: tuple[Example, ...]

    def to_record(self) -> Record:
        """The cause as plain JSON values."""
        return {
            "kind": self.kind,
            "cause": self.cause,
            "count": self.count,
            "relations": dict(self.relations),
            "examples": [example.to_record() for example in self.examples],
        }


def causes(outcomes: Iterable[Outcome], produced: Listings, *, examples: int = EXAMPLES) -> tuple[Cause, ...]:
    """Group the errors of judged documents.

    Args:
        outcomes: Judged documents.
        produced: The entities that were produced for each document.
        examples: How many errors each cause shows at most, of different documents where there are any.
    """
    found: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for outcome in outcomes:
        here = produced.get(outcome.document, ())
        for kind, cause, example in (*_wrong(outcome), *_missing(outcome, here), *_attributes(outcome)):
            found[kind, cause].append(example)
    grouped = [
        Cause(
            kind=kind,
            cause=cause,
            count=len(errors),
            relations=dict(Counter(e.relation for e in errors).most_common()),
            examples=_spread(errors, examples),
        )
        for (kind, cause), errors in found.items()
    ]
    return tuple(sorted(grouped, key=lambda c: (KINDS.index(c.kind), -c.count, c.cause)))


def _wrong(outcome: Outcome) -> Iterator[tuple[str, str, Example]]:
    for judged in outcome.judged:
        if judged.verdict is Verdict.WRONG:
            cause, note = _why_wrong(judged.fact, outcome.gold)
            yield "wrong", cause, _example(outcome, judged.fact, note)


def _why_wrong(fact: ScoredFact, gold: GoldDocument) -> tuple[str, str]:
    """The cause and a note: what is no entity, else what has another type, else which relation does hold."""
    sides = (("subject", fact.subject), ("object", fact.object))
    types = {side: gold_types(one, gold) for side, one in sides if one.type is not None}
    unknown = [side for side in types if not types[side]]
    if len(unknown) == 2:
        return "subject and object are no gold entities", f"{fact.subject.type}, {fact.object.type}"
    for side, one in sides:
        if side in unknown:
            return f"{side} is no gold entity: {one.type}", ""
    for side, one in sides:
        if side in types and one.type not in types[side]:
            return f"{side} has another type: {one.type}, in gold {' or '.join(sorted(types[side]))}", ""
    return _why_no_relation(fact, gold), ""


def _why_no_relation(fact: ScoredFact, gold: GoldDocument) -> str:
    asked = gold.section("milestones" if not fact.in_section("facts") else "facts") or ()
    ahead = {one.relation for one in asked if _meet(one.subject, fact.subject) and _meet(one.object, fact.object)}
    back = {one.relation for one in asked if _meet(one.subject, fact.object) and _meet(one.object, fact.subject)}
    if fact.relation in back:
        return "the relation holds the other way round"
    if ahead or back:
        return f"another relation holds: {' and '.join(sorted(ahead or back))}"
    if fact.object.type is not None:
        return "no relation holds between the two"
    same = [one for one in asked if one.relation == fact.relation]
    if any(_meet(one.subject, fact.subject) for one in same):
        return "the subject has another value"
    if any(_meet(one.object, fact.object) for one in same):
        return "the value is another subject's"
    return "the subject has no such value"


def _missing(outcome: Outcome, produced: Sequence[Argument]) -> Iterator[tuple[str, str, Example]]:
    for fact in outcome.missing:
        yield "missing", _why_missing(fact, outcome, produced), _example(outcome, fact)


def _why_missing(fact: ScoredFact, outcome: Outcome, produced: Sequence[Argument]) -> str:
    lost: dict[str, str] = {}
    mistaken: dict[str, str] = {}
    for side, one in (("subject", fact.subject), ("object", fact.object)):
        types = {p.type or "" for p in produced if _meet(one, p)}
        if one.type is not None and not types:
            lost[side] = one.type
        elif one.type is not None and one.type not in types:
            mistaken[side] = f"{one.type}, produced as {' or '.join(sorted(types))}"
    if len(lost) == 2:
        return "subject and object were not found"
    for side, type_ in lost.items():
        return f"{side} was not found: {type_}"
    for side, types_ in mistaken.items():
        return f"{side} was found with another type: {types_}"
    facts = [judged.fact for judged in outcome.judged]
    between = {
        other.relation
        for other in facts
        if (_meet(fact.subject, other.subject) and _meet(fact.object, other.object))
        or (_meet(fact.subject, other.object) and _meet(fact.object, other.subject))
    }
    if between:
        return f"both were found, another relation was produced: {' and '.join(sorted(between))}"
    if fact.object.type is not None:
        return "both were found, no fact between them"
    values = any(other.relation == fact.relation and _meet(fact.subject, other.subject) for other in facts)
    return "subject was found, another value was produced" if values else "subject was found, no value was produced"


def _attributes(outcome: Outcome) -> Iterator[tuple[str, str, Example]]:
    for judged in outcome.judged:
        for name, right in judged.attributes().items():
            if right or judged.gold is None:
                continue
            wanted, given = judged.gold.attributes[name], judged.fact.attributes.get(name)
            cause = f"{name} was left out" if given is None else f"{name} has another value"
            note = f"{wanted} is right" + ("" if given is None else f", {given} was produced")
            yield "attribute", cause, _example(outcome, judged.fact, note)


def _meet(one: Argument, other: Argument) -> bool:
    return bool(one.names & other.names)


def _example(outcome: Outcome, fact: ScoredFact, note: str = "") -> Example:
    return Example(
        document=outcome.document,
        relation=fact.relation,
        subject=fact.subject.label,
        object=fact.object.label,
        note=note,
        quote=" ".join(fact.quote.split()),
    )


def _spread(errors: Sequence[Example], number: int) -> tuple[Example, ...]:
    """The first error of each document, then the others, as many as asked for and none twice."""
    first: dict[str, Example] = {}
    for error in errors:
        first.setdefault(error.document, error)
    told: dict[tuple[str, str, str, str], Example] = {}
    for error in (*first.values(), *errors):
        told.setdefault((error.document, error.relation, error.subject, error.object), error)
    return tuple(told.values())[:number]
