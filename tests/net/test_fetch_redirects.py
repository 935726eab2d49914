"""Redirects of :func:`monitor.net.fetch.fetch`."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from monitor.model import FailureReason
from monitor.net.addresses import AddressPolicy, parse_networks
from monitor.net.client import Client
from monitor.net.fetch import fetch
from tests.net.conftest import FEED, MakeClient, Names, move, server_tls
from tests.net.raw_server import Peer, RawServer
from tests.support.feed_server import FeedServer


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
