from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from monitor.model import FailureReason, FetchResult
from monitor.net.addresses import AddressPolicy
from monitor.net.client import Client
from monitor.net.fetch import fetch
from tests.net.conftest import FEED, MakeClient, Names
from tests.net.raw_server import Peer, RawServer, drips_body, drips_headers, plain, silent
from tests.support.feed_server import FeedServer

# --- documents ---------------------------------------------------------------------------------


def test_brings_the_document_with_its_headers(client: Client, server: FeedServer) -> None:
    server.set("/feed?format=rss", FEED, etag='"v1"', headers={"Cache-Control": "max-age=60"})
    url = server.url("/feed?format=rss")
    result = fetch(client, url)
    assert result.failure is None
    assert result.status == 200
    assert result.body == FEED.encode()
    assert result.url == result.final_url == url
    assert result.headers["etag"] == '"v1"'
    assert result.headers["cache-control"] == "max-age=60"
    assert result.permanent_url is None
    assert result.detail == ""
    assert 0 < result.elapsed_s < 5
    path, asked = server.requests[0]
    assert path == "/feed?format=rss"
    assert asked["accept-encoding"] == "gzip, deflate"
    assert "application/rss+xml" in asked["accept"]
    assert asked["user-agent"] == "event-monitor-test/1"
    assert "if-none-match" not in asked


def test_asks_conditionally_and_takes_304_for_unchanged(client: Client, server: FeedServer) -> None:
    stamp = "Mon, 02 Mar 2026 08:00:00 GMT"
    server.set("/feed", FEED, etag='W/"v1"', last_modified=stamp)
    for etag in ('W/"v1"', None):
        result = fetch(client, server.url("/feed"), etag=etag, last_modified=stamp)
        assert (result.status, result.failure, result.body) == (304, None, b"")
    changed = fetch(client, server.url("/feed"), etag='W/"v0"', last_modified=stamp)
    assert (changed.status, changed.body) == (200, FEED.encode())
    assert server.requests[0][1]["if-none-match"] == 'W/"v1"'
    assert server.requests[0][1]["if-modified-since"] == stamp


def test_a_304_that_was_not_asked_for_is_a_failure(client: Client, server: FeedServer) -> None:
    server.set("/feed", "", status=304)
    result = fetch(client, server.url("/feed"))
    assert (result.status, result.failure) == (304, FailureReason.SERVER)


@pytest.mark.parametrize("etag", ["", "  ", "a\r\nX-Evil: 1", "смысл", "a\x00b", '"' + "a" * 5000])
def test_a_validator_that_cannot_be_sent_is_left_out(
    client: Client, server: FeedServer, etag: str
) -> None:
    server.set("/feed", FEED)
    assert fetch(client, server.url("/feed"), etag=etag).failure is None
    asked = server.requests[0][1]
    assert "if-none-match" not in asked
    assert "x-evil" not in asked


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)],
)
def test_undoes_compression(
    client: Client, server: FeedServer, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    server.set("/feed", pack(FEED.encode()), headers={"Content-Encoding": coding})
    assert fetch(client, server.url("/feed")).body == FEED.encode()


def test_a_chunked_document_is_read_whole(client: Client) -> None:
    def talk(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for number in range(50):
            peer.send(b"5\r\n%05d\r\n" % number)
        peer.send(b"0\r\nX-Trailer: 1\r\n\r\n")

    with RawServer(talk) as server:
        result = fetch(client, server.url())
    assert result.failure is None
    assert result.body == b"".join(b"%05d" % number for number in range(50))


def test_a_page_that_is_no_feed_is_not_judged(client: Client, server: FeedServer) -> None:
    server.set("/feed", "<html>Please log in</html>", content_type="text/html")
    assert fetch(client, server.url("/feed")).failure is None


# --- failures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (201, FailureReason.SERVER),
        (204, FailureReason.EMPTY),
        (206, FailureReason.SERVER),
        (300, FailureReason.REDIRECT),
        (305, FailureReason.REDIRECT),
        (400, FailureReason.CLIENT),
        (401, FailureReason.AUTH),
        (403, FailureReason.AUTH),
        (404, FailureReason.CLIENT),
        (410, FailureReason.GONE),
        (418, FailureReason.CLIENT),
        (429, FailureReason.RATE_LIMITED),
        (500, FailureReason.SERVER),
        (503, FailureReason.SERVER),
        (599, FailureReason.SERVER),
        (999, FailureReason.SERVER),
    ],
)
def test_every_status_has_its_reason(
    client: Client, server: FeedServer, status: int, reason: FailureReason
) -> None:
    server.set("/feed", FEED, status=status, headers={"Retry-After": "120"})
    result = fetch(client, server.url("/feed"))
    assert (result.status, result.failure, result.body) == (status, reason, b"")
    assert str(status) in result.detail
    assert result.headers["retry-after"] == "120"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/hostname", FailureReason.BAD_URL),
        ("http://user:pass@example.org/", FailureReason.BAD_URL),
        ("http://127.1/", FailureReason.BAD_URL),
        ("http://example.org:65536/", FailureReason.BAD_URL),
        ("http://127.0.0.1/", FailureReason.BLOCKED_ADDRESS),
        ("http://[::ffff:169.254.169.254]/", FailureReason.BLOCKED_ADDRESS),
        ("http://168.63.129.16/", FailureReason.BLOCKED_ADDRESS),
        ("http://unknown.example/", FailureReason.DNS),
    ],
)
def test_what_cannot_be_fetched_is_a_result(
    make_client: MakeClient, url: str, reason: FailureReason
) -> None:
    result = fetch(make_client(policy=AddressPolicy(), resolve=Names()), url)
    assert (result.failure, result.status, result.final_url) == (reason, None, url)
    assert result.detail
    assert "pass@" not in result.detail


