"""What the scheduler puts into a real broker, for rows of a real database."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis

from monitor.errors import BrokerError
from monitor.scale.broker import Broker, Queue, Task, make_app, queue_name
from monitor.scale.outbox_room import OutboxRoom
from monitor.scale.scheduler import (
    DELIVERIES_AT_ONCE,
    RESERVED_S,
    Scheduler,
    _delivery_messages,
    _feed_messages,
    _GivenBack,
)
from monitor.store import deliveries as delivery_rows
from monitor.store import visits as visit_rows
from monitor.store.visits import Reserved
from tests.support.daemon_process import wait_until
from tests.support.line import Line, open_line
from tests.support.outbox import fill
from tests.support.redis_server import RedisServer, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


@dataclass(frozen=True, kw_only=True)
class Room:
    """A line with one feed, and a broker that nobody takes anything from."""

    line: Line
    server: RedisServer
    broker: Broker

    def messages(self, queue: Queue) -> list[tuple[str, list[Any]]]:
        """What waits in a queue, the oldest first: tasks and their arguments."""
        with redis.Redis.from_url(self.server.url) as client:
            found = [json.loads(one) for one in client.lrange(queue_name(queue), 0, -1)]
        return [
            (one["headers"]["task"], json.loads(base64.b64decode(one["body"]))[0])
            for one in reversed(found)
        ]


@pytest.fixture
def room(tmp_path: Path, postgres_url: str) -> Iterator[Room]:
    with (
        RedisServer(tmp_path / "redis") as server,
        closing(Broker(make_app(server.url))) as broker,
        open_line(tmp_path / "line", database_url=postgres_url) as line,
    ):
        line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        line.workspace.write_endpoints({"desk": ("http://desk.example/", "whsec_" + "a" * 32)})
        line.load()
        yield Room(line=line, server=server, broker=broker)


def test_messages_hold_ids_and_a_name_and_nothing_else(room: Room) -> None:
    item_id = room.line.tell("Freedonia and Sylvania open harbour talks")
    scheduler = Scheduler(room.line.services, room.broker)
    scheduler.start()
    try:
        [(task, [name, feed_ids])] = wait_until(
            lambda: room.messages(Queue.POLL), timeout_s=60, what="a message for the feed"
        )
        assert (task, feed_ids) == (Task.POLL, [1])
        assert name.startswith("reserved-")
        wait_until(lambda: room.messages(Queue.MATCH), timeout_s=60, what="one for the item")
        assert room.messages(Queue.MATCH)[0] == (Task.MATCH, [[item_id]])
        wait_until(lambda: room.messages(Queue.GROUP), timeout_s=60, what="one for the stage")
        assert room.messages(Queue.GROUP) == [(Task.GROUP, [])]
        # Nobody took it: it is queued again in another name once it is not reserved any more.
        room.line.clock.advance(RESERVED_S)
        wait_until(lambda: len(room.messages(Queue.POLL)) > 1, timeout_s=60, what="one more")
        (_, again) = room.messages(Queue.POLL)[1]
        assert again[1] == [1]
        assert again[0] != name
    finally:
        scheduler.stop()


def test_a_scheduler_that_stands_by_puts_nothing_into_queues(room: Room) -> None:
    first = Scheduler(room.line.services, room.broker)
    first.start()
    try:
        assert first.leads
        wait_until(lambda: room.messages(Queue.POLL), timeout_s=60, what="a message")
        folder = room.line.workspace.folder / "other"
        with open_line(folder, database_url=room.line.workspace.database_url) as line:
            second = Scheduler(line.services, room.broker)
            second.start()
            try:
                assert not second.leads
                first.stop()
                second._lead()
                assert second.leads
            finally:
                second.stop()
    finally:
        first.stop()


def test_what_the_broker_does_not_take_is_given_back(room: Room) -> None:
    services = room.line.services
    with services.store.write() as session:
        reserved = visit_rows.reserve_due(
            session,
            now=services.clock(),
            owner="name",
            lease_s=RESERVED_S,
            limit=9,
            pace=services.limits.host_pace,
            failing_limit=9,
        )
    room.server.kill()
    with (
        pytest.raises(BrokerError, match="cannot be reached"),
        _GivenBack(services=services, name="name"),
    ):
        room.broker.put(Task.POLL, "name", list(reserved.sound))
    with services.store.read() as session:
        assert visit_rows.is_any_due(session, services.clock())


def test_an_endpoint_gets_more_only_when_none_of_it_is_in_hand(room: Room) -> None:
    line = room.line
    services = line.services
    fill(line, {"desk": 500})
    outbox = OutboxRoom(services)
    assert outbox.is_any_due()
    with services.store.write() as session:
        given = outbox.room(session, most=1000)
        assert 1 < given["desk"] < 500
        assert OutboxRoom(services).room(session, most=1) == {}
        reserved = delivery_rows.reserve_due(
            session, now=services.clock(), owner="name", lease_s=RESERVED_S, room=given
        )
        outbox.given(reserved)
        assert len(reserved["desk"]) == given["desk"]
        assert outbox.room(session, most=1000) == {}
        delivery_rows.release_deliveries(session, "name")
        # Now it may have more, as soon as its rate lets it.
        wait_until(lambda: outbox.room(session, most=1000), what="room")
        assert not outbox.failing("desk")


def test_sound_feeds_go_apart_from_those_that_fail() -> None:
    reserved = Reserved(sound=tuple(range(70)), failing=tuple(range(100, 110)))
    messages = _feed_messages(reserved)
    assert [len(one) for one in messages] == [32, 32, 6, 8, 2]
    assert [one for message in messages for one in message] == [*range(70), *range(100, 110)]


def test_an_endpoints_deliveries_are_never_parted() -> None:
    reserved = {
        "big": list(range(DELIVERIES_AT_ONCE + 5)),
        "small": [1000],
        "tiny": [1001, 1002],
        "ill": [1003],
    }
    messages = _delivery_messages(reserved, apart=lambda endpoint: endpoint == "ill")
    assert sorted(messages) == sorted([reserved["big"], [1000, 1001, 1002], [1003]])
    assert _delivery_messages({}, apart=lambda _: False) == []
