from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InvalidRequestError

from monitor.errors import ConfigError, SchemaError, StoreBusyError, StoreError
from monitor.store import Store, open_store, outlets
from monitor.store.engine import Session, redact_url, savepoint
from tests.store.builders import NOW, add_item, outlet_names
from tests.support.databases import PostgresServer


def database_path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


# ---------------------------------------------------------------- addresses


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down 100%" / "monitor.db"
    with closing(open_store(f"sqlite:///{path}")) as store:
        assert store.url_shown == f"sqlite:///{path}"
        assert store.dialect == "sqlite"
    assert path.is_file()


def test_a_relative_path_stays_where_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(open_store("sqlite:///data/monitor.db")) as store:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        store.close()
        with store.read() as session:
            session.execute(text("SELECT 1"))
    assert (tmp_path / "data" / "monitor.db").is_file()
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_taken(postgres_url: str, scheme: str) -> None:
    with closing(open_store(postgres_url.replace("postgresql", scheme, 1))) as store:
        assert store.dialect == "postgresql"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "monitor.db",
        "mysql://root@localhost/news",
        "postgresql+asyncpg://localhost/news",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://host/monitor.db",
        "sqlite:///monitor.db?mode=ro",
        "postgresql://user:sesame@host:port/news",
    ],
)
def test_other_addresses_are_refused_without_showing_a_password(url: str) -> None:
    with pytest.raises(ConfigError, match="database") as caught:
        open_store(url)
    assert "sqlite:///data/monitor.db" in str(caught.value)
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgres://reader:sesame@db.example:5433/news", "reader:***@db.example:5433/news"),
        ("postgresql://db.example/news?user=me&password=sesame", "password=hidden"),
        ("postgresql://db.example/news?sslmode=require", "db.example/news?sslmode=require"),
        ("sqlite:///data/monitor.db", "sqlite:///data/monitor.db"),
        ("sesame", "(not a database address)"),
    ],
)
def test_a_shown_address_has_no_password(url: str, shown: str) -> None:
    assert shown in redact_url(url)
    assert "sesame" not in redact_url(url)


# ---------------------------------------------------------------- transactions


def test_sqlite_runs_as_promised(sqlite_store: Store) -> None:
    with sqlite_store.write() as session:
        found = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    # synchronous 2 is FULL (https://www.sqlite.org/pragma.html#pragma_synchronous).
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_a_write_takes_the_lock_at_its_start(sqlite_url: str) -> None:
    with closing(open_store(sqlite_url)) as store, store.write():
        other = sqlite3.connect(database_path(sqlite_url), timeout=0)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_write_commits_as_a_whole_or_not_at_all(store: Store) -> None:
    with store.write() as session:
        outlets.ensure_outlet(session, "kept", NOW)

    def fail_halfway() -> None:
        with store.write() as session:
            outlets.ensure_outlet(session, "lost", NOW)
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_halfway()
    with store.read() as session:
        assert outlet_names(session) == ["kept"]


def test_a_read_is_one_snapshot(store: Store) -> None:
    with store.read() as reading:
        assert outlet_names(reading) == []
        with store.write() as writing:
            outlets.ensure_outlet(writing, "late", NOW)
        assert outlet_names(reading) == []
    with store.read() as reading:
        assert outlet_names(reading) == ["late"]


def test_a_read_cannot_write_and_the_next_write_can(store: Store) -> None:
    with pytest.raises(StoreError, match="read-only"), store.read() as session:
        outlets.ensure_outlet(session, "sneaked in", NOW)
    with store.write() as session:
        outlets.ensure_outlet(session, "allowed", NOW)
        assert outlet_names(session) == ["allowed"]


def test_references_are_watched(store: Store) -> None:
    with pytest.raises(StoreError, match=r"(?i)foreign key"), store.write() as session:
        session.execute(
            text("INSERT INTO attempt (delivery_id, started_at, latency_s, answer, detail)"
                 " VALUES (1, '2026-01-01', 0, '', '')")
        )  # fmt: skip


