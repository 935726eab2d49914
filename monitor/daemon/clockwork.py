"""Jobs that run again and again, and what became of their last runs.

APScheduler calls each job in a thread of its own. A job's failure is logged once, shown in its
beat, and tried again at the next turn; it never ends the process.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from monitor.errors import BrokerError, ConfigError, StoreError
from monitor.logs import Log
from monitor.pipeline.health import Beat

CLOCK_STEP_S = 5.0
"""A difference between wall and monotonic time that only a clock somebody set can make."""

Job = Callable[[], None]
Complain = Callable[[Exception], None]


class Clockwork:
    """The jobs of one process, by name. Add them, start once, stop once."""

    def __init__(self, log: Log) -> None:
        self.stopping = threading.Event()
        self._log = log
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._clock_watch = threading.Thread(target=self._watch_clock, name="clock", daemon=True)
        self._beats: dict[str, Beat] = {}
        self._complaints: dict[str, Complain] = {}
        self._ended = threading.Condition()
        self._running: set[str] = set()

    @property
    def beats(self) -> Mapping[str, Beat]:
        """The last beat of each job, by name: what ``/healthz`` judges."""
        return dict(self._beats)

    def add(self, name: str, job: Job, *, every_s: float, complain: Complain | None = None) -> None:
        """Have ``job`` run every ``every_s`` seconds, never twice at once.

        ``complain`` logs what stopped it, where the log is to say more than the error's text.
        """
        self.beat(name)
        if complain is not None:
            self._complaints[name] = complain
        self._scheduler.add_job(
            self.run,
            "interval",
            args=(name, job),
            id=name,
            seconds=every_s,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin to run the jobs, each for the first time after its interval."""
        self._scheduler.start()
        self._clock_watch.start()

    def stop(self, give_up_at: float) -> bool:
        """Run nothing more; whether what ran ended by ``give_up_at`` (monotonic seconds)."""
        self.stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        with self._ended:
            return self._ended.wait_for(
                lambda: not self._running, timeout=max(0.0, give_up_at - time.monotonic())
            )

    def run(self, name: str, job: Job) -> None:
        """Run a job in the caller's thread; what stops it is told in its beat and in the log."""
        with self._ended:
            if self.stopping.is_set():
                return
            self._running.add(name)
        try:
            self._try(name, job)
        finally:
            with self._ended:
                self._running.discard(name)
                self._ended.notify_all()

    def beat(self, name: str) -> None:
        """The job is at work, and nothing stops it."""
        self._beats[name] = Beat(ran_at_s=time.monotonic())

    def hear(self, name: str, problem: str) -> None:
        """A wheel of that name turned: the problem that stopped it, or an empty text."""
        if problem:
            self._fail(name, problem)
        else:
            self._succeed(name)

    def _try(self, name: str, job: Job) -> None:
        try:
            job()
        except (StoreError, ConfigError, BrokerError) as error:
            self._fail(name, str(error), error=error)
        except Exception as error:  # noqa: BLE001 - the edge of one unit of work
            self._log.exception("job.failed", job=name)
            self._fail(name, f"{type(error).__name__}: {error}", logged=True)
        else:
            self._succeed(name)

    def _succeed(self, name: str) -> None:
        before = self._beats.get(name)
        if before is not None and before.problem:
            self._log.info("job.recovered", job=name)
        self.beat(name)

    def _fail(
        self, name: str, problem: str, *, error: Exception | None = None, logged: bool = False
    ) -> None:
        before = self._beats.get(name)
        if not logged and (before is None or before.problem != problem):
            complain = self._complaints.get(name)
            if complain is not None and error is not None:
                complain(error)
            else:
                self._log.error("job.failed", job=name, detail=problem)
        self._beats[name] = Beat(ran_at_s=time.monotonic(), problem=problem)

    def _watch_clock(self) -> None:
        """Run every job at once when the machine's clock was set: APScheduler waits by it."""
        offset = time.time() - time.monotonic()
        while not self.stopping.wait(1.0):
            now = time.time() - time.monotonic()
            if abs(now - offset) < CLOCK_STEP_S:
                continue
            self._log.warning("clock.stepped", seconds=round(now - offset))
            offset = now
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))
