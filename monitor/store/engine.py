"""The open database: connections, transactions, and the address they were opened from.

SQLite and PostgreSQL behave alike through it: a read is one consistent snapshot that cannot write,
a write is one transaction that commits as a whole, waits at most ``busy_timeout_s`` for a lock, and
then fails with :class:`StoreBusyError`. Answers of the database reach callers as
:class:`StoreError` only (``refusal.py``).
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session, SessionTransaction

from monitor.errors import ConfigError, StoreBusyError, StoreError
from monitor.store.refusal import refusal_of, sqlite_refusal
from monitor.store.turns import Turns

__all__ = ["Session", "Store", "open_store", "redact_url", "savepoint"]

_MODE = "monitor_mode"
"""Execution option that tells the ``begin`` handler which transaction to open."""

_SHOWN = "monitor_url_shown"
"""Key of a session's ``info`` that holds the address to name in errors."""

_SQLITE_BEGIN = {
    "read": ("PRAGMA query_only = ON",),
    "write": ("PRAGMA query_only = OFF", "PRAGMA foreign_keys = ON"),
    # A migration may rebuild a table, and dropping the old one must not cascade.
    "migrate": ("PRAGMA query_only = OFF", "PRAGMA foreign_keys = OFF"),
}
"""What is said before a transaction begins."""

_BEGIN_RETRY_S = 0.002
"""Pause between tries to begin writing while another process writes. SQLite's own pauses grow to
0.1 s, and between two transactions of a busy daemon there are a few milliseconds."""

_WAL_RETRY_S = 0.02
"""Pause between tries to switch to WAL: that statement does not wait for locks by itself."""

_CONNECT_TIMEOUT_S = 10
"""How long to wait for a PostgreSQL server that does not answer."""

_POSTGRES_KEEPALIVE = {"idle": 5, "interval": 3, "count": 3}
"""Seconds of silence after which either side asks whether the other is there, seconds between
asking, and how often: 14 s after a network was cut, both know. Without it a lock of a process
that was cut off would be held, and its threads would wait, for the two hours of TCP's default."""

_UNANSWERED_MS = 14_000
"""As long for what was sent and never acknowledged (``TCP_USER_TIMEOUT``)."""

_SQLITE_OVERFLOW = 60
"""Connections beyond the five that are kept: more than the web server has threads (40)."""

_HINT = "use sqlite:///data/monitor.db or postgresql://user:password@host/database"


