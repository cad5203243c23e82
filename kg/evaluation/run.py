"""Running the extraction over gold folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.documents import read
from kg.errors import NothingToReadError
from kg.evaluation.facts import Record, records
from kg.evaluation.scoring import Scores, read_gold, score
from kg.nlp.extractor import Extractor


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The scores of gold folders and the facts that were produced for them."""

    scores: Scores
    facts: tuple[Record, ...]


def gold_files(folder: Path) -> list[Path]:
    """The gold files of a folder: its JSON files, or those of its subfolder ``gold``."""
    return sorted((folder / "gold").glob("*.json")) or sorted(folder.glob("*.json"))


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


def evaluate(
    folders: Iterable[Path],
    *,
    texts: Sequence[Path] = (),
    extractor: Extractor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Extract from the documents of gold folders and score what comes out.

    Args:
        folders: Folders of gold files, or folders with a subfolder ``gold`` and the documents in ``texts`` or beside.
        texts: Where else the documents may be.
        extractor: The extractor to measure; a new one where it is left out.
        progress: Called with the number of documents done and in all.

    Raises:
        NothingToReadError: A folder has no gold files, or a document is missing.
    """
    pairs: list[tuple[Path, Path]] = []
    for folder in folders:
        files = gold_files(folder)
        if not files:
            raise NothingToReadError(f"{folder}: no gold files (*.json) in it or in its subfolder gold")
        home = files[0].parent
        places = [*texts, folder / "texts", home, home.parent / "texts", home.parent]
        pairs += ((file, text_of(file, places)) for file in files)
    extractor = extractor or Extractor()
    documents = [read(text, id=gold.stem) for gold, text in pairs]
    facts: list[Record] = []
    for number, extraction in enumerate(extractor.pipe(documents), 1):
        facts += records(extraction)
        if progress:
            progress(number, len(documents))
    return Evaluation(scores=score(read_gold(gold for gold, _ in pairs), facts), facts=tuple(facts))
