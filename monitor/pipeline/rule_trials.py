"""What edited rules would have given, tried in a process of its own before they are saved.

A trial (:mod:`monitor.pipeline.backtest`) takes a processor for seconds to minutes. In a process of
its own it holds up neither pages nor polls, and it can be ended at any moment. It is bounded in
items, time and memory; each person has one at a time.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from monitor.errors import ConfigError, MonitorError
from monitor.logs import configure_logs, get_log
from monitor.model import RuleSet
from monitor.pipeline.backtest import Conditions, diff
from monitor.pipeline.comparison import Comparison, strangers
from monitor.pipeline.processes import own_environ
from monitor.store import items as item_rows
from monitor.store.engine import Store, open_store

MAX_ITEMS = 50_000
"""Items that one trial looks at: the latest ones, where more arrived in its days."""

DEADLINE_S = 300.0
"""After so long a trial is given up."""

MAX_MEMORY_MB = 2048
MAX_AT_ONCE = 2
"""Trials of all people together."""

EXAMPLES = 10
"""Hits gained and lost of each rule, and developments, that are listed with their titles."""

MAX_ALERTS = 200
"""Alerts gained and lost that are listed."""

_MAX_RESULT_BYTES = 64 * 2**20
_NICE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialJob:
    """What is to be tried: ``new`` against ``old``, on the items of the last ``days``."""

    database_url: str
    old: RuleSet
    new: RuleSet
    days: int
    now: datetime
    conditions: Conditions
    max_items: int = MAX_ITEMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An item that stands for a development: the first that told it."""

    item_id: int
    title: str
    outlet: str
    link: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """What came of a trial. ``shortened``: more items arrived in the days than were looked at."""

    comparison: Comparison
    gained: tuple[Telling, ...]
    lost: tuple[Telling, ...]
    shortened: bool


class TrialState(StrEnum):
    """How far a trial is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """A person's trial. ``share``: of the work that is done, 0 to 1; ``problem``: why it failed."""

    id: str
    name: str
    days: int
    state: TrialState
    share: float
    problem: str
    result: TrialResult | None


class RuleTrials:
    """The trials of all people, the latest of each. Safe to use from many threads."""

    def __init__(self, random_hex: Callable[[], str], *, deadline_s: float = DEADLINE_S) -> None:
        self._random_hex = random_hex
        self._deadline_s = deadline_s
        self._lock = threading.Lock()
        self._of: dict[str, _Running] = {}

    def start(self, person: str, name: str, job: TrialJob) -> TrialView:
        """Begin a trial for a person; the one they had under way is given up.

        Raises ``ConfigError`` where too many are under way.
        """
        with self._lock:
            before = self._of.get(person)
            others = [one for who, one in self._of.items() if who != person and one.is_running]
            if len(others) >= MAX_AT_ONCE:
                raise ConfigError(
                    f"{len(others)} previews are under way already", hint="try again in a minute"
                )
            if before is not None:
                before.give_up()
            running = _Running(self._random_hex(), name, job, self._deadline_s)
            self._of[person] = running
        return running.view()

    def find(self, person: str, trial_id: str) -> TrialView | None:
        """A person's trial; ``None`` where it is not their latest."""
        with self._lock:
            running = self._of.get(person)
        return running.view() if running is not None and running.id == trial_id else None

    def give_up(self, person: str, trial_id: str) -> None:
        """End a person's trial, if it is still under way."""
        with self._lock:
            running = self._of.get(person)
        if running is not None and running.id == trial_id:
            running.give_up()


