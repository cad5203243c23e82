"""What a query may ask: nothing ends the process, nothing calls another server, nothing goes on for ever."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from kg.errors import QueryError, QueryTimeoutError, RefusedQueryError, SparqlError
from kg.graph import bounds, rdf
from kg.graph.stores import open_store
from tests.graph.shapes import SHAPES, SIZES
from tests.knowledge import KNOWLEDGE

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"
GROWING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l"


@pytest.fixture(params=["embedded", "memory"])
def filled(request, tmp_path):
    where = tmp_path / "store" if request.param == "embedded" else ":memory:"
    with open_store(where, create=True) as store:
        store.load(rdf.quads(KNOWLEDGE))
        yield store


@pytest.mark.parametrize("shape", SHAPES)
def test_every_size_of_a_shape_is_answered_or_refused_in_one_line(shape):
    done = subprocess.run(
        [sys.executable, "-m", "tests.graph.shapes", shape], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr  # negative where a signal ended it
    lines = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert list(lines) == [str(size) for size in SIZES]
    assert lines["10"].endswith("rows")
    assert all(lines[str(size)].startswith("RefusedQueryError: query: ") for size in SIZES[-2:])
    assert all(said.endswith("rows") or said.startswith("RefusedQueryError") for said in lines.values())


def test_wide_and_harmless_queries_are_answered(filled):
    many = " ".join(f'"{n}"' for n in range(3000))
    assert len(list(filled.query(f"SELECT * {{ VALUES ?x {{ {many} }} }}"))) == 3000
    assert (
        len(list(filled.query(f"SELECT * {{ VALUES (?x ?y) {{ {'(1 <http://example.org/(a)#b>) ' * 900} }} }}"))) == 900
    )
    listed = many.replace(" ", ", ")
    assert list(filled.query(f'SELECT * {{ VALUES ?x {{ "7" }} FILTER(?x IN ({listed})) }}'))


@pytest.mark.parametrize(
    "query",
    [
        "ASK { BIND(\"SERVICE { ( [ # ''' <\" AS ?x) }",
        'ASK { BIND("""LOAD " SERVICE <x> { """ AS ?x) }',
        "ASK { } # SERVICE <http://example.org/> { ?s ?p ?o }",
        "ASK { ?s <http://example.org/service#(one)> ?o FILTER(?s != <http://example.org/it's>) }",
        "ASK { ?s (<http://example.org/a#b>|<http://example.org/c#d>)* ?o }",
        "PREFIX e: <http://example.org/> ASK { ?s e:service e:load\\(x\\)\\'y . ?service ?load ?insert }",
        "ASK { ?a ?b ?c FILTER(?a<?c&&?c>?b || 1<2) }",
        "ASK { BIND('a'@en-GB AS ?x) BIND('5'^^<http://www.w3.org/2001/XMLSchema#integer> AS ?y) }",
        "SELECT ?insert { ?insert a kg:Company } ORDER BY DESC(?insert) LIMIT 5 OFFSET 1",
        "BASE <http://example.org/> PREFIX delete: <http://example.org/delete/> ASK { ?s delete:it <load> }",
    ],
)
def test_what_only_looks_like_a_call_is_answered(filled, query):
    assert filled.query(query).kind in {"boolean", "rows"}


@pytest.fixture
def listener():
    """A port, and the connections that were made to it."""
    server = socket.create_server(("127.0.0.1", 0))
    calls = []

    def accept():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            calls.append(connection)
            connection.close()

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1], calls
    server.close()


CALLS = {
    "plain": "ASK { SERVICE <U> { ?s ?p ?o } }",
    "silent": "ASK { SERVICE SILENT <U> { ?s ?p ?o } }",
    "lower case": "ASK { service<U>{ ?s ?p ?o } }",
    "variable": "ASK { BIND(<U> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "glued to SILENT": "ASK { SERVICESILENT<U>{ ?s ?p ?o } }",
    "glued to a value": "ASK { ?s ?p trueSERVICE<U>{ ?s ?p ?o } }",
    "glued to a prefix": "PREFIX a: <U> ASK { SERVICEa:b { ?s ?p ?o } }",
    "after a comment": "ASK { SERVICE # nothing\n <U> { ?s ?p ?o } }",
    "in an IRI that is none": "ASK { FILTER(?a<'>') SERVICE <U> { ?s ?p ?o } #'\n}",
    "in a comment that is none": "ASK { FILTER(?a<?b#>'''\n) SERVICE <U> { ?s ?p ?o } #'''\n}",
    "between less and more": "ASK { FILTER(?a<?b)SERVICE#>\n<U> { ?s ?p ?o } }",
    "in an IRI after a call": "ASK { FILTER(STR(?a)<'>') SERVICE <U> { ?s ?p ?o } #'\n}",
    "in a data block that is none": "ASK { VALUES ?a { 1 } FILTER(?a<'>') SERVICE <U> { ?s ?p ?o } #'\n}",
    "escaped": "ASK { \\u0053ERVICE <U> { ?s ?p ?o } }",
    "behind a string with escapes": "ASK { BIND('\\\\' AS ?x) SERVICE <U> { ?s ?p ?o } #'\n}",
    "in a subquery": "ASK { { SELECT * { OPTIONAL { SERVICE <U> { ?s ?p ?o } } } } }",
    "in EXISTS": "ASK { FILTER NOT EXISTS { SERVICE <U> { ?s ?p ?o } } }",
}


