"""Quiet and closed developments, kept between batches of one process.

What the past holds changes seldom (a development goes quiet days after its last telling), so it
is read once, followed by what changed since, and trimmed once a day. It may be a little behind the
database: whoever finds a development here asks the store for it before using it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.developments.life import FOLLOWED_FOR, MAX_PAST, Past
from monitor.store import life as life_rows
from monitor.store.engine import Session

TRIM_EVERY = timedelta(days=1)
OVERLAP = timedelta(minutes=10)
"""Another process may have committed a little later than the moment it wrote down."""


class PastMemory:
    """Used under the grouping lock by one thread at a time."""

    def __init__(self) -> None:
        self._past: Past | None = None
        self._seen_at: datetime | None = None
        self._trimmed_at: datetime | None = None

    def open(self, session: Session, now: datetime) -> Past:
        """The developments that are over and can still be followed, as of ``now``."""
        since = now - FOLLOWED_FOR
        seen_at = self._seen_at
        if self._past is None or seen_at is None or self._trimmed_at is None or now < seen_at:
            found = life_rows.past_developments(session, told_since=since, limit=MAX_PAST)
            self._past = Past(found)
            self._trimmed_at = now
        elif seen_at < now:
            changed = life_rows.past_developments(
                session, told_since=since, limit=MAX_PAST, changed_since=seen_at - OVERLAP
            )
            for development in changed:
                self._past.add(development)
            if now - self._trimmed_at >= TRIM_EVERY:
                self._past.trim(since)
                self._trimmed_at = now
        self._seen_at = now
        return self._past

    def forget(self, development_id: int) -> None:
        """The development is open again."""
        if self._past is not None:
            self._past.remove(development_id)
