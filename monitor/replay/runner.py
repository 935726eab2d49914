"""Replaying a recording: the real daemon, real HTTP on loopback, and recorded time.

The clock stands at one recorded moment until everything due at it is done (polled, matched,
grouped, delivered and recorded), then moves to the next. Nothing else differs from ``monitor
run``: same daemon, same database code, same guarded clients, real sockets on both sides.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from monitor.alerts.signing import new_secret
from monitor.daemon import Daemon
from monitor.errors import MonitorError
from monitor.feeds.opml import write_opml
from monitor.model import Alert, AlertState, FeedSource, StoredItem
from monitor.pipeline.health import Counts, count
from monitor.pipeline.idle import due_work
from monitor.replay.clock import ReplayClock
from monitor.replay.receiver import Received, Receiver
from monitor.replay.server import SnapshotServer
from monitor.replay.snapshots import Recording, read_recording
from monitor.settings import Settings
from monitor.store import alerts as alert_rows
from monitor.store import feeds as feed_rows
from monitor.store import hits as hit_rows
from monitor.store import holds as hold_rows
from monitor.store import items as item_rows
from monitor.store import polls as poll_rows
from monitor.store import visits as visit_rows
from monitor.store.engine import Store
from monitor.wiring import Services, open_services

LOOPBACK = ("127.0.0.0/8",)
SETTLE_TIMEOUT_S = 120.0
"""Real seconds that one recorded moment may take; beyond it something hangs, and we say what."""

TICK_S = 0.02

GATHER_S = 10.0
"""Real seconds: far more than the feeds of one moment take, so that each moment is grouped as a
whole and a replay comes out the same every time."""

POLL_INTERVAL_S = 60.0
"""Recorded seconds between polls: shorter than any gap between moments, so that every feed is
due at every moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedAlert:
    """An alert that went out, with the item that raised it."""

    alert: Alert
    stored: StoredItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOutcome:
    """What a replay gave. ``polls`` counts visits by outcome or failure reason."""

    moments: int
    documents: int
    polls: Mapping[str, int]
    edited_items: int
    counts: Counts
    hits: int
    alerts: tuple[RaisedAlert, ...]
    verified: int
    refused: int
    repeats: int
    elapsed_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Call-backs for whoever shows the replay: each moment reached, each webhook received."""

    on_moment: Callable[[int, int, datetime], None] = lambda _done, _all, _now: None
    on_received: Callable[[Received], None] = lambda _received: None


def replay(
    recording_dir: Path,
    *,
    rules_dir: Path,
    workspace: Path,
    watch: Watch,
    database_url: str | None = None,
    every_document: bool = False,
) -> ReplayOutcome:
    """Replay ``recording_dir`` under the rules of ``rules_dir``; files go to ``workspace``.

    ``every_document`` has every feed polled at every moment, also one that backs off after a
    failure, so that no document goes unread.

    Raises :class:`MonitorError` where a moment does not settle.
    """
    recording = read_recording(recording_dir)
    clock = ReplayClock(recording.moments[0])
    secret = new_secret(os.urandom(32))
    received: list[Received] = []

    def take(one: Received) -> None:
        received.append(one)
        watch.on_received(one)

    started = time.monotonic()
    with ExitStack() as stack:
        server = stack.enter_context(SnapshotServer(recording, clock))
        receiver = stack.enter_context(Receiver(secrets=[secret], clock=clock, on_received=take))
        settings = _prepare(recording, server, receiver.url, secret, rules_dir, workspace)
        if database_url is not None:
            settings = settings.model_copy(update={"database_url": database_url})
        services = stack.enter_context(open_services(settings, environ={}, clock=clock))
        run_moments(services, recording, clock, watch, every_document=every_document)
        return _collect(services.store, recording, server, received, time.monotonic() - started)


def run_moments(
    services: Services,
    recording: Recording,
    clock: ReplayClock,
    watch: Watch,
    *,
    every_document: bool,
) -> None:
    """Run the daemon through every recorded moment, then stop it."""
    daemon = Daemon(services)
    daemon.start()
    if services.rules.problem is not None:
        daemon.stop()
        raise services.rules.problem
    try:
        for index, moment in enumerate(recording.moments, start=1):
            let_pass(services.store, clock, until=moment)
            clock.set(moment)
            if every_document:
                with services.store.write() as session:
                    visit_rows.make_due(session, moment)
            settle(services.store, clock)
            watch.on_moment(index, len(recording.moments), moment)
        let_pass(services.store, clock)
    finally:
        daemon.stop()


def let_pass(store: Store, clock: ReplayClock, *, until: datetime | None = None) -> None:
    """Stop at each moment before ``until`` at which waits end; without it, at all of them.

    Raises :class:`MonitorError` where one does not settle.
    """
    while True:
        with store.read() as session:
            ends = (alert_rows.next_release_at(session), hold_rows.next_hold_at(session))
        at = min((one for one in ends if one is not None), default=None)
        if at is None or (until is not None and at >= until):
            return
        clock.set(at)
        settle(store, clock)


def settle(store: Store, clock: Callable[[], datetime]) -> None:
    """Wait until nothing is due at the clock's moment. Raises :class:`MonitorError` if it hangs."""
    give_up_at = time.monotonic() + SETTLE_TIMEOUT_S
    while work := due_work(store, now=clock()):
        if time.monotonic() > give_up_at:
            raise MonitorError(f"the replay hangs: work of kind {work!r} stays due")
        time.sleep(TICK_S / 2)


