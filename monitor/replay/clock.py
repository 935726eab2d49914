"""A clock that the replay moves: the whole program lives in recorded time."""

from __future__ import annotations

import threading
from datetime import datetime

from monitor.model.aware import require_aware


class ReplayClock:
    """Callable like the real clock; :meth:`set` moves it. Safe to read from many threads."""

    def __init__(self, now: datetime) -> None:
        require_aware(now, "now")
        self._now = now
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """The recorded moment the replay has reached."""
        with self._lock:
            return self._now

    def set(self, now: datetime) -> None:
        """Move to ``now``; time never runs backwards."""
        require_aware(now, "now")
        with self._lock:
            self._now = max(self._now, now)
