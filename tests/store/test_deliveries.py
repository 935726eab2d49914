from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from monitor.model import Attempt, AttemptReason, Delivery, DeliveryState
from monitor.store import Session, Store, alerts, deliveries, endpoints, open_store
from monitor.store.deliveries import LONGEST_WAIT, OutboxCounts, Outcome
from monitor.store.endpoints import Listed
from monitor.store.statements import CHUNK
from tests.store.builders import NOW, add_development, after, make_alert

ACCEPTED = Attempt(started_at=NOW, status=200, reason=None, latency_s=0.05, answer="ok")
REFUSED = Attempt(
    started_at=NOW,
    status=503,
    reason=AttemptReason.SERVER,
    latency_s=1.5,
    answer="busy\0",
    detail="Service Unavailable",
    retry_after="120",
)
DESK = ("desk",)


def add_deliveries(session: Session, count: int = 1, endpoint_ids: tuple[str, ...] = DESK) -> None:
    """Alerts msg_0, msg_1, … created a minute apart, each for the endpoints."""
    endpoints.sync_endpoints(session, dict.fromkeys(endpoint_ids, Listed(host="host.example")), NOW)
    told = add_development(session)
    for number in range(count):
        alert = make_alert(f"msg_{number}", *told, created_at=after(minutes=number))
        alerts.add_alert(session, alert, endpoint_ids)


def claim(
    session: Session, now: datetime = NOW, owner: str = "me", room: Mapping[str, int] | None = None
) -> list[Delivery]:
    return deliveries.claim_due(
        session, now=now, owner=owner, lease_s=60, room={"desk": 10} if room is None else room
    )


def add_queues(session: Session, **lengths: int) -> tuple[str, ...]:
    """Endpoints with so many deliveries each, all of the first endpoint due before the next's."""
    endpoints.sync_endpoints(session, dict.fromkeys(lengths, Listed(host="host.example")), NOW)
    told = add_development(session)
    made = 0
    for endpoint_id, length in lengths.items():
        for number in range(length):
            alert = make_alert(f"{endpoint_id}_{number}", *told, created_at=after(minutes=made))
            alerts.add_alert(session, alert, [endpoint_id])
            made += 1
    return tuple(lengths)


def record(
    session: Session,
    delivery_id: int,
    attempt: Attempt = ACCEPTED,
    state: DeliveryState = DeliveryState.DELIVERED,
    next_attempt_at: datetime | None = None,
    owner: str = "me",
) -> bool:
    outcome = Outcome(
        delivery_id=delivery_id, attempt=attempt, state=state, next_attempt_at=next_attempt_at
    )
    return deliveries.record_attempts(session, [outcome], owner=owner) == {delivery_id}


# ---------------------------------------------------------------- claiming


def test_due_deliveries_are_claimed_the_longest_due_first(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session, 4)
        assert claim(session, after(microseconds=-1)) == []
        first = claim(session, after(minutes=2), room={"desk": 2})
        assert [it.alert_id for it in first] == ["msg_0", "msg_1"]
        assert first[0].body == '{"type":"development.new"}'
        assert [it.alert_id for it in claim(session, after(minutes=2))] == ["msg_2"]
        assert claim(session, after(minutes=2)) == []


def test_only_listed_and_enabled_endpoints_are_served(store: Store) -> None:
    both = {"desk": 5, "chat": 5}
    with store.write() as session:
        add_deliveries(session, 1, tuple(both))
        assert claim(session, room={}) == []
        assert claim(session, room={"other": 5}) == []
        endpoints.disable_endpoint(session, "chat", "gone", NOW)
        assert [it.endpoint_id for it in claim(session, room=both)] == ["desk"]
        endpoints.enable_endpoint(session, "chat")
        assert [it.endpoint_id for it in claim(session, room=both)] == ["chat"]


def test_a_lease_ends_by_time_or_release(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session)
        assert len(claim(session, owner="one")) == 1
        assert claim(session, after(seconds=59), owner="two") == []
        assert len(claim(session, after(seconds=60), owner="two")) == 1
        assert deliveries.release_deliveries(session, "one") == 0
        assert deliveries.release_deliveries(session, "two") == 1
        assert len(claim(session, after(seconds=61), owner="three")) == 1


