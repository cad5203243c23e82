"""Names of places, to tell what the statistical model takes for one from what is one."""

from __future__ import annotations

from functools import cache

from kg.gazetteer.entries import entries

_REGIONS = (
    "Africa|Asia|Asia-Pacific|Asia Pacific|Central America|Central Europe|Eastern Europe|Europe|European Union|Latin America|"
    "Middle East|New England|North America|Northern Europe|Scandinavia|South America|Southeast Asia|Western Europe|"
    "England|Scotland|Wales|Northern Ireland|Great Britain|Korea|Czech Republic|Holland|"
    "Ontario|Quebec|British Columbia|Alberta|Manitoba|Nova Scotia|New South Wales|Victoria|Queensland|Bavaria|"
    "U.S|U.S.|U.S.A.|USA|U.K|U.K.|UK|EU|UAE"
).split("|")


@cache
def place_names() -> frozenset[str]:
    """Countries, states, regions and cities of more than 15,000, spelled as in English text."""
    known = entries("places")
    return frozenset(name for entry in known for name in (entry.name, *entry.aliases)) | frozenset(_REGIONS)


def is_place(name: str) -> bool:
    """Whether a name, in capitals or not, is that of a known place.

    >>> is_place("Lausanne"), is_place("NEW YORK"), is_place("Example Therapeutics")
    (True, True, False)
    """
    return name in place_names() or (name.isupper() and name.title() in place_names())
