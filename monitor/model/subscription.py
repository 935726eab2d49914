"""Subscriptions of feeds at their WebSub hubs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.aware import require_aware


class SubscriptionState(StrEnum):
    """Where a subscription stands.

    ``WANTED``: the feed names a hub that was not asked yet, or no longer. ``ASKED``: the hub was
    asked and has not asked back. ``ACTIVE``: it verified us and sends what is new until the
    subscription expires. ``DENIED``: it refused. ``LEAVING``: it is to be told to stop.
    """

    WANTED = "wanted"
    ASKED = "asked"
    ACTIVE = "active"
    DENIED = "denied"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed's subscription. ``token`` makes its callback unguessable, ``secret`` signs content;
    both are ``None`` until the hub is first asked. ``tries``: in a row without success.

    ``checked_at``: the first poll since it is active, from which on what polls find and the hub
    did not send was missed; ``distrusted_until``: its hub missed something, so the feed is polled
    as if there were none.
    """

    id: int
    feed_id: int
    hub_url: str
    topic_url: str
    state: SubscriptionState
    token: str | None = None
    secret: str | None = None
    callback_url: str = ""
    tries: int = 0
    next_try_at: datetime
    expires_at: datetime | None = None
    checked_at: datetime | None = None
    distrusted_until: datetime | None = None
    last_push_at: datetime | None = None
    pushes: int = 0
    refused: int = 0
    detail: str = ""

    def __post_init__(self) -> None:
        require_aware(self.next_try_at, "next_try_at")
        require_aware(self.expires_at, "expires_at")
