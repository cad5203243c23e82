"""What may qualify a fact: candidate values of its attributes, and the columns that the trained scorer chooses by."""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

import numpy

from kg.model import Attributes
from kg.nlp.decisions import cues
from kg.nlp.decisions.cells import CLASS_SLICES, NEVER, class_probabilities
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
_UNLIKELY = 0.004  # probability of a class that is not looked at
_FAR = 6  # sentences from the fact's own: a value farther off that the encoder does not link is not looked at
_UNLINKED = -4.0  # logit of a link that does not count
_NOTHING = -8.0  # logit of an event that the document does not speak of
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
    known: dict[tuple[int, str], list[int]] = {}
    result: list[Choice] = []
    for fact in facts:
        candidate = found[fact]
        near = _near(reading, candidate)
        for attribute in sorted(RELATIONS[candidate.relation].attributes):
            result += _of(reading, candidate, fact, attribute, near, mentions_of, known)
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
    known: dict[tuple[int, str], list[int]],
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
    linked = {o for side in candidate.cells for o in _linked(reading, side, output, known)} if output else set()
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


def _linked(reading: Reading, side: int, output: str, known: dict[tuple[int, str], list[int]]) -> list[int]:
    """The owners that the encoder links with a side of a fact; ``known`` keeps what was found."""
    if (side, output) not in known:
        partners = reading.cells.partners.get(side, ())
        known[side, output] = [o for o in partners if _link(reading, side, o, output) >= _UNLINKED]
    return known[side, output]


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


# Events that tell how far the studies of a drug are.
_TELLING = (
    "trial start", "first patient", "enrollment complete", "interim data", "topline data", "data presented", "program ended", "approval",
)  # fmt: skip
_TELLING_STATUS = ("planned", "ongoing", "completed")
_TOGETHER = 12  # sentences with both sides of a fact whose cues are counted

COLUMNS: tuple[str, ...] = (
    *(f"relation {r.value}" for r in _RELATIONS),
    *(f"attribute {name}" for name in ATTRIBUTES),
    *(f"class {option}" for head in CLASSES for option in CLASSES[head][1:]),
    "subject link", "object link", "link", "rank by link", "gap by link", "probability", "rank by probability", "none",
    "distance", "rank by distance", "sentences away", "sentences before", "in headline", "mentions", "choices",
    "rule says it", "rule says other", "length", "published", "years after", "amount", "largest", "confidence", "fact's logit", "section", "owner's issuer",
    *(f"status {option or 'none'}" for option in CLASSES["status"]),
    *(f"cue {name}" for name in cues.names("modality")),
    "over not said", "same kind cues", "other kind cues", "same kind in headline",
    *(f"phase {option or 'none'}" for option in CLASSES["phase"]),
    *(f"{event} {what}" for event in _TELLING for what in ("logit", *_TELLING_STATUS)),
    *(f"trial {option or 'none'}" for option in CLASSES["status"]),
    *(f"together {name}" for name in cues.names("modality")),
)  # fmt: skip
_OPTIONS = tuple((head, option) for head in CLASSES for option in CLASSES[head][1:])


def features(
    reading: Reading, found: Sequence[Candidate], options: Sequence[Choice], said: cues.SentenceCues
) -> Floats:
    """What is known of each choice: [choices, columns]."""
    if not options:
        return numpy.zeros((0, len(COLUMNS)), dtype=numpy.float32)
    counts = numpy.bincount(reading.mentions.owners, minlength=len(reading.owners))
    far = [_distance(reading, found[c.fact], c.mention) if c.mention >= 0 else 100_000 for c in options]
    amounts = [_amount(c.value) for c in options]
    ranks = _ranks(options, far, amounts)
    around = _Around(reading, said)
    rows = []
    for number, choice in enumerate(options):
        candidate = found[choice.fact]
        link = max(choice.links)
        rank = ranks[number]
        none = float(candidate.classes[choice.attribute][0]) if choice.attribute in CLASSES else -1.0
        rows.append(
            [
                *(float(candidate.relation is r) for r in _RELATIONS),
                *(float(choice.attribute == name) for name in ATTRIBUTES),
                *(float((choice.attribute, choice.value) == option) for option in _OPTIONS),
                *choice.links,
                link,
                rank.by_link,
                rank.over_next_link,
                choice.probability,
                rank.by_probability,
                none,
                float(min(far[number], 5000)),
                rank.by_distance,
                *_place(reading, candidate, choice, counts),
                rank.choices,
                *_hint(reading, candidate, choice),
                float(len(choice.value)),
                *_date(reading, choice),
                amounts[number],
                rank.largest,
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
                around.surest(candidate, choice),
                *around.kinds(candidate, choice),
                *(float(p) for p in candidate.classes["phase"]),
                *around.events(candidate.subject),
                *around.trials(candidate.subject),
                *around.together(choice.fact, candidate),
            ]
        )
    return numpy.asarray(rows, dtype=numpy.float32)


@dataclass(frozen=True, slots=True)
class _Rank:
    """A choice among all for the same attribute of the same fact."""

    choices: float
    by_link: float  # how many are linked more strongly
    over_next_link: float
    by_probability: float
    by_distance: float
    largest: float  # whether no amount is larger


