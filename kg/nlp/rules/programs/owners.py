"""Who develops a drug: who is said to, else whose document it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from kg.model import Entity
from kg.nlp.rules.context import Sentence
from kg.nlp.rules.deals.patterns import SUPPLY
from kg.nlp.rules.patterns import Masked, find, mask
from kg.nlp.rules.programs.reading import NEGATED, Reading
from kg.terms import EntityType, Relation, SectionKind

T = EntityType
_MAKES = r"(?:manufactur|produc|suppl|provid|mak)"
# Who makes or supplies a drug for another is not its developer; the other is.
_MADE_FOR = (
    _MAKES + r"(?:e|es|ing|y|ies|ion of) (?:[^\s.;:]+ ){0,6}?{DRUG:o}[^.;<]{0,40}? (?:for|to) {ORG:s}",
    _MAKES + r"(?:e|es|ing|y|ies|ion of) {ORG:s} with (?:[^\s.;:]+ ){0,8}?for its (?:[^\s.;:]+ ){0,3}?{DRUG:o}",
)


def read_owners(reading: Reading, masked: Masked) -> None:
    """Whose a sentence says that a drug is."""
    patterns = [
        r"{ORG:s}['’]s? (?:[^\s.;:]+ ){0,6}?{DRUG:o}",
        r"{ORG:s}['’]s? (?:[^\s.;:]+ ){0,8}?(?:candidates?|compounds?|drugs?|vaccines?|products?|programs?|antibod(?:y|ies)|PDC|therap(?:y|ies)|medicines?|inhibitors?),? (?:[\w-]+ ){0,2}?{DRUG:o}",
        r"{ORG:s},? (?:which )?(?:is |are |was |has been |also |currently |now )*(?:developing|develops|advancing|sells|markets|commerciali[sz]es|co-develops|evaluating|studying|originated|designed|discovered|manufactures and sells) (?:[^\s.;:]+ ){0,10}?{DRUG:o}",
        r"{DRUG:o}[^.<]{0,80}?(?:sold|marketed|developed|co-developed|made|commerciali[sz]ed|designed|discovered|owned|invented|being developed|originated) by (?:[^\s.;:]+ ){0,3}?{ORG:s}",
        r"{DRUG:o},? (?:the |an? )[^.<]{0,60}?(?:that|which) {ORG:s} (?:is|has been|was) developing",
        r"{DRUG:o},? [^.<]{0,60}?(?:that|which) {ORG:s} (?:is|has been|was) developing",
        r"{DRUG:o},? (?:the |an? )[^.<]{0,50}? (?:from|of) {ORG:s}",
        r"(?:developing|develop) (?:[^\s.;:]+ ){0,10}?{DRUG:o}[^.<]{0,40}? with {ORG:s}",
        r"(?:that|which) {ORG:s} is (?:jointly )?developing (?:together )?with {ORG:s2}",
        r"{ORG:s} (?:acquired|bought|licensed|in-licensed) (?:[^\s.;:]+ ){0,6}?{DRUG:o}",
        r"lead (?:product )?(?:candidates?|compounds?|drugs?)(?: candidates?)?,? (?:is |are )?{DRUG:o}",
        r"{DRUG:o}, {ORG:s}['’]s? ",
        r"{DRUG:o}(?:\s?\([^)]*\))?, (?:the [Cc]ompany['’]s|its|our) ",
    ]
    issuer = reading.context.issuers[0] if reading.context.issuers else None
    for found in find([*patterns, *_MADE_FOR], masked):
        made_for = found.match.re.pattern.startswith(_MAKES)
        if not made_for and re.search(
            r"(?i)\b(?:production|manufactur\w+|suppl\w+|rights|licen[cs]e|option|decision|purchase|approval|acquisition|combination)\b",
            found.match.group(),
        ):
            continue
        owners = [*found.entities("s"), *found.entities("s2")]
        if not owners and issuer is not None and "s" not in found.match.re.groupindex:
            owners = [_whose(reading, masked.sentence) or issuer]
        drugs = found.entities("o") or tuple(r.entity for r in masked.sentence.of(T.DRUG))[:1]
        if NEGATED.search(found.match.group()[:40]) and "not" in found.match.group():
            continue
        for owner in owners:
            if owner.type is T.AGENCY and not re.search(
                r"designed|discovered|invented|originated|developed by", found.match.group()
            ):
                continue
            for drug in drugs:
                if reading.is_product(drug) and owner.id not in reading.owned[drug.id]:
                    reading.owned[drug.id].add(owner.id)
                    reading.context.add(
                        Relation.DEVELOPS,
                        owner,
                        drug,
                        sentence=masked.sentence,
                        rule="develops/owner",
                        trigger=found.trigger,
                        confidence=0.9,
                    )


def _whose(reading: Reading, sentence: Sentence) -> Entity | None:
    """Whose "its lead candidate" is: of whom the sentence speaks, or the sentence before."""
    companies = [r for r in sentence.of(T.COMPANY) if not r.mention.nominal]
    if companies:
        return companies[0].entity if companies[0].start - sentence.start < 60 else None
    at = reading.context.order.get(sentence.start)
    if not at or not sentence.text.lstrip().startswith("Its "):
        return None
    before = reading.context.sentences[at - 1]
    named = before.of(T.COMPANY)
    return named[0].entity if named and named[0].start - before.start < 25 else None


def give_owners(reading: Reading) -> None:
    """A product that the document gives no other owner belongs to the issuer."""
    issuers = reading.context.issuers
    if not issuers:
        return
    made = _makers(reading)
    for entity in reading.context.entities.values():
        if entity.type is not T.DRUG or not reading.is_product(entity) or reading.owned.get(entity.id):
            continue
        if not reading.looks_owned(entity):
            continue
        silent = SectionKind.BOILERPLATE, SectionKind.CONTACT
        first = next((m for m in entity.mentions if not reading.context.within(m.start, *silent)), None)
        if first is None:
            continue
        sentence = reading.context.sentence_at(first.start)
        if sentence is not None and sentence.start in reading.context.order:
            owner = _named_owner(reading, sentence) or _owner(reading, entity)
            if owner.id in made.get(entity.id, ()):  # a contract manufacturer's release
                others = _beside(reading, entity, owner)
                if not others:
                    continue
                owner = others[0]
            reading.owned[entity.id].add(owner.id)
            reading.context.add(
                Relation.DEVELOPS, owner, entity, sentence=sentence, rule="develops/issuer", confidence=0.7
            )


def _makers(reading: Reading) -> dict[str, set[str]]:
    """Who is said to make or supply which drug, by ids, but in a plant of its own."""
    makers: dict[str, set[str]] = defaultdict(set)
    for sentence in reading.context.sentences:
        if sentence.of(T.DRUG) and sentence.of(T.COMPANY) and re.search(r"(?i)manufactur|suppl|produc", sentence.text):
            for found in find(SUPPLY, mask(reading.context, sentence)):
                if not re.search(r"\bits own\b", found.match.group()):
                    for drug in found.entities("o"):
                        named = [e for e in found.entities("s") if e not in reading.context.issuers]
                        makers[drug.id].update(e.id for e in named or found.entities("s"))
    return makers


def _beside(reading: Reading, drug: Entity, maker: Entity) -> list[Entity]:
    """The other companies that are named with a drug, most often first."""
    named = Counter(
        r.entity for s in reading.context.sentences_with(drug) for r in s.of(T.COMPANY) if r.entity is not maker
    )
    return [entity for entity, _ in named.most_common()]


def _owner(reading: Reading, drug: Entity) -> Entity:
    """Of several issuers the one whose "About" paragraph, or whose sentences, name the drug."""
    companies = [e for e in reading.context.issuers if e.type is T.COMPANY]
    issuers = companies or list(reading.context.issuers)
    if (subject := _about_whom(reading, drug)) is not None:
        return subject
    if len(issuers) < 2:
        return issuers[0]
    weight = dict.fromkeys((e.id for e in issuers), 0.0)
    for sentence in reading.context.sentences_with(drug):
        there = {r.entity.id for r in sentence.references}
        title = sentence.section.title or "" if sentence.section else ""
        about = [e for e in issuers if title.startswith("About") and any(n in title for n in (e.name, *e.aliases))]
        for entity in about:
            weight[entity.id] += 3
        for entity in issuers:
            weight[entity.id] += entity.id in there
    return max(issuers, key=lambda e: weight[e.id])


def _about_whom(reading: Reading, drug: Entity) -> Entity | None:
    """The company whose "About" paragraph, and no other part, names a drug."""
    places = (reading.context.section_at(m.start) for m in drug.mentions if not m.nominal)
    sections = {s for s in places if s is not None}
    titles = {s.title or "" for s in sections}
    if len(titles) != 1 or not all(s.kind is SectionKind.ABOUT for s in sections):
        return None
    return reading.company_of(titles.pop())


def _named_owner(reading: Reading, sentence: Sentence) -> Entity | None:
    """Who the sentence that first names a drug is about, where that is not the issuer."""
    companies = [r for r in sentence.of(T.COMPANY) if not r.mention.nominal]
    if (
        sentence.kind is not SectionKind.BODY
        or not companies
        or any(r.entity in reading.context.issuers for r in sentence.references)
    ):
        return None
    if companies[0].start - sentence.start > 60 or re.search(
        r"(?i)manufactur|suppl|licen[cs]|distribut|\bled by\b|investors?\b", sentence.text
    ):
        return None
    return companies[0].entity
