"""Building a store: read, extract, assemble, write. Incremental; a document that cannot be read costs itself only."""

from __future__ import annotations

import dataclasses
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from kg.assembly import assemble
from kg.documents import Dates, find, passed_over, read
from kg.documents.sources import Source
from kg.errors import DocumentError, KgError, NothingToReadError, PartialBuildError, StoreError
from kg.graph import rdf
from kg.graph.stores import Store
from kg.graph.vocabulary import BASE
from kg.model import Document, Extraction, Knowledge, from_json, to_json

if TYPE_CHECKING:
    from kg.nlp.extractor import Extractor

MAX_CHARACTERS = 1_000_000
Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, how much there is


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A source that is not in the store, and why."""

    source: str
    error: KgError


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did.

    Attributes:
        read: Documents of the given sources.
        extracted: Those among them that were new or had changed; the others came from the cache.
        skipped: Sources that could not be read.
        passed_over: Files of the given folders that are of no kind that is read, by suffix.
        documents: Documents in the store now.
        entities: Entities in the store by type.
        statements: Statements in the store by relation.
        graphs: Named graphs that changed.
        seconds: How long it took.
        undated: Documents in the store of which nothing says when they were published.
        unused_dates: Names in the file of dates that no document of this build has.
    """

    read: int
    extracted: int
    skipped: tuple[Skipped, ...]
    passed_over: tuple[tuple[str, int], ...]
    documents: int
    entities: tuple[tuple[str, int], ...]
    statements: tuple[tuple[str, int], ...]
    graphs: int
    seconds: float
    undated: int = 0
    unused_dates: tuple[str, ...] = ()

    def error(self) -> KgError | None:
        """What a command should end with: nothing, a warning that parts are missing, or why there is nothing."""
        if not self.skipped:
            return None
        if self.read:
            return PartialBuildError(
                f"{len(self.skipped)} of {self.read + len(self.skipped)} documents were left out (see above); "
                "the rest is stored"
            )
        kinds = {type(skipped.error) for skipped in self.skipped}
        if len(kinds) == 1 and len(self.skipped) == 1:
            return self.skipped[0].error
        if len(kinds) == 1:
            return kinds.pop()(f"none of {len(self.skipped)} sources could be read (see above); nothing was stored")
        return NothingToReadError(f"none of {len(self.skipped)} sources could be read (see above); nothing was stored")


