"""What may qualify a fact: candidate values of its attributes, and the columns that the trained scorer chooses by."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

import numpy

from kg.model import Attributes
from kg.nlp.decisions import cues
from kg.nlp.decisions.cells import NEVER
from kg.nlp.decisions.features import Candidate, Floats, by_owner, section_of
from kg.nlp.decisions.reading import Reading
from kg.nlp.encoder.labels import CLASSES, MENTION_KINDS, OUTPUT_INDEX
from kg.nlp.encoder.windows import Ints
from kg.nlp.values import ValueKind
from kg.terms import RELATIONS, EntityType, Relation

ATTRIBUTES = tuple(f.name for f in fields(Attributes))
_RELATIONS = tuple(Relation)
_VALUES: dict[str, tuple[ValueKind, str]] = {  # attribute: kind of value, output that links it
    "amount": (ValueKind.MONEY, "amount"),
    "upfront": (ValueKind.MONEY, "upfront"),
    "milestones": (ValueKind.MONEY, "milestones"),
    "royalties": (ValueKind.ROYALTIES, "royalties"),
    "territory": (ValueKind.TERRITORY, "territory"),
    "exclusive": (ValueKind.EXCLUSIVE, "exclusive"),
    "program": (ValueKind.PROGRAM, "program"),
    "date": (ValueKind.DATE, "date"),
    "phase": (ValueKind.PHASE, "phase"),
    "title": (ValueKind.TITLE, "title"),
}
_ENTITIES: dict[str, tuple[tuple[EntityType, ...], str]] = {
    "about": ((EntityType.DRUG, EntityType.PLATFORM), "about"),
    "agency": ((EntityType.AGENCY,), "agency"),
    "indication": ((EntityType.INDICATION,), "indication"),
}
_EVENT = {"date": "eventDate", "phase": "eventPhase", "indication": "eventIndication", "agency": "eventAgency"}
_UNLIKELY = 0.08  # probability of a class that is not looked at
_FAR = 6  # sentences from the fact's own: a value farther off that the encoder does not link is not looked at
_UNLINKED = -4.0  # logit of a link that does not count
_MENTIONS = 50  # of a value that are looked at for the nearest


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that an attribute of a fact may have."""

    fact: int  # number of the candidate fact
    attribute: str
    value: str  # as facts write it; the name of an entity
    owner: int  # number of the owner in the reading; -1 for classes
    mention: int  # the nearest mention of the value; -1 for classes
    probability: float  # of the class, -1 where there is none
    links: tuple[float, float]  # logits of the links with subject and object


def choices(reading: Reading, found: Sequence[Candidate], facts: Iterable[int]) -> list[Choice]:
    """All that the attributes of some of the candidate facts may be: what stands near, and what the encoder links."""
    mentions_of = by_owner(reading)
    result: list[Choice] = []
    for fact in facts:
        candidate = found[fact]
        near = _near(reading, candidate)
        for attribute in sorted(RELATIONS[candidate.relation].attributes):
            result += _of(reading, candidate, fact, attribute, near, mentions_of)
    return result


def _near(reading: Reading, candidate: Candidate) -> dict[int, int]:
    """The owners that stand within some sentences of a fact's pair, each with its nearest mention."""
    places = (int(reading.sentence[candidate.one]), int(reading.sentence[candidate.other]))
    nearest: dict[int, tuple[int, int]] = {}
    for place in {*places}:
        low, high = numpy.searchsorted(reading.sentence, [place - _FAR, place + _FAR + 1])
        for mention in range(int(low), int(high)):
            owner = int(reading.mentions.owners[mention])
            distance = _distance(reading, candidate, mention)
            if owner not in nearest or distance < nearest[owner][0]:
                nearest[owner] = (distance, mention)
    return {owner: mention for owner, (_, mention) in nearest.items()}


