"""Sending deliveries: claim under a lease, sign, send, record, decide what comes next.

At-least-once: a delivery whose answer could not be recorded is sent again, under the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.retry import NextStep, next_attempt
from monitor.alerts.signing import sign
from monitor.model import Attempt, AttemptReason, Delivery, DeliveryState, Endpoint
from monitor.net.client import Client
from monitor.net.send import send
from monitor.pipeline.patience import write_patiently
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store.engine import Session, Store

RECORD_S = 25.0
"""Time to record an answer: twice as long as the store waits for another writer, and a little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One attempt and what it led to. ``recorded`` is false where the lease had been lost."""

    delivery: Delivery
    attempt: Attempt
    step: NextStep
    recorded: bool


def lease_s(deadline_s: float) -> float:
    """How long a claimed delivery stays ours: its deadline and the time to record the answer.

    It is also how long a delivery waits that was in hand when its daemon was killed.
    """
    return deadline_s + RECORD_S


def claim_deliveries(
    store: Store,
    *,
    now: datetime,
    owner: str,
    deadline_s: float,
    limit: int,
    endpoint_ids: Collection[str],
    room: Mapping[str, int] | None = None,
) -> list[Delivery]:
    """Take up to ``limit`` due deliveries of these endpoints under a lease, fairly among them.

    ``room`` bounds how many of each endpoint are taken. Looks first, so that an idle tick takes no
    write lock.
    """
    if not endpoint_ids:
        return []
    with store.read() as session:
        if not delivery_rows.is_any_due(session, now, sorted(endpoint_ids)):
            return []
    with store.write() as session:
        return delivery_rows.claim_due(
            session,
            now=now,
            owner=owner,
            lease_s=lease_s(deadline_s),
            limit=limit,
            endpoint_ids=sorted(endpoint_ids),
            room=room,
        )


def send_delivery(
    delivery: Delivery,
    endpoint: Endpoint,
    *,
    store: Store,
    client: Client,
    clock: Callable[[], datetime],
    owner: str,
    deadline_s: float,
    jitter: float,
) -> Sent:
    """Make one attempt and record it. ``jitter`` is a random float in [0, 1).

    Raises :class:`StoreError` where the attempt could not be recorded; the lease then runs out
    and the delivery is sent again with the same id.
    """
    body = delivery.body.encode()
    started = clock()
    signed = sign(endpoint.secrets, message_id=delivery.alert_id, timestamp=started, body=body)
    headers = {"content-type": "application/json", **signed}
    attempt = send(
        client, endpoint.url, headers=headers, body=body, started_at=started, deadline_s=deadline_s
    )
    now = clock()
    step = next_attempt(
        attempt=attempt, attempts_made=delivery.attempts + 1, now=now, jitter=jitter
    )

    def record(session: Session) -> bool:
        recorded = delivery_rows.record_attempt(
            session, delivery.id, attempt, owner=owner, state=step.state, next_attempt_at=step.at
        )
        success = step.state is DeliveryState.DELIVERED
        endpoint_rows.note_result(session, endpoint.id, success=success, now=now)
        if step.disable_endpoint:
            reason = f"answered {attempt.status}: the receiver asked us to stop"
            endpoint_rows.disable_endpoint(session, endpoint.id, reason, now)
        return recorded

    recorded = write_patiently(store, record)
    return Sent(delivery=delivery, attempt=attempt, step=step, recorded=recorded)


def record_internal(
    delivery: Delivery,
    error: Exception,
    *,
    store: Store,
    now: datetime,
    owner: str,
    jitter: float,
) -> None:
    """Record an attempt that a defect of ours ended, so that it counts and the schedule goes on."""
    attempt = Attempt(
        started_at=now,
        status=None,
        reason=AttemptReason.INTERNAL,
        latency_s=0.0,
        detail=f"the program failed: {type(error).__name__}; the log has the trace",
    )
    step = next_attempt(
        attempt=attempt, attempts_made=delivery.attempts + 1, now=now, jitter=jitter
    )
    with store.write() as session:
        delivery_rows.record_attempt(
            session, delivery.id, attempt, owner=owner, state=step.state, next_attempt_at=step.at
        )
