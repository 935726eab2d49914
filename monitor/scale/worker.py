"""The worker: a Celery worker whose processes run the steps of the line.

The main process takes messages and answers probes; task processes, forked from it, do the work and
hold everything that has threads or connections.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from celery import Celery, bootsteps, signals
from celery.worker import state
from prometheus_client import CollectorRegistry, Counter, Gauge

from monitor.daemon.stopping import leave_in_time
from monitor.errors import BrokerError, ConfigError
from monitor.logs import Log, get_log
from monitor.pipeline.health import Beat
from monitor.scale.broker import Broker, Queue, Task, check_settings, make_app, queue_name
from monitor.scale.probes import Probes, Role
from monitor.scale.runner import UPKEEP_FOR_S, Runner
from monitor.scale.stage import SHIFT_S, TURN_LIMIT_S
from monitor.scale.stopping import StopFlag
from monitor.settings import Settings
from monitor.store.engine import Store, open_store
from monitor.store.schema import upgrade_schema
from monitor.web.server import WebServer

SOFT_BEFORE_S = 10.0
"""A task that takes too long is told so much before its process is ended."""

MATCH_LIMIT_S = 120.0
"""For some hundred items: a second at most, but for the locks that they wait for."""

LOOK_EVERY_S = 2.0
"""How often it is looked whether the consumer still takes messages."""

STUCK_AFTER_S = 4.0
"""A message is taken within milliseconds where a process is free."""

LEAVE_AFTER_S = 9.0
"""From the signal to the end at the latest: ``docker stop`` kills after 10 by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """What ``monitor worker`` is told: the queues to work at, and how many tasks at once."""

    queues: Sequence[Queue]
    concurrency: int


def run_worker(
    settings: Settings, options: WorkerOptions, *, environ: Mapping[str, str], probes: bool = True
) -> None:
    """Work until SIGTERM or Ctrl-C. Raises :class:`ConfigError` and :class:`StoreError` at first.

    ``probes``: whether ``/healthz``, ``/readyz`` and ``/metrics`` are served.
    """
    check_settings(settings)
    _check_options(options)
    log = get_log("worker")
    store = open_store(settings.database_url)
    try:
        upgrade_schema(store)
        # What is open now would be shared with the task processes.
        store.close()
        app = make_app(settings.broker_url)
        stopping = StopFlag()
        runner = Runner(settings, environ=environ, stopping=stopping)
        register(app, runner)
        _Main(app, options, log=log, stopping=stopping, runner=runner).run(
            settings, store, probes=probes
        )
    finally:
        store.close()


def _check_options(options: WorkerOptions) -> None:
    if options.concurrency < 2 and Queue.GROUP in options.queues and len(options.queues) > 1:
        raise ConfigError(
            "grouping keeps one process for itself",
            field="--concurrency",
            hint="give 2 or more, or run a worker of its own with --queues group",
        )


def register(app: Celery, runner: Runner) -> None:
    """Make the runner's methods tasks of ``app``, each with the time it may take."""
    limits: dict[Task, tuple[Callable[..., None], float]] = {
        Task.POLL: (runner.poll, runner.poll_limit_s),
        Task.READ_PAGES: (runner.read_pages, runner.poll_limit_s),
        Task.ASK_HUBS: (runner.ask_hubs, runner.poll_limit_s),
        Task.MATCH: (runner.match, MATCH_LIMIT_S),
        Task.PRUNE: (runner.prune, UPKEEP_FOR_S + MATCH_LIMIT_S),
        Task.FILL_SEARCH: (runner.fill_search, UPKEEP_FOR_S + MATCH_LIMIT_S),
        Task.GROUP: (runner.group, SHIFT_S + TURN_LIMIT_S),
        Task.SEND: (runner.send, runner.send_limit_s),
    }
    for task, (function, limit_s) in limits.items():
        options = {
            "name": task.value,
            "soft_time_limit": limit_s + SOFT_BEFORE_S,
            "time_limit": limit_s + 2 * SOFT_BEFORE_S,
        }
        app.task(**options)(function)


class ConsumerWatch:
    """Tells whether the consumer has stopped taking messages without noticing it.

    Where the broker goes while every process is busy, acknowledging fails, and Celery only logs it:
    the messages count as in hand for ever, and no more are asked for. So it is looked at from
    outside: messages wait, a process is free, and nothing is taken for :data:`STUCK_AFTER_S`.
    """

    def __init__(self, options: WorkerOptions) -> None:
        self._concurrency = options.concurrency
        self._taken = -1
        self._since_s: float | None = None
        self._stuck = False

    def look(self, *, waiting: int, in_hand: int, taken: int, now_s: float) -> None:
        """``waiting`` in the broker, ``in_hand`` here, ``taken`` since the start; monotonic."""
        idle = waiting > 0 and in_hand < self._concurrency and taken == self._taken
        self._taken = taken
        if not idle:
            self._since_s = None
        elif self._since_s is None:
            self._since_s = now_s
        elif now_s - self._since_s >= STUCK_AFTER_S:
            self._stuck, self._since_s = True, None

    def is_stuck(self) -> bool:
        """Whether it has; once for each time."""
        stuck, self._stuck = self._stuck, False
        return stuck


