"""Deliveries: the outbox, its leases, and the attempts made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Attempt, AttemptReason, Delivery, DeliveryState
from monitor.store.statements import chunks, execute_count, insert_all
from monitor.store.tables import AlertRow, AttemptRow, DeliveryRow, EndpointRow

LONGEST_WAIT = timedelta(hours=30)
"""A delivery is due, and a lease ends, at most 24 h + 20 % ahead (the longest wait of the schedule,
stretched by its jitter). What stands further ahead was written by a clock that has been set back
since, and would be waited for in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCounts:
    """What is in the outbox.

    ``pending`` will be sent without further ado; ``oldest_due_at`` is the earliest due time among
    them. ``waiting`` are pending too, but for endpoints that are disabled or no longer listed: they
    wait for a person.
    """

    pending: int
    waiting: int
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
    room: Mapping[str, int] | None = None,
) -> list[Delivery]:
    """Take pending deliveries that are due under a lease of ``lease_s`` seconds, in fair turns.

    First each endpoint's longest due, then each one's second, and so on, so that a long queue for
    one endpoint keeps no other waiting. ``room`` is how many an endpoint may take at most; one that
    it does not name may take any number.

    Only for the endpoints given, and of those only the enabled ones. No delivery is had by two
    owners before its lease ends (or is released), whatever the number of processes. A due time or a
    lease more than :data:`LONGEST_WAIT` ahead does not count.
    """
    wanted = [key for key in dict.fromkeys(endpoint_ids) if room is None or room.get(key, 1) > 0]
    disabled = select(col(EndpointRow.id)).where(col(EndpointRow.disabled_at).is_not(None))
    due = (
        *_due(now),
        col(DeliveryRow.endpoint_id).in_(wanted),
        col(DeliveryRow.endpoint_id).not_in(disabled),
    )
    lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
    found: dict[int, Delivery] = {}
    ids = list(session.scalars(_in_turns(due, room or {}, limit)))
    for chunk in chunks(ids):
        mine = col(DeliveryRow.id).in_(chunk)
        session.execute(update(DeliveryRow).where(mine).values(lease))
        found |= {it.id: it for it in _deliveries(session, _with_body().where(mine))}
    return [found[key] for key in ids]


def is_any_due(session: Session, now: datetime, endpoint_ids: Sequence[str]) -> bool:
    """Whether :func:`claim_due` might find a delivery for these: a cheap look that locks nothing.

    It looks past who is disabled and how much room there is.
    """
    due = (*_due(now), col(DeliveryRow.endpoint_id).in_(endpoint_ids))
    return session.scalar(select(col(DeliveryRow.id)).where(*due).limit(1)) is not None


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
    state, endpoint_id = col(DeliveryRow.state), col(DeliveryRow.endpoint_id)
    query = select(
        state, endpoint_id, func.count(), func.min(col(DeliveryRow.next_attempt_at))
    ).group_by(state, endpoint_id)
    served = set(session.scalars(_served_endpoints()))
    counts: Counter[str] = Counter()
    due: list[datetime] = []
    for found, key, count, first_due_at in session.execute(query):
        waits = found == DeliveryState.PENDING and key not in served
        counts["waiting" if waits else found] += count
        if first_due_at is not None and not waits:
            due.append(first_due_at)
    return OutboxCounts(
        pending=counts[DeliveryState.PENDING],
        waiting=counts["waiting"],
        delivered=counts[DeliveryState.DELIVERED],
        dead=counts[DeliveryState.DEAD],
        oldest_due_at=min(due, default=None),
    )


def next_due_at(session: Session) -> datetime | None:
    """When the next delivery is due; ``None``: there is none.

    One in hand (under a lease) counts with the time it was due, until its attempt is recorded.
    Deliveries for endpoints that are disabled or no longer listed do not count: they wait.
    """
    query = select(func.min(col(DeliveryRow.next_attempt_at))).where(
        col(DeliveryRow.state) == DeliveryState.PENDING,
        col(DeliveryRow.endpoint_id).in_(_served_endpoints()),
    )
    return session.scalar(query)


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    latest = now + LONGEST_WAIT
    due_at, lease_until = col(DeliveryRow.next_attempt_at), col(DeliveryRow.lease_until)
    return (
        col(DeliveryRow.state) == DeliveryState.PENDING,
        or_(due_at <= now, due_at > latest),
        or_(lease_until.is_(None), lease_until <= now, lease_until > latest),
    )


def _in_turns(
    due: Sequence[ColumnElement[bool]], room: Mapping[str, int], limit: int
) -> Select[int]:
    """Ids of due deliveries, the first of each endpoint first, their rows locked.

    PostgreSQL locks no rows of a query that ranks them, so a subquery ranks and the query around it
    locks. It asks again whether each is due: one that another process has just taken no longer is.
    """
    longest_due = (col(DeliveryRow.next_attempt_at), col(DeliveryRow.id))
    turn = func.row_number().over(partition_by=col(DeliveryRow.endpoint_id), order_by=longest_due)
    ranked = select(col(DeliveryRow.id), turn.label("turn")).where(*due).subquery()
    query = select(col(DeliveryRow.id)).join(ranked, ranked.c.id == col(DeliveryRow.id))
    if room:
        query = query.where(
            ranked.c.turn <= case(dict(room), value=col(DeliveryRow.endpoint_id), else_=limit)
        )
    return (
        query.where(*due)
        .order_by(ranked.c.turn, *longest_due)
        .limit(limit)
        .with_for_update(skip_locked=True, of=DeliveryRow)
    )


def _served_endpoints() -> Select[str]:
    return select(col(EndpointRow.id)).where(
        col(EndpointRow.listed), col(EndpointRow.disabled_at).is_(None)
    )


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
