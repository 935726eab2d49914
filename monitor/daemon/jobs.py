"""The daemon: APScheduler jobs that look for due work and drive the pipeline.

Ticks find due rows; feeds are fetched and deliveries sent in bounded thread pools, so that a
slow host holds up nobody else. Nothing that matters lives only in memory: a killed daemon finds
its work again as rows, and :meth:`Daemon.stop` gives back the leases it holds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler

from monitor.daemon.poller import Poller
from monitor.daemon.pruner import Pruner
from monitor.daemon.reader import ArticleReader
from monitor.daemon.sender import Sender
from monitor.errors import ConfigError, RuleFilesError, StoreError
from monitor.model import AlertKind
from monitor.net.urls import shown_url
from monitor.pipeline import evaluate, watch, websub
from monitor.pipeline.health import Beat
from monitor.pipeline.surroundings import never
from monitor.store import deliveries as delivery_rows
from monitor.store import feeds as feed_rows
from monitor.store import subscriptions as subscription_rows
from monitor.store import visits as visit_rows
from monitor.store.search import fill_step
from monitor.wiring import Services, read_feed_list

RELOAD_EVERY_S = 1.0
"""How often rule files and feed list are looked at; a change counts after two equal looks."""

WATCH_EVERY_S = 10.0
"""How often the program looks whether it sees and can tell."""

PRUNE_EVERY_S = 5.0
"""How often a little of what is old is let go of, as long as there is any."""

FILL_EVERY_S = 1.0
"""How often new items, and what was stored before there was an index, are put into it."""

FILL_FOR_S = 0.5
"""For how long each time: feeds are read and alerts sent meanwhile."""

_EVERY_S = {
    "rules": RELOAD_EVERY_S,
    "feeds": RELOAD_EVERY_S,
    "watch": WATCH_EVERY_S,
    "retention": PRUNE_EVERY_S,
    "search": FILL_EVERY_S,
}

CLOCK_STEP_S = 5.0
"""A difference between wall and monotonic time that only a clock somebody set can make."""


class Daemon:
    """Runs the whole line until told to stop. One instance per process."""

    def __init__(self, services: Services, *, web: bool = True) -> None:
        """``web``: whether the web server runs beside it, by which hubs reach us."""
        self._services = services
        self._callback_base = services.callback_base if web else ""
        self._log = services.log
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._poller = Poller(services, report=partial(self._hear, "poll"))
        self._sender = Sender(services, report=partial(self._hear, "deliver"))
        self._pruner = Pruner(services)
        self._reader: ArticleReader | None = None
        if services.settings.full_text != "off":
            self._reader = ArticleReader(services, report=partial(self._hear, "full_text"))
        self._stopping = threading.Event()
        self._clock_watch = threading.Thread(target=self._watch_clock, name="clock", daemon=True)
        self._feeds_seen: tuple[str, float] | None = None
        self._evaluated_at_s = time.monotonic()
        self._beats: dict[str, Beat] = {}
        self._job_ended = threading.Condition()
        self._jobs_running: set[str] = set()

    @property
    def beats(self) -> dict[str, Beat]:
        """The last beat of each job, by name: what ``/healthz`` judges.

        Where no rule set is in force yet, a job of that name says so: nothing is judged then.
        """
        beats = dict(self._beats)
        if beats and not self._services.rules.in_force:
            problem = "no rule set has loaded yet: items are stored, and judged once one has"
            beats["judging"] = Beat(ran_at_s=time.monotonic(), problem=problem)
        return beats

    def start(self) -> None:
        """Load rules and feeds, say what is set up, start the jobs."""
        for name, job in self._jobs().items():
            self._beats[name] = Beat(ran_at_s=time.monotonic())
            if name in {"rules", "feeds"}:
                self._run(name, job)
        self._forget_old_callbacks()
        self._say_set_up()
        settings = self._services.settings
        for name, job in self._jobs().items():
            self._scheduler.add_job(
                self._run,
                "interval",
                args=(name, job),
                id=name,
                seconds=_EVERY_S.get(name, settings.tick_s),
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        for name in ("poll", "deliver"):
            self._beats[name] = Beat(ran_at_s=time.monotonic())
        self._sender.start()
        self._poller.start()
        if self._reader is not None:
            self._beats["full_text"] = Beat(ran_at_s=time.monotonic())
            self._reader.start()
        self._scheduler.start()
        self._clock_watch.start()

    def stop(self, *, grace_s: float = 5.5) -> bool:
        """Take no new work, let work in hand end for ``grace_s``, give back every lease.

        With the 3 s that the web server may take it ends before ``stopping.LEAVE_AFTER_S``.

        Returns whether all of it ended in time; what did not is taken up again after a restart
        (a delivery under the same id).
        """
        give_up_at = time.monotonic() + grace_s
        self._stopping.set()
        self._scheduler.shutdown(wait=False)
        with self._job_ended:
            jobs_ended = self._job_ended.wait_for(
                lambda: not self._jobs_running, timeout=max(0.0, give_up_at - time.monotonic())
            )
        ended = [jobs_ended, self._sender.stop(give_up_at), self._poller.stop(give_up_at)]
        try:
            if self._reader is not None:
                ended.append(self._reader.stop(give_up_at))
            with self._services.store.write() as session:
                visit_rows.release_feeds(session, self._services.owner)
                delivery_rows.release_deliveries(session, self._services.owner)
        except StoreError as error:
            self._log.warning("daemon.leases_kept", detail=str(error))
        self._log.info("daemon.stopped", complete=all(ended))
        return all(ended)

    def _watch_clock(self) -> None:
        """Run every job at once when the machine's clock was set: APScheduler waits by it."""
        offset = time.time() - time.monotonic()
        while not self._stopping.wait(1.0):
            now = time.time() - time.monotonic()
            if abs(now - offset) < CLOCK_STEP_S:
                continue
            self._log.warning("clock.stepped", seconds=round(now - offset))
            offset = now
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=datetime.now(UTC))

    # ------------------------------------------------------------ jobs

    def _jobs(self) -> dict[str, Callable[[], None]]:
        return {
            "rules": self._reload_rules,
            "feeds": self._reload_feeds,
            "evaluate": self._evaluate_due,
            "watch": self._watch,
            "retention": self._pruner.turn,
            "search": self._fill_search,
            **({"hubs": self._ask_hubs} if self._callback_base else {}),
        }

    def _run(self, name: str, job: Callable[[], None]) -> None:
        """Run one job; its failure is logged and shown in health, and never ends the daemon."""
        with self._job_ended:
            if self._stopping.is_set():
                return
            self._jobs_running.add(name)
        try:
            self._try(name, job)
        finally:
            with self._job_ended:
                self._jobs_running.discard(name)
                self._job_ended.notify_all()

    def _try(self, name: str, job: Callable[[], None]) -> None:
        try:
            job()
        except (StoreError, ConfigError) as error:
            self._fail(name, str(error))
        except Exception as error:  # noqa: BLE001 - the edge of one unit of work
            self._log.exception("job.failed", job=name)
            self._fail(name, f"{type(error).__name__}: {error}", logged=True)
        else:
            if self._beats[name].problem:
                self._log.info("job.recovered", job=name)
            self._beats[name] = Beat(ran_at_s=time.monotonic())

    def _hear(self, name: str, problem: str) -> None:
        """A wheel turned: the problem that stopped it, or an empty text."""
        if problem:
            self._fail(name, problem)
            return
        if self._beats[name].problem:
            self._log.info("job.recovered", job=name)
        self._beats[name] = Beat(ran_at_s=time.monotonic())

    def _fail(self, name: str, problem: str, *, logged: bool = False) -> None:
        if not logged and self._beats[name].problem != problem:
            rules = self._services.rules
            if name == "rules" and isinstance(rules.problem, RuleFilesError):
                self._log.error(
                    "rules.refused",
                    problems=[str(one) for one in rules.problem.problems],
                    in_force=rules.active.rule_set.revision[:12] if rules.in_force else "none",
                )
            else:
                self._log.error("job.failed", job=name, detail=problem)
        self._beats[name] = Beat(ran_at_s=time.monotonic(), problem=problem)

    def _reload_rules(self) -> None:
        book = self._services.rules
        if book.reload(self._services.store, now=self._services.clock()):
            rules = book.active.rule_set
            self._log.info(
                "rules.in_force",
                revision=rules.revision[:12],
                actors=len(rules.actors),
                meetings=len(rules.meetings),
                rules=len(rules.rules),
                endpoints=len(rules.endpoints),
            )
        elif book.problem is not None:
            raise book.problem

    def _reload_feeds(self) -> None:
        # Where the shipped list was in force, a person may have a list of their own by now.
        path = self._services.settings.feeds_in_force
        seen = (str(path), path.stat().st_mtime if path.is_file() else 0.0)
        if seen == self._feeds_seen:
            return
        sources = read_feed_list(path)
        with self._services.store.write() as session:
            sync = feed_rows.sync_feeds(session, sources, self._services.clock())
        self._feeds_seen = seen
        self._log.info(
            "feeds.in_force",
            feeds=len(sources),
            added=sync.added,
            changed=sync.changed,
            removed=sync.removed,
        )

    def _evaluate_due(self) -> None:
        if not self._services.rules.in_force:
            return  # judged now, items would never be judged by the rules that come
        # What several feeds bring at once is grouped together, the earliest telling first,
        # whichever of them happened to answer first.
        gathered_s = time.monotonic() - self._evaluated_at_s
        overdue = gathered_s >= self._services.settings.gather_s
        wait = never if overdue else self._is_polling
        if wait():
            return
        while not self._stopping.is_set():
            around = self._services.surroundings()
            done = evaluate.evaluate(self._services.store, around, wait=wait)
            if done.idle and wait():
                return  # a poll began meanwhile: what it brings belongs with what is due
            self._evaluated_at_s = time.monotonic()
            self._beats["evaluate"] = Beat(ran_at_s=time.monotonic())
            for alert in done.held:
                self._log.info(
                    "alert.held",
                    alert=alert.id,
                    development=alert.development_id,
                    until=alert.release_at.isoformat() if alert.release_at else None,
                )
            for alert in done.alerts:
                self._log.info(
                    "alert.raised",
                    alert=alert.id,
                    kind=alert.kind,
                    development=alert.development_id,
                    item=alert.item_id,
                    rules=list(alert.rule_ids),
                )
            if done.alerts or done.ended:
                self._sender.wake()
            if done.idle:
                return

    def _ask_hubs(self) -> None:
        services = self._services
        asked = websub.ask_hubs(
            services.store,
            client=services.feed_client,
            base=self._callback_base,
            pace=services.limits.host_pace,
            clock=services.clock,
            random_hex=services.random_hex,
        )
        for subscription, problem in asked:
            tell = self._log.warning if problem else self._log.info
            tell(
                "hub.asked",
                hub=shown_url(subscription.hub_url),
                topic=shown_url(subscription.topic_url),
                state=subscription.state,
                detail=problem,
            )

    def _forget_old_callbacks(self) -> None:
        """What hubs send to another address than ours does not arrive: poll those feeds."""
        services = self._services
        with services.store.write() as session:
            lost = subscription_rows.start_over(session, self._callback_base, services.clock())
        if lost:
            self._log.info("hub.callbacks_changed", subscriptions=lost)

    def _is_polling(self) -> bool:
        return self._poller.busy

    def _fill_search(self) -> None:
        ends_at_s = time.monotonic() + FILL_FOR_S
        while not self._stopping.is_set() and time.monotonic() < ends_at_s:
            if not fill_step(self._services.store):
                return

    def _watch(self) -> None:
        services = self._services
        if not services.rules.in_force:
            return
        told = watch.watch(
            services.store, services.surroundings(), heartbeat_s=services.settings.heartbeat_s
        )
        for alert in told:
            if alert.kind is not AlertKind.HEARTBEAT:
                self._log.warning("sight.changed", type=alert.type, text=alert.reason.text)
        if told:
            self._sender.wake()

    def _say_set_up(self) -> None:
        services = self._services
        settings = services.settings
        if services.rules_dir != settings.rules_dir:
            self._log.info(
                "rules.shipped_ones_used",
                because=f"there is no folder {settings.rules_dir}",
                hint="'monitor init .' writes copies to edit",
            )
        if services.feeds_file != settings.feeds_file:
            self._log.info(
                "feeds.shipped_ones_used",
                because=f"there is no file {settings.feeds_file}",
                hint="'monitor init .' writes a copy to edit",
            )
        if not services.rules.active.endpoints:
            self._log.info(
                "endpoints.none",
                detail="alerts are stored and shown on the web page, and sent nowhere",
                hint="add rules/endpoints.yaml: see docs/webhooks.md",
            )
        if not settings.contact and not settings.public_url:
            self._log.info(
                "contact.none",
                detail="feed servers are not told whom to write to",
                hint="set MONITOR_CONTACT to an address or a page",
            )
        self._log.info(
            "daemon.started", database=services.store.url_shown, schema=services.schema.after
        )
