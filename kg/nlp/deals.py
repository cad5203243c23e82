"""What organizations do with each other: partnerships, supply, licenses, acquisitions, ownership, grants, financings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Attributes, Entity, Money
from kg.nlp import deal_patterns as say
from kg.nlp import forms
from kg.nlp.context import Context, Reference, Sentence
from kg.nlp.dates import find_dates
from kg.nlp.money import Amount, find_money
from kg.nlp.patterns import Masked, Match, find, mask
from kg.terms import ORGANIZATIONS, DealKind, EntityType, Modality, Relation, SectionKind, Status

T = EntityType


@Language.factory("kg_deals", requires=["doc._.kg_entities", "token.is_sent_start"], assigns=["doc._.kg_facts"])
def make_deals(nlp: Language, name: str) -> Deals:
    """Make the component that reads deals."""
    return Deals()


class Deals:
    """Adds partnersWith, manufactures, licensesTo, acquires, subsidiaryOf, funds and raised."""

    def __call__(self, doc: Doc) -> Doc:
        """Read a document."""
        _Reading(Context(doc)).run()
        return doc


class _Reading:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.document.text
        self.published = context.document.published
        self.issuer = context.issuers[0] if context.issuers else None
        self.index: dict[int, int] = {}
        drugs = [e for e in context.entities.values() if e.type is T.DRUG]
        self.main = max(drugs, key=lambda e: len(e.mentions), default=None)  # the drug that the document names most

    def run(self) -> None:
        masks = [mask(s, published=self.published) for s in self.context.sentences]
        self.index = {m.sentence.start: n for n, m in enumerate(masks)}
        for masked in masks:
            if masked.sentence.kind is SectionKind.DATELINE:
                continue
            if masked.sentence.kind is SectionKind.TABLE:
                self._timeline(masked)
                continue
            organizations = [r for r in masked.sentence.references if r.type in ORGANIZATIONS]
            if organizations:
                self._licenses(masked)
                self._acquisitions(masked)
                self._ownerships(masked)
                self._fundings(masked)
                self._supply(masked)
                self._partnerships(masked)
            self._financings(masked)
        self._slides()

    # What goes with a deal -----------------------------------------------------------------------------------------------

    def _kind(self, sentence: Sentence, near: str) -> str | None:
        for words in (near, sentence.text):
            for kind, pattern in say.KINDS:
                if re.search(rf"(?i)\b(?:{pattern})", words):
                    return kind.value
        # What companies do with universities is research, unless the words say otherwise.
        return DealKind.RESEARCH.value if sentence.of(T.UNIVERSITY) else None

    def _about(self, sentence: Sentence, after: int | None = None) -> str | None:
        """The drug of the sentence, or of the sentence before or after; else a platform."""
        for kinds in ((T.DRUG,), (T.PLATFORM,)):
            found = sentence.of(*kinds)
            if found:
                parts = [
                    r for r in found if not (forms.ISOTOPE.match(r.entity.name) or forms.THERAPY.search(r.entity.name))
                ]
                if not parts:
                    continue
                named = [r for r in parts if not r.mention.nominal] or parts
                return named[0].entity.id
        at = self.index.get(sentence.start)
        if at is not None and sentence.kind in {SectionKind.BODY, SectionKind.ABOUT}:
            for near in (at - 1, at + 1):
                sentences = self.context.sentences
                if 0 <= near < len(sentences) and sentences[near].section is sentence.section:
                    drugs = {
                        r.entity.id
                        for r in sentences[near].of(T.DRUG)
                        if not (forms.ISOTOPE.match(r.entity.name) or forms.THERAPY.search(r.entity.name))
                    }
                    if len(drugs) == 1:
                        return drugs.pop()
        return None

    def _date(self, masked: Masked, start: int, end: int) -> str | None:
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
        at = self.index.get(masked.sentence.start, 99)
        head = masked.sentence.kind is SectionKind.HEADLINE or at <= 3
        now = re.search(r"(?i)\btoday\b(?!['’])", masked.sentence.text)
        if self.published and (now or (head and say.TODAY.search(masked.sentence.text))):
            return self.published
        return None

    def _terms(self, sentence: Sentence) -> dict[str, Money | str | bool | None]:
        """Upfront payment, milestones, royalties, territory and exclusivity, from the sentence and the two after it."""
        at = self.index.get(sentence.start, 0)
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
            terms["territory"] = (
                (territory.group(1) or territory.group(2)).strip().casefold()
                if territory.group(1)
                else territory.group(2).strip()
            )
        if re.search(r"(?i)\bnon-exclusive\b", text):
            terms["exclusive"] = False
        elif re.search(r"(?i)\bexclusive(?:ly)?\b", text):
            terms["exclusive"] = True
        return terms

    def _negated(self, found: Match) -> bool:
        before = found.masked.text[max(0, found.match.start() - 45) : found.match.start()]
        return bool(
            say.NEGATED.search(before.rsplit(".", 1)[-1])
            or re.search(
                r"(?i)\b(?:no|not|never|without|neither)\b",
                found.match.group()[:90].split("<")[0] + re.sub(r"<[A-Z]\d+>", "", found.match.group()),
            )
        )

    def _modality(self, found: Match) -> Modality:
        words = found.match.group() + found.masked.text[max(0, found.match.start() - 30) : found.match.start()]
        return Modality.POSSIBLE if say.MAYBE.search(words) else Modality.ASSERTED

    def _sides(self, found: Match, one: str, other: str) -> Iterator[tuple[Entity, Entity]]:
        """Pairs of different organizations behind two groups; the issuer where the first is not said."""
        firsts = found.entities(one) or self._other_side(found, other)
        for a in firsts:
            for b in found.entities(other):
                if a is not None and a.id != b.id and a.type in ORGANIZATIONS and b.type in ORGANIZATIONS:
                    yield a, b

    def _other_side(self, found: Match, group: str) -> tuple[Entity, ...]:
        """Who deals with a group where the clause does not say: the issuer, or who is named before it."""
        there = {e.id for e in found.entities(group)}
        at = found.masked.slots_in(found.match.start(), found.match.end())
        start = at[0].start if at else found.masked.sentence.end
        before = [
            s.entity for s in found.masked.slots if s.entity and s.entity.type in ORGANIZATIONS and s.start < start
        ]
        opens = re.match(r"\W*(?:[\w-]+ ){0,4}<O\d+>", found.masked.text) is not None
        if self.issuer is not None and self.issuer.id not in there and (self.issuer in before or not opens):
            return (self.issuer,)
        others = tuple(e for e in before[:1] if e.id not in there)
        return others or ((self.issuer,) if self.issuer is not None and self.issuer.id not in there else ())

    # Relations --------------------------------------------------------------------------------------------------------

    def _partner(
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
        sentence = found.masked.sentence
        spans = [s.start for s in found.masked.slots if s.entity in (a, b)]
        start, end = (min(spans), max(spans)) if spans else (sentence.start, sentence.end)
        near = found.match.group()
        attributes = Attributes(
            kind=kind or self._kind(sentence, near),
            about=about or self._about(sentence),
            date=self._date(found.masked, start, end),
            **self._terms(sentence),  # type: ignore[arg-type]
        )
        self.context.add(
            Relation.PARTNERS_WITH,
            a,
            b,
            sentence=sentence,
            rule=rule,
            trigger=found.trigger[:120],
            attributes=attributes,
            modality=self._modality(found),
            confidence=confidence,
        )
        if attributes.kind == DealKind.CO_DEVELOPMENT.value:
            for owner in (a, b):
                self._owns(owner, attributes.about, found, "develops/together")

    def _owns(self, owner: Entity, drug: Entity | str | None, found: Match, rule: str) -> None:
        """Who grants, takes or buys the rights to a drug, or develops it with another, is one of its developers."""
        entity = self.context.entities.get(drug) if isinstance(drug, str) else drug
        if entity is not None and entity.type is T.DRUG and owner.type in {T.COMPANY, T.AGENCY}:
            sentence = found.masked.sentence
            self.context.add(Relation.DEVELOPS, owner, entity, sentence=sentence, rule=rule, confidence=0.65)

    def _partnerships(self, masked: Masked) -> None:
        if say.BANKS.search(masked.sentence.text) and not re.search(
            r"(?i)collaborat|licen[cs]|partnership|supplier|manufactur", masked.sentence.text
        ):
            return
        if re.search(r"(?i)\b(?:conducted|sponsored|run|led) by\b", masked.text) and not re.search(
            r"(?i)agreement|collaborat|partner", masked.text
        ):
            return
        for found in find(say.PARTNERSHIPS, masked):
            if self._negated(found):
                continue
            for a, b in self._sides(found, "a", "b"):
                if {a.type, b.type} & {T.AGENCY} and not re.search(
                    r"(?i)collaborat|licen[cs]|CRADA|partnership|agreement", found.match.group()
                ):
                    continue
                if re.search(
                    r"(?i)FDA|Food and Drug|Securities and Exchange|European Medicines|Commission", a.name + b.name
                ):
                    continue
                self._partner(a, b, found, "partner/agreement")

    def _licenses(self, masked: Masked) -> None:
        for found in find(say.LICENSES, masked):
            if self._negated(found):
                continue
            licensors = found.entities("a") or self._named_before(found) or self._other_side(found, "b")
            licensees = found.entities("b") or self._other_side(found, "a")
            for licensor in licensors:
                for licensee in licensees:
                    if (
                        licensor is None
                        or licensee is None
                        or licensor.id == licensee.id
                        or not {licensor.type, licensee.type} <= ORGANIZATIONS
                    ):
                        continue
                    if (
                        re.search(
                            r"(?i)FDA|Food and Drug|Medicines Agency|European Commission|Health Canada|Ministry",
                            licensor.name,
                        )
                        or licensee.type is T.AGENCY
                    ):
                        continue
                    if re.search(
                        r"(?i)designation|approval|status|patent (?:office|grant)|right to (?:buy|purchase)|shares|warrant|award|grant of",
                        found.match.group(),
                    ) and not re.search(r"(?i)licen[cs]|rights", found.match.group()):
                        continue
                    if licensor.type is T.AGENCY and not re.search(r"(?i)licen[cs]", found.match.group()):
                        continue  # who receives a contract from a funder receives no rights
                    about = next((e.id for e in found.entities("about")), None) or self._about(masked.sentence)
                    spans = [s.start for s in masked.slots if s.entity in (licensor, licensee)]
                    date = self._date(
                        masked, min(spans, default=masked.sentence.start), max(spans, default=masked.sentence.end)
                    )
                    self.context.add(
                        Relation.LICENSES_TO,
                        licensor,
                        licensee,
                        sentence=masked.sentence,
                        rule="license/grant",
                        trigger=found.trigger[:120],
                        attributes=Attributes(about=about, date=date, **self._terms(masked.sentence)),  # type: ignore[arg-type]
                        modality=self._modality(found),
                        confidence=0.8,
                    )
                    for owner in (licensor, licensee):
                        self._owns(owner, about, found, "develops/license")
                    self._partner(
                        licensor,
                        licensee,
                        found,
                        "partner/license",
                        kind=DealKind.LICENSING.value,
                        about=about,
                        confidence=0.8,
                    )

    def _named_before(self, found: Match) -> tuple[Entity, ...]:
        """The organization that a clause without a subject goes on about: "X designed it and licensed it to Y"."""
        start = found.match.start()
        taken = {e.id for e in found.entities("b")}
        slots = found.masked.slots_in(0, start)
        named = [s.entity for s in slots if s.entity and s.entity.type in ORGANIZATIONS and s.entity.id not in taken]
        return tuple(named[:1])

    def _acquisitions(self, masked: Masked) -> None:
        for found in find(say.ACQUISITIONS, masked):
            if self._negated(found):
                continue
            objects = [s for s in found.slots("o") if s.entity and s.entity.type in {*ORGANIZATIONS, T.DRUG}]
            if not objects or re.search(
                r"(?i)acquired (?:an? |the )?(?:licen[cs]e|rights|shares|option|stake)|\boption to\b|ownership (?:position|interest|stake)|minority|equity",
                found.match.group(),
            ):
                continue
            for buyer in found.entities("s")[-1:]:
                if buyer.type is T.AGENCY:
                    continue
                amounts = [
                    a
                    for a in self._amounts(masked)
                    if not re.search(
                        r"(?i)milestone|escrow|per share|sales", masked.sentence.text[max(0, a.start - 30) : a.end + 30]
                    )
                ]
                planned = re.search(
                    r"(?i)\b(?:will|agreed to|to acquire|to be acquired|to buy|plans?|intends?|definitive agreement|expected)\b",
                    found.match.group(),
                ) and not re.search(r"(?i)complet|closed", masked.sentence.text)
                completed = re.search(
                    r"(?i)\b(?:has|have|complet\w+|closed|bought|acquired|purchased|sale of|sold)\b",
                    found.match.group(),
                )
                status = Status.PLANNED if planned else Status.COMPLETED if completed else None
                for slot in objects:
                    entity = slot.entity
                    if entity is None or entity.id == buyer.id or _is_seller(masked.text, slot.start, found):
                        continue
                    self.context.add(
                        Relation.ACQUIRES,
                        buyer,
                        entity,
                        sentence=masked.sentence,
                        rule="acquisition/bought",
                        trigger=found.trigger[:120],
                        attributes=Attributes(
                            amount=amounts[0].money if amounts else None,
                            status=status,
                            date=self._date(masked, slot.start, slot.end),
                        ),
                        modality=Modality.PLANNED if planned else Modality.ASSERTED,
                        confidence=0.8,
                    )
                    self._owns(buyer, entity, found, "develops/acquired")

    def _ownerships(self, masked: Masked) -> None:
        for found in find(say.OWNERSHIPS, masked):
            if self._negated(found):
                continue
            one = not re.search(r"(?i)\b(?:subsidiaries|units|divisions|both|each|are)\b", found.match.group())
            for child, parent in self._sides(found, "s", "o"):
                if found.entities("s") and (not one or child == found.entities("s")[-1]):
                    self.context.add(
                        Relation.SUBSIDIARY_OF,
                        child,
                        parent,
                        sentence=masked.sentence,
                        rule="owner/part-of",
                        trigger=found.trigger[:120],
                        confidence=0.8,
                    )

    def _supply(self, masked: Masked) -> None:
        for found in find(say.SUPPLY, masked):
            if self._negated(found):
                continue
            drugs = found.entities("o")
            if not drugs and re.search(r"(?i)\bcombin|collaboration and supply", masked.sentence.text):
                continue  # each supplies its own for a study of both
            drugs = drugs or tuple(r.entity for r in masked.sentence.of(T.DRUG))[:1]
            if not drugs:
                near = self._about(masked.sentence) or (self.main.id if self.main else None)
                drugs = (self.context.entities[near],) if near and self.context.entities[near].type is T.DRUG else ()
            makers = [e for e in found.entities("s") if e != self.issuer] or list(found.entities("s"))
            for maker in makers[:1] or ((self.issuer,) if self.issuer and "its own" in found.match.group() else ()):
                if maker.type is T.AGENCY:
                    continue
                for drug in drugs[:2]:
                    self.context.add(
                        Relation.MANUFACTURES,
                        maker,
                        drug,
                        sentence=masked.sentence,
                        rule="supply/makes",
                        trigger=found.trigger[:120],
                        modality=self._modality(found),
                        confidence=0.8,
                    )
                    named = re.search(r"\bfor (?:the )?<O(\d+)>", found.match.group())  # "is produced for Acme by"
                    customer = masked.slots[int(named.group(1))].entity if named else self.issuer
                    if customer is not None and maker.id != customer.id and " own " not in found.match.group():
                        self._partner(
                            customer,
                            maker,
                            found,
                            "partner/supply",
                            kind=DealKind.MANUFACTURING.value,
                            about=drug.id,
                        )

    # Money ------------------------------------------------------------------------------------------------------------

    def _amounts(self, masked: Masked) -> list[Amount]:
        text = masked.sentence.text
        kept = []
        for amount in find_money(text):
            after = text[amount.end : amount.end + 22]
            if (
                re.match(r"\s*(?:per share|a share|per ADS|per unit|per warrant|per ordinary)", after)
                or amount.money.value < 1000
            ):
                continue
            kept.append(amount)
        return kept

    def _committed(self, masked: Masked) -> Money | None:
        """The amount that is committed; a bare "up to" gives its maximum."""
        amounts = self._amounts(masked)
        firm = [
            a
            for a in amounts
            if not a.ceiling
            and not re.search(
                r"(?i)(?:could|would|may) (?:reach|rise|total|bring|add)[^.<]{0,20}$|worth of sales|a year in|cash|revenue",
                masked.sentence.text[max(0, a.start - 40) : a.end + 12],
            )
        ]
        chosen = firm or amounts
        return chosen[0].money if chosen else None

    def _fundings(self, masked: Masked) -> None:
        done: set[tuple[str, str]] = set()
        for found in find(say.FUNDINGS, masked):
            if self._negated(found) or re.search(
                r"(?i)designation|marketing authori|approval|orphan|patent", found.match.group()
            ):
                continue
            for funder in found.entities("f"):
                public = funder.type in {T.AGENCY, T.NONPROFIT} or (
                    funder.type is T.UNIVERSITY and re.search(r"(?i)> awarded\b", found.match.group())
                )
                if not public or re.search(
                    r"(?i)FDA|Food and Drug|Securities and Exchange|European Medicines", funder.name
                ):
                    continue
                explicit = [e for e in found.entities("r") if e.id != funder.id and e.type is not T.AGENCY]
                recipients = explicit or self._recipients(masked, funder)
                for recipient in explicit if explicit else recipients[:1]:
                    if (funder.id, recipient.id) in done:
                        continue
                    done.add((funder.id, recipient.id))
                    self._fund(funder, recipient, masked, found, 0.85 if explicit else 0.7)

    def _recipients(self, masked: Masked, funder: Entity) -> list[Entity]:
        """Who gets the money where the clause does not say: who ran the study, or the issuer."""
        ran = re.search(
            r"(?i)(?:conducted|sponsored|run|led|awarded to|performed) (?:by |to )?(?:the )?<[OUN](\d+)>", masked.text
        )
        if ran:
            entity = masked.slots[int(ran.group(1))].entity
            if entity is not None and entity.id != funder.id:
                return [entity]
        heading = re.search(r"<[M]\d+> <U(\d+)> (?:SPORE|[Gg]rant)", masked.text)
        if heading:
            entity = masked.slots[int(heading.group(1))].entity
            return [entity] if entity else []
        companies = [r.entity for r in masked.sentence.of(T.COMPANY) if r.entity.id != funder.id]
        unique = list(dict.fromkeys(companies))
        if len(unique) == 1:
            return unique
        at = self.index.get(masked.sentence.start)
        if at:  # "... The money comes from X": who was spoken of before
            before = [
                r.entity
                for r in self.context.sentences[at - 1].references
                if r.type in {T.COMPANY, T.UNIVERSITY} and r.entity.id != funder.id
            ]
            if (
                before
                and before[0] not in self.context.issuers
                and re.match(r"(?i)the (?:money|funding|grant|award|contract)", masked.text)
            ):
                return [before[0]]
        return [self.issuer] if self.issuer and self.issuer.id != funder.id else []

    def _fund(self, funder: Entity, recipient: Entity, masked: Masked, found: Match, confidence: float) -> None:
        amount = self._committed(masked)
        at = self.index.get(masked.sentence.start)
        if (
            amount is None
            and at
            and masked.sentence.kind in {SectionKind.BODY, SectionKind.ABOUT}
            and re.search(r"(?i)^the (?:money|funding|grant|award|contract)|it comes from", masked.text)
        ):
            before = mask(self.context.sentences[at - 1], published=self.published)
            amount = self._committed(before)
        program = self._program(masked.text)
        if amount is None and program and at:  # the headline above gives the amount under the same program
            for sentence in reversed(self.context.sentences[max(0, at - 3) : at]):
                above = mask(sentence, published=self.published)
                if self._program(above.text) == program and (amount := self._committed(above)) is not None:
                    break
        status = (
            Status.PLANNED
            if re.search(r"(?i)\b(?:will|plans to|intends to)\s+(?:fund|award|support)", found.match.group())
            else None
        )
        self.context.add(
            Relation.FUNDS,
            funder,
            recipient,
            sentence=masked.sentence,
            rule="funding/award",
            trigger=found.trigger[:120],
            attributes=Attributes(amount=amount, program=program, about=self._about(masked.sentence), status=status),
            confidence=confidence,
        )

    def _program(self, text: str) -> str | None:
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

    def _financings(self, masked: Masked) -> None:
        text = masked.text
        cue = re.search(
            r"(?i)\b(?:rais(?:ed|es|ing)|brought in|financing|placing|placement|public offering|registered direct|series [A-G]\b|IPO\b|initial public offering|gross proceeds|net proceeds|underwritten|debt facility|credit facility|term loan|venture debt|loan|convertible notes?|PIPE\b|rights offering|at-the-market|"
            r"seed (?:round|financing)|closed (?:a|its)|fundrais\w+|invest(?:ed|s|ing)? [^.]{0,20}<M\d+> in)\b",
            text,
        )
        if cue is None or not re.search(r"<M\d+>", text):
            return
        if re.search(
            r"(?i)\b(?:milestone|royalt|upfront|grant|award|contract|revenue|sales|cash position|cash and cash|escrow|market cap)\b",
            text,
        ) and not re.search(r"(?i)\b(?:placement|public offering|series [a-g]|financing|placing|raised|stock)\b", text):
            return
        subject = self._raiser(masked)
        if subject is None:
            return
        amounts = self._amounts(masked)
        for number, amount in enumerate(amounts):
            at = masked.sentence.start + amount.start
            around = masked.sentence.text[max(0, amount.start - 75) : amount.end + 75]
            if re.search(r"(?i)gross proceeds", text) and re.search(
                r"(?i)net proceeds[^.;]{0,35}$", masked.sentence.text[: amount.start]
            ):
                continue  # of the same money
            if (
                number
                and amounts[number - 1].money.currency != amount.money.currency
                and _EQUAL.fullmatch(masked.sentence.text[amounts[number - 1].end : amount.start])
            ):
                continue  # "£44.7 million (US$63.3 million)": one amount in two currencies
            if not re.search(
                r"(?i)rais|financ|plac|offering|series|proceeds|loan|debt|invest|round|fund|brought in|commit|facility|notes|IPO",
                around,
            ) or re.search(
                r"(?i)\b(?:milestone|royalt|upfront|licen[cs]e fee|grant|award|per share|market|program at|cost|revenue)\w*\b(?![^.]{0,30}series)",
                masked.sentence.text[max(0, amount.start - 25) : amount.end + 25],
            ):
                continue
            dates = [s.date for s in masked.slots if s.date and abs(s.start - at) < 90]
            date = dates[0] if dates else None
            if (
                date is None
                and self.published
                and (
                    masked.sentence.kind is SectionKind.HEADLINE
                    or say.TODAY.search(text)
                    or self.index.get(masked.sentence.start, 99) <= 4
                )
            ):
                date = self.published
            self.context.add(
                Relation.RAISED,
                subject,
                str(amount.money),
                sentence=masked.sentence,
                rule="financing/sentence",
                trigger=cue.group(),
                attributes=Attributes(kind=_financing_kind(text), date=date),
                confidence=0.75,
            )

    def _raiser(self, masked: Masked) -> Entity | None:
        invested = re.search(r"(?i)invest\w* [^.]{0,60}?in <O(\d+)>", masked.text)
        if invested:
            return masked.slots[int(invested.group(1))].entity
        to = re.search(r"<M\d+>[^.<]{0,60}? (?:to|into) <O(\d+)>", masked.text)
        if to and (entity := masked.slots[int(to.group(1))].entity) in self.context.issuers:
            return entity
        issuers = [r.entity for r in masked.sentence.of(T.COMPANY) if r.entity in self.context.issuers]
        if issuers:
            return issuers[0]
        opens = re.match(r"\W*(?:[\w-]+ ){0,4}<O(\d+)>(?!['’])", masked.text)
        if opens and not re.search(
            r"(?i)\b(?:invest\w*|led|lead|participat\w+|agent|manager|underwrit\w+)\b", masked.text
        ):
            return masked.slots[int(opens.group(1))].entity
        return self.issuer

    # Slides and timelines --------------------------------------------------------------------------------------------------

    def _slides(self) -> None:
        """A slide about a collaboration: its title names the partner, its bullets the date."""
        for section in self.context.document.sections:
            if section.kind is not SectionKind.LIST or not section.title or self.issuer is None:
                continue
            title = section.title.split(" / ")[-1]
            word = re.search(r"(?i)\b(collaboration|partnership|alliance|licen[cs]e|agreement)\b", title)
            if word is None:
                continue
            named = [
                (len(n), e)
                for e in self.context.entities.values()
                if e.type in ORGANIZATIONS and e.id != self.issuer.id
                for n in (e.name, *e.aliases)
                if n in title
            ]
            partner = max(named, key=lambda pair: pair[0])[1] if named else None
            if partner is None:
                continue
            text = self.text[section.start : section.end]
            announced = re.search(r"(?i)(?:announced|signed|since|established|entered)\b", text)
            dates = find_dates(text, published=self.published)
            after = [d for d in dates if announced and d.start >= announced.start()] or list(dates)
            about = next(
                (
                    e.id
                    for e in self.context.entities.values()
                    if e.type is T.PLATFORM and any(n in title for n in (e.name, *e.aliases))
                ),
                None,
            )
            kind = DealKind.LICENSING.value if word.group(1).casefold().startswith("licen") else DealKind.RESEARCH.value
            end = section.start + (text.find("\n") if "\n" in text else len(text))
            self.context.add(
                Relation.PARTNERS_WITH,
                self.issuer,
                partner,
                sentence=(section.start, end),
                rule="partner/slide",
                trigger=title,
                attributes=Attributes(kind=kind, about=about, date=after[0].value if after else None),
                confidence=0.8,
            )

    def _timeline(self, masked: Masked) -> None:
        """A row of a timeline: each cell an event, the column's heading its years."""
        if self.issuer is None:
            return
        sentence = masked.sentence
        section = sentence.section
        if section is None:
            return
        lines = self.text[section.start : section.end].split("\n")
        header = lines[0].split("\t")
        at = section.start
        for line in lines:
            if at <= sentence.start < at + len(line) + 1:
                break
            at += len(line) + 1
        else:
            return
        offset = at
        for column, cell in enumerate(line.split("\t")):
            year = re.search(r"(?:19|20)\d\d", header[column]) if column < len(header) else None
            self._event(cell, offset, year.group() if year else None)
            offset += len(cell) + 1

    def _event(self, cell: str, start: int, year: str | None) -> None:
        assert self.issuer is not None
        quarter = re.search(r"\bQ([1-4])\b", cell)
        date = f"{year}-Q{quarter.group(1)}" if year and quarter else year
        where = (start + len(cell) - len(cell.lstrip()), start + len(cell.rstrip()))
        amounts = [a for a in find_money(cell) if a.money.value >= 1000]
        if amounts and re.search(r"(?i)\b(?:financing|offering|placement|IPO|series [A-G]|raised)\b", cell):
            for amount in amounts[:1]:
                kind = _financing_kind(cell)
                self.context.add(
                    Relation.RAISED,
                    self.issuer,
                    str(amount.money),
                    sentence=where,
                    rule="financing/timeline",
                    trigger=cell.strip()[:80],
                    attributes=Attributes(kind=kind, date=date),
                    confidence=0.8,
                )
            return
        references = [r for r in self.context.references if start <= r.start < start + len(cell)]
        funders = [r.entity for r in references if r.type in {T.AGENCY, T.NONPROFIT}]
        if funders and amounts and re.search(r"(?i)\b(?:award|grant|contract|fund)", cell):
            pairs = self._paired(cell, start, references, amounts)
            for amount, drug in pairs:
                self.context.add(
                    Relation.FUNDS,
                    funders[0],
                    self.issuer,
                    sentence=where,
                    rule="funding/timeline",
                    trigger=cell.strip()[:80],
                    attributes=Attributes(
                        amount=amount.money, about=drug.id if drug else None, program=self._program(cell)
                    ),
                    confidence=0.75,
                )

    def _paired(
        self, cell: str, start: int, references: list[Reference], amounts: list[Amount]
    ) -> list[tuple[Amount, Entity | None]]:
        """Each amount of a cell with the drug of its own line; an amount of something to be determined is none."""
        pairs: list[tuple[Amount, Entity | None]] = []
        for amount in amounts:
            before = cell[: amount.start].rfind(" -")
            piece = cell[max(before, 0) : amount.end]
            if re.search(
                r"(?i)\bTBD\b|to be determined|potential", cell[max(0, amount.start - 20) : amount.start] + piece
            ):
                continue
            drugs = [r for r in references if r.type is T.DRUG]
            before_amount = [r for r in drugs if r.start - start <= amount.start]
            pairs.append((amount, before_amount[-1].entity if before_amount else drugs[0].entity if drugs else None))
        return pairs


_EQUAL = re.compile(
    r"\s*[(,]?\s*(?:approximately|about|around|roughly|or|some|equivalent to|~|≈)?\s*(?:about |approximately )?"
)
_OF_ANOTHER = re.compile(
    r"(?i)\b(?:initiated|started|began|begun|approved|completed|launch\w*|expected|dosed|data|results?)\b[^,;.]{0,25}$"
)


def _financing_kind(text: str) -> str | None:
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


def _is_seller(text: str, at: int, found: Match) -> bool:
    """Whether an organization after "from" sold something and was not bought itself."""
    group = found.match.group("o") if "o" in found.match.re.groupindex else ""
    before = found.match.group()[: max(0, len(found.match.group()) - len(group or ""))]
    return bool(re.search(r"\bfrom (?:the )?$", before))
