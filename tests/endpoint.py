"""A SPARQL 1.1 endpoint for tests: Oxigraph behind the standard library's HTTP server, on loopback."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, serialize


class Handler(BaseHTTPRequestHandler):
    engine = Store()
    lock = threading.Lock()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        try:
            with self.lock:
                if "sparql-update" in self.headers["Content-Type"]:
                    self.engine.update(body)
                    data, kind = b"", "text/plain"
                else:
                    data, kind = self.answer(body)
        except SyntaxError as error:
            self.reply(400, str(error).encode(), "text/plain")
            return
        self.reply(200, data, kind)

    def answer(self, body: str) -> tuple[bytes, str]:
        result = self.engine.query(body, use_default_graph_as_union=True)
        if isinstance(result, QuerySolutions | QueryBoolean):
            data = result.serialize(format=QueryResultsFormat.JSON)
            return data or b"", "application/sparql-results+json"
        return serialize(result, format=RdfFormat.N_TRIPLES) or b"", "application/n-triples"

    def reply(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def serve() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()
