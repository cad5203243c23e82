"""Checking a graph against the shapes of ``ontology/shapes.ttl`` (SHACL, W3C Recommendation 20 July 2017)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import pyshacl
import rdflib
from pyoxigraph import RdfFormat, serialize
from rdflib.namespace import SH

from kg import resources
from kg.display import ROWS, counted, html_table, printable
from kg.graph.stores import Store
from kg.graph.vocabulary import BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """What is wrong at one node."""

    node: str  # id of an entity, statement, document or evidence, or an IRI
    message: str
    value: str | None = None

    def __str__(self) -> str:
        """One line in plain words."""
        found = f" (there is {self.value})" if self.value else ""
        return f"{self.node}: {self.message}{found}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The violations of a graph, sorted by node."""

    triples: int
    violations: tuple[Violation, ...] = ()

    def __bool__(self) -> bool:
        """Whether the graph is valid."""
        return not self.violations

    def __repr__(self) -> str:
        """Whether the graph is valid, and the first of what is wrong."""
        if self:
            return f"<Report: valid, {counted(self.triples, 'triple')}>"
        told = f"{counted(len(self.violations), 'violation')} at {counted(len(self.by_node()), 'node')}"
        return f"<Report: {told}, such as {printable(self.violations[0], 200)}>"

    def _repr_html_(self) -> str:
        rows = [(v.node, v.message, v.value) for v in self.violations[:ROWS]]
        caption = repr(self)[1:-1] if self else counted(len(self.violations), "violation")
        head = ("node", "what is wrong", "there is") if rows else ()
        return html_table(head, rows, caption=caption, more=max(len(self.violations) - ROWS, 0))

    def by_node(self) -> dict[str, list[Violation]]:
        """The violations of each node."""
        found: dict[str, list[Violation]] = defaultdict(list)
        for violation in self.violations:
            found[violation.node].append(violation)
        return dict(found)


@cache
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(resources.path("ontology") / "shapes.ttl")


def validate(store: Store, *, base: str = BASE) -> Report:
    """Check all graphs of a store together.

    Args:
        store: What to check.
        base: Namespace of our ids, left out of the report.

    Returns:
        Every violation, in plain words.
    """
    data = serialize(dict.fromkeys(quad.triple for quad in store.quads()), None, RdfFormat.N_TRIPLES) or b""
    graph = rdflib.Graph().parse(data=data, format="nt11")
    _, report, _ = pyshacl.validate(graph, shacl_graph=_shapes(), inference="none", advanced=False)
    found = set()
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        node = str(report.value(result, SH.focusNode)).removeprefix(base)
        value = report.value(result, SH.value)
        shown = str(value).removeprefix(base) if value is not None and str(value).removeprefix(base) != node else None
        found.add(Violation(node=node, message=str(report.value(result, SH.resultMessage)), value=shown))
    return Report(triples=len(graph), violations=tuple(sorted(found, key=str)))
