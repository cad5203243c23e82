"""Ranges of text that may name an entity, from vocabularies, from forms, and from the statistical model."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc
from spellchecker import SpellChecker

from kg.gazetteer import Matcher
from kg.model import Document, Section
from kg.nlp import forms
from kg.nlp.ranges import Ranges
from kg.terms import ORGANIZATIONS, EntityType, SectionKind

T = EntityType


@dataclass(frozen=True, slots=True)
class Candidate:
    """A range that may name an entity; where two overlap the higher rank stays, then the longer."""

    start: int
    end: int
    type: EntityType
    rank: int
    identifier: str | None = None
    aliases: tuple[str, ...] = ()  # other names of the entity that vocabularies know


def organization_type(name: str) -> EntityType:
    """What an organization is, by the words of its name.

    >>> organization_type("Example Cancer Center"), organization_type("Example Foundation"), organization_type("Example")
    (<EntityType.UNIVERSITY: 'university'>, <EntityType.NONPROFIT: 'nonprofit'>, <EntityType.COMPANY: 'company'>)
    """
    if forms.UNIVERSITY_WORDS.search(name):
        return T.UNIVERSITY
    if forms.AGENCY_WORDS.search(name):
        return T.AGENCY
    return T.NONPROFIT if forms.NONPROFIT_WORDS.search(name) else T.COMPANY


def candidates(doc: Doc, matcher: Matcher) -> list[Candidate]:
    """All candidates of a document, not overlapping, in order."""
    document: Document = doc._.kg_document
    text = document.text
    found: list[Candidate] = [
        *_known(text, matcher),
        *_organizations(text),
        *_products(text),
        *_diseases(doc),
        *_targets(text),
        *_platforms_and_trials(text),
        *_people(text),
        *_places(text),
        *_statistical(doc),
        *_subjects(document),
        *_rows(document),
        *_slide_names(text),
    ]
    found = list(_without_news(document, found))
    found += _unknown_words(text, found)
    silent = [(s.start, s.end) for s in document.sections if s.kind is SectionKind.BOILERPLATE]
    listings = [m.span("listing") for m in forms.TICKER.finditer(text)]
    found = [
        c
        for c in found
        if c.end > c.start and not _inside(c, silent) and not (c.type in ORGANIZATIONS and _inside(c, listings))
    ]
    return without_overlaps(found)


def _without_news(document: Document, found: list[Candidate]) -> Iterator[Candidate]:
    """Cut "Acme Brings News" to "Acme", where a company's full name begins with the word and the rest is ordinary."""
    text = document.text
    headlines = [(s.start, s.end) for s in document.sections if s.kind is SectionKind.HEADLINE]
    heads = {text[c.start : c.end].split()[0] for c in found if c.type is T.COMPANY and c.rank >= 83}
    for candidate in found:
        first, *rest = text[candidate.start : candidate.end].split()[:8] or [""]
        news = rest and first in heads and rest[0].endswith(("s", "ed")) and _inside(candidate, headlines)
        news = news and all(w.isalpha() and w.casefold() in _dictionary() for w in rest)
        if candidate.rank < 60 and candidate.type in {T.COMPANY, T.PERSON} and news:
            yield dataclasses.replace(candidate, type=T.COMPANY, end=candidate.start + len(first))
        else:
            yield candidate


def without_overlaps(found: Iterable[Candidate]) -> list[Candidate]:
    """Of candidates that overlap, those of higher rank, then the longer."""
    kept: list[Candidate] = []
    taken = Ranges()
    for candidate in sorted(found, key=lambda c: (-c.rank, -(c.end - c.start), c.start)):
        if taken.add(candidate.start, candidate.end):
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


def _inside(candidate: Candidate, ranges: list[tuple[int, int]]) -> bool:
    return any(start <= candidate.start < end for start, end in ranges)


def _known(text: str, matcher: Matcher) -> Iterator[Candidate]:
    ranks = {T.AGENCY: 88, T.NONPROFIT: 88, T.UNIVERSITY: 87, T.COMPANY: 70, T.INDICATION: 78, T.DRUG: 76, T.TARGET: 74}
    for match in matcher.find(text):
        entry, start, end = match.entry, match.start, match.end
        if entry.type is T.TARGET and entry.weak and not _target_context(text, start, end):
            continue
        if entry.type is T.INDICATION:
            yield from _disease(text, start, end, 78, entry.identifier)
            continue
        aliases = (entry.name, *entry.aliases) if entry.type not in {T.TARGET, T.DRUG} else (entry.name,)
        if entry.type is T.TARGET and entry.aliases and not entry.identifier:
            aliases = (entry.name, *entry.aliases)
        identifier = entry.identifier or (f"inn:{entry.name.replace(' ', '-')}" if entry.type is T.DRUG else None)
        yield Candidate(start, end, entry.type, ranks[entry.type], identifier, aliases)


