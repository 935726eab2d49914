"""Feeds: the list that a person keeps, and what is stored of each feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.errors import ConfigError
from monitor.model import (
    FailureReason,
    Feed,
    FeedSource,
)
from monitor.store.codec import hints_from_json
from monitor.store.columns import clean_text
from monitor.store.hosts import host_of
from monitor.store.outlets import ensure_outlet
from monitor.store.statements import (
    LISTS_LOCK,
    chunks,
    fetch,
    insert,
    lock,
    table_of,
)
from monitor.store.tables import FeedRow

MAX_URL_BYTES = 2000
"""Longest feed address: PostgreSQL indexes at most 2,704 bytes, browsers send about 2,000."""

_LISTED, _ADDED = "list", "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSync:
    """What a sync with the feed list did. ``changed`` counts feeds whose description changed."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCounts:
    """How the listed feeds fare: ``failing`` had no success since their last failure."""

    total: int
    failing: int
    never_polled: int


def sync_feeds(session: Session, sources: Sequence[FeedSource], now: datetime) -> FeedSync:
    """Make the stored feeds agree with the feed list, which is the truth.

    New feeds (and those that come back) are due at once. Feeds that left the list stay stored but
    are no longer polled, unless they were added by :func:`add_feed`. A source is the feed listed
    under its URL, else the feed that moved to it; of two sources for one feed the first counts.
    Raises :class:`ConfigError` for a URL that is too long.
    """
    lock(session, LISTS_LOCK)
    wanted = {clean_text(source.url): source for source in reversed(sources)}
    rows = list(session.scalars(select(FeedRow)))
    by_listed = {row.listed_url: row for row in rows}
    by_url = {row.url: row for row in rows}
    kept: set[int] = set()
    added = changed = 0
    # Exact entries first, so that a moved feed is not taken for the other entry of the list.
    for url in sorted(wanted, key=lambda url: url not in by_listed):
        row = by_listed.get(url) or by_url.get(url)
        if row is None:
            _insert_feed(session, wanted[url], now, origin=_LISTED)
            added += 1
        elif row.id not in kept:
            kept.add(row.id)
            added += not row.listed
            changed += _describe(session, row, wanted[url], now)
    gone = [row.id for row in rows if row.listed and row.origin == _LISTED and row.id not in kept]
    for feed_id in gone:
        session.execute(update(FeedRow).where(col(FeedRow.id) == feed_id).values(listed=False))
    return FeedSync(added=added, changed=changed, removed=len(gone))


def add_feed(session: Session, source: FeedSource, now: datetime) -> Feed:
    """Add one feed by hand: due at once, and kept whatever the feed list says.

    A feed that is known already (under this address or moved to it) takes the description given.
    Raises :class:`ConfigError` for a URL that is too long.
    """
    row = _find(session, source.url)
    if row is None:
        feed_id = _insert_feed(session, source, now, origin=_ADDED)
    else:
        feed_id = row.id
        _describe(session, row, source, now)
        session.execute(update(FeedRow).where(col(FeedRow.id) == feed_id).values(origin=_ADDED))
    return feed_of(session.scalars(select(FeedRow).where(col(FeedRow.id) == feed_id)).one())


def remove_feed(session: Session, url: str) -> bool:
    """Stop polling the feed with this URL; what it brought stays. ``False``: no such listed feed.

    A feed that the feed list still holds comes back with the next sync.
    """
    row = _find(session, url)
    if row is None or not row.listed:
        return False
    values = {"listed": False, "origin": _LISTED}
    session.execute(update(FeedRow).where(col(FeedRow.id) == row.id).values(values))
    return True


def list_feeds(
    session: Session,
    *,
    after: int | None = None,
    limit: int | None = None,
    failing: bool | None = None,
) -> list[Feed]:
    """The feeds that are polled, in the order they were added.

    Only those with ids above ``after``, at most ``limit``; those that are ``failing``, or not.
    """
    query = select(FeedRow).where(col(FeedRow.listed)).order_by(col(FeedRow.id)).limit(limit)
    if after is not None:
        query = query.where(col(FeedRow.id) > after)
    if failing is not None:
        failures = col(FeedRow.failures)
        query = query.where(failures > 0 if failing else failures == 0)
    return [feed_of(row) for row in session.scalars(query)]


def failing_feeds(session: Session, limit: int) -> list[Feed]:
    """Listed feeds whose last visit failed, those that fail for longest first."""
    return [feed_of(row) for row in fetch(session, _failing(), most=limit)]


def feed_by_id(session: Session, feed_id: int) -> Feed | None:
    """A stored feed, whether it is listed or not."""
    row = session.get(FeedRow, feed_id)
    return feed_of(row) if row is not None else None


def feeds_by_id(session: Session, ids: Sequence[int]) -> list[Feed]:
    """Stored feeds, listed or not, in the order of ``ids``; unknown ids are left out."""
    found: dict[int, Feed] = {}
    for chunk in chunks(ids):
        found |= {row.id: feed_of(row) for row in fetch(session, _by_ids(), ids=chunk)}
    return [found[one] for one in ids if one in found]


def get_feed(session: Session, url: str) -> Feed | None:
    """The listed feed that a person gave this address, or that moved to it."""
    row = _find(session, url)
    return feed_of(row) if row is not None and row.listed else None


