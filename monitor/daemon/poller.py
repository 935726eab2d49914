"""Keeps feeds read: claims them, has them fetched and parsed, stores what came.

One thread turns the wheel: in one short transaction it stores the visits that ended and claims the
feeds that may be visited next, so there is one writer however many feeds are fetched. Threads
fetch meanwhile, and a document is parsed in a process of its own room, so that neither a slow
host nor a costly document holds up the others. Feeds that failed at their last visit get a share of
the threads only. Nothing is known only here: what is in hand is leased.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from monitor.daemon.wheel import Wheel
from monitor.errors import StoreBusyError, StoreError
from monitor.model import Feed, Poll, PollOutcome
from monitor.net.urls import shown_url
from monitor.pipeline import poll
from monitor.pipeline.urgency import urgent_feeds
from monitor.pipeline.visit import Visit
from monitor.store import visits as visit_rows
from monitor.store.engine import Session
from monitor.wiring import Services

STORED_AT_ONCE = 32
"""Visits stored in one transaction: some tens of milliseconds, for which others wait to write."""

FAILING_SHARE = 4
"""One thread in so many is for feeds that failed at their last visit."""

AHEAD = 2
"""Visits in hand for each thread, those that wait to be stored among them: more would only wait."""

URGENCY_EVERY_S = 60.0
"""How often it is looked which feeds tell of a meeting that is near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """A visit that waits to be stored; ``visit`` is ``None`` where a defect of ours ended it."""

    feed: Feed
    visit: Visit | None


