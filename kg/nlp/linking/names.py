"""Different names of one entity: abbreviations, short names, misspellings, brands."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict

from rapidfuzz.distance import DamerauLevenshtein

from kg.gazetteer import is_place
from kg.names import LEGAL_FORMS, code_key, fold, indication_key, organization_key
from kg.nlp.linking.groups import ISOTOPE, Group, Linker, clean
from kg.nlp.recognition import cues
from kg.nlp.recognition.forms import NO_COMPANY, TICKER
from kg.terms import ORGANIZATIONS, EntityType

T = EntityType
_MAY_BE_TICKERS = frozenset({*ORGANIZATIONS, T.TARGET, T.DRUG})
_SMALL_WORDS = frozenset({"and", "of", "the", "or", "with", "in", "to", "due", "s"})

# "® (formerly ": between two names of one product
_OPENING = re.compile(
    r"\s?(?:[®™]|\((?:R|TM)\))?\s*"
    r"\((?:formerly |formerly known as |previously |also known as |low-dose |oral |generic name:? )?"
)


def join_trademarks(linker: Linker) -> None:
    """As in "Examplin®" is the platform that "Examplin-based drugs" speaks of."""
    platforms = {code_key(n): g for g in linker.groups if g.type is T.PLATFORM for n in g.names}
    for group in [g for g in linker.groups if g.type is T.DRUG and g.rank <= 77]:
        keys = {code_key(n) for n in group.names}
        if len(keys) == 1 and (platform := platforms.get(keys.pop())) is not None:
            linker.join(platform, group)


def read_definitions(linker: Linker) -> None:
    """As in "Probe Centre (PC)", 'Alpha Bio plc ("Alpha" or the "Company")', '(Nasdaq: X, "Alpha")'."""
    for group in linker.groups:
        for start, end in group.spans:
            linker.ends.setdefault(end, []).append((start, group))
    for match in re.finditer(r"\s*\(([^()]{1,120})\)", linker.text):
        owner = _ending_at(linker, match.start())
        inside = match.group(1)
        if owner is None:
            continue
        group = owner
        for quoted in () if group.type is T.PLACE else re.findall(r"[\"“'‘]([A-Z][^\"”'’“‘]{1,40})[\"”'’]", inside):
            if not re.fullmatch(r"(?i)(?:the )?(?:company|group|parties|agreement|offering|prospectus)", quoted):
                _alias(linker, group, quoted)
        short = inside.strip(" \"“”'‘’")
        if re.fullmatch(r"[A-Za-z][\w&/-]{1,11}(?:\s?[®™])?s?", short) and abbreviates(
            short, _words_before(linker, match.start())
        ):
            _alias(linker, group, clean(short))
    for match in TICKER.finditer(linker.text):
        owner = _ending_at(linker, match.start())
        symbols = re.findall(r":\s?([A-Z][A-Z0-9]{1,6})\b", match.group())
        for symbol in symbols if owner is not None else ():
            for other in linker.with_name(symbol):
                if owner is not None and other.type in _MAY_BE_TICKERS and set(other.names) == {symbol}:
                    linker.join(owner, other)
    by_key: dict[str, list[Group]] = defaultdict(list)
    for group in linker.groups:
        for key in {code_key(n) for n in group.names}:
            by_key[key].append(group)
    for match in re.finditer(r"\b([A-Z]{2,8})\s?=\s?([A-Z][a-z]\w+(?: \w+)?)", linker.text):
        for group in by_key.get(code_key(match.group(2)), ()):
            _alias(linker, linker.current(group), match.group(1))


def _words_before(linker: Linker, end: int) -> str:
    return linker.text[max(0, end - 110) : end]


def _ending_at(linker: Linker, end: int) -> Group | None:
    """The group with a mention that ends where a parenthesis begins."""
    near = [
        (start, group)
        for stop in range(max(0, end - 3), end + 1)
        if not linker.text[stop:end].strip(" ®™,'’s")
        for start, group in linker.ends.get(stop, ())
    ]
    return linker.current(min(near, key=lambda pair: pair[0])[1]) if near else None


def _alias(linker: Linker, group: Group, name: str) -> None:
    group.known.add(name)
    for other in linker.with_name(name):
        compatible = other.type is group.type or {other.type, group.type} <= ORGANIZATIONS or other.rank <= 77
        alone = len({organization_key(n) if other.type in ORGANIZATIONS else n for n in other.names}) == 1
        if other is not group and compatible and alone:
            linker.join(group, other)


def join_parentheses(linker: Linker) -> None:
    """A brand and its generic name: "Brandix® (genericumab)", "AB-12 (genericumab)"."""
    drugs = [g for g in linker.groups if g.type is T.DRUG]
    spans = sorted(((start, end, g) for g in drugs for start, end in g.spans), key=lambda s: s[:2])
    for (_, end, first), (start, stop, second) in itertools.pairwise(spans):
        one, other = linker.current(first), linker.current(second)
        between = linker.text[end:start]
        if one is other or not _OPENING.fullmatch(between):
            continue
        if re.match(r"\s?[®™]?(?: injection)?\)", linker.text[stop : stop + 14]) and not _is_payload(
            linker, one, other
        ):
            linker.join(one, other)


def _is_payload(linker: Linker, one: Group, other: Group) -> bool:
    """As in "paclitaxel (AB 12-PTX)" names what the product carries; so does an isotope."""
    generic = all(n.islower() for n in one.names)
    code = any(re.search(r"\d-[A-Z]{2,}", n) for n in other.names)
    return (generic and code) or any(ISOTOPE.search(n) for n in one.names)


def join_short_names(linker: Linker) -> None:
    """As in "Alpha" is short for the one organization that begins with it."""
    heads: dict[str, list[Group]] = defaultdict(list)
    for group in linker.groups:
        if group.type in {T.COMPANY, T.NONPROFIT, T.UNIVERSITY}:
            for name in group.names:
                words = [w for w in name.replace(",", " ").split() if fold(w) not in LEGAL_FORMS]
                shorts = [words[:size] for size in ((2,) if group.type is T.NONPROFIT else (1, 2)) if len(words) > size]
                if words and len(words) < len(name.split()) and group.rank >= 83:
                    shorts.append(words)  # "Acme, Inc." is called "Acme"
                if len(words) > 2 and is_place(words[0]):  # "Shanghai Example Biopharma" is called "Example"
                    shorts.append(words[1:2])
                if len(words) > 1 and re.fullmatch(r"(?i)pharmaceuticals?|biotechnolog(?:y|ies)", words[-1]):
                    shorts.append([*words[:-1], {"p": "Pharma", "b": "Biotech"}[words[-1][0].casefold()]])
                for short in shorts:
                    if len(short[0]) > 2 and not is_place(short[0]) and group not in heads[" ".join(short)]:
                        heads[" ".join(short)].append(group)
    alone: dict[str, list[Group]] = defaultdict(list)
    for group in linker.groups:
        if len(group.names) == 1:
            name = next(iter(group.names))
            alone[name].append(group)
            if name.isupper() and len(name) > 4:  # in a headline
                alone[name.title()].append(group)
    people: dict[str, list[Group]] = defaultdict(list)
    for group in linker.groups:
        if group.type is T.PERSON and group.rank < 60:
            people[next(iter(group.names)).split()[0]].append(group)
    for head, found in heads.items():
        groups = [group for group in found if not linker.is_joined(group)]
        if not groups:
            continue
        if head in cues.words("common-heads") or NO_COMPANY.match(head):
            continue
        owner = max(groups, key=lambda g: (g.rank >= 83, len(g.spans), -g.first))
        for other in alone.get(head, ()):
            if (
                other is not owner
                and not linker.is_joined(other)
                and other.type in {*ORGANIZATIONS, T.PERSON, T.PLACE, T.DRUG}
                and {n.casefold() for n in other.names} == {head.casefold()}
                and (other.rank < 83 or other.type in ORGANIZATIONS)
            ):
                linker.join(owner, other)
        owner.known.add(head)
        for other in (
            people.get(head, ()) if owner.rank >= 83 and head.casefold() not in cues.words("first-names") else ()
        ):
            if not linker.is_joined(other):
                linker.join(owner, other)  # "Acme Robins", where Acme Inc. speaks, is no person


def join_initials(linker: Linker) -> None:
    """As in "EBT", used without being defined, is the one Example Biotech Trust, and MDD the one disease of such initials."""
    owners: dict[str, list[Group]] = defaultdict(list)
    diseases: dict[str, list[Group]] = defaultdict(list)
    for group in linker.groups:
        for name in group.names:
            if group.type in {T.COMPANY, T.UNIVERSITY, T.NONPROFIT}:
                words = [w for w in re.findall(r"\b[A-Z]\w+", name) if fold(w) not in LEGAL_FORMS]
                found = owners
            elif group.type is T.INDICATION:  # "major depressive disorder" is MDD
                words = [w for w in re.findall(r"[^\W\d_]+", name) if w not in _SMALL_WORDS]
                found = diseases
            else:
                continue
            for kept in (words, words[:-1]) if found is diseases and words[-1:] == ["disease"] else (words,):
                initials = "".join(w[0] for w in kept).upper()
                if len(kept) > 2 and group not in found[initials]:
                    found[initials].append(group)
    said = Counter(re.findall(r"(?<![\w-])[A-Z]{3,}(?![\w-])", linker.text)) if owners else Counter()
    for initials, groups in owners.items():
        owned = list(dict.fromkeys(map(linker.current, groups)))
        if len(owned) == 1 and said[initials] > 1:
            _alias(linker, owned[0], initials)
    for initials, groups in diseases.items():
        fuller = list(dict.fromkeys(map(linker.current, groups)))
        for other in linker.with_name(initials) if len(fuller) == 1 else ():
            if other is not fuller[0] and other.type is T.INDICATION and set(other.names) == {initials}:
                linker.join(fuller[0], other)


def join_misspellings(linker: Linker) -> None:
    """Long names of organizations one or two letters apart are one; so is a logo with a letter too many."""
    orgs = sorted(
        (g for g in linker.groups if g.type in ORGANIZATIONS), key=lambda g: (-sum(g.names.values()), g.first)
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
        if linker.is_joined(one):
            continue
        near: set[int] = set()
        for name in one.names:
            key = organization_key(name)
            for size in range(len(key) - 2, len(key) + 3):
                near.update(alike.get((key[:1], size), ()))
            if len(head := fold(name).split()[0] if fold(name) else "") >= 6:
                near.update(logos.get(head, ()))
        for other in (orgs[i] for i in sorted(near) if i > number):
            if not linker.is_joined(other) and _misspelt(linker, one, other):
                linker.join(one, other)


def _misspelt(linker: Linker, one: Group, other: Group) -> bool:
    for a in {organization_key(n) for n in one.names}:
        for b in {organization_key(n) for n in other.names}:
            if min(len(a), len(b)) >= 8 and a[0] == b[0]:
                allowed = 2 if min(len(a), len(b)) >= 12 else 1
                if DamerauLevenshtein.distance(a, b, score_cutoff=allowed) <= allowed:
                    return True
    heads = {fold(n).split()[0] for n in one.names if fold(n)}
    logos = {fold(n).split()[0] for n in other.names if n.isupper() and fold(n)}
    return any(len(h) >= 6 and h in logo and len(logo) - len(h) <= 2 for h in heads for logo in logos)


def join_plain_diseases(linker: Linker) -> None:
    """As in "Myeloma" is the one disease of the document that ends with the word."""
    diseases = [g for g in linker.groups if g.type is T.INDICATION]
    ending: dict[str, list[Group]] = defaultdict(list)
    for group in diseases:
        for word in {key.rsplit(" ", 1)[1] for n in group.names if " " in (key := indication_key(n))}:
            ending[word].append(group)
    for group in diseases:
        words = {indication_key(n) for n in group.names}
        if not linker.is_joined(group) and all(" " not in w and len(w) > 4 for w in words):
            fuller = list(
                {g: None for w in words for g in ending.get(w, ()) if g is not group and not linker.is_joined(g)}
            )
            if len(fuller) == 1:
                linker.join(fuller[0], group)


def abbreviates(short: str, before: str) -> bool:
    """Whether letters in parentheses stand for the words before them (Schwartz and Hearst, PSB 2003).

    >>> abbreviates("PDC", "the Probe Development Centre"), abbreviates("NASH", "a company in Oslo")
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
