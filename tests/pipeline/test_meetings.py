"""Where a meeting stands, as developments tell it: through the real pipeline."""

from __future__ import annotations

import json

import pytest
import yaml

from monitor.model import Alert, MeetingStatus
from monitor.store import meetings as meeting_rows
from monitor.store.meetings import MeetingStanding
from tests.support.line import Line, rules_with

ACTORS = [
    {"id": "freedonia", "name": "Freedonia", "kind": "state"},
    {"id": "sylvania", "name": "Sylvania", "kind": "state"},
]
MEETING = {
    "id": "harbour",
    "title": "Harbour talks",
    "participants": ["freedonia", "sylvania"],
    "date": "2026-03-04",
    "place": "Portville",
}


@pytest.fixture
def talks(desk: Line) -> Line:
    desk.workspace.write("actors.yaml", yaml.safe_dump({"actors": ACTORS}))
    desk.workspace.write("meetings.yaml", yaml.safe_dump({"meetings": [MEETING]}))
    desk.workspace.write_rules(rules_with(match={"meeting": "harbour"}))
    desk.load()
    return desk


def standing(line: Line) -> MeetingStanding:
    with line.services.store.read() as session:
        [found] = meeting_rows.list_meetings(session)
    return found


def tell(line: Line, title: str, outlet: str = "Courier", *, age_h: float = 0.0) -> list[Alert]:
    line.clock.advance(600)
    line.tell(title, outlet=outlet, age_h=age_h)
    return list(line.evaluate().alerts)


def test_developments_tell_where_a_meeting_stands(talks: Line) -> None:
    assert standing(talks).status is MeetingStatus.EXPECTED
    tell(talks, "Freedonia and Sylvania to hold talks in Portville next week")
    before = standing(talks)
    assert (before.status, before.status_at) == (MeetingStatus.EXPECTED, None)
    [alert] = tell(talks, "Sylvania talks with Freedonia postponed over storm", "Gazette")
    assert alert.reason.text.startswith("Harbour talks in Portville: postponed (so far: expected).")
    after = standing(talks)
    assert (after.status, after.status_at) == (MeetingStatus.POSTPONED, talks.clock())
    assert after.development_id == alert.development_id
    assert json.loads(alert.body)["data"]["meeting"]["status"] == "postponed"
    told = {one.development_id: one.status for one in after.developments}
    assert told[alert.development_id or 0] is MeetingStatus.POSTPONED


def test_an_update_names_the_meeting(talks: Line) -> None:
    tell(talks, "Talks between Freedonia and Sylvania begin in Portville")
    [alert] = tell(
        talks, "Talks between Freedonia and Sylvania in Portville end without agreement", "Gazette"
    )
    assert "Harbour talks in Portville: ended without agreement" in alert.reason.text
    assert "so far: under way" in alert.reason.text
    assert standing(talks).status is MeetingStatus.FAILED


def test_a_late_preview_sets_nothing_back(talks: Line) -> None:
    tell(talks, "Talks between Freedonia and Sylvania begin in Portville")
    assert standing(talks).status is MeetingStatus.UNDER_WAY
    told_at = standing(talks).status_at
    # Told before, seen after; and told after by an outlet that still expects it.
    tell(talks, "Sylvania and Freedonia harbour talks postponed by a day", "Gazette", age_h=20)
    tell(talks, "Preview: what to expect of the Freedonia talks with Sylvania", "Herald")
    assert (standing(talks).status, standing(talks).status_at) == (
        MeetingStatus.UNDER_WAY,
        told_at,
    )
