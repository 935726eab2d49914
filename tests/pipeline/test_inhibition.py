"""A rule that told keeps others quiet while its development is open: on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.model import Alert, AlertState
from monitor.store import alerts as alert_rows
from monitor.store import silences as silence_rows
from tests.support.line import Line

WAR = "Freedonia declares war on Sylvania"
SHOTS = "Shots heard near Zenda castle, Klopstokia says"


def rules(**war: Any) -> dict[str, Any]:
    return {
        "rules": [
            {"id": "war", "title": "War", "severity": "high", "inhibits": ["shots"]}
            | {"match": "declares war"}
            | war,
            {"id": "shots", "title": "Shots", "severity": "medium", "match": "shots"},
        ]
    }


@pytest.fixture
def line(any_desk: Line) -> Line:
    any_desk.workspace.write_rules(rules())
    any_desk.load()
    return any_desk


def alerts(line: Line, state: AlertState) -> list[Alert]:
    with line.services.store.read() as session:
        return alert_rows.list_alerts(session, limit=9, state=state)


def told(line: Line, title: str, **how: Any) -> list[tuple[str, ...]]:
    line.tell(title, **how)
    return [alert.rule_ids for alert in line.evaluate().alerts]


def test_the_child_is_muted_until_the_parents_development_is_quiet(line: Line) -> None:
    assert told(line, WAR) == [("war",)]
    assert told(line, SHOTS) == []
    [muted] = alerts(line, AlertState.MUTED)
    assert muted.state_text.startswith("Inhibited by rule war, which told of development 1 (")
    line.clock.advance(3600 * (line.services.settings.window_h + 1))
    line.evaluate()
    assert told(line, "Shots at Strelsau railway, Ruritania says") == [("shots",)]


def test_the_child_that_comes_first_is_told(line: Line) -> None:
    assert told(line, SHOTS) == [("shots",)]
    assert told(line, WAR) == [("war",)]


def test_nobody_is_kept_quiet_by_a_rule_of_which_nobody_was_told(line: Line) -> None:
    now = line.clock()
    with line.services.store.write() as session:
        silence_rows.add_silence(
            session,
            rule_id="war",
            starts_at=now,
            ends_at=now.replace(year=now.year + 1),
            author="Ana",
            comment="drill",
        )
    assert told(line, WAR) == []
    assert told(line, SHOTS) == [("shots",)]


def test_nor_by_one_that_no_route_brings_to_anybody(line: Line) -> None:
    endpoints = (line.workspace.rules / "endpoints.yaml").read_text()
    line.workspace.write("endpoints.yaml", f"{endpoints}\nroutes: [{{to: [a], rules: [shots]}}]\n")
    line.load()
    assert told(line, WAR) == [("war",)]
    [nobody] = alerts(line, AlertState.RELEASED)
    assert nobody.state_text == "No route brings it to an endpoint that is switched on."
    assert told(line, SHOTS) == [("shots",)]


def test_what_weighs_more_passes(line: Line) -> None:
    line.workspace.write_rules(rules(severity="low"))
    line.load()
    assert told(line, WAR) == [("war",)]
    assert told(line, SHOTS) == [("shots",)]


def test_a_parent_that_tells_only_waiting_endpoints_counts(line: Line) -> None:
    endpoints = (line.workspace.rules / "endpoints.yaml").read_text()
    quiet = "{start: '00:00', end: '23:59', digest_over: 9}"
    line.workspace.write("endpoints.yaml", f"{endpoints}\nroutes: [{{to: [a], quiet: {quiet}}}]\n")
    line.load()
    assert told(line, WAR) == [("war",)]
    assert told(line, SHOTS) == []
