"""What brings many items at once and is no news: real visits, the real pipeline, no storm."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from monitor.alerts.signing import new_secret
from monitor.model import Alert, AlertKind, Notice, NoticeCode
from monitor.pipeline.health import oddities
from monitor.store import deliveries as delivery_rows
from monitor.store import developments as development_rows
from monitor.store import notices as notice_rows
from monitor.store import visits as visit_rows
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, open_line, rules_with

TOPICS = (
    "salmon quotas", "railway tunnel", "dairy tariffs", "uranium mine", "cathedral roof",
    "satellite licence", "wheat subsidies", "opera house", "glacier water", "copper smelter",
    "bus strike", "vaccine plant", "museum loans", "ferry fares", "timber exports",
    "chess federation", "coal pits", "mountain rescue", "typhoon relief", "school exams",
    "diamond thefts", "airport runway", "tobacco tax", "prison reform", "whale hunt",
    "bank merger", "orchid smuggling", "radio masts", "cyber attack", "lottery fraud",
)  # fmt: skip
PLACES = (
    "Aberdale", "Brackenfield", "Corvina", "Dunmore", "Elsinore", "Farrow", "Glenhaven", "Hartwick",
    "Ironbridge", "Juniper", "Kestrel", "Lindholm", "Marrow", "Northgate", "Oakham", "Pellworm",
    "Quarrel", "Ravensburg", "Skagen", "Thornbury", "Umber", "Valdora", "Westerly", "Yarrow",
    "Zeeland", "Ashgrove", "Birchwood", "Cliffside", "Driftwood", "Eastmere",
)  # fmt: skip


@pytest.fixture
def line(tmp_path: Path, sqlite_url: str) -> Iterator[Line]:
    with open_line(tmp_path / "line", database_url=sqlite_url) as opened:
        opened.workspace.write_endpoints({"a": ("http://a.example/hook", new_secret(bytes(32)))})
        yield opened


def entries(line: Line, count: int, *, first: int = 0, age_h: float = 1.0) -> list[Entry]:
    """Items that all match the rule and tell happenings of their own."""
    return [
        Entry(
            title=f"{TOPICS[number].capitalize()} of {PLACES[number]} in Freedonia talks",
            guid=f"g{number}",
            link=f"http://courier.example/{number}/{PLACES[number]}",
            published=line.clock() - timedelta(hours=age_h, minutes=number),
        )
        for number in range(first, first + count)
    ]


def renamed(old: Sequence[Entry], **changes: object) -> list[Entry]:
    """The same items under other guids and addresses."""
    return [
        replace(one, guid=f"new-{one.guid}", link=f"http://courier.example/n/{one.guid}", **changes)  # type: ignore[arg-type]
        for one in old
    ]


def listed(line: Line, server: FeedServer, *outlets: str) -> None:
    line.workspace.write_feeds({name: server.url(f"/{name}") for name in outlets or ("a",)})
    line.load()


def read(line: Line, *, hours: float = 0.5) -> list[Alert]:
    """Let time pass, visit the feeds whatever their pace, evaluate the items; the alerts."""
    line.clock.advance(hours * 3600)
    with line.services.store.write() as session:
        visit_rows.make_due(session, line.clock())
    line.poll()
    alerts: list[Alert] = []
    while not (done := line.evaluate()).idle:
        alerts += done.alerts
    return [*alerts, *done.alerts]


def notices(line: Line) -> list[Notice]:
    with line.services.store.read() as session:
        return notice_rows.list_notices(session, limit=100)


def developments(line: Line) -> int:
    with line.services.store.read() as session:
        return development_rows.count_developments(session)


def kinds(alerts: Sequence[Alert]) -> list[AlertKind]:
    return [alert.kind for alert in alerts]


def test_the_first_poll_groups_all_and_alerts_what_is_recent(
    line: Line, server: FeedServer
) -> None:
    server.set("/a", rss([*entries(line, 3), *entries(line, 20, first=3, age_h=30)]))
    listed(line, server)
    assert kinds(read(line, hours=0)) == [AlertKind.NEW] * 3  # the rule's backlog is 24 h
    assert developments(line) == 23
    assert notices(line) == []


def test_a_new_feed_without_dates_alerts_nothing_of_its_backlog(
    line: Line, server: FeedServer
) -> None:
    undated = rss(entries(line, 20)).replace(b"pubDate", b"x-date")
    server.set("/a", undated)
    listed(line, server)
    assert read(line, hours=0) == []
    assert developments(line) == 20
    more = entries(line, 1, first=25)
    server.set("/a", undated.replace(b"</channel>", rss(more).split(b"<description/>")[1]))
    assert kinds(read(line)) == [AlertKind.NEW]


@pytest.mark.parametrize("year", [1, 1970, 2999])
def test_impossible_dates_make_no_storm(line: Line, server: FeedServer, year: int) -> None:
    moment = datetime(year, 1, 1, tzinfo=UTC)
    impossible = [replace(one, published=moment) for one in entries(line, 20)]
    server.set("/a", rss(impossible))
    listed(line, server)
    assert read(line, hours=0) == []
    assert developments(line) == 20
    # Later items are told when they are seen, and the old ones not again.
    late = [replace(one, published=moment) for one in entries(line, 1, first=22)]
    server.set("/a", rss([*late, *impossible]))
    assert kinds(read(line)) == [AlertKind.NEW]


def test_a_rule_edit_alerts_nothing_old(line: Line, server: FeedServer) -> None:
    server.set("/a", rss(entries(line, 20)))
    line.workspace.write_rules(rules_with(match="herring"))
    listed(line, server)
    assert read(line, hours=0) == []
    line.workspace.write_rules(rules_with())
    line.load()
    assert read(line) == []
    assert notices(line) == []


@pytest.mark.parametrize("after_h", [0.5, 100.0])
@pytest.mark.parametrize("redated", [False, True])
def test_a_feed_that_names_all_items_anew_is_told_once(
    line: Line, server: FeedServer, *, after_h: float, redated: bool
) -> None:
    old = entries(line, 20)
    server.set("/a", rss(old))
    listed(line, server)
    read(line, hours=0)
    hours = 0.0
    while hours < after_h:  # read all the while, so that this is no long pause
        assert read(line, hours=min(12.0, after_h)) == []
        hours += 12.0
    now = {"published": line.clock()} if redated else {}
    new = renamed(old, **now)
    server.set("/a", rss(new))
    [alert] = read(line)
    assert (alert.kind, alert.type) == (AlertKind.NOTICE, "monitor.notice")
    assert "20 of 20 items came under new ids" in alert.reason.text
    told = json.loads(alert.body)["data"]
    assert told["code"] == "new_ids"
    assert told["subject"].endswith("/a")
    assert developments(line) == 20
    with line.services.store.read() as session:
        found = delivery_rows.list_deliveries(session, limit=100)
    assert [one.endpoint_id for one in found if one.alert_id == alert.id] == ["a"]
    # Known by their new names from now on; and a second change is not told again so soon.
    assert read(line) == []
    server.set("/a", rss(renamed(new)))
    assert read(line) == []
    assert [one.code for one in notices(line)] == [NoticeCode.NEW_IDS]
    assert "new ids" in oddities(line.services.store, now=line.clock())["notices"]
    line.clock.advance(86_400 * 2)
    assert oddities(line.services.store, now=line.clock()) == {}


def test_a_few_items_under_new_ids_are_what_editors_do(line: Line, server: FeedServer) -> None:
    old = entries(line, 20)
    server.set("/a", rss(old))
    listed(line, server)
    read(line, hours=0)
    server.set("/a", rss([*renamed(old[:3]), *old[3:]]))
    assert read(line) == []
    assert notices(line) == []


def test_an_archive_served_as_new_is_taken_as_backlog(line: Line, server: FeedServer) -> None:
    known = entries(line, 2)
    server.set("/a", rss(known))
    listed(line, server)
    read(line, hours=0)
    for number in range(6):  # so that the feed's habits are known
        known = [*entries(line, 1, first=2 + number), *known]
        server.set("/a", rss(known))
        assert kinds(read(line)) == [AlertKind.NEW]
    archive = entries(line, 22, first=8)
    redated = [replace(one, published=line.clock()) for one in archive]
    server.set("/a", rss(redated))
    [alert] = read(line)
    assert alert.kind is AlertKind.NOTICE
    assert "22 of 22 items are new at once, where a visit brought at most 1" in alert.reason.text
    assert developments(line) == 30


def test_what_nobody_read_for_days_is_caught_up_quietly(line: Line, server: FeedServer) -> None:
    """The program stood still, or an old copy of its database is back: it cannot tell which."""
    for name in ("a", "b", "c"):
        server.set(f"/{name}", rss([]))
    listed(line, server, "a", "b", "c")
    assert read(line, hours=0) == []
    line.clock.advance(86_400 * 5)
    for at, name in enumerate(("a", "b", "c")):
        past = entries(line, 8, first=at * 9, age_h=40)
        server.set(f"/{name}", rss([*past, *entries(line, 1, first=at * 9 + 8, age_h=0.0)]))
    alerts = read(line, hours=0)
    # What was told just now is news as ever; what was told meanwhile is older than the backlog.
    assert sorted(kinds(alerts)) == [AlertKind.NEW] * 3 + [AlertKind.NOTICE]
    [notice] = [alert for alert in alerts if alert.kind is AlertKind.NOTICE]
    assert "for 5 days" in notice.reason.text
    assert developments(line) == 27
    assert [one.code for one in notices(line)] == [NoticeCode.UNREAD_LONG]


def test_after_a_feeds_own_failure_all_is_news(line: Line, server: FeedServer) -> None:
    server.set("/a", rss([]))
    listed(line, server)
    read(line, hours=0)
    server.set("/a", b"", status=503)
    for _ in range(3):
        read(line, hours=25)
    server.set("/a", rss(entries(line, 5, age_h=30)))
    assert kinds(read(line, hours=25)) == [AlertKind.NEW] * 5
    assert notices(line) == []


@pytest.mark.parametrize("off", [timedelta(days=-30), timedelta(days=30)])
def test_a_wrong_clock_is_told_once_and_makes_no_storm(
    line: Line, server: FeedServer, off: timedelta
) -> None:
    for name in ("a", "b", "c", "d"):
        server.set(f"/{name}", rss([]))
    listed(line, server, "a", "b", "c", "d")
    read(line, hours=0)
    line.clock.advance(1800)
    right = line.clock()
    line.clock.advance(off.total_seconds())
    date = {"Date": format_datetime(right, usegmt=True)}
    for at, name in enumerate(("a", "b", "c", "d")):
        told = [replace(one, published=right) for one in entries(line, 5, first=at * 5)]
        server.set(f"/{name}", rss(told), headers=date)
    alerts = read(line, hours=0)
    assert kinds(alerts).count(AlertKind.NOTICE) == 1
    [notice] = [one for one in notices(line) if one.code is NoticeCode.CLOCK]
    side = "behind" if off < timedelta() else "ahead of"
    assert f"30 days {side} those of" in notice.text
    # Set right, the program goes on, and what it saw is not news a second time.
    line.clock.set(right + timedelta(hours=1))
    for name in ("a", "b", "c", "d"):
        server.set(f"/{name}", rss([]), headers={})
    read(line, hours=2)
    before = developments(line)
    for at, name in enumerate(("a", "b", "c", "d")):
        told = [replace(one, published=right) for one in entries(line, 5, first=at * 5)]
        server.set(f"/{name}", rss(told))
    assert AlertKind.NEW not in kinds(read(line, hours=1))
    assert developments(line) == before