def _of(
    reading: Reading,
    candidate: Candidate,
    fact: int,
    attribute: str,
    near: dict[int, int],
    mentions_of: Sequence[Ints],
) -> Iterator[Choice]:
    event = candidate.relation is Relation.HAS_MILESTONE
    financing = attribute == "kind" and candidate.relation is Relation.RAISED
    kinds: frozenset[str] = frozenset()
    output = ""
    if financing:
        kinds, output = frozenset({f"value:{ValueKind.FINANCING}"}), "financing"
    elif attribute in _VALUES:
        kind, output = _VALUES[attribute]
        kinds = frozenset({f"value:{kind.value}"})
    elif attribute in _ENTITIES:
        types, output = _ENTITIES[attribute]
        kinds = frozenset(t.value for t in types)
    if event:
        output = _EVENT.get(attribute, output)
    linked = {o for side in candidate.cells for o in reading.cells.partners.get(side, ())} if output else set()
    seen: set[str] = set()
    for owner in sorted(near.keys() | linked):
        if MENTION_KINDS[reading.owners[owner].kind] not in kinds or owner in candidate.cells:
            continue
        links = (_link(reading, candidate.subject, owner, output), _link(reading, candidate.object, owner, output))
        if max(links) < _UNLINKED and (
            owner not in near or (attribute in _ENTITIES and not _close(reading, candidate, near[owner]))
        ):
            continue
        mention = near.get(owner, -1)
        if mention < 0:
            mention = int(min(mentions_of[owner][:_MENTIONS], key=lambda m: _distance(reading, candidate, int(m))))
        value, entity = reading.owners[owner].value, reading.owners[owner].entity
        name = value.value if value is not None else entity.name if entity is not None else ""
        seen.add(name)
        yield Choice(fact, attribute, name, owner, mention, _class(candidate, attribute, name), links)
    published = reading.document.published
    if attribute == "date" and published is not None and published not in seen:
        yield Choice(fact, attribute, published, -1, -1, -1.0, (NEVER, NEVER))
    if attribute in CLASSES and not financing:
        for option, probability in zip(CLASSES[attribute], candidate.classes[attribute], strict=True):
            if option and option not in seen and float(probability) > _UNLIKELY and (event or option != "delayed"):
                yield Choice(fact, attribute, option, -1, -1, float(probability), (NEVER, NEVER))


def _close(reading: Reading, candidate: Candidate, mention: int) -> bool:
    """Whether a mention stands in a sentence of the fact's pair, or next to one."""
    at = int(reading.sentence[mention])
    return min(abs(at - int(reading.sentence[m])) for m in (candidate.one, candidate.other)) <= 1


def _class(candidate: Candidate, attribute: str, name: str) -> float:
    if attribute not in CLASSES or name not in CLASSES[attribute]:
        return -1.0
    return float(candidate.classes[attribute][CLASSES[attribute].index(name)])


def _link(reading: Reading, one: int, other: int, output: str) -> float:
    cell = reading.cells.index.get((one, other))
    return float(reading.cells.pooled[cell, OUTPUT_INDEX[output]]) if cell is not None else NEVER


def _distance(reading: Reading, candidate: Candidate, mention: int) -> int:
    """Characters between a mention and the nearer of the fact's two."""
    m = reading.mentions
    return min(
        max(int(m.starts[mention] - m.ends[side]), int(m.starts[side] - m.ends[mention]), 0)
        for side in (candidate.one, candidate.other)
    )


COLUMNS: tuple[str, ...] = (
    *(f"relation {r.value}" for r in _RELATIONS),
    *(f"attribute {name}" for name in ATTRIBUTES),
    *(f"class {option}" for head in CLASSES for option in CLASSES[head][1:]),
    "subject link", "object link", "link", "rank by link", "gap by link", "probability", "rank by probability", "none",
    "distance", "rank by distance", "sentences away", "sentences before", "in headline", "mentions", "choices",
    "rule says it", "rule says other", "length", "published", "years after", "amount", "largest", "confidence", "fact's logit", "section", "owner's issuer",
    *(f"status {option or 'none'}" for option in CLASSES["status"]),
    *(f"cue {name}" for name in cues.names("modality")),
)  # fmt: skip
_OPTIONS = tuple((head, option) for head in CLASSES for option in CLASSES[head][1:])


