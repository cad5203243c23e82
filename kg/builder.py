"""Building a store: read, extract, assemble, write. Incremental; a document that cannot be read costs itself only."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from kg.assembly import judgements
from kg.assembly.assemble import assembled
from kg.display import counted, html_table
from kg.documents import Dates, find, passed_over, read
from kg.documents.sources import Source
from kg.errors import ComponentError, DocumentError, KgError, NothingToReadError, PartialBuildError, StoreError
from kg.files import replace_text
from kg.graph import rdf
from kg.graph.stores import Store
from kg.graph.vocabulary import BASE
from kg.model import Document, Extraction, Knowledge, from_json, to_json

if TYPE_CHECKING:
    from kg.assembly.resolution import Resolution
    from kg.nlp.extractor import Extractor

MAX_CHARACTERS = 1_000_000
EXTRACTIONS = "extractions"  # the folder of them in a store's folder
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
        notes: Judgements of the user that have no effect, one line each.
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
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """What there is now and what was done for it."""
        return (
            f"<BuildReport: {counted(self.documents, 'document')}, {counted(_sum(self.entities), 'entity')}, "
            f"{counted(_sum(self.statements), 'statement')}; {self.read} read, {self.extracted} of them extracted, "
            f"{len(self.skipped)} left out, in {self.seconds:.1f} s>"
        )

    def _repr_html_(self) -> str:
        rows: list[tuple[object, ...]] = [
            ("documents", self.documents, f"{self.read} read now, {self.extracted} of them new or changed"),
            ("entities", _sum(self.entities), _listed(self.entities)),
            ("statements", _sum(self.statements), _listed(self.statements)),
            ("left out", len(self.skipped), ""),
            *(("", "", str(skipped.error)) for skipped in self.skipped),
            ("passed over", _sum(self.passed_over), _listed(self.passed_over)),
            ("graphs written", self.graphs, f"in {self.seconds:.1f} s"),
        ]
        return html_table((), rows, caption="Build")

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


def _sum(counts: Iterable[tuple[str, int]]) -> int:
    return sum(count for _, count in counts)


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts)


class ExtractionCache:
    """What every document of a store says, one file a document: the store can be made again from these alone."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which is made when the first extraction is put there."""
        self.folder = folder

    @property
    def judgements(self) -> Path:
        """The user's file of judgements: in the store's folder, or with the extractions of a store that has none."""
        beside = self.folder.parent if self.folder.name == EXTRACTIONS else self.folder
        return beside / judgements.FILE

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
        replace_text(path, to_json(extraction))

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
    index: Path | None = None,
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
        index: File of the search index, which is brought up to date with the cache; None for none.
        progress: Called as work is done.

    Raises:
        StoreError: The store, the cache or the index cannot be written.
        JudgementError: The user's file of judgements cannot be followed; nothing was done.
    """
    from kg.nlp.extractor import Extractor  # here, so that who only reads the cache waits for no models

    begun = time.perf_counter()
    sources = tuple(sources)
    judged = judgements.read(cache.judgements)
    tell = progress or (lambda what, done, total: None)
    extractor = Extractor()
    work = _read(sources, cache, extractor.pipeline, max_characters, dates or Dates({}), tell)
    for number, extraction in enumerate(_extract(work.fresh, extractor, workers), 1):
        cache.put(extraction)
        tell("extract", number, len(work.fresh))
    read_count = len(work.fresh) + work.cached
    knowledge = Knowledge()
    changed = 0
    notes: tuple[str, ...] = ()
    if read_count:
        tell("assemble", 0, 1)
        knowledge, resolution = assembled(cache, judged)
        notes = resolution.notes
        tell("assemble", 1, 1)
        changed = write(knowledge, store, base=base, progress=tell)
        if index is not None:
            _write_index(index, cache.folder, tell)
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
        notes=notes,
    )


def _write_index(path: Path, folder: Path, tell: Progress) -> None:
    from kg.search.index import Index
    from kg.search.writing import bring_up_to_date

    # A SQLite that cannot search costs the search only, and kg search says so.
    with contextlib.suppress(ComponentError), Index.writing(path) as index:
        bring_up_to_date(index, folder, progress=tell)


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


def reassemble(store: Store, cache: ExtractionCache, *, base: str = BASE) -> tuple[Knowledge, Resolution]:
    """Bring a store up to date with the user's judgements, without reading a document.

    Raises:
        StoreError: There are no extractions, or the store cannot be written.
        JudgementError: The file of judgements cannot be followed.
    """
    known = assembled(cache, judgements.read(cache.judgements))
    if not known[0].documents:
        raise StoreError(f"{cache.folder}: no extractions to assemble again; kg build makes them")
    write(known[0], store, base=base)
    return known


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
    return Path(store) / EXTRACTIONS
