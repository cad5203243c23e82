"""What users decide about who is who: a plain file that builds obey and never write.

Tab-separated, one judgement a line, so that a spreadsheet opens it, a version control system shows what changed, and adding a
line touches no other. It names things as documents do, and not by ids, which change when documents come and go.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kg.assembly.clusters import Clusters
from kg.assembly.keys import family
from kg.errors import JudgementError
from kg.names import fold
from kg.terms import EntityType

if TYPE_CHECKING:
    from kg.assembly.units import Local

FILE = "judgements.tsv"
COLUMNS = ("judgement", "kind", "one", "other", "reason", "who", "when")


class Verdict(StrEnum):
    """What can be said."""

    SAME = "same"
    NOT_SAME = "not same"
    UNDECIDED = "undecided"
    NAME = "name"
    TYPE = "type"
    NOTHING = "nothing"


_PAIRS = frozenset({Verdict.SAME, Verdict.NOT_SAME, Verdict.UNDECIDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One line of the file.

    Attributes:
        judgement: ``same``, ``not same`` or ``undecided`` of two names; ``name``: other is the name to show; ``type``:
            other is the entity type; ``nothing``: no entity at all.
        kind: An entity type; organizations of all types are compared with one another.
        one: A name as documents write it; ``name @ document`` means it in one document only.
        other: The second name, the name to show, or the type.
        reason: Why, in the user's words.
        who: The one who says so.
        when: ``YYYY-MM-DD``.
        line: Number in the file, from 2; 0 where it is in none.
    """

    judgement: Verdict
    kind: EntityType
    one: str
    other: str = ""
    reason: str = ""
    who: str = ""
    when: str = ""
    line: int = 0

    @property
    def references(self) -> tuple[str, ...]:
        """The names that it is about, as they are compared."""
        names = (self.one, self.other) if self.judgement in _PAIRS else (self.one,)
        return tuple(_reference(family(self.kind), name) for name in names)

    @property
    def where(self) -> str:
        """Its place in the file."""
        return f"{FILE} line {self.line}"

    @property
    def why(self) -> str:
        """What a merge says of it."""
        who = ", ".join(part for part in (self.who, self.when) if part)
        return f"judged {self.judgement}{f' ({who})' if who else ''}{f': {self.reason}' if self.reason else ''}"


def _reference(family_: str, name: str) -> str:
    text, _, document = name.partition(" @ ")
    return f"{family_} {fold(text)}" + (f" @ {document.strip()}" if document else "")


