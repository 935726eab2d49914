"""The calendar of meetings: people's addresses of it, and how often each entry has changed.

Of an address only a digest is stored: whoever reads the database cannot subscribe with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, delete, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.store.statements import chunks, execute_count, fetch, insert, table_of
from monitor.store.tables import CalendarEntryRow, CalendarKeyRow

USED_STEP = timedelta(hours=1)
"""How exactly it is kept when an address was last used: not every look is a write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarKey:
    """A person's address of the calendar: since when it holds, and when it was last asked for."""

    person_id: int
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """Hashes of a meeting as the calendar tells it: of its days, place and status, and of all."""

    schedule: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryVersion:
    """How often the schedule of a meeting changed, and when anything told of it last did."""

    sequence: int
    changed_at: datetime


def set_key(session: Session, person_id: int, digest: str, now: datetime) -> None:
    """Give a person an address; one that they had holds no longer."""
    values = {"digest": digest, "made_at": now, "used_at": None}
    statement = insert(session, CalendarKeyRow).values(person_id=person_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values))


def delete_key(session: Session, person_id: int) -> bool:
    """End a person's address; whether they had one."""
    statement = delete(CalendarKeyRow).where(col(CalendarKeyRow.person_id) == person_id)
    return execute_count(session, statement) > 0


def key_of(session: Session, person_id: int) -> CalendarKey | None:
    """The address of a person; ``None`` where they have none."""
    row = fetch(session, _of_person(), person=person_id).one_or_none()
    return None if row is None else _key(row)


@cache
def _of_person() -> Select[Any]:
    mine = col(CalendarKeyRow.person_id) == bindparam("person")
    return select(*table_of(CalendarKeyRow).c).where(mine)


def find_key(session: Session, digest: str) -> CalendarKey | None:
    """Whose address has this digest."""
    query = select(CalendarKeyRow).where(col(CalendarKeyRow.digest) == digest)
    row = session.scalars(query).one_or_none()
    return None if row is None else _key(row)


def is_use_due(key: CalendarKey, now: datetime) -> bool:
    """Whether it is time to keep that an address is used."""
    return key.used_at is None or now - key.used_at >= USED_STEP


def use_key(session: Session, person_id: int, now: datetime) -> None:
    """A calendar program asked by a person's address."""
    mine = col(CalendarKeyRow.person_id) == person_id
    session.execute(update(CalendarKeyRow).where(mine).values(used_at=now))


def changed_entries(session: Session, prints: Mapping[str, Prints]) -> set[str]:
    """Which meetings are not told as these prints say, by id."""
    known: dict[str, Prints] = {}
    for chunk in chunks(sorted(prints)):
        query = select(CalendarEntryRow).where(col(CalendarEntryRow.meeting_id).in_(chunk))
        for row in session.scalars(query):
            known[row.meeting_id] = Prints(schedule=row.schedule_print, content=row.content_print)
    return {meeting_id for meeting_id, now in prints.items() if known.get(meeting_id) != now}


def note_entries(session: Session, prints: Mapping[str, Prints], now: datetime) -> None:
    """Keep how meetings are told now: a new schedule counts one more, anything new has its time.

    Of two processes that note one change at once, one counts it.
    """
    for meeting_id, one in sorted(prints.items()):
        statement = insert(session, CalendarEntryRow).values(
            meeting_id=meeting_id,
            schedule_print=one.schedule,
            content_print=one.content,
            sequence=0,
            changed_at=now,
        )
        moved = col(CalendarEntryRow.schedule_print) != one.schedule
        statement = statement.on_conflict_do_update(
            index_elements=["meeting_id"],
            set_={
                "schedule_print": one.schedule,
                "content_print": one.content,
                "sequence": col(CalendarEntryRow.sequence) + case((moved, 1), else_=0),
                "changed_at": now,
            },
            where=or_(moved, col(CalendarEntryRow.content_print) != one.content),
        )
        session.execute(statement)


def entry_versions(session: Session, meeting_ids: list[str]) -> dict[str, EntryVersion]:
    """How often and when each meeting changed that the calendar ever told."""
    found: dict[str, EntryVersion] = {}
    for chunk in chunks(meeting_ids):
        query = select(CalendarEntryRow).where(col(CalendarEntryRow.meeting_id).in_(chunk))
        for row in session.scalars(query):
            version = EntryVersion(sequence=row.sequence, changed_at=row.changed_at)
            found[row.meeting_id] = version
    return found


def _key(row: CalendarKeyRow | Row[Any]) -> CalendarKey:
    return CalendarKey(person_id=row.person_id, made_at=row.made_at, used_at=row.used_at)
