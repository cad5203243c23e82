"""What drugs are: who develops them, for what, how far they are, how they work, what they are made of."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Attributes, Entity
from kg.nlp import forms
from kg.nlp.context import Context, Reference, Sentence
from kg.nlp.patterns import Masked, find, mask
from kg.nlp.phases import ORDER, Observation, find_phases, find_status, furthest
from kg.terms import ORGANIZATIONS, EntityType, Modality, Phase, Relation, SectionKind, Status

T = EntityType
_CLASS = re.compile(r"(?i)^(?:[a-z ]+s|beta-lactam.*|antibiotics?|steroids?|opioids?|insulins?|statins?|interferons?)$")
_STUDY_CUE = re.compile(
    r"(?i)\b(?:treat\w*|therap\w+|patients? with|patients|adults|in (?:adults|children|people|women|men|infants|volunteers)|against|prevent\w*|phase|trials?|stud(?:y|ies|ied)|evaluat\w+|candidate|indicat\w+|designat\w+|"
    r"developed|developing|develop|development|imaging|image|manag\w+|drug for|vaccine|medicine for|for the|approv\w+|investigat\w+|in)\b"
)
_BACKGROUND = re.compile(
    r"(?i)\b(?:affects|prevalence|incidence|cases (?:a|per|every)|diagnosed with|deaths?|die\b|most common|estimated|epidemiolog\w+|mortality|cost of|costs the|market)\b"
)
_NEGATED = re.compile(r"(?i)\b(?:not|no|never|neither|without|nor|none|cannot|unapproved)\b")
_DESIGNATIONS = (
    (
        re.compile(
            r"(?i)\borphan[- ](?:drug|medicin\w+|medicinal product|product)?\s?-?(?:designat\w+|status|drug|exclusivity)|\borphan designation|\borphan status|\borphan medicin\w+|\borphan exclusivity"
        ),
        "orphan drug",
    ),
    (re.compile(r"(?i)\bfast[- ]track\b"), "fast track"),
    (re.compile(r"(?i)\bbreakthrough[- ](?:therapy|device|designation|status)"), "breakthrough therapy"),
    (re.compile(r"(?i)\bpriority reviews?\b(?! voucher)"), "priority review"),
    (re.compile(r"(?i)\baccelerated approval\b"), "accelerated approval"),
    (re.compile(r"\bRMAT\b|(?i:regenerative medicine advanced therapy)"), "rmat"),
    (re.compile(r"\bPRIME\b|(?i:priority medicines?\b)"), "prime"),
    (re.compile(r"(?i)\brare pediatric disease\b"), "rare pediatric disease"),
    (re.compile(r"(?i)\bemergency use authori[sz]ation\b|\bEUA\b"), "emergency use authorization"),
    (re.compile(r"\bQIDP\b|(?i:qualified infectious disease product)"), "qidp"),
    (re.compile(r"(?i)\bsakigake\b"), "sakigake"),
    (re.compile(r"(?i)\bpromising innovative medicine\b"), "promising innovative medicine"),
    (re.compile(r"\bILAP\b|(?i:innovative licensing and access pathway|innovation passport)"), "innovation passport"),
    (
        re.compile(r"(?i)\badvanced therapy medicinal product\b(?= (?:class|certif))"),
        "advanced therapy medicinal product",
    ),
)
_GRANTED = re.compile(
    r"(?i)\b(?:grant(?:ed|s|ing)?|receiv\w+|holds?|has|have|awarded|conferred|obtain\w+|won|wins|designated|made it|given|gave|gained|secured|earned|becomes?|became|carries|(?:FDA|EMA|Commission)['’]?s?\s['’‘“\"]?\w+[- ]\w+['’”\"]?\sdesignation for|bestowed|with (?:both )?(?:orphan|fast|breakthrough)|enjoys|followed|under)\b"
)
_SOUGHT = re.compile(
    r"(?i)\b(?:appl(?:y|ied|ication)|seek\w*|sought|intends?|plans?|may (?:qualify|be|seek)|eligible|request\w*|submitted|if (?:granted|approved)|potential for|pursu\w+|not yet|could|would|hopes?|criteria|benefits of|provides? for)\b"
)
_TESTED = re.compile(
    r"(?i)\b(?:testing|being (?:tested|studied|evaluated|investigated|assessed)|enrol\w+|recruit\w+|dosed|dosing|first (?:patient|volunteer|subject)|trials?|study|studies)\b"
)
_HYPOTHETICAL = re.compile(r"(?i)\bmilestones?\b|\bupon (?:the )?(?:successful )?(?:completion|initiation|start)\b")
_FUNDING = re.compile(r"(?i)\b(?:grant|award|contract|SBIR|STTR|fund\w+|NCI|NIH|\$)\b|\$")
_APPROVED = re.compile(
    r"(?i)\b(?:approv(?:ed|es|al)|clear(?:ed|ance|s)|authori[sz](?:ed|ation|es)|marketing authori[sz]ation|licen[cs]ed by|said yes|say yes|did so|green light|registered (?:in|by))\b"
)
_NOT_APPROVED = re.compile(
    r"(?i)\b(?:not|no|never|neither|before|awaiting|pending|await|until|if|for|seek\w*|toward|towards|potential|application for|apply for|submi\w+|filing|filed|plans?|expect\w*|possible|anticipated|conditional on|could|may|might|would|supports?|investigational)\b[^.;]{0,45}\b(?:approv|authori[sz]|clear)"
    r"|\bclear(?:ed|ance|s)\b[^.;]{0,90}\b(?:IND\b|investigational new drug|trials?\b|stud(?:y|ies)\b|to (?:start|begin|initiate|proceed|conduct|test|evaluate)\b)|\bapproval (?:of|for) (?:\w+ ){0,2}(?:fast|orphan|breakthrough|trial|study|protocol)"
    r"|\b(?:approved|cleared) (?:the|its|an?) (?:protocol|IND|trial|study|plan|investigational)|IND (?:application )?(?:was )?cleared|approval (?:path|process|in any|could|may)|has no approv|without approv|\b(?:once|upon|subject to)\b[^.;]{0,60}\bapprov|shareholder|stockholder|board (?:has )?approv|unapproved|once approved|when approved"
)


@Language.factory("kg_programs", requires=["doc._.kg_entities", "token.is_sent_start"], assigns=["doc._.kg_facts"])
def make_programs(nlp: Language, name: str) -> Programs:
    """Make the component that reads drug programs."""
    return Programs()


class Programs:
    """Adds develops, studiedFor, approvedFor, hasDesignation, targets, usesPlatform, hasComponent, combinedWith, hasTrial."""

    def __call__(self, doc: Doc) -> Doc:
        """Read a document."""
        _Reading(Context(doc)).run()
        return doc


@dataclass(frozen=True, slots=True)
class _Trial:
    """That a sentence names a trial of a drug; ``sure`` where the drug stands by the trial's name."""

    drug: Entity
    sentence: Sentence
    attributes: Attributes
    sure: bool


