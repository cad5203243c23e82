"""What all our pages share: templates that escape, data inside scripts, and how people write money, phases and dates.

A page is one file with style, script and data in it; its content security policy allows nothing from any address.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.model import Money
from kg.terms import Phase

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_SCALES = ((Decimal(10**12), "T"), (Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**3), "K"))
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def render(template: str, **values: Any) -> str:
    """Fill a template of ``kg/views/pages``; every string is escaped unless a template says ``embedded``."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    folder = Path(__file__).parent / "pages"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(embedded=embedded, money=money, phase=phase, day=day)
    return environment


def embedded(value: object) -> Markup:
    """JSON that is safe inside a script element, whatever its strings hold (HTML standard, 4.12.1.3)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def money(amount: Money | str) -> str:
    """An amount as people write it.

    >>> money("USD 34000000"), money("EUR 1250000"), money("CHF 900"), money("USD 12345678")
    ('$34M', '€1.25M', 'CHF 900', '$12.3M')
    """
    amount = Money.of(amount) if isinstance(amount, str) else amount
    sign = _SIGNS.get(amount.currency, f"{amount.currency} ")
    for scale, letter in _SCALES:
        # 999,960 is 1M and not 1000K: what counts is the rounded number.
        if round(amount.value / scale, 1) >= 1:
            number = amount.value / scale
            places = 2 if number < 10 else 1
            return f"{sign}{round(number, places).normalize():f}{letter}"
    return f"{sign}{amount.value.normalize():f}"


def phase(value: Phase | str) -> str:
    """A phase as charts head their columns.

    >>> phase(Phase.PRECLINICAL), phase("phase 1/2")
    ('Preclinical', 'Phase 1/2')
    """
    return Phase(value).value.capitalize()


def day(date: str) -> str:
    """A date as precise as it is known (see ``Attributes.date``).

    >>> day("2024"), day("2024-Q3"), day("2024-H1"), day("2024-03"), day("2024-03-09")
    ('2024', 'Q3 2024', 'H1 2024', 'Mar 2024', '9 Mar 2024')
    """
    year, _, rest = date.partition("-")
    if not rest:
        return year
    if rest[0] in "QH":
        return f"{rest} {year}"
    month, _, number = rest.partition("-")
    name = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(number)} {name}" if number else name
