"""``monitor meetings`` and ``monitor notices`` over a desk that has some."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from monitor.model import NoticeCode, Oddity
from monitor.pipeline.meeting_calendar import countdown
from monitor.store import notices as notice_rows
from tests.cli.conftest import Desk
from tests.pipeline.test_meetings import ACTORS, MEETING
from tests.support.line import open_line, rules_with

DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("first", "last", "today", "shown"),
    [
        (DAY, DAY, date(2026, 3, 1), "in 3 days"),
        (DAY, None, date(2026, 3, 3), "in 1 day"),
        (DAY, DAY, DAY, "today"),
        (DAY, date(2026, 3, 6), date(2026, 3, 5), "day 2 of 3"),
        (None, DAY, date(2026, 3, 9), "5 days ago"),
        (None, None, DAY, ""),
    ],
)
def test_how_far_off(first: date | None, last: date | None, today: date, shown: str) -> None:
    assert countdown(first, last, today) == shown


def test_where_meetings_stand(desk: Desk, tmp_path: Path) -> None:
    today = datetime.now(UTC)
    soon = today.date() + timedelta(days=3)
    with open_line(tmp_path, database_url=desk.workspace.database_url) as line:
        line.clock.set(today)
        line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        line.workspace.write("actors.yaml", yaml.safe_dump({"actors": ACTORS}))
        meeting = {**MEETING, "date": soon.isoformat()}
        line.workspace.write("meetings.yaml", yaml.safe_dump({"meetings": [meeting]}))
        line.workspace.write_rules(rules_with(match={"meeting": "harbour"}))
        line.load()
        line.tell("Sylvania talks with Freedonia postponed over storm")
        [alert] = line.evaluate().alerts
        with line.services.store.write() as session:
            oddity = Oddity(code=NoticeCode.CLOCK, subject="", text="The clock is off.")
            notice_rows.record_oddity(session, oddity, feed_id=None, now=today)
        line.evaluate()
    said = desk.run("meetings", "list")
    assert "Harbour talks (harbour)" in said
    assert "postponed, told" in said
    assert "in 3 days, Portville" in said
    assert f"by development {alert.development_id}" in said
    [one] = desk.json("meetings", "list")
    assert (one["status"], one["countdown"]) == ("postponed", "in 3 days")
    assert (one["status_by"], one["first_day"]) == (alert.development_id, soon.isoformat())
    assert [it["status"] for it in one["developments"]] == ["postponed"]
    assert "The clock is off." in desk.run("notices")
    [notice] = desk.json("notices")
    assert (notice["code"], bool(notice["alert"])) == ("clock", True)
    assert "notice The clock is off." in desk.run("alerts", "list")
    assert "NOTICE" in desk.run("alerts", "show", notice["alert"])
