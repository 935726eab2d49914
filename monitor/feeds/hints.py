"""What a feed and its server ask of those who poll it: pauses, lifetimes, hours to stay away. Pure.

Every hint is a lower bound for the next visit, and every one is capped: publishers leave
defaults standing for years.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.model import PollingHints

MAX_HINT_S = 3600.0
"""``ttl``, ``sy:updatePeriod``, ``max-age`` and ``Expires`` may stretch the interval to at most an
hour: publishers leave defaults of a day standing in feeds that change every minute."""

MAX_RETRY_AFTER_S = 24 * 3600.0
"""A server may ask for at most this long a pause; a larger number is a mistake or an attack."""

MAX_SKIP = timedelta(hours=12)
"""``skipHours`` and ``skipDays`` may put a visit off by at most this much: news breaks on Sundays
too, and a feed that is quiet then costs one short answer."""

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NO_CACHE = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)

_HEAD_BYTES = 65_536
_FIRST_ITEM = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)
_SKIP_HOURS = re.compile(rb"<skipHours>(.{0,4000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_SKIP_DAYS = re.compile(rb"<skipDays>(.{0,4000}?)</skipDays>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(rb"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_DAY = re.compile(rb"<day>\s*([A-Za-z]{3})[a-z]*\s*</day>", re.IGNORECASE)
_DAYS = (b"mon", b"tue", b"wed", b"thu", b"fri", b"sat", b"sun")


def document_hints(body: bytes, *, ttl_s: float | None) -> PollingHints:
    """What a feed document asks: ``ttl_s`` as the parser read it, and the RSS skip lists.

    Only what stands before the first item is looked at. A list that would leave no hour or no
    day is a mistake and counts as none. Hour 24 is midnight (RSS 0.91 counted from 1).
    """
    head = body[:_HEAD_BYTES]
    first = _FIRST_ITEM.search(head)
    head = head[: first.start()] if first else head
    hours = {int(text) % 24 for text in _listed(_SKIP_HOURS, _HOUR, head) if int(text) <= 24}
    days = {_DAYS.index(text.lower()) for text in _listed(_SKIP_DAYS, _DAY, head) if text.lower()
            in _DAYS}  # fmt: skip
    return PollingHints(
        ttl_s=finite(ttl_s) or None,
        skip_hours=tuple(sorted(hours)) if len(hours) < 24 else (),
        skip_days=tuple(sorted(days)) if len(days) < 7 else (),
    )


def _listed(element: re.Pattern[bytes], entry: re.Pattern[bytes], head: bytes) -> list[bytes]:
    found = element.search(head)
    return entry.findall(found[1]) if found else []


def lifetime_s(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds for which the answer says it stays fresh: ``max-age``, else ``Expires``; 0: unsaid.

    RFC 9111 section 4.2.1; ``no-cache`` and ``no-store`` say that nothing is promised. ``Age``
    (time in caches on the way) is taken off.
    """
    control = headers.get("cache-control", "")[:1000]
    if _NO_CACHE.search(control):
        return 0.0
    age = headers.get("age", "").strip()
    age_s = float(age[:9]) if age.isascii() and age.isdigit() else 0.0
    found = _MAX_AGE.search(control)
    if found:
        return max(0.0, float(found[1]) - age_s)
    told = parse_http_date(headers.get("date", "")) or now
    expires = parse_http_date(headers.get("expires", ""))
    return max(0.0, (expires - told).total_seconds() - age_s) if expires else 0.0


def retry_after_s(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds the server asks to wait, at most a day; 0 where it says nothing usable."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        seconds = float(value[:12])
    else:
        moment = parse_http_date(value)
        seconds = 0.0 if moment is None else (moment - now).total_seconds()
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_S)


def after_skips(hints: PollingHints, moment: datetime) -> datetime:
    """``moment``, or the first full hour after it that the feed does not ask to be left alone in.

    At most :data:`MAX_SKIP` later. Hours and days are of UTC, as RSS 2.0 says.
    """
    found = moment.astimezone(UTC)
    while _is_skipped(hints, found):
        found = found.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        if found - moment >= MAX_SKIP:
            return moment + MAX_SKIP
    return found


def _is_skipped(hints: PollingHints, moment: datetime) -> bool:
    return moment.hour in hints.skip_hours or moment.weekday() in hints.skip_days


def parse_http_date(text: str) -> datetime | None:
    """The moment that an HTTP header such as ``Date`` states; ``None`` where it states none."""
    try:
        moment = parsedate_to_datetime(text[:64])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def finite(seconds: float | None) -> float:
    """``seconds`` where they are a positive number, else 0."""
    return seconds if seconds is not None and math.isfinite(seconds) and seconds > 0 else 0.0