class Store:
    """An open database. Made by :func:`open_store`; close it when done. Safe for many threads."""

    def __init__(self, engine: Engine, *, url_shown: str, busy_timeout_s: float) -> None:
        self.url_shown = url_shown
        self._busy_timeout_s = busy_timeout_s
        self._turns = Turns()
        self.dialect: str = engine.dialect.name
        self._engine = engine
        postgres_read: dict[str, Any] = (
            {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            if self.dialect == "postgresql"
            else {}
        )
        self._reads = engine.execution_options(**{_MODE: "read"}, **postgres_read)
        self._writes = engine.execution_options(**{_MODE: "write"})
        self._migrations = engine.execution_options(**{_MODE: "migrate"})

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent snapshot, taken at the first query; writing in it is refused.

        Raises :class:`StoreError` for whatever the database refuses.
        """
        with _refusals(self.url_shown), _session(self._reads, self.url_shown) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on any error.

        SQLite: the one write lock is taken at once, so nothing read inside can be out of date; the
        threads of this program have it in the order in which they ask.
        Raises :class:`StoreBusyError` where the lock is not had in time, else :class:`StoreError`.
        """
        with (
            self._writers_turn(),
            _refusals(self.url_shown),
            _session(self._writes, self.url_shown) as session,
        ):
            session.connection()
            yield session
            session.commit()

    @contextmanager
    def _writers_turn(self) -> Iterator[None]:
        if self.dialect != "sqlite":
            yield
            return
        with ExitStack() as stack:
            try:
                stack.enter_context(self._turns.turn(self._busy_timeout_s))
            except TimeoutError as error:
                raise StoreBusyError(
                    "this program writes to the database without a break; nothing was written, "
                    "try again",
                    subject=self.url_shown,
                ) from error
            yield

    @contextmanager
    def migration(self) -> Iterator[Connection]:
        """A connection in one transaction for changing the schema (``schema.py`` only)."""
        with _refusals(self.url_shown), self._migrations.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections. On SQLite this also folds the write-ahead log into the file."""
        self._engine.dispose()


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """A part of a transaction that is undone alone where it fails; its error is raised.

    What came before it stands, and the transaction goes on: one bad item does not undo its batch.
    Raises :class:`StoreError` for whatever the database refuses. Where a failure has ended the
    whole transaction (a full disk, a lost connection), the session refuses any further use, so
    nothing can be written outside of a transaction by a caller who goes on all the same.
    """
    with _refusals(session.info[_SHOWN]):
        nested = session.begin_nested()
        try:
            yield
            nested.commit()
        except BaseException as error:
            _undo(session, nested, error)
            raise


def _undo(session: Session, nested: SessionTransaction, error: BaseException) -> None:
    """Go back to the savepoint. Raises only where that fails and ``error`` does not say why."""
    try:
        nested.rollback()
    except SQLAlchemyError:
        session.close()
        if not isinstance(error, SQLAlchemyError | StoreError):
            raise


@contextmanager
def _refusals(shown: str) -> Iterator[None]:
    """Raise what the database refuses as :class:`StoreError` about the database ``shown``."""
    try:
        yield
    except SQLAlchemyError as error:
        refusal = refusal_of(error, shown)
        if refusal is None:
            raise
        raise refusal from error


@contextmanager
def _session(engine: Engine, shown: str) -> Iterator[Session]:
    # Rows are only read through the session and changed by statements, so a row it remembers must
    # always be overwritten by what a query finds, and statements need not search its memory.
    options = {"populate_existing": True, "synchronize_session": False}
    # Without `autobegin` a session whose transaction was lost cannot quietly open another one.
    with Session(
        engine,
        autoflush=False,
        autobegin=False,
        execution_options=options,
        info={_SHOWN: shown},
    ) as session:
        session.begin()
        yield session


def open_store(url: str, *, busy_timeout_s: float = 10.0, durable: bool = True) -> Store:
    """Open the database at ``url`` and make sure that it can be used.

    ``sqlite:///relative/path``, ``sqlite:////absolute/path`` (the file and its folder are made
    where missing) or ``postgresql://…`` (also ``postgres://`` and ``postgresql+psycopg://``).
    ``busy_timeout_s`` is how long a transaction waits for a lock. ``durable=False`` is for what
    nobody misses after a power cut: commits then wait for no disk (SQLite only). The schema is not
    looked at: see ``schema.py``.

    Raises :class:`ConfigError` for an address of another kind, and :class:`StoreError` where the
    file is read-only or no database, or the server cannot be reached or refuses the user.
    """
    parsed = _parse(url)
    path = None
    if parsed.drivername == "sqlite":
        path = Path(parsed.database or "").absolute()
        parsed = parsed.set(database=str(path))
        _make_folder(path, _shown(parsed))
        _make_private(path)
        engine = _sqlite_engine(parsed, busy_timeout_s, durable=durable)
    else:
        engine = _postgres_engine(parsed, busy_timeout_s)
    store = Store(engine, url_shown=_shown(parsed), busy_timeout_s=busy_timeout_s)
    try:
        _check_usable(store, path)
    except BaseException:
        store.close()
        raise
    return store


def _parse(url: str) -> URL:
    # The address may hold a password, so no message quotes it.
    try:
        parsed = make_url(url.strip())
    except (ArgumentError, ValueError):
        raise ConfigError("the database address is not a URL", hint=_HINT) from None
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise ConfigError(f"databases of kind {parsed.drivername!r} are not supported", hint=_HINT)
    if parsed.host or parsed.query or not parsed.database or parsed.database.startswith(":"):
        raise ConfigError("the database address must name a SQLite file", hint=_HINT)
    return parsed.set(drivername="sqlite")


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite database; ``None``: it is of another kind.

    Raises :class:`ConfigError` as :func:`open_store` does.
    """
    parsed = _parse(url)
    return Path(parsed.database or "").absolute() if parsed.drivername == "sqlite" else None


def redact_url(url: str) -> str:
    """A database address as it may be shown: without its password."""
    try:
        return _shown(make_url(url.strip()))
    except (ArgumentError, ValueError):
        return "(not a database address)"


def _shown(url: URL) -> str:
    if url.drivername.startswith("sqlite"):
        return f"sqlite:///{url.database or ''}"
    hidden = {key: "hidden" for key in url.query if "password" in key.lower()}
    shown = url.update_query_dict(hidden).set(drivername=url.get_backend_name())
    return shown.render_as_string(hide_password=True)