def test_a_long_queue_keeps_no_other_endpoint_waiting(store: Store) -> None:
    with store.write() as session:
        add_queues(session, busy=9, calm=2, rare=1)
        room = {"busy": 3, "calm": 3, "rare": 3}
        taken = claim(session, after(hours=1), room=room)
        expected = ["busy_0", "calm_0", "rare_0", "busy_1", "calm_1", "busy_2"]
        assert [it.alert_id for it in taken] == expected


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        ({"busy": 1, "calm": 5}, ["busy_0", "calm_0", "calm_1"]),
        ({"busy": 2, "calm": 1}, ["busy_0", "calm_0", "busy_1"]),
        ({"busy": 0, "calm": 1}, ["calm_0"]),
        ({"busy": -1, "calm": 0}, []),
        ({"busy": 3}, ["busy_0", "busy_1", "busy_2"]),
        ({"other": 1}, []),
        ({}, []),
    ],
)
def test_an_endpoint_gets_no_more_than_it_has_room_for(
    store: Store, room: dict[str, int], expected: list[str]
) -> None:
    with store.write() as session:
        add_queues(session, busy=9, calm=2)
        taken = claim(session, after(hours=1), room=room)
        assert [it.alert_id for it in taken] == expected
        rest = claim(session, after(hours=1), "rest", room={"busy": 99, "calm": 99})
        assert len(rest) == 11 - len(expected)


def test_more_deliveries_than_one_statement_takes_are_claimed_in_turns(store: Store) -> None:
    with store.write() as session:
        add_queues(session, busy=CHUNK, calm=2)
        taken = claim(session, after(days=1), room={"busy": CHUNK, "calm": 9})
        assert [it.alert_id for it in taken[:4]] == ["busy_0", "calm_0", "busy_1", "calm_1"]
        assert len({it.id for it in taken}) == CHUNK + 2


def test_what_is_due_impossibly_late_is_brought_forward(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session)
        (mine,) = claim(session)
        record(session, mine.id, REFUSED, DeliveryState.PENDING, NOW + LONGEST_WAIT)
        assert deliveries.bring_forward(session, NOW) == 0
        # The clock was a microsecond ahead when that was written.
        assert deliveries.bring_forward(session, after(microseconds=-1)) == 1
        assert len(claim(session, after(microseconds=-1))) == 1
        # Taken by a clock of next week: its lease ends within the longest wait, or does not count.
        deliveries.release_deliveries(session, "me")
        assert len(claim(session, after(days=7), "ahead")) == 1
        assert claim(session, after(days=7, seconds=60) - LONGEST_WAIT) == []
        assert len(claim(session, after(microseconds=-1))) == 1


def test_whether_anything_is_due_for_an_endpoint_that_is_served(store: Store) -> None:
    with store.write() as session:
        assert not deliveries.any_due(session, NOW)
        add_deliveries(session)
        assert not deliveries.any_due(session, after(microseconds=-1))
        assert deliveries.any_due(session, NOW)
        (mine,) = claim(session)
        assert not deliveries.any_due(session, NOW)
        deliveries.release(session, [mine.id], owner="somebody else")
        assert not deliveries.any_due(session, NOW)
        deliveries.release(session, [mine.id], owner="me")
        assert deliveries.any_due(session, NOW)
        endpoints.disable_endpoint(session, "desk", "gone", NOW)
        assert not deliveries.any_due(session, NOW)


def test_many_attempts_are_recorded_at_once(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session, 3)
        mine = claim(session, after(hours=1))
        outcomes = [
            Outcome(
                delivery_id=one.id,
                attempt=attempt,
                state=DeliveryState.PENDING if attempt.reason else DeliveryState.DELIVERED,
                next_attempt_at=after(hours=2) if attempt.reason else None,
            )
            for one, attempt in zip(mine, (ACCEPTED, REFUSED, ACCEPTED), strict=True)
        ]
        deliveries.release(session, [mine[2].id], owner="me")
        recorded = deliveries.record_attempts(session, outcomes, owner="me")
        assert recorded == {mine[0].id, mine[1].id}
        states = [deliveries.get_delivery(session, one.id) for one in mine]
        assert [(one.state, one.attempts) for one in states if one] == [
            (DeliveryState.DELIVERED, 1),
            (DeliveryState.PENDING, 1),
            (DeliveryState.PENDING, 0),
        ]
        assert deliveries.attempts_of(session, mine[1].id)[0].status == 503


def test_threads_never_claim_the_same_delivery(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session, 40)
    claimed: list[int] = []
    start = threading.Barrier(5)

    def work(owner: str) -> None:
        start.wait(10)
        while True:
            with store.write() as session:
                mine = claim(session, after(hours=1), owner=owner, room={"desk": 3})
            claimed.extend(it.id for it in mine)
            if not mine:
                return

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 40
    assert len(set(claimed)) == 40


def test_postgres_passes_over_rows_that_another_is_claiming(postgres_url: str) -> None:
    with closing(open_store(postgres_url)) as store:
        with store.write() as session:
            add_deliveries(session, 2)
        with store.write() as one, store.write() as two:
            assert [it.alert_id for it in claim(one, after(hours=1), "one", {"desk": 1})] == [
                "msg_0"
            ]
            assert [it.alert_id for it in claim(two, after(hours=1), "two", {"desk": 1})] == [
                "msg_1"
            ]


