"""A real OTLP/HTTP receiver on loopback that keeps the spans it is sent."""

from __future__ import annotations

import gzip
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.support.feed_server import LoopbackServer


@dataclass(frozen=True, kw_only=True)
class Collected:
    """One span as it came."""

    name: str
    service: str
    failed: str
    """The reason, "" for a span that did not fail."""
    attributes: dict[str, Any] = field(default_factory=dict)


class TraceCollector(LoopbackServer):
    """Takes what is posted to ``/v1/traces``, as OpenTelemetry's protobuf messages."""

    def __init__(self) -> None:
        collector = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                if self.headers.get("content-encoding") == "gzip":
                    body = gzip.decompress(body)
                with collector._lock:
                    collector._bodies.append((self.path, body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(Handler)
        self._lock = threading.Lock()
        self._bodies: list[tuple[str, bytes]] = []

    @property
    def spans(self) -> list[Collected]:
        """All spans so far."""
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (  # noqa: PLC0415
            ExportTraceServiceRequest,
        )

        with self._lock:
            bodies = list(self._bodies)
        assert {path for path, _ in bodies} <= {"/v1/traces"}
        found = []
        for _, body in bodies:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                own = _plain(resource.resource.attributes)
                found += [
                    Collected(
                        name=span.name,
                        service=own["service.name"],
                        failed=span.status.message if span.status.code == 2 else "",
                        attributes=_plain(span.attributes),
                    )
                    for scope in resource.scope_spans
                    for span in scope.spans
                ]
        return found


def _plain(attributes: Any) -> dict[str, Any]:
    return {one.key: _value(one.value) for one in attributes}


def _value(value: Any) -> Any:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [_value(one) for one in value.array_value.values]
    return getattr(value, kind)
