"""A document as it stands before facts are decided: sentences, entities, values, and what the encoder says of pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from kg.gazetteer import Matcher
from kg.model import ENTITY_ATTRIBUTES, Document, Entity, Fact
from kg.nlp.decisions.cells import COUNT, Cells, cells
from kg.nlp.decisions.ends import supported
from kg.nlp.decisions.names import settle
from kg.nlp.encoder.decode import names, support
from kg.nlp.encoder.labels import CLASSES, KIND_INDEX
from kg.nlp.encoder.pairs import Mentions, spans, window_pairs
from kg.nlp.encoder.session import Encoder
from kg.nlp.encoder.windows import pieces, spoken, windows
from kg.nlp.linking import link
from kg.nlp.recognition import Candidate, recognize
from kg.nlp.rules import fired
from kg.nlp.text import fold
from kg.nlp.values import Value, ValueKind, find_values
from kg.terms import RELATIONS, Relation, SectionKind

BIAS = -0.6  # names that are a little less likely than no name are kept: the scorers see how sure the encoder is
_WIDTH = COUNT + sum(map(len, CLASSES.values()))


@dataclass(frozen=True, slots=True)
class Owner:
    """An entity or a value of a document."""

    kind: int  # index into MENTION_KINDS
    entity: Entity | None
    value: Value | None  # the first of those that say the same
    confidence: float  # mean over the mentions that the encoder tagged; 1 for values
    best: float  # the surest mention
    ruled: float  # share of the named mentions that rules see as well, with the same type


@dataclass(frozen=True, slots=True)
class Hints:
    """What rules take for facts: evidence for the scorers.

    ``facts`` has, for each relation, subject and object (numbers of owners), how many rules see it; ``values`` what they
    take for its attributes; ``rules`` which see it; ``subjects`` and ``objects`` how many facts of a relation rules see
    with one.
    """

    facts: dict[tuple[Relation, int, int], int]
    rules: dict[tuple[Relation, int, int], frozenset[str]]
    values: dict[tuple[Relation, int, int], dict[str, frozenset[str]]]
    pairs: dict[tuple[int, int], frozenset[Relation]]
    subjects: dict[tuple[Relation, int], int]
    objects: dict[tuple[Relation, int], int]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that decisions look at. Arrays of mentions are in order of their first character."""

    document: Document
    text: str  # folded
    sentences: tuple[tuple[int, int], ...]
    headline: int  # how many sentences at the beginning are the headline
    entities: tuple[Entity, ...]
    issuers: tuple[str, ...]  # ids, most prominent first
    owners: tuple[Owner, ...]
    mentions: Mentions
    cells: Cells
    sentence: NDArray[numpy.int64]  # of each mention; -1 where it stands in none
    hints: Hints


def read_pairs(
    document: Document, ranges: Sequence[tuple[int, int]], encoder: Encoder, known: Matcher, *, bias: float = BIAS
) -> Reading:
    """Find names and values in a document, link them, and ask the encoder what holds between them.

    Args:
        document: Its sections say what is read.
        ranges: Its sentences.
        encoder: The trained networks.
        known: The names of vocabularies.
        bias: See ``decode.names``.
    """
    text = fold(document.text)
    sentences = spoken(document, ranges)
    headings = [(s.start, s.end) for s in document.sections if s.kind is SectionKind.HEADLINE]
    headline = sum(any(a <= start < b for a, b in headings) for start, _ in sentences)
    rules = recognize(document, known)
    values = find_values(document.text, published=document.published)
    found = pieces(encoder.tokenizer, document, text, sentences, rules, values)
    parts = windows(found, headline)
    logits, vectors = encoder.encode(found, parts)
    tagged = supported(
        text, names(found, logits, bias=bias), rules, lambda start, end, kind: support(found, logits, start, end, kind)
    )
    settled = settle(text, tagged, rules)
    entities, issuers = link(document, [candidate for candidate, _ in settled])
    owners, mentions = _mentions(entities, values, settled, rules)
    first, last = spans(found, mentions)
    one, other, said = [], [], []
    for window, x in zip(parts, vectors, strict=True):
        pairs = window_pairs(found, window, mentions, first, last)
        if not len(pairs.one):
            continue
        one.append(pairs.mentions[pairs.one])
        other.append(pairs.mentions[pairs.other])
        said.append(encoder.pairs(x, pairs, mentions.kinds[pairs.mentions]))
    empty = numpy.zeros(0, dtype=numpy.int64)
    starts = numpy.asarray([s for s, _ in sentences], dtype=numpy.int64)
    number = (numpy.searchsorted(starts, mentions.starts, side="right") - 1).astype(numpy.int64)
    gathered = cells(
        mentions,
        number,
        numpy.concatenate(one) if one else empty,
        numpy.concatenate(other) if other else empty,
        numpy.concatenate(said) if said else numpy.zeros((0, _WIDTH), dtype=numpy.float32),
    )
    seen = hints(fired(document, entities, issuers, ranges, values), owners)
    return Reading(
        document, text, tuple(sentences), headline, entities, issuers, owners, mentions, gathered, number, seen
    )


