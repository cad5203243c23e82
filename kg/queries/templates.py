"""Query templates: SPARQL files that describe themselves.

The header is YAML in lines that begin with ``#+`` (the convention of grlc): summary, description, tags, parameters, example.
A parameter is a ``VALUES ?name { UNDEF }`` slot of the query, and is bound there and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg import resources
from kg.errors import TemplateError, UnknownTemplateError
from kg.names import near
from kg.terms import EntityType

ENTITY_KINDS: Mapping[str, frozenset[EntityType]] = {
    **{t.value: frozenset({t}) for t in EntityType},
    "organization": frozenset({EntityType.COMPANY, EntityType.UNIVERSITY, EntityType.AGENCY, EntityType.NONPROFIT}),
    "entity": frozenset(EntityType),
}
LITERAL_KINDS = (
    "phase",
    "status",
    "kind",
    "relation",
    "date",
    "until",
    "integer",
    "decimal",
    "string",
    "boolean",
    "document",
)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is several times faster
ANY_SLOT = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}")  # where a parameter is bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a template asks for."""

    name: str
    type: str
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A question with its parameters."""

    name: str
    summary: str
    query: str
    path: Path
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    example: Mapping[str, Any] = field(default_factory=dict)


def read(path: Path) -> Template:
    """Read a template.

    Raises:
        TemplateError: The header is no YAML, a key or type is unknown, or a parameter has no slot in the query.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    header = "\n".join(line[2:].removeprefix(" ") for line in lines if line.startswith("#+"))
    query = "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
    try:
        record = yaml.load(header, Loader=_LOADER) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "the header"
        raise TemplateError(f"{path}: {where}: not YAML: {getattr(error, 'problem', error)}") from error
    known = {"summary", "description", "tags", "parameters", "example"}
    if not isinstance(record, dict) or "summary" not in record or set(record) - known:
        raise TemplateError(f"{path}: the header takes {', '.join(sorted(known))}, and summary is needed")
    parameters = tuple(_parameter(path, name, spec or {}) for name, spec in (record.get("parameters") or {}).items())
    for parameter in parameters:
        if parameter.name not in ANY_SLOT.findall(query):
            raise TemplateError(
                f"{path}: parameter {parameter.name}: no VALUES ?{parameter.name} {{ UNDEF }} in the query"
            )
    return Template(
        name=path.stem,
        summary=str(record["summary"]),
        query=query,
        path=path,
        description=str(record.get("description") or ""),
        tags=tuple(record.get("tags") or ()),
        parameters=parameters,
        example=dict(record.get("example") or {}),
    )


def _parameter(path: Path, name: str, spec: dict[str, Any]) -> Parameter:
    kind = spec.get("type", "string")
    if kind not in ENTITY_KINDS and kind not in LITERAL_KINDS:
        raise TemplateError(
            f"{path}: parameter {name}: unknown type {kind!r}; there are {', '.join((*ENTITY_KINDS, *LITERAL_KINDS))}"
        )
    unknown = set(spec) - {"type", "required", "default", "enumeration", "description"}
    if unknown:
        raise TemplateError(f"{path}: parameter {name}: unknown key {', '.join(sorted(unknown))}")
    return Parameter(
        name=name,
        type=kind,
        required=bool(spec.get("required", False)),
        default=spec.get("default"),
        choices=tuple(str(c) for c in spec.get("enumeration") or ()),
        description=str(spec.get("description") or ""),
    )


def templates(extra: Iterable[Path] = ()) -> dict[str, Template]:
    """All templates by name: those that the project ships, then those of other folders, which win."""
    found: dict[str, Template] = {}
    for folder in (resources.path("queries"), *extra):
        for path in sorted(folder.glob("*.rq")):
            found[path.stem] = read(path)
    return found


def template(name: str, extra: Iterable[Path] = ()) -> Template:
    """One template.

    Raises:
        UnknownTemplateError: There is none of this name; the message offers near ones.
    """
    for folder in (*reversed(tuple(extra)), resources.path("queries")):
        if name in {path.stem for path in folder.glob("*.rq")}:
            return read(folder / f"{name}.rq")
    known = templates(extra)
    close = near(name, known) or sorted(known)
    raise UnknownTemplateError(f"query {name!r}: no such template; perhaps {', '.join(close)}; kg query lists all")
