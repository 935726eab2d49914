"""What the front page shows, read from the store as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Development, Feed
from monitor.store import developments as development_rows
from monitor.store import feeds as feed_rows
from monitor.store.engine import Store

SHOWN_DEVELOPMENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NowView:
    """The front page: latest developments, and the feeds that need attention."""

    now: datetime
    developments: Sequence[Development]
    failing: Sequence[Feed]
    feeds: Sequence[Feed]


def read_now(store: Store, *, now: datetime) -> NowView:
    """Read the front page."""
    with store.read() as session:
        feeds = feed_rows.list_feeds(session)
        return NowView(
            now=now,
            developments=development_rows.list_developments(session, limit=SHOWN_DEVELOPMENTS),
            failing=[feed for feed in feeds if feed.failures],
            feeds=feeds,
        )
