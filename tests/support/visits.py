"""Documents as if they had been fetched, one after the other, into a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from monitor.model import Feed, FeedSource, FetchResult, Poll
from monitor.pipeline.poll import read_visit, store_visit
from monitor.pipeline.visit import PollLimits, Visit
from monitor.store import feeds as feed_rows
from monitor.store import visits as visit_rows
from monitor.store.engine import Store, open_store
from monitor.store.schema import upgrade_schema
from monitor.store.statements import table_of
from monitor.store.tables import ItemKeyRow, ItemRow

Documents = Sequence[tuple[datetime, bytes]]


def visited(store: Store, outlet: str, documents: Documents, *, with_prints: bool) -> list[Poll]:
    """Polls of a feed that served these documents; unreadable ones are passed over."""
    polls = []
    with store.write() as session:
        source = FeedSource(url=f"https://{outlet}.example/rss", outlet=outlet)
        feed = feed_rows.add_feed(session, source, documents[0][0])
    for now, body in documents:
        visit = read(feed, body, now)
        if visit.parsed is None:
            continue
        with store.write() as session:
            polls.append(store_visit(session, feed, visit, now=now))
        prints = visit.parsed.prints if with_prints else b""
        feed = replace(feed, last_success_at=now, prints=prints)
    return polls


def read(feed: Feed, body: bytes, now: datetime) -> Visit:
    """A visit that brought this body."""
    fetched = FetchResult(url=feed.url, final_url=feed.url, status=200, body=body)
    return read_visit(feed, fetched, now=now)


def stored(store: Store) -> list[tuple[object, ...]]:
    """Every row of items and of their keys."""
    items, keys = table_of(ItemRow), table_of(ItemKeyRow)
    with store.read() as session:
        return [
            tuple(row)
            for query in (select(items).order_by(items.c.id), select(keys).order_by(keys.c.digest))
            for row in session.execute(query)
        ]


def empty(path: Path) -> Store:
    """A new database."""
    store = open_store(f"sqlite:///{path}", durable=False)
    upgrade_schema(store)
    return store


def claim_feeds(
    store: Store, *, now: datetime, owner: str, limits: PollLimits, limit: int
) -> list[Feed]:
    """Take up to ``limit`` due feeds under a lease, so that no other process polls them.

    Looks first, so that an idle tick takes no write lock.
    """
    with store.read() as session:
        if not visit_rows.is_any_due(session, now):
            return []
    with store.write() as session:
        return visit_rows.claim_due(
            session,
            now=now,
            owner=owner,
            lease_s=limits.lease_s,
            limit=limit,
            pace=limits.host_pace,
        )
