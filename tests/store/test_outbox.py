from __future__ import annotations

from sqlalchemy import text

from monitor.model import AlertState, Attempt, AttemptReason, DeliveryState
from monitor.store import Session, Store, alerts, deliveries, outbox
from monitor.store.deliveries import Outcome
from tests.store.builders import NOW, add_development, after, make_alert

ENDPOINTS = ("desk", "pager")


def add_alerts(session: Session, count: int, *, name: str = "one") -> None:
    """Alerts a minute apart, each with a delivery for both endpoints."""
    development_id, item_id = add_development(session, name)
    for number in range(count):
        alert = make_alert(
            f"{name}{number}", development_id, item_id, created_at=after(minutes=number)
        )
        alerts.add_alert(session, alert, ENDPOINTS)


def end(session: Session, delivery_id: int, reason: AttemptReason | None, latency_s: float) -> None:
    deliveries.claim_due(
        session, now=after(hours=1), owner="me", lease_s=9, room=dict.fromkeys(ENDPOINTS, 99)
    )
    attempt = Attempt(started_at=after(hours=1), status=200, reason=reason, latency_s=latency_s)
    state = DeliveryState.DELIVERED if reason is None else DeliveryState.DEAD
    outcome = Outcome(delivery_id=delivery_id, attempt=attempt, state=state, next_attempt_at=None)
    assert deliveries.record_attempts(session, [outcome], owner="me") == {delivery_id}


def test_deliveries_are_read_page_by_page(store: Store) -> None:
    with store.write() as session:
        add_alerts(session, 3)
        first = outbox.list_delivery_lines(session, limit=4)
        rest = outbox.list_delivery_lines(session, limit=4, before=first[-1].id)
        assert [one.id for one in first + rest] == [6, 5, 4, 3, 2, 1]
        assert (first[0].alert_id, first[0].title) == ("one2", "Freedonia talks one")
        mine = outbox.list_delivery_lines(session, limit=9, endpoint_id="pager", alert_id="one1")
        assert [(one.endpoint_id, one.alert_id) for one in mine] == [("pager", "one1")]


def test_ended_ones_are_found_and_what_waits_is_counted(store: Store) -> None:
    with store.write() as session:
        add_alerts(session, 3)
        end(session, 1, AttemptReason.SERVER, 0.5)
        end(session, 3, None, 0.1)
        dead = outbox.list_delivery_lines(session, limit=9, state=DeliveryState.DEAD)
        assert [(one.id, one.last_reason) for one in dead] == [(1, AttemptReason.SERVER)]
        queue = outbox.queue_of(session, "desk")
        assert (queue.depth, queue.oldest_due_at) == (1, after(minutes=2))
        assert outbox.queue_of(session, "nobody").depth == 0
        tries = outbox.tries_of(session, "desk", since=NOW, deliveries=100)
        assert (tries.count, tries.accepted, tries.latencies_s) == (2, 1, (0.1, 0.5))
        none = outbox.tries_of(session, "desk", since=after(hours=2), deliveries=100)
        assert none.count == 0


def test_alerts_not_sent_are_read_page_by_page(store: Store) -> None:
    with store.write() as session:
        add_alerts(session, 5)
        for number, state in ((0, AlertState.MUTED), (2, AlertState.FOLDED), (3, AlertState.MUTED)):
            alerts.settle_alert(session, f"one{number}", state, "why", NOW)
        states = (AlertState.MUTED, AlertState.FOLDED)
        first = outbox.list_unsent(session, limit=2, states=states)
        assert [one.id for one in first] == ["one3", "one2"]
        before = (first[-1].created_at, first[-1].id)
        rest = outbox.list_unsent(session, limit=2, states=states, before=before)
        assert [one.id for one in rest] == ["one0"]


def test_lists_are_read_from_indexes(sqlite_store: Store) -> None:
    wanted = {
        "SELECT id FROM delivery WHERE endpoint_id = 'e' AND id < 9 ORDER BY id DESC LIMIT 5":
            "ix_delivery_endpoint_id_id",
        "SELECT id FROM delivery WHERE state = 'dead' AND id < 9 ORDER BY id DESC LIMIT 5":
            "ix_delivery_state_id",
        "SELECT id FROM alert WHERE state = 'muted' ORDER BY created_at DESC, id DESC LIMIT 5":
            "ix_alert_state_created_at",
        "SELECT development_id FROM meeting_development WHERE meeting_id = 'm' "
        "ORDER BY told_at DESC, development_id DESC LIMIT 5":
            "ix_meeting_development_meeting_id_told_at",
    }  # fmt: skip
    with sqlite_store.read() as session:
        for query, index in wanted.items():
            plan = session.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
            assert index in str(plan), plan
            assert "TEMP B-TREE FOR ORDER BY" not in str(plan), plan
