from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest

from monitor.errors import FetchError
from monitor.net.addresses import AddressPolicy
from monitor.net.client import Client
from tests.net.conftest import MakeClient, failure, get
from tests.net.raw_server import (
    Peer,
    RawServer,
    drips_body,
    drips_chunks,
    drips_headers,
    drips_interim_answers,
    drips_status,
    drips_unsized_body,
    plain,
    silent,
)
from tests.support.feed_server import FeedServer


def test_proxies_netrc_and_bundles_of_the_environment_are_ignored(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hunter2\n")
    with RawServer(plain(b"from the proxy")) as proxy, RawServer(plain(b"direct")) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        monkeypatch.setenv("NETRC", str(netrc))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "absent.pem"))
        assert get(make_client(), server.url()) == (200, b"direct")
        error = failure(make_client(policy=AddressPolicy()), "http://169.254.169.254/latest")
        assert error.reason == "blocked_address"
        assert proxy.connections == 0
        assert b"Authorization" not in server.heads[0]


def test_sends_its_user_agent_and_the_callers_headers(client: Client) -> None:
    with RawServer(plain(b"")) as server:
        with client.exchange(
            "POST", server.url("/in?a=b"), headers={"X-One": "1"}, deadline_s=5, body=b"{}"
        ) as answer:
            assert answer.status == 200
        head = server.heads[0]
    assert head.startswith(b"POST /in?a=b HTTP/1.1\r\n")
    assert b"\r\nUser-Agent: event-monitor-test/1\r\n" in head
    assert b"\r\nX-One: 1\r\n" in head
    assert b"\r\nContent-Length: 2\r\n" in head


def test_cookies_are_not_kept(client: Client) -> None:
    with RawServer(plain(b"x", b"Set-Cookie: id=1; Path=/")) as server:
        get(client, server.url())
        get(client, server.url())
        assert len(server.heads) == 2
        assert all(b"Cookie" not in head for head in server.heads)


def test_a_header_that_cannot_be_sent_is_an_internal_failure(client: Client) -> None:
    with RawServer(plain(b"x")) as server:
        for value in ("a\r\nX-Evil: 1", "смысл"):
            with (
                pytest.raises(FetchError) as caught,
                client.exchange("GET", server.url(), headers={"X-A": value}, deadline_s=5),
            ):
                pass
            assert caught.value.reason == "internal"
            assert "Evil" not in str(caught.value)
        assert all(b"Evil" not in head for head in server.heads)


def test_header_names_are_lower_case_and_values_free_of_controls(client: Client) -> None:
    with (
        RawServer(plain(b"", b'ETag: "a\x01\x1bb"', b"X-Two: 1", b"x-two: 2")) as server,
        client.exchange("GET", server.url(), headers={}, deadline_s=5) as answer,
    ):
        assert answer.headers["etag"] == '"ab"'
        assert answer.headers["x-two"] == "1, 2"


def test_a_connection_is_used_again_only_after_a_whole_body(client: Client) -> None:
    with FeedServer() as server:
        server.set("/a", b"a" * 100_000)
        for _ in range(3):
            assert get(client, server.url("/a"))[0] == 200
        before = _sockets_to(server.port)
        assert before == 1
        with client.exchange("GET", server.url("/a"), headers={}, deadline_s=5):
            pass
        assert _sockets_to(server.port) == 0
        assert get(client, server.url("/a")) == (200, b"a" * 100_000)


def _sockets_to(port: int) -> int:
    """How many sockets of this process are connected to ``port``."""
    count = 0
    for path in Path("/dev/fd").iterdir():
        try:
            twin = socket.socket(fileno=os.dup(int(path.name)))
        except OSError:
            continue
        with twin:
            try:
                count += twin.getpeername()[1] == port
            except (OSError, IndexError):
                continue
    return count


