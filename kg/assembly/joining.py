"""Joining units into things, one piece of evidence at a time, unless something speaks against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.assembly.cleaning import abbreviates
from kg.assembly.clusters import Clusters
from kg.assembly.context import Context
from kg.assembly.judgements import Judgements
from kg.assembly.legal import legal_name
from kg.assembly.likeness import similar
from kg.assembly.units import OTHER_EMPLOYERS, Group, Local, Unit, against, units_of
from kg.names import fold

_MANY = 5  # times as many documents: then the better known is meant by a name that two share
_BUT_FOR_FORM = "the names agree but for the legal form"


class Joining:
    """The units of all documents, the groups that they have become so far, why, and what is in doubt."""

    def __init__(self, locals_: Sequence[Local], judged: Judgements) -> None:
        """Begin with every unit alone."""
        self.judged = judged
        self.units = units_of(locals_)
        self.context = Context(self.units)
        self.clusters = Clusters(range(len(self.units)))
        self.groups = [Group(unit) for unit in self.units]
        self.telling = [_says_more(group) for group in self.groups]
        self.reasons: list[tuple[int, int, str]] = []
        self.doubts: dict[tuple[int, int], tuple[set[str], set[str]]] = {}
        self.notes: list[str] = []
        self.unclear: set[int] = set()  # units whose name several things have
        self.families: dict[str, list[Unit]] = defaultdict(list)
        for unit in sorted(self.units, key=lambda u: u.order):
            self.families[unit.family].append(unit)

    def group(self, number: int) -> Group:
        """What a unit has become part of."""
        return self.groups[self.clusters.find(number)]

    def join(self, one: int, other: int, why: str, *, forced: bool = False) -> bool:
        """Make two units one thing, unless something speaks against it; whether they are."""
        a, b = self.clusters.find(one), self.clusters.find(other)
        if a == b:
            return True
        contra = self.judged.forbid(self.groups[a].judged, self.groups[b].judged)
        contra = contra or (None if forced else against(self.groups[a], self.groups[b]))
        if contra == OTHER_EMPLOYERS and self.context.support(self.groups[a], self.groups[b]):
            contra = None  # who moves takes what is said of him along
        if contra is not None:
            self.doubt(one, other, why, contra)
            return False
        self.clusters.join(a, b)
        kept = self.clusters.find(a)
        self.groups[kept].take(self.groups[b if kept == a else a])
        self.reasons.append((one, other, why))
        return True

    def doubt(self, one: int, other: int, pro: str, contra: str) -> None:
        """Note a pair with what speaks for and against its being one."""
        pros, contras = self.doubts.setdefault((min(one, other), max(one, other)), (set(), set()))
        pros.add(pro)
        contras.add(contra)

    def attach(self, number: int, clusters: Sequence[int], why: str) -> bool:
        """Join a name with the one of several things that it means, where the documents let it be known which."""
        clusters = [c for c in clusters if self.clusters.find(c) != self.clusters.find(number)]
        if not clusters:
            return True
        apart = [c for c in clusters if listed_apart(self.group(c), self.group(number))]
        clusters = [c for c in clusters if c not in apart]
        for cluster in apart[:3]:
            self.doubt(cluster, number, why, "they are listed under different tickers")
        if not clusters:
            return False
        if len(clusters) == 1:
            small = (
                self.units[number].family == "place" and self.group(clusters[0]).size * _MANY < self.group(number).size
            )
            if small:
                self.doubt(clusters[0], number, why, "it is far better known than what has it as another name")
            return not small and self.join(clusters[0], number, why)
        supported = [c for c in clusters if self.context.support(self.group(c), self.group(number))]
        if len(supported) == 1:
            return self.join(supported[0], number, f"{why}; the documents share other names")
        ranked = sorted(clusters, key=lambda c: (-self.group(c).size, self.units[c].order))
        if self.group(ranked[0]).size >= _MANY * self.group(ranked[1]).size:
            return self.join(ranked[0], number, f"{why}; it is by far the best known of that name")
        for cluster in ranked[:3]:
            self.doubt(cluster, number, why, f"{len(clusters)} things have this name")
        self.unclear.add(number)
        return False

    def together(self, key: str, units: Sequence[Unit]) -> None:
        """Join units that share a key, each with the first to which nothing speaks against."""
        leaders: list[Unit] = []
        for unit in units:
            if not any(self.joined(key, leader, unit) for leader in leaders[:12]):
                leaders.append(unit)

    def joined(self, key: str, one: Unit, other: Unit) -> bool:
        """Join two units that share a key; whether they are one."""
        why = why_of(key, one, other)
        if why == _BUT_FOR_FORM and listed_apart(self.group(one.number), self.group(other.number)):
            self.doubt(one.number, other.number, why, "they are listed under different tickers")
            return False
        return self.join(one.number, other.number, why)

    def distinct(self, units: Iterable[Unit]) -> list[int]:
        """The things that units have become, each by a number."""
        return sorted({self.clusters.find(u.number) for u in units})

    def may_be_named(self, one: Unit, other: Unit) -> bool:
        """Whether no document names both as two things."""
        a, b = self.group(one.number), self.group(other.number)
        return a is b or self.names_agree(a, b) or not self.context.together(a, b)

    def names_agree(self, one: Group, other: Group) -> bool:
        """Whether two things have names that look alike, or a ticker is the name of one."""
        a, b = ({fold(u.name) for u in g.units} for g in (one, other))
        symbols = {t.rpartition(":")[2].casefold() for g in (one, other) for t in g.tickers}
        return bool((a | b) & symbols) or any(
            x.split()[:1] == y.split()[:1] or similar(x, y) >= 80 for x in a for y in b
        )

    def one_thing(self, units: Sequence[Unit], name: str) -> bool:
        """Whether things are one because they have another name in common: a short form may be that of many."""
        if len(units) > 3 or any(_shortens(name, unit.name) for unit in units):
            return False
        pairs = [(a, b) for i, a in enumerate(units) for b in units[i + 1 :]]
        return all(
            against(self.group(a.number), self.group(b.number)) is None and self.may_be_named(a, b) for a, b in pairs
        )


def _shortens(short: str, name: str) -> bool:
    """Whether a name is an abbreviation of another, or how it begins."""
    return abbreviates(short, name) or fold(name).startswith(f"{fold(short)} ")


def _says_more(group: Group) -> bool:
    """Whether more than the bare name is said: a legal form, an employer, a middle initial."""
    return group.countries is not None or bool(group.employers) or bool(group.middles)


def why_of(key: str, one: Unit, other: Unit) -> str:
    """What a key that two units share says of them."""
    if key.startswith("="):
        return f"both have the identifier {key[1:]}"
    if key.startswith("~"):
        return f"the vocabulary has both as names of {key[1:]}"
    if one.family == "organization" and legal_name(one.name).countries != legal_name(other.name).countries:
        return _BUT_FOR_FORM
    return "the names agree" if one.family != "indication" else "both name one disease"


def listed_apart(one: Group, other: Group) -> bool:
    """Whether one exchange lists both, under symbols of which none begins another."""
    a, b = ({tuple(t.split(":", 1)) for t in g.tickers if ":" in t} for g in (one, other))
    return bool({e for e, _ in a} & {e for e, _ in b}) and not any(
        x[0] == y[0] and (x[1].startswith(y[1]) or y[1].startswith(x[1])) for x in a for y in b
    )
