"""Commands that tell: show, stats."""

from __future__ import annotations

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from kg.cli import options, output
from kg.text import printable, quotation

if TYPE_CHECKING:
    from kg.model import Conflict, Document, Entity, Evidence, Knowledge, Statement, ValueEvidence
    from kg.tellings import Telling

log = logging.getLogger(__name__)


def show(
    name: options.EntityArgument,
    store: options.StoreOption = "kg-store",
    format_: options.TextFormatOption = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
    as_of: options.AsOfOption = None,
    cache: options.CacheOption = None,
) -> None:
    """Everything known about an entity, with the sentences that say so."""
    chosen = output.chosen(format_, file, ("text", "json"), output.TEXT_SUFFIXES, default="text", force=force)
    from kg.graph import rdf
    from kg.history import open_as_of
    from kg.model import to_json
    from kg.queries.entities import Lookup

    source, notes = open_as_of(store, as_of, cache)
    for note in notes:
        log.warning("%s", note)
    with source as opened:
        lookup = Lookup(opened)
        id_ = lookup.find(name)
        if lookup.note:
            log.warning("%s", lookup.note)
        knowledge = rdf.read(opened)
    entity = next(e for e in knowledge.entities if e.id == id_)
    statements = about(entity, knowledge)
    with output.opened(file, force=force) as stream:
        if chosen == "json":
            record: dict[str, Any] = {"notes": list(notes)} if notes else {}
            record["entity"] = json.loads(to_json(entity))
            record["statements"] = [json.loads(to_json(s)) for s in statements]
            stream.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
        else:
            stream.write("\n".join(map(printable, describe(entity, statements, knowledge))) + "\n")


def about(entity: Entity, knowledge: Knowledge) -> list[Statement]:
    """What is said of an entity; of an organization also the milestones of the drugs that it develops."""
    from kg.terms import Modality, Relation

    developed = {
        s.object
        for s in knowledge.statements
        if s.relation is Relation.DEVELOPS and s.subject == entity.id and s.modality is not Modality.NEGATED
    }
    return [
        s
        for s in knowledge.statements
        if entity.id in (s.subject, s.object, s.attributes.about)
        or (s.relation is Relation.HAS_MILESTONE and s.subject in developed)
    ]


def describe(entity: Entity, statements: list[Statement], knowledge: Knowledge) -> list[str]:
    """An entity as lines of text: names, then what is said of it by relation, each with its sentences.

    Statements are in order of time, milestones newest first. A sentence that was carried forward stands once, with how
    many documents have it. A value that stands in a sentence of its own has that too.
    """
    from kg.tellings import tellings
    from kg.terms import RELATIONS, Relation

    names = {e.id: e.name for e in knowledge.entities}
    documents = {d.id: d for d in knowledge.documents}
    known = {s.id: s for s in knowledge.statements}
    against = defaultdict(list)
    for conflict in knowledge.conflicts:
        against[conflict.earlier].append((conflict, conflict.later))
        against[conflict.later].append((conflict, conflict.earlier))
    lines = [f"{entity.name}   ({entity.type}, {entity.id})"]
    if entity.aliases:
        lines.append(f"also: {', '.join(entity.aliases)}")
    if entity.identifiers:
        lines.append(f"identifiers: {', '.join(entity.identifiers)}")
    if entity.broader:
        lines.append(f"a kind of: {', '.join(names.get(b, b) for b in entity.broader)}")
    for relation in RELATIONS.values():
        of = [s for s in statements if s.relation is relation.relation]
        if not of:
            continue
        lines += ["", relation.label]
        of.sort(key=lambda s: (s.attributes.date or "9", s.subject, s.object))
        if relation.relation is Relation.HAS_MILESTONE:
            of.sort(key=_latest, reverse=True)
        for statement in of:
            lines.append(f"  {_line(statement, entity, names)}")
            for telling in tellings(statement, documents):
                lines += _told(telling, documents)
            for conflict, other in against[statement.id]:
                if other in known:
                    lines += _contrary(conflict, known[other], other == conflict.later, documents, names)
    return lines


def _latest(statement: Statement) -> tuple[str, str]:
    """What milestones are sorted by: the last and the first day of the date, nothing where there is none."""
    from kg.graph.dates import date_bounds

    first, last = date_bounds(statement.attributes.date) if statement.attributes.date else ("", "")
    return last, first


