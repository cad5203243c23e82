"""What two companies, or two drugs, have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from kg.model import Statement
from kg.terms import EntityType, Modality, Relation
from kg.views.dossier import own_drugs
from kg.views.programs import Program
from kg.views.saying import sentence
from kg.views.tables import Cell, Said, Table, Teller, distinct

_R = Relation
Row = tuple[Cell, ...]
Ties = Mapping[str, Sequence[Statement]]
# What of a company's drugs says something of the company too.
_OF_DRUGS = (_R.TARGETS, _R.USES_PLATFORM, _R.HAS_COMPONENT, _R.COMBINED_WITH, _R.MANUFACTURES)


def shared(
    t: Teller, ids: tuple[str, str], found: Sequence[Sequence[Program]], words: Callable[[Program], Said]
) -> Table:
    """Diseases in which both have programs, then whom and what both are tied to.

    Args:
        t: Of everything.
        ids: The two.
        found: The programs of each.
        words: Puts a program into words.
    """
    ties = [_ties(t, id_, own_drugs(of)) for id_, of in zip(ids, found, strict=True)]
    both = sorted((ties[0].keys() & ties[1].keys()) - set(ids), key=lambda i: (_kind(t, i), t.name(i).casefold(), i))
    return Table(
        title="Both",
        columns=("what", *ids),
        rows=(*_diseases(t, found, words), *(_tie(t, id_, ties) for id_ in both)),
        absent="No disease, partner, target, platform, place or person of both is stated in these documents.",
    )


def _diseases(t: Teller, found: Sequence[Sequence[Program]], words: Callable[[Program], Said]) -> Iterator[Row]:
    """Diseases with programs of both, in them or in kinds of them; of those with the same programs the narrowest."""
    within: list[dict[str, list[int]]] = []
    for of in found:
        by: dict[str, list[int]] = defaultdict(list)
        for number, program in enumerate(of):
            for disease in _with_broader(t, program.indication.id) if program.indication else ():
                by[disease].append(number)
        within.append(by)
    narrowest: dict[tuple[tuple[int, ...], ...], str] = {}
    common = within[0].keys() & within[1].keys()
    for disease in sorted(common, key=lambda d: (-len(_with_broader(t, d)), t.name(d).casefold(), d)):
        narrowest.setdefault(tuple(tuple(by[disease]) for by in within), disease)
    for numbers, disease in sorted(narrowest.items(), key=lambda item: t.name(item[1]).casefold()):
        cells = [tuple(words(of[n]) for n in which) for of, which in zip(found, numbers, strict=True)]
        yield ((Said(text=f"disease: {t.name(disease)}"),), *cells)


def _with_broader(t: Teller, disease: str) -> tuple[str, ...]:
    """A disease and all that it is a kind of."""
    found, rest = [disease], [disease]
    while rest:
        entity = t.entities.get(rest.pop())
        new = [b for b in (entity.broader if entity else ()) if b not in found]
        found += new
        rest += new
    return tuple(found)


def _ties(t: Teller, id_: str, drugs: Sequence[str]) -> Ties:
    """Whom and what something is tied to, but for diseases and drugs of its own."""
    ties: dict[str, list[Statement]] = defaultdict(list)
    for own, statements in ((id_, t.of(id_)), *((drug, t.of(drug, *_OF_DRUGS)) for drug in drugs)):
        for s in statements:
            if s.modality is Modality.NEGATED or own not in (s.subject, s.object):
                continue
            other = s.object if s.subject == own else s.subject
            entity = t.entities.get(other)
            if entity is not None and entity.type is not EntityType.INDICATION and other not in (id_, *drugs):
                ties[other].append(s)
    return ties


def _kind(t: Teller, id_: str) -> str:
    return t.entities[id_].type.value


def _tie(t: Teller, id_: str, ties: Sequence[Ties]) -> Row:
    cells = (distinct(t.said(sentence(s, t.name), s) for s in of[id_]) for of in ties)
    return ((Said(text=f"{_kind(t, id_)}: {t.name(id_)}"),), *cells)