def test_postgres_takes_the_next_turn_where_another_is_claiming_the_first(
    postgres_url: str,
) -> None:
    with closing(open_store(postgres_url)) as store:
        with store.write() as session:
            add_queues(session, busy=3, calm=3)
        now = after(hours=1)
        with store.write() as one, store.write() as two:
            first = claim(one, now, "one", {"busy": 1, "calm": 1})
            second = claim(two, now, "two", {"busy": 1, "calm": 3})
        assert [it.alert_id for it in first] == ["busy_0", "calm_0"]
        assert [it.alert_id for it in second] == ["busy_1", "calm_1", "calm_2"]


# ---------------------------------------------------------------- attempts


def test_an_accepted_delivery_ends(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session)
        (mine,) = claim(session)
        assert record(session, mine.id)
        found = deliveries.get_delivery(session, mine.id)
        assert found is not None
        assert (found.state, found.attempts) == (DeliveryState.DELIVERED, 1)
        assert (found.next_attempt_at, found.last_reason) == (None, None)
        assert deliveries.attempts_of(session, mine.id) == [ACCEPTED]
        assert claim(session, after(days=9)) == []
        assert deliveries.get_delivery(session, 4711) is None


def test_a_refused_delivery_is_due_again_later(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session)
        (mine,) = claim(session)
        retry_at = after(minutes=5)
        assert record(session, mine.id, REFUSED, DeliveryState.PENDING, retry_at)
        assert claim(session, after(minutes=4)) == []
        (again,) = claim(session, retry_at)
        assert (again.attempts, again.last_reason) == (1, AttemptReason.SERVER)
        assert again.alert_id == mine.alert_id
        assert record(session, mine.id, REFUSED, DeliveryState.DEAD)
        (attempt, _) = deliveries.attempts_of(session, mine.id)
        assert (attempt.status, attempt.retry_after, attempt.answer) == (503, "120", "busy")


def test_a_lost_lease_records_nothing(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session)
        (mine,) = claim(session, owner="slow")
        claim(session, after(minutes=2), owner="quick")
        before = deliveries.get_delivery(session, mine.id)
        assert not record(session, mine.id, owner="slow")
        assert deliveries.get_delivery(session, mine.id) == before
        assert deliveries.attempts_of(session, mine.id) == []
        assert record(session, mine.id, owner="quick")
        assert not record(session, mine.id, owner="quick")
        assert not record(session, 4711)
        assert len(deliveries.attempts_of(session, mine.id)) == 1


def test_a_lease_that_ran_out_but_is_still_ours_counts(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session)
        (mine,) = claim(session)
        assert claim(session, after(seconds=10)) == []
        assert record(session, mine.id)


# ---------------------------------------------------------------- replay


@pytest.mark.parametrize("state", [DeliveryState.DEAD, DeliveryState.DELIVERED])
def test_an_ended_delivery_is_replayed_with_its_id_and_history(
    store: Store, state: DeliveryState
) -> None:
    with store.write() as session:
        add_deliveries(session)
        (mine,) = claim(session)
        assert not deliveries.replay_delivery(session, mine.id, NOW)
        record(session, mine.id, REFUSED, state)
        assert deliveries.replay_delivery(session, mine.id, after(days=1))
        assert not deliveries.replay_delivery(session, mine.id, after(days=1))
        assert claim(session, after(hours=23)) == []
        (again,) = claim(session, after(days=1))
        assert (again.id, again.alert_id, again.attempts) == (mine.id, "msg_0", 0)
        assert again.last_reason is None
        record(session, mine.id)
        assert len(deliveries.attempts_of(session, mine.id)) == 2
        assert not deliveries.replay_delivery(session, 4711, NOW)


def test_dead_deliveries_of_a_time_are_replayed(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session, 5)
        for mine in claim(session, after(hours=1)):
            ended = mine.alert_id != "msg_2"
            record(session, mine.id, state=DeliveryState.DEAD if ended else DeliveryState.DELIVERED)
        count = deliveries.replay_dead(
            session, since=after(minutes=1), until=after(minutes=3), now=after(hours=2)
        )
        assert count == 2
        found = claim(session, after(hours=2))
        assert [it.alert_id for it in found] == ["msg_1", "msg_3"]


def test_dead_deliveries_of_one_endpoint_are_replayed(store: Store) -> None:
    with store.write() as session:
        both = {"desk": 5, "chat": 5}
        add_deliveries(session, 2, tuple(both))
        for mine in claim(session, after(hours=1), room=both):
            record(session, mine.id, state=DeliveryState.DEAD)
        now = after(hours=2)
        count = deliveries.replay_dead(session, since=NOW, until=now, now=now, endpoint_id="chat")
        assert count == 2
        assert {it.endpoint_id for it in claim(session, now, room=both)} == {"chat"}


