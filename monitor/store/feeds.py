"""Feeds: the list a person keeps, the polls that are due, and what each poll brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Update,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.errors import ConfigError
from monitor.feeds.schedule import meeting_is_near
from monitor.model import (
    FailureReason,
    Feed,
    FeedSource,
    NextVisit,
    Poll,
    PollOutcome,
)
from monitor.store.codec import hints_from_json, hints_to_json
from monitor.store.columns import clean_text
from monitor.store.hosts import ClaimRoom, HostPace, host_of, note_starts, resting, visits_in_hand
from monitor.store.outlets import ensure_outlet
from monitor.store.prints import prints_of
from monitor.store.statements import (
    LISTS_LOCK,
    POLLS_LOCK,
    chunks,
    execute_count,
    execute_prepared,
    insert,
    insert_all,
    lock,
    table_of,
)
from monitor.store.subscriptions import feeds_with_hub
from monitor.store.tables import FeedRow, PollRow

MAX_URL_BYTES = 2000
"""Longest feed address: PostgreSQL indexes at most 2,704 bytes, browsers send about 2,000."""

LONGEST_WAIT = timedelta(hours=40)
"""A feed is due at most 38.4 hours ahead: a day, spread by a tenth, and half a day that it asks to
be left alone in. What stands further ahead was written by a clock that has been set back since,
and would be waited for in vain."""

KEPT_POLLS = 200
"""Polls kept of each feed: two days at one every fifteen minutes, enough to see what ails it."""

PRUNED_EVERY = 20
"""Polls of a feed after which the old ones are deleted: doing it each time costs as much as
recording the poll."""

DUE_LOOKED_AT = 500
"""Due feeds looked at in one go when feeds are claimed: more than are claimed at once, so that a
second look is rare, and few enough to read in a millisecond."""

_LISTED, _ADDED = "list", "added"
_NO_PACE = HostPace(at_once=1_000_000, gap_s=0.0)


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
    return _feed(session.scalars(select(FeedRow).where(col(FeedRow.id) == feed_id)).one())


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
    room = ClaimRoom(visits_in_hand(session, now), pace, limit, failing_limit)
    ids: list[int] = []
    started: set[str] = set()
    while len(ids) < limit:
        found = _due_feeds(session, now, room, taken=ids)
        for feed_id, host, failures in found:
            if room.take(host, failing=failures > 0):
                ids.append(feed_id)
                started.add(host)
        if len(found) < DUE_LOOKED_AT:
            break
    lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
    feeds: list[Feed] = []
    for chunk in chunks(ids):
        of_chunk = col(FeedRow.id).in_(chunk)
        feeds += [_feed(row) for row in session.scalars(select(FeedRow).where(of_chunk))]
        session.execute(update(FeedRow).where(of_chunk).values(lease))
    note_starts(session, started, pace, now)
    prints = prints_of(session, ids)
    with_hub = feeds_with_hub(session, ids)
    feeds = [
        replace(feed, prints=prints.get(feed.id, b""), may_have_hub=feed.id in with_hub)
        for feed in feeds
    ]
    return sorted(feeds, key=lambda feed: (feed.next_poll_at, feed.id))


def _due_feeds(
    session: Session, now: datetime, room: ClaimRoom, *, taken: list[int]
) -> list[tuple[int, str, int]]:
    """The id, host and failures in a row of the feeds longest due whose host may be asked."""
    query = select(col(FeedRow.id), col(FeedRow.host), col(FeedRow.failures)).where(
        *_due(now), ~resting(now)
    )
    if full := room.full_hosts:
        query = query.where(col(FeedRow.host).not_in(sorted(full)))
    if taken:
        query = query.where(col(FeedRow.id).not_in(taken))
    if not room.for_failing:
        query = query.where(col(FeedRow.failures) == 0)
    query = query.order_by(col(FeedRow.next_poll_at), col(FeedRow.id)).limit(DUE_LOOKED_AT)
    return [(feed_id, host, failures) for feed_id, host, failures in session.execute(query)]


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
    With ``prune`` all but the last :data:`KEPT_POLLS` polls of the feed are deleted.
    """
    _insert_poll(session, poll, prune=prune)
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
    return execute_prepared(session, _recorded(), parameters).rowcount > 0


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
    return [_feed(row) for row in session.scalars(query)]


