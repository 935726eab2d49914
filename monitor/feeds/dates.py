"""Dates of feed entries as aware UTC. Pure: ``now`` is an argument."""

from __future__ import annotations

import calendar
import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Anything older is a default value (1970, year 1), not the date of a news item."""

MAX_AHEAD = timedelta(hours=48)
"""Feeds run ahead by time zones and embargoes of a day; beyond two days a date is a mistake."""

_MAX_CHARS = 64

# Zone names that news feeds use and that the e-mail standard does not know. Names with several
# meanings (IST, CST of China) are left out: they are read as the standard reads them.
_ZONE_OFFSET_H = {
    "AEDT": 11.0, "AEST": 10.0, "ACST": 9.5, "AWST": 8.0, "BST": 1.0, "CAT": 2.0, "CEST": 2.0,
    "CET": 1.0, "EAT": 3.0, "EEST": 3.0, "EET": 2.0, "HKT": 8.0, "IDT": 3.0, "JST": 9.0,
    "KST": 9.0, "MEZ": 1.0, "MSK": 3.0, "NPT": 5.75, "NZDT": 13.0, "NZST": 12.0, "PKT": 5.0,
    "SAST": 2.0, "SGT": 8.0, "TRT": 3.0, "WAT": 1.0, "WEST": 1.0, "WET": 0.0, "WIB": 7.0,
}  # fmt: skip
_NAMED_ZONE = re.compile(r"\b([A-Z]{3,4})\s*$")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_YEAR = re.compile(r"\s00\d\d\b")
_SHORT_YEAR = re.compile(r"\d{2}-\d{2}-\d{2} \d{2}:\d{2}")  # IAEA writes "26-01-31 14:05"


def parse_date(text: str | None, *, now: datetime) -> datetime | None:
    """A date as RSS (RFC 822 and its misspellings) or Atom (ISO 8601) writes it, in UTC.

    Without a zone it is taken as UTC. ``None`` for missing, unreadable or unusable dates
    (:func:`usable_date`).
    """
    if not text or len(text) > 4 * _MAX_CHARS:
        return None
    text = " ".join(text.split())[:_MAX_CHARS]
    if _SHORT_YEAR.fullmatch(text):
        text = f"20{text}"
    moment = _from_iso(text) if _ISO.match(text) else _from_mail(text)
    return usable_date(moment, now=now)


def from_struct(value: object, *, now: datetime) -> datetime | None:
    """A UTC ``struct_time`` (feedparser's ``…_parsed``) as aware UTC; ``None`` if unusable."""
    if not isinstance(value, time.struct_time):
        return None
    try:
        moment = datetime.fromtimestamp(calendar.timegm(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return usable_date(moment, now=now)


def usable_date(moment: datetime | None, *, now: datetime) -> datetime | None:
    """``moment`` unless it is before 1990 or more than 48 hours after ``now``."""
    if moment is None or moment < EARLIEST or moment > now + MAX_AHEAD:
        return None
    return moment


def _from_iso(text: str) -> datetime | None:
    # "2026-01-02 03:04:05 +0000" and "… UTC" are common; ISO wants no space before the zone.
    compact = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", text)
    compact = re.sub(r"\s+([+-]\d{2}:?\d{2})$", r"\1", compact)
    try:
        moment = datetime.fromisoformat(compact)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _from_mail(text: str) -> datetime | None:
    if _NO_YEAR.search(text):
        return None  # the parser would take year 1, a default value, for 2001
    zone = _NAMED_ZONE.search(text)
    offset_h = _ZONE_OFFSET_H.get(zone[1]) if zone else None
    if zone is not None and offset_h is not None:
        text = text[: zone.start()] + "+0000"
    try:
        parts = parsedate_tz(text)
        if parts is None or not 1 <= parts[2] <= 31:
            return None
        hour, minute, second = parts[3:6]
        moment = datetime(*parts[:3], tzinfo=UTC)
        stated = timedelta(hours=hour, minutes=minute, seconds=second)
        return moment + stated - timedelta(seconds=parts[9] or 0, hours=offset_h or 0)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