class _Running:
    """One process, and the thread that listens to it."""

    def __init__(self, id: str, name: str, job: TrialJob, deadline_s: float) -> None:
        self.id = id
        self._name, self._days = name, job.days
        self._deadline_s = deadline_s
        self._lock = threading.Lock()
        self._state, self._share, self._problem = TrialState.RUNNING, 0.0, ""
        self._result: TrialResult | None = None
        ours, theirs = Pipe()
        code = f"from monitor.pipeline.rule_trials import serve; serve({theirs.fileno()})"
        self._process = subprocess.Popen(  # noqa: S603 - this program  # nosec B603
            [sys.executable, "-c", code],
            env=own_environ(),
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()
        self._timer = threading.Timer(deadline_s, self._expire)
        self._timer.daemon = True
        self._timer.start()
        listener = threading.Thread(
            target=self._listen, args=(ours, job), name="trial", daemon=True
        )
        listener.start()

    @property
    def is_running(self) -> bool:
        return self._state is TrialState.RUNNING

    def view(self) -> TrialView:
        with self._lock:
            return TrialView(
                id=self.id,
                name=self._name,
                days=self._days,
                state=self._state,
                share=self._share,
                problem=self._problem,
                result=self._result,
            )

    def give_up(self) -> None:
        self._end(TrialState.GIVEN_UP)

    def _expire(self) -> None:
        problem = f"it took more than {self._deadline_s:g} seconds; try fewer days"
        self._end(TrialState.FAILED, problem)

    def _end(self, state: TrialState, problem: str = "", result: TrialResult | None = None) -> None:
        with self._lock:
            if self._state is not TrialState.RUNNING:
                return
            self._state, self._problem, self._result = state, problem, result
        self._timer.cancel()
        self._process.kill()

    def _listen(self, pipe: Connection, job: TrialJob) -> None:
        with closing(pipe):
            try:
                pipe.send_bytes(pickle.dumps(job))
                while self.is_running:
                    answer = pipe.recv_bytes(_MAX_RESULT_BYTES)
                    kind, value = pickle.loads(answer)  # noqa: S301 - ours wrote it  # nosec B301
                    if kind == "share":
                        self._share = value
                    elif kind == "done":
                        self._end(TrialState.DONE, result=value)
                    else:
                        self._end(TrialState.FAILED, value)
            except (EOFError, OSError):
                self._end(TrialState.FAILED, "its process ended; perhaps memory ran out")
        self._process.wait()


def find_period(
    store: Store, now: datetime, days: int, max_items: int
) -> tuple[item_rows.Arrivals, bool]:
    """The items of the last days, the latest ``max_items`` of them, and whether there are more.

    Raises ``ConfigError`` where there are none.
    """
    since, until = now - timedelta(days=days), now + timedelta(seconds=1)
    with store.read() as session:
        later = item_rows.start_of_latest(session, since, until, limit=max_items)
        found = item_rows.find_arrivals(session, later or since, until)
    if not found.items:
        raise ConfigError(f"no item arrived in the last {days} days, so there is nothing to try")
    return found, later is not None


def without_endpoints(rule_set: RuleSet) -> RuleSet:
    """What a trial needs of a rule set: it sends nothing, so it is given no secrets."""
    return replace(rule_set, endpoints=(), routes=())


# ---------------------------------------------------------------- inside the process


def serve(fd: int) -> None:
    """Run the trial that comes through the pipe ``fd``, and tell how it goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon, which ends us
    os.nice(_NICE)
    for kind, amount in (
        (resource.RLIMIT_AS, MAX_MEMORY_MB * 2**20),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, int(2 * DEADLINE_S)),  # should the daemon be gone
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (amount, amount))
    pipe = Connection(fd)
    job: TrialJob = pickle.loads(pipe.recv_bytes())  # noqa: S301 # nosec B301
    try:
        answer = ("done", run_trial(job, lambda share: _tell(pipe, ("share", share))))
    except MonitorError as error:
        answer = ("refused", str(error))  # type: ignore[assignment]
    except (MemoryError, RecursionError):
        answer = ("refused", "it took too much memory; try fewer days")  # type: ignore[assignment]
    except Exception:  # noqa: BLE001 - the edge of one unit of work: its trace goes to the log
        traceback.print_exc()
        answer = ("refused", "it failed; the log says why")  # type: ignore[assignment]
    _tell(pipe, answer)


def run_trial(job: TrialJob, progress: Callable[[float], None]) -> TrialResult:
    """Try both rule sets. Raises ``ConfigError`` where no item arrived in that time."""
    configure_logs("json", "warning")
    with closing(open_store(job.database_url)) as store:
        arrivals, shortened = find_period(store, job.now, job.days, job.max_items)
        comparison = diff(
            store,
            job.old,
            job.new,
            arrivals,
            conditions=job.conditions,
            log=get_log("trial"),
            examples=EXAMPLES,
            progress=progress,
        )
        ours, theirs = comparison.new.developments, comparison.old.developments
        return TrialResult(
            comparison=_bounded(comparison),
            gained=_tellings(store, strangers(ours, theirs)),
            lost=_tellings(store, strangers(theirs, ours)),
            shortened=shortened,
        )


def _bounded(comparison: Comparison) -> Comparison:
    """The comparison without what is not shown."""
    return replace(
        comparison,
        hits=tuple(one for one in comparison.hits if one.before or one.after),
        alerts_gained=comparison.alerts_gained[-MAX_ALERTS:],
        alerts_lost=comparison.alerts_lost[-MAX_ALERTS:],
        old=replace(comparison.old, developments={}, alerts=()),
        new=replace(comparison.new, developments={}, alerts=()),
    )


def _tellings(store: Store, items: Sequence[int]) -> tuple[Telling, ...]:
    latest = sorted(items, reverse=True)[:MAX_ALERTS]
    with store.read() as session:
        found = item_rows.get_items(session, latest)
    return tuple(
        Telling(
            item_id=one.id,
            title=one.item.title,
            outlet=one.item.outlet,
            link=one.item.link,
            at=one.first_seen_at,
        )
        for item_id in latest
        if (one := found.get(item_id)) is not None
    )


def _tell(pipe: Connection, answer: object) -> None:
    pipe.send_bytes(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))
