"""Statements that both databases have but SQLAlchemy spells per database, and lists cut to size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, Executable, Table, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from monitor.store.tables import Row

CHUNK = 500
"""Values per IN list: SQLite takes 32,766 parameters, PostgreSQL 65,535; longer gains no speed."""

GROUPING_LOCK = 0x6D6F6E_0002
"""Key ("mon", 2) of the PostgreSQL advisory lock under which items are grouped."""

LISTS_LOCK = 0x6D6F6E_0003
"""Key ("mon", 3) of the lock under which the tables follow what a person edits: the feed list,
the endpoints, the rule set."""

POLLS_LOCK = 0x6D6F6E_0005
"""Key ("mon", 5) of the lock under which due feeds are claimed: two processes that claim at once
would both find a host free."""

LOGIN_LOCK = 0x6D6F6E_0006
"""Key ("mon", 6) of the lock under which logins are counted, and the first person is added."""

T = TypeVar("T")


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in order, in lists of at most ``size``; none for no values."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def lock(session: Session, key: int) -> None:
    """Be the only transaction that holds this lock, until it ends.

    PostgreSQL: an advisory lock. SQLite: nothing, a write transaction already is the only one.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def table_of(row: type[Row]) -> Table:
    """The table that a row class maps."""
    return cast("Table", inspect(row).local_table)


def insert(session: Session, row: type[Row]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, for the database of ``session``."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table_of(row))
    return sqlite.insert(table_of(row))


def insert_all(
    session: Session,
    row: type[Row],
    values: Sequence[Mapping[str, Any]],
    *,
    skip_taken: bool = False,
) -> None:
    """Insert the rows (all with the same columns); ``skip_taken`` passes over those that exist."""
    if values:
        dialect = session.get_bind().dialect.name
        execute_prepared(session, _insert_all(dialect, row, skip_taken=skip_taken), values)


def execute_prepared(
    session: Session,
    statement: Executable,
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]],
) -> CursorResult[Any]:
    """Run a Core statement that was built once, past the session, which would build it anew."""
    return session.connection().execute(statement, values)


@cache
def _insert_all(
    dialect: str, row: type[Row], *, skip_taken: bool
) -> sqlite.Insert | postgresql.Insert:
    into = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = into(table_of(row))
    return statement.on_conflict_do_nothing() if skip_taken else statement


def insert_numbered(
    session: Session, row: type[Row], values: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert the rows (all with the same columns); the ids they got, in their order."""
    if not values:
        return []
    return list(execute_prepared(session, _insert_numbered(row), values).scalars())


@cache
def _insert_numbered(row: type[Row]) -> Executable:
    table = table_of(row)
    return table.insert().returning(table.c.id, sort_by_parameter_order=True)


def upsert(
    session: Session, row: type[Row], values: Sequence[Mapping[str, Any]], *, key: str = "id"
) -> None:
    """Insert the rows (all with the same columns); where ``key`` is taken, set these columns."""
    if values:
        statement = insert(session, row)
        changed = {name: statement.excluded[name] for name in values[0] if name != key}
        statement = statement.on_conflict_do_update(index_elements=[key], set_=changed)
        session.execute(statement, values)


def execute_count(session: Session, statement: Executable) -> int:
    """Run an UPDATE or DELETE; how many rows it touched."""
    result = session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101
    return result.rowcount
