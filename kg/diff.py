"""What changed between two states of knowledge: two dates of one store, or two stores."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kg.assembly.conflicts import kinds
from kg.assembly.values import agree
from kg.model import ENTITY_ATTRIBUTES, Entity, Knowledge, Statement
from kg.names import fold
from kg.tellings import Telling, plain_value, telling_of, tellings
from kg.terms import ORGANIZATIONS, RELATIONS, ConflictType, Modality


class Kind(StrEnum):
    """What became of a statement."""

    NEW = "new"  # nothing like it was said before
    ADVANCED = "advanced"  # it moved forward
    SET_BACK = "set back"  # it moved back, was delayed, ended or denied
    CHANGED = "changed"  # the same, with values that were not known or were less precise
    REPEATED = "repeated"  # the same, said again
    GONE = "gone"  # it is not said any more, in any document that counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A statement before or after, with the sentence that gives what changed."""

    values: tuple[tuple[str, str], ...]  # attribute and value, those that stand in these sentences
    sentence: str
    also: tuple[str, ...]
    document: str
    published: str | None
    documents: int  # that make the statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference."""

    kind: Kind
    relation: str
    subject: str  # its name
    object: str
    attributes: tuple[str, ...]  # in which the two differ
    before: Side | None
    after: Side | None

    def record(self) -> dict[str, Any]:
        """As JSON has it; what is not there is left out."""
        made = dataclasses.asdict(self)
        for side in ("before", "after"):
            if made[side] is not None:
                made[side]["values"] = dict(made[side]["values"])
        return {key: value for key, value in made.items() if value not in (None, ())}


def counts(changes: Iterable[Change]) -> dict[str, int]:
    """How many changes of each kind there are, in the order of ``Kind``."""
    found = Counter(change.kind for change in changes)
    return {kind.value: found[kind] for kind in Kind}


def diff(before: Knowledge, after: Knowledge) -> tuple[Change, ...]:
    """What changed, by kind, relation, subject and object.

    Statements are the same where relation, subject, object and the disease's setting are, and no attribute of one speaks
    against the other's.
    Entities are the same by id, or by a name that only one entity of their kind has on the other side.
    """
    return tuple(sorted(_Comparison(before, after).changes(), key=_order))


def _order(change: Change) -> tuple[int, str, str, str, str]:
    side = change.after or change.before
    return list(Kind).index(change.kind), change.relation, change.subject, change.object, side.sentence if side else ""


Group = tuple[str, str, str, str]


class _Comparison:
    def __init__(self, before: Knowledge, after: Knowledge) -> None:
        same = _same_entities(before.entities, after.entities)
        self.before = [_renamed(s, same) for s in before.statements]
        self.after = list(after.statements)
        self.names = {**{e.id: e.name for e in before.entities}, **{e.id: e.name for e in after.entities}}
        self.documents = (
            {d.id: d for d in before.documents},
            {d.id: d for d in after.documents},
        )

    def changes(self) -> Iterator[Change]:
        earlier: dict[Group, list[Statement]] = defaultdict(list)
        for statement in self.before:
            earlier[_group(statement)].append(statement)
        used: set[int] = set()
        pairs = [(self._match(s, earlier[_group(s)], used), s) for s in sorted(self.after, key=_fullest)]
        pairs = self._by_sentence(pairs, used)
        for old, new in pairs:
            if old is None:
                yield self._new(new, earlier[_group(new)])
            elif (kind := _kind(old, new)) is not None:
                yield self._change(kind, old, new, _differing(old, new))
        said = {at for s in self.after for at in _sentences(s)}
        for statement in self.before:
            if id(statement) not in used and not said.issuperset(_sentences(statement)):
                yield self._change(Kind.GONE, statement, None, ())

    def _by_sentence(
        self, pairs: list[tuple[Statement | None, Statement]], used: set[int]
    ) -> list[tuple[Statement | None, Statement]]:
        """Match what is left by its sentences: more documents may have made another entity of the same words."""
        left: dict[tuple[str, str, int, int], Statement] = {}
        for statement in self.before:
            if id(statement) not in used:
                left.update(dict.fromkeys(_sentences(statement), statement))
        made: list[tuple[Statement | None, Statement]] = []
        for known, new in pairs:
            old = known or next((left[at] for at in _sentences(new) if at in left and id(left[at]) not in used), None)
            if old is not None:
                used.add(id(old))
            made.append((old, new))
        return made

    def _match(self, new: Statement, candidates: list[Statement], used: set[int]) -> Statement | None:
        for old in sorted(candidates, key=lambda s: (len(_differing(s, new)), s.id)):
            if id(old) not in used and _agree(old, new):
                used.add(id(old))
                return old
        return None

    def _new(self, new: Statement, candidates: list[Statement]) -> Change:
        moves = {ConflictType.UPDATE: Kind.ADVANCED, ConflictType.SETBACK: Kind.SET_BACK}
        found = [
            (moves[type_], old, attribute)
            for old in candidates
            for type_, attribute in kinds(old, new)
            if type_ in moves
        ]
        if not found:
            return self._change(Kind.NEW, None, new, ())
        kind, old, attribute = max(found, key=lambda f: (max(_dates(f[1], self.documents[0]), default=""), f[1].id))
        return self._change(kind, old, new, (attribute,))

    def _change(self, kind: Kind, old: Statement | None, new: Statement | None, attributes: tuple[str, ...]) -> Change:
        statement = new or old
        assert statement is not None
        literal = RELATIONS[statement.relation].literal
        return Change(
            kind=kind,
            relation=statement.relation.value,
            subject=self.names.get(statement.subject, statement.subject),
            object=statement.object if literal else self.names.get(statement.object, statement.object),
            attributes=attributes,
            before=self._side(0, old, attributes) if old else None,
            after=self._side(1, new, attributes) if new else None,
        )

    def _side(self, number: int, statement: Statement, attributes: tuple[str, ...]) -> Side:
        documents = self.documents[number]
        told = tellings(statement, documents)
        chosen = telling_of(told, statement, attributes[0] if attributes else "")
        return Side(
            values=tuple(self._values(statement, chosen)),
            sentence=chosen.sentence,
            also=chosen.also,
            document=chosen.document,
            published=chosen.first,
            documents=len({e.document for e in statement.evidence}),
        )

    def _values(self, statement: Statement, telling: Telling) -> Iterator[tuple[str, str]]:
        for value in telling.values:
            yield value.attribute, self.names.get(value.value, value.value)
        if statement.modality is not Modality.ASSERTED:
            yield "modality", statement.modality.value


