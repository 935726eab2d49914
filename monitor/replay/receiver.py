"""A webhook receiver that verifies signatures: what ``monitor listen`` and the demo run.

It does what a careful receiver does: checks the signature over the raw bytes, refuses what does
not verify, and takes each ``webhook-id`` once.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

from monitor.alerts.signing import verify
from monitor.errors import DeliveryError
from monitor.replay.local_server import LocalServer

MAX_BODY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One request as it came. ``problem`` says why it was refused, "" where it verified.

    ``repeat`` is true where its id had been taken before: a retry, not another event.
    """

    id: str
    body: Mapping[str, Any]
    problem: str = ""
    repeat: bool = False


class Receiver(LocalServer):
    """Listens on ``host:port`` (port 0: a free one) and hands each request to ``on_received``."""

    def __init__(
        self,
        *,
        secrets: Sequence[str],
        clock: Callable[[], datetime],
        on_received: Callable[[Received], None],
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self._secrets = tuple(secrets)
        self._clock = clock
        self._on_received = on_received
        self._taken: set[str] = set()
        self._lock = threading.Lock()
        super().__init__("POST", self.answer, host=host, port=port)

    @property
    def url(self) -> str:
        """Where to send webhooks."""
        return f"{self.base_url}/"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Verify one request and answer 204, or 400 with the reason."""
        length = _body_bytes(request.headers.get("Content-Length", ""))
        if length is None:
            request.close_connection = True
            self._reply(request, HTTPStatus.BAD_REQUEST, "a Content-Length up to 1 MiB is needed")
            return
        body = request.rfile.read(length)
        received = self.judge({k.lower(): v for k, v in request.headers.items()}, body)
        self._on_received(received)
        status = HTTPStatus.BAD_REQUEST if received.problem else HTTPStatus.NO_CONTENT
        self._reply(request, status, received.problem)

    def judge(self, headers: Mapping[str, str], body: bytes) -> Received:
        """Verify, parse, and tell a retry from a new event."""
        message_id = headers.get("webhook-id", "")
        try:
            verify(self._secrets, headers, body, now=self._clock())
            parsed = json.loads(body)
        except (DeliveryError, ValueError) as error:
            return Received(id=message_id, body={}, problem=str(error))
        if not isinstance(parsed, dict):
            return Received(id=message_id, body={}, problem="the body is no JSON object")
        with self._lock:
            repeat = message_id in self._taken
            self._taken.add(message_id)
        return Received(id=message_id, body=parsed, repeat=repeat)

    def _reply(self, request: BaseHTTPRequestHandler, status: int, text: str) -> None:
        body = text.encode()
        request.send_response(status)
        if status != HTTPStatus.NO_CONTENT:
            request.send_header("Content-Type", "text/plain; charset=utf-8")
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if status != HTTPStatus.NO_CONTENT:
            request.wfile.write(body)


def _body_bytes(content_length: str) -> int | None:
    """The length a header tells, ``None`` where it tells none or more than is taken."""
    # isdigit alone is true of "²", which is no number; a long one would not convert either.
    if not (content_length.isascii() and content_length.isdigit()) or len(content_length) > 10:
        return None
    length = int(content_length)
    return length if length <= MAX_BODY_BYTES else None
