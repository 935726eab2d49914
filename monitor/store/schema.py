"""The schema's version: to make it, bring it up to date, or refuse to work with another.

Migrations are the files of ``migrations/versions``. Each is frozen once released: it imports
nothing from this program, so it does the same for ever. A change of the schema is one transaction
under a lock: it happens as a whole or not at all, and of two processes that start together the
second finds it done.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from monitor.errors import SchemaError, StoreError
from monitor.store.engine import Store

_MIGRATIONS = Path(__file__).parent / "migrations"

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
    if revision != "base" and revision not in _known():
        raise SchemaError(
            f"there is no schema revision {revision!r}: this program knows {', '.join(_known())}",
            subject=store.url_shown,
        )
    with store.migration() as connection:
        before = _lock_and_read(connection)
        _refuse_newer(before, store.url_shown)
        command.downgrade(_config(connection), revision)
        _check_references(connection, store.url_shown)
    return SchemaChange(before=before, after=revision)


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