def _ranks(options: Sequence[Choice], far: Sequence[int], amounts: Sequence[float]) -> list[_Rank]:
    groups: dict[tuple[int, str], list[int]] = {}
    for number, choice in enumerate(options):
        groups.setdefault((choice.fact, choice.attribute), []).append(number)
    made: dict[int, _Rank] = {}
    for group in groups.values():
        links = sorted(max(options[n].links) for n in group)
        likely = sorted(options[n].probability for n in group)
        near = sorted(far[n] for n in group)
        most = max(amounts[n] for n in group)
        for n in group:
            link = max(options[n].links)
            above = len(group) - bisect.bisect_right(links, link)
            # the strongest of the others: the next below for the one on top, the top for all below it
            other = NEVER if len(group) == 1 else links[-2] if link == links[-1] else links[-1]
            made[n] = _Rank(
                choices=float(len(group)),
                by_link=float(above),
                over_next_link=link - other,
                by_probability=float(len(group) - bisect.bisect_right(likely, options[n].probability)),
                by_distance=float(bisect.bisect_left(near, far[n])),
                largest=float(amounts[n] >= most),
            )
    return [made[n] for n in range(len(options))]


class _Around:
    """What a document says elsewhere about the subject of a fact; looked at once for each."""

    def __init__(self, reading: Reading, said: cues.SentenceCues) -> None:
        self._reading = reading
        self._said = said
        self._sentences = [frozenset(reading.sentence[m].tolist()) for m in by_owner(reading)]
        self._classes: dict[tuple[int, int], dict[str, Floats]] = {}
        self._kept: dict[tuple[str, int], list[float]] = {}
        self._events = {
            MENTION_KINDS[o.kind].removeprefix("event:"): n
            for n, o in enumerate(reading.owners)
            if MENTION_KINDS[o.kind].startswith("event:")
        }

    def surest(self, candidate: Candidate, choice: Choice) -> float:
        """The logit of a class over the class "not said", where one pair of mentions says it most clearly."""
        if choice.attribute not in CLASSES or choice.value not in CLASSES[choice.attribute]:
            return 0.0
        piece = CLASS_SLICES[choice.attribute]
        logits = self._reading.cells.logits[self._reading.cells.rows(candidate.cell)]
        over = logits[:, piece.start + CLASSES[choice.attribute].index(choice.value)] - logits[:, piece.start]
        return float(over.max())

    def kinds(self, candidate: Candidate, choice: Choice) -> list[float]:
        """Cues of a kind of deal, and of others, in the sentences of the fact's pair; and in the headline."""
        if choice.attribute != "kind" or candidate.relation is not Relation.PARTNERS_WITH:
            return [0.0, 0.0, 0.0]
        at = {int(self._reading.sentence[m]) for m in (candidate.one, candidate.other)}
        counts = sum((self._said.kinds(n) for n in at), numpy.zeros(len(cues.names("kinds")), dtype=numpy.float32))
        head = sum((self._said.kinds(n) for n in range(min(self._reading.headline, 3))), numpy.zeros_like(counts))
        same = cues.names("kinds").index(choice.value) if choice.value in cues.names("kinds") else -1
        if same < 0:
            return [0.0, float(counts.max()), 0.0]
        return [float(counts[same]), float(numpy.delete(counts, same).max()), float(head[same])]

    def events(self, subject: int) -> list[float]:
        """How likely each telling event is one of the subject, and planned, under way or past."""
        if ("events", subject) not in self._kept:
            row: list[float] = []
            for event in _TELLING:
                cell = self._reading.cells.index.get((subject, self._events.get(event, -1)))
                row += self._status(cell, OUTPUT_INDEX[Relation.HAS_MILESTONE.value])
            self._kept["events", subject] = row
        return self._kept["events", subject]

    def _status(self, cell: int | None, output: int) -> list[float]:
        if cell is None:
            return [_NOTHING] + [0.0] * len(_TELLING_STATUS)
        told = self._told(cell, output)["status"]
        return [
            float(self._reading.cells.pooled[cell, output]),
            *(float(told[CLASSES["status"].index(s)]) for s in _TELLING_STATUS),
        ]

    def trials(self, subject: int) -> list[float]:
        """The status of the subject's likeliest trial."""
        if ("trials", subject) not in self._kept:
            output = OUTPUT_INDEX[Relation.HAS_TRIAL.value]
            cells = [self._reading.cells.index[subject, o] for o in self._reading.cells.partners.get(subject, ())]
            best = max(cells, key=lambda c: self._reading.cells.pooled[c, output], default=None)
            if best is None or self._reading.cells.pooled[best, output] < 0:
                row = [0.0] * len(CLASSES["status"])
            else:
                row = [float(p) for p in self._told(best, output)["status"]]
            self._kept["trials", subject] = row
        return self._kept["trials", subject]

    def _told(self, cell: int, output: int) -> dict[str, Floats]:
        if (cell, output) not in self._classes:
            self._classes[cell, output] = class_probabilities(self._reading.cells, cell, output)
        return self._classes[cell, output]

    def together(self, fact: int, candidate: Candidate) -> list[float]:
        """Cues of modality, added up over the sentences that have both sides of the fact."""
        if ("together", fact) not in self._kept:
            both = sorted(self._sentences[candidate.subject] & self._sentences[candidate.object])[:_TOGETHER]
            counts = [self._said.modality(n) for n in both if n >= 0]
            total = sum(counts, numpy.zeros(len(cues.names("modality")), dtype=numpy.float32))
            self._kept["together", fact] = [float(c) for c in total]
        return self._kept["together", fact]


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
