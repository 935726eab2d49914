"""Alerts, and the outbox they are put into in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import (
    Alert,
    AlertKind,
    AlertReason,
    DeliveryState,
    ReasonCode,
    Severity,
)
from monitor.store.endpoints import ensure_endpoints
from monitor.store.statements import insert_all
from monitor.store.tables import AlertRow, DeliveryRow, DevelopmentRow


def add_alert(session: Session, alert: Alert, endpoint_ids: Sequence[str]) -> None:
    """Store an alert and one pending delivery for each endpoint, due at once.

    In the caller's transaction: with the change of the development, or not at all. Without
    endpoints the alert is stored and nobody is told. An endpoint that is not known yet is stored
    without host; the next sync of the endpoints tells more.
    """
    insert_all(session, AlertRow, [_alert_values(alert)])
    wanted = list(dict.fromkeys(endpoint_ids))
    ensure_endpoints(session, wanted, alert.created_at)
    deliveries = [
        {
            "alert_id": alert.id,
            "endpoint_id": endpoint_id,
            "state": DeliveryState.PENDING,
            "attempts": 0,
            "next_attempt_at": alert.created_at,
            "created_at": alert.created_at,
        }
        for endpoint_id in wanted
    ]
    insert_all(session, DeliveryRow, deliveries)


def list_alerts(session: Session, *, limit: int, development_id: int | None = None) -> list[Alert]:
    """The latest alerts (of one development and those merged into it), the latest first."""
    query = select(AlertRow).order_by(col(AlertRow.created_at).desc(), col(AlertRow.id).desc())
    if development_id is not None:
        merged = select(col(DevelopmentRow.id)).where(
            col(DevelopmentRow.merged_into_id) == development_id
        )
        of_it = col(AlertRow.development_id)
        query = query.where(or_(of_it == development_id, of_it.in_(merged)))
    return [_alert(row) for row in session.scalars(query.limit(limit))]


def get_alert(session: Session, id: str) -> Alert | None:
    """The alert with this id."""
    row = session.scalars(select(AlertRow).where(col(AlertRow.id) == id)).one_or_none()
    return _alert(row) if row is not None else None


def count_alerts(session: Session) -> int:
    """How many alerts are stored."""
    return session.scalar(select(func.count()).select_from(AlertRow)) or 0


def _alert_values(alert: Alert) -> dict[str, object]:
    return {
        "id": alert.id,
        "kind": alert.kind,
        "type": alert.type,
        "reason_code": alert.reason.code,
        "reason_text": alert.reason.text,
        "development_id": alert.development_id,
        "item_id": alert.item_id,
        "rule_ids": list(alert.rule_ids),
        "severity": alert.severity,
        "created_at": alert.created_at,
        "body": alert.body,
    }


def _alert(row: AlertRow) -> Alert:
    return Alert(
        id=row.id,
        kind=AlertKind(row.kind),
        type=row.type,
        reason=AlertReason(code=ReasonCode(row.reason_code), text=row.reason_text),
        development_id=row.development_id,
        item_id=row.item_id,
        rule_ids=tuple(row.rule_ids),
        severity=Severity(row.severity),
        created_at=row.created_at,
        body=row.body,
    )
