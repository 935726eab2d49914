"""Opening connections only to addresses that were checked, and the plumbing that ensures it.

The one way from a request to a socket is :meth:`Dial.connect`: it resolves the name once,
refuses if any answer is refused, and connects to the very address it checked. The connection
keeps the host name, so TLS still asks for it and verifies it. There is no window between check
and use in which a name could point elsewhere (DNS rebinding).
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from time import monotonic
from typing import Any, NoReturn

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, Retry
from urllib3.connection import HTTPConnection, HTTPSConnection

from monitor.errors import FetchError
from monitor.net.addresses import AddressPolicy
from monitor.net.resolver import Resolver
from monitor.net.watchdog import Watch

# A name with very many addresses must not make one call knock on all of them.
MAX_ADDRESSES_TRIED = 8


@dataclass(slots=True)
class Turn:
    """One sending of a request: whose time it spends, and on what kind of connection."""

    watch: Watch
    fresh: bool = False


class Dial:
    """Opens guarded connections. Safe to use from many threads, each with its own call."""

    def __init__(
        self, *, policy: AddressPolicy, resolver: Resolver, connect_timeout_s: float
    ) -> None:
        self._policy = policy
        self._resolver = resolver
        self._connect_timeout_s = connect_timeout_s
        self._calls = threading.local()

    @contextmanager
    def under(self, watch: Watch) -> Iterator[Turn]:
        """Within this block, this thread's connections belong to ``watch``."""
        self._calls.turn = turn = Turn(watch)
        try:
            yield turn
        finally:
            del self._calls.turn

    def connect(self, host: str, port: int) -> socket.socket:
        """A socket to a checked address of ``host``; the next one where an address refuses.

        Raises :class:`FetchError` with reason ``dns``, ``blocked_address``, ``connection`` or
        ``timeout``.
        """
        turn: Turn = self._calls.turn
        turn.fresh = True
        watch = turn.watch
        watch.check()
        addresses = self._checked(host, port, watch)[:MAX_ADDRESSES_TRIED]
        stop_at = monotonic() + min(self._connect_timeout_s, watch.remaining_s)
        problem: OSError = TimeoutError("no time left")
        for tried, address in enumerate(addresses):
            watch.check()
            # An address that never answers may use up its share, not that of the others.
            share_s = (stop_at - monotonic()) / (len(addresses) - tried)
            if share_s <= 0:
                break
            try:
                return self._open(address, port, share_s, watch)
            except OSError as error:
                problem = error
        watch.check()
        raise _not_connected(host, problem) from problem

    def reuse(self, sock: socket.socket | None) -> None:
        """Put a connection that was kept alive under this thread's watch."""
        turn: Turn = self._calls.turn
        if sock is not None and not turn.fresh:
            turn.watch.attach(sock)

    def _checked(self, host: str, port: int, watch: Watch) -> list[IPv4Address | IPv6Address]:
        addresses = self._resolver.addresses(host, port, within_s=watch.remaining_s)
        for address in addresses:
            refusal = self._policy.refusal(address)
            if refusal is not None:
                raise FetchError(f"{host} is refused: {refusal}", reason="blocked_address")
        return list(addresses)

    def _open(
        self, address: IPv4Address | IPv6Address, port: int, timeout_s: float, watch: Watch
    ) -> socket.socket:
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(timeout_s)
            sock.connect((str(address), port))
            # Bounds the TLS handshake, which the socket's timeout limits as a whole.
            sock.settimeout(max(0.001, min(self._connect_timeout_s, watch.remaining_s)))
            watch.attach(sock)
        except BaseException:
            sock.close()
            raise
        return sock


class GuardedAdapter(HTTPAdapter):
    """The transport of the client's session: guarded connections, no retries, no proxies."""

    def __init__(self, *, dial: Dial, tls: ssl.SSLContext, pool_size: int) -> None:
        self._dial = dial
        self._tls = tls
        super().__init__(
            pool_connections=pool_size,
            pool_maxsize=pool_size,
            max_retries=Retry(0, read=False, redirect=False),
        )

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,  # noqa: FBT001 (the library's signature)
        **pool_kwargs: Any,
    ) -> None:
        """Build the guarded pools in place of urllib3's own."""
        self.poolmanager = _GuardedPools(
            self._dial,
            num_pools=connections,
            maxsize=maxsize,
            block=block,
            ssl_context=self._tls,
            **pool_kwargs,
        )

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ARG002
        """Demand verification; the roots are in the shared TLS context already."""
        conn.cert_reqs = "CERT_REQUIRED"

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> NoReturn:  # noqa: ARG002
        """Refuse: a proxy would connect where the guard cannot look."""
        raise FetchError("a proxy was asked for, and none is used", reason="internal")

    def close(self) -> None:
        """Close every kept connection."""
        for key in self.poolmanager.pools.keys():  # noqa: SIM118 (not a dict: not iterable)
            pool = self.poolmanager.pools.get(key)
            if pool is not None:
                pool.close()
        super().close()


class _HeaderLines:
    """The file of an answer while its head is read; remembers whether the head was whole."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.ended_early = False

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self.file.readline(limit)
        self.ended_early = not line
        return line

    def close(self) -> None:
        self.file.close()


class _WholeHeadResponse(http.client.HTTPResponse):
    """An answer whose head ended with its empty line.

    The standard library takes a connection that ends within the headers for the end of the
    headers, and a cut-off ``200`` for a success.
    """

    fp: Any
    headers: Any

    def begin(self, **kwargs: Any) -> None:
        if self.headers is not None:
            return
        lines = _HeaderLines(self.fp)
        self.fp = lines
        try:
            super().begin(**kwargs)
        finally:
            # None where the library closed it over an answer that is not HTTP.
            if self.fp is lines:
                self.fp = lines.file
        if lines.ended_early:
            raise http.client.IncompleteRead(b"")


class _GuardedConnection(HTTPConnection):
    response_class = _WholeHeadResponse
    dial: Dial

    def _new_conn(self) -> socket.socket:
        return self.dial.connect(self._dns_host, self.port)

    def request(self, *args: Any, **kwargs: Any) -> None:
        self.dial.reuse(self.sock)
        super().request(*args, **kwargs)


class _GuardedTLSConnection(_GuardedConnection, HTTPSConnection):
    """The same over TLS: what guards comes first, then the library's HTTPS."""


class _GuardedPool(HTTPConnectionPool):
    ConnectionCls = _GuardedConnection
    dial: Dial

    def _new_conn(self) -> Any:
        connection = super()._new_conn()
        connection.dial = self.dial  # type: ignore[attr-defined]
        return connection


class _GuardedTLSPool(_GuardedPool, HTTPSConnectionPool):
    ConnectionCls = _GuardedTLSConnection


class _GuardedPools(PoolManager):
    """Hands out guarded pools only; a scheme without one cannot be requested."""

    def __init__(self, dial: Dial, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._dial = dial
        self.pool_classes_by_scheme = {"http": _GuardedPool, "https": _GuardedTLSPool}

    def _new_pool(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        pool = super()._new_pool(*args, **kwargs)
        pool.dial = self._dial  # type: ignore[attr-defined]
        return pool


def _not_connected(host: str, problem: OSError) -> FetchError:
    if isinstance(problem, TimeoutError):
        return FetchError(f"{host} did not answer the connection in time", reason="timeout")
    return FetchError(
        f"{host} could not be connected to: {(problem.strerror or 'unknown error').lower()}",
        reason="connection",
    )
