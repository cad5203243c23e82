"""The licences of all that the package installs; a copyleft one among them is an error.

    python -m tests.licences

The Mozilla Public License is let through: its terms hold for its own files, unchanged files of a dependency ask nothing
of ours. GPL, AGPL, LGPL, EUPL and the like are not.
"""

import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

COPYLEFT = re.compile(
    r"\b(A|L)?GPL(v?\d[\d.]*)?\b|GNU|General Public|\bEUPL\b|\bSSPL\b|\bOSL\b|\bCC[- ]BY[- ](NC|SA|ND)|Sleepycat|CeCILL|"
    r"Commons Clause|Business Source",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\s+or\s+|\s*/\s*", re.IGNORECASE)


def licences(found: Distribution) -> str:
    """What a distribution says of its licence: the expression, else classifiers, else the first line of the field."""
    data = found.metadata
    if expression := data.get("License-Expression"):
        return expression
    classifiers = [c.rpartition(" :: ")[2] for c in data.get_all("Classifier", []) if c.startswith("License ::")]
    field = (data.get("License") or "").strip().splitlines()
    return " and ".join([*(c for c in classifiers if c != "OSI Approved"), *field[:1]])


def copyleft(licence: str) -> bool:
    """Whether no choice that a licence leaves is free of copyleft."""
    return all(COPYLEFT.search(choice) for choice in _CHOICE.split(licence)) if licence else False


def core() -> dict[str, Distribution]:
    """All that installing the package installs, without extras, from what pyproject.toml asks for."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [Requirement(text) for text in project["dependencies"]]
    waiting = [(r.name, frozenset({"", *r.extras})) for r in asked]
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        name = canonicalize_name(name)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # for another platform or Python
            continue
        for text in found[name].requires or ():
            requirement = Requirement(text)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({**default_environment(), "extra": extra}) for extra in extras):
                waiting.append((requirement.name, frozenset({"", *requirement.extras})))
    return found


def main() -> int:
    """Print each package with its licence; 1 if one is copyleft."""
    wrong = 0
    for name, found in sorted(core().items()):
        licence = licences(found) or "not stated"
        bad = copyleft(licence)
        wrong += bad
        print(f"{'COPYLEFT  ' if bad else ''}{name} {found.version}  {licence}")
    if wrong:
        print(
            f"{wrong} of the packages above are under copyleft: the core of an Apache-2.0 project takes none",
            file=sys.stderr,
        )
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
