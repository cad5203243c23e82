"""Endpoints that answer badly: each is one line that names the address, in time, and nobody else gets the credentials."""

import contextlib
import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.errors import KgError, QueryTimeoutError, SparqlError, StoreError, StoreNotFoundError
from kg.graph import bounds, http
from kg.graph.stores import open_store

JSON = "application/sparql-results+json"
GOOD = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
SELECT = "SELECT ?x { ?x ?y ?z }"


class Server(ThreadingHTTPServer):
    """Does what ``behave`` does with each request, and keeps what it was sent."""

    daemon_threads = True

    def __init__(self, behave):
        self.behave, self.seen = behave, []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/sparql"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.path, dict(self.headers), body))
        with contextlib.suppress(OSError):
            self.server.behave(self)

    do_GET = do_POST  # noqa: N815

    def reply(self, status=200, data=GOOD, kind=JSON, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(headers.pop("length", len(data))))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture
def serve():
    with contextlib.ExitStack() as stack:

        def start(behave):
            server = Server(behave)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return server

        yield start


def ask(server, timeout=3.0, query=SELECT):
    with open_store(server.url) as store:
        return list(store.query(query, timeout=timeout))


def drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def endless(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    for _ in range(10_000):
        handler.wfile.write(b" " * 65536)


def sleep(handler):
    time.sleep(5)


BAD = {
    "a web page": (
        lambda h: h.reply(data=b"<html>Welcome</html>", kind="text/html"),
        StoreError,
        "text/html, which are no SPARQL",
    ),
    "nothing": (lambda h: h.reply(data=b""), StoreError, "answers with nothing, which are no SPARQL"),
    "half of the rows": (lambda h: h.reply(data=GOOD[:-20]), StoreError, "no SPARQL results: Parser error"),
    "JSON of another kind": (lambda h: h.reply(data=b'{"rows": [1, 2]}'), StoreError, "no SPARQL results"),
    "bytes that are no text": (
        lambda h: h.reply(data=b'{"head":{"vars":["x\xff\xfe"]}'),
        StoreError,
        "no SPARQL results",
    ),
    "a body that breaks off": (lambda h: h.reply(length=5000), StoreError, "the answer broke off"),
    "no HTTP": (lambda h: h.wfile.write(b"SSH-2.0-hello\r\n"), StoreError, "no HTTP"),
    "an error page": (
        lambda h: h.reply(500, b"java.lang.Oops\n\tat x\x1b[2J", "text/plain"),
        StoreError,
        "answered 500",
    ),
    "no entry": (lambda h: h.reply(401, b""), StoreError, "KG_SPARQL_USER"),
    "not found": (lambda h: h.reply(404, b""), StoreNotFoundError, "404"),
    "a malformed query": (lambda h: h.reply(400, b"error at 11:4: expected {"), SparqlError, "malformed SPARQL"),
    "a redirect in a circle": (lambda h: h.reply(302, b"", Location="/sparql"), StoreError, "redirects without end"),
    "a redirect to nowhere": (lambda h: h.reply(302, b"", Location="ht!tp://\x7f"), StoreError, "127.0.0.1"),
    "no end": (endless, StoreError, "answers with more than"),
    "a bomb": (
        lambda h: h.reply(data=gzip.compress(b" " * (64 << 20)), Content_Encoding="gzip"),
        StoreError,
        "answers with more than",
    ),
    "damaged compression": (lambda h: h.reply(data=b"\x1f\x8bxx", Content_Encoding="gzip"), StoreError, "broke off"),
    "a byte now and then": (drip, QueryTimeoutError, "no answer within 1 seconds"),
    "silence": (sleep, QueryTimeoutError, "no answer within 1 seconds"),
    "always busy": (lambda h: h.reply(503, b"", Retry_After="0"), StoreError, r"too busy \(4 tries\)"),
}


@pytest.mark.parametrize("answer", BAD)
def test_a_bad_answer_is_one_line_with_the_address(serve, monkeypatch, answer):
    monkeypatch.setattr(bounds, "ANSWER", 8 << 20)
    behave, kind, words = BAD[answer]
    server = serve(behave)
    begun = time.monotonic()
    with pytest.raises(kind, match=words) as bad:
        ask(server, timeout=1 if kind is QueryTimeoutError else 5)
    assert time.monotonic() - begun < 6
    said = str(bad.value)
    assert f"127.0.0.1:{server.server_port}" in said
    assert said.isprintable()


@pytest.mark.parametrize(
    "answer", ["a web page", "nothing", "half of the rows", "JSON of another kind", "an error page"]
)
@pytest.mark.parametrize("read", [len, lambda s: s.graphs(), lambda s: list(s.quads())], ids=["len", "graphs", "quads"])
def test_reading_a_whole_store_says_the_same(serve, answer, read):
    server = serve(BAD[answer][0])
    with open_store(server.url) as store, pytest.raises(KgError, match=f"127.0.0.1:{server.server_port}"):
        read(store)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_neither_credentials_nor_queries_follow_to_another_server(serve, monkeypatch, status):
    monkeypatch.setenv("KG_SPARQL_USER", "me")
    monkeypatch.setenv("KG_SPARQL_PASSWORD", "secret")
    other = serve(Handler.reply)
    server = serve(lambda h: h.reply(status, b"", Location=other.url))
    with pytest.raises(StoreError, match=r"redirects to another server.*is not followed"):
        ask(server)
    assert "Authorization" in server.seen[0][1]
    assert other.seen == []


def test_a_redirect_on_the_server_is_followed_with_credentials(serve, monkeypatch):
    monkeypatch.setenv("KG_SPARQL_USER", "me")
    monkeypatch.setenv("KG_SPARQL_PASSWORD", "secret")
    server = serve(lambda h: h.reply() if h.path == "/there" else h.reply(307, b"", Location="/there"))
    assert len(ask(server)) == 1
    (_, first, sent), (_, second, again) = server.seen
    assert first["Authorization"] == second["Authorization"]
    assert sent == again


def test_credentials_of_an_address_are_used_and_never_shown(serve):
    server = serve(lambda h: h.reply(500, b"no"))
    url = server.url.replace("http://", "http://me:secret@")
    with open_store(url) as store, pytest.raises(StoreError) as bad:
        store.query(SELECT)
    assert server.seen[0][1]["Authorization"].startswith("Basic ")
    assert "secret" not in str(bad.value)
    assert "secret" not in store.name


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(serve, status):
    server = serve(lambda h: h.reply() if len(server.seen) == 3 else h.reply(status, b"", Retry_After="1"))
    begun = time.monotonic()
    assert len(ask(server, timeout=10)) == 1
    assert 1.9 < time.monotonic() - begun < 6
    assert len(server.seen) == 3


def test_a_server_that_asks_for_more_time_than_there_is_is_not_waited_for(serve):
    server = serve(lambda h: h.reply(429, b"", Retry_After="3600"))
    begun = time.monotonic()
    with pytest.raises(StoreError, match="too busy"):
        ask(server, timeout=5)
    assert time.monotonic() - begun < 2


def test_an_update_is_not_sent_again_after_an_error(serve):
    server = serve(lambda h: h.reply(500, b""))
    with open_store(server.url) as store, pytest.raises(StoreError):
        store.update("INSERT DATA { <x:a> <x:b> 1 }")
    assert len(server.seen) == 1


def test_bounds_hold_before_anything_is_sent(serve):
    server = serve(Handler.reply)
    with open_store(server.url) as store:
        for query in ("ASK { SERVICE <x:y> { ?s ?p ?o } }", "ASK " + "{" * 100, "DROP ALL"):
            with pytest.raises(KgError):
                store.query(query)
    assert server.seen == []


def test_a_server_that_does_not_answer_the_call_is_one_line(monkeypatch):
    monkeypatch.setattr(http, "CONNECT", 0.5)
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        crowd = [socket.socket() for _ in range(4)]
        for one in crowd:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        with (
            open_store(f"http://127.0.0.1:{port}/") as store,
            pytest.raises(KgError, match=r"is the server running|within"),
        ):
            store.query(SELECT, timeout=2)
        for one in crowd:
            one.close()
    with open_store(f"http://127.0.0.1:{port}/") as store, pytest.raises(StoreError, match="cannot be reached"):
        store.query(SELECT)


@pytest.mark.parametrize("url", ["http://", "https://[::1", "http://127.0.0.1:99999/"])
def test_an_address_that_is_none_is_one_line(url):
    with pytest.raises(StoreError), open_store(url) as store:
        store.query(SELECT)
