from __future__ import annotations

import socket

from starlette.applications import Starlette

from monitor.web.server import WebServer


def test_no_answer_waits_for_the_other_side_to_acknowledge_its_head() -> None:
    with WebServer(Starlette(), host="127.0.0.1", port=0) as server:
        assert server._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
