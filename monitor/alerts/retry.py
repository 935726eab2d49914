"""When to try a delivery again, and when to stop. Pure: clock and randomness are arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.model import Attempt, AttemptReason, DeliveryState
from monitor.model.aware import require_aware

_MINUTE_S = 60
_HOUR_S = 60 * _MINUTE_S

SCHEDULE_S: tuple[int, ...] = (
    0,
    5,
    5 * _MINUTE_S,
    30 * _MINUTE_S,
    2 * _HOUR_S,
    5 * _HOUR_S,
    10 * _HOUR_S,
    14 * _HOUR_S,
    20 * _HOUR_S,
    24 * _HOUR_S,
)
"""Seconds to wait before each of the ten attempts, counted from the one before.

The example schedule of Standard Webhooks 1.0.0: ten attempts over 75 h 35 min 5 s.
"""

MAX_ATTEMPTS = len(SCHEDULE_S)

JITTER = 0.2
"""Share by which a wait is stretched or shortened, so that retries do not come in step."""

RETRY_AFTER_CAP_S = 24 * _HOUR_S
"""The longest wait that an endpoint can ask for: the schedule's own longest."""

RETRY_AFTER_STATUSES = frozenset({429, 502, 503, 504})
"""Answers whose ``Retry-After`` is heard: those that say "not now" (Standard Webhooks 1.0.0)."""

GONE_STATUS = 410
"""The answer that means: never call this endpoint again (Standard Webhooks 1.0.0)."""

_SECONDS = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What becomes of a delivery after an attempt.

    ``at`` is set exactly for state PENDING. ``disable_endpoint`` says that the endpoint asked
    never to be called again.
    """

    state: DeliveryState
    at: datetime | None = None
    disable_endpoint: bool = False


def next_attempt(*, attempt: Attempt, attempts_made: int, now: datetime, jitter: float) -> NextStep:
    """What to do after ``attempt``, which was number ``attempts_made`` (the first is 1).

    ``jitter`` is a random number in [0, 1). Accepted ends delivered; 410 ends dead and disables
    the endpoint; a disabled endpoint ends dead (it can be replayed); otherwise the schedule goes
    on until its last attempt, later where the endpoint asked for it, never earlier.
    Raises ``ValueError`` for a jitter outside its range, a count below 1 or a naive time.
    """
    require_aware(now, "now")
    if not 0.0 <= jitter < 1.0:
        raise ValueError(f"jitter must be in [0, 1), got {jitter!r}")
    if attempts_made < 1:
        raise ValueError(f"attempts_made counts the attempt just made, got {attempts_made!r}")
    if attempt.reason is None:
        return NextStep(state=DeliveryState.DELIVERED)
    if attempt.reason is AttemptReason.GONE or attempt.status == GONE_STATUS:
        return NextStep(state=DeliveryState.DEAD, disable_endpoint=True)
    if attempt.reason is AttemptReason.DISABLED or attempts_made >= MAX_ATTEMPTS:
        return NextStep(state=DeliveryState.DEAD)
    wait_s = SCHEDULE_S[attempts_made] * (1 + JITTER * (2 * jitter - 1))
    if attempt.status in RETRY_AFTER_STATUSES:
        asked_s = retry_after_s(attempt.retry_after, now=now)
        wait_s = max(wait_s, min(asked_s or 0.0, RETRY_AFTER_CAP_S))
    return NextStep(state=DeliveryState.PENDING, at=now + timedelta(seconds=wait_s))


def retry_after_s(value: str | None, *, now: datetime) -> float | None:
    """Seconds from ``now`` that a ``Retry-After`` header asks for; ``None`` where it asks nothing.

    Takes seconds (also with decimals, which some services send) and HTTP dates (RFC 9110 section
    10.2.3; a date without a zone is UTC). A date gone by gives 0. Never raises for any text; not
    capped.
    """
    if value is None:
        return None
    text = value.strip()
    if _SECONDS.fullmatch(text) is not None:
        return float(text)
    if _DIGITS.fullmatch(text) is not None:
        return float("inf")  # more digits than any date has; the caller's cap holds
    try:
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        return max(0.0, (aware - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
