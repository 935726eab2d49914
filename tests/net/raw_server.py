"""A loopback server that speaks whatever bytes a test wants, right or wrong HTTP."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Self


class Peer:
    """One accepted connection, its request's head already read."""

    def __init__(self, sock: socket.socket, stopping: threading.Event) -> None:
        self.sock = sock
        self._stopping = stopping
        self.head = b""

    def read_head(self) -> bytes:
        """Read to the empty line after the headers; returns what was read."""
        self.head = b""
        while not self.head.endswith(b"\r\n\r\n"):
            byte = self.sock.recv(1)
            if not byte:
                break
            self.head += byte
        return self.head

    def send(self, data: bytes) -> None:
        """Send all of ``data``."""
        self.sock.sendall(data)

    def drip(self, data: bytes, every_s: float) -> None:
        """Send ``data`` byte by byte, over and over, until the other side or the test ends it."""
        while not self._stopping.is_set():
            for byte in data:
                self.sock.sendall(bytes([byte]))
                if self._stopping.wait(every_s):
                    return

    def silence(self) -> None:
        """Say nothing until the test ends."""
        self._stopping.wait(30)

    def reset(self) -> None:
        """End the connection with a reset in place of an orderly close."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.sock.close()


class RawServer:
    """Runs ``talk`` for each connection, in a thread of its own, inside its ``with`` block.

    ``heads`` lists the request heads; ``connections`` counts accepted connections.
    """

    def __init__(
        self,
        talk: Callable[[Peer], None],
        *,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
        read_head: bool = True,
    ) -> None:
        self._talk = talk
        self._tls = tls
        self._read_head = read_head
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=64)
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self.heads: list[bytes] = []
        self.connections = 0

    def __enter__(self) -> Self:
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        # Wakes accept(); closing alone would leave it waiting.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()
        for sock in self._sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for sock in self._sockets:
            sock.close()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listener.getsockname()[1])

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """A URL that leads here, if ``host`` does."""
        return f"{scheme}://{host}:{self.port}{path}"

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._sockets.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        # A client that gives up in the middle is what many tests are about.
        with suppress(OSError):
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_side=True)
                self._sockets.append(sock)
            peer = Peer(sock, self._stopping)
            if self._read_head:
                self.heads.append(peer.read_head())
            self._talk(peer)
            sock.close()


def respond(head: bytes, body: bytes = b"") -> Callable[[Peer], None]:
    """A talk that sends ``head`` (lines joined by CRLF by the caller) and ``body``, and closes."""

    def talk(peer: Peer) -> None:
        peer.send(head + b"\r\n\r\n" + body)

    return talk


def plain(body: bytes, *extra: bytes) -> Callable[[Peer], None]:
    """A talk that sends a right ``200`` with ``body`` and closes."""
    lines = (b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), b"Connection: close", *extra)
    return respond(b"\r\n".join(lines), body)


def silent(peer: Peer) -> None:
    """Say nothing."""
    peer.silence()


def drips_status(peer: Peer) -> None:
    """A status line that never ends."""
    peer.drip(b"HTTP/1.1 200 OK", 0.02)


def drips_headers(peer: Peer) -> None:
    """Headers without end."""
    peer.send(b"HTTP/1.1 200 OK\r\n")
    peer.drip(b"X-Header: value\r\n", 0.02)


def drips_body(peer: Peer) -> None:
    """A body that comes too slowly."""
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    peer.drip(b"x", 0.02)


def drips_unsized_body(peer: Peer) -> None:
    """The same, without a length."""
    peer.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    peer.drip(b"x", 0.02)


def drips_chunks(peer: Peer) -> None:
    """The same, in chunks."""
    peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    peer.drip(b"1\r\nx\r\n", 0.02)


def drips_interim_answers(peer: Peer) -> None:
    """Interim answers without end."""
    peer.drip(b"HTTP/1.1 100 Continue\r\n\r\n", 0.001)
