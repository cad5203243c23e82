"""Commands about who is who: entities, and the judgements that later builds obey."""

from __future__ import annotations

import datetime
import getpass
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import StoreOption
from kg.errors import JudgementError, OutputError, ParameterError
from kg.terms import EntityType

if TYPE_CHECKING:
    from kg.assembly.resolution import Doubt
    from kg.builder import ExtractionCache
    from kg.model import Entity, Knowledge

app = typer.Typer(
    help="Who is who: list and search entities, review doubtful pairs, and decide.\n\n"
    "kg entities --search cellectar\n\n"
    "kg entities --review --type company\n\n"
    'kg entities merge "Cellectar" "Novelos Therapeutics" --reason "renamed in 2014"\n\n'
    'kg entities split "Merck" "Merck KGaA" --reason "two companies"',
    no_args_is_help=False,
)
CacheOption = Annotated[
    Path | None,
    typer.Option("--cache", help="Where extractions are kept; needed for a remote store.", show_default=False),
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it is kept with the judgement.")]
WhoOption = Annotated[str, typer.Option("--who", help="Who says so; your user name where left out.", envvar="KG_USER")]
Name = Annotated[str, typer.Argument(help="A name, or an id such as company/alpha-bio.", show_default=False)]


@app.callback(invoke_without_command=True)
def entities(
    context: typer.Context,
    store: StoreOption = "kg-store",
    search: Annotated[
        str | None, typer.Option("--search", "-s", help="Only names that look like this.", show_default=False)
    ] = None,
    type_: Annotated[
        str | None, typer.Option("--type", "-t", help="Only this type, such as company.", show_default=False)
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="Pairs that may be one, with what speaks for and against it.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", help="At most so many.", min=1)] = 50,
    format_: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
    cache: CacheOption = None,
) -> None:
    """List entities by the number of statements about them, search them, or review doubtful pairs."""
    if context.invoked_subcommand is not None:
        return
    if format_ not in {"text", "json"}:
        raise OutputError(f"--format {format_}: unknown; there are text, json")
    if type_ is not None and type_ not in set(EntityType):
        raise ParameterError(f"--type {type_}: unknown; there are {', '.join(EntityType)}")
    if review:
        _review(_cache(store, cache), type_, search, limit, format_)
    else:
        _list(store, type_, search, limit, format_)


def _list(store: str, type_: str | None, search: str | None, limit: int, format_: str) -> None:
    from kg.graph import rdf
    from kg.graph.stores import open_store

    with open_store(store, read_only=True) as opened:
        knowledge = rdf.read(opened)
    counts = Counter(i for s in knowledge.statements for i in {s.subject, s.object, s.attributes.about})
    found = [e for e in knowledge.entities if type_ is None or e.type == type_]
    if search is None:
        found.sort(key=lambda e: (-counts[e.id], e.id))
    else:
        found = _like(search, found)
    if format_ == "json":
        print(json.dumps([_record(e, counts[e.id], knowledge) for e in found[:limit]], ensure_ascii=False, indent=1))
        return
    for entity in found[:limit]:
        also = f"   also: {', '.join(entity.aliases[:8])}" if entity.aliases else ""
        print(f"{counts[entity.id]:>4}  {entity.id:<44} {entity.name}{also}")
    print(f"{min(limit, len(found))} of {len(found)} entities", file=sys.stderr)


def _like(search: str, found: list[Entity]) -> list[Entity]:
    """Entities with a name that looks like what is searched for, best first."""
    from rapidfuzz import fuzz

    from kg.names import fold

    wanted = fold(search)
    scored = [
        (max(fuzz.WRatio(wanted, fold(n)) if wanted not in fold(n) else 100.0 for n in (e.name, *e.aliases)), e)
        for e in found
    ]
    return [e for score, e in sorted(scored, key=lambda s: (-s[0], len(s[1].name), s[1].id)) if score >= 75]


