from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.feeds.dates import from_struct, parse_date, usable_date

NOW = datetime(2022, 1, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Mon, 10 Jan 2022 18:30:00 GMT", "2022-01-10T18:30"),
        ("Mon, 10 Jan 2022 18:30:00 +0300", "2022-01-10T15:30"),
        ("Mon, 10 Jan 2022 18:30:00 EST", "2022-01-10T23:30"),
        ("Mon, 10 Jan 2022 18:30:00 MSK", "2022-01-10T15:30"),
        ("Mon, 10 Jan 2022 18:30:00 CET", "2022-01-10T17:30"),
        ("Mon, 10 Jan 2022 18:30:00 AEDT", "2022-01-10T07:30"),
        ("Mon, 10 Jan 2022 18:30:00", "2022-01-10T18:30"),
        ("10 Jan 22 18:30 Z", "2022-01-10T18:30"),
        ("Mon,  10 January 2022\n 18:30:00 +0000", "2022-01-10T18:30"),
        ("Tue, 10 Jan 2022 18:30:00 GMT", "2022-01-10T18:30"),
        ("Mon, 10 Jan 2022 24:00:00 GMT", "2022-01-11T00:00"),
        ("2022-01-10T18:30:00Z", "2022-01-10T18:30"),
        ("2022-01-10T18:30:00.123456+03:00", "2022-01-10T15:30"),
        ("2022-01-10T18:30:00-0500", "2022-01-10T23:30"),
        ("2022-01-10 18:30:00", "2022-01-10T18:30"),
        ("2022-01-10 18:30:00 +0000", "2022-01-10T18:30"),
        ("2022-01-10 18:30:00 UTC", "2022-01-10T18:30"),
        ("2022-01-10", "2022-01-10T00:00"),
        ("22-01-10  18:30", "2022-01-10T18:30"),
    ],
)
def test_dates_as_feeds_write_them(text: str, iso: str) -> None:
    moment = parse_date(text, now=NOW)
    assert moment is not None
    assert moment.tzinfo is UTC
    assert moment.isoformat()[:16] == iso


@pytest.mark.parametrize(
    "text",
    [None, "", "yesterday", "0", "Mon, 99 Jan 2022 10:00:00 GMT", "2022-13-40", "9" * 300,
     "2022-01-10T18:30:00+99:99", "Mon, 10 Jan 99999 10:00:00 GMT",
     "0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 GMT", "9999-12-31T23:59:59-12:00",
     "Thu, 01 Jan 1970 00:00:00 GMT"],
)  # fmt: skip
def test_dates_that_cannot_be_used_are_none(text: str | None) -> None:
    assert parse_date(text, now=NOW) is None


def test_the_window_is_from_1990_to_48_hours_ahead() -> None:
    assert usable_date(NOW + timedelta(hours=48), now=NOW) == NOW + timedelta(hours=48)
    assert usable_date(NOW + timedelta(hours=48, seconds=1), now=NOW) is None
    assert usable_date(datetime(1990, 1, 1, tzinfo=UTC), now=NOW) is not None
    assert usable_date(datetime(1989, 12, 31, tzinfo=UTC), now=NOW) is None
    assert usable_date(None, now=NOW) is None


def test_struct_times_are_utc() -> None:
    assert from_struct(time.gmtime(1641839400), now=NOW) == datetime(
        2022, 1, 10, 18, 30, tzinfo=UTC
    )
    assert from_struct(None, now=NOW) is None
    assert from_struct((2022, 1, 1), now=NOW) is None
    far = time.struct_time((99999, 1, 1, 0, 0, 0, 0, 1, 0))
    assert from_struct(far, now=NOW) is None


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789:-+/ ,TZJanMonGMT.", max_size=40))
def test_no_text_crashes(text: str) -> None:
    moment = parse_date(text, now=NOW)
    assert moment is None or moment.utcoffset() == timedelta(0)


@settings(max_examples=100, deadline=None)
@given(st.integers(631_300_000, 1_642_000_000), st.integers(-12 * 60, 14 * 60))
def test_every_zone_is_converted(epoch_s: int, offset_min: int) -> None:
    moment = datetime.fromtimestamp(epoch_s, UTC)
    local = moment + timedelta(minutes=offset_min)
    sign = "-" if offset_min < 0 else "+"
    zone = f"{sign}{abs(offset_min) // 60:02}{abs(offset_min) % 60:02}"
    assert parse_date(f"{local:%a, %d %b %Y %H:%M:%S} {zone}", now=NOW) == moment
    assert parse_date(f"{local:%Y-%m-%dT%H:%M:%S}{zone[:3]}:{zone[3:]}", now=NOW) == moment
