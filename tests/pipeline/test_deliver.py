"""Attempts against real receivers: what is recorded, and what comes next."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from monitor.alerts.signing import new_secret, verify
from monitor.errors import DeliveryError
from monitor.model import (
    AttemptReason,
    Delivery,
    DeliveryState,
    EndpointCondition,
    EndpointStatus,
)
from monitor.pipeline.deliver import Sent, lease_s, record, send_delivery
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from tests.support.line import Line, open_line
from tests.support.webhook_receiver import Received, WebhookReceiver

from tests.pipeline.test_evaluate import TALKS, store_item  # isort: skip

SECRET = new_secret(os.urandom(32))


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    url: str = request.getfixturevalue(request.param)
    with open_line(tmp_path / "line", database_url=url) as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        yield opened


def pending(line: Line, receiver: WebhookReceiver) -> None:
    line.workspace.write_endpoints({"desk": (receiver.url, SECRET)})
    line.load()
    store_item(line, TALKS)
    line.evaluate()


def claim(line: Line, owner: str = "") -> list[Delivery]:
    with line.services.store.write() as session:
        return delivery_rows.claim_due(
            session,
            now=line.clock(),
            owner=owner or line.services.owner,
            lease_s=lease_s(5.0),
            room={"desk": 10},
        )


def attempt(line: Line) -> Sent:
    [delivery] = claim(line)
    return send(line, delivery)


def send(line: Line, delivery: Delivery, *, recorded: bool = True) -> Sent:
    sent = send_delivery(
        delivery,
        line.services.rules.active.endpoints["desk"],
        channels=line.services.channels,
        clock=line.clock,
        deadline_s=5.0,
        jitter=0.5,
    )
    with line.services.store.write() as session:
        found = record(session, [sent], owner=line.services.owner, now=line.clock())
    assert found == ({delivery.id} if recorded else set())
    return sent


def now_of(line: Line) -> Delivery:
    with line.services.store.read() as session:
        [delivery] = delivery_rows.list_deliveries(session, limit=10)
    return delivery


def test_an_accepted_delivery_is_delivered(line: Line) -> None:
    with WebhookReceiver(SECRET, clock=line.clock) as receiver:
        pending(line, receiver)
        sent = attempt(line)
        assert (sent.attempt.status, sent.attempt.reason) == (200, None)
        [received] = receiver.received
        assert received.headers["content-type"] == "application/json"
        assert received.headers["webhook-id"] == sent.delivery.alert_id
        assert receiver.refused == []
    assert now_of(line).state is DeliveryState.DELIVERED
    assert claim(line) == []


def test_a_failed_delivery_comes_again_with_the_same_id_and_bytes(line: Line) -> None:
    with WebhookReceiver(SECRET, script=[500], clock=line.clock) as receiver:
        pending(line, receiver)
        sent = attempt(line)
        assert sent.attempt.reason is AttemptReason.SERVER
        assert claim(line) == []  # not yet
        due = now_of(line).next_attempt_at
        assert due is not None
        line.clock.set(due)
        assert attempt(line).attempt.reason is None
        first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert first.headers["webhook-timestamp"] < second.headers["webhook-timestamp"]
    with line.services.store.read() as session:
        tries = delivery_rows.attempts_of(session, sent.delivery.id)
    assert [one.status for one in tries] == [500, 200]
    assert tries[0].answer == "scripted failure"


def test_ten_failures_are_dead_and_a_replay_keeps_the_id(line: Line) -> None:
    with WebhookReceiver(SECRET, script=[500] * 10, clock=line.clock) as receiver:
        pending(line, receiver)
        started = line.clock()
        for _ in range(10):
            due = now_of(line).next_attempt_at
            assert due is not None
            line.clock.set(max(due, line.clock()))
            attempt(line)
        assert now_of(line).state is DeliveryState.DEAD
        assert timedelta(hours=60) < line.clock() - started < timedelta(hours=91)
        with line.services.store.write() as session:
            assert delivery_rows.replay_delivery(session, now_of(line).id, line.clock())
        assert attempt(line).attempt.reason is None
        assert len({one.headers["webhook-id"] for one in receiver.received}) == 1
        assert len(receiver.received) == 11


def test_a_410_disables_the_endpoint_until_somebody_enables_it(line: Line) -> None:
    with WebhookReceiver(SECRET, script=[410], clock=line.clock) as receiver:
        pending(line, receiver)
        attempt(line)
        assert now_of(line).state is DeliveryState.DEAD
        line.clock.advance(86_400)
        store_item(line, "Freedonia summit on fishing ends in agreement")
        line.evaluate()
        assert claim(line) == []
        with line.services.store.write() as session:
            [status] = endpoint_rows.list_endpoints(session)
            assert "410" in status.disabled_reason
            endpoint_rows.enable_endpoint(session, "desk")
        assert attempt(line).attempt.reason is None


def test_a_lost_lease_records_nothing(line: Line) -> None:
    with WebhookReceiver(SECRET, clock=line.clock) as receiver:
        pending(line, receiver)
        [delivery] = claim(line)
        line.clock.advance(3600)
        [again] = claim(line, "somebody else")
        assert again.id == delivery.id
        send(line, delivery, recorded=False)
    assert now_of(line).state is DeliveryState.PENDING


def test_a_blocked_address_is_a_recorded_failure(line: Line) -> None:
    line.workspace.write_endpoints({"desk": ("http://169.254.169.254/latest", SECRET)})
    line.load()
    store_item(line, TALKS)
    line.evaluate()
    sent = attempt(line)
    assert sent.attempt.reason is AttemptReason.BLOCKED_ADDRESS
    assert sent.step.state is DeliveryState.PENDING


def test_five_days_without_a_success_disable_the_endpoint(line: Line) -> None:
    def condition() -> EndpointStatus:
        with line.services.store.read() as session:
            [status] = endpoint_rows.list_endpoints(session)
        return status

    with WebhookReceiver(SECRET, script=[500] * 20, clock=line.clock) as receiver:
        pending(line, receiver)
        attempt(line)
        first = condition().condition
        assert (first.failures, first.failing_since) == (1, line.clock())
        line.clock.advance(4.9 * 86_400)
        attempt(line)
        assert condition().disabled_at is None
        line.clock.advance(0.2 * 86_400)
        attempt(line)
        assert "no success since" in condition().disabled_reason
        assert now_of(line).state is DeliveryState.PENDING
        line.clock.advance(86_400)
        assert claim(line) == []  # it waits for a person


def test_a_success_ends_the_row_of_failures(line: Line) -> None:
    with WebhookReceiver(SECRET, script=[500], clock=line.clock) as receiver:
        pending(line, receiver)
        attempt(line)
        line.clock.advance(3600)
        attempt(line)
    with line.services.store.read() as session:
        [status] = endpoint_rows.list_endpoints(session)
    assert status.condition == EndpointCondition()


def test_while_a_secret_is_replaced_both_sign_and_then_only_the_new_one(line: Line) -> None:
    old, new = SECRET, new_secret(os.urandom(32))
    with WebhookReceiver(clock=line.clock) as receiver:
        for secrets in ([old], [new, old]):
            entry = {"id": "desk", "url": receiver.url, "secrets": secrets}
            line.workspace.write("endpoints.yaml", yaml.safe_dump({"endpoints": [entry]}))
            line.load()
        store_item(line, TALKS)
        line.evaluate()
        for hours in (1, 24):
            line.clock.advance(3600 * hours)
            [delivery] = claim(line)
            with line.services.store.read() as session:
                rotated_at = endpoint_rows.rotations(session)["desk"]
            send_delivery(
                delivery,
                line.services.rules.active.endpoints["desk"],
                channels=line.services.channels,
                clock=line.clock,
                deadline_s=5.0,
                jitter=0.5,
                rotated_at=rotated_at,
            )
        signatures = [one.headers["webhook-signature"].split() for one in receiver.received]
        assert [len(each) for each in signatures] == [2, 1]
        for secret, count in ((old, 1), (new, 2)):
            taken = [one for one in receiver.received if _verifies(secret, one, line)]
            assert len(taken) == count


def _verifies(secret: str, received: Received, line: Line) -> bool:
    try:
        verify([secret], received.headers, received.body, now=line.clock(), tolerance_s=1e6)
    except DeliveryError:
        return False
    return True
