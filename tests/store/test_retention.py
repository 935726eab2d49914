from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from monitor.model import (
    AlertState,
    Attempt,
    DeliveryState,
    DevelopmentState,
    EndpointHold,
    HoldReason,
)
from monitor.pipeline.retention import Keep, Pruned, prune_step
from monitor.store import Session, Store, alerts, deliveries, endpoints, holds, items, retention
from monitor.store.deliveries import Outcome
from monitor.store.endpoints import Listed
from monitor.store.tables import (
    AlertRow,
    AttemptRow,
    DecisionRow,
    DeliveryRow,
    DevelopmentRow,
    HitRow,
    ItemKeyRow,
    ItemRow,
    MeetingRow,
    RetiredKeyRow,
    Row,
)
from tests.store.builders import NOW, add_development, add_item, after, guid, make_alert, make_item

KEEP = Keep(items=30, developments=100, keys=400)
LATER = after(days=101)


def count(session: Session, row: type[Row]) -> int:
    return session.scalar(select(func.count()).select_from(row)) or 0


def close(session: Session, development_id: int, state: str = DevelopmentState.CLOSED) -> None:
    where = col(DevelopmentRow.id) == development_id
    session.execute(update(DevelopmentRow).where(where).values(state=state))
    session.execute(update(ItemRow).values(matched_revision="r1", grouping_due=False))


def tell(session: Session, *, send: bool = True) -> tuple[int, int]:
    """A closed development with one alert to the desk, sent or still to be sent."""
    endpoints.sync_endpoints(session, {"desk": Listed(host="host.example")}, NOW)
    told = add_development(session)
    alerts.add_alert(session, make_alert("msg_1", *told), ["desk"])
    if send:
        [one] = deliveries.claim_due(session, now=NOW, owner="me", lease_s=60, room={"desk": 1})
        attempt = Attempt(started_at=NOW, status=200, reason=None, latency_s=0.1)
        outcome = Outcome(
            delivery_id=one.id, attempt=attempt, state=DeliveryState.DELIVERED, next_attempt_at=None
        )
        deliveries.record_attempts(session, [outcome], owner="me")
    close(session, told[0])
    return told


def prune(store: Store, **days: int) -> Pruned:
    pruned = Pruned()
    while not pruned.done:
        pruned = prune_step(store, KEEP, pruned, now=after(**days) if days else LATER)
    return pruned


def test_a_closed_development_goes_with_all_that_belongs_to_it(store: Store) -> None:
    with store.write() as session:
        tell(session)
    pruned = prune(store)
    assert (pruned.developments, pruned.items) == (1, 1)
    with store.read() as session:
        kinds = (DevelopmentRow, DecisionRow, AlertRow, DeliveryRow, AttemptRow, ItemRow, HitRow)
        assert [count(session, row) for row in kinds] == [0] * len(kinds)
        assert (count(session, ItemKeyRow), count(session, RetiredKeyRow)) == (0, 1)


def test_a_pending_delivery_keeps_all_it_needs(store: Store) -> None:
    with store.write() as session:
        tell(session, send=False)
    assert prune(store) == Pruned(done=True)
    with store.write() as session:
        [one] = deliveries.claim_due(session, now=LATER, owner="me", lease_s=60, room={"desk": 1})
    assert one.alert_id == "msg_1"


def test_a_delivery_to_be_replayed_is_pending_again_and_kept(store: Store) -> None:
    with store.write() as session:
        tell(session)
        session.execute(update(DeliveryRow).values(state=DeliveryState.DEAD))
        assert deliveries.replay_delivery(session, 1, NOW)
    assert prune(store).developments == 0


def test_what_is_held_is_kept(store: Store) -> None:
    with store.write() as session:
        tell(session)
        session.execute(update(AlertRow).values(state=AlertState.HELD))
    assert prune(store).developments == 0