def _record(entity: Entity, count: int, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "id": entity.id,
        "type": entity.type.value,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "identifiers": list(entity.identifiers),
        "statements": count,
        "merges": [
            {"one": m.one, "other": m.other, "reason": m.reason} for m in knowledge.merges if m.entity == entity.id
        ],
    }


def _review(cache: ExtractionCache, type_: str | None, search: str | None, limit: int, format_: str) -> None:
    from kg.assembly import judgements
    from kg.assembly.assemble import assembled
    from kg.names import fold

    knowledge, resolution = assembled(cache, judgements.read(cache.judgements))
    names = {e.id: e.name for e in knowledge.entities}
    types = {e.id: e.type for e in knowledge.entities}
    wanted = [
        d
        for d in resolution.doubts
        if (type_ is None or type_ in (types[d.one], types[d.other]))
        and (search is None or any(fold(search) in fold(names[i]) for i in (d.one, d.other)))
    ]
    wanted.sort(key=lambda d: d.judged)
    if format_ == "json":
        print(json.dumps([_doubt(d, names) for d in wanted[:limit]], ensure_ascii=False, indent=1))
    else:
        for doubt in wanted[:limit]:
            print(
                f"{names[doubt.one]} ({doubt.one})  =?  {names[doubt.other]} ({doubt.other})   alike {doubt.likeness:.0f} of 100"
            )
            print(
                "\n".join(
                    [f"    for:     {why}" for why in doubt.pro] + [f"    against: {why}" for why in doubt.contra]
                )
            )
    for note in resolution.notes:
        print(f"kg: {note}", file=sys.stderr)
    print(
        f"{min(limit, len(wanted))} of {len(wanted)} pairs; kg entities merge, split or undecided settles one",
        file=sys.stderr,
    )


def _doubt(doubt: Doubt, names: dict[str, str]) -> dict[str, Any]:
    return {
        "one": {"id": doubt.one, "name": names[doubt.one]},
        "other": {"id": doubt.other, "name": names[doubt.other]},
        "likeness": doubt.likeness,
        "for": list(doubt.pro),
        "against": list(doubt.contra),
        "judged": doubt.judged,
    }


@app.command()
def merge(
    one: Name,
    other: Name,
    store: StoreOption = "kg-store",
    reason: ReasonOption = "",
    who: WhoOption = "",
    cache: CacheOption = None,
) -> None:
    """Say that two entities are one."""
    a, b = _found(store, one), _found(store, other)
    if a.id == b.id:
        raise JudgementError(f"{one!r} and {other!r} are one already: {a.name} ({a.id})")
    _judge(store, cache, "same", a, _named(a, store, cache), _named(b, store, cache), reason, who)


@app.command()
def split(
    entity: Name,
    name: Annotated[str, typer.Argument(help="One of its other names, which is of another thing.", show_default=False)],
    store: StoreOption = "kg-store",
    reason: ReasonOption = "",
    who: WhoOption = "",
    cache: CacheOption = None,
) -> None:
    """Say that a name is not one of an entity, or that two entities must never become one."""
    from kg.names import fold

    a = _found(store, entity)
    own = {fold(n): n for n in (*a.aliases, a.name)}
    if fold(name) in own:
        kept = entity if fold(name) == fold(a.name) and fold(entity) in own else a.name
        if fold(kept) == fold(name):
            raise JudgementError(f"{name!r} is the name shown of {a.id}; name another of its names to split off")
        _judge(store, cache, "not same", a, kept, own[fold(name)], reason, who)
        return
    b = _found(store, name)
    if a.id == b.id:
        raise JudgementError(
            f"{name!r} is no other name of {a.name} ({a.id}); its others: {', '.join(a.aliases) or 'none'}"
        )
    _judge(store, cache, "not same", a, _named(a, store, cache), _named(b, store, cache), reason, who)


@app.command()
def undecided(
    one: Name,
    other: Name,
    store: StoreOption = "kg-store",
    reason: ReasonOption = "",
    who: WhoOption = "",
    cache: CacheOption = None,
) -> None:
    """Leave a pair as the evidence has it, and do not ask again."""
    a, b = _found(store, one), _found(store, other)
    _judge(store, cache, "undecided", a, _named(a, store, cache), _named(b, store, cache), reason, who)


