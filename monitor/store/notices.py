"""Notices: what is odd, recorded once, told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Notice, NoticeCode, Oddity
from monitor.store.statements import insert_all
from monitor.store.tables import NoticeRow

AGAIN_AFTER = timedelta(days=7)
"""One oddity of one feed is recorded once in so long."""

TOLD_AGAIN_AFTER = timedelta(hours=6)
"""One kind of oddity is told once in so long, however many feeds show it: a clock that is off or
a database that was put back shows at every feed at once."""


def record_oddity(session: Session, oddity: Oddity, *, feed_id: int | None, now: datetime) -> bool:
    """Store something odd, to be told unless its kind was told lately; ``False``: known already."""
    same_kind = col(NoticeRow.code) == oddity.code
    lately = select(func.count()).select_from(NoticeRow).where(same_kind)
    known = lately.where(
        col(NoticeRow.subject) == oddity.subject, col(NoticeRow.created_at) > now - AGAIN_AFTER
    )
    if session.scalar(known):
        return False
    told = lately.where(col(NoticeRow.created_at) > now - TOLD_AGAIN_AFTER)
    values = {
        "code": oddity.code,
        "subject": oddity.subject,
        "text": oddity.text,
        "feed_id": feed_id,
        "due": not session.scalar(told),
        "created_at": now,
    }
    insert_all(session, NoticeRow, [values])
    return True


def due_notices(session: Session, *, lock: bool = False) -> list[Notice]:
    """Notices that wait to be told, the first one first.

    ``lock`` passes over those that another transaction is about to tell, and keeps the others.
    """
    query = select(NoticeRow).where(col(NoticeRow.due)).order_by(col(NoticeRow.id))
    if lock:
        query = query.with_for_update(skip_locked=True)
    return [_notice(row) for row in session.scalars(query)]


def mark_told(session: Session, notice_id: int, alert_id: str | None) -> None:
    """The notice is in the outbox as ``alert_id``, or (``None``) will not be."""
    statement = update(NoticeRow).where(col(NoticeRow.id) == notice_id)
    session.execute(statement.values(due=False, alert_id=alert_id))


def list_notices(session: Session, *, limit: int, since: datetime | None = None) -> list[Notice]:
    """The latest notices (since a moment), the latest first."""
    query = select(NoticeRow).order_by(col(NoticeRow.created_at).desc(), col(NoticeRow.id).desc())
    if since is not None:
        query = query.where(col(NoticeRow.created_at) >= since)
    return [_notice(row) for row in session.scalars(query.limit(limit))]


def _notice(row: NoticeRow) -> Notice:
    return Notice(
        id=row.id,
        code=NoticeCode(row.code),
        subject=row.subject,
        text=row.text,
        created_at=row.created_at,
        alert_id=row.alert_id,
    )
