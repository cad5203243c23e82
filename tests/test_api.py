import pytest

import kg
from kg import resources
from kg.errors import UnknownEntityError
from kg.graph.stores import open_store

SAMPLE = resources.path("data/sample")


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    built = kg.build([SAMPLE / "cellectar-cpdc-2016.txt", SAMPLE / "cellectar-spore-2016.txt"], store=folder / "store")
    assert built.report.read == 2
    built.close()
    with kg.open(folder / "store") as opened:
        yield opened


def test_a_graph_is_asked_by_template_and_by_sparql(graph):
    assert [row["manufacturer"] for row in graph.query("manufacturers", drug="CLR 131")] == [
        "Centre for Probe Development and Commercialization"
    ]
    assert graph.sparql("ASK { ?x a kg:Drug }").boolean
    assert len(graph) > 100


def test_an_entity_by_any_of_its_names(graph):
    assert graph.entity("CLRB").name == "Cellectar Biosciences, Inc."
    assert graph.entity("CPDC").id == "university/centre-for-probe-development-and-commercialization"
    assert any(s.relation == "manufactures" for s in graph.statements("CLR131"))
    with pytest.raises(UnknownEntityError):
        graph.entity("Nobody Knows Thisname")


def test_a_graph_goes_to_networkx_files_and_html(graph, tmp_path):
    assert graph.to_networkx().has_edge("company/cellectar-biosciences", "drug/clr-131")
    graph.export("turtle", tmp_path / "x.ttl")
    assert "partnersWith" in (tmp_path / "x.ttl").read_text()
    assert "<canvas" not in graph.network(focus="CLR 131", depth=1, show="programs")
    assert "drug/clr-131" in graph.to_pyvis(show="programs").node_ids
    assert graph.validate()


def test_the_same_documents_give_the_same_quads_on_every_store(tmp_path, endpoint):
    sources = [SAMPLE / "cellectar-cpdc-2016.txt", SAMPLE / "norvantis-report-2020.txt"]
    with kg.build(sources, store=endpoint, cache=tmp_path / "cache") as remote:
        theirs = set(remote.store.quads())
    with kg.build(list(reversed(sources)), store=":memory:") as memory:
        ours = set(memory.store.quads())
    with open_store(endpoint) as opened:
        opened.update("DROP ALL")
    assert ours == theirs
    assert len(ours) > 200


def test_workers_extract_the_same(tmp_path):
    with kg.build(SAMPLE, store=tmp_path / "one") as one, kg.build(SAMPLE, store=tmp_path / "two", workers=2) as two:
        assert set(one.store.quads()) == set(two.store.quads())


def test_a_remote_store_wants_a_folder_for_extractions():
    from kg.errors import StoreError

    with pytest.raises(StoreError, match="--cache"):
        kg.build(SAMPLE, store="http://127.0.0.1:9/sparql")
