"""Subscriptions of feeds at their WebSub hubs: what is wanted, what stands, what is to be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Subscription, SubscriptionState
from monitor.store.columns import clean_text
from monitor.store.hosts import LOOKED_AT, HostPace, host_of, try_start
from monitor.store.statements import chunks, execute_count, insert_all
from monitor.store.tables import FeedRow, SubscriptionRow

IN_HAND = timedelta(minutes=5)
"""For so long a hub that is being asked is asked by nobody else: the claim's lease."""

LONGEST_WAIT = timedelta(days=100)
"""A time further ahead was written by a clock that has been set back since."""

_ID = col(SubscriptionRow.id)
_STATE = col(SubscriptionRow.state)


def note_hub(session: Session, feed_id: int, hub_url: str, topic_url: str, now: datetime) -> None:
    """A feed names this hub: a subscription is wanted, if none is; one at another hub is left."""
    current = of_feed(session, feed_id)
    if current is not None:
        if (current.hub_url, current.topic_url) == (clean_text(hub_url), clean_text(topic_url)):
            return
        leave(session, feed_id, now)
    values = {
        "feed_id": feed_id,
        "hub_url": hub_url,
        "topic_url": topic_url,
        "state": SubscriptionState.WANTED,
        "token": None,
        "secret": None,
        "callback_url": "",
        "tries": 0,
        "next_try_at": now,
        "expires_at": None,
        "checked_at": None,
        "distrusted_until": None,
        "last_push_at": None,
        "pushes": 0,
        "refused": 0,
        "detail": "",
    }
    insert_all(session, SubscriptionRow, [values])


def feeds_with_hub(session: Session, feed_ids: Sequence[int]) -> set[int]:
    """Those of the feeds that have a subscription in any state."""
    found: set[int] = set()
    for chunk in chunks(feed_ids):
        of_chunk = col(SubscriptionRow.feed_id).in_(chunk)
        found.update(session.scalars(select(col(SubscriptionRow.feed_id)).where(of_chunk)))
    return found


def of_feed(session: Session, feed_id: int) -> Subscription | None:
    """The subscription of a feed; not one that is being left."""
    query = select(SubscriptionRow).where(
        col(SubscriptionRow.feed_id) == feed_id, _STATE != SubscriptionState.LEAVING
    )
    row = session.scalars(query.order_by(_ID.desc()).limit(1)).one_or_none()
    return _subscription(row) if row else None


def leave(session: Session, feed_id: int, now: datetime) -> None:
    """A feed needs no hub any more: one that was asked is told to stop, others are forgotten."""
    mine = (col(SubscriptionRow.feed_id) == feed_id, _STATE != SubscriptionState.LEAVING)
    session.execute(delete(SubscriptionRow).where(*mine, col(SubscriptionRow.token).is_(None)))
    leaving = {"state": SubscriptionState.LEAVING, "tries": 0, "next_try_at": now}
    session.execute(update(SubscriptionRow).where(*mine).values(leaving))


def by_token(session: Session, token: str) -> Subscription | None:
    """The subscription whose callback has this token."""
    query = select(SubscriptionRow).where(col(SubscriptionRow.token) == token)
    row = session.scalars(query).one_or_none()
    return _subscription(row) if row else None


