"""Organizations by the form of their names: legal forms, usual words, tickers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kg.gazetteer import is_place
from kg.nlp.recognition import cues, forms
from kg.nlp.recognition.candidate import Candidate, english, organization_type
from kg.nlp.recognition.forms import Form
from kg.terms import EntityType

T = EntityType

_CAP = r"(?:[A-Z][\w®™'’+-]*|[a-z]{1,3}[A-Z][\w-]*|\d[A-Za-z][\w-]*)"
# "Acme & Sons Pharma, Inc."
_COMPANY_LEGAL = Form(
    rf"(?<!\w)(?<!\w-)(?P<name>{_CAP}(?:[ -](?:(?:&|and|of|\+)[ ])?(?:{_CAP}|\d{{1,3}}(?= ))){{0,5}})"
    rf",?[ ]{forms.LEGAL}"
)
# "Acme Therapeutics"
_COMPANY_WORD = Form(
    rf"(?<!\w)(?<!\w-)(?P<name>{_CAP}(?:[ ](?:&[ ])?{_CAP}){{0,4}}[ ](?:<<organization:company-ending>>))"
    r"(?![\w-])(?! (?:<<organization:no-company-after>>)\b)"
)
# "University of Examplia at Townville Cancer Center"
_UNIVERSITY_OF = (
    rf"(?:The )?(?:<<organization:university-head>>) (?:of|for|de|d['’]) {_CAP}"
    rf"(?:(?:,? (?:and|of|for|at|&|de)| (?:and|of) the)? {_CAP}){{0,5}}"
    rf"(?:(?: {_CAP}){{0,3}} (?:Cancer|Medical|Research|Health|Sciences) (?:Center|Centre|Institute|Campus))?"
)
# "Example University School of Medicine", "Example Hospital", "Example Institute for Examples"
_NAMED_UNIVERSITY = (
    rf"(?:The )?{_CAP}(?: (?:(?:of|and|&|for|the) )?{_CAP}){{0,5}} (?:University(?: of {_CAP}(?: {_CAP})?)?"
    r"(?: (?:Hospital|School of Medicine|Medical Center|College of Medicine)s?)?"
    rf"|Hospitals?(?: {_CAP})?"
    r"|(?:Cancer|Medical|Research|Health|Epilepsy|Children['’]s Medical|Proton)"
    r" (?:Center|Centre|Institute|College|School|Campus)"
    rf"|Institutes?(?: of {_CAP}(?: {_CAP})*| for {_CAP}(?: {_CAP})*)?"
    rf"|Clinic|College(?: of {_CAP}| {_CAP})?|School of (?:Medicine|Public Health)|Infirmary)"
)
_UNIVERSITY = Form(rf"(?<!\w)(?<!\w-)(?:{_UNIVERSITY_OF}|{_NAMED_UNIVERSITY})(?![\w-])")
# "U.S. Department of Examples"
_OFFICE = (
    r"(?:(?:<<organization:agency-country>>) )?"
    r"(?:Ministry|Department|Agency|Administration|Office|Bureau|Secretariat) (?:of|for) "
    rf"(?:the )?{_CAP}(?:(?:,? (?:and|of|for)| (?:and|of) the)? {_CAP}){{0,5}}"
)
# "National Example Council"
_NATIONAL = (
    rf"(?:National|Federal|State) {_CAP}(?: (?:(?:of|and|for|on) )?{_CAP}){{0,4}} "
    r"(?:Agency|Administration|Authority|Commission|Council|Board|Ministry)"
)
# "Examplian Medicines Agency"
_REGULATOR = (
    rf"{_CAP}(?: {_CAP}){{0,3}} (?:Surveillance|Regulatory|Medicines|Drug|Health|Products) "
    r"(?:Agency|Authority|Administration)"
)
_AGENCY = Form(rf"(?<!\w)(?<!\w-)(?:{_OFFICE}|{_NATIONAL}|{_REGULATOR})(?![\w-])")
# "The Example Foundation for Examples"
_NONPROFIT = Form(
    rf"(?<!\w)(?<!\w-)(?:The )?{_CAP}(?: (?:(?:&|and|of|for|the) )?{_CAP}){{0,5}} "
    rf"(?:<<organization:nonprofit-ending>>)(?: (?:for|of) {_CAP}(?: {_CAP}){{0,4}})?(?![\w-])"
)
# "Acme Signs": the verb of a headline
_HEADLINE_VERB = Form(
    r"(?<=\w)\s(?:<<organization:headline-plural-verb>>)(?:\s|$)"
    r"|\s(?:<<organization:headline-verb>>)(?:\s|$)"
)
# "Example Medical Center" in "Example Medical Center Clinical Program"
_UNIVERSITY_TAIL = Form(
    r"(?P<name>.*(?:Cancer Cent(?:er|re)|Medical Cent(?:er|re)|School of Medicine|Hospital"
    r"|University(?: of [A-Z]\w+)?))\s+(?:\w+\s+)*(?:<<organization:university-tail>>)\b"
)
# "partnered with Acme", a heading "Acme Bio Collaboration"
_COLLABORATOR = Form(
    r"(?:\b(?:<<organization:partnering>>)\s+(?:it\s+|them\s+|jointly\s+)?(?:with|from|to|by)\s+"
    r"|(?m:^)(?=[A-Z][\w-]+ [A-Z][\w-]+ (?:[A-Z]{2,5} )?(?:Collaboration|Partnership|Alliance)\s*$))"
    r"(?P<name>[A-Z][a-z][\w-]*(?: [A-Z][a-z][\w-]+)?)(?=[\s,.;])(?! (?:County|Street|Road|Avenue))"
)
# "Example University and Example Medical Center" are two
_TWO = Form(
    r"(?P<first>[^,]*\b(?:University|Hospital|Institute|Center|Centre|Clinic|College)(?: of [A-Z]\w+)?)"
    r"(?:'s|,? (?:and|at|at the)) (?:the )?(?P<second>[A-Z].*(?:<<organization:campus-head>>).*)$"
)
# "FDA", "ARPA-X"
_SHORT = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{1,9}(?:-[A-Z])?(?![\w-])")
# "American Society of Example Oncology", "European Academy of Exampling"
_SCHOLARLY = Form(
    r"(?<![\w-])(?:(?:[A-Z][\w&-]+ ){0,4}(?:<<organization:scholarly-head>>))"
    r"(?: (?:of|for|on|in|to) )?(?:(?:the |and |& |, |of |for |in )?[A-Z][\w-]+(?: |(?=,)|\b)){0,6}"
    r"(?<=\w)(?: (?:Organi[sz]ation|Society|Foundation|Association))?(?![\w-])"
)
# "University of Examplia, Townville", "University of Examplia at Townville"
_SEAT = (
    r"University of (?:<<organization:university-state>>)(?:,? at |, |-| )"
    r"(?:San (?:Francisco|Diego|Antonio)|Los Angeles|Santa \w+"
    r"|(?!Medical|Cancer|Health|School|Hospital)[A-Z][a-z]+(?: Hill)?)(?! (?:Cancer|Medical|Health|School))"
)
# "University of Examplia Medical Branch", "University Medical Center Townville"
_UNIVERSITY_HOSPITAL = (
    r"University of [A-Z]\w+ (?:Medical Branch|Health Science Center)"
    r"|University (?:Medical|Hospital|Health) (?:(?:Center|Centre|Network) )?[A-Z][a-z]+"
)
# "Université de Townville", "Townville Universität"
_FOREIGN_UNIVERSITY = (
    r"(?:Université|Universit[äa]t(?:sklinikum|smedizin)?|Institut) (?:[dl]'|d[ei] |du |für |of )?"
    r"[A-ZÀ-Þ]\w+(?:-[A-Z]\w+){0,3}(?: [A-Z]\w+)?"
    r"|[A-Z]\w+(?:[ -][A-Z]\w+){0,2} (?:Universit(?:é|ät|y|à))(?! (?:of|School|Hospital|Medical|Health))"
)
_CAMPUS = Form(rf"(?<![\w-])(?:{_SEAT}|{_UNIVERSITY_HOSPITAL}|{_FOREIGN_UNIVERSITY})")
# "Example obtained an option": what no dictionary has and acts as companies do, and is named again
_ACTS = Form(r"(?m)(?:^|(?<=[.] ))(?P<name>[A-Z][a-z]{3,14}) (?:<<organization:company-act>>)\b")
_SURELY = re.compile(r"(?i)(?:pharma\w*|therapeutics|bio\w+|biotech\w*|vaccines|labs|laboratories)$")
# "Example appointed Ann Berg as"
_APPOINTS = Form(
    r"(?m)^(?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}) (?:has )?"
    r"(?:appoint(?:s|ed)|names|named|hires|hired|promotes|promoted) "
    rf"(?:Dr\.? )?{forms.PERSON}{forms.DEGREES}*,? (?:as|to)\b"
)
# "However, ", "CEO of ": words before a name
_LEADING = Form(r"^(?:(?:<<organization:leading-word>>)\b[.:]?\s+|(?:<<organization:leading-role>>)\b,?\s+)+")
# "Springfield, Illinois-based Acme", and in headlines "Gives Rights To Acme": what stands before is no name.
_NO_PART = re.compile(
    r"^.*(?:\b[A-Z][\w.]*-(?:based|headquartered|listed|traded|owned)|\s(?:To|By|With|From|For|In|Of|Between))\s+"
)
_SIGN = re.compile(r"\s?[®™]")
_OF = re.compile(r" of\b")


# "Business Officer of" before "Example Inc."
_TITLE_OF = re.compile(
    r"[\w ,&-]*\b(?:Chair(?:man|woman)?|Counsel|Director|Founder|Head|Manager|Member|Officer|Partner|President)s? of (?=[A-Z])"
)


def organizations(text: str) -> Iterator[Candidate]:
    """Organizations by the form of their names."""
    for match in _COMPANY_LEGAL.finditer(text):
        start = trim_left(text, match.start("name"), match.end("name"))
        if verbs := list(_HEADLINE_VERB.finditer(" " + text[start : match.end("name")])):
            start += verbs[-1].end() - 1
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
        (_UNIVERSITY, T.UNIVERSITY, 86),
        (_AGENCY, T.AGENCY, 86),
        (_NONPROFIT, T.NONPROFIT, 85),
        (_COMPANY_WORD, T.COMPANY, 84),
    ):
        for match in pattern.finditer(text):
            start = trim_left(text, match.start(), match.end())
            name = text[start : match.end()]
            verbs = list(_HEADLINE_VERB.finditer(" " + name))
            if verbs:
                subject = name[: max(0, verbs[0].start() - 1)]
                if subject and not forms.NO_COMPANY.match(subject):
                    yield Candidate(start, start + len(subject), T.COMPANY, 56)
                start += verbs[-1].end() - 1
                name = text[start : match.end()]
            end = match.end()
            if kind is T.UNIVERSITY and (tail := _UNIVERSITY_TAIL.match(name)):
                end = start + tail.end("name")
                name = text[start:end]
            if pattern is _COMPANY_WORD and (re.search(r"[®™]", name) or _SIGN.match(text, end)):
                if re.search(r"Technolog(?:y|ies)$", name):
                    yield Candidate(start, end, T.PLATFORM, 81)
                continue  # "the partners of BRANDIX™"
            of = _OF.match(text, end) and not _SURELY.search(name)
            if pattern is _COMPANY_WORD and of:
                continue  # "Partners of the firm", "Group of Five"
            if kind is T.UNIVERSITY and (both := _TWO.match(name)):
                yield Candidate(start, start + both.end("first"), kind, rank)
                start += both.start("second")
                name = text[start:end]
            if len(name.split()) > 1 and not forms.NO_COMPANY.match(name) and "\n" not in name:
                yield Candidate(start, end, kind, rank)
    for match in _SHORT.finditer(text):
        for kind, name in ((T.AGENCY, "agencies"), (T.NONPROFIT, "societies")):
            if match.group() in cues.words(name):
                yield Candidate(match.start(), match.end(), kind, 86)
    for match in _SCHOLARLY.finditer(text):
        start = trim_left(text, match.start(), match.end())
        yield Candidate(start, match.end(), T.NONPROFIT, 86)
    for match in _CAMPUS.finditer(text):
        yield Candidate(match.start(), match.end(), T.UNIVERSITY, 88)
    for match in _COLLABORATOR.finditer(text):
        name = match.group("name")
        if not forms.NO_COMPANY.match(name) and not all(w.casefold() in english() for w in name.split()):
            yield Candidate(match.start("name"), match.end("name"), organization_type(name), 53)
    for match in _APPOINTS.finditer(text):
        name = match.group("name")
        if not forms.NO_COMPANY.match(name) and not (" " not in name and name.casefold() in english()):
            yield Candidate(match.start("name"), match.end("name"), organization_type(name), 61)
    acts = Counter(m.group("name") for m in _ACTS.finditer(text))
    words = Counter(re.findall(r"\w+", text)) if acts else Counter()
    for match in _ACTS.finditer(text):
        name = match.group("name")
        known = name.casefold() in english() or is_place(name) or forms.NO_COMPANY.match(name)
        if not known and (acts[name] > 1 or words[name] > 1):
            yield Candidate(match.start("name"), match.end("name"), T.COMPANY, 52)
    for match in forms.TICKER.finditer(text):
        start = _run_before(text, match.start())
        name = text[start : match.start()].rstrip(" ,")
        end = start + len(name)
        if end - start > 2 and not forms.NO_COMPANY.match(name):
            yield Candidate(trim_left(text, start, end), end, T.COMPANY, 83)


def _run_before(text: str, end: int) -> int:
    """Where the capitalized words begin that stand before a bracket; another bracket between is passed over."""
    begin = max(0, end - 90)
    words = list(re.finditer(r"[^\s(]+|\([^()\n]{0,40}\)?|\n", text[begin:end]))
    first = end - begin
    for number, word in enumerate(reversed(words)):
        plain = word.group()
        if plain.startswith("(") and number == 0:
            continue
        if not re.match(r"[A-Z][\w.&®™'-]*,?$|[a-z]{1,2}[A-Z]\w+|\d{1,3}$|(?:and|of|&)$", plain) or (
            plain.endswith(".") and len(plain) > 5
        ):
            break
        first = word.start()
    return begin + first


def trim_left(text: str, start: int, end: int) -> int:
    """Where a name begins, once the words before it that are no part of it are left out."""
    if (title := _TITLE_OF.match(text, start, end)) is not None:
        start = title.end()
    seat = re.match(r"(?P<place>[A-Z][\w ]+)['’]s\s+(?=[A-Z])", text[start:end])
    if seat and is_place(seat.group("place")):
        start += seat.end()  # "New Haven's Acme"
    for pattern in (_NO_PART, _LEADING):
        match = pattern.match(text[start:end])
        if match and match.end() < end - start:
            start += match.end()
    return start