# ---------------------------------------------------------------- summaries


def test_listing_by_state_and_endpoint(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session, 2, ("desk", "chat"))
        (mine,) = claim(session, room={"desk": 1})
        record(session, mine.id)
        listed = deliveries.list_deliveries(session, limit=9)
        assert [it.alert_id for it in listed] == ["msg_1", "msg_1", "msg_0", "msg_0"]
        assert len(deliveries.list_deliveries(session, limit=3)) == 3
        delivered = deliveries.list_deliveries(session, limit=9, state=DeliveryState.DELIVERED)
        assert [it.id for it in delivered] == [mine.id]
        found = deliveries.list_deliveries(
            session, limit=9, state=DeliveryState.PENDING, endpoint_id="desk"
        )
        assert [(it.alert_id, it.endpoint_id) for it in found] == [("msg_1", "desk")]


def test_counts_and_next_due(store: Store) -> None:
    with store.write() as session:
        empty = OutboxCounts(pending=0, waiting=0, delivered=0, dead=0, oldest_due_at=None)
        assert deliveries.count_deliveries(session) == empty
        assert deliveries.next_due_at(session) is None
        add_deliveries(session, 4)
        one, two = claim(session, after(minutes=1))
        assert deliveries.next_due_at(session) == NOW  # In hand is due until it is recorded.
        record(session, one.id)
        record(session, two.id, REFUSED, DeliveryState.DEAD)
        assert deliveries.count_deliveries(session) == OutboxCounts(
            pending=2, waiting=0, delivered=1, dead=1, oldest_due_at=after(minutes=2)
        )
        assert deliveries.next_due_at(session) == after(minutes=2)


def test_what_waits_for_a_person_is_not_due(store: Store) -> None:
    with store.write() as session:
        add_deliveries(session)
        endpoints.disable_endpoint(session, "desk", "gone", NOW)
        assert deliveries.next_due_at(session) is None
        endpoints.enable_endpoint(session, "desk")
        assert deliveries.next_due_at(session) == NOW
        endpoints.sync_endpoints(session, {}, NOW)
        assert deliveries.next_due_at(session) is None


def test_what_waits_for_a_person_is_counted_apart(store: Store) -> None:
    def counts() -> tuple[int, int, int, datetime | None]:
        found = deliveries.count_deliveries(session)
        return found.pending, found.waiting, found.dead, found.oldest_due_at

    with store.write() as session:
        desk_and_chat = add_queues(session, desk=2, chat=3)
        (mine,) = claim(session, room={"desk": 1})
        record(session, mine.id, REFUSED, DeliveryState.DEAD)
        assert counts() == (4, 0, 1, after(minutes=1))
        endpoints.disable_endpoint(session, "desk", "gone", NOW)
        assert counts() == (3, 1, 1, after(minutes=2))
        endpoints.sync_endpoints(session, {"desk": Listed(host="host.example")}, NOW)
        assert counts() == (0, 4, 1, None)
        endpoints.enable_endpoint(session, "desk")
        assert counts() == (1, 3, 1, after(minutes=1))
        endpoints.sync_endpoints(
            session, dict.fromkeys(desk_and_chat, Listed(host="host.example")), NOW
        )
        assert counts() == (4, 0, 1, after(minutes=1))


def test_reserved_deliveries_are_taken_once_by_whoever_knows_the_name(store: Store) -> None:
    now = after(minutes=3)  # all three are due

    def take(session: Session, ids: list[int], reserved_by: str, owner: str) -> list[int]:
        taken = deliveries.take_reserved(
            session, ids, reserved_by=reserved_by, owner=owner, now=now, lease_s=45
        )
        return [one.id for one in taken]

    with store.write() as session:
        add_deliveries(session, 3)
        assert deliveries.endpoints_due(session, now) == ["desk"]
        reserved = deliveries.reserve_due(
            session, now=now, owner="name", lease_s=20, room={"desk": 2, "nobody": 5}
        )
        ids = reserved["desk"]
        assert (list(reserved), len(ids)) == (["desk"], 2)
        assert deliveries.in_hand(session, now) == {"desk": 2}
        assert deliveries.in_hand(session, now + timedelta(seconds=20)) == {}
        assert len(claim(session, now)) == 1  # the third
        assert deliveries.endpoints_due(session, now) == []
        assert take(session, ids, "guessed", "taker") == []
        assert take(session, ids, "name", "taker") == ids
        assert take(session, ids, "name", "somebody else") == []
        assert deliveries.release_deliveries(session, "taker") == 2
