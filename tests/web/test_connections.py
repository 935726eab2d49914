"""Whoever connects cannot use up what the daemon needs."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import requests
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from monitor.web import connections
from monitor.web.server import WebServer

FEW = 4

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"


async def answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    monkeypatch.setattr(connections, "MAX_CONNECTIONS", FEW)
    monkeypatch.setattr(connections, "WHOLE_WITHIN_S", 0.5)
    routes = [Route("/", answer, methods=["GET", "POST"])]
    with WebServer(Starlette(routes=routes), host="127.0.0.1", port=0) as running:
        yield running


def connect(server: WebServer, held: ExitStack) -> socket.socket:
    host, port = server.url.removeprefix("http://").split(":")
    return held.enter_context(socket.create_connection((host, int(port)), timeout=10))


def ends(connection: socket.socket) -> bool:
    """Whether the other side ends it, without an answer."""
    try:
        return connection.recv(100) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize(
    "begun",
    [b"", HEAD, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx"],
    ids=["silent", "half a head", "half a body"],
)
def test_one_too_many_is_refused_until_those_that_send_nothing_whole_are_ended(
    server: WebServer, begun: bytes
) -> None:
    with ExitStack() as held:
        waiting = [connect(server, held) for _ in range(FEW)]
        for one in waiting:
            one.sendall(begun)
        assert ends(connect(server, held))
        assert all(ends(one) for one in waiting)
        assert requests.post(server.url, data=b"123", timeout=10).text == "3"


def test_half_of_a_second_request_is_ended_too(server: WebServer) -> None:
    with ExitStack() as held:
        connection = connect(server, held)
        connection.sendall(HEAD + b"\r\n")
        said = b""
        while not said.endswith(b"\r\n\r\n0"):
            said += connection.recv(1000)
        connection.sendall(HEAD)
        assert ends(connection)
