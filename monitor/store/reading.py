"""Who read what of the timeline: a line up to which all is read, and marks beyond it."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.store.statements import fetch, insert
from monitor.store.tables import DevelopmentRow, ReaderRow, ReadMarkRow

WANTED_UNREAD = -1
"""The number of a mark that keeps a development unread, whatever was read since."""


MOST_KEPT = 500


def read_through(session: Session, reader: str) -> int:
    """Every change up to this number the reader has read."""
    return fetch(session, _through(), reader=reader).scalar() or 0


def mark_read(session: Session, reader: str, development_id: int) -> bool:
    """The reader has read the development as it is now; ``False`` where there is no such one."""
    query = select(col(DevelopmentRow.change_id)).where(col(DevelopmentRow.id) == development_id)
    return _mark(session, reader, development_id, session.scalar(query))


def mark_unread(session: Session, reader: str, development_id: int) -> bool:
    """The reader wants to read it again; ``False`` where there is no such development."""
    query = select(col(DevelopmentRow.id)).where(col(DevelopmentRow.id) == development_id)
    known = session.scalar(query) is not None
    return _mark(session, reader, development_id, WANTED_UNREAD if known else None)


def mark_all_read(session: Session, reader: str, through: int) -> None:
    """The reader has read every change up to the number ``through``, and none that came since."""
    through = max(through, read_through(session, reader))
    statement = insert(session, ReaderRow).values(name=reader, read_through=through)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"read_through": through}
    )
    session.execute(statement)
    mine, marked = col(ReadMarkRow.reader) == reader, col(ReadMarkRow.change_id)
    session.execute(delete(ReadMarkRow).where(mine, marked <= through))


def kept_unread(session: Session, reader: str) -> dict[int, int]:
    """Developments that the reader wants unread, and the number of the last change of each."""
    return {row[0]: row[1] for row in fetch(session, _kept(), reader=reader)}


def forget_reader(session: Session, reader: str) -> None:
    """Nobody of this name reads any more."""
    session.execute(delete(ReadMarkRow).where(col(ReadMarkRow.reader) == reader))
    session.execute(delete(ReaderRow).where(col(ReaderRow.name) == reader))


@cache
def _through() -> Select[int]:
    return select(col(ReaderRow.read_through)).where(col(ReaderRow.name) == bindparam("reader"))


@cache
def _kept() -> Select[int, int]:
    return (
        select(col(DevelopmentRow.id), col(DevelopmentRow.change_id))
        .join(ReadMarkRow, col(ReadMarkRow.development_id) == col(DevelopmentRow.id))
        .where(
            col(ReadMarkRow.reader) == bindparam("reader"),
            col(ReadMarkRow.change_id) == WANTED_UNREAD,
            col(DevelopmentRow.merged_into_id).is_(None),
        )
        .limit(MOST_KEPT)
    )


def _mark(session: Session, reader: str, development_id: int, number: int | None) -> bool:
    if number is None:
        return False
    statement = insert(session, ReadMarkRow).values(
        reader=reader, development_id=development_id, change_id=number
    )
    statement = statement.on_conflict_do_update(
        index_elements=["reader", "development_id"], set_={"change_id": number}
    )
    session.execute(statement)
    return True
