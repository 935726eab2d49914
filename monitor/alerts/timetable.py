"""When quiet hours end and when digests go out, by the clocks that people read. Pure.

Times of day are those of a time zone. Where its clocks are put forward, a time that they jump over
is the moment after the jump; where they are put back, a time that they show twice is its first
showing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model import Digest, QuietHours
from monitor.model.aware import require_aware

LONGEST_QUIET = timedelta(days=14)
"""Quiet hours that follow on each other without a break are looked ahead of for so long."""

_DAY = timedelta(days=1)


def quiet_until(quiet: QuietHours, now: datetime) -> datetime | None:
    """When the quiet hours end that ``now`` lies in (UTC); ``None`` where it lies in none.

    Hours that begin when others end make one time.
    """
    require_aware(now, "now")
    zone = ZoneInfo(quiet.zone)
    first = now.astimezone(zone).date() - _DAY
    until = now
    for number in range(LONGEST_QUIET // _DAY + 2):
        day = first + number * _DAY
        if day.weekday() in quiet.days and _at(day, quiet.start, zone) <= until:
            last = day if quiet.end > quiet.start else day + _DAY
            until = max(until, _at(last, quiet.end, zone))
    return until.astimezone(UTC) if until > now else None


def digest_at(digest: Digest, now: datetime) -> datetime:
    """When the next digest goes out after ``now`` (UTC)."""
    require_aware(now, "now")
    zone = ZoneInfo(digest.zone)
    local = now.astimezone(zone)
    if digest.every == "hourly":
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return now.astimezone(UTC) - past + timedelta(hours=1)
    days = (local.date() + number * _DAY for number in range(3))
    return next(at for at in (_at(day, digest.at, zone) for day in days) if at > now)


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which the zone's clocks show ``at`` on ``day``."""
    shown = datetime.combine(day, at, tzinfo=zone)
    moment = shown.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None):
        return moment
    return _jump(shown.replace(fold=1).astimezone(UTC), moment, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second at which the zone's clocks have been put forward.

    A time that is jumped over, read by the offsets of after and before the jump (PEP 495), gives
    moments ``before`` and ``after`` it.
    """
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after
