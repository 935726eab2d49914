"""Browsers in which people are logged in, and how fast logins were tried.

The store holds only digests of what cookies hold: whoever reads the database cannot log in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, delete, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Person, WebSession
from monitor.store.people import person_of_row
from monitor.store.statements import (
    LOGIN_LOCK,
    chunks,
    execute_count,
    fetch,
    insert,
    lock,
    table_of,
    upsert,
)
from monitor.store.tables import LoginThrottleRow, PersonRow, WebSessionRow

IDLE = timedelta(days=7)
"""A session that was not used for so long is over."""

LONGEST = timedelta(days=30)
"""A session is over so long after the login, however often it was used."""

SEEN_STEP = timedelta(minutes=5)
"""How exactly it is kept when a session was last used: not every page view is a write."""

THROTTLES_KEPT = timedelta(days=1)
"""Counts of logins that are older say nothing any more."""


def start_session(
    session: Session, person: Person, *, digest: str, browser: str, now: datetime
) -> None:
    """Log a person in; sessions that are over are forgotten on the way."""
    session.execute(delete(WebSessionRow).where(~_holds(now)))
    row = {"digest": digest, "person_id": person.id, "browser": browser}
    session.execute(insert(session, WebSessionRow).values(**row, started_at=now, seen_at=now))
    login = update(PersonRow).where(col(PersonRow.id) == person.id)
    session.execute(login.values(last_login_at=now))


def find_session(session: Session, digest: str, now: datetime) -> WebSession | None:
    """The session whose cookie has this digest, unless it is over."""
    since = {"seen_since": now - IDLE, "started_since": now - LONGEST}
    row = fetch(session, _by_digest(), digest=digest, **since).one_or_none()
    return None if row is None else _web_session(row)


def sessions_of(session: Session, person_id: int, now: datetime) -> list[WebSession]:
    """Where a person is logged in, the last used first."""
    since = {"seen_since": now - IDLE, "started_since": now - LONGEST}
    return [_web_session(row) for row in fetch(session, _of_person(), person=person_id, **since)]


def standing(session: Session, ids: Collection[int], now: datetime) -> frozenset[int]:
    """Which of these sessions are not over."""
    query = select(col(WebSessionRow.id)).where(_holds(now))
    found: set[int] = set()
    for chunk in chunks(sorted(ids)):
        found.update(session.scalars(query.where(col(WebSessionRow.id).in_(chunk))))
    return frozenset(found)


def is_seen_due(found: WebSession, now: datetime) -> bool:
    """Whether it is time to keep that the session is used."""
    return now - found.seen_at >= SEEN_STEP


def see_session(session: Session, session_id: int, now: datetime) -> None:
    """Keep that the session was used."""
    where = col(WebSessionRow.id) == session_id
    session.execute(update(WebSessionRow).where(where).values(seen_at=now))


def end_session(session: Session, digest: str) -> bool:
    """Log one browser out; ``False`` where it was not logged in."""
    where = col(WebSessionRow.digest) == digest
    return execute_count(session, delete(WebSessionRow).where(where)) > 0


def end_other_sessions(session: Session, person_id: int, *, keep_id: int) -> int:
    """Log a person out everywhere but in one browser; in how many they were."""
    where = (col(WebSessionRow.person_id) == person_id, col(WebSessionRow.id) != keep_id)
    return execute_count(session, delete(WebSessionRow).where(*where))


def throttle_levels(
    session: Session, digests: Sequence[str]
) -> Mapping[str, tuple[float, datetime]]:
    """What is kept of these addresses and names. Nobody else counts until the transaction ends."""
    lock(session, LOGIN_LOCK)
    query = select(LoginThrottleRow).where(col(LoginThrottleRow.digest).in_(digests))
    return {row.digest: (row.level, row.counted_at) for row in session.scalars(query)}


def set_throttle_levels(session: Session, levels: Mapping[str, float], now: datetime) -> None:
    """Keep how fast logins were tried; counts that say nothing any more are forgotten."""
    old = col(LoginThrottleRow.counted_at) < now - THROTTLES_KEPT
    session.execute(delete(LoginThrottleRow).where(old))
    rows = [{"digest": d, "level": level, "counted_at": now} for d, level in levels.items()]
    upsert(session, LoginThrottleRow, rows, key="digest")


def _holds(now: datetime) -> ColumnElement[bool]:
    return and_(
        col(WebSessionRow.seen_at) > now - IDLE, col(WebSessionRow.started_at) > now - LONGEST
    )


def _sessions() -> Select[Any]:
    """The sessions that hold, with ``id`` and so on of their people's rows."""
    mine = (col(WebSessionRow.started_at), col(WebSessionRow.seen_at), col(WebSessionRow.browser))
    join = col(PersonRow.id) == col(WebSessionRow.person_id)
    return (
        select(*table_of(PersonRow).c, col(WebSessionRow.id).label("session_id"), *mine)
        .join(WebSessionRow, join)
        .where(
            col(WebSessionRow.seen_at) > bindparam("seen_since"),
            col(WebSessionRow.started_at) > bindparam("started_since"),
        )
    )


@cache
def _by_digest() -> Select[Any]:
    return _sessions().where(col(WebSessionRow.digest) == bindparam("digest"))


@cache
def _of_person() -> Select[Any]:
    order = (col(WebSessionRow.seen_at).desc(), col(WebSessionRow.id).desc())
    mine = col(WebSessionRow.person_id) == bindparam("person")
    return _sessions().where(mine).order_by(*order)


def _web_session(row: Row[Any]) -> WebSession:
    return WebSession(
        id=row.session_id,
        person=person_of_row(row),
        started_at=row.started_at,
        seen_at=row.seen_at,
        browser=row.browser,
    )
