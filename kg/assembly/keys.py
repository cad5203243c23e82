"""Keys under which the entities of different documents are the same thing."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.model import Entity
from kg.names import LEGAL_FORMS, code_key, fold, organization_key
from kg.terms import ORGANIZATIONS, EntityType

# Words that name no particular trial, platform or product: an entity named by these alone belongs to its document.
GENERIC = frozenset(
    """
    a an and the of for in with to phase i ii iii iv 1 2 3 4 1a 1b 2a 2b 1/2 clinical pivotal registrational study
    studies trial trials program programme delivery platform technology technologies proprietary product products
    candidate candidates drug drugs compound compounds vaccine vaccines therapy therapies lead its our company patented novel
    dose escalation first second third conjugate conjugates series library pipeline treatment agent agents
    """.split()
)
_DEGREES = re.compile(
    r",?\s*\b(?:M\.?\s?D\.?|Ph\.?\s?D\.?|MBA|M\.B\.A\.|MBBS|M\.?Sc\.?|B\.?Sc\.?|Pharm\.?\s?D\.?|J\.?D\.?|CPA|D\.?V\.?M\.?|"
    r"FRCPC?|F\.R\.C\.S\.?|FACP|MPH|M\.P\.H\.|D\.?Phil\.?|B\.M\.|B\.Ch\.|M\.A\.|Jr\.?|Sr\.?|Esq\.?)(?=[\s,.]|$)",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(r"^(?:dr|mr|mrs|ms|miss|prof|professor|sir|dame|lord)\b\.?\s+", re.IGNORECASE)
_NICKNAMES = {
    "jim": "james",
    "bill": "william",
    "bob": "robert",
    "rob": "robert",
    "mike": "michael",
    "dave": "david",
    "steve": "stephen",
    "steven": "stephen",
    "tom": "thomas",
    "dan": "daniel",
    "chris": "christopher",
    "joe": "joseph",
    "tony": "anthony",
    "matt": "matthew",
    "nick": "nicholas",
    "rick": "richard",
    "dick": "richard",
    "ed": "edward",
    "ted": "edward",
    "greg": "gregory",
    "jeff": "jeffrey",
    "ken": "kenneth",
    "andy": "andrew",
    "ron": "ronald",
    "liz": "elizabeth",
    "kate": "katherine",
    "kathy": "katherine",
    "sue": "susan",
    "alex": "alexander",
    "ben": "benjamin",
    "sam": "samuel",
    "pete": "peter",
    "chuck": "charles",
    "larry": "lawrence",
    "jerry": "gerald",
    "don": "donald",
    "doug": "douglas",
    "fred": "frederick",
    "tim": "timothy",
    "pat": "patrick",
    "vince": "vincent",
    "gerry": "gerald",
    "phil": "philip",
    "ray": "raymond",
    "russ": "russell",
    "stan": "stanley",
    "walt": "walter",
}
_SETTING = re.compile(
    r"\b(?:relapsed|relapsing|relapse|recurrent|refractory|r r|rr|resistant|advanced|metastatic|unresectable|locally|"
    r"newly diagnosed|previously treated|untreated|moderate|severe|mild|chronic|acute|adult|pediatric|paediatric|"
    r"high risk|low risk|early stage|late stage|progressive|active|symptomatic|drug resistant|persistent|other|"
    r"additional|certain|various|human|patients with)\b"
)
# Settings that make another disease of it, so that they are never dropped alone: "chronic lymphocytic leukemia".
_LINEAGE = re.compile(r"\b(?:chronic|acute)\b(?=.*\b(?:leuk|myel|lymph|hepatitis|pancreatitis|kidney|heart|renal))")
_RELAPSED_REFRACTORY = re.compile(
    r"\b(?:relapsed|relapsing|relapse|recurrent) (?:or |and )?refractory\b|\br r\b|\brr\b"
)
_BRITISH = (
    (re.compile(r"haem"), "hem"),
    (re.compile(r"leukaem"), "leukem"),
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"oesoph"), "esoph"),
    (re.compile(r"anaem"), "anem"),
    (re.compile(r"oedema"), "edema"),
    (re.compile(r"diarrhoea"), "diarrhea"),
    (re.compile(r"paed"), "ped"),
    (re.compile(r"hematological"), "hematologic"),
    (re.compile(r"\bcancers\b|\bmalignanc(?:y|ies)\b"), "cancer"),
)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is", "itis")):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def indication_key(name: str) -> str:
    """Fold a disease's spelling, number and ways of writing its setting.

    >>> indication_key("R/R Multiple Myeloma") == indication_key("relapsed or refractory multiple myeloma")
    True
    >>> indication_key("Haematological malignancies") == indication_key("hematologic cancer")
    True
    """
    text = fold(name)
    for pattern, american in _BRITISH:
        text = pattern.sub(american, text)
    text = re.sub(
        r"\b(?:relapsed|relapsing|relapse|recurrent) (?:or |and )?refractory\b|\br r\b|\brr\b",
        "relapsed refractory",
        text,
    )
    text = re.sub(r"^(?:other|additional|certain|various|a range of|range of|patients with) ", "", text)
    return " ".join(_singular(word) for word in text.split())


@lru_cache(maxsize=65536)
def plain_indication_key(name: str) -> str:
    """The key of the disease without its setting: "refractory X" and "advanced X" are kinds of "X".

    >>> plain_indication_key("relapsed or refractory multiple myeloma")
    'multiple myeloma'
    >>> plain_indication_key("chronic lymphocytic leukemia")
    'chronic lymphocytic leukemia'
    """
    key = indication_key(name)
    held = {m.group() for m in _LINEAGE.finditer(key)}
    text = _SETTING.sub(lambda m: m.group() if m.group() in held else " ", key)
    return re.sub(r"\s+", " ", text).strip() or key


@lru_cache(maxsize=65536)
def person_key(name: str) -> str:
    """First and last name without titles, degrees, middle names and nicknames.

    >>> person_key("Dr. Jim Q. Example, M.D., Ph.D.")
    'james example'
    """
    text = _DEGREES.sub("", _HONORIFIC.sub("", name.strip()))
    words = [w for w in fold(text).split() if len(w) > 1] or fold(text).split()
    if not words:
        return ""
    first = _NICKNAMES.get(words[0], words[0])
    return f"{first} {words[-1]}" if len(words) > 1 else first


def words_of(name: str) -> list[str]:
    """The words of a name without its legal form."""
    words = fold(name).split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return words


def is_generic(name: str) -> bool:
    """Whether a name is made of words that any document may use for its own thing."""
    return all(word in GENERIC for word in fold(name).split())


def is_code(name: str) -> bool:
    """Whether a name is a product code: letters and digits."""
    key = code_key(name)
    return bool(re.search(r"\d", key)) and bool(re.search(r"[a-z]", key)) and len(fold(name).split()) <= 3


def family(entity_type: EntityType) -> str:
    """Entities are compared within a family: all organizations are one, as documents differ in what they call them."""
    return "organization" if entity_type in ORGANIZATIONS else str(entity_type.value)


def strong_keys(entity: Entity) -> frozenset[str]:
    """Keys that make two entities of one family the same wherever they stand."""
    names = (entity.name, *entity.aliases)
    match entity.type:
        case t if t in ORGANIZATIONS:
            keys = {organization_key(entity.name)}
            keys |= {organization_key(n) for n in entity.aliases if len(words_of(n)) > 1}
        case EntityType.DRUG:
            keys = {code_key(entity.name)} if not is_generic(entity.name) else set()
            keys |= {code_key(n) for n in entity.aliases if not is_generic(n) and (is_code(n) or len(code_key(n)) > 4)}
        case EntityType.INDICATION:
            keys = {indication_key(entity.name)}
        case EntityType.PERSON:
            keys = {person_key(entity.name)}
        case EntityType.TRIAL | EntityType.PLATFORM:
            keys = {code_key(n) for n in names if not is_generic(n) and len(code_key(n)) > 2}
        case _:
            keys = {code_key(n) for n in names if len(code_key(n)) > 2} or {code_key(entity.name)}
    if entity.type is not EntityType.INDICATION:  # a vocabulary has one identifier for a disease in every setting
        keys |= {f"={identifier}" for identifier in entity.identifiers}
    return frozenset(key for key in keys if len(key) > 1)
