from __future__ import annotations

import pytest

from monitor.feeds.robots import (
    MAX_CRAWL_DELAY_S,
    read_robots,
    robots_url,
    robots_without_file,
)

FILE = b"""# a site
User-agent: *
Disallow: /private/
Allow: /private/open
Disallow: /*.pdf$
Crawl-delay: 7

User-agent: Event-Monitor
Disallow: /news/*/print
"""


def allowed(file: bytes, path: str) -> bool:
    return not read_robots(file).refusal(f"https://h.example{path}")


def test_the_group_of_our_name_counts_and_not_the_general_one() -> None:
    assert allowed(FILE, "/private/x")
    assert not allowed(FILE, "/news/17/print")
    assert allowed(FILE, "/news/17")
    assert "h.example forbids it" in read_robots(FILE).refusal("https://h.example/news/1/print")


@pytest.mark.parametrize(
    ("path", "may"),
    [("/private/x", False), ("/private/open/1", True), ("/a.pdf", False), ("/a.pdf?x", True)],
)
def test_the_longest_rule_wins_and_wildcards_count(path: str, may: object) -> None:
    general = FILE.partition(b"User-agent: Event")[0]
    assert allowed(general, path) is may
    assert read_robots(general).crawl_delay_s == 7


@pytest.mark.parametrize(
    "file", [b"", b"\0\xff\xfe", b"<html>not found</html>", b"Disallow: /", b"\xef\xbb\xbf"]
)
def test_files_that_say_nothing_allow_everything(file: bytes) -> None:
    assert allowed(file, "/x")


def test_everything_is_forbidden_where_it_says_so() -> None:
    assert not allowed(b"\xef\xbb\xbfuser-AGENT:*\r\ndisallow:/", "/x")


def test_absurd_delays_are_cut() -> None:
    file = b"User-agent: *\nCrawl-delay: 86400\n"
    assert read_robots(file).crawl_delay_s == MAX_CRAWL_DELAY_S
    assert read_robots(b"User-agent: *\nCrawl-delay: soon\n").crawl_delay_s == 0


@pytest.mark.parametrize(
    ("status", "may"),
    [
        (404, True),
        (403, True),
        (410, True),
        (429, False),
        (500, False),
        (503, False),
        (None, False),
    ],
)
def test_without_a_file(status: int | None, may: object) -> None:
    assert (robots_without_file(status, "down").refusal("https://h.example/x") == "") is may


def test_the_file_stands_at_the_root() -> None:
    assert robots_url("http://h.example:8080/a/b?c#d") == "http://h.example:8080/robots.txt"
