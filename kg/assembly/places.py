"""Keys of places: "Madison, WI" and "MADISON, Wis." are one, "Cambridge, MA" and "Cambridge, UK" are two."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.names import fold

# Postal and Associated Press abbreviations of states, provinces and the countries that press releases abbreviate.
_ABBREVIATIONS = {
    "alabama": "al ala",
    "alaska": "ak",
    "arizona": "az ariz",
    "arkansas": "ar ark",
    "california": "ca calif",
    "colorado": "co colo",
    "connecticut": "ct conn",
    "delaware": "de del",
    "florida": "fl fla",
    "georgia": "ga",
    "hawaii": "hi",
    "idaho": "id",
    "illinois": "il ill",
    "indiana": "in ind",
    "iowa": "ia",
    "kansas": "ks kan",
    "kentucky": "ky",
    "louisiana": "la",
    "maine": "me",
    "maryland": "md",
    "massachusetts": "ma mass",
    "michigan": "mi mich",
    "minnesota": "mn minn",
    "mississippi": "ms miss",
    "missouri": "mo",
    "montana": "mt mont",
    "nebraska": "ne neb",
    "nevada": "nv nev",
    "new hampshire": "nh",
    "new jersey": "nj",
    "new mexico": "nm",
    "new york": "ny",
    "north carolina": "nc",
    "north dakota": "nd",
    "ohio": "oh",
    "oklahoma": "ok okla",
    "oregon": "or ore",
    "pennsylvania": "pa penn",
    "rhode island": "ri",
    "south carolina": "sc",
    "south dakota": "sd",
    "tennessee": "tn tenn",
    "texas": "tx tex",
    "utah": "ut",
    "vermont": "vt",
    "virginia": "va",
    "washington": "wa wash",
    "west virginia": "wv wva",
    "wisconsin": "wi wis",
    "wyoming": "wy wyo",
    "ontario": "on ont",
    "quebec": "qc que",
    "british columbia": "bc",
    "alberta": "ab alta",
    "manitoba": "mb",
    "nova scotia": "ns",
    "united kingdom": "uk",
    "united states": "us usa",
}
_FULL = {short: full for full, shorts in _ABBREVIATIONS.items() for short in shorts.split()}


def place_key(name: str) -> str:
    """Fold a place's name, with its state or country written out.

    >>> place_key("MADISON, Wis.") == place_key("Madison, Wisconsin") == place_key("Madison, WI")
    True
    """
    parts = [fold(part) for part in re.split(r"[,()]", name) if part.strip()]
    return ", ".join(
        _FULL.get(part, part) if index or part in {"uk", "us", "usa"} else part for index, part in enumerate(parts)
    )


def place_keys(names: Iterable[str]) -> frozenset[str]:
    """Keys of the names that say where a place is; of a bare city only where there is no fuller name."""
    keys = {place_key(name) for name in names}
    return frozenset({key for key in keys if ", " in key} or keys)
