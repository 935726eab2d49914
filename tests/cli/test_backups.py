"""What a person sees of backups, restores and downgrades."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from monitor.errors import ConfigError, SchemaError
from tests.cli.conftest import Desk


def test_a_folder_gets_a_backup_named_by_the_time(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    said = desk.run("db", "backup", str(folder))
    [made] = folder.iterdir()
    assert made.name.startswith("monitor-2")
    assert f"{made}: {made.stat().st_size:,} bytes" in said
    assert "sound; as of 2026-03-02 08:00:00 UTC" in said
    with pytest.raises(ConfigError, match="name a file"):
        desk.run("db", "backup", "-")


def test_a_restore_says_what_it_did_and_is_listed(desk: Desk, tmp_path: Path) -> None:
    backup = str(tmp_path / "saved.db")
    desk.run("db", "backup", backup)
    said = desk.run("db", "restore", backup, "--force", "--lost-at", "2026-03-02 09:30")
    assert "Restored from a backup of 2026-03-02 08:00:00 UTC" in said
    assert "from before 2026-03-02 09:30:00 UTC is stored and not told again" in said
    assert "Pending in the backup: 1 delivery, to be sent (again) under the same ids" in said
    assert "The database it replaces:" in said
    [one] = desk.json("db", "restores")
    assert (one["id"], one["lost_at"], one["untold"]) == (1, "2026-03-02 09:30:00+00:00", 0)
    assert "catching up, 0 items not told" in desk.run("db", "restores")
    assert desk.json("alerts", "untold") == []
    assert "Nothing was kept" in desk.run("alerts", "untold", "--restore", "1")


def test_other_ways_of_restoring_are_told_to_the_database(desk: Desk) -> None:
    assert "No backup was restored" in desk.run("db", "restores")
    said = desk.run("db", "restored", "--source", "news.dump")
    assert "1 feed will be visited at once" in said
    [one] = desk.json("db", "restores")
    assert one["source"] == "news.dump"


def test_where_nothing_was_lost_it_says_so(desk: Desk, tmp_path: Path) -> None:
    backup = str(tmp_path / "saved.db")
    desk.run("db", "backup", backup)
    assert "nothing is kept quiet" in desk.run("db", "restore", backup, "--force")


def test_a_downgrade_says_what_is_lost_and_copies_first(desk: Desk, tmp_path: Path) -> None:
    desk.run("db", "restored")
    said = desk.run("db", "downgrade", "0018", "--yes")
    assert "lost: 1 row, the whole table restore" in said
    assert "lost: what is in decision.restore_id, item.restore_id" in said
    [kept] = tmp_path.glob("monitor.db.before-downgrade-*")
    assert str(kept) in said
    with pytest.raises(SchemaError, match="run monitor db upgrade"):
        desk.run("db", "check")
    shutil.copyfile(kept, tmp_path / "monitor.db")
    assert "fits" in desk.run("db", "check")
    assert len(desk.json("db", "restores")) == 1
