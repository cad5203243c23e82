"""Writing a graph to files, in formats that other tools read."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import networkx
from pyoxigraph import RdfFormat

from kg.errors import OutputError
from kg.export.graphs import edge, to_networkx
from kg.files import replacing, replacing_folder
from kg.graph import rdf
from kg.graph.stores import Store
from kg.model import to_json
from kg.terms import Modality, Relation
from kg.text import defuse

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # in XML 1.0


def _rdf(format_: RdfFormat, store: Store, path: Path) -> None:
    with path.open("wb") as stream:
        store.dump(stream, format_)


def _graphml(store: Store, path: Path) -> None:
    graph = to_networkx(rdf.read(store))
    flat = networkx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        flat.add_node(_xml(node), **{k: _flat(v) for k, v in data.items()})
    for one, other, key, data in graph.edges(keys=True, data=True):
        flat.add_edge(_xml(one), _xml(other), key=_xml(key), **{k: _flat(v) for k, v in data.items()})
    networkx.write_graphml(flat, path)


def _flat(value: object) -> object:
    if isinstance(value, list):
        return _xml(" | ".join(str(item) for item in value))
    return _xml(value) if isinstance(value, str) else value


def _xml(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _nodelink(store: Store, path: Path) -> None:
    record = networkx.node_link_data(to_networkx(rdf.read(store)), edges="edges")
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")


def _jsonl(store: Store, path: Path) -> None:
    knowledge = rdf.read(store)
    with path.open("w", encoding="utf-8") as stream:
        for statement in knowledge.statements:
            stream.write(to_json(statement) + "\n")


def _csv(store: Store, folder: Path, *, raw: bool = False) -> None:
    knowledge = rdf.read(store)
    graph = to_networkx(knowledge)
    nodes = [{"id": n, **{k: _cell(v) for k, v in d.items()}} for n, d in graph.nodes(data=True)]
    edges = [
        {"id": key, "source": a, "target": b, **{k: _cell(v) for k, v in d.items()}}
        for a, b, key, d in graph.edges(keys=True, data=True)
    ]
    _table(folder / "nodes.csv", ("id", "label", "type"), nodes, raw=raw)
    _table(folder / "edges.csv", ("id", "source", "target", "relation", "label"), edges, raw=raw)
    names = {entity.id: entity.name for entity in knowledge.entities}
    milestones = [
        {
            "id": statement.id,
            "subject": statement.subject,
            "subject_label": names[statement.subject],
            "event": statement.object,
            **{k: _cell(v) for k, v in edge(statement, names).items() if k not in {"relation", "label"}},
        }
        for statement in knowledge.statements
        if statement.relation is Relation.HAS_MILESTONE and statement.modality is not Modality.NEGATED
    ]
    first = ("id", "subject", "subject_label", "event", "status", "date", "phase", "indication", "agency")
    _table(folder / "milestones.csv", first, milestones, raw=raw)


def _cell(value: object) -> object:
    return " | ".join(str(item) for item in value) if isinstance(value, list) else value


def _table(path: Path, first: Iterable[str], rows: list[dict[str, Any]], *, raw: bool) -> None:
    """Write a table; text that a spreadsheet would take for a formula begins with an apostrophe, unless raw."""
    columns = list(dict.fromkeys([*first, *sorted({k for row in rows for k in row})]))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: defuse(v) if isinstance(v, str) and not raw else v for k, v in row.items()})


Exporter = Callable[[Store, Path], None]
EXPORTERS: Mapping[str, tuple[str, Exporter]] = {
    "nquads": ("kg.nq", partial(_rdf, RdfFormat.N_QUADS)),
    "trig": ("kg.trig", partial(_rdf, RdfFormat.TRIG)),
    "turtle": ("kg.ttl", partial(_rdf, RdfFormat.TURTLE)),
    "ntriples": ("kg.nt", partial(_rdf, RdfFormat.N_TRIPLES)),
    "jsonld": ("kg.jsonld", partial(_rdf, RdfFormat.JSON_LD)),
    "graphml": ("kg.graphml", _graphml),
    "nodelink": ("kg.json", _nodelink),
    "csv": ("kg-csv", _csv),
    "jsonl": ("kg.jsonl", _jsonl),
}


def export(store: Store, format_: str, path: Path | None = None, *, force: bool = False, raw: bool = False) -> Path:
    """Write a store to a file, or for csv to a folder with ``nodes.csv``, ``edges.csv`` and ``milestones.csv``.

    Args:
        store: What to write.
        format_: One of ``EXPORTERS``; turtle and ntriples hold the union of all graphs, the other RDF formats all graphs.
        path: Where to; a usual name in the current folder where it is left out.
        force: Overwrite what is there.
        raw: In csv, leave text as it is even where a spreadsheet would take it for a formula.

    Returns:
        The path that was written, whole or not at all.

    Raises:
        OutputError: The format is unknown, or the path exists or cannot be written.
    """
    if format_ not in EXPORTERS:
        raise OutputError(f"export {format_!r}: unknown format; there are {', '.join(EXPORTERS)}")
    usual, exporter = EXPORTERS[format_]
    path = path or Path(usual)
    if path.exists() and not force:
        raise OutputError(f"{path}: exists already; name another file, or overwrite it with --force")
    try:
        if format_ == "csv":
            with replacing_folder(path) as half:
                _csv(store, half, raw=raw)
        else:
            with replacing(path) as half:
                exporter(store, half)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    return path