def list_subscriptions(session: Session) -> list[Subscription]:
    """Every subscription, in the order they were wanted."""
    return [_subscription(row) for row in session.scalars(select(SubscriptionRow).order_by(_ID))]


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether :func:`settle` or :func:`claim_due` would find something: a look without a lock."""
    due = select(_ID).where(or_(_due(now), _lapsed(now))).limit(1)
    return session.scalar(due) is not None or session.scalar(_unlisted().limit(1)) is not None


def settle(session: Session, now: datetime) -> int:
    """Feeds whose subscription has run out are polled again at once; those that are no longer
    listed leave their hub. How many subscriptions ran out."""
    lapsed = list(session.scalars(select(SubscriptionRow).where(_lapsed(now))))
    for row in lapsed:
        _resume_polling(session, row.feed_id, now)
    values = {
        "state": SubscriptionState.WANTED,
        "expires_at": None,
        "checked_at": None,
        "detail": "the subscription ran out",
    }
    session.execute(update(SubscriptionRow).where(_lapsed(now)).values(values))
    for feed_id in list(session.scalars(_unlisted())):
        leave(session, feed_id, now)
    return len(lapsed)


def start_over(session: Session, callback_base: str, now: datetime) -> int:
    """Subscriptions under another address of ours (``""``: we have none) are wanted anew.

    Their feeds are polled at once. How many there were.
    """
    elsewhere = (
        _STATE.in_([SubscriptionState.ACTIVE, SubscriptionState.ASKED]),
        ~col(SubscriptionRow.callback_url).startswith(callback_base, autoescape=True)
        if callback_base
        else _ID > 0,
    )
    for feed_id in list(session.scalars(select(col(SubscriptionRow.feed_id)).where(*elsewhere))):
        _resume_polling(session, feed_id, now)
    values = {
        "state": SubscriptionState.WANTED,
        "tries": 0,
        "next_try_at": now,
        "expires_at": None,
        "checked_at": None,
    }
    return execute_count(session, update(SubscriptionRow).where(*elsewhere).values(values))


def claim_due(
    session: Session,
    *,
    now: datetime,
    limit: int,
    pace: HostPace,
    callback_base: str,
    random_hex: Callable[[], str],
) -> list[Subscription]:
    """Take subscriptions whose hub is to be asked now, for :data:`IN_HAND`.

    A hub is a host like any other: those of one hub queue up, ``pace`` apart. What the hub will
    ask back for is written here, before it is asked: it may ask back before it answers.
    """
    query = select(SubscriptionRow).where(_due(now))
    query = query.order_by(col(SubscriptionRow.next_try_at), _ID).limit(LOOKED_AT)
    taken: list[SubscriptionRow] = []
    queued: Counter[str] = Counter()
    for row in session.scalars(query.with_for_update(skip_locked=True)):
        host = host_of(row.hub_url)
        if queued[host] or not try_start(session, host, pace, now):
            queued[host] += 1
            row.next_try_at = now + timedelta(seconds=max(1.0, queued[host] * pace.gap_s))
            session.add(row)
            continue
        if row.state in (SubscriptionState.WANTED, SubscriptionState.DENIED):
            row.state = SubscriptionState.ASKED
        if row.state != SubscriptionState.LEAVING:
            row.token = row.token or random_hex()
            row.secret = row.secret or random_hex() + random_hex()
            row.callback_url = f"{callback_base}{row.token}"
        row.tries += 1
        row.next_try_at = now + IN_HAND
        session.add(row)
        taken.append(row)
        if len(taken) == limit:
            break
    session.flush()
    return [_subscription(row) for row in taken]


def record_request(
    session: Session, subscription_id: int, *, detail: str, next_try_at: datetime
) -> None:
    """How asking the hub went (``detail`` empty: it accepted), unless it told us more meanwhile."""
    told_nothing = (col(SubscriptionRow.tries) > 0, _STATE != SubscriptionState.DENIED)
    statement = update(SubscriptionRow).where(_is(subscription_id), *told_nothing)
    session.execute(statement.values(detail=clean_text(detail), next_try_at=next_try_at))


def confirm(
    session: Session, subscription_id: int, *, expires_at: datetime, renew_at: datetime
) -> bool:
    """The hub verified that we want it; ``False`` where we do not."""
    wanting = _STATE.in_([SubscriptionState.ASKED, SubscriptionState.ACTIVE])
    values = {
        "state": SubscriptionState.ACTIVE,
        "expires_at": expires_at,
        "next_try_at": renew_at,
        "tries": 0,
        "detail": "",
    }
    statement = update(SubscriptionRow).where(_is(subscription_id), wanting)
    return execute_count(session, statement.values(values)) > 0


def deny(
    session: Session, subscription: Subscription, *, why: str, next_try_at: datetime, now: datetime
) -> None:
    """The hub will not send (any more); the feed is polled as ever."""
    values = {
        "state": SubscriptionState.DENIED,
        "expires_at": None,
        "checked_at": None,
        "next_try_at": next_try_at,
        "detail": clean_text(why)[:500],
    }
    statement = update(SubscriptionRow).where(
        _is(subscription.id), _STATE != SubscriptionState.LEAVING
    )
    if execute_count(session, statement.values(values)):
        _resume_polling(session, subscription.feed_id, now)


def forget(session: Session, subscription_id: int) -> None:
    """The hub was told to stop, or cannot be told."""
    session.execute(delete(SubscriptionRow).where(_is(subscription_id)))


def note_push(session: Session, subscription: Subscription, new_items: int, now: datetime) -> None:
    """The hub sent content that brought so many new items."""
    values = {"last_push_at": now, "pushes": col(SubscriptionRow.pushes) + 1}
    session.execute(update(SubscriptionRow).where(_is(subscription.id)).values(values))
    if new_items:
        feed = update(FeedRow).where(col(FeedRow.id) == subscription.feed_id)
        session.execute(feed.values(last_new_item_at=now))


def note_refused(session: Session, subscription_id: int) -> None:
    """Content came that was not signed with the secret."""
    values = {"refused": col(SubscriptionRow.refused) + 1}
    session.execute(update(SubscriptionRow).where(_is(subscription_id)).values(values))


def note_check(session: Session, subscription_id: int, now: datetime) -> None:
    """A poll has seen the feed since the subscription is active: what comes later is the hub's."""
    values = {"checked_at": now}
    session.execute(update(SubscriptionRow).where(_is(subscription_id)).values(values))


