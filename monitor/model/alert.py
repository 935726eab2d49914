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


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """The decision to tell someone. ``id`` is fixed at commit and is the ``webhook-id``.

    ``body`` is the JSON text exactly as it is signed and sent, on every attempt. A notice is of
    no development and no item.
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
class Silence:
    """A time-bounded mute of the rule ``rule_id`` (every rule where ``None``)."""

    id: int
    rule_id: str | None
    starts_at: datetime
    ends_at: datetime
    author: str
    comment: str


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
