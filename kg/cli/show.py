"""Commands that tell: show, stats."""

from __future__ import annotations

import json
import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

import typer

from kg.cli import options, output
from kg.text import printable, quotation

if TYPE_CHECKING:
    from kg.model import Entity, Evidence, Knowledge, Statement, ValueEvidence

log = logging.getLogger(__name__)


def show(
    name: options.EntityArgument,
    store: options.StoreOption = "kg-store",
    format_: options.TextFormatOption = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
) -> None:
    """Everything known about an entity, with the sentences that say so."""
    chosen = output.chosen(format_, file, ("text", "json"), output.TEXT_SUFFIXES, default="text", force=force)
    from kg.graph import rdf
    from kg.graph.stores import open_store
    from kg.model import to_json
    from kg.queries.entities import Lookup

    with open_store(store, read_only=True) as opened:
        lookup = Lookup(opened)
        id_ = lookup.find(name)
        if lookup.note:
            log.warning("%s", lookup.note)
        knowledge = rdf.read(opened)
    entity = next(e for e in knowledge.entities if e.id == id_)
    statements = about(entity, knowledge)
    with output.opened(file, force=force) as stream:
        if chosen == "json":
            record = {"entity": json.loads(to_json(entity)), "statements": [json.loads(to_json(s)) for s in statements]}
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

    Statements are in order of time, milestones newest first. A value that stands in a sentence of its own has that too.
    """
    from kg.terms import RELATIONS, Relation

    names = {e.id: e.name for e in knowledge.entities}
    issued = {d.id: d.published or "no date" for d in knowledge.documents}
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
            lines += [f"      {_quoted(evidence, issued)}" for evidence in statement.evidence]
            told = {(e.document, " ".join(e.quote.split())) for e in statement.evidence}
            lines += [
                f"      {value.attribute} “{' '.join(value.text.split())}” in {_quoted(value, issued)}"
                for value in statement.attribute_evidence
                if (value.document, " ".join(value.quote.split())) not in told
            ]
    return lines


def _latest(statement: Statement) -> tuple[str, str]:
    """What milestones are sorted by: the last and the first day of the date, nothing where there is none."""
    from kg.graph.dates import date_bounds

    first, last = date_bounds(statement.attributes.date) if statement.attributes.date else ("", "")
    return last, first


def _quoted(evidence: Evidence | ValueEvidence, issued: dict[str, str]) -> str:
    quote = quotation(evidence.quote)
    return f"“{quote}”  — {evidence.document}, {issued.get(evidence.document, '')}, {evidence.start}-{evidence.end}"


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
        "conflicts": sum(bool(s.conflicts) for s in knowledge.statements),
        "entities": dict(Counter(e.type.value for e in knowledge.entities).most_common()),
        "statements": dict(Counter(s.relation.value for s in knowledge.statements).most_common()),
    }


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog=options.examples("kg show 'CLR 131'", "kg show Cellectar -o cellectar.json"))(show)
    app.command(epilog=options.examples("kg stats", "kg stats --format json"))(stats)
