"""Servers and documents made to hang, swell or mislead, polled beside honest feeds."""

from __future__ import annotations

import gzip
import re
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model import FailureReason, Feed, FeedSource, Poll, PollOutcome, StoredItem
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from monitor.store import visits as visit_rows
from tests.feeds.builders import assert_clean, item, rss
from tests.net.raw_server import Peer, RawServer, drips_body, drips_headers, plain, silent
from tests.support.line import Line, open_line

DEADLINE_S = 2.0
MAX_BODY_BYTES = 40 * 2**20
GROWTH_MB = 400
"""Memory that all of it together may take; any one of the bombs would take gigabytes."""

GOOD = rss(item("Talks resume in the harbour today", "<guid>1</guid>")).encode()
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))


def redirect(to: bytes) -> Callable[[Peer], None]:
    return lambda peer: peer.send(
        b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % to
    )


def hops(peer: Peer) -> None:
    """A redirect to another address of its own, for ever."""
    number = int((re.search(rb"/hops(\d*)", peer.head) or [b"", b"0"])[1] or 0)
    redirect(b"/hops%d" % (number + 1))(peer)


def endless(peer: Peer) -> None:
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss><channel>")
    while True:
        peer.send(b"<item><title>More and more of it</title></item>" * 1000)


def served(body: str | bytes, *headers: bytes) -> Callable[[Peer], None]:
    return plain(body if isinstance(body, bytes) else body.encode(), *headers)


BOMB = gzip.compress(b"<rss><channel>" + bytes(200 * 2**20), compresslevel=1)

FAILING: dict[str, tuple[Callable[[Peer], None], FailureReason]] = {
    "silence": (silent, FailureReason.TIMEOUT),
    "drip": (drips_body, FailureReason.TIMEOUT),
    "drip-head": (drips_headers, FailureReason.TIMEOUT),
    "bomb": (served(BOMB, b"Content-Encoding: gzip"), FailureReason.TOO_LARGE),
    "endless": (endless, FailureReason.TOO_LARGE),
    "loop": (redirect(b"/loop"), FailureReason.REDIRECT),
    "hops": (hops, FailureReason.REDIRECT),
    "to-loopback": (redirect(b"http://[::1]/feed"), FailureReason.BLOCKED_ADDRESS),
    "to-private": (redirect(b"http://10.0.0.1/feed"), FailureReason.BLOCKED_ADDRESS),
    "to-metadata": (
        redirect(b"http://169.254.169.254/latest/meta-data/"),
        FailureReason.BLOCKED_ADDRESS,
    ),
    "to-file": (redirect(b"file:///etc/passwd"), FailureReason.REDIRECT),
    "no-http": (lambda peer: peer.send(b"\0\1\2"), FailureReason.CONNECTION),
    "nuls": (served(bytes(1000)), FailureReason.EMPTY),
    "no-gzip": (served(b"<rss>", b"Content-Encoding: gzip"), FailureReason.MALFORMED),
    "page": (served("<!doctype html><title>Log in</title>"), FailureReason.NOT_A_FEED),
}

READ: dict[str, Callable[[Peer], None]] = {
    "laughs": served(f"<!DOCTYPE rss [<!ENTITY l0 'ha'>{LAUGHS}]>" + rss(item("Talks &l11; on"))),
    "external": served(
        '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + rss(item("Talks &f; on"))
    ),
    "million": served(
        gzip.compress(rss(item("Story") * 1_000_000).encode()), b"Content-Encoding: gzip"
    ),
    "long-title": served(rss(item("word " * 2_000_000))),
    "wrong-charset": served(
        rss(item("Gespräche über Häfen")), b"Content-Type: text/xml; charset=utf-16"
    ),
    "nul-between": served(rss(item("Talks\0 resume &#0; today"))),
    "surrogates": served(
        rss(item("Talks &#xD800; resume")).encode() + "\ud800".encode("utf-8", "surrogatepass")
    ),
    "bidi": served(rss(item("Talks \u202egnitsixe\u202c resume\u2066 today"))),
    "handlers": served(
        rss(
            item(
                "Talks &lt;img src=x onerror=alert(1)&gt; resume",
                "<link>javascript:alert(1)</link>"
                "<description>&lt;a href='javascript:x()' onclick=y()&gt;read&lt;/a&gt;"
                "&lt;script&gt;z()&lt;/script&gt;</description>",
            )
        )
    ),
}


@pytest.fixture
def line(tmp_path: Path, sqlite_url: str) -> Iterator[Line]:
    with open_line(tmp_path / "line", database_url=sqlite_url) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[RawServer]:
    pages = {
        **{name: talk for name, (talk, _) in FAILING.items()},
        **READ,
        **{f"good{number}": served(GOOD) for number in range(20)},
    }

    def talk(peer: Peer) -> None:
        name = peer.head.split(b" ", 2)[1].decode().strip("/").split("?", maxsplit=1)[0]
        pages[name if name in pages else "hops"](peer)

    with RawServer(talk) as running:
        yield running


