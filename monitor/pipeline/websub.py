"""Feeds whose hub sends what is new: subscribing, and what the hub says and sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from monitor.feeds.hubs import (
    granted_lease_s,
    is_challenge,
    is_signed,
    renew_after_s,
    request_body,
    retry_after_s,
)
from monitor.model import (
    FailureReason,
    FetchResult,
    PollOutcome,
    Subscription,
    SubscriptionState,
)
from monitor.net.addresses import AddressPolicy
from monitor.net.client import Client
from monitor.net.send import send
from monitor.pipeline.elsewhere import Run
from monitor.pipeline.hub_trust import CHECK_EVERY
from monitor.pipeline.patience import write_patiently
from monitor.pipeline.poll import read_visit, store_visit
from monitor.store import feeds as feed_rows
from monitor.store import subscriptions as subscription_rows
from monitor.store.engine import Session, Store
from monitor.store.hosts import HostPace

CALLBACK_PATH = "/websub/"
"""Where hubs reach us, below the public address; the rest is the subscription's token."""

ASKED_AT_ONCE = 4
REQUEST_DEADLINE_S = 10.0
VERIFIED_WITHIN_S = 3600.0
"""A hub that accepted and has not asked back in an hour is asked again."""

LEAVE_TRIES = 3
"""A hub that does not hear that we leave is told so often; then the subscription just runs out."""


