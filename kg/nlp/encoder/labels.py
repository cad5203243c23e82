"""What the encoder's numbers mean: tags of words, kinds of mentions, outputs about pairs of mentions.

The order of everything here is part of a trained model: ``signature`` names it, and a model that was trained with
another is refused.
"""

from __future__ import annotations

import hashlib
from functools import cache

import numpy

from kg.nlp.values import ValueKind
from kg.terms import RELATIONS, DealKind, EntityType, MilestoneEvent, Phase, Relation, SectionKind, Status

T = EntityType
V = ValueKind

ENTITY_TYPES = tuple(EntityType)
TAGS = ("O", *(f"{mark}-{kind.value}" for kind in ENTITY_TYPES for mark in ("B", "I")))
SECTIONS = tuple(SectionKind)
VALUE_KINDS = tuple(ValueKind)
EVENTS = tuple(event.value for event in MilestoneEvent)

# Kinds of mentions: entity types, values, and one kind an event, since what "dosed" is to a drug "closed" is not.
MENTION_KINDS = (
    *(kind.value for kind in ENTITY_TYPES),
    *(f"value:{kind.value}" for kind in VALUE_KINDS if kind is not V.EVENT),
    *(f"event:{event}" for event in EVENTS),
)
KIND_INDEX = {kind: number for number, kind in enumerate(MENTION_KINDS)}

_ORGANIZATIONS = tuple(kind.value for kind in (T.COMPANY, T.UNIVERSITY, T.AGENCY, T.NONPROFIT))
_EVENTS = tuple(f"event:{event}" for event in EVENTS)
_ANY = tuple(kind.value for kind in ENTITY_TYPES)
_LITERALS = {
    Relation.HAS_DESIGNATION: (f"value:{V.DESIGNATION}",),
    Relation.RAISED: (f"value:{V.MONEY}",),
    Relation.LISTED_AS: (f"value:{V.TICKER}",),
    Relation.HAS_MILESTONE: _EVENTS,
}
# Links between something that a fact is about and what may be an attribute of it: name, kinds of either side.
LINKS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("amount", _ORGANIZATIONS, (f"value:{V.MONEY}",)),
    ("upfront", _ORGANIZATIONS, (f"value:{V.MONEY}",)),
    ("milestones", _ORGANIZATIONS, (f"value:{V.MONEY}",)),
    ("royalties", _ORGANIZATIONS, (f"value:{V.ROYALTIES}",)),
    ("territory", _ORGANIZATIONS, (f"value:{V.TERRITORY}",)),
    ("exclusive", _ORGANIZATIONS, (f"value:{V.EXCLUSIVE}",)),
    ("program", _ORGANIZATIONS, (f"value:{V.PROGRAM}",)),
    ("financing", _ORGANIZATIONS, (f"value:{V.FINANCING}",)),
    ("date", _ANY, (f"value:{V.DATE}",)),
    ("phase", ("drug", "indication", "trial"), (f"value:{V.PHASE}",)),
    ("title", ("person", *_ORGANIZATIONS), (f"value:{V.TITLE}",)),
    ("about", _ORGANIZATIONS, ("drug", "platform")),
    ("agency", ("drug", f"value:{V.DESIGNATION}"), ("agency",)),
    ("indication", (f"value:{V.DESIGNATION}",), ("indication",)),
    ("eventDate", _EVENTS, (f"value:{V.DATE}",)),
    ("eventPhase", _EVENTS, (f"value:{V.PHASE}",)),
    ("eventIndication", _EVENTS, ("indication",)),
    ("eventAgency", _EVENTS, ("agency",)),
)
OUTPUTS = (*(relation.value for relation in Relation), *(name for name, _, _ in LINKS))
OUTPUT_INDEX = {name: number for number, name in enumerate(OUTPUTS)}

# Classes of a fact, told from its pair of mentions; the first of each is "not said".
CLASSES: dict[str, tuple[str, ...]] = {
    "status": ("", *(status.value for status in Status)),
    "phase": ("", *(phase.value for phase in Phase)),
    "kind": ("", *(kind.value for kind in DealKind)),
}


@cache
def compatible() -> numpy.ndarray:
    """Which outputs can hold between mentions of two kinds: boolean, kinds by kinds by outputs."""
    allowed = numpy.zeros((len(MENTION_KINDS), len(MENTION_KINDS), len(OUTPUTS)), dtype=bool)
    sides = [
        (
            r.value,
            tuple(t.value for t in RELATIONS[r].subjects),
            tuple(t.value for t in RELATIONS[r].objects) or _LITERALS[r],
        )
        for r in Relation
    ]
    for name, subjects, objects in (*sides, *LINKS):
        for one in subjects:
            for other in objects:
                allowed[KIND_INDEX[one], KIND_INDEX[other], OUTPUT_INDEX[name]] = True
    return allowed


@cache
def signature() -> str:
    """Names the order of all labels and features."""
    order = (
        TAGS,
        tuple(s.value for s in SECTIONS),
        tuple(v.value for v in VALUE_KINDS),
        MENTION_KINDS,
        OUTPUTS,
        CLASSES,
    )
    return hashlib.sha256(repr((order, compatible().tobytes())).encode()).hexdigest()[:16]
