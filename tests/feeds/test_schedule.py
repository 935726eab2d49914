from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.schedule import (
    BASE_S,
    FASTEST_S,
    SLOWEST_S,
    NextPoll,
    Pace,
    VisitFacts,
    host_hold_s,
    most_rare_s,
    next_poll,
)
from monitor.model import PollingHints, PollOutcome

NOW = datetime(2022, 1, 14, 12, tzinfo=UTC)
MIN_S, HOUR_S, DAY_S = 60.0, 3600.0, 86400.0
PACE = Pace()


def decide(*, jitter: float = 0.5, pace: Pace = PACE, **facts: Any) -> NextPoll:
    plain: dict[str, Any] = {"outcome": PollOutcome.UNCHANGED}
    return next_poll(VisitFacts(**(plain | facts)), now=NOW, pace=pace, jitter=jitter)


def delay_s(**given: Any) -> float:
    return (decide(**given).at - NOW).total_seconds()


def failed_s(failures: int = 1, **given: Any) -> float:
    return delay_s(outcome=PollOutcome.FAILED, failures=failures, **given)


# ---------------------------------------------------------------- sound feeds


def test_an_unknown_feed_is_visited_at_the_base_interval() -> None:
    assert delay_s() == BASE_S == 900
    assert "to begin with" in decide().why


@pytest.mark.parametrize(
    ("gap_s", "rarest_s"),
    [
        (30.0, FASTEST_S),
        (8 * MIN_S, 8 * MIN_S),
        (20 * MIN_S, BASE_S),
        (2 * HOUR_S, BASE_S),
        (8 * HOUR_S, HOUR_S),
        (DAY_S, 3 * HOUR_S),
        (7 * DAY_S, 21 * HOUR_S),
        (365 * DAY_S, SLOWEST_S),
    ],
)
def test_a_feed_starts_and_rests_as_the_gaps_between_its_items_say(
    gap_s: float, rarest_s: float
) -> None:
    assert most_rare_s(gap_s, None, PACE) == rarest_s
    first = decide(outcome=PollOutcome.NEW, usual_gap_s=gap_s, items=30, new_items=0)
    assert first.interval_s == rarest_s
    assert "an item comes every" in first.why


def test_silence_makes_rare_by_an_hour_a_day() -> None:
    assert most_rare_s(HOUR_S, 3 * HOUR_S, PACE) == BASE_S
    assert most_rare_s(HOUR_S, 12 * HOUR_S, PACE) == 30 * MIN_S
    assert most_rare_s(HOUR_S, 7 * DAY_S, PACE) == 7 * HOUR_S
    assert most_rare_s(None, 30 * DAY_S, PACE) == SLOWEST_S
    assert most_rare_s(5 * MIN_S, 60.0, PACE) == FASTEST_S


def test_mostly_new_documents_hasten_and_mostly_known_ones_slow_down() -> None:
    known: dict[str, Any] = {
        "interval_s": 600.0,
        "usual_gap_s": 4 * HOUR_S,
        "outcome": PollOutcome.NEW,
    }
    assert decide(items=30, new_items=21, **known).interval_s == 300
    assert decide(items=30, new_items=15, **known).interval_s == 600
    assert decide(items=30, new_items=9, **known).interval_s == 750
    assert decide(items=30, new_items=0, **known).interval_s == 750
    assert decide(interval_s=600.0, usual_gap_s=4 * HOUR_S, items=0).interval_s == 750


def test_between_five_minutes_and_a_day_whatever_happens() -> None:
    interval_s = 600.0
    for _ in range(50):
        found = decide(outcome=PollOutcome.NEW, interval_s=interval_s, items=9, new_items=9)
        interval_s = found.interval_s or 0.0
    assert interval_s == FASTEST_S
    for _ in range(50):
        interval_s = decide(interval_s=interval_s, quiet_s=90 * DAY_S).interval_s or 0.0
    assert interval_s == SLOWEST_S


