"""When to poll a feed next. Pure: the clock and the jitter are arguments.

A feed is never given up: failures only make visits rarer, up to one a day.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.model import PollOutcome

DEFAULT_BASE_INTERVAL_S = 15 * 60.0
"""Between two visits to a healthy feed. News feeds change about this often, and most publishers'
front servers cache for five to fifteen minutes, so a shorter interval brings little."""

MAX_BACKOFF_S = 24 * 3600.0
"""A failing feed is visited at least once a day."""

MAX_RETRY_AFTER_S = 24 * 3600.0
"""A server may ask for at most this long a pause; a larger number is a mistake or an attack."""

MAX_HINT_S = 3600.0
"""``ttl`` and ``max-age`` may stretch the interval to at most an hour: publishers leave defaults
of a day standing in feeds that change every minute."""

JITTER_SHARE = 0.1
"""Visits are spread by this share, so that feeds added together do not stay together."""

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NO_CACHE = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)


def next_poll(
    *,
    now: datetime,
    outcome: PollOutcome,
    failures: int,
    ttl_s: float | None,
    headers: Mapping[str, str],
    status: int | None,
    base_interval_s: float,
    jitter: float,
) -> datetime:
    """The time of the next visit, always after ``now``.

    ``failures`` counts the visits in a row that failed, this one included. ``headers`` have
    lower-case names; ``status`` is the HTTP status, ``None`` where no answer came; ``jitter`` in
    [0, 1) spreads the interval by ±10 %. ``Retry-After`` (429, 503) and the hints of a healthy
    feed (``ttl_s``, ``max-age``) are lower bounds: jitter only ever adds to them.

    Raises ``ValueError`` for a jitter outside [0, 1) or an interval that is not positive.
    """
    if not 0 <= jitter < 1:
        raise ValueError(f"jitter must be in [0, 1), got {jitter!r}")
    if not (base_interval_s > 0 and math.isfinite(base_interval_s)):
        raise ValueError(f"base_interval_s must be positive, got {base_interval_s!r}")
    spread = 1 - JITTER_SHARE + 2 * JITTER_SHARE * jitter
    if outcome is PollOutcome.FAILED:
        delay_s = _backoff_s(base_interval_s, failures, status) * spread
        bound_s = _retry_after_s(headers, now) if status in (429, 503) else 0.0
    else:
        delay_s = base_interval_s * spread
        bound_s = min(max(_finite(ttl_s), _max_age_s(headers)), MAX_HINT_S)
    spread_bound_s = min(bound_s * (1 + JITTER_SHARE * jitter), MAX_RETRY_AFTER_S)
    return now + timedelta(seconds=max(delay_s, spread_bound_s))


def _backoff_s(base_interval_s: float, failures: int, status: int | None) -> float:
    """The interval doubled with each further failure. A feed that is gone gets the cap at once."""
    cap_s = max(MAX_BACKOFF_S / (1 + JITTER_SHARE), base_interval_s)  # with jitter still a day
    if status == 410:
        return cap_s
    doublings = min(max(failures - 1, 0), 64)
    return min(base_interval_s * 2.0**doublings, cap_s)


def _retry_after_s(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds the server asks to wait, at most a day; 0 where it says nothing usable."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        seconds = float(value[:12])
    else:
        seconds = _seconds_until(value, now)
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_S)


def parse_http_date(text: str) -> datetime | None:
    """The moment that an HTTP header such as ``Date`` states; ``None`` where it states none."""
    try:
        moment = parsedate_to_datetime(text[:64])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _seconds_until(http_date: str, now: datetime) -> float:
    moment = parse_http_date(http_date)
    return 0.0 if moment is None else (moment - now).total_seconds()


def _max_age_s(headers: Mapping[str, str]) -> float:
    value = headers.get("cache-control", "")[:1000]
    found = _MAX_AGE.search(value)
    return float(found[1]) if found and not _NO_CACHE.search(value) else 0.0


def _finite(seconds: float | None) -> float:
    return seconds if seconds is not None and math.isfinite(seconds) and seconds > 0 else 0.0
