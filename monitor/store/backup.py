"""Backups of a SQLite database as files: made while the program writes, checked, brought back.

A file gets its name only when it is whole: it is written beside it, checked, flushed, and renamed.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import ConfigError, SchemaError, StoreBusyError, StoreError
from monitor.store.engine import open_store, sqlite_path
from monitor.store.refusal import sqlite_refusal
from monitor.store.restores import Marked, last_at_work, mark_restored
from monitor.store.schema import is_known, upgrade_schema

OWNER_ONLY = 0o600
"""A backup holds what the database does: secrets of hubs, hashes of passwords, what is watched."""

_BESIDE = ("-wal", "-shm")
"""Files that belong to a SQLite database that is, or was, in use."""

_PROGRAM_TABLES = ("feed", "item", "alert", "person", "development", "silence", "rule_file_version")
"""A database without a row in any of them holds nothing that somebody would miss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFile:
    """A backup that was checked: ``size`` in bytes, ``at``: the last thing that happened in it."""

    path: Path
    size: int
    schema: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A backup that was brought back; ``kept``: the database that it replaced, if there was one."""

    marked: Marked
    kept: Path | None


def write_backup(url: str, target: Path, *, replace: bool = False) -> BackupFile:
    """Copy the SQLite database at ``url`` into ``target``, as of one moment, while others write.

    Raises :class:`ConfigError` where ``url`` is no SQLite database, or ``target`` is there and
    not to be replaced; :class:`StoreError` where the copy is not sound.
    """
    path = sqlite_path(url)
    if path is None:
        raise ConfigError(
            "only a SQLite database is backed up by this command",
            hint="PostgreSQL: pg_dump --format=custom --file=FILE URL; see docs/operating.md",
        )
    if not path.is_file():
        raise StoreError("there is no database yet", subject=str(path))
    if target.exists() and (not replace or target.samefile(path)):
        raise ConfigError(f"{target} is there already", hint="name a new file, or use --force")
    with _written_beside(target) as beside:
        _copy(path, beside)
        found = check_backup(beside)
    return BackupFile(path=target, size=found.size, schema=found.schema, at=found.at)


def check_backup(path: Path) -> BackupFile:
    """What a backup is, read whole. Raises :class:`StoreError` where it is not sound or not ours.

    A backup of a newer program is refused with :class:`SchemaError`.
    """
    if not path.is_file():
        raise StoreError("there is no such file", subject=str(path))
    with _refused(path), closing(_open(path)) as database:
        for pragma, sound in (("integrity_check", "ok"), ("foreign_key_check", None)):
            first = database.execute(f"PRAGMA {pragma}").fetchone()
            if (first[0] if first else None) != sound:
                problem = f"the backup is damaged ({pragma}: {first[0]}): use another one"
                raise StoreError(problem, subject=str(path))
        schema = _ask(database, "SELECT version_num FROM alembic_version")
        at = last_at_work(lambda query: _ask(database, query))
    if not isinstance(schema, str):
        raise StoreError("it is no database of this program", subject=str(path))
    if not is_known(schema):
        raise SchemaError(
            f"its schema is at {schema}, which is newer than this program: upgrade the program",
            subject=str(path),
        )
    return BackupFile(path=path, size=path.stat().st_size, schema=schema, at=at)


def restore_backup(
    url: str, source: Path, *, force: bool, now: datetime, lost_at: datetime | None = None
) -> Restored:
    """Put the backup ``source`` in the place of the SQLite database at ``url``.

    The database that it replaces is kept beside it. ``lost_at``: when that was last at work, where
    the caller knows better than it does itself. The backup is upgraded and marked as restored
    (:func:`monitor.store.restores.mark_restored`) before it takes its place; where anything fails,
    nothing changed. Raises :class:`ConfigError` without ``force`` where that database holds
    anything, :class:`StoreBusyError` where a program has it open.
    """
    path = sqlite_path(url)
    if path is None:
        raise ConfigError(
            "only a SQLite database is restored by this command",
            hint="PostgreSQL: pg_restore, then 'monitor db restored'; see docs/operating.md",
        )
    if path.exists() and source.exists() and source.samefile(path):
        raise ConfigError("that file is the database itself", hint="name a backup")
    check_backup(source)
    replaced = _look_at(path)
    if replaced.holds and not force:
        raise ConfigError(
            f"{path} is not empty: {replaced.holds}",
            hint="--force puts the backup in its place and keeps it beside",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with _written_beside(path) as beside:
        _copy(source, beside)
        marked = _bring_up(beside, source, now=now, lost_at=lost_at or replaced.last_at_work)
        _own_as(beside, path if path.exists() else path.parent)
        kept = _set_aside(path, now)
    return Restored(marked=marked, kept=kept)


def _bring_up(beside: Path, source: Path, *, now: datetime, lost_at: datetime | None) -> Marked:
    with closing(open_store(f"sqlite:///{beside}")) as store:
        upgrade_schema(store)
        with store.write() as session:
            marked = mark_restored(session, now=now, source=str(source), lost_at=lost_at)
    _make_one_file(beside)
    return marked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replaced:
    """The database that a backup replaces: what it ``holds``, in words, "" for nothing."""

    holds: str
    last_at_work: datetime | None


def _look_at(path: Path) -> _Replaced:
    """Look at the database to be replaced, which may be broken, and fold its log into its file."""
    if not path.exists():
        return _Replaced(holds="", last_at_work=None)
    touched = max(
        one.stat().st_mtime
        for one in (path, Path(f"{path}-wal"))
        if one.exists()  # the index of the log is written when somebody only reads
    )
    at = datetime.fromtimestamp(touched, UTC)
    try:
        with closing(_open(path, timeout_s=2)) as database:
            # This takes the file for itself alone, which fails where anybody has it open.
            database.execute("PRAGMA journal_mode = DELETE")
            if not path.stat().st_size:
                return _Replaced(holds="", last_at_work=None)
            told = last_at_work(lambda query: _ask(database, query))
            found = [name for name in _PROGRAM_TABLES if _has_rows(database, name)]
            strange = (
                not found and _ask(database, "SELECT version_num FROM alembic_version") is None
            )
            foreign = strange and _has_rows(database, "sqlite_master")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise StoreBusyError(
                "a program has the database open: stop the daemon first", subject=str(path)
            ) from error
        return _Replaced(holds=f"it cannot be read ({error})", last_at_work=at)
    except sqlite3.DatabaseError as error:
        return _Replaced(holds=f"it cannot be read ({error})", last_at_work=at)
    if foreign:
        return _Replaced(holds="tables of another program", last_at_work=None)
    return _Replaced(holds=f"rows of {', '.join(found)}" if found else "", last_at_work=told)


def _set_aside(path: Path, now: datetime) -> Path | None:
    """Keep what is at ``path`` under another name, its log too; that name."""
    kept = path.with_name(f"{path.name}.before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}")
    for end in _BESIDE:
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{end}").rename(f"{kept}{end}")
    if not path.exists():
        return None
    try:
        # A second name rather than another: there is a database at every moment.
        kept.hardlink_to(path)
    except OSError:  # not every disk has them
        path.rename(kept)
    return kept


@contextmanager
def _written_beside(target: Path) -> Iterator[Path]:
    """A file to be written, which gets the name ``target`` at the end, or goes."""
    try:
        number, name = tempfile.mkstemp(
            prefix=f".{target.name}.", suffix=".part", dir=target.parent
        )
    except OSError as error:
        raise StoreError(
            f"nothing can be written there ({error.strerror}): choose another folder",
            subject=str(target),
        ) from error
    os.close(number)  # the file is ours alone from the start
    beside = Path(name)
    try:
        yield beside
        _flush(beside)
        beside.replace(target)
        _flush(target.parent)
    except OSError as error:
        raise StoreError(f"it cannot be written ({error.strerror})", subject=str(target)) from error
    finally:
        for end in ("", "-journal", *_BESIDE):
            Path(f"{beside}{end}").unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy a database in one step: one snapshot, which holds up no writer (write-ahead log)."""
    with _refused(source), closing(_open(source)) as old, closing(_open(target)) as new:
        old.backup(new)
    _make_one_file(target)


def _make_one_file(path: Path) -> None:
    """Leave the write-ahead log, so that the file alone is the database."""
    with _refused(path), closing(_open(path)) as database:
        database.execute("PRAGMA journal_mode = DELETE")


def _open(path: Path, *, timeout_s: float = 10.0) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=timeout_s, isolation_level=None)


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise sqlite_refusal(error, str(path)) from error


def _ask(database: sqlite3.Connection, query: str) -> object:
    """The one value that answers a query, ``None`` where a table or column is not there."""
    try:
        row = database.execute(query).fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        return None
    return row[0] if row else None


def _has_rows(database: sqlite3.Connection, table: str) -> bool:
    return _ask(database, f"SELECT 1 FROM {table} LIMIT 1") is not None  # noqa: S608 - constants


def _own_as(path: Path, like: Path) -> None:
    """Give the file to the database's owner, so that the daemon can open what root restored."""
    if os.geteuid() == 0:
        owner = like.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
