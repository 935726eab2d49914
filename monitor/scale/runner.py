"""What a task process of a worker does: the daemon's steps on rows that a message names.

Each task of :class:`monitor.scale.broker.Task` is a method. None raises: what stops a task is
logged, and its rows are found again when their leases have run out.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial

from monitor.daemon.poller import Poller
from monitor.daemon.reader import ArticleReader
from monitor.daemon.reloading import RELOAD_EVERY_S, Reloader
from monitor.daemon.sender import Sender
from monitor.daemon.turns import ask_hubs, give_back
from monitor.errors import ConfigError, StoreError
from monitor.logs import Log, get_log
from monitor.pipeline import deliver
from monitor.pipeline.evaluate import match_these
from monitor.pipeline.retention import Pruned, prune_step
from monitor.scale.inbox import Inbox, ReservedDeliveries, ReservedFeeds
from monitor.scale.stage import Shift
from monitor.scale.stopping import StopFlag
from monitor.settings import Settings
from monitor.store.search import fill_step
from monitor.wiring import Services, keep_of, open_services

UPKEEP_FOR_S = 20.0
"""For how long a task lets go of what is old, or fills the search index."""

END_WITHIN_S = 5.0
"""How long visits and sends under way may take to end once the process is to stop."""


class Runner:
    """The parts of one task process; each is made when a task first needs it."""

    def __init__(
        self, settings: Settings, *, environ: Mapping[str, str], stopping: StopFlag
    ) -> None:
        self._settings = settings
        self._environ = environ
        self._stopping = stopping
        self._log: Log = get_log("worker")
        self._opened = ExitStack()
        self._services: Services | None = None
        self._reloader: Reloader | None = None
        self._reloaded_at_s = float("-inf")
        self._poller: Poller | None = None
        self._feeds: ReservedFeeds | None = None
        self._sender: Sender | None = None
        self._deliveries: ReservedDeliveries | None = None
        self._reader: ArticleReader | None = None

    @property
    def poll_limit_s(self) -> float:
        """Seconds a poll may take: as long as its leases, and a little to end in good order."""
        return self._settings.fetch_deadline_s + 60.0

    @property
    def send_limit_s(self) -> float:
        """Seconds a send may take: as long as its leases."""
        return deliver.lease_s(self._settings.send_deadline_s)

    # ------------------------------------------------------------ tasks

    def poll(self, reserved_by: str, ids: list[int]) -> None:
        """Visit these feeds, as far as they are still reserved."""
        with self._edge("poll"):
            poller, feeds = self._polling()
            feeds.inbox.put(reserved_by, ids)
            poller.wake()
            self._wait(feeds.inbox, ids, within_s=self.poll_limit_s, what="poll")

    def read_pages(self) -> None:
        """Read article pages that are due, as many as at once."""
        with self._edge("read_pages"):
            services = self._open()
            if services.settings.full_text == "off":
                return
            if self._reader is None:
                self._reader = ArticleReader(services, report=partial(self._hear, "full_text"))
            self._reader.read_some()

    def ask_hubs(self) -> None:
        """Subscribe, renew and leave at hubs, as far as due."""
        with self._edge("ask_hubs"):
            services = self._open()
            if services.callback_base:
                ask_hubs(services, services.callback_base)

    def match(self, ids: list[int]) -> None:
        """Judge these items, as far as they wait for it."""
        with self._edge("match"):
            services = self._open()
            if services.rules.in_force:
                match_these(services.store, services.surroundings(), ids)

    def group(self) -> None:
        """Be the grouping stage for a while, unless another process is."""
        with self._edge("group"):
            services = self._open()
            Shift(services, reload=self._reload, stopping=self._stopping).run()

    def send(self, reserved_by: str, ids: list[int]) -> None:
        """Send these deliveries, as far as they are still reserved."""
        with self._edge("send"):
            sender, deliveries = self._sending()
            deliveries.inbox.put(reserved_by, ids)
            sender.wake()
            self._wait(deliveries.inbox, ids, within_s=self.send_limit_s, what="send")

    def prune(self) -> None:
        """Let go of what is old, for a while."""
        with self._edge("prune"):
            services, keep = self._open(), keep_of(self._settings)
            done, ends_at_s = Pruned(), time.monotonic() + UPKEEP_FOR_S
            while not done.done and not self._stopping() and time.monotonic() < ends_at_s:
                done = prune_step(services.store, keep, done, now=services.clock())

    def fill_search(self) -> None:
        """Put what is not in the search index yet into it, for a while."""
        with self._edge("fill_search"):
            store, ends_at_s = self._open().store, time.monotonic() + UPKEEP_FOR_S
            while not self._stopping() and time.monotonic() < ends_at_s and fill_step(store):
                pass

    def close(self) -> None:
        """End what was made, give back every lease; called when the process ends."""
        if self._services is None:
            return
        give_up_at = time.monotonic() + 1.0
        try:
            for part in (self._sender, self._poller, self._reader):
                if part is not None:
                    part.stop(give_up_at)
            give_back(self._services.store, self._services.owner)
        except StoreError as error:
            self._log.warning("worker.leases_kept", detail=str(error))
        self._opened.close()

    # ------------------------------------------------------------ parts

    def _open(self) -> Services:
        """The services, with the rules of this moment. Raises :class:`StoreError`."""
        if self._services is None:
            opened = open_services(self._settings, environ=self._environ, role="worker")
            self._services = self._opened.enter_context(opened)
            self._reloader = Reloader(self._services)
        self._reload()
        return self._services

    def _reload(self) -> None:
        """Look whether the rule files changed. Bad ones are logged, and change nothing."""
        if self._reloader is None or time.monotonic() - self._reloaded_at_s < RELOAD_EVERY_S:
            return
        self._reloaded_at_s = time.monotonic()
        assert self._services is not None  # noqa: S101 - made together
        before = self._services.rules.problem
        try:
            self._reloader.rules()
        except ConfigError as error:
            if error is not before:
                self._reloader.complain_of_rules(error)

    def _polling(self) -> tuple[Poller, ReservedFeeds]:
        services = self._open()
        if self._poller is None or self._feeds is None:
            self._feeds = ReservedFeeds(services)
            report = partial(self._hear, "poll")
            self._poller = Poller(services, report=report, feeds=self._feeds)
            self._poller.start()
        return self._poller, self._feeds

    def _sending(self) -> tuple[Sender, ReservedDeliveries]:
        services = self._open()
        if self._sender is None or self._deliveries is None:
            self._deliveries = ReservedDeliveries(services)
            report = partial(self._hear, "deliver")
            self._sender = Sender(services, report=report, deliveries=self._deliveries)
            self._sender.start()
        return self._sender, self._deliveries

    def _wait(self, inbox: Inbox, ids: list[int], *, within_s: float, what: str) -> None:
        """Return when all of these are over, or the process is to stop and had time to end."""
        until_s = time.monotonic() + within_s
        if inbox.wait(ids, until_s=until_s, stopping=self._stopping):
            return
        if self._stopping():
            part = self._poller if what == "poll" else self._sender
            if part is not None:
                part.stop(time.monotonic() + END_WITHIN_S)
            services = self._open()
            give_back(services.store, services.owner)
            return
        inbox.over(ids)
        self._log.warning("task.too_long", task=what, seconds=within_s)

    def _hear(self, name: str, problem: str) -> None:
        if problem:
            self._log.warning("worker.hindered", job=name, detail=problem)

    def _edge(self, task: str) -> _Edge:
        return _Edge(task=task, log=self._log)


class _Edge:
    """The edge of one unit of work: what stops it is logged, and stops nobody else."""

    def __init__(self, *, task: str, log: Log) -> None:
        self._task, self._log = task, log

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: object
    ) -> bool:
        if error is None:
            return True
        if isinstance(error, StoreError | ConfigError):
            self._log.warning("task.put_off", task=self._task, detail=str(error))
            return True
        if isinstance(error, Exception):
            self._log.error("task.failed", task=self._task, exc_info=error)
            return True
        return False