def test_a_body_shorter_than_announced_is_a_connection_failure(client: Client) -> None:
    def talk(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>")

    with RawServer(talk) as server:
        result = fetch(client, server.url())
    assert (result.failure, result.status, result.body) == (FailureReason.CONNECTION, None, b"")


def test_a_compressed_body_cut_off_in_silence_is_a_connection_failure(client: Client) -> None:
    packed = gzip.compress(FEED.encode() * 100)[:-20]
    with RawServer(plain(packed, b"Content-Encoding: gzip")) as server:
        assert fetch(client, server.url()).failure is FailureReason.CONNECTION


@pytest.mark.parametrize("talk", [silent, drips_headers, drips_body])
def test_a_slow_server_is_a_timeout(client: Client, talk: Callable[[Peer], None]) -> None:
    with RawServer(talk) as server:
        started = monotonic()
        result = fetch(client, server.url(), deadline_s=0.3)
        assert monotonic() - started < 1.3
    assert (result.failure, result.status, result.body) == (FailureReason.TIMEOUT, None, b"")
    assert 0.2 < result.elapsed_s < 1.3


def test_the_deadline_is_for_all_redirects_together(client: Client, server: FeedServer) -> None:
    for number in range(5):
        to = {"Location": f"/{number + 1}"}
        server.set(f"/{number}", b"", status=302, headers=to, delay_s=0.15)
    server.set("/5", FEED)
    result = fetch(client, server.url("/0"), deadline_s=0.4)
    assert result.failure is FailureReason.TIMEOUT
    assert result.elapsed_s < 1.4


# --- bounds ------------------------------------------------------------------------------------


@pytest.mark.parametrize("extra", [0, 1])
def test_the_cap_is_exact(client: Client, server: FeedServer, extra: int) -> None:
    server.set("/plain", b"x" * (1000 + extra))
    packed = gzip.compress(b"x" * (1000 + extra))
    server.set("/packed", packed, headers={"Content-Encoding": "gzip"})
    for path in ("/plain", "/packed"):
        result = fetch(client, server.url(path), max_body_bytes=1000)
        assert result.failure is (FailureReason.TOO_LARGE if extra else None)
        assert len(result.body) == (0 if extra else 1000)


def test_a_gzip_bomb_is_cut_with_little_memory(client: Client, server: FeedServer) -> None:
    bomb = gzip.compress(bytes(100 * 2**20), compresslevel=9)
    server.set("/feed", bomb, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        result = fetch(client, server.url("/feed"), max_body_bytes=2 * 2**20)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert result.failure is FailureReason.TOO_LARGE
    assert "2,097,152 bytes" in result.detail
    assert peak < 10 * 2**20


@pytest.mark.parametrize("coding", [b"identity", b"gzip"])
def test_an_endless_body_is_cut_at_the_cap(client: Client, coding: bytes) -> None:
    # For gzip: members without content, which decode to nothing for ever.
    block = gzip.compress(b"") * 100 if coding == b"gzip" else bytes(4096)

    def talk(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n\r\n" % coding)
        while True:
            peer.send(block)

    with RawServer(talk) as server:
        result = fetch(client, server.url(), max_body_bytes=300_000, deadline_s=20)
    assert result.failure is FailureReason.TOO_LARGE


def test_an_announced_length_above_the_cap_is_not_waited_for(client: Client) -> None:
    def talk(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\n")
        peer.silence()

    with RawServer(talk) as server:
        result = fetch(client, server.url(), max_body_bytes=1000)
    assert result.failure is FailureReason.TOO_LARGE
    assert result.elapsed_s < 1.0


def test_the_body_of_a_redirect_is_not_read(client: Client, server: FeedServer) -> None:
    server.set("/feed", FEED)

    def talk(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 302 Found\r\nLocation: " + server.url("/feed").encode() + b"\r\n\r\n")
        while True:
            peer.send(bytes(4096))

    with RawServer(talk) as start:
        result = fetch(client, start.url(), deadline_s=10)
    assert result.body == FEED.encode()
    assert result.elapsed_s < 2.0


def test_a_client_that_is_closed_gives_a_result(make_client: MakeClient) -> None:
    client = make_client()
    client.close()
    result = fetch(client, "http://127.0.0.1/")
    assert result.failure is FailureReason.CONNECTION


def test_many_feeds_at_once_do_not_wait_for_a_slow_one(client: Client, server: FeedServer) -> None:
    server.set("/slow", FEED, delay_s=5)
    for number in range(20):
        server.set(f"/{number}", FEED)

    def visit(path: str) -> FetchResult:
        return fetch(client, server.url(path), deadline_s=1.0)

    started = monotonic()
    with ThreadPoolExecutor(4) as pool:
        slow = pool.submit(visit, "/slow")
        quick = list(pool.map(visit, [f"/{number}" for number in range(20)]))
    assert all(result.failure is None for result in quick)
    assert slow.result().failure is FailureReason.TIMEOUT
    assert monotonic() - started < 4
