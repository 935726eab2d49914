from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from monitor.cli.main import app
from monitor.errors import ConfigError
from tests.cli.conftest import Desk
from tests.support.daemon_process import DaemonProcess, wait_until
from tests.web.conftest import Visitor

PASSWORD = "correct horse battery"


def token_of(said: str) -> str:
    return next(word for word in said.split() if word.startswith("desk_"))


def test_people_are_added_changed_and_removed(desk: Desk) -> None:
    assert "Nobody yet" in desk.run("web", "list")
    first = token_of(desk.run("web", "add", "Ada", "--role", "editor"))
    assert len(first) == len("desk_") + 64
    assert token_of(desk.run("web", "renew", "ada")) != first
    desk.run("web", "role", "ada", "admin")
    done = CliRunner().invoke(app, ["web", "password", "ada"], input=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    [ada] = desk.json("web", "list")
    assert (ada["name"], ada["role"], ada["password"]) == ("ada", "admin", True)
    assert "token or password" in desk.run("web", "list")
    desk.run("web", "remove", "ada")
    assert desk.json("web", "list") == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("add", "ada"), "there is a person ada already"),
        (("add", "a b"), "is no name"),
        (("add", " "), "is no name"),
        (("renew", "bob"), "no person 'bob'"),
        (("role", "bob", "admin"), "no person 'bob'"),
        (("remove", "bob"), "no person 'bob'"),
    ],
)
def test_mistakes_are_named(desk: Desk, arguments: tuple[str, ...], message: str) -> None:
    desk.run("web", "add", "ada")
    with pytest.raises(ConfigError, match=message):
        desk.run("web", *arguments)


def test_the_first_start_prints_a_token_once_that_lets_in(desk: Desk) -> None:
    settings = {"MONITOR_WEB_LOGIN": "true"}
    with DaemonProcess(desk.workspace, **settings) as daemon:
        url = daemon.wait_event("web.started")["url"]
        wait_until(lambda: "desk_" in "".join(daemon.said), what="a token", of=daemon)
        token = token_of("".join(daemon.said))
        visitor = Visitor(url)
        assert visitor.get("/").status_code == 303
        assert visitor.log_in(token).status_code == 303
        assert visitor.get("/").status_code == 200
        assert token not in "".join(daemon.raw)
        daemon.terminate(timeout_s=20)
    with DaemonProcess(desk.workspace, **settings) as daemon:
        daemon.wait_event("web.started")
        daemon.terminate(timeout_s=20)
    assert "desk_" not in "".join(daemon.said)
    assert [one["name"] for one in desk.json("web", "list")] == ["admin"]


def test_programs_get_tokens_that_are_listed_and_revoked(desk: Desk) -> None:
    desk.run("web", "add", "ada", "--role", "editor")
    assert "No tokens" in desk.run("web", "token", "list")
    said = desk.run(
        "web", "token", "add", "ada", "--name", "dash board", "--scope", "write", "--days", "2"
    )
    assert re.search(r"write_[0-9a-f]{64}\n", said)
    [one] = desk.json("web", "token", "list", "ada")
    assert (one["person"], one["name"], one["scope"]) == ("ada", "dash board", "write")
    assert one["expires_at"] is not None
    assert "never" in desk.run("web", "token", "list")
    for arguments, message in (
        (("add", "ada", "--name", "dash board"), "already"),
        (("add", "ada", "--name", " "), "no name for a token"),
        (("add", "bob", "--name", "x"), "no person 'bob'"),
        (("list", "bob"), "no person 'bob'"),
        (("revoke", "99"), "no token 99"),
    ):
        with pytest.raises(ConfigError, match=message):
            desk.run("web", "token", *arguments)
    desk.run("web", "token", "revoke", str(one["id"]))
    assert desk.json("web", "token", "list") == []
