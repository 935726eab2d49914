"""``monitor health`` against what may answer on the port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest

from monitor.cli.health import ask
from monitor.replay.local_server import LocalServer
from tests.cli.conftest import Desk


@contextmanager
def answering(status: int, body: bytes) -> Iterator[int]:
    """A server on loopback that answers every GET alike; yields its port."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    with LocalServer("GET", answer) as server:
        yield int(server.base_url.rsplit(":", 1)[1])


def asked(desk: Desk, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, code: int) -> str:
    with answering(status, body) as port:
        monkeypatch.setenv("MONITOR_WEB_PORT", str(port))
        return desk.run("health", code=code)


def test_a_ready_daemon(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'{"ready": true, "problems": {"feeds": "line 3 is\\u001b[31m wrong"}}'
    said = asked(desk, monkeypatch, 200, body, 0)
    assert said == "ready\nfeeds: line 3 is [31m wrong\n"


def test_a_daemon_that_is_not_ready(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'{"ready": false, "problems": {"poll": "the disk is full"}}'
    assert asked(desk, monkeypatch, 503, body, 1) == "poll: the disk is full\n"
    stalled = b'{"ready": false, "problems": {}}'
    assert "a job has not run lately" in asked(desk, monkeypatch, 503, stalled, 1)


@pytest.mark.parametrize(
    ("status", "body"),
    [(404, b"<h1>Not here</h1>"), (200, b""), (200, b"[]"), (200, b"{}"), (400, b"\xff\xfe")],
)
def test_another_program_on_the_port(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes
) -> None:
    said = asked(desk, monkeypatch, status, body, 1)
    assert f"answers {status}" in said
    assert "another program" in said


def test_what_speaks_no_http_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            peer, _ = listener.accept()
            with peer:
                peer.recv(1000)
                peer.sendall(b"220 mail.example ESMTP\r\n")

        speaker = threading.Thread(target=greet)
        speaker.start()
        state = ask("127.0.0.1", listener.getsockname()[1])
        speaker.join()
    assert state["ready"] is False
    assert "does not answer" in state["problems"]["daemon"]