def _make_folder(path: Path, shown: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"the folder of the database cannot be made ({reason}): choose a folder that this "
            "user can write",
            subject=shown,
        ) from error
    if path.is_dir():
        raise StoreError("the database address names a folder: add a file name", subject=shown)


def _make_private(path: Path) -> None:
    """Make a new file that its user alone reads: it holds hashes of passwords, and what is watched.

    SQLite gives its journals the file's own mode. A file that is there keeps its mode.
    """
    with suppress(OSError):  # whatever it is, opening the database says it better
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _sqlite_engine(url: URL, busy_timeout_s: float, *, durable: bool) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": busy_timeout_s, "check_same_thread": False},
        max_overflow=_SQLITE_OVERFLOW,
        pool_timeout=busy_timeout_s,
        json_serializer=_json,
        hide_parameters=True,
    )

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not open transactions by itself: `on_begin` does, of the right kind.
        connection.isolation_level = None
        _use_wal(connection, busy_timeout_s)
        # A power cut must not take back a commit whose alert was sent already.
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        connection.execute("PRAGMA foreign_keys = ON")

    def on_begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get(_MODE, "write")
        for statement in _SQLITE_BEGIN[mode]:
            connection.exec_driver_sql(statement)
        _begin(connection, immediate=mode != "read", busy_timeout_s=busy_timeout_s)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


def _begin(connection: Connection, *, immediate: bool, busy_timeout_s: float) -> None:
    """Begin a transaction; one that writes waits for another process's to end."""
    if not immediate:
        connection.exec_driver_sql("BEGIN")
        return
    deadline = time.monotonic() + busy_timeout_s
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while not _has_begun(driver) and time.monotonic() < deadline:
            time.sleep(_BEGIN_RETRY_S)
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout = {round(busy_timeout_s * 1000)}")


def _has_begun(driver: sqlite3.Connection) -> bool:
    """Whether there is no more to wait for; what refuses it is raised by who asks again."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY
    return True


def _use_wal(connection: sqlite3.Connection, busy_timeout_s: float) -> None:
    """Switch to the write-ahead log, where the file is not in it already."""
    deadline = time.monotonic() + busy_timeout_s
    while True:
        try:
            mode: str = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_WAL_RETRY_S)
            continue
        if mode != "wal":
            raise StoreError(
                "the disk of the database does not support SQLite's write-ahead log: put the file "
                "on a local disk, or use PostgreSQL"
            )
        return


def _postgres_engine(url: URL, busy_timeout_s: float) -> Engine:
    query = {
        "connect_timeout": str(_CONNECT_TIMEOUT_S),
        "application_name": "event-monitor",
        "tcp_user_timeout": str(_UNANSWERED_MS),
        **{f"keepalives_{name}": str(value) for name, value in _POSTGRES_KEEPALIVE.items()},
    }
    engine = create_engine(
        url.update_query_dict({**query, **url.query}),
        pool_pre_ping=True,
        pool_timeout=busy_timeout_s,
        json_serializer=_json,
        hide_parameters=True,
    )
    lock_timeout_ms = max(1, round(busy_timeout_s * 1000))

    def on_connect(connection: Any, _record: object) -> None:
        # Waiting for a lock ends as it does on SQLite.
        connection.execute(f"SET lock_timeout = {lock_timeout_ms}")
        # The server's side of the connection; it ignores them on a Unix socket.
        for name, value in _POSTGRES_KEEPALIVE.items():
            connection.execute(f"SET tcp_keepalives_{name} = {value}")
        connection.execute(f"SET tcp_user_timeout = {_UNANSWERED_MS}")
        connection.commit()

    event.listen(engine, "connect", on_connect)
    return engine


_json = partial(json.dumps, ensure_ascii=False, allow_nan=False)


def _check_usable(store: Store, path: Path | None) -> None:
    """Ask for what every later transaction needs, so that it is refused now and clearly."""
    if path is not None:
        _check_writable(path, store.url_shown)
    with store.read() as session:
        session.execute(text("SELECT 1"))


def _check_writable(path: Path, shown: str) -> None:
    """Take the write lock once, without waiting: whoever holds it proves the file writable."""
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        refusal = sqlite_refusal(error, shown)
        if not isinstance(refusal, StoreBusyError):
            raise refusal from error
    finally:
        if connection is not None:
            connection.close()
