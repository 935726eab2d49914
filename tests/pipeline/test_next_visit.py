"""What visits leave: moves, validators, times; against a real server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.feeds.schedule import SLOWEST_S, Pace, VisitFacts, next_poll
from monitor.model import FailureReason, Feed, Poll, PollingHints, PollOutcome
from monitor.pipeline.next_visit import MOVES_AFTER
from monitor.store import feeds as feed_rows
from monitor.store import hosts as host_rows
from monitor.store import items as item_rows
from monitor.store import visits as visit_rows
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, listed, open_line

FIRST = Entry(title="Freedonia and Sylvania open harbour talks", guid="t1")
SECOND = Entry(title="Ferry line resumes after the storm", guid="t2")


@pytest.fixture
def line(tmp_path: Path, sqlite_url: str) -> Iterator[Line]:
    with open_line(tmp_path / "line", database_url=sqlite_url) as opened:
        yield opened


def again(line: Line, hours: float = 2) -> list[Poll]:
    line.clock.advance(3600 * hours)
    return line.poll()


def when_due(line: Line) -> list[Poll]:
    line.clock.set(feed_of(line).next_poll_at)
    return line.poll()


def feed_of(line: Line) -> Feed:
    with line.services.store.read() as session:
        [feed] = feed_rows.list_feeds(session)
    return feed


def redirect(server: FeedServer, path: str, to: str, status: int = 301) -> None:
    server.set(path, b"", status=status, headers={"Location": server.url(to)})


# ---------------------------------------------------------------- moves


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_moves_the_feed_after_some_agreeing_visits(
    line: Line, server: FeedServer, status: int
) -> None:
    redirect(server, "/old", "/new", status)
    server.set("/new", rss([FIRST]))
    listed(line, server, "/old")
    line.poll()
    for visits in range(1, MOVES_AFTER):
        feed = feed_of(line)
        assert (feed.url, feed.moving_to, feed.moving_visits) == (
            server.url("/old"),
            server.url("/new"),
            visits,
        )
        [poll] = again(line)
    feed = feed_of(line)
    assert (feed.url, feed.listed_url) == (server.url("/new"), server.url("/old"))
    assert (feed.moving_to, feed.moving_visits) == (None, 0)
    assert poll.detail == f"moved for good to {server.url('/new')}, said 3 visits in a row"
    asked = len(server.requests)
    again(line)
    assert [path for path, _ in server.requests[asked:]] == ["/new"]
    line.load()  # the list still has the old address: that is the same feed
    assert feed_of(line).url == server.url("/new")


def test_redirects_that_do_not_agree_or_do_not_last_move_nothing(
    line: Line, server: FeedServer
) -> None:
    server.set("/new", rss([FIRST]))
    server.set("/other", rss([FIRST]))
    redirect(server, "/old", "/new")
    listed(line, server, "/old")
    line.poll()
    again(line)
    redirect(server, "/old", "/other")
    again(line)
    assert feed_of(line).moving_visits == 1
    redirect(server, "/old", "/other", 302)
    again(line)
    assert (feed_of(line).moving_to, feed_of(line).moving_visits) == (None, 0)
    redirect(server, "/old", "/other")
    again(line)
    again(line)
    assert feed_of(line).url == server.url("/old")


def test_a_login_page_at_the_end_of_a_permanent_redirect_moves_nothing(
    line: Line, server: FeedServer
) -> None:
    redirect(server, "/old", "/login")
    server.set("/login", b"<!doctype html><title>Log in</title>", content_type="text/html")
    listed(line, server, "/old")
    line.poll()
    for _ in range(MOVES_AFTER + 1):
        [poll] = when_due(line)
        assert poll.reason is FailureReason.NOT_A_FEED
    assert (feed_of(line).url, feed_of(line).moving_to) == (server.url("/old"), None)


# ---------------------------------------------------------------- validators


def test_a_304_that_hides_changes_is_caught_within_a_day(line: Line, server: FeedServer) -> None:
    """The server keeps one entity tag whatever the document holds."""
    server.set("/a", rss([FIRST]), etag='"for-ever"')
    listed(line, server, "/a")
    line.poll()
    server.set("/a", rss([FIRST, SECOND]), etag='"for-ever"')
    polls = [poll for _ in range(24) for poll in again(line)]
    whole = [poll for poll in polls if poll.status == 200]
    assert whole[0].new_items == 1
    assert "hides changes behind 304" in whole[0].detail
    assert {poll.status for poll in polls[: polls.index(whole[0])]} == {304}
    with line.services.store.read() as session:
        assert len(item_rows.recent_items(session, 10)) == 2
    # From now on it is not asked whether anything changed, for a week.
    third = Entry(title="Envoys return to the port", guid="t3")
    server.set("/a", rss([FIRST, SECOND, third]), etag='"for-ever"')
    [poll] = when_due(line)
    assert (poll.status, poll.new_items) == (200, 1)
    assert "if-none-match" not in server.requests[-1][1]
    line.clock.advance(8 * 86_400)
    line.poll()
    [poll] = when_due(line)
    assert poll.status == 304


def test_an_honest_304_is_checked_once_a_day_and_trusted(line: Line, server: FeedServer) -> None:
    server.set("/a", rss([FIRST]), etag='"one"')
    listed(line, server, "/a")
    line.poll()
    statuses = [poll.status for _ in range(26) for poll in again(line)]
    assert statuses.count(200) == 2
    assert feed_of(line).distrusted_until is None


# ---------------------------------------------------------------- when


def test_the_next_poll_and_its_reason_are_stored(line: Line, server: FeedServer) -> None:
    server.set("/a", rss([FIRST]), headers={"Cache-Control": "max-age=2700"})
    listed(line, server, "/a")
    line.poll()
    feed = feed_of(line)
    assert feed.next_poll_why == "after 45 min: the server says it stays fresh"
    assert feed.next_poll_at - line.clock() >= timedelta(minutes=45)
    assert feed.interval_s == 900
    server.set("/a", b"", status=500)
    again(line)
    assert feed_of(line).next_poll_why == "failed once: tried again after 15 min"
    assert feed_of(line).failing_since == line.clock()


def test_a_quiet_feed_slows_down_and_its_first_news_wakes_it(
    line: Line, server: FeedServer
) -> None:
    hourly = [
        Entry(
            title=f"Ferry {hour} sails",
            guid=f"f{hour}",
            published=line.clock() - timedelta(hours=hour),
        )
        for hour in range(1, 6)
    ]
    server.set("/a", rss(hourly))
    listed(line, server, "/a")
    line.poll()
    assert feed_of(line).usual_gap_s == 3600
    assert feed_of(line).interval_s == 900
    for _ in range(80):
        when_due(line)
    slow = feed_of(line)
    assert slow.interval_s is not None
    assert slow.interval_s > 3600
    assert "nothing new for" in slow.next_poll_why
    line.clock.set(slow.next_poll_at)
    news = Entry(title="Ferry line resumes", guid="n1", published=line.clock())
    server.set("/a", rss([news, *hourly]))
    line.poll()
    assert feed_of(line).interval_s == 900


def test_skip_hours_of_the_document_are_kept_to_also_after_a_304(
    line: Line, server: FeedServer
) -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in (8, 9, 10))
    text = rss([FIRST]).replace(b"<item>", f"<skipHours>{hours}</skipHours><item>".encode(), 1)
    server.set("/a", text, etag='"one"')
    listed(line, server, "/a")
    line.poll()
    assert line.clock().hour == 8
    assert feed_of(line).next_poll_at.hour == 11
    line.clock.advance(3600 * 24)
    with line.services.store.write() as session:
        visit_rows.make_due(session, line.clock())
    line.poll()
    assert feed_of(line).next_poll_at.hour == 11


def test_a_429_holds_the_host_and_a_503_only_the_feed(line: Line, server: FeedServer) -> None:
    server.set("/a", b"", status=429, headers={"Retry-After": "7200"})
    server.set("/b", rss([FIRST]))
    listed(line, server, "/a", "/b")
    [first] = [feed for feed in line.claim() if feed.url == server.url("/a")]
    with line.services.store.write() as session:
        visit_rows.release_feeds(session, line.services.owner)
        visit_rows.claim_due(
            session, now=line.clock(), owner=line.services.owner, lease_s=60, limit=9
        )
    line.visit(first)
    with line.services.store.write() as session:
        visit_rows.release_feeds(session, line.services.owner)
    assert line.claim() == []  # "/b" is due, and on the same host
    with line.services.store.read() as session:
        [hold] = host_rows.held_hosts(session, line.clock()).values()
    assert hold.host == "127.0.0.1"
    assert hold.until == line.clock() + timedelta(hours=2)
    assert "429" in hold.why
    line.clock.advance(7200)
    server.set("/a", b"", status=503, headers={"Retry-After": "7200"})
    assert {poll.outcome for poll in again(line, 1)} == {PollOutcome.FAILED, PollOutcome.NEW}
    assert [poll.outcome for poll in again(line, 1)] == [PollOutcome.UNCHANGED]


def test_a_feed_that_is_gone_for_months_recovers_by_itself(line: Line, server: FeedServer) -> None:
    server.set("/a", b"", status=410)
    listed(line, server, "/a")
    line.poll()
    began = line.clock()
    for _ in range(90):
        [poll] = when_due(line)
        assert poll.reason is FailureReason.GONE
    days = (line.clock() - began) / timedelta(days=1)
    assert 70 < days < 91
    assert feed_of(line).failing_since == began
    server.set("/a", rss([FIRST]))
    [poll] = when_due(line)
    assert (poll.outcome, feed_of(line).failing_since) == (PollOutcome.NEW, None)
    assert feed_of(line).next_poll_at - line.clock() < timedelta(minutes=20)


def test_the_longest_wait_is_never_taken_for_a_clock_that_was_set_back() -> None:
    facts = VisitFacts(
        outcome=PollOutcome.UNCHANGED,
        interval_s=SLOWEST_S,
        quiet_s=SLOWEST_S * 99,
        hints=PollingHints(skip_days=(0, 1, 2, 3, 4, 5)),
    )
    now = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
    found = next_poll(facts, now=now, pace=Pace(), jitter=0.999999)
    assert timedelta(hours=38) < found.at - now < visit_rows.LONGEST_WAIT
