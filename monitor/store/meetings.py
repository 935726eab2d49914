"""Meetings: the live status that developments give them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import MeetingStatus
from monitor.store.statements import execute_count
from monitor.store.tables import MeetingRow


def set_meeting_status(
    session: Session,
    meeting_id: str,
    status: MeetingStatus,
    development_id: int | None,
    told_at: datetime,
) -> bool:
    """A development told, at ``told_at``, where a meeting stands; whether that is now its status.

    It stays until another is told, or until its person edits it in the rule files. ``False``, and
    nothing is changed, where a status told later than ``told_at`` stands already (items are
    grouped in the order they come, not in that they were told), or where no such meeting is known.
    """
    statement = update(MeetingRow).where(
        col(MeetingRow.id) == meeting_id,
        or_(col(MeetingRow.live_status_at).is_(None), col(MeetingRow.live_status_at) <= told_at),
    )
    values = {
        "live_status": status,
        "live_status_at": told_at,
        "live_development_id": development_id,
    }
    return execute_count(session, statement.values(values)) > 0


def meeting_statuses(session: Session) -> dict[str, MeetingStatus]:
    """Where each meeting of the rule set in force stands: as last told, else as the files say."""
    query = select(MeetingRow).where(col(MeetingRow.listed)).order_by(col(MeetingRow.id))
    return {row.id: MeetingStatus(row.live_status or row.status) for row in session.scalars(query)}