def _told(telling: Telling, documents: Mapping[str, Document]) -> list[str]:
    """A sentence with its document, how often it was said again, and the values that stand in sentences of their own."""
    from kg.tellings import one_line

    first = telling.evidence[0]
    again = f"; {telling.repeated}" if telling.repeated else ""
    lines = [f"      {_quoted(first, documents)}{again}"]
    return lines + [
        f"      {value.attribute} “{one_line(value.text)}” in {_quoted(value, documents)}"
        for value in telling.values
        if one_line(value.quote) not in telling.sentence
    ]


def _contrary(
    conflict: Conflict, other: Statement, later: bool, documents: Mapping[str, Document], names: Mapping[str, str]
) -> list[str]:
    """The other side of a conflict: its type, what it says, and where."""
    from kg.tellings import telling_of, tellings

    value = other.modality if conflict.attribute == "modality" else getattr(other.attributes, conflict.attribute)
    told = telling_of(tellings(other, documents), other, conflict.attribute)
    side = "later" if later else "earlier"
    lines = _told(told, documents)
    return [
        f"      {conflict.type.value}: {side} {conflict.attribute} {names.get(str(value), value)}",
        *("  " + x for x in lines),
    ]


def _quoted(evidence: Evidence | ValueEvidence, documents: Mapping[str, Document]) -> str:
    document = documents.get(evidence.document)
    issued = (document.published if document else None) or "no date"
    return f"“{quotation(evidence.quote)}”  — {evidence.document}, {issued}, {evidence.start}-{evidence.end}"


def _line(statement: Statement, entity: Entity, names: dict[str, str]) -> str:
    from kg.model import ENTITY_ATTRIBUTES
    from kg.terms import RELATIONS, Modality

    literal = RELATIONS[statement.relation].literal
    subject, object_ = names.get(statement.subject, statement.subject), names.get(statement.object, statement.object)
    if statement.subject == entity.id:
        said = object_ if literal else f"→ {object_}"
    elif statement.object == entity.id:
        said = f"← {subject}"
    else:
        said = f"{subject}: {object_}" if literal else f"{subject} → {object_}"
    parts = [
        f"{name} {names.get(value, value) if name in ENTITY_ATTRIBUTES else value}"
        for name, value in statement.attributes.items()
    ]
    if statement.setting is not None:
        parts.append(f"setting {statement.setting}")
    if statement.modality is not Modality.ASSERTED:
        parts.append(statement.modality.value)
    if statement.conflicts:
        parts.append("CONTRADICTED by another statement")
    return said + (f"   [{', '.join(parts)}]" if parts else "")


def stats(
    store: options.StoreOption = "kg-store",
    format_: options.TextFormatOption = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
) -> None:
    """How much is in the store: documents, entities by type, statements by relation, sentences."""
    chosen = output.chosen(format_, file, ("text", "json"), output.TEXT_SUFFIXES, default="text", force=force)
    from kg.graph import rdf
    from kg.graph.stores import open_store

    with open_store(store, read_only=True) as opened:
        record = {"quads": len(opened), **summary(rdf.read(opened))}
    with output.opened(file, force=force) as stream:
        if chosen == "json":
            stream.write(json.dumps(record, indent=1) + "\n")
        else:
            stream.write("".join(f"{line}\n" for line in _counts(record)))


def _counts(record: dict[str, Any]) -> list[str]:
    lines = []
    for key, value in record.items():
        if isinstance(value, dict):
            lines.append(f"{key:<12}{sum(value.values()):>7}")
            lines += [f"  {name:<16}{count:>5}" for name, count in value.items()]
        else:
            lines.append(f"{key:<12}{value:>7}" if isinstance(value, int) else f"{key:<12}  {value}")
    return lines


def summary(knowledge: Knowledge) -> dict[str, Any]:
    """Counts of what is known."""
    dates = sorted(d.published for d in knowledge.documents if d.published)
    return {
        "documents": len(knowledge.documents),
        "dates": f"{dates[0]} to {dates[-1]}" if dates else "none",
        "sentences": len({(e.document, e.start, e.end) for s in knowledge.statements for e in s.evidence}),
        "conflicts": dict(Counter(c.type.value for c in knowledge.conflicts).most_common()),
        "entities": dict(Counter(e.type.value for e in knowledge.entities).most_common()),
        "statements": dict(Counter(s.relation.value for s in knowledge.statements).most_common()),
    }


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog=options.examples("kg show 'CLR 131'", "kg show Cellectar -o cellectar.json"))(show)
    app.command(epilog=options.examples("kg stats", "kg stats --format json"))(stats)
