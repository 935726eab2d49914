"""A real WebSub hub on loopback: verifies intent, signs and sends content, as a test scripts it."""

from __future__ import annotations

import hashlib
import hmac
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlencode

import requests

from tests.support.feed_server import LoopbackServer


@dataclass(frozen=True, kw_only=True)
class HubRequest:
    """What a subscriber asked for, and how it answered the hub's question (status and body)."""

    mode: str
    topic: str
    callback: str
    secret: str
    verified: bool


class Hub(LoopbackServer):
    """Answers requests as the W3C Recommendation says.

    - ``status``: what requests are answered; other than 202, nothing is verified.
    - ``asks_back``: whether it verifies at all; ``denies``: it sends a denial instead.
    - ``lease_s``: what it grants.
    - ``host``: the Host header with which it reaches callbacks.
    """

    def __init__(self) -> None:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
                # Verified before it answers: the hardest order for a subscriber.
                hub._take(form)
                self.send_response(hub.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(Handler)
        self.status = 202
        self.asks_back = True
        self.denies = ""
        self.lease_s = 3600
        self.requests: list[HubRequest] = []
        self.subscribers: dict[str, HubRequest] = {}
        self._guard = threading.Lock()

    @property
    def url(self) -> str:
        """Its address."""
        return self.base_url + "/hub"

    def send(
        self,
        topic: str,
        body: bytes,
        *,
        content_type: str = "application/rss+xml",
        algorithm: str = "sha256",
        secret: str | None = None,
        signature: str | None = None,
    ) -> list[int]:
        """Send content to the subscribers of a topic; the statuses they answered."""
        statuses = []
        for one in [one for one in self.subscribers.values() if one.topic == topic]:
            key = (one.secret if secret is None else secret).encode()
            digest = hmac.new(key, body, getattr(hashlib, algorithm)).hexdigest()
            headers = {
                "Content-Type": content_type,
                "X-Hub-Signature": f"{algorithm}={digest}" if signature is None else signature,
                "Link": f'<{self.url}>; rel="hub", <{topic}>; rel="self"',
            }
            answer = requests.post(one.callback, data=body, headers=headers, timeout=60)
            statuses.append(answer.status_code)
        return statuses

    def _take(self, form: dict[str, str]) -> None:
        mode, topic, callback = form["hub.mode"], form["hub.topic"], form["hub.callback"]
        verified = False
        if self.status == 202 and self.denies:
            query = {"hub.mode": "denied", "hub.topic": topic, "hub.reason": self.denies}
            requests.get(f"{callback}?{urlencode(query)}", timeout=60)
        elif self.status == 202 and self.asks_back:
            verified = self.ask_back(callback, mode=mode, topic=topic)
        request = HubRequest(
            mode=mode,
            topic=topic,
            callback=callback,
            secret=form.get("hub.secret", ""),
            verified=verified,
        )
        with self._guard:
            self.requests.append(request)
            if verified and mode == "subscribe":
                self.subscribers[callback] = request
            if verified and mode == "unsubscribe":
                self.subscribers.pop(callback, None)

    def ask_back(self, callback: str, *, mode: str, topic: str) -> bool:
        """Whether the subscriber says that it wants this."""
        challenge = "c" * 40
        query = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": challenge}
        if mode == "subscribe":
            query["hub.lease_seconds"] = str(self.lease_s)
        answer = requests.get(f"{callback}?{urlencode(query)}", timeout=60)
        return answer.ok and answer.text == challenge
