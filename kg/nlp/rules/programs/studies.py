"""For what drugs are studied, and how far the studies are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from kg.model import Attributes, Entity
from kg.nlp.rules.context import Reference, Sentence
from kg.nlp.rules.patterns import Masked
from kg.nlp.rules.programs.reading import Reading, is_heading
from kg.nlp.rules.stages import ORDER, Observation, find_status, furthest
from kg.nlp.values.phases import find_phases
from kg.terms import EntityType, Modality, Phase, Relation, SectionKind, Status

T = EntityType
_STUDY_CUE = re.compile(
    r"(?i)\b(?:treat\w*|therap\w+|patients? with|patients|adults|in (?:adults|children|people|women|men|infants|volunteers)|against|prevent\w*|phase|trials?|stud(?:y|ies|ied)|evaluat\w+|candidate|indicat\w+|designat\w+|"
    r"developed|developing|develop|development|imaging|image|manag\w+|drug for|vaccine|medicine for|for the|approv\w+|investigat\w+|in)\b"
)
_BACKGROUND = re.compile(
    r"(?i)\b(?:affects|prevalence|incidence|cases (?:a|per|every)|diagnosed with|deaths?|die\b|most common|estimated|epidemiolog\w+|mortality|cost of|costs the|market)\b"
)
_TESTED = re.compile(
    r"(?i)\b(?:testing|being (?:tested|studied|evaluated|investigated|assessed)|enrol\w+|recruit\w+|dosed|dosing|first (?:patient|volunteer|subject)|trials?|study|studies)\b"
)
_HYPOTHETICAL = re.compile(r"(?i)\bmilestones?\b|\bupon (?:the )?(?:successful )?(?:completion|initiation|start)\b")


def read_studies(reading: Reading, masked: Masked, subject: Entity | None) -> None:
    """What a sentence says that a drug is studied for."""
    sentence = masked.sentence
    indications = sentence.of(T.INDICATION)
    drugs = reading.products_of(sentence)
    in_slide = sentence.kind in {SectionKind.LIST, SectionKind.TABLE} or is_heading(sentence)
    if not indications:
        _phase_only(reading, masked, drugs, subject)
        return
    if not in_slide and not _STUDY_CUE.search(sentence.text):
        return
    if (
        sentence.section
        and sentence.section.title
        and re.match(r"About\b", sentence.section.title)
        and not drugs
        and reading.in_title(sentence.section.title) is None
        and not find_phases(sentence.text)
    ):
        return
    if not drugs and (_BACKGROUND.search(sentence.text) or (subject is None)):
        return
    for reference in indications:
        drug, explicit = _drug_for(reference, drugs, subject)
        if drug is None:
            continue
        if any(
            o.end < reference.start
            and re.fullmatch(r"\)?,? (?:which is |is )?an? (?:[\w-]+,? ){0,4}", reading.text[o.end : reference.start])
            for o in indications
        ):
            continue  # "ABC, a rare disease of the liver": what it is, no second one
        if re.search(
            r"(?i)\b(?:adverse|side effects?|comorbid|history of|exclud\w+|unlike|caused by|due to|secondary to|rather than)\b[^.]{0,30}$|\bS?AEs?\b[^.]{0,90}$|(?i:exception of|except for|other than)\b[^.]{0,70}$",
            reading.text[sentence.start : reference.start],
        ):
            continue
        if _describes_company(
            reading.text[sentence.start : reference.start], [d.start - sentence.start for d in drugs]
        ):
            continue
        observation = _observe(reading, sentence, reference, drug, drugs)
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
        reading.studies[drug.id, reference.entity.id].append(
            (observation, sentence, "study/sentence" if explicit else "study/subject")
        )


_COMPANY = re.compile(
    r"(?i)\b(?:an?\s(?:[\w-]+,?\s){0,6}?(?:company|firm|leader|biotech|drug maker)|portfolio|pipeline)\b(?!['’]s)[^,.;()]{0,110}$|\b(?:portfolio|pipeline)\b[^.;]{0,160}\bincluding\b[^.;]*$"
)


def _describes_company(before: str, drugs: list[int]) -> bool:
    """Whether an indication belongs to words about a company: "a company with a portfolio of drugs for tumors"."""
    found = _COMPANY.search(before)
    return found is not None and not any(found.start() <= at < len(before) for at in drugs)


def _drug_for(reference: Reference, drugs: list[Reference], subject: Entity | None) -> tuple[Entity | None, bool]:
    """The drug of an indication, the nearest before it or the first after it, and whether the sentence names it."""
    before = [d for d in drugs if d.end <= reference.start]
    named = before[-1:] or [d for d in drugs if d.start >= reference.end][:1]
    return (named[0].entity, True) if named else (subject, False)


def _observe(
    reading: Reading, sentence: Sentence, reference: Reference, drug: Entity, drugs: list[Reference]
) -> Observation:
    """Phase and status of the clause in which an indication stands."""
    text, at = sentence.text, reference.start - sentence.start
    clause_start, clause_end = _clause(reading, text, at)
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
    if sentence.kind in {SectionKind.LIST, SectionKind.TABLE} and title and drug == reading.in_title(title):
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


def _clause(reading: Reading, text: str, at: int) -> tuple[int, int]:
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


def _phase_only(reading: Reading, masked: Masked, drugs: list[Reference], subject: Entity | None) -> None:
    """A phase without an indication belongs to the drug's only indication, once all are known."""
    phases = find_phases(masked.sentence.text)
    stopped = find_status(masked.sentence.text) is Status.DISCONTINUED
    drug = drugs[0].entity if drugs else subject
    if drug is None or not (phases or (stopped and drugs)) or _HYPOTHETICAL.search(masked.sentence.text):
        return
    for phase in phases or (None,):
        text = masked.sentence.text
        if phase is not None:
            start, end = _clause(reading, text, phase.start)
            text = text[start:end] if len(phases) == 1 else text[max(0, phase.start - 60) : phase.end + 80]
        reading.studies[drug.id, ""].append(
            (Observation(phase.phase if phase else None, find_status(text)), masked.sentence, "study/phase")
        )