def test_many_threads_write_without_losing_anything(store: Store) -> None:
    def add(thread: int) -> None:
        for number in range(10):
            with store.write() as session:
                outlets.ensure_outlet(session, f"{thread}-{number}", NOW)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert len(outlet_names(session)) == 80


# ---------------------------------------------------------------- savepoints


def break_reference(session: Session) -> None:
    session.execute(text("INSERT INTO attempt (delivery_id, started_at, latency_s, answer, detail)"
                         " VALUES (1, '2026-01-01', 0, '', '')"))  # fmt: skip


def test_one_failing_part_does_not_undo_the_others(store: Store) -> None:
    def part(name: str, *, fails: bool) -> None:
        with savepoint(session):
            outlets.ensure_outlet(session, name, NOW)
            if fails:
                raise RuntimeError(name)

    with store.write() as session:
        outlets.ensure_outlet(session, "before", NOW)
        part("good", fails=False)
        with pytest.raises(RuntimeError, match="bad"):
            part("bad", fails=True)
        assert outlet_names(session) == ["before", "good"]
        part("last", fails=False)
    with store.read() as session:
        assert outlet_names(session) == ["before", "good", "last"]


def test_what_the_database_refuses_in_a_part_is_a_store_error(store: Store) -> None:
    def part(session: Session) -> None:
        with savepoint(session):
            outlets.ensure_outlet(session, "bad", NOW)
            break_reference(session)

    with store.write() as session:
        with pytest.raises(StoreError, match=r"(?i)foreign key") as caught:
            part(session)
        assert caught.value.subject == store.url_shown
        assert isinstance(caught.value.__cause__, Exception)
        outlets.ensure_outlet(session, "good", NOW)
    with store.read() as session:
        assert outlet_names(session) == ["good"]


def test_a_part_of_a_part_fails_alone(store: Store) -> None:
    def inner(session: Session) -> None:
        with savepoint(session):
            outlets.ensure_outlet(session, "inner", NOW)
            break_reference(session)

    with store.write() as session, savepoint(session):
        outlets.ensure_outlet(session, "outer", NOW)
        with pytest.raises(StoreError, match=r"(?i)foreign key"):
            inner(session)
    with store.read() as session:
        assert outlet_names(session) == ["outer"]


def test_a_part_that_went_well_is_undone_with_its_transaction(store: Store) -> None:
    def fail_later() -> None:
        with store.write() as session:
            with savepoint(session):
                outlets.ensure_outlet(session, "lost", NOW)
            raise RuntimeError("later")

    with pytest.raises(RuntimeError, match="later"):
        fail_later()
    with store.read() as session:
        assert outlet_names(session) == []


def test_the_lock_is_held_from_part_to_part(sqlite_url: str) -> None:
    with closing(open_store(sqlite_url)) as store, store.write() as session:
        with savepoint(session):
            outlets.ensure_outlet(session, "one", NOW)
        with pytest.raises(RuntimeError), savepoint(session):
            raise RuntimeError
        other = sqlite3.connect(database_path(sqlite_url), timeout=0)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert outlet_names(session) == ["one"]


def test_a_part_of_a_read_cannot_write(store: Store) -> None:
    with store.read() as session:
        with pytest.raises(StoreError, match="read-only"), savepoint(session):
            outlets.ensure_outlet(session, "sneaked in", NOW)
        assert outlet_names(session) == []


