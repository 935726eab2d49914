"""A backup is brought back: what was told since is not told again, what is new is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.alerts.signing import new_secret
from monitor.model import Alert, AlertState, NoticeCode
from monitor.pipeline.catch_up import LONGEST
from monitor.store import Store, open_store, restores
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import developments as development_rows
from monitor.store import notices as notice_rows
from monitor.store.copying import copy_all
from monitor.store.restores import NUMBERS_LEFT_OUT, Marked, mark_restored
from tests.support.databases import PostgresServer, migrate
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, listed, open_line

HOUR_S = 3600.0


def entry(name: str, at: datetime | None, title: str = "") -> Entry:
    return Entry(
        title=title or f"Freedonia holds {name} talks in {name.capitalize()}ville",
        guid=name,
        link=f"http://courier.example/{name}",
        published=at,
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def backup_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind for the state that is saved."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'saved.db'}"
        migrate(url)
        return url
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.create_database(migrated=True)


@pytest.fixture
def sqlite_backup_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'saved.db'}"
    migrate(url)
    return url


@pytest.fixture
def line(tmp_path: Path, sqlite_url: str, server: FeedServer) -> Iterator[Line]:
    """Runs until the loss."""
    with open_line(tmp_path / "line", database_url=sqlite_url) as opened:
        opened.workspace.write_endpoints({"a": ("http://a.example/hook", new_secret(bytes(32)))})
        server.set("/a", rss([]))
        listed(opened, server, "/a")
        opened.poll()
        yield opened


def save(line: Line, url: str) -> None:
    """A backup of the line's database, at ``url``."""
    with closing(open_store(url)) as target:
        copy_all(line.services.store, target)


@contextmanager
def brought_back(
    line: Line, tmp_path: Path, url: str, *, after_s: float = HOUR_S, group_wait_s: float = 0.0
) -> Iterator[Line]:
    """Runs on the backup at ``url``, some time after what ``line`` shows."""
    folder = tmp_path / "again"
    with open_line(folder, database_url=url, group_wait_s=group_wait_s) as again:
        again.clock.advance((line.clock() - again.clock()).total_seconds() + after_s)
        yield again


def lost_at(line: Line) -> datetime:
    with line.services.store.read() as session:
        found = restores.last_at_work(lambda query: session.scalar(text(query)))
    assert found is not None
    return found


def go_on(line: Line, minutes: float = 20) -> None:
    line.clock.advance(60 * minutes)
    line.poll()
    line.evaluate()


def restore(store: Store, now: datetime, lost: datetime | None) -> Marked:
    with store.write() as session:
        return mark_restored(session, now=now, source="saved.db", lost_at=lost)


def told(line: Line) -> list[Alert]:
    with line.services.store.read() as session:
        found = alert_rows.list_alerts(session, limit=100)
    return [one for one in found if one.development_id is not None][::-1]


def titles(alerts: Sequence[Alert]) -> list[str]:
    return [one.body.partition('"title":"')[2].partition('"')[0] for one in alerts]


def untold(line: Line) -> list[str]:
    with line.services.store.read() as session:
        return [one.stored.item.guid or "" for one in restores.untold(session, limit=100)]


