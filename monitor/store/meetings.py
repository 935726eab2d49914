"""Meetings: where they stand, as developments tell, and which developments tell them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import DevelopmentState, MeetingStatus
from monitor.store.statements import execute_count, insert
from monitor.store.tables import DevelopmentRow, MeetingDevelopmentRow, MeetingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDevelopment:
    """A development that tells a meeting. ``status``: where it last said that the meeting stands,
    ``None`` where it does not say; ``told_at``: when it last told the meeting."""

    development_id: int
    title: str
    state: DevelopmentState
    status: MeetingStatus | None
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingStanding:
    """A meeting of the rule set in force and where it stands.

    ``status_at`` and ``development_id`` say when and by which development the status was told;
    ``None`` where it stands in the rule files only.
    """

    id: str
    title: str
    participants: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    place: str
    status: MeetingStatus
    status_at: datetime | None
    development_id: int | None
    developments: tuple[MeetingDevelopment, ...]


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
    return {row.id: _status(row) for row in session.scalars(query)}


def get_meeting_status(session: Session, meeting_id: str) -> MeetingStatus | None:
    """Where one meeting stands; ``None`` where it is not known."""
    query = select(MeetingRow).where(col(MeetingRow.id) == meeting_id)
    row = session.scalars(query).one_or_none()
    return None if row is None else _status(row)


def note_meetings(
    session: Session,
    meeting_ids: Iterable[str],
    *,
    development_id: int,
    status: MeetingStatus | None,
    told_at: datetime,
) -> None:
    """A development told these meetings at ``told_at``; ``status``: and where they stand.

    What it told of them before stays where it says nothing, and an older telling changes nothing.
    """
    values = [
        {
            "meeting_id": meeting_id,
            "development_id": development_id,
            "status": status,
            "told_at": told_at,
        }
        for meeting_id in sorted(set(meeting_ids))
    ]
    if not values:
        return
    statement = insert(session, MeetingDevelopmentRow)
    told, new = col(MeetingDevelopmentRow.told_at), statement.excluded
    known = col(MeetingDevelopmentRow.status)
    statement = statement.on_conflict_do_update(
        index_elements=["meeting_id", "development_id"],
        set_={
            "status": case((new.status.is_not(None), new.status), else_=known),
            "told_at": new.told_at,
        },
        where=told <= new.told_at,
    )
    session.execute(statement, values)


def list_meetings(
    session: Session, *, latest: int | None = None, meeting_id: str | None = None
) -> list[MeetingStanding]:
    """The meetings of the rule set in force with their developments, the earliest day first.

    Those without a day come last. ``latest``: only so many developments of each, those that told it
    last. ``meeting_id``: only this meeting.
    """
    query = select(MeetingRow).where(col(MeetingRow.listed))
    if meeting_id is not None:
        query = query.where(col(MeetingRow.id) == meeting_id)
    rows = list(session.scalars(query))
    developments = _developments(session, [row.id for row in rows], latest)
    rows.sort(key=lambda row: (row.first_day is None, row.first_day or date.max, row.id))
    return [
        MeetingStanding(
            id=row.id,
            title=row.title,
            participants=tuple(row.participants),
            first_day=row.first_day,
            last_day=row.last_day,
            place=row.place,
            status=_status(row),
            status_at=row.live_status_at,
            development_id=row.live_development_id,
            developments=tuple(developments[row.id]),
        )
        for row in rows
    ]


def _developments(
    session: Session, meeting_ids: list[str], latest: int | None
) -> defaultdict[str, list[MeetingDevelopment]]:
    """The developments of each meeting (the ``latest`` to tell it), the earliest first."""
    found: defaultdict[str, list[MeetingDevelopment]] = defaultdict(list)
    for meeting_id in meeting_ids:
        query = (
            select(
                col(MeetingDevelopmentRow.status),
                col(MeetingDevelopmentRow.told_at),
                col(DevelopmentRow.id),
                col(DevelopmentRow.title),
                col(DevelopmentRow.state),
                col(DevelopmentRow.opened_at),
            )
            .join(
                DevelopmentRow,
                col(DevelopmentRow.id) == col(MeetingDevelopmentRow.development_id),
            )
            .where(col(MeetingDevelopmentRow.meeting_id) == meeting_id)
        )
        told_at, key = col(MeetingDevelopmentRow.told_at), col(DevelopmentRow.id)
        if latest is not None:
            query = query.order_by(told_at.desc(), key.desc()).limit(latest)
        for row in sorted(session.execute(query), key=lambda row: (row.opened_at, row.id)):
            found[meeting_id].append(
                MeetingDevelopment(
                    development_id=row.id,
                    title=row.title,
                    state=DevelopmentState(row.state),
                    status=MeetingStatus(row.status) if row.status else None,
                    told_at=row.told_at,
                )
            )
    return found


def _status(row: MeetingRow) -> MeetingStatus:
    return MeetingStatus(row.live_status or row.status)