def test_a_disk_that_fills_up_in_a_part_ends_the_transaction(sqlite_url: str) -> None:
    def fill(session: Session) -> None:
        with savepoint(session):
            pages = session.scalar(text("PRAGMA page_count"))
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            for number in range(1000):
                outlets.ensure_outlet(session, f"lost {number} " + "x" * 400, NOW)

    def go_on_all_the_same(store: Store) -> None:
        with store.write() as session:
            outlets.ensure_outlet(session, "lost too", NOW)
            with pytest.raises(StoreError, match="full, nothing was written: free some space"):
                fill(session)
            # SQLite has undone it all. What comes now would be committed statement by statement.
            with pytest.raises(InvalidRequestError):
                outlets.ensure_outlet(session, "stray", NOW)

    with closing(open_store(sqlite_url)) as store:
        with pytest.raises(InvalidRequestError):
            go_on_all_the_same(store)
        with store.write() as session:
            session.execute(text("PRAGMA max_page_count = 1000000"))
            assert outlet_names(session) == []


def test_a_connection_lost_in_a_part_ends_the_transaction(postgres_url: str) -> None:
    def lose_connection(session: Session) -> None:
        with savepoint(session):
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    def go_on_all_the_same(store: Store) -> None:
        with store.write() as session:
            outlets.ensure_outlet(session, "lost", NOW)
            with pytest.raises(StoreError) as caught:
                lose_connection(session)
            assert caught.value.retryable
            outlets.ensure_outlet(session, "stray", NOW)

    with closing(open_store(postgres_url)) as store:
        with pytest.raises(InvalidRequestError):
            go_on_all_the_same(store)
        with store.write() as session:
            assert outlet_names(session) == []


# ---------------------------------------------------------------- refusals


def test_a_locked_sqlite_is_busy_after_the_timeout(sqlite_url: str) -> None:
    with (
        closing(open_store(sqlite_url)) as one,
        closing(open_store(sqlite_url, busy_timeout_s=0.2)) as two,
        one.write(),
    ):
        started = time.monotonic()
        with (
            pytest.raises(StoreBusyError, match="locked by another process") as caught,
            two.write(),
        ):
            pass
        assert 0.15 < time.monotonic() - started < 5
        assert caught.value.retryable
        assert isinstance(caught.value.__cause__, Exception)
        with two.read() as session:
            assert outlet_names(session) == []


def test_a_locked_postgres_row_is_busy_after_the_timeout(postgres_url: str) -> None:
    with closing(open_store(postgres_url, busy_timeout_s=0.2)) as store:
        with store.write() as session:
            outlets.ensure_outlet(session, "one", NOW)
        lock = text("SELECT name FROM outlet FOR UPDATE")
        with store.write() as first:
            first.execute(lock)
            with pytest.raises(StoreBusyError, match="try again"), store.write() as second:
                second.execute(lock)


def test_opening_does_not_wait_for_another_writer(sqlite_url: str) -> None:
    with closing(open_store(sqlite_url)) as store, store.write():
        started = time.monotonic()
        with closing(open_store(sqlite_url, busy_timeout_s=30)):
            assert time.monotonic() - started < 5


def test_many_processes_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    url, failures = f"sqlite:///{tmp_path / 'new.db'}", []

    def opened() -> None:
        try:
            open_store(url).close()
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=opened) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("content", [b"no database", b"this is no database at all\n" * 500])
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a SQLite database: move it away") as caught:
        open_store(f"sqlite:///{path}")
    assert str(path) in str(caught.value)
    assert not caught.value.retryable
    assert path.read_bytes() == content


def test_a_damaged_file_is_refused(sqlite_url: str) -> None:
    path = database_path(sqlite_url)
    with closing(open_store(sqlite_url)) as store, store.write() as session:
        for number in range(200):
            add_item(session, f"{number}")
    page = 4096
    content = bytearray(path.read_bytes())
    content[page:] = b"\xff" * (len(content) - page)
    path.write_bytes(content)
    with (
        pytest.raises(StoreError, match=r"damaged: .*restore the last backup"),
        closing(open_store(sqlite_url)) as store,
        store.read() as session,
    ):
        outlet_names(session)


