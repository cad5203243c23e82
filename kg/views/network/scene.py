"""Knowledge as the page draws it: nodes, and statements between them, with kinds of a disease folded into it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import networkx

from kg.errors import UnknownEntityError
from kg.model import Document, Entity, Evidence, Knowledge, Statement
from kg.resources import path
from kg.terms import ORGANIZATIONS, RELATIONS, EntityType, Modality, Phase, Relation
from kg.views.network.choice import Choice, Through, days

COMMON = 6  # drugs: a disease with so many is common
_BACKERS = 3  # organizations: who funds so many is a funder first of all
_PHASES = tuple(Phase)
_DERIVED = {Relation.MANUFACTURES: "makes {} for", Relation.ACQUIRES: "acquires {}, developed by"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement as the page shows it."""

    id: str
    relation: Relation
    label: str
    subject: str
    object: str  # id of an entity, or a literal
    statement: Statement | None = None  # None where it follows from others
    evidence: tuple[Evidence, ...] = ()
    follows: tuple[str, ...] = ()  # ids of the statements that it follows from

    @property
    def literal(self) -> bool:
        """Whether the object is a string and not an entity."""
        return not self.follows and RELATIONS[self.relation].literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """The drugs of an organization in short."""

    drugs: tuple[str, ...]
    phase: Phase | None = None  # the furthest
    disease: str | None = None  # id of the one that most is said of


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that a page draws or lists."""

    entities: Mapping[str, Entity]
    said: tuple[Said, ...]
    documents: tuple[Document, ...]
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of a disease: names folded into it
    folded: Mapping[str, str] = field(default_factory=dict)  # id of a kind to that of its disease
    phases: Mapping[str, Phase] = field(default_factory=dict)  # of a drug: the furthest
    programs: Mapping[str, Programs] = field(default_factory=dict)  # of an organization
    hubs: Mapping[str, Through] = field(default_factory=dict)  # where a focus stops

    def between(self, types: frozenset[EntityType], *, derived: bool) -> list[Said]:
        """What is said of two entities of some types; what follows from statements about their drugs too, if asked."""
        return [
            s
            for s in self.said
            if not s.literal
            and s.subject != s.object
            and (derived or not s.follows)
            and self.entities[s.subject].type in types
            and self.entities[s.object].type in types
        ]


def scene(knowledge: Knowledge, choice: Choice) -> Scene:
    """Choose, fold, derive and restrict to the focus.

    Raises:
        UnknownEntityError: A focus is no entity of the knowledge.
    """
    entities = {e.id: e for e in knowledge.entities}
    for id_ in choice.focus:
        if id_ not in entities:
            raise UnknownEntityError(f"focus {id_!r}: there is no such entity")
    folded = _folded(knowledge.entities)
    said = tuple(_said(knowledge, choice, entities, folded))
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, disease in folded.items():
        kinds[disease].append(entities.pop(kind).name)
    phases = _phases(said)
    whole = Scene(
        entities=entities,
        said=said + tuple(_derived(said, entities)),
        documents=knowledge.documents,
        kinds={disease: tuple(sorted(names)) for disease, names in kinds.items()},
        folded=folded,
        phases=phases,
        programs=_programs(said, phases),
        hubs=_hubs(said, entities),
    )
    drawn = _near(whole, choice) if choice.focus else whole
    cited = {e.document for s in drawn.said for e in s.evidence}
    return replace(drawn, documents=tuple(d for d in knowledge.documents if d.id in cited))


def _said(
    knowledge: Knowledge, choice: Choice, entities: Mapping[str, Entity], folded: Mapping[str, str]
) -> Iterable[Said]:
    published = {d.id: days(d.published) for d in knowledge.documents}
    for statement in knowledge.statements:
        evidence = choice.evidence(statement.evidence, published)
        if statement.modality is Modality.NEGATED or not evidence or statement.subject not in entities:
            continue
        term = RELATIONS[statement.relation]
        if not term.literal and statement.object not in entities:
            continue
        yield Said(
            id=statement.id,
            relation=statement.relation,
            label=term.label,
            subject=folded.get(statement.subject, statement.subject),
            object=statement.object if term.literal else folded.get(statement.object, statement.object),
            statement=statement,
            evidence=evidence,
        )


@cache
def _heads() -> frozenset[str]:
    """Words that are names of no disease in particular, such as cancer."""
    lines = path("data/cues/disease-heads.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0].casefold() for line in lines[1:] if line)


def _folded(entities: Sequence[Entity]) -> dict[str, str]:
    """For each kind of a disease, the disease: the broadest above it that is not just "cancer" or "disease"."""
    known = {e.id: e for e in entities if e.type is EntityType.INDICATION}
    found = {}
    for id_ in known:
        top, seen = id_, {id_}
        while above := next((b for b in known[top].broader if b in known and b not in seen and _own(known[b])), None):
            top = above
            seen.add(above)
        if any(b in seen for b in known[top].broader):
            top = min(seen)  # in a circle of kinds one stays
        if top != id_:
            found[id_] = top
    return {kind: disease for kind, disease in found.items() if disease not in found}


def _own(disease: Entity) -> bool:
    return disease.name.casefold() not in _heads()


def _phases(said: Sequence[Said]) -> dict[str, Phase]:
    """How far each drug has come; what is only planned counts where nothing else is known."""
    sure: dict[str, Phase] = {}
    hoped: dict[str, Phase] = {}
    for s in said:
        if s.statement is None or s.relation is Relation.HAS_MILESTONE:
            continue
        phase = Phase.APPROVED if s.relation is Relation.APPROVED_FOR else s.statement.attributes.phase
        drug = s.object if s.relation is Relation.DEVELOPS else s.subject
        if phase is None:
            continue
        planned = s.statement.modality in {Modality.PLANNED, Modality.POSSIBLE}
        found = hoped if planned or s.statement.attributes.status == "planned" else sure
        found[drug] = max(phase, found.get(drug, phase), key=_PHASES.index)
    return hoped | sure


def _programs(said: Sequence[Said], phases: Mapping[str, Phase]) -> dict[str, Programs]:
    drugs: dict[str, dict[str, None]] = defaultdict(dict)
    diseases: dict[str, Counter[str]] = defaultdict(Counter)
    for s in said:
        if s.relation is Relation.DEVELOPS:
            drugs[s.subject][s.object] = None
        elif s.relation in {Relation.STUDIED_FOR, Relation.APPROVED_FOR}:
            diseases[s.subject][s.object] += len(s.evidence)
    found = {}
    for organization, own in drugs.items():
        order = sorted(own, key=lambda d: (-_PHASES.index(phases[d]) if d in phases else 1, d))
        counts: Counter[str] = sum((diseases[d] for d in order), Counter())
        main = min(counts, key=lambda d: (-counts[d], d)) if counts else None
        found[organization] = Programs(drugs=tuple(order), phase=phases.get(order[0]), disease=main)
    return found


def _derived(said: Sequence[Said], entities: Mapping[str, Entity]) -> Iterable[Said]:
    """What organizations do with each other's drugs: who makes a drug makes it for its developers."""
    developments: dict[str, list[Said]] = defaultdict(list)
    for s in said:
        if s.relation is Relation.DEVELOPS:
            developments[s.object].append(s)
    for s in said:
        if s.relation not in _DERIVED or s.object not in developments:
            continue
        for own in developments[s.object]:
            if own.subject != s.subject and entities[own.subject].type in ORGANIZATIONS:
                yield Said(
                    id=f"{s.id}+{own.id}",
                    relation=s.relation,
                    label=_DERIVED[s.relation].format(entities[s.object].name),
                    subject=s.subject,
                    object=own.subject,
                    evidence=s.evidence,
                    follows=(s.id, own.id),
                )


