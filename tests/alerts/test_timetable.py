from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from monitor.alerts.timetable import digest_at, quiet_until
from monitor.model import Digest, QuietHours


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NIGHT = QuietHours(start=time(22), end=time(7), zone="Europe/Vienna")


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-01-10T20:59", None),
        ("2026-01-10T21:00", "2026-01-11T06:00"),
        ("2026-01-11T05:59", "2026-01-11T06:00"),
        ("2026-01-11T06:00", None),
        # Summer time begins at 01:00 UTC on 29 March and ends at 01:00 UTC on 25 October 2026.
        ("2026-03-28T21:00", "2026-03-29T05:00"),
        ("2026-03-29T20:00", "2026-03-30T05:00"),
        ("2026-10-24T20:00", "2026-10-25T06:00"),
        ("2026-10-25T05:59", "2026-10-25T06:00"),
    ],
)
def test_a_quiet_night_goes_by_peoples_clocks(now: str, until: str | None) -> None:
    assert quiet_until(NIGHT, at(now)) == (until and at(until))


def test_hours_that_a_clock_jumps_over_or_shows_twice() -> None:
    lost = QuietHours(start=time(2, 30), end=time(4), zone="Europe/Vienna")
    assert quiet_until(lost, at("2026-03-29T00:59")) is None
    assert quiet_until(lost, at("2026-03-29T01:00")) == at("2026-03-29T02:00")
    nothing = QuietHours(start=time(2, 10), end=time(2, 50), zone="Europe/Vienna")
    assert quiet_until(nothing, at("2026-03-29T01:00")) is None
    until_then = QuietHours(start=time(22), end=time(2, 30), zone="Europe/Vienna")
    assert quiet_until(until_then, at("2026-03-29T00:59")) == at("2026-03-29T01:00")
    assert quiet_until(until_then, at("2026-10-25T00:29")) == at("2026-10-25T00:30")
    assert quiet_until(until_then, at("2026-10-25T01:29")) is None
    twice = QuietHours(start=time(2, 30), end=time(4), zone="Europe/Vienna")
    assert quiet_until(twice, at("2026-10-25T00:30")) == at("2026-10-25T03:00")


def test_days_are_those_on_which_they_begin_and_join_without_a_break() -> None:
    weekend = QuietHours(start=time(0), end=time(0), zone="UTC", days=frozenset({5, 6}))
    assert quiet_until(weekend, at("2026-01-09T23:59")) is None  # a Friday
    assert quiet_until(weekend, at("2026-01-10T00:00")) == at("2026-01-12T00:00")
    always = QuietHours(start=time(0), end=time(0), zone="UTC")
    assert quiet_until(always, at("2026-01-10T00:00")) == at("2026-01-25T00:00")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-28T07:00", "2026-03-29T06:00"),
        ("2026-03-28T06:59", "2026-03-28T07:00"),
        ("2026-10-25T06:59", "2026-10-25T07:00"),
    ],
)
def test_daily_digests_go_out_by_peoples_clocks(now: str, due: str) -> None:
    daily = Digest(every="daily", at=time(8), zone="Europe/Vienna")
    assert digest_at(daily, at(now)) == at(due)


def test_hourly_digests_go_out_on_the_hour() -> None:
    hourly = Digest(every="hourly")
    assert digest_at(hourly, at("2026-01-10T10:59:59")) == at("2026-01-10T11:00")
    assert digest_at(hourly, at("2026-01-10T11:00")) == at("2026-01-10T12:00")
