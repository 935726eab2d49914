"""Episodes of blindness that were told, and what they are judged by."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.alerts.blindness import FeedSight
from monitor.model import AlertKind
from monitor.store.statements import insert_all
from monitor.store.tables import AlertRow, EpisodeRow, FeedRow, ItemRow

USUAL_FOR = timedelta(days=30)
"""How far back arrivals are looked at to say what is usual."""


def open_episodes(session: Session, code: str) -> dict[str, datetime]:
    """Since when each subject has an episode of this kind that has not ended."""
    query = select(col(EpisodeRow.subject), col(EpisodeRow.since)).where(
        col(EpisodeRow.code) == code, col(EpisodeRow.ended_at).is_(None)
    )
    return {row.subject: row.since for row in session.execute(query)}


def begin_episodes(
    session: Session, code: str, since: Sequence[tuple[str, datetime]], alert_id: str, now: datetime
) -> None:
    """Episodes begin, and are told as ``alert_id``; ``since``: subjects and moments."""
    common = {"code": code, "told_at": now, "alert_id": alert_id, "ended_at": None}
    values = [{"subject": subject, "since": moment} | common for subject, moment in since]
    insert_all(session, EpisodeRow, values)


def last_change_at(session: Session, code: str) -> datetime | None:
    """When an episode of this kind was last told to begin or to end."""
    told, ended = func.max(col(EpisodeRow.told_at)), func.max(col(EpisodeRow.ended_at))
    row = session.execute(select(told, ended).where(col(EpisodeRow.code) == code)).one()
    return max((moment for moment in row if moment is not None), default=None)


def end_episodes(session: Session, code: str, subjects: Collection[str], now: datetime) -> None:
    """Episodes end."""
    statement = update(EpisodeRow).where(
        col(EpisodeRow.code) == code,
        col(EpisodeRow.subject).in_(sorted(subjects)),
        col(EpisodeRow.ended_at).is_(None),
    )
    session.execute(statement.values(ended_at=now))


def feed_sights(session: Session) -> list[FeedSight]:
    """How every listed feed does, by address; what is usual is not looked up."""
    query = select(FeedRow).where(col(FeedRow.listed)).order_by(col(FeedRow.listed_url))
    return [
        FeedSight(
            id=row.id,
            url=row.listed_url,
            outlet=row.outlet,
            failures=row.failures,
            since=row.last_success_at or row.added_at,
            last_success_at=row.last_success_at,
            last_new_item_at=row.last_new_item_at,
            reason=row.last_reason or "",
            failing_since=row.failing_since,
        )
        for row in session.scalars(query)
    ]


def arrivals_of(
    session: Session, feed_ids: Collection[int], now: datetime
) -> dict[int, tuple[datetime, datetime, int]]:
    """First and last arrival of new items of each feed lately, and at how many moments."""
    seen = col(ItemRow.first_seen_at)
    query = (
        select(col(ItemRow.feed_id), func.min(seen), func.max(seen), func.count(seen.distinct()))
        .where(
            col(ItemRow.feed_id).in_(sorted(feed_ids)),
            seen >= now - USUAL_FOR,
            col(ItemRow.backlog).is_(False),
        )
        .group_by(col(ItemRow.feed_id))
    )
    return {feed_id: (first, last, count) for feed_id, first, last, count in session.execute(query)}


def last_heartbeat_at(session: Session) -> datetime | None:
    """When the last heartbeat was written."""
    query = select(func.max(col(AlertRow.created_at)))
    return session.scalar(query.where(col(AlertRow.kind) == AlertKind.HEARTBEAT))


def forget_heartbeats(session: Session, before: datetime) -> None:
    """Take away heartbeats of the past: an old one says nothing, sent or not."""
    old = (col(AlertRow.kind) == AlertKind.HEARTBEAT, col(AlertRow.created_at) < before)
    session.execute(delete(AlertRow).where(*old))
