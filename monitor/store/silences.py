"""Silences: time-bounded mutes with an author and a comment."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, case, literal, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.errors import ConfigError
from monitor.model import Matcher, Severity, Silence
from monitor.store.columns import UtcDateTime
from monitor.store.statements import execute_count, fetch, insert, table_of
from monitor.store.tables import SilenceRow


def add_silence(
    session: Session,
    *,
    rule_id: str | None,
    starts_at: datetime,
    ends_at: datetime,
    author: str,
    comment: str,
    matcher: Matcher | None = None,
) -> Silence:
    """Mute one rule (every one: ``None``), as the matcher says, until ``ends_at``.

    Raises :class:`ConfigError` where it would end before it starts.
    """
    if ends_at <= starts_at:
        raise ConfigError("a silence must end after it starts", field="ends_at")
    statement = insert(session, SilenceRow).values(
        rule_id=rule_id,
        starts_at=starts_at,
        ends_at=ends_at,
        author=author,
        comment=comment,
        **asdict(matcher or Matcher()),
    )
    silence_id = session.scalars(statement.returning(col(SilenceRow.id))).one()
    query = select(SilenceRow).where(col(SilenceRow.id) == silence_id)
    return silence_of_row(session.scalars(query).one())


def active_silences(session: Session, now: datetime) -> list[Silence]:
    """The silences in force at ``now`` (its start included, its end not), by id."""
    return [silence_of_row(row) for row in fetch(session, _active(), now=now)]


@cache
def _active() -> Select[Any]:
    now: BindParameter[Any] = bindparam("now")
    active = (col(SilenceRow.starts_at) <= now, col(SilenceRow.ends_at) > now)
    return select(*table_of(SilenceRow).c).where(*active).order_by(col(SilenceRow.id))


def list_silences(session: Session) -> list[Silence]:
    """Every silence, past ones too, the last to end first."""
    query = select(SilenceRow).order_by(col(SilenceRow.ends_at).desc(), col(SilenceRow.id).desc())
    return [silence_of_row(row) for row in session.scalars(query)]


def get_silence(session: Session, id: int) -> Silence | None:
    """The silence with this number."""
    row = session.scalars(select(SilenceRow).where(col(SilenceRow.id) == id)).one_or_none()
    return None if row is None else silence_of_row(row)


def current_silences(session: Session, now: datetime) -> list[Silence]:
    """The silences that are in force or to come, the first to end first."""
    query = select(SilenceRow).where(col(SilenceRow.ends_at) > now)
    order = (col(SilenceRow.ends_at), col(SilenceRow.id))
    return [silence_of_row(row) for row in session.scalars(query.order_by(*order))]


def past_silences(session: Session, now: datetime, *, limit: int) -> list[Silence]:
    """The last silences that are over, the last to end first."""
    query = select(SilenceRow).where(col(SilenceRow.ends_at) <= now)
    order = (col(SilenceRow.ends_at).desc(), col(SilenceRow.id).desc())
    return [silence_of_row(row) for row in session.scalars(query.order_by(*order).limit(limit))]


def expire_silence(session: Session, id: int, now: datetime) -> bool:
    """End a silence now; one that has not begun never will. ``False``: it is over, or unknown."""
    statement = update(SilenceRow).where(col(SilenceRow.id) == id, col(SilenceRow.ends_at) > now)
    begun = col(SilenceRow.starts_at) <= now
    starts_at = case((begun, col(SilenceRow.starts_at)), else_=literal(now, UtcDateTime()))
    values = {"ends_at": now, "starts_at": starts_at}
    return execute_count(session, statement.values(values)) > 0


def silence_of_row(row: SilenceRow | Row[Any]) -> Silence:
    """The value of a row (for the query modules of this room)."""
    return Silence(
        id=row.id,
        rule_id=row.rule_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        author=row.author,
        comment=row.comment,
        matcher=Matcher(
            tag=row.tag,
            max_severity=Severity(row.max_severity) if row.max_severity else None,
            development_id=row.development_id,
            outlet=row.outlet,
            feed=row.feed,
            actor=row.actor,
        ),
    )