@dataclass(frozen=True, slots=True)
class Judgements:
    """All judgements of a store, free of contradictions."""

    entries: tuple[Judgement, ...] = ()
    _by: dict[Verdict, dict[str, list[Judgement]]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        """Look for contradictions.

        Raises:
            JudgementError: Two lines cannot both hold.
        """
        for entry in self.entries:
            for reference in entry.references:
                self._by.setdefault(entry.judgement, {}).setdefault(reference, []).append(entry)
        self._check_pairs()
        self._check_single(Verdict.NAME)
        self._check_single(Verdict.TYPE)
        self._check_names()

    def _check_pairs(self) -> None:
        clusters = Clusters({r for e in self.entries for r in e.references})
        for entry in self.entries:
            if entry.judgement is Verdict.SAME:
                clusters.join(*entry.references)
        nothing = {clusters.find(r): e for r, es in self._by.get(Verdict.NOTHING, {}).items() for e in es}
        for entry in self.entries:
            roots = {clusters.find(r) for r in entry.references}
            if entry.judgement is Verdict.NOT_SAME and len(roots) == 1:
                lines = [
                    str(e.line)
                    for e in self.entries
                    if e.judgement is Verdict.SAME and clusters.find(e.references[0]) in roots
                ]
                raise JudgementError(
                    f"{entry.where}: {entry.one!r} and {entry.other!r} are not the same, but line {', '.join(lines)} "
                    "makes them one; take one of the lines out"
                )
            if entry.judgement is Verdict.SAME and roots & nothing.keys():
                other = nothing[next(iter(roots))]
                raise JudgementError(
                    f"{entry.where}: {entry.one!r} is the same as something, but line {other.line} says it is nothing"
                )

    def _check_single(self, judgement: Verdict) -> None:
        for entries in self._by.get(judgement, {}).values():
            if len({entry.other for entry in entries}) > 1:
                one, other = entries[0], next(e for e in entries if e.other != entries[0].other)
                raise JudgementError(
                    f"{other.where}: {other.one!r} has the {judgement} {other.other!r}, but line {one.line} gives it "
                    f"{one.other!r}; take one of the lines out"
                )

    def _check_names(self) -> None:
        shown = {e.references[0]: e for e in self.entries if e.judgement is Verdict.NAME}
        for start in shown.values():
            here, seen = start, {start.references[0]}
            while (following := shown.get(_reference(family(here.kind), here.other))) is not None:
                if following.references[0] in seen:
                    raise JudgementError(
                        f"{following.where}: {start.one!r} is to be shown as {start.other!r} and that as {following.other!r}: "
                        "a circle; take one of the lines out"
                    )
                seen.add(following.references[0])
                here = following

    def references(self, family_: str, names: Iterable[str], documents: Iterable[str]) -> set[str]:
        """Which names of the judgements are among some names in some documents."""
        known = self._known()
        if not known:
            return set()
        asked = {f"{family_} {fold(name)}" for name in names}
        within = {f"{a} @ {d}" for a in asked for d in documents} if any(" @ " in k for k in known) else set()
        return (asked | within) & known

    def _known(self) -> set[str]:
        return {r for judgement in _PAIRS for r in self._by.get(judgement, {})}

    def forbid(self, one: frozenset[str], other: frozenset[str]) -> str | None:
        """Why two groups with names of the judgements must not be one; None where they may."""
        for reference in sorted(one):
            for entry in self._by.get(Verdict.NOT_SAME, {}).get(reference, ()):
                if other & (set(entry.references) - {reference}):
                    return f"line {entry.line}: {entry.why}"
        return None

    def settled(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Whether the user has left it undecided that two groups are one, and need not be asked again."""
        return any(
            other & (set(entry.references) - {reference})
            for reference in one
            for entry in self._by.get(Verdict.UNDECIDED, {}).get(reference, ())
        )

    def preferred(self, family_: str, names: Iterable[Sequence[str]]) -> str | None:
        """The name that the user wants shown of a thing with these names, main ones first."""
        shown = self._by.get(Verdict.NAME, {})
        if not shown:
            return None
        listed = list(names)
        ordered = [group[0] for group in listed] + [name for group in listed for name in group[1:]]
        for name in ordered:
            found = shown.get(f"{family_} {fold(name)}")
            if found:
                following = self.preferred(family_, [[found[0].other]])
                return following or found[0].other
        return None

    def applied(self, local: Local) -> Local | None:
        """An entity of a document as judged: of another type, without names that are not its own; None where nothing."""
        entity, (document, _) = local.entity, local.key
        own = [f"{f} {fold(entity.name)}" for f in (family(entity.type),)]
        own += [f"{reference} @ {document}" for reference in own]
        if any(reference in self._by.get(Verdict.NOTHING, {}) for reference in own):
            return None
        typed = [e for reference in own for e in self._by.get(Verdict.TYPE, {}).get(reference, ())]
        if typed:
            entity = dataclasses.replace(entity, type=EntityType(typed[0].other))
        if Verdict.NOT_SAME in self._by:
            strange = {
                r
                for reference in own
                for e in self._by[Verdict.NOT_SAME].get(reference, ())
                for r in e.references
                if r != reference
            }
            kept = tuple(a for a in entity.aliases if f"{family(entity.type)} {fold(a)}" not in strange)
            entity = dataclasses.replace(entity, aliases=kept)
        return local if entity == local.entity else dataclasses.replace(local, entity=entity)


def read(path: Path) -> Judgements:
    """Read a file of judgements; none where there is no file.

    Raises:
        JudgementError: A line says nothing that can be followed, or two contradict each other.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Judgements()
    except (OSError, UnicodeDecodeError) as error:
        raise JudgementError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    rows = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows:
        return Judgements()
    if tuple(cell.strip() for cell in rows[0]) != COLUMNS:
        raise JudgementError(f"{path} line 1: the columns are {', '.join(COLUMNS)}, separated by tabs")
    return Judgements(
        tuple(_judgement(number, row) for number, row in enumerate(rows[1:], 2) if any(c.strip() for c in row))
    )


def _judgement(number: int, row: Sequence[str]) -> Judgement:
    where = f"{FILE} line {number}"
    cells = dict(zip(COLUMNS, (cell.strip() for cell in row), strict=False))
    said, kind, one, other = (cells.get(name, "") for name in COLUMNS[:4])
    if len(row) > len(COLUMNS):
        raise JudgementError(f"{where}: {len(row)} cells; there are {len(COLUMNS)} columns")
    if said not in set(Verdict):
        raise JudgementError(f"{where}: {said!r} is no judgement; there are {', '.join(Verdict)}")
    if kind not in set(EntityType):
        raise JudgementError(f"{where}: {kind!r} is no kind of entity; there are {', '.join(EntityType)}")
    judgement = Verdict(said)
    if not fold(one) or (not fold(other)) != (judgement is Verdict.NOTHING):
        needed = "one name" if judgement is Verdict.NOTHING else "both one and other"
        raise JudgementError(f"{where}: {said} wants {needed}")
    if judgement is Verdict.TYPE and other not in set(EntityType):
        raise JudgementError(f"{where}: {other!r} is no type; there are {', '.join(EntityType)}")
    made = Judgement(
        judgement=judgement,
        kind=EntityType(kind),
        one=one,
        other=other,
        reason=cells.get("reason", ""),
        who=cells.get("who", ""),
        when=cells.get("when", ""),
        line=number,
    )
    if len(set(made.references)) < len(made.references):
        raise JudgementError(f"{where}: {one!r} and {other!r} read the same; nothing can be said of a name and itself")
    if made.when:
        try:
            datetime.date.fromisoformat(made.when)
        except ValueError as error:
            raise JudgementError(f"{where}: {made.when!r} is no date of the form YYYY-MM-DD") from error
    return made


def add(path: Path, judgement: Judgement) -> Judgements:
    """Put a judgement at the end of a file, unless it contradicts what stands there.

    Raises:
        JudgementError: It does, or the file cannot be written; the file stays as it was.
    """
    cells = [
        judgement.judgement,
        judgement.kind,
        judgement.one,
        judgement.other,
        judgement.reason,
        judgement.who,
        judgement.when,
    ]
    line = "\t".join(" ".join(str(cell).split()) for cell in cells)
    old = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
    lines = [*(old or ["\t".join(COLUMNS)]), line]
    before = read(path)
    checked = Judgements((*before.entries, _judgement(len(lines), line.split("\t"))))
    half = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        with half.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write("\n".join(lines) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(half, path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise JudgementError(f"{path}: cannot be written: {error.strerror or error}") from error
    return checked
