"""What changed last: a number for every change, in the order in which they commit.

One row counts them, and is updated in the transaction of the change. Whoever changes the next
development waits for that, so no lower number ever appears after a higher one was seen: "what
changed since number N" misses nothing. Numbers may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.store.filters import refresh_filters
from monitor.store.statements import fetch, insert, table_of
from monitor.store.tables import ChangeCounterRow, DevelopmentRow

_COUNTER_ID = 1


def note_change(session: Session, development_id: int, text: str, now: datetime) -> None:
    """Something is new about the development: ``text`` says what. Its filters follow."""
    number = _next(session)
    row = _row(session, development_id)
    values = {"version": number, "change_id": number, "changed_at": now, "change_text": text}
    _set(session, development_id, values)
    refresh_filters(session, row, number)


def touch(session: Session, development_id: int) -> None:
    """What is shown of the development changed, which is no news. Its filters follow."""
    row = _row(session, development_id)
    _set(session, development_id, {"version": _next(session)})
    refresh_filters(session, row, row.change_id)


def inherit_change(session: Session, survivor: int, gone: int) -> None:
    """What was last new about a merged development is so of the one it went into, if later."""
    lost, kept = _row(session, gone), _row(session, survivor)
    if lost.change_id > kept.change_id:
        values = {
            "change_id": lost.change_id,
            "changed_at": lost.changed_at,
            "change_text": lost.change_text,
        }
        _set(session, survivor, values)


def newest_version(session: Session) -> int:
    """The number of the last change of anything that is shown; 0 where nothing ever changed."""
    return fetch(session, _newest()).scalar() or 0


@cache
def _newest() -> Select[int]:
    return select(col(ChangeCounterRow.changes))


def _next(session: Session) -> int:
    statement = insert(session, ChangeCounterRow).values(id=_COUNTER_ID, changes=1)
    changes = table_of(ChangeCounterRow).c.changes
    statement = statement.on_conflict_do_update(
        index_elements=["id"], set_={"changes": changes + 1}
    )
    return int(session.scalars(statement.returning(changes)).one())


def _row(session: Session, development_id: int) -> DevelopmentRow:
    query = select(DevelopmentRow).where(col(DevelopmentRow.id) == development_id)
    return session.scalars(query).one()


def _set(session: Session, development_id: int, values: Mapping[str, object]) -> None:
    statement = update(DevelopmentRow).where(col(DevelopmentRow.id) == development_id)
    session.execute(statement.values(values))