def _target_context(text: str, start: int, end: int) -> bool:
    after = text[end : end + 24]
    before = text[max(0, start - 24) : start]
    return bool(
        re.match(
            r"[\s-]*(?:inhibit|antagon|agonist|receptor|target|positive|mutat|pathway|kinase|gene|express|antibod)",
            after,
        )
        or re.search(
            r"(?:anti-|inhibits |inhibitor of |targets |targeting |blocks |binds (?:to )?|directed (?:at|against) )$",
            before,
        )
    )


def _organizations(text: str) -> Iterator[Candidate]:
    for match in forms.COMPANY_LEGAL.finditer(text):
        start = _trim_left(text, match.start("name"), match.end("name"))
        end = match.end()
        joined = text[start:end].rfind(" and ")
        if joined > 0 and not re.match(
            r" and (?:Company|Co|Sons|Johnson|Associates|Partners)\b", text[start + joined : end]
        ):
            start += joined + 5  # "Acme and Beta Pharma GmbH" are two
        if text[end - 1] == "." and not re.search(
            r"(?:\b(?:Inc|Corp|Ltd|Co)|S\.A|N\.V|B\.V|L\.P|K\.K|p\.A)\.$", text[start:end]
        ):
            end -= 1
        yield Candidate(start, end, T.COMPANY, 90)
    for pattern, kind, rank in (
        (forms.UNIVERSITY, T.UNIVERSITY, 86),
        (forms.AGENCY, T.AGENCY, 86),
        (forms.NONPROFIT, T.NONPROFIT, 85),
        (forms.COMPANY_WORD, T.COMPANY, 84),
    ):
        for match in pattern.finditer(text):
            start = _trim_left(text, match.start(), match.end())
            name = text[start : match.end()]
            verb = list(forms.HEADLINE_VERB.finditer(name))
            if verb:
                start += verb[-1].end()
                if not forms.NO_COMPANY.match(name[: verb[0].start()]):
                    yield Candidate(start - verb[-1].end(), start - verb[-1].end() + verb[0].start(), T.COMPANY, 56)
                name = text[start : match.end()]
            end = match.end()
            if kind is T.UNIVERSITY and (tail := forms.UNIVERSITY_TAIL.match(name)):
                end = start + tail.end("name")
                name = text[start:end]
            if pattern is forms.COMPANY_WORD and re.search(r"[®™]", name):
                continue  # "the partners of BRANDIX™"
            if len(name.split()) > 1 and not forms.NO_COMPANY.match(name) and "\n" not in name:
                yield Candidate(start, end, kind, rank)
    for match in forms.COLLABORATOR.finditer(text):
        name = match.group("name")
        if not forms.NO_COMPANY.match(name) and not all(w.casefold() in _dictionary() for w in name.split()):
            yield Candidate(match.start("name"), match.end("name"), organization_type(name), 53)
    for match in forms.TICKER.finditer(text):
        before = re.search(
            r"((?:[A-Z][\w®™'’.&-]*|and|of|&)(?:,? (?=\S))?)+\s*(?:\([^)]{0,40}\)\s*)?$",
            text[max(0, match.start() - 90) : match.start()],
        )
        if before:
            name = before.group().split("(")[0].rstrip(" ,")
            start = max(0, match.start() - 90) + before.start()
            start = _trim_left(text, start, start + len(name))
            end = max(0, match.start() - 90) + before.start() + len(name)
            if end - start > 2 and not forms.NO_COMPANY.match(text[start:end]):
                yield Candidate(start, end, T.COMPANY, 83)


_LEADING = re.compile(
    r"^(?:(?:The|A|An|And|In|At|On|By|For|With|From|About|Under|Its|Our|Between|To|Of|As|When|While|Since|Also|Both|Today|Meanwhile|However|Separately|Source|Contact|Contacts|Announces|Said|Dr|Mr|U\.S\. Government Awards)\b[.:]?\s+|"
    r"(?:President|Chairman|Director|Professor|Head|Chief|CEO|CFO|Officer|Partner|Founder|and|of|the|for|&)\b,?\s+)+"
)


def _trim_left(text: str, start: int, end: int) -> int:
    match = _LEADING.match(text[start:end])
    if match and match.end() < end - start:
        start += match.end()
    return start


