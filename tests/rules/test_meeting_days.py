"""The days in which a meeting is looked for, and those in which it is near."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.model import Meeting, RuleSet
from monitor.rules.meeting_days import (
    DAYS_LOOKED_FOR_AFTER,
    DAYS_LOOKED_FOR_BEFORE,
    absence,
    is_near,
    past_meetings,
)

FIRST, LAST = date(2022, 1, 10), date(2022, 1, 12)


def meeting(start: date | None = FIRST, end: date | None = LAST, id_: str = "spring") -> Meeting:
    return Meeting(id=id_, title="T", participants=("a", "b"), start=start, end=end)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (FIRST - timedelta(days=DAYS_LOOKED_FOR_BEFORE), ""),
        (FIRST, ""),
        (LAST + timedelta(days=DAYS_LOOKED_FOR_AFTER), ""),
        (LAST + timedelta(days=22), "the meeting was over 22 days ago"),
        (LAST + timedelta(days=60), "the meeting was over 60 days ago"),
        (LAST + timedelta(days=61), "the meeting was over 2 months ago"),
        (date(2026, 11, 3), "the meeting was over 4 years ago"),
        (FIRST - timedelta(days=91), "the meeting was still 2 months ahead"),
        (date(2018, 1, 1), "the meeting was still 4 years ahead"),
        (date.min, "the meeting was still 2021 years ahead"),
        (date.max, "the meeting was over 7977 years ago"),
    ],
)
def test_why_a_meeting_is_not_looked_for(day: date, reason: str) -> None:
    assert absence(meeting(), day) == reason
    assert absence(meeting(None, None), day) == ""


def test_past_meetings_are_those_no_item_of_today_can_match() -> None:
    today = date(2022, 2, 3)
    listed = (
        meeting(id_="gone"),
        meeting(end=date(2022, 1, 13), id_="matches-today-for-the-last-time"),
        meeting(date(2022, 2, 1), date(2022, 2, 5), id_="under-way"),
        meeting(date(2023, 2, 1), date(2023, 2, 1), id_="far-ahead"),
        meeting(date(2021, 1, 1), date(2022, 1, 1), id_="long-window"),
        meeting(None, None, id_="undated"),
    )
    past = past_meetings(RuleSet(revision="x", meetings=listed), today)
    assert [one.id for one in past] == ["gone", "long-window"]
    assert past_meetings(RuleSet(revision="x"), today) == ()


@pytest.mark.parametrize(
    ("day", "near"), [(7, False), (8, True), (10, True), (12, True), (14, True), (15, False)]
)
def test_a_meeting_is_near_two_days_around_it(day: int, *, near: bool) -> None:
    assert is_near(meeting(), datetime(2022, 1, day, 12, tzinfo=UTC)) is near
    assert not is_near(meeting(None, None), datetime(2022, 1, day, 12, tzinfo=UTC))
