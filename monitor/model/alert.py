"""Alerts, deliveries, attempts, silences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.aware import require_aware
from monitor.model.development import AlertReason
from monitor.model.rule_set import Severity


class AlertKind(StrEnum):
    """What an alert tells."""

    NEW = "new"
    UPDATE = "update"
    NOTICE = "notice"
    FEED = "feed"
    ENDPOINT = "endpoint"
    HEARTBEAT = "heartbeat"
    DIGEST = "digest"


class AlertState(StrEnum):
    """Life of an alert: held until it is released, muted, or folded into another one."""

    HELD = "held"
    RELEASED = "released"
    MUTED = "muted"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """The decision to tell someone. ``id`` is fixed at commit and is the ``webhook-id``.

    ``body`` is the JSON text exactly as it is signed and sent, on every attempt; while the alert is
    held, it is what would be sent at once, and is written anew when it is released. A notice is of
    no development and no item. A held alert waits until ``release_at``; ``settled_at`` is when it
    was released, muted or folded into the alert ``into_id``. ``state_text``: the reason, in
    sentences for a person.
    """

    id: str
    kind: AlertKind
    type: str
    reason: AlertReason
    development_id: int | None
    item_id: int | None
    rule_ids: tuple[str, ...]
    severity: Severity
    created_at: datetime
    body: str
    state: AlertState = AlertState.RELEASED
    release_at: datetime | None = None
    settled_at: datetime | None = None
    state_text: str = ""
    into_id: str | None = None


class HoldReason(StrEnum):
    """Why an alert that went out waits for one endpoint."""

    DIGEST = "digest"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointHold:
    """An alert that went out waits for one endpoint ``until`` a moment; ``text``: for what.

    Where more than ``digest_over`` have waited for the endpoint, they are told in one message.
    ``ended_at``: when it waited no longer, told in the digest ``into_id`` or (``None``) by itself.
    """

    alert_id: str
    endpoint_id: str
    why: HoldReason
    text: str
    until: datetime
    digest_over: int
    created_at: datetime
    ended_at: datetime | None = None
    into_id: str | None = None


class DeliveryState(StrEnum):
    """Life of a delivery: pending until it ends delivered or dead."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class AttemptReason(StrEnum):
    """Why an attempt failed: a closed set."""

    CLIENT = "client"
    AUTH = "auth"
    GONE = "gone"
    RATE_LIMITED = "rate_limited"
    SERVER = "server"
    REDIRECT = "redirect"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    DNS = "dns"
    TLS = "tls"
    BLOCKED_ADDRESS = "blocked_address"
    DISABLED = "disabled"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert for one endpoint. ``attempts`` counts those already made."""

    id: int
    alert_id: str
    endpoint_id: str
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    body: str
    last_reason: AttemptReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to send a delivery. ``reason`` is ``None`` exactly when the endpoint accepted it.

    ``answer`` is at most the first 2 KB of the response; ``retry_after`` the raw header value.
    """

    started_at: datetime
    status: int | None
    reason: AttemptReason | None
    latency_s: float
    answer: str = ""
    detail: str = ""
    retry_after: str | None = None

    def __post_init__(self) -> None:
        require_aware(self.started_at, "started_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """What a silence mutes: what fits all that is named; everything where nothing is.

    Rules with the ``tag``; alerts of at most ``max_severity``, of one development (or one merged
    into it), raised by an item of an ``outlet`` or ``feed`` (its address), or of a development that
    an ``actor`` (its id) is involved in.
    """

    tag: str | None = None
    max_severity: Severity | None = None
    development_id: int | None = None
    outlet: str | None = None
    feed: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A time-bounded mute of the rule ``rule_id`` (every one: ``None``), as the matcher says."""

    id: int
    rule_id: str | None
    starts_at: datetime
    ends_at: datetime
    author: str
    comment: str
    matcher: Matcher = Matcher()

    @property
    def named(self) -> dict[str, str]:
        """What it names, by the word for it; empty where it mutes everything."""
        wanted = self.matcher
        values = {
            "rule": self.rule_id,
            "tag": wanted.tag,
            "severity": wanted.max_severity,
            "development": wanted.development_id,
            "outlet": wanted.outlet,
            "feed": wanted.feed,
            "actor": wanted.actor,
        }
        return {word: str(value) for word, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointCondition:
    """How an endpoint did lately.

    ``failures`` in a row since its last success, the first of them at ``failing_since``;
    ``resume_at``: nothing is sent before, but for what is in hand.
    """

    failures: int = 0
    failing_since: datetime | None = None
    resume_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointStatus:
    """What the store knows of an endpoint. ``host``: its URL without path, query, credentials."""

    id: str
    host: str
    listed: bool
    disabled_at: datetime | None = None
    disabled_reason: str = ""
    last_success_at: datetime | None = None
    last_failure_at: datetime | None = None
    condition: EndpointCondition = EndpointCondition()
