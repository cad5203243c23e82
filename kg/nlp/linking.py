"""Which mentions of a document are one entity: abbreviations, short names, misspellings, nominals."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from kg.gazetteer import is_place
from kg.model import Document, Entity, Mention
from kg.names import LEGAL_FORMS, code_key, fold, indication_key, organization_key, person_key, plain_indication_key
from kg.nlp.candidates import Candidate
from kg.nlp.forms import FIRST_NAMES, ISOTOPE, NO_COMPANY, TICKER
from kg.nlp.ranges import Ranges, leftmost_longest, occurrences
from kg.terms import ORGANIZATIONS, EntityType, SectionKind

T = EntityType


@dataclass(eq=False, slots=True)
class Group:
    """Mentions that are one entity, while they are being collected."""

    type: EntityType
    spans: list[tuple[int, int]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)  # other names, from vocabularies and definitions
    identifiers: set[str] = field(default_factory=set)
    nominals: list[tuple[int, int]] = field(default_factory=list)
    rank: int = 0

    def add(self, start: int, end: int, name: str) -> None:
        """Another mention."""
        self.spans.append((start, end))
        self.names[name] += 1

    def absorb(self, other: Group) -> None:
        """Everything of another group."""
        self.spans += other.spans
        self.names += other.names
        self.known |= other.known
        self.identifiers |= other.identifiers
        self.nominals += other.nominals
        self.rank = max(self.rank, other.rank)

    @property
    def first(self) -> int:
        """Where it is first mentioned."""
        return min((s for s, _ in self.spans), default=1 << 60)

    def all_names(self) -> set[str]:
        """Every name."""
        return set(self.names) | self.known


def _clean(name: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s?[®™]", "", name)).strip(" ,;:")


def key_of(entity_type: EntityType, name: str) -> str:
    """What names of one entity have in common within a document."""
    if entity_type in ORGANIZATIONS:
        return organization_key(name)
    if entity_type is T.INDICATION:
        return plain_indication_key(name)
    if entity_type is T.PERSON:
        return person_key(name)
    if entity_type is T.PLACE:  # within one document a city is one, with or without its state
        return fold(re.split(r"[,(]", name)[0])
    if entity_type is T.PLATFORM:
        short = re.search(r"\(([A-Z]{2,6})s?\)", name)  # "Probe Drug Conjugate (PDC) Delivery Platform"
        head = (
            short.group(1)
            if short
            else re.sub(r"\s+(?:[a-z-]+\s+){0,4}(?:[Dd]elivery\s+)?(?:[Pp]latform|[Tt]echnolog(?:y|ies)).*$", "", name)
        )
        return code_key(head) or code_key(name)
    if entity_type is T.DRUG:
        return re.sub(r"s$", "", code_key(name)) if name.islower() else code_key(name)
    return code_key(name)


class Linker:
    """Groups the candidates of a document into entities."""

    def __init__(self, document: Document, found: Sequence[Candidate]) -> None:
        """Begin with candidates that do not overlap."""
        self.document = document
        self.text = document.text
        self.found = list(found)
        self.groups: list[Group] = []
        self.taken = Ranges((c.start, c.end) for c in found)
        self._joined: dict[Group, Group] = {}
        self._ends: dict[int, list[tuple[int, Group]]] = {}
        self.issuers: list[Group] = []

    def run(self) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
        """Link.

        Returns:
            The entities in order of first mention, and the ids of the issuers, most prominent first.
        """
        self._group()
        self._trademarks()
        self._definitions()
        self._short_names()
        self._misspellings()
        self._plain_diseases()
        self._parentheses()
        self._everywhere()
        self._find_issuers()
        self._nominals()
        return self._entities()

    # Grouping -------------------------------------------------------------------------------------------------------

    def _group(self) -> None:
        by_key: dict[tuple[str, str], Group] = {}
        by_name: dict[str, Group] = {}
        for candidate in sorted(self.found, key=lambda c: (-c.rank, c.start)):
            name = _clean(self.text[candidate.start : candidate.end])
            if candidate.rank < 60 and name in by_name:  # the statistical model is not asked again
                by_name[name].add(candidate.start, candidate.end, name)
                continue
            family = "organization" if candidate.type in ORGANIZATIONS else candidate.type.value
            key = key_of(candidate.type, name)
            if not key:
                continue
            known = {
                code_key(a) if candidate.type not in ORGANIZATIONS else organization_key(a) for a in candidate.aliases
            }
            group = by_key.get((family, key)) or next(
                (by_key[family, k] for k in sorted(known) if (family, k) in by_key), None
            )
            if group is None:
                group = Group(candidate.type)
                self.groups.append(group)
            elif candidate.rank > group.rank:
                group.type = candidate.type
            by_key[family, key] = group
            for other in known if candidate.type is not T.DRUG else ():
                by_key.setdefault((family, other), group)
            group.rank = max(group.rank, candidate.rank)
            group.add(candidate.start, candidate.end, name)
            by_name.setdefault(name, group)
            group.known |= {a for a in candidate.aliases if candidate.type not in {T.INDICATION}}
            if candidate.identifier:
                group.identifiers.add(candidate.identifier)

    def _trademarks(self) -> None:
        """As in "Examplin®" is the platform that "Examplin-based drugs" speaks of."""
        platforms = {code_key(n): g for g in self.groups if g.type is T.PLATFORM for n in g.names}
        for group in [g for g in self.groups if g.type is T.DRUG and g.rank <= 77]:
            keys = {code_key(n) for n in group.names}
            if len(keys) == 1 and (platform := platforms.get(keys.pop())) is not None:
                self._join(platform, group)

    def _join(self, into: Group, other: Group) -> None:
        if into is not other and other not in self._joined:
            into.absorb(other)
            self.groups.remove(other)
            self._joined[other] = into

    def _current(self, group: Group) -> Group:
        """The group that a group has been joined to, itself where it has not."""
        while group in self._joined:
            group = self._joined[group]
        return group

    # Names given in parentheses ----------------------------------------------------------------------------------------

    def _definitions(self) -> None:
        """As in "Probe Centre (PC)", 'Alpha Bio plc ("Alpha" or the "Company")', '(Nasdaq: X, "Alpha")'."""
        for group in self.groups:
            for start, end in group.spans:
                self._ends.setdefault(end, []).append((start, group))
        for match in re.finditer(r"\s*\(([^()]{1,120})\)", self.text):
            owner = self._ending_at(match.start())
            inside = match.group(1)
            if owner is None:
                continue
            group = owner
            for quoted in () if group.type is T.PLACE else re.findall(r"[\"“'‘]([A-Z][^\"”'’“‘]{1,40})[\"”'’]", inside):
                if not re.fullmatch(r"(?i)(?:the )?(?:company|group|parties|agreement|offering|prospectus)", quoted):
                    self._alias(group, quoted)
            short = inside.strip(" \"“”'‘’")
            if re.fullmatch(r"[A-Za-z][\w&/-]{1,11}(?:\s?[®™])?s?", short) and _abbreviates(
                short, self._words_before(match.start())
            ):
                self._alias(group, _clean(short))
        for match in TICKER.finditer(self.text):
            owner = self._ending_at(match.start())
            symbols = re.findall(r":\s?([A-Z][A-Z0-9]{1,6})\b", match.group())
            for symbol in symbols if owner is not None else ():
                for other in [
                    g
                    for g in self.groups
                    if g is not owner and g.type in {*ORGANIZATIONS, T.TARGET, T.DRUG} and set(g.names) == {symbol}
                ]:
                    self._join(owner, other) if owner is not None else None
        for match in re.finditer(r"\b([A-Z]{2,8})\s?=\s?([A-Z][a-z]\w+(?: \w+)?)", self.text):
            for group in self.groups:
                if any(code_key(n) == code_key(match.group(2)) for n in group.names):
                    self._alias(group, match.group(1))

    def _words_before(self, end: int) -> str:
        return self.text[max(0, end - 110) : end]

    def _ending_at(self, end: int) -> Group | None:
        """The group with a mention that ends where a parenthesis begins."""
        near = [
            (start, group)
            for stop in range(max(0, end - 3), end + 1)
            if not self.text[stop:end].strip(" ®™,'’s")
            for start, group in self._ends.get(stop, ())
        ]
        return self._current(min(near, key=lambda pair: pair[0])[1]) if near else None

    def _alias(self, group: Group, name: str) -> None:
        group.known.add(name)
        for other in list(self.groups):
            same = other is not group and any(n == name for n in other.names)
            compatible = other.type is group.type or {other.type, group.type} <= ORGANIZATIONS or other.rank <= 77
            if same and compatible and len(other.names) == 1:
                self._join(group, other)

    def _parentheses(self) -> None:
        """A brand and its generic name: "Brandix® (genericumab)", "AB-12 (genericumab)"."""
        drugs = [g for g in self.groups if g.type is T.DRUG]
        spans = sorted(((start, end, g) for g in drugs for start, end in g.spans), key=lambda s: s[:2])
        for (_, end, first), (start, stop, second) in itertools.pairwise(spans):
            one, other = self._current(first), self._current(second)
            between = self.text[end:start]
            if one is other or not re.fullmatch(
                r"\s?(?:[®™]|\((?:R|TM)\))?\s*\((?:formerly |formerly known as |previously |also known as |low-dose |oral |generic name:? )?",
                between,
            ):
                continue
            if re.match(r"\s?[®™]?(?: injection)?\)", self.text[stop : stop + 14]) and not self._is_payload(one, other):
                self._join(one, other)

    def _is_payload(self, one: Group, other: Group) -> bool:
        """As in "paclitaxel (AB 12-PTX)" names what the product carries; so does an isotope."""
        generic = all(n.islower() for n in one.names)
        code = any(re.search(r"\d-[A-Z]{2,}", n) for n in other.names)
        return (generic and code) or any(ISOTOPE.search(n) for n in one.names)

    # Short names and misspellings --------------------------------------------------------------------------------------

    def _short_names(self) -> None:
        """As in "Alpha" is short for the one organization that begins with it."""
        heads: dict[str, list[Group]] = defaultdict(list)
        for group in self.groups:
            if group.type in {T.COMPANY, T.NONPROFIT, T.UNIVERSITY}:
                for name in group.names:
                    words = [w for w in name.replace(",", " ").split() if fold(w) not in LEGAL_FORMS]
                    shorts = [
                        words[:size] for size in ((2,) if group.type is T.NONPROFIT else (1, 2)) if len(words) > size
                    ]
                    if len(words) > 2 and is_place(words[0]):  # "Shanghai Example Biopharma" is called "Example"
                        shorts.append(words[1:2])
                    if re.fullmatch(r"(?i)pharmaceuticals?|biotechnolog(?:y|ies)", words[-1]) and len(words) > 1:
                        shorts.append([*words[:-1], {"p": "Pharma", "b": "Biotech"}[words[-1][0].casefold()]])
                    for short in shorts:
                        if len(short[0]) > 2 and not is_place(short[0]) and group not in heads[" ".join(short)]:
                            heads[" ".join(short)].append(group)
        alone: dict[str, list[Group]] = defaultdict(list)
        for group in self.groups:
            if len(group.names) == 1:
                name = next(iter(group.names))
                alone[name].append(group)
                if name.isupper() and len(name) > 4:  # in a headline
                    alone[name.title()].append(group)
        people: dict[str, list[Group]] = defaultdict(list)
        for group in self.groups:
            if group.type is T.PERSON and group.rank < 60:
                people[next(iter(group.names)).split()[0]].append(group)
        for head, found in heads.items():
            groups = [group for group in found if group not in self._joined]
            if not groups:
                continue
            if head in _COMMON_HEADS or NO_COMPANY.match(head):
                continue
            owner = max(groups, key=lambda g: (g.rank >= 83, len(g.spans), -g.first))
            for other in alone.get(head, ()):
                if (
                    other is not owner
                    and other not in self._joined
                    and other.type in {*ORGANIZATIONS, T.PERSON, T.PLACE, T.DRUG}
                    and {n.casefold() for n in other.names} == {head.casefold()}
                    and (other.rank < 83 or other.type in ORGANIZATIONS)
                ):
                    self._join(owner, other)
            owner.known.add(head)
            for other in people.get(head, ()) if owner.rank >= 83 and head.casefold() not in FIRST_NAMES else ():
                if other not in self._joined:
                    self._join(owner, other)  # "Acme Robins", where Acme Inc. speaks, is no person

    def _misspellings(self) -> None:
        """Long names of organizations one or two letters apart are one; so is a logo with a letter too many."""
        orgs = sorted(
            (g for g in self.groups if g.type in ORGANIZATIONS), key=lambda g: (-sum(g.names.values()), g.first)
        )
        alike: dict[tuple[str, int], list[int]] = defaultdict(list)  # by first letter and length
        logos: dict[str, list[int]] = defaultdict(list)  # by the part of a word in capitals that may be the name
        for number, group in enumerate(orgs):
            for key in {organization_key(n) for n in group.names}:
                if len(key) >= 8:
                    alike[key[0], len(key)].append(number)
            for word in {fold(n).split()[0] for n in group.names if n.isupper() and fold(n)}:
                for part in {word[i:j] for i in range(3) for j in range(len(word) - 2 + i, len(word) + 1)}:
                    logos[part].append(number)
        for number, one in enumerate(orgs):
            if one in self._joined:
                continue
            near: set[int] = set()
            for name in one.names:
                key = organization_key(name)
                for size in range(len(key) - 2, len(key) + 3):
                    near.update(alike.get((key[:1], size), ()))
                if len(head := fold(name).split()[0] if fold(name) else "") >= 6:
                    near.update(logos.get(head, ()))
            for other in (orgs[i] for i in sorted(near) if i > number):
                if other not in self._joined and self._misspelt(one, other):
                    self._join(one, other)

    def _misspelt(self, one: Group, other: Group) -> bool:
        for a in {organization_key(n) for n in one.names}:
            for b in {organization_key(n) for n in other.names}:
                if min(len(a), len(b)) >= 8 and a[0] == b[0]:
                    allowed = 2 if min(len(a), len(b)) >= 12 else 1
                    if DamerauLevenshtein.distance(a, b, score_cutoff=allowed) <= allowed:
                        return True
        heads = {fold(n).split()[0] for n in one.names if fold(n)}
        logos = {fold(n).split()[0] for n in other.names if n.isupper() and fold(n)}
        return any(len(h) >= 6 and h in logo and len(logo) - len(h) <= 2 for h in heads for logo in logos)

    def _plain_diseases(self) -> None:
        """As in "Myeloma" is the one disease of the document that ends with the word."""
        diseases = [g for g in self.groups if g.type is T.INDICATION]
        ending: dict[str, list[Group]] = defaultdict(list)
        for group in diseases:
            for word in {key.rsplit(" ", 1)[1] for n in group.names if " " in (key := indication_key(n))}:
                ending[word].append(group)
        for group in diseases:
            words = {indication_key(n) for n in group.names}
            if group not in self._joined and all(" " not in w and len(w) > 4 for w in words):
                fuller = list(
                    {g: None for w in words for g in ending.get(w, ()) if g is not group and g not in self._joined}
                )
                if len(fuller) == 1:
                    self._join(fuller[0], group)

    # A name recognized once is recognized everywhere --------------------------------------------------------------------

    def _everywhere(self) -> None:
        names: dict[str, Group] = {}
        for group in sorted(self.groups, key=lambda g: -g.rank):
            for name in group.all_names():
                if len(name) > 2 or (name.isupper() and len(name) == 2 and name in group.known):
                    names.setdefault(name, group)
        if not names:
            return
        silent = Ranges((s.start, s.end) for s in self.document.sections if s.kind is SectionKind.BOILERPLATE)
        found = (
            f
            for f in occurrences(self.text, names, after=_NAME_END)
            if not _WORD_END.search(self.text[max(0, f[0] - 1) : f[0]])
        )
        for start, end, name in list(leftmost_longest(found)):
            if not silent.overlaps(start, start + 1) and self.taken.add(start, end):
                names[name].add(start, end, name)
        self._spaced_codes()
        self._shouting()

    def _shouting(self) -> None:
        """Names in capitals in headlines and logos, where the text has them in small letters."""
        names = {
            n.upper(): g
            for g in self.groups
            for n in g.all_names()
            if len(n) > 4 and not n.isupper() and g.type in {*ORGANIZATIONS, T.DRUG, T.PLACE}
        }
        found = []
        for start, end, name in occurrences(self.text, names, after=_WORD_BORDER):
            logo = bool(re.match(r"[A-Z]", self.text[start - 1 : start])) and names[name].type in ORGANIZATIONS
            begin = start - 1 if logo else start
            if not _WORD_END.search(self.text[max(0, begin - 1) : begin]):
                found.append((begin, end, name))
        for start, end, name in leftmost_longest(found):
            if self.taken.add(start, end):
                names[name].add(start, end, re.sub(r"\s", " ", self.text[start:end]))

    def _spaced_codes(self) -> None:
        """As in "AB 131", "AB-131" and "AB131" are one product."""
        codes: dict[tuple[str, ...], Group] = {}
        for group in self.groups:
            for name in group.names if group.type is T.DRUG else ():
                if match := _SPACED_CODE.fullmatch(name):
                    codes.setdefault(match.groups(), group)
        for match in _SPACED_CODE.finditer(self.text) if codes else ():
            named = codes.get(match.groups())
            border = _CODE_END.match(self.text, match.end()) and not _WORD_END.search(
                self.text[max(0, match.start() - 1) : match.start()]
            )
            if named is not None and border and self.taken.add(*match.span()):
                named.add(*match.span(), match.group())

    # Issuers and nominals ---------------------------------------------------------------------------------------------

    def _find_issuers(self) -> None:
        score: Counter[int] = Counter()
        orgs = [g for g in self.groups if g.type in ORGANIZATIONS]
        titles = " ".join(s.title or "" for s in self.document.sections if s.kind is SectionKind.ABOUT)
        sections = self.document.sections
        first_body = next(
            (s.end for s in sections if s.kind is SectionKind.DATELINE),
            next((s.start for s in sections if s.kind is SectionKind.BODY and s.end - s.start > 150), 0),
        )
        for number, group in enumerate(orgs):
            if group.type is not T.COMPANY and not any(0 <= s - first_body < 60 for s, _ in group.spans):
                continue
            score[number] += 3 * sum(
                bool(TICKER.match(self.text, end + k)) for _, end in group.spans for k in (0, 1, 2)
            )
            score[number] += 4 * any(
                re.match(r"[^.\n]{0,80}?\(?[^()\n]{0,60}[\"“'‘](?:the )?[Cc]ompany[\"”'’]", self.text[end : end + 140])
                for _, end in group.spans
            )
            score[number] += 3 * any(n in titles for n in group.names)
            score[number] += 2 * any(0 <= s - first_body < 120 for s, _ in group.spans)
            score[number] += min(len(group.spans), 12) / 6  # type: ignore[assignment]
            score[number] += 1 * any(s < 200 for s, _ in group.spans)
            score[number] += 1 * any(0 <= s - first_body < 12 and ANNOUNCES.match(self.text, e) for s, e in group.spans)
        ranked = sorted((n for n in score if score[n] >= 3), key=lambda n: (-score[n], orgs[n].first))
        if not ranked and score:
            ranked = [max(score, key=lambda n: (score[n], -orgs[n].first))]
        best = score[ranked[0]] if ranked else 0
        self.issuers = [orgs[n] for n in ranked if score[n] >= best - 4][:3]

    def _nominals(self) -> None:
        issuer = self._company()
        if issuer is not None:
            for match in _COMPANY.finditer(self.text):
                self._nominal(issuer, match.start(), match.end())
        products = [g for g in self.groups if g.type is T.DRUG and self._is_product(g)]
        drugs = sorted(((start, end, g) for g in products for start, end in g.spans), key=lambda d: d[:2])
        for match in _DRUG.finditer(self.text):
            at = bisect.bisect_left(drugs, match.start(), key=lambda d: d[0])
            if at < len(drugs) and _NAMES_IT.fullmatch(self.text, match.end(), drugs[at][0]):
                continue  # "its lead candidate AB-12", "its lead candidate is AB-12"
            while at and drugs[at - 1][1] > match.start():
                at -= 1
            if at and match.start() - drugs[at - 1][1] < 700:
                self._nominal(drugs[at - 1][2], match.start(), match.end())
        self._pronouns()

    def _company(self) -> Group | None:
        for group in self.issuers:
            for _, end in group.spans:
                if re.match(r"[^.\n]{0,80}?[\"“'‘](?:the )?[Cc]ompany[\"”'’]", self.text[end : end + 140]):
                    return group
        return self.issuers[0] if self.issuers else None

    def _is_product(self, group: Group) -> bool:
        return not any(
            ISOTOPE.search(n) or re.search(r"(?i)radiation|radiotherapy|chemotherapy", n) for n in group.names
        )

    def _nominal(self, group: Group, start: int, end: int) -> None:
        if self.taken.add(start, end):
            group.nominals.append((start, end))

    def _pronouns(self) -> None:
        """As in "It" at the start of a sentence is what the sentence before began with."""
        subjects = [g for g in self.groups if g.type in {T.DRUG, *ORGANIZATIONS}]
        mentions = sorted(((s, g) for g in subjects for s, _ in (*g.spans, *g.nominals)), key=lambda m: m[0])
        for match in re.finditer(
            r"(?<=[.!?]\s)It(?=\s(?:is|was|has|will|can|may|also|holds|develops|targets|inhibits|blocks|works|utilizes|uses|received|plans|consists|combines|acts|binds|had|would|could|rests|draws)\b)",
            self.text,
        ):
            previous = max(self.text.rfind(". ", 0, match.start() - 2), self.text.rfind("\n", 0, match.start()))
            at = bisect.bisect_right(mentions, previous, key=lambda m: m[0])
            if at < len(mentions) and mentions[at][0] < min(match.start(), previous + 60):
                self._nominal(mentions[at][1], match.start(), match.end())

    # Output --------------------------------------------------------------------------------------------------------------

    def _entities(self) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
        ids: dict[int, str] = {}
        entities = []
        for number, group in enumerate(sorted((g for g in self.groups if g.spans), key=lambda g: (g.first, g.type)), 1):
            ids[id(group)] = f"e{number}"
            name = self._name(group)
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
        return tuple(entities), tuple(ids[id(g)] for g in self.issuers if id(g) in ids)

    def _name(self, group: Group) -> str:
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


# After a name at the start of the body: its owner issues the document.
ANNOUNCES = re.compile(
    r"(?:\s*\([^()]{0,120}\)){0,3}(?:,[^.;]{0,160}?,)?\s+(?:has\s|have\s|today\s|is\s(?:pleased|proud)\sto\s)*(?:announce|report|said|today)"
)
# Words with which the names of many organizations begin.
_COMMON_HEADS = frozenset(
    "University National The Institute Clinical American European New First General Children's Saint Cancer International Global "
    "United Royal Medical Bio Advanced Applied Pacific Atlantic Northern Southern Western Eastern".split()
)
_WORD_END = re.compile(r"[\w-]$")
_WORD_BORDER = re.compile(r"(?!\w)")
_NAME_END = re.compile(r"(?![\w]|-[a-z]*\d)")
_CODE_END = re.compile(r"(?!\w|-\w)")
_SPACED_CODE = re.compile(r"([A-Z]{2,6})[- ]?(\d{2,6})([A-Za-z]{0,2})")
_NAMES_IT = re.compile(r"\s?(?:,|:|is|are|\s[-–—])?\s?(?:called|named)?\s?")
_COMPANY = re.compile(
    r"(?<![\w\"“'‘-])(?:[Tt]he [Cc]ompany(?![\"”’])|[Ww]e\b(?!['’])|[Oo]ur [Cc]ompany\b|[Oo]ur\b)(?=['’\s,.;])"
)
_DRUG = re.compile(
    r"(?<![\w-])(?:(?:[Ii]ts|[Oo]ur|[Tt]he|[Tt]his)(?:\s[Cc]ompany['’]s)?\s(?:(?:lead|investigational|new|novel|experimental)\s)*(?:(?:product|drug|vaccine|development|clinical)\s)?(?:candidate|compound|drug|vaccine|medicine|antibody|therapy|treatment|agent|product|molecule|virus|radiopharmaceutical|enzyme|study drug))(?![\w-]|s\b)"
)


def _abbreviates(short: str, before: str) -> bool:
    """Whether letters in parentheses stand for the words before them (Schwartz and Hearst, PSB 2003).

    >>> _abbreviates("PDC", "the Probe Development Centre"), _abbreviates("NASH", "a company in Oslo")
    (True, False)
    """
    letters = [c for c in short.casefold() if c.isalnum()]
    words = before.casefold()
    if not letters:
        return False
    if re.match(r"[A-Z][a-z]{3,}$", short):  # a short name: "Northern Orphan Medicines AB (Nomed)"
        return all(c in words for c in letters)
    at = len(words)
    for number, letter in enumerate(reversed(letters)):
        last = number == len(letters) - 1
        while True:
            at = words.rfind(letter, 0, at)
            if at < 0:
                return False
            if not last or at == 0 or not words[at - 1].isalnum():
                break
    return len(words) - at <= 12 * len(letters) + 12


def link(document: Document, found: Sequence[Candidate]) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
    """Group candidates into the entities of a document; see ``Linker.run``."""
    return Linker(document, found).run()
