"""Candidate facts of a document, and what is known of each: the columns that the trained scorer decides by."""

from __future__ import annotations

import bisect
import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from kg.nlp.decisions import cues
from kg.nlp.decisions.cells import NEVER, class_probabilities
from kg.nlp.decisions.reading import Owner, Reading
from kg.nlp.encoder.labels import CLASSES, ENTITY_TYPES, EVENTS, MENTION_KINDS, OUTPUT_INDEX, SECTIONS
from kg.nlp.recognition.candidate import english
from kg.nlp.rules import RULES
from kg.terms import RELATIONS, Relation, SectionKind

_NO_ROLE = -8.0  # logit below which a role is as good as none
FLOOR = -4.0  # a candidate whose pooled logit is lower is not looked at
_RELATIONS = tuple(Relation)
_TYPES = tuple(kind.value for kind in ENTITY_TYPES)
_ORGANIZATIONS = frozenset({"company", "university", "agency", "nonprofit"})
_EVENT_INDEX = {f"event:{event}": number for number, event in enumerate(EVENTS)}
Floats = NDArray[numpy.float32]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may be: the relation, the owners of subject and object, and its best pair of mentions."""

    relation: Relation
    subject: int  # number of an owner in the reading
    object: int
    cell: int
    output: int
    one: int  # mention of the subject in the best pair
    other: int
    logit: float  # pooled over the pairs
    classes: dict[str, Floats]

    @property
    def cells(self) -> tuple[int, int]:
        """Subject and object."""
        return self.subject, self.object


def candidates(reading: Reading) -> list[Candidate]:
    """The facts that the encoder does not rule out, by relation, subject and object; symmetric ones once."""
    found = reading.cells
    result: list[Candidate] = []
    for relation in _RELATIONS:
        output = OUTPUT_INDEX[relation.value]
        for cell in numpy.flatnonzero(found.pooled[:, output] > FLOOR):
            rows = found.rows(int(cell))
            best = rows.start + int(found.logits[rows, output].argmax())
            subject = int(found.mentions.owners[found.one[best]])
            object_ = int(found.mentions.owners[found.other[best]])
            if RELATIONS[relation].symmetric:
                back = found.index.get((object_, subject))
                mirrored = found.pooled[back, output] if back is not None else NEVER
                if (mirrored, object_) > (found.pooled[cell, output], subject):
                    continue
            result.append(
                Candidate(
                    relation,
                    subject,
                    object_,
                    int(cell),
                    output,
                    int(found.one[best]),
                    int(found.other[best]),
                    float(found.pooled[cell, output]),
                    class_probabilities(found, int(cell), output),
                )
            )
    return result


COLUMNS: tuple[str, ...] = (
    *(f"relation {r.value}" for r in _RELATIONS),
    "pooled", "best", "best in sentence", "pairs", "pairs in sentence", "best named", "mirrored", "rival relation", "over rival relation",
    *(f"{head} {option or 'none'}" for head, options in CLASSES.items() for option in options),
    "rank for subject", "gap for subject", "rivals for subject", "rank for object", "gap for object", "rivals for object",
    *(
        f"{side} {name}"
        for side in ("subject", "object")
        for name in (
            *_TYPES, "confidence", "surest", "ruled", "mentions", "nominals", "first", "in headline", "in first lines", "issuer", "words",
            "digits", "capitals", "identified", "names", "section", "about only", "small", "ordinary", "letters", "spread",
        )
    ),
    *(f"{side} as {role} {r.value}" for side in ("subject", "object") for role in ("subject", "object") for r in _RELATIONS),
    *(f"rule {name}" for name in RULES),
    "rules", "other rules", "rules for subject", "rules for object", "event", "amount", "characters between", "sentences between", "order", "place", "nominal subject", "nominal object", "section",
    *(f"cue {name}" for name in cues.names("modality")),
    "relation cues", "nearest relation cue", "sentence length", "organizations in sentence", "drugs in sentence", "document length",
    "organizations", "drugs", "tickers", "sentences",
)  # fmt: skip


def features(reading: Reading, found: Sequence[Candidate], said: cues.SentenceCues) -> Floats:
    """What is known of each candidate: [candidates, columns]."""
    if not found:
        return numpy.zeros((0, len(COLUMNS)), dtype=numpy.float32)
    mentions_of = by_owner(reading)
    owners: dict[int, list[float]] = {}
    for owner in sorted({o for c in found for o in c.cells}):
        owners[owner] = _owner(reading, owner, mentions_of[owner])
    by_sentence = _named_in_sentences(reading)
    whole = _document(reading)
    rivals = _rivals(found)
    roles = _roles(reading)
    rows = []
    for number, candidate in enumerate(found):
        rows.append(
            [
                *(float(candidate.relation is r) for r in _RELATIONS),
                *_logits(reading, candidate),
                *(float(p) for head in CLASSES for p in candidate.classes[head]),
                *rivals[number],
                *owners[candidate.subject],
                *owners[candidate.object],
                *roles[candidate.subject],
                *roles[candidate.object],
                *_hints(reading, candidate),
                *_pair(reading, candidate, said, by_sentence),
                *whole,
            ]
        )
    return numpy.asarray(rows, dtype=numpy.float32)


def _logits(reading: Reading, candidate: Candidate) -> list[float]:
    found, cell, output = reading.cells, candidate.cell, candidate.output
    back = found.index.get((candidate.object, candidate.subject))
    others = found.pooled[cell, : len(_RELATIONS)].copy()
    others[output] = NEVER
    rival = float(others.max())
    return [
        candidate.logit,
        float(found.best[cell, output]),
        float(found.near[cell, output]),
        math.log1p(int(found.counts[cell, 0])),
        math.log1p(int(found.counts[cell, 1])),
        float(found.named[cell, output]),
        float(found.pooled[back, output]) if back is not None else NEVER,
        rival,
        candidate.logit - rival,
    ]


def _roles(reading: Reading) -> Floats:
    """How likely each owner is the subject, and the object, of some fact: [owners, twice the relations], logits."""
    found = reading.cells
    count = len(_RELATIONS)
    roles = numpy.full((len(reading.owners), 2 * count), _NO_ROLE, dtype=numpy.float32)
    if len(found.pooled):
        ends = numpy.asarray(list(found.index), dtype=numpy.int64)
        logits = found.pooled[list(found.index.values())][:, [OUTPUT_INDEX[r.value] for r in _RELATIONS]]
        numpy.maximum.at(roles[:, :count], ends[:, 0], logits)
        numpy.maximum.at(roles[:, count:], ends[:, 1], logits)
    return roles


def _rivals(found: Sequence[Candidate]) -> list[list[float]]:
    """Of each candidate: rank, gap to the best and number of likely ones, among those of its subject, then object."""
    groups: dict[tuple[str, Relation, int], list[int]] = defaultdict(list)
    for number, candidate in enumerate(found):
        groups["subject", candidate.relation, candidate.subject].append(number)
        groups["object", candidate.relation, candidate.object].append(number)
        if RELATIONS[candidate.relation].symmetric:
            groups["subject", candidate.relation, candidate.object].append(number)
            groups["object", candidate.relation, candidate.subject].append(number)
    ordered = {key: sorted((found[n].logit for n in numbers), reverse=True) for key, numbers in groups.items()}
    result = []
    for candidate in found:
        row: list[float] = []
        for side, owner in (("subject", candidate.subject), ("object", candidate.object)):
            logits = ordered[side, candidate.relation, owner]
            above = bisect.bisect_left(logits, -candidate.logit, key=lambda x: -x)
            other = NEVER if len(logits) == 1 else logits[1] if above == 0 else logits[0]
            row += [float(above), candidate.logit - other, float(bisect.bisect_left(logits, 0.0, key=lambda x: -x))]
        result.append(row)
    return result


def by_owner(reading: Reading) -> list[NDArray[numpy.int64]]:
    """The mentions of each owner, in order."""
    order = numpy.argsort(reading.mentions.owners, kind="stable")
    bounds = numpy.searchsorted(reading.mentions.owners[order], numpy.arange(len(reading.owners) + 1))
    return [order[bounds[n] : bounds[n + 1]] for n in range(len(reading.owners))]


def _named_in_sentences(reading: Reading) -> dict[int, tuple[int, int]]:
    """How many organizations and drugs each sentence names."""
    seen: dict[int, tuple[set[int], set[int]]] = {}
    for mention, number in enumerate(reading.sentence):
        owner = int(reading.mentions.owners[mention])
        kind = MENTION_KINDS[reading.owners[owner].kind]
        if kind in _ORGANIZATIONS or kind == "drug":
            seen.setdefault(int(number), (set(), set()))[kind == "drug"].add(owner)
    return {number: (len(organizations), len(drugs)) for number, (organizations, drugs) in seen.items()}


def _owner(reading: Reading, number: int, where: NDArray[numpy.int64]) -> list[float]:
    """What is known of an entity or value by itself."""
    owner: Owner = reading.owners[number]
    starts, nominal, sentences = (
        reading.mentions.starts[where],
        reading.mentions.nominal[where],
        reading.sentence[where],
    )
    named = starts[~nominal] if not nominal.all() else starts
    name = owner.entity.name if owner.entity else owner.value.value if owner.value else ""
    kind = MENTION_KINDS[owner.kind]
    issuer = 0.0
    if owner.entity is not None and owner.entity.id in reading.issuers:
        issuer = 4.0 - reading.issuers.index(owner.entity.id)
    sections = [section_of(reading, int(s)) for s in starts[:40]]
    return [
        *(float(kind == t) for t in _TYPES),
        owner.confidence,
        owner.best,
        owner.ruled,
        math.log1p(len(starts)),
        math.log1p(int(nominal.sum())),
        float(named[0] if len(named) else 0) / max(len(reading.text), 1),
        float(len(sentences) > 0 and int(sentences.min()) < reading.headline),
        float(len(sentences) > 0 and int(sentences.min()) < reading.headline + 3),
        issuer,
        float(len(name.split())),
        float(sum(c.isdigit() for c in name)),
        sum(c.isupper() for c in name) / max(len(name), 1),
        float(bool(owner.entity and owner.entity.identifiers)),
        float(len(owner.entity.aliases) if owner.entity else 0),
        float(sections[0] if sections else -1),
        float(bool(sections) and set(sections) == {_ABOUT}),
        float(name[:1].islower()),
        float(_ordinary(name)),
        float(len(name)),
        float(len(set(sentences.tolist()))),
    ]


def _ordinary(name: str) -> int:
    """How many of a name's words the English dictionary has in small letters."""
    return sum(word in english() for word in re.findall(r"[a-z]{3,}", name))


