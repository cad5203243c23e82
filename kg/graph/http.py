"""Requests to an endpoint, each with an end: in time, in size, in tries, and at the host that was named."""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2

from kg import __version__
from kg.errors import QueryTimeoutError, StoreError, StoreNotFoundError
from kg.graph import bounds
from kg.text import line

CONNECT = 10.0  # seconds
TRIES = 4
_LONGEST_WAIT = 30.0  # seconds between two tries
_REDIRECTS = 5
_WORDS = 200  # characters of a server's own message that are passed on


@dataclass(frozen=True, slots=True)
class Reply:
    """What an endpoint answers."""

    data: bytes
    media_type: str


class MalformedError(Exception):
    """The endpoint answered 400; the message is its own."""


class Client:
    """Sends to one endpoint. Credentials are ``KG_SPARQL_USER`` and ``KG_SPARQL_PASSWORD``, or stand in its URL."""

    def __init__(self) -> None:
        """Open no connection yet."""
        user = os.environ.get("KG_SPARQL_USER")
        auth = (user, os.environ.get("KG_SPARQL_PASSWORD", "")) if user is not None else None
        self._client = httpx2.Client(
            auth=auth,
            headers={"User-Agent": f"drug-pipeline-kg/{__version__}", "Accept-Encoding": "identity"},
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def post(self, url: str, body: str, kind: str, accept: str, *, seconds: float) -> Reply:
        """Send a query or an update.

        Args:
            url: Of the endpoint.
            body: The text.
            kind: ``query`` or ``update``.
            accept: Media types that we read.
            seconds: The most that all of it may take, with every try.

        Raises:
            MalformedError: The endpoint does not understand the text.
            StoreError: There is no answer, or none of use; the message names the address.
            QueryTimeoutError: It did not come in time.
        """
        deadline = time.monotonic() + seconds
        try:
            address = httpx2.URL(url)
        except httpx2.InvalidURL as error:
            raise StoreError(f"{shown(url)}: no web address: {error}") from error
        for tried in range(1, TRIES + 1):
            reply, wait = self._once(address, body, kind, accept, deadline, seconds)
            if reply is not None:
                return reply
            wait = min(wait if wait is not None else 0.5 * 2**tried * random.uniform(0.5, 1), _LONGEST_WAIT)
            if tried == TRIES or time.monotonic() + wait > deadline:
                break
            time.sleep(wait)
        raise StoreError(f"{shown(address)}: the server is too busy ({tried} tries); ask again later")

    def _once(
        self, address: httpx2.URL, body: str, kind: str, accept: str, deadline: float, seconds: float
    ) -> tuple[Reply | None, float | None]:
        """One try: a reply, or none and how long the server asks to wait."""
        headers = {"Content-Type": f"application/sparql-{kind}; charset=utf-8", "Accept": accept}
        for _ in range(_REDIRECTS):
            try:
                left = max(deadline - time.monotonic(), 0.001)
                timeout = httpx2.Timeout(left, connect=min(CONNECT, left))
                with self._client.stream(
                    "POST", address, content=body.encode("utf-8", "replace"), headers=headers, timeout=timeout
                ) as response:
                    if response.is_redirect:
                        address = _redirected(address, response)
                        continue
                    if response.status_code in {429, 503}:
                        return None, _retry_after(response)
                    data = _read(address, response, deadline, seconds)
            except httpx2.TimeoutException as error:
                if isinstance(error, httpx2.ConnectTimeout):
                    raise StoreError(
                        f"{shown(address)}: cannot be reached: no answer; is the server running?"
                    ) from error
                raise _late(address, seconds) from error
            except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL, ValueError) as error:
                raise StoreError(f"{shown(address)}: {_reason(error)}") from error
            return _judged(address, response, data), None
        raise StoreError(f"{shown(address)}: redirects without end; name the address that answers")


def shown(address: httpx2.URL | str) -> str:
    """An address for messages: without credentials."""
    try:
        url = httpx2.URL(address)
    except httpx2.InvalidURL:
        return line(str(address).rpartition("@")[2])
    return line(str(url.copy_with(userinfo=b"")) if url.userinfo else str(url))


def _reason(error: Exception) -> str:
    if isinstance(error, httpx2.ConnectError):
        return f"cannot be reached: {error}; is the server running?"
    if isinstance(error, httpx2.UnsupportedProtocol | httpx2.InvalidURL):
        return f"no web address of a server: {error}"
    return f"the answer broke off or is no HTTP ({error or type(error).__name__}); is this the address of a SPARQL endpoint?"


def _redirected(address: httpx2.URL, response: httpx2.Response) -> httpx2.URL:
    """Where a redirect leads, as long as it stays at the host: neither credentials nor data follow to another."""
    to = address.join(response.headers.get("location", ""))
    secured = (address.scheme, to.scheme) == ("http", "https") and (address.port, to.port) == (None, None)
    if to.host != address.host or not (secured or (to.scheme, to.port) == (address.scheme, address.port)):
        raise StoreError(
            f"{shown(address)}: redirects to another server, {shown(to)}, which is not followed; "
            "name that address yourself if you trust it"
        )
    return to.copy_with(userinfo=address.userinfo)


def _retry_after(response: httpx2.Response) -> float | None:
    """Seconds to wait (RFC 9110, 10.2.3: a number of them, or a date)."""
    value = response.headers.get("retry-after", "")
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        then = parsedate_to_datetime(value)
        return max((then - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def _read(address: httpx2.URL, response: httpx2.Response, deadline: float, seconds: float) -> bytes:
    data = bytearray()
    for part in response.iter_bytes():
        data += part
        if len(data) > bounds.ANSWER:
            raise StoreError(
                f"{shown(address)}: answers with more than {bounds.ANSWER >> 20} MB; narrow the query with LIMIT or a filter"
            )
        if time.monotonic() > deadline:
            raise _late(address, seconds)
    return bytes(data)


def _late(address: httpx2.URL, seconds: float) -> QueryTimeoutError:
    return QueryTimeoutError(
        f"{shown(address)}: no answer within {seconds:g} seconds; narrow the query, or give it more time with --timeout"
    )


def _judged(address: httpx2.URL, response: httpx2.Response, data: bytes) -> Reply:
    status = response.status_code
    words = " ".join(data[: 4 * _WORDS].decode("utf-8", "replace").split())[:_WORDS]
    if status == 400:
        raise MalformedError(words)
    if status in {401, 403}:
        raise StoreError(
            f"{shown(address)}: the server does not let you in ({status}); set KG_SPARQL_USER and KG_SPARQL_PASSWORD"
        )
    if status == 404:
        raise StoreNotFoundError(f"{shown(address)}: no SPARQL endpoint there (404); check the address")
    if not response.is_success:
        raise StoreError(f"{shown(address)}: the server answered {status} {response.reason_phrase}: {words}")
    return Reply(data, response.headers.get("content-type", "").partition(";")[0].strip().lower())
