"""What the program does not see and cannot tell is told once: on both databases."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import yaml
from sqlalchemy import select, update
from sqlmodel import col

from monitor.alerts.signing import new_secret
from monitor.model import Alert, EndpointCondition
from monitor.pipeline.health import blindness, count
from monitor.pipeline.watch import watch
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store.endpoints import Results
from monitor.store.tables import FeedRow, ItemRow
from tests.support.line import Line

HOUR = 3600.0


@pytest.fixture
def seeing(any_desk: Line) -> Line:
    """Six feeds that were read a moment ago."""
    any_desk.workspace.write_feeds(
        {f"Outlet {n}": f"http://outlet-{n}.example/rss" for n in range(6)}
    )
    any_desk.load()
    read(any_desk, range(6))
    return any_desk


def change_feeds(line: Line, numbers: range, **values: object) -> None:
    urls = [f"http://outlet-{n}.example/rss" for n in numbers]
    with line.services.store.write() as session:
        session.execute(update(FeedRow).where(col(FeedRow.listed_url).in_(urls)).values(**values))


def read(line: Line, numbers: range) -> None:
    change_feeds(line, numbers, failures=0, last_success_at=line.clock(), last_reason=None)


def fail(line: Line, numbers: range) -> None:
    change_feeds(line, numbers, failures=4, last_reason="timeout")


def told(line: Line, seconds: float = 0.0, *, heartbeat_s: float = 0.0) -> list[Alert]:
    line.clock.advance(seconds)
    return list(watch(line.services.store, line.services.surroundings(), heartbeat_s=heartbeat_s))


def recipients(line: Line, alert: Alert) -> set[str]:
    with line.services.store.read() as session:
        found = delivery_rows.list_deliveries(session, limit=99, alert_ids=[alert.id])
    return {one.endpoint_id for one in found}


def test_a_failing_feed_is_told_once_and_so_is_its_recovery(seeing: Line) -> None:
    fail(seeing, range(1))
    assert told(seeing, HOUR - 1) == []
    [alert] = told(seeing, 1)
    assert (alert.type, recipients(seeing, alert)) == ("feed.failing", {"a", "b"})
    assert "Outlet 0 (http://outlet-0.example/rss): cannot be read for 1 h" in alert.reason.text
    data = json.loads(alert.body)["data"]
    assert (data["feeds"][0]["reason"], data["failing"], data["total"]) == ("timeout", 1, 6)
    assert told(seeing, 10 * HOUR) == []
    read(seeing, range(6))
    [back] = told(seeing)
    assert back.type == "feed.recovered"
    assert told(seeing, HOUR) == []


def test_what_fails_one_after_the_other_is_told_together(seeing: Line) -> None:
    fail(seeing, range(1))
    assert len(told(seeing, HOUR)) == 1
    fail(seeing, range(1, 2))
    assert told(seeing, 60) == []
    [alert] = told(seeing, 600)
    assert [one["outlet"] for one in json.loads(alert.body)["data"]["feeds"]] == ["Outlet 1"]


def test_blindness_is_one_message(seeing: Line) -> None:
    fail(seeing, range(4))
    [alert] = told(seeing, 600)
    data = json.loads(alert.body)["data"]
    assert (alert.type, alert.severity, data["blind"]) == ("feed.failing", "high", True)
    assert alert.reason.text.startswith("Blind: 4 of 6 feeds cannot be read.")
    assert told(seeing, 10 * HOUR) == []
    read(seeing, range(1, 6))
    [back] = told(seeing)
    assert (back.type, json.loads(back.body)["data"]["blind"]) == ("feed.recovered", True)
    # The one that still fails is now told of by itself.
    [left] = told(seeing, 1)
    assert "Outlet 0" in left.reason.text


def test_a_feed_that_falls_silent(seeing: Line) -> None:
    for _ in range(8):
        seeing.tell(f"Something at {seeing.clock()}")
        seeing.clock.advance(HOUR)
    with seeing.services.store.write() as session:
        feed_id = session.scalar(select(col(ItemRow.feed_id)).limit(1))
        last = seeing.clock() - timedelta(hours=1)
        session.execute(
            update(FeedRow).where(col(FeedRow.id) == feed_id).values(last_new_item_at=last)
        )
    seeing.clock.advance(22 * HOUR)
    read(seeing, range(6))
    assert told(seeing) == []
    seeing.clock.advance(HOUR)
    read(seeing, range(6))
    [alert] = told(seeing)
    assert (alert.type, alert.severity) == ("feed.silent", "low")
    assert told(seeing, HOUR) == []
    change_feeds(seeing, range(6), last_new_item_at=seeing.clock(), last_success_at=seeing.clock())
    [back] = told(seeing)
    assert back.type == "feed.recovered"


def note(line: Line, condition: EndpointCondition) -> None:
    with line.services.store.write() as session:
        results = Results(condition=condition, succeeded=not condition.failures, failed=False)
        endpoint_rows.note_results(session, {"a": results}, line.clock())


def test_a_failing_endpoint_is_told_through_the_others(seeing: Line) -> None:
    since = seeing.clock()
    note(seeing, EndpointCondition(failures=3, failing_since=since))
    assert told(seeing, HOUR - 1) == []
    [alert] = told(seeing, 1)
    assert (alert.type, recipients(seeing, alert)) == ("endpoint.failing", {"b"})
    assert "Endpoint a (a.example) has taken nothing for 1 h" in alert.reason.text
    assert told(seeing, HOUR) == []
    counts = count(seeing.services.store)
    assert counts.failing_endpoints == ("a",)
    assert blindness(counts)["endpoints"] == "nothing arrives, it is tried again: a"
    note(seeing, EndpointCondition())
    [back] = told(seeing)
    assert (back.type, recipients(seeing, back)) == ("endpoint.recovered", {"a", "b"})
    assert count(seeing.services.store).failing_endpoints == ()


def test_a_disabled_endpoint_is_told_at_once(seeing: Line) -> None:
    with seeing.services.store.write() as session:
        endpoint_rows.disable_endpoint(session, "a", "answered 410", seeing.clock())
    [alert] = told(seeing)
    assert "is disabled, and its alerts wait for a person: answered 410" in alert.reason.text
    problem = blindness(count(seeing.services.store))["endpoints"]
    assert problem == "disabled, their alerts wait: a"


def test_heartbeats_go_where_a_route_asks_for_them(seeing: Line) -> None:
    assert told(seeing, HOUR) == []
    [alert] = told(seeing, heartbeat_s=60)
    assert (alert.type, recipients(seeing, alert)) == ("monitor.heartbeat", set())
    endpoints = [
        {"id": name, "url": f"http://{name}.example/hook", "secret": new_secret(bytes(32))}
        for name in ("a", "b")
    ]
    routes = [{"to": ["a"]}, {"to": ["b"], "kinds": ["heartbeat"]}]
    seeing.workspace.write(
        "endpoints.yaml", yaml.safe_dump({"endpoints": endpoints, "routes": routes})
    )
    seeing.load()
    assert told(seeing, 59, heartbeat_s=60) == []
    [alert] = told(seeing, 1, heartbeat_s=60)
    assert recipients(seeing, alert) == {"b"}
    for _ in range(12):
        told(seeing, 60, heartbeat_s=60)
    with seeing.services.store.read() as session:
        assert 10 <= len(delivery_rows.list_deliveries(session, limit=99)) <= 12