def _hubs(said: Sequence[Said], entities: Mapping[str, Entity]) -> dict[str, Through]:
    backed: dict[str, set[str]] = defaultdict(set)
    studied: dict[str, set[str]] = defaultdict(set)
    for s in said:
        if s.relation is Relation.FUNDS:
            backed[s.subject].add(s.object)
        elif s.relation in {Relation.STUDIED_FOR, Relation.APPROVED_FOR}:
            studied[s.object].add(s.subject)
    found = {}
    for id_, entity in entities.items():
        few = 1 if entity.type is EntityType.NONPROFIT else _BACKERS
        if entity.type is EntityType.AGENCY or len(backed.get(id_, ())) >= few:
            found[id_] = Through.FUNDERS
        elif entity.type is EntityType.PLACE:
            found[id_] = Through.PLACES
        elif entity.type is EntityType.INDICATION and (not _own(entity) or len(studied.get(id_, ())) >= COMMON):
            found[id_] = Through.DISEASES
    return found


def _near(whole: Scene, choice: Choice) -> Scene:
    """Only what is near the focus; hubs end a way unless the choice goes through them."""
    graph = networkx.Graph()
    graph.add_nodes_from(whole.entities)
    graph.add_edges_from((s.subject, s.object) for s in whole.said if not s.literal)
    reached = dict.fromkeys(whole.folded.get(id_, id_) for id_ in choice.focus)
    edge = list(reached)
    for step in range(choice.depth):
        going = [n for n in edge if step == 0 or _passes(whole.hubs.get(n), choice.through)]
        edge = [n for n in dict.fromkeys(m for n in going for m in graph[n]) if n not in reached]
        reached.update(dict.fromkeys(edge))
    said = [s for s in whole.said if s.subject in reached and (s.literal or s.object in reached)]
    kept = {s.id for s in said}
    said = [s for s in said if kept.issuperset(s.follows)]
    return replace(whole, entities={n: whole.entities[n] for n in reached}, said=tuple(said))


def _passes(hub: Through | None, through: frozenset[Through]) -> bool:
    return hub is None or hub in through or Through.ALL in through


def plain(text: str) -> str:
    r"""Text on one line, without control characters.

    >>> plain("# Alpha\n Bio")
    'Alpha Bio'
    """
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+", " ", text).strip("# ")