class _Main:
    """The main process of a worker."""

    def __init__(
        self,
        app: Celery,
        options: WorkerOptions,
        *,
        log: Log,
        stopping: StopFlag,
        runner: Runner,
    ) -> None:
        self._app, self._options, self._log = app, options, log
        self._stopping = stopping
        self._runner = runner
        self._turned_at_s = time.monotonic()
        self._connected = False
        self._watch = ConsumerWatch(options)

    def run(self, settings: Settings, store: Store, *, probes: bool) -> None:
        """Work until told to stop."""
        self._listen()
        self._app.steps["consumer"].add(self._beating())
        worker = self._app.Worker(
            queues=[queue_name(one) for one in self._options.queues],
            concurrency=self._options.concurrency,
            pool="prefork",
            optimization="fair",
            loglevel="WARNING",
            quiet=True,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        # A connection of its own: the worker's belongs to its event loop.
        broker = Broker(make_app(settings.broker_url))
        watching = threading.Thread(
            target=self._watch_consumer, args=(broker,), name="watch", daemon=True
        )
        watching.start()
        self._log.info(
            "worker.starting",
            queues=[str(one) for one in self._options.queues],
            concurrency=self._options.concurrency,
        )
        if not probes:
            worker.start()
            return
        role = Role(name="worker", beats=self._beats, meter=self._meter)
        app = Probes(role, store=store, broker=broker).app()
        with WebServer(app, host=settings.web_host, port=settings.web_port) as server:
            # A task process that outlives the main one must not keep the port.
            signals.worker_process_init.connect(lambda **_: server.forget(), weak=False)
            self._log.info("web.started", url=server.url)
            worker.start()

    def _listen(self) -> None:
        """Celery tells of its life by signals; the receivers live as long as the process."""

        def keep_logging(**_: object) -> None:
            """Logging is set up already; a receiver keeps Celery from setting up its own."""

        def begin(**_: object) -> None:
            self._turned_at_s = time.monotonic()
            self._log.info("worker.started", pid=os.getpid())

        def end(**_: object) -> None:
            self._log.info("worker.stopping")
            self._stopping.set()
            leave_in_time(self._log, after_s=LEAVE_AFTER_S)

        def close(**_: object) -> None:
            self._runner.close()

        signals.setup_logging.connect(keep_logging, weak=False)
        signals.worker_ready.connect(begin, weak=False)
        signals.worker_shutting_down.connect(end, weak=False)
        signals.worker_process_shutdown.connect(close, weak=False)

    def _beating(self) -> type[bootsteps.StartStopStep]:
        """A step of the consumer that says that its loop turns, and that it has a broker."""
        main = self

        class Beating(bootsteps.StartStopStep):  # type: ignore[misc]
            requires = ("celery.worker.consumer.tasks:Tasks",)

            def start(self, parent: Any) -> None:
                main._connected = True
                main._beat()
                self._timer = parent.timer.call_repeatedly(1.0, main._beat)

            def stop(self, parent: Any) -> None:  # noqa: ARG002
                main._connected = False
                timer = getattr(self, "_timer", None)
                if timer is not None:
                    timer.cancel()

            shutdown = stop

        return Beating

    def _beat(self) -> None:
        self._turned_at_s = time.monotonic()
        if self._watch.is_stuck():
            # Raised in the consumer's loop, which takes it for a lost connection and makes another.
            raise ConnectionResetError("messages wait, and none of them is taken")

    def _watch_consumer(self, broker: Broker) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            try:
                waiting = sum(broker.all_waiting(self._options.queues))
            except BrokerError:
                waiting = 0
            self._watch.look(
                waiting=waiting,
                in_hand=len(state.reserved_requests),
                taken=sum(state.total_count.values()),
                now_s=time.monotonic(),
            )

    def _beats(self) -> dict[str, Beat]:
        now_s = time.monotonic()
        if not self._connected:
            # It tries again by itself, however long: ending it would not bring the broker back.
            return {"worker": Beat(ran_at_s=now_s, problem="not connected to the broker")}
        return {"worker": Beat(ran_at_s=self._turned_at_s)}

    def _meter(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, text: str) -> Gauge:
            return Gauge(f"monitor_worker_{name}", text, registry=registry)

        gauge("concurrency", "Tasks at once.").set(self._options.concurrency)
        gauge("tasks_active", "Tasks under way.").set(len(state.active_requests))
        taken = Counter(
            "monitor_worker_tasks", "Tasks that were taken.", ["task"], registry=registry
        )
        for name, count in state.total_count.items():
            taken.labels(name).inc(count)
