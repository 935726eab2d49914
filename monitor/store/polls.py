"""Polls: the record of each visit to a feed, and what the last ones tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    delete,
    func,
    select,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import (
    FailureReason,
    Poll,
    PollOutcome,
)
from monitor.store.statements import (
    insert_all,
)
from monitor.store.tables import FeedRow, PollRow

KEPT_POLLS = 200
"""Polls kept of each feed: two days at one every fifteen minutes, enough to see what ails it."""

PRUNED_EVERY = 20
"""Polls of a feed after which the old ones are deleted: doing it each time costs as much as
recording the poll."""


def recent_polls(session: Session, feed_id: int, limit: int) -> list[Poll]:
    """The last polls of a feed, the latest first."""
    query = (
        select(PollRow)
        .where(col(PollRow.feed_id) == feed_id)
        .order_by(col(PollRow.started_at).desc(), col(PollRow.id).desc())
        .limit(limit)
    )
    return [_poll(row) for row in session.scalars(query)]


def usual_new_items(session: Session, feed_id: int, limit: int = 20) -> list[int]:
    """How many new items each of a feed's last visits with a document brought, but the first."""
    of_feed = col(PollRow.feed_id) == feed_id
    query = select(col(PollRow.new_items)).where(of_feed, col(PollRow.items) > 0)
    query = query.order_by(col(PollRow.id).desc()).limit(limit + 1)
    found = list(session.scalars(query))
    return found[:limit] if len(found) > limit else found[:-1]


def clocks_ahead(session: Session, since: datetime, *, but: int | None = None) -> list[float]:
    """How far the clock of each listed feed's server was ahead of ours at its last poll since.

    ``but`` leaves out a feed. Several feeds of one server count as several.
    """
    last = (
        select(func.max(col(PollRow.id)).label("id"))
        .join(FeedRow, col(FeedRow.id) == col(PollRow.feed_id))
        .where(
            col(FeedRow.listed),
            col(FeedRow.id) != (but or 0),
            col(FeedRow.last_poll_at) >= since,
            col(PollRow.clock_ahead_s).is_not(None),
        )
        .group_by(col(PollRow.feed_id))
        .subquery()
    )
    query = select(col(PollRow.clock_ahead_s)).join(last, last.c.id == col(PollRow.id))
    return [ahead for ahead in session.scalars(query) if ahead is not None]


def insert_poll(session: Session, poll: Poll, *, prune: bool) -> None:
    """Store the poll, and delete those of its feed that are no longer kept.

    By id, not by time: a clock that was set back makes no new poll an old one.
    """
    insert_all(session, PollRow, [_poll_values(poll)])
    if not prune:
        return
    of_feed = col(PollRow.feed_id) == poll.feed_id
    latest_first = select(col(PollRow.id)).where(of_feed).order_by(col(PollRow.id).desc())
    first_gone = latest_first.offset(KEPT_POLLS).limit(1).scalar_subquery()
    session.execute(delete(PollRow).where(of_feed, col(PollRow.id) <= first_gone))


def _poll_values(poll: Poll) -> dict[str, Any]:
    return {
        "feed_id": poll.feed_id,
        "started_at": poll.started_at,
        "outcome": poll.outcome,
        "reason": poll.reason,
        "detail": poll.detail,
        "status": poll.status,
        "elapsed_s": poll.elapsed_s,
        "items": poll.items,
        "new_items": poll.new_items,
        "edited_items": poll.edited_items,
        "clock_ahead_s": poll.clock_ahead_s,
        "late_s": poll.late_s,
    }


def _poll(row: PollRow) -> Poll:
    return Poll(
        feed_id=row.feed_id,
        started_at=row.started_at,
        outcome=PollOutcome(row.outcome),
        reason=FailureReason(row.reason) if row.reason else None,
        detail=row.detail,
        status=row.status,
        elapsed_s=row.elapsed_s,
        items=row.items,
        new_items=row.new_items,
        edited_items=row.edited_items,
        clock_ahead_s=row.clock_ahead_s,
        late_s=row.late_s,
    )
