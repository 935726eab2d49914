"""Databases of every earlier schema, with data in every table, brought up to date and read."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from monitor.model import Alert
from monitor.pipeline.alert_history import trace
from monitor.store import (
    Session,
    Store,
    alerts,
    check_schema,
    deliveries,
    developments,
    downgrade_schema,
    endpoints,
    feeds,
    head_revision,
    hits,
    items,
    notices,
    open_store,
    people,
    polls,
    restores,
    rule_files,
    schema,
    silences,
    upgrade_schema,
)
from monitor.store.listing import DevelopmentFilter, find_developments
from monitor.store.schema import downgrade_loss, revision_before
from tests.store.filling import ROWS, contents, fill, reflect
from tests.support.databases import PostgresServer

REVISIONS = sorted(set(schema._known()) - {head_revision()})

CHANGED = {
    "alert.settled_at",
    "feed.host",
    "development.change_id",
    "development.change_text",
    "development.changed_at",
    "development.version",
}
"""Columns that a later migration sets for rows that were there."""


class Ladder:
    """A database at each revision, built one from the other."""

    def __init__(self, new: Callable[[str | None], str]) -> None:
        self._urls: dict[str, str] = {}
        before = None
        for revision in REVISIONS:
            before = self._urls[revision] = new(before)
            with closing(open_store(before)) as store, store.migration() as connection:
                command.upgrade(schema._config(connection), revision)

    def url(self, revision: str) -> str:
        return self._urls[revision]


@pytest.fixture(scope="module")
def sqlite_ladder(tmp_path_factory: pytest.TempPathFactory) -> Ladder:
    folder = tmp_path_factory.mktemp("ladder")

    def new(before: str | None) -> str:
        path = folder / f"{len(list(folder.glob('*.db'))):02}.db"
        if before is not None:
            shutil.copyfile(Path(before.removeprefix("sqlite:///")), path)
        return f"sqlite:///{path}"

    return Ladder(new)


@pytest.fixture(scope="module")
def postgres_ladder(postgres_server: PostgresServer) -> Ladder:
    return Ladder(
        lambda before: (
            postgres_server.copy_database(before)
            if before
            else postgres_server.create_database(migrated=False)
        )
    )


@pytest.fixture(params=["sqlite_ladder", "postgres_ladder"])
def old(request: pytest.FixtureRequest, revision: str) -> Iterator[Store]:
    """A store at ``revision``, without rows but those that its migrations make."""
    ladder: Ladder = request.getfixturevalue(request.param)
    with closing(open_store(ladder.url(revision))) as store:
        yield store


def read_all(session: Session) -> dict[str, int]:
    """How much the program finds, by the functions that its lists are made with."""
    listed = developments.list_developments(session, limit=100)
    told: list[Alert] = alerts.list_alerts(session, limit=100)
    sent = deliveries.list_deliveries(session, limit=100)
    assert len(trace(session, told)) == len(told)
    for one in listed:
        developments.decisions_of(session, one.id)
    stored = items.recent_items(session, 100)
    return {
        "developments": len(listed),
        "found developments": len(find_developments(session, DevelopmentFilter(), limit=100)),
        "items": len(stored),
        "hits": sum(len(each) for each in hits.hits_of(session, [s.id for s in stored]).values()),
        "alerts": len(told),
        "deliveries": len(sent),
        "attempts": sum(len(deliveries.attempts_of(session, one.id)) for one in sent),
        "feeds": len(feeds.list_feeds(session)),
        "polls": sum(
            len(polls.recent_polls(session, one.id, 10)) for one in feeds.list_feeds(session)
        ),
        "silences": len(silences.list_silences(session)),
        "endpoints": len(endpoints.list_endpoints(session)),
        "people": len(people.list_people(session)),
        "notices": len(notices.list_notices(session, limit=9)),
        "versions of files": len(rule_files.latest_digests(session)),
        "restores": len(restores.list_restores(session)),
    }


@pytest.mark.parametrize("revision", REVISIONS)
def test_nothing_is_lost_on_the_way_from(revision: str, old: Store) -> None:
    with old.migration() as connection:
        connection.execute(text("DELETE FROM index_due")) if revision >= "0015" else None
        tables = fill(connection)
        before = contents(connection, tables)
        assert all(before.values())
        if old.dialect == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).first() is None
    assert upgrade_schema(old).before == revision
    check_schema(old)
    with old.migration() as connection:
        after = contents(connection, tables)
    for table, rows in before.items():
        for key, row in rows.items():
            kept = after[table][key]
            lost = {
                name: (value, kept.get(name))
                for name, value in row.items()
                if kept.get(name) != value and f"{table}.{name}" not in CHANGED
            }
            assert not lost, (table, key)
    with old.read() as session:
        found = read_all(session)
    of = {
        "people": "person",
        "notices": "notice",
        "versions of files": "rule_file_version",
        "restores": "restore",
    }
    for name, number in found.items():
        assert number == (ROWS if of.get(name, "item") in before else 0), name


def test_going_back_takes_away_what_was_said_and_no_more(empty_url: str) -> None:
    with closing(open_store(empty_url)) as store:
        upgrade_schema(store)
        with store.migration() as connection:
            tables = fill(connection)
            before = contents(connection, tables)
        loss = downgrade_loss(store, "0008")
        check_schema(store)  # it was only tried
        with store.migration() as connection:
            assert contents(connection, tables) == before
        downgrade_schema(store, "0008")
        with store.migration() as connection:
            left = reflect(connection)
            after = contents(connection, left)
        assert set(before) - set(after) == set(loss.tables) >= {"person", "restore"}
        assert {
            name: len(rows) - len(after.get(name, {}))
            for name, rows in before.items()
            if len(rows) > len(after.get(name, {}))
        } == loss.rows
        assert "item.restore_id" in loss.columns
        for name, table in left.tables.items():
            gone = {
                f"{name}.{column}"
                for column in set(tables.tables[name].c.keys()) - set(table.c.keys())
            }
            assert gone == {one for one in loss.columns if one.startswith(f"{name}.")}
            for key, row in after[name].items():
                assert row.items() <= before[name][key].items(), name
        assert revision_before(store) == "0007"
        upgrade_schema(store)
        with store.read() as session:
            assert read_all(session)["items"] == ROWS
