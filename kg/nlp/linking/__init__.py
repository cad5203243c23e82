"""Which mentions of a document are one entity: abbreviations, short names, misspellings, nominals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.model import Document, Entity, Mention
from kg.names import fold
from kg.nlp.linking.groups import Group, Linker
from kg.nlp.linking.issuers import find_issuers, link_nominals
from kg.nlp.linking.names import (
    join_initials,
    join_misspellings,
    join_parentheses,
    join_plain_diseases,
    join_short_names,
    join_trademarks,
    read_definitions,
)
from kg.nlp.linking.occurrences import find_everywhere
from kg.nlp.recognition.candidate import Candidate
from kg.terms import ORGANIZATIONS, EntityType

T = EntityType


def link(document: Document, found: Sequence[Candidate]) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
    """Group the candidates of a document, which do not overlap, into entities.

    Returns:
        The entities in order of first mention, and the ids of the issuers, most prominent first.
    """
    linker = Linker(document, found)
    linker.group()
    join_trademarks(linker)
    read_definitions(linker)
    join_short_names(linker)
    join_initials(linker)
    join_misspellings(linker)
    join_plain_diseases(linker)
    join_parentheses(linker)
    find_everywhere(linker)
    find_issuers(linker)
    link_nominals(linker)
    return _entities(linker)


def _entities(linker: Linker) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
    ids: dict[int, str] = {}
    entities = []
    for number, group in enumerate(sorted((g for g in linker.groups if g.spans), key=lambda g: (g.first, g.type)), 1):
        ids[id(group)] = f"e{number}"
        name = _name(group)
        mentions = [Mention(start=s, end=e) for s, e in sorted(set(group.spans))]
        mentions += [Mention(start=s, end=e, nominal=True) for s, e in sorted(set(group.nominals))]
        aliases = sorted(group.all_names() - {name})
        entities.append(
            Entity(
                id=f"e{number}",
                type=group.type,
                name=name,
                aliases=tuple(aliases),
                mentions=tuple(sorted(mentions, key=lambda m: m.start)),
                identifiers=tuple(sorted(group.identifiers)),
            )
        )
    return tuple(entities), tuple(ids[id(g)] for g in linker.issuers if id(g) in ids)


def _name(group: Group) -> str:
    """The fullest name that the document uses, in the spelling that it uses most."""
    if group.type is T.DRUG:
        return max(
            group.names, key=lambda n: (not n.isupper() or bool(re.search(r"\d", n)), group.names[n], -len(n), n)
        )
    if group.type in ORGANIZATIONS:
        heads: Counter[str] = Counter()
        full = {n: c for n, c in group.names.items() if not (n.isupper() and len(n) < 8 and " " not in n)}
        for name, count in (full if full and group.type is not T.AGENCY else group.names).items():
            heads[fold(name).split()[0] if fold(name) else ""] += count
        spelled = max(heads, key=lambda h: (heads[h], h))
        usual = [n for n in group.names if spelled in fold(n).split()[:2]] or list(group.names)
        return max(usual, key=lambda n: (not n.isupper() or len(n) < 6, len(fold(n).split()), len(n), n))
    return max(group.names, key=lambda n: (not n.isupper() or len(n) < 6, len(n.split()), group.names[n], n))
