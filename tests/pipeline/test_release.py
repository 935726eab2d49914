"""Alerts that wait: on both databases, with a clock that the test moves, across restarts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.signing import new_secret
from monitor.model import Alert, AlertKind, AlertState
from monitor.pipeline.evaluate import evaluate
from monitor.pipeline.health import count
from monitor.pipeline.memory import GroupingMemory
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import silences as silence_rows
from tests.support.line import Line, open_line, rules_with

TALKS = "Freedonia and Sylvania open harbour talks in Portville"
TOLD_AGAIN = "Harbour talks between Freedonia and Sylvania under way, first envoys reach Portville"
COLLAPSE = "Harbour talks between Freedonia and Sylvania in Portville collapse without a deal"
RESUMED = "Freedonia and Sylvania reach a deal at harbour talks in Portville"


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    url: str = request.getfixturevalue(request.param)
    with open_line(
        tmp_path / "line", database_url=url, group_wait_s=30, update_interval_s=300
    ) as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        opened.workspace.write_endpoints(
            {"desk": ("http://desk.example/hook", new_secret(bytes(32)))}
        )
        opened.load()
        yield opened


def sent(line: Line, seconds: float = 0.0) -> tuple[Alert, ...]:
    """Let time pass; what a daemon that has just been started again sends then."""
    line.clock.advance(seconds)
    around = replace(line.services.surroundings(), memory=GroupingMemory())
    return evaluate(line.services.store, around).alerts


def data(alert: Alert) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(alert.body)["data"]
    return found


def alerts(line: Line, state: AlertState) -> list[Alert]:
    with line.services.store.read() as session:
        return alert_rows.list_alerts(session, limit=100, state=state)


def deliveries(line: Line) -> int:
    with line.services.store.read() as session:
        return len(delivery_rows.list_deliveries(session, limit=100))


def silence(line: Line, *, after_s: float, for_s: float) -> None:
    with line.services.store.write() as session:
        now = line.clock()
        silence_rows.add_silence(
            session,
            rule_id="talks",
            starts_at=now.__class__.fromtimestamp(now.timestamp() + after_s, now.tzinfo),
            ends_at=now.__class__.fromtimestamp(now.timestamp() + after_s + for_s, now.tzinfo),
            author="Ana",
            comment="drill",
        )


def test_the_first_alert_counts_the_outlets_that_follow_at_once(line: Line) -> None:
    line.tell(TALKS)
    assert sent(line) == ()
    [held] = alerts(line, AlertState.HELD)
    assert deliveries(line) == 0
    assert count(line.services.store).held == 1
    assert "group wait of 30 s" in held.state_text
    line.clock.advance(20)
    line.tell(TOLD_AGAIN, outlet="Gazette")
    assert sent(line) == ()
    [alert] = sent(line, 10)
    assert (alert.id, alert.kind, alert.created_at) == (held.id, held.kind, held.created_at)
    assert data(alert)["development"]["outlets"] == ["Courier", "Gazette"]
    assert deliveries(line) == 1
    assert sent(line, 3600) == ()


def test_an_update_in_the_wait_folds_into_the_first_alert(line: Line) -> None:
    line.tell(TALKS)
    sent(line)
    line.clock.advance(10)
    line.tell(COLLAPSE, outlet="Gazette")
    assert sent(line) == ()
    [alert] = sent(line, 20)
    assert alert.kind is AlertKind.NEW
    [also] = data(alert)["alert"]["also"]
    assert also["code"] == "status_changed"
    [folded] = alerts(line, AlertState.FOLDED)
    assert (folded.into_id, folded.settled_at) == (alert.id, line.clock())
    assert deliveries(line) == 1


def test_updates_keep_their_distance_and_what_comes_between_is_one(line: Line) -> None:
    line.workspace.write_rules(rules_with(severity="critical"))
    line.load()
    line.tell(TALKS)
    assert [one.kind for one in sent(line)] == [AlertKind.NEW]
    line.clock.advance(60)
    line.tell(COLLAPSE, outlet="Gazette")
    assert sent(line) == ()
    line.clock.advance(60)
    line.tell(RESUMED, outlet="Herald")
    assert sent(line) == ()
    assert sent(line, 179) == ()
    [update] = sent(line, 1)
    assert update.kind is AlertKind.UPDATE
    assert len(data(update)["alert"]["also"]) == len(alerts(line, AlertState.FOLDED)) == 1


def test_a_cooldown_mutes_updates_of_its_rule_and_says_so(line: Line) -> None:
    line.workspace.write_rules(rules_with(alert={"group_wait": "0s", "cooldown": "6h"}))
    line.load()
    line.tell(TALKS)
    assert len(sent(line)) == 1
    line.clock.advance(3600)
    line.tell(COLLAPSE, outlet="Gazette")
    assert sent(line) == ()
    [muted] = alerts(line, AlertState.MUTED)
    assert "cooldown of 6 h" in muted.state_text


def test_a_silence_that_begins_in_mid_wait_mutes(line: Line) -> None:
    line.tell(TALKS)
    sent(line)
    silence(line, after_s=20, for_s=60)
    assert sent(line, 30) == ()
    [muted] = alerts(line, AlertState.MUTED)
    assert muted.state_text.startswith("Silenced until ")
    assert deliveries(line) == 0
    assert sent(line, 3600) == ()


def test_a_silence_that_ends_in_mid_wait_does_not(line: Line) -> None:
    silence(line, after_s=0, for_s=20)
    line.tell(TALKS)
    sent(line)
    assert len(sent(line, 30)) == 1


def test_a_clock_set_back_in_mid_wait_does_not_stretch_it(line: Line) -> None:
    line.tell(TALKS)
    sent(line)
    assert len(sent(line, -3600)) == 1


def test_a_failure_of_ours_sends_it_as_it_was_decided(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.tell(TALKS)
    sent(line)
    [held] = alerts(line, AlertState.HELD)

    def fail(*_: object) -> None:
        raise RuntimeError("defect")

    monkeypatch.setattr("monitor.pipeline.release.gather", fail)
    monkeypatch.setattr("monitor.pipeline.release.release", fail)
    [alert] = sent(line, 30)
    assert (alert.id, alert.body) == (held.id, held.body)
    assert deliveries(line) == 1


def test_of_what_was_told_at_one_moment_the_first_told_carries_the_rest(line: Line) -> None:
    # Stored in the other order, as chance would have it: which feed answers first says nothing.
    later = line.tell(COLLAPSE, outlet="Gazette", age_h=1)
    first = line.tell(TALKS, age_h=2)
    assert first > later
    assert sent(line) == ()
    [alert] = sent(line, 30)
    assert alert.item_id == first
    [also] = data(alert)["alert"]["also"]
    assert also["code"] == "status_changed"
