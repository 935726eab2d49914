"""``monitor run``: the daemon and its web page until a signal stops them."""

from __future__ import annotations

import time

import typer

from monitor.cli.opening import environment, environment_settings
from monitor.cli.web import greet
from monitor.daemon import Daemon
from monitor.daemon.stopping import StopSignals, leave, leave_in_time
from monitor.logs import Log, configure_logs
from monitor.pipeline.health import Watcher, is_alive
from monitor.web.app import create_app
from monitor.web.server import WebServer
from monitor.wiring import open_services


def run(
    web: bool = typer.Option(True, help="Serve the web page and the health probes."),
) -> None:
    """Run the daemon (poll, match, group, alert) and its web page.

    Stop it with SIGTERM or Ctrl-C. With nothing configured it works on ./rules and
    ./seeds/feeds.opml (the shipped ones where these are absent) and keeps its data in
    ./data/monitor.db.

    Examples:

    - `MONITOR_WEB_PORT=8081 monitor run`
    - `monitor run --no-web`

    Exit code: 2 where a setting, the rules or the feed list cannot be used, 3 where the
    database cannot. A bad edit while it runs changes nothing and is told by monitor health.

    Settings: all, see monitor settings.
    """
    settings = environment_settings()
    configure_logs(settings.log_format, settings.log_level)
    with StopSignals() as stop, open_services(settings, environ=environment()) as services:
        daemon = Daemon(services, web=web)
        watcher = Watcher(
            services.store,
            lambda: daemon.beats,
            clock=services.clock,
            monotonic=time.monotonic,
        )
        app = create_app(
            services,
            health=watcher.health,
            alive=lambda: is_alive(daemon.beats, now_s=time.monotonic()),
        )
        daemon.start()
        try:
            if web:
                with WebServer(app, host=settings.web_host, port=settings.web_port) as server:
                    services.log.info("web.started", url=server.url)
                    greet(services, settings.public_url or server.reached_url)
                    _wait(stop, services.log)
            else:
                _wait(stop, services.log)
        finally:
            complete = daemon.stop()
    if not complete:
        # A fetch or send still hangs in its thread; its lease is given back, so leave now
        # rather than wait for its deadline beyond the time a container gets to stop.
        leave()


def _wait(stop: StopSignals, log: Log) -> None:
    stop.wait()
    log.info("daemon.stopping")
    leave_in_time(log)
