"""Binding parameters and running templates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pyoxigraph import Literal

from kg.errors import ParameterError
from kg.graph.bounds import SECONDS
from kg.graph.dates import date_bounds
from kg.graph.stores import Store
from kg.graph.vocabulary import BASE, KG, borrowed, resource
from kg.names import fold, near
from kg.queries.entities import Lookup
from kg.queries.results import Results
from kg.queries.templates import ANY_SLOT, ENTITY_KINDS, Parameter, Template, template
from kg.queries.words import phase
from kg.terms import DealKind, Phase, Relation, Status

_DATE = re.compile(r"\d{4}(?:-Q[1-4]|-H[12]|-\d\d(?:-\d\d)?)?")
CLOSED = {
    "phase": tuple(p.value for p in Phase),
    "status": tuple(s.value for s in Status),
    "kind": tuple(k.value for k in DealKind),
    "relation": tuple(r.value for r in Relation),
}


def run(
    store: Store,
    name: str,
    /,
    *,
    extra: Iterable[Path] = (),
    base: str = BASE,
    deadline: float | None = SECONDS,
    **parameters: Any,
) -> Results:
    """Answer a template.

    Args:
        store: What to ask.
        name: Of the template.
        extra: Folders with further templates.
        base: Namespace of the entities' IRIs.
        deadline: Seconds to wait for the engine.
        parameters: Of the template; None is as good as left out.

    Raises:
        UnknownTemplateError: There is no such template.
        ParameterError: A parameter is unknown, missing, or no value of its type.
        UnknownEntityError: A name means nothing in this store.
        AmbiguousEntityError: A name means several things.
    """
    chosen = template(name, extra)
    query, notes = bind(chosen, parameters, store, base=base)
    notes = (*notes, *_undated(chosen, parameters, store))
    return Results(store.query(query, timeout=deadline), base=base, notes=notes)


_UNDATED = """
SELECT (COUNT(*) AS ?all) (SUM(IF(BOUND(?issued), 0, 1)) AS ?undated)
WHERE { ?document a kg:Document OPTIONAL { ?document dcterms:issued ?issued } }
"""


def _undated(chosen: Template, values: dict[str, Any], store: Store) -> tuple[str, ...]:
    """How many documents an answer about time may leave out because nothing says when they were published."""
    bounded = any(p.type in {"date", "until"} and values.get(p.name) is not None for p in chosen.parameters)
    if not bounded and "time" not in chosen.tags:
        return ()
    ((all_, undated),) = store.query(_UNDATED)
    count = int(undated.value) if isinstance(undated, Literal) else 0
    if not count or not isinstance(all_, Literal):
        return ()
    verb = "has" if count == 1 else "have"
    return (
        f"{count} of {all_.value} documents {verb} no date, so what only they say may be missing here; "
        "kg build --dates FILE gives them one",
    )


def bind(chosen: Template, values: dict[str, Any], store: Store, *, base: str = BASE) -> tuple[str, tuple[str, ...]]:
    """The query of a template with terms in its slots, and notes on names that were taken for others."""
    known = {p.name: p for p in chosen.parameters}
    for given in values:
        if given not in known:
            close = near(given, known) or sorted(known)
            takes = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
            raise ParameterError(
                f"{chosen.name}: no parameter {given!r}; perhaps {', '.join(close)}; {takes}"
                if known
                else f"{chosen.name}: no parameter {given!r}; {takes}"
            )
    terms: dict[str, str] = {}
    notes: list[str] = []
    lookup: Lookup | None = None
    for parameter in chosen.parameters:
        value = values.get(parameter.name)
        value = parameter.default if value is None else value
        if value is None:
            if parameter.required:
                raise ParameterError(
                    f"{chosen.name}: parameter {parameter.name!r} ({parameter.type}) is missing; give it with --{parameter.name}"
                )
            continue
        if parameter.type in ENTITY_KINDS:
            lookup = lookup or Lookup(store, base=base)
            term = str(resource(base, lookup.find(str(value), ENTITY_KINDS[parameter.type])))
            if lookup.note:
                notes.append(lookup.note)
        else:
            term = literal(chosen, parameter, value, base)
        terms[parameter.name] = term
    # In one pass, so that no value is taken for the slot of another.
    return ANY_SLOT.sub(lambda m: f"VALUES ?{m[1]} {{ {terms.get(m[1], 'UNDEF')} }}", chosen.query), tuple(notes)


def literal(chosen: Template, parameter: Parameter, value: Any, base: str = BASE) -> str:
    """A value as an RDF term, written as SPARQL writes it.

    Raises:
        ParameterError: It is no value of the parameter's type.
    """
    text = str(value).strip()
    where = f"{chosen.name}: {parameter.name} {text!r}"
    choices = parameter.choices or CLOSED.get(parameter.type, ())
    if parameter.type == "phase":
        text = phase(text) or text
    if choices and text not in choices and fold(text) in {fold(c) for c in choices}:
        text = next(c for c in choices if fold(c) == fold(text))
    if choices and text not in choices:
        raise ParameterError(f"{where}: not one of {', '.join(choices)}")
    if parameter.type == "relation":
        return str(KG[text])
    if parameter.type == "document":
        return str(resource(base, f"document/{text.removeprefix('document/')}"))
    if parameter.type in {"date", "until"}:
        if not _DATE.fullmatch(text):
            raise ParameterError(f"{where}: no date; write 2016, 2016-Q3, 2016-11 or 2016-11-28")
        try:
            first, last = date_bounds(text)
            Literal(first, datatype=borrowed("xsd:date"))
        except (ValueError, IndexError) as error:
            raise ParameterError(f"{where}: no day of the calendar") from error
        return str(Literal(last if parameter.type == "until" else first, datatype=borrowed("xsd:date")))
    if parameter.type == "boolean":
        if text.casefold() not in {"true", "false", "yes", "no"}:
            raise ParameterError(f"{where}: neither true nor false")
        return str(Literal(text.casefold() in {"true", "yes"}))
    if parameter.type in {"integer", "decimal"}:
        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation as error:
            raise ParameterError(f"{where}: no number") from error
        if parameter.type == "integer" and number != number.to_integral_value():
            raise ParameterError(f"{where}: no whole number")
        return str(Literal(format(number, "f"), datatype=borrowed(f"xsd:{parameter.type}")))
    return str(Literal(text))
