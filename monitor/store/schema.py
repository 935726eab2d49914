"""The schema's version: to make it, bring it up to date, or refuse to work with another.

Migrations are the files of ``migrations/versions``. Each is frozen once released: it imports
nothing from this program, so it does the same for ever. A change of the schema is one transaction
under a lock: it happens as a whole or not at all, and of two processes that start together the
second finds it done.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from monitor.errors import SchemaError, StoreError
from monitor.store.engine import Store

_MIGRATIONS = Path(__file__).parent / "migrations"

INDEX_TABLES = ("item_search", "development_search")
"""Beginnings of the names of the tables of the full text index, which is made anew."""

UPGRADE_LOCK = 0x6D6F6E_0001
"""Key of the PostgreSQL advisory lock ("mon", 1) under which the schema changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaChange:
    """A change of the schema's revision; ``before`` is ``None`` for an empty database."""

    before: str | None
    after: str


def head_revision() -> str:
    """The revision that this program works with."""
    head = _scripts().get_current_head()
    assert head is not None, "the migrations are part of the program"  # noqa: S101
    return head


def upgrade_schema(store: Store) -> SchemaChange:
    """Bring the schema to :func:`head_revision`, making it where the database is empty.

    Raises :class:`SchemaError` where the database is of a newer program,
    :class:`StoreBusyError` where another process holds the lock for too long.
    """
    with store.migration() as connection:
        before = _lock_and_read(connection)
        _refuse_newer(before, store.url_shown)
        after = head_revision()
        if before != after:
            command.upgrade(_config(connection), "head")
            _check_references(connection, store.url_shown)
    return SchemaChange(before=before, after=after)


def downgrade_schema(store: Store, revision: str) -> SchemaChange:
    """Take the schema back to ``revision`` (``"base"``: no tables). What it held beyond is lost.

    Raises :class:`SchemaError` where this program does not know ``revision`` or the database's.
    """
    _refuse_unknown(store, revision)
    with store.migration() as connection:
        before = _lock_and_read(connection)
        _refuse_newer(before, store.url_shown)
        command.downgrade(_config(connection), revision)
        _check_references(connection, store.url_shown)
    return SchemaChange(before=before, after=revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What a downgrade takes away: ``rows`` by table, names of tables and ``table.column``."""

    rows: dict[str, int]
    tables: tuple[str, ...]
    columns: tuple[str, ...]


def downgrade_loss(store: Store, revision: str) -> Loss:
    """What :func:`downgrade_schema` would take away: it is tried, looked at, and undone.

    As long as that takes nobody else can write. Raises as :func:`downgrade_schema` does.
    """
    _refuse_unknown(store, revision)
    found: list[Loss] = []
    with suppress(_UndoneError), store.migration() as connection:
        _refuse_newer(_lock_and_read(connection), store.url_shown)
        before, shape = _rows_and_columns(connection)
        command.downgrade(_config(connection), revision)
        after, left = _rows_and_columns(connection)
        found.append(
            Loss(
                rows={
                    name: rows - after.get(name, 0)
                    for name, rows in before.items()
                    if rows > after.get(name, 0)
                },
                tables=tuple(sorted(shape.keys() - left.keys())),
                columns=tuple(
                    f"{name}.{column}"
                    for name in sorted(shape.keys() & left.keys())
                    for column in sorted(shape[name] - left[name])
                ),
            )
        )
        raise _UndoneError
    return found[0]


class _UndoneError(Exception):
    """Ends a transaction that was only tried."""


def _rows_and_columns(connection: Connection) -> tuple[dict[str, int], dict[str, set[str]]]:
    """How many rows each table has, and which columns."""
    inspector = inspect(connection)
    names = [
        name
        for name in inspector.get_table_names()
        if not name.startswith((*INDEX_TABLES, "alembic_version"))
    ]
    counted = {
        name: connection.scalar(text(f'SELECT count(*) FROM "{name}"'))  # noqa: S608 - our tables
        for name in names
    }
    columns = {name: {str(one["name"]) for one in inspector.get_columns(name)} for name in names}
    return counted, columns


def revision_before(store: Store) -> str:
    """The revision before the one that the database is at; ``"base"`` before the first.

    Raises :class:`SchemaError` where it has no tables, or is of a newer program.
    """
    with store.read() as session:
        found = _revision(session.connection())
    _refuse_newer(found, store.url_shown)
    if found is None:
        raise SchemaError("the schema has no tables yet", subject=store.url_shown)
    before = _scripts().get_revision(found).down_revision
    return before if isinstance(before, str) else "base"


def is_known(revision: str) -> bool:
    """Whether a schema is this program's or an older one of it."""
    return revision in _known()


def check_schema(store: Store) -> None:
    """Pass where the schema is the one this program works with, else raise :class:`SchemaError`."""
    with store.read() as session:
        found = _revision(session.connection())
    head = head_revision()
    if found == head:
        return
    _refuse_newer(found, store.url_shown)
    state = "has no tables yet" if found is None else f"is at {found}, this program needs {head}"
    raise SchemaError(f"the schema {state}: run monitor db upgrade", subject=store.url_shown)


def _refuse_unknown(store: Store, revision: str) -> None:
    if revision != "base" and revision not in _known():
        raise SchemaError(
            f"there is no schema revision {revision!r}: this program knows {', '.join(_known())}",
            subject=store.url_shown,
        )


def _lock_and_read(connection: Connection) -> str | None:
    # On SQLite the transaction itself is the lock.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
    return _revision(connection)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(found: str | None, shown: str) -> None:
    if found is not None and found not in _known():
        raise SchemaError(
            f"the schema is at {found}, which is newer than this program: upgrade the program",
            subject=shown,
        )


def _check_references(connection: Connection, shown: str) -> None:
    """SQLite: references are not watched while tables are rebuilt, so look at them afterwards."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    if broken is not None:
        raise StoreError(
            f"the change of the schema would break a reference of table {broken[0]}; it was "
            "undone: please report this",
            subject=shown,
        )


def _known() -> list[str]:
    return [script.revision for script in _scripts().walk_revisions()]


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))


def _config(connection: Connection) -> Config:
    config = Config()
    # ConfigParser would read a percent sign of the path as the start of a variable.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
