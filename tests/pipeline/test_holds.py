"""Digests and quiet hours of routes: on both databases, with a clock that the test moves."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.digest import build_digest_body
from monitor.alerts.payload_model import MAX_BODY_BYTES
from monitor.alerts.signing import new_secret
from monitor.model import Delivery, HoldReason, NoticeCode, Oddity
from monitor.pipeline.evaluate import evaluate
from monitor.pipeline.health import count
from monitor.pipeline.watch import watch
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import holds as hold_rows
from monitor.store import notices as notice_rows
from monitor.store import open_store
from monitor.store.copying import copy_all
from monitor.wiring import open_services
from tests.support.daemon_process import RULES
from tests.support.line import Line, rules_with

PLACES = (
    "Portville harbour", "Strelsau railway", "Zenda castle", "Elbonia customs", "Klopstokia dam",
    "Brobding airfield", "Lilliput fishery", "Laputa observatory",
)  # fmt: skip


def routed(line: Line, *routes: dict[str, Any], severity: str = "low") -> Line:
    endpoints = [
        {"id": name, "url": f"http://{name}.example/hook", "secret": new_secret(bytes(32))}
        for name in ("a", "b")
    ]
    # JSON is YAML too; a dump of YAML would put anchors where a value stands twice.
    text = json.dumps({"endpoints": endpoints, "routes": list(routes)})
    line.workspace.write("endpoints.yaml", text)
    line.workspace.write_rules(rules_with(severity=severity))
    line.load()
    return line


def tell(line: Line, count: int) -> None:
    for number in range(count):
        line.tell(f"Freedonia talks on {PLACES[number]}")
    line.evaluate()


def deliveries(line: Line, endpoint: str) -> list[Delivery]:
    line.evaluate()
    with line.services.store.read() as session:
        return delivery_rows.list_deliveries(session, limit=99, endpoint_id=endpoint)


def test_a_digest_is_one_message_and_the_others_are_told_at_once(any_desk: Line) -> None:
    routed(any_desk, {"to": ["a"], "digest": {"every": "hourly"}}, {"to": ["b"]})
    any_desk.clock.set(datetime(2026, 3, 2, 8, 20, tzinfo=UTC))
    tell(any_desk, 3)
    assert (len(deliveries(any_desk, "a")), len(deliveries(any_desk, "b"))) == (0, 3)
    any_desk.clock.set(datetime(2026, 3, 2, 8, 59, 59, tzinfo=UTC))
    assert deliveries(any_desk, "a") == []
    assert count(any_desk.services.store).gathered == 3
    any_desk.clock.set(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    [digest] = deliveries(any_desk, "a")
    data = json.loads(digest.body)["data"]
    assert (data["count"], len(data["alerts"]), data["left_out"]) == (3, 3, 0)
    assert {one["title"] for one in data["alerts"]} == {
        f"Freedonia talks on {place}" for place in PLACES[:3]
    }
    with any_desk.services.store.read() as session:
        held = hold_rows.holds_of(session, [one["id"] for one in data["alerts"]])
    assert {one.into_id for one in held} == {digest.alert_id}
    any_desk.clock.advance(7200)
    assert len(deliveries(any_desk, "a")) == 1


def test_a_restored_database_makes_a_digest_again_under_its_id(
    desk: Line, tmp_path: Path, sqlite_template: Path
) -> None:
    routed(desk, {"to": ["a"], "digest": {"every": "daily", "at": "09:00"}})
    desk.clock.set(datetime(2026, 3, 2, 8, 20, tzinfo=UTC))
    tell(desk, 2)
    shutil.copyfile(sqlite_template, tmp_path / "saved.db")
    with closing(open_store(f"sqlite:///{tmp_path / 'saved.db'}")) as saved:
        copy_all(desk.services.store, saved)
        desk.clock.set(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
        [digest] = deliveries(desk, "a")
        desk.clock.advance(3600)
        evaluate(saved, desk.services.surroundings())
        with saved.read() as session:
            found = {one.alert_id for one in delivery_rows.list_deliveries(session, limit=9)}
    assert found == {digest.alert_id}


NIGHT = {"start": "22:00", "end": "07:00", "zone": "Europe/Vienna", "digest_over": 2}


@pytest.mark.parametrize(("count", "messages"), [(2, 2), (3, 1)])
def test_what_quiet_hours_held_comes_at_their_end(
    any_desk: Line, count: int, messages: int
) -> None:
    routed(any_desk, {"to": ["a"], "quiet": NIGHT})
    any_desk.clock.set(datetime(2026, 3, 28, 22, 0, tzinfo=UTC))  # summer time begins that night
    tell(any_desk, count)
    any_desk.clock.set(datetime(2026, 3, 29, 4, 59, 59, tzinfo=UTC))
    assert deliveries(any_desk, "a") == []
    any_desk.clock.set(datetime(2026, 3, 29, 5, 0, tzinfo=UTC))
    found = deliveries(any_desk, "a")
    assert len(found) == messages
    assert all(one.next_attempt_at == any_desk.clock() for one in found)


def test_a_restart_in_the_wait_loses_nothing_and_tells_once(any_desk: Line) -> None:
    routed(any_desk, {"to": ["a"], "digest": {"every": "daily", "at": "08:00"}})
    any_desk.clock.set(datetime(2026, 3, 2, 8, 20, tzinfo=UTC))
    tell(any_desk, 2)
    settings = any_desk.services.settings
    any_desk.clock.set(datetime(2026, 3, 3, 9, 0, tzinfo=UTC))
    with (
        open_services(settings, environ=os.environ, clock=any_desk.clock) as one,
        open_services(settings, environ=os.environ, clock=any_desk.clock) as other,
    ):
        for services in (one, other):
            for _ in range(2):  # a change counts once two looks see the same files
                services.rules.reload(services.store, now=any_desk.clock())
        ended = [evaluate(each.store, each.surroundings()).ended for each in (one, other, one)]
    assert ended == [2, 0, 0]
    [digest] = deliveries(any_desk, "a")
    assert json.loads(digest.body)["data"]["count"] == 2


def test_a_clock_set_back_does_not_stretch_the_wait(any_desk: Line) -> None:
    routed(any_desk, {"to": ["a"], "digest": {"every": "hourly"}})
    any_desk.clock.set(datetime(2026, 3, 2, 8, 20, tzinfo=UTC))
    tell(any_desk, 1)
    any_desk.clock.set(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
    assert len(deliveries(any_desk, "a")) == 1


def test_a_failure_of_ours_sends_each_by_itself(
    any_desk: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("defect")

    monkeypatch.setattr("monitor.pipeline.holds.build_digest_body", fail)
    routed(any_desk, {"to": ["a"], "digest": {"every": "hourly"}})
    tell(any_desk, 2)
    any_desk.clock.advance(3600)
    assert {json.loads(one.body)["type"] for one in deliveries(any_desk, "a")} == {
        "development.new"
    }
    assert len(deliveries(any_desk, "a")) == 2


def test_who_waits_for_a_development_is_not_told_of_it_anew(any_desk: Line) -> None:
    routed(any_desk, {"to": ["a"], "digest": {"every": "hourly"}})
    rule = {**RULES["rules"][0], "severity": "low"}
    other = {"id": "portville", "title": "Portville", "severity": "low", "match": "envoys"}
    any_desk.workspace.write_rules({"rules": [rule, other]})
    any_desk.load()
    any_desk.tell("Freedonia and Sylvania open harbour talks in Portville")
    any_desk.evaluate()
    any_desk.tell(
        "Harbour talks between Freedonia and Sylvania under way, first envoys reach Portville",
        outlet="Gazette",
    )
    assert deliveries(any_desk, "a") == []
    any_desk.clock.advance(3600)
    [digest] = deliveries(any_desk, "a")
    assert json.loads(digest.body)["data"]["count"] == 1


def test_what_the_monitor_tells_of_itself_waits_too_but_for_heartbeats(any_desk: Line) -> None:
    quiet = {**NIGHT, "passes": "nothing"}
    kinds = ["notice", "feed", "endpoint", "heartbeat"]
    routed(any_desk, {"to": ["a"], "kinds": kinds, "quiet": quiet})
    any_desk.clock.set(datetime(2026, 3, 28, 22, 0, tzinfo=UTC))
    services = any_desk.services
    with services.store.write() as session:
        oddity = Oddity(code=NoticeCode.CLOCK, subject="", text="The clock is off.")
        notice_rows.record_oddity(session, oddity, feed_id=None, now=any_desk.clock())
    watch(services.store, services.surroundings(), heartbeat_s=60)
    any_desk.evaluate()
    assert {json.loads(one.body)["type"] for one in deliveries(any_desk, "a")} == {
        "monitor.heartbeat"
    }
    any_desk.clock.set(datetime(2026, 3, 29, 5, 0, tzinfo=UTC))
    found = deliveries(any_desk, "a")
    assert "monitor.notice" in {json.loads(one.body)["type"] for one in found}


def test_critical_passes_quiet_hours(any_desk: Line) -> None:
    routed(any_desk, {"to": ["a"], "quiet": NIGHT}, severity="critical")
    any_desk.clock.set(datetime(2026, 3, 28, 22, 0, tzinfo=UTC))
    tell(any_desk, 1)
    assert len(deliveries(any_desk, "a")) == 1


def test_the_soonest_route_holds_and_a_digest_waits_for_the_end_of_quiet(any_desk: Line) -> None:
    quiet_digest = {"to": ["a"], "quiet": NIGHT, "digest": {"every": "hourly"}}
    routed(any_desk, quiet_digest, {"to": ["b"], "quiet": NIGHT}, {"to": ["b"]})
    any_desk.clock.set(datetime(2026, 3, 28, 22, 0, tzinfo=UTC))
    tell(any_desk, 1)
    assert (len(deliveries(any_desk, "a")), len(deliveries(any_desk, "b"))) == (0, 1)
    any_desk.clock.set(datetime(2026, 3, 29, 5, 0, tzinfo=UTC))
    [digest] = deliveries(any_desk, "a")
    assert json.loads(digest.body)["type"] == "alert.digest"


def test_routes_take_severities_up_to_one(any_desk: Line) -> None:
    routed(any_desk, {"to": ["a"], "max_severity": "low"}, {"to": ["b"], "min_severity": "high"})
    tell(any_desk, 1)
    assert (len(deliveries(any_desk, "a")), len(deliveries(any_desk, "b"))) == (1, 0)


def test_a_long_digest_is_cut_with_a_count(desk: Line) -> None:
    routed(desk, {"to": ["a"], "digest": {"every": "hourly"}})
    tell(desk, 1)
    with desk.services.store.read() as session:
        [alert] = alert_rows.list_alerts(session, limit=9)
    body = build_digest_body(
        [alert] * 900, why=HoldReason.QUIET, message_id=alert.id, now=desk.clock()
    )
    data = json.loads(body)["data"]
    assert len(body.encode()) < MAX_BODY_BYTES
    assert len(data["alerts"]) + data["left_out"] == data["count"] == 900
