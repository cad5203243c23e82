"""In which language a text is: what is not English is named and left out, since nothing here can read it."""

from __future__ import annotations

import re

from kg.errors import LanguageError

_FUNCTION_WORDS = frozenset(
    "the of and to in a for with is on that by as are at be an or from this was we our its has".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 6000  # characters looked at, from the beginning and from the middle
_FEW = 200  # letters: a shorter text tells too little
_ENGLISH = 0.08  # share of English function words from which on a text is English, whatever else it looks like
_NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "es": "Spanish", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


def other_language(text: str) -> str | None:
    """The language of a text that is surely not English, as its ISO 639-1 code; else None.

    >>> other_language("Das Unternehmen gab heute bekannt, dass die klinische Studie der Phase 2 begonnen hat. " * 4)
    'de'
    >>> other_language("The company said today that the trial has begun, as it had planned for the spring. " * 4) is None
    True
    >>> other_language("ABC-12 Phase 2 ABC-34 Phase 3") is None  # too short to tell
    True
    """
    half = len(text) // 2
    sample = text if len(text) <= _SAMPLE else text[: _SAMPLE // 2] + text[half : half + _SAMPLE // 2]
    words = _WORD.findall(sample.casefold())
    if sum(map(len, words)) < _FEW:
        return None
    if sum(word in _FUNCTION_WORDS for word in words) >= _ENGLISH * len(words):
        return None
    import py3langid  # its model takes a while to load, and most texts do not come here

    code = str(py3langid.classify(sample)[0])
    return code if code != "en" else None


def check_language(name: str, text: str) -> None:
    """Refuse a text that is surely not English.

    Raises:
        LanguageError: It is in another language.
    """
    code = other_language(text)
    if code is not None:
        raise LanguageError(
            f"{name}: written in {_NAMES.get(code, code)}; only English is read, so it is left out: give an English version"
        )
