"""A development goes quiet, closes, is re-opened or followed: through the real pipeline."""

from __future__ import annotations

import json
from dataclasses import replace

from monitor.model import AlertKind, Development, DevelopmentState, ReasonCode
from monitor.pipeline.memory import GroupingMemory
from monitor.pipeline.past import PastMemory
from monitor.store import developments as development_rows
from monitor.store import life as life_rows
from monitor.wiring import Services
from tests.support.line import Line

TALKS = "Freedonia and Sylvania open harbour talks in Portville"
HOUR = 3600.0
DAY = 24 * HOUR


def the(line: Line, development_id: int) -> Development:
    with line.services.store.read() as session:
        found = development_rows.get_development(session, development_id)
    assert found is not None
    return found


def pass_days(line: Line, days: float) -> None:
    line.clock.advance(days * DAY)
    assert line.evaluate().grouped == 0


def test_it_goes_quiet_after_its_window_and_closes_later(desk: Line) -> None:
    desk.tell(TALKS)
    desk.evaluate()
    pass_days(desk, 4.9)
    assert the(desk, 1).state is DevelopmentState.OPEN
    pass_days(desk, 0.2)
    quiet = the(desk, 1)
    assert (quiet.state, quiet.state_at) == (DevelopmentState.QUIET, desk.clock())
    pass_days(desk, 29.8)
    assert the(desk, 1).state is DevelopmentState.QUIET
    pass_days(desk, 0.2)
    assert the(desk, 1).state is DevelopmentState.CLOSED


def test_a_late_telling_that_surely_belongs_re_opens_it(any_desk: Line) -> None:
    any_desk.tell(TALKS)
    any_desk.tell(f"{TALKS}, envoys say", outlet="Gazette")
    any_desk.evaluate()
    pass_days(any_desk, 7)
    any_desk.tell(TALKS, outlet="Herald")
    [alert] = any_desk.evaluate().alerts
    assert (alert.development_id, alert.kind) == (1, AlertKind.UPDATE)
    assert alert.reason.code is ReasonCode.REOPENED
    assert "7 days of quiet" in alert.reason.text
    again = the(any_desk, 1)
    assert (again.state, again.items) == (DevelopmentState.OPEN, 3)
    # It is in the window again, and so are the tellings it had.
    any_desk.tell(f"{TALKS}, envoys say", outlet="Tribune")
    assert any_desk.evaluate().alerts == ()
    assert the(any_desk, 1).items == 4


def test_a_re_opened_one_takes_items_after_a_restart_too(desk: Line) -> None:
    desk.tell(TALKS)
    desk.evaluate()
    pass_days(desk, 7)
    desk.tell(TALKS, outlet="Herald")
    desk.evaluate()
    restarted = Line(services=replace_memories(desk), workspace=desk.workspace, clock=desk.clock)
    restarted.tell(TALKS, outlet="Tribune")
    assert restarted.evaluate().alerts == ()
    assert the(desk, 1).items == 3


def replace_memories(line: Line) -> Services:

    return replace(line.services, memory=GroupingMemory(), past=PastMemory())


def test_a_new_happening_follows_the_one_it_continues(any_desk: Line) -> None:
    any_desk.tell(TALKS)
    any_desk.evaluate()
    pass_days(any_desk, 9)
    any_desk.tell("Freedonia rejects draft of harbour accord as Sylvania talks resume in Portville")
    [alert] = any_desk.evaluate().alerts
    assert alert.kind is AlertKind.NEW
    second = the(any_desk, 2)
    assert second.follows_id == 1
    assert "development 1" in second.follows_why
    told = json.loads(alert.body)["data"]["development"]
    assert told["follows_id"] == 1
    assert told["follows"] == {"id": 1, "title": TALKS, "why": second.follows_why}
    with any_desk.services.store.read() as session:
        assert [one.id for one in life_rows.chain_of(session, 1)] == [1, 2]
        assert [one.id for one in life_rows.chain_of(session, 2)] == [1, 2]


def test_another_matter_follows_nothing(desk: Line) -> None:
    desk.tell(TALKS)
    desk.evaluate()
    pass_days(desk, 9)
    desk.tell("Freedonia talks of higher taxes on imported herring")
    desk.evaluate()
    assert the(desk, 2).follows_id is None


def test_what_lies_too_far_back_is_not_followed(desk: Line) -> None:
    desk.tell(TALKS)
    desk.evaluate()
    pass_days(desk, 100)
    desk.tell("Freedonia rejects draft of harbour accord as Sylvania talks resume in Portville")
    desk.evaluate()
    assert the(desk, 2).follows_id is None
