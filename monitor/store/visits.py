"""Visits to feeds: which are due, who has them in hand, and what each leaves for the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Update,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.feeds.schedule import meeting_is_near
from monitor.model import (
    Feed,
    NextVisit,
    Poll,
    PollOutcome,
)
from monitor.store.codec import hints_to_json
from monitor.store.feeds import MAX_URL_BYTES, at_address, feed_of
from monitor.store.hosts import (
    LOOKED_AT,
    ClaimRoom,
    DueVisit,
    HostPace,
    host_of,
    note_starts,
    resting,
    visits_in_hand,
)
from monitor.store.polls import insert_poll
from monitor.store.prints import prints_of
from monitor.store.statements import (
    POLLS_LOCK,
    chunks,
    execute_count,
    execute_one,
    lock,
    table_of,
)
from monitor.store.subscriptions import feeds_with_hub
from monitor.store.tables import FeedRow

LONGEST_WAIT = timedelta(hours=40)
"""A feed is due at most 38.4 hours ahead: a day, spread by a tenth, and half a day that it asks to
be left alone in. What stands further ahead was written by a clock that has been set back since,
and would be waited for in vain."""

_NO_PACE = HostPace(at_once=1_000_000, gap_s=0.0)


def claim_due(
    session: Session,
    *,
    now: datetime,
    owner: str,
    lease_s: float,
    limit: int,
    pace: HostPace = _NO_PACE,
    failing_limit: int | None = None,
) -> list[Feed]:
    """Take feeds that are due under a lease of ``lease_s`` seconds, the longest due first.

    No feed is had by two owners before its lease ends (or is released), and no host is asked more
    often than ``pace`` allows, whatever the number of processes. At most ``failing_limit`` of the
    feeds failed at their last visit, so that those that hang leave room for the others. A due time
    or a lease more than :data:`LONGEST_WAIT` ahead does not count.
    """
    lock(session, POLLS_LOCK)
    room = ClaimRoom(visits_in_hand(session, now), pace, limit=limit, failing_limit=failing_limit)
    ids = _lease_due(session, room, now=now, owner=owner, lease_s=lease_s)
    note_starts(session, room.started, pace, now)
    return _leased_feeds(session, ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """Feeds that are to be visited, by their ids: sound ones, and those that failed last time."""

    sound: tuple[int, ...]
    failing: tuple[int, ...]


def reserve_due(
    session: Session,
    *,
    now: datetime,
    owner: str,
    lease_s: float,
    limit: int,
    pace: HostPace,
    failing_limit: int,
) -> Reserved:
    """Put feeds that are due under a lease, for whoever comes with the name ``owner`` to take.

    As :func:`claim_due`, but no visit begins yet: it does in :func:`take_reserved`.
    """
    lock(session, POLLS_LOCK)
    room = ClaimRoom(visits_in_hand(session, now), pace, limit=limit, failing_limit=failing_limit)
    ids = _lease_due(session, room, now=now, owner=owner, lease_s=lease_s)
    failing: set[int] = set()
    for chunk in chunks(ids):
        query = select(col(FeedRow.id)).where(col(FeedRow.id).in_(chunk), col(FeedRow.failures) > 0)
        failing.update(session.scalars(query))
    return Reserved(
        sound=tuple(one for one in ids if one not in failing),
        failing=tuple(one for one in ids if one in failing),
    )


def take_reserved(
    session: Session,
    ids: Sequence[int],
    *,
    reserved_by: str,
    owner: str,
    now: datetime,
    lease_s: float,
    pace: HostPace,
) -> list[Feed]:
    """Take over feeds that were reserved in the name ``reserved_by``, for a visit that begins now.

    Left out are those that are somebody else's by now, and those whose host may not be asked yet:
    of these the lease is given back.
    """
    lock(session, POLLS_LOCK)
    host = col(FeedRow.host)
    taken: list[int] = []
    started: set[str] = set()
    for chunk in chunks(ids):
        mine = (col(FeedRow.id).in_(chunk), col(FeedRow.lease_owner) == reserved_by)
        query = select(col(FeedRow.id), host, resting(host, now)).where(*mine)
        for feed_id, name, rests in session.execute(query.order_by(col(FeedRow.next_poll_at))):
            if not rests and not (pace.gap_s and name in started):
                taken.append(feed_id)
                started.add(name)
        left = [feed_id for feed_id in chunk if feed_id not in taken]
        freed = update(FeedRow).where(
            col(FeedRow.id).in_(left), col(FeedRow.lease_owner) == reserved_by
        )
        session.execute(freed.values(lease_owner=None, lease_until=None))
    _lease(session, taken, owner=owner, until=now + timedelta(seconds=lease_s))
    note_starts(session, started, pace, now)
    return _leased_feeds(session, taken)


def _lease_due(
    session: Session, room: ClaimRoom, *, now: datetime, owner: str, lease_s: float
) -> list[int]:
    """Lease the feeds that are due and for which there is room; their ids."""
    ids = room.take_due(partial(_due_feeds, session, now, room))
    _lease(session, ids, owner=owner, until=now + timedelta(seconds=lease_s))
    return ids


def _lease(session: Session, ids: Sequence[int], *, owner: str, until: datetime) -> None:
    for chunk in chunks(ids):
        of_chunk = col(FeedRow.id).in_(chunk)
        session.execute(
            update(FeedRow).where(of_chunk).values(lease_owner=owner, lease_until=until)
        )


def _leased_feeds(session: Session, ids: Sequence[int]) -> list[Feed]:
    """These feeds with what their next visit needs to know, the longest due first."""
    feeds: list[Feed] = []
    for chunk in chunks(ids):
        query = select(FeedRow).where(col(FeedRow.id).in_(chunk))
        feeds += [feed_of(row) for row in session.scalars(query)]
    prints = prints_of(session, ids)
    with_hub = feeds_with_hub(session, ids)
    feeds = [
        replace(feed, prints=prints.get(feed.id, b""), may_have_hub=feed.id in with_hub)
        for feed in feeds
    ]
    return sorted(feeds, key=lambda feed: (feed.next_poll_at, feed.id))


def _due_feeds(
    session: Session, now: datetime, room: ClaimRoom, taken: Sequence[int]
) -> list[DueVisit]:
    """The feeds longest due whose host may be asked."""
    host, failures = col(FeedRow.host), col(FeedRow.failures)
    query = select(col(FeedRow.id), host, failures).where(*is_due(now), ~resting(host, now))
    if full := room.full_hosts:
        query = query.where(host.not_in(sorted(full)))
    if taken:
        query = query.where(col(FeedRow.id).not_in(taken))
    if not room.for_failing:
        query = query.where(failures == 0)
    query = query.order_by(col(FeedRow.next_poll_at), col(FeedRow.id)).limit(LOOKED_AT)
    return [
        DueVisit(id=feed_id, host=name, failing=failed > 0)
        for feed_id, name, failed in session.execute(query)
    ]


def record_poll(
    session: Session,
    poll: Poll,
    *,
    owner: str,
    leaves: NextVisit,
    moved_to: str | None = None,
    title: str | None = None,
    prune: bool = True,
) -> bool:
    """Store a poll and what it ``leaves`` for the next one, and give the lease back.

    ``moved_to`` moves the feed, unless another feed has that address. ``title`` is what the
    feed calls itself; it shows where the list gives no title. ``False`` where the lease is no
    longer ``owner``'s: the poll is kept, but what the feed's next owner knows stands unchanged.
    With ``prune`` all but the feed's last polls are deleted.
    """
    insert_poll(session, poll, prune=prune)
    failed = poll.outcome is PollOutcome.FAILED
    values = {
        "etag": leaves.etag,
        "last_modified": leaves.last_modified,
        "body_hash": leaves.body_hash,
        "next_poll_at": leaves.at,
        "next_poll_why": leaves.why,
        "interval_s": leaves.interval_s,
        "not_before": leaves.not_before,
        "usual_gap_s": leaves.usual_gap_s,
        "hints": hints_to_json(leaves.hints),
        "whole_at": leaves.whole_at,
        "moving_to": leaves.moving_to,
        "moving_visits": leaves.moving_visits,
        "distrusted_until": leaves.distrusted_until,
        "last_poll_at": poll.started_at,
        "last_reason": poll.reason,
        "last_detail": poll.detail,
    }
    moved = moved_to is not None and _may_move(session, poll.feed_id, moved_to)
    parameters = {f"new_{name}": value for name, value in values.items()} | {
        "feed_id": poll.feed_id,
        "owner": owner,
        "failed": failed,
        "new_title": title,
        "new_item_at": poll.started_at if poll.new_items else None,
        "new_url": moved_to if moved else None,
        "new_host": host_of(moved_to) if moved and moved_to is not None else None,
    }
    return execute_one(session, _recorded(), parameters) > 0


@cache
def _recorded() -> Update:
    """The statement that records a poll with its feed: built once, as it runs for every visit."""
    feed = table_of(FeedRow).c
    failed = bindparam("failed", type_=Boolean())

    def new(column: str, name: str = "") -> BindParameter[Any]:
        return bindparam(f"new_{name or column}", type_=feed[column].type)

    started = new("last_poll_at")
    plain = (
        "etag last_modified body_hash next_poll_at next_poll_why interval_s not_before usual_gap_s "
        "hints whole_at moving_to moving_visits distrusted_until last_poll_at last_reason "
        "last_detail"
    )
    values: dict[str, Any] = {name: new(name) for name in plain.split()}
    since = func.coalesce(feed.failing_since, started)
    values |= {
        "polls": feed.polls + 1,
        "failures": case((failed, feed.failures + 1), else_=0),
        "failing_since": case((failed, since), else_=None),
        "last_success_at": case((failed, feed.last_success_at), else_=started),
        "last_new_item_at": func.coalesce(
            new("last_new_item_at", "item_at"), feed.last_new_item_at
        ),
        "served_title": func.coalesce(new("served_title", "title"), feed.served_title),
        "url": func.coalesce(new("url"), feed.url),
        "host": func.coalesce(new("host"), feed.host),
        "lease_owner": None,
        "lease_until": None,
    }
    mine = (feed.id == bindparam("feed_id"), feed.lease_owner == bindparam("owner"))
    return update(table_of(FeedRow)).where(*mine).values(values)


def release_feeds(session: Session, owner: str) -> int:
    """Give back every lease of ``owner`` (it stops); how many there were."""
    statement = update(FeedRow).where(col(FeedRow.lease_owner) == owner)
    return execute_count(session, statement.values(lease_owner=None, lease_until=None))


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether a feed is due whose host may be asked: a cheap look that locks nothing."""
    query = select(col(FeedRow.id)).where(*is_due(now), ~resting(col(FeedRow.host), now)).limit(1)
    return session.scalar(query) is not None


