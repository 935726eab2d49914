"""Backups: sound while others write, whole or not there at all, and brought back with care."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from monitor.errors import ConfigError, SchemaError, StoreBusyError, StoreError
from monitor.store import Store, open_store
from monitor.store.backup import check_backup, restore_backup, write_backup
from monitor.store.schema import downgrade_schema, head_revision
from monitor.store.tables import ItemRow
from tests.store.builders import NOW, add_item, after


@pytest.fixture
def path(tmp_path: Path, sqlite_template: Path) -> Path:
    """A migrated database in a folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir()
    return Path(shutil.copyfile(sqlite_template, folder / "monitor.db"))


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def backup(url: str, tmp_path: Path) -> Path:
    """A backup that holds one item more than the template."""
    with closing(open_store(url)) as store:
        add(store, "saved")
    return write_backup(url, tmp_path / "backup.db").path


def add(store: Store, name: str) -> None:
    with store.write() as session:
        add_item(session, name)


def items(url: str) -> int:
    with closing(open_store(url)) as store, store.read() as session:
        return session.scalar(select(func.count()).select_from(ItemRow)) or 0


def others(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_backup_is_one_private_file_that_says_what_it_is(
    url: str, path: Path, tmp_path: Path
) -> None:
    with closing(open_store(url)) as store:
        add(store, "one")
        made = write_backup(url, tmp_path / "copy.db")  # the store is open, its log not folded in
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert (made.schema, made.at) == (head_revision(), NOW)
    assert made.size == made.path.stat().st_size
    assert others(tmp_path) == ["copy.db", "data"]
    assert check_backup(made.path) == made
    assert items(f"sqlite:///{made.path}") == 1


def test_a_backup_is_of_one_moment_while_others_write(url: str, tmp_path: Path) -> None:
    done = threading.Event()
    written: list[int] = []

    def write() -> None:
        with closing(open_store(url)) as store:
            while not done.is_set():
                add(store, f"n{len(written)}")
                written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = len(written)
            made = write_backup(url, tmp_path / f"{number}.db")
            count = items(f"sqlite:///{made.path}")
            assert before <= count <= len(written) + 1
            while len(written) <= before:  # it holds up no writer
                assert writer.is_alive()
    finally:
        done.set()
        writer.join()


def test_what_is_there_is_not_overwritten_unless_told_so(
    url: str, path: Path, backup: Path
) -> None:
    with pytest.raises(ConfigError, match="is there already"):
        write_backup(url, backup)
    with pytest.raises(ConfigError, match="is there already"):
        write_backup(url, path, replace=True)
    assert write_backup(url, backup, replace=True).path == backup


def test_nothing_is_left_where_it_fails(tmp_path: Path) -> None:
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(StoreError, match="not a SQLite database"):
        write_backup(f"sqlite:///{bad}", folder / "copy.db")
    assert others(folder) == []
    with pytest.raises(StoreError, match="nothing can be written there"):
        write_backup(f"sqlite:///{bad}", tmp_path / "no such folder" / "copy.db")
    with pytest.raises(StoreError, match="no database yet"):
        write_backup(f"sqlite:///{tmp_path / 'none.db'}", folder / "copy.db")


def test_other_databases_are_left_to_their_own_tools(tmp_path: Path) -> None:
    url = "postgresql://user:secret@db.example/news"
    with pytest.raises(ConfigError, match="pg_dump") as refused:
        write_backup(url, tmp_path / "copy.db")
    assert "secret" not in str(refused.value)
    with pytest.raises(ConfigError, match="pg_restore"):
        restore_backup(url, tmp_path / "copy.db", force=False, now=NOW)


def test_a_restore_keeps_what_it_replaces(url: str, path: Path, backup: Path) -> None:
    with closing(open_store(url)) as store:
        add(store, "lost")
    done = restore_backup(url, backup, force=True, now=after(hours=1))
    assert items(url) == 1
    assert done.kept is not None
    assert items(f"sqlite:///{done.kept}") == 2
    assert done.marked.restore.source == str(backup)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_restore_into_nothing_needs_no_force(
    tmp_path: Path, backup: Path, sqlite_template: Path
) -> None:
    new = tmp_path / "new" / "monitor.db"
    done = restore_backup(f"sqlite:///{new}", backup, force=False, now=after(hours=1))
    assert (done.kept, items(f"sqlite:///{new}")) == (None, 1)
    assert done.marked.restore.lost_at == after(hours=1)  # nobody knows when it was lost
    empty = tmp_path / "empty.db"
    shutil.copyfile(sqlite_template, empty)
    restore_backup(f"sqlite:///{empty}", backup, force=False, now=after(hours=1))
    assert items(f"sqlite:///{empty}") == 1


def test_what_is_not_empty_is_replaced_by_force_only(url: str, path: Path, backup: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(ConfigError, match=r"not empty: rows of feed, item .*--force"):
        restore_backup(url, backup, force=False, now=NOW)
    assert others(path.parent) == ["monitor.db"]
    assert len(path.read_bytes()) == len(before)
    foreign = path.with_name("foreign.db")
    with closing(sqlite3.connect(foreign)) as database, database:
        database.execute("CREATE TABLE theirs (a)")
    with pytest.raises(ConfigError, match="another program"):
        restore_backup(f"sqlite:///{foreign}", backup, force=False, now=NOW)


def test_a_broken_database_is_replaced_and_kept(url: str, path: Path, backup: Path) -> None:
    path.write_bytes(b"broken" * 1000)
    with pytest.raises(ConfigError, match=r"not empty: it cannot be read"):
        restore_backup(url, backup, force=False, now=NOW)
    done = restore_backup(url, backup, force=True, now=after(days=9000))
    assert items(url) == 1
    assert done.kept is not None
    assert done.kept.read_bytes() == b"broken" * 1000
    # When it was lost is read from its file.
    assert done.marked.restore.lost_at > NOW + timedelta(days=1)
    assert done.marked.restore.lost_at < after(days=9000)


def test_a_log_without_its_database_is_not_read_into_the_backup(
    tmp_path: Path, backup: Path
) -> None:
    new = tmp_path / "monitor.db"
    Path(f"{new}-wal").write_bytes(b"a log of a file that is gone")
    restore_backup(f"sqlite:///{new}", backup, force=False, now=NOW)
    assert items(f"sqlite:///{new}") == 1


def test_a_database_in_use_is_not_replaced(url: str, path: Path, backup: Path) -> None:
    with closing(open_store(url)), pytest.raises(StoreBusyError, match="stop the daemon first"):
        restore_backup(url, backup, force=True, now=NOW)
    assert others(path.parent) == ["monitor.db"]


@pytest.mark.parametrize("place", [0.3, 0.6, 0.9])
def test_a_damaged_backup_is_refused(url: str, backup: Path, place: float) -> None:
    damaged = bytearray(backup.read_bytes())
    start = int(len(damaged) * place)
    damaged[start : start + 8192] = b"\xaa" * 8192
    backup.write_bytes(damaged)
    with pytest.raises(StoreError, match=r"damaged"):
        restore_backup(url, backup, force=True, now=NOW)
    assert items(url) == 1


def test_what_is_no_backup_of_ours_is_refused(url: str, path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file"):
        check_backup(tmp_path / "none.db")
    strange = tmp_path / "strange.db"
    with closing(sqlite3.connect(strange)) as database, database:
        database.execute("CREATE TABLE theirs (a)")
    with pytest.raises(StoreError, match="no database of this program"):
        check_backup(strange)
    with pytest.raises(ConfigError, match="the database itself"):
        restore_backup(url, path, force=True, now=NOW)


def test_a_backup_of_a_newer_program_is_refused(url: str, backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaError, match=r"9999, which is newer .*upgrade the program"):
        restore_backup(url, backup, force=True, now=NOW)
    assert items(url) == 1


def test_a_backup_of_an_older_program_is_brought_up_to_date(url: str, backup: Path) -> None:
    with closing(open_store(f"sqlite:///{backup}")) as old:
        downgrade_schema(old, "0005")
    restore_backup(url, backup, force=True, now=NOW)
    assert items(url) == 1
    assert check_backup(backup).schema == "0005"  # the backup itself stays as it was