@app.command()
def rename(
    entity: Name,
    name: Annotated[str, typer.Argument(help="The name to show.", show_default=False)],
    store: StoreOption = "kg-store",
    reason: ReasonOption = "",
    who: WhoOption = "",
    cache: CacheOption = None,
) -> None:
    """Give an entity the name to show; its id follows."""
    a = _found(store, entity)
    _judge(store, cache, "name", a, _named(a, store, cache), name, reason, who)


@app.command("type")
def type_of(
    entity: Name,
    type_: Annotated[str, typer.Argument(metavar="TYPE", help="company, drug, platform …", show_default=False)],
    store: StoreOption = "kg-store",
    reason: ReasonOption = "",
    who: WhoOption = "",
    cache: CacheOption = None,
) -> None:
    """Say of what type an entity is."""
    a = _found(store, entity)
    _judge(store, cache, "type", a, _named(a, store, cache), type_, reason, who)


@app.command()
def nothing(
    entity: Name,
    store: StoreOption = "kg-store",
    reason: ReasonOption = "",
    who: WhoOption = "",
    cache: CacheOption = None,
) -> None:
    """Say that a name names nothing; what was stated of it is left out."""
    a = _found(store, entity)
    _judge(store, cache, "nothing", a, _named(a, store, cache), "", reason, who)


def _cache(store: str, cache: Path | None) -> ExtractionCache:
    from kg.api import cache_folder
    from kg.builder import ExtractionCache
    from kg.graph.stores import open_store

    open_store(store, read_only=True).close()
    return ExtractionCache(cache_folder(store, cache))


def _found(store: str, name: str) -> Entity:
    from kg.graph import rdf
    from kg.graph.stores import open_store
    from kg.queries import Lookup

    with open_store(store, read_only=True) as opened:
        lookup = Lookup(opened)
        id_ = lookup.find(name)
        if lookup.note:
            print(f"kg: {lookup.note}", file=sys.stderr)
        return next(e for e in rdf.read(opened).entities if e.id == id_)


def _named(entity: Entity, store: str, cache: Path | None) -> str:
    """The name by which documents know an entity; with its document where another entity has the same."""
    from kg.graph import rdf
    from kg.graph.stores import open_store
    from kg.names import fold

    with open_store(store, read_only=True) as opened:
        knowledge = rdf.read(opened)
    namesakes = [e for e in knowledge.entities if e.type is entity.type and fold(e.name) == fold(entity.name)]
    if len(namesakes) == 1:
        return entity.name
    said = {ev.document for s in knowledge.statements if entity.id in (s.subject, s.object) for ev in s.evidence}
    if not said:
        raise JudgementError(
            f"{entity.id}: {len(namesakes)} things have this name and no statement tells this one from them"
        )
    return f"{entity.name} @ {min(said)}"


def _judge(
    store: str, cache: Path | None, said: str, entity: Entity, one: str, other: str, reason: str, who: str
) -> None:
    """Write a judgement and bring the store up to date with it."""
    from kg.assembly import judgements
    from kg.builder import reassemble
    from kg.graph.stores import open_store

    extractions = _cache(store, cache)
    judgement = judgements.Judgement(
        judgement=judgements.Verdict(said),
        kind=entity.type,
        one=one,
        other=other,
        reason=reason,
        who=who or _user(),
        when=datetime.date.today().isoformat(),
    )
    judgements.add(extractions.judgements, judgement)
    with open_store(store) as opened:
        _, resolution = reassemble(opened, extractions)
    for note in resolution.notes:
        print(f"kg: {note}", file=sys.stderr)
    print("\t".join(part for part in (said, entity.type.value, one, other) if part))
    print(f"kg: written to {extractions.judgements}; the store is up to date with it", file=sys.stderr)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def register(parent: typer.Typer) -> None:
    """Add the commands of this module."""
    parent.add_typer(app, name="entities")
