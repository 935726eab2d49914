"""Which feeds a meeting hastens, and what rules can hear."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Feed, NextVisit, Poll, PollOutcome
from monitor.pipeline.coverage import Coverage, coverage
from monitor.pipeline.urgency import urgent_feeds
from monitor.store import feeds as feed_rows
from monitor.store import visits as visit_rows
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, open_line, write_yaml

TALKS = Entry(title="Freedonia and Sylvania open talks in Portville", guid="t1")
FERRY = Entry(title="Ferry line resumes after the storm", guid="t2")


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    with open_line(tmp_path / "line") as opened:
        yield opened


def rules(line: Line, *, days_ahead: int = 1, **scope: Any) -> None:
    start = (line.clock() + timedelta(days=days_ahead)).date()
    meeting = {
        "id": "harbour",
        "title": "Harbour talks",
        "participants": ["freedonia", "sylvania"],
        "date": start,
    }
    talks = {"any": [{"meeting": "harbour"}, "armistice"]}
    write = line.workspace.rules.joinpath
    write_yaml(
        write("actors.yaml"),
        {
            "actors": [
                {"id": name.lower(), "name": name, "kind": "state"}
                for name in ("Freedonia", "Sylvania")
            ]
        },
    )
    write_yaml(write("meetings.yaml"), {"meetings": [meeting]})
    line.workspace.write_rules(
        {
            "rules": [
                {"id": "talks", "title": "Harbour talks", "match": talks, **scope},
                {"id": "ferry", "title": "Ferries", "match": {"all": ["ferry"]}},
            ]
        }
    )


def feeds(line: Line, server: FeedServer, **documents: list[Entry]) -> dict[str, int]:
    """Feeds by name, read once and judged; their ids."""
    for name, entries in documents.items():
        server.set(f"/{name}", rss(entries))
    line.workspace.write_feeds({name: server.url(f"/{name}") for name in documents})
    line.load()
    line.poll()
    line.evaluate()
    with line.services.store.read() as session:
        return {feed.outlet: feed.id for feed in feed_rows.list_feeds(session)}


def urgent(line: Line) -> dict[int, str]:
    rule_set = line.services.rules.active.rule_set
    with line.services.store.read() as session:
        return dict(urgent_feeds(session, rule_set, line.clock()))


def covered(line: Line) -> dict[str, Coverage]:
    rule_set = line.services.rules.active.rule_set
    since = line.clock() - timedelta(days=30)
    with line.services.store.read() as session:
        return {one.rule.id: one for one in coverage(session, rule_set, since=since)}


def fail(line: Line, feed_id: int) -> None:
    with line.services.store.write() as session:
        visit_rows.make_due(session, line.clock())
        owner = line.services.owner
        for feed in visit_rows.claim_due(
            session, now=line.clock(), owner=owner, lease_s=60, limit=9
        ):
            failed = feed.id == feed_id or feed.failures > 0
            outcome = PollOutcome.FAILED if failed else PollOutcome.UNCHANGED
            poll = Poll(feed_id=feed.id, started_at=line.clock(), outcome=outcome)
            visit_rows.record_poll(session, poll, owner=owner, leaves=leaves(feed))


def leaves(feed: Feed) -> NextVisit:
    return NextVisit(at=feed.next_poll_at)


# ---------------------------------------------------------------- urgency


def test_the_feeds_that_told_of_a_near_meeting_are_urgent(line: Line, server: FeedServer) -> None:
    rules(line)
    ids = feeds(line, server, courier=[TALKS], gazette=[FERRY])
    assert urgent(line) == {ids["courier"]: "Harbour talks"}


def test_a_meeting_that_is_far_hastens_nobody(line: Line, server: FeedServer) -> None:
    rules(line, days_ahead=20)
    feeds(line, server, courier=[TALKS])
    assert urgent(line) == {}
    line.clock.advance(19 * 86_400)
    assert len(urgent(line)) == 1
    line.clock.advance(10 * 86_400)
    assert urgent(line) == {}


def test_outlets_that_a_rule_names_are_urgent_before_they_told_anything(
    line: Line, server: FeedServer
) -> None:
    rules(line, outlets=["Gazette"])
    ids = feeds(line, server, courier=[TALKS], gazette=[FERRY])
    assert urgent(line) == {ids["gazette"]: "Harbour talks"}


def test_a_near_meeting_speeds_its_feed_up(line: Line, server: FeedServer) -> None:
    rules(line)
    feeds(line, server, courier=[TALKS], gazette=[FERRY])
    with line.services.store.write() as session:
        pace = line.services.limits.pace
        near = urgent(line)
        assert visit_rows.hasten(session, near, now=line.clock(), within_s=pace.fastest_s) == 1
        waits = {
            feed.outlet: (feed.next_poll_at - line.clock()) / timedelta(minutes=1)
            for feed in feed_rows.list_feeds(session)
        }
    assert waits["courier"] == 5
    assert waits["gazette"] > 10


# ---------------------------------------------------------------- coverage


def test_silence_is_real_where_every_feed_is_read(line: Line, server: FeedServer) -> None:
    rules(line)
    feeds(line, server, courier=[TALKS], gazette=[FERRY])
    found = covered(line)
    assert found["talks"].sees
    assert found["talks"].text == "sees: 2 feeds read; last hit 02 Mar 08:00 UTC"
    assert (found["talks"].feeds, found["talks"].brought) == (2, 1)


def test_silence_is_blindness_where_feeds_are_down(line: Line, server: FeedServer) -> None:
    rules(line, outlets=["Courier"])
    ids = feeds(line, server, courier=[TALKS], gazette=[FERRY], herald=[])
    fail(line, ids["courier"])
    found = covered(line)
    assert found["talks"].text == (
        "blind: 0 of 1 feed read, 1 is down; of the 1 that brought its hits, 1 down"
    )
    assert found["ferry"].text == "partly blind: 2 of 3 feeds read, 1 is down"
    assert not found["ferry"].sees
    assert [feed.outlet for feed in found["ferry"].down] == ["courier"]


def test_a_rule_whose_feeds_are_not_polled_is_deaf(line: Line, server: FeedServer) -> None:
    rules(line, outlets=["Nobody"])
    feeds(line, server, courier=[TALKS])
    assert covered(line)["talks"].text.startswith("deaf")
    assert not covered(line)["talks"].sees


def test_feeds_that_were_never_read_count_as_unseen(line: Line, server: FeedServer) -> None:
    rules(line)
    feeds(line, server, courier=[TALKS])
    line.workspace.write_feeds({"courier": server.url("/courier"), "herald": server.url("/herald")})
    line.load()
    assert covered(line)["ferry"].text == "partly blind: 1 of 2 feeds read, 1 was never read"
