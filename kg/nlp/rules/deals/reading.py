"""What goes with a deal: its sides, kind, date, terms and amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Attributes, Entity, Money
from kg.nlp.rules import forms
from kg.nlp.rules.context import Context, Sentence
from kg.nlp.rules.deals import patterns as say
from kg.nlp.rules.patterns import Masked, Match
from kg.nlp.values.money import Amount, find_money
from kg.terms import ORGANIZATIONS, DealKind, EntityType, Modality, Relation, SectionKind

T = EntityType
_OF_ANOTHER = re.compile(
    r"(?i)\b(?:initiated|started|began|begun|approved|completed|launch\w*|expected|dosed|data|results?)\b[^,;.]{0,25}$"
)
_RANGE = re.compile(r"\s?(?:[-–]|to|and)\s?(?:[A-Z]{1,3}\s?)?[$€£]?\s?")
_CEILING = re.compile(
    r"(?:up to|as much as|maximum of|as high as|potentially|not to exceed)\s+"
    r"(?:an? (?:additional|further|total(?: of)?|aggregate(?: of)?)\s+)?(?:approximately |about )?$",
    re.IGNORECASE,
)


class Reading:
    """A document while its deals are read."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.document.text
        self.published = context.document.published
        self.issuer = context.issuers[0] if context.issuers else None
        drugs = [e for e in context.entities.values() if e.type is T.DRUG]
        self.main = max(drugs, key=lambda e: len(e.mentions), default=None)  # the drug that the document names most

    def kind(self, sentence: Sentence, near: str) -> str | None:
        """What kind of deal the words near it, or the sentence, speak of."""
        for words in (near, sentence.text):
            for kind, pattern in say.KINDS:
                if re.search(rf"(?i)\b(?:{pattern})", words):
                    return kind.value
        # What companies do with universities is research, unless the words say otherwise.
        return DealKind.RESEARCH.value if sentence.of(T.UNIVERSITY) else None

    def about(self, sentence: Sentence, after: int | None = None) -> str | None:
        """The drug of the sentence, or of the sentence before or after; else a platform."""
        for kinds in ((T.DRUG,), (T.PLATFORM,)):
            found = sentence.of(*kinds)
            if found:
                products = [r for r in found if not forms.is_no_product(r.entity.name)]
                if not products:
                    continue
                named = [r for r in products if not r.mention.nominal] or products
                return named[0].entity.id
        at = self.context.order.get(sentence.start)
        if at is not None and sentence.kind in {SectionKind.BODY, SectionKind.ABOUT}:
            for near in (at - 1, at + 1):
                sentences = self.context.sentences
                if 0 <= near < len(sentences) and sentences[near].section is sentence.section:
                    drugs = {r.entity.id for r in sentences[near].of(T.DRUG) if not forms.is_no_product(r.entity.name)}
                    if len(drugs) == 1:
                        return drugs.pop()
        return None

    def date(self, masked: Masked, start: int, end: int) -> str | None:
        """The date of a deal: in its clause, or that of publication where it is announced now."""
        near = [
            s.date
            for s in masked.slots
            if s.date
            and start - 120 <= s.start <= end + 120
            and not _OF_ANOTHER.search(self.text[max(masked.sentence.start, s.start - 45) : s.start])
        ]
        past = [d for d in near if d and (self.published is None or d[:4] <= self.published[:4])]
        if past:
            return past[0]
        if near:
            return None
        at = self.context.order.get(masked.sentence.start, 99)
        head = masked.sentence.kind is SectionKind.HEADLINE or at <= 3
        now = re.search(r"(?i)\btoday\b(?!['’])", masked.sentence.text)
        if self.published and (now or (head and say.TODAY.search(masked.sentence.text))):
            return self.published
        return None

    def terms(self, sentence: Sentence) -> dict[str, Money | str | bool | None]:
        """Upfront payment, milestones, royalties, territory and exclusivity, from the sentence and the two after it."""
        at = self.context.order.get(sentence.start, 0)
        sentences = [s for s in self.context.sentences[at : at + 3] if s.section is sentence.section] or [sentence]
        text = " ".join(s.text for s in sentences)
        terms: dict[str, Money | str | bool | None] = {}
        for amount in find_money(text):
            around = text[max(0, amount.start - 60) : amount.end + 60]
            if re.search(r"(?i)upfront|up-front|initial payment|signing", around) and "upfront" not in terms:
                terms["upfront"] = amount.money
            elif re.search(r"(?i)milestone", around) and "milestones" not in terms:
                terms["milestones"] = amount.money
        royalties = re.search(
            r"(?i)\b((?:tiered |low |mid |high |double-digit |single-digit |mid-single-digit |low-double-digit |to |and |up to )*(?:\d+% |\d+ percent )?royalt(?:y|ies))\b",
            text,
        )
        if royalties:
            rate = re.sub(r"(?i)^(?:(?:and|to|up to)\s+)+|\s*royalt(?:y|ies)$", "", royalties.group(1))
            terms["royalties"] = rate.strip() or None
        territory = re.search(
            r"(?i)\b(worldwide|global) (?:exclusive )?(?:rights|licen[cs]e)|\b(?:rights|licen[cs]e|distributor)\b[^.;]{0,40}? (?:in|for) ((?:the )?(?:U\.?S\.?|United States|Europe|Japan|China|Asia|North America|Latin America|UK|United Kingdom|EU|Canada)(?:[,/ and]+(?:Europe|Japan|China|Asia|Canada|Korea|Taiwan))*)",
            text,
        )
        if territory:
            everywhere, some = territory.groups()
            terms["territory"] = everywhere.casefold() if everywhere else some.strip()
        if re.search(r"(?i)\bnon-exclusive\b", text):
            terms["exclusive"] = False
        elif re.search(r"(?i)\bexclusive(?:ly)?\b", text):
            terms["exclusive"] = True
        return terms

    def negated(self, found: Match) -> bool:
        """Whether the words before a match, or in it, deny it."""
        before = found.masked.text[max(0, found.match.start() - 45) : found.match.start()]
        return bool(
            say.NEGATED.search(before.rsplit(".", 1)[-1])
            or re.search(
                r"(?i)\b(?:no|not|never|without|neither)\b",
                found.match.group()[:90].split("<")[0] + re.sub(r"<[A-Z]\d+>", "", found.match.group()),
            )
        )

    def modality(self, found: Match) -> Modality:
        """Whether a deal is only hoped for."""
        words = found.match.group() + found.masked.text[max(0, found.match.start() - 30) : found.match.start()]
        return Modality.POSSIBLE if say.MAYBE.search(words) else Modality.ASSERTED

    def sides(self, found: Match, one: str, other: str) -> Iterator[tuple[Entity, Entity]]:
        """Pairs of different organizations behind two groups; the issuer where the first is not said."""
        firsts = found.entities(one) or self.other_side(found, other)
        for a in firsts:
            for b in found.entities(other):
                if a is not None and a.id != b.id and a.type in ORGANIZATIONS and b.type in ORGANIZATIONS:
                    yield a, b

    def other_side(self, found: Match, group: str) -> tuple[Entity, ...]:
        """Who deals with a group where the clause does not say: the issuer, or who is named before it."""
        there = {e.id for e in found.entities(group)}
        at = found.masked.slots_in(found.match.start(), found.match.end())
        start = at[0].start if at else found.masked.sentence.end
        before = [
            s.entity for s in found.masked.slots if s.entity and s.entity.type in ORGANIZATIONS and s.start < start
        ]
        silent = self.issuer not in [s.entity for s in found.masked.slots]
        anothers = silent and any(e.type is T.COMPANY for e in before)
        if self.issuer is not None and self.issuer.id not in there and not anothers:
            return (self.issuer,)
        others = tuple(e for e in before[:1] if e.id not in there)
        return others or ((self.issuer,) if self.issuer is not None and self.issuer.id not in there else ())

    def partner(
        self,
        a: Entity,
        b: Entity,
        found: Match,
        rule: str,
        *,
        kind: str | None = None,
        about: str | None = None,
        confidence: float = 0.75,
    ) -> None:
        """Record a partnership with all that goes with it."""
        sentence = found.masked.sentence
        spans = [s.start for s in found.masked.slots if s.entity in (a, b)]
        start, end = (min(spans), max(spans)) if spans else (sentence.start, sentence.end)
        near = found.match.group()
        attributes = Attributes(
            kind=kind or self.kind(sentence, near),
            about=about or self.about(sentence),
            date=self.date(found.masked, start, end),
            **self.terms(sentence),  # type: ignore[arg-type]
        )
        self.context.add(
            Relation.PARTNERS_WITH,
            a,
            b,
            sentence=sentence,
            rule=rule,
            trigger=found.trigger[:120],
            attributes=attributes,
            modality=self.modality(found),
            confidence=confidence,
        )
        if attributes.kind == DealKind.CO_DEVELOPMENT.value:
            for owner in (a, b):
                self.owns(owner, attributes.about, found, "develops/together")

    def owns(self, owner: Entity, drug: Entity | str | None, found: Match, rule: str) -> None:
        """Who grants, takes or buys the rights to a drug, or develops it with another, is one of its developers."""
        entity = self.context.entities.get(drug) if isinstance(drug, str) else drug
        if entity is not None and entity.type is T.DRUG and owner.type in {T.COMPANY, T.AGENCY}:
            sentence = found.masked.sentence
            self.context.add(Relation.DEVELOPS, owner, entity, sentence=sentence, rule=rule, confidence=0.65)

    def amounts(self, masked: Masked) -> list[Amount]:
        """The amounts of a sentence, prices of shares and small sums left out."""
        text = masked.sentence.text
        kept: list[Amount] = []
        end = 0
        for amount in find_money(text):
            after = text[amount.end : amount.end + 22]
            before, end = end, amount.end
            if before and _RANGE.fullmatch(text, before, amount.start):
                continue  # "$30-40 million" is one sum, at least 30
            if (
                re.match(r"\s*(?:per share|a share|per ADS|per unit|per warrant|per ordinary)", after)
                or amount.money.value < 1000
            ):
                continue
            kept.append(amount)
        return kept

    def committed(self, masked: Masked) -> Money | None:
        """The amount that is committed; a bare "up to" gives its maximum."""
        amounts = self.amounts(masked)
        firm = [
            a
            for a in amounts
            if not _CEILING.search(masked.sentence.text, max(0, a.start - 80), a.start)
            and not re.search(
                r"(?i)(?:could|would|may) (?:reach|rise|total|bring|add)[^.<]{0,20}$|worth of sales|a year in|cash|revenue",
                masked.sentence.text[max(0, a.start - 40) : a.end + 12],
            )
        ]
        chosen = firm or amounts
        return chosen[0].money if chosen else None

    def program(self, text: str) -> str | None:
        """The funding program that a text names."""
        found = [m.group().strip() for m in say.PROGRAM.finditer(text)]
        if not found:
            return None
        joined = " ".join(found)
        if re.search(r"(?i)SBIR|small business innovation", joined):
            return "Fast-Track SBIR" if re.search(r"(?i)fast[- ]track", joined) else "SBIR"
        if re.search(r"(?i)STTR|small business technology", joined):
            return "STTR"
        if re.search(r"(?i)SPORE|specialized program", joined):
            return "SPORE"
        if re.search(r"(?i)fast[- ]track", joined):
            return "Fast-Track SBIR"
        return found[0]


def financing_kind(text: str) -> str | None:
    """How the money that a text speaks of was raised."""
    series = re.search(r"(?i)\bseries ([A-G])\b", text)
    if series:
        return f"series {series.group(1).casefold()}"
    for kind, pattern in (
        ("ipo", r"\bIPO\b|initial public offering"),
        ("private placement", r"private placement|placing|\bPIPE\b|privately"),
        ("registered direct", r"registered direct"),
        ("public offering", r"public offering|underwritten|follow-on"),
        ("debt", r"\bloan\b|debt|credit facility|convertible notes?|term loan"),
        ("rights offering", r"rights offering"),
        ("at-the-market", r"at-the-market"),
        ("seed", r"\bseed\b"),
    ):
        if re.search(rf"(?i){pattern}", text):
            return kind
    return None
