"""Commands that ask: query, sparql."""

from __future__ import annotations

import inspect
import json
import logging
import time
from collections.abc import Iterable
from dataclasses import asdict
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import completion, options, output
from kg.cli.help import Command
from kg.errors import KgError, ParameterError, QueryError

if TYPE_CHECKING:
    from kg.queries.results import Results
    from kg.queries.templates import Parameter, Template

log = logging.getLogger(__name__)
FORMATS = ("table", "csv", "tsv", "json", "xml", "jsonl", "turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads")
SUFFIXES = {
    **{f".{name}": name for name in ("csv", "tsv", "json", "xml", "jsonl")},
    ".txt": "table",
    ".ndjson": "jsonl",
    ".srj": "json",
    ".srx": "xml",
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
    ".jsonld": "jsonld",
}
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", show_default="table",
        help="table, csv, tsv, json, xml or jsonl; of triples also turtle, ntriples, rdfxml, jsonld.",
        autocompletion=completion.values(FORMATS),
    ),
]  # fmt: skip
TimeoutOption = Annotated[float | None, typer.Option(help="Seconds to wait.", show_default="60", min=0.001)]
RawOption = Annotated[
    bool, typer.Option("--raw", help="Write csv and tsv as W3C has them: spreadsheets may take cells for formulas.")
]
FolderOption = Annotated[list[Path] | None, typer.Option("--queries", help="Folder with further templates.")]


class QueryCommand(Command):
    """``kg query``, whose help and completion know the parameters of the template that is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Look which template is named, where help or completion want to know."""
        if ctx.resilient_parsing or {"-h", "--help"} & set(args):
            ctx.meta["kg.parameters"] = _parameters_named(args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Any) -> list[Any]:
        """The options of the command and the parameters of the template."""
        taken = {word for param in self.params for word in param.opts}
        more = [p for p in ctx.meta.get("kg.parameters", ()) if taken.isdisjoint(p.opts)]
        return [*super().get_params(ctx), *more]


def _parameters_named(args: list[str]) -> list[Any]:
    if all(word.startswith("-") for word in args):
        return []
    from kg.queries.templates import templates as known

    try:
        templates = known()
    except KgError:
        return []
    named = next((word for word in args if word in templates), None)
    return _as_options(templates[named]) if named else []


def _as_options(template: Template) -> list[Any]:
    """The parameters of a template as options of a command."""

    def holder(**_: Any) -> None:
        """Holds them."""

    usable = [p for p in template.parameters if not iskeyword(p.name)]
    holder.__annotations__ = {p.name: Annotated[str | None, _as_option(p, template.name)] for p in usable}
    holder.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(p.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
            for p, annotation in zip(usable, holder.__annotations__.values(), strict=True)
        ]
    )
    made = typer.Typer(add_completion=False)
    made.command()(holder)
    return typer.main.get_command(made).params


def _as_option(parameter: Parameter, template: str) -> Any:
    from kg.queries.run import CLOSED
    from kg.queries.templates import ENTITY_KINDS

    more = "required" if parameter.required else f"default {parameter.default}" if parameter.default is not None else ""
    choices = parameter.choices or CLOSED.get(parameter.type, ())
    words = [parameter.description or f"Which {parameter.type}.", f"({more})" if more else "", ", ".join(choices)]
    if parameter.type in ENTITY_KINDS:
        complete: Any = completion.named(sorted(ENTITY_KINDS[parameter.type]))
    else:
        complete = completion.values(choices)
    return typer.Option(
        f"--{parameter.name}",
        metavar=parameter.type.upper(),
        help=" ".join(word for word in words if word),
        autocompletion=complete,
        show_default=False,
        rich_help_panel=f"Parameters of {template}",
    )


