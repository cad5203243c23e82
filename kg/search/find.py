"""Searching: which sentences, in which order, with what marked in them.

Sentences with all that was asked for come first, of these those with the very phrase; then those with all but one, then
those with some. Within each step by bm25, less for contacts and lawyers' text; a sentence that several documents repeat
is one hit.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import IO, overload

from kg.search.index import Index, errors
from kg.search.passages import facet, name_key
from kg.search.spelling import respelt, spread
from kg.search.words import STOP, Asked, Unit, tokens, understand
from kg.terms import EntityType, SectionKind

RANKED = 3_000  # of more sentences than these that fit one step, so many are ranked, those written last
_COMMON = 20_000  # a word of so many sentences tells nothing of any: it must be there, and is not weighed
_LOOSE = 4_000  # sentences that all words of the last step may have between them
_WEIGHTS = "4.0, 1.5, 0.5, 0.0"  # text, heading, topic, facets
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # no characters of any text
# Contacts and lawyers' text count for less, a table for more: its length is held against it.
_SECTIONS = {SectionKind.BOILERPLATE: 0.8, SectionKind.CONTACT: 0.5, SectionKind.ABOUT: 0.85, SectionKind.TABLE: 1.3}
_EXACT = 0.6  # more for a sentence with the words as typed, over one with other endings
_NAMED = 1.5  # a sentence that names what is filtered by, over one in a document about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What sentences must be, beside their words; empty means any.

    Attributes:
        entities: Of each, all names with its type: the sentence or the heading above it names it, or the document is
            about it.
        types: Kinds of things of which the sentence names at least one.
        sections: Kinds of sections.
        documents: Ids.
        since: First day (ISO) that the document may be of; documents without a date are left out.
        until: The last.
    """

    entities: tuple[tuple[tuple[EntityType, str], ...], ...] = ()
    types: tuple[EntityType, ...] = ()
    sections: tuple[SectionKind, ...] = ()
    documents: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def named(self) -> frozenset[str]:
        """The facets of sentences that name one of the entities."""
        return frozenset(facet("named", t, name_key(t, n)) for names in self.entities for t, n in names)

    def expressions(self) -> Iterator[str]:
        """What FTS5 must find among the facets, each."""
        for names in self.entities:
            yield _any(facet(kind, t, name_key(t, n)) for t, n in names for kind in ("named", "about"))
        for kind, values in (("type", self.types), ("section", self.sections), ("document", self.documents)):
            if values:
                yield _any(facet(kind, value) for value in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A sentence that was found.

    Attributes:
        rank: From 1.
        score: More is better; of use within one search only.
        text: ``Document.text[start:end]``.
        marks: Ranges of ``text`` that were asked for.
        also: How many other documents have the same sentence.
    """

    rank: int
    score: float
    document: str
    title: str | None
    published: str | None
    section: SectionKind
    heading: str
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    also: int = 0

    @property
    def address(self) -> str:
        """Document and position, as ``kg read`` takes them (a fragment of RFC 5147)."""
        return f"{self.document}#char={self.start},{self.end}"

    def parts(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it was asked for."""
        at = 0
        for start, end in self.marks:
            if start > at:
                yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        if at < len(self.text):
            yield self.text[at:], False

    def html(self) -> str:
        """The text for a page, what was asked for in ``<mark>``; nothing in it is markup of the document's."""
        return "".join(f"<mark>{escape(part)}</mark>" if asked else escape(part) for part, asked in self.parts())


@dataclass(frozen=True, slots=True)
class Found(Sequence[Hit]):
    """Hits, best first, and what is to be said of the search."""

    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        """How many hits there are."""
        return len(self.hits)

    @overload
    def __getitem__(self, at: int) -> Hit: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Hit, ...]: ...

    def __getitem__(self, at: int | slice) -> Hit | tuple[Hit, ...]:
        """A hit, or several."""
        return self.hits[at]

    def write(self, format_: str, stream: IO[str]) -> None:
        """Write the hits: table (for people), json, jsonl or csv.

        Raises:
            OutputError: The format is unknown.
        """
        from kg.search.output import write

        write(self, format_, stream)


def search(
    index: Index,
    words: str | Iterable[str],
    *,
    without: Iterable[str] = (),
    filters: Filters | None = None,
    limit: int = 10,
) -> Found:
    """Find sentences.

    Args:
        index: Open.
        words: See ``kg.search.words``.
        without: Words or phrases that must not stand in the sentence.
        filters: What the sentences must be, beside their words.
        limit: How many hits at most.

    Raises:
        ParameterError: There is no word to search for.
        StoreError: The index cannot be read.
    """
    asked = understand(words, without)
    with errors(index.path):
        return _Search(index, asked, filters or Filters(), limit).run()


