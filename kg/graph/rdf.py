"""Knowledge as quads, and quads as knowledge. ``docs/architecture.md`` shows what the quads look like."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import told
from kg.graph.dates import date_bounds, date_literal, date_text
from kg.graph.literals import decimal_literal
from kg.graph.vocabulary import BASE, KG, borrowed, resource, type_iri
from kg.model import Attributes, Conflict, Document, Entity, Evidence, Knowledge, Merge, Money, Statement, ValueEvidence
from kg.tellings import best_evidence
from kg.terms import (
    ORGANIZATIONS,
    RELATIONS,
    ConflictType,
    DateSource,
    EntityType,
    Modality,
    Phase,
    Relation,
    SectionKind,
    Status,
)

if TYPE_CHECKING:
    from kg.graph.stores import Store

__all__ = ["date_bounds", "date_literal", "decimal_literal", "graphs", "quads", "read"]

_A = borrowed("rdf:type")
_XSD = {name: borrowed(f"xsd:{name}") for name in ("date", "gYear", "integer")}
_STRINGS = ("phase", "status", "kind", "program", "title", "royalties", "territory")
_ENTITIES = ("about", "agency", "indication")
_MONEY = {
    "amount": ("amount", "currency"),
    "upfront": ("upfront", "upfrontCurrency"),
    "milestones": ("milestones", "milestonesCurrency"),
}


def graphs(knowledge: Knowledge, *, base: str = BASE) -> dict[NamedNode, list[Quad]]:
    """The quads of knowledge by graph: one a document, and one for the entities.

    Deterministic: the same knowledge gives the same quads, and there are no blank nodes.
    """
    return _Writer(knowledge, base).graphs()


def quads(knowledge: Knowledge, *, base: str = BASE) -> Iterator[Quad]:
    """The quads of knowledge, graph by graph."""
    for members in graphs(knowledge, base=base).values():
        yield from members


class _Writer:
    def __init__(self, knowledge: Knowledge, base: str) -> None:
        self.knowledge = knowledge
        self.base = base
        self.documents = {document.id: document for document in knowledge.documents}
        self.statements = {statement.id: statement for statement in knowledge.statements}
        self.conflicts: dict[str, list[Conflict]] = defaultdict(list)  # by the statement whose graph has them
        for conflict in knowledge.conflicts:
            self.conflicts[conflict.later].append(conflict)
        # No triple stands in two graphs: queries over the union would count it twice.
        self.written: set[tuple[NamedNode, NamedNode, NamedNode | Literal]] = set()

    def iri(self, path: str) -> NamedNode:
        return resource(self.base, path)

    def graphs(self) -> dict[NamedNode, list[Quad]]:
        made: dict[NamedNode, list[Quad]] = {}
        entities = self.iri("graph/entities")
        made[entities] = [Quad(*t, entities) for e in self.knowledge.entities for t in self._entity(e)]
        made[entities] += [Quad(*t, entities) for merge in self.knowledge.merges for t in self._merge(merge)]
        by_document: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.knowledge.statements:
            for document in sorted({e.document for e in statement.evidence}):
                by_document[document].append(statement)
        for document_ in sorted(self.knowledge.documents, key=lambda d: d.id):
            graph = self.iri(f"graph/{document_.id}")
            triples = [*self._document(document_)]
            for statement in by_document[document_.id]:
                if statement.evidence[0].document == document_.id:
                    triples += self._statement(statement)
                for evidence in statement.evidence:
                    if evidence.document == document_.id:
                        triples += self._evidence(statement, evidence)
                best = next(e for e in best_evidence(statement) if e.document == document_.id)
                triples.append(
                    (self.iri(statement.id), KG["bestEvidence"], told.evidence_iri(self.base, statement.id, best))
                )
                for value in statement.attribute_evidence:
                    if value.document == document_.id:
                        triples += self._value_evidence(statement, value)
            made[graph] = [Quad(*t, graph) for t in dict.fromkeys(triples) if t not in self.written]
            self.written.update(triples)
        return made

    def _entity(self, entity: Entity) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
        node = self.iri(entity.id)
        yield node, _A, type_iri(entity.type)
        if entity.type in ORGANIZATIONS:
            yield node, _A, KG["Organization"]
        yield node, _A, KG["Entity"]
        yield node, borrowed("rdfs:label"), Literal(entity.name)
        yield node, borrowed("skos:prefLabel"), Literal(entity.name)
        for alias in entity.aliases:
            yield node, borrowed("skos:altLabel"), Literal(alias)
        for identifier in entity.identifiers:
            yield node, borrowed("dcterms:identifier"), Literal(identifier)
        for broader in entity.broader:
            yield node, borrowed("skos:broader"), self.iri(broader)

    def _merge(self, merge: Merge) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
        parts = f"{merge.entity}|{merge.one}|{merge.other}|{merge.reason}"
        node = self.iri(f"merge/{hashlib.sha256(parts.encode()).hexdigest()[:20]}")
        yield node, _A, KG["Merge"]
        yield node, KG["mergeOf"], self.iri(merge.entity)
        yield node, KG["oneName"], Literal(merge.one)
        yield node, KG["otherName"], Literal(merge.other)
        yield node, KG["reason"], Literal(merge.reason)

    def _document(self, document: Document) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
        node = self.iri(f"document/{document.id}")
        yield node, _A, KG["Document"]
        yield node, _A, borrowed("prov:Entity")
        yield node, borrowed("rdfs:label"), Literal(document.id)
        yield node, borrowed("dcterms:format"), Literal(document.media_type)
        yield node, KG["sha256"], Literal(document.sha256)
        if document.title:
            yield node, borrowed("dcterms:title"), Literal(document.title)
        if document.published:
            yield node, borrowed("dcterms:issued"), date_literal(document.published)
        if document.dated_by:
            yield node, KG["datedBy"], Literal(document.dated_by.value)
        if document.source:
            yield node, borrowed("dcterms:source"), Literal(document.source)

    def _statement(self, statement: Statement) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
        term = RELATIONS[statement.relation]
        subject = self.iri(statement.subject)
        object_ = Literal(statement.object) if term.literal else self.iri(statement.object)
        if statement.modality is not Modality.NEGATED:
            yield subject, KG[statement.relation], object_
            if term.symmetric and isinstance(object_, NamedNode):
                yield object_, KG[statement.relation], subject
        node = self.iri(statement.id)
        yield node, _A, KG[term.statement]
        yield node, _A, KG["Statement"]
        yield node, KG["relation"], KG[statement.relation]
        yield node, KG["subject"], subject
        yield node, KG["object"], object_
        yield node, KG["modality"], Literal(statement.modality.value)
        yield node, KG["confidence"], decimal_literal(Decimal(f"{statement.confidence:.4f}"))
        if statement.setting is not None:
            yield node, KG["setting"], Literal(statement.setting)
        yield from self._attributes(node, statement)
        for other in statement.conflicts:
            yield node, KG["conflictsWith"], self.iri(other)
        for conflict in self.conflicts[statement.id]:
            yield from told.conflict(self.base, conflict, self.statements, self.documents)
        yield from told.told(self.base, statement, self.documents)

    def _attributes(
        self, node: NamedNode, statement: Statement
    ) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
        values = statement.attributes
        for name in _STRINGS:
            value = getattr(values, name)
            if value is not None:
                yield node, KG[name], Literal(str(value))
        for name in _ENTITIES:
            value = getattr(values, name)
            if value is not None:
                yield node, KG[name], self.iri(value)
        for name, (number, currency) in _MONEY.items():
            money = getattr(values, name)
            if money is None and name == "amount" and statement.relation is Relation.RAISED:
                money = _parsed(statement.object)
            if money is not None:
                yield node, KG[number], decimal_literal(money.value)
                yield node, KG[currency], Literal(money.currency)
        if values.exclusive is not None:
            yield node, KG["exclusive"], Literal(values.exclusive)
        if values.date is not None:
            earliest, latest = date_bounds(values.date)
            yield node, KG["date"], date_literal(values.date)
            yield node, KG["dateLabel"], Literal(values.date)
            yield node, KG["earliest"], Literal(earliest, datatype=_XSD["date"])
            yield node, KG["latest"], Literal(latest, datatype=_XSD["date"])
            yield node, KG["year"], Literal(values.date[:4], datatype=_XSD["gYear"])

    def _evidence(
        self, statement: Statement, evidence: Evidence
    ) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
        node = told.evidence_iri(self.base, statement.id, evidence)
        yield self.iri(statement.id), borrowed("prov:wasDerivedFrom"), node
        yield node, _A, KG["Evidence"]
        yield node, KG["rule"], Literal(evidence.rule)
        yield node, KG["confidence"], decimal_literal(Decimal(f"{evidence.confidence:.4f}"))
        if evidence.trigger:
            yield node, KG["trigger"], Literal(evidence.trigger)
        if evidence.section is not None:
            yield node, KG["section"], Literal(evidence.section.value)
        if evidence.news is not None:
            yield node, KG["news"], Literal(evidence.news)
        yield from self._selectors(node, evidence.document, evidence.quote, evidence.start, evidence.end)

    def _value_evidence(
        self, statement: Statement, value: ValueEvidence
    ) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
        node = told.value_iri(self.base, statement.id, value)
        yield self.iri(statement.id), KG["attributeEvidence"], node
        yield node, _A, KG["ValueEvidence"]
        yield node, KG["attribute"], Literal(value.attribute)
        yield node, KG["quote"], Literal(value.quote)
        yield from told.meaning(self.base, node, value)
        yield from self._selectors(node, value.document, value.text, value.start, value.end)

    def _selectors(
        self, node: NamedNode, document: str, exact: str, start: int, end: int
    ) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
        """The words of a document that a node stands for (Web Annotation, W3C Recommendation 23 February 2017)."""
        quote, position = NamedNode(f"{node.value}/quote"), NamedNode(f"{node.value}/position")
        yield node, borrowed("oa:hasSource"), self.iri(f"document/{document}")
        yield node, borrowed("oa:hasSelector"), quote
        yield node, borrowed("oa:hasSelector"), position
        yield quote, _A, borrowed("oa:TextQuoteSelector")
        yield quote, borrowed("oa:exact"), Literal(exact)
        yield position, _A, borrowed("oa:TextPositionSelector")
        yield position, borrowed("oa:start"), Literal(str(start), datatype=_XSD["integer"])
        yield position, borrowed("oa:end"), Literal(str(end), datatype=_XSD["integer"])


def _parsed(literal: str) -> Money | None:
    currency, _, number = literal.partition(" ")
    try:
        return Money(currency=currency, value=Decimal(number))
    except ArithmeticError:
        return None


Properties = dict[str, list[NamedNode | Literal]]


def read(store: Store, *, base: str = BASE) -> Knowledge:
    """Read knowledge back from a store: what ``graphs`` wrote, without the texts of the documents."""
    nodes: dict[str, dict[str, dict[NamedNode | Literal, None]]] = defaultdict(lambda: defaultdict(dict))
    for quad in store.quads():
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes[quad.subject.value][quad.predicate.value][quad.object] = None
    plain: dict[str, Properties] = {s: {p: list(o) for p, o in ps.items()} for s, ps in nodes.items()}
    return _Reader(plain, base).read()


class _Reader:
    def __init__(self, nodes: dict[str, Properties], base: str) -> None:
        self.nodes = nodes
        self.base = base
        self.types = {type_iri(t).value: t for t in EntityType}
        self.relations = {KG[r].value: r for r in Relation}

    def path(self, term: NamedNode | Literal) -> str:
        return unquote(term.value.removeprefix(self.base))

    def text(self, properties: Properties, predicate: NamedNode) -> str | None:
        values = properties.get(predicate.value)
        return values[0].value if values else None

    def texts(self, properties: Properties, predicate: NamedNode) -> tuple[str, ...]:
        return tuple(sorted(v.value for v in properties.get(predicate.value, [])))

    def paths(self, properties: Properties, predicate: NamedNode) -> tuple[str, ...]:
        return tuple(sorted(self.path(v) for v in properties.get(predicate.value, [])))

    def read(self) -> Knowledge:
        documents: list[Document] = []
        entities: list[Entity] = []
        statements: list[Statement] = []
        conflicts: list[Conflict] = []
        merges: list[Merge] = []
        for iri, properties in self.nodes.items():
            classes = {c.value for c in properties.get(_A.value, [])}
            if KG["Document"].value in classes:
                documents.append(self._document(iri, properties))
            elif KG["Statement"].value in classes:
                statements.append(self._statement(iri, properties))
            elif KG["Entity"].value in classes:
                entities.append(self._entity(iri, properties, classes))
            elif KG["Conflict"].value in classes:
                conflicts.append(self._conflict(properties))
            elif KG["Merge"].value in classes:
                merges.append(self._merge(properties))
        issued = {document.id: document.published or "" for document in documents}
        sorted_statements = [self._sorted(s, issued) for s in statements]
        return Knowledge(
            documents=tuple(sorted(documents, key=lambda d: d.id)),
            entities=tuple(sorted(entities, key=lambda e: e.id)),
            statements=tuple(sorted(sorted_statements, key=lambda s: s.id)),
            conflicts=tuple(sorted(conflicts, key=lambda c: (c.earlier, c.later, c.attribute))),
            merges=tuple(sorted(merges, key=lambda m: (m.entity, m.one, m.other, m.reason))),
        )

    def _merge(self, properties: Properties) -> Merge:
        return Merge(
            entity=self.path(properties[KG["mergeOf"].value][0]),
            one=self.text(properties, KG["oneName"]) or "",
            other=self.text(properties, KG["otherName"]) or "",
            reason=self.text(properties, KG["reason"]) or "",
        )

    def _sorted(self, statement: Statement, issued: dict[str, str]) -> Statement:
        def order(found: Evidence | ValueEvidence) -> tuple[str, str, int, int]:
            return (issued.get(found.document, ""), found.document, found.start, found.end)

        values = sorted(statement.attribute_evidence, key=lambda v: (v.attribute, *order(v), v.quote, v.value))
        return dataclasses.replace(
            statement, evidence=tuple(sorted(statement.evidence, key=order)), attribute_evidence=tuple(values)
        )

    def _conflict(self, properties: Properties) -> Conflict:
        return Conflict(
            type=ConflictType(self.text(properties, KG["conflictType"]) or ""),
            earlier=self.path(properties[KG["earlier"].value][0]),
            later=self.path(properties[KG["later"].value][0]),
            attribute=self.text(properties, KG["differsIn"]) or "",
        )

    def _document(self, iri: str, properties: Properties) -> Document:
        dated_by = self.text(properties, KG["datedBy"])
        return Document(
            id=self.path(NamedNode(iri)).removeprefix("document/"),
            sha256=self.text(properties, KG["sha256"]) or "",
            text="",
            title=self.text(properties, borrowed("dcterms:title")),
            published=date_text(properties.get(borrowed("dcterms:issued").value)),
            source=self.text(properties, borrowed("dcterms:source")),
            media_type=self.text(properties, borrowed("dcterms:format")) or "text/plain",
            dated_by=DateSource(dated_by) if dated_by else None,
        )

    def _entity(self, iri: str, properties: Properties, classes: set[str]) -> Entity:
        return Entity(
            id=self.path(NamedNode(iri)),
            type=next(t for c, t in self.types.items() if c in classes),
            name=self.text(properties, borrowed("rdfs:label")) or "",
            aliases=self.texts(properties, borrowed("skos:altLabel")),
            identifiers=self.texts(properties, borrowed("dcterms:identifier")),
            broader=self.paths(properties, borrowed("skos:broader")),
        )

    def _statement(self, iri: str, properties: Properties) -> Statement:
        relation = self.relations[properties[KG["relation"].value][0].value]
        object_ = properties[KG["object"].value][0]
        evidence = [self._evidence(e.value) for e in properties.get(borrowed("prov:wasDerivedFrom").value, [])]
        values = [self._value_evidence(v.value) for v in properties.get(KG["attributeEvidence"].value, [])]
        return Statement(
            id=self.path(NamedNode(iri)),
            relation=relation,
            subject=self.path(properties[KG["subject"].value][0]),
            object=object_.value if isinstance(object_, Literal) else self.path(object_),
            attributes=self._attributes(properties, relation),
            modality=Modality(self.text(properties, KG["modality"]) or "asserted"),
            confidence=float(self.text(properties, KG["confidence"]) or 1),
            evidence=tuple(evidence),
            conflicts=self.paths(properties, KG["conflictsWith"]),
            attribute_evidence=tuple(values),
            setting=self.text(properties, KG["setting"]),
        )

    def _attributes(self, properties: Properties, relation: Relation) -> Attributes:
        strings = {name: self.text(properties, KG[name]) for name in _STRINGS}
        entities = {name: next(iter(self.paths(properties, KG[name])), None) for name in _ENTITIES}
        money: dict[str, Money | None] = {}
        for name, (number, currency) in _MONEY.items():
            value, code = self.text(properties, KG[number]), self.text(properties, KG[currency])
            money[name] = Money(currency=code, value=Decimal(value)) if value and code else None
        exclusive = self.text(properties, KG["exclusive"])
        return Attributes(
            phase=Phase(strings["phase"]) if strings["phase"] else None,
            status=Status(strings["status"]) if strings["status"] else None,
            kind=strings["kind"],
            program=strings["program"],
            title=strings["title"],
            royalties=strings["royalties"],
            territory=strings["territory"],
            about=entities["about"],
            agency=entities["agency"],
            indication=entities["indication"],
            amount=None if relation is Relation.RAISED else money["amount"],
            upfront=money["upfront"],
            milestones=money["milestones"],
            exclusive=None if exclusive is None else exclusive == "true",
            date=self.text(properties, KG["dateLabel"]),
        )

    def _evidence(self, iri: str) -> Evidence:
        properties = self.nodes[iri]
        document, exact, start, end = self._selected(iri)
        section, news = self.text(properties, KG["section"]), self.text(properties, KG["news"])
        return Evidence(
            document=document,
            start=start,
            end=end,
            quote=exact,
            rule=self.text(properties, KG["rule"]) or "",
            trigger=self.text(properties, KG["trigger"]) or "",
            confidence=float(self.text(properties, KG["confidence"]) or 1),
            section=SectionKind(section) if section else None,
            news=None if news is None else news == "true",
        )

    def _value_evidence(self, iri: str) -> ValueEvidence:
        properties = self.nodes[iri]
        document, exact, start, end = self._selected(iri)
        return ValueEvidence(
            attribute=self.text(properties, KG["attribute"]) or "",
            document=document,
            start=start,
            end=end,
            text=exact,
            quote=self.text(properties, KG["quote"]) or "",
            value=self._meaning(properties),
        )

    def _meaning(self, properties: Properties) -> str:
        values = properties.get(KG["value"].value)
        if not values:
            return ""
        if isinstance(values[0], NamedNode):
            return self.path(values[0])
        currency = self.text(properties, KG["currency"])
        return f"{currency} {values[0].value}" if currency else values[0].value

    def _selected(self, iri: str) -> tuple[str, str, int, int]:
        """The document, the words and the range that a node stands for."""
        properties, quote, position = self.nodes[iri], self.nodes[f"{iri}/quote"], self.nodes[f"{iri}/position"]
        return (
            self.path(properties[borrowed("oa:hasSource").value][0]).removeprefix("document/"),
            self.text(quote, borrowed("oa:exact")) or "",
            int(self.text(position, borrowed("oa:start")) or 0),
            int(self.text(position, borrowed("oa:end")) or 0),
        )
