"""What a person sees of feeds: their state, their next poll and why, and what rules can hear."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import ConfigError
from monitor.model import FailureReason, Feed, NextVisit, Poll, PollOutcome
from monitor.store import feeds as feed_rows
from monitor.store import hosts as host_rows
from monitor.store import visits as visit_rows
from monitor.store.engine import open_store
from monitor.wiring import utc_now
from tests.cli.conftest import Desk

URL = "http://courier.example/feed"


def visited(desk: Desk, outcome: PollOutcome, **poll: object) -> Feed:
    """The desk's feed, visited once more; its next visit is due in an hour."""
    now = utc_now()
    store = open_store(desk.workspace.database_url)
    try:
        with store.write() as session:
            visit_rows.make_due(session, now)
            [feed] = visit_rows.claim_due(session, now=now, owner="me", lease_s=60, limit=9)
            leaves = NextVisit(
                at=now + timedelta(hours=1), why="slower, every 60 min", usual_gap_s=7200.0
            )
            plain = Poll(feed_id=feed.id, started_at=now, outcome=outcome)
            done = replace(plain, **poll)  # type: ignore[arg-type]
            visit_rows.record_poll(session, done, owner="me", leaves=leaves)
            [feed] = feed_rows.list_feeds(session)
            return feed
    finally:
        store.close()


def hold(desk: Desk) -> None:
    store = open_store(desk.workspace.database_url)
    try:
        with store.write() as session:
            until = utc_now() + timedelta(hours=3)
            host_rows.hold(session, "courier.example", until, "the server answered 429")
    finally:
        store.close()


def failed(desk: Desk) -> None:
    visited(
        desk,
        PollOutcome.FAILED,
        reason=FailureReason.NOT_A_FEED,
        detail="not a feed: it looks like a login page",
        status=200,
    )


def test_a_sound_feed_shows_what_it_brought_and_why_it_is_due_when(desk: Desk) -> None:
    feed = visited(desk, PollOutcome.NEW, items=9, new_items=2, status=200)
    listed = desk.run("feeds", "list")
    assert "    sound\n" in listed
    assert ", usually every 2 h\n" in listed
    assert f"next poll {feed.next_poll_at:%d %b %H:%M} UTC: slower, every 60 min\n" in listed
    [plain] = desk.json("feeds", "list")
    assert (plain["usual_gap_s"], plain["next_poll_why"]) == (7200, "slower, every 60 min")


def test_check_names_what_fails_and_since_when(desk: Desk) -> None:
    assert "Polled: 0 sound, 0 failing, 1 not polled yet." in desk.run("feeds", "check")
    failed(desk)
    failed(desk)
    hold(desk)
    said = desk.run("feeds", "check", code=1)
    assert "Polled: 0 sound, 1 failing, 0 not polled yet." in said
    assert "2 failures since " in said
    assert "not_a_feed: not a feed: it looks like a login page" in said
    assert "; not before " in said
    assert "Host courier.example rests until " in said
    plain = desk.run("feeds", "check", "--json", code=1)
    assert '"never_polled": 0' in plain
    assert '"why": "the server answered 429"' in plain


def test_check_of_one_feed_shows_its_last_polls(desk: Desk) -> None:
    visited(desk, PollOutcome.NEW, items=9, new_items=2, edited_items=1)
    visited(desk, PollOutcome.UNCHANGED, status=304, detail="read as utf-8")
    assert "2 new of 9, 1 edited\n" in desk.run("feeds", "check", URL)
    failed(desk)
    said = desk.run("feeds", "check", URL, "-n", "2", code=1)
    assert "not_a_feed: not a feed" in said
    assert "unchanged (304); read as utf-8\n" in said
    assert "2 new of 9" not in said
    with pytest.raises(ConfigError, match="no feed has the address"):
        desk.run("feeds", "check", "http://nobody.example/")


def test_coverage_tells_silence_from_blindness(desk: Desk) -> None:
    assert "talks  blind: 0 of 1 feed read, 1 was never read" in desk.run(
        "feeds", "coverage", code=1
    )
    visited(desk, PollOutcome.UNCHANGED)
    assert "talks  sees: 1 feed read; last hit " in desk.run("feeds", "coverage")
    failed(desk)
    said = desk.run("feeds", "coverage", "--rule", "talks", code=1)
    assert "talks  blind: 0 of 1 feed read, 1 is down" in said
    assert f"Courier  {URL}: not_a_feed" in said
    plain = desk.run("feeds", "coverage", "--json", code=1)
    assert '"sees": false' in plain
    with pytest.raises(ConfigError, match="no rule has the id"):
        desk.run("feeds", "coverage", "--rule", "nobody")
