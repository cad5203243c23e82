import json
import subprocess
import sys

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.errors import NotAStoreError, OutputError, SparqlError, StoreError, StoreLockedError, StoreNotFoundError
from kg.graph import rdf
from kg.graph.stores import open_store
from tests.knowledge import KNOWLEDGE

EX = "https://example.org/"
ONE, TWO = NamedNode(EX + "g1"), NamedNode(EX + "g2")


def quad(name, graph=ONE):
    return Quad(NamedNode(EX + name), NamedNode(EX + "p"), Literal(f'{name} "quoted" \n é'), graph)


def test_replace_changes_one_graph_and_only_when_it_differs(store):
    store.load([quad("a"), quad("b", TWO)])
    assert store.replace(ONE, [quad("c"), quad("d")])
    assert not store.replace(ONE, [quad("d"), quad("c")])
    assert set(store.quads(ONE)) == {quad("c"), quad("d")}
    assert set(store.quads(TWO)) == {quad("b", TWO)}
    assert len(store) == 3


def test_remove_drops_a_graph(store):
    store.load([quad("a"), quad("b", TWO)])
    store.remove(ONE)
    assert store.graphs() == [TWO]


def test_query_runs_over_the_union_with_our_prefixes(store):
    store.load(rdf.quads(KNOWLEDGE))
    answer = store.query("SELECT ?d WHERE { ?s a kg:Company ; kg:develops ?d }")
    assert answer.variables == ("d",)
    assert [row[0].value.rsplit("/", 1)[1] for row in answer] == ["abc-131"]


def test_ask_and_construct(store):
    store.load([quad("a")])
    assert store.query(f"ASK {{ <{EX}a> ?p ?o }}").boolean
    triples = list(store.query("CONSTRUCT WHERE { ?s ?p ?o }"))
    assert [t[0].value for t in triples] == [EX + "a"]


def test_knowledge_survives_every_store(store):
    for name, quads in rdf.graphs(KNOWLEDGE).items():
        store.replace(name, quads)
    assert rdf.read(store) == KNOWLEDGE


def test_malformed_query_gives_line_and_column_of_the_users_text(store):
    with pytest.raises(SparqlError, match="line 2, column 10"):
        store.query("SELECT * WHERE {\n  ?s ?p }")


@pytest.mark.parametrize("format_", ["json", "xml", "csv", "tsv"])
def test_rows_serialize(store, format_):
    store.load([quad("a")])
    assert b"quoted" in store.query("SELECT ?o WHERE { ?s ?p ?o }").serialize(format_)


def test_an_unknown_format_names_the_known_ones(store):
    with pytest.raises(OutputError, match="json, xml, csv, tsv"):
        store.query("SELECT * WHERE { ?s ?p ?o }").serialize("turtle")


def test_rdflib_sees_the_same_quads(store):
    store.load([quad("a"), quad("b", TWO)])
    rows = store.rdflib().query(f"SELECT ?o WHERE {{ GRAPH ?g {{ <{EX}a> ?p ?o }} }}")
    assert [str(row[0]) for row in rows] == ['a "quoted" \n é']


def test_dump_writes_all_graphs(tmp_path):
    with open_store(":memory:") as store, (tmp_path / "x.nq").open("wb") as stream:
        store.load([quad("a"), quad("b", TWO)])
        store.dump(stream, RdfFormat.N_QUADS)
    assert len((tmp_path / "x.nq").read_text().strip().splitlines()) == 2


def test_an_embedded_store_is_there_the_next_time(tmp_path):
    with open_store(tmp_path / "s", create=True) as store:
        store.load([quad("a")])
    with open_store(tmp_path / "s", read_only=True) as store:
        assert len(store) == 1


def test_a_missing_store_is_not_made_by_reading(tmp_path):
    with pytest.raises(StoreNotFoundError, match="kg build"):
        open_store(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("precious")
    for create in (True, False):
        with pytest.raises(NotAStoreError, match="not of a store"):
            open_store(tmp_path, create=create)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["thesis.txt"]


def test_a_file_is_no_store(tmp_path):
    (tmp_path / "f").write_text("x")
    with pytest.raises(NotAStoreError, match="a file"):
        open_store(tmp_path / "f", create=True)


def test_a_store_of_an_older_format_is_read_by_no_one_and_brought_up_to_date_by_a_build(tmp_path):
    with open_store(tmp_path / "s", create=True):
        pass
    marker = tmp_path / "s" / "kg-store.json"
    marker.write_text(json.dumps({"format": 1}))
    with pytest.raises(NotAStoreError, match=r"format 1.*kg build SOURCES"):
        open_store(tmp_path / "s", read_only=True)
    with open_store(tmp_path / "s", create=True):
        pass
    with open_store(tmp_path / "s", read_only=True) as opened:
        assert len(opened) == 0


def test_a_store_of_another_format_is_left_alone(tmp_path):
    (tmp_path / "kg-store.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(NotAStoreError, match="format 99"):
        open_store(tmp_path, create=True)


def test_a_store_that_another_process_writes_is_locked_for_writing_and_open_for_reading(tmp_path):
    with open_store(tmp_path / "s", create=True) as store:
        store.load([quad("a")])
    script = (
        "import sys\nfrom kg.graph.stores import open_store\n"
        "s = open_store(sys.argv[1])\nprint('open', flush=True)\nsys.stdin.read()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "s")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline().strip() == "open"
        with pytest.raises(StoreLockedError, match="another process"):
            open_store(tmp_path / "s")
        with open_store(tmp_path / "s", read_only=True) as store:
            assert len(store) == 1
    finally:
        holder.communicate("")


def test_a_server_that_is_not_there_is_one_clear_line():
    with pytest.raises(StoreError, match="cannot be reached"):
        open_store("http://127.0.0.1:9/sparql").query("ASK { ?s ?p ?o }")
