"""The scheduler as a process: its parts put together, served to probes, stopped in good order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing

from prometheus_client import CollectorRegistry, Gauge

from monitor.logs import Log
from monitor.scale.broker import Broker, check_settings, make_app
from monitor.scale.probes import Probes, Role
from monitor.scale.scheduler import Scheduler
from monitor.settings import Settings
from monitor.web.server import WebServer
from monitor.wiring import open_services


def serve_scheduler(
    settings: Settings,
    *,
    environ: Mapping[str, str],
    wait: Callable[[], None],
    stopping: Callable[[Log], None],
) -> bool:
    """Schedule until ``wait`` returns; whether all jobs ended in time then.

    ``stopping`` hears when the end begins. Raises :class:`ConfigError` for settings that do not fit
    and :class:`StoreError` for a database that cannot be opened.
    """
    check_settings(settings)
    with (
        open_services(settings, environ=environ, role="scheduler") as services,
        closing(Broker(make_app(settings.broker_url))) as broker,
    ):
        scheduler = Scheduler(services, broker)
        role = Role(
            name="scheduler",
            beats=lambda: scheduler.beats,
            meter=lambda registry: _meter(scheduler, registry),
        )
        app = Probes(role, store=services.store, broker=broker).app()
        scheduler.start()
        try:
            with WebServer(app, host=settings.web_host, port=settings.web_port) as server:
                services.log.info("web.started", url=server.url)
                wait()
                stopping(services.log)
        finally:
            complete = scheduler.stop()
    return complete


def _meter(scheduler: Scheduler, registry: CollectorRegistry) -> None:
    text = "1 for the scheduler that is at work, 0 for one that stands by."
    Gauge("monitor_scheduler_leads", text, registry=registry).set(scheduler.leads)