class _Reading:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.document.text
        self.published = context.document.published
        self.parts: set[str] = set()  # drugs that are components, comparators or therapies
        self.owned: dict[str, set[str]] = defaultdict(set)
        self.studies: dict[tuple[str, str], list[tuple[Observation, Sentence, str]]] = defaultdict(list)
        self.trials: dict[str, list[_Trial]] = defaultdict(list)
        self.approved: set[tuple[str, str]] = set()
        self.masks: list[Masked] = []
        self.order = {s.start: n for n, s in enumerate(context.sentences)}

    def run(self) -> None:
        self.masks = [
            mask(s, published=self.published)
            for row in self.context.sentences
            for s in self.context.cells(row)
            if s.references or s.kind in {SectionKind.LIST, SectionKind.TABLE}
        ]
        for masked in self.masks:
            self._composition(masked)
            self._combinations(masked)
        for masked in self.masks:
            self._owners(masked)
        self._develops()
        last: Entity | None = None
        for masked in self.masks:
            sentence = masked.sentence
            subject = self._subject(sentence, last)
            self._studied(masked, subject)
            self._designations(masked, subject)
            self._approvals(masked, subject)
            self._targets(masked, subject)
            self._platforms(masked, subject)
            self._trials(masked, subject)
            drugs = [r.entity for r in self._products_of(sentence)]
            last = drugs[0] if drugs else (last if sentence.kind is SectionKind.BODY else None)
        self._give_studies()
        self._give_stages()
        self._give_trials()

    # Which drug a sentence is about ---------------------------------------------------------------------------------------

    def _is_product(self, entity: Entity) -> bool:
        names = (entity.name, *entity.aliases)
        return entity.id not in self.parts and not any(forms.THERAPY.search(n) or forms.ISOTOPE.match(n) for n in names)

    def _is_known(self, entity: Entity) -> bool:
        """A generic drug that everybody has: a comparator or a partner, unless the document is about it."""
        generic = any(i.startswith(("drugbank", "inn")) for i in entity.identifiers)
        brand = any(not n.islower() and not n.istitle() for n in (entity.name, *entity.aliases))
        issuers = {e.id for e in self.context.issuers}
        owners = self.owned.get(entity.id, set())
        return generic and not (brand and not owners) and issuers.isdisjoint(owners) and entity != self.main

    def _products_of(self, sentence: Sentence) -> list[Reference]:
        """The drugs that a sentence is about: the issuer's own where there are any."""
        drugs = [r for r in sentence.of(T.DRUG) if self._is_product(r.entity)]
        return [r for r in drugs if not self._is_known(r.entity)]

    @cached_property
    def main(self) -> Entity | None:
        """The drug that the document is about: in the headline, and most often named."""
        drugs = [e for e in self.context.entities.values() if e.type is T.DRUG and self._is_product(e)]
        if not drugs:
            return None
        headline = [s for s in self.context.document.sections if s.kind is SectionKind.HEADLINE]

        def weight(entity: Entity) -> tuple[float, int]:
            first = sum(any(s.start <= m.start < s.end for s in headline) for m in entity.mentions)
            return (len([m for m in entity.mentions if not m.nominal]) + 3 * bool(first), -entity.mentions[0].start)

        best = max(drugs, key=weight)
        return best

    def _subject(self, sentence: Sentence, last: Entity | None) -> Entity | None:
        """The drug of a sentence that names none: that of the heading, or of the sentence before."""
        title = sentence.section.title if sentence.section else None
        if title:
            named = self._in_title(title)
            if named is not None:
                return named
        if sentence.kind in {SectionKind.LIST, SectionKind.TABLE}:
            return None
        return last

    def _in_title(self, title: str) -> Entity | None:
        for piece in reversed(title.split(" / ")):
            for entity in self.context.entities.values():
                if (
                    entity.type is T.DRUG
                    and self._is_product(entity)
                    and any(
                        re.search(rf"(?<![\w-]){re.escape(n)}(?![\w-])", piece) for n in (entity.name, *entity.aliases)
                    )
                ):
                    return entity
        return None

    # Owners -----------------------------------------------------------------------------------------------------------

    def _owners(self, masked: Masked) -> None:
        patterns = [
            r"{ORG:s}['’]s? (?:[^\s.;:]+ ){0,6}?{DRUG:o}",
            r"{ORG:s}['’]s? (?:[^\s.;:]+ ){0,8}?(?:candidates?|compounds?|drugs?|vaccines?|products?|programs?|antibod(?:y|ies)|PDC|therap(?:y|ies)|medicines?|inhibitors?),? (?:[\w-]+ ){0,2}?{DRUG:o}",
            r"{ORG:s},? (?:which )?(?:is |are |was |has been |also |currently |now )*(?:developing|develops|advancing|sells|markets|commerciali[sz]es|co-develops|evaluating|studying|originated|designed|discovered|manufactures and sells) (?:[^\s.;:]+ ){0,10}?{DRUG:o}",
            r"{DRUG:o}[^.<]{0,80}?(?:sold|marketed|developed|co-developed|made|commerciali[sz]ed|designed|discovered|owned|invented|being developed|originated) by (?:[^\s.;:]+ ){0,3}?{ORG:s}",
            r"{DRUG:o},? (?:the |an? )[^.<]{0,60}?(?:that|which) {ORG:s} (?:is|has been|was) developing",
            r"{DRUG:o},? [^.<]{0,60}?(?:that|which) {ORG:s} (?:is|has been|was) developing",
            r"(?:developing|develop) (?:[^\s.;:]+ ){0,10}?{DRUG:o}[^.<]{0,40}? with {ORG:s}",
            r"(?:that|which) {ORG:s} is (?:jointly )?developing (?:together )?with {ORG:s2}",
            r"{ORG:s} (?:acquired|bought|licensed|in-licensed) (?:[^\s.;:]+ ){0,6}?{DRUG:o}",
            r"lead (?:product )?(?:candidates?|compounds?|drugs?)(?: candidates?)?,? (?:is |are )?{DRUG:o}",
            r"{DRUG:o}, {ORG:s}['’]s? ",
            r"{DRUG:o}(?:\s?\([^)]*\))?, (?:the [Cc]ompany['’]s|its|our) ",
        ]
        issuer = self.context.issuers[0] if self.context.issuers else None
        for found in find(patterns, masked):
            if re.search(
                r"(?i)\b(?:production|manufactur\w+|suppl\w+|rights|licen[cs]e|option|decision|purchase|approval|acquisition|combination)\b",
                found.match.group(),
            ):
                continue
            owners = [*found.entities("s"), *found.entities("s2")]
            if not owners and issuer is not None and "s" not in found.match.re.groupindex:
                owners = [self._whose(masked.sentence) or issuer]
            drugs = found.entities("o") or tuple(r.entity for r in masked.sentence.of(T.DRUG))[:1]
            if _NEGATED.search(found.match.group()[:40]) and "not" in found.match.group():
                continue
            for owner in owners:
                if owner.type is T.AGENCY and not re.search(
                    r"designed|discovered|invented|originated|developed by", found.match.group()
                ):
                    continue
                for drug in drugs:
                    if self._is_product(drug) and owner.id not in self.owned[drug.id]:
                        self.owned[drug.id].add(owner.id)
                        self.context.add(
                            Relation.DEVELOPS,
                            owner,
                            drug,
                            sentence=masked.sentence,
                            rule="develops/owner",
                            trigger=found.trigger,
                            confidence=0.9,
                        )

    def _whose(self, sentence: Sentence) -> Entity | None:
        """Whose "its lead candidate" is: of whom the sentence speaks, or the sentence before."""
        companies = [r for r in sentence.of(T.COMPANY) if not r.mention.nominal]
        if companies:
            return companies[0].entity if companies[0].start - sentence.start < 60 else None
        at = self.order.get(sentence.start)
        if not at or not sentence.text.lstrip().startswith("Its "):
            return None
        before = self.context.sentences[at - 1]
        named = before.of(T.COMPANY)
        return named[0].entity if named and named[0].start - before.start < 25 else None

    def _develops(self) -> None:
        """A product that the document gives no other owner belongs to the issuer."""
        issuers = self.context.issuers
        if not issuers:
            return
        for entity in self.context.entities.values():
            if entity.type is not T.DRUG or not self._is_product(entity) or self.owned.get(entity.id):
                continue
            if not self._looks_owned(entity):
                continue
            first = next((m for m in entity.mentions if self._loud(m.start)), None)
            if first is None:
                continue
            sentence = next((s for s in self.context.sentences if s.start <= first.start < s.end), None)
            if sentence is not None:
                owner = self._named_owner(sentence) or self._owner(entity)
                self.owned[entity.id].add(owner.id)
                self.context.add(
                    Relation.DEVELOPS, owner, entity, sentence=sentence, rule="develops/issuer", confidence=0.7
                )

    def _owner(self, drug: Entity) -> Entity:
        """Of several issuers the one whose "About" paragraph, or whose sentences, name the drug."""
        issuers = self.context.issuers
        if (subject := self._about_whom(drug)) is not None:
            return subject
        if len(issuers) < 2:
            return issuers[0]
        weight = dict.fromkeys((e.id for e in issuers), 0.0)
        for sentence in self.context.sentences:
            there = {r.entity.id for r in sentence.references}
            if drug.id not in there:
                continue
            title = sentence.section.title or "" if sentence.section else ""
            about = [e for e in issuers if title.startswith("About") and any(n in title for n in (e.name, *e.aliases))]
            for entity in about:
                weight[entity.id] += 3
            for entity in issuers:
                weight[entity.id] += entity.id in there
        return max(issuers, key=lambda e: weight[e.id])

    def _about_whom(self, drug: Entity) -> Entity | None:
        """The company whose "About" paragraph, and no other part, names a drug."""
        sections = {
            s
            for s in self.context.document.sections
            for m in drug.mentions
            if s.start <= m.start < s.end and not m.nominal
        }
        titles = {s.title or "" for s in sections}
        if len(titles) != 1 or not all(s.kind is SectionKind.ABOUT for s in sections):
            return None
        title = titles.pop()
        for entity in self.context.entities.values():
            if entity.type is T.COMPANY and any(
                re.fullmatch(rf"About {re.escape(n)}.*", title) for n in (entity.name, *entity.aliases)
            ):
                return entity
        return None

    def _named_owner(self, sentence: Sentence) -> Entity | None:
        """Who the sentence that first names a drug is about, where that is not the issuer."""
        companies = [r for r in sentence.of(T.COMPANY) if not r.mention.nominal]
        if (
            sentence.kind is not SectionKind.BODY
            or not companies
            or any(r.entity in self.context.issuers for r in sentence.references)
        ):
            return None
        if companies[0].start - sentence.start > 60 or re.search(
            r"(?i)manufactur|suppl|licen[cs]|distribut", sentence.text
        ):
            return None
        return companies[0].entity

    def _loud(self, at: int) -> bool:
        silent = {SectionKind.BOILERPLATE, SectionKind.CONTACT}
        return not any(s.kind in silent and s.start <= at < s.end for s in self.context.document.sections)

    def _looks_owned(self, entity: Entity) -> bool:
        """Product codes, brands and unknown names are the issuer's own; generic names that everybody knows are not."""
        names = (entity.name, *entity.aliases)
        if any(re.search(r"[A-Za-z]{1,6}[- ]?\d", n) and n[:1].isalpha() for n in names):
            return True
        known = any(i.startswith(("drugbank", "inn")) for i in entity.identifiers)
        if known and all(n.islower() or n.istitle() or (n.isupper() and len(n) < 6) for n in names):
            return entity == self.main and any(
                s.kind is SectionKind.HEADLINE and s.start <= m.start < s.end
                for s in self.context.document.sections
                for m in entity.mentions
            )
        return len(entity.mentions) > 1 or any(n != n.lower() for n in names)

    # Composition and combination -------------------------------------------------------------------------------------------

    def _composition(self, masked: Masked) -> None:
        patterns = [
            r"{DRUG:s}[^.<]{0,60}?(?:utili[sz]es|uses|carries|contains|comprises|consists of|incorporates|delivers?|is a (?:form|formulation|version|salt|prodrug) of|is composed of|is made up of) (?:[^\s.;:]+ ){0,6}?{DRUG:o}",
            r"{DRUG:s}[^.]{0,120}? to deliver (?:[^\s.;:]+ ){0,5}?{DRUG:o}",
            r"{DRUG:s}(?:\s?\([^)<]*\))?, (?:an?|the) [^.<]{0,50}?(?:form|formulation|injection|version|combination|conjugate|salt|prodrug|tablet|implant|patch) (?:of|with|containing) (?:[^\s.;:]+ ){0,3}?{DRUG:o}",
            r"{DRUG:s} is made up of [^.]{0,60}?: {DRUG:o}",
            r"{DRUG:s}[^.<]{0,40}?(?:linked|conjugated|attached|armed) (?:to|with) (?:[^\s.;:]+ ){0,4}?{DRUG:o}",
            r"{DRUG:o} [Cc]onjugates?\b[^.<]{0,60}{DRUG:s}",
            r"{DRUG:o} (?:injection|capsules|tablets) \({DRUG:s}\)",
            r"(?:chemotherapeutics|payloads?|agents?|drugs?|isotopes?) such as {DRUG:o} \({DRUG:s}\)",
            r"{DRUG:o} \({DRUG:s}\)",
            r"{DRUG:s}(?:[^.<]{0,30})?[^.]{0,60}?: {DRUG:o} is (?:drawn|added|attached|used)",
        ]
        for found in find(patterns, masked):
            for subject in found.entities("s")[:1]:
                for component in found.entities("o"):
                    if subject.id == component.id or forms.THERAPY.search(component.name):
                        continue
                    if (
                        "\\({DRUG:s}\\)" in found.match.re.pattern
                        and re.search(r"\d", component.name)
                        and not forms.ISOTOPE.match(component.name)
                    ):
                        continue
                    if _prefix(subject.name) and _prefix(subject.name) == _prefix(component.name):
                        continue  # two products of one company
                    self.parts.add(component.id)
                    self.context.add(
                        Relation.HAS_COMPONENT,
                        subject,
                        component,
                        sentence=masked.sentence,
                        rule="component/contains",
                        trigger=found.trigger,
                        confidence=0.8,
                    )
        # "Payload: X" of a slide about a drug.
        if masked.sentence.kind is SectionKind.LIST and (
            title := masked.sentence.section and masked.sentence.section.title
        ):
            found_drug = self._in_title(title)
            match = re.match(
                r"\W*(?:payload|active ingredient|isotope|component)s?:\s*(?:[^\s.;:]+ ){0,3}?<D(\d+)>",
                masked.text,
                re.IGNORECASE,
            )
            entity = masked.slots[int(match.group(1))].entity if match else None
            if found_drug and entity and entity.id != found_drug.id:
                self.parts.add(entity.id)
                self.context.add(
                    Relation.HAS_COMPONENT,
                    found_drug,
                    entity,
                    sentence=masked.sentence,
                    rule="component/slide",
                    confidence=0.75,
                )

    def _combinations(self, masked: Masked) -> None:
        patterns = [
            r"{DRUG:a}[^.;]{0,140}? (?:in combination with|combined with|together with|on top of|added to|as an add-on to|alongside|followed by|co-administered with|administered with|plus|given with|in addition to) (?:[^\s.;:]+ ){0,5}?{DRUG:b}",
            r"combination of (?:[^\s.;:]+ ){0,3}?{DRUG:a} (?:and|with|plus) (?:[^\s.;:]+ ){0,3}?{DRUG:b}",
            r"{DRUG:a} (?:and|&|with|plus|\+) {DRUG:b} combination",
            r"in combination with (?:[^\s.;:]+ ){0,4}?{DRUG:b},? {DRUG:a}",
            r"{DRUG:a} [Ii]n [Cc]ombination [Ww](?:/|ith) {DRUG:b}",
            r"{DRUG:b} with or without {DRUG:a}",
            r"add(?:ing|ed|s) {DRUG:a} to {DRUG:b}",
            r"pair(?:ing|ed|s) (?:[^\s.;:]+ ){0,4}?{DRUG:a},? with {DRUG:b}",
        ]
        for found in find(patterns, masked):
            for one in found.entities("a"):
                for other in found.entities("b"):
                    if one.id != other.id and not re.search(
                        r"versus|compared (?:with|to)|against", found.match.group()
                    ):
                        status = find_status(masked.text)
                        modality = Modality.PLANNED if status is Status.PLANNED else Modality.ASSERTED
                        self.context.add(
                            Relation.COMBINED_WITH,
                            one,
                            other,
                            sentence=masked.sentence,
                            rule="combination/with",
                            trigger=found.trigger,
                            modality=modality,
                            confidence=0.8,
                        )
                        if not self._looks_owned(other):
                            self.parts.add(other.id)
        match = re.search(r"(?i)in combination w(?:/|ith)\s+(?:[\w-]+\s){0,3}?<D(\d+)>", masked.text)
        if match and not re.search(r"<D\d+>", masked.text[: match.start()]):
            subject = self._subject(masked.sentence, self.main)
            other_drug = masked.slots[int(match.group(1))].entity
            if subject and other_drug and subject.id != other_drug.id:
                self.context.add(
                    Relation.COMBINED_WITH,
                    subject,
                    other_drug,
                    sentence=masked.sentence,
                    rule="combination/subject",
                    trigger=match.group(),
                    confidence=0.7,
                )

    # Studies ----------------------------------------------------------------------------------------------------------

    def _studied(self, masked: Masked, subject: Entity | None) -> None:
        sentence = masked.sentence
        indications = sentence.of(T.INDICATION)
        drugs = self._products_of(sentence)
        in_slide = sentence.kind in {SectionKind.LIST, SectionKind.TABLE} or _is_heading(sentence)
        if not indications:
            self._phase_only(masked, drugs, subject)
            return
        if not in_slide and not _STUDY_CUE.search(sentence.text):
            return
        if (
            sentence.section
            and sentence.section.title
            and re.match(r"About\b", sentence.section.title)
            and not drugs
            and self._in_title(sentence.section.title) is None
            and not find_phases(sentence.text)
        ):
            return
        if not drugs and (_BACKGROUND.search(sentence.text) or (subject is None)):
            return
        for reference in indications:
            drug, explicit = self._drug_for(reference, drugs, subject, sentence)
            if drug is None:
                continue
            if any(
                o.end < reference.start
                and re.fullmatch(r"\)?,? (?:which is |is )?an? (?:[\w-]+,? ){0,4}", self.text[o.end : reference.start])
                for o in indications
            ):
                continue  # "ABC, a rare disease of the liver": what it is, no second one
            if re.search(
                r"(?i)\b(?:adverse|side effects?|comorbid|history of|exclud\w+|unlike|caused by|due to|secondary to|rather than)\b[^.]{0,30}$|(?i:exception of|except for|other than)\b[^.]{0,70}$",
                self.text[sentence.start : reference.start],
            ):
                continue
            observation = self._observe(sentence, reference, drug, drugs)
            if (
                not explicit
                and observation.phase is None
                and observation.status is None
                and not in_slide
                and not re.search(
                    r"(?i)\b(?:treat\w*|patients with|for (?:the )?|prevent\w*|studied|tested|help)\b", sentence.text
                )
            ):
                continue
            self.studies[drug.id, reference.entity.id].append(
                (observation, sentence, "study/sentence" if explicit else "study/subject")
            )

    def _drug_for(
        self, reference: Reference, drugs: list[Reference], subject: Entity | None, sentence: Sentence
    ) -> tuple[Entity | None, bool]:
        before = [d for d in drugs if d.end <= reference.start]
        if before:
            # The nearest drug before, but across a semicolon or ", and Y, ..." the nearest as well.
            return before[-1].entity, True
        after = [d for d in drugs if d.start >= reference.end]
        if after:
            between = self.text[reference.end : after[0].start]
            if len(between) < 120 and not re.search(r"[;]", between):
                return after[0].entity, True
            return after[0].entity, True
        return subject, False

    def _observe(self, sentence: Sentence, reference: Reference, drug: Entity, drugs: list[Reference]) -> Observation:
        """Phase and status of the clause in which an indication stands."""
        text, at = sentence.text, reference.start - sentence.start
        clause_start, clause_end = self._clause(text, at)
        clause = text[clause_start:clause_end]
        phases = find_phases(clause)
        title = sentence.section.title if sentence.section else None
        if phases:
            nearest = min(phases, key=lambda p: abs((p.start + clause_start) - at))
            around = clause if len(phases) == 1 else clause[max(0, nearest.start - 70) : nearest.end + 90]
            # "the Phase 3 EXAM and Phase 2b TEST studies for gout": the further of the two
            pair = [
                p.phase
                for p in phases
                if re.fullmatch(
                    r"\W+(?:[A-Z][\w-]+ )?(?:and|or)(?: in| a)? $",
                    clause[min(p.end, nearest.end) : max(p.start, nearest.start)],
                )
            ]
            return Observation(
                max([nearest.phase, *pair], key=ORDER.index),
                find_status(around) or (find_status(clause) if pair else None),
            )
        if sentence.kind in {SectionKind.LIST, SectionKind.TABLE} and title and drug == self._in_title(title):
            of_title = find_phases(title.split(" / ")[-1]) or find_phases(title)
            if of_title:
                return Observation(of_title[0].phase, find_status(text) or find_status(title))
            return Observation(
                None,
                Status.PLANNED
                if re.search(r"(?i)market opportunity|expan|pipeline|target|future|potential|line extension", title)
                else find_status(text),
            )
        whole = find_phases(text)
        if len(whole) == 1 and len(sentence.of(T.INDICATION)) == 1 and len(drugs) <= 1:
            return Observation(whole[0].phase, find_status(text))
        status = find_status(clause)
        if status is Status.ONGOING and not _TESTED.search(clause):
            status = None  # "being developed for" tells of no study
        return Observation(None, None if status is Status.COMPLETED else status)

    def _clause(self, text: str, at: int) -> tuple[int, int]:
        borders = [
            m.start()
            for m in re.finditer(
                r";|,\s(?:and|while|but|whereas|which)\s(?=[^,;]{0,80}\b(?:phase|preclinical|plans?|will|is|are|was|has|preparing|currently)\b)|,\swill be\b|\band preparing\b|\s–\s",
                text,
                re.IGNORECASE,
            )
        ]
        start = max((b for b in borders if b < at), default=0)
        end = min((b for b in borders if b > at), default=len(text))
        return start, end

    def _phase_only(self, masked: Masked, drugs: list[Reference], subject: Entity | None) -> None:
        """A phase without an indication belongs to the drug's only indication, once all are known."""
        phases = find_phases(masked.sentence.text)
        stopped = find_status(masked.sentence.text) is Status.DISCONTINUED
        drug = drugs[0].entity if drugs else subject
        if drug is None or not (phases or (stopped and drugs)) or _HYPOTHETICAL.search(masked.sentence.text):
            return
        for phase in phases or (None,):
            text = masked.sentence.text
            if phase is not None:
                start, end = self._clause(text, phase.start)
                text = text[start:end] if len(phases) == 1 else text[max(0, phase.start - 60) : phase.end + 80]
            self.studies[drug.id, ""].append(
                (Observation(phase.phase if phase else None, find_status(text)), masked.sentence, "study/phase")
            )

    def _give_studies(self) -> None:
        by_drug: dict[str, list[str]] = defaultdict(list)
        for drug_id, indication_id in self.studies:
            if indication_id:
                by_drug[drug_id].append(indication_id)
        for drug_id, indications in by_drug.items():
            loose = self.studies.get((drug_id, ""), [])
            for indication_id in indications:
                seen = self.studies[drug_id, indication_id]
                observations = [o for o, _, _ in seen]
                known = [o for o in observations if o.phase is not None]
                if loose and (
                    len(indications) == 1
                    or (not known and indication_id == max(indications, key=lambda i: len(self.studies[drug_id, i])))
                ):
                    observations += [o for o, _, _ in loose]
                result = furthest(observations)
                if (drug_id, indication_id) in self.approved:
                    result = Observation(Phase.APPROVED, None)
                elif result.phase is not None and result.status is None:
                    result = Observation(result.phase, self._only_planned(drug_id, result.phase))
                drug, indication = self.context.entities[drug_id], self.context.entities[indication_id]
                # The sentence with most to say goes first; the others are evidence too.
                for observation, sentence, rule in sorted(
                    seen, key=lambda s: (s[0] != result, s[0].phase is None, s[1].start)
                ):
                    modality = Modality.PLANNED if result.status is Status.PLANNED else Modality.ASSERTED
                    self.context.add(
                        Relation.STUDIED_FOR,
                        drug,
                        indication,
                        sentence=sentence,
                        rule=rule,
                        attributes=Attributes(phase=result.phase, status=result.status),
                        modality=modality,
                        confidence=0.8 if observation.phase or rule == "study/sentence" else 0.65,
                    )

    def _only_planned(self, drug_id: str, phase: Phase) -> Status | None:
        """Planned, where that is all that the document says of a drug's studies of one phase."""
        seen = {
            o.status for (d, _), found in self.studies.items() if d == drug_id for o, _, _ in found if o.phase is phase
        }
        return Status.PLANNED if seen - {None} == {Status.PLANNED} else None

    def _give_stages(self) -> None:
        """How far a drug is of which the document names no indication: "a preclinical stage product candidate"."""
        studied = {drug for drug, indication in self.studies if indication}
        for (drug_id, indication_id), seen in list(self.studies.items()):
            if indication_id or drug_id in studied:
                continue
            result = furthest([o for o, _, _ in seen])
            sentence = next((s for o, s, _ in seen if o.phase is result.phase), None)
            if result.phase is None or sentence is None:
                continue
            for owner_id in sorted(self.owned[drug_id]):
                self.context.add(
                    Relation.DEVELOPS,
                    self.context.entities[owner_id],
                    self.context.entities[drug_id],
                    sentence=sentence,
                    rule="develops/stage",
                    attributes=Attributes(phase=result.phase, status=result.status),
                    confidence=0.65,
                )

    # Designations and approvals -----------------------------------------------------------------------------------------

    def _drug_of(self, sentence: Sentence, at: int, subject: Entity | None) -> Entity | None:
        drugs = self._products_of(sentence)
        before = [r for r in drugs if r.end <= at]
        after = [r for r in drugs if r.start >= at]
        if after and (
            not before
            or re.match(
                r"[^.;]{0,25}(?:designation|status|approval|authori[sz]ation)?\s*(?:for|to|of|on)\s+(?:its |the |[\w-]+ ){0,4}?$",
                self.text[at : after[0].start] or "",
            )
        ):
            return after[0].entity
        return before[-1].entity if before else after[0].entity if after else subject

    def _designations(self, masked: Masked, subject: Entity | None) -> None:
        sentence = masked.sentence
        for pattern, literal in _DESIGNATIONS:
            for match in pattern.finditer(sentence.text):
                text = sentence.text
                near = text[max(0, match.start() - 140) : match.end() + 60]
                if (
                    literal == "fast track"
                    and (_FUNDING.search(text[max(0, match.start() - 40) : match.end() + 40]))
                    and not re.search(r"(?i)designat|status|FDA", near)
                ):
                    continue
                if not _GRANTED.search(near) and not re.search(r"(?i)designated|becomes an orphan", text):
                    continue
                if _SOUGHT.search(text[max(0, match.start() - 60) : match.end() + 25]) and not re.search(
                    r"(?i)\b(?:granted|has received|received|holds|designated|conferred)\b", near
                ):
                    continue
                if _NEGATED.search(text[max(0, match.start() - 30) : match.start()]):
                    continue
                drug = self._drug_of(sentence, sentence.start + match.start(), subject or self.main)
                if drug is None:
                    continue
                agency = next((r.entity for r in sentence.of(T.AGENCY)), None)
                indications: list[Entity | None] = [r.entity for r in sentence.of(T.INDICATION)] or [None]
                for indication in indications:
                    self.context.add(
                        Relation.HAS_DESIGNATION,
                        drug,
                        literal,
                        sentence=sentence,
                        rule="designation/granted",
                        trigger=match.group(),
                        attributes=Attributes(
                            agency=agency.id if agency else None, indication=indication.id if indication else None
                        ),
                        confidence=0.85,
                    )

    def _approvals(self, masked: Masked, subject: Entity | None) -> None:
        sentence, text = masked.sentence, masked.sentence.text
        match = _APPROVED.search(text)
        if match is None or _NOT_APPROVED.search(text):
            return
        if match.group().casefold() in {"clearance", "clears", "cleared"} and not sentence.of(T.AGENCY):
            return  # what kidneys do
        drug = self._drug_of(sentence, sentence.start + match.start(), subject if subject is not None else None)
        if drug is None or not self._is_product(drug):
            return
        indications = [r.entity for r in sentence.of(T.INDICATION)]
        if not indications:
            known = [i for d, i in self.studies if d == drug.id and i]
            indications = [self.context.entities[known[0]]] if len(set(known)) == 1 else []
        agencies = list({r.entity.id: r for r in sentence.of(T.AGENCY)}.values())
        dates = [s for s in masked.slots if s.date]
        if not agencies and not sentence.of(T.INDICATION):
            return
        for indication in indications:
            self.approved.add((drug.id, indication.id))
            for number, agency in enumerate(agencies or [None]):
                after = [
                    d
                    for d in dates
                    if agency is not None
                    and d.start >= agency.start
                    and (number + 1 >= len(agencies) or d.start < agencies[number + 1].start)
                ]
                lone = len(dates) == 1 and len(agencies) <= 1
                date = after[0].date if after else (dates[0].date if lone else None)
                if (
                    date is None
                    and re.search(r"(?i)\b(?:today|announce\w*|has been notified|has approved|has granted)\b", text)
                    and self.published
                ):
                    date = self.published[:7]
                self.context.add(
                    Relation.APPROVED_FOR,
                    drug,
                    indication,
                    sentence=sentence,
                    rule="approval/sentence",
                    trigger=match.group(),
                    attributes=Attributes(agency=agency.entity.id if agency else None, date=date),
                    confidence=0.8,
                )

    # Mechanism, platform, trials -------------------------------------------------------------------------------------------

    def _targets(self, masked: Masked, subject: Entity | None) -> None:
        sentence = masked.sentence
        targets = sentence.of(T.TARGET)
        if not targets:
            return
        drugs = self._products_of(sentence)
        for reference in targets:
            before = [d for d in drugs if d.end <= reference.start]
            after = [d for d in drugs if d.start >= reference.end]
            nearest = [d for d in sentence.of(T.DRUG) if d.end <= reference.start][-1:]
            if nearest and nearest[0] not in drugs:
                continue  # another's drug: "with BRANDIX, Acme's anti-CD99 therapy"
            window = self.text[max(sentence.start, reference.start - 110) : reference.start]
            tail = self.text[reference.end : min(sentence.end, reference.end + 60)]
            if re.search(r"(?i)\b(?:prior|previous)\s+$", window):
                continue  # what patients had before
            acting = re.search(
                r"(?i)\b(?:inhibit\w*|block\w*|bind\w*|target\w*|directed (?:at|against|to)|antagoni\w+|agoni\w+|activat\w+|modulat\w+|against|anti-?|attack\w*|neutrali[sz]\w*|degrad\w*|break\w*|suppress\w*|recogni[sz]\w*|antibody (?:to|against)|find and locali[sz]e|attach\w*)\b|anti-$",
                window,
            )
            typed = re.match(
                r"(?i)[\s-]*(?:\w+\s){0,2}?(?:inhibitor|antagonist|agonist|modulator|blocker|degrader|antibod|-?targeted|-?directed|targeting|-?specific|-?positive lesions|bispecific|vaccine|conjugate|CAR)",
                tail,
            )
            if not (acting or typed):
                continue
            drug = None
            if typed and not acting and after and not before:
                drug = after[0].entity
            elif before:
                drug = before[-1].entity
            elif after:
                drug = after[0].entity
            elif re.match(r"\W*(?:It|Its|This|The|An?)\b", sentence.text):
                drug = subject
            if drug is not None and self._is_product(drug):
                self.context.add(
                    Relation.TARGETS,
                    drug,
                    reference.entity,
                    sentence=sentence,
                    rule="target/acting" if acting else "target/typed",
                    trigger=next((m.group().strip() for m in (acting, typed) if m), ""),
                    confidence=0.8 if drugs else 0.65,
                )

    def _platforms(self, masked: Masked, subject: Entity | None) -> None:
        sentence, text = masked.sentence, masked.text
        for reference in sentence.of(T.PLATFORM):
            window = self.text[max(sentence.start, reference.start - 120) : reference.start]
            drugs = [
                r for r in sentence.of(T.DRUG) if self._is_product(r.entity) and r.entity.name != reference.entity.name
            ]
            based = re.search(
                r"(?i)\b(?:utili[sz]\w+|based (?:up)?on|built (?:up)?on|us(?:es|ing)|derived from|generated|made (?:with|by|using|through)|developed (?:with|using|from|on)|produced|employ\w+|through|powered by|rests on|created|draws on|from|via|expressed|applies|made up of|combin\w+)\b",
                window,
            )
            before = [d for d in drugs if d.end <= reference.start]
            if based and (
                before
                or (
                    not drugs
                    and subject is not None
                    and re.search(r"(?i)\b(?:it|the (?:drug|product|compound|vaccine|candidate))\b", window)
                )
            ):
                drug = before[-1].entity if before else subject
                if drug is not None:
                    self.context.add(
                        Relation.USES_PLATFORM,
                        drug,
                        reference.entity,
                        sentence=sentence,
                        rule="platform/based-on",
                        trigger=based.group(),
                        confidence=0.8,
                    )
        patterns = [
            r"{ORG:s}['’]s? (?:(?!with |from )[^\s.;:]+ ){0,6}?{PLATFORM:o}",
            r"{PLATFORM:o}, {ORG:s}['’]s? ",
            r"(?:[Ii]ts|[Oo]ur|the [Cc]ompany['’]s) (?:own |patented |proprietary |unique |novel |[\w-]+ ){0,5}?{PLATFORM:o}",
            r"(?:[Pp]roprietary|patented) (?:[^\s.;:]+ ){0,3}?{PLATFORM:o}",
            r"{ORG:s} (?:also )?(?:uses|owns|applies|has developed|developed|draws on|utilizes|employs|works with|is built on)[^.]{0,160}?{PLATFORM:o}",
            r"{PLATFORM:o}[^.<]{0,60}? (?:developed|owned|invented) by {ORG:s}",
        ]
        for found in find(patterns, masked):
            owners = found.entities("s") or self.context.issuers[:1]
            for owner in owners[:1]:
                for platform in found.entities("o"):
                    if owner.type in ORGANIZATIONS:
                        self.context.add(
                            Relation.USES_PLATFORM,
                            owner,
                            platform,
                            sentence=sentence,
                            rule="platform/owner",
                            trigger=found.trigger,
                            confidence=0.8,
                        )
        if sentence.of(T.PLATFORM) and _is_heading(sentence) and self.context.issuers and "<P" in text:
            self.context.add(
                Relation.USES_PLATFORM,
                self.context.issuers[0],
                sentence.of(T.PLATFORM)[0].entity,
                sentence=sentence,
                rule="platform/heading",
                confidence=0.6,
            )

    def _trials(self, masked: Masked, subject: Entity | None) -> None:
        sentence = masked.sentence
        trials = sentence.of(T.TRIAL)
        if not trials:
            return
        drugs = self._products_of(sentence)
        for reference in trials:
            before = [d for d in drugs if d.end <= reference.start]
            drug = before[-1].entity if before else drugs[0].entity if drugs else subject or self.main
            if drug is None:
                continue
            at = reference.start - sentence.start
            phases = find_phases(sentence.text)
            nearest = min(phases, key=lambda p: abs(p.start - at)) if phases else None
            around = sentence.text[max(0, at - 150) : at + 150]
            sure = bool(before) or (bool(drugs) and drugs[0].start - reference.end < 40)
            fact = _Trial(
                drug, sentence, Attributes(phase=nearest.phase if nearest else None, status=find_status(around)), sure
            )
            self.trials[reference.entity.id].append(fact)

    def _give_trials(self) -> None:
        """A trial belongs to the drugs that stand by its name; only where none does, to what the text is about there."""
        for trial, found in self.trials.items():
            sure = [f for f in found if f.sure]
            for fact in sure or found:
                self.context.add(
                    Relation.HAS_TRIAL,
                    fact.drug,
                    self.context.entities[trial],
                    sentence=fact.sentence,
                    rule="trial/sentence",
                    attributes=fact.attributes,
                    confidence=0.8 if fact.sure else 0.65,
                )


def _prefix(name: str) -> str:
    """The letters of a product code before its number.

    >>> _prefix("AB-12"), _prefix("paclitaxel")
    ('AB', '')
    """
    match = re.match(r"([A-Z]{2,6})[- ]?\d", name)
    return match.group(1) if match else ""


def _is_heading(sentence: Sentence) -> bool:
    """A short line without a full stop."""
    text = sentence.text.strip()
    return len(text.split()) <= 14 and not text.endswith((".", ";", ",", '"', "”"))
