"""What ``monitor listen`` shows of requests that anyone may have sent."""

from __future__ import annotations

import io
import json
import os
import socket

import pytest
import requests
from rich.console import Console

from monitor.alerts.signing import new_secret
from monitor.cli.listen import MAX_ID_CHARS, show
from monitor.errors import ConfigError
from monitor.replay.receiver import Received, Receiver
from tests.cli.conftest import Desk
from tests.support.clock import Clock

HOSTILE_ID = "msg\x1b[2J\x9b31m\x07\u202egsm"


def shown(received: Received) -> str:
    screen = Console(file=io.StringIO(), force_terminal=True, color_system=None, width=1000)
    show(screen, received, as_json=False)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


def test_an_unverified_id_cannot_command_the_terminal() -> None:
    written: list[str] = []
    with Receiver(
        secrets=[new_secret(os.urandom(32))],
        clock=Clock(),
        on_received=lambda received: written.append(shown(received)),
    ) as receiver:
        # requests sends what http.client reads back as latin-1: the bytes a terminal would get.
        headers: dict[str, str | bytes | None] = {"webhook-id": b"msg\x1b[2J\x9b31m"}
        assert (
            requests.post(receiver.url, data=b"{}", headers=headers, timeout=5).status_code == 400
        )
    [line] = written
    assert line.startswith("refused msg [2J 31m: ")
    assert line.rstrip("\n").isprintable()


@pytest.mark.parametrize("problem", ["", "not verified\x1b[31m"])
@pytest.mark.parametrize("id", [HOSTILE_ID, "m" * 5000, ""])
def test_ids_are_short_and_harmless(id: str, problem: str) -> None:
    line = shown(Received(id=id, body={}, problem=problem, repeat=not problem)).rstrip("\n")
    assert line.isprintable()
    assert len(line) < MAX_ID_CHARS + 60


def test_a_line_of_json_is_harmless_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    received = Received(id=HOSTILE_ID, body={"a": ["\x9b", "Überraschung \ud800"]}, problem="no")
    show(Console(), received, as_json=True)
    line = capsys.readouterr().out.removesuffix("\n")
    assert line.isprintable()
    assert "Überraschung" in line
    assert json.loads(line) == {
        "id": HOSTILE_ID,
        "problem": "no",
        "repeat": False,
        "body": {"a": ["\x9b", "Überraschung \ud800"]},
    }


def test_a_port_in_use_is_a_clear_message(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"cannot listen on 127.0.0.1:{port}: .*in use"):
            desk.run("listen", "--port", str(port))
    desk.run("listen", "--port", "70000", code=2)
