import dataclasses
import random

import pytest
import rdflib

from kg.graph import rdf
from kg.graph.stores import open_store
from kg.graph.vocabulary import KG, PREFIXES
from kg.model import Entity, Knowledge
from kg.terms import EntityType, Relation
from tests.knowledge import KNOWLEDGE


@pytest.fixture
def memory():
    with open_store(":memory:") as store:
        store.load(rdf.quads(KNOWLEDGE))
        yield store


def test_knowledge_comes_back_as_it_was(memory):
    back = rdf.read(memory)
    assert back.documents == KNOWLEDGE.documents
    assert back.entities == KNOWLEDGE.entities
    assert back.statements == KNOWLEDGE.statements


def test_hand_made_knowledge_has_every_relation_and_attribute():
    assert {s.relation for s in KNOWLEDGE.statements} == set(Relation)
    used = {name for s in KNOWLEDGE.statements for name, _ in s.attributes.items()}
    assert used == {f.name for f in dataclasses.fields(KNOWLEDGE.statements[0].attributes)}


def test_quads_do_not_depend_on_the_order_of_anything():
    rng = random.Random(3)
    shuffled = Knowledge(
        documents=tuple(rng.sample(KNOWLEDGE.documents, len(KNOWLEDGE.documents))),
        entities=tuple(rng.sample(KNOWLEDGE.entities, len(KNOWLEDGE.entities))),
        statements=tuple(rng.sample(KNOWLEDGE.statements, len(KNOWLEDGE.statements))),
    )
    assert set(rdf.quads(shuffled)) == set(rdf.quads(KNOWLEDGE))


def ask(store, pattern):
    return store.query(f"ASK {{ {pattern} }}").boolean


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("id:company/alpha-bio kg:x ?o", False, id="nothing-made-up"),
        pytest.param("<{id}company/alpha-bio> kg:partnersWith <{id}company/zeta-pharma>", True, id="direct-triple"),
        pytest.param("<{id}company/zeta-pharma> kg:partnersWith <{id}company/alpha-bio>", True, id="both-ways"),
        pytest.param("<{id}company/alpha-bio> kg:partnersWith <{id}company/script>", False, id="negated-has-none"),
        pytest.param("?s a kg:Partnership ; kg:modality 'negated'", True, id="negated-statement"),
        pytest.param(
            "?s a kg:Designation ; kg:earliest '2016-07-01'^^xsd:date ; kg:latest '2016-09-30'^^xsd:date",
            True,
            id="quarter",
        ),
        pytest.param(
            "?s a kg:Financing ; kg:amount ?a ; kg:currency 'USD' FILTER (?a = 8000000)",
            True,
            id="amount-of-a-financing",
        ),
        pytest.param(
            "GRAPH <{id}graph/zeta-2018> {{ ?s prov:wasDerivedFrom ?e }} ?s a kg:Study",
            True,
            id="evidence-in-its-documents-graph",
        ),
        pytest.param(
            "GRAPH ?g {{ ?s ?p ?o }} GRAPH ?h {{ ?s ?p ?o }} FILTER (?g != ?h)", False, id="no-triple-in-two-graphs"
        ),
        pytest.param("?c a kg:Company, kg:Organization, kg:Entity", True, id="superclasses"),
    ],
)
def test_the_graph_looks_as_documented(memory, pattern, expected):
    assert (
        ask(memory, pattern.replace("id:company/alpha-bio", "<{id}company/alpha-bio>").format(id=PREFIXES["id"]))
        is expected
    )


def test_odd_ids_make_valid_iris():
    entity = Entity(id='drug/a b<c>"d{e}|f^g`h\\i', type=EntityType.DRUG, name="odd")
    with open_store(":memory:") as store:
        store.load(rdf.quads(Knowledge(entities=(entity,))))
        assert rdf.read(store).entities == (entity,)
        rdflib.Graph().parse(data=store.query("CONSTRUCT WHERE { ?s ?p ?o }").serialize("turtle"), format="turtle")


def test_an_unknown_term_raises():
    with pytest.raises(KeyError, match="partnerWith"):
        KG["partnerWith"]


def test_generated_modules_are_those_of_the_ontology():
    from kg.graph.generate import outputs

    for path, text in outputs().items():
        assert path.read_text(encoding="utf-8") == text, path.name