def test_slowing_down_stops_where_an_item_would_wait_too_long() -> None:
    """A feed of one item in twenty minutes is nearly all duplicates and still must be read."""
    interval_s = 900.0
    for _ in range(50):
        found = decide(
            outcome=PollOutcome.NEW,
            interval_s=interval_s,
            usual_gap_s=20 * MIN_S,
            quiet_s=0.0,
            items=30,
            new_items=1,
        )
        interval_s = found.interval_s or 0.0
    assert interval_s == 900


def test_a_feed_that_rested_is_fast_again_with_its_first_item() -> None:
    rested = decide(interval_s=BASE_S, usual_gap_s=HOUR_S, quiet_s=9 * HOUR_S)
    assert rested.interval_s == BASE_S * 1.25
    assert "nothing new for 9 h" in rested.why
    woken = decide(
        outcome=PollOutcome.NEW,
        interval_s=DAY_S,
        usual_gap_s=HOUR_S,
        quiet_s=0.0,
        items=30,
        new_items=1,
    )
    assert woken.interval_s == BASE_S
    assert woken.why.startswith("faster, every 15 min")


def test_a_short_interval_is_kept_to_by_every_feed() -> None:
    fixed = Pace(base_s=0.5)
    given: tuple[dict[str, Any], ...] = (
        {"interval_s": 900.0, "quiet_s": DAY_S},
        {"items": 9, "new_items": 9},
        {"meeting_near": "Harbour talks"},
    )
    for facts in given:
        found = decide(pace=fixed, **facts)
        assert (found.at - NOW).total_seconds() == 0.5
        assert "MONITOR_POLL_INTERVAL_S" in found.why


def test_a_meeting_that_is_near_hastens_without_changing_the_feeds_own_pace() -> None:
    near = decide(interval_s=HOUR_S, usual_gap_s=DAY_S, meeting_near="Harbour talks")
    assert (near.at - NOW).total_seconds() == FASTEST_S
    assert near.interval_s == HOUR_S * 1.25
    assert near.why == "a meeting is near: Harbour talks"


def test_jitter_spreads_by_ten_percent_each_way() -> None:
    assert delay_s(jitter=0.0) == pytest.approx(0.9 * BASE_S)
    assert delay_s(jitter=0.999999) == pytest.approx(1.1 * BASE_S, rel=1e-3)


# ---------------------------------------------------------------- failures


def test_failures_double_the_interval_up_to_a_day_and_never_end() -> None:
    delays = [failed_s(n, status=500) for n in (1, 2, 3, 4, 5, 6, 7)]
    assert delays == [900, 1800, 3600, 7200, 14400, 28800, 57600]
    for failures in (8, 50, 10**6):
        assert DAY_S * 0.8 < failed_s(failures, status=500) <= SLOWEST_S
        assert failed_s(failures, status=None, jitter=0.999999) <= SLOWEST_S
    assert failed_s(0) == 900


def test_a_failure_leaves_the_feeds_interval_for_when_it_recovers() -> None:
    assert decide(outcome=PollOutcome.FAILED, failures=9, interval_s=450.0).interval_s == 450


def test_a_feed_that_is_gone_is_asked_once_a_day() -> None:
    assert failed_s(1, status=410) > DAY_S * 0.8
    assert "410" in decide(outcome=PollOutcome.FAILED, failures=1, status=410).why


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


def test_a_429_holds_its_whole_host_and_a_503_only_its_feed() -> None:
    def hold_s(status: int, failures: int = 1, retry_after: str = "") -> float:
        facts = VisitFacts(
            outcome=PollOutcome.FAILED,
            failures=failures,
            status=status,
            headers={"retry-after": retry_after},
        )
        return host_hold_s(facts, now=NOW, pace=PACE)

    assert hold_s(429, retry_after="7200") == 7200
    assert hold_s(429) == 900
    assert hold_s(429, failures=9) == HOUR_S
    assert hold_s(503, retry_after="7200") == hold_s(500) == 0


# ---------------------------------------------------------------- what feeds ask


