import csv
import json

import networkx
import pytest
import rdflib

from kg.errors import OutputError
from kg.export import EXPORTERS, export, to_networkx
from kg.graph import rdf
from kg.graph.stores import open_store
from tests.knowledge import KNOWLEDGE, SCRIPT


@pytest.fixture(scope="module")
def filled():
    with open_store(":memory:") as store:
        store.load(rdf.quads(KNOWLEDGE))
        yield store


def triples(store):
    return {
        tuple(map(str, t))
        for t in rdflib.Graph().parse(
            data=store.query("CONSTRUCT WHERE { ?s ?p ?o }").serialize("ntriples"), format="nt"
        )
    }


@pytest.mark.parametrize(
    ("format_", "parser"),
    [("nquads", "nquads"), ("trig", "trig"), ("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")],
)
def test_rdf_files_hold_the_whole_graph(filled, tmp_path, format_, parser):
    path = export(filled, format_, tmp_path / "out")
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format=parser)
    found = {tuple(map(str, (s, p, o))) for s, p, o in dataset.triples((None, None, None))}
    assert found == triples(filled)


def test_graphml_and_nodelink_come_back(filled, tmp_path):
    graph = to_networkx(KNOWLEDGE)
    ml = networkx.read_graphml(export(filled, "graphml", tmp_path / "x.graphml"), force_multigraph=True)
    link = networkx.node_link_graph(
        json.loads(export(filled, "nodelink", tmp_path / "x.json").read_text()), edges="edges"
    )
    for other in (ml, link):
        assert set(other.nodes) == set(graph.nodes)
        assert other.number_of_edges() == graph.number_of_edges()
    assert link.nodes["company/script"]["label"] == SCRIPT


def test_networkx_has_attributes_and_no_negated_edges():
    graph = to_networkx(KNOWLEDGE)
    assert graph.nodes["company/alpha-bio"]["listed_as"] == ["NASDAQ:ABCD"]
    assert not graph.has_edge("company/alpha-bio", "company/script")
    funding = [d for _, _, d in graph.edges("agency/nci", data=True)]
    assert sorted(d["amount"] for d in funding) == [2_000_000.0, 3_000_000.0]
    assert all(d["about"] == "ABC 131" for d in funding)


def test_milestones_are_on_their_nodes_and_in_a_table_of_their_own(filled, tmp_path):
    graph = to_networkx(KNOWLEDGE)
    assert graph.nodes["company/alpha-bio"]["milestones"] == ["payment received (completed, 2016-10)"]
    assert "trial start" not in str(graph.nodes["drug/abc-131"]["milestones"])
    folder = export(filled, "csv", tmp_path / "csv")
    rows = list(csv.DictReader((folder / "milestones.csv").open(encoding="utf-8", newline="")))
    assert len(rows) == 6
    (delayed,) = (row for row in rows if row["status"] == "delayed")
    assert (delayed["subject_label"], delayed["event"], delayed["date"]) == ("ABC 131", "topline data", "2018-Q4")
    assert delayed["documents"] == "zeta-2018"


def test_csv_is_safe_for_spreadsheets(tmp_path):
    from kg.model import Entity, Knowledge
    from kg.terms import EntityType

    evil = Entity(id="company/x", type=EntityType.COMPANY, name="=HYPERLINK(1)", aliases=('é, "quoted"\nline',))
    with open_store(":memory:") as store:
        store.load(rdf.quads(Knowledge(entities=(evil,))))
        folder = export(store, "csv", tmp_path / "csv")
    rows = list(csv.DictReader((folder / "nodes.csv").open(encoding="utf-8", newline="")))
    assert rows[0]["label"] == "'=HYPERLINK(1)"
    assert rows[0]["aliases"] == 'é, "quoted"\nline'


def test_jsonl_has_a_statement_a_line(filled, tmp_path):
    lines = export(filled, "jsonl", tmp_path / "x.jsonl").read_text().splitlines()
    assert len(lines) == len(KNOWLEDGE.statements)
    assert all("evidence" in json.loads(line) for line in lines)
    values = [v for line in lines for v in json.loads(line).get("attribute_evidence", [])]
    assert {"attribute", "document", "start", "end", "text", "quote", "value"} == set(values[0])


def test_nothing_is_overwritten_unless_asked(filled, tmp_path):
    path = tmp_path / "x.ttl"
    path.write_text("precious")
    with pytest.raises(OutputError, match="--force"):
        export(filled, "turtle", path)
    assert path.read_text() == "precious"
    export(filled, "turtle", path, force=True)
    assert path.read_text() != "precious"
    assert [p.name for p in tmp_path.iterdir()] == ["x.ttl"]


def test_an_unknown_format_lists_the_known(filled, tmp_path):
    with pytest.raises(OutputError, match=", ".join(EXPORTERS)):
        export(filled, "docx", tmp_path / "x")
