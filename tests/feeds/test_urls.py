from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.feeds.identity import canonical_url
from monitor.feeds.urls import bare_url, http_link, names_a_page


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://Example.ORG/A/b", "https://example.org/A/b"),
        ("http://example.org:80/a", "https://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://www.example.org/a/", "https://example.org/a"),
        ("https://www.example.org", "https://example.org/"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org/a#comments", "https://example.org/a"),
        ("https://example.org/#!/story/7", "https://example.org/#!/story/7"),
        ("https://me:word@example.org/a", "https://example.org/a"),
        ("  https://example.org/a b\n", "https://example.org/a%20b"),
        ("https://example.org/a?utm_source=rss&UTM_Medium=x", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1&fbclid=z", "https://example.org/a?a=1&b=2"),
        ("https://example.org/a?gclid=1&at_medium=RSS&ns_mchannel=x", "https://example.org/a"),
        ("https://example.org/a?ref=rss", "https://example.org/a"),
        ("https://example.org/a?ref=chapter-2", "https://example.org/a?ref=chapter-2"),
        ("https://example.org/a?source=feedburner&from=rss1", "https://example.org/a"),
        ("https://example.org/?id=7&mod=news", "https://example.org/?id=7&mod=news"),
        ("https://www.wsj.com/a?mod=rss_world", "https://wsj.com/a"),
        ("https://www.dw.com/en/a-1?maca=en-rss-en-all-1573-rdf", "https://dw.com/en/a-1"),
        ("https://example.org/a?maca=1", "https://example.org/a?maca=1"),
        ("https://www.bbc.com/news/world-1", "https://bbc.co.uk/news/world-1"),
        ("http://www.bbc.co.uk/news/world-1?ns_campaign=x", "https://bbc.co.uk/news/world-1"),
        ("https://m.dw.com/en/a-1", "https://dw.com/en/a-1"),
        ("https://m.example.org/a", "https://m.example.org/a"),
        ("https://example.org/news/story/amp/", "https://example.org/news/story"),
        ("https://example.org/amp", "https://example.org/amp"),
        ("https://example.org/a?amp=1&outputType=amp", "https://example.org/a"),
        ("https://example.org/%7Eme/%e2%82%ac", "https://example.org/~me/%E2%82%AC"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://example.org/a/../b/./c", "https://example.org/b/c"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://[::1]:8080/a", "https://[::1]:8080/a"),
        ("https://wide.example/rss/articles/CBMi?oc=5", "https://wide.example/rss/articles/CBMi?oc=5"),
        ("https://rss.example/~r/top/~3/abc/", "https://rss.example/~r/top/~3/abc"),
    ],
)  # fmt: skip
def test_links_to_one_page_become_equal(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    ["", "x", "/a", "//example.org/a", "ftp://example.org/a", "javascript:alert(1)", "http://",
     "https:///a", "https://exa mple.org/", "https://example.org:99999/", "https://example.org:0/",
     "https://[::1", "https://a..b/", "https://-/", "https://" + "a" * 300 + ".example/",
     "https://example.org/" + "a" * 5000, "https://example.org\\@evil.example/",
     "https://exam\u2100ple.org/", "data:text/html,x", "https://\ud800.example/"],
)  # fmt: skip
def test_what_is_no_http_link_is_none(url: str) -> None:
    assert canonical_url(url) is None


def test_a_link_to_show_keeps_its_parameters_and_fragment() -> None:
    assert http_link("HTTP://User:W@Example.org/A?utm_source=x#part") == (
        "http://example.org/A?utm_source=x#part"
    )
    assert http_link("b?x=1", base_url="https://h.example/a/") == "https://h.example/a/b?x=1"
    assert http_link("//cdn.example/x", base_url="https://h.example/") == "https://cdn.example/x"
    assert http_link('https://h.example/"onclick=<b>') == "https://h.example/%22onclick=%3Cb%3E"
    assert http_link(None) is None


def test_a_front_page_names_no_item() -> None:
    assert not names_a_page("https://example.org/")
    assert names_a_page("https://example.org/?p=7")
    assert names_a_page("https://example.org/#!7")
    assert names_a_page("https://example.org/a")


def test_bare_urls_hold_no_secret() -> None:
    assert bare_url("https://u:p@h.example:8443/a?token=1#x") == "https://h.example:8443/a"
    assert bare_url("https://h.example:bad/") == "(not a URL)"


URLS = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["http://", "https://", "HTTPS://", "//", ""]),
    st.sampled_from(["www.", "www.www.", "m.", "u:p@", ""]),
    st.sampled_from(["bbc.com", "example.org", "xn--a.example", "é.example", "h.example:80"]),
    st.text(alphabet="/a.%2eE7?&=#! \u00e9amp;:@", max_size=20).map(lambda rest: f"/{rest}"),
    st.sampled_from(["", "/amp", "/amp/amp", "?utm_x=1&b=%7e&a", "?ref=rss&&x", "#!x", "/.."]),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(URLS, st.text(max_size=40)))
def test_canonical_urls_are_stable_and_http(url: str) -> None:
    canonical = canonical_url(url)
    if canonical is not None:
        assert canonical.startswith(("http://", "https://"))
        assert canonical.isascii()
        assert " " not in canonical
        assert canonical_url(canonical) == canonical
        link = http_link(url)
        assert link is not None
        assert http_link(link) == link
        assert canonical_url(link) == canonical
