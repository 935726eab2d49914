"""The schedule of retries, and what each outcome does to a delivery."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.retry import (
    MAX_ATTEMPTS,
    RETRY_AFTER_CAP_S,
    SCHEDULE_S,
    NextStep,
    next_attempt,
    retry_after_s,
)
from monitor.model import Attempt, AttemptReason, DeliveryState
from tests.alerts.builders import NOW

MIDDLE = 0.5  # the jitter that leaves a wait as it is
DAY_S = 24 * 3600.0


def failed(
    reason: AttemptReason | None = AttemptReason.SERVER,
    status: int | None = 500,
    retry_after: str | None = None,
) -> Attempt:
    return Attempt(
        started_at=NOW, status=status, reason=reason, latency_s=0.1, retry_after=retry_after
    )


def step_after(attempt: Attempt, made: int = 1, jitter: float = MIDDLE) -> NextStep:
    return next_attempt(attempt=attempt, attempts_made=made, now=NOW, jitter=jitter)


def wait_s(attempt: Attempt, made: int = 1, jitter: float = MIDDLE) -> float:
    step = step_after(attempt, made, jitter)
    assert step.state is DeliveryState.PENDING
    assert step.at is not None
    assert not step.disable_endpoint
    return (step.at - NOW).total_seconds()


def test_the_schedule_is_that_of_standard_webhooks() -> None:
    assert MAX_ATTEMPTS == 10
    assert timedelta(seconds=sum(SCHEDULE_S)) == timedelta(hours=75, minutes=35, seconds=5)


def test_waits_follow_the_schedule_and_the_tenth_failure_is_the_last() -> None:
    waits = [wait_s(failed(), made) for made in range(1, 10)]
    hours = 3600
    expected = [5, 300, 1800, 2 * hours, 5 * hours, 10 * hours, 14 * hours, 20 * hours, 24 * hours]
    assert waits == expected
    assert step_after(failed(), 10) == NextStep(state=DeliveryState.DEAD)
    assert step_after(failed(), 11) == NextStep(state=DeliveryState.DEAD)


@given(made=st.integers(1, 9), jitter=st.floats(0, 1, exclude_max=True))
def test_jitter_stays_within_a_fifth(made: int, jitter: float) -> None:
    wait = wait_s(failed(), made, jitter)
    assert 0.8 * SCHEDULE_S[made] - 1e-6 <= wait <= 1.2 * SCHEDULE_S[made]


def test_jitter_uses_its_whole_width() -> None:
    assert wait_s(failed(), 3, 0.0) == pytest.approx(0.8 * 1800)
    assert wait_s(failed(), 3, 0.999999) == pytest.approx(1.2 * 1800, rel=1e-5)


@pytest.mark.parametrize("made", [1, 10, 12])
def test_success_delivers_at_any_attempt(made: int) -> None:
    assert step_after(failed(None, 204), made) == NextStep(state=DeliveryState.DELIVERED)


@pytest.mark.parametrize("made", [1, 10])
def test_gone_kills_the_delivery_and_disables_the_endpoint(made: int) -> None:
    gone = failed(AttemptReason.GONE, 410, retry_after="60")
    expected = NextStep(state=DeliveryState.DEAD, disable_endpoint=True)
    assert step_after(gone, made) == expected
    assert step_after(failed(AttemptReason.CLIENT, 410), made) == expected


def test_a_disabled_endpoint_kills_the_delivery_and_asks_for_nothing_more() -> None:
    disabled = failed(AttemptReason.DISABLED, None)
    assert step_after(disabled) == NextStep(state=DeliveryState.DEAD)


@pytest.mark.parametrize(
    "reason", sorted(set(AttemptReason) - {AttemptReason.GONE, AttemptReason.DISABLED})
)
def test_every_other_failure_is_tried_again(reason: AttemptReason) -> None:
    assert wait_s(failed(reason, None)) == 5


@pytest.mark.parametrize("status", [429, 502, 503, 504])
class TestRetryAfter:
    def test_later_than_the_schedule_is_honoured(self, status: int) -> None:
        assert wait_s(failed(status=status, retry_after="120")) == 120

    def test_earlier_than_the_schedule_is_not(self, status: int) -> None:
        assert wait_s(failed(status=status, retry_after="1"), 2) == 300
        assert wait_s(failed(status=status, retry_after="250"), 2, 0.0) == 250
        assert wait_s(failed(status=status, retry_after="310"), 2, 0.9) == pytest.approx(348)

    @pytest.mark.parametrize("value", ["86401", "1000000000", "9" * 13, "9" * 5000])
    def test_is_capped_at_a_day(self, status: int, value: str) -> None:
        assert wait_s(failed(status=status, retry_after=value)) == RETRY_AFTER_CAP_S == DAY_S

    @pytest.mark.parametrize(
        "far", ["Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 -2359"]
    )
    def test_far_date_is_capped_at_a_day(self, status: int, far: str) -> None:
        assert wait_s(failed(status=status, retry_after=far)) == DAY_S

    def test_the_cap_never_shortens_the_schedule(self, status: int) -> None:
        assert wait_s(failed(status=status, retry_after="1000000000"), 9, 0.9) > DAY_S

    def test_http_date_is_honoured(self, status: int) -> None:
        at = NOW + timedelta(minutes=90)
        value = format_datetime(at, usegmt=True)
        assert wait_s(failed(status=status, retry_after=value)) == 5400

    @pytest.mark.parametrize(
        "value",
        [
            "",
            " ",
            "-5",
            "-1e9",
            "soon",
            "nan",
            "inf",
            "1e9",
            "0x10",
            "\x00",
            "\udcff",
            "Tue, 99 Foo 2031 99:99:99 GMT",
            "Tue, 06 May 99999999999999999999 10:00:00 GMT",
            "Tue, 06 May 2031 10:00:00 +99999999999999999999",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Sat, 01 Jan 0000 00:00:00 +9999",
            "٣٠",
            None,
        ],
    )
    def test_past_negative_and_garbage_leave_the_schedule(
        self, status: int, value: str | None
    ) -> None:
        assert wait_s(failed(status=status, retry_after=value)) == 5

    def test_does_not_outlive_the_last_attempt(self, status: int) -> None:
        assert step_after(failed(status=status, retry_after="60"), 10).state is DeliveryState.DEAD


@pytest.mark.parametrize("status", [301, 400, 401, 404, 500, None])
def test_retry_after_on_other_answers_is_not_heard(status: int | None) -> None:
    assert wait_s(failed(AttemptReason.CLIENT, status, retry_after="3600")) == 5


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0.0),
        (" 30 ", 30.0),
        ("1.5", 1.5),
        ("Tue, 06 May 2031 10:00:00 GMT", 1800.0),
        ("Tue, 06 May 2031 12:00:00 +0200", 1800.0),
        ("Tue May  6 10:00:00 2031", 1800.0),
        ("Tuesday, 06-May-31 10:00:00 GMT", 1800.0),
        ("Tue, 06 May 2031 09:00:00 GMT", 0.0),
    ],
)
def test_forms_of_retry_after(value: str, expected: float) -> None:
    assert retry_after_s(value, now=NOW) == expected


@given(value=st.text(max_size=60))
def test_no_text_breaks_retry_after(value: str) -> None:
    asked = retry_after_s(value, now=NOW)
    assert asked is None or asked >= 0


@pytest.mark.parametrize("jitter", [-0.1, 1.0, float("nan")])
def test_jitter_outside_its_range_is_refused(jitter: float) -> None:
    with pytest.raises(ValueError, match="jitter"):
        step_after(failed(), jitter=jitter)


def test_count_and_time_are_checked() -> None:
    with pytest.raises(ValueError, match="attempts_made"):
        step_after(failed(), 0)
    with pytest.raises(ValueError, match="aware"):
        next_attempt(attempt=failed(), attempts_made=1, now=datetime(2031, 5, 6), jitter=0.5)  # noqa: DTZ001


def test_result_is_in_utc() -> None:
    step = step_after(failed())
    assert step.at is not None
    assert step.at.tzinfo is UTC