def test_a_read_only_file_is_refused(sqlite_url: str) -> None:
    # A file whose write version (byte 18, https://www.sqlite.org/fileformat2.html) is unknown must
    # be treated as read-only: that holds for root too, whom file modes do not stop.
    path = database_path(sqlite_url)
    content = bytearray(path.read_bytes())
    content[18] = 3
    path.write_bytes(content)
    with pytest.raises(StoreError, match="read-only: make the file"):
        open_store(sqlite_url)


def test_a_new_file_is_its_users_alone_and_a_given_mode_stays(tmp_path: Path) -> None:
    file = tmp_path / "monitor.db"
    old_mask = os.umask(0o022)
    try:
        with closing(open_store(f"sqlite:///{file}")) as store, store.write() as session:
            session.execute(text("CREATE TABLE t (x)"))
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(old_mask)
    assert modes == {f"monitor.db{side}": 0o600 for side in ("", "-wal", "-shm")}
    file.chmod(0o640)
    open_store(f"sqlite:///{file}").close()
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("path", ["/proc/monitor.db", "/proc/none/monitor.db"])
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write")
def test_a_folder_that_cannot_be_written_is_refused(path: str) -> None:
    with pytest.raises(StoreError, match="folder"):
        open_store(f"sqlite:///{path}")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="names a folder: add a file name"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_full_disk_is_told_and_loses_nothing_committed(sqlite_url: str) -> None:
    def fill(store: Store) -> None:
        with store.write() as session:
            pages = session.scalar(text("PRAGMA page_count"))
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            for number in range(1000):
                outlets.ensure_outlet(session, f"lost {number} " + "x" * 400, NOW)

    with closing(open_store(sqlite_url)) as store:
        with store.write() as session:
            outlets.ensure_outlet(session, "kept", NOW)
        with pytest.raises(StoreError, match="full, nothing was written: free some space"):
            fill(store)
        with store.write() as session:
            session.execute(text("PRAGMA max_page_count = 1000000"))
            outlets.ensure_outlet(session, "room again", NOW)
        with store.read() as session:
            assert outlet_names(session) == ["kept", "room again"]


def test_missing_tables_ask_for_an_upgrade(empty_url: str) -> None:
    with (
        closing(open_store(empty_url)) as store,
        pytest.raises(SchemaError, match="run monitor db upgrade"),
        store.read() as session,
    ):
        outlet_names(session)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(StoreError, match="check that the server runs") as caught:
        open_store("postgresql://me:sesame@127.0.0.1:1/news")
    assert caught.value.retryable
    assert "me:***@127.0.0.1:1/news" in str(caught.value)
    assert "sesame" not in str(caught.value)


def test_a_database_that_does_not_exist_is_told(postgres_server: PostgresServer) -> None:
    with pytest.raises(StoreError, match='"nowhere" does not exist'):
        open_store(postgres_server.url_of("nowhere"))


def test_a_refused_password_is_told_without_showing_it(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    with postgres_server.passwords_needed("reader"):
        url = postgres_url.replace("postgres:@", "reader:sesame@")
        with pytest.raises(StoreError, match="password authentication failed") as caught:
            open_store(url)
    assert "sesame" not in str(caught.value)


def test_a_server_that_drops_connections_is_reached_again(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    def lose_connection(store: Store) -> None:
        with store.write() as session:
            outlets.ensure_outlet(session, "lost", NOW)
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with closing(open_store(postgres_url)) as store:
        with pytest.raises(StoreError) as caught:
            lose_connection(store)
        assert caught.value.retryable
        with store.read() as session:
            assert outlet_names(session) == []


def test_a_naive_moment_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="timezone-aware"), store.write() as session:
        outlets.ensure_outlet(session, "naive", NOW.replace(tzinfo=None))


def test_closing_leaves_one_file(sqlite_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_url)
    with store.write() as session:
        outlets.ensure_outlet(session, "kept", NOW)
    store.close()
    copy = tmp_path / "copy.db"
    shutil.copyfile(database_path(sqlite_url), copy)
    with closing(open_store(f"sqlite:///{copy}")) as copied, copied.read() as session:
        assert outlet_names(session) == ["kept"]
