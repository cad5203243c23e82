"""Generate ``kg/terms.py`` and ``kg/graph/ontology_terms.py`` from ``ontology/drug-pipeline.ttl``.

``python -m kg.graph.generate`` writes them; with ``--check`` it writes nothing and says whether they are up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.files import replace_text
from kg.resources import path as resource_path

_KG = rdflib.Namespace("https://w3id.org/drug-pipeline-kg/ontology#")
_ENUMS = (
    "EntityType",
    "Relation",
    "Phase",
    "Status",
    "DealKind",
    "MilestoneEvent",
    "Modality",
    "SectionKind",
    "DateSource",
    "ConflictType",
)
_HEAD = '''"""Terms of the ontology that every room shares.

Generated from ``ontology/`` by ``python -m kg.graph.generate``; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
'''
_RELATION_TERM = '''

@dataclass(frozen=True, slots=True, kw_only=True)
class RelationTerm:
    """What the ontology says of one relation."""

    relation: Relation
    label: str
    statement: str  # local name of its subclass of kg:Statement
    subjects: frozenset[EntityType]
    objects: frozenset[EntityType]  # empty where the object is a literal
    attributes: frozenset[str] = frozenset()
    symmetric: bool = False

    @property
    def literal(self) -> bool:
        """Whether the object is a literal and not an entity."""
        return not self.objects


_TERMS = (
'''
_TAIL = """)
RELATIONS: Mapping[Relation, RelationTerm] = MappingProxyType({term.relation: term for term in _TERMS})
"""


def ontology() -> rdflib.Graph:
    """The ontology as it stands in ``ontology/``."""
    return rdflib.Graph().parse(resource_path("ontology") / "drug-pipeline.ttl")


def _local(term: rdflib.term.Node) -> str:
    return str(term).rsplit("#", 1)[1]


def _constant(name: str) -> str:
    """``studiedFor`` and ``phase 1/2`` as the names of constants."""
    spaced = "".join(f"_{c}" if c.isupper() else c for c in name)
    return "".join(c if c.isalnum() else "_" for c in spaced).upper().strip("_")


def _enum(name: str, doc: str, values: Iterable[str]) -> str:
    members = "\n".join(f'    {_constant(value)} = "{value}"' for value in values)
    return f'\n\nclass {name}(StrEnum):\n    """{doc}"""\n\n{members}\n'


def _values(graph: rdflib.Graph, name: str) -> list[str]:
    return [str(value) for value in Collection(graph, graph.value(_KG[f"{name}Values"], _KG["values"]))]  # type: ignore[arg-type]


def _relations(graph: rdflib.Graph) -> list[rdflib.term.Node]:
    """The relations in the order in which the ontology's text has their statement classes."""
    text = (resource_path("ontology") / "drug-pipeline.ttl").read_text(encoding="utf-8")
    return sorted(graph.objects(None, _KG.reifies), key=lambda r: text.index(f"kg:reifies kg:{_local(r)} "))


def _types(graph: rdflib.Graph, node: rdflib.term.Node | None) -> str:
    """Entity types of a domain or range, written as Python."""
    union = graph.value(node, OWL.unionOf) if node is not None else None
    classes = list(Collection(graph, union)) if union is not None else [node]
    singles = [f"EntityType.{_local(c).upper()}" for c in classes if c is not None and c != _KG.Organization]
    parts = ["ORGANIZATIONS"] if _KG.Organization in classes else []
    parts += [f"frozenset({{{', '.join(singles)}}})"] if singles else []
    return " | ".join(parts)


def _term(graph: rdflib.Graph, relation: rdflib.term.Node) -> str:
    statement = graph.value(None, _KG.reifies, relation)
    literal = (relation, RDF.type, OWL.DatatypeProperty) in graph
    attributes = ", ".join(f'"{_local(a)}"' for a in sorted(graph.objects(statement, _KG.mayHave), key=str))
    lines = [
        f"relation=Relation.{_constant(_local(relation))}",
        f'label="{graph.value(relation, RDFS.label)}"',
        f'statement="{_local(statement)}"',  # type: ignore[arg-type]
        f"subjects={_types(graph, graph.value(relation, RDFS.domain))}",
        f"objects={'frozenset()' if literal else _types(graph, graph.value(relation, RDFS.range))}",
    ]
    if attributes and len(attributes) > 88:
        lines.append(f"attributes=frozenset(\n            {{{attributes}}}\n        )")
    else:
        lines.append(f"attributes=frozenset({{{attributes}}})" if attributes else "attributes=frozenset()")
    if (relation, RDF.type, OWL.SymmetricProperty) in graph:
        lines.append("symmetric=True")
    return "    RelationTerm(\n" + "".join(f"        {line},\n" for line in lines) + "    ),\n"


def terms_module(graph: rdflib.Graph) -> str:
    """The text of ``kg/terms.py``."""
    text = _HEAD
    relations = _relations(graph)
    for name in _ENUMS:
        if name == "Relation":
            values, doc = [_local(r) for r in relations], "What a fact says of its subject and object."
        else:
            values = _values(graph, name)
            doc = str(graph.value(_KG[f"{name}Values"], SKOS.definition))
        text += _enum(name, doc, values)
    kinds = [
        v for v in _values(graph, "EntityType") if (_KG[v.capitalize()], RDFS.subClassOf, _KG.Organization) in graph
    ]
    text += "\n\nORGANIZATIONS = frozenset({" + ", ".join(f"EntityType.{k.upper()}" for k in kinds) + "})\n"
    return text + _RELATION_TERM + "".join(_term(graph, r) for r in relations) + _TAIL


def vocabulary_module(graph: rdflib.Graph) -> str:
    """The text of ``kg/graph/ontology_terms.py``."""
    names = sorted({_local(s) for s in graph.subjects() if str(s).startswith(str(_KG))})
    listed = "".join(f'        "{name}",\n' for name in names)
    return (
        '"""Local names of the ontology\'s terms.\n\n'
        'Generated from ``ontology/`` by ``python -m kg.graph.generate``; do not edit.\n"""\n\n'
        "from __future__ import annotations\n\n"
        f"TERMS = frozenset(\n    {{\n{listed}    }}\n)\n"
    )


def outputs() -> dict[Path, str]:
    """What each generated module should say."""
    graph = ontology()
    package = Path(__file__).resolve().parents[1]
    return {
        package / "terms.py": terms_module(graph),
        package / "graph" / "ontology_terms.py": vocabulary_module(graph),
    }


def main(arguments: list[str]) -> int:
    """Write the modules, or with ``--check`` compare them; 1 where they differ."""
    stale = [path for path, text in outputs().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.name}: differs from the ontology; run python -m kg.graph.generate", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        replace_text(path, outputs()[path])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
