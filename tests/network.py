"""Nothing that is built, asked, exported or drawn uses a network: an audit hook (PEP 578) that stops whatever tries."""

import contextlib
import os
import sys

VARIABLE = "KG_TEST_NETWORK"
LOCAL = frozenset(
    {"tests.graph.test_remote", "tests.graph.test_bounds", "tests.graph.test_stores"}
)  # they serve and listen
_EVENTS = frozenset(
    "socket.connect socket.bind socket.sendto socket.sendmsg socket.getaddrinfo socket.gethostbyname "
    "socket.gethostbyaddr socket.getnameinfo".split()
)
_HERE = frozenset({"127.0.0.1", "::1", "localhost", ""})
_allowed = ["none"]
_tried: list[str] = []


class NetworkUsedError(RuntimeError):
    """Something reaches for the network."""


def forbid(allowed="none"):
    """Stop what uses a network from now on; a hook cannot be taken off again."""
    _allowed[0] = allowed
    os.environ[VARIABLE] = allowed
    sys.addaudithook(_hook)


def _hook(event, arguments):
    if event not in _EVENTS:
        return
    address = arguments[0] if event.startswith("socket.get") else arguments[1]
    if isinstance(address, str | bytes) and not event.startswith("socket.get"):
        return  # a socket in the file system
    host = address[0] if isinstance(address, tuple) else address
    host = host.decode() if isinstance(host, bytes) else host
    # What is bound to this machine's own address reaches nobody: urllib3 does so when imported, to see whether there is IPv6.
    if (_allowed[0] == "loopback" or event == "socket.bind") and (host is None or host in _HERE):
        return
    _tried.append(f"{event} {address}")
    raise NetworkUsedError(f"the network was used: {event} {address}")


@contextlib.contextmanager
def _as(allowed):
    before = _allowed[0]
    _allowed[0] = os.environ[VARIABLE] = allowed
    try:
        yield
    finally:
        _allowed[0] = os.environ[VARIABLE] = before


def loopback():
    """This machine's own addresses are allowed for a while, and no other."""
    return _as("loopback")


def none():
    """No address is allowed for a while."""
    return _as("none")


def check():
    """Fail where something was stopped since the last look, even if the code under test took no notice."""
    tried = _tried.copy()
    _tried.clear()
    if tried:
        raise NetworkUsedError("; ".join(tried))
