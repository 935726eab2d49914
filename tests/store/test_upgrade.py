"""A database of the first release, with data, is brought up to date and back, on either kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text

from monitor.model import (
    AlertKind,
    AlertState,
    DevelopmentState,
    EndpointHold,
    HoldReason,
    NoticeCode,
    Oddity,
    Step,
)
from monitor.store import (
    Store,
    corrections,
    deliveries,
    downgrade_schema,
    head_revision,
    holds,
    life,
    notices,
    open_store,
    schema,
    upgrade_schema,
)
from monitor.store import alerts as alert_rows
from monitor.store import developments as development_rows
from monitor.store.filters import FilterKind
from monitor.store.listing import DevelopmentFilter, find_developments
from monitor.store.tables import MeetingDevelopmentRow, Row
from tests.store.builders import NOW
from tests.support.databases import COMPARED

MOMENT = "'2026-03-04 12:00:00'"
FIRST_RELEASE = Path(__file__).parent / "data" / "first_release.sql"


@pytest.fixture
def released(empty_url: str) -> Iterator[Store]:
    """A store of the first release that has told one alert."""
    with closing(open_store(empty_url)) as store:
        with store.migration() as connection:
            command.upgrade(schema._config(connection), "0001")
            for statement in FIRST_RELEASE.read_text(encoding="utf-8").split(";\n")[:-1]:
                connection.exec_driver_sql(statement)
            if store.dialect == "postgresql":
                for table, last in (("development", 7), ("delivery", 1), ("attempt", 1)):
                    sequence = f"pg_get_serial_sequence('{table}', 'id')"
                    connection.exec_driver_sql(f"SELECT setval({sequence}, {last})")
        yield store


def test_what_was_stored_is_still_there_and_works(released: Store) -> None:
    change = upgrade_schema(released)
    assert (change.before, change.after) == ("0001", head_revision())
    with released.migration() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, Row.metadata) == []
    with released.write() as session:
        [one] = development_rows.list_developments(session, limit=5)
        assert (one.id, one.title, one.state) == (7, "Talks open", DevelopmentState.OPEN)
        assert (one.follows_why, one.state_at, one.merged_into_id, one.corroborated) == (
            "",
            None,
            None,
            0,
        )
        [recorded] = development_rows.decisions_of(session, 7)
        assert (recorded.decision.step, recorded.decision.runner_up_scores) == (Step.NEW, {})
        [alert] = alert_rows.list_alerts(session, limit=5)
        assert (alert.development_id, alert.item_id) == (7, 1)
        assert len(deliveries.attempts_of(session, 1)) == 1
        told = session.scalars(select(MeetingDevelopmentRow)).one()
        assert (told.meeting_id, told.development_id) == ("harbour", 7)
        assert (told.status, told.told_at) == ("postponed", datetime(2026, 3, 4, 12, tzinfo=UTC))
        for kind, value in (("rule", "talks"), ("outlet", "Outlet A"), ("meeting", "harbour")):
            wanted = DevelopmentFilter(named={FilterKind(kind): value, FilterKind.SEVERITY: "high"})
            assert find_developments(session, wanted, limit=5) == [one], kind
        # A new development gets a number that was never given.
        assert corrections.open_empty(session, one, title="Other", now=NOW) == 8
        life.reopen_development(session, 7, NOW)


def test_going_back_sends_what_waits_for_an_endpoint(released: Store) -> None:
    upgrade_schema(released)
    with released.write() as session:
        [alert] = alert_rows.list_alerts(session, limit=1)
        told = replace(alert, id="msg_2")
        digest = replace(told, id="msg_3", kind=AlertKind.DIGEST, development_id=None, item_id=None)
        taken = replace(digest, id="msg_4")
        for one in (told, digest, taken):
            alert_rows.add_alert(session, one)
        alert_rows.add_deliveries(session, digest.id, ["pager"], NOW)
        hold = EndpointHold(
            alert_id=told.id,
            endpoint_id="desk",
            why=HoldReason.QUIET,
            text="quiet hours",
            until=NOW,
            digest_over=5,
            created_at=NOW,
        )
        ended = replace(hold, ended_at=NOW, into_id=digest.id)
        holds.add_holds(
            session,
            [
                hold,
                replace(ended, endpoint_id="pager"),
                replace(ended, endpoint_id="archive", into_id=taken.id),
                replace(ended, endpoint_id="chat", into_id=None),
            ],
        )
    downgrade_schema(released, "0005")
    with released.read() as session:
        query = text("SELECT endpoint_id FROM delivery WHERE alert_id <> 'msg_1' ORDER BY 1")
        assert list(session.scalars(query)) == ["desk", "pager"]
        assert session.scalar(text("SELECT count(*) FROM alert")) == 2


def test_going_back_loses_only_what_the_first_release_cannot_hold(released: Store) -> None:
    upgrade_schema(released)
    with released.write() as session:
        oddity = Oddity(code=NoticeCode.CLOCK, subject="", text="The clock is off.")
        notices.record_oddity(session, oddity, feed_id=1, now=NOW)
        [alert] = alert_rows.list_alerts(session, limit=1)
        notice = replace(
            alert, id="msg_2", kind=AlertKind.NOTICE, development_id=None, item_id=None
        )
        alert_rows.add_alert(session, notice, ["desk"])
        beat = replace(notice, id="msg_3", kind=AlertKind.HEARTBEAT)
        alert_rows.add_alert(session, beat, ["desk"])
        held = replace(alert, id="msg_4", state=AlertState.HELD, release_at=NOW)
        alert_rows.add_alert(session, held)
    downgrade_schema(released, "0001")
    with released.read() as session:
        assert session.scalar(text("SELECT count(*) FROM alert")) == 1
        assert session.scalar(text("SELECT count(*) FROM delivery")) == 1
        assert session.scalar(text("SELECT title FROM development")) == "Talks open"
    upgrade_schema(released)
    with released.write() as session:
        assert len(development_rows.decisions_of(session, 7)) == 1
        [one] = development_rows.list_developments(session, limit=5)
        assert corrections.open_empty(session, one, title="Other", now=NOW) == 8
