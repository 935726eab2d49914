"""People who may log in. Their secrets are kept as hashes and never read out but to be compared."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Person, Role
from monitor.store.reading import forget_reader
from monitor.store.statements import LOGIN_LOCK, execute_count, insert, lock
from monitor.store.tables import PersonRow, WebSessionRow


def add_person(
    session: Session, *, name: str, role: Role, token_digest: str, now: datetime
) -> Person | None:
    """Add a person who logs in by a token; ``None`` where the name is taken."""
    values = {"name": name, "role": role, "token_digest": token_digest}
    statement = insert(session, PersonRow).values(**values, password_hash="", added_at=now)
    added = session.scalar(statement.on_conflict_do_nothing().returning(col(PersonRow.id)))
    return None if added is None else get_person(session, name)


def add_first_person(
    session: Session, *, name: str, role: Role, token_digest: str, now: datetime
) -> Person | None:
    """Add a person where there is none at all; ``None`` where there is one.

    Of two processes that start at once, one adds.
    """
    lock(session, LOGIN_LOCK)
    if session.scalar(select(col(PersonRow.id)).limit(1)) is not None:
        return None
    return add_person(session, name=name, role=role, token_digest=token_digest, now=now)


def get_person(session: Session, name: str) -> Person | None:
    """The person of this name."""
    row = session.scalars(select(PersonRow).where(col(PersonRow.name) == name)).one_or_none()
    return None if row is None else person_of_row(row)


def list_people(session: Session) -> list[Person]:
    """Everybody, by name."""
    rows = session.scalars(select(PersonRow).order_by(col(PersonRow.name)))
    return [person_of_row(row) for row in rows]


def person_by_token(session: Session, token_digest: str) -> Person | None:
    """Whose login token has this digest."""
    query = select(PersonRow).where(col(PersonRow.token_digest) == token_digest)
    row = session.scalars(query).one_or_none()
    return None if row is None else person_of_row(row)


def password_hash_of(session: Session, name: str) -> str:
    """The hash of a person's password; empty where there is no such person or no password."""
    query = select(col(PersonRow.password_hash)).where(col(PersonRow.name) == name)
    return session.scalar(query) or ""


def set_token(session: Session, name: str, token_digest: str) -> bool:
    """Give a person another login token and log them out everywhere; ``False``: no such person."""
    return _set_secret(session, name, token_digest=token_digest)


def set_password(session: Session, name: str, password_hash: str) -> bool:
    """Give a person another password and log them out everywhere; ``False``: no such person."""
    return _set_secret(session, name, password_hash=password_hash)


def renew_password_hash(session: Session, name: str, *, old: str, new: str) -> None:
    """Keep the same password hashed at today's cost, unless it was changed meanwhile."""
    where = (col(PersonRow.name) == name, col(PersonRow.password_hash) == old)
    session.execute(update(PersonRow).where(*where).values(password_hash=new))


def set_role(session: Session, name: str, role: Role) -> bool:
    """Change what a person may do, from their next request on; ``False``: no such person."""
    statement = update(PersonRow).where(col(PersonRow.name) == name).values(role=role)
    return execute_count(session, statement) > 0


def remove_person(session: Session, name: str) -> bool:
    """Remove a person, and log them out everywhere; ``False``: no such person."""
    forget_reader(session, name)
    return execute_count(session, delete(PersonRow).where(col(PersonRow.name) == name)) > 0


def person_of_row(row: PersonRow | Row[Any]) -> Person:
    """The value of a row (for this room only)."""
    return Person(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        has_password=bool(row.password_hash),
        added_at=row.added_at,
        last_login_at=row.last_login_at,
    )


def _set_secret(session: Session, name: str, **secret: str) -> bool:
    query = update(PersonRow).where(col(PersonRow.name) == name).values(**secret)
    person_id = session.scalar(query.returning(col(PersonRow.id)))
    if person_id is None:
        return False
    session.execute(delete(WebSessionRow).where(col(WebSessionRow.person_id) == person_id))
    return True