class ExtractionCache:
    """What every document of a store says, one file a document: the store can be made again from these alone."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which is made when the first extraction is put there."""
        self.folder = folder

    def _path(self, document: str) -> Path:
        return self.folder / f"{document}.json"

    def get(self, document: str) -> Extraction | None:
        """The extraction of a document, or None where there is none that can be read."""
        try:
            return from_json(Extraction, self._path(document).read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def put(self, extraction: Extraction) -> None:
        """Keep an extraction in place of the one before; a crash leaves either, whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(extraction.document.id)
        half = path.with_suffix(f".{os.getpid()}.tmp")
        half.write_text(to_json(extraction), encoding="utf-8")
        os.replace(half, path)

    def __iter__(self) -> Iterator[Extraction]:
        """All extractions, by document id."""
        for path in sorted(self.folder.glob("*.json")):
            try:
                yield from_json(Extraction, path.read_bytes())
            except ValueError as error:
                raise StoreError(
                    f"{path}: unreadable extraction ({str(error).splitlines()[0]}); delete the file and build its "
                    "document again"
                ) from error


@dataclass(slots=True)
class _Work:
    """Documents that want extraction, and those that do not."""

    fresh: list[Document] = field(default_factory=list)
    cached: int = 0
    skipped: list[Skipped] = field(default_factory=list)


def build(
    sources: Iterable[str | Path],
    store: Store,
    cache: ExtractionCache,
    *,
    workers: int = 1,
    max_characters: int = MAX_CHARACTERS,
    base: str = BASE,
    dates: Dates | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Read sources, extract what they say, and bring a store up to date with all documents in the cache.

    Args:
        sources: Files, folders and globs. A document that the cache already has, by the same bytes and the same
            pipeline, is not extracted again; one that has changed replaces itself; other documents stay.
        store: Where the quads go. Graphs that have not changed are left alone.
        cache: What the documents of the store say.
        workers: Processes that extract.
        max_characters: A document with more is skipped.
        base: Namespace of the entities' IRIs.
        dates: When documents were published, before what they say themselves.
        progress: Called as work is done.

    Raises:
        StoreError: The store or the cache cannot be written.
    """
    from kg.nlp.extractor import Extractor  # here, so that who only reads the cache waits for no models

    begun = time.perf_counter()
    sources = tuple(sources)
    tell = progress or (lambda what, done, total: None)
    extractor = Extractor()
    work = _read(sources, cache, extractor.pipeline, max_characters, dates or Dates({}), tell)
    for number, extraction in enumerate(_extract(work.fresh, extractor, workers), 1):
        cache.put(extraction)
        tell("extract", number, len(work.fresh))
    read_count = len(work.fresh) + work.cached
    knowledge = Knowledge()
    changed = 0
    if read_count:
        tell("assemble", 0, 1)
        knowledge = assemble(cache)
        tell("assemble", 1, 1)
        changed = write(knowledge, store, base=base, progress=tell)
    return BuildReport(
        read=read_count,
        extracted=len(work.fresh),
        skipped=tuple(work.skipped),
        passed_over=passed_over(sources),
        documents=len(knowledge.documents),
        entities=_counts(entity.type.value for entity in knowledge.entities),
        statements=_counts(statement.relation.value for statement in knowledge.statements),
        graphs=changed,
        seconds=time.perf_counter() - begun,
        undated=sum(document.published is None for document in knowledge.documents),
        unused_dates=dates.unused if dates else (),
    )


def _counts(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(values).most_common())


def _read(
    sources: Iterable[str | Path],
    cache: ExtractionCache,
    pipeline: str,
    max_characters: int,
    dates: Dates,
    tell: Progress,
) -> _Work:
    work = _Work()
    found: list[Source] = []
    for source in find(sources):
        if source.error is not None:
            work.skipped.append(Skipped(source=source.name, error=source.error))
        else:
            found.append(source)
    for number, source in enumerate(found, 1):
        try:
            document = dates.apply(read(source, max_characters=max_characters))
        except DocumentError as error:
            work.skipped.append(Skipped(source=source.name, error=error))
            continue
        known = cache.get(document.id)
        if known is not None and known.pipeline == pipeline and _same_text(known.document, document):
            work.cached += 1
            if known.document != document:
                cache.put(dataclasses.replace(known, document=document))
        else:
            work.fresh.append(document)
        tell("read", number, len(found))
    return work


def _same_text(one: Document, other: Document) -> bool:
    """Whether extraction reads the same in two documents: how their date was found is nothing to it."""
    return dataclasses.replace(one, dated_by=other.dated_by) == other


_worker_extractor: Extractor | None = None


def _start_worker() -> None:
    from kg.nlp.extractor import Extractor

    global _worker_extractor
    _worker_extractor = Extractor()


def _work_on(record: str) -> str:
    assert _worker_extractor is not None
    return to_json(_worker_extractor.extract(from_json(Document, record)))


def _extract(documents: Sequence[Document], extractor: Extractor, workers: int) -> Iterator[Extraction]:
    if workers <= 1 or len(documents) < 2 * workers:
        yield from extractor.pipe(documents)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker) as pool:
        for record in pool.map(_work_on, (to_json(document) for document in documents), chunksize=4):
            yield from_json(Extraction, record)


def write(knowledge: Knowledge, store: Store, *, base: str = BASE, progress: Progress | None = None) -> int:
    """Bring a store up to date with knowledge, graph by graph.

    Returns:
        The number of graphs that changed.
    """
    tell = progress or (lambda what, done, total: None)
    graphs = rdf.graphs(knowledge, base=base)
    before = set(store.graphs())
    changed = 0
    for number, (name, quads) in enumerate(graphs.items(), 1):
        changed += store.replace(name, quads)
        tell("write", number, len(graphs))
    for name in before - set(graphs):
        store.remove(name)
        changed += 1
    return changed


def cache_folder(store: str | Path, cache: str | Path | None) -> Path:
    """Where the extractions of a store are kept.

    Raises:
        StoreError: A remote store has no folder of its own and none is given.
    """
    if cache is not None:
        return Path(cache)
    name = str(store)
    if name.startswith(("http://", "https://")):
        raise StoreError(f"{name}: a remote store keeps no extractions; name a folder for them with --cache")
    if name == ":memory:":
        import tempfile

        return Path(tempfile.mkdtemp(prefix="kg-"))
    return Path(store) / "extractions"
