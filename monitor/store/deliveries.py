"""Deliveries: the outbox, its leases, and the attempts made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Attempt, AttemptReason, Delivery, DeliveryState
from monitor.store.statements import (
    chunks,
    execute_count,
    execute_many,
    fetch,
    insert_all,
    table_of,
)
from monitor.store.tables import AlertRow, AttemptRow, DeliveryRow, EndpointRow

LONGEST_WAIT = timedelta(hours=30)
"""A delivery is due, and a lease ends, at most 24 h + 20 % ahead (the longest wait of the schedule,
stretched by its jitter). What stands further ahead was written by a clock that has been set back
since, and would be waited for in vain (:func:`bring_forward`)."""


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
    session: Session, *, now: datetime, owner: str, lease_s: float, room: Mapping[str, int]
) -> list[Delivery]:
    """Take pending deliveries that are due under a lease of ``lease_s`` seconds, in fair turns.

    ``room`` names the endpoints and how many each may take: its longest due ones. The first of
    every endpoint come before the second of any. Disabled endpoints get none. No delivery is had
    by two owners before its lease ends (or is released), whatever the number of processes. A lease
    more than :data:`LONGEST_WAIT` ahead does not count.
    """
    found: list[Delivery] = []
    for chunk in chunks(_lease_due(session, now=now, owner=owner, lease_s=lease_s, room=room)):
        found += deliveries_of(session, with_body().where(col(DeliveryRow.id).in_(chunk)))
    return _in_turns(found)


def reserve_due(
    session: Session, *, now: datetime, owner: str, lease_s: float, room: Mapping[str, int]
) -> dict[str, list[int]]:
    """Put due deliveries under a lease, for whoever comes with the name ``owner`` to take.

    As :func:`claim_due`; the ids by endpoint, the longest due first.
    """
    reserved: dict[str, list[int]] = {}
    for chunk in chunks(_lease_due(session, now=now, owner=owner, lease_s=lease_s, room=room)):
        query = select(col(DeliveryRow.endpoint_id), col(DeliveryRow.id))
        query = query.where(col(DeliveryRow.id).in_(chunk))
        order = (col(DeliveryRow.next_attempt_at), col(DeliveryRow.id))
        for endpoint_id, delivery_id in session.execute(query.order_by(*order)):
            reserved.setdefault(endpoint_id, []).append(delivery_id)
    return reserved


def take_reserved(
    session: Session,
    ids: Sequence[int],
    *,
    reserved_by: str,
    owner: str,
    now: datetime,
    lease_s: float,
) -> list[Delivery]:
    """Take over deliveries that were reserved in the name ``reserved_by``, to be sent now.

    Left out are those that are somebody else's by now, or ended.
    """
    lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
    found: list[Delivery] = []
    for chunk in chunks(ids):
        query = select(col(DeliveryRow.id)).where(
            col(DeliveryRow.id).in_(chunk),
            col(DeliveryRow.lease_owner) == reserved_by,
            col(DeliveryRow.state) == DeliveryState.PENDING,
        )
        mine = list(session.scalars(query.order_by(col(DeliveryRow.id)).with_for_update()))
        session.execute(update(DeliveryRow).where(col(DeliveryRow.id).in_(mine)).values(lease))
        found += deliveries_of(session, with_body().where(col(DeliveryRow.id).in_(mine)))
    return _in_turns(found)


def in_hand(session: Session, now: datetime) -> dict[str, int]:
    """How many deliveries of each endpoint are under a lease; those without any are left out."""
    query = (
        select(col(DeliveryRow.endpoint_id), func.count())
        .where(
            col(DeliveryRow.lease_owner).is_not(None),
            col(DeliveryRow.lease_until) > now,
            col(DeliveryRow.state) == DeliveryState.PENDING,
        )
        .group_by(col(DeliveryRow.endpoint_id))
    )
    return {endpoint_id: count for endpoint_id, count in session.execute(query)}  # noqa: C416


def _lease_due(
    session: Session, *, now: datetime, owner: str, lease_s: float, room: Mapping[str, int]
) -> list[int]:
    """Lease the longest due deliveries of these endpoints; their ids."""
    wanted = {key: count for key, count in room.items() if count > 0}
    disabled = select(col(EndpointRow.id)).where(
        col(EndpointRow.id).in_(sorted(wanted)), col(EndpointRow.disabled_at).is_not(None)
    )
    for endpoint_id in session.scalars(disabled):
        del wanted[endpoint_id]
    if not wanted:
        return []
    lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
    ids = list(_longest_due(session, now, wanted))
    for chunk in chunks(ids):
        session.execute(update(DeliveryRow).where(col(DeliveryRow.id).in_(chunk)).values(lease))
    return ids


def bring_forward(session: Session, now: datetime) -> int:
    """Make due what stands further ahead than any wait; how many there were.

    Such a time was written by a clock that has been set back since.
    """
    statement = update(DeliveryRow).where(
        col(DeliveryRow.state) == DeliveryState.PENDING,
        col(DeliveryRow.next_attempt_at) > now + LONGEST_WAIT,
    )
    return execute_count(session, statement.values(next_attempt_at=now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An attempt that ended, and what follows from it for its delivery."""

    delivery_id: int
    attempt: Attempt
    state: DeliveryState
    next_attempt_at: datetime | None


