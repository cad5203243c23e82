"""Measuring: the facts of gold documents, extracted or read from a file, scored by gold set and section."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents import read
from kg.errors import DocumentError, DocumentNotFoundError, NothingToReadError
from kg.evaluation.entities import Listings, listings
from kg.evaluation.facts import Record, entity_listing, records
from kg.evaluation.folds import SET_ASIDE
from kg.evaluation.gold import Argument, GoldSet, ScoredFact, gold_sets, groups, read_gold, text_of
from kg.evaluation.report import Report, make_report
from kg.evaluation.scoring import Scores, score

if TYPE_CHECKING:
    from kg.nlp.extractor import Extractor

FACTS, ENTITIES, FOLDS = "facts.jsonl", "entities.jsonl", "folds.json"  # what a folder of predictions has


@dataclass(frozen=True, slots=True, kw_only=True)
class Produced:
    """What is measured: produced facts, and where known all produced entities and each document's fold."""

    source: str  # name and version of what made it, or the file it was read from
    facts: tuple[Record, ...]
    entities: tuple[Record, ...] = ()  # ``kg.evaluation.facts.entity_listing`` of each document
    folds: Mapping[str, int] | None = None

    @property
    def listed(self) -> Listings | None:
        """The entities of each document, None where there is no listing."""
        return listings(self.entities) if self.entities else None

    @property
    def used(self) -> Listings:
        """The entities that facts of any section use, by document."""
        used: dict[str, set[Argument]] = {}
        for record in self.facts:
            fact = ScoredFact.of(record)
            here = (a for a in (fact.subject, fact.object) if a.type is not None)
            used.setdefault(record["document"], set()).update(here)
        return {document: tuple(entities) for document, entities in used.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The scores of gold folders and what was produced for them."""

    scores: Scores
    produced: Produced

    @property
    def facts(self) -> tuple[Record, ...]:
        """The produced facts."""
        return self.produced.facts


def evaluate(
    folders: Iterable[Path],
    *,
    texts: Sequence[Path] = (),
    extractor: Extractor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Extract from the documents of gold folders and score the facts that come out.

    Args:
        folders: Folders of gold files, or folders with a subfolder ``gold`` and the documents in ``texts`` or beside.
        texts: Where else the documents may be.
        extractor: The extractor to measure; a new one where it is left out.
        progress: Called with the number of documents done and in all.

    Raises:
        NothingToReadError: A folder has no gold files, or a document is missing.
    """
    sets = gold_sets(folders)
    produced = extract(sets, texts=texts, extractor=extractor, progress=progress)
    return Evaluation(scores=score(read_gold(f for s in sets for f in s.files), produced.facts), produced=produced)


def extract(
    sets: Iterable[GoldSet],
    *,
    texts: Sequence[Path] = (),
    extractor: Extractor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Produced:
    """Extract from the documents of gold sets; the arguments are those of ``evaluate``."""
    pairs = [(file, text_of(file, (*texts, *one.places))) for one in sets for file in one.files]
    if extractor is None:
        from kg.nlp.extractor import Extractor  # and spaCy, which scoring facts from a file does not need

        extractor = Extractor()
    documents = [read(text, id=gold.stem) for gold, text in pairs]
    facts: list[Record] = []
    entities: list[Record] = []
    for number, extraction in enumerate(extractor.pipe(documents), 1):
        facts += records(extraction)
        entities.append(entity_listing(extraction))
        if progress:
            progress(number, len(documents))
    return Produced(source=extractor.pipeline, facts=tuple(facts), entities=tuple(entities))


def read_produced(path: Path, entities: Path | None = None) -> Produced:
    """Read facts from JSON lines (``-`` is standard input); lines with ``entities`` list a document's entities.

    Args:
        path: Lines as ``kg extract --format jsonl`` and ``kg evaluate --write-facts`` write them.
        entities: A file of entity listings, where they stand apart.

    Raises:
        DocumentNotFoundError: There is no such file.
        DocumentError: A line is neither a fact nor a listing.
    """
    rows = _lines(path) + (_lines(entities) if entities else [])
    return Produced(
        source=str(path),
        facts=tuple(row for row in rows if "entities" not in row),
        entities=tuple(row for row in rows if "entities" in row),
    )


def read_folds(folder: Path) -> Produced:
    """Read a folder of cross-validated facts: ``facts.jsonl``, ``folds.json``, and ``entities.jsonl`` where it is there.

    Raises:
        DocumentNotFoundError: The folder or a file is missing.
        DocumentError: A file is malformed.
    """
    entities = folder / ENTITIES
    produced = read_produced(folder / FACTS, entities if entities.exists() else None)
    path = folder / FOLDS
    if not path.is_file():
        raise DocumentNotFoundError(f"{path}: no such file; it has the fold of each document")
    try:
        folds = {str(name): int(fold) for name, fold in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise DocumentError(f"{path}: no object of document and fold: {error}") from error
    return replace(produced, source=str(folder), folds=folds)


def choose(sets: Iterable[GoldSet], wanted: Collection[str]) -> list[GoldSet]:
    """The sets with their gold files of these names only, sets without any left out.

    Raises:
        NothingToReadError: No set has one.
    """
    cut = [replace(one, files=tuple(file for file in one.files if file.stem in wanted)) for one in sets]
    if not any(one.files for one in cut):
        raise NothingToReadError("none of the documents asked for has a gold file in the folders given")
    return [one for one in cut if one.files]


def measured(folds: Mapping[str, int], *, set_aside: bool = False) -> set[str]:
    """The documents of folds, those that are set aside only where asked for."""
    return {document for document, fold in folds.items() if set_aside or fold != SET_ASIDE}


def measure(
    name: str,
    sets: Iterable[GoldSet],
    produced: Produced,
    *,
    section: str = "facts",
    without: Collection[str] = (),
) -> Report | None:
    """Measure gold sets as one, with their folds and groups as parts; None where none is annotated for the section."""
    scores = score(read_gold(f for s in sets for f in s.files), produced.facts, section=section, without=without)
    if not scores.outcomes:
        return None
    parts = {group: scores.part(members) for group, members in groups(scores.documents).items()}
    if produced.folds is not None:
        for fold in sorted({produced.folds[d] for d in scores.documents if d in produced.folds}):
            members = [d for d in scores.documents if produced.folds.get(d) == fold]
            parts["set aside" if fold == SET_ASIDE else f"fold {fold}"] = scores.part(members)
    return make_report(name, section, scores, listed=produced.listed, used=produced.used, parts=parts)


def _lines(path: Path) -> list[Record]:
    if str(path) != "-" and not path.is_file():
        raise DocumentNotFoundError(f"{path}: no such file; name a file of JSON lines, one fact a line")
    rows: list[Record] = []
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path}: no JSON lines in UTF-8: {error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row: Record = json.loads(line)
                str(row["document"])
                if "entities" in row:
                    listings([row])
                else:
                    ScoredFact.of(row)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise DocumentError(f"{path}: line {number} is no fact: {error!r}") from error
            rows.append(row)
    return rows
