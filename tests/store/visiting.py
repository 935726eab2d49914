"""Feeds claimed and polls recorded in one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col

from monitor.model import Feed, NextVisit, Poll, PollOutcome
from monitor.store import Session, feeds, visits
from monitor.store.tables import FeedRow
from tests.store.builders import NOW, after, source


def claim(session: Session, now: datetime = NOW, owner: str = "me", limit: int = 10) -> list[Feed]:
    return visits.claim_due(session, now=now, owner=owner, lease_s=60, limit=limit)


def record(
    session: Session,
    feed_id: int,
    outcome: PollOutcome = PollOutcome.UNCHANGED,
    *,
    owner: str = "me",
    next_poll_at: datetime | None = None,
    moved_to: str | None = None,
    title: str | None = None,
    not_before: datetime | None = None,
    leased: bool = True,
    **poll: object,
) -> bool:
    """Record a poll of a feed; ``leased``: as one who holds its lease."""
    if leased:
        statement = update(FeedRow).where(col(FeedRow.id) == feed_id)
        session.execute(statement.values(lease_owner=owner, lease_until=after(minutes=1)))
    plain = Poll(feed_id=feed_id, started_at=NOW, outcome=outcome)
    return visits.record_poll(
        session,
        replace(plain, **poll),  # type: ignore[arg-type]
        owner=owner,
        leaves=NextVisit(
            at=next_poll_at or after(minutes=10),
            why="every 10 min",
            etag='"e1"',
            last_modified="Wed, 04 Mar 2026 12:00:00 GMT",
            body_hash="h1",
            not_before=not_before,
        ),
        moved_to=moved_to,
        title=title,
    )


def on_hosts(session: Session, **feeds_of: int) -> None:
    """``a=3``: three feeds on host a.example."""
    sources = [
        source(f"{host}{number}", url=f"https://{host}.example:8443/{number}")
        for host, count in feeds_of.items()
        for number in range(count)
    ]
    feeds.sync_feeds(session, sources, NOW)
