"""The facts of a document: what the scorers keep, with attributes, evidence and confidence."""

from __future__ import annotations

import bisect
from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any

import numpy

from kg.model import AttributeEvidence, Attributes, Evidence, Fact, Money
from kg.nlp.decisions import attributes as choosing
from kg.nlp.decisions import cues
from kg.nlp.decisions.attributes import Choice
from kg.nlp.decisions.features import Candidate, candidates, features
from kg.nlp.decisions.reading import Reading
from kg.nlp.decisions.scorer import Scorer
from kg.terms import Modality, Phase, Relation, SectionKind, Status

_FAR = 0.7  # logit that a pair loses for each sentence between its mentions, when evidence is chosen
_TABLE = 0.1  # of 19 such facts in tables of the gold between this and the usual thresholds 18 were right
_LIKELY = 0.3  # probability from which on the likeliest value of an attribute is given
_MONEY = frozenset({"amount", "upfront", "milestones"})
_NEWS = frozenset({SectionKind.HEADLINE, SectionKind.DATELINE})
_LEAD = 4  # sentences after the headline that tell the news
_AHEAD = frozenset({Status.PLANNED, Status.DELAYED})
_QUOTE = 1200  # characters of evidence


def decide(reading: Reading, scorer: Scorer) -> list[Fact]:
    """The facts of a document, by relation, then by where they are said."""
    found = candidates(reading)
    said = cues.SentenceCues(reading)
    probability = scorer.facts(features(reading, found, said))
    kept = [n for n, candidate in enumerate(found) if probability[n] >= _threshold(reading, candidate, scorer)]
    kept = _consistent(found, probability, kept, reading.hints.facts)
    options = choosing.choices(reading, found, kept)
    likely = scorer.attributes(choosing.features(reading, found, options, said))
    chosen: dict[int, dict[str, tuple[float, Choice]]] = {}
    for choice, p in zip(options, likely, strict=True):
        best = chosen.setdefault(choice.fact, {})
        if (
            p >= scorer.thresholds.attributes.get(choice.attribute, _LIKELY)
            and p > best.get(choice.attribute, (0.0,))[0]
        ):
            best[choice.attribute] = (float(p), choice)
    return [_fact(reading, found[n], float(probability[n]), chosen.get(n, {}), said, scorer.card.version) for n in kept]


def _threshold(reading: Reading, candidate: Candidate, scorer: Scorer) -> float:
    """From which probability on a candidate is kept: in tables, what rules see needs little more than that."""
    usual = scorer.thresholds.facts[candidate.relation.value]
    seen = (candidate.relation, *candidate.cells) in reading.hints.facts
    at = int(reading.mentions.starts[candidate.other])
    return min(usual, _TABLE) if seen and _section(reading, at) is SectionKind.TABLE else usual


def _consistent(
    found: Sequence[Candidate], probability: Any, kept: Sequence[int], ruled: Container[tuple[Relation, int, int]]
) -> list[int]:
    """Without facts that contradict a surer one: A owns B and B owns A; two makers, of whom rules see one."""
    one_way = {Relation.SUBSIDIARY_OF, Relation.LICENSES_TO, Relation.ACQUIRES, Relation.HAS_COMPONENT}
    surest: dict[tuple[Relation, frozenset[int]], int] = {}
    made = {c.object for c in found if c.relation is Relation.MANUFACTURES and (c.relation, *c.cells) in ruled}
    result = []
    for n in sorted(kept, key=lambda n: (-probability[n], n)):
        candidate = found[n]
        unseen = (candidate.relation, *candidate.cells) not in ruled
        if unseen and candidate.relation is Relation.MANUFACTURES and candidate.object in made:
            continue
        if candidate.relation in one_way:
            key = (candidate.relation, frozenset(candidate.cells))
            if surest.setdefault(key, n) != n:
                continue
        result.append(n)
    return sorted(result)


def _fact(
    reading: Reading,
    candidate: Candidate,
    probability: float,
    chosen: dict[str, tuple[float, Choice]],
    said: cues.SentenceCues,
    version: str,
) -> Fact:
    subject = reading.owners[candidate.subject].entity
    assert subject is not None
    owner = reading.owners[candidate.object]
    object_ = owner.entity.id if owner.entity is not None else owner.value.value if owner.value is not None else ""
    values: dict[str, Any] = {}
    proofs = []
    for name, (_, choice) in sorted(chosen.items()):
        values[name] = _value(reading, name, choice)
        if choice.mention >= 0:
            start, end = int(reading.mentions.starts[choice.mention]), int(reading.mentions.ends[choice.mention])
            proofs.append(AttributeEvidence(attribute=name, start=start, end=end))
    published = reading.document.published
    if values.get("status") in _AHEAD and published is not None and "date" in values and values["date"] == published:
        del values["date"]  # what is yet to come did not happen on the day of the document
        proofs = [p for p in proofs if p.attribute != "date"]
    evidence = _evidence(reading, candidate, said, version, probability)
    attributes = replace(Attributes(), **values)
    planned = attributes.status in _AHEAD
    return Fact(
        relation=candidate.relation,
        subject=subject.id,
        object=object_,
        attributes=attributes,
        modality=Modality.PLANNED if planned else Modality.ASSERTED,
        evidence=evidence,
        attribute_evidence=tuple(proofs),
        confidence=round(probability, 4),
    )


def _value(reading: Reading, name: str, choice: Choice) -> Any:
    if name in _MONEY:
        return Money.of(choice.value)
    if name == "exclusive":
        return choice.value == "true"
    if name in {"about", "agency", "indication"}:
        entity = reading.owners[choice.owner].entity
        return entity.id if entity is not None else None
    if name == "phase":
        return Phase(choice.value)
    return Status(choice.value) if name == "status" else choice.value


def _evidence(
    reading: Reading, candidate: Candidate, said: cues.SentenceCues, version: str, probability: float
) -> Evidence:
    cells, rows = reading.cells, reading.cells.rows(candidate.cell)
    one, other = cells.one[rows], cells.other[rows]
    away = numpy.abs(reading.sentence[one] - reading.sentence[other])
    best = int((cells.logits[rows, candidate.output] - _FAR * numpy.minimum(away, 8)).argmax())
    first, second = sorted((int(one[best]), int(other[best])), key=lambda m: int(reading.mentions.starts[m]))
    number, last = max(int(reading.sentence[first]), 0), max(int(reading.sentence[second]), 0)
    if last - number > 2:  # the headline names one, a later sentence says it of the other
        number = last
    start, end = reading.sentences[number][0], reading.sentences[last][1]
    if end - start > _QUOTE:  # a line without an end: what lies around the names
        middle = int(reading.mentions.starts[first]) if number != last else int(reading.mentions.starts[second])
        start, end = max(start, middle - _QUOTE // 2), min(end, middle + _QUOTE // 2)
    text = reading.document.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    section = _section(reading, start)
    news = section in _NEWS or (section is SectionKind.BODY and number < reading.headline + _LEAD)
    return Evidence(
        document=reading.document.id,
        start=start,
        end=end,
        quote=text[start:end],
        rule=f"reader {version}/{candidate.relation.value}",
        trigger=said.trigger(last, candidate.relation.value, int(reading.mentions.starts[second])),
        confidence=round(probability, 4),
        section=section,
        news=news,
    )


def _section(reading: Reading, at: int) -> SectionKind:
    sections = reading.document.sections
    number = bisect.bisect_right(sections, at, key=lambda s: s.start) - 1
    return sections[number].kind if number >= 0 and at < sections[number].end else SectionKind.BODY
