"""The hook that stops the network stops it."""

import socket
import subprocess
import sys
import urllib.request

import pytest

from tests import network


@pytest.mark.parametrize(
    "use",
    [
        lambda: socket.create_connection(("192.0.2.1", 80), 1),
        lambda: socket.getaddrinfo("example.org", 80),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
        lambda: urllib.request.urlopen("http://192.0.2.1/", timeout=1),
        lambda: socket.create_connection(("127.0.0.1", 9), 1),
        lambda: socket.create_server(("192.0.2.1", 0)),
    ],
)
def test_the_network_is_stopped(use):
    with pytest.raises(network.NetworkUsedError):
        use()
    with pytest.raises(network.NetworkUsedError):
        network.check()
    network.check()


def test_this_machine_is_allowed_where_said_and_no_other():
    with network.loopback():
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname(), 1).close()
        with pytest.raises(network.NetworkUsedError):
            socket.create_connection(("192.0.2.1", 80), 1)
    with pytest.raises(network.NetworkUsedError):
        network.check()


def test_a_python_that_a_test_starts_is_stopped_too():
    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "NetworkUsedError" in done.stderr
