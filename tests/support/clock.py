"""A clock that stands still until a test moves it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """Called, it tells its time (aware, UTC). Safe to use from many threads."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)) -> None:
        self._lock = threading.Lock()
        self._now = _utc(start)

    def __call__(self) -> datetime:
        with self._lock:
            return self._now

    def advance(self, seconds: float) -> datetime:
        """Move by ``seconds`` (backwards if negative); returns the new time."""
        with self._lock:
            self._now += timedelta(seconds=seconds)
            return self._now

    def set(self, moment: datetime) -> None:
        """Jump to ``moment``. Raises ``ValueError`` for a naive one."""
        with self._lock:
            self._now = _utc(moment)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"the clock needs an aware datetime, got naive {moment!r}")
    return moment.astimezone(UTC)
