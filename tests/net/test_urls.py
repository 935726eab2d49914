from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.net.urls import UNREADABLE, ascii_url, check_url, redacted, shown_host, shown_url

BAD = [
    "",
    "feed.xml",
    "//example.org/feed",
    "http:",
    "http://",
    "http:///feed",
    "http:feed",
    "file:///etc/passwd",
    "gopher://example.org/",
    "ftp://example.org/feed",
    "javascript:alert(1)",
    "data:text/xml,<rss/>",
    "http+unix://example.org/",
    "http://user:pass@example.org/",
    "http://user@example.org/",
    "http://@example.org/",
    "http://good.example\\@evil.example/",
    "http://good.example\\evil/",
    "http://example.org:0/",
    "http://example.org:65536/",
    "http://example.org:-1/",
    "http://example.org:80a/",
    "http://example.org:٨٠/",
    "http://exa mple.org/",
    "http://example.org/a b",
    " http://example.org/",
    "http://example.org/\r\nX-Injected: 1",
    "http://example.org/\tfeed",
    "http://example.org/\x00",
    "http://example.org/\x7f",
    "http://example.org/\u200b",
    "http://example.org/\u2028",
    "http://example.org/\ud800",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://127.1/",
    "http://0177.0.0.1/",
    "http://127.0.0.1./",
    "http://0/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://[::1/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[1.2.3.4]/",
    "http://[::g]/",
    "http://example..org/",
    "http://.example.org/",
    "http://example.org../",
    "http://-example.org/",
    "http://*.example.org/",
    "http://exam%70le.org/",
    "http://exa$mple.org/",
    "http://" + "a" * 64 + ".example/",
    "http://" + ".".join(["a" * 63] * 4) + ".example/",
    "http://example.org/" + "a" * 9000,
]


@pytest.mark.parametrize("url", BAD)
def test_refuses_bad_urls(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        check_url(url)
    assert caught.value.reason == "bad_url"
    assert "pass" not in str(caught.value).replace("password", "")


@pytest.mark.parametrize(
    ("url", "requested"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTPS://EXAMPLE.org/Feed?a=1&b=%20#top", "https://example.org/Feed?a=1&b=%20"),
        ("http://example.org:8080/x", "http://example.org:8080/x"),
        ("http://example.org:/x", "http://example.org/x"),
        ("http://example.org./x", "http://example.org./x"),
        ("http://127.0.0.1/x", "http://127.0.0.1/x"),
        ("http://[::FFFF:127.0.0.1]:81/", "http://[::ffff:7f00:1]:81/"),
        ("http://Bücher.example/лента", "http://xn--bcher-kva.example/лента"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://my_host.example/", "http://my_host.example/"),
        ("http://localhost:1/", "http://localhost:1/"),
    ],
)
def test_gives_the_url_as_requested(url: str, requested: str) -> None:
    assert ascii_url(url) == requested
    check_url(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/news/world/rss.xml", "https://example.org/news/world/rss.xml"),
        ("https://u:hunter2@example.org/a?key=s3cret#x", "https://example.org/a?***"),
        ("https://example.org:8443/2022/01/10/v1/feed_2.xml",) * 2,
        ("https://example.org:443/worldNews", "https://example.org/worldNews"),
        (
            "https://hooks.example/services/T00AB12CD/B0123ABCD/x7Kd9aQmPz",
            "https://hooks.example/services/***/***/***",
        ),
        (
            "https://hooks.example/webhook/550e8400-e29b-41d4-a716-446655440000",
            "https://hooks.example/webhook/***",
        ),
        ("https://bot.example/bot123456:AAE-xyz/send", "https://bot.example/***/send"),
        ("https://x.example/abcdefghijklmnopqrstuvwxyz", "https://x.example/***"),
        ("https://x.example/aBcDeFgHiJ", "https://x.example/***"),
        ("https://x.example/123456789012345678", "https://x.example/***"),
        ("https://x.example/%61b3_x-9Kk2LmN", "https://x.example/***"),
        ("https://x.example/новости/лента", "https://x.example/новости/лента"),
        ("http://[::1]:81/x", "http://[::1]:81/x"),
        ("http://example.org:99999/x", "http://example.org/x"),
        ("http://example.org/\x1b[31m", "http://example.org/?[31m"),
        ("nonsense", UNREADABLE),
        ("http://[::1", UNREADABLE),
        ("", UNREADABLE),
    ],
)
def test_shows_urls_without_secrets(url: str, shown: str) -> None:
    assert shown_url(url) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://u:p@hooks.example/a/b?c", "hooks.example"),
        ("https://hooks.example:443/", "hooks.example"),
        ("http://hooks.example:443/", "hooks.example:443"),
        ("http://HOOKS.example:8080/", "hooks.example:8080"),
        ("http://[::1]:9/", "[::1]:9"),
        ("http://a.example:x/", "a.example"),
        ("nonsense", UNREADABLE),
        ("http://[", UNREADABLE),
    ],
)
def test_shows_hosts(url: str, shown: str) -> None:
    assert shown_host(url) == shown


@given(st.text())
def test_showing_never_raises(url: str) -> None:
    assert shown_url(url).isprintable()
    assert shown_host(url).isprintable()
    redacted(url, url)


@given(st.text(), st.sampled_from(["http://", "https://", "http://a.example/"]))
def test_checking_raises_nothing_else(rest: str, start: str) -> None:
    with suppress(FetchError):
        requested = ascii_url(start + rest)
        assert ascii_url(requested) == requested


def test_redacts_what_a_server_repeats() -> None:
    url = "https://hooks.example/in/x7Kd9aQmPz?token=s3cret%20word&a"
    page = "Cannot POST /in/x7Kd9aQmPz?token=s3cret%20word&a (token=s3cret word&a)"
    assert redacted(page, url) == "Cannot POST /in/***?*** (***)"
    assert redacted("no such page: /news", "https://hooks.example/news") == "no such page: /news"
    assert redacted("the cat sat", "https://hooks.example/x?a") == "the cat sat"