def test_what_was_told_since_the_backup_is_not_told_again(
    tmp_path: Path, line: Line, server: FeedServer, backup_url: str
) -> None:
    start = line.clock()
    server.set("/a", rss([entry("alpha", start)]))
    go_on(line)
    save(line, backup_url)
    both = [entry("alpha", start), entry("bravo", line.clock())]
    server.set("/a", rss(both))
    go_on(line)
    before = told(line)
    assert len(before) == 2
    lost = lost_at(line)
    line.clock.advance(HOUR_S)
    with brought_back(line, tmp_path, backup_url, after_s=0) as again:
        listed(again, server, "/a")
        marked = restore(again.services.store, again.clock(), lost)
        assert (marked.waiting_items, marked.feeds) == (0, 1)
        # Published while nothing ran: nobody can have told it.
        server.set("/a", rss([*both, entry("charlie", line.clock() - timedelta(minutes=30))]))
        go_on(again)
        first, second = told(again)
        assert first.id == before[0].id
        with again.services.store.read() as session:
            [quiet] = restores.untold(session, limit=10)
            assert (quiet.stored.item.guid, quiet.step) == ("bravo", "new")
            decision = development_rows.decision_about(session, quiet.stored.id)
            assert "Restored from a backup of" in decision.quiet_reason
            assert second.development_id is not None
            assert second.development_id > NUMBERS_LEFT_OUT  # no number of the lost database
            assert restores.count_untold(session) == {marked.restore.id: 1}
            [notice] = notice_rows.list_notices(session, limit=10)[-1:]
            assert notice.code is NoticeCode.RESTORED
            assert notice.alert_id is not None  # it was told
        # From the second visit on all is as ever, however late a feed brings it.
        server.set("/a", rss([*both, entry("delta", lost - timedelta(minutes=5))]))
        go_on(again)
        assert len(told(again)) == 3


def test_an_edit_between_the_backup_and_the_loss_is_not_told_again(
    tmp_path: Path, line: Line, server: FeedServer, sqlite_backup_url: str
) -> None:
    start = line.clock()
    server.set("/a", rss([entry("alpha", start, "Sylvania counts its geese")]))
    go_on(line)
    save(line, sqlite_backup_url)
    edited = entry("alpha", start, "Sylvania and Freedonia open talks about geese")
    server.set("/a", rss([edited]))
    go_on(line)
    assert len(told(line)) == 1
    with brought_back(line, tmp_path, sqlite_backup_url, after_s=0) as again:
        listed(again, server, "/a")
        restore(again.services.store, again.clock(), lost_at(line))
        go_on(again)
        assert (told(again), untold(again)) == ([], ["alpha"])
        # What its outlet makes of it later is judged as ever.
        final = entry("alpha", start, "Freedonia ends its talks: Sylvania agrees to sell all geese")
        server.set("/a", rss([final]))
        go_on(again)
        assert untold(again) in ([], ["alpha"])
        with again.services.store.read() as session:
            items = restores.untold(session, limit=5)
        assert all(one.stored.restore_id is None for one in items)


def test_what_waited_to_be_judged_in_the_backup_is_not_told_again(
    tmp_path: Path, line: Line, server: FeedServer, sqlite_backup_url: str
) -> None:
    server.set("/a", rss([entry("alpha", line.clock())]))
    line.clock.advance(60 * 20)
    line.poll()
    save(line, sqlite_backup_url)  # before it is judged
    line.evaluate()
    assert len(told(line)) == 1
    with brought_back(line, tmp_path, sqlite_backup_url) as again:
        listed(again, server, "/a")
        marked = restore(again.services.store, again.clock(), again.clock())
        assert marked.waiting_items == 1
        go_on(again)
        assert (told(again), untold(again)) == ([], ["alpha"])


def test_pending_deliveries_of_the_backup_are_sent_again_under_their_ids(
    tmp_path: Path, line: Line, server: FeedServer, sqlite_backup_url: str
) -> None:
    server.set("/a", rss([entry("alpha", line.clock())]))
    go_on(line)
    with line.services.store.write() as session:
        [taken] = delivery_rows.claim_due(
            session, now=line.clock(), owner="it", lease_s=9999, room={"a": 1}
        )
    save(line, sqlite_backup_url)
    with brought_back(line, tmp_path, sqlite_backup_url) as again:
        marked = restore(again.services.store, again.clock(), again.clock())
        assert marked.pending_deliveries == 1
        with again.services.store.write() as session:  # nobody holds its lease any more
            found = delivery_rows.claim_due(
                session, now=again.clock(), owner="me", lease_s=60, room={"a": 9}
            )
        assert [(one.alert_id, one.body) for one in found] == [(taken.alert_id, taken.body)]