class _Search:
    """One search."""

    def __init__(self, index: Index, asked: Asked, filters: Filters, limit: int) -> None:
        self.connection = index.connection
        self.asked = asked
        self.filters = filters
        self.limit = limit
        self.notes = list(asked.notes)
        self.unknown: list[str] = []
        self.counts: dict[Unit, int] = {}
        self.units = [self._known(unit) for unit in asked.units]

    def run(self) -> Found:
        hits: list[Hit] = []
        seen: set[int] = set()
        texts: set[int] = set()
        for expression, weighed in self._steps():
            step = [(score, id_) for score, id_ in self._ranked(expression, weighed) if id_ not in seen]
            seen.update(id_ for _, id_ in step)
            for score, id_ in self._weighed(step):
                text, same = self.connection.execute("SELECT text, same FROM sentences WHERE id = ?", (id_,)).fetchone()
                if len(hits) == self.limit or same in texts:
                    continue
                texts.add(same)
                marks = self._marks(id_, text)
                if marks is not None:
                    hits.append(self._hit(len(hits) + 1, score, id_, marks))
            if len(hits) == self.limit:
                break
        if self.unknown:
            self.notes.append(f"in no sentence: {', '.join(self.unknown)}")
        self._undated()
        return Found(tuple(hits), tuple(self.notes))

    def _known(self, unit: Unit) -> Unit:
        """A unit as the index knows it: prefixes spread, misspellings put right."""
        if unit.prefix:
            unit, note = spread(self.connection, unit)
            self.notes += [note] if note else []
        self.counts[unit] = self._count(unit.expression)
        if not self.counts[unit] and (better := respelt(self.connection, unit)) is not None:
            unit, note = better
            self.notes.append(note)
            self.counts[unit] = self._count(unit.expression)
        elif not self.counts[unit]:
            self.unknown.append(unit.shown)
        return unit

    def _count(self, expression: str) -> int:
        sql = "SELECT count(*) FROM (SELECT 1 FROM fts WHERE fts MATCH ? LIMIT ?)"
        return int(self.connection.execute(sql, (expression, _COMMON)).fetchone()[0])

    def _steps(self) -> Iterator[tuple[str, str]]:
        """From the strictest to the loosest: what must be found, and what is weighed of it (nothing where it is empty).

        Heading and title may have what the sentence lacks, but not all of it: see ``_marks``.
        """
        known = [u for u in self.units if self.counts[u]]
        every = [u.expression for u in known]
        telling = [u.expression for u in known if self.counts[u] < _COMMON]
        if not known:
            return
        if self.asked.phrase and len(self.units) > 1:
            yield f'text : "{self.asked.phrase}"', " AND ".join(telling)
        yield (" AND ".join(every) if len(every) > 1 else f"text : {every[0]}"), " AND ".join(telling)
        if 2 < len(known) <= 8:
            ways = (" AND ".join(way) for way in itertools.combinations(every, len(every) - 1))
            yield " OR ".join(f"({way})" for way in ways), " OR ".join(telling)
        some = " OR ".join(self._some())
        if some and some != every[0]:
            yield f"text : ({some})", some

    def _some(self) -> list[str]:
        """The units and their words, rarest first, as many as can be ranked in little time."""
        parts = {u.expression: self.counts[u] for u in self.units if self.counts[u]}
        for unit in self.units:
            if not unit.exact and len(unit.words) > 1:
                words = [f'"{w}"' for w in unit.words if w not in STOP]
                parts |= {w: self._count(w) for w in words if w not in parts}
        chosen: list[str] = []
        total = 0
        for expression, count in sorted(parts.items(), key=lambda part: part[1]):
            total += count
            if count and (not chosen or total <= _LOOSE):
                chosen.append(expression)
        return chosen

    def _ranked(self, expression: str, weighed: str) -> list[tuple[float, int]]:
        """The best sentences of one step, with their scores."""
        facets = [f"facets : {part}" for part in self.filters.expressions()]
        whole = " AND ".join([*facets, f"({expression})"])
        for unit in self.asked.without:
            whole = f"({whole}) NOT text : {unit.expression}"
        dated = self.filters.since is not None or self.filters.until is not None
        candidates = f"""
            SELECT fts.rowid AS id FROM fts
            {"JOIN sentences s ON s.id = fts.rowid JOIN documents d ON d.id = s.document" if dated else ""}
            WHERE fts MATCH ? {"AND d.latest >= ? AND d.earliest <= ?" if dated else ""}
            ORDER BY fts.rowid DESC LIMIT ?
        """
        days = [self.filters.since or "0000", self.filters.until or "9999"] if dated else []
        many = max(60, 6 * self.limit)
        found = self.connection.execute(candidates, (whole, *days, max(RANKED, many) if weighed else many))
        ids = [id_ for (id_,) in found]
        if not weighed or not ids:
            return [(1.0, id_) for id_ in ids]
        # bm25 reads each word's whole list and each sentence's length: of few words, for few sentences.
        sql = f"""
            SELECT bm25(fts, {_WEIGHTS}) AS score, rowid FROM fts
            WHERE fts MATCH ? AND rowid BETWEEN ? AND ? AND +rowid IN (SELECT value FROM json_each(?))
            ORDER BY score LIMIT ?
        """
        rows = self.connection.execute(sql, (weighed, ids[-1], ids[0], json.dumps(ids), many))
        return [(-score, id_) for score, id_ in rows]

    def _weighed(self, rows: list[tuple[float, int]]) -> list[tuple[float, int]]:
        """Scores by where the sentences stand and whether they name what is filtered by; ties by date, newest first."""
        named = self.filters.named()
        typed = {w for u in self.units for w in u.words}
        weighed = []
        for score, id_ in rows:
            section, facets, published, text = self.connection.execute(
                "SELECT s.section, s.facets, coalesce(d.latest, ''), s.text FROM sentences s JOIN documents d ON d.id = s.document "
                "WHERE s.id = ?",
                (id_,),
            ).fetchone()
            factor = _SECTIONS.get(SectionKind(section), 1.0)
            factor *= 1 + _EXACT * len(typed.intersection(tokens(text))) / len(typed)
            if named and not named.isdisjoint(facets.split()):
                factor *= _NAMED
            weighed.append((round(score * factor, 4), published, -id_))
        weighed.sort(reverse=True)
        return [(score, -id_) for score, _, id_ in weighed]

    def _hit(self, rank: int, score: float, id_: int, marks: tuple[tuple[int, int], ...]) -> Hit:
        row = self.connection.execute(
            "SELECT d.name, d.title, d.published, s.section, s.heading, s.start, s.stop, s.text, s.same FROM sentences s "
            "JOIN documents d ON d.id = s.document WHERE s.id = ?",
            (id_,),
        ).fetchone()
        (documents,) = self.connection.execute(
            "SELECT count(DISTINCT document) FROM sentences WHERE same = ?", (row[8],)
        ).fetchone()
        return Hit(
            rank=rank,
            score=score,
            document=row[0],
            title=row[1],
            published=row[2],
            section=SectionKind(row[3]),
            heading=row[4],
            start=row[5],
            end=row[6],
            text=row[7],
            marks=marks,
            also=documents - 1,
        )

    def _marks(self, id_: int, text: str) -> tuple[tuple[int, int], ...] | None:
        """Where what was asked for stands in a sentence; None where only its heading or the title has any of it."""
        held = tokens(text)
        wanted = {f'"{w}"' for u in self.units if not u.exact for w in u.words if w not in STOP}
        for unit in self.units:
            if unit.prefix and len(unit.words) == 1:  # a prefix costs the engine more than the words it stands for here
                wanted |= {f'"{w}"' for w in held if w.startswith(unit.words[0])}
            else:
                wanted.add(unit.expression)
        if _OPEN in text or _CLOSE in text:
            return ()
        row = self.connection.execute(
            "SELECT highlight(fts, 0, ?, ?) FROM fts WHERE fts MATCH ? AND rowid = ?",
            (_OPEN, _CLOSE, " OR ".join(sorted(wanted)), id_),
        ).fetchone()
        if row is None or _OPEN not in row[0]:
            return None
        marks: list[tuple[int, int]] = []
        at = 0
        for piece in row[0].split(_OPEN)[1:]:
            at = row[0].index(_OPEN, at) + 1
            start = at - 1 - 2 * len(marks)
            marks.append((start, start + piece.index(_CLOSE)))
        return tuple(marks)

    def _undated(self) -> None:
        if self.filters.since is None and self.filters.until is None:
            return
        (count,) = self.connection.execute("SELECT count(*) FROM documents WHERE earliest IS NULL").fetchone()
        if count:
            self.notes.append(f"{count} document{'' if count == 1 else 's'} without a date left out")


def _any(facets: Iterable[str]) -> str:
    return f"({' OR '.join(sorted(set(facets)))})"
