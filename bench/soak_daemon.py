"""The daemon as a process of its own, with a clock that runs fast and jumps: for the soak.

``python -m bench.soak_daemon CLOCK``: the file CLOCK holds three numbers, when the run began (Unix
seconds), how many seconds pass in one, and how far the clock stands beside that. It is read anew at
each look, so whoever writes it sets the daemon's clock. Everything else comes from ``MONITOR_*``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from monitor.cli.opening import environment, environment_settings
from monitor.daemon import Daemon
from monitor.daemon.stopping import StopSignals, leave, leave_in_time
from monitor.logs import configure_logs
from monitor.wiring import open_services


def fast_clock(file: Path) -> Callable[[], datetime]:
    """The clock that ``file`` describes."""

    def now() -> datetime:
        began, speed, beside = map(float, file.read_text().split())
        return datetime.fromtimestamp(began + (time.time() - began) * speed + beside, UTC)

    return now


def main() -> None:
    settings = environment_settings()
    configure_logs(settings.log_format, settings.log_level)
    clock = fast_clock(Path(sys.argv[1]))
    with (
        StopSignals() as stop,
        open_services(settings, environ=environment(), clock=clock) as services,
    ):
        daemon = Daemon(services)
        daemon.start()
        stop.wait()
        leave_in_time(services.log)
        complete = daemon.stop()
    if not complete:
        leave()


if __name__ == "__main__":
    main()
