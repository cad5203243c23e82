"""What pages say beyond tables: contradictions, what is stated besides, and what is not stated at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.model import Document, Statement
from kg.terms import Modality, Relation
from kg.views.dates import span, when
from kg.views.programs import Program
from kg.views.saying import sentence
from kg.views.sources import Source, link
from kg.views.tables import Said, Table, Teller, enumeration

_R = Relation
_OWN = frozenset({"develops", "acquired", "licensed in"})


def own_drugs(programs: Iterable[Program]) -> tuple[str, ...]:
    """Ids of the drugs that a company develops, has acquired or has a licence for."""
    return tuple(dict.fromkeys(p.drug.id for p in programs if _OWN & set(p.roles)))


def concerning(t: Teller, ids: Iterable[str]) -> list[Statement]:
    """The statements of, with or about some entities, each once."""
    return list({s.id: s for id_ in ids for s in t.of(id_)}.values())


def contradictions(t: Teller, statements: Iterable[Statement]) -> Table:
    """Pairs of statements that cannot both hold."""
    pairs: dict[frozenset[str], tuple[Statement, Statement]] = {}
    for s in statements:
        for id_ in s.conflicts:
            other = t.statements.get(id_)
            if other is not None:
                pairs.setdefault(frozenset({s.id, id_}), (s, other))
    return Table(
        title="Contradictions",
        columns=("One says", "Another says"),
        rows=tuple(tuple((_whole(t, s),) for s in pair) for pair in pairs.values()),
        absent="No two of these documents were found to contradict each other on this.",
    )


def besides(t: Teller, statements: Iterable[Statement]) -> Table:
    """What is stated and stands in no other table of the page; to be asked for last."""
    rest = [s for s in statements if s.id not in t.sources.cited]
    order = list(Relation)
    rest.sort(key=lambda s: (order.index(s.relation), t.name(s.subject).casefold(), s.id))
    return Table(title="Also stated", columns=("stated",), headed=False, rows=tuple(((_whole(t, s),),) for s in rest))


def _whole(t: Teller, statement: Statement) -> Said:
    said = t.said(sentence(statement, t.name), statement)
    dates = sorted({d for e in statement.evidence if (d := t.published.get(e.document)) and span(d)})
    note = f"said {when(dates[0])}" + (f" to {when(dates[-1])}" if dates[0] != dates[-1] else "") if dates else ""
    return Said(text=said.text, sources=said.sources, note=note, documents=said.documents)


def not_stated(t: Teller, id_: str, programs: Sequence[Program], tables: Iterable[Table]) -> tuple[str, ...]:
    """What a reader would look for and the documents do not state."""
    lines = [table.absent for table in tables if not table.rows]
    name = t.name(id_)
    if not any(t.of(id_, _R.BASED_IN, subject=id_)):
        lines.append(f"Where {name} is based is not stated.")
    if not any(t.of(id_, _R.LISTED_AS, subject=id_)):
        lines.append(f"No listing of {name} is stated.")
    return (*lines, *_of_drugs(t, own_drugs(programs), programs), *_of_deals(t, id_))


def _of_drugs(t: Teller, drugs: Sequence[str], programs: Sequence[Program]) -> list[str]:
    of = {d: [p for p in programs if p.drug.id == d] for d in drugs}
    missing = (
        ("phase", [d for d in drugs if not any(s.phase for p in of[d] for s in p.steps)]),
        ("disease", [d for d in drugs if not any(p.indication for p in of[d])]),
        ("manufacturer", [d for d in drugs if not _held(t, d, _R.MANUFACTURES)]),
        ("target", [d for d in drugs if not _held(t, d, _R.TARGETS)]),
    )
    return [
        f"No {what} is stated for {enumeration(map(t.name, which)) if len(which) < len(drugs) or len(drugs) == 1 else 'any of its drugs'}."
        for what, which in missing
        if which
    ]


def _held(t: Teller, id_: str, relation: Relation) -> bool:
    return any(s.modality is not Modality.NEGATED for s in t.of(id_, relation))


def _of_deals(t: Teller, id_: str) -> list[str]:
    deals = [s for s in t.of(id_, _R.PARTNERS_WITH, _R.LICENSES_TO, _R.ACQUIRES) if id_ in (s.subject, s.object)]
    terms = ("amount", "upfront", "milestones", "royalties")
    others: dict[str, list[Statement]] = {}
    for s in deals:
        other = s.object if s.subject == id_ else s.subject
        if s.modality is not Modality.NEGATED and t.is_organization(other):
            others.setdefault(other, []).append(s)
    lines = []
    for words, attributes in (("No sums", terms), ("No date", ("date",))):
        bare = [
            o for o, found in others.items() if not any(getattr(s.attributes, a) for s in found for a in attributes)
        ]
        if bare:
            verb = "are" if words.endswith("s") else "is"
            lines.append(f"{words} {verb} stated for what it does with {enumeration(sorted(map(t.name, bare)))}.")
    return lines


def covered(sources: Iterable[Source]) -> str:
    """How many documents a page rests on, and of what time."""
    documents = {d.id: d for source in sources for d in source.documents}
    if not documents:
        return "No document states anything about it."
    dates = sorted(d.published for d in documents.values() if d.published and span(d.published))
    number = f"{len(documents)} document{'s' if len(documents) > 1 else ''}"
    if not dates:
        return f"From {number} without a date."
    if when(dates[0]) == when(dates[-1]):
        return f"From {number}, {when(dates[0])}."
    return f"From {number}, {when(dates[0])} to {when(dates[-1])}."


def source_record(source: Source) -> dict[str, Any]:
    """A source for JSON."""
    return {
        "number": source.number,
        "sentence": source.sentence,
        "documents": [document_record(d) for d in source.documents],
    }


def document_record(document: Document) -> dict[str, Any]:
    """What is known of a document, for JSON."""
    return {
        "id": document.id,
        "title": document.title,
        "published": document.published,
        "source": document.source,
    }


def source_rows(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Sources for a template."""
    return [
        {
            "number": source.number,
            "sentence": source.sentence,
            "documents": [
                {
                    "title": (d.title or "").lstrip("# ") or d.id,
                    "id": d.id,
                    "published": when(d.published) if d.published else "no date",
                    "link": link(d),
                }
                for d in source.documents
            ],
        }
        for source in sources
    ]
