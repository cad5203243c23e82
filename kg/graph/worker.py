"""Queries in a process of their own, which can be ended: an engine that has begun cannot be asked to stop.

A store on disk is opened a second time, read-only, by a small process that imports the engine alone (40 ms, once for each
opened store); a store in memory is seen by a fork of this process (some ms a query). What crosses is a frame: one byte
that says what it is, four that say how long, and the bytes. Where there is no fork, a store in memory is asked here.
"""

from __future__ import annotations

import contextlib
import io
import os
import queue
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, serialize

_HEAD = struct.Struct("!cI")
_CHUNK = 1 << 16
_TRIES = 5  # to open a store that another process writes
ROWS, TRUTH, TRIPLES, MORE, END, MALFORMED, FAILED = b"r", b"b", b"t", b"m", b"e", b"s", b"f"
CAN_FORK = hasattr(os, "fork")


class WorkerError(Exception):
    """What a worker says instead of an answer."""

    def __init__(self, kind: bytes, message: str) -> None:
        """Keep what kind of failure it is: ``MALFORMED``, ``FAILED`` or ``END`` (it ended without a word)."""
        super().__init__(message)
        self.kind = kind


class WorkerTimeoutError(Exception):
    """The engine was waited for as long as it may take."""


class Worker:
    """A process that answers queries, one at a time."""

    def __init__(self, pid: int, ask: IO[bytes], told: IO[bytes], wait: Callable[[], int]) -> None:
        """Talk to a process; ``wait`` gives its exit status, negative where a signal ended it."""
        self.pid = pid
        self._ask, self._told, self._wait = ask, told, wait
        self.status: int | None = None

    def send(self, query: str) -> None:
        """Ask a query."""
        data = query.encode("utf-8", "surrogatepass")
        with contextlib.suppress(BrokenPipeError):  # that it is gone is seen on reading
            self._ask.write(_HEAD.pack(ROWS, len(data)) + data)
            self._ask.flush()

    def frame(self, seconds: float) -> tuple[bytes, bytes, float]:
        """The next frame, and how many seconds are left.

        Raises:
            WorkerTimeoutError: It did not come in time.
            WorkerError: The process has ended.
        """
        head, seconds = self._read(_HEAD.size, seconds)
        kind, size = _HEAD.unpack(head)
        data, seconds = self._read(size, seconds)
        return kind, data, seconds

    def _read(self, size: int, seconds: float) -> tuple[bytes, float]:
        parts = bytearray()
        while len(parts) < size:
            begun = time.monotonic()
            if not select.select([self._told], [], [], max(seconds, 0))[0]:
                raise WorkerTimeoutError
            seconds -= time.monotonic() - begun
            part = os.read(self._told.fileno(), size - len(parts))
            if not part:
                self.kill()
                raise WorkerError(END, f"it ended with status {self.status}")
            parts += part
        return bytes(parts), seconds

    def kill(self) -> None:
        """End the process, whatever it does."""
        if self.status is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.status = self._wait()
        for stream in (self._ask, self._told):
            with contextlib.suppress(OSError):
                stream.close()

    def __del__(self) -> None:
        """Leave no process behind."""
        with contextlib.suppress(Exception):
            self.kill()


def spawn(path: str, stack: int, memory: int) -> Worker:
    """A worker that opens the store at a path for itself."""
    # This file alone: the package around it would import RDFLib, ten times what the engine takes.
    code = "import runpy, sys; sys.path[:] = sys.argv[5:]; runpy.run_path(sys.argv[1])['main'](*sys.argv[2:5])"
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", code, __file__, path, str(stack), str(memory), *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us, and we end it
    )
    assert process.stdin is not None
    assert process.stdout is not None
    return Worker(process.pid, process.stdin, process.stdout, process.wait)


def fork(engine: Store, stack: int, memory: int) -> Worker:
    """A worker that has the store of this process as it is now."""
    ask_read, ask_write = os.pipe()
    told_read, told_write = os.pipe()
    with warnings.catch_warnings():
        # The fork touches nothing but the engine, and no other thread's locks are in what it reads.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            _close_all_but(ask_read, told_write)
            _serve(lambda: engine, ask_read, told_write, stack, memory)
        finally:
            os._exit(1)
    os.close(ask_read)
    os.close(told_write)

    def wait() -> int:
        try:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        except ChildProcessError:
            return 0

    return Worker(pid, os.fdopen(ask_write, "wb"), os.fdopen(told_read, "rb", buffering=0), wait)


def _close_all_but(*kept: int) -> None:
    """Let go of what the fork shares with its parent: terminal, files, sockets, other workers' pipes."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    above = sorted(kept)
    for first, last in zip([2, *above], [*above, os.sysconf("SC_OPEN_MAX")], strict=True):
        os.closerange(first + 1, last)


# In the worker --------------------------------------------------------------------------------------------------------


def main(path: str, stack: str, memory: str) -> None:
    """Answer the queries that come on standard input, on standard output."""
    _serve(lambda: Store.read_only(path), 0, 1, int(stack), int(memory))


def _serve(engine: Callable[[], Store], ask: int, told: int, stack: int, memory: int) -> None:
    """Answer in a thread with a deep stack; this one waits for queries, and for the end of who asks."""
    _limit(memory)
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()

    def work() -> None:
        opened: Store | None = None
        while True:
            query = waiting.get()
            try:
                opened = _answer(opened, engine, query, told)
            except BrokenPipeError:
                os._exit(0)
            except BaseException as error:
                kind = MALFORMED if isinstance(error, SyntaxError) else FAILED
                _write(told, kind, str(error).encode("utf-8", "replace"))

    threading.stack_size(stack)
    threading.Thread(target=work, daemon=True).start()
    with os.fdopen(ask, "rb") as stream:
        while head := stream.read(_HEAD.size):
            waiting.put(stream.read(_HEAD.unpack(head)[1]).decode("utf-8", "surrogatepass"))
    os._exit(0)


def _limit(memory: int) -> None:
    """Let this process take so many bytes more; where the system knows no such limit, there is none."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as stream:
            used = int(stream.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (used + memory, hard))


def _answer(opened: Store | None, engine: Callable[[], Store], query: str, told: int) -> Store:
    """Answer a query; the store that did.

    The files that a store consists of change while another process writes it: then it is opened again.
    """
    for again in range(_TRIES):
        try:
            opened = opened or engine()
            result = opened.query(query, use_default_graph_as_union=True)
            break
        except (OSError, RuntimeError) as error:
            opened = None
            if again == _TRIES - 1 or "No such file" not in str(error):
                raise
            time.sleep(0.05 * 2**again)
    assert opened is not None
    if isinstance(result, QueryBoolean):
        _write(told, TRUTH, b"1" if result else b"0")
        return opened
    rows = isinstance(result, QuerySolutions)
    _write(told, ROWS if rows else TRIPLES, b"")
    with io.BufferedWriter(_Frames(told), _CHUNK) as out:
        if isinstance(result, QuerySolutions):
            result.serialize(out, QueryResultsFormat.JSON)
        else:
            serialize(result, out, RdfFormat.N_TRIPLES)
    _write(told, END, b"")
    return opened


class _Frames(io.RawIOBase):
    """What is written here goes out in frames."""

    def __init__(self, told: int) -> None:
        self._to = told

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        block = bytes(data)  # type: ignore[call-overload]
        _write(self._to, MORE, block)
        return len(block)


def _write(to: int, kind: bytes, data: bytes) -> None:
    block = memoryview(_HEAD.pack(kind, len(data)) + data)
    while block:
        block = block[os.write(to, block) :]
