"""What the roles of many machines refuse, and what the pages say without the others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from monitor.cli import scale
from monitor.errors import ConfigError
from tests.cli.conftest import Desk
from tests.support.cluster import WITHIN_S
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until

REDIS = "redis://:hidden-password@broker.example:6379/0"
POSTGRES = "postgresql://user:hidden-password@database.example/name"


@pytest.fixture
def roles(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose settings fit several machines; nothing is there to be connected to."""
    monkeypatch.setenv("MONITOR_BROKER_URL", REDIS)
    monkeypatch.setenv("MONITOR_DATABASE_URL", POSTGRES)
    return desk


@pytest.mark.parametrize("role", ["scheduler", "worker"])
def test_roles_say_which_settings_they_lack(
    roles: Desk, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MONITOR_DATABASE_URL")
    with pytest.raises(ConfigError, match=r"MONITOR_DATABASE_URL.*SQLite serves one machine"):
        roles.run(role)
    monkeypatch.setenv("MONITOR_BROKER_URL", "kafka://:hidden-password@broker.example")
    with pytest.raises(ConfigError, match="kind 'kafka' are not supported") as caught:
        roles.run(role)
    assert "hidden-password" not in str(caught.value)
    monkeypatch.delenv("MONITOR_BROKER_URL")
    with pytest.raises(ConfigError, match=r"MONITOR_BROKER_URL.*no message broker is named"):
        roles.run(role)


@pytest.mark.parametrize("role", ["scheduler", "worker"])
def test_roles_say_what_to_install(roles: Desk, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "find_spec", lambda _: None)
    for name in [name for name in sys.modules if name.startswith("monitor.scale")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ConfigError, match=r"pip install 'event-monitor\[scale\]'"):
        roles.run(role)
    assert not [name for name in sys.modules if name.startswith("monitor.scale")]


def test_a_worker_refuses_queues_that_there_are_not(roles: Desk) -> None:
    with pytest.raises(ConfigError, match=r"no queue pool.*poll,match,group,send"):
        roles.run("worker", "--queues", "pool,send")
    with pytest.raises(ConfigError, match="no queue named"):
        roles.run("worker", "--queues", ",")
    with pytest.raises(ConfigError, match=r"--concurrency.*one process for itself"):
        roles.run("worker", "--queues", "group,send", "--concurrency", "1")


def test_the_pages_alone_refuse_a_file_of_one_machine(desk: Desk) -> None:
    with pytest.raises(ConfigError, match="SQLite serves one machine"):
        desk.run("web", "serve")


def test_settings_hide_the_secrets_of_the_broker(roles: Desk) -> None:
    for shown in (roles.run("settings"), roles.run("settings", "--json")):
        assert "redis://broker.example:6379/0" in shown
        assert "hidden-password" not in shown


def test_the_pages_alone_are_ready_and_say_that_nobody_works(
    tmp_path: Path, postgres_url: str
) -> None:
    workspace = Workspace(tmp_path, database_url=postgres_url)
    with DaemonProcess(workspace, arguments=("web", "serve"), MONITOR_WEB_LOGIN="true") as pages:
        pages.wait_event("job.failed", job="roles", timeout_s=WITHIN_S)
        state = pages.get("/readyz").json()
        assert state["ready"]
        assert "no scheduler is at work" in state["problems"]["roles"]
        assert pages.get("/healthz").status_code == 200
        assert pages.get("/login").status_code == 200
        wait_until(lambda: "/login" in "".join(pages.said), what="the first login", of=pages)
        assert pages.terminate(timeout_s=60)[0] == 0
