from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from monitor.errors import StoreError
from monitor.model import AlertKind, AlertReason, AlertState, Delivery, DeliveryState, ReasonCode
from monitor.store import Store, alerts, deliveries, endpoints
from monitor.store.endpoints import Listed
from tests.store.builders import NOW, add_development, after, make_alert


def test_an_alert_comes_with_a_delivery_for_each_endpoint(store: Store) -> None:
    with store.write() as session:
        endpoints.sync_endpoints(
            session, {"desk": Listed(host="desk.example"), "chat": Listed(host="chat.example")}, NOW
        )
        alert = make_alert(
            "msg_1",
            *add_development(session),
            kind=AlertKind.UPDATE,
            reason=AlertReason(code=ReasonCode.FIGURE_ROSE, text="More than before."),
            rule_ids=("a", "b"),
            body='{"a": "Genève 日本 \\u0000"}',
        )
        alerts.add_alert(session, alert, ["desk", "chat", "desk"])
    with store.read() as session:
        assert alerts.get_alert(session, "msg_1") == alert
        assert alerts.get_alert(session, "msg_2") is None
        found = {it.endpoint_id: it for it in deliveries.list_deliveries(session, limit=9)}
        assert set(found) == {"desk", "chat"}
        assert found["desk"] == Delivery(
            id=found["desk"].id,
            alert_id="msg_1",
            endpoint_id="desk",
            state=DeliveryState.PENDING,
            attempts=0,
            next_attempt_at=NOW,
            created_at=NOW,
            body=alert.body,
        )


def test_an_alert_for_nobody_is_stored(store: Store) -> None:
    with store.write() as session:
        alerts.add_alert(session, make_alert("msg_1", *add_development(session)), [])
        assert len(alerts.list_alerts(session, limit=1000)) == 1
        assert deliveries.list_deliveries(session, limit=9) == []


def test_an_endpoint_not_known_yet_loses_no_alert(store: Store) -> None:
    with store.write() as session:
        alerts.add_alert(session, make_alert("msg_1", *add_development(session)), ["new"])
        (unlisted,) = endpoints.list_endpoints(session)
        assert (unlisted.id, unlisted.listed) == ("new", False)
        (pending,) = deliveries.list_deliveries(session, limit=9)
        assert pending.state is DeliveryState.PENDING


def test_alert_and_deliveries_stand_or_fall_together(store: Store) -> None:
    with store.write() as session:
        told = add_development(session)
        alerts.add_alert(session, make_alert("msg_1", *told), ["desk"])

    def fail() -> None:
        with store.write() as session:
            alerts.add_alert(session, make_alert("msg_2", *told), ["desk"])
            alerts.add_alert(session, make_alert("msg_1", *told), ["desk"])

    with pytest.raises(StoreError, match=r"(?i)unique"):
        fail()
    with store.read() as session:
        assert [alert.id for alert in alerts.list_alerts(session, limit=9)] == ["msg_1"]
        assert len(deliveries.list_deliveries(session, limit=9)) == 1


def test_alerts_are_listed_latest_first(store: Store) -> None:
    with store.write() as session:
        one, two = add_development(session, "one"), add_development(session, "two")
        for number, told in enumerate((one, two, one)):
            alert = make_alert(f"msg_{number}", *told, created_at=after(minutes=number))
            alerts.add_alert(session, alert, [])
        assert [it.id for it in alerts.list_alerts(session, limit=2)] == ["msg_2", "msg_1"]
        found = alerts.list_alerts(session, limit=9, development_id=one[0])
        assert [it.id for it in found] == ["msg_2", "msg_0"]
        assert len(alerts.list_alerts(session, limit=1000)) == 3


def test_a_developments_alerts_are_found_without_reading_all_that_were_released(
    sqlite_store: Store,
) -> None:
    with sqlite_store.write() as session:
        development_id, item_id = add_development(session)
        alerts.add_alert(session, make_alert("msg_1", development_id, item_id), ["desk"])
    asked: list[tuple[str, Any]] = []
    with sqlite_store.read() as session:
        connection = session.connection()
        event.listen(
            connection,
            "before_cursor_execute",
            lambda _one, _two, statement, given, *_: asked.append((statement, given)),
        )
        for state in (AlertState.HELD, AlertState.RELEASED):
            alerts.list_alerts(session, limit=9, development_id=development_id, state=state)
        alerts.open_tellings(session, timedelta(hours=72))
        plans = [
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all())
            for statement, given in list(asked)
            if "FROM alert" in statement or "JOIN alert" in statement
        ]
    assert len(plans) == 3
    for plan in plans:
        assert "ix_alert_development_id" in plan
        assert "ix_alert_state" not in plan
        assert "SCAN alert" not in plan
