"""What is measured of the line, read in bounded queries: what came since, and what stands now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import DeliveryState, DevelopmentState
from monitor.store.tables import (
    AlertRow,
    AttemptRow,
    DeliveryRow,
    DevelopmentRow,
    FeedRow,
    HitRow,
    ItemRow,
    PollRow,
)

MOST_ROWS = 20_000
"""Of what came since the last look: more than a daemon makes within minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollFigures:
    """One visit: how it ended, how long it took and how late it was, what it brought."""

    id: int
    outcome: str
    reason: str
    elapsed_s: float
    late_s: float | None
    new_items: int
    edited_items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFigures:
    """One try to send: to whom, why it failed ("" for success), how long it took."""

    id: int
    endpoint_id: str
    reason: str
    latency_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLag:
    """Feeds that are due and not being visited: how many, and the longest overdue since when."""

    overdue: int
    since: datetime | None


def last_poll_id(session: Session) -> int:
    """The highest number of a poll; 0 where there is none."""
    return session.scalar(select(func.max(col(PollRow.id)))) or 0


def last_attempt_id(session: Session) -> int:
    """The highest number of an attempt; 0 where there is none."""
    return session.scalar(select(func.max(col(AttemptRow.id)))) or 0


def polls_after(session: Session, after: int) -> list[PollFigures]:
    """The polls of higher numbers, in order."""
    query = (
        select(
            col(PollRow.id),
            col(PollRow.outcome),
            col(PollRow.reason),
            col(PollRow.elapsed_s),
            col(PollRow.late_s),
            col(PollRow.new_items),
            col(PollRow.edited_items),
        )
        .where(col(PollRow.id) > after)
        .order_by(col(PollRow.id))
        .limit(MOST_ROWS)
    )
    return [
        PollFigures(
            id=row.id,
            outcome=row.outcome,
            reason=row.reason or "",
            elapsed_s=row.elapsed_s,
            late_s=row.late_s,
            new_items=row.new_items,
            edited_items=row.edited_items,
        )
        for row in session.execute(query)
    ]


def attempts_after(session: Session, after: int) -> list[AttemptFigures]:
    """The attempts of higher numbers, in order."""
    query = (
        select(
            col(AttemptRow.id),
            col(DeliveryRow.endpoint_id),
            col(AttemptRow.reason),
            col(AttemptRow.latency_s),
        )
        .join(DeliveryRow, col(DeliveryRow.id) == col(AttemptRow.delivery_id))
        .where(col(AttemptRow.id) > after)
        .order_by(col(AttemptRow.id))
        .limit(MOST_ROWS)
    )
    return [
        AttemptFigures(
            id=row.id,
            endpoint_id=row.endpoint_id,
            reason=row.reason or "",
            latency_s=row.latency_s,
        )
        for row in session.execute(query)
    ]


def hits_between(session: Session, since: datetime, until: datetime) -> Mapping[str, int]:
    """How often each rule matched, from ``since`` (included) to ``until`` (not)."""
    made = col(HitRow.created_at)
    query = select(col(HitRow.rule_id), func.count()).where(made >= since, made < until)
    found = session.execute(query.group_by(col(HitRow.rule_id)))
    return {rule: count for rule, count in found}  # noqa: C416 - typed rows


def alerts_between(
    session: Session, since: datetime, until: datetime
) -> list[tuple[str, Sequence[str]]]:
    """The kind and the rules of each alert decided from ``since`` (included) to ``until`` (not)."""
    made = col(AlertRow.created_at)
    query = select(col(AlertRow.kind), col(AlertRow.rule_ids)).where(made >= since, made < until)
    return [(kind, rule_ids) for kind, rule_ids in session.execute(query.limit(MOST_ROWS))]


def outbox(session: Session) -> Mapping[tuple[str, str], int]:
    """How many deliveries are not delivered, by endpoint and state."""
    undelivered = [DeliveryState.PENDING, DeliveryState.DEAD]
    query = (
        select(col(DeliveryRow.endpoint_id), col(DeliveryRow.state), func.count())
        .where(col(DeliveryRow.state).in_(undelivered))
        .group_by(col(DeliveryRow.endpoint_id), col(DeliveryRow.state))
    )
    return {(endpoint, state): count for endpoint, state, count in session.execute(query)}


def feed_lag(session: Session, now: datetime) -> FeedLag:
    """How far the polling is behind."""
    due, lease_until = col(FeedRow.next_poll_at), col(FeedRow.lease_until)
    idle = case((lease_until > now, 0), else_=1)
    query = select(func.count(), func.min(due)).where(col(FeedRow.listed), due <= now, idle == 1)
    overdue, since = session.execute(query).one()
    return FeedLag(overdue=overdue, since=since)


def developments_by_state(session: Session) -> Mapping[str, int]:
    """How many developments are open, quiet, closed; those merged into others count as closed."""
    query = select(col(DevelopmentRow.state), func.count()).group_by(col(DevelopmentRow.state))
    counted = Counter({state.value: 0 for state in DevelopmentState})
    counted.update({state: count for state, count in session.execute(query)})  # noqa: C416
    return counted


def items_waiting(session: Session) -> int:
    """How many items wait to be judged."""
    query = select(func.count()).select_from(ItemRow)
    # Written out, as elsewhere: only so is the partial index seen to serve it.
    return session.scalar(query.where(text("matched_revision IS NULL"))) or 0