def record_attempts(session: Session, outcomes: Sequence[Outcome], *, owner: str) -> set[int]:
    """Store attempts and what follows from them, and give their leases back; whose were recorded.

    One whose lease is no longer ``owner``'s changes nothing: another process has taken the delivery
    over, or it has ended. At most one outcome for each delivery.
    """
    mine: set[int] = set()
    for chunk in chunks(outcome.delivery_id for outcome in outcomes):
        query = select(col(DeliveryRow.id)).where(
            col(DeliveryRow.id).in_(chunk),
            col(DeliveryRow.lease_owner) == owner,
            col(DeliveryRow.state) == DeliveryState.PENDING,
        )
        mine.update(session.scalars(query.order_by(col(DeliveryRow.id)).with_for_update()))
    recorded = [outcome for outcome in outcomes if outcome.delivery_id in mine]
    if recorded:
        execute_many(session, _OUTCOME, [_outcome_values(one) for one in recorded])
        attempts = [_attempt_values(one.delivery_id, one.attempt) for one in recorded]
        insert_all(session, AttemptRow, attempts)
    return mine


_deliveries_table = table_of(DeliveryRow)
_MOMENT = _deliveries_table.c.next_attempt_at.type

_OUTCOME = (
    update(_deliveries_table)
    .where(_deliveries_table.c.id == bindparam("key"))
    .values(
        state=bindparam("new_state"),
        attempts=_deliveries_table.c.attempts + 1,
        next_attempt_at=bindparam("next_at"),
        last_reason=bindparam("reason"),
        lease_owner=None,
        lease_until=None,
    )
)
"""One statement for many rows."""


def _outcome_values(outcome: Outcome) -> dict[str, object]:
    return {
        "key": outcome.delivery_id,
        "new_state": outcome.state,
        "next_at": outcome.next_attempt_at,
        "reason": outcome.attempt.reason,
    }


def release(session: Session, ids: Sequence[int], *, owner: str) -> None:
    """Give back the leases of deliveries that were claimed and not sent."""
    for chunk in chunks(ids):
        statement = update(DeliveryRow).where(
            col(DeliveryRow.id).in_(chunk), col(DeliveryRow.lease_owner) == owner
        )
        session.execute(statement.values(lease_owner=None, lease_until=None))


def any_due(session: Session, now: datetime) -> bool:
    """Whether a delivery could be claimed now for an endpoint that is listed and enabled."""
    query = select(col(DeliveryRow.id)).where(
        *_due(now), col(DeliveryRow.endpoint_id).in_(_served_endpoints())
    )
    return session.scalar(query.limit(1)) is not None


def endpoints_due(session: Session, now: datetime) -> list[str]:
    """Ids of the endpoints, listed and enabled, for which a delivery could be claimed now."""
    mine = col(DeliveryRow.endpoint_id) == col(EndpointRow.id)
    due = select(literal(1)).where(mine, *_due(now)).exists()
    return list(session.scalars(_served_endpoints().where(due).order_by(col(EndpointRow.id))))


def release_deliveries(session: Session, owner: str) -> int:
    """Give back every lease of ``owner`` (it stops); how many there were."""
    statement = update(DeliveryRow).where(
        col(DeliveryRow.state) == DeliveryState.PENDING, col(DeliveryRow.lease_owner) == owner
    )
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
    given = {"state": state, "endpoint": endpoint_id, "alerts": alert_ids}
    named = {name: value for name, value in given.items() if value is not None}
    return _deliveries(fetch(session, _latest(tuple(named)), most=limit, **named))


@lru_cache(maxsize=8)
def _latest(named: tuple[str, ...]) -> _Columns:
    """The latest deliveries, in one state, for one endpoint, of some alerts: where so named."""
    query = with_body().order_by(col(DeliveryRow.created_at).desc(), col(DeliveryRow.id).desc())
    if "state" in named:
        query = query.where(col(DeliveryRow.state) == bindparam("state"))
    if "endpoint" in named:
        query = query.where(col(DeliveryRow.endpoint_id) == bindparam("endpoint"))
    if "alerts" in named:
        alerts: BindParameter[Any] = bindparam("alerts", expanding=True)
        query = query.where(col(DeliveryRow.alert_id).in_(alerts))
    return query.limit(bindparam("most"))


def get_delivery(session: Session, id: int) -> Delivery | None:
    """The delivery with this id."""
    found = deliveries_of(session, with_body().where(col(DeliveryRow.id) == id))
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


