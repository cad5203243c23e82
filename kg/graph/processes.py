"""Answers out of ``kg.graph.worker`` processes, each with its deadline."""

from __future__ import annotations

import io
import signal
from collections.abc import Iterator
from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results
from pyoxigraph import Store as Oxigraph

from kg.errors import QueryError, QueryTimeoutError, StoreError
from kg.graph import bounds, worker
from kg.graph.answers import Answer, syntax_error
from kg.graph.worker import Worker, WorkerError, WorkerTimeoutError


class Processes:
    """Asks a store's queries, each in a process that can be ended."""

    def __init__(self, path: str | None) -> None:
        """Of the store's files; None where it is in memory."""
        self._path = path
        self._idle: Worker | None = None  # one that has opened the files and waits

    def query(self, engine: Oxigraph, text: str, seconds: float, *, lines: int) -> Answer:
        """Answer a query, of whose text we put so many lines before the user's."""
        if self._path is None and not worker.CAN_FORK:
            try:
                return Answer(engine.query(text, use_default_graph_as_union=True))
            except SyntaxError as error:
                raise syntax_error(str(error), lines=lines) from error
        process = self._start(engine)
        frames = _Frames(self, process, seconds)
        try:
            process.send(text)
            kind, data = frames.next()
        except BaseException:
            process.kill()
            raise
        if kind == worker.MALFORMED:
            self.keep(process)
            raise syntax_error(data.decode("utf-8", "replace"), lines=lines)
        if kind == worker.TRUTH:
            self.keep(process)
            answer = parse_query_results(
                b'{"head":{},"boolean":%s}' % (b"true" if data == b"1" else b"false"), QueryResultsFormat.JSON
            )
            assert isinstance(answer, QueryBoolean)
            return Answer(answer)
        stream: IO[bytes] = io.BufferedReader(frames, 1 << 16)
        if kind == worker.TRIPLES:
            return Answer(_triples(stream))
        rows = parse_query_results(stream, QueryResultsFormat.JSON)
        assert isinstance(rows, QuerySolutions)
        return Answer(rows)

    def _start(self, engine: Oxigraph) -> Worker:
        idle, self._idle = self._idle, None
        if idle is not None:
            return idle
        try:
            if self._path is None:
                return worker.fork(engine, bounds.STACK, bounds.MEMORY)
            return worker.spawn(self._path, bounds.STACK, bounds.MEMORY)
        except OSError as error:
            raise StoreError(f"no process can be started to answer the query: {error.strerror or error}") from error

    def keep(self, process: Worker) -> None:
        """Let a process that has answered wait for the next query; a fork has seen the store of one moment only."""
        if self._path is None or self._idle is not None:
            process.kill()
        else:
            self._idle = process

    def end(self) -> None:
        """End the process that waits."""
        idle, self._idle = self._idle, None
        if idle is not None:
            idle.kill()


def _triples(stream: IO[bytes]) -> Iterator[Triple]:
    for quad in parse(stream, RdfFormat.N_TRIPLES):
        yield quad.triple


class _Frames(io.RawIOBase):
    """The bytes of an answer as they come, as long as they come in time."""

    def __init__(self, owner: Processes, process: Worker, seconds: float) -> None:
        self._owner, self._process = owner, process
        self._allowed = self._left = seconds
        self._data = memoryview(b"")
        self._ended = False

    def readable(self) -> bool:
        return True

    def next(self) -> tuple[bytes, bytes]:
        """The next frame.

        Raises:
            QueryTimeoutError: It did not come in time.
            QueryError: The engine failed, or its process ended.
        """
        try:
            kind, data, self._left = self._process.frame(self._left)
        except WorkerTimeoutError:
            self._process.kill()
            raise QueryTimeoutError(
                f"query: no answer within {self._allowed:g} seconds; narrow it with LIMIT or a filter, or give it more "
                "time with --timeout"
            ) from None
        except WorkerError:
            raise _ended(self._process.status) from None
        except BaseException:  # Ctrl-C
            self._process.kill()
            raise
        if kind == worker.FAILED:
            self._process.kill()
            raise QueryError(f"query: the engine cannot answer it: {' '.join(data.decode('utf-8', 'replace').split())}")
        return kind, data

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._data and not self._ended:
            kind, data = self.next()
            if kind == worker.END:
                self._ended = True
                self._owner.keep(self._process)
            self._data = memoryview(data)
        size = min(len(buffer), len(self._data))
        buffer[:size] = self._data[:size]
        self._data = self._data[size:]
        return size


def _ended(status: int | None) -> QueryError:
    if status == -signal.SIGABRT:  # what an engine does that gets no more memory
        return QueryError(
            f"query: it takes more than {bounds.MEMORY >> 30} GB of memory; narrow it with LIMIT or a filter"
        )
    return QueryError(f"query: the engine ended on it (status {status}); write it more simply")