def _products(text: str) -> Iterator[Candidate]:
    codes: Counter[str] = Counter()
    spans = []
    for match in forms.CODE.finditer(text):
        code = match.group()
        letters = re.match(r"[A-Za-z]*", code)
        if forms.NO_CODE.match(code) or not re.search(r"[A-Z]", code) or (letters and len(letters.group()) < 1):
            continue
        key = re.sub(r"[ -]", "", code)
        codes[key] += 1
        spans.append((match.start(), match.end(), code, key))
    for start, end, code, key in spans:
        spaced = re.match(r"[A-Z][A-Za-z]*\s\d", code)
        if spaced and (codes[key] < 2 and not _same_prefix(code, codes)):
            continue
        if spaced and not re.match(r"[A-Z]{2,5} \d{2,5}", code):
            continue
        yield Candidate(start, end, T.DRUG, 79)
    for match in forms.TRADEMARK.finditer(text):
        name = match.group("name")
        after = text[match.end() : match.end() + 40]
        if re.match(r"\s+(?:Inc|Corp|Ltd|Limited|AG|SA|GmbH|plc|LLC)\b", after) or forms.NO_COMPANY.match(name):
            continue
        words = name.split()
        start = match.start()
        while len(words) > 1 and (words[0] in _SENTENCE_WORDS or words[0].casefold() in _dictionary()):
            start += len(words[0]) + 1
            words.pop(0)
        kind = (
            T.PLATFORM
            if re.match(r"[^.;]{0,40}\b(?:platform|technolog)", after) and not re.match(r"\s*\(", after)
            else T.DRUG
        )
        yield Candidate(start, match.end(), kind, 77 if kind is T.DRUG else 80)
    for match in forms.STEM.finditer(text):
        if (
            len(match.group("name")) > 6
            and not forms.NO_STEM.match(match.group("name"))
            and match.group("name").casefold() not in _dictionary()
        ):
            more = re.match(
                r"(?: (?:alfa|beta|vedotin|deruxtecan|pegol|tesirine|bromide|hydrochloride|sodium|injection))+",
                text[match.end() :],
            )
            yield Candidate(match.start(), match.end() + (more.end() if more else 0), T.DRUG, 75)


def _same_prefix(code: str, codes: Counter[str]) -> bool:
    """Whether another code of the document begins with the same letters: a company numbers its products."""
    prefix = re.match(r"[A-Z]+", code)
    return prefix is not None and sum(1 for other in codes if re.match(rf"{prefix.group()}\d", other)) > 1


_SENTENCE_WORDS = frozenset(
    "The A An In On For With Of And Its Our Both When While As At By From If Until Only Unlike Using About".split()
)


@cache
def _dictionary() -> SpellChecker:
    return SpellChecker()


_DRUG_CUE = re.compile(
    r"(?:\b(?:dose[sd]? of|treatment with|treated with|trial of|study of|studies of|efficacy of|safety of|candidate,?|compound,?|inhibitor,?|antibody,?|vaccine,?|drug,?|therapy,?|approval (?:of|for)|rights to|development of|"
    r"evaluating|evaluate|formulation of|injection of|administration of|developing|develops|sells|markets|commerciali[sz]e|license(?:d|s)? (?:of|for|to)?|called|known as|form of|combination with|plus|and|of|for|with|given|as)\s+)$",
    re.IGNORECASE,
)
_DRUG_AFTER = re.compile(
    r"^(?:,? (?:a|an|the|its|our)\s+(?:\S+\s+){0,5}?(?:inhibitor|antibody|vaccine|drug|compound|candidate|agonist|antagonist|molecule|therapy|treatment|modulator|antibiotic|enzyme|medicine|peptide|virus|injection|derivative)\b|"
    r"\s+(?:is|was|has|can|may|in|plus|versus|for|with|could|will|showed|demonstrated|did|received|holds)\b|\s*\(|\s+(?:tablets?|capsules?|injection|hydrochloride|bromide|program|treatment|trial|study)\b)"
)


_APPOSED = re.compile(
    r", (?:an?|the|its|our) (?:[\w-]+ ){0,4}?(?:inhibitor|antibody|vaccine|agonist|antagonist|modulator|antibiotic|enzyme|peptide|prodrug)\b"
)


def _unknown_words(text: str, found: list[Candidate]) -> Iterator[Candidate]:
    """Words that no dictionary has, used as a drug's name is used, more than once."""
    taken = Ranges((c.start, c.end) for c in sorted(found, key=lambda c: -c.rank) if c.rank > 70)
    places: dict[str, list[tuple[int, int]]] = {}
    for match in re.finditer(r"(?<![\w-])[A-Za-z][a-z]{5,17}(?![\w-])", text):
        places.setdefault(match.group().casefold(), []).append(match.span())
    dictionary = _dictionary()
    for word, spans in places.items():
        if word in dictionary or _ordinary(word, dictionary):
            continue
        if any(taken.overlaps(start, end) for start, end in spans):
            continue
        before = sum(bool(_DRUG_CUE.search(text[max(0, s - 40) : s])) for s, _ in spans)
        after = sum(bool(_DRUG_AFTER.match(text[e : e + 80])) for _, e in spans)
        lower = any(text[s].islower() for s, _ in spans)
        if (
            any(_APPOSED.match(text[e : e + 90]) for _, e in spans)
            or (lower and before and after and len(spans) > 1)
            or (not lower and before + after >= 2 and len(spans) > 1 and _brand(text, spans))
        ):
            for start, end in spans:
                yield Candidate(start, end, T.DRUG, 58)


