"""``monitor scheduler`` and ``monitor worker``: the line on several machines."""

from __future__ import annotations

import os
from importlib.util import find_spec

import typer

from monitor.cli.opening import environment, environment_settings
from monitor.daemon.stopping import StopSignals, leave, leave_in_time
from monitor.errors import ConfigError
from monitor.logs import configure_logs
from monitor.settings import Settings

ALL_QUEUES = "poll,match,group,send"


def scheduler() -> None:
    """Find what is due and put its ids into the queues of the workers.

    Several may run: one works, the others stand by. Needs PostgreSQL and a broker. Answers probes
    on MONITOR_WEB_HOST and MONITOR_WEB_PORT (docs/scaling.md).

    Example: `monitor scheduler`

    Exit code: 2 without PostgreSQL, a broker or the extra 'scale'.

    Settings: all that 'monitor settings' shows, MONITOR_DATABASE_URL and MONITOR_BROKER_URL above
    all.
    """
    settings = _settings()
    from monitor.scale.serving import serve_scheduler  # noqa: PLC0415 - the extra may be missing

    with StopSignals() as stop:
        complete = serve_scheduler(
            settings,
            environ=environment(),
            wait=stop.wait,
            stopping=leave_in_time,
        )
    if not complete:
        leave()


def worker(
    queues: str = typer.Option(ALL_QUEUES, help="What to work at, separated by commas."),
    concurrency: int | None = typer.Option(
        None, min=1, max=512, help="Tasks at once, a process each; as many as cores, 2 at least."
    ),
) -> None:
    """Work at what the scheduler puts into queues: poll, match, group, send.

    Grouping is done by one process at a time; further workers of its queue stand by. Needs
    PostgreSQL and a broker. Answers probes on MONITOR_WEB_HOST and MONITOR_WEB_PORT. SIGTERM ends
    it within ten seconds; what it had in hand is given back (docs/scaling.md).

    Example: `monitor worker --queues poll,match,send --concurrency 4`

    Exit code: 2 for an unknown queue, or without PostgreSQL, a broker or the extra 'scale'.

    Settings: all that 'monitor settings' shows, MONITOR_DATABASE_URL and MONITOR_BROKER_URL above
    all.
    """
    settings = _settings()
    from monitor.scale.broker import Queue  # noqa: PLC0415 - the extra may be missing
    from monitor.scale.worker import WorkerOptions, run_worker  # noqa: PLC0415

    known = {str(one): one for one in Queue}
    wanted = [name.strip() for name in queues.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        raise ConfigError(
            f"there is no queue {', '.join(unknown) or 'named'}",
            field="--queues",
            hint=f"some of {ALL_QUEUES}",
        )
    options = WorkerOptions(
        queues=[known[name] for name in dict.fromkeys(wanted)],
        concurrency=concurrency or max(2, os.cpu_count() or 1),
    )
    run_worker(settings, options, environ=environment())


def _settings() -> Settings:
    """Settings, with logging set up. Raises :class:`ConfigError` where the extra is missing."""
    settings = environment_settings()
    if find_spec("celery") is None:
        raise ConfigError(
            "this needs Celery, which is not installed",
            hint="pip install 'event-monitor[scale]'",
        )
    configure_logs(settings.log_format, settings.log_level)
    return settings
