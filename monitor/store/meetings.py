"""Meetings: where they stand, as developments tell, and which developments tell them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, or_, select, union_all, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import DevelopmentState, MeetingStatus
from monitor.store.statements import chunks, execute_count, fetch, insert, table_of
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

    ``more``: further developments told it, which were not asked for. ``status_at``,
    ``development_id``: when and by which development the status was told; ``None`` where it
    stands in the rule files only.
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
    topic: str = ""
    more: bool = False


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

    Those without a day come last. ``latest``: of each the so many developments that told it last.
    ``meeting_id``: only this meeting.
    """
    query = _listed()
    if meeting_id is not None:
        query = query.where(col(MeetingRow.id) == meeting_id)
    rows = list(session.connection().execute(query))
    if latest is None:
        developments = _developments(session, [row.id for row in rows])
    else:  # one more than is wanted says that there are more
        developments = _latest(session, [row.id for row in rows], latest + 1)
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
            developments=tuple(developments[row.id][:latest]),
            topic=row.topic,
            more=latest is not None and len(developments[row.id]) > latest,
        )
        for row in rows
    ]


@cache
def _listed() -> Select[Any]:
    return select(*table_of(MeetingRow).c).where(col(MeetingRow.listed))


def _latest(
    session: Session, meeting_ids: list[str], limit: int
) -> dict[str, list[MeetingDevelopment]]:
    """The developments that told each meeting last, the last first: bounded looks into an index."""
    found: dict[str, list[MeetingDevelopment]] = {meeting_id: [] for meeting_id in meeting_ids}
    for chunk in chunks(meeting_ids, LOOKS):
        values: dict[str, object] = {"most": limit}
        values |= {f"meeting_{place}": meeting_id for place, meeting_id in enumerate(chunk)}
        for row in fetch(session, _looks(len(chunk)), **values):
            status = MeetingStatus(row.status) if row.status else None
            found[row.meeting_id].append(
                MeetingDevelopment(
                    development_id=row.id,
                    title=row.title,
                    state=DevelopmentState(row.state),
                    status=status,
                    told_at=row.told_at,
                )
            )
    for told in found.values():
        told.sort(key=lambda one: (one.told_at, one.development_id), reverse=True)
    return found


LOOKS = 100
"""Meetings looked for by one statement: SQLite joins at most 500 searches."""


@lru_cache(maxsize=LOOKS)
def _looks(count: int) -> Select[str, str | None, datetime, int, str, str]:
    """The search for so many meetings: it takes longer to put together than to run."""
    told = table_of(MeetingDevelopmentRow).c
    searches = [
        select(told.meeting_id, told.development_id, told.status, told.told_at)
        .where(told.meeting_id == bindparam(f"meeting_{place}"))
        .order_by(told.told_at.desc(), told.development_id.desc())
        .limit(bindparam("most"))
        .subquery()
        for place in range(count)
    ]
    found = union_all(*(select(search) for search in searches)).subquery()
    of = table_of(DevelopmentRow).c
    columns = (found.c.meeting_id, found.c.status, found.c.told_at, of.id, of.title, of.state)
    return select(*columns).join(table_of(DevelopmentRow), of.id == found.c.development_id)


def _developments(session: Session, meeting_ids: list[str]) -> dict[str, list[MeetingDevelopment]]:
    """The developments of each meeting, the earliest told first."""
    found: defaultdict[str, list[MeetingDevelopment]] = defaultdict(list)
    for chunk in chunks(meeting_ids):
        query = (
            select(MeetingDevelopmentRow, DevelopmentRow)
            .join(
                DevelopmentRow,
                col(DevelopmentRow.id) == col(MeetingDevelopmentRow.development_id),
            )
            .where(col(MeetingDevelopmentRow.meeting_id).in_(chunk))
        )
        order = (col(DevelopmentRow.opened_at), col(DevelopmentRow.id))
        for told, development in session.execute(query.order_by(*order)):
            found[told.meeting_id].append(_developed(told, development))
    return found


def _developed(told: MeetingDevelopmentRow, development: DevelopmentRow) -> MeetingDevelopment:
    return MeetingDevelopment(
        development_id=development.id,
        title=development.title,
        state=DevelopmentState(development.state),
        status=MeetingStatus(told.status) if told.status else None,
        told_at=told.told_at,
    )


def _status(row: MeetingRow | Row[Any]) -> MeetingStatus:
    return MeetingStatus(row.live_status or row.status)
