"""What regulators grant: designations and approvals."""

from __future__ import annotations

import re

from kg.model import Attributes, Entity
from kg.nlp.rules.patterns import Masked
from kg.nlp.rules.programs.reading import NEGATED, Reading
from kg.terms import EntityType, Relation

T = EntityType
_DESIGNATIONS = (
    (
        re.compile(
            r"(?i)\borphan[- ](?:drug|medicin\w+|medicinal product|product)?\s?-?(?:designat\w+|status|drug|exclusivity)|\borphan[\"”’'] (?:drug )?(?:designation|status)|\borphan designation|\borphan status|\borphan medicin\w+|\borphan exclusivity"
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
_FUNDING = re.compile(r"(?i)\b(?:grant|award\w*|small business|contract|SBIR|STTR|fund\w+|NCI|NIH|\$)\b|\$")
_APPROVED = re.compile(
    r"(?i)\b(?:approv(?:ed|es|al)|clear(?:ed|ance|s)|authori[sz](?:ed|ation|es)|marketing authori[sz]ation|licen[cs]ed by|said yes|say yes|did so|green light|registered (?:in|by))\b"
)
_NOT_APPROVED = re.compile(
    r"(?i)\b(?:not|no|never|neither|before|awaiting|pending|await|until|if|for|seek\w*|toward|towards|potential|application for|apply for|submi\w+|filing|filed|plans?|expect\w*|possible|anticipated|conditional on|could|may|might|would|supports?|investigational)\b[^.;]{0,45}\b(?:approv|authori[sz]|clear)"
    r"|\bclear(?:ed|ance|s)\b[^.;]{0,90}\b(?:IND\b|investigational new drug|trials?\b|stud(?:y|ies)\b|to (?:start|begin|initiate|proceed|conduct|test|evaluate)\b)|\bapproval (?:of|for) (?:\w+ ){0,2}(?:fast|orphan|breakthrough|trial|study|protocol)"
    r"|\b(?:approved|cleared) (?:the|its|an?) (?:protocol|IND|trial|study|plan|investigational)|IND (?:application )?(?:was )?cleared|approval (?:path|process|in any|could|may)|has no approv|without approv|\b(?:once|upon|subject to)\b[^.;]{0,60}\bapprov|shareholder|stockholder|board (?:has )?approv|unapproved|once approved|when approved"
)


def read_designations(reading: Reading, masked: Masked, subject: Entity | None) -> None:
    """Designations that a sentence says were granted."""
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
            if NEGATED.search(text[max(0, match.start() - 30) : match.start()]):
                continue
            drug = reading.drug_of(sentence, sentence.start + match.start(), subject or reading.main)
            if drug is None:
                continue
            agency = next((r.entity for r in sentence.of(T.AGENCY)), None)
            indications: list[Entity | None] = [r.entity for r in sentence.of(T.INDICATION)] or [None]
            for indication in indications:
                reading.context.add(
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


def read_approvals(reading: Reading, masked: Masked, subject: Entity | None) -> None:
    """Approvals that a sentence says were given."""
    sentence, text = masked.sentence, masked.sentence.text
    match = _APPROVED.search(text)
    if match is None or _NOT_APPROVED.search(text):
        return
    if match.group().casefold() in {"clearance", "clears", "cleared"} and not sentence.of(T.AGENCY):
        return  # what kidneys do
    drug = reading.drug_of(sentence, sentence.start + match.start(), subject)
    if drug is None or not reading.is_product(drug):
        return
    indications = [r.entity for r in sentence.of(T.INDICATION)]
    if not indications:
        known = [i for d, i in reading.studies if d == drug.id and i]
        indications = [reading.context.entities[known[0]]] if len(set(known)) == 1 else []
    agencies = list({r.entity.id: r for r in sentence.of(T.AGENCY)}.values())
    dates = [s for s in masked.slots if s.date]
    if not agencies and not sentence.of(T.INDICATION):
        return
    for indication in indications:
        reading.approved.add((drug.id, indication.id))
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
                and reading.published
            ):
                date = reading.published[:7]
            reading.context.add(
                Relation.APPROVED_FOR,
                drug,
                indication,
                sentence=sentence,
                rule="approval/sentence",
                trigger=match.group(),
                attributes=Attributes(agency=agency.entity.id if agency else None, date=date),
                confidence=0.8,
            )