def _mentions(
    entities: Sequence[Entity],
    values: Sequence[Value],
    settled: Sequence[tuple[Candidate, float]],
    rules: Sequence[Candidate],
) -> tuple[tuple[Owner, ...], Mentions]:
    """The owners of mentions, and all mentions as arrays."""
    sure = {(c.start, c.end): confidence for c, confidence in settled}
    ruled = {(c.start, c.end): c.type for c in rules}
    owners: list[Owner] = []
    rows: list[tuple[int, int, int, int, bool]] = []
    for entity in entities:
        told = [sure[m.start, m.end] for m in entity.mentions if (m.start, m.end) in sure]
        named = [m for m in entity.mentions if not m.nominal]
        agreed = sum(ruled.get((m.start, m.end)) is entity.type for m in named)
        kind = KIND_INDEX[entity.type.value]
        rows += [(m.start, m.end, kind, len(owners), m.nominal) for m in entity.mentions]
        mean = sum(told) / len(told) if told else 0.5
        owners.append(Owner(kind, entity, None, mean, max(told, default=0.5), agreed / max(len(named), 1)))
    numbers: dict[tuple[ValueKind, str], int] = {}
    for value in values:
        name = f"event:{value.value}" if value.kind is ValueKind.EVENT else f"value:{value.kind.value}"
        number = numbers.setdefault((value.kind, value.value), len(owners))
        if number == len(owners):
            owners.append(Owner(KIND_INDEX[name], None, value, 1.0, 1.0, 1.0))
        rows.append((value.start, value.end, KIND_INDEX[name], number, False))
    rows.sort(key=lambda r: r[:2])
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), (), ()]
    starts, ends, kinds, numbered = (numpy.asarray(column, dtype=numpy.int64) for column in columns[:4])
    return tuple(owners), Mentions(starts, ends, kinds, numbered, numpy.asarray(columns[4], dtype=numpy.bool_))


_LITERALS = {
    Relation.HAS_DESIGNATION: ValueKind.DESIGNATION,
    Relation.RAISED: ValueKind.MONEY,
    Relation.LISTED_AS: ValueKind.TICKER,
}


def hints(facts: Sequence[Fact], owners: Sequence[Owner]) -> Hints:
    """What rules see, by the owners of subject and object; a fact about what is no owner is left out."""
    numbers = {o.entity.id: n for n, o in enumerate(owners) if o.entity is not None}
    names = {o.entity.id: o.entity.name for o in owners if o.entity is not None}
    literals = {(o.value.kind, o.value.value): n for n, o in enumerate(owners) if o.value is not None}
    found: Counter[tuple[Relation, int, int]] = Counter()
    values: dict[tuple[Relation, int, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rules: dict[tuple[Relation, int, int], set[str]] = defaultdict(set)
    for fact in facts:
        kind = _LITERALS.get(fact.relation)
        other = literals.get((kind, fact.object)) if kind is not None else numbers.get(fact.object)
        subject = numbers.get(fact.subject)
        if other is None or subject is None:
            continue
        sides = [(subject, other)] + ([(other, subject)] if RELATIONS[fact.relation].symmetric else [])
        for side in sides:
            found[fact.relation, *side] += 1
            rules[fact.relation, *side].add(fact.evidence.rule)
            for name, value in fact.attributes.items():
                said = names.get(value, "") if name in ENTITY_ATTRIBUTES else str(value)
                values[fact.relation, *side][name].add(said.lower() if isinstance(value, bool) else said)
    pairs: dict[tuple[int, int], set[Relation]] = defaultdict(set)
    subjects: Counter[tuple[Relation, int]] = Counter()
    objects: Counter[tuple[Relation, int]] = Counter()
    for relation, one, another in found:
        pairs[one, another].add(relation)
        pairs[another, one].add(relation)
        subjects[relation, one] += 1
        objects[relation, another] += 1
    return Hints(
        dict(found),
        {key: frozenset(names) for key, names in rules.items()},
        {key: {name: frozenset(v) for name, v in told.items()} for key, told in values.items()},
        {key: frozenset(relations) for key, relations in pairs.items()},
        dict(subjects),
        dict(objects),
    )
