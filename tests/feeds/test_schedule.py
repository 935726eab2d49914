from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.schedule import DEFAULT_BASE_INTERVAL_S, MAX_BACKOFF_S, next_poll
from monitor.model import PollOutcome

NOW = datetime(2022, 1, 14, 12, tzinfo=UTC)
BASE_S = DEFAULT_BASE_INTERVAL_S
DAY_S = 86400.0


def delay_s(**given: Any) -> float:
    arguments: dict[str, Any] = {
        "now": NOW,
        "outcome": PollOutcome.UNCHANGED,
        "failures": 0,
        "ttl_s": None,
        "headers": {},
        "status": 200,
        "base_interval_s": BASE_S,
        "jitter": 0.5,
    }
    return (next_poll(**(arguments | given)) - NOW).total_seconds()


def failed_s(failures: int = 1, **given: Any) -> float:
    return delay_s(outcome=PollOutcome.FAILED, failures=failures, **given)


def test_a_healthy_feed_is_visited_at_the_base_interval() -> None:
    assert delay_s() == BASE_S == 900
    assert delay_s(outcome=PollOutcome.NEW) == BASE_S
    assert delay_s(base_interval_s=0.5) == 0.5


def test_jitter_spreads_by_ten_percent_each_way() -> None:
    assert delay_s(jitter=0.0) == pytest.approx(0.9 * BASE_S)
    assert delay_s(jitter=0.999999) == pytest.approx(1.1 * BASE_S, rel=1e-3)


def test_failures_double_the_interval_up_to_a_day_and_never_end() -> None:
    delays = [failed_s(n, status=500) for n in (1, 2, 3, 4, 5, 6, 7)]
    assert delays == [900, 1800, 3600, 7200, 14400, 28800, 57600]
    for failures in (8, 50, 10**6):
        assert DAY_S * 0.8 < failed_s(failures, status=500) <= MAX_BACKOFF_S
        assert failed_s(failures, status=None, jitter=0.999999) <= MAX_BACKOFF_S
    assert failed_s(0) == 900


def test_a_feed_that_is_gone_is_asked_once_a_day() -> None:
    assert failed_s(1, status=410) > DAY_S * 0.8


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "least_s", "most_s"),
    [
        ("3600", 3600, 3600 * 1.1),
        ("120", 900, 900),
        ("86400", DAY_S, DAY_S),
        ("1000000000", DAY_S, DAY_S),
        ("9" * 400, DAY_S, DAY_S),
        ("-5", 900, 900),
        ("0", 900, 900),
        ("", 900, 900),
        ("soon", 900, 900),
        ("1e9", 900, 900),
        ("٣٦٠٠", 900, 900),
        (format_datetime(datetime(2022, 1, 14, 14, tzinfo=UTC), usegmt=True), 7200, 7200 * 1.1),
        (format_datetime(datetime(2022, 1, 14, 11, tzinfo=UTC), usegmt=True), 900, 900),
        ("Fri, 14 Jan 9999 14:00:00 GMT", DAY_S, DAY_S),
        ("Fri, 99 Foo 2022 14:00:00 GMT", 900, 900),
    ],
)
def test_retry_after_is_obeyed_up_to_a_day(
    status: int, value: str, least_s: float, most_s: float
) -> None:
    assert least_s <= failed_s(status=status, headers={"retry-after": value}) <= most_s


def test_retry_after_never_shortens_the_back_off_and_counts_for_429_and_503_only() -> None:
    assert failed_s(6, status=503, headers={"retry-after": "60"}) == 28800
    assert failed_s(status=500, headers={"retry-after": "7200"}) == 900
    assert delay_s(status=200, headers={"retry-after": "7200"}) == 900


@given(st.floats(0, 0.999999), st.integers(1, 86400))
def test_never_earlier_than_asked(jitter: float, asked_s: int) -> None:
    headers = {"retry-after": str(asked_s)}
    assert failed_s(status=429, headers=headers, jitter=jitter) >= asked_s


def test_hints_of_the_feed_are_lower_bounds_of_at_most_an_hour() -> None:
    assert delay_s(ttl_s=1800.0, jitter=0.0) == 1800
    assert delay_s(ttl_s=60.0) == 900
    assert delay_s(ttl_s=DAY_S, jitter=0.0) == 3600
    assert delay_s(headers={"cache-control": "public, max-age=2700"}, jitter=0.0) == 2700
    assert delay_s(headers={"cache-control": "max-age=999999999999"}, jitter=0.0) == 3600
    assert delay_s(ttl_s=1800.0, headers={"cache-control": "max-age=2000"}, jitter=0.0) == 2000
    assert delay_s(base_interval_s=7200.0, ttl_s=1800.0) == 7200
    assert delay_s(outcome=PollOutcome.FAILED, failures=1, ttl_s=3000.0) == 900


@pytest.mark.parametrize(
    "value",
    [
        "no-cache, max-age=3000",
        "max-age=3000, no-store",
        "max-age=-5",
        "max-age=x",
        "s-maxage=3000",
    ],
)
def test_useless_cache_headers_are_ignored(value: str) -> None:
    assert delay_s(headers={"cache-control": value}) == 900


@pytest.mark.parametrize("ttl_s", [float("nan"), float("inf"), -1.0, 0.0])
def test_useless_ttl_is_ignored(ttl_s: float) -> None:
    assert delay_s(ttl_s=ttl_s) == 900


@pytest.mark.parametrize(
    "given", [{"jitter": 1.0}, {"jitter": -0.1}, {"base_interval_s": 0.0},
              {"base_interval_s": float("nan")}],
)  # fmt: skip
def test_wrong_arguments_are_refused(given: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(given))):
        delay_s(**given)
