"""Visits to feeds: what is stored, what is recorded, when the next one is due."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import FailureReason, Poll, PollOutcome, StoredItem
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, listed, open_line

FIRST = Entry(title="Freedonia and Sylvania open harbour talks", guid="t1")
SECOND = Entry(title="Ferry line resumes after the storm", guid="t2")


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    url: str = request.getfixturevalue(request.param)
    with open_line(tmp_path / "line", database_url=url) as opened:
        yield opened


def again(line: Line) -> list[Poll]:
    line.clock.advance(3600 * 2)
    return line.poll()


def stored(line: Line) -> list[StoredItem]:
    with line.services.store.read() as session:
        return item_rows.recent_items(session, 100)


def test_first_visit_stores_backlog_and_later_items_are_new(line: Line, server: FeedServer) -> None:
    server.set("/a", rss([FIRST]))
    listed(line, server, "/a")
    [first] = line.poll()
    assert (first.outcome, first.items, first.new_items) == (PollOutcome.NEW, 1, 1)
    server.set("/a", rss([FIRST, SECOND]))
    [second] = again(line)
    assert (second.new_items, second.edited_items) == (1, 0)
    assert {one.item.title: one.backlog for one in stored(line)} == {
        FIRST.title: True,
        SECOND.title: False,
    }


def test_validators_are_sent_and_a_304_changes_nothing(line: Line, server: FeedServer) -> None:
    server.set("/a", rss([FIRST]), etag='"one"', last_modified="Mon, 02 Mar 2026 07:00:00 GMT")
    listed(line, server, "/a")
    line.poll()
    [poll] = again(line)
    assert (poll.outcome, poll.status) == (PollOutcome.UNCHANGED, 304)
    asked = server.requests[-1][1]
    assert asked["if-none-match"] == '"one"'
    assert asked["if-modified-since"] == "Mon, 02 Mar 2026 07:00:00 GMT"
    [third] = again(line)
    assert third.status == 304  # the validators outlive an answer without a body


def test_an_unchanged_body_without_validators_is_unchanged(line: Line, server: FeedServer) -> None:
    body = rss([FIRST])
    server.set("/a", body)
    listed(line, server, "/a")
    line.poll()
    [poll] = again(line)
    assert (poll.outcome, poll.status, poll.items) == (PollOutcome.UNCHANGED, 200, 0)


def test_an_edited_title_updates_the_item_and_has_it_judged_again(
    line: Line, server: FeedServer
) -> None:
    server.set("/a", rss([FIRST]))
    listed(line, server, "/a")
    line.poll()
    line.evaluate()
    edited = Entry(title="Harbour talks of Freedonia and Sylvania suspended", guid="t1")
    server.set("/a", rss([edited]))
    [poll] = again(line)
    assert (poll.outcome, poll.new_items, poll.edited_items) == (PollOutcome.NEW, 0, 1)
    [item] = stored(line)
    assert (item.item.title, item.edits, item.matched_revision) == (edited.title, 1, None)


def test_one_item_of_two_feeds_of_an_outlet_is_stored_once(line: Line, server: FeedServer) -> None:
    server.set("/a", rss([FIRST]))
    server.set("/b", rss([FIRST]))
    line.workspace.write_feeds({"Courier": server.url("/a")})
    text = line.workspace.feeds_file.read_text()
    second = f'<outline text="Courier" outlet="Courier" xmlUrl="{server.url("/b")}"/></body>'
    line.workspace.feeds_file.write_text(text.replace("</body>", second))
    line.load()
    assert sorted(poll.new_items for poll in line.poll()) == [0, 1]


@pytest.mark.parametrize(
    ("body", "content_type", "status", "reason"),
    [
        (b"<!doctype html><title>Log in</title>", "text/html", 200, FailureReason.NOT_A_FEED),
        (b"", "application/xml", 200, FailureReason.EMPTY),
        (b"gone", "text/plain", 410, FailureReason.GONE),
        (b"slow down", "text/plain", 429, FailureReason.RATE_LIMITED),
        (b"oh", "text/plain", 500, FailureReason.SERVER),
    ],
)
def test_failures_are_recorded_with_a_reason_and_back_off(
    line: Line,
    server: FeedServer,
    body: bytes,
    content_type: str,
    status: int,
    reason: FailureReason,
) -> None:
    server.set("/a", body, content_type=content_type, status=status)
    listed(line, server, "/a")
    waits: list[timedelta] = []
    for failures in (1, 2):
        [poll] = line.poll()
        assert (poll.outcome, poll.reason) == (PollOutcome.FAILED, reason)
        assert poll.detail
        with line.services.store.read() as session:
            [feed] = feed_rows.list_feeds(session)
        assert (feed.failures, feed.last_reason) == (failures, reason)
        waits.append(feed.next_poll_at - line.clock())
        line.clock.set(feed.next_poll_at)
    assert waits[1] >= waits[0] > timedelta(minutes=10)
    server.set("/a", rss([FIRST]))
    [poll] = line.poll()
    assert poll.outcome is PollOutcome.NEW


def test_a_failure_keeps_the_validators_and_what_is_known(line: Line, server: FeedServer) -> None:
    server.set("/a", rss([FIRST]), etag='"one"')
    listed(line, server, "/a")
    line.poll()
    server.set("/a", b"", status=503)
    line.clock.advance(7200)
    line.poll()
    server.set("/a", rss([FIRST]), etag='"one"')
    line.clock.advance(7200)
    [poll] = line.poll()
    assert poll.status == 304
    assert len(stored(line)) == 1


def test_a_claimed_feed_is_nobody_elses_until_its_lease_runs_out(
    line: Line, server: FeedServer
) -> None:
    server.set("/a", rss([FIRST]))
    listed(line, server, "/a")
    [feed] = line.claim()
    assert line.claim() == []
    line.clock.advance(line.services.limits.lease_s + 1)
    [again_claimed] = line.claim()
    assert again_claimed.id == feed.id


def test_items_dated_in_the_future_are_told_when_first_seen(line: Line, server: FeedServer) -> None:
    future = Entry(
        title="Festival of 2999 announced by the town",
        guid="f",
        published=datetime.fromisoformat("2999-01-01T00:00:00+00:00"),
    )
    server.set("/a", rss([future]))
    listed(line, server, "/a")
    line.poll()
    [item] = stored(line)
    assert item.told_at == item.first_seen_at == line.clock()


def test_another_item_at_a_known_address_is_stored_and_known_from_then_on(
    line: Line, server: FeedServer
) -> None:
    live = "http://outlet.example/live"
    first = Entry(title="Harbour talks begin in the capital", guid="t1", link=live)
    other = Entry(title="Ferry sinks off the northern coast", guid="t2", link=live)
    server.set("/a", rss([first]))
    listed(line, server, "/a")
    line.poll()
    server.set("/a", rss([other]))
    [poll] = again(line)
    assert (poll.new_items, poll.edited_items) == (1, 0)
    server.set("/a", rss([other], title="Test feed again"))
    [poll] = again(line)
    assert (poll.new_items, poll.edited_items) == (0, 0)
    assert {one.item.title for one in stored(line)} == {first.title, other.title}


def test_a_page_that_moved_and_is_then_retitled_is_edited(line: Line, server: FeedServer) -> None:
    told = datetime.fromisoformat("2026-03-02T07:00:00+00:00")
    titles = ("Storm kills one in the south", "Tornadoes tear through two provinces, four dead")
    steps = [(titles[0], "old"), (titles[0], "moved"), (titles[1], "moved")]
    polls: list[Poll] = []
    for title, name in steps:
        server.set("/a", rss([Entry(title=title, guid=name, published=told)]))
        if not polls:
            listed(line, server, "/a")
        polls.append(again(line)[0])
    assert [(poll.new_items, poll.edited_items) for poll in polls] == [(1, 0), (0, 0), (0, 1)]
    [one] = stored(line)
    assert one.item.title == titles[1]


def test_what_stood_in_the_last_document_is_counted_and_not_touched(
    line: Line, server: FeedServer
) -> None:
    server.set("/a", rss([FIRST]))
    listed(line, server, "/a")
    line.poll()
    [before] = stored(line)
    server.set("/a", rss([SECOND, FIRST]))
    [poll] = again(line)
    assert (poll.items, poll.new_items) == (2, 1)
    assert before in stored(line)


def test_two_wordings_of_one_item_do_not_flip_back_and_forth(
    line: Line, server: FeedServer
) -> None:
    other = Entry(title=FIRST.title, guid=FIRST.guid, link=FIRST.link, summary="In other words.")
    server.set("/a", rss([FIRST]))
    server.set("/b", rss([other]))
    line.workspace.write_feeds({"Courier": server.url("/a")})
    text = line.workspace.feeds_file.read_text()
    second = f'<outline text="Courier" outlet="Courier" xmlUrl="{server.url("/b")}"/></body>'
    line.workspace.feeds_file.write_text(text.replace("</body>", second))
    line.load()
    line.poll()
    server.set("/a", rss([FIRST, SECOND]))  # both documents change, this item in neither
    server.set("/b", rss([other, SECOND]))
    assert [poll.edited_items for poll in again(line)] == [0, 0]
    [item] = [one for one in stored(line) if one.item.title == FIRST.title]
    assert item.edits == 0


def test_an_idle_look_takes_no_write_lock(tmp_path: Path, sqlite_url: str) -> None:
    with open_line(tmp_path / "line", database_url=sqlite_url) as line:
        line.load()
        path = sqlite_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert line.claim() == []
            assert line.evaluate().idle
            other.execute("ROLLBACK")