def feed_by_id(session: Session, feed_id: int) -> Feed | None:
    """A stored feed, whether it is listed or not."""
    row = session.get(FeedRow, feed_id)
    return _feed(row) if row is not None else None


def get_feed(session: Session, url: str) -> Feed | None:
    """The listed feed that a person gave this address, or that moved to it."""
    row = _find(session, url)
    return _feed(row) if row is not None and row.listed else None


def feed_addresses(session: Session) -> dict[int, tuple[str, ...]]:
    """The addresses of every stored feed, by its id: the listed one, then the one it moved to.

    Feeds that are no longer listed are among them: their items are still judged and told.
    """
    query = select(col(FeedRow.id), col(FeedRow.listed_url), col(FeedRow.url))
    rows = session.execute(query.order_by(col(FeedRow.id)))
    return {feed_id: tuple(dict.fromkeys((listed, url))) for feed_id, listed, url in rows}


def recent_polls(session: Session, feed_id: int, limit: int) -> list[Poll]:
    """The last polls of a feed, the latest first."""
    query = (
        select(PollRow)
        .where(col(PollRow.feed_id) == feed_id)
        .order_by(col(PollRow.started_at).desc(), col(PollRow.id).desc())
        .limit(limit)
    )
    return [_poll(row) for row in session.scalars(query)]


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether a feed is due whose host may be asked: a cheap look that locks nothing."""
    query = select(col(FeedRow.id)).where(*_due(now), ~resting(now)).limit(1)
    return session.scalar(query) is not None


def usual_new_items(session: Session, feed_id: int, limit: int = 20) -> list[int]:
    """How many new items each of a feed's last visits with a document brought, but the first."""
    of_feed = col(PollRow.feed_id) == feed_id
    query = select(col(PollRow.new_items)).where(of_feed, col(PollRow.items) > 0)
    query = query.order_by(col(PollRow.id).desc()).limit(limit + 1)
    found = list(session.scalars(query))
    return found[:limit] if len(found) > limit else found[:-1]


def clocks_ahead(session: Session, since: datetime, *, but: int | None = None) -> list[float]:
    """How far the clock of each listed feed's server was ahead of ours at its last poll since.

    ``but`` leaves out a feed. Several feeds of one server count as several.
    """
    last = (
        select(func.max(col(PollRow.id)).label("id"))
        .join(FeedRow, col(FeedRow.id) == col(PollRow.feed_id))
        .where(
            col(FeedRow.listed),
            col(FeedRow.id) != (but or 0),
            col(FeedRow.last_poll_at) >= since,
            col(PollRow.clock_ahead_s).is_not(None),
        )
        .group_by(col(PollRow.feed_id))
        .subquery()
    )
    query = select(col(PollRow.clock_ahead_s)).join(last, last.c.id == col(PollRow.id))
    return [ahead for ahead in session.scalars(query) if ahead is not None]


def next_due_at(session: Session) -> datetime | None:
    """When the next feed is due; ``None``: no feed.

    A feed in hand (under a lease) counts with the time it was due, until its poll is recorded.
    """
    query = select(func.min(col(FeedRow.next_poll_at))).where(col(FeedRow.listed))
    return session.scalar(query)


def make_due(session: Session, now: datetime, *, url: str | None = None) -> int:
    """Have one listed feed, or every one, polled at once whatever its schedule; how many."""
    where = [col(FeedRow.listed)] if url is None else [col(FeedRow.listed), _at(url)]
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


