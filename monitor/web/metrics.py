"""``/metrics`` for Prometheus: what the line did since the start, and where it stands.

What came is read from the store by its number or time, so that a scrape costs as much as happened
since the last one, and counted into a registry of the application's own. Answers are kept for some
seconds. Every web process counts all that its database holds: of several, scrape one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from monitor import __version__
from monitor.model import AlertKind
from monitor.pipeline.health import Health
from monitor.pipeline.remembering import Remembered
from monitor.store import endpoints as endpoint_rows
from monitor.store import figures as figure_rows
from monitor.store.engine import Session, Store
from monitor.web.api.identity import Callers
from monitor.web.api.problems import ApiError
from monitor.wiring import Services

CONTENT_TYPE = CONTENT_TYPE_LATEST

KEPT_S = 5.0
"""How long an answer is given again: shorter than any usual interval of scrapes."""

SETTLED_AFTER = timedelta(seconds=15)
"""Hits and alerts are counted once they are so old: what was written before is there by then."""

OVERLAP = 1000
"""Numbers looked at again: a transaction may end later than one that got higher numbers."""

_LOOPBACK = {"127.0.0.1", "::1"}
_LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0)
_LATE_SECONDS = (1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)


class Instruments:
    """All metrics, by what they measure; each is described where it is made."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"monitor_{name}", text, labels, registry=registry)

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(f"monitor_{name}", text, labels, registry=registry)

        def histogram(
            name: str, text: str, *labels: str, buckets: tuple[float, ...] = _SECONDS
        ) -> Histogram:
            return Histogram(f"monitor_{name}", text, labels, registry=registry, buckets=buckets)

        Info("monitor_build", "The program's version.", registry=registry).info(
            {"version": __version__}
        )
        self.up = gauge("alive", "1 where every job ended a run lately.")
        self.ready = gauge("ready", "1 where the database answers and the last runs were sound.")
        self.problem = gauge("problem", "1 for each problem that health names.", "name")
        self.job = gauge("job_last_run_seconds", "Seconds since a job ended a run.", "name")
        self.feeds = gauge("feeds", "Polled feeds by state: sound, failing, unread.", "state")
        self.overdue = gauge("feeds_overdue", "Feeds that are due and not being visited.")
        self.lag = gauge("feed_lag_seconds", "How long the longest overdue feed has been due.")
        self.polls = counter("polls", "Visits to feeds by outcome and reason.", "outcome", "reason")
        self.poll_seconds = histogram("poll_seconds", "How long visits to feeds took.")
        self.poll_late = histogram(
            "poll_late_seconds", "How late visits to feeds began.", buckets=_LATE_SECONDS
        )
        self.items = gauge("items", "Items that are stored.")
        self.items_new = counter("items_new", "Items that feeds brought.")
        self.items_edited = counter("items_edited", "Items that outlets edited.")
        self.items_waiting = gauge("items_waiting", "Items that wait to be judged.")
        self.items_quarantined = gauge("items_quarantined", "Items that were set aside.")
        self.hits = counter("hits", "Items that a rule matched.", "rule")
        self.developments = gauge("developments", "Developments by state.", "state")
        self.alerts = counter(
            "alerts", "Alerts that were decided, once for each rule that asked.", "rule", "kind"
        )
        self.held = gauge("alerts_held", "Alerts that wait to go out.")
        self.gathered = gauge("alerts_gathered", "Alerts that wait for a digest or quiet hours.")
        self.outbox = gauge(
            "outbox_deliveries", "Deliveries that are pending or dead.", "endpoint", "state"
        )
        self.outbox_age = gauge(
            "outbox_oldest_seconds", "How long the longest due delivery has been due."
        )
        self.delivery_seconds = histogram(
            "delivery_seconds", "How long endpoints took to answer.", "endpoint"
        )
        self.attempts = counter(
            "delivery_attempts", "Tries to send by what came of them.", "endpoint", "outcome"
        )
        self.endpoint_up = gauge(
            "endpoint_up", "1 where an endpoint is enabled and its last try worked.", "endpoint"
        )


