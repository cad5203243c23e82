"""Which entities of different documents are one, and why.

Evidence is taken in order of its strength: what the user has judged; then names that agree, tickers and identifiers; then
other names that documents give; then short names, abbreviations and misspellings, where they can mean one thing only or
something else that the documents say speaks for it. Nothing is joined that something speaks against. The result does not
depend on the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.assembly.cleaning import abbreviates
from kg.assembly.entities import entities_of
from kg.assembly.joining import Joining, listed_apart, why_of
from kg.assembly.judgements import Judgements, Verdict
from kg.assembly.keys import alias_keys, is_ordinary, main_keys
from kg.assembly.legal import legal_name
from kg.assembly.likeness import handle_of, misspelt, near_pairs, pairs_by_key, similar
from kg.assembly.units import Key, Unit, locals_of, surname
from kg.model import Entity, Extraction, Merge
from kg.names import code_key, fold
from kg.terms import ORGANIZATIONS, EntityType

# Drugs first, as they tell companies apart and people go with companies.
_ORDER = ("indication", "target", "trial", "platform", "place", "drug", "organization", "person")
_SHORT = 5  # letters from which a short name can be distinctive


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two entities that may be one."""

    one: str  # ids
    other: str
    likeness: float  # of their names, 0 to 100
    pro: tuple[str, ...] = ()
    contra: tuple[str, ...] = ()
    judged: bool = False  # the evidence would make them one, and a judgement keeps them apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Entities of all documents.

    Attributes:
        entities: Sorted by id.
        ids: For each (document, entity) the id of its entity; what the user judged to be nothing is left out.
        merges: Why names of an entity are names of one thing.
        doubts: Pairs that may be one, the most alike first.
        notes: Judgements that could not be followed, one line each.
    """

    entities: tuple[Entity, ...]
    ids: dict[Key, str]
    merges: tuple[Merge, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()


def resolve(extractions: Sequence[Extraction], judgements: Judgements | None = None) -> Resolution:
    """Find out which entities are one.

    Args:
        extractions: What each document says, each document once.
        judgements: What the user has decided.
    """
    judged = judgements or Judgements()
    locals_ = [judged.applied(local) for extraction in extractions for local in locals_of(extraction)]
    resolver = _Resolver([local for local in locals_ if local is not None], judged)
    return resolver.resolve()


class _Resolver(Joining):
    def resolve(self) -> Resolution:
        self._judge()
        for family, units in sorted(self.families.items(), key=lambda item: (_ORDER.index(item[0]), item[0])):
            self._by_main_names(units)
            self._by_tickers(units)
            if family != "place":
                self._by_other_names(units)
            if family == "drug":
                self._by_component_suffixes(units)
            if family in {"organization", "place", "person"}:
                self._by_short_names(family, units)
            if family == "organization":
                self._by_handles(units)
            if family not in {"place", "target"}:
                self._by_misspellings(units)
            if family == "drug":
                self.context.learn(self.groups[root] for root in self.distinct(units))
        return self._made()

    def _judge(self) -> None:
        """Bring together what the user says is one, and mark what is to stay apart."""
        named: dict[str, list[Unit]] = defaultdict(list)
        called: dict[str, list[Unit]] = defaultdict(list)
        for unit in sorted(self.units, key=lambda u: u.order):
            for reference in self.judged.references(unit.family, unit.names, unit.documents):
                called[reference].append(unit)
            for reference in self.judged.references(unit.family, [unit.name], unit.documents):
                named[reference].append(unit)
                self.groups[unit.number].judged |= {reference}
        named = {**called, **named}
        for judgement in self.judged.entries:
            if judgement.judgement not in {Verdict.SAME, Verdict.NOT_SAME, Verdict.UNDECIDED}:
                continue
            missing = [
                n for n, r in zip((judgement.one, judgement.other), judgement.references, strict=True) if r not in named
            ]
            if missing:
                self.notes.append(f"{judgement.where}: no document names {missing[0]!r}; the line has no effect")
            elif judgement.judgement is Verdict.SAME:
                first, *others = [u for r in judgement.references for u in named[r]]
                for unit in others:
                    if not self.join(first.number, unit.number, judgement.why, forced=True):
                        self.notes.append(f"{judgement.where}: {first.name} and {unit.name} stay apart by another line")

    def _by_main_names(self, units: Sequence[Unit]) -> None:
        """Names that agree, those first that say most; a bare name that two such share is the better known one's."""
        holders: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            if not unit.generic:
                for key in main_keys(unit.type, unit.name, unit.aliases):
                    holders[key].append(unit)
                for identifier in _identifiers(unit):
                    holders[f"={identifier}"].append(unit)
        for key in sorted(holders):
            if key.startswith("~"):  # what one of several things is called may be the vocabulary's name of another
                holders[key] = [u for u in holders[key] if u.number not in self.unclear]
            said = [u for u in holders[key] if self.telling[u.number]]
            bare = [u for u in holders[key] if not self.telling[u.number]]
            self.together(key, said)
            clusters = self.distinct(said)
            self.together(key, bare)
            if clusters and bare:
                self.attach(bare[0].number, clusters, why_of(key, bare[0], said[0]))

    def _by_tickers(self, units: Sequence[Unit]) -> None:
        """One listing, one company, where the names agree in something or both have this listing and no other."""
        holders: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            for ticker in unit.tickers:
                holders[ticker].append(unit)
        for ticker in sorted(holders):
            first, *others = holders[ticker]
            for unit in others:
                one, other = self.group(first.number), self.group(unit.number)
                likely = self.names_agree(one, other) or (
                    one.tickers == other.tickers and min(self.context.listings(g, ticker) for g in (one, other)) > 1
                )
                if likely:
                    self.join(first.number, unit.number, f"both are listed as {ticker}")
                elif one is not other:
                    self.doubt(
                        first.number, unit.number, f"both are listed as {ticker}", "the names have nothing in common"
                    )

    def _by_other_names(self, units: Sequence[Unit]) -> None:
        """Names that a document gives beside the main one: code, generic name and brand; former names; abbreviations."""
        mains: dict[str, list[Unit]] = defaultdict(list)
        others: dict[str, list[tuple[Unit, str]]] = defaultdict(list)
        for unit in units:
            if not unit.generic:
                for key in main_keys(unit.type, unit.name, unit.aliases):
                    mains[key].append(unit)
                for key, alias in alias_keys(unit.type, unit.name, unit.aliases).items():
                    others[key].append((unit, alias))
        for key in sorted(others):
            first, name = others[key][0]
            why = f"a document gives {name!r} as another name of {first.name!r}"
            leaders = {self.clusters.find(u.number): (u, alias) for u, alias in reversed(others[key])}
            if len(leaders) > 1 and self.one_thing([u for u, _ in leaders.values()], name):
                for leader, _ in leaders.values():
                    self.join(first.number, leader.number, why)
            means = self.distinct(u for u, _ in leaders.values())
            for unit in mains.get(key, ()):
                if len(means) > 1:
                    self.attach(unit.number, means, why)
                elif self.may_be_named(first, unit) or abbreviates(name, first.name):
                    self.join(first.number, unit.number, why)
                else:
                    self.doubt(first.number, unit.number, why, "documents name both side by side")

    def _by_component_suffixes(self, units: Sequence[Unit]) -> None:
        """A code with a suffix that abbreviates another drug is the code: "AB 12-PTX" with "PTX = paclitaxel"."""
        shorts = {code_key(n) for u in units for n in u.names if n.isupper()}
        bases = {code_key(n): u for u in reversed(units) for n in u.names}
        for unit in units:
            for name in unit.names:
                head, _, tail = name.replace("\u2013", "-").rpartition("-")
                if tail.isalpha() and tail.isupper() and 2 <= len(tail) <= 5 and head[-1:].isdigit():
                    base = bases.get(code_key(head))
                    if base is not None and code_key(tail) in shorts:
                        self.join(base.number, unit.number, f"{tail!r} is the name of a component")

    def _by_short_names(self, family: str, units: Sequence[Unit]) -> None:
        """A name of one word, or a surname, is the one thing that documents call so or whose name it begins."""
        called: dict[str, set[int]] = defaultdict(set)
        begun: dict[str, set[int]] = defaultdict(set)
        for unit in units:
            for alias in unit.aliases:
                called[_short_key(family, alias)].add(unit.number)
            words = fold(unit.name).split() if family == "person" else legal_name(unit.name).words
            if family == "person" and len(words) > 1:
                begun[surname(unit.name)].add(unit.number)
            elif family == "organization":
                for n in range(1, len(words)):
                    begun["".join(words[:n])].add(unit.number)
        for unit in units:
            group = self.group(unit.number)
            if group.countries is not None or any(_many_words(family, u.name) for u in group.units) or unit.generic:
                continue
            key = _short_key(family, unit.name)
            means = self.distinct(self.units[n] for n in called[key])
            why = f"documents use {unit.name!r} for it"
            if not means and len(key) >= (3 if family == "person" else _SHORT):
                means, why = (
                    self.distinct(self.units[n] for n in begun[key]),
                    f"only its name begins with {unit.name!r}",
                )
                if family == "person":
                    why = f"{unit.name!r} is the surname of no other"
                    means = [m for m in means if self._in_company(m, unit, called=True)]
            if is_ordinary(unit.name) and not (called[key] and unit.name != unit.name.lower()):
                known = means
                means = [m for m in means if self._in_company(m, unit, called=bool(called[key]))]
                if len(means) != 1:
                    for number in known[:2]:
                        self.doubt(number, unit.number, why, "it is an ordinary word")
                    continue
            if means:
                self.attach(unit.number, means, why)

    def _in_company(self, number: int, unit: Unit, *, called: bool) -> bool:
        """Whether documents that use an ordinary word are among those that use it for a thing, or share names with them."""
        here, there = self.group(number), self.group(unit.number)
        return (called and self.context.together(here, there)) or self.context.support(here, there) is not None

    def _by_handles(self, units: Sequence[Unit]) -> None:
        """Names as domains and hashtags have them."""
        heads: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            words = legal_name(unit.name).words
            if len(words) > 1 and len(words[0]) >= 4:
                heads[words[0]].append(unit)
        for unit in units:
            words = legal_name(unit.name).words
            if len(words) != 1:
                continue
            handle = words[0]
            likely = [u for n in range(4, len(handle)) for u in heads.get(handle[:n], ())]
            means = self.distinct(u for u in likely if handle_of(handle, legal_name(u.name).words))
            if means:
                self.attach(unit.number, means, f"{unit.name!r} is its name written as one word")

    def _by_misspellings(self, units: Sequence[Unit]) -> None:
        """Names a letter or two apart, where the documents link both to the same thing."""
        forms = {u.number: " ".join(_plain_words(u)) for u in units if not u.generic and len(u.name) >= 8}
        linked: dict[str, list[int]] = defaultdict(list)
        for unit in units:
            if unit.number in forms:
                for relation, name in self.context.links(unit):
                    linked[f"{relation} {name}"].append(unit.number)
        pairs = dict.fromkeys(near_pairs({n: [form] for n, form in forms.items()}))
        pairs |= dict.fromkeys(pairs_by_key(linked))
        for one, other in sorted(pairs, key=lambda p: (self.units[p[0]].order, self.units[p[1]].order)):
            a, b = self.group(one), self.group(other)
            if a is b or not misspelt(forms[one], forms[other]):
                continue
            why = f"{self.units[one].name!r} and {self.units[other].name!r} differ by a slip of the pen"
            support = self.context.support(a, b)
            if listed_apart(a, b):
                self.doubt(one, other, why, "they are listed under different tickers")
            elif support is None:
                self.doubt(one, other, why, "the documents share nothing else")
            else:
                self.join(one, other, f"{why}; {support}")

    def _made(self) -> Resolution:
        groups = [self.groups[root] for root in sorted({self.clusters.find(u.number) for u in self.units})]
        entities, by_unit = entities_of(groups, self.judged)
        ids = {local.key: by_unit[unit.number] for unit in self.units for local in unit.locals}
        merges = {
            Merge(entity=by_unit[a], one=self.units[a].name, other=self.units[b].name, reason=why)
            for a, b, why in self.reasons
            if self.units[a].name != self.units[b].name
        }
        return Resolution(
            entities=entities,
            ids=ids,
            merges=tuple(sorted(merges, key=lambda m: (m.entity, m.one, m.other, m.reason))),
            doubts=self._doubtful(entities, by_unit),
            notes=tuple(self.notes),
        )

    def _doubtful(self, entities: Sequence[Entity], by_unit: dict[int, str]) -> tuple[Doubt, ...]:
        names = {e.id: e.name for e in entities}
        found: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
        for (one, other), (pros, contras) in self.doubts.items():
            a, b = sorted((by_unit[one], by_unit[other]))
            if a != b and not self.judged.settled(self.group(one).judged, self.group(other).judged):
                pro, contra = found.setdefault((a, b), (set(), set()))
                pro |= pros
                contra |= contras
        made = [
            Doubt(
                one=a,
                other=b,
                likeness=round(similar(fold(names[a]), fold(names[b])), 1),
                pro=tuple(sorted(pro)),
                contra=tuple(sorted(contra)),
                judged=any(c.startswith("line ") for c in contra),
            )
            for (a, b), (pro, contra) in found.items()
        ]
        return tuple(sorted(made, key=lambda d: (-len(d.pro), -d.likeness, d.one, d.other)))


def _identifiers(unit: Unit) -> set[str]:
    if unit.type is EntityType.INDICATION:  # a vocabulary's identifier may be of a part of the name; see diseases
        return set()
    return {i for local in unit.locals for i in local.entity.identifiers}


def _short_key(family: str, name: str) -> str:
    return code_key(name) if family != "organization" else legal_name(name).key


def _many_words(family: str, name: str) -> bool:
    return len(fold(name).split() if family != "organization" else legal_name(name).words) > 1


def _plain_words(unit: Unit) -> tuple[str, ...]:
    return legal_name(unit.name).words if unit.type in ORGANIZATIONS else tuple(fold(unit.name).split())
