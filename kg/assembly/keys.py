"""Keys under which the entities of different documents are the same thing."""

from __future__ import annotations

import re
from functools import cache

from kg.assembly.cleaning import abbreviates
from kg.assembly.diseases import disease
from kg.assembly.legal import legal_name
from kg.assembly.places import place_key, place_keys
from kg.gazetteer.entries import entries
from kg.names import code_key, fold, person_key
from kg.terms import ORGANIZATIONS, EntityType

# Words that name no particular trial, platform or product: an entity named by these alone belongs to its document.
GENERIC = frozenset(
    """
    a an and the of for in with to phase i ii iii iv 1 2 3 4 1a 1b 2a 2b 1/2 clinical pivotal registrational study
    studies trial trials program programme delivery platform technology technologies proprietary product products
    candidate candidates tm drug drugs compound compounds vaccine vaccines therapy therapies lead its our company patented novel
    dose escalation first second third conjugate conjugates series library pipeline treatment agent agents
    """.split()
)

# Classes of products: entities in their own right, but as another name of a product they say only what it is.
CLASSES = frozenset(
    """
    immunotherapy|immunotherapies|antibody|antibodies|inhibitor|inhibitors|chemotherapy|radiation|radiotherapy|cell therapy|
    gene therapy|vaccine|vaccines|drug conjugate|drug conjugates|antibody drug conjugate|antibody drug conjugates|injection|
    oral|topical|intravenous|small molecule|small molecules|biologic|biologics|peptide|peptides|tm|placebo|standard of care|
    monotherapy|combination therapy|platform|technology|innovative|next|novel|company|product|products|the company
    """.replace("\n    ", "")
    .replace("\n", "")
    .split("|")
)
_TITLES = frozenset(
    "dr mr mrs ms prof professor md phd ceo cfo cmo coo cso president chairman founder director".split()
)


def is_generic(name: str) -> bool:
    """Whether a name is made of words that any document may use for its own thing."""
    words = fold(name).split()
    return all(word in GENERIC for word in words) or all(word in _TITLES for word in words)


def is_code(name: str) -> bool:
    """Whether a name is a product code: letters and digits."""
    key = code_key(name)
    return bool(re.search(r"\d", key)) and bool(re.search(r"[a-z]", key)) and len(fold(name).split()) <= 3


def family(entity_type: EntityType) -> str:
    """Entities are compared within a family: all organizations are one, as documents differ in what they call them."""
    return "organization" if entity_type in ORGANIZATIONS else str(entity_type.value)


def name_key(entity_type: EntityType, name: str) -> str:
    """The key under which one name of a thing of this type is compared.

    >>> name_key(EntityType.COMPANY, "Exampla A/S") == name_key(EntityType.COMPANY, "Exampla")
    True
    """
    if entity_type in ORGANIZATIONS:
        return legal_name(name).key
    match entity_type:
        case EntityType.INDICATION:
            return disease(name).key
        case EntityType.PERSON:
            return person_key(name)
        case EntityType.PLACE:
            return place_key(name)
        case _:
            return _singular(code_key(name))


def _singular(key: str) -> str:
    """Classes of products in one number; codes as they are."""
    plural = len(key) >= 9 and key.isalpha() and key.endswith("s") and not key.endswith(("ss", "us", "is", "ins"))
    return key[:-1] if plural else key


@cache
def _dictionary() -> frozenset[str]:
    from spellchecker import SpellChecker

    return frozenset(SpellChecker(language="en").word_frequency.keys())


def is_ordinary(name: str) -> bool:
    """Whether a name is one word of the language, which may stand in any text without being a name.

    >>> is_ordinary("Southern"), is_ordinary("Cellonix")
    (True, False)
    """
    words = fold(name).split()
    return len(words) == 1 and (words[0] in _dictionary() or words[0] in GENERIC)


def main_keys(entity_type: EntityType, name: str, aliases: tuple[str, ...]) -> frozenset[str]:
    """Keys under which two entities with these names are the same, whatever else is said of them."""
    if entity_type is EntityType.PLACE:
        return place_keys((name, *aliases))
    keys = {name_key(entity_type, name)} if len(name_key(entity_type, name)) > 1 else set()
    known = vocabulary_key(entity_type, name)
    return frozenset(keys | {known} if known else keys)


def alias_keys(entity_type: EntityType, name: str, aliases: tuple[str, ...]) -> dict[str, str]:
    """Keys of the other names that tell something, each with the name that it is of."""
    found: dict[str, str] = {}
    for alias in aliases:
        key = name_key(entity_type, alias)
        if is_generic(alias) or fold(alias) in CLASSES or len(key) < 3 or key == name_key(entity_type, name):
            continue
        if entity_type in ORGANIZATIONS:
            telling = len(legal_name(alias).words) > 1
        elif entity_type is EntityType.DRUG:
            telling = is_code(alias) or len(key) > 4
        elif entity_type is EntityType.INDICATION:
            telling = abbreviates(alias, name)
        else:
            telling = entity_type is not EntityType.PERSON
        if telling:
            found[key] = alias
    return found


@cache
def _names_of(entity_type: EntityType) -> dict[str, str | None]:
    """Folded names of the vocabularies with the entry's own; None where several entries share one."""
    found: dict[str, str | None] = {}
    files = {EntityType.DRUG: ("targets-and-therapies", "drugs"), EntityType.TARGET: ("targets-and-therapies", "genes")}
    for file in files.get(entity_type, ("organizations",)):
        for entry in entries(file):
            if (entry.type in ORGANIZATIONS) != (entity_type in ORGANIZATIONS):
                continue
            if entry.type is not entity_type and entry.type not in ORGANIZATIONS:
                continue
            for name in (entry.name, *entry.aliases):
                key = name if entry.case or name.isupper() else code_key(name)
                found[key] = entry.name if found.get(key, entry.name) == entry.name else None
    return found


@cache
def vocabulary_key(entity_type: EntityType, name: str) -> str | None:
    """The key of the vocabulary's entry of this name; abbreviations must agree to the letter.

    >>> vocabulary_key(EntityType.AGENCY, "BARDA") == vocabulary_key(
    ...     EntityType.AGENCY, "Biomedical Advanced Research and Development Authority"
    ... )
    True
    """
    if entity_type not in ORGANIZATIONS | {EntityType.DRUG, EntityType.TARGET}:
        return None
    known = _names_of(EntityType.COMPANY if entity_type in ORGANIZATIONS else entity_type)
    found = known.get(name) or known.get(code_key(name))
    return f"~{found}" if found else None