class FeedsInHand(Protocol):
    """Where a poller gets its feeds from, and who hears when it is done with one."""

    def any_due(self) -> bool:
        """A cheap look, outside of any transaction: an idle poller opens none to write."""
        ...

    def claim(self, session: Session, *, limit: int, failing_limit: int) -> list[Feed]:
        """Take up to ``limit`` feeds under a lease of the poller's owner.

        At most ``failing_limit`` of them failed at their last visit.
        """
        ...

    def claimed(self) -> None:
        """What :meth:`claim` took last is committed."""
        ...

    def over(self, feed_id: int) -> None:
        """The poller is done with the feed: its visit is stored, or was given up."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFeeds:
    """Whatever feed is due, by its row: what the daemon visits."""

    services: Services

    def any_due(self) -> bool:
        """Whether a feed is due whose host may be asked."""
        with self.services.store.read() as session:
            return visit_rows.is_any_due(session, self.services.clock())

    def claim(self, session: Session, *, limit: int, failing_limit: int) -> list[Feed]:
        """The feeds longest due."""
        services = self.services
        return visit_rows.claim_due(
            session,
            now=services.clock(),
            owner=services.owner,
            lease_s=services.limits.lease_s,
            limit=limit,
            pace=services.limits.host_pace,
            failing_limit=failing_limit,
        )

    def claimed(self) -> None:
        """The rows say what is in hand."""

    def over(self, feed_id: int) -> None:
        """The rows say what is in hand."""


class Poller:
    """Visits feeds until told to stop. ``report`` hears of each turn's problem, or ``""``."""

    def __init__(
        self,
        services: Services,
        *,
        report: Callable[[str], None],
        feeds: FeedsInHand | None = None,
    ) -> None:
        """``feeds``: which to visit; those that are due if not given."""
        settings = services.settings
        self._services = services
        self._feeds = DueFeeds(services=services) if feeds is None else feeds
        self._log = services.log
        self._workers = settings.poll_workers
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="poll")
        self._lock = threading.Lock()
        self._idle = threading.Condition(self._lock)
        self._visiting: dict[int, bool] = {}  # feed id to: it failed at its last visit
        self._ended: list[_Ended] = []
        self._storing: list[_Ended] = []
        self._at: _Ended | None = None  # the visit that is being stored
        self._urgent: Mapping[int, str] = {}
        self._urgency_at_s = float("-inf")
        self._wheel = Wheel(
            "poller",
            self._turn,
            job="poll",
            tick_s=services.settings.tick_s,
            log=services.log,
            report=report,
        )

    @property
    def busy(self) -> bool:
        """Whether any visit is under way or waits to be stored."""
        with self._lock:
            return bool(self._visiting or self._ended or self._storing)

    def start(self) -> None:
        """Begin to visit feeds."""
        self._wheel.start()

    def wake(self) -> None:
        """Look now: a feed may have become due."""
        self._wheel.wake()

    def stop(self, give_up_at: float) -> bool:
        """Begin no more visits; wait for those under way until ``give_up_at`` (monotonic).

        Returns whether all of them ended and were stored.
        """
        self._wheel.slow_down()
        self._pool.shutdown(wait=False, cancel_futures=False)
        with self._idle:
            ended = self._idle.wait_for(
                lambda: not self._visiting, timeout=max(0.0, give_up_at - time.monotonic())
            )
        has_ended = self._wheel.end(give_up_at)
        return ended and has_ended and not self._ended

    # ------------------------------------------------------------ the wheel

    def _turn(self) -> bool:
        """Store what ended and claim what may be visited next; whether there was anything to do."""
        with self._lock:
            ended, self._ended = self._ended[:STORED_AT_ONCE], self._ended[STORED_AT_ONCE:]
            self._storing = ended
        try:
            room = 0 if self._wheel.is_stopping else self._room()
            if not ended and not (room and self._feeds.any_due()):
                return False
            stored, claimed = self._write(ended, room)
        except BaseException as error:
            self._put_back(ended, error)
            raise
        finally:
            with self._lock:
                self._storing = []
        self._feeds.claimed()
        for one, done in stored:
            self._tell(one.feed, done)
            self._feeds.over(one.feed.id)
        self._begin(claimed)
        return bool(claimed or ended)

    def _put_back(self, ended: list[_Ended], error: BaseException) -> None:
        """Nothing of a turn was stored: its visits go into the next, without the one to blame.

        A visit that a defect of ours cannot store is recorded as a crash; one that the database
        refuses is dropped, its lease runs out, and the feed is visited again.
        """
        to_blame, self._at = self._at, None
        if to_blame is not None and not isinstance(error, StoreBusyError):
            feed = shown_url(to_blame.feed.url)
            ended = [one for one in ended if one is not to_blame]
            if isinstance(error, StoreError) or to_blame.visit is None:
                self._log.error(
                    "poll.not_stored", feed=feed, feed_id=to_blame.feed.id, detail=str(error)
                )
                self._feeds.over(to_blame.feed.id)
            else:
                self._log.error("poll.crashed", feed=feed, feed_id=to_blame.feed.id, exc_info=error)
                ended = [*ended, _Ended(feed=to_blame.feed, visit=None)]
        with self._lock:
            self._ended = ended + self._ended

    def _room(self) -> int:
        """How many more visits may be begun: no more than threads, nor than can be stored."""
        with self._lock:
            waiting = len(self._ended) + len(self._storing)
            visiting = len(self._visiting)
        return max(0, min(self._workers - visiting, AHEAD * self._workers - visiting - waiting))

    def _write(
        self, ended: list[_Ended], room: int
    ) -> tuple[list[tuple[_Ended, Poll]], list[Feed]]:
        services = self._services
        with services.store.write() as session:
            self._look_for_urgency(session)
            stored = []
            for one in ended:
                self._at = one
                stored.append((one, self._store(session, one)))
            self._at = None
            claimed: list[Feed] = []
            if room and not self._wheel.is_stopping:
                with self._lock:
                    failing = sum(self._visiting.values())
                failing_limit = max(0, -(-self._workers // FAILING_SHARE) - failing)
                claimed = self._feeds.claim(session, limit=room, failing_limit=failing_limit)
        return stored, claimed

    def _store(self, session: Session, one: _Ended) -> Poll:
        services = self._services
        if one.visit is None:
            return poll.record_crash(
                session,
                one.feed,
                now=services.clock(),
                owner=services.owner,
                limits=services.limits,
            )
        return poll.record_visit(
            session,
            one.feed,
            one.visit,
            owner=services.owner,
            limits=services.limits,
            jitter=services.jitter(),
            meeting_near=self._urgent.get(one.feed.id, ""),
        )

    def _look_for_urgency(self, session: Session) -> None:
        now_s = time.monotonic()
        services = self._services
        if now_s - self._urgency_at_s < URGENCY_EVERY_S or not services.rules.in_force:
            return
        self._urgency_at_s = now_s
        now = services.clock()
        self._urgent = urgent_feeds(session, services.rules.active.rule_set, now)
        if not services.limits.pace.is_fixed:
            fastest_s = services.limits.pace.fastest_s
            visit_rows.hasten(session, self._urgent, now=now, within_s=fastest_s)

    # ------------------------------------------------------------ the threads

    def _begin(self, claimed: list[Feed]) -> None:
        with self._lock:
            self._visiting.update({feed.id: feed.failures > 0 for feed in claimed})
        for feed in claimed:
            try:
                self._pool.submit(self._visit, feed)
            except RuntimeError:  # the daemon stops: its leases are given back
                self._end_visit(feed, None)

    def _visit(self, feed: Feed) -> None:
        services = self._services
        visit = None
        try:
            with services.tracer.span("visit", feed=shown_url(feed.url), feed_id=feed.id) as span:
                visit = poll.make_visit(
                    feed,
                    client=services.feed_client,
                    clock=services.clock,
                    limits=services.limits,
                    run=services.run_parser,
                )
                span.note(outcome=visit.poll.outcome, status=visit.poll.status)
                if visit.poll.reason is not None:
                    span.fail(visit.poll.reason)
        except Exception:  # noqa: BLE001 - the edge of one unit of work
            if not self._wheel.is_ending:
                self._log.exception("poll.crashed", feed=shown_url(feed.url), feed_id=feed.id)
        self._end_visit(feed, _Ended(feed=feed, visit=visit))

    def _end_visit(self, feed: Feed, ended: _Ended | None) -> None:
        with self._lock:
            self._visiting.pop(feed.id, None)
            waits = ended is not None and not self._wheel.is_ending
            if ended is not None and waits:
                self._ended.append(ended)
            self._idle.notify_all()
        if not waits:
            self._feeds.over(feed.id)
        self._wheel.wake()

    def _tell(self, feed: Feed, done: Poll) -> None:
        if done.outcome is PollOutcome.FAILED:
            self._log.warning(
                "poll.failed",
                feed=shown_url(feed.url),
                feed_id=feed.id,
                reason=done.reason,
                detail=done.detail,
            )
        elif done.outcome is PollOutcome.NEW:
            self._log.info(
                "poll.new",
                feed=shown_url(feed.url),
                feed_id=feed.id,
                new=done.new_items,
                edited=done.edited_items,
            )
