"""What is known of a document's drugs while its sentences are read."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property

from kg.gazetteer import entries
from kg.model import Attributes, Entity
from kg.nlp.rules import forms
from kg.nlp.rules.context import Context, Reference, Sentence
from kg.nlp.rules.stages import Observation
from kg.terms import EntityType, SectionKind

T = EntityType
NEGATED = re.compile(r"(?i)\b(?:not|no|never|neither|without|nor|none|cannot|unapproved)\b")


@cache
def _generic_names() -> frozenset[str]:
    """Names of drugs that are nobody's brand."""
    known = (*entries("drugs"), *entries("targets-and-therapies"))
    return frozenset(n.casefold() for e in known if e.type is T.DRUG for n in (e.name, *e.aliases))


def _is_generic(entity: Entity) -> bool:
    return any(i.startswith(("drugbank", "inn")) for i in entity.identifiers)


@dataclass(frozen=True, slots=True)
class Trial:
    """That a sentence names a trial of a drug; ``sure`` where the drug stands by the trial's name."""

    drug: Entity
    sentence: Sentence
    attributes: Attributes
    sure: bool


class Reading:
    """A document's drugs, and what each sentence said of them so far."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.document.text
        self.published = context.document.published
        self.parts: set[str] = set()  # drugs that are components, comparators or therapies
        self.owned: dict[str, set[str]] = defaultdict(set)
        self.studies: dict[tuple[str, str], list[tuple[Observation, Sentence, str]]] = defaultdict(list)
        self.trials: dict[str, list[Trial]] = defaultdict(list)
        self.approved: set[tuple[str, str]] = set()
        self._drugs = [e for e in context.entities.values() if e.type is T.DRUG]
        self._products: dict[str, bool] = {}
        self._about: dict[str, Entity | None] = {}  # the companies of "About" headings
        self._titles: dict[str, list[list[Entity]]] = {}  # the drugs that the parts of a heading name

    def is_product(self, entity: Entity) -> bool:
        """Whether a drug is a product, and no component, isotope or kind of therapy."""
        if entity.id not in self._products:
            self._products[entity.id] = not any(forms.is_no_product(n) for n in (entity.name, *entity.aliases))
        return self._products[entity.id] and entity.id not in self.parts

    def is_known(self, entity: Entity) -> bool:
        """A generic drug that everybody has: a comparator or a partner, unless the document is about it."""
        brand = not {n.casefold() for n in (entity.name, *entity.aliases)} <= _generic_names()
        issuers = {e.id for e in self.context.issuers}
        owners = self.owned.get(entity.id, set())
        return _is_generic(entity) and not (brand and not owners) and issuers.isdisjoint(owners) and entity != self.main

    def products_of(self, sentence: Sentence) -> list[Reference]:
        """The drugs that a sentence is about: the issuer's own where there are any."""
        return [r for r in sentence.of(T.DRUG) if self.is_product(r.entity) and not self.is_known(r.entity)]

    @cached_property
    def main(self) -> Entity | None:
        """The drug that the document is about: in the headline, and most often named."""
        drugs = [e for e in self.context.entities.values() if e.type is T.DRUG and self.is_product(e)]
        if not drugs:
            return None

        def weight(entity: Entity) -> tuple[float, int]:
            named = sum(not m.nominal for m in entity.mentions)
            return (named + 3 * self._in_headline(entity), -entity.mentions[0].start)

        return max(drugs, key=weight)

    def _in_headline(self, entity: Entity) -> bool:
        return any(self.context.within(m.start, SectionKind.HEADLINE) for m in entity.mentions)

    def subject(self, sentence: Sentence, last: Entity | None) -> Entity | None:
        """The drug of a sentence that names none: that of the heading, or of the sentence before."""
        title = sentence.section.title if sentence.section else None
        if title:
            named = self.in_title(title)
            if named is not None:
                return named
        if sentence.kind in {SectionKind.LIST, SectionKind.TABLE}:
            return None
        return last

    def in_title(self, title: str) -> Entity | None:
        """The drug that a heading names, in its last part that names one."""
        if title not in self._titles:
            self._titles[title] = [
                [d for d in self._drugs if _names(piece, d)] for piece in reversed(title.split(" / "))
            ]
        return next((d for drugs in self._titles[title] for d in drugs if self.is_product(d)), None)

    def company_of(self, title: str) -> Entity | None:
        """The company that an "About" heading names."""
        if title not in self._about:
            companies = (e for e in self.context.entities.values() if e.type is T.COMPANY)
            self._about[title] = next(
                (e for e in companies if any(title.startswith(f"About {n}") for n in (e.name, *e.aliases))), None
            )
        return self._about[title]

    def looks_owned(self, entity: Entity) -> bool:
        """Product codes, brands and unknown names are the issuer's own; generic names that everybody knows are not."""
        names = (entity.name, *entity.aliases)
        if any(re.search(r"[A-Za-z]{1,6}[- ]?\d", n) and n[:1].isalpha() for n in names):
            return True
        if _is_generic(entity) and {n.casefold() for n in names} <= _generic_names():
            return entity == self.main and self._in_headline(entity)
        return len(entity.mentions) > 1 or any(n != n.lower() for n in names)

    def drug_of(self, sentence: Sentence, at: int, subject: Entity | None) -> Entity | None:
        """The drug to which a word at a character of the text belongs: after "for" that behind it, else that before it."""
        drugs = self.products_of(sentence)
        before = [r for r in drugs if r.end <= at]
        after = [r for r in drugs if r.start >= at]
        if after and (
            not before
            or re.match(
                r"[^.;]{0,25}(?:designation|status|approval|authori[sz]ation)?\s*(?:for|to|of|on)\s+(?:its |the |[\w-]+ ){0,4}?$",
                self.text[at : after[0].start],
            )
        ):
            return after[0].entity
        return before[-1].entity if before else after[0].entity if after else subject


def is_heading(sentence: Sentence) -> bool:
    """A short line without a full stop."""
    text = sentence.text.strip()
    return len(text.split()) <= 14 and not text.endswith((".", ";", ",", '"', "”"))


def _names(words: str, entity: Entity) -> bool:
    """Whether words have one of an entity's names."""
    return any(
        n in words and re.search(rf"(?<![\w-]){re.escape(n)}(?![\w-])", words) for n in (entity.name, *entity.aliases)
    )
