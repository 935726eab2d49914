from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.web.throttle import BUCKET, LEAK, give_back, leaked, take

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
KEY = frozenset({"a"})


def test_a_bucket_fills_and_leaks() -> None:
    level = 0.0
    for _ in range(int(BUCKET)):
        taken = take({"a": (level, NOW)}, KEY, NOW)
        assert taken.wait_s == 0
        level = taken.levels["a"]
    refused = take({"a": (level, NOW)}, KEY, NOW)
    assert (refused.levels["a"], refused.wait_s) == (level, LEAK.total_seconds())
    assert take({"a": (level, NOW)}, KEY, NOW + LEAK).wait_s == 0


def test_one_full_bucket_refuses_and_fills_no_other() -> None:
    taken = take({"a": (BUCKET, NOW)}, frozenset({"a", "b"}), NOW)
    assert taken.wait_s > 0
    assert taken.levels == {"a": BUCKET, "b": 0.0}


def test_a_clock_that_goes_back_leaks_nothing() -> None:
    assert leaked(3.0, NOW, NOW - timedelta(hours=1)) == 3.0


@given(gaps=st.lists(st.floats(0, 120), max_size=60))
def test_no_pattern_of_tries_gets_more_than_bucket_and_leak(gaps: list[float]) -> None:
    kept: dict[str, tuple[float, datetime]] = {}
    now, had = NOW, 0
    for gap in gaps:
        now += timedelta(seconds=gap)
        taken = take(kept, KEY, now)
        had += taken.wait_s == 0
        kept = {key: (level, now) for key, level in taken.levels.items()}
    assert had <= BUCKET + (now - NOW) / LEAK + 1e-6


def test_what_is_given_back_never_goes_below_nothing() -> None:
    assert give_back({"a": (0.5, NOW), "b": (4.0, NOW)}, frozenset("abc"), NOW) == {
        "a": 0.0,
        "b": 3.0,
    }
