"""Deliveries: the outbox, its leases, and the attempts made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Attempt, AttemptReason, Delivery, DeliveryState
from monitor.store.statements import chunks, execute_count, insert_all
from monitor.store.tables import AlertRow, AttemptRow, DeliveryRow, EndpointRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCounts:
    """What is in the outbox. ``oldest_due_at``: the earliest due time of a pending delivery."""

    pending: int
    delivered: int
    dead: int
    oldest_due_at: datetime | None


def claim_due(
    session: Session,
    *,
    now: datetime,
    owner: str,
    lease_s: float,
    limit: int,
    endpoint_ids: Sequence[str],
) -> list[Delivery]:
    """Take pending deliveries that are due under a lease of ``lease_s`` seconds, longest due first.

    Only for the endpoints given, and of those only the enabled ones. No delivery is had by two
    owners before its lease ends (or is released), whatever the number of processes.
    """
    disabled = select(col(EndpointRow.id)).where(col(EndpointRow.disabled_at).is_not(None))
    due = (
        select(col(DeliveryRow.id))
        .where(
            col(DeliveryRow.state) == DeliveryState.PENDING,
            col(DeliveryRow.next_attempt_at) <= now,
            col(DeliveryRow.endpoint_id).in_(list(endpoint_ids)),
            col(DeliveryRow.endpoint_id).not_in(disabled),
            or_(col(DeliveryRow.lease_until).is_(None), col(DeliveryRow.lease_until) <= now),
        )
        .order_by(col(DeliveryRow.next_attempt_at), col(DeliveryRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True, of=DeliveryRow)
    )
    claimed: list[Delivery] = []
    lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
    for chunk in chunks(list(session.scalars(due))):
        mine = col(DeliveryRow.id).in_(chunk)
        session.execute(update(DeliveryRow).where(mine).values(lease))
        query = _with_body().where(mine)
        order = (col(DeliveryRow.next_attempt_at), col(DeliveryRow.id))
        claimed += _deliveries(session, query.order_by(*order))
    return claimed


def record_attempt(
    session: Session,
    delivery_id: int,
    attempt: Attempt,
    *,
    owner: str,
    state: DeliveryState,
    next_attempt_at: datetime | None,
) -> bool:
    """Store an attempt and what follows from it, and give the lease back.

    ``False``, and nothing is changed, where the lease is no longer ``owner``'s: another process
    has taken the delivery over, or it has ended.
    """
    statement = update(DeliveryRow).where(
        col(DeliveryRow.id) == delivery_id,
        col(DeliveryRow.lease_owner) == owner,
        col(DeliveryRow.state) == DeliveryState.PENDING,
    )
    values = {
        "state": state,
        "attempts": col(DeliveryRow.attempts) + 1,
        "next_attempt_at": next_attempt_at,
        "last_reason": attempt.reason,
        "lease_owner": None,
        "lease_until": None,
    }
    if execute_count(session, statement.values(values)) == 0:
        return False
    insert_all(session, AttemptRow, [_attempt_values(delivery_id, attempt)])
    return True


def release_deliveries(session: Session, owner: str) -> int:
    """Give back every lease of ``owner`` (it stops); how many there were."""
    statement = update(DeliveryRow).where(col(DeliveryRow.lease_owner) == owner)
    return execute_count(session, statement.values(lease_owner=None, lease_until=None))


def list_deliveries(
    session: Session,
    *,
    limit: int,
    state: DeliveryState | None = None,
    endpoint_id: str | None = None,
    alert_ids: Sequence[str] | None = None,
) -> list[Delivery]:
    """The latest deliveries (in one state, for one endpoint, of some alerts), the latest first."""
    query = _with_body().order_by(col(DeliveryRow.created_at).desc(), col(DeliveryRow.id).desc())
    if state is not None:
        query = query.where(col(DeliveryRow.state) == state)
    if endpoint_id is not None:
        query = query.where(col(DeliveryRow.endpoint_id) == endpoint_id)
    if alert_ids is not None:
        query = query.where(col(DeliveryRow.alert_id).in_(alert_ids))
    return _deliveries(session, query.limit(limit))


def get_delivery(session: Session, id: int) -> Delivery | None:
    """The delivery with this id."""
    found = _deliveries(session, _with_body().where(col(DeliveryRow.id) == id))
    return found[0] if found else None


def attempts_of(session: Session, delivery_id: int) -> list[Attempt]:
    """Every attempt ever made for a delivery, in order (those before a replay too)."""
    query = select(AttemptRow).where(col(AttemptRow.delivery_id) == delivery_id)
    return [_attempt(row) for row in session.scalars(query.order_by(col(AttemptRow.id)))]


def replay_delivery(session: Session, delivery_id: int, now: datetime) -> bool:
    """Send an ended delivery again, with the same alert id: it is pending, due at once.

    Its count of attempts starts anew, its history stays. ``False``: it is pending, or unknown.
    """
    ended = col(DeliveryRow.state) != DeliveryState.PENDING
    return _replay(session, now, ended, col(DeliveryRow.id) == delivery_id) > 0


def replay_dead(session: Session, *, since: datetime, until: datetime, now: datetime) -> int:
    """Send again the dead deliveries created from ``since`` to ``until`` (both included)."""
    dead = col(DeliveryRow.state) == DeliveryState.DEAD
    return _replay(session, now, dead, col(DeliveryRow.created_at).between(since, until))


def count_deliveries(session: Session) -> OutboxCounts:
    """What is in the outbox."""
    query = select(
        col(DeliveryRow.state), func.count(), func.min(col(DeliveryRow.next_attempt_at))
    ).group_by(col(DeliveryRow.state))
    found = {state: (count, first) for state, count, first in session.execute(query)}
    pending, oldest = found.get(DeliveryState.PENDING, (0, None))
    return OutboxCounts(
        pending=pending,
        delivered=found.get(DeliveryState.DELIVERED, (0, None))[0],
        dead=found.get(DeliveryState.DEAD, (0, None))[0],
        oldest_due_at=oldest,
    )


def next_due_at(session: Session) -> datetime | None:
    """When the next delivery is due; ``None``: there is none.

    One in hand (under a lease) counts with the time it was due, until its attempt is recorded.
    Deliveries for endpoints that are disabled or no longer listed do not count: they wait.
    """
    open_endpoints = select(col(EndpointRow.id)).where(
        col(EndpointRow.listed), col(EndpointRow.disabled_at).is_(None)
    )
    query = select(func.min(col(DeliveryRow.next_attempt_at))).where(
        col(DeliveryRow.state) == DeliveryState.PENDING,
        col(DeliveryRow.endpoint_id).in_(open_endpoints),
    )
    return session.scalar(query)


def _replay(session: Session, now: datetime, *where: ColumnElement[bool]) -> int:
    values = {
        "state": DeliveryState.PENDING,
        "attempts": 0,
        "next_attempt_at": now,
        "last_reason": None,
        "lease_owner": None,
        "lease_until": None,
    }
    return execute_count(session, update(DeliveryRow).where(*where).values(values))


def _with_body() -> Select[DeliveryRow, str]:
    return select(DeliveryRow, col(AlertRow.body)).join(
        AlertRow, col(AlertRow.id) == col(DeliveryRow.alert_id)
    )


def _deliveries(session: Session, query: Select[DeliveryRow, str]) -> list[Delivery]:
    return [
        Delivery(
            id=row.id,
            alert_id=row.alert_id,
            endpoint_id=row.endpoint_id,
            state=DeliveryState(row.state),
            attempts=row.attempts,
            next_attempt_at=row.next_attempt_at,
            created_at=row.created_at,
            body=body,
            last_reason=AttemptReason(row.last_reason) if row.last_reason else None,
        )
        for row, body in session.execute(query)
    ]


def _attempt_values(delivery_id: int, attempt: Attempt) -> dict[str, object]:
    return {
        "delivery_id": delivery_id,
        "started_at": attempt.started_at,
        "status": attempt.status,
        "reason": attempt.reason,
        "latency_s": attempt.latency_s,
        "answer": attempt.answer,
        "detail": attempt.detail,
        "retry_after": attempt.retry_after,
    }


def _attempt(row: AttemptRow) -> Attempt:
    return Attempt(
        started_at=row.started_at,
        status=row.status,
        reason=AttemptReason(row.reason) if row.reason else None,
        latency_s=row.latency_s,
        answer=row.answer,
        detail=row.detail,
        retry_after=row.retry_after,
    )
