"""The outbox as pages turn it: deliveries, what waits, and alerts that were not sent.

Every look is bounded whatever is stored: lists are read from a place on (keyset), counts end.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import (
    Alert,
    AlertState,
    AttemptReason,
    DeliveryState,
)
from monitor.store.alerts import get_alerts
from monitor.store.statements import fetch, table_of
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
    query = _lines()
    if before is not None:
        query = query.where(col(DeliveryRow.id) < before)
    if state is not None:
        query = query.where(col(DeliveryRow.state) == state)
    if endpoint_id:
        query = query.where(col(DeliveryRow.endpoint_id) == endpoint_id)
    if alert_id:
        query = query.where(col(DeliveryRow.alert_id) == alert_id)
    return [_line(row) for row in session.connection().execute(query.limit(limit))]


@cache
def _lines() -> Select[Any]:
    told = (
        col(AlertRow.kind),
        col(AlertRow.severity),
        col(AlertRow.reason_text),
        col(AlertRow.development_id),
        col(ItemRow.title),
    )
    return (
        select(*table_of(DeliveryRow).c, *told)  # not the bodies, of up to 20 KB each
        .join(AlertRow, col(AlertRow.id) == col(DeliveryRow.alert_id))
        .outerjoin(ItemRow, col(ItemRow.id) == col(AlertRow.item_id))
        .order_by(col(DeliveryRow.id).desc())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits for an endpoint: how many (at most :data:`MOST_COUNTED`), the longest due."""

    depth: int
    oldest_due_at: datetime | None


def queue_of(session: Session, endpoint_id: str) -> Queue:
    """What waits for an endpoint."""
    depth = fetch(session, _depth(), endpoint=endpoint_id).scalar_one()
    oldest = fetch(session, _oldest_due(), endpoint=endpoint_id).scalar_one()
    return Queue(depth=depth, oldest_due_at=oldest)


def _pending() -> tuple[ColumnElement[bool], ...]:
    return (
        col(DeliveryRow.endpoint_id) == bindparam("endpoint"),
        col(DeliveryRow.state) == DeliveryState.PENDING,
    )


@cache
def _depth() -> Select[int]:
    some = select(col(DeliveryRow.id)).where(*_pending()).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(some)


@cache
def _oldest_due() -> Select[Any]:
    return select(func.min(col(DeliveryRow.next_attempt_at))).where(*_pending())


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """The attempts of an endpoint's last deliveries: how many, accepted ones, seconds of each."""

    count: int
    accepted: int
    latencies_s: tuple[float, ...]


def tries_of(session: Session, endpoint_id: str, *, since: datetime, deliveries: int) -> Tries:
    """The attempts since a moment for the last ``deliveries`` of an endpoint."""
    rows = fetch(session, _tries(), endpoint=endpoint_id, since=since, most=deliveries).all()
    return Tries(
        count=len(rows),
        accepted=sum(reason is None for reason, _ in rows),
        latencies_s=tuple(sorted(latency_s for _, latency_s in rows)),
    )


@cache
def _tries() -> Select[str | None, float]:
    last = (
        select(col(DeliveryRow.id))
        .where(col(DeliveryRow.endpoint_id) == bindparam("endpoint"))
        .order_by(col(DeliveryRow.id).desc())
        .limit(bindparam("most"))
        .subquery()
    )
    return (
        select(col(AttemptRow.reason), col(AttemptRow.latency_s))
        .join(last, last.c.id == col(AttemptRow.delivery_id))
        .where(col(AttemptRow.started_at) >= bindparam("since"))
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


def _line(row: Row[Any]) -> DeliveryLine:
    return DeliveryLine(
        id=row.id,
        alert_id=row.alert_id,
        endpoint_id=row.endpoint_id,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        created_at=row.created_at,
        last_reason=AttemptReason(row.last_reason) if row.last_reason else None,
        kind=row.kind,
        severity=row.severity,
        reason_text=row.reason_text,
        title=row.title or "",
        development_id=row.development_id,
    )
