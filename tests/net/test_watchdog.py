from __future__ import annotations

import socket
import threading
from pathlib import Path
from time import monotonic

import pytest

from monitor.errors import FetchError
from monitor.net.watchdog import Watchdog


def test_shuts_the_sockets_of_a_late_call_and_says_so() -> None:
    near, far = socket.socketpair()
    watchdog = Watchdog()
    with near, far, watchdog.watch(0.1) as watch:
        watch.attach(near)
        watch.check()
        started = monotonic()
        near.settimeout(5)
        assert near.recv(1) == b""
        assert 0.05 < monotonic() - started < 1.0
        with pytest.raises(FetchError, match=r"within 0\.1 s") as caught:
            watch.check()
    assert caught.value.reason == "timeout"
    watchdog.close()


def test_a_call_in_time_is_left_alone_and_its_socket_lives_on() -> None:
    near, far = socket.socketpair()
    watchdog = Watchdog()
    with near, far:
        with watchdog.watch(0.1) as watch:
            watch.attach(near)
            watch.check()
        threading.Event().wait(0.2)
        far.sendall(b"x")
        assert near.recv(1) == b"x"
    watchdog.close()


def test_calls_end_in_the_order_of_their_deadlines_not_of_their_starts() -> None:
    watchdog = Watchdog()
    first, first_far = socket.socketpair()
    second, second_far = socket.socketpair()
    with (
        first,
        first_far,
        second,
        second_far,
        watchdog.watch(30) as slow,
        watchdog.watch(0.05) as quick,
    ):
        slow.attach(first)
        quick.attach(second)
        second.settimeout(5)
        assert second.recv(1) == b""
        slow.check()
        slow.shorten(0.05)
        first.settimeout(5)
        assert first.recv(1) == b""
        slow.shorten(60)
        with pytest.raises(FetchError):
            slow.check()
    watchdog.close()


def test_closing_cuts_every_call_and_refuses_new_ones() -> None:
    near, far = socket.socketpair()
    watchdog = Watchdog()
    with near, far, watchdog.watch(30) as watch:
        watch.attach(near)
        watchdog.close()
        near.settimeout(5)
        assert near.recv(1) == b""
        with pytest.raises(FetchError, match="stopping") as caught:
            watch.check()
        assert caught.value.reason == "connection"
    with pytest.raises(FetchError, match="stopping"), watchdog.watch(1):
        pass
    watchdog.close()


def test_a_socket_that_comes_after_the_deadline_is_shut_at_once() -> None:
    near, far = socket.socketpair()
    watchdog = Watchdog()
    with near, far, watchdog.watch(0.01) as watch:
        threading.Event().wait(0.1)
        watch.attach(near)
        assert near.recv(1) == b""
    watchdog.close()


def test_leaves_no_descriptors_behind() -> None:
    watchdog = Watchdog()
    near, far = socket.socketpair()
    with near, far:
        before = len(list(Path("/dev/fd").iterdir()))
        for _ in range(20):
            with watchdog.watch(30) as watch:
                watch.attach(near)
        assert len(list(Path("/dev/fd").iterdir())) == before
    watchdog.close()
