"""The servers and the clock that other tests stand on."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from standardwebhooks import Webhook

from monitor.model import Attempt
from monitor.net.client import Client
from monitor.net.fetch import fetch
from monitor.net.send import send
from tests.support.clock import Clock
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
BODY = b'{"type": "endpoint.test"}'


def signed(moment: datetime, *, secret: str = SECRET, body: bytes = BODY) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", moment, body.decode()),
    }


def post(client: Client, receiver: WebhookReceiver, headers: dict[str, str]) -> Attempt:
    now = datetime.now(UTC)
    return send(client, receiver.url, headers=headers, body=BODY, started_at=now)


def test_feed_server_serves_what_is_set_last(client: Client) -> None:
    with FeedServer() as server:
        server.set("/feed", "one")
        assert fetch(client, server.url("/feed")).body == b"one"
        server.set("/feed", b"two", content_type="text/html")
        result = fetch(client, server.url("/feed"))
        assert result.body == b"two"
        assert result.headers["content-type"] == "text/html"
        assert fetch(client, server.url("/other")).status == 404
        assert [path for path, _ in server.requests] == ["/feed", "/feed", "/other"]


def test_feed_server_can_be_slow_and_still_be_stopped(client: Client) -> None:
    with FeedServer() as server:
        server.set("/feed", "late", delay_s=0.2)
        assert fetch(client, server.url("/feed")).elapsed_s > 0.15
        server.set("/feed", "never", delay_s=60)
        assert fetch(client, server.url("/feed"), deadline_s=0.1).failure is not None


def test_receiver_verifies_with_the_independent_package(client: Client) -> None:
    now = datetime.now(UTC)
    with WebhookReceiver(SECRET) as receiver:
        assert post(client, receiver, signed(now)).status == 200
        other = "whsec_" + "QUJD" * 8
        assert post(client, receiver, signed(now, secret=other)).status == 400
        assert post(client, receiver, signed(now, body=b"{}")).status == 400
        assert post(client, receiver, signed(now - timedelta(minutes=6))).status == 400
        assert post(client, receiver, {}).status == 400
        assert receiver.verified == [{"type": "endpoint.test"}]
        assert len(receiver.refused) == 4
        assert [received.status for received in receiver.received] == [200, 400, 400, 400, 400]


def test_receiver_checks_times_against_a_tests_clock(client: Client) -> None:
    clock = Clock()
    with WebhookReceiver(SECRET, clock=clock) as receiver:
        assert post(client, receiver, signed(clock())).status == 200
        assert post(client, receiver, signed(clock(), body=b"{}")).status == 400
        assert post(client, receiver, {}).status == 400
        late = signed(clock())
        clock.advance(301)
        assert post(client, receiver, late).status == 400
        assert receiver.received[-1].at == clock()
        assert len(receiver.verified) == 1


def test_receiver_answers_its_script_and_then_200(client: Client) -> None:
    with WebhookReceiver(script=[500, 204]) as receiver:
        assert [post(client, receiver, {}).status for _ in range(4)] == [500, 204, 200, 200]
        assert [received.body for received in receiver.wait_for(4)] == [BODY] * 4


def test_receiver_can_hold_its_answers_back(client: Client) -> None:
    hold = threading.Event()
    with WebhookReceiver(hold=hold) as receiver, ThreadPoolExecutor(1) as pool:
        call = pool.submit(post, client, receiver, {})
        assert len(receiver.wait_for(1)) == 1
        assert not call.done()
        hold.set()
        assert call.result(timeout=5).status == 200


def test_receiver_says_how_many_came_where_too_few_did() -> None:
    with WebhookReceiver() as receiver, pytest.raises(AssertionError, match="0 of 1"):
        receiver.wait_for(1, timeout_s=0.05)


def test_clock_stands_still_until_it_is_moved() -> None:
    start = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
    clock = Clock(start)
    assert clock() == clock() == start
    assert clock.advance(90) == clock() == start + timedelta(seconds=90)
    clock.set(datetime(2026, 1, 1, 10, 0, tzinfo=timezone(timedelta(hours=2))))
    assert clock() == datetime(2026, 1, 1, 8, 0, tzinfo=UTC)
    assert clock().tzinfo is UTC
    for naive in (datetime(2026, 1, 1), datetime.now()):  # noqa: DTZ001, DTZ005
        with pytest.raises(ValueError, match="aware"):
            clock.set(naive)
        with pytest.raises(ValueError, match="aware"):
            Clock(naive)
