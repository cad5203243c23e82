"""Commands that ask: query, sparql."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import AsOfOption, CacheOption, StoreOption
from kg.errors import ParameterError, QueryError

if TYPE_CHECKING:
    from kg.queries import Template

FormatOption = Annotated[
    str,
    typer.Option(
        "--format", "-f", help="table, csv, tsv, json, xml or jsonl; of triples also turtle, ntriples, rdfxml, jsonld."
    ),
]
FolderOption = Annotated[list[Path] | None, typer.Option("--queries", help="Folder with further templates.")]


def query(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Name of a template; all are listed without one.")] = None,
    store: StoreOption = "kg-store",
    format_: FormatOption = "table",
    queries: FolderOption = None,
    describe: Annotated[
        bool, typer.Option("--describe", help="Show the template's parameters and text, run nothing.")
    ] = False,
    as_of: AsOfOption = None,
    cache: CacheOption = None,
) -> None:
    """List query templates, or answer one: kg query partners --company "Example Bio".

    Parameters of the template are options of their own; entities are named as people name them.
    """
    from kg.history import open_as_of
    from kg.queries import run, template, templates

    if name is None:
        if context.args:
            raise ParameterError(f"query: {' '.join(context.args)}: name a template first; kg query lists them")
        _list(templates(queries or ()))
        return
    if describe:
        _describe(template(name, queries or ()))
        return
    values = _options(name, context.args)
    template(name, queries or ())  # an unknown template is said before a missing store is
    source, left_out = open_as_of(store, as_of, cache)
    with source as opened:
        results = run(opened, name, extra=queries or (), **values).noting(left_out)
        for note in results.notes:
            print(f"kg: {note}", file=sys.stderr)
        results.write(format_, sys.stdout)


def _list(known: dict[str, Template]) -> None:
    width = max((len(n) for n in known), default=0)
    for template in known.values():
        parameters = " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in template.parameters)
        print(f"{template.name:<{width}}  {template.summary}  {parameters}".rstrip())


def _describe(template: Template) -> None:
    print(f"{template.name}: {template.summary}")
    if template.description:
        print(template.description)
    for p in template.parameters:
        more = "required" if p.required else f"default {p.default}" if p.default is not None else "optional"
        print(f"  --{p.name} ({p.type}, {more}) {p.description}".rstrip())
    example = " ".join(f'--{k} "{v}"' for k, v in template.example.items())
    print(f"Example: kg query {template.name} {example}".rstrip())
    print(f"\n{template.query}", end="")


def _options(name: str, arguments: list[str]) -> dict[str, str]:
    """``--company X --since=2016`` as a mapping."""
    values: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise ParameterError(f"{name}: {word!r}: give parameters by name, such as --company {word!r}")
        key, equals, value = word[2:].partition("=")
        if not equals:
            if not rest:
                raise ParameterError(f"{name}: --{key} needs a value")
            value = rest.pop(0)
        values[key.replace("-", "_")] = value
    return values


def sparql(
    file: Annotated[
        str | None, typer.Argument(help="File with a query, or - for standard input.", show_default=False)
    ] = None,
    text: Annotated[str | None, typer.Option("--query", "-q", help="The query itself.")] = None,
    store: StoreOption = "kg-store",
    format_: FormatOption = "table",
) -> None:
    """Run any SPARQL 1.1 query; our prefixes are predefined, and queries run over all documents at once."""
    from kg.graph.stores import open_store
    from kg.queries import Results

    if (file is None) == (text is None):
        raise QueryError("sparql: give a file, or - for standard input, or --query TEXT")
    if file is not None:
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    with open_store(store, read_only=True) as opened:
        Results(opened.query(str(text))).write(format_, sys.stdout)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(query)
    app.command()(sparql)
