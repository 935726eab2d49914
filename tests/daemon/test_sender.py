"""The sender over real sockets: a dead endpoint costs the others nothing, recovery is no burst."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from monitor.alerts.pacing import BREAK_AFTER
from monitor.alerts.signing import new_secret
from monitor.daemon.sender import Sender
from monitor.model import EndpointCondition
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store.deliveries import OutboxCounts
from monitor.wiring import utc_now
from tests.support.daemon_process import wait_until
from tests.support.line import Line, open_line
from tests.support.outbox import fill
from tests.support.webhook_receiver import WebhookReceiver

SECRET = new_secret(os.urandom(32))


def set_up(line: Line, urls: Mapping[str, str], queues: Mapping[str, int], **pace: float) -> None:
    """Endpoints with so many deliveries each, all due now; a first one for each comes on top."""
    entries = [{"id": name, "url": url, "secret": SECRET, **pace} for name, url in urls.items()]
    line.workspace.write("endpoints.yaml", yaml.safe_dump({"endpoints": entries}))
    line.load()
    line.clock.set(utc_now())
    fill(line, queues)


@contextmanager
def sending(line: Line, *, ends: bool = True) -> Iterator[Sender]:
    problems: list[str] = []
    sender = Sender(line.services, report=problems.append)
    sender.start()
    try:
        yield sender
    finally:
        assert sender.stop(time.monotonic() + (10 if ends else 0.5)) is ends
    assert not any(problems), problems


def counts(line: Line) -> OutboxCounts:
    with line.services.store.read() as session:
        return delivery_rows.count_deliveries(session)


@contextmanager
def deaf_endpoint() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


@contextmanager
def closed_port() -> Iterator[str]:
    """An address that refuses connections: nobody else gets its port meanwhile."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{holder.getsockname()[1]}/"


def test_everything_due_is_sent_once_and_signed(line: Line) -> None:
    with WebhookReceiver(SECRET, clock=line.clock) as desk:
        set_up(line, {"desk": desk.url}, {"desk": 60}, rate_per_s=1000)
        with sending(line):
            wait_until(lambda: counts(line).delivered == 61, timeout_s=30, what="sent")
        ids = [one.headers["webhook-id"] for one in desk.received]
        assert (len(ids), len(set(ids)), desk.refused) == (61, 61, [])


@pytest.mark.parametrize("kind", ["deaf", "closed"])
def test_a_dead_endpoint_with_a_long_queue_holds_up_nobody(tmp_path: Path, kind: str) -> None:
    dead = deaf_endpoint() if kind == "deaf" else closed_port()
    with (
        open_line(tmp_path / "line") as line,
        dead as url,
        WebhookReceiver(SECRET, clock=line.clock) as desk,
    ):
        line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        set_up(line, {"dead": url, "desk": desk.url}, {"dead": 10_000, "desk": 40}, rate_per_s=500)
        with sending(line, ends=kind == "closed"):
            # All of the sound one's go out while the dead one's first attempts still hang.
            wait_until(lambda: counts(line).delivered == 41, timeout_s=15, what="sent")
            assert len({one.headers["webhook-id"] for one in desk.received}) == 41
        assert counts(line).pending == 10_001


def test_busy_endpoints_take_turns_at_the_workers(line: Line) -> None:
    names = [f"desk-{number}" for number in range(line.services.settings.send_workers + 2)]
    with WebhookReceiver(SECRET, clock=line.clock) as desk:
        urls = {name: f"{desk.url}/{name}" for name in names}
        set_up(line, urls, dict.fromkeys(names, 20), rate_per_s=1000, concurrency=1)
        with sending(line):
            total = 21 * len(names)
            wait_until(lambda: counts(line).delivered == total, timeout_s=60, what="sent")
        # There are fewer workers than endpoints; still nobody waits for the first ones to end.
        first = Counter(one.path.rpartition("/")[2] for one in desk.received[: total // 2])
        assert set(first) == set(names)
        assert min(first.values()) >= 5


def test_a_failing_endpoint_is_left_alone_and_its_queue_spends_no_attempts(line: Line) -> None:
    with closed_port() as url:
        set_up(line, {"dead": url}, {"dead": 200}, concurrency=1)
        with sending(line):
            wait_until(lambda: condition(line).failures >= BREAK_AFTER, timeout_s=60, what="sent")
            time.sleep(0.5)
        assert condition(line).failures == BREAK_AFTER
        with line.services.store.read() as session:
            waiting = delivery_rows.list_deliveries(session, limit=500)
        assert sum(one.attempts for one in waiting) == BREAK_AFTER


def condition(line: Line) -> EndpointCondition:
    with line.services.store.read() as session:
        return endpoint_rows.list_endpoints(session)[0].condition


def test_what_waited_goes_out_at_the_endpoints_rate(line: Line) -> None:
    with WebhookReceiver(SECRET, clock=line.clock) as desk:
        set_up(line, {"desk": desk.url}, {"desk": 29}, rate_per_s=10)
        with sending(line):
            started = time.monotonic()
            wait_until(lambda: len(desk.received) == 30, timeout_s=30, what="sent")
            # The first second's worth may go at once; the other twenty take two seconds.
            assert time.monotonic() - started >= 1.8


def test_one_endpoint_never_gets_more_at_once_than_it_takes(line: Line) -> None:
    hold = threading.Event()
    with WebhookReceiver(SECRET, clock=line.clock, hold=hold) as desk:
        set_up(line, {"desk": desk.url}, {"desk": 20}, concurrency=3)
        with sending(line):
            wait_until(lambda: len(desk.received) == 3, timeout_s=60, what="sent")
            time.sleep(0.3)
            assert len(desk.received) == 3
            hold.set()
            wait_until(lambda: counts(line).delivered == 21, timeout_s=60, what="sent")


def test_stopping_in_mid_send_gives_back_what_was_not_begun(line: Line) -> None:
    hold = threading.Event()
    with WebhookReceiver(SECRET, clock=line.clock, hold=hold) as desk:
        set_up(line, {"desk": desk.url}, {"desk": 30}, concurrency=2)
        sender = Sender(line.services, report=lambda _: None)
        sender.start()
        wait_until(lambda: len(desk.received) == 2, timeout_s=60, what="sent")
        threading.Timer(0.5, hold.set).start()
        assert sender.stop(time.monotonic() + 10)
        assert len(desk.received) == 2
    found = counts(line)
    assert (found.delivered, found.pending) == (2, 29)
    with line.services.store.write() as session:  # nothing is leased any more
        free = delivery_rows.claim_due(
            session, now=line.clock(), owner="next", lease_s=60, room={"desk": 99}
        )
    assert len(free) == 29


def test_a_removed_endpoint_keeps_its_deliveries(line: Line) -> None:
    hold = threading.Event()
    with WebhookReceiver(SECRET, clock=line.clock, hold=hold) as desk:
        set_up(line, {"desk": desk.url, "other": desk.url}, {"desk": 5}, concurrency=1)
        with sending(line):
            wait_until(lambda: len(desk.received) == 2, timeout_s=60, what="sent")
            entries = [{"id": "other", "url": desk.url, "secret": SECRET}]
            line.workspace.write("endpoints.yaml", yaml.safe_dump({"endpoints": entries}))
            line.load()
            hold.set()
            wait_until(lambda: counts(line).delivered == 2, timeout_s=60, what="sent")
        assert counts(line).waiting == 5