def visit_all(line: Line, server: RawServer, names: list[str], threads: int) -> dict[str, Poll]:
    """Polls by name, in the order in which they ended."""
    with line.services.store.write() as session:
        for name in names:
            source = FeedSource(url=server.url(f"/{name}"), outlet=f"Outlet {name}")
            feed_rows.add_feed(session, source, line.clock())
    limits = replace(line.services.limits, deadline_s=DEADLINE_S, max_body_bytes=MAX_BODY_BYTES)
    done: dict[str, Poll] = {}

    def visit(feed: Feed) -> None:
        done[feed.outlet.removeprefix("Outlet ")] = line.visit(feed, limits)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(visit, line.claim()))
    return done


def stored(line: Line) -> list[StoredItem]:
    with line.services.store.read() as session:
        return item_rows.recent_items(session, 10_000)


def test_each_hostile_server_fails_with_its_reason_and_delays_nobody(
    line: Line, server: RawServer
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    good = [f"good{number}" for number in range(20)]
    done = visit_all(line, server, [*FAILING, *good], threads=8)
    assert {name: done[name].reason for name in FAILING} == {
        name: reason for name, (_, reason) in FAILING.items()
    }
    assert all(done[name].detail for name in FAILING)
    assert all(done[name].outcome is PollOutcome.NEW for name in good)
    # Three threads hang until the deadline; the honest feeds ended before.
    order = list(done)
    hanging = min(order.index(name) for name in ("silence", "drip", "drip-head"))
    assert all(order.index(name) < hanging for name in good)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH_MB * 1024


def test_hostile_documents_leave_clean_items_and_a_note(line: Line, server: RawServer) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done = visit_all(line, server, list(READ), threads=4)
    assert {name: poll.reason for name, poll in done.items() if poll.reason} == {}
    assert done["million"].items == 2_000
    assert "only the first 2000 items were read" in done["million"].detail
    found = {one.item.outlet.removeprefix("Outlet "): one.item for one in stored(line)}
    assert found.keys() == READ.keys()
    for one in found.values():
        assert_clean(one)
        assert "haha" not in one.title
        assert "root:" not in one.title
    assert found["wrong-charset"].title == "Gespräche über Häfen"
    assert found["nul-between"].title == "Talks resume today"
    assert found["surrogates"].title == "Talks resume"
    assert found["bidi"].title == "Talks gnitsixe resume today"
    assert (found["handlers"].title, found["handlers"].summary) == ("Talks resume", "read")
    assert found["handlers"].link is None
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH_MB * 1024


# ---------------------------------------------------------------- the whole way, fuzzed

PIECES = st.sampled_from([
    b"<rss version='2.0'><channel>", b"</channel></rss>", b"<feed xmlns='http://www.w3.org/2005/Atom'>",
    b"</feed>", b"<item>", b"</item>", b"<entry>", b"</entry>", b"<title>", b"</title>", b"<guid>",
    b"</guid>", b"<link>", b"</link>", b"<link href='", b"'/>", b"javascript:alert(1)",
    b"http://a.example/1", b"//b.example", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<script>",
    b"</script>", b"&lt;img onerror=x&gt;", b"&#x202e;", b"&#0;", b"\xff\xfe", b"\x00",
    b"\xed\xa0\x80",
    b"<pubDate>Mon, 02 Mar 2999 08:00:00 GMT</pubDate>", b"<pubDate>1970-01-01</pubDate>", b"text ",
    b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[", b"{\"id\":1,\"title\":\"a\"}",
    b"]}",
    b"<?xml version='1.0' encoding='utf-7'?>", b"<!DOCTYPE r [<!ENTITY a 'b'>]>", b"&a;", b"&nbsp;",
])  # fmt: skip


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    bodies=st.lists(st.lists(PIECES, max_size=25).map(b"".join), min_size=2, max_size=2),
    kind=st.sampled_from(
        [b"text/xml", b"text/html; charset=latin-1", b"application/json", b"\xff"]
    ),
    packed=st.booleans(),
)
def test_whatever_is_served_is_refused_or_stored_clean(
    line: Line, bodies: list[bytes], kind: bytes, *, packed: bool
) -> None:
    waiting = [gzip.compress(body) if packed else body for body in bodies]
    coding = b"gzip" if packed else b"identity"

    def talk(peer: Peer) -> None:
        plain(waiting.pop(0), b"Content-Type: " + kind, b"Content-Encoding: " + coding)(peer)

    with RawServer(talk) as server:
        with line.services.store.write() as session:
            for feed in feed_rows.list_feeds(session):
                feed_rows.remove_feed(session, feed.url)
            feed_rows.add_feed(session, FeedSource(url=server.url(), outlet="Any"), line.clock())
        for _ in range(2):
            [poll] = line.poll()
            assert (poll.outcome is PollOutcome.FAILED) == (poll.reason is not None)
            assert poll.reason is not FailureReason.INTERNAL
            with line.services.store.write() as session:
                visit_rows.make_due(session, line.clock())
    for one in stored(line):
        assert_clean(one.item)