def features(
    reading: Reading, found: Sequence[Candidate], options: Sequence[Choice], said: cues.SentenceCues
) -> Floats:
    """What is known of each choice: [choices, columns]."""
    if not options:
        return numpy.zeros((0, len(COLUMNS)), dtype=numpy.float32)
    counts = numpy.bincount(reading.mentions.owners, minlength=len(reading.owners))
    groups: dict[tuple[int, str], list[int]] = {}
    for number, choice in enumerate(options):
        groups.setdefault((choice.fact, choice.attribute), []).append(number)
    far = [_distance(reading, found[c.fact], c.mention) if c.mention >= 0 else 100_000 for c in options]
    amounts = [_amount(c.value) for c in options]
    rows = []
    for number, choice in enumerate(options):
        group = groups[choice.fact, choice.attribute]
        candidate = found[choice.fact]
        link = max(choice.links)
        others = [max(options[n].links) for n in group if n != number]
        best = max(others, default=NEVER)
        none = float(candidate.classes[choice.attribute][0]) if choice.attribute in CLASSES else -1.0
        rows.append(
            [
                *(float(candidate.relation is r) for r in _RELATIONS),
                *(float(choice.attribute == name) for name in ATTRIBUTES),
                *(float((choice.attribute, choice.value) == option) for option in _OPTIONS),
                *choice.links,
                link,
                float(sum(x > link for x in others)),
                link - best,
                choice.probability,
                float(sum(options[n].probability > choice.probability for n in group)),
                none,
                float(min(far[number], 5000)),
                float(sum(far[n] < far[number] for n in group)),
                *_place(reading, candidate, choice, counts),
                float(len(group)),
                *_hint(reading, candidate, choice),
                float(len(choice.value)),
                *_date(reading, choice),
                amounts[number],
                float(amounts[number] >= max(amounts[n] for n in group)),
                reading.owners[choice.owner].confidence if choice.owner >= 0 else 1.0,
                candidate.logit,
                float(section_of(reading, int(reading.mentions.starts[choice.mention])))
                if choice.mention >= 0
                else -1.0,
                float(_is_issuer(reading, candidate.subject)),
                *(float(p) for p in candidate.classes["status"]),
                *map(
                    float,
                    said.modality(int(reading.sentence[choice.mention if choice.mention >= 0 else candidate.one])),
                ),
            ]
        )
    return numpy.asarray(rows, dtype=numpy.float32)


def _place(reading: Reading, candidate: Candidate, choice: Choice, mentions_of: Ints) -> list[float]:
    if choice.mention < 0:
        return [-1.0, 0.0, 0.0, 0.0]
    at = int(reading.sentence[choice.mention])
    sides = [int(reading.sentence[candidate.one]), int(reading.sentence[candidate.other])]
    away = min((at - side for side in sides), key=abs)
    count = mentions_of[choice.owner]
    return [float(abs(away)), float(away), float(at < reading.headline), math.log1p(int(count))]


def _hint(reading: Reading, candidate: Candidate, choice: Choice) -> list[float]:
    said = reading.hints.values.get((candidate.relation, *candidate.cells), {}).get(choice.attribute, frozenset())
    return [float(choice.value in said), float(bool(said - {choice.value}))]


def _date(reading: Reading, choice: Choice) -> list[float]:
    published = reading.document.published
    if choice.attribute != "date" or not published:
        return [-1.0, 0.0]
    after = int(choice.value[:4]) - int(published[:4]) if choice.value[:4].isdigit() else 0
    return [float(choice.value.startswith(published) or published.startswith(choice.value)), float(after)]


def _amount(value: str) -> float:
    number = value.partition(" ")[2]
    try:
        return math.log10(max(float(number), 1.0))
    except ValueError:
        return -1.0


def _is_issuer(reading: Reading, owner: int) -> bool:
    entity = reading.owners[owner].entity
    return entity is not None and entity.id in reading.issuers
