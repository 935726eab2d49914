"""A real webhook endpoint on loopback that checks signatures and answers as scripted."""

from __future__ import annotations

import hmac
import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

from tests.support.feed_server import LoopbackServer

# What the reference libraries allow between the sender's clock and the receiver's.
TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came. Header names are lower-case; ``status`` is what was answered."""

    headers: Mapping[str, str]
    body: bytes
    at: datetime
    status: int = 200
    path: str = ""


class WebhookReceiver(LoopbackServer):
    """Records every POST, and answers ``script``'s statuses in turn, then 200.

    - ``secret``: signatures are checked by the independent package ``standardwebhooks``; the
      payload of every request with a good one is added to ``verified``, why one was bad to
      ``refused`` (such a request is answered 400 and takes nothing from the script).
    - ``clock``: the time that timestamps are checked against; the real one if not given.
    - ``hold``: while set to an event, answers wait until it is set. Requests are recorded before.
    - ``headers``: sent with every answer, such as ``Retry-After``. May be changed at any time.
    """

    def __init__(
        self,
        secret: str | None = None,
        *,
        script: Iterable[int] = (),
        hold: threading.Event | None = None,
        headers: Mapping[str, str] | None = None,
        clock: Callable[[], datetime] | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body are two writes: with Nagle's algorithm, 40 ms apart.
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                receiver._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(Handler, host=host, port=port)
        self.received: list[Received] = []
        self.verified: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.script = list(script)
        self.hold = hold
        self.headers = dict(headers or {})
        self._webhook = None if secret is None else Webhook(secret)
        self._clock = clock
        self._arrived = threading.Condition()

    @property
    def url(self) -> str:
        """Where to send to."""
        return f"{self.base_url}/hook"

    def wait_for(self, n: int, timeout_s: float = 60.0) -> list[Received]:
        """All requests so far, once there are at least ``n``.

        Raises ``AssertionError`` if there are fewer after ``timeout_s``.
        """
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.received) >= n, timeout_s):
                raise AssertionError(
                    f"{len(self.received)} of {n} requests came within {timeout_s} s"
                )
            return list(self.received)

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        body = handler.rfile.read(int(headers.get("content-length", "0")))
        with self._arrived:
            status = self._judge(headers, body)
            at = datetime.now(UTC) if self._clock is None else self._clock()
            self.received.append(Received(headers, body, at, status, handler.path))
            self._arrived.notify_all()
            extra = dict(self.headers)
        while self.hold is not None and not self.hold.is_set() and not self.closing.is_set():
            time.sleep(0.005)
        answer = b"ok" if status < 300 else b"scripted failure"
        handler.send_response(status)
        for name, value in extra.items():
            handler.send_header(name, value)
        if status == 204:
            answer = b""
        else:
            handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    def _judge(self, headers: Mapping[str, str], body: bytes) -> int:
        if self._webhook is not None:
            try:
                self.verified.append(_verify(self._webhook, headers, body, self._clock))
            except (WebhookVerificationError, ValueError) as error:
                self.refused.append(str(error) or type(error).__name__)
                return 400
        return self.script.pop(0) if self.script else 200


def _verify(
    webhook: Webhook,
    headers: Mapping[str, str],
    body: bytes,
    clock: Callable[[], datetime] | None,
) -> dict[str, Any]:
    """The payload, if the package accepts the signature. Raises what the package raises."""
    if clock is None:
        payload = webhook.verify(body, dict(headers))
    else:
        # The package looks at the real time only; with a test's clock, the signature is still
        # computed by the package, and the time compared here.
        stamp = datetime.fromtimestamp(int(headers.get("webhook-timestamp", "")), UTC)
        if abs(clock() - stamp) > TOLERANCE:
            raise WebhookVerificationError("the timestamp is too far from the clock")
        good = webhook.sign(headers.get("webhook-id", ""), stamp, body.decode())
        given = headers.get("webhook-signature", "").split(" ")
        if not any(hmac.compare_digest(good.encode(), one.encode()) for one in given):
            raise WebhookVerificationError("no matching signature")
        payload = json.loads(body)
    if not isinstance(payload, dict):
        raise WebhookVerificationError("the payload is no object")
    return payload