def count_feeds(session: Session) -> FeedCounts:
    """How the listed feeds fare."""
    total, failing, never = session.execute(
        select(
            func.count(),
            func.count(case((col(FeedRow.failures) > 0, 1))),
            func.count(case((col(FeedRow.polls) == 0, 1))),
        ).where(col(FeedRow.listed))
    ).one()
    return FeedCounts(total=total, failing=failing, never_polled=never)


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    latest = now + LONGEST_WAIT
    due_at, lease_until = col(FeedRow.next_poll_at), col(FeedRow.lease_until)
    return (
        col(FeedRow.listed).is_(True),
        or_(due_at <= now, due_at > latest),
        or_(lease_until.is_(None), lease_until <= now, lease_until > latest),
    )


def _find(session: Session, url: str) -> FeedRow | None:
    rows = list(session.scalars(select(FeedRow).where(_at(url))))
    exact = [row for row in rows if row.listed_url == clean_text(url)]
    return next(iter(exact or rows), None)


def _at(url: str) -> ColumnElement[bool]:
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
        feed_id = session.scalars(select(col(FeedRow.id)).where(_at(source.url))).first()
    assert feed_id is not None  # noqa: S101
    return feed_id


def _describe(session: Session, row: FeedRow, source: FeedSource, now: datetime) -> bool:
    """Give a stored feed the list's description, and list it; whether a description changed."""
    described: dict[str, Any] = {
        "outlet": ensure_outlet(session, source.outlet, now),
        "title": clean_text(source.title),
        "folder": clean_text(source.folder),
        "language": source.language,
    }
    changed = any(getattr(row, name) != value for name, value in described.items())
    values = described | {"listed_url": source.url, "listed": True}
    if not row.listed:
        values |= {"next_poll_at": now, "next_poll_why": "listed again: due at once"}
    session.execute(update(FeedRow).where(col(FeedRow.id) == row.id).values(values))
    return changed and row.listed


def _may_move(session: Session, feed_id: int, url: str) -> bool:
    # The address comes from a stranger's redirect: one that cannot be indexed is not taken.
    if len(url.encode(errors="replace")) > MAX_URL_BYTES:
        return False
    taken = select(col(FeedRow.id)).where(_at(url), col(FeedRow.id) != feed_id)
    return session.scalar(taken) is None


def _feed(row: FeedRow) -> Feed:
    return Feed(
        id=row.id,
        url=row.url,
        outlet=row.outlet,
        title=row.title or row.served_title,
        folder=row.folder,
        language=row.language,
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


def _insert_poll(session: Session, poll: Poll, *, prune: bool) -> None:
    """Store the poll, and delete those of its feed that are no longer kept.

    By id, not by time: a clock that was set back makes no new poll an old one.
    """
    insert_all(session, PollRow, [_poll_values(poll)])
    if not prune:
        return
    of_feed = col(PollRow.feed_id) == poll.feed_id
    latest_first = select(col(PollRow.id)).where(of_feed).order_by(col(PollRow.id).desc())
    first_gone = latest_first.offset(KEPT_POLLS).limit(1).scalar_subquery()
    session.execute(delete(PollRow).where(of_feed, col(PollRow.id) <= first_gone))


def _poll_values(poll: Poll) -> dict[str, Any]:
    return {
        "feed_id": poll.feed_id,
        "started_at": poll.started_at,
        "outcome": poll.outcome,
        "reason": poll.reason,
        "detail": poll.detail,
        "status": poll.status,
        "elapsed_s": poll.elapsed_s,
        "items": poll.items,
        "new_items": poll.new_items,
        "edited_items": poll.edited_items,
        "clock_ahead_s": poll.clock_ahead_s,
        "late_s": poll.late_s,
    }


def _poll(row: PollRow) -> Poll:
    return Poll(
        feed_id=row.feed_id,
        started_at=row.started_at,
        outcome=PollOutcome(row.outcome),
        reason=FailureReason(row.reason) if row.reason else None,
        detail=row.detail,
        status=row.status,
        elapsed_s=row.elapsed_s,
        items=row.items,
        new_items=row.new_items,
        edited_items=row.edited_items,
        clock_ahead_s=row.clock_ahead_s,
        late_s=row.late_s,
    )