def feed_addresses(session: Session) -> dict[int, tuple[str, ...]]:
    """The addresses of every stored feed, by its id: the listed one, then the one it moved to.

    Feeds that are no longer listed are among them: their items are still judged and told.
    """
    query = select(col(FeedRow.id), col(FeedRow.listed_url), col(FeedRow.url))
    rows = session.execute(query.order_by(col(FeedRow.id)))
    return {feed_id: tuple(dict.fromkeys((listed, url))) for feed_id, listed, url in rows}


def full_text_switches(session: Session) -> dict[int, bool]:
    """Of the feeds whose list says so, by id: whether the pages of their items are read."""
    query = select(col(FeedRow.id), col(FeedRow.full_text))
    rows = session.execute(query.where(col(FeedRow.full_text).is_not(None)))
    return {feed_id: bool(switch) for feed_id, switch in rows}


def count_feeds(session: Session) -> FeedCounts:
    """How the listed feeds fare."""
    total, failing, never = fetch(session, _counts()).one()
    return FeedCounts(total=total, failing=failing, never_polled=never)


@cache
def _failing() -> Select[Any]:
    query = select(*table_of(FeedRow).c).where(col(FeedRow.listed), col(FeedRow.failures) > 0)
    order = (col(FeedRow.failing_since), col(FeedRow.id))
    return query.order_by(*order).limit(bindparam("most"))


@cache
def _by_ids() -> Select[Any]:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    return select(*table_of(FeedRow).c).where(col(FeedRow.id).in_(ids))


@cache
def _counts() -> Select[int, int, int]:
    return select(
        func.count(),
        func.count(case((col(FeedRow.failures) > 0, 1))),
        func.count(case((col(FeedRow.polls) == 0, 1))),
    ).where(col(FeedRow.listed))


def _find(session: Session, url: str) -> FeedRow | None:
    rows = list(session.scalars(select(FeedRow).where(at_address(url))))
    exact = [row for row in rows if row.listed_url == clean_text(url)]
    return next(iter(exact or rows), None)


def at_address(url: str) -> ColumnElement[bool]:
    """The condition that a feed was listed under this address, or moved to it."""
    return or_(col(FeedRow.listed_url) == url, col(FeedRow.url) == url)


def _insert_feed(session: Session, source: FeedSource, now: datetime, *, origin: str) -> int:
    if len(source.url.encode(errors="replace")) > MAX_URL_BYTES:
        raise ConfigError(
            f"a feed's URL has more than {MAX_URL_BYTES} bytes",
            file=f"{source.url[:80]}…",
            hint="shorten it or take it off the list",
        )
    statement = insert(session, FeedRow).values(
        url=source.url,
        listed_url=source.url,
        host=host_of(source.url),
        outlet=ensure_outlet(session, source.outlet, now),
        title=source.title,
        served_title="",
        folder=source.folder,
        language=source.language,
        full_text=source.full_text,
        origin=origin,
        listed=True,
        added_at=now,
        next_poll_at=now,
        polls=0,
        failures=0,
        last_detail="",
        next_poll_why="new: due at once",
        hints={},
        moving_visits=0,
    )
    statement = statement.on_conflict_do_nothing()
    feed_id = session.scalars(statement.returning(col(FeedRow.id))).one_or_none()
    if feed_id is None:  # Another process inserted it since we looked.
        feed_id = session.scalars(select(col(FeedRow.id)).where(at_address(source.url))).first()
    assert feed_id is not None  # noqa: S101
    return feed_id


def _describe(session: Session, row: FeedRow, source: FeedSource, now: datetime) -> bool:
    """Give a stored feed the list's description, and list it; whether a description changed."""
    described: dict[str, Any] = {
        "outlet": ensure_outlet(session, source.outlet, now),
        "title": clean_text(source.title),
        "folder": clean_text(source.folder),
        "language": source.language,
        "full_text": source.full_text,
    }
    changed = any(getattr(row, name) != value for name, value in described.items())
    values = described | {"listed_url": source.url, "listed": True}
    if not row.listed:
        values |= {"next_poll_at": now, "next_poll_why": "listed again: due at once"}
    session.execute(update(FeedRow).where(col(FeedRow.id) == row.id).values(values))
    return changed and row.listed


def feed_of(row: FeedRow | Row[Any]) -> Feed:
    """The feed that a row holds."""
    return Feed(
        id=row.id,
        url=row.url,
        outlet=row.outlet,
        title=row.title or row.served_title,
        folder=row.folder,
        language=row.language,
        full_text=row.full_text,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        next_poll_at=row.next_poll_at,
        failures=row.failures,
        polls=row.polls,
        last_success_at=row.last_success_at,
        last_new_item_at=row.last_new_item_at,
        last_reason=FailureReason(row.last_reason) if row.last_reason else None,
        last_detail=row.last_detail,
        listed_url=row.listed_url,
        host=row.host,
        added_at=row.added_at,
        last_poll_at=row.last_poll_at,
        interval_s=row.interval_s,
        not_before=row.not_before,
        next_poll_why=row.next_poll_why,
        usual_gap_s=row.usual_gap_s,
        hints=hints_from_json(row.hints),
        failing_since=row.failing_since,
        whole_at=row.whole_at,
        moving_to=row.moving_to,
        moving_visits=row.moving_visits,
        distrusted_until=row.distrusted_until,
    )