def distrust(session: Session, subscription_id: int, until: datetime, why: str) -> None:
    """The hub missed something: its feed is polled as ever until then."""
    values = {"distrusted_until": until, "detail": clean_text(why)}
    session.execute(update(SubscriptionRow).where(_is(subscription_id)).values(values))


def rest(session: Session, feed_id: int, until: datetime) -> None:
    """Poll a feed not before then, for its hub sends what is new."""
    due_at = col(FeedRow.next_poll_at)
    statement = update(FeedRow).where(col(FeedRow.id) == feed_id, due_at < until)
    session.execute(statement.values(next_poll_at=until))


def make_feed_due(session: Session, feed_id: int, now: datetime) -> None:
    """Poll a feed at once: its hub said that something is new, and not what."""
    _resume_polling(session, feed_id, now)


def _resume_polling(session: Session, feed_id: int, now: datetime) -> None:
    statement = update(FeedRow).where(col(FeedRow.id) == feed_id, col(FeedRow.next_poll_at) > now)
    # A feed that fails waits for its own time: its hub's end is no news of its server.
    session.execute(statement.where(col(FeedRow.failures) == 0).values(next_poll_at=now))


def _is(subscription_id: int) -> ColumnElement[bool]:
    return col(SubscriptionRow.id) == subscription_id


def _due(now: datetime) -> ColumnElement[bool]:
    next_try = col(SubscriptionRow.next_try_at)
    return or_(next_try <= now, next_try > now + LONGEST_WAIT)


def _lapsed(now: datetime) -> ColumnElement[bool]:
    active = _STATE == SubscriptionState.ACTIVE
    return active & (col(SubscriptionRow.expires_at) <= now)


def _unlisted() -> Any:
    query = select(col(SubscriptionRow.feed_id)).join(
        FeedRow, col(FeedRow.id) == col(SubscriptionRow.feed_id)
    )
    return query.where(~col(FeedRow.listed), _STATE != SubscriptionState.LEAVING)


def _subscription(row: SubscriptionRow) -> Subscription:
    return Subscription(
        id=row.id,
        feed_id=row.feed_id,
        hub_url=row.hub_url,
        topic_url=row.topic_url,
        state=SubscriptionState(row.state),
        token=row.token,
        secret=row.secret,
        callback_url=row.callback_url,
        tries=row.tries,
        next_try_at=row.next_try_at,
        expires_at=row.expires_at,
        checked_at=row.checked_at,
        distrusted_until=row.distrusted_until,
        last_push_at=row.last_push_at,
        pushes=row.pushes,
        refused=row.refused,
        detail=row.detail,
    )
