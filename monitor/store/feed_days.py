"""How many items feeds brought, day by day: what a plot of the last weeks is drawn from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Executable, Insert, Select, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.store.statements import chunks, fetch, insert_one, table_of
from monitor.store.tables import FeedDayRow

KEPT = timedelta(days=90)
"""How long the counts of a feed are kept: a plot shows some weeks."""


def count_new_items(session: Session, feed_id: int, now: datetime, count: int) -> None:
    """A feed brought ``count`` new items; on the first of a day, old days are forgotten."""
    if count <= 0:
        return
    dialect, day = session.get_bind().dialect.name, now.date()
    values = {"feed_id": feed_id, "day": day, "new_items": count}
    total = insert_one(session, _count(dialect), values)
    if total == count:
        session.connection().execute(_forget(), {"of": feed_id, "before": day - KEPT})


def new_items_by_day(
    session: Session, feed_ids: Collection[int], *, first: date
) -> dict[int, dict[date, int]]:
    """How many items each feed brought on each day from ``first`` on; days without are left out."""
    found: dict[int, dict[date, int]] = {}
    for chunk in chunks(sorted(set(feed_ids))):
        for feed_id, day, count in fetch(session, _of_feeds(), ids=chunk, first=first):
            found.setdefault(feed_id, {})[day] = count
    return found


@cache
def _of_feeds() -> Select[int, date, int]:
    feed_id, day = col(FeedDayRow.feed_id), col(FeedDayRow.day)
    query = select(feed_id, day, col(FeedDayRow.new_items))
    return query.where(feed_id.in_(bindparam("ids", expanding=True)), day >= bindparam("first"))


@cache
def _count(dialect: str) -> Insert:
    into = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = into(table_of(FeedDayRow))
    known = table_of(FeedDayRow).c.new_items
    return statement.on_conflict_do_update(
        index_elements=["feed_id", "day"],
        set_={"new_items": known + statement.excluded.new_items},
    ).returning(known)


@cache
def _forget() -> Executable:
    days = table_of(FeedDayRow)
    return delete(days).where(days.c.feed_id == bindparam("of"), days.c.day < bindparam("before"))
