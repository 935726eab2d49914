"""Alerts that went out and wait for one endpoint: for its digest, or for the end of quiet hours."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import EndpointHold, HoldReason
from monitor.store.endpoints import ensure_endpoints
from monitor.store.statements import fetch, insert_all, table_of
from monitor.store.tables import EndpointHoldRow

BATCH_HOLDS = 1000
"""Holds ended in one transaction, so that other writers never wait long."""


def add_holds(session: Session, holds: Sequence[EndpointHold]) -> None:
    """Let alerts wait for endpoints, in the transaction that stores or releases the alerts."""
    for moment in {one.created_at for one in holds}:
        ids = [one.endpoint_id for one in holds if one.created_at == moment]
        ensure_endpoints(session, ids, moment)
    insert_all(session, EndpointHoldRow, [asdict(one) for one in holds])


def due_holds(session: Session, now: datetime, limit: int = BATCH_HOLDS) -> list[EndpointHold]:
    """Holds that have lasted long enough, the earliest alerts first.

    One that was begun in the future was written by a clock that has been set back since.
    """
    created_at = col(EndpointHoldRow.created_at)
    query = (
        select(EndpointHoldRow)
        .where(
            col(EndpointHoldRow.ended_at).is_(None),
            or_(col(EndpointHoldRow.until) <= now, created_at > now),
        )
        .order_by(created_at, col(EndpointHoldRow.alert_id), col(EndpointHoldRow.endpoint_id))
    )
    return [_hold(row) for row in session.scalars(query.limit(limit))]


def next_hold_at(session: Session) -> datetime | None:
    """When the next hold ends; ``None``: nothing waits."""
    query = select(func.min(col(EndpointHoldRow.until)))
    return session.scalar(query.where(col(EndpointHoldRow.ended_at).is_(None)))


def end_holds(
    session: Session,
    endpoint_id: str,
    alert_ids: Collection[str],
    now: datetime,
    *,
    into_id: str | None,
) -> None:
    """These alerts wait no more: each is sent by itself, or told in the digest ``into_id``."""
    statement = update(EndpointHoldRow).where(
        col(EndpointHoldRow.endpoint_id) == endpoint_id,
        col(EndpointHoldRow.alert_id).in_(sorted(alert_ids)),
    )
    session.execute(statement.values(ended_at=now, into_id=into_id))


def holds_of(session: Session, alert_ids: Collection[str]) -> list[EndpointHold]:
    """All holds of these alerts, ended ones too, by alert and endpoint."""
    return [_hold(row) for row in fetch(session, _of_alerts(), ids=sorted(alert_ids))]


@cache
def _of_alerts() -> Select[Any]:
    alert_id = col(EndpointHoldRow.alert_id)
    query = select(*table_of(EndpointHoldRow).c)
    query = query.where(alert_id.in_(bindparam("ids", expanding=True)))
    return query.order_by(alert_id, col(EndpointHoldRow.endpoint_id))


def count_waiting(session: Session) -> int:
    """How many alerts wait for an endpoint."""
    query = select(func.count()).select_from(EndpointHoldRow)
    return session.scalar(query.where(col(EndpointHoldRow.ended_at).is_(None))) or 0


def _hold(row: EndpointHoldRow | Row[Any]) -> EndpointHold:
    return EndpointHold(
        alert_id=row.alert_id,
        endpoint_id=row.endpoint_id,
        why=HoldReason(row.why),
        text=row.text,
        until=row.until,
        digest_over=row.digest_over,
        created_at=row.created_at,
        ended_at=row.ended_at,
        into_id=row.into_id,
    )