def _prepare(
    recording: Recording,
    server: SnapshotServer,
    receiver_url: str,
    secret: str,
    rules_dir: Path,
    workspace: Path,
) -> Settings:
    """Write the workspace (feed list, rules, endpoint) and return the daemon's settings."""
    rules = workspace / "rules"
    rules.mkdir(parents=True, exist_ok=True)
    for path in rules_dir.glob("*.y*ml"):
        shutil.copyfile(path, rules / path.name)
    endpoint = {"id": "demo", "url": receiver_url, "secret": secret}
    (rules / "endpoints.yaml").write_text(yaml.safe_dump({"endpoints": [endpoint]}))
    sources = [
        FeedSource(url=server.url(feed.slug), outlet=feed.outlet, language=feed.language)
        for feed in recording.feeds.values()
    ]
    feeds_file = workspace / "feeds.opml"
    feeds_file.write_bytes(write_opml(sources))
    return Settings(
        database_url=f"sqlite:///{workspace / 'monitor.db'}",
        rules_dir=rules,
        feeds_file=feeds_file,
        feed_networks=LOOPBACK,
        endpoint_networks=LOOPBACK,
        poll_interval_s=POLL_INTERVAL_S,
        host_at_once=1000,  # the recorded feeds are all on this machine
        host_gap_s=0,
        tick_s=TICK_S,
        gather_s=GATHER_S,
    )


def _collect(
    store: Store,
    recording: Recording,
    server: SnapshotServer,
    received: list[Received],
    elapsed_s: float,
) -> ReplayOutcome:
    with store.read() as session:
        alerts = alert_rows.list_alerts(session, limit=1_000_000, state=AlertState.RELEASED)
        stored = item_rows.get_items(session, [one.item_id for one in alerts if one.item_id])
        polls: Counter[str] = Counter()
        edited = 0
        for feed in feed_rows.list_feeds(session):
            for poll in poll_rows.recent_polls(session, feed.id, 1_000_000):
                polls[str(poll.reason or poll.outcome)] += 1
                edited += poll.edited_items
        hits = hit_rows.count_hits(session)
    sound = [one for one in received if not one.problem]
    return ReplayOutcome(
        moments=len(recording.moments),
        documents=len(server.documents),
        polls=dict(polls),
        edited_items=edited,
        counts=count(store),
        hits=hits,
        alerts=tuple(
            RaisedAlert(alert=alert, stored=stored[alert.item_id])
            for alert in sorted(alerts, key=lambda alert: (alert.created_at, alert.id))
            if alert.item_id is not None  # a notice is of no item
        ),
        verified=len({one.id for one in sound} & {one.id for one in alerts if one.item_id}),
        refused=len(received) - len(sound),
        repeats=sum(one.repeat for one in sound),
        elapsed_s=elapsed_s,
    )
