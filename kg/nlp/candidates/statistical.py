"""Names that the statistical model finds, and places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.gazetteer import is_place
from kg.model import Document
from kg.nlp import forms
from kg.nlp.candidates.candidate import Candidate, english, organization_type
from kg.nlp.candidates.people import no_person
from kg.terms import EntityType, SectionKind

T = EntityType


_STATE = re.compile(
    "Minnesota|Arizona|Pennsylvania|California|Massachusetts|Texas|Florida|Illinois|Ohio|Wisconsin|Maryland|Virginia|Colorado|Oregon|Utah|Michigan|Indiana|Georgia|Tennessee|Connecticut|New Jersey|North Carolina|South Carolina"
)
_MONTH = re.compile(r"(?i)(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?")
_CAPITALIZED = re.compile(r"[A-Z][\w.'’]+(?:-\w+)*(?: [A-Z][\w.'’]+(?:-\w+)*){0,3}")


def places(document: Document) -> Iterator[Candidate]:
    """Places with a state or country, in datelines, or said to be where somebody is."""
    text = document.text
    for section in document.sections:
        if section.kind is SectionKind.DATELINE:
            for match in _CAPITALIZED.finditer(text, section.start, section.end):
                if is_place(match.group()) and not _MONTH.fullmatch(match.group()):
                    yield Candidate(match.start(), match.end(), T.PLACE, 81)
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
            if owner := re.match(r".*['’]s\s", text[start : match.end("name")]):
                start += owner.end()  # "Acme's Portsmouth, NH site"
            end = match.end("name")
            if stop := re.search(r"(?<!\bSt)(?<!\bMt)(?<!\bFt)\.\s", text[start:end].split(",")[0]):
                end = start + stop.start()
            elif "," not in name and name.endswith("."):
                end -= 1
            if "\n" not in name and not _STATE.fullmatch(name.split(",")[0]):  # no "Minnesota, Arizona"
                yield Candidate(start, end, T.PLACE, rank)
    for match in forms.DATELINE_CITY.finditer(text):
        group = "name" if match.group("name") else "after"
        yield Candidate(match.start(group), match.end(group), T.PLACE, 83)


_COMPANY_AFTER = re.compile(
    r"^,\s+(?:the|an?)\s+(?:[\w-]+\s){0,4}?(?:company|group|firm|drug\s?maker|manufacturer|biotech\w*|pharma\w*|developer|supplier|distributor)\b"
)
_COMPANY_BEFORE = re.compile(
    r"\b(?:collaborat\w+|agreements?|partnership|alliance|joint venture|licen[cs]ed?|acquired|acquisition|subsidiary|shares)\s+(?:[\w-]+\s+){0,2}?(?:with|by|from|of|between)\s+$"
)


def _used_as_company(text: str, start: int, end: int) -> bool:
    """Whether a name that looks like a person's or a place's is dealt with as a company is."""
    return bool(_COMPANY_AFTER.match(text[end : end + 90]) or _COMPANY_BEFORE.search(text[max(0, start - 70) : start]))


def statistical(doc: Doc) -> Iterator[Candidate]:
    """Organizations, people and places that the model finds, unless their words speak against it."""
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
        words = re.sub(r"\s+(?:[Cc]o-?)?(?:[Ff]ounder|CEO|CFO|CSO|CMO|COO|President|Chairman)s?$", "", words)
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
                and not no_person(words)
                and (
                    words.split()[0].casefold() in forms.FIRST_NAMES
                    or not all(w.casefold() in english() for w in re.findall(r"[A-Za-z]{2,}", words))
                )
                and not forms.HEADLINE_VERB.search(words)
            ):
                yield Candidate(start, end, T.PERSON, rank)
        elif span.label_ in {"GPE", "LOC"}:
            symbol = words.isupper() and text[max(0, start - 1) : start] == "("
            if is_place(words) and not forms.NO_PLACE.fullmatch(words) and not symbol:
                yield Candidate(start, end, T.PLACE, rank)
        elif is_place(words) and not _used_as_company(text, start, end):
            if not forms.NO_PLACE.fullmatch(words):
                yield Candidate(start, end, T.PLACE, 54)
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
                all(w.casefold() in english() for w in re.findall(r"[A-Za-z]+", words))
                and organization_type(words) is T.COMPANY
            ):
                continue  # capitalized ordinary words: a heading, a title
            yield Candidate(start, end, organization_type(words), rank)