def callback_base(public_url: str, policy: AddressPolicy) -> str:
    """Where hubs reach us, or "" where they cannot: no address is set, or one that only this
    machine or its network knows (unless such a network is opened to feeds)."""
    try:
        parts = urlsplit(public_url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return ""
    try:
        refused = policy.refusal(ip_address(host))
    except ValueError:
        refused = None if "." in host else "it is a name of a local network"
    return "" if refused else public_url.rstrip("/") + CALLBACK_PATH


# ------------------------------------------------------------ what we tell hubs


def ask_hubs(
    store: Store,
    *,
    client: Client,
    base: str,
    pace: HostPace,
    clock: Callable[[], datetime],
    random_hex: Callable[[], str],
) -> list[tuple[Subscription, str]]:
    """Subscribe, renew and leave what is due, a few at a time; what was asked, and what went wrong.

    ``base`` is :func:`callback_base`, not empty. A hub is asked no faster than ``pace`` allows.
    """
    now = clock()
    with store.read() as session:
        if not subscription_rows.is_any_due(session, now):
            return []
    with store.write() as session:
        subscription_rows.settle(session, now)
        due = subscription_rows.claim_due(
            session,
            now=now,
            limit=ASKED_AT_ONCE,
            pace=pace,
            callback_base=base,
            random_hex=random_hex,
        )
    return [(one, _ask(store, one, client=client, clock=clock)) for one in due]


def _ask(
    store: Store, subscription: Subscription, *, client: Client, clock: Callable[[], datetime]
) -> str:
    leaving = subscription.state is SubscriptionState.LEAVING
    body = request_body(
        mode="unsubscribe" if leaving else "subscribe",
        topic_url=subscription.topic_url,
        callback_url=subscription.callback_url,
        secret=subscription.secret or "",
    )
    attempt = send(
        client,
        subscription.hub_url,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        body=body,
        started_at=clock(),
        deadline_s=REQUEST_DEADLINE_S,
    )
    problem = "" if attempt.reason is None else f"the hub did not accept: {attempt.detail}"
    wait_s = retry_after_s(subscription.tries)
    if not problem:
        wait_s = max(wait_s, VERIFIED_WITHIN_S)
    with store.write() as session:
        if leaving and subscription.tries >= LEAVE_TRIES:
            subscription_rows.forget(session, subscription.id)
        else:
            subscription_rows.record_request(
                session,
                subscription.id,
                detail=problem,
                next_try_at=clock() + timedelta(seconds=wait_s),
            )
    return problem


# ------------------------------------------------------------ what hubs tell us


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a hub is answered, and what the log is told (an event, its detail, whose feed)."""

    status: int
    body: str = ""
    event: str = ""
    detail: str = ""
    feed_id: int | None = None


def verify(store: Store, token: str, query: Mapping[str, str], *, now: datetime) -> Reply:
    """A hub asks whether we want what it was asked for (section 5.3), or says it will not send."""
    mode, topic = query.get("hub.mode", ""), query.get("hub.topic", "")
    with store.write() as session:
        subscription = subscription_rows.by_token(session, token)
        if subscription is None or topic != subscription.topic_url:
            return Reply(status=404, event="hub.unknown", detail="no such subscription")
        if mode == "denied":
            why = query.get("hub.reason", "") or "the hub refused without a reason"
            again_at = now + CHECK_EVERY
            subscription_rows.deny(session, subscription, why=why, next_try_at=again_at, now=now)
            return Reply(status=200, event="hub.denied", detail=why)
        challenge = query.get("hub.challenge", "")
        if not is_challenge(challenge):
            return Reply(status=404, event="hub.unknown", detail="no usable challenge")
        leaving = subscription.state is SubscriptionState.LEAVING
        if mode == "unsubscribe" and leaving:
            subscription_rows.forget(session, subscription.id)
            return Reply(status=200, body=challenge, event="hub.left")
        if mode == "subscribe" and not leaving:
            lease_s = granted_lease_s(query.get("hub.lease_seconds"))
            if subscription_rows.confirm(
                session,
                subscription.id,
                expires_at=now + timedelta(seconds=lease_s),
                renew_at=now + timedelta(seconds=renew_after_s(lease_s)),
            ):
                return Reply(status=200, body=challenge, event="hub.verified")
    return Reply(status=404, event="hub.unknown", detail=f"not wanted: {mode[:40]}")


def knows(store: Store, token: str) -> bool:
    """Whether a token is of a subscription: asked before a body is read at all."""
    with store.read() as session:
        return subscription_rows.by_token(session, token) is not None


def receive(
    store: Store,
    token: str,
    *,
    body: bytes,
    signature: str | None,
    content_type: str | None,
    now: datetime,
    run: Run,
) -> Reply:
    """Content from a hub: if it is signed, its items are stored as those of a poll are.

    What is not signed is answered like the rest, so that nobody learns by trying, and left. What is
    no feed (some hubs only say *that* there is news) makes the feed due. The answer is given
    when the items are stored: a hub that hears none sends again. ``run`` is where parsing takes
    place.
    """
    with store.read() as session:
        subscription = subscription_rows.by_token(session, token)
        feed = feed_rows.feed_by_id(session, subscription.feed_id) if subscription else None
    if subscription is None or feed is None:
        return Reply(status=410, event="hub.unknown", detail="no such subscription")
    if not subscription.secret or not is_signed(body, signature, secret=subscription.secret):
        with store.write() as session:
            subscription_rows.note_refused(session, subscription.id)
        return Reply(
            status=202,
            event="hub.forged",
            detail="content without a good signature",
            feed_id=feed.id,
        )
    if subscription.state is SubscriptionState.LEAVING:
        return Reply(status=410, event="hub.unknown", detail="we have left")
    fetched = FetchResult(
        url=feed.url,
        final_url=feed.url,
        status=200,
        headers={"content-type": content_type} if content_type else {},
        body=body,
    )
    visit = read_visit(feed, fetched, now=now, run=run)
    thin = visit.poll.reason in (FailureReason.EMPTY, FailureReason.NOT_A_FEED)

    def store_it(session: Session) -> int:
        poll = store_visit(session, feed, visit, now=now)
        subscription_rows.note_push(session, subscription, poll.new_items, now)
        if visit.poll.outcome is PollOutcome.FAILED:
            subscription_rows.make_feed_due(session, feed.id, now)
        return poll.new_items

    new = write_patiently(store, store_it)
    if visit.poll.outcome is PollOutcome.FAILED and not thin:
        return Reply(status=202, event="hub.unreadable", detail=visit.poll.detail, feed_id=feed.id)
    detail = "a sign of news" if thin else f"{new} new"
    return Reply(status=202, event="hub.sent", detail=detail, feed_id=feed.id)