def query(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(help="Name of a template; all are listed without one.", autocompletion=completion.templates),
    ] = None,
    store: options.StoreOption = "kg-store",
    format_: FormatOption = None,
    file: options.OutputOption = None,
    force: options.ForceOption = False,
    queries: FolderOption = None,
    describe: Annotated[
        bool, typer.Option("--describe", help="Show the template's parameters and text, run nothing.")
    ] = False,
    timeout: TimeoutOption = None,
    raw: RawOption = False,
    as_of: options.AsOfOption = None,
    cache: options.CacheOption = None,
) -> None:
    """List query templates, or answer one.

    Parameters of a template are options of their own; kg query TEMPLATE --help tells them.
    Entities are named as people name them.
    """
    from kg.graph.bounds import SECONDS
    from kg.queries.templates import template, templates

    chosen = _format(format_, file, force)
    if name is None:
        if context.args:
            raise ParameterError(f"query: {' '.join(context.args)}: name a template first; kg query lists them")
        _tell(list(templates(queries or ()).values()), chosen, file, force, listed=True)
        return
    wanted = template(name, queries or ())  # an unknown template is said before a missing store is
    if describe:
        _tell([wanted], chosen, file, force, listed=False)
        return
    values = _options(name, context.args)
    from kg.history import open_as_of
    from kg.queries.run import run

    begun = time.perf_counter()
    source, left_out = open_as_of(store, as_of, cache)
    with source as opened:
        results = run(opened, name, extra=queries or (), deadline=timeout or SECONDS, **values).noting(left_out)
        for note in results.notes:
            log.warning("%s", note)
        _write(results, chosen, file, force, raw)
    log.info("%s of %s, in %.2f s", name, store, time.perf_counter() - begun)


def _format(format_: str | None, file: Path | None, force: bool) -> str:
    return output.chosen(format_, file, FORMATS, SUFFIXES, default="table", force=force)


def _write(results: Results, format_: str, file: Path | None, force: bool, raw: bool) -> None:
    with output.opened(file, force=force) as stream:
        results.write(format_, stream, raw=raw)


def _tell(known: list[Template], format_: str, file: Path | None, force: bool, *, listed: bool) -> None:
    """Templates as a list, or each with its parameters and text."""
    with output.opened(file, force=force) as stream:
        if format_ == "json":
            records = [asdict(template) | {"path": str(template.path)} for template in known]
            stream.write(
                json.dumps(records if listed else records[0], ensure_ascii=False, indent=1, default=str) + "\n"
            )
        elif format_ != "table":
            raise ParameterError(f"--format {format_}: templates are told as table or json")
        else:
            lines = _list(known) if listed else [line for template in known for line in _describe(template)]
            stream.write("".join(f"{line}\n" for line in lines))


def _list(known: Iterable[Template]) -> list[str]:
    known = list(known)
    width = max((len(template.name) for template in known), default=0)
    lines = []
    for template in known:
        parameters = " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in template.parameters)
        lines.append(f"{template.name:<{width}}  {template.summary}  {parameters}".rstrip())
    return lines


def _describe(template: Template) -> list[str]:
    lines = [f"{template.name}: {template.summary}"]
    if template.description:
        lines.append(template.description)
    for p in template.parameters:
        more = "required" if p.required else f"default {p.default}" if p.default is not None else "optional"
        lines.append(f"  --{p.name} ({p.type}, {more}) {p.description}".rstrip())
    example = " ".join(f'--{k} "{v}"' for k, v in template.example.items())
    lines.append(f"Example: kg query {template.name} {example}".rstrip())
    return [*lines, "", *template.query.splitlines()]


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
    text: Annotated[str | None, typer.Option("--query", "-q", help="The query itself.", show_default=False)] = None,
    store: options.StoreOption = "kg-store",
    format_: FormatOption = None,
    to: options.OutputOption = None,
    force: options.ForceOption = False,
    timeout: TimeoutOption = None,
    raw: RawOption = False,
) -> None:
    """Run any SPARQL 1.1 query; our prefixes are predefined, and queries run over all documents at once."""
    from kg.graph.bounds import SECONDS, read_query
    from kg.graph.stores import open_store
    from kg.queries.results import Results

    if (file is None) == (text is None):
        raise QueryError("sparql: give a file, or - for standard input, or --query TEXT")
    chosen = _format(format_, to, force)
    if file is not None:
        try:
            text = read_query(file)
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    log.debug("query: %s", text)
    begun = time.perf_counter()
    with open_store(store, read_only=True) as opened:
        answer = opened.query(str(text), timeout=timeout or SECONDS)
        _write(Results(answer), chosen, to, force, raw)
    log.info("answered by %s, in %.2f s", store, time.perf_counter() - begun)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        cls=QueryCommand,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        epilog=options.examples(
            "kg query",
            "kg query partners --help",
            "kg query partners --company 'Example Bio'",
            "kg query changes --since 2024 -o changes.csv",
        ),
    )(query)
    app.command(
        epilog=options.examples(
            'kg sparql -q "SELECT ?c ?d WHERE { ?c kg:develops ?d }"',
            "kg sparql question.rq -o answer.json",
            "kg sparql - --format csv < question.rq",
        )
    )(sparql)