def _brand(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a capitalized word is called a drug somewhere."""
    return any(
        re.match(
            r"\s*\(|,? (?:a|an|the|its)\s+(?:\S+\s+){0,5}?(?:drug|medicine|treatment|therapy|capsules?|tablets?|vaccine|antibody|inhibitor)",
            text[e : e + 90],
        )
        or re.search(
            r"(?:drug|medicine|product|treatment|vaccine|candidate|capsules?|brand)s?,? $", text[max(0, s - 30) : s]
        )
        for s, e in spans
    )


def _ordinary(word: str, dictionary: SpellChecker) -> bool:
    """Whether an unknown word is made of known ones, or is a form of one: British spelling, prefixes, plurals."""
    forms_ = {
        re.sub(r"is(e|ed|es|ing|ation)$", r"iz\1", word),
        re.sub(r"our(s|ed|able)?$", r"or\1", word),
        re.sub(r"yse(d|s)?$", r"yze\1", word),
        word.replace("ae", "e").replace("oe", "e"),
        re.sub(r"(?:ies)$", "y", word),
        re.sub(r"(?:s|es|ed|ing|ly|al|ally|ic|ics|ist|ists|er|ers)$", "", word),
        re.sub(r"(?:ing|ed)$", "e", word),
        re.sub(
            r"^(?:un|re|non|pre|post|anti|co|multi|inter|over|under|bio|immuno|radio|micro|nano|neuro|cardio|chemo|onco|hemo|haemo|photo|electro|gastro|dermato|endo|trans|poly|sub|super|hyper|hypo|auto|geno|pharma|pharmaco|cyto|patho|physio|psycho|meta)",
            "",
            word,
        ),
        re.sub(
            r"(?:therapies|therapy|therapeutics?|logics?|logies|logy|logist|pathy|genic|genesis|biomes?|markers?|science|sciences|toxins?|viruses|virus|cells?)$",
            "",
            word,
        ),
    }
    forms_ |= {re.sub(r"s$", "", f) for f in forms_}
    return any(f in dictionary and len(f) > 2 for f in forms_ - {word}) or word.endswith(
        (
            "therapeutics",
            "therapies",
            "toxins",
            "biome",
            "logics",
            "pharmaceuticals",
            "kinetics",
            "dynamics",
            "genomics",
            "vascular",
            "carcinoma",
            "lymphoma",
            "omics",
            "itis",
            "osis",
            "ization",
            "isation",
            "globulin",
            "proteins",
            "receptors",
            "alisation",
            "conjugates",
        )
    )


_NAMED_GENERAL = re.compile(
    r"(?i)^(?:(?:advanced|metastatic|various|other)\s)?(?:solid tumou?rs?|hematologic(?:al)? (?:malignanc(?:y|ies)|cancers?)|blood cancers?)$"
)


def _disease(text: str, start: int, end: int, rank: int, identifier: str | None) -> Iterator[Candidate]:
    """A disease with the words that say which: "relapsed or refractory" before it, "of the ovary" after it."""
    begin = start
    while True:
        before = re.search(rf"(?<![\w-]){forms.SETTING}$", text[max(0, begin - 60) : begin], re.IGNORECASE)
        if before is None or "\n" in before.group():
            break
        begin -= len(before.group())
        if re.match(r"(?:or|and|,)\b", text[begin:]):
            break
    name = text[begin:end]
    after = re.match(
        r"\s+(?:(?:of|in) the (?:head and neck|lung|breast|liver|pancreas|prostate|skin|colon|ovary(?: and fallopian tube)?|bladder|brain|kidney|eye|cervix)|with (?:constipation|diarrhea)(?: predominant)?)\b",
        text[end:],
    )
    if after:
        end += after.end()
    if forms.GENERIC_DISEASE.match(name) and not forms.PLAIN_DISEASE.search(name) and not after:
        return
    if re.fullmatch(r"(?i)rare p(?:a)?ediatric diseases?", name):
        return  # a designation
    if re.match(r"(?i)(?:hematologic(?:al)?|blood) and solid", name):
        return
    sentence = text[max(0, start - 120) : end + 60]
    if forms.ADVERSE.search(sentence) and rank < 85 and len(name.split()) == 1:
        return
    yield Candidate(begin, end, T.INDICATION, rank, identifier if begin == start else None)


_DISEASE_STOP = frozenset(
    """treatment treatments therapy therapies patients patient adults children people men women trial study with of for in the a an and or to its our their this that from by on as at against about is was are be
    has have been treat treating prevent prevention manage management drug drugs medicine medicines vaccine diagnosis diagnostic who other others first second including include includes develop developing develops risk anti new
    potential into under between both these those such through during after before when where which while phase two three four five million every each some all any most many lead leads ii iii relapse not no than imaging
    cases market company launched approved received studied recruiting suffering having caused causes causing called said only orphan rare unmet known sells designation status onset course fight fighting infects strikes
    same based like similar experimental constant patented selective inside gene cell broad range variety number types forms form kind kinds additional""".split()
)


def _diseases(doc: Doc) -> Iterator[Candidate]:
    text = doc.text
    verbs = {
        t.idx for t in doc if t.tag_ in {"VB", "VBZ", "VBP", "VBD", "IN", "DT", "PRP", "PRP$", "MD", "TO", "RP", "POS"}
    }
    for match in forms.DISEASE.finditer(text):
        words = list(re.finditer(r"\S+", match.group("name")))
        first = 0
        for number, word in enumerate(words[:-1]):
            bare = word.group().strip(",.;:").casefold()
            stops = (
                bare in _DISEASE_STOP
                or bare.endswith(("-based", "-targeted", "-targeting", "-focused", "’s", "'s"))
                or (match.start("name") + word.start() in verbs and word.group().islower())
                or word.group().endswith((",", ".", ";", ":"))
                or "\n" in match.group("name")[word.end() : words[number + 1].start()]
            )
            if stops and not (bare in {"and", "or", "&"} and number > 0 and first < number):
                first = number + 1
        while first < len(words) - 1 and words[first].group().casefold() in {"and", "or", "&"}:
            first += 1
        start = match.start("name") + words[first].start()
        name = text[start : match.end("name")]
        if re.match(
            r"[- ](?:cell[- ])?target|-(?:specific|selective)", text[match.end() : match.end() + 16], re.IGNORECASE
        ):
            continue
        if len(name.split()) == 1 and not re.search(
            r"(?:oma|itis|emia|asthma|psoriasis|epilepsy|schizophrenia|migraine|diabetes|obesity|sepsis|lupus|glaucoma|gout|narcolepsy|sclerosis|amyloidosis|hypertension|stroke|angioedema|endometriosis|acne|depression)s?$",
            name,
            re.IGNORECASE,
        ):
            continue
        yield from _disease(text, start, match.end("name"), 72, None)


def _targets(text: str) -> Iterator[Candidate]:
    for pattern, rank in (
        (forms.TARGET_VERB, 62),
        (forms.TARGET_PREFIX, 66),
        (forms.TARGETED, 64),
        (forms.TARGET_BEFORE, 63),
    ):
        for match in pattern.finditer(text):
            name = match.group("name")
            if (
                len(name) < 2
                or forms.NO_TARGET.match(name)
                or (
                    name.casefold() in _dictionary()
                    and not re.search(r"\d", name)
                    and " " not in name
                    and name.islower()
                )
            ) and name.casefold() not in {
                "endoglin",
                "utrophin",
                "dystrophin",
                "mesothelin",
                "tubulin",
                "thrombin",
                "complement",
            }:
                continue
            if forms.NO_TARGET.match(name.split()[0]):
                continue
            yield Candidate(match.start("name"), match.end("name"), T.TARGET, rank)


_NO_PLATFORM = re.compile(
    r"(?i)^(?:the|our|its|this|company|new|proprietary|technology|information|biotech\w*|life sciences?|health|medical|drug|phase .*)$"
)


def _platforms_and_trials(text: str) -> Iterator[Candidate]:
    for match in forms.REGISTRY.finditer(text):
        yield Candidate(match.start(), match.end(), T.TRIAL, 100)
    for match in forms.TRIAL_NAME.finditer(text):
        name = match.group("name")
        plain = not forms.NO_CODE.match(name) or re.match(r"[A-Z][a-z]+[A-Z]", name)
        if not forms.NO_TRIAL.match(name) and plain and len(name) > 3:
            yield Candidate(match.start("name"), match.end("name"), T.TRIAL, 81)
    for pattern in (forms.TRIAL_APPOSITION, forms.TRIAL_NUMBER, forms.TRIAL_PAIR):
        for match in pattern.finditer(text):
            name = match.group("name")
            if not forms.NO_TRIAL.match(name) and not forms.NO_TARGET.match(name):
                yield Candidate(match.start("name"), match.end("name"), T.TRIAL, 82)
    for match in forms.PLATFORM_PHRASE.finditer(text):
        group = "name" if match.group("name") else "other"
        name = match.group(group)
        if not forms.NO_COMPANY.match(name) and name.casefold() not in _dictionary():
            yield Candidate(match.start(group), match.end(group), T.PLATFORM, 80)
    for match in forms.TRIAL_AFTER.finditer(text):
        group = "name" if match.group("name") else "other"
        if not forms.NO_TRIAL.match(match.group(group)):
            yield Candidate(match.start(group), match.end(group), T.TRIAL, 82)
    for match in forms.PLATFORM.finditer(text):
        name = match.group("name").strip()
        words = name.split()
        start = match.start()
        while words and (
            words[0] in _SENTENCE_WORDS
            or words[0] in {"Our", "Company", "Proprietary"}
            or words[0].endswith(("'s", "’s"))
        ):
            start += len(words[0]) + 1
            words.pop(0)
        head = " ".join(words)
        if (
            not head
            or _NO_PLATFORM.match(head)
            or (all(w.casefold() in _dictionary() and not w.isupper() for w in words if w.isalpha()) and len(words) < 2)
        ):
            continue
        yield Candidate(start, match.end(), T.PLATFORM, 80)
    for match in forms.PLATFORM_APPOSITION.finditer(text):
        if not forms.NO_COMPANY.match(match.group("name")) and match.group("name").split()[0] not in _SENTENCE_WORDS:
            yield Candidate(match.start("name"), match.end("name"), T.PLATFORM, 80)


def _people(text: str) -> Iterator[Candidate]:
    for pattern, rank in (
        (forms.TITLED_PERSON, 95),
        (forms.DEGREED_PERSON, 94),
        (forms.PERSON_ROLE, 92),
        (forms.SAID_PERSON, 93),
        (forms.ROLE_PERSON, 91),
    ):
        for match in pattern.finditer(text):
            name = match.group("name")
            if "\n" in name or _no_person(name):
                continue
            yield Candidate(match.start("name"), match.end("name"), T.PERSON, rank)


def table_people(text: str, section: Section) -> Iterator[tuple[int, int, int, int, list[tuple[int, int, str]]]]:
    """Rows that hold people, each with a cell of other roles beside.

    Yields:
        For each person the range of the name, that of the title, and of each organization in the next cell its range
        and the title there ("" where none is given).
    """
    at = section.start
    for line in text[section.start : section.end].split("\n"):
        cells, start = [], at
        for cell in line.split("\t"):
            cells.append((start, cell))
            start += len(cell) + 1
        at += len(line) + 1
        for number, (offset, cell) in enumerate(cells):
            match = forms.ROW_PERSON.match(cell)
            if match is None or _no_person(match.group("name")):
                continue
            beside = cells[number + 1] if number + 1 < len(cells) else (0, "")
            others = [] if forms.ROW_PERSON.match(beside[1]) else list(_roles(*beside))
            yield (
                offset + match.start("name"),
                offset + match.end("name"),
                offset + match.start("title"),
                offset + match.end("title"),
                others,
            )


def _roles(offset: int, cell: str) -> Iterator[tuple[int, int, str]]:
    """As in "Acme Bio- CEO; Beta, Gamma Ltd." as organizations with titles."""
    pieces = [m for m in re.finditer(r"[^;]+", cell) if m.group().strip()]
    skip = False
    for number, piece in enumerate(pieces):
        if skip:
            skip = False
            continue
        words = piece.group()
        yield from _role_parts(
            offset + piece.start(), words, pieces[number + 1].group() if number + 1 < len(pieces) else ""
        )
        skip = (
            number + 1 < len(pieces)
            and _bare_org(words)
            and bool(
                re.match(rf"\s*(?:[A-Z][\w&/]*[\s,]+){{0,3}}?(?i:{forms.ROLE_WORDS})\b", pieces[number + 1].group())
            )
        )


def _bare_org(words: str) -> bool:
    return forms.ROW_ROLE.match(words) is None and "," not in re.sub(
        r",?\s+(?:LLC|Inc\.?|Ltd\.?|LLP)$", "", words.strip()
    )


def _role_parts(offset: int, words: str, following: str) -> Iterator[tuple[int, int, str]]:
    title_next = re.match(
        rf"\s*(?P<title>(?:[A-Z][\w&/]*[\s,]+){{0,3}}?(?i:{forms.ROLE_WORDS})\b.*)$", following, re.DOTALL
    )
    if _bare_org(words):
        start = len(words) - len(words.lstrip())
        yield offset + start, offset + len(words.rstrip()), title_next.group("title").strip() if title_next else ""
        return
    match = forms.ROW_ROLE.match(words)
    if match:
        # "Acme LLP- CBO Beta Pharma, Inc VP Corp Dev": a second organization after the first title.
        title = match.group("title").strip()
        second = re.match(
            r"(?P<first>(?:[A-Z]{2,4}|[A-Z][\w&/, ]*?(?i:officer|president|director)))\s+(?P<rest>[A-Z][\w-]+ [A-Z]\w+,? (?:Inc|LLC|Ltd|Corp|Pharma\w*|Therapeutics)\b.*)$",
            title,
            re.DOTALL,
        )
        yield offset + match.start("org"), offset + match.end("org"), second.group("first") if second else title
        if second:
            yield from _role_parts(offset + match.start("title") + second.start("rest"), second.group("rest"), "")
        return
    for name in re.finditer(r"[^,]+(?:,\s*(?:LLC|Inc\.?|Ltd\.?|LLP))?", words):
        start = name.start() + len(name.group()) - len(name.group().lstrip())
        if name.group().strip() and name.group().strip()[0].isupper():
            yield offset + start, offset + name.start() + len(name.group().rstrip()), ""


def _rows(document: Document) -> Iterator[Candidate]:
    """People and organizations of leadership tables."""
    for section in document.sections:
        if section.kind is SectionKind.TABLE:
            for start, end, _, _, others in table_people(document.text, section):
                yield Candidate(start, end, T.PERSON, 99)
                for first, last, _ in others:
                    yield Candidate(first, last, organization_type(document.text[first:last]), 98)


def _no_person(name: str) -> bool:
    words = name.split()
    bad = {
        "Company",
        "Inc",
        "Phase",
        "The",
        "University",
        "Cancer",
        "Center",
        "Centre",
        "Institute",
        "Pharma",
        "Pharmaceuticals",
        "Therapeutics",
        "Biosciences",
        "Capital",
        "Partners",
        "Chief",
        "Executive",
        "Officer",
        "President",
        "Director",
        "Vice",
        "Senior",
        "Medical",
        "Research",
        "Development",
        "Business",
        "Clinical",
        "Board",
        "Investor",
        "Relations",
        "Media",
        "Corporate",
        "Health",
        "Hospital",
        "College",
        "School",
        "Medicine",
        "Oncology",
        "Hematology",
        "Science",
        "Sciences",
        "Group",
        "Foundation",
        "Society",
        "Drug",
        "Food",
        "United",
        "States",
        "New",
        "Genetics",
        "Biologics",
        "Operations",
        "Commercial",
        "Scientific",
        "Department",
        "Division",
        "Global",
        "Head",
        "Corporation",
        "Limited",
        "International",
        "Professor",
    }
    return (
        len(words) < 2
        or len(words) > 5
        or any(w.strip(".,") in bad for w in words)
        or not re.match(r"[A-ZÀ-Þ]", words[-1])
        or bool(forms.UNIVERSITY_WORDS.search(name))
    )


def _places(text: str) -> Iterator[Candidate]:
    for pattern, rank in (
        (forms.CITY_STATE, 82),
        (forms.CITY_COUNTRY_PAREN, 82),
        (forms.BASED_CITY, 81),
        (forms.BASED_IN_CITY, 71),
    ):
        for match in pattern.finditer(text):
            name = match.group("name")
            start = match.start("name")
            if lead := re.match(r"(?:Headquartered|Based|Located) (?:in|at) ", name):
                start += lead.end()
            end = match.end("name")
            if stop := re.search(r"(?<!\bSt)(?<!\bMt)(?<!\bFt)\.\s", text[start:end].split(",")[0]):
                end = start + stop.start()
            elif "," not in name and name.endswith("."):
                end -= 1
            if "\n" not in name:
                yield Candidate(start, end, T.PLACE, rank)
    for match in forms.DATELINE_CITY.finditer(text):
        group = "name" if match.group("name") else "after"
        yield Candidate(match.start(group), match.end(group), T.PLACE, 83)


_NO_PLACE = frozenset("company phase orphan m.d ph.d md phd avg u.s atlantic".split())
_HEADED = re.compile(
    r"(?m)^\W*(?P<name>(?:[A-Z][\w&.'’-]+\s){1,4}?)(?:[A-Z]{2,6}\s|[A-Z][a-z]+\s)?(?:Collaboration|Partnership|Alliance)\b(?!.{30})"
)
_ATTRIBUTED = re.compile(
    rf"(?m)^\W*(?P<person>{forms.PERSON}),\s+(?P<name>(?:[A-Z][\w&.'’-]+\s?){{1,4}}?)\s*(?:,|\s[-–—])\s+(?=(?:[A-Z]\w+\s){{0,3}}?(?i:{forms.ROLE_WORDS})\b)"
)


def _slide_names(text: str) -> Iterator[Candidate]:
    """Organizations of slides: "Example Bio Collaboration", "- Ann Berg, Example Bio - Head of R&D"."""
    for match in _HEADED.finditer(text):
        name = match.group("name").strip()
        if not forms.NO_COMPANY.match(name) and any(w.casefold() not in _dictionary() for w in name.split()):
            yield Candidate(match.start("name"), match.start("name") + len(name), organization_type(name), 96)
    for match in _ATTRIBUTED.finditer(text):
        name = match.group("name").strip()
        if not _no_person(match.group("person")) and not forms.NO_COMPANY.match(name):
            yield Candidate(match.start("person"), match.end("person"), T.PERSON, 97)
            yield Candidate(match.start("name"), match.start("name") + len(name), organization_type(name), 97)


_COMPANY_AFTER = re.compile(
    r"^,\s+(?:the|an?)\s+(?:[\w-]+\s){0,4}?(?:company|group|firm|drug\s?maker|manufacturer|biotech\w*|pharma\w*|developer|supplier|distributor)\b"
)
_COMPANY_BEFORE = re.compile(
    r"\b(?:collaborat\w+|agreements?|partnership|alliance|joint venture|licen[cs]ed?|acquired|acquisition|subsidiary|shares)\s+(?:[\w-]+\s+){0,2}?(?:with|by|from|of|between)\s+$"
)


def _used_as_company(text: str, start: int, end: int) -> bool:
    """Whether a name that looks like a person's or a place's is dealt with as a company is."""
    return bool(_COMPANY_AFTER.match(text[end : end + 90]) or _COMPANY_BEFORE.search(text[max(0, start - 70) : start]))


def _statistical(doc: Doc) -> Iterator[Candidate]:
    text = str(doc.text)
    kinds = {"ORG": 55, "PERSON": 56, "GPE": 54, "LOC": 40}
    for span in doc.ents:
        rank = kinds.get(span.label_)
        if rank is None:
            continue
        words = span.text.strip()
        start = span.start_char + (len(span.text) - len(span.text.lstrip()))
        lead = re.match(r"(?:the|The|a|an)\s+", words)
        if lead:
            start += lead.end()
            words = words[lead.end() :]
        words = re.sub(r"(?:['’]s|[,;:]|(?<![A-Z])\.)+$", "", words)
        if (
            not words
            or "\n" in words
            or not words[0].isupper()
            or len(words) < 3
            or len(words.split()) > 7
            or re.search(r"[@\t<>|$%]", words)
        ):
            continue
        end = start + len(words)
        if span.label_ in {"PERSON", "GPE"} and _used_as_company(text, start, end):
            yield Candidate(start, end, organization_type(words), 57)
        elif span.label_ == "PERSON":
            if (
                re.fullmatch(forms.PERSON, words)
                and not _no_person(words)
                and (
                    words.split()[0].casefold() in forms.FIRST_NAMES
                    or not all(w.casefold() in _dictionary() for w in re.findall(r"[A-Za-z]{2,}", words))
                )
                and not forms.HEADLINE_VERB.search(words)
            ):
                yield Candidate(start, end, T.PERSON, rank)
        elif span.label_ in {"GPE", "LOC"}:
            if re.fullmatch(r"[A-Z][A-Za-zà-ÿ.'’ -]+", words) and not forms.NO_PLACE.fullmatch(words):
                yield Candidate(start, end, T.PLACE, rank)
        elif (
            not forms.NO_COMPANY.match(words)
            and not forms.NO_COMPANY_END.search(words)
            and not forms.NO_CODE.match(words)
            and not re.match(r"\d", words)
        ):
            abbreviation = re.fullmatch(r"[A-Z]{2,6}s?", words)
            if abbreviation and re.search(rf"[a-z\d]\W{{1,2}}\({re.escape(words.rstrip('s'))}s?\)", text):
                continue  # defined as short for words that are no name
            if verb := forms.HEADLINE_VERB.search(words):
                words = words[: verb.start()]
                end = start + len(words)
            if (
                all(w.casefold() in _dictionary() for w in re.findall(r"[A-Za-z]+", words))
                and organization_type(words) is T.COMPANY
            ):
                continue  # capitalized ordinary words: a heading, a title
            yield Candidate(start, end, organization_type(words), rank)


def _subjects(document: Document) -> Iterator[Candidate]:
    """What an "About" heading is about."""
    for section in document.sections:
        if section.kind is not SectionKind.ABOUT or not section.title:
            continue
        match = re.match(r"About\s+(?:the\s+)?", section.title)
        if match is None:
            continue
        name = re.sub(r"\s*\([^)]*\)$", "", section.title[match.end() :]).rstrip(".:®™ ")
        at = document.text.find(section.title, section.start)
        start = at + match.end()
        if at < 0 or len(name.split()) > 5 or forms.NO_COMPANY.match(name):
            continue
        body = document.text[section.start + len(section.title) : section.end]
        if re.search(
            rf"{re.escape(name)}\S*\s+(?:[\w(),.®™ -]{{0,60}}?\s)?is an?\s+(?:\S+\s+){{0,6}}?(?:compan|biopharma|firm|group|organi[sz]ation)",
            body,
        ) or re.search(rf"(?:^|\s){re.escape(name)}\s+(?:develops|discovers|seeks|works on|sells|specializes)", body):
            yield Candidate(start, start + len(name), organization_type(name), 78)
        elif (
            re.search(
                r"\bis an?\s+(?:\S+\s+){0,8}?(?:inhibitor|antibody|vaccine|drug|compound|candidate|agonist|antagonist|molecule|therapy|modulator|antibiotic|medicine|peptide|treatment|conjugate)\b",
                body[:300],
            )
            and name.split()[0].casefold() not in _dictionary()
        ):
            yield Candidate(start, start + len(name), T.DRUG, 73)