def test_is_safe_to_use_from_many_threads(client: Client) -> None:
    with FeedServer() as server:
        for number in range(8):
            server.set(f"/{number}", f"feed {number} ".encode() * 5000)

        def visit(number: int) -> bool:
            expected = f"feed {number} ".encode() * 5000
            return get(client, server.url(f"/{number}")) == (200, expected)

        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(visit, [number % 8 for number in range(160)]))


@pytest.mark.parametrize(
    "talk",
    [
        silent,
        drips_status,
        drips_headers,
        drips_body,
        drips_unsized_body,
        drips_chunks,
        drips_interim_answers,
    ],
)
def test_a_call_ends_at_its_deadline_and_is_no_success(
    client: Client, talk: Callable[[Peer], None]
) -> None:
    with RawServer(talk) as server:
        started = monotonic()
        error = failure(client, server.url(), deadline_s=0.25)
        assert error.reason == "timeout"
        assert monotonic() - started < 1.4


def test_an_endless_body_is_cut_at_the_deadline(client: Client) -> None:
    def endless(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            peer.send(bytes(4096))

    with RawServer(endless) as server:
        started = monotonic()
        with (
            client.exchange("GET", server.url(), headers={}, deadline_s=0.25) as answer,
            pytest.raises(FetchError) as caught,
        ):
            for _ in answer.chunks():
                pass
        assert caught.value.reason == "timeout"
        assert monotonic() - started < 1.4


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nX-Header: value\r\n",
    ],
)
def test_an_answer_that_ends_within_its_head_is_no_success(client: Client, head: bytes) -> None:
    def talk(peer: Peer) -> None:
        peer.send(head)

    with RawServer(talk) as server:
        assert failure(client, server.url()).reason == "connection"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nshort",
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x00" * 100,
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 1000 + b"\r\n",
    ],
)
def test_a_broken_answer_is_a_connection_failure(client: Client, answer: bytes) -> None:
    def talk(peer: Peer) -> None:
        peer.send(answer)

    with RawServer(talk) as server:
        error = failure(client, server.url())
        assert error.reason == "connection"
        assert error.message


def test_a_reset_in_the_body_is_a_connection_failure(client: Client) -> None:
    def talk(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome")
        peer.reset()

    with RawServer(talk) as server:
        assert failure(client, server.url()).reason == "connection"


def test_closing_the_client_ends_the_calls_under_way(make_client: MakeClient) -> None:
    client = make_client()
    with RawServer(silent) as server, ThreadPoolExecutor(1) as pool:
        call = pool.submit(failure, client, server.url(), deadline_s=30)
        for _ in range(200):
            if server.heads:
                break
            threading.Event().wait(0.01)
        started = monotonic()
        client.close()
        assert call.result(timeout=5).reason == "connection"
        assert monotonic() - started < 1.0
        assert failure(client, server.url()).reason == "connection"
    client.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("pause_s", [0.0, 0.1])
def test_a_kept_connection_that_the_server_left_is_replaced(
    client: Client, method: str, pause_s: float
) -> None:
    def talk(peer: Peer) -> None:
        # Promises to stay, hears the next request, and leaves.
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        if not pause_s:
            peer.read_head()

    with RawServer(talk) as server:
        for _ in range(4):
            with client.exchange(method, server.url(), headers={}, deadline_s=5) as answer:
                assert b"".join(answer.chunks()) == b"ok"
            threading.Event().wait(pause_s)
        assert server.connections == 4


def test_a_fresh_connection_that_is_dropped_is_not_tried_again(client: Client) -> None:
    for talk in (lambda _peer: None, lambda peer: peer.reset()):
        with RawServer(talk) as server:
            assert failure(client, server.url()).reason == "connection"
            assert server.connections == 1


def test_a_connection_that_is_used_again_is_under_the_new_deadline(client: Client) -> None:
    def talk(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        peer.read_head()
        drips_headers(peer)

    with RawServer(talk) as server:
        assert get(client, server.url()) == (200, b"ok")
        started = monotonic()
        assert failure(client, server.url(), deadline_s=0.25).reason == "timeout"
        assert monotonic() - started < 1.4
        assert server.connections == 1
