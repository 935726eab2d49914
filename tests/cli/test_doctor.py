from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Desk


def verdicts(desk: Desk, code: int) -> dict[str, str]:
    found = json.loads(desk.run("doctor", "--json", code=code))
    return {one["subject"]: one["verdict"] for one in found}


def test_each_part_is_looked_at_and_the_daemon_that_does_not_run_is_bad(desk: Desk) -> None:
    found = verdicts(desk, 1)
    assert found["database"] == found["disk"] == found["clock"] == found["rules"] == "good"
    assert found["daemon"] == "bad"
    told = desk.run("doctor", code=1)
    assert "-> start it (monitor run, docker compose up -d), or read its log" in told
    assert desk.secret not in told


def test_bad_rules_are_listed_and_the_rest_is_looked_at(desk: Desk) -> None:
    desk.workspace.write("talks.rules.yaml", "rules: [{id: x, titel: X}]")
    told = desk.run("doctor", code=1)
    assert "titel" in told
    assert "monitor rules check" in told
    assert verdicts(desk, 1)["database"] == "good"


def test_a_typo_in_a_setting_is_the_finding(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_POL_WORKERS", "4")
    assert verdicts(desk, 1) == {"settings": "bad"}


def test_a_database_that_is_not_there_is_not_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "other" / "monitor.db"
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{file}")
    assert verdicts(desk, 1)["database"] == "warning"
    assert not file.parent.exists()


def test_a_damaged_database_is_bad(desk: Desk) -> None:
    (desk.workspace.folder / "monitor.db").write_bytes(b"no database" * 1000)
    for side in ("-wal", "-shm"):
        (desk.workspace.folder / f"monitor.db{side}").unlink(missing_ok=True)
    assert verdicts(desk, 1)["database"] == "bad"
