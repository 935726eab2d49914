"""Statements that both databases have but SQLAlchemy spells per database, and lists cut to size."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any, TypeVar, TypeVarTuple, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Dialect,
    Executable,
    Insert,
    Select,
    SQLColumnExpression,
    Table,
    Update,
    inspect,
    text,
)
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
Columns = TypeVarTuple("Columns")


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


def looked_at(column: SQLColumnExpression[Any]) -> ColumnElement[str]:
    """The value of a column of texts that rows are not to be searched by, for they are found by
    others.

    SQLite knows nothing of how many rows share a value: where it may choose between two indexes, it
    can take the one that finds nearly all of them.
    """
    return column.concat("")


def insert(session: Session, row: type[Row]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, for the database of ``session``."""
    return insert_into(session.get_bind().dialect.name, row)


def insert_into(dialect: str, row: type[Row]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, for a kind of database ("sqlite" or "postgresql")."""
    if dialect == "postgresql":
        return postgresql.insert(table_of(row))
    return sqlite.insert(table_of(row))


def insert_all(
    session: Session,
    row: type[Row],
    values: Sequence[Mapping[str, Any]],
    *,
    skip_taken: bool = False,
) -> int:
    """Insert the rows (all with the same columns); ``skip_taken`` passes over those that exist.

    Returns how many were inserted.
    """
    dialect = session.get_bind().dialect.name
    return execute_many(session, _insert_all(dialect, row, skip_taken=skip_taken), values)


def execute_many(
    session: Session, statement: Insert | Update, values: Sequence[Mapping[str, Any]]
) -> int:
    """Run an INSERT or UPDATE that was built once for many rows (all with the same columns); how
    many rows it touched.

    Past SQLAlchemy's own way, which costs several times what the database does with such a row.
    Raises ``ValueError`` for a value that its column refuses.
    """
    if not values:
        return 0
    connection = session.connection()
    names = tuple(values[0]) if isinstance(statement, Insert) else None
    compiled = _compiled(connection.dialect, statement, names)
    rows = [compiled.parameters(one) for one in values]
    return connection.exec_driver_sql(compiled.text, rows).rowcount


def execute_one(session: Session, statement: Update, values: Mapping[str, Any]) -> int:
    """Run an UPDATE that was built once, in the way of :func:`execute_many`; how many rows it
    touched."""
    connection = session.connection()
    compiled = _compiled(connection.dialect, statement, None)
    return connection.exec_driver_sql(compiled.text, compiled.parameters(values)).rowcount


def insert_one(session: Session, statement: Insert, values: Mapping[str, Any]) -> Any:
    """Run an INSERT of one row that was built once, in the way of :func:`execute_many`; the number
    or text that it returns."""
    connection = session.connection()
    compiled = _compiled(connection.dialect, statement, tuple(values))
    return connection.exec_driver_sql(compiled.text, compiled.parameters(values)).scalar_one()


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in the driver's words, and its parameters in their order: the name of each and
    what turns a value into the driver's. ``constants`` are those that no caller gives."""

    text: str
    binds: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    constants: Mapping[str, Any]
    by_place: bool

    def parameters(self, values: Mapping[str, Any]) -> Any:
        if self.constants:
            values = {**self.constants, **values}
        found = [
            values[name] if convert is None else convert(values[name])
            for name, convert in self.binds
        ]
        if self.by_place:
            return tuple(found)
        return {name: value for (name, _), value in zip(self.binds, found, strict=True)}


@lru_cache(maxsize=256)
def _compiled(
    dialect: Dialect, statement: Insert | Update, names: tuple[str, ...] | None
) -> _Compiled:
    columns = None if names is None else list(names)
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    order = compiled.positiontup
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    used = [(name, binds[name]) for name in order or binds]
    return _Compiled(
        text=str(compiled),
        binds=tuple(
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect)) for name, bind in used
        ),
        constants={name: bind.effective_value for name, bind in used if not bind.required},
        by_place=order is not None,
    )


def rows_among(session: Session, query: str, values: Sequence[str]) -> Sequence[tuple[Any, ...]]:
    """The rows of a query that ends with the column that is to be among ``values`` (texts).

    The values go as one: a list of parameters is dear to build, and every visit asks so.
    """
    if not values:
        return ()
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        found = connection.exec_driver_sql(f"{query} = ANY(%s)", (list(values),))
    else:
        among = f"{query} IN (SELECT value FROM json_each(?))"  # noqa: S608 - our words
        found = connection.exec_driver_sql(among, (json.dumps(values),))
    return [tuple(row) for row in found]


@cache
def _insert_all(
    dialect: str, row: type[Row], *, skip_taken: bool
) -> sqlite.Insert | postgresql.Insert:
    statement = insert_into(dialect, row)
    return statement.on_conflict_do_nothing() if skip_taken else statement


def insert_numbered(
    session: Session, row: type[Row], values: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert the rows (all with the same columns, without ids); the ids they got, in their order.

    The table counts its ids on (``sqlite_autoincrement``).
    """
    ids = _next_ids(session, table_of(row).name, len(values))
    rows = [{"id": number, **one} for number, one in zip(ids, values, strict=True)]
    insert_all(session, row, rows)
    return ids


def _next_ids(session: Session, table: str, count: int) -> list[int]:
    """Ids that no row had and no one else gets: taken first, for drivers tell none of many rows."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        numbers = connection.exec_driver_sql(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            (table, count),
        )
        return list(numbers.scalars())
    # The write transaction is the only one, and SQLite counts on from the highest id inserted.
    query = "SELECT seq FROM sqlite_sequence WHERE name = ?"
    last = connection.exec_driver_sql(query, (table,)).scalar() or 0
    return list(range(last + 1, last + 1 + count))


def upsert(
    session: Session, row: type[Row], values: Sequence[Mapping[str, Any]], *, key: str = "id"
) -> None:
    """Insert the rows (all with the same columns); where ``key`` is taken, set these columns."""
    if values:
        dialect = session.get_bind().dialect.name
        execute_many(session, _upsert(dialect, row, tuple(values[0]), key), values)


@cache
def _upsert(
    dialect: str, row: type[Row], names: tuple[str, ...], key: str
) -> sqlite.Insert | postgresql.Insert:
    statement = insert_into(dialect, row)
    changed = {name: statement.excluded[name] for name in names if name != key}
    return statement.on_conflict_do_update(index_elements=[key], set_=changed)


def fetch(session: Session, query: Select[*Columns], **values: object) -> CursorResult[*Columns]:
    """Run a query of columns that was built once, with ``bindparam`` for what differs.

    Past the session, which knows nothing of such rows: putting a query together anew and passing
    it through the session takes several times what the database needs to answer it.
    """
    return session.connection().execute(query, values)


def execute_count(session: Session, statement: Executable) -> int:
    """Run an UPDATE or DELETE; how many rows it touched."""
    result = session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101
    return result.rowcount
