"""Generated documents of which it is known who is who: variants, errors, subsidiaries, renames and look-alikes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.model import Attributes, Document, Entity, Evidence, Extraction, Fact, Mention
from kg.terms import EntityType, Relation

_HEADS = "al bel cor dan el fer gal hel in jor kal lor mar nel or pel quin ral sel tor ul var wel xan yel zor".split()
_MIDDLES = "a e i o u an en il or av ec id um ess orr ith ant ell ost ari".split()
_TAILS = "vex lix nix ra tis don mar gen zym phor tect vance dyne quil thra bion cept lume".split()
_KINDS = (
    "Therapeutics Biosciences Pharma Pharmaceuticals Oncology Biologics Sciences Medical Genomics Diagnostics".split()
)
_FORMS = {
    "US": ("Inc.", ", Inc.", "Corp.", "Corporation", "LLC"),
    "DE": ("GmbH", "AG", "AG & Co. KGaA"),
    "DK": ("A/S", "ApS"),
    "JP": ("K.K.", "Co., Ltd."),
    "FR": ("SAS", "S.A."),
    "GB": ("plc", "Ltd", "Limited"),
    "SE": ("AB", "AB (publ)"),
}
_FIRST = "Anna Boris Clara David Elena Felix Greta Henrik Ines Jonas Karin Leon Marta Nils Olga Paul Ruth Simon".split()
_STEMS = "mab tinib ciclib parib zumab limab stat vir".split()


@dataclass
class Drug:
    truth: str
    code: str
    inn: str
    brand: str


@dataclass
class Company:
    truth: str
    core: str
    kind: str
    country: str
    forms: tuple[str, ...]
    ticker: str
    drugs: list[Drug] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)  # truth, name
    former: str | None = None

    @property
    def plain(self) -> str:
        return f"{self.core} {self.kind}"


Truth = dict[tuple[str, str], str]


class World:
    """Companies with their drugs and people, and documents about them."""

    def __init__(self, companies: int, seed: int = 7) -> None:
        self.random = random.Random(seed)
        self._words: set[str] = set()
        self._surnames = [self._word() for _ in range(max(60, companies))]
        self.companies: list[Company] = []
        while len(self.companies) < companies:
            self._add(self._word(), self.random.choice(_KINDS), self.random.choice([*_FORMS]))

    def _word(self) -> str:
        while True:
            pick = self.random.choice
            middle = "".join(pick(_MIDDLES) for _ in range(self.random.choice((1, 1, 2))))
            word = (pick(_HEADS) + middle + pick(_TAILS)).capitalize()
            if word not in self._words:
                self._words.add(word)
                return word

    def _add(self, core: str, kind: str, country: str, *, parent: bool = True) -> None:
        roll = self.random.random
        number = len(self.companies)
        company = Company(
            f"company {number}", core, kind, country, _FORMS[country], f"NASDAQ:{core[:3].upper()}{number}"
        )
        letters = core[:3].upper() + "BCDFGHKLMNPRSTVW"[number % 16]
        base = self.random.randint(100, 8990)
        for n in range(self.random.randint(1, 3)):  # codes of one company differ in their digits
            word = self._word().lower()
            company.drugs.append(
                Drug(
                    f"drug {number} {n}",
                    f"{letters}-{base + n}",
                    word + self.random.choice(_STEMS),
                    self._word() + "ia",
                )
            )
        for n in range(2):
            name = f"{self.random.choice(_FIRST)} {self.random.choice(self._surnames)}"
            company.people.append((f"person {number} {n}", name))
        if roll() < 0.05:
            company.former = f"{self._word()} {self.random.choice(_KINDS)}"
        self.companies.append(company)
        if not parent:
            return
        others = [k for k in _KINDS if k != kind]
        if roll() < 0.08:  # another company, whose name begins alike
            self._add(core, self.random.choice(others), self.random.choice([*_FORMS]), parent=False)
        if roll() < 0.06:  # another company, one letter away
            self._add(core[:-1] + ("s" if core[-1] != "s" else "n"), kind, country, parent=False)
        if roll() < 0.04:  # another company of this very name, in another country
            self._add(core, kind, "DE" if country != "DE" else "US", parent=False)
        if roll() < 0.10:  # a subsidiary
            self._add(
                f"{core} {kind}", self.random.choice(("Japan", "Europe", "USA", "Australia")), country, parent=False
            )

    def documents(self, least: int = 1, most: int = 8) -> Iterator[tuple[Extraction, Truth]]:
        """Documents about each company, a few about most and many about some."""
        number = 0
        for company in self.companies:
            for n in range(least + min(most - least, int(self.random.paretovariate(1.0)) - 1)):
                yield self._document(f"d{number:07}", company, old=company.former is not None and n % 3 == 1)
                number += 1

    def _document(self, id_: str, company: Company, *, old: bool) -> tuple[Extraction, Truth]:
        roll = self.random.random
        made = _Made(id_)
        name, aliases = self._company_name(company)
        if old:
            assert company.former is not None
            name, aliases = company.former, ()
        elif company.former is not None and roll() < 0.7:
            aliases = (*aliases, company.former)
        issuer = made.add(EntityType.COMPANY, name, aliases, company.truth)
        if roll() < 0.5:
            made.say(Relation.LISTED_AS, issuer, company.ticker)
        for drug in self.random.sample(company.drugs, self.random.randint(1, len(company.drugs))):
            made.say(Relation.DEVELOPS, issuer, made.add(EntityType.DRUG, *self._drug_name(drug), drug.truth))
        for truth, person in company.people[: self.random.randint(1, 2)]:
            title = self.random.choice(("", "Dr. "))
            degree = self.random.choice(("", ", M.D.", ", Ph.D."))
            added = made.add(EntityType.PERSON, title + person + degree, (), truth)
            made.say(Relation.HOLDS_ROLE, added, issuer)
        if roll() < 0.4:
            partner = self.random.choice(self.companies)
            if partner.core not in company.core and company.core not in partner.core:
                known = made.add(EntityType.COMPANY, *self._company_name(partner), partner.truth)
                made.say(Relation.PARTNERS_WITH, issuer, known)
        return made.extraction(), made.truth

    def _company_name(self, company: Company) -> tuple[str, tuple[str, ...]]:
        roll = self.random.random()
        form = self.random.choice(company.forms)
        full = company.plain + ("" if form.startswith(",") else " ") + form
        short = (company.core,) if " " not in company.core else ()
        if roll < 0.6:
            return full, (company.plain, *short) if self.random.random() < 0.7 else ()
        if roll < 0.85:
            return company.plain, short
        if roll < 0.93:
            return full.upper(), ()
        return self._misspelt(company.core) + full[len(company.core) :], ()

    def _misspelt(self, word: str) -> str:
        at = self.random.randint(2, len(word) - 2)
        extra = self.random.choice("aeistn")
        return self.random.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + extra + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )

    def _drug_name(self, drug: Drug) -> tuple[str, tuple[str, ...]]:
        code = self.random.choice((drug.code, drug.code.replace("-", " "), drug.code.replace("-", "")))
        return self.random.choice(
            (
                (code, ()),
                (code, (drug.inn,)),
                (drug.inn, (code,)),
                (drug.brand, (drug.inn, code)),
                (drug.inn, ()),
                (code, ()),
            )
        )


class _Made:
    def __init__(self, id_: str) -> None:
        self.id = id_
        self.text = ""
        self.entities: list[Entity] = []
        self.facts: list[Fact] = []
        self.truth: Truth = {}

    def add(self, type_: EntityType, name: str, aliases: tuple[str, ...], truth: str) -> str:
        id_ = f"e{len(self.entities)}"
        mentions = []
        for form in (name, *aliases):
            mentions.append(Mention(start=len(self.text), end=len(self.text) + len(form)))
            self.text += f"{form}. "
        self.entities.append(
            Entity(id=id_, type=type_, name=name, aliases=tuple(sorted({*aliases} - {name})), mentions=tuple(mentions))
        )
        self.truth[self.id, id_] = truth
        return id_

    def say(self, relation: Relation, subject: str, object_: str) -> None:
        evidence = Evidence(document=self.id, start=0, end=4, quote=self.text[:4], rule="generated")
        self.facts.append(
            Fact(relation=relation, subject=subject, object=object_, evidence=evidence, attributes=Attributes())
        )

    def extraction(self) -> Extraction:
        return Extraction(
            document=Document(id=self.id, sha256="0" * 64, text=self.text),
            pipeline="generated",
            entities=tuple(self.entities),
            facts=tuple(self.facts),
        )


def pairwise(truth: Truth, found: dict[tuple[str, str], str]) -> tuple[float, float]:
    """Of pairs that are said to be one, the share that are; of pairs that are one, the share that is found."""

    def pairs(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter((truth[key], found[key]) for key in truth))
    return both / max(1, pairs(Counter(found[key] for key in truth))), both / max(1, pairs(Counter(truth.values())))
