"""A small threading HTTP server that runs inside ``with``: what feeds and receiver build on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class LocalServer:
    """Serves requests of one ``method`` by calling ``answer``; port 0 picks a free one."""

    def __init__(
        self,
        method: str,
        answer: Callable[[BaseHTTPRequestHandler], None],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def log_message(self, format: str, *args: object) -> None:
                """Silence: whoever runs the server tells what came."""

        def serve(request: BaseHTTPRequestHandler) -> None:
            answer(request)

        setattr(Handler, f"do_{method}", serve)
        self._server = ThreadingHTTPServer((host, port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def base_url(self) -> str:
        """Where it listens, without a path."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
