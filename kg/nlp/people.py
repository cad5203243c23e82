"""Who works where, where organizations are, and where their shares trade."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Attributes, Entity
from kg.nlp import forms
from kg.nlp.candidates import table_people
from kg.nlp.context import Context, Sentence
from kg.nlp.linking.issuers import ANNOUNCES
from kg.nlp.patterns import Masked, find, mask
from kg.terms import ORGANIZATIONS, EntityType, Relation, SectionKind, Status

_DEGREES = r"(?:,?\s+(?:M\.?D\.?|Ph\.?\s?D\.?|M\.?B\.?A\.?|MBBS|FRCP\w?|M\.?Sc\.?|B\.?Sc\.?|Pharm\.?D\.?|J\.?D\.?|CPA|DVM|MPH|D\.?Phil\.?|M\.?A\.?|M\.?S\.?|F\.R\.C\.S\.?|B\.M\.|B\.Ch\.|FACP|MB|ChB|RN)(?=[\s,.;)]|$))*"
_ROLE = forms.ROLE_WORDS
_TITLE_END = re.compile(
    r"\s(?:said|says|added|adds|stated|who|commented|remarked|noted|explained|will|has|had|is|was|joined|told|and\s<H|thanked|as\s|in\s(?:\d|a\s|the\s)|since\s|on\s|put\s|put\s|where\s|responsible|leading)\b|[.;:\"”“]|\)|,\s(?!(?:and\s)?(?:[A-Z][\w&/]*\s){0,4}?(?i:"
    + _ROLE
    + r")\b|(?:Clinical|Research|Corporate|Global|Medical|Regulatory|Investor|Business|Product|Commercial|Scientific|Development|Finance|R&D|Division|Department|Head|Operations|Europe|North)\b)"
    r"|\s(?:of|at|for|with|from|in)\s(?:the\s)?<[OUAN]\d+>|,\s(?:the\s)?<[OUAN]\d+>|\s<[OUAN]\d+>|\s[-–—]\s"
)
_PAST = re.compile(
    r"\b(?:former|formerly|previously|prior to|most recently|past|ex-|served as|was (?:the )?)\s*$|\bformer\b",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"(?<![\w-])(?P<exchange>NASDAQ(?:[ -]?(?:GS|GM|CM|NM|Global(?: Select)?(?: Market)?|Capital Market|National Market))?|Nasdaq(?:GS|GM|CM|NM|[ -]Global(?: Select)?(?: Market)?|[ -]Capital Market)?|Nasdag|NasdaqGM|NasdaqCM|NYSE(?:[ -](?:MKT|American|Amex|Arca|Euronext))?|AMEX|"
    r"TSX(?:[ -]?V(?:enture)?)?|ASX|AIM|LSE|London Stock Exchange|OTC(?:QB|QX|BB)?(?: Markets)?|OTC Pink|STO|Nasdaq Stockholm|Nasdaq Copenhagen|SIX(?: Swiss Exchange)?|Euronext(?:[ -](?:Paris|Brussels|Amsterdam|Growth))?|HKEX|SEHK|TASE|KOSDAQ|TSE|Tokyo Stock Exchange|FSE|Frankfurt|XETRA|OMX|CSE)"
    r"\s?: ?(?P<ticker>[A-Z0-9][A-Z0-9.]{0,6})\b"
)
_EXCHANGES = {
    "NASDAG": "NASDAQ",
    "LONDON STOCK EXCHANGE": "LSE",
    "TOKYO STOCK EXCHANGE": "TSE",
    "SIX SWISS EXCHANGE": "SIX",
    "TSX-V": "TSXV",
    "TSX VENTURE": "TSXV",
    "TSX-VENTURE": "TSXV",
}


@Language.factory("kg_people", requires=["doc._.kg_entities", "token.is_sent_start"], assigns=["doc._.kg_facts"])
def make_people(nlp: Language, name: str) -> People:
    """Make the component that reads roles, places and listings."""
    return People()


def exchange(words: str) -> str:
    """The exchange as tickers are written with it.

    >>> exchange("NasdaqGM"), exchange("NASDAQ Global Select Market"), exchange("NYSE MKT"), exchange("Nasdag")
    ('NASDAQ', 'NASDAQ', 'NYSE MKT', 'NASDAQ')
    """
    upper = words.upper().strip()
    if upper.startswith("NASDAQ") and not upper.startswith(("NASDAQ STOCKHOLM", "NASDAQ COPENHAGEN")):
        return "NASDAQ"
    return _EXCHANGES.get(upper, upper)


class People:
    """Adds holdsRole, basedIn and listedAs."""

    def __call__(self, doc: Doc) -> Doc:
        """Read a document."""
        _Reading(Context(doc)).run()
        return doc


class _Reading:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.document.text
        self.given: set[tuple[str, str]] = set()
        self._title_words = ""

    def run(self) -> None:
        self._tables()
        for sentence in self.context.sentences:
            if sentence.kind is SectionKind.DATELINE:
                continue
            masked = mask(sentence)
            if sentence.of(EntityType.PERSON) and sentence.kind is not SectionKind.TABLE:
                self._roles(masked)
            if sentence.of(EntityType.PLACE):
                self._places(masked)
        self._datelines()
        self._listings()
        self._contacts()

    # Roles ------------------------------------------------------------------------------------------------------------

    def _role(
        self,
        person: Entity,
        organization: Entity,
        title: str | None,
        masked_or_range: Sentence | tuple[int, int],
        rule: str,
        *,
        status: Status | None = None,
        confidence: float = 0.85,
    ) -> None:
        if (person.id, organization.id) in self.given and title is None:
            return
        self.given.add((person.id, organization.id))
        words = re.sub(r"\s+", " ", title).strip(" ,;-–—") if title else None
        self.context.add(
            Relation.HOLDS_ROLE,
            person,
            organization,
            sentence=masked_or_range,
            rule=rule,
            trigger=words or "",
            attributes=Attributes(title=words or None, status=status),
            confidence=confidence,
        )

    def _tables(self) -> None:
        """Leadership tables: a person with a title, and in the next cell where else the person has been."""
        at = {r.start: r.entity for r in self.context.references}
        issuer = self.context.issuers[0] if self.context.issuers else None
        for section in self.context.document.sections:
            if section.kind is not SectionKind.TABLE:
                continue
            for start, end, first, last, others in table_people(self.text, section):
                person = at.get(start)
                if person is None or person.type is not EntityType.PERSON:
                    continue
                stop = others[-1][1] if others else last
                if issuer is not None:
                    self._role(person, issuer, self.text[first:last], (start, stop), "role/table")
                director = re.fullmatch(r"\s*(?:Independent |Non-Executive )?Director\s*", self.text[first:last])
                for number, (begin, finish, title) in enumerate(others):
                    organization = at.get(begin)
                    if organization is None or organization.type not in ORGANIZATIONS:
                        continue
                    current = bool(director) and number == 0
                    status = None if current else Status.COMPLETED
                    self._role(
                        person,
                        organization,
                        title or None,
                        (start, max(stop, finish, end)),
                        "role/table-beside",
                        status=status,
                    )

    def _roles(self, masked: Masked) -> None:
        text = masked.text
        for match in re.finditer(r"<H(\d+)>", text):
            slot = masked.slots[int(match.group(1))]
            if slot.entity is None:
                continue
            if not self._after(masked, slot.entity, match.end()):
                self._before(masked, slot.entity, match.start(), match.end())
        self._appointments(masked)

    def _after(self, masked: Masked, person: Entity, end: int) -> bool:
        """As in "Jim Example, M.D., president and CEO of Acme"."""
        text = masked.text
        lead = re.match(
            rf"{_DEGREES}\s*(?:,|\(|\s[-–—])\s*(?:(?:who\s)?(?:is|serves as|as)\s)?(?:(?:the|its|our|a|an)\s)?(?:(?P<former>former|formerly|previously)\s)?",
            text[end:],
        )
        if lead is None:
            return False
        rest = text[end + lead.end() :]
        possessive = re.match(
            r"(?:<[OUAN](?P<n>\d+)>)(?:['’]s?)?\s+(?=(?i:" + r"(?:[\w&/-]+\s){0,4}?" + _ROLE + r")\b)", rest
        )
        organization = None
        if possessive:
            organization = masked.slots[int(possessive.group("n"))].entity
            rest = rest[possessive.end() :]
        attributed = re.match(r"<[OUAN](?P<n>\d+)>\s*(?:,|[-–—])\s*(?=(?i:(?:[\w&/-]+\s){0,4}?" + _ROLE + r")\b)", rest)
        if attributed:  # "- Laurent Example, Acme - Head of R&D"
            organization = masked.slots[int(attributed.group("n"))].entity
            rest = rest[attributed.end() :]
        title, following = _split_title(rest)
        if title is None:
            return False
        self._title_words = title
        if organization is None:
            organization = self._organization(masked, following, person)
        if organization is None:
            return False
        status = Status.COMPLETED if lead.group("former") or re.match(r"(?i)former", title) else None
        self._role(person, organization, self._words(masked, title), masked.sentence, "role/apposition", status=status)
        return True

    def _organization(self, masked: Masked, following: str, person: Entity) -> Entity | None:
        """The organization named after a title, or the one that the sentence, or the document, is about."""
        match = re.match(
            r"(?:,?\s*(?:of|at|for|with|from|in|to)?\s*(?:the\s)?(?:(?:[A-Z][\w/&-]*|of|and|the|in|at|for)[\s,]+){0,8}?)<[OUAN](?P<n>\d+)>",
            following,
        )
        if match:
            here = masked.slots[int(match.group("n"))].entity
            nested = re.match(r"[^.]{0,6}?,?\s*(?:at|of|,)\s*(?:the\s)?<[UOAN](?P<n>\d+)>", following[match.end() :])
            if nested and here is not None and here.type is EntityType.UNIVERSITY:
                outer = masked.slots[int(nested.group("n"))].entity
                return outer or here
            return here
        academic = [s for s in masked.slots if s.entity and s.entity.type is EntityType.UNIVERSITY]
        if academic and re.search(r"(?i)^\W*(?:chair of|professor|dean|investigator|physician)", self._title_words):
            return academic[-1].entity
        issuers = self.context.issuers
        if len(issuers) > 1:  # a joint release: the issuer that the paragraph speaks of
            named = [s.entity for s in masked.slots if s.entity in issuers]
            if len({e.id for e in named if e}) == 1 and named[0]:
                return named[0]
        return issuers[0] if issuers else None

    def _before(self, masked: Masked, person: Entity, start: int, end: int) -> bool:
        """As in "Acme's chief executive officer, Jim Example"; "the CEO of Acme, Jim Example"; "Chairman Jim Example"."""
        before = masked.text[:start]
        match = re.search(
            rf"(?:<[OUAN](?P<n>\d+)>(?:['’]s?)?\s+)?(?P<title>(?:(?:[A-Z][\w&/-]*|and|&|of)\s+){{0,6}}?(?i:{_ROLE})(?:\s(?:and|&)\s(?i:{_ROLE}))?(?:\s(?:of|for)\s(?:the\s)?(?!<)[\w&/ -]{{2,40}}?)?)(?:\s(?:of|at|for)\s(?:the\s)?<[OUAN](?P<of>\d+)>)?,?\s+(?:Dr\.?\s|Mr\.?\s|Ms\.?\s|Professor\s|Prof\.?\s)?$",
            before,
        )
        if match is None:
            return False
        number = match.group("of") or match.group("n")
        organization = (
            masked.slots[int(number)].entity if number else (self.context.issuers[0] if self.context.issuers else None)
        )
        if organization is None or organization.type not in ORGANIZATIONS:
            return False
        title = re.sub(r"^(?:and|&|of)\s+", "", match.group("title"))
        status = (
            Status.COMPLETED
            if re.search(r"(?i)\bformer(?:ly)?\s*$", before[: match.start("title")])
            or title.lower().startswith("former")
            else None
        )
        self._role(
            person,
            organization,
            self._words(masked, title),
            masked.sentence,
            "role/before-name",
            status=status,
            confidence=0.8,
        )
        return True

    def _appointments(self, masked: Masked) -> None:
        issuer = self.context.issuers[0] if self.context.issuers else None
        patterns = [
            rf"(?:appointed|appoints|appointment of|named|names|promoted|promotes|hired|hires|elected|elects) {{PERSON:p}}{_DEGREES},? (?:as |to )(?:the (?:position|role) of |its |the |our |be )?(?P<title>.*)",
            rf"{{PERSON:p}}{_DEGREES},? (?:has been|was|will be|is|were|is to|will|has) (?:appointed|named|promoted|elected|hired|become) (?:as |to )?(?:the (?:position|role) of |its |the |our )?(?P<title>.*)",
            rf"{{PERSON:p}}{_DEGREES},? (?:has joined|will join|joins|joined) (?:{{ORG:o}} |the company |the board )?(?:as|in the role of) (?:its |the |our )?(?P<title>.*)",
            rf"{{PERSON:p}}{_DEGREES},? (?:previously |formerly )?(?P<past>served|serves|worked|was|held) (?:as |the position of )?(?:the |its )?(?P<title>.*)",
        ]
        for found in find(patterns, masked):
            title, following = _split_title(found.match.group("title"))
            if title is None or not found.entities("p"):
                continue
            named = re.match(r"\s*(?:of|at|for|with)\s(?:the\s)?<[OUAN](?P<n>\d+)>", following)
            organization = (
                found.entities("o")[0]
                if found.entities("o")
                else masked.slots[int(named.group("n"))].entity
                if named
                else issuer
            )
            if organization is None:
                continue
            past = "past" in found.match.groupdict() and (found.match.group("past") or "") in {
                "served",
                "worked",
                "was",
                "held",
            }
            future = re.search(r"\bwill\b|\bis to\b", found.trigger) is not None
            status = Status.COMPLETED if past and named else Status.PLANNED if future else None
            if past and not named:
                continue
            self._role(
                found.entities("p")[0],
                organization,
                self._words(masked, title),
                masked.sentence,
                "role/appointment",
                status=status,
            )

    def _words(self, masked: Masked, title: str) -> str:
        """A title with its slots turned back into words."""
        return re.sub(
            r"<[A-Z](\d+)>",
            lambda m: self.text[masked.slots[int(m.group(1))].start : masked.slots[int(m.group(1))].end],
            title,
        )

    def _contacts(self) -> None:
        """Contacts: a name, a title and an organization on lines of their own."""
        for section in self.context.document.sections:
            if section.kind is not SectionKind.CONTACT:
                continue
            references = [r for r in self.context.references if section.start <= r.start < section.end]
            for one, other in itertools.pairwise(references):
                between = self.text[one.end : other.start]
                if (
                    one.type is EntityType.PERSON
                    and other.type is EntityType.COMPANY
                    and len(between) < 60
                    and "@" not in between
                ):
                    title = next(
                        (line.strip() for line in between.split("\n") if re.search(rf"(?i)\b{_ROLE}\b", line)), None
                    )
                    if title:
                        self._role(
                            one.entity, other.entity, title, (one.start, other.end), "role/contact", confidence=0.6
                        )

    # Places -------------------------------------------------------------------------------------------------------------

    def _based(
        self,
        organization: Entity,
        place: Entity,
        where: Sentence | tuple[int, int],
        rule: str,
        confidence: float = 0.85,
    ) -> None:
        self.context.add(Relation.BASED_IN, organization, place, sentence=where, rule=rule, confidence=confidence)

    def _places(self, masked: Masked) -> None:
        patterns = [
            "{PLACE:l}[- ]?(?:based|headquartered) (?:(?!has|is|was|with|to|and|of|for)[a-z][\\w-]* ){0,6}?{ORG:o}",
            "{ORG:o},? (?:is |which is )?an? {PLACE:l}[- ](?:based|headquartered)\\b",
            "{ORG:o}, an? [^.<]{3,90}? (?:based|headquartered) in {PLACE:l}",
            "{ORG:o}, an? [^.<]{0,60}?(?:company|firm|group|developer|biotech\\w*) (?:in|of|from) {PLACE:l}",
            "{ORG:o},? (?:which is |a (?:company|firm) |is |are |has been )?(?:based|headquartered|located) (?:in|at) {PLACE:l}",
            "{ORG:o}(?:, a [^,.]{0,60})?,? (?:has its headquarters|with headquarters|has offices|with offices) in {PLACE:l}",
            "[Bb]ased in {PLACE:l}, {ORG:o}",
            "[Hh]eadquartered in {PLACE:l}, {ORG:o}",
            "{ORG:o},? of {PLACE:l}",
            "{ORG:o},? (?:at|in) {PLACE:l},? (?:under|which|and)",
            "{ORG:o}, {PLACE:l}(?=[,.;)]|$| and| said| has)",
            "{ORG:o} \\({PLACE:l}\\)",
        ]
        for number, found in enumerate(find(patterns, masked)):
            for organization, place in zip(found.entities("o")[-1:], found.entities("l")[:1], strict=False):
                self._based(organization, place, masked.sentence, "based/sentence", 0.85 - 0.01 * min(number, 9))

    def _datelines(self) -> None:
        """The city of a dateline is the issuer's; of two issuers each has its own city."""
        for section in self.context.document.sections:
            if section.kind is not SectionKind.DATELINE:
                continue
            cities = [
                r.entity
                for r in self.context.references
                if r.type is EntityType.PLACE and section.start <= r.start < section.end
            ]
            cities = list(dict.fromkeys(c for c in cities if c is not None))
            if not cities or not self.context.issuers:
                continue
            where = (section.start, section.end)
            joint = len(cities) > 1 and (len(self.context.issuers) > 1 or len(self._in_headline()) > 1)
            for city in () if joint else cities:
                self._based(self._opener(section.end), city, where, "based/dateline")
            for organization, city in self._seats(cities, section.end) if joint else ():
                self._based(organization, city, where, "based/dateline", 0.8)
            return

    def _opener(self, start: int) -> Entity:
        """The issuer that the body begins with and that announces; else the first issuer."""
        for issuer in self.context.issuers:
            for mention in issuer.mentions:
                if start <= mention.start < start + 12 and ANNOUNCES.match(self.text, mention.end):
                    return issuer
        return self.context.issuers[0]

    def _seats(self, cities: list[Entity], start: int) -> Iterator[tuple[Entity, Entity]]:
        """The cities of a joint release with the companies that are there.

        What another sentence says of a company goes first; the others stand in the order of the headline, where it names
        enough of them, else in that of the first sentences.
        """
        order = self._in_headline()
        order = order if len(order) >= len(cities) else self._openers(start)
        order += [e for e in self.context.issuers if e not in order]
        said = {f.object: f.subject for f in self.context.doc._.kg_facts if f.relation is Relation.BASED_IN}
        left = []
        for city in cities:
            owner = self.context.entities.get(said.get(city.id, ""))
            if owner in order:
                order.remove(owner)
                yield owner, city
            else:
                left.append(city)
        if len(order) >= len(left) and (len(cities) > len(left) or len(order) >= len(cities)):
            yield from zip(order, left, strict=False)
        elif self.context.issuers:
            for city in left:
                yield self.context.issuers[0], city

    def _may_issue(self, entity: Entity) -> bool:
        return entity.type is EntityType.COMPANY or entity in self.context.issuers

    def _in_headline(self) -> list[Entity]:
        """The companies that the headline names, in order."""
        heads = [s for s in self.context.document.sections if s.kind is SectionKind.HEADLINE]
        named = [
            r.entity
            for r in self.context.references
            if self._may_issue(r.entity) and any(h.start <= r.start < h.end for h in heads)
        ]
        return list(dict.fromkeys(named))

    def _openers(self, start: int) -> list[Entity]:
        """The companies of the first sentences of the body, in order."""
        near = [
            r.entity
            for r in self.context.references
            if self._may_issue(r.entity) and start <= r.start < start + 350 and not r.mention.nominal
        ]
        return list(dict.fromkeys(near))

    # Listings ---------------------------------------------------------------------------------------------------------

    def _listings(self) -> None:
        seen: set[tuple[str, str]] = set()
        organizations = [r for r in self.context.references if r.type in ORGANIZATIONS and not r.mention.nominal]
        for match in _LISTING.finditer(self.text):
            if self._silent(match.start()):
                continue
            ticker = match.group("ticker").rstrip(".")
            words = match.group("exchange") in {"AIM", "SIX", "STO", "CSE", "TSE"}
            if words and self.text.rfind("(", 0, match.start()) <= self.text.rfind(")", 0, match.start()):
                continue  # "PRIMARY AIM: TO ASSESS" stands in no parenthesis
            literal = f"{exchange(match.group('exchange'))}:{ticker}"
            before = [r for r in organizations if r.end <= match.start() and match.start() - r.end < 90]
            open_paren = self.text.rfind("(", max(0, match.start() - 120), match.start())
            close = self.text.rfind(")", max(0, match.start() - 120), match.start())
            entity = None
            if open_paren > close:
                before = [
                    r for r in before if r.end <= open_paren and not re.search(r"[.;]\s", self.text[r.end : open_paren])
                ]
                entity = before[-1].entity if before else None
            elif before and not re.search(r"[.;\n]", self.text[before[-1].end : match.start()]):
                entity = before[-1].entity
            entity = entity or (self.context.issuers[0] if self.context.issuers else None)
            if entity is None or (entity.id, literal) in seen:
                continue
            seen.add((entity.id, literal))
            start, end = self._line(match.start(), match.end())
            self.context.add(
                Relation.LISTED_AS,
                entity,
                literal,
                sentence=(start, end),
                rule="listed/ticker",
                trigger=match.group(),
                confidence=0.95,
            )

    def _silent(self, at: int) -> bool:
        return any(s.kind is SectionKind.BOILERPLATE and s.start <= at < s.end for s in self.context.document.sections)

    def _line(self, start: int, end: int) -> tuple[int, int]:
        sentence = next((s for s in self.context.all_sentences if s.start <= start < s.end), None)
        return (sentence.start, max(sentence.end, end)) if sentence else (start, end)


def _split_title(rest: str) -> tuple[str | None, str]:
    """Split "president and CEO of <O3> said" into the title and what follows; None where it is no title."""
    end = _TITLE_END.search(rest)
    title = rest[: end.start()] if end else rest
    following = rest[end.start() :] if end else ""
    role = re.search(rf"(?i)\b{_ROLE}\b", title)
    if role is None or role.start() > 60 or len(title) > 140:
        return None, rest
    if re.match(r"(?i)(?:said|has|is|was|will|whose|where|and)\b", title):
        return None, rest
    return title.strip(" ,"), following
