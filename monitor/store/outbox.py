"""The outbox as pages turn it: deliveries, what waits, and alerts that were not sent.

Every look is bounded whatever is stored: lists are read from a place on (keyset), counts end.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import (
    Alert,
    AlertState,
    AttemptReason,
    DeliveryState,
)
from monitor.store.alerts import get_alerts
from monitor.store.tables import AlertRow, AttemptRow, DeliveryRow, ItemRow

MOST_COUNTED = 1000
"""Counts on pages end here: "1,000+" is all that a person needs to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """A delivery as a list shows it: without its body, with what its alert tells.

    ``title``: of the item that raised it, "" where none did.
    """

    id: int
    alert_id: str
    endpoint_id: str
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    last_reason: AttemptReason | None
    kind: str
    severity: str
    reason_text: str
    title: str
    development_id: int | None


def list_delivery_lines(
    session: Session,
    *,
    limit: int,
    before: int | None = None,
    state: DeliveryState | None = None,
    endpoint_id: str = "",
    alert_id: str = "",
) -> list[DeliveryLine]:
    """Deliveries below the number ``before``, the latest first."""
    query = (
        select(DeliveryRow, *_TOLD)  # not the bodies, of up to 20 KB each
        .join(AlertRow, col(AlertRow.id) == col(DeliveryRow.alert_id))
        .outerjoin(ItemRow, col(ItemRow.id) == col(AlertRow.item_id))
        .order_by(col(DeliveryRow.id).desc())
    )
    if before is not None:
        query = query.where(col(DeliveryRow.id) < before)
    if state is not None:
        query = query.where(col(DeliveryRow.state) == state)
    if endpoint_id:
        query = query.where(col(DeliveryRow.endpoint_id) == endpoint_id)
    if alert_id:
        query = query.where(col(DeliveryRow.alert_id) == alert_id)
    return [_line(*row) for row in session.execute(query.limit(limit))]


_TOLD = (
    col(AlertRow.kind),
    col(AlertRow.severity),
    col(AlertRow.reason_text),
    col(AlertRow.development_id),
    col(ItemRow.title),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits for an endpoint: how many (at most :data:`MOST_COUNTED`), the longest due."""

    depth: int
    oldest_due_at: datetime | None


def queue_of(session: Session, endpoint_id: str) -> Queue:
    """What waits for an endpoint."""
    mine = (
        col(DeliveryRow.endpoint_id) == endpoint_id,
        col(DeliveryRow.state) == DeliveryState.PENDING,
    )
    some = select(col(DeliveryRow.id)).where(*mine).limit(MOST_COUNTED).subquery()
    depth = session.scalar(select(func.count()).select_from(some)) or 0
    oldest = session.scalar(select(func.min(col(DeliveryRow.next_attempt_at))).where(*mine))
    return Queue(depth=depth, oldest_due_at=oldest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """The attempts of an endpoint's last deliveries: how many, accepted ones, seconds of each."""

    count: int
    accepted: int
    latencies_s: tuple[float, ...]


def tries_of(session: Session, endpoint_id: str, *, since: datetime, deliveries: int) -> Tries:
    """The attempts since a moment for the last ``deliveries`` of an endpoint."""
    last = (
        select(col(DeliveryRow.id))
        .where(col(DeliveryRow.endpoint_id) == endpoint_id)
        .order_by(col(DeliveryRow.id).desc())
        .limit(deliveries)
        .subquery()
    )
    query = (
        select(col(AttemptRow.reason), col(AttemptRow.latency_s))
        .join(last, last.c.id == col(AttemptRow.delivery_id))
        .where(col(AttemptRow.started_at) >= since)
    )
    rows = session.execute(query).all()
    return Tries(
        count=len(rows),
        accepted=sum(reason is None for reason, _ in rows),
        latencies_s=tuple(sorted(latency_s for _, latency_s in rows)),
    )


def list_unsent(
    session: Session,
    *,
    limit: int,
    states: Collection[AlertState],
    before: tuple[datetime, str] | None = None,
) -> list[Alert]:
    """Alerts in these states, the latest first; ``before``: from after that moment and id on."""
    made, key = col(AlertRow.created_at), col(AlertRow.id)
    found: list[tuple[datetime, str]] = []
    # A search for each state: together they would sort every alert of these states.
    for state in states:
        query = select(made, key).where(col(AlertRow.state) == state)
        if before is not None:
            query = query.where(or_(made < before[0], and_(made == before[0], key < before[1])))
        query = query.order_by(made.desc(), key.desc()).limit(limit)
        found += [(at, alert_id) for at, alert_id in session.execute(query)]
    latest = sorted(found, reverse=True)[:limit]
    return get_alerts(session, [alert_id for _, alert_id in latest])[::-1]


def _line(
    row: DeliveryRow,
    kind: str,
    severity: str,
    reason_text: str,
    development_id: int | None,
    title: str | None,
) -> DeliveryLine:
    return DeliveryLine(
        id=row.id,
        alert_id=row.alert_id,
        endpoint_id=row.endpoint_id,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        created_at=row.created_at,
        last_reason=AttemptReason(row.last_reason) if row.last_reason else None,
        kind=kind,
        severity=severity,
        reason_text=reason_text,
        title=title or "",
        development_id=development_id,
    )
