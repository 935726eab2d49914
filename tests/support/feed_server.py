"""A real HTTP server on loopback that serves feeds as a test sets them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class LoopbackServer:
    """A threading HTTP server, by default on 127.0.0.1, running inside its ``with`` block.

    Leaving the block ends every connection, also those that a client keeps alive.
    """

    def __init__(
        self, handler: type[BaseHTTPRequestHandler], *, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self._host = host
        self._server = _Server((host, port), handler)
        self.closing = threading.Event()
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def base_url(self) -> str:
        """The server's URL, without a path."""
        return f"http://{self._host}:{self.port}"


class _Server(ThreadingHTTPServer):
    # The standard library's 5 loses connections where many workers come at once.
    request_queue_size = 128
    daemon_threads = False
    block_on_close = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event here; the test sees what it did not get."""

    def server_close(self) -> None:
        with self._lock:
            for sock in self._open:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        super().server_close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    body: bytes
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0


class FeedServer(LoopbackServer):
    """Serves what was :meth:`set`; 404 for any other path.

    ``requests`` lists every request as (path with query, headers with lower-case names).
    """

    def __init__(self, *, host: str = "127.0.0.1") -> None:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body are two writes: with Nagle's algorithm, 40 ms apart.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                server._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(Handler, host=host)
        self.requests: list[tuple[str, dict[str, str]]] = []
        self._pages: dict[str, _Page] = {}
        self._lock = threading.Lock()

    def set(
        self,
        path: str,
        body: bytes | str,
        *,
        content_type: str = "application/rss+xml",
        status: int = 200,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
        delay_s: float = 0.0,
    ) -> None:
        """Serve ``body`` at ``path`` (which may hold a query) from now on.

        With ``etag`` or ``last_modified`` set, a request that brings the same gets a 304.
        ``headers`` are sent besides (``Location``, ``Retry-After``); each answer comes
        ``delay_s`` seconds late.
        """
        all_headers = {"Content-Type": content_type}
        if etag is not None:
            all_headers["ETag"] = etag
        if last_modified is not None:
            all_headers["Last-Modified"] = last_modified
        all_headers.update(headers or {})
        page = _Page(
            body=body.encode() if isinstance(body, str) else body,
            status=status,
            headers=all_headers,
            delay_s=delay_s,
        )
        with self._lock:
            self._pages[path] = page

    def url(self, path: str) -> str:
        """The URL of ``path`` on this server."""
        return self.base_url + path

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked = {name.lower(): value for name, value in handler.headers.items()}
        with self._lock:
            self.requests.append((handler.path, asked))
            page = self._pages.get(handler.path)
        if page is None:
            page = _Page(body=b"no such page", status=404)
        if page.delay_s:
            self.closing.wait(page.delay_s)
        fresh = page.status == 200 and _matches(page.headers, asked)
        # Without a `Date` of its own: the clocks of tests stand where tests set them.
        handler.send_response_only(304 if fresh else page.status)
        for name, value in page.headers.items():
            handler.send_header(name, value)
        if not fresh:
            handler.send_header("Content-Length", str(len(page.body)))
        handler.end_headers()
        if not fresh:
            handler.wfile.write(page.body)


def _matches(served: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    """RFC 9110 section 13.2.2: where an entity tag is asked about, the date is not looked at."""
    if "if-none-match" in asked:
        return "ETag" in served and asked["if-none-match"] in (served["ETag"], "*")
    if "if-modified-since" in asked:
        return served.get("Last-Modified") == asked["if-modified-since"]
    return False
