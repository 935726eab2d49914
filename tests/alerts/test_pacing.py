"""How many deliveries an endpoint may have in hand, as it fails and comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.pacing import (
    BREAK_AFTER,
    FIRST_PAUSE_S,
    GIVE_UP_AFTER,
    LONGEST_PAUSE_S,
    MOST_AHEAD,
    Bucket,
    after,
    given_up,
    room,
    taken_within,
)
from monitor.alerts.retry import RETRY_AFTER_CAP_S, SCHEDULE_S
from monitor.model import Attempt, AttemptReason, EndpointCondition, EndpointPace

NOW = datetime(2027, 4, 12, 9, tzinfo=UTC)
PACE = EndpointPace(concurrency=4, rate_per_s=20)
SOUND = EndpointCondition()


def attempt(
    reason: AttemptReason | None = None,
    *,
    status: int | None = None,
    retry_after: str | None = None,
    at: datetime = NOW,
) -> Attempt:
    return Attempt(
        started_at=at, status=status, reason=reason, latency_s=0.1, retry_after=retry_after
    )


DOWN = attempt(AttemptReason.CONNECTION)
TAKEN = attempt(status=200)


def pause_s(condition: EndpointCondition) -> float:
    return (condition.resume_at - NOW).total_seconds() if condition.resume_at else 0.0


def test_failures_in_a_row_open_the_breaker_and_each_further_one_doubles_the_pause() -> None:
    condition = SOUND
    pauses = []
    for _ in range(BREAK_AFTER + 6):
        condition = after(condition, [DOWN], now=NOW)
        pauses.append(pause_s(condition))
    assert pauses[: BREAK_AFTER - 1] == [0.0] * (BREAK_AFTER - 1)
    assert pauses[BREAK_AFTER - 1 :] == [30, 60, 120, 240, 300, 300, 300]
    assert condition.failures == BREAK_AFTER + 6
    assert condition.failing_since == NOW


def test_one_success_closes_it() -> None:
    condition = after(SOUND, [DOWN] * 9, now=NOW)
    assert after(condition, [TAKEN], now=NOW) == SOUND
    assert after(condition, [TAKEN, DOWN], now=NOW).failures == 1


def test_a_defect_of_ours_is_not_held_against_the_endpoint() -> None:
    assert after(SOUND, [attempt(AttemptReason.INTERNAL)] * 9, now=NOW) == SOUND


@pytest.mark.parametrize(
    ("status", "retry_after", "expected"),
    [
        (429, "120", 120),
        (503, "Mon, 12 Apr 2027 09:10:00 GMT", 600),
        (503, "1000000000", RETRY_AFTER_CAP_S),
        (429, "-5", 0),
        (429, "garbage", 0),
        (429, None, 0),
        (500, "120", 0),
    ],
)
def test_what_an_endpoint_asks_for_holds_for_all_its_deliveries(
    status: int, retry_after: str | None, expected: float
) -> None:
    reason = AttemptReason.RATE_LIMITED if status == 429 else AttemptReason.SERVER
    answered = attempt(reason, status=status, retry_after=retry_after)
    assert pause_s(after(SOUND, [answered], now=NOW)) == expected


def test_a_single_delivery_never_notices_the_breaker() -> None:
    """Its third and later waits are longer than any pause."""
    assert SCHEDULE_S[2] >= LONGEST_PAUSE_S * 1.0
    assert SCHEDULE_S[2] * 0.8 > FIRST_PAUSE_S


def test_five_days_of_failures_are_enough() -> None:
    condition = after(SOUND, [DOWN], now=NOW)
    assert not given_up(condition, now=NOW + GIVE_UP_AFTER - timedelta(seconds=1))
    assert given_up(condition, now=NOW + GIVE_UP_AFTER)
    assert not given_up(SOUND, now=NOW + GIVE_UP_AFTER * 9)


def test_room_of_a_sound_endpoint_is_its_places() -> None:
    assert room(PACE, SOUND, in_hand=0, tokens=20, now=NOW) == 4
    assert room(PACE, SOUND, in_hand=3, tokens=20, now=NOW) == 1
    assert room(PACE, SOUND, in_hand=9, tokens=20, now=NOW) == 0
    assert room(PACE, SOUND, in_hand=0, ahead=8, tokens=20, now=NOW) == 20
    assert room(PACE, SOUND, in_hand=0, tokens=2.9, now=NOW) == 2
    assert room(PACE, SOUND, in_hand=0, tokens=-1, now=NOW) == 0


def test_a_failing_endpoint_gets_one_at_a_time_and_none_while_it_pauses() -> None:
    failing = after(SOUND, [DOWN], now=NOW)
    assert room(PACE, failing, in_hand=0, ahead=9, tokens=20, now=NOW) == 1
    assert room(PACE, failing, in_hand=1, ahead=9, tokens=20, now=NOW) == 0
    paused = after(failing, [DOWN] * 9, now=NOW)
    assert paused.resume_at is not None
    before = paused.resume_at - timedelta(microseconds=1)
    assert room(PACE, paused, in_hand=0, tokens=20, now=before) == 0
    assert room(PACE, paused, in_hand=0, tokens=20, now=paused.resume_at) == 1


def test_a_pause_that_a_clock_set_back_made_endless_does_not_count() -> None:
    condition = EndpointCondition(
        failures=6, failing_since=NOW, resume_at=NOW + timedelta(days=400)
    )
    assert room(PACE, condition, in_hand=0, tokens=20, now=NOW) == 1


@given(
    rate=st.floats(min_value=0.01, max_value=1000),
    waits=st.lists(st.floats(min_value=0, max_value=100), min_size=1, max_size=50),
)
def test_a_bucket_never_lets_more_through_than_its_rate(rate: float, waits: list[float]) -> None:
    pace = EndpointPace(rate_per_s=rate)
    bucket = Bucket.full(pace, now_s=0.0)
    now_s = taken = 0.0
    for wait_s in waits:
        now_s += wait_s
        bucket = bucket.at(pace, now_s=now_s)
        most = int(bucket.tokens)
        bucket = bucket.less(most)
        taken += most
    assert taken <= max(1.0, rate) + now_s * rate + 1e-6


def test_a_clock_that_stands_still_or_goes_back_fills_nothing() -> None:
    bucket = Bucket(tokens=0.0, filled_at_s=10.0)
    assert bucket.at(PACE, now_s=10.0).tokens == 0.0
    assert bucket.at(PACE, now_s=5.0).tokens == 0.0


@pytest.mark.parametrize(
    ("seconds", "latency_s", "count"),
    [(0.5, 0.05, 10), (2.0, 0.5, 4), (0.5, 3.0, 1), (0.5, 0.0, MOST_AHEAD)],
)
def test_what_an_endpoint_takes_in_a_time_follows_from_how_long_each_takes(
    seconds: float, latency_s: float, count: int
) -> None:
    assert taken_within(seconds, latency_s) == count
