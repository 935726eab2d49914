"""An HTTP server on loopback that answers as a chat service documents it, over TLS where asked."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.support.feed_server import LoopbackServer


@dataclass(frozen=True, slots=True)
class Posted:
    """One request as it came; header names are lower-case."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


class ChatService(LoopbackServer):
    """Keeps every request in ``posted`` and answers ``status``, ``answer`` and ``headers``.

    A request whose path ends with ``held`` is answered when the service closes.
    """

    def __init__(
        self,
        *,
        status: int = 200,
        answer: bytes | str = b"ok",
        headers: Mapping[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
        held: str = "",
    ) -> None:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service._answer(self)

            def do_GET(self) -> None:
                service._answer(self)

            def do_PUT(self) -> None:
                service._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.posted: list[Posted] = []
        self.status = status
        self.answer = answer.encode() if isinstance(answer, str) else answer
        self.headers = dict(headers or {})
        self._held = held

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        body = handler.rfile.read(int(headers.get("content-length", "0")))
        self.posted.append(Posted(handler.path, headers, body))
        if self._held and handler.path.endswith(self._held):
            self.closing.wait(10)
        handler.send_response(self.status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        if self.status != 204:
            handler.send_header("Content-Length", str(len(self.answer)))
        handler.end_headers()
        if self.status != 204:
            handler.wfile.write(self.answer)
