"""What the database refused, told to a person: driver errors become :class:`StoreError`.

The one place that knows the error codes of SQLite and PostgreSQL. Every message says what is
wrong and what to do. Messages carry the database's shown address, never its password.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from monitor.errors import SchemaError, StoreBusyError, StoreError

_SQLITE: dict[int, str] = {
    sqlite3.SQLITE_READONLY: "the database is read-only: make the file and its folder writable "
    "for this user, and check that the disk is not mounted read-only",
    sqlite3.SQLITE_FULL: "the database or its disk is full, nothing was written: free some space",
    sqlite3.SQLITE_NOTADB: "the file is not a SQLite database: move it away, or set another "
    "database address",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged: stop the program, keep a copy of the "
    "file, and restore the last backup",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened: check that its folder exists "
    "and is writable for this user",
    sqlite3.SQLITE_PERM: "access to the database file is denied: make it writable for this user",
    sqlite3.SQLITE_IOERR: "reading or writing the database file failed: check the disk (full, "
    "failing, or gone?)",
}
"""Primary result codes (https://www.sqlite.org/rescode.html) and what to do about each."""

_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

_POSTGRES_BUSY = {"40001", "40P01", "55P03"}
"""serialization_failure, deadlock_detected, lock_not_available (PostgreSQL manual, appendix A)."""

_POSTGRES: dict[str, str] = {
    "28": "the user or the password was refused: check the database address and the server's "
    "access rules",
    "3D": "there is no such database: create it first (createdb)",
    "42501": "this user may not do that: grant it rights on the database and its schema",
    "25006": "the database is read-only: it may be a standby, or set so by its operator",
    "53100": "the database's disk is full, nothing was written: free some space",
    "53": "the server is out of a resource (connections, memory): raise its limits or lower load",
    "57P": "the server is stopping or starting: try again once it is up",
    "08": "the connection to the server was lost: check that it runs",
}
"""SQLSTATE codes, or their beginnings, and what to do about each; longer ones are tried first."""

_NO_TABLE = "the tables are missing or older than this program: run monitor db upgrade"


def refusal_of(error: SQLAlchemyError, shown: str) -> StoreError | None:
    """The error to raise in place of ``error``; ``None`` where it is no answer of the database.

    ``shown`` is the database's address without its password; it becomes the subject.
    """
    if isinstance(error, PoolTimeoutError):
        return StoreBusyError("every connection is in use; try again", subject=shown)
    if not isinstance(error, DBAPIError) or error.orig is None:
        return None
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return sqlite_refusal(cause, shown)
    return _postgres_refusal(cause, shown, lost=error.connection_invalidated)


def sqlite_refusal(cause: sqlite3.Error, shown: str) -> StoreError:
    """What a bare SQLite error means."""
    code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _SQLITE_BUSY:
        return StoreBusyError(
            "the database is locked by another process; nothing was written, try again",
            subject=shown,
        )
    if code in _SQLITE:
        return StoreError(_SQLITE[code], subject=shown)
    if "no such table" in str(cause) or "no such column" in str(cause):
        return SchemaError(f"{_NO_TABLE} ({cause})", subject=shown)
    return StoreError(f"the database refused: {cause}", subject=shown)


def _postgres_refusal(cause: BaseException, shown: str, *, lost: bool) -> StoreError:
    state: str = getattr(cause, "sqlstate", None) or ""
    detail = " ".join(str(cause).split())
    if state in _POSTGRES_BUSY:
        return StoreBusyError(f"another process holds a lock; try again ({detail})", subject=shown)
    if state in {"42P01", "42703"}:
        return SchemaError(f"{_NO_TABLE} ({detail})", subject=shown)
    known = [start for start in _POSTGRES if state.startswith(start)]
    if known:
        refusal = StoreError(f"{_POSTGRES[max(known, key=len)]} ({detail})", subject=shown)
    elif not state and _is_connection_failure(cause):
        refusal = StoreError(
            f"no connection to PostgreSQL: check that the server runs, and the address, user and "
            f"password ({detail})",
            subject=shown,
        )
    else:
        refusal = StoreError(f"the database refused: {detail}", subject=shown)
    refusal.retryable = lost or not state or state.startswith(("08", "53", "57P"))
    return refusal


def _is_connection_failure(cause: BaseException) -> bool:
    # psycopg gives no SQLSTATE when connecting fails: the server was never (or no longer) there.
    return type(cause).__name__ in {"OperationalError", "ConnectionTimeout"}