@pytest.mark.parametrize("way", CALLS)
def test_no_query_calls_another_server(filled, listener, way):
    port, calls = listener
    with pytest.raises((RefusedQueryError, SparqlError)) as refused:
        list(filled.query(CALLS[way].replace("U", f"http://127.0.0.1:{port}/"), timeout=5) or ())
    assert "\n" not in str(refused.value)
    time.sleep(0.05)
    assert calls == []


@pytest.mark.parametrize(
    "update", ["LOAD <U>", "load silent <U> INTO GRAPH <x:y>", "INSERT { ?s ?p ?o } WHERE { SERVICE <U> { ?s ?p ?o } }"]
)
def test_no_update_calls_another_server(filled, listener, update):
    port, calls = listener
    with pytest.raises(RefusedQueryError, match="would ask another server"):
        filled.update(update.replace("U", f"http://127.0.0.1:{port}/"))
    assert calls == []


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:b> <a:b> 1 }",
        "# hm\nPREFIX a: <a:> delete where { ?s ?p ?o }",
        "DROP ALL",
        "WITH <a:b> DELETE {} WHERE {}",
    ],
)
def test_a_query_only_reads(filled, update):
    before = len(filled)
    with pytest.raises(RefusedQueryError, match="this command only reads"):
        filled.query(update)
    assert len(filled) == before


@pytest.mark.parametrize("query", ["ASK { ?s ?p 'open }", "ASK { ?s ?p '\n' }"])
def test_a_string_without_end_has_its_place(filled, query):
    with pytest.raises(SparqlError, match="line 1, column 13: malformed SPARQL: this string does not end"):
        filled.query(query)


def test_cutting_a_text_into_terminals_takes_time_in_proportion_to_its_length():
    seeds = (
        "a.",
        "a-",
        ":",
        "<",
        "<a",
        "'",
        '"""',
        "\\",
        "_:",
        "?",
        "@a-",
        "1.",
        "#",
        "é",
        "((",
        "a:b.",
        "<#",
        "%",
        ".5",
        "''",
    )
    for seed in seeds:
        text = (seed * bounds.BYTES)[: bounds.BYTES // 2]
        begun = time.perf_counter()
        with contextlib.suppress(QueryError):
            bounds.check_query(text)
        assert time.perf_counter() - begun < 1.5, seed


def test_a_query_ends_at_its_deadline_and_leaves_no_process(filled):
    begun = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"no answer within 0\.5 seconds.*--timeout"):
        filled.query(ENDLESS, timeout=0.5)
    assert time.monotonic() - begun < 3
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert list(filled.query("SELECT * { ?s a kg:Company }"))  # the store goes on


def test_the_deadline_is_for_all_rows(filled):
    begun = time.monotonic()
    with pytest.raises(QueryTimeoutError):
        for _ in filled.query(
            "SELECT ?c { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) > 100000) }",
            timeout=0.5,
        ):
            pass
    assert time.monotonic() - begun < 3


def test_an_answer_that_is_not_read_ends_with_it(filled):
    answer = filled.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    rows = iter(answer)
    next(rows)
    del rows, answer
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_an_engine_that_takes_too_much_memory_ends_alone(filled, monkeypatch):
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux bounds the memory of a process")
    monkeypatch.setattr(bounds, "MEMORY", 300 << 20)
    with pytest.raises(QueryError, match="of memory; narrow it"):
        list(filled.query(GROWING, timeout=50))


def test_an_engine_that_dies_is_one_line(filled):
    def shoot(process):
        time.sleep(0.5)
        os.kill(process.pid, signal.SIGSEGV)

    from kg.graph.worker import Worker

    send = Worker.send

    def send_and_shoot(self, query):
        send(self, query)
        threading.Thread(target=shoot, args=(self,), daemon=True).start()

    Worker.send = send_and_shoot
    try:
        with pytest.raises(QueryError, match=r"the engine ended on it \(status -11\)"):
            filled.query(ENDLESS, timeout=20)
    finally:
        Worker.send = send


def test_a_query_sees_what_was_written_before_it(filled):
    assert not filled.query("ASK { <x:a> ?p ?o }").boolean
    filled.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:p> 1 } }")
    assert filled.query("ASK { <x:a> ?p ?o }").boolean


def test_rows_come_as_from_the_engine_itself(filled):
    for query in (
        "SELECT * { ?s ?p ?o OPTIONAL { ?s kg:nothing ?x } } ORDER BY ?s ?p ?o",
        'SELECT * { VALUES ?x { 01 1.50 1e3 true "a\\nb\\t\\"" "c"@en-gb UNDEF <x:y> } }',
    ):
        assert list(filled.query(query)) == list(filled.query(query, timeout=None))
    graph = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }"
    assert set(filled.query(graph)) == set(filled.query(graph, timeout=None))


def test_ctrl_c_ends_a_query_at_once(tmp_path):
    with open_store(tmp_path / "s", create=True) as store:
        store.load(rdf.quads(KNOWLEDGE))
    script = (
        "from kg.cli import main\nfrom kg.graph.worker import Worker\nsend = Worker.send\n"
        "Worker.send = lambda self, query: (send(self, query), print('asked', flush=True))\nmain()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, "sparql", "-q", ENDLESS, "--store", str(tmp_path / "s")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "asked\n"
    time.sleep(0.5)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert time.monotonic() - begun < 0.5
    assert process.returncode != 0
    assert "Traceback" not in errors
