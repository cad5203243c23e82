"""What the words beside a name say of its type: "the Examplin platform", "treated with Examplin", "EXA agonist"."""

from __future__ import annotations

from collections.abc import Mapping

from kg.nlp.recognition.forms import Form
from kg.terms import EntityType

T = EntityType
_SIGN = r"[®™]*(?: \([^()]{1,40}\)[®™]*)?"  # a trademark, and another name in parentheses
_NO_FUNCTION_WORD = r"(?!(?:an?|and|as|by|for|has|in|is|its|of|on|our|the|their|this|to|will|with)\s)"
_REACH = 60  # characters before a name
AFTER: Mapping[EntityType, Form] = {
    T.PLATFORM: Form(rf"{_SIGN}\s(?:{_NO_FUNCTION_WORD}[\w-]+\s){{0,2}}(?:<<type:platform-after>>)(?![\w-])"),
    T.DRUG: Form(rf"{_SIGN}(?:\s|(?=,))(?:<<type:drug-after>>)(?![\w-])"),
    T.TARGET: Form(r"(?:\s|(?=-))(?:<<type:target-after>>)(?!\w)"),
    T.INDICATION: Form(r"\s(?:<<type:indication-after>>)(?!\w)"),
}
BEFORE: Mapping[EntityType, Form] = {
    T.PLATFORM: Form(r"(?<!\w)(?:<<type:platform-before>>)\s$"),
    T.DRUG: Form(r"(?<!\w)(?:<<type:drug-before>>)\s$"),
    T.TARGET: Form(r"(?<!\w)(?:<<type:target-before>>)\s?$"),
    T.INDICATION: Form(r"(?<!\w)(?:<<type:indication-before>>)\s$"),
}


def evidence(text: str, start: int, end: int) -> list[EntityType]:
    """The types that the words beside a name speak for, one for each side.

    >>> evidence("the Examplin platform", 4, 12), evidence("treated with AB-12 and", 13, 18)
    ([<EntityType.PLATFORM: 'platform'>], [<EntityType.DRUG: 'drug'>])

    Args:
        text: Folded.
        start: Of the name.
        end: Of the name.
    """
    found = [kind for kind, form in AFTER.items() if form.match(text, end)]
    before = text[max(0, start - _REACH) : start]
    return found[:1] + [kind for kind, form in BEFORE.items() if form.search(before)][:1]
