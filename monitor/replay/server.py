"""A real HTTP server on loopback that serves recorded documents as of the replay's clock."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from monitor.replay.local_server import LocalServer
from monitor.replay.snapshots import Recording


class SnapshotServer(LocalServer):
    """Serves ``/<slug>`` with a strong ETag and answers 304 to a matching If-None-Match.

    ``documents`` are the distinct ones given out.
    """

    def __init__(self, recording: Recording, clock: Callable[[], datetime]) -> None:
        self._recording = recording
        self._clock = clock
        self._lock = threading.Lock()
        self.documents: set[Path] = set()
        super().__init__("GET", self.answer)

    def url(self, slug: str) -> str:
        """The feed's address."""
        return f"{self.base_url}/{slug}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request with the document of the moment."""
        feed = self._recording.feeds.get(request.path.lstrip("/"))
        path = feed.at(self._clock()) if feed else None
        if path is None:
            self._reply(request, HTTPStatus.NOT_FOUND, b"", {})
            return
        body = path.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        with self._lock:
            self.documents.add(path)
        if request.headers.get("If-None-Match") == etag:
            self._reply(request, HTTPStatus.NOT_MODIFIED, b"", {"ETag": etag})
            return
        head = body[:512].lstrip().lower()
        page = head.startswith((b"<!doctype html", b"<html"))
        kind = "text/html" if page else "application/xml"
        self._reply(request, HTTPStatus.OK, body, {"ETag": etag, "Content-Type": kind})

    def _reply(
        self, request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]
    ) -> None:
        # Without the `Date` of today: the replay's clock stands at a recorded moment.
        request.send_response_only(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
