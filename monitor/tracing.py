"""Traces by OpenTelemetry, where somebody collects them: spans of visits, judging, releases, sends.

Off unless ``OTEL_EXPORTER_OTLP_ENDPOINT`` (or ``OTEL_EXPORTER_OTLP_TRACES_ENDPOINT``) is set and
the extra ``otel`` is installed. Off, nothing of OpenTelemetry is imported and a span is one shared
object that does nothing. All else is configured by OpenTelemetry's own variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Protocol

from monitor import __version__
from monitor.logs import get_log

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span as TheirSpan

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")

PREFIX = "monitor."
"""Before the name of each attribute: ids as the log has them."""

Value = str | int | float | bool | Sequence[int] | Sequence[str]


class Span(Protocol):
    """A piece of work under way."""

    def note(self, **attributes: Value | None) -> None:
        """Attributes that were learnt meanwhile; those that are ``None`` are left out."""

    def fail(self, reason: str) -> None:
        """The work did not succeed: a closed word."""


class Tracer(Protocol):
    """Makes spans; may be used by many threads."""

    def span(self, name: str, **attributes: Value | None) -> AbstractContextManager[Span]:
        """A span around the ``with`` block; an exception that leaves it is recorded."""


class _NoSpan:
    """A span that nobody sees."""

    def note(self, **attributes: Value | None) -> None:
        """Nothing."""

    def fail(self, reason: str) -> None:
        """Nothing."""


_NO_SPAN: AbstractContextManager[Span] = nullcontext(_NoSpan())


class NoTraces:
    """Traces that nobody collects."""

    def span(self, name: str, **attributes: Value | None) -> AbstractContextManager[Span]:  # noqa: ARG002
        """The one span that does nothing."""
        return _NO_SPAN


NO_TRACES: Tracer = NoTraces()


@contextmanager
def open_traces(environ: Mapping[str, str]) -> Iterator[Tracer]:
    """The tracer for this environment; at the end what it holds is sent."""
    if not any(environ.get(name) for name in ENDPOINTS):
        yield NO_TRACES
        return
    try:
        provider = _provider()
    except ImportError as error:
        get_log("daemon").warning(
            "traces.off", detail=str(error), hint="pip install 'event-monitor[otel]'"
        )
        yield NO_TRACES
        return
    try:
        yield _Traces(provider)
    finally:
        provider.shutdown()


def _provider() -> TracerProvider:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - an extra
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    resource = Resource.create({"service.version": __version__})
    # What OTEL_RESOURCE_ATTRIBUTES or OTEL_SERVICE_NAME say stands.
    if str(resource.attributes.get("service.name", "")).startswith("unknown_service"):
        resource = resource.merge(Resource({"service.name": "event-monitor"}))
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


class _Traces:
    """Traces that a collector gets."""

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("monitor", __version__)

    @contextmanager
    def span(self, name: str, **attributes: Value | None) -> Iterator[Span]:
        """A span of OpenTelemetry, a child of the one that is open in this thread."""
        with self._tracer.start_as_current_span(name) as started:
            span = _Span(started)
            span.note(**attributes)
            yield span


class _Span:
    def __init__(self, started: TheirSpan) -> None:
        self._started = started

    def note(self, **attributes: Value | None) -> None:
        for name, value in attributes.items():
            if value is not None:
                self._started.set_attribute(f"{PREFIX}{name}", value)

    def fail(self, reason: str) -> None:
        from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415

        self._started.set_status(Status(StatusCode.ERROR, reason))
