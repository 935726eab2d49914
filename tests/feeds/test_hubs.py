from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.hubs import (
    LEASE_ASKED_S,
    LONGEST_LEASE_S,
    SHORTEST_LEASE_S,
    HubLink,
    find_hub,
    granted_lease_s,
    is_challenge,
    is_signed,
    link_relations,
    renew_after_s,
    retry_after_s,
)
from monitor.feeds.parse import ParsedFeed, parse_feed
from tests.store.builders import NOW

BASE = "https://h.example/feed"


def parsed(document: str) -> ParsedFeed:
    return parse_feed(
        document.encode(), content_type=None, base_url=BASE, outlet="Harbour", now=NOW
    )


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title>
<link rel="hub" href="https://hub.example/"/><link rel="self" href="https://h.example/own"/>
<entry><id>1</id><title>Ships</title></entry></feed>"""
RSS = """<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>H</title>
<a:link rel="hub" href="https://hub.example/"/><a:link rel="self" href="https://h.example/own"/>
<item><title>Ships</title></item></channel></rss>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "H",
"hubs": [{"type": "WebSub", "url": "https://hub.example/"}], "feed_url": "https://h.example/own",
"items": [{"id": "1", "content_text": "Ships"}]}"""
PLAIN = '<rss version="2.0"><channel><title>H</title><item><title>S</title></item></channel></rss>'


@pytest.mark.parametrize("document", [ATOM, RSS, JSON])
def test_the_hub_a_document_names(document: str) -> None:
    hub = HubLink(hub_url="https://hub.example/", topic_url="https://h.example/own")
    assert find_hub({}, parsed(document), BASE) == hub


def test_headers_come_before_the_document() -> None:
    headers = {"link": '<https://other.example/>; rel="hub", <https://h.example/x>; rel=self'}
    hub = HubLink(hub_url="https://other.example/", topic_url="https://h.example/x")
    assert find_hub(headers, parsed(ATOM), BASE) == hub
    assert find_hub({"link": "<https://o.example/>; rel=hub"}, parsed(PLAIN), BASE) == HubLink(
        hub_url="https://o.example/", topic_url=BASE
    )
    assert find_hub({}, parsed(PLAIN), BASE) is None


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('<https://a.example/>; rel="self hub"', {"self", "hub"}),
        ('<https://a.example/>; title="a, b; c"; rel=hub', {"hub"}),
        ("<ftp://a.example/>; rel=hub", set()),
        ("<https://a.example/>", set()),
        ("</hub>; REL=HUB", {"hub"}),
        ("", set()),
        ("<" * 20_000, set()),
        ("<a>" + ';="' * 3_000, set()),
    ],
)
def test_link_headers(header: str, found: set[str]) -> None:
    assert set(link_relations(header, base_url=BASE)) == found


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
def test_signatures(algorithm: str) -> None:
    good = hmac.new(b"secret", b"body", getattr(hashlib, algorithm)).hexdigest()
    assert is_signed(b"body", f"{algorithm}={good}", secret="secret")
    assert is_signed(b"body", f" {algorithm.upper()} = {good.upper()} ", secret="secret")
    assert not is_signed(b"body!", f"{algorithm}={good}", secret="secret")
    assert not is_signed(b"body", f"{algorithm}={good}", secret="other")
    assert not is_signed(b"body", f"{algorithm}={good[:-1]}", secret="secret")
    assert not is_signed(b"body", good, secret="secret")


@given(st.text(max_size=60))
def test_no_text_passes_for_a_signature(header: str) -> None:
    assert not is_signed(b"body", header, secret="secret")


def test_other_methods_are_none() -> None:
    digest = hmac.new(b"secret", b"body", hashlib.md5).hexdigest()
    assert not is_signed(b"body", f"md5={digest}", secret="secret")
    assert not is_signed(b"body", None, secret="secret")


@pytest.mark.parametrize(
    ("text", "lease_s"),
    [
        ("3600", 3600.0),
        ("1", SHORTEST_LEASE_S),
        ("9" * 40, LONGEST_LEASE_S),
        (None, LEASE_ASKED_S),
        ("-5", LEASE_ASKED_S),
        ("soon", LEASE_ASKED_S),
    ],
)
def test_leases_are_bounded(text: str | None, lease_s: float) -> None:
    assert granted_lease_s(text) == lease_s
    assert 0 < renew_after_s(lease_s) < lease_s


def test_hubs_that_fail_are_asked_ever_more_rarely() -> None:
    assert [retry_after_s(tries) for tries in (1, 2, 3, 30)] == [300, 600, 1200, 86_400]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("abc", True), ("", False), ("a\r\nb", False), ("é", False), ("x" * 2_001, False)],
)
def test_challenges(text: str, is_one: object) -> None:
    assert is_challenge(text) is is_one
