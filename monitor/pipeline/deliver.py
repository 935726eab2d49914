"""Sending deliveries: claim under a lease, sign, send, record, decide what comes next.

At-least-once: a delivery whose answer could not be recorded is sent again, under the same id.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.chat import chat_message
from monitor.alerts.pacing import after, given_up
from monitor.alerts.retry import NextStep, next_attempt
from monitor.alerts.signing import secrets_in_use, sign
from monitor.model import (
    Attempt,
    AttemptReason,
    Delivery,
    Endpoint,
    EndpointCondition,
)
from monitor.net.chat import ChatSender
from monitor.net.client import Client
from monitor.net.send import send
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store.deliveries import Outcome
from monitor.store.endpoints import Results
from monitor.store.engine import Session

RECORD_S = 25.0
"""Time to record an answer: twice as long as the store waits for another writer, and a little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One attempt that ended, and what it leads to."""

    delivery: Delivery
    attempt: Attempt
    step: NextStep


def lease_s(deadline_s: float) -> float:
    """How long a claimed delivery stays ours: its deadline and the time to record the answer.

    It is also how long a delivery waits that was in hand when its daemon was killed.
    """
    return deadline_s + RECORD_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """What carries messages: the guarded client for webhooks, Apprise for services."""

    client: Client
    chat: ChatSender


def send_delivery(
    delivery: Delivery,
    endpoint: Endpoint,
    *,
    channels: Channels,
    clock: Callable[[], datetime],
    deadline_s: float,
    jitter: float,
    rotated_at: datetime | None = None,
) -> Sent:
    """Make one attempt. ``jitter`` is a random float in [0, 1). Nothing is recorded yet.

    ``rotated_at``: since when the endpoint's first secret signs.
    """
    attempt = send_message(
        endpoint,
        message_id=delivery.alert_id,
        body=delivery.body,
        channels=channels,
        started_at=clock(),
        deadline_s=deadline_s,
        rotated_at=rotated_at,
    )
    return _sent(delivery, attempt, now=clock(), jitter=jitter)


def send_message(
    endpoint: Endpoint,
    *,
    message_id: str,
    body: str,
    channels: Channels,
    started_at: datetime,
    deadline_s: float,
    rotated_at: datetime | None = None,
) -> Attempt:
    """Send the JSON text ``body`` by the endpoint's channel: signed as it is, or told to people."""
    if endpoint.chat is not None:
        message = chat_message(json.loads(body), endpoint.chat)
        return channels.chat.send(
            endpoint.chat,
            title=message.title,
            text=message.text,
            started_at=started_at,
            deadline_s=deadline_s,
        )
    data = body.encode()
    secrets = secrets_in_use(endpoint.secrets, rotated_at=rotated_at, now=started_at)
    signed = sign(secrets, message_id=message_id, timestamp=started_at, body=data)
    headers = {"content-type": "application/json", **signed}
    return send(
        channels.client,
        endpoint.url,
        headers=headers,
        body=data,
        started_at=started_at,
        deadline_s=deadline_s,
    )


def failed_by_us(delivery: Delivery, error: Exception, *, now: datetime, jitter: float) -> Sent:
    """An attempt that a defect of ours ended, so that it counts and the schedule goes on."""
    attempt = Attempt(
        started_at=now,
        status=None,
        reason=AttemptReason.INTERNAL,
        latency_s=0.0,
        detail=f"the program failed: {type(error).__name__}; the log has the trace",
    )
    return _sent(delivery, attempt, now=now, jitter=jitter)


def record(session: Session, ended: Sequence[Sent], *, owner: str, now: datetime) -> set[int]:
    """Record attempts in one transaction, and what they say of their endpoints.

    Returns the ids of the deliveries recorded: not those whose lease had been lost.
    """
    outcomes = [
        Outcome(
            delivery_id=one.delivery.id,
            attempt=one.attempt,
            state=one.step.state,
            next_attempt_at=one.step.at,
        )
        for one in ended
    ]
    recorded = delivery_rows.record_attempts(session, outcomes, owner=owner)
    by_endpoint: dict[str, list[Sent]] = defaultdict(list)
    for one in ended:
        by_endpoint[one.delivery.endpoint_id].append(one)
    known = endpoint_rows.conditions_of(session, by_endpoint)
    results = {
        endpoint_id: _results(known.get(endpoint_id, EndpointCondition()), sent, now)
        for endpoint_id, sent in by_endpoint.items()
    }
    endpoint_rows.note_results(session, results, now)
    for endpoint_id, sent in sorted(by_endpoint.items()):
        reason = _why_disabled(sent, results[endpoint_id].condition, now)
        if reason:
            endpoint_rows.disable_endpoint(session, endpoint_id, reason, now)
    return recorded


def _results(before: EndpointCondition, sent: Sequence[Sent], now: datetime) -> Results:
    ordered = sorted((one.attempt for one in sent), key=lambda attempt: attempt.started_at)
    return Results(
        condition=after(before, ordered, now=now),
        succeeded=any(attempt.reason is None for attempt in ordered),
        failed=any(attempt.reason is not None for attempt in ordered),
    )


def _why_disabled(sent: Sequence[Sent], condition: EndpointCondition, now: datetime) -> str:
    """Why nothing more is to be sent to the endpoint; "" where there is no reason."""
    stopped = next((one for one in sent if one.step.disable_endpoint), None)
    if stopped is not None:
        return f"answered {stopped.attempt.status}: the receiver asked us to stop"
    if condition.failing_since is not None and given_up(condition, now=now):
        since = condition.failing_since
        return f"no success since {since:%Y-%m-%d %H:%M} UTC, {condition.failures} failures"
    return ""


def _sent(delivery: Delivery, attempt: Attempt, *, now: datetime, jitter: float) -> Sent:
    step = next_attempt(
        attempt=attempt, attempts_made=delivery.attempts + 1, now=now, jitter=jitter
    )
    return Sent(delivery=delivery, attempt=attempt, step=step)
