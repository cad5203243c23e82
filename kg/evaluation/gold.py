"""Gold files: what a careful analyst writes down after reading a document, and how names are compared with it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import DocumentError, NothingToReadError
from kg.evaluation.facts import MILESTONE, Record

SECTIONS = ("facts", "milestones")
_LEGAL = re.compile(
    r"\b(incorporated|inc|corporation|corp|company|co|limited|ltd|plc|llc|llp|lp|gmbh|ag|kgaa|kg|sa|sas|sarl|spa|srl|"
    r"nv|bv|ab|asa|as|oyj|oy|pty|pte|kk|se|holdings?)\b"
)
_NUMBERED = re.compile(r"-\d+$")


def fold(text: object) -> str:
    """Fold case, accents, punctuation, spacing and legal forms away, as the gold guidelines say.

    >>> fold("The Example & Søn Holding, Inc.")
    'exampleandsn'
    """
    folded = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().casefold()
    folded = folded.replace("&", " and ").replace(".", "").replace("'", "")
    folded = re.sub(r"^the ", "", re.sub(r"[^a-z0-9]+", " ", folded).strip())
    short = " ".join(_LEGAL.sub(" ", folded).split())
    return (short or folded).replace(" ", "")


def folded_names(value: object) -> frozenset[str]:
    """Every folded name of an entity (``{"name", "aliases"}``), of a literal, or of a list of equally right literals."""
    if isinstance(value, dict):
        spelled: Sequence[object] = [value.get("name", ""), *value.get("aliases", ())]
    else:
        spelled = value if isinstance(value, list) else [value]
    return frozenset(name for name in map(fold, spelled) if name)


@dataclass(frozen=True, slots=True)
class Argument:
    """The subject or object of a fact: an entity with its type, or a literal, whose type is None."""

    label: str
    type: str | None
    names: frozenset[str]

    @classmethod
    def of(cls, value: object, entities: Mapping[str, Record]) -> Argument:
        """Read what stands in a record: an entity, an entity's id, a literal or a list of literals."""
        if isinstance(value, str) and value in entities:
            value = entities[value]
        if isinstance(value, dict):
            return cls(str(value.get("name", "")), str(value.get("type", "")), folded_names(value))
        return cls(" or ".join(map(str, value)) if isinstance(value, list) else str(value), None, folded_names(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredFact:
    """A fact of gold or of the extraction, ready to be compared."""

    relation: str
    subject: Argument
    object: Argument
    attributes: Mapping[str, Any]
    optional: bool = False
    confidence: float | None = None
    quote: str = ""
    text: str

    @classmethod
    def of(cls, record: Record, entities: Mapping[str, Record] | None = None) -> ScoredFact:
        """Read a gold fact, whose names stand in ``entities``, or a produced one, which has them itself."""
        given = record.get("attributes") or {}
        confidence = record.get("confidence")
        subject = Argument.of(record["subject"], entities or {})
        object_ = Argument.of(record["object"], entities or {})
        return cls(
            relation=record["relation"],
            subject=subject,
            object=object_,
            attributes=given,
            optional=bool(record.get("optional")),
            confidence=None if confidence is None else float(confidence),
            quote=(record.get("evidence") or {}).get("quote", ""),
            text=f"{record['relation']}({subject.label}, {object_.label}) {given or ''}".rstrip(),
        )

    def in_section(self, section: str) -> bool:
        """Whether the fact is scored there: dated events as milestones, everything else as facts."""
        return (self.relation == MILESTONE) == (section == "milestones")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """One gold file."""

    document: str
    entities: tuple[Argument, ...]
    facts: tuple[ScoredFact, ...]
    milestones: tuple[ScoredFact, ...] | None  # None where the file is not annotated for them

    def section(self, name: str) -> tuple[ScoredFact, ...] | None:
        """The facts of a section, None where the document is not annotated for it."""
        return self.milestones if name == "milestones" else self.facts


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSet:
    """A folder of gold files, with the folders in which its documents may be."""

    name: str
    files: tuple[Path, ...]
    places: tuple[Path, ...]


def read_gold(paths: Iterable[Path]) -> dict[str, GoldDocument]:
    """Read gold files, by document.

    Raises:
        DocumentError: A file is no gold file.
    """
    gold = {}
    for path in paths:
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            entities = {entity["id"]: entity for entity in record.get("entities", ())}
            document = GoldDocument(
                document=record.get("document", path.stem),
                entities=tuple(Argument.of(entity, {}) for entity in entities.values()),
                facts=tuple(ScoredFact.of(fact, entities) for fact in record["facts"]),
                milestones=tuple(ScoredFact.of(fact, entities) for fact in record["milestones"])
                if "milestones" in record
                else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DocumentError(f"{path}: not a gold file: {error!r}; see the gold format in the docs") from error
        gold[document.document] = document
    return gold


def gold_files(folder: Path) -> list[Path]:
    """The gold files of a folder: those of its subfolder ``gold``, or else its own JSON files."""
    return sorted((folder / "gold").glob("*.json")) or sorted(folder.glob("*.json"))


def gold_sets(folders: Iterable[Path]) -> list[GoldSet]:
    """The gold sets of folders; a folder without gold files stands for its subfolders that have some.

    Raises:
        NothingToReadError: There are no gold files.
    """
    found: list[GoldSet] = []
    for folder in folders:
        parts = [folder] if gold_files(folder) else sorted(p for p in folder.glob("*") if p.is_dir() and gold_files(p))
        if not parts:
            raise NothingToReadError(f"{folder}: no gold files (*.json) in it or in its subfolder gold")
        for part in parts:
            files = gold_files(part)
            home = files[0].parent
            named = part.resolve()
            outer = named.parent.parent / named.name  # gold/seeds is about the documents in seeds
            found.append(
                GoldSet(
                    name=(named.parent if named.name == "gold" else named).name,
                    files=tuple(files),
                    places=(part / "texts", home, home.parent / "texts", home.parent, outer),
                )
            )
    return found


def text_of(gold: Path, folders: Sequence[Path]) -> Path:
    """The document that a gold file is about: the same stem, in the first folder that has it.

    Raises:
        NothingToReadError: No folder has it.
    """
    for folder in folders:
        for path in sorted(folder.glob(f"{gold.stem}.*")):
            if path.suffix != ".json":
                return path
    searched = ", ".join(str(folder) for folder in folders)
    raise NothingToReadError(f"{gold}: no document of this name in {searched}; name its folder with --texts")


def groups(documents: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The documents of a set by group, where their names are of the form ``group-number``; else none.

    >>> groups(["money-01", "money-02", "deal-01", "deal-02"])
    {'deal': ('deal-01', 'deal-02'), 'money': ('money-01', 'money-02')}
    >>> groups(["acme-202101", "beta-second-quarter"])
    {}
    """
    stems = sorted(documents)
    grouped: dict[str, list[str]] = {}
    for stem in stems:
        grouped.setdefault(_NUMBERED.sub("", stem), []).append(stem)
    if not all(_NUMBERED.search(stem) for stem in stems) or len(grouped) < 2 or min(map(len, grouped.values())) < 2:
        return {}
    return {name: tuple(members) for name, members in sorted(grouped.items())}
