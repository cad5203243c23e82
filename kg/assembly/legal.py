"""Legal forms at the end of organizations' names, and the countries that have them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from kg import resources
from kg.names import fold


@dataclass(frozen=True, slots=True)
class LegalName:
    """An organization's name without its legal form.

    Attributes:
        words: The folded words of the name proper.
        countries: Where there are organizations of this form; None where the name has no form.
    """

    words: tuple[str, ...]
    countries: frozenset[str] | None = None

    @property
    def key(self) -> str:
        """The words without their spacing."""
        return "".join(self.words)


@cache
def legal_forms() -> dict[tuple[str, ...], frozenset[str]]:
    """Folded legal forms, as words, with the ISO 3166 codes of their countries."""
    with resources.path("data/resolution/legal-forms.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {tuple(row["form"].split()): frozenset(row["countries"].split()) for row in rows}


@lru_cache(maxsize=262144)
def legal_name(name: str) -> LegalName:
    """Take a name's legal form off.

    >>> legal_name("Exampla Pharma & Co. KGaA").words
    ('exampla', 'pharma')
    >>> sorted(legal_name("Exampla A/S").countries), legal_name("Exampla").countries
    (['DK'], None)
    """
    words = tuple(fold(name).split())
    countries: frozenset[str] | None = None
    forms = legal_forms()
    while True:
        form = next((words[-n:] for n in range(min(5, len(words) - 1), 0, -1) if words[-n:] in forms), None)
        if form is None:
            break
        words = words[: -len(form)]
        found = forms[form]
        countries = found if countries is None or not countries & found else countries & found
    if len(words) > 1 and words[-1] == "and":
        words = words[:-1]
    return LegalName(words, countries)


def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name without its legal form."""
    return legal_name(name).words


def shared_countries(names: Iterable[str]) -> frozenset[str] | None:
    """The countries in which all names' legal forms exist: None without any form, empty where they exclude each other.

    >>> shared_countries(["Exampla & Co., Inc.", "Exampla KGaA"])
    frozenset()
    """
    shared: frozenset[str] | None = None
    for name in names:
        countries = legal_name(name).countries
        if countries is not None:
            shared = countries if shared is None else shared & countries
    return shared