def test_what_waits_for_a_digest_is_kept(store: Store) -> None:
    with store.write() as session:
        tell(session)
        hold = EndpointHold(
            alert_id="msg_1",
            endpoint_id="desk",
            why=HoldReason.DIGEST,
            text="its daily digest",
            until=after(days=200),
            digest_over=1,
            created_at=NOW,
        )
        holds.add_holds(session, [hold])
    assert prune(store).developments == 0


@pytest.mark.parametrize("state", [DevelopmentState.OPEN, DevelopmentState.QUIET])
def test_what_is_not_closed_is_kept_however_old(store: Store, state: DevelopmentState) -> None:
    with store.write() as session:
        close(session, tell(session)[0], state)
    assert prune(store, days=4000).developments == 0
    with store.read() as session:
        assert (count(session, ItemRow), count(session, AlertRow)) == (1, 1)


def test_what_a_meeting_follows_is_kept(store: Store) -> None:
    with store.write() as session:
        development_id, _ = tell(session)
        session.add(
            MeetingRow(
                id="geneva",
                title="Geneva",
                participants=[],
                place="",
                place_aliases=[],
                words=[],
                topic="",
                status="expected",
                listed=True,
                live_development_id=development_id,
                live_status=None,
                live_status_at=None,
                first_day=None,
                last_day=None,
            )
        )
    assert prune(store).developments == 0


def test_a_recent_development_keeps_its_old_items(store: Store) -> None:
    with store.write() as session:
        tell(session)
        add_item(session, "loose")
        session.execute(update(ItemRow).values(matched_revision="r1"))
    pruned = prune(store, days=50)
    assert (pruned.developments, pruned.items) == (0, 1)


def test_an_item_that_waits_is_kept(store: Store) -> None:
    with store.write() as session:
        unjudged = add_item(session, "unjudged").id
        ungrouped = add_item(session, "ungrouped").id
        add_item(session, "free")
        where = col(ItemRow.id) != unjudged
        session.execute(update(ItemRow).where(where).values(matched_revision="r1"))
        where = col(ItemRow.id) == ungrouped
        session.execute(update(ItemRow).where(where).values(grouping_due=True))
    assert prune(store).items == 1
    with store.read() as session:
        assert set(session.scalars(select(col(ItemRow.id)))) == {unjudged, ungrouped}


def test_more_than_a_step_goes_in_steps(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.pipeline.retention.STEP", 3)
    with store.write() as session:
        for number in range(10):
            add_item(session, f"n{number}")
        session.execute(update(ItemRow).values(matched_revision="r1"))
    first = prune_step(store, KEEP, Pruned(), now=LATER)
    assert (first.items, first.done) == (3, False)
    assert prune(store).items == 7


def test_zero_days_are_for_good(store: Store) -> None:
    with store.write() as session:
        tell(session)
        add_item(session, "loose")
        session.execute(update(ItemRow).values(matched_revision="r1"))
    keep = Keep(items=0, developments=0, keys=0)
    assert prune_step(store, keep, Pruned(), now=after(days=20_000)) == Pruned(done=True)


def test_an_item_let_go_of_is_known_until_its_keys_are_forgotten(store: Store) -> None:
    with store.write() as session:
        add_item(session, "old", keys=(guid("old"), guid("same title")))
        session.execute(update(ItemRow).values(matched_revision="r1"))
    prune(store)
    again = make_item("old", keys=(guid("old"), guid("same title")))
    reused = make_item("new", keys=(guid("old"), guid("another title")))
    fresh = make_item("fresh")
    with store.read() as session:
        assert retention.let_go(session, [fresh, again, reused]) == {1}
        assert retention.let_go(session, [fresh, make_item("keyless", keys=())]) == set()
    gone = LATER + timedelta(days=401)
    assert prune_step(store, KEEP, Pruned(), now=gone).keys == 2
    with store.read() as session:
        assert retention.let_go(session, [again]) == set()
    with store.write() as session:
        feed_id = add_item(session, "other").feed_id
        assert items.insert_items(session, [(again, False)], feed_id=feed_id, now=gone)