_ABOUT = SECTIONS.index(SectionKind.ABOUT)
_BODY = SECTIONS.index(SectionKind.BODY)


def section_of(reading: Reading, at: int) -> int:
    """The kind of the section that a character stands in, as its number; the body where it stands in none."""
    sections = reading.document.sections
    number = bisect.bisect_right(sections, at, key=lambda s: s.start) - 1
    return SECTIONS.index(sections[number].kind) if number >= 0 and at < sections[number].end else _BODY


def _hints(reading: Reading, candidate: Candidate) -> list[float]:
    hints, relation = reading.hints, candidate.relation
    fired = hints.rules.get((relation, *candidate.cells), frozenset())
    return [
        *(float(name in fired) for name in RULES),
        float(min(hints.facts.get((relation, *candidate.cells), 0), 5)),
        float(len(hints.pairs.get(candidate.cells, frozenset()) - {relation})),
        float(min(hints.subjects.get((relation, candidate.subject), 0), 10)),
        float(min(hints.objects.get((relation, candidate.object), 0), 10)),
    ]


def _pair(
    reading: Reading, candidate: Candidate, said: cues.SentenceCues, by_sentence: dict[int, tuple[int, int]]
) -> list[float]:
    mentions, one, other = reading.mentions, candidate.one, candidate.other
    first, second = (one, other) if mentions.starts[one] <= mentions.starts[other] else (other, one)
    sentence, end_sentence = int(reading.sentence[first]), int(reading.sentence[second])
    value = reading.owners[candidate.object].value
    amount = -1.0
    if value is not None and value.kind.value == "money":
        amount = math.log10(max(float(value.value.split()[1]), 1.0))
    kind = MENTION_KINDS[reading.owners[candidate.object].kind]
    count, nearest = said.nearest(
        sentence, candidate.relation.value, int(mentions.starts[first]), int(mentions.ends[second])
    )
    if end_sentence != sentence:
        more, near = said.nearest(
            end_sentence, candidate.relation.value, int(mentions.starts[first]), int(mentions.ends[second])
        )
        count, nearest = count + more, min(nearest, near)
    start, end = reading.sentences[sentence] if 0 <= sentence < len(reading.sentences) else (0, 0)
    cue_counts = said.modality(sentence)
    if end_sentence != sentence:
        cue_counts = numpy.maximum(cue_counts, said.modality(end_sentence))
    return [
        float(_EVENT_INDEX.get(kind, -1)),
        amount,
        float(max(0, int(mentions.starts[second]) - int(mentions.ends[first]))),
        float(end_sentence - sentence),
        float(first == one),
        float(mentions.starts[first]) / max(len(reading.text), 1),
        float(mentions.nominal[one]),
        float(mentions.nominal[other]),
        float(section_of(reading, int(mentions.starts[second]))),
        *map(float, cue_counts),
        count,
        nearest,
        float(end - start),
        *map(float, by_sentence.get(sentence, (0, 0))),
    ]


def _document(reading: Reading) -> list[float]:
    types = [MENTION_KINDS[o.kind] for o in reading.owners]
    organizations = sum(t in _ORGANIZATIONS for t in types)
    return [
        math.log1p(len(reading.text)),
        float(organizations),
        float(sum(t == "drug" for t in types)),
        float(sum(t == "value:ticker" for t in types)),
        math.log1p(len(reading.sentences)),
    ]