def next_due_at(session: Session) -> datetime | None:
    """When the next feed is due; ``None``: no feed.

    A feed in hand (under a lease) counts with the time it was due, until its poll is recorded.
    """
    query = select(func.min(col(FeedRow.next_poll_at))).where(col(FeedRow.listed))
    return session.scalar(query)


def make_due(session: Session, now: datetime, *, url: str | None = None) -> int:
    """Have one listed feed, or every one, polled at once whatever its schedule; how many."""
    where = [col(FeedRow.listed)] if url is None else [col(FeedRow.listed), at_address(url)]
    values = {"next_poll_at": now, "next_poll_why": "asked for by hand"}
    return execute_count(session, update(FeedRow).where(*where).values(values))


def hasten(session: Session, urgent: Mapping[int, str], *, now: datetime, within_s: float) -> int:
    """Have feeds (id to the meeting they tell of) visited within ``within_s`` seconds; how many.

    Not those that fail, and none before what its server asked for.
    """
    latest = now + timedelta(seconds=within_s)
    hastened = 0
    for chunk in chunks(sorted(urgent)):
        query = select(FeedRow).where(
            col(FeedRow.id).in_(chunk),
            col(FeedRow.failures) == 0,
            col(FeedRow.next_poll_at) > latest,
        )
        for row in list(session.scalars(query)):
            at = max(latest, row.not_before or latest)
            if at < row.next_poll_at:
                values = {"next_poll_at": at, "next_poll_why": meeting_is_near(urgent[row.id])}
                session.execute(update(FeedRow).where(col(FeedRow.id) == row.id).values(values))
                hastened += 1
    return hastened


def is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a feed is to be visited at ``now``, as soon as its host may be asked."""
    latest = now + LONGEST_WAIT
    due_at, lease_until = col(FeedRow.next_poll_at), col(FeedRow.lease_until)
    return (
        col(FeedRow.listed).is_(True),
        or_(due_at <= now, due_at > latest),
        or_(lease_until.is_(None), lease_until <= now, lease_until > latest),
    )


def _may_move(session: Session, feed_id: int, url: str) -> bool:
    # The address comes from a stranger's redirect: one that cannot be indexed is not taken.
    if len(url.encode(errors="replace")) > MAX_URL_BYTES:
        return False
    taken = select(col(FeedRow.id)).where(at_address(url), col(FeedRow.id) != feed_id)
    return session.scalar(taken) is None
