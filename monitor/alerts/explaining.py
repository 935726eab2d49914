"""What became of an alert, in plain words: decided, held, folded, muted, routed, sent. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.model import Alert, AlertState, Delivery, DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to an alert, or will: a word for it, and sentences."""

    word: str
    text: str


def explain(alert: Alert, deliveries: Sequence[Delivery], *, now: datetime) -> tuple[Step, ...]:
    """What became of the alert, in order. ``deliveries``: its own."""
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
            steps += [_routed(one, now) for one in deliveries]
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
    return Step(word="went out", text=text)


def _routed(delivery: Delivery, now: datetime) -> Step:
    match delivery.state:
        case DeliveryState.DELIVERED:
            text = "it took the message"
        case DeliveryState.DEAD:
            text = f"given up after {delivery.attempts} attempts"
        case DeliveryState.PENDING if delivery.next_attempt_at and delivery.next_attempt_at > now:
            text = f"to be tried again at {moment(delivery.next_attempt_at)}"
        case DeliveryState.PENDING:
            text = "about to be sent, if it is switched on"
    why = f" (last attempt: {delivery.last_reason.value})" if delivery.last_reason else ""
    return Step(word="to", text=f"{delivery.endpoint_id}: {text}{why}.")


def moment(at: datetime) -> str:
    """A moment as people read it."""
    return f"{at.astimezone(UTC):%a %d %b %Y %H:%M:%S} UTC"
