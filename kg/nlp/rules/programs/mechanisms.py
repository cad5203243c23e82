"""What drugs act on, and the platforms that they are built on."""

from __future__ import annotations

import re

from kg.model import Entity
from kg.nlp.rules.patterns import Masked, find
from kg.nlp.rules.programs.reading import Reading, is_heading
from kg.terms import ORGANIZATIONS, EntityType, Relation

T = EntityType


def read_targets(reading: Reading, masked: Masked, subject: Entity | None) -> None:
    """What a sentence says that a drug acts on."""
    sentence = masked.sentence
    targets = sentence.of(T.TARGET)
    if not targets:
        return
    drugs = reading.products_of(sentence)
    for reference in targets:
        before = [d for d in drugs if d.end <= reference.start]
        after = [d for d in drugs if d.start >= reference.end]
        nearest = [d for d in sentence.of(T.DRUG) if d.end <= reference.start][-1:]
        if nearest and nearest[0] not in drugs:
            continue  # another's drug: "with BRANDIX, Acme's anti-CD99 therapy"
        window = reading.text[max(sentence.start, reference.start - 110) : reference.start]
        tail = reading.text[reference.end : min(sentence.end, reference.end + 60)]
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
        if drug is not None and reading.is_product(drug):
            reading.context.add(
                Relation.TARGETS,
                drug,
                reference.entity,
                sentence=sentence,
                rule="target/acting" if acting else "target/typed",
                trigger=next((m.group().strip() for m in (acting, typed) if m), ""),
                confidence=0.8 if drugs else 0.65,
            )


def read_platforms(reading: Reading, masked: Masked, subject: Entity | None) -> None:
    """Which platforms a sentence says that drugs are built on, and whose they are."""
    sentence, text = masked.sentence, masked.text
    for reference in sentence.of(T.PLATFORM):
        window = reading.text[max(sentence.start, reference.start - 120) : reference.start]
        drugs = [
            r for r in sentence.of(T.DRUG) if reading.is_product(r.entity) and r.entity.name != reference.entity.name
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
                reading.context.add(
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
        owners = found.entities("s") or reading.context.issuers[:1]
        for owner in owners[:1]:
            for platform in found.entities("o"):
                if owner.type in ORGANIZATIONS:
                    reading.context.add(
                        Relation.USES_PLATFORM,
                        owner,
                        platform,
                        sentence=sentence,
                        rule="platform/owner",
                        trigger=found.trigger,
                        confidence=0.8,
                    )
    if sentence.of(T.PLATFORM) and is_heading(sentence) and reading.context.issuers and "<P" in text:
        reading.context.add(
            Relation.USES_PLATFORM,
            reading.context.issuers[0],
            sentence.of(T.PLATFORM)[0].entity,
            sentence=sentence,
            rule="platform/heading",
            confidence=0.6,
        )
