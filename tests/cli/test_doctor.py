from __future__ import annotations

import json
import sqlite3
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from monitor.alerts.signing import new_secret
from monitor.cli.main import app
from monitor.replay.local_server import LocalServer
from tests.cli.conftest import Desk
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer


def answer_ready(request: BaseHTTPRequestHandler) -> None:
    """Answers as a ready daemon does."""
    body = b'{"ready": true, "problems": {}}'
    request.send_response(200)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


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


def test_the_sound_and_running_one_is_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    secret = tmp_path / "desk.secret"
    secret.write_text(new_secret(b"0" * 32))
    secret.chmod(0o600)
    workspace.write(
        "endpoints.yaml",
        f"endpoints: [{{id: desk, url: 'https://127.0.0.1:9/', secret_file: {secret}}}]",
    )
    settings = {"MONITOR_PUBLIC_URL": "https://news.example.org", "MONITOR_WEB_LOGIN": "true"}
    with FeedServer() as feeds, DaemonProcess(workspace, **settings) as daemon:
        feeds.set("/a", rss([Entry(title="Ferry line resumes", guid="1")]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        wait_until(lambda: daemon.get("/readyz").json()["items"], what="an item", of=daemon)
        port = str(urlsplit(daemon.wait_event("web.started")["url"]).port)
        for name, value in workspace.environ(**settings, MONITOR_WEB_PORT=port).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        result = CliRunner().invoke(app, ["doctor"])
    assert "0 bad, 0 worth a look" in result.output
    assert result.exit_code == 0


def test_secrets_and_a_database_that_every_user_may_read_are_named(desk: Desk) -> None:
    desk.workspace.database_path.chmod(0o644)
    (desk.workspace.rules / "endpoints.yaml").chmod(0o644)
    found = json.loads(desk.run("doctor", "--json", code=1))
    [files] = [one for one in found if one["subject"] == "files"]
    assert files["verdict"] == "warning"
    assert "endpoints.yaml" in files["text"]
    assert "monitor.db" in files["text"]
    assert desk.secret not in files["text"]


def test_the_shipped_rules_in_force_are_told_from_ones_own(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MONITOR_RULES_DIR")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    told = desk.run("doctor", code=1)
    assert "They are those shipped with the program" in told
    assert "-> monitor init . makes one to edit" in told


def test_another_installations_daemon_is_not_taken_for_this_ones(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with LocalServer("GET", answer_ready) as server:
        monkeypatch.setenv("MONITOR_WEB_PORT", str(urlsplit(server.base_url).port))
        assert verdicts(desk, 1)["daemon"] == "good"
        monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path}/none/monitor.db")
        assert verdicts(desk, 1)["daemon"] == "warning"


def test_a_database_of_a_newer_program_is_bad(desk: Desk) -> None:
    with sqlite3.connect(desk.workspace.database_path) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    found = json.loads(desk.run("doctor", "--json", code=1))
    [one] = [one for one in found if one["subject"] == "database"]
    assert one["verdict"] == "bad"
    assert "newer" in one["text"]


def test_a_feed_list_that_cannot_be_read_is_bad(desk: Desk) -> None:
    desk.workspace.feeds_file.write_text("<opml")
    told = desk.run("doctor", code=1)
    assert "feeds.opml:1: not well-formed XML" in told
    assert "-> monitor feeds check" in told


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
