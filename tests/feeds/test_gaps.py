from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.feeds.gaps import GAP_ITEMS, dated_gap_s, observed_gap_s

NOW = datetime(2022, 1, 14, 12, tzinfo=UTC)


def dates(*minutes_ago: float) -> list[datetime | None]:
    return [NOW - timedelta(minutes=minutes) for minutes in minutes_ago]


def test_the_mean_between_the_latest_items() -> None:
    assert dated_gap_s(dates(0, 30, 60, 90), NOW) == 1800
    assert dated_gap_s(dates(90, 0, 60, 30), NOW) == 1800
    old = [NOW - timedelta(days=400 + day) for day in range(500)]
    assert dated_gap_s([*dates(*range(GAP_ITEMS)), *old], NOW) == 60


def test_one_long_pause_is_no_habit() -> None:
    assert dated_gap_s(dates(0, 30, 60, 50_000), NOW) == 1800
    daily = [minutes for day in range(5) for minutes in [1440.0 * day] * 10]
    assert dated_gap_s(dates(*daily), NOW) == 3 * 86_400 / 48
    assert dated_gap_s(dates(0, 0, 90), NOW) == 2700


@pytest.mark.parametrize(
    "told",
    [
        [],
        [None, None, None],
        dates(1, 2),
        dates(5, 5, 5, 5),
        dates(-5, -500, -5000, 3),
    ],
)
def test_nothing_is_known_from_few_equal_or_future_dates(told: list[datetime | None]) -> None:
    assert dated_gap_s(told, NOW) is None


def test_a_feed_without_dates_is_observed() -> None:
    assert observed_gap_s(None, since_s=3600, new_items=2) == 1800
    assert observed_gap_s(1800, since_s=3600, new_items=1) == pytest.approx(2340)
    assert observed_gap_s(1800, since_s=3600, new_items=0) == 1800
    assert observed_gap_s(1800, since_s=-5, new_items=3) == 1800
