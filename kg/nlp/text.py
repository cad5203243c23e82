"""The same text in plain characters, so that patterns need not know typography."""

from __future__ import annotations

import re

_SINGLE = "\u2018\u2019\u201a\u201b\u02bc\u00b4\u2032`"
_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
_DASH = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe63\uff0d"
_SPACE = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
_SMALL = "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089"  # as in "AB₁₀₀"
# Letters that equal plain ones where case is ignored, but not when compared.
_CASE = {0x131: "i", 0x17F: "s", 0x212A: "K", 0x130: "I"}
_PLAIN = _CASE | {
    ord(character): plain
    for characters, plain in ((_SINGLE, "'"), (_DOUBLE, '"'), (_DASH, "-"), (_SPACE, " "))
    for character in characters
}
_PLAIN |= {ord(character): str(digit) for digit, character in enumerate(_SMALL)}
# Trademark signs as news wires spell them out, behind a name
_SPELLED = {"(R)": "®", "(TM)": "™", "(SM)": "™"}
_TRADEMARK = re.compile(r"(?<=\w)\((?:R|TM|SM)\)(?![\w-])")


def fold(text: str) -> str:
    r"""Write curly quotes, dashes, special spaces and small digits as their plain characters, and trademarks as signs.

    >>> print(fold("the firm’s “phase 1–2” trial\N{NO-BREAK SPACE}– Onvela®, AB₁₂(TM)."))
    the firm's "phase 1-2" trial - Onvela®, AB12™   .

    Returns:
        A text of the same length: every offset means the same place in both.
    """
    plain = text.translate(_PLAIN)
    return _TRADEMARK.sub(lambda m: _SPELLED[m.group()].ljust(len(m.group())), plain) if "(" in plain else plain