class Metrics:
    """The metrics of one application, over its store."""

    def __init__(
        self,
        store: Store,
        health: Callable[[], Health],
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._store, self._health = store, health
        self._clock = clock
        self._registry = CollectorRegistry()
        self._meters = Instruments(self._registry)
        self._text = Remembered(self._render, monotonic=monotonic)
        with store.read() as session:
            self._polls = _Numbers(figure_rows.last_poll_id(session))
            self._attempts = _Numbers(figure_rows.last_attempt_id(session))
        self._settled_until = clock() - SETTLED_AFTER

    def render(self) -> bytes:
        """The text that Prometheus reads. Raises :class:`StoreError`."""
        return self._text.get(lambda _: KEPT_S)

    def _render(self) -> bytes:
        health = self._health()
        now = self._clock()
        with self._store.read() as session:
            self._count(session, now)
            self._stand(session, now)
        self._tell(health, now)
        return generate_latest(self._registry)

    def _count(self, session: Session, now: datetime) -> None:
        """What came since the last time."""
        meters = self._meters
        with self._polls.fresh() as fresh:
            for poll in figure_rows.polls_after(session, fresh.since):
                if fresh.take(poll.id):
                    meters.polls.labels(poll.outcome, poll.reason).inc()
                    meters.poll_seconds.observe(poll.elapsed_s)
                    meters.items_new.inc(poll.new_items)
                    meters.items_edited.inc(poll.edited_items)
                    if poll.late_s is not None:
                        meters.poll_late.observe(poll.late_s)
        with self._attempts.fresh() as fresh:
            for attempt in figure_rows.attempts_after(session, fresh.since):
                if fresh.take(attempt.id):
                    outcome = attempt.reason or "delivered"
                    meters.attempts.labels(attempt.endpoint_id, outcome).inc()
                    meters.delivery_seconds.labels(attempt.endpoint_id).observe(attempt.latency_s)
        since, until = self._settled_until, now - SETTLED_AFTER
        if until > since:
            for rule, hits in figure_rows.hits_between(session, since, until).items():
                meters.hits.labels(rule).inc(hits)
            for kind, rules in figure_rows.alerts_between(session, since, until):
                for rule in rules or ("",):
                    meters.alerts.labels(rule, AlertKind(kind).value).inc()
            self._settled_until = until

    def _stand(self, session: Session, now: datetime) -> None:
        """Where things stand, as far as health does not say."""
        meters = self._meters
        lag = figure_rows.feed_lag(session, now)
        meters.overdue.set(lag.overdue)
        meters.lag.set(max(0.0, (now - lag.since).total_seconds()) if lag.since else 0.0)
        meters.items_waiting.set(figure_rows.items_waiting(session))
        for state, count in figure_rows.developments_by_state(session).items():
            meters.developments.labels(state).set(count)
        undelivered = figure_rows.outbox(session)
        meters.outbox.clear()
        meters.endpoint_up.clear()
        for one in endpoint_rows.list_endpoints(session):
            if one.listed or any(key[0] == one.id for key in undelivered):
                up = one.listed and one.disabled_at is None and not one.condition.failures
                meters.endpoint_up.labels(one.id).set(up)
                for state in ("pending", "dead"):
                    meters.outbox.labels(one.id, state).set(undelivered.get((one.id, state), 0))

    def _tell(self, health: Health, now: datetime) -> None:
        """What health says."""
        meters, counts = self._meters, health.counts
        meters.up.set(health.alive)
        meters.ready.set(health.ready)
        meters.problem.clear()
        for name in health.problems:
            meters.problem.labels(name).set(1)
        meters.job.clear()
        for job, ago_s in health.jobs_ran_ago_s.items():
            meters.job.labels(job).set(ago_s)
        sound = counts.feeds - counts.failing_feeds - counts.unread_feeds
        states = {"sound": sound, "failing": counts.failing_feeds, "unread": counts.unread_feeds}
        for state, number in states.items():
            meters.feeds.labels(state).set(number)
        meters.items.set(counts.items)
        meters.items_quarantined.set(counts.quarantined)
        meters.held.set(counts.held)
        meters.gathered.set(counts.gathered)
        due = counts.oldest_due_at
        meters.outbox_age.set(max(0.0, (now - due).total_seconds()) if due else 0.0)


class _Numbers:
    """Which numbers of a growing table were counted: all up to a number, and some above it."""

    def __init__(self, last: int) -> None:
        self._last = last
        self._ignored = last
        self._counted: set[int] = set()

    @property
    def since(self) -> int:
        """Above which number to look: some were given to transactions that end only now."""
        return max(self._ignored, self._last - OVERLAP)

    def take(self, number: int) -> bool:
        """Whether a number is to be counted: it is, the first time it is seen."""
        if number in self._counted:
            return False
        self._counted.add(number)
        self._last = max(self._last, number)
        return True

    @contextmanager
    def fresh(self) -> Iterator[_Numbers]:
        """Itself; afterwards it forgets what is not looked at again."""
        yield self
        self._counted = {number for number in self._counted if number > self.since}


def add_metrics(app: FastAPI, services: Services, callers: Callers, metrics: Metrics) -> None:
    """Add ``/metrics`` to the application."""
    open_here = services.settings.metrics == "loopback"

    @app.get("/metrics")
    def read_metrics(request: Request) -> Response:
        try:
            if not (open_here and is_local(request)):
                callers.reader(request)
        except ApiError as error:
            return PlainTextResponse(
                f"{error.detail}\n", status_code=error.status, headers=error.headers
            )
        return Response(metrics.render(), media_type=CONTENT_TYPE)


def is_local(request: Request) -> bool:
    """Whether a program on this machine asks us directly.

    A proxy on this machine passes on the name by which others know us, or who they are.
    """
    address = request.client.host if request.client else ""
    passed_on = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return address in _LOOPBACK and request.url.hostname in _LOOPBACK_NAMES and not passed_on
