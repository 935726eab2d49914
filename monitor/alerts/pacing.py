"""How many deliveries an endpoint may have in hand, from how it behaves. Pure.

One endpoint that is down must cost the others nothing and itself little: after
:data:`BREAK_AFTER` failures in a row its deliveries wait (a circuit breaker), then one at a time
is tried until one is taken. What waited meanwhile goes out at the endpoint's rate, not at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.alerts.retry import RETRY_AFTER_CAP_S, RETRY_AFTER_STATUSES, retry_after_s
from monitor.model import Attempt, AttemptReason, EndpointCondition, EndpointPace

BREAK_AFTER = 5
"""Failures in a row that open the breaker: the schedule's first tries of two or three alerts."""

FIRST_PAUSE_S = 30.0
"""The first pause; each further failure doubles it. Shorter than the schedule's third wait, so a
single delivery never notices the breaker."""

LONGEST_PAUSE_S = 300.0
"""The longest pause: how late, at most, we see that an endpoint is back."""

FIRST_LATENCY_S = 0.05
"""What an endpoint is thought to take that nothing was sent to lately."""

MOST_AHEAD = 32
"""The most deliveries in hand for each request at once, however fast the endpoint."""

GIVE_UP_AFTER = timedelta(days=5)
"""Without one success for so long, an endpoint is disabled (the practice of Svix, whose documents
name five days of failures)."""


def after(
    condition: EndpointCondition, attempts: Iterable[Attempt], *, now: datetime
) -> EndpointCondition:
    """The condition once these attempts (in order) have ended. ``now``: when they were seen."""
    for attempt in attempts:
        if attempt.reason is None:
            condition = EndpointCondition()
            continue
        if attempt.reason is AttemptReason.INTERNAL:
            continue  # a defect of ours says nothing about the endpoint
        condition = replace(
            condition,
            failures=condition.failures + 1,
            failing_since=condition.failing_since or attempt.started_at,
        )
        pause_s = max(_pause_s(condition.failures), _asked_s(attempt, now))
        if pause_s > 0:
            condition = replace(condition, resume_at=now + timedelta(seconds=pause_s))
    return condition


def taken_within(seconds: float, latency_s: float) -> int:
    """How many deliveries an endpoint takes one after the other in so many seconds, if each takes
    ``latency_s``: from 1 to :data:`MOST_AHEAD`."""
    return max(1, min(MOST_AHEAD, int(seconds / max(0.001, latency_s))))


def given_up(condition: EndpointCondition, *, now: datetime) -> bool:
    """Whether the endpoint has failed for so long that it is to be disabled."""
    since = condition.failing_since
    return since is not None and now - since >= GIVE_UP_AFTER


def room(
    pace: EndpointPace,
    condition: EndpointCondition,
    *,
    in_hand: int,
    ahead: int = 1,
    tokens: float,
    now: datetime,
) -> int:
    """How many more deliveries the endpoint may be given now.

    ``in_hand``: those claimed for it and not ended. ``ahead``: how many per place it may have in
    hand, so that a fast endpoint never waits for the next claim. ``tokens``: what its
    :class:`Bucket` holds.
    """
    wait = condition.resume_at
    # A time further ahead than any pause was written by a clock that has been set back since.
    if wait is not None and now < wait <= now + timedelta(seconds=RETRY_AFTER_CAP_S):
        return 0
    places = 1 if condition.failures else pace.concurrency * ahead
    return max(0, min(places - in_hand, int(tokens)))


def _pause_s(failures: int) -> float:
    if failures < BREAK_AFTER:
        return 0.0
    return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(10, failures - BREAK_AFTER))


def _asked_s(attempt: Attempt, now: datetime) -> float:
    if attempt.status not in RETRY_AFTER_STATUSES:
        return 0.0
    return min(RETRY_AFTER_CAP_S, retry_after_s(attempt.retry_after, now=now) or 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A token bucket: ``tokens`` at ``filled_at_s`` (monotonic seconds). Holds at most a second's
    worth (and one at least), so that a queue goes out evenly."""

    tokens: float
    filled_at_s: float

    @staticmethod
    def full(pace: EndpointPace, *, now_s: float) -> Bucket:
        """The bucket of an endpoint that was idle."""
        return Bucket(tokens=max(1.0, pace.rate_per_s), filled_at_s=now_s)

    def at(self, pace: EndpointPace, *, now_s: float) -> Bucket:
        """The bucket as it is filled by ``now_s``."""
        gained = max(0.0, now_s - self.filled_at_s) * pace.rate_per_s
        most = max(1.0, pace.rate_per_s)
        return Bucket(tokens=min(most, self.tokens + gained), filled_at_s=now_s)

    def less(self, taken: int) -> Bucket:
        """The bucket with ``taken`` tokens less."""
        return replace(self, tokens=self.tokens - taken)