def give_studies(reading: Reading) -> None:
    """One study for each drug and indication, with the furthest phase of all sentences."""
    by_drug: dict[str, list[str]] = defaultdict(list)
    for drug_id, indication_id in reading.studies:
        if indication_id:
            by_drug[drug_id].append(indication_id)
    for drug_id, indications in by_drug.items():
        loose = reading.studies.get((drug_id, ""), [])
        every = [o for i in (*indications, "") for o, _, _ in reading.studies.get((drug_id, i), [])]
        most = max(indications, key=lambda i: len(reading.studies[drug_id, i]))
        for indication_id in indications:
            seen = reading.studies[drug_id, indication_id]
            observations = [o for o, _, _ in seen]
            known = [o for o in observations if o.phase is not None]
            if loose and (len(indications) == 1 or (not known and indication_id == most)):
                observations += [o for o, _, _ in loose]
            result = furthest(observations)
            if (drug_id, indication_id) in reading.approved:
                result = Observation(Phase.APPROVED, None)
            elif result.phase is not None and result.status is None:
                result = Observation(result.phase, _only_planned(every, result.phase))
            drug, indication = reading.context.entities[drug_id], reading.context.entities[indication_id]
            # The sentence with most to say goes first; the others are evidence too.
            for observation, sentence, rule in sorted(
                seen, key=lambda s: (s[0] != result, s[0].phase is None, s[1].start)
            ):
                modality = Modality.PLANNED if result.status is Status.PLANNED else Modality.ASSERTED
                reading.context.add(
                    Relation.STUDIED_FOR,
                    drug,
                    indication,
                    sentence=sentence,
                    rule=rule,
                    attributes=Attributes(phase=result.phase, status=result.status),
                    modality=modality,
                    confidence=0.8 if observation.phase or rule == "study/sentence" else 0.65,
                )


def _only_planned(observations: Sequence[Observation], phase: Phase) -> Status | None:
    """Planned, where that is all that the document says of a drug's studies of one phase."""
    seen = {o.status for o in observations if o.phase is phase}
    return Status.PLANNED if seen - {None} == {Status.PLANNED} else None


def give_stages(reading: Reading) -> None:
    """How far a drug is of which the document names no indication: "a preclinical stage product candidate"."""
    studied = {drug for drug, indication in reading.studies if indication}
    for (drug_id, indication_id), seen in list(reading.studies.items()):
        if indication_id or drug_id in studied:
            continue
        result = furthest([o for o, _, _ in seen])
        sentence = next((s for o, s, _ in seen if o.phase is result.phase), None)
        if result.phase is None or sentence is None:
            continue
        for owner_id in sorted(reading.owned[drug_id]):
            reading.context.add(
                Relation.DEVELOPS,
                reading.context.entities[owner_id],
                reading.context.entities[drug_id],
                sentence=sentence,
                rule="develops/stage",
                attributes=Attributes(phase=result.phase, status=result.status),
                confidence=0.65,
            )
