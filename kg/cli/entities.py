"""The command about who is who: entities, and the judgements that later builds obey."""

from __future__ import annotations

import datetime
import getpass
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import options
from kg.errors import JudgementError, OutputError, ParameterError
from kg.terms import EntityType

if TYPE_CHECKING:
    from kg.assembly.resolution import Doubt
    from kg.builder import ExtractionCache
    from kg.model import Entity, Knowledge
    from kg.queries import Lookup

ACTIONS = {  # what each does, and how many names it takes
    "merge": "ONE OTHER",
    "split": "ENTITY NAME",
    "undecided": "ONE OTHER",
    "rename": "ENTITY NAME",
    "type": "ENTITY TYPE",
    "nothing": "ENTITY",
}
CacheOption = Annotated[
    Path | None,
    typer.Option("--cache", help="Where extractions are kept; needed for a remote store.", show_default=False),
]


def entities(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ACTION NAME…]",
            help="merge ONE OTHER, split ENTITY NAME, undecided ONE OTHER, rename ENTITY NAME, type ENTITY TYPE, or nothing "
            "ENTITY; without an action entities are listed.",
            show_default=False,
        ),
    ] = None,
    store: options.StoreOption = "kg-store",
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
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept with the judgement.")] = "",
    who: Annotated[str, typer.Option("--who", help="Who says so; your user name where left out.")] = "",
    cache: CacheOption = None,
) -> None:
    """Say who is who: list and search entities, review doubtful pairs, merge, split and rename.

    Merging and the other actions write a line to judgements.tsv in the store's folder, which every later build obeys.
    """
    if format_ not in {"text", "json"}:
        raise OutputError(f"--format {format_}: unknown; there are text, json")
    if type_ is not None and type_ not in set(EntityType):
        raise ParameterError(f"--type {type_}: unknown; there are {', '.join(EntityType)}")
    if words:
        _act(words, _Judge(store, cache, reason, who))
    elif review:
        _review(_cache(store, cache), type_, search, limit, format_)
    else:
        _list(store, type_, search, limit, format_)


def _act(words: list[str], judge: _Judge) -> None:
    action, *names = words
    if action not in ACTIONS:
        listed = ", ".join(f"{name} {takes}" for name, takes in ACTIONS.items())
        raise ParameterError(f"{action!r}: no such action; there are {listed}; --search {action!r} looks for a name")
    if len(names) != len(ACTIONS[action].split()):
        raise ParameterError(f"{action} takes {ACTIONS[action]}; {len(names)} given")
    match action:
        case "merge":
            judge.merge(*names)
        case "split":
            judge.split(*names)
        case "undecided":
            judge.undecided(*names)
        case "nothing":
            judge.say("nothing", judge.found(names[0]), "")
        case _:
            judge.say("name" if action == "rename" else action, judge.found(names[0]), names[1])


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


class _Judge:
    """Writes judgements about the entities of one store."""

    def __init__(self, store: str, cache: Path | None, reason: str, who: str) -> None:
        self.where = store
        self.cache = _cache(store, cache)
        self.reason = reason
        self.who = who
        self.lookup, self.knowledge = self._read()

    def _read(self) -> tuple[Lookup, Knowledge]:
        from kg.graph import rdf
        from kg.graph.stores import open_store
        from kg.queries import Lookup

        with open_store(self.where, read_only=True) as opened:
            return Lookup(opened), rdf.read(opened)

    def found(self, name: str) -> Entity:
        """The entity of a name."""
        id_ = self.lookup.find(name)
        if self.lookup.note:
            print(f"kg: {self.lookup.note}", file=sys.stderr)
        return next(e for e in self.knowledge.entities if e.id == id_)

    def named(self, entity: Entity) -> str:
        """The name by which documents know an entity; with its document where another entity has the same."""
        from kg.names import fold

        known = self.knowledge
        namesakes = [e for e in known.entities if e.type is entity.type and fold(e.name) == fold(entity.name)]
        if len(namesakes) == 1:
            return entity.name
        said = {ev.document for s in known.statements if entity.id in (s.subject, s.object) for ev in s.evidence}
        if not said:
            raise JudgementError(
                f"{entity.id}: {len(namesakes)} things have this name and no statement tells this one from them"
            )
        return f"{entity.name} @ {min(said)}"

    def merge(self, one: str, other: str) -> None:
        """Two entities are one."""
        a, b = self.found(one), self.found(other)
        if a.id == b.id:
            raise JudgementError(f"{one!r} and {other!r} are one already: {a.name} ({a.id})")
        self.say("same", a, self.named(b))

    def undecided(self, one: str, other: str) -> None:
        """A pair is left as the evidence has it, and not asked about again."""
        self.say("undecided", self.found(one), self.named(self.found(other)))

    def split(self, entity: str, name: str) -> None:
        """A name is not one of an entity's, or two entities must never become one."""
        from kg.names import fold

        a = self.found(entity)
        own = {fold(n): n for n in (*a.aliases, a.name)}
        if fold(name) not in own:
            self.say("not same", a, self.named(self.found(name)))
            return
        kept = entity if fold(name) == fold(a.name) and fold(entity) in own else a.name
        if fold(kept) == fold(name):
            raise JudgementError(f"{name!r} is the name shown of {a.id}; name another of its names to split off")
        self.say("not same", a, own[fold(name)], one=kept)

    def say(self, said: str, entity: Entity, other: str, *, one: str | None = None) -> None:
        """Write a judgement and bring the store up to date with it."""
        from kg.assembly import judgements
        from kg.builder import reassemble
        from kg.graph.stores import open_store

        judgement = judgements.Judgement(
            judgement=judgements.Verdict(said),
            kind=entity.type,
            one=one or self.named(entity),
            other=other,
            reason=self.reason,
            who=self.who or _user(),
            when=datetime.date.today().isoformat(),
        )
        judgements.add(self.cache.judgements, judgement)
        with open_store(self.where) as opened:
            _, resolution = reassemble(opened, self.cache)
        for note in resolution.notes:
            print(f"kg: {note}", file=sys.stderr)
        print("\t".join(part for part in (said, entity.type.value, judgement.one, other) if part))
        print(f"kg: written to {self.cache.judgements}; the store is up to date with it", file=sys.stderr)


def _cache(store: str, cache: Path | None) -> ExtractionCache:
    from kg.builder import ExtractionCache, cache_folder
    from kg.graph.stores import open_store

    open_store(store, read_only=True).close()
    return ExtractionCache(cache_folder(store, cache))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=options.examples(
            "kg entities --search cellectar",
            "kg entities --review --type company",
            "kg entities merge 'Cellectar' 'Novelos Therapeutics' --reason 'renamed in 2014'",
            "kg entities split 'Exampla News' 'Exampla Bio'",
            "kg entities rename 'Exampla' 'Exampla Biosciences plc'",
            "kg entities type 'PrimeX' drug",
            "kg entities nothing 'Wire'",
        )
    )(entities)
