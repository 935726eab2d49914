"""Whether a feed's hub can be relied on, judged by what polls find.

Polling goes on whatever a hub does: once a day as a check while the subscription stands and the
hub misses nothing, else at the feed's own pace.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.feeds.hubs import find_hub
from monitor.feeds.parse import ParsedFeed
from monitor.model import (
    Feed,
    FetchResult,
    Item,
    Poll,
    PollOutcome,
    Subscription,
    SubscriptionState,
)
from monitor.store import subscriptions as subscription_rows
from monitor.store.engine import Session

CHECK_EVERY = timedelta(hours=24)
"""A feed whose hub sends is polled as a check once a day."""

DISTRUSTED_FOR = timedelta(days=7)
"""How long a feed is polled at its own pace after its hub missed something."""

ON_ITS_WAY = timedelta(minutes=15)
"""An item so young may still be on its way through the hub, and is not missed."""


def after_visit(
    session: Session,
    feed: Feed,
    poll: Poll,
    fetched: FetchResult,
    parsed: ParsedFeed | None,
    *,
    now: datetime,
) -> None:
    """Learn a feed's hub from a visit, judge the hub by what the visit found, and let the feed
    rest where the hub can be relied on."""
    if poll.outcome is PollOutcome.FAILED:
        return
    hub = None if parsed is None else find_hub(fetched.headers, parsed, fetched.final_url)
    if hub is None and not feed.may_have_hub:
        return  # as most feeds: every visit comes here
    if parsed is not None:
        if hub is None:
            subscription_rows.leave(session, feed.id, now)
        else:
            subscription_rows.note_hub(session, feed.id, hub.hub_url, hub.topic_url, now)
    subscription = subscription_rows.of_feed(session, feed.id)
    if subscription is None or subscription.state is not SubscriptionState.ACTIVE:
        return
    missed = judge_hub(subscription, poll, parsed.items if parsed else (), now=now)
    if missed:
        subscription_rows.distrust(session, subscription.id, now + DISTRUSTED_FOR, missed)
        return
    if subscription.checked_at is None:
        subscription_rows.note_check(session, subscription.id, now)
    if subscription.distrusted_until is None or subscription.distrusted_until <= now:
        subscription_rows.rest(session, feed.id, now + CHECK_EVERY)


def judge_hub(
    subscription: Subscription, poll: Poll, items: tuple[Item, ...], *, now: datetime
) -> str:
    """Why a hub is not to be relied on after a check, as a sentence; "" where it is."""
    if subscription.checked_at is None or not poll.new_items:
        return ""
    young = sum(1 for item in items if item.published_at and item.published_at > now - ON_ITS_WAY)
    missed = poll.new_items - young
    return f"the hub did not send {missed} new items" if missed > 0 else ""
