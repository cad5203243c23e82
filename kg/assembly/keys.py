"""Keys under which the entities of different documents are the same thing."""

from __future__ import annotations

import re

from kg.model import Entity
from kg.names import LEGAL_FORMS, code_key, fold, indication_key, organization_key, person_key
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
