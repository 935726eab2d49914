"""Quiet and closed developments, kept between batches of one process.

What the past holds changes seldom (a development goes quiet days after its last telling), so it
is read once a day and followed in between by what changed since. It may be a little behind the
database: whoever finds a development here asks the store for it before using it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.developments.life import FOLLOWED_FOR, MAX_PAST, Past
from monitor.store import life as life_rows
from monitor.store.engine import Session

READ_AGAIN_AFTER = timedelta(days=1)
OVERLAP = timedelta(minutes=10)
"""Another process may have committed a little later than the moment it wrote down."""


class PastMemory:
    """Used under the grouping lock by one thread at a time."""

    def __init__(self) -> None:
        self._past = Past()
        self._read_at: datetime | None = None
        self._seen_at: datetime | None = None

    def open(self, session: Session, now: datetime) -> Past:
        """The developments that are over and can still be followed, as of ``now``."""
        since = now - FOLLOWED_FOR
        if self._read_at is None or not timedelta() <= now - self._read_at < READ_AGAIN_AFTER:
            found = life_rows.past_developments(session, told_since=since, limit=MAX_PAST)
            self._past = Past(found)
            self._read_at = now
        elif self._seen_at is not None and self._seen_at < now:
            changed = life_rows.past_developments(
                session, told_since=since, limit=MAX_PAST, changed_since=self._seen_at - OVERLAP
            )
            for development in changed:
                self._past.add(development)
        self._seen_at = now
        return self._past

    def forget(self, development_id: int) -> None:
        """The development is open again."""
        self._past.remove(development_id)
