"""Tokens by which programs ask in a person's name; the store holds only their digests."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import ApiToken, TokenScope
from monitor.store.people import person_of_row
from monitor.store.statements import execute_count, fetch, insert, table_of
from monitor.store.tables import ApiTokenRow, PersonRow

USED_STEP = timedelta(minutes=5)
"""How exactly it is kept when a token was last used: not every request is a write."""


def add_token(
    session: Session,
    *,
    person_id: int,
    name: str,
    scope: TokenScope,
    digest: str,
    now: datetime,
    expires_at: datetime | None,
) -> ApiToken | None:
    """Give a person a token; ``None`` where they have one of this name."""
    values = {"person_id": person_id, "name": name, "scope": scope, "digest": digest}
    statement = insert(session, ApiTokenRow).values(**values, created_at=now, expires_at=expires_at)
    token_id = session.scalar(statement.on_conflict_do_nothing().returning(col(ApiTokenRow.id)))
    if token_id is None:
        return None
    return _token(session.execute(_tokens().where(col(ApiTokenRow.id) == token_id)).one())


def find_token(session: Session, digest: str, now: datetime) -> ApiToken | None:
    """The token that has this digest, unless it is over."""
    row = fetch(session, _by_digest(), digest=digest, now=now).one_or_none()
    return None if row is None else _token(row)


def is_good(session: Session, token_id: int, now: datetime) -> bool:
    """Whether a token is known still, and not over."""
    query = select(col(ApiTokenRow.id)).where(col(ApiTokenRow.id) == token_id, _holds(now))
    return session.scalar(query) is not None


def list_tokens(session: Session, *, person_id: int | None = None) -> list[ApiToken]:
    """All tokens (of one person), those that are over too, by person and name."""
    query = _tokens().order_by(col(PersonRow.name), col(ApiTokenRow.name))
    if person_id is not None:
        query = query.where(col(ApiTokenRow.person_id) == person_id)
    return [_token(row) for row in session.execute(query)]


def revoke_token(session: Session, token_id: int, *, person_id: int | None = None) -> bool:
    """End a token (only one of this person); ``False``: there is no such one."""
    statement = delete(ApiTokenRow).where(col(ApiTokenRow.id) == token_id)
    if person_id is not None:
        statement = statement.where(col(ApiTokenRow.person_id) == person_id)
    return execute_count(session, statement) > 0


def is_use_due(found: ApiToken, now: datetime) -> bool:
    """Whether it is time to keep that the token is used."""
    return found.last_used_at is None or now - found.last_used_at >= USED_STEP


def note_use(session: Session, token_id: int, now: datetime) -> None:
    """Keep that the token was used."""
    mine = col(ApiTokenRow.id) == token_id
    session.execute(update(ApiTokenRow).where(mine).values(last_used_at=now))


def _holds(now: datetime) -> ColumnElement[bool]:
    expires_at = col(ApiTokenRow.expires_at)
    return or_(expires_at.is_(None), expires_at > now)


def _tokens() -> Select[Any]:
    """Tokens, with ``id`` and so on of their people's rows."""
    own: tuple[Any, ...] = (
        col(ApiTokenRow.id).label("token_id"),
        col(ApiTokenRow.name).label("token_name"),
        col(ApiTokenRow.scope),
        col(ApiTokenRow.created_at),
        col(ApiTokenRow.expires_at),
        col(ApiTokenRow.last_used_at),
    )
    join = col(PersonRow.id) == col(ApiTokenRow.person_id)
    return select(*table_of(PersonRow).c, *own).join(ApiTokenRow, join)


@cache
def _by_digest() -> Select[Any]:
    expires_at = col(ApiTokenRow.expires_at)
    holds = or_(expires_at.is_(None), expires_at > bindparam("now"))
    return _tokens().where(col(ApiTokenRow.digest) == bindparam("digest"), holds)


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        id=row.token_id,
        person=person_of_row(row),
        name=row.token_name,
        scope=TokenScope(row.scope),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
