"""Comparing names as people and documents write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

LEGAL_FORMS = (
    "incorporated inc corporation corp company co limited ltd plc llc llp lp gmbh ag kgaa kg sa sas sarl spa srl nv bv "
    "ab asa as oyj oy pty pte kk se aps publ"
).split()
_LEGAL = re.compile(r"(?:\s+(?:" + "|".join(LEGAL_FORMS) + r"))+$")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Fold case, accents, punctuation and spacing away, keeping word borders.

    >>> fold("F. Hoffmann-La Roche, Ltd.")
    'f hoffmann la roche ltd'
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    text = text.replace("&", " and ").replace(".", "").replace("'", "")
    return re.sub(r"^the ", "", re.sub(r"[^a-z0-9]+", " ", text).strip())


@lru_cache(maxsize=65536)
def organization_key(name: str) -> str:
    """Fold a name and drop the legal form at its end, and all spacing.

    >>> organization_key("Rib-X Pharmaceuticals, Inc") == organization_key("Rib-X Pharmaceuticals")
    True
    """
    folded = fold(name)
    return (_LEGAL.sub("", folded) or folded).replace(" ", "")


@lru_cache(maxsize=65536)
def code_key(name: str) -> str:
    """Fold a product name so that ``CLR 131``, ``CLR-131`` and ``CLR131`` are one.

    >>> code_key("ABC-1602") == code_key("abc 1602"), code_key("ABC-1602") == code_key("ABC-1603")
    (True, False)
    """
    return fold(name).replace(" ", "")


def slug(name: str) -> str:
    """Make a name into the readable end of an IRI.

    >>> slug("Pierre Fabre S.A.")
    'pierre-fabre-sa'
    """
    return fold(name).replace(" ", "-") or "x"


def near(name: str, candidates: Iterable[str], *, limit: int = 5, least: float = 60.0) -> list[str]:
    """The candidates that look most like a name, best first; ``least`` is a similarity from 0 to 100."""
    found = process.extract(name, list(candidates), scorer=fuzz.WRatio, processor=fold, limit=limit, score_cutoff=least)
    return [candidate for candidate, _, _ in found]
