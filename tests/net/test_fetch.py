from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest
import trustme

from monitor.model import FailureReason, FetchResult
from monitor.net.addresses import AddressPolicy, parse_networks
from monitor.net.client import Client
from monitor.net.fetch import fetch
from tests.net.conftest import MakeClient, Names, server_tls
from tests.net.raw_server import Peer, RawServer, drips_body, drips_headers, plain, silent
from tests.support.feed_server import FeedServer

FEED = "<rss><channel><title>Kestrel Wire</title></channel></rss>"


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as running:
        yield running


def move(server: FeedServer, path: str, to: str, status: int = 301) -> None:
    server.set(path, "moved", status=status, headers={"Location": to})


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
    assert result.elapsed_s < 1.0


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


# --- redirects ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "kind"),
    [((301,), "moved"), ((308, 301), "moved"), ((302,), ""), ((303,), ""), ((301, 307), "")],
)
def test_follows_redirects_and_knows_which_are_for_good(
    client: Client, server: FeedServer, statuses: tuple[int, ...], kind: str
) -> None:
    for number, status in enumerate(statuses):
        move(server, f"/{number}", f"/{number + 1}", status)
    last = f"/{len(statuses)}"
    server.set(last, FEED, etag='"v1"')
    result = fetch(client, server.url("/0"))
    assert result.body == FEED.encode()
    assert result.final_url == server.url(last)
    assert result.permanent_url == (server.url(last) if kind == "moved" else None)
    again = fetch(client, server.url("/0"), etag='"v1"')
    assert (again.status, again.failure) == (304, None)
    assert again.permanent_url == result.permanent_url


def test_no_permanent_url_where_the_way_ends_in_a_failure(
    client: Client, server: FeedServer
) -> None:
    move(server, "/0", "/gone")
    result = fetch(client, server.url("/0"))
    assert result.failure is FailureReason.CLIENT
    assert result.final_url == server.url("/gone")
    assert result.permanent_url is None


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("next", "/a/next"),
        ("?page=2", "/a/b?page=2"),
        ("/лента".encode().decode("latin-1"), "/%D0%BB%D0%B5%D0%BD%D1%82%D0%B0"),
        ("/with blank", "/with%20blank"),
        ("/x#part", "/x"),
        ("  /x  ", "/x"),
    ],
)
def test_understands_the_locations_servers_send(
    client: Client, server: FeedServer, location: str, path: str
) -> None:
    move(server, "/a/b", location)
    server.set(path, FEED)
    assert fetch(client, server.url("/a/b")).body == FEED.encode()
    assert [asked for asked, _ in server.requests] == ["/a/b", path]


def test_a_circle_is_noticed(client: Client, server: FeedServer) -> None:
    move(server, "/a", "/b")
    move(server, "/b", "/a")
    move(server, "/self", "/self#again")
    for path, requests in (("/a", 2), ("/self", 1)):
        server.requests.clear()
        result = fetch(client, server.url(path))
        assert result.failure is FailureReason.REDIRECT
        assert "circle" in result.detail
        assert len(server.requests) == requests


def test_a_long_chain_is_cut(client: Client, server: FeedServer) -> None:
    for number in range(31):
        move(server, f"/{number}", f"/{number + 1}")
    server.set("/31", FEED)
    result = fetch(client, server.url("/0"))
    assert result.failure is FailureReason.REDIRECT
    assert "more than 5 times" in result.detail
    assert len(server.requests) == 6
    assert fetch(client, server.url("/26")).body == FEED.encode()
    assert fetch(client, server.url("/0"), max_redirects=31).body == FEED.encode()
    assert fetch(client, server.url("/30"), max_redirects=0).failure is FailureReason.REDIRECT


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.2/admin", FailureReason.BLOCKED_ADDRESS),
        ("http://[::1]/", FailureReason.BLOCKED_ADDRESS),
        ("http://169.254.169.254/latest/meta-data/", FailureReason.BLOCKED_ADDRESS),
        ("//169.254.169.254/", FailureReason.BLOCKED_ADDRESS),
        ("http://inside.example/", FailureReason.BLOCKED_ADDRESS),
        ("http://2130706433/", FailureReason.REDIRECT),
        ("http://user:pw@example.org/", FailureReason.REDIRECT),
        ("http://127.0.0.1:0/", FailureReason.REDIRECT),
        ("http://[::1", FailureReason.REDIRECT),
        ("file:///etc/passwd", FailureReason.REDIRECT),
        ("gopher://127.0.0.1:25/", FailureReason.REDIRECT),
        ("javascript:alert(1)", FailureReason.REDIRECT),
        ("\xff\xfe", FailureReason.REDIRECT),
        ("", FailureReason.REDIRECT),
    ],
)
def test_each_redirect_is_checked(
    make_client: MakeClient, server: FeedServer, location: str, reason: FailureReason
) -> None:
    policy = AddressPolicy(allow=parse_networks(["127.0.0.1"]))
    client = make_client(policy=policy, resolve=Names(inside_example=["10.0.0.1"]))
    move(server, "/feed", location)
    result = fetch(client, server.url("/feed"))
    assert result.failure is reason
    assert result.body == b""
    assert "pw" not in result.detail
    assert len(server.requests) == 1


def test_a_redirect_from_https_to_http_is_refused(
    make_client: MakeClient, server: FeedServer, ca: trustme.CA, roots: Path
) -> None:
    server.set("/feed", FEED)
    client = make_client(ca_file=roots)

    def talk(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 301 Moved\r\nLocation: " + server.url("/feed").encode() + b"\r\n\r\n")

    with RawServer(talk, tls=server_tls(ca.issue_cert("127.0.0.1"))) as start:
        result = fetch(client, start.url(scheme="https"))
    assert result.failure is FailureReason.REDIRECT
    assert "from https to http" in result.detail
    assert server.requests == []


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
        return fetch(client, server.url(path), deadline_s=0.5)

    started = monotonic()
    with ThreadPoolExecutor(4) as pool:
        slow = pool.submit(visit, "/slow")
        quick = list(pool.map(visit, [f"/{number}" for number in range(20)]))
    assert all(result.failure is None for result in quick)
    assert slow.result().failure is FailureReason.TIMEOUT
    assert monotonic() - started < 2
