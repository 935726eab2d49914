"""What became of an alert, in plain words: decided, held, folded, muted, routed, sent. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from monitor.model import (
    Alert,
    AlertState,
    Delivery,
    DeliveryState,
    EndpointHold,
    EndpointStatus,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to an alert, or will: a word for it, and sentences."""

    word: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What is stored of the way of one alert after it went out.

    ``endpoints``: how those do that it goes to, by id.
    """

    deliveries: Sequence[Delivery] = ()
    holds: Sequence[EndpointHold] = ()
    endpoints: Mapping[str, EndpointStatus] = field(default_factory=dict)


def explain(alert: Alert, traces: Traces, *, now: datetime) -> tuple[Step, ...]:
    """What became of the alert, in order."""
    steps = [_decided(alert)]
    match alert.state:
        case AlertState.HELD:
            steps.append(Step(word="held", text=alert.state_text or "It goes out at once."))
        case AlertState.MUTED:
            steps.append(Step(word="muted", text=f"{_settled(alert)}: {alert.state_text}"))
        case AlertState.FOLDED:
            steps.append(Step(word="folded", text=f"{_settled(alert)}: {alert.state_text}"))
        case AlertState.RELEASED:
            steps.append(_released(alert))
            steps += [_waited(one) for one in traces.holds]
            steps += [
                _routed(one, traces.endpoints.get(one.endpoint_id), now)
                for one in traces.deliveries
            ]
    return tuple(steps)


def _decided(alert: Alert) -> Step:
    asked = f" Asked for by {', '.join(alert.rule_ids)}." if alert.rule_ids else ""
    text = f"{moment(alert.created_at)}: {alert.kind.value}, {alert.severity.value}. "
    return Step(word="decided", text=f"{text}{alert.reason.text}{asked}")


def _settled(alert: Alert) -> str:
    return moment(alert.settled_at or alert.created_at)


def _released(alert: Alert) -> Step:
    waited = ""
    if alert.settled_at is not None and alert.settled_at > alert.created_at:
        seconds = (alert.settled_at - alert.created_at).total_seconds()
        waited = f" after a wait of {seconds:.0f} s"
    text = f"{_settled(alert)}{waited}. {alert.state_text}".strip()
    return Step(word="released", text=text)


def _waited(hold: EndpointHold) -> Step:
    text = f"{hold.endpoint_id}: {hold.text}"
    if hold.ended_at is None:
        return Step(word="waits", text=f"{text}.")
    told = "sent by itself" if hold.into_id is None else f"told in the digest {hold.into_id}"
    return Step(word="waited", text=f"{text}; {told}, {moment(hold.ended_at)}.")


def _routed(delivery: Delivery, endpoint: EndpointStatus | None, now: datetime) -> Step:
    why = f" (last attempt: {delivery.last_reason.value})" if delivery.last_reason else ""
    return Step(
        word="to", text=f"{delivery.endpoint_id}: {_sending(delivery, endpoint, now)}{why}."
    )


def _sending(delivery: Delivery, endpoint: EndpointStatus | None, now: datetime) -> str:
    if delivery.state is DeliveryState.DELIVERED:
        return "it took the message"
    if delivery.state is DeliveryState.DEAD:
        return f"given up after {delivery.attempts} attempts"
    if endpoint is not None and endpoint.disabled_at is not None:
        since = moment(endpoint.disabled_at)
        return f"waits until it is enabled again; disabled {since}: {endpoint.disabled_reason}"
    if endpoint is not None and not endpoint.listed:
        return "waits until it is in the rule files again"
    if delivery.next_attempt_at is not None and delivery.next_attempt_at > now:
        return f"to be tried again at {moment(delivery.next_attempt_at)}"
    return "about to be sent"


def moment(at: datetime) -> str:
    """A moment as people read it."""
    return f"{at.astimezone(UTC):%a %d %b %Y %H:%M:%S} UTC"