def replay_dead(
    session: Session,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    endpoint_id: str | None = None,
) -> int:
    """Send again the dead deliveries created from ``since`` to ``until`` (both included).

    Those that were accepted meanwhile are not dead and are left alone. ``endpoint_id``: only its.
    """
    wanted = [
        col(DeliveryRow.state) == DeliveryState.DEAD,
        col(DeliveryRow.created_at).between(since, until),
    ]
    if endpoint_id is not None:
        wanted.append(col(DeliveryRow.endpoint_id) == endpoint_id)
    return _replay(session, now, *wanted)


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
    return _due_at(literal(now, _MOMENT), literal(now + LONGEST_WAIT, _MOMENT))


def _due_at(
    now: ColumnElement[datetime], latest: ColumnElement[datetime]
) -> tuple[ColumnElement[bool], ...]:
    lease_until = col(DeliveryRow.lease_until)
    return (
        col(DeliveryRow.state) == DeliveryState.PENDING,
        col(DeliveryRow.next_attempt_at) <= now,
        or_(lease_until.is_(None), lease_until <= now, lease_until > latest),
    )


def _longest_due(session: Session, now: datetime, room: Mapping[str, int]) -> Iterator[int]:
    """Ids of the due deliveries to take, their rows locked: a bounded search for each endpoint."""
    times = {"now": now, "latest": now + LONGEST_WAIT}
    for chunk in chunks(room.items(), _SEARCHES):
        # Places that nothing is searched for: a statement of another length is put together anew.
        places = [*chunk, *[("", 0)] * (_SEARCHES - len(chunk) if len(chunk) > 1 else 0)]
        values: dict[str, object] = dict(times)
        for place, (endpoint_id, count) in enumerate(places):
            values |= {f"endpoint_{place}": endpoint_id, f"count_{place}": count}
        yield from session.scalars(_searches(len(places)), values)


_SEARCHES = 16
"""How many endpoints one statement searches for."""


@lru_cache(maxsize=2)
def _searches(count: int) -> CompoundSelect[int]:
    """The search of so many endpoints: they take longer to put together than to run."""
    searches = [
        select(col(DeliveryRow.id))
        .where(
            col(DeliveryRow.endpoint_id) == bindparam(f"endpoint_{place}"),
            *_due_at(bindparam("now", type_=_MOMENT), bindparam("latest", type_=_MOMENT)),
        )
        .order_by(col(DeliveryRow.next_attempt_at), col(DeliveryRow.id))
        .limit(bindparam(f"count_{place}"))
        .with_for_update(skip_locked=True)
        .subquery()
        for place in range(count)
    ]
    # PostgreSQL locks rows of a subquery, and not of a union.
    return union_all(*(select(search.c.id) for search in searches))


def _in_turns(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Each endpoint's longest due first, then each one's second, and so on."""
    longest_due = sorted(
        deliveries, key=lambda one: (one.next_attempt_at or one.created_at, one.id)
    )
    turns: Counter[str] = Counter()
    ranked: list[tuple[int, int, Delivery]] = []
    for place, delivery in enumerate(longest_due):
        turns[delivery.endpoint_id] += 1
        ranked.append((turns[delivery.endpoint_id], place, delivery))
    return [delivery for _, _, delivery in sorted(ranked, key=lambda one: one[:2])]


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


_COLUMNS = (
    col(DeliveryRow.id),
    col(DeliveryRow.alert_id),
    col(DeliveryRow.endpoint_id),
    col(DeliveryRow.state),
    col(DeliveryRow.attempts),
    col(DeliveryRow.next_attempt_at),
    col(DeliveryRow.created_at),
    col(DeliveryRow.last_reason),
)


_Columns = Select[int, str, str, str, int, datetime | None, datetime, str | None, str]
_Row = Row[int, str, str, str, int, datetime | None, datetime, str | None, str]


def with_body() -> _Columns:
    """Deliveries with the texts of their alerts (for the query modules of this room)."""
    # Columns rather than rows of the class: an outbox is read by the thousand.
    return select(*_COLUMNS, col(AlertRow.body)).join(
        AlertRow, col(AlertRow.id) == col(DeliveryRow.alert_id)
    )


def deliveries_of(session: Session, query: _Columns) -> list[Delivery]:
    """What a query of :func:`with_body` finds (for the query modules of this room)."""
    return _deliveries(session.connection().execute(query))


def _deliveries(rows: Iterable[_Row]) -> list[Delivery]:
    return [
        Delivery(
            id=key,
            alert_id=alert_id,
            endpoint_id=endpoint_id,
            state=DeliveryState(state),
            attempts=made,
            next_attempt_at=due_at,
            created_at=created_at,
            body=body,
            last_reason=AttemptReason(reason) if reason else None,
        )
        for key, alert_id, endpoint_id, state, made, due_at, created_at, reason, body in rows
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