def test_hints_of_the_feed_are_lower_bounds_of_at_most_an_hour() -> None:
    def asked_s(ttl_s: float | None = None, **more: Any) -> float:
        return delay_s(hints=PollingHints(ttl_s=ttl_s), jitter=0.0, interval_s=900.0, **more)

    assert asked_s(1800.0) == 1800
    assert asked_s(60.0) == 810
    assert asked_s(DAY_S) == 3600
    assert asked_s(headers={"cache-control": "public, max-age=2700"}) == 2700
    assert asked_s(headers={"cache-control": "max-age=999999999999"}) == 3600
    assert asked_s(1800.0, headers={"cache-control": "max-age=2000"}) == 2000
    assert asked_s(1800.0, meeting_near="Talks") == 1800
    assert failed_s(hints=PollingHints(ttl_s=3000.0)) == 900
    asked = decide(hints=PollingHints(ttl_s=1800.0), interval_s=300.0, usual_gap_s=300.0)
    assert "(ttl)" in asked.why
    assert (asked.not_before - NOW).total_seconds() == 1800
    assert asked.interval_s == 300  # what it asks does not become its pace


def test_hours_to_be_left_alone_in_are_kept_to_for_half_a_day_at_most() -> None:
    lunch = PollingHints(skip_hours=(12, 13))
    assert delay_s(hints=lunch) == 2 * HOUR_S
    assert "skipHours" in decide(hints=lunch).why
    friday = PollingHints(skip_days=(4,))
    assert delay_s(hints=friday) == pytest.approx(12 * HOUR_S)
    weekend = PollingHints(skip_days=(4, 5, 6))
    assert delay_s(hints=weekend) == pytest.approx(12 * HOUR_S + BASE_S)


@pytest.mark.parametrize("ttl_s", [float("nan"), float("inf"), -1.0, 0.0])
def test_useless_ttl_is_ignored(ttl_s: float) -> None:
    assert delay_s(hints=PollingHints(ttl_s=ttl_s)) == 900


SECONDS = st.none() | st.floats(0, 1e12)
FACTS = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(PollOutcome),
        "failures": st.integers(0, 10**9),
        "status": st.sampled_from([None, 200, 304, 410, 429, 500, 503]),
        "headers": st.dictionaries(
            st.sampled_from(["retry-after", "cache-control", "expires", "age", "date"]),
            st.text(max_size=20) | st.integers().map(str) | st.integers().map("max-age={}".format),
        ),
        "hints": st.builds(
            PollingHints,
            ttl_s=st.none() | st.floats(),
            skip_hours=st.lists(st.integers(0, 23), max_size=23).map(tuple),
            skip_days=st.lists(st.integers(0, 6), max_size=6).map(tuple),
        ),
        "items": st.integers(0, 20),
        "new_items": st.integers(0, 20),
        "interval_s": st.none() | st.floats(1e-3, 1e9),
        "usual_gap_s": SECONDS,
        "quiet_s": SECONDS,
        "meeting_near": st.sampled_from(["", "Talks"]),
    }
)


@given(st.floats(0, 0.999999), FACTS)
def test_every_visit_has_a_time_within_a_day_and_a_reason(
    jitter: float, facts: dict[str, Any]
) -> None:
    found = decide(jitter=jitter, **facts)
    assert 0 < (found.at - NOW).total_seconds() <= 1.1 * DAY_S + 12 * HOUR_S
    assert found.why
    if facts["outcome"] is not PollOutcome.FAILED:
        assert FASTEST_S <= (found.interval_s or 0) <= SLOWEST_S


@pytest.mark.parametrize("jitter", [1.0, -0.1])
def test_wrong_jitter_is_refused(jitter: float) -> None:
    with pytest.raises(ValueError, match="jitter"):
        delay_s(jitter=jitter)


@pytest.mark.parametrize("base_s", [0.0, float("nan"), -1.0])
def test_wrong_paces_are_refused(base_s: float) -> None:
    with pytest.raises(ValueError, match="base_s"):
        Pace(base_s=base_s)