def test_held_alerts_of_the_backup_are_released_under_their_ids(
    tmp_path: Path, sqlite_url: str, sqlite_backup_url: str, server: FeedServer
) -> None:
    with open_line(tmp_path / "line", database_url=sqlite_url, group_wait_s=600) as line:
        server.set("/a", rss([]))
        listed(line, server, "/a")
        line.poll()
        server.set("/a", rss([entry("alpha", line.clock())]))
        go_on(line)
        [held] = told(line)
        assert held.state is AlertState.HELD
        save(line, sqlite_backup_url)
    with brought_back(line, tmp_path, sqlite_backup_url, group_wait_s=600) as again:
        listed(again, server, "/a")
        restore(again.services.store, again.clock(), again.clock())
        go_on(again)
        [released] = told(again)
        assert (released.id, released.state) == (held.id, AlertState.RELEASED)


def test_where_nothing_was_lost_nothing_is_kept_quiet(
    tmp_path: Path, line: Line, server: FeedServer, sqlite_backup_url: str
) -> None:
    server.set("/a", rss([entry("alpha", line.clock())]))
    line.clock.advance(60 * 20)
    line.poll()
    save(line, sqlite_backup_url)
    with brought_back(line, tmp_path, sqlite_backup_url) as again:
        listed(again, server, "/a")
        marked = restore(again.services.store, again.clock(), lost_at(line))
        assert (marked.waiting_items, marked.restore.caught_up_at) == (0, again.clock())
        go_on(again)
        assert (len(told(again)), untold(again)) == (1, [])


def test_grouping_waits_for_the_feeds_so_that_news_of_what_was_told_joins_it(
    tmp_path: Path, line: Line, server: FeedServer, sqlite_backup_url: str
) -> None:
    server.set("/b", rss([], title="b"))
    listed(line, server, "/a", "/b")
    go_on(line)
    save(line, sqlite_backup_url)
    talks = "Freedonia and Sylvania open talks on salmon quotas in Aberdale"
    server.set("/a", rss([entry("alpha", line.clock(), talks)]))
    go_on(line)
    assert len(told(line)) == 1
    lost = lost_at(line)
    with brought_back(line, tmp_path, sqlite_backup_url) as again:
        listed(again, server, "/a", "/b")
        restore(again.services.store, again.clock(), lost)
        later = f"{talks}, officials say"
        server.set("/b", rss([entry("later", again.clock(), later)], title="b"))
        again.clock.advance(10)
        one, other = sorted(again.claim(), key=lambda feed: feed.url)
        again.visit(other)  # the news, before what was told before the loss
        assert again.evaluate().grouped == 0
        again.visit(one)
        assert again.evaluate().grouped == 2
        assert (told(again), untold(again)) == ([], ["alpha"])


def test_grouping_does_not_wait_for_ever(
    tmp_path: Path, line: Line, server: FeedServer, sqlite_backup_url: str
) -> None:
    server.set("/b", rss([], title="b"))
    listed(line, server, "/a", "/b")
    go_on(line)
    save(line, sqlite_backup_url)
    with brought_back(line, tmp_path, sqlite_backup_url) as again:
        listed(again, server, "/a", "/b")
        restore(again.services.store, again.clock(), again.clock() - timedelta(minutes=30))
        server.set("/a", rss([entry("fresh", again.clock())]))
        again.evaluate()  # the wait begins
        one, _ = sorted(again.claim(), key=lambda feed: feed.url)
        again.visit(one)  # the other one hangs
        assert again.evaluate().grouped == 0
        again.clock.advance(LONGEST.total_seconds())
        assert again.evaluate().grouped == 1
        assert len(told(again)) == 1


def test_a_feed_that_the_backup_does_not_know_tells_nothing_old(
    tmp_path: Path, line: Line, server: FeedServer, sqlite_backup_url: str
) -> None:
    save(line, sqlite_backup_url)
    server.set("/b", rss([entry("bravo", line.clock())], title="b"))
    listed(line, server, "/a", "/b")
    go_on(line)
    assert len(told(line)) == 1  # the rule takes a new feed's items of the last day
    with brought_back(line, tmp_path, sqlite_backup_url) as again:
        restore(again.services.store, again.clock(), lost_at(line))
        listed(again, server, "/a", "/b")
        go_on(again)
        assert (told(again), untold(again)) == ([], ["bravo"])