def _group(statement: Statement) -> Group:
    return statement.relation, statement.subject, statement.object, statement.setting or ""


def _sentences(statement: Statement) -> tuple[tuple[str, str, int, int], ...]:
    return tuple((statement.relation, e.document, e.start, e.end) for e in statement.evidence)


def _fullest(statement: Statement) -> tuple[int, str]:
    return -len(statement.attributes.items()), statement.id


def _agree(old: Statement, new: Statement) -> bool:
    if (old.modality is Modality.NEGATED) != (new.modality is Modality.NEGATED):
        return False
    return all(agree(name, value, getattr(new.attributes, name)) for name, value in old.attributes.items())


def _differing(old: Statement, new: Statement) -> tuple[str, ...]:
    names = dict.fromkeys([name for s in (old, new) for name, _ in s.attributes.items()])
    return tuple(n for n in names if plain_value(getattr(old.attributes, n)) != plain_value(getattr(new.attributes, n)))


def _kind(old: Statement, new: Statement) -> Kind | None:
    if _differing(old, new):
        return Kind.CHANGED
    said = [{(e.document, e.start, e.end) for e in s.evidence} for s in (old, new)]
    return Kind.REPEATED if said[1] - said[0] else None


def _dates(statement: Statement, documents: Mapping[str, Any]) -> list[str]:
    return [d.published for e in statement.evidence if (d := documents.get(e.document)) and d.published]


def _same_entities(before: Iterable[Entity], after: Iterable[Entity]) -> dict[str, str]:
    """From the ids of entities before to those after; an entity that is not there any more keeps its own."""
    known = {e.id for e in after}
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in after:
        for name in (entity.name, *entity.aliases):
            named[_family(entity), fold(name)].add(entity.id)
    same = {}
    for entity in before:
        found = {i for n in (entity.name, *entity.aliases) for i in named.get((_family(entity), fold(n)), ())}
        if entity.id not in known and len(found) == 1:
            same[entity.id] = found.pop()
    return same


def _family(entity: Entity) -> str:
    return "organization" if entity.type in ORGANIZATIONS else entity.type.value


def _renamed(statement: Statement, same: Mapping[str, str]) -> Statement:
    changes: dict[str, Any] = {
        name: same.get(value, value)
        for name in ENTITY_ATTRIBUTES
        if (value := getattr(statement.attributes, name)) is not None
    }
    literal = RELATIONS[statement.relation].literal
    subject, object_ = same.get(statement.subject, statement.subject), statement.object
    object_ = object_ if literal else same.get(object_, object_)
    if RELATIONS[statement.relation].symmetric and object_ < subject:
        subject, object_ = object_, subject
    return dataclasses.replace(
        statement,
        subject=subject,
        object=object_,
        attributes=dataclasses.replace(statement.attributes, **changes),
        attribute_evidence=tuple(
            dataclasses.replace(v, value=same.get(v.value, v.value)) if v.attribute in ENTITY_ATTRIBUTES else v
            for v in statement.attribute_evidence
        ),
    )
