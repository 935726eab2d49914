"""What the pages of deliveries show: endpoints, the outbox, one delivery, alerts not sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from monitor.alerts.explaining import Step, explain
from monitor.alerts.text import render_text
from monitor.model import (
    Alert,
    AlertState,
    Attempt,
    Delivery,
    DeliveryState,
    Endpoint,
    EndpointStatus,
)
from monitor.pipeline.alert_history import trace
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store import items as item_rows
from monitor.store import outbox as outbox_rows
from monitor.store.engine import Session, Store
from monitor.store.outbox import MOST_COUNTED, DeliveryLine, Queue

SHOWN = 50
LATELY = timedelta(hours=24)
LAST_DELIVERIES = 100
"""Of each endpoint: how it does is told by the attempts for these."""

MOST_ENDPOINTS = 100
NOT_SENT = (AlertState.MUTED, AlertState.HELD, AlertState.FOLDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """How an endpoint answered lately. ``usual_s``, ``slow_s``: median and 95th percentile."""

    attempts: int
    accepted: int
    usual_s: float | None
    slow_s: float | None

    @property
    def percent(self) -> int | None:
        """How many of a hundred were accepted, rounded down: 100 means all."""
        return self.accepted * 100 // self.attempts if self.attempts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointView:
    """An endpoint with what waits for it. ``known``: it is in the rule files, ``off``: not used."""

    status: EndpointStatus
    what: str
    known: bool
    off: bool
    paused: bool
    queue: Queue
    lately: Lately

    @property
    def state(self) -> str:
        """One word for it: of what a person can do something about, the first."""
        if self.status.disabled_at:
            return "disabled"
        if not self.status.listed:
            return "gone"
        if self.off:
            return "off"
        if self.paused:
            return "paused"
        return "failing" if self.status.condition.failures else "enabled"

    @property
    def depth(self) -> str:
        """How many wait."""
        return f"{MOST_COUNTED:,}+" if self.queue.depth >= MOST_COUNTED else str(self.queue.depth)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxFilter:
    """Which deliveries are listed; "" and ``None``: any. ``before``: below this number."""

    state: DeliveryState | None = None
    endpoint: str = ""
    alert: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveriesView:
    """The page of deliveries. ``older``: below which number the list goes on."""

    now: datetime
    endpoints: Sequence[EndpointView]
    hidden_endpoints: int
    names: Sequence[str]
    lines: Sequence[DeliveryLine]
    wanted: OutboxFilter
    older: int | None


def read_deliveries(
    store: Store, endpoints: Sequence[Endpoint], wanted: OutboxFilter, *, now: datetime
) -> DeliveriesView:
    """Read the page of deliveries; ``endpoints`` are those of the rule files."""
    files = {one.id: one for one in endpoints}
    with store.read() as session:
        known = endpoint_rows.list_endpoints(session)
        known.sort(key=lambda one: (one.disabled_at is None, not one.condition.failures))
        shown = known[:MOST_ENDPOINTS]
        views = [_endpoint(session, one, files.get(one.id), now) for one in shown]
        lines = outbox_rows.list_delivery_lines(
            session,
            limit=SHOWN + 1,
            before=wanted.before,
            state=wanted.state,
            endpoint_id=wanted.endpoint,
            alert_id=wanted.alert,
        )
    return DeliveriesView(
        now=now,
        endpoints=views,
        hidden_endpoints=len(known) - len(shown),
        names=sorted(one.id for one in known),
        lines=lines[:SHOWN],
        wanted=wanted,
        older=lines[SHOWN - 1].id if len(lines) > SHOWN else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """One delivery: its attempts, the latest first, and its payload, as sent and as text."""

    delivery: Delivery
    alert: Alert
    endpoint: EndpointStatus | None
    attempts: Sequence[Attempt]
    pretty: str
    told: str
    more: int


MOST_ATTEMPTS = 50


def read_delivery(store: Store, delivery_id: int) -> DeliveryView | None:
    """Read the page of one delivery, ``None`` where there is no such one."""
    with store.read() as session:
        delivery = delivery_rows.get_delivery(session, delivery_id)
        if delivery is None:
            return None
        alert = alert_rows.get_alert(session, delivery.alert_id)
        attempts = delivery_rows.attempts_of(session, delivery_id)[::-1]
        endpoints = {one.id: one for one in endpoint_rows.list_endpoints(session)}
    assert alert is not None  # noqa: S101 - a delivery refers to its alert
    body = json.loads(delivery.body)
    return DeliveryView(
        delivery=delivery,
        alert=alert,
        endpoint=endpoints.get(delivery.endpoint_id),
        attempts=attempts[:MOST_ATTEMPTS],
        pretty=json.dumps(body, ensure_ascii=False, indent=2),
        told=render_text(body).plain,
        more=len(attempts[MOST_ATTEMPTS:]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsentLine:
    """An alert that was not sent by itself, with the title of what raised it."""

    alert: Alert
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsentView:
    """The page of alerts that were not sent. ``older``: from where the list goes on."""

    lines: Sequence[UnsentLine]
    state: AlertState | None
    older: str


def read_unsent(store: Store, *, state: AlertState | None, before: str) -> UnsentView:
    """Read the page of alerts not sent; ``before``: from after the alert with this id on."""
    with store.read() as session:
        last = alert_rows.get_alert(session, before) if before else None
        found = outbox_rows.list_unsent(
            session,
            limit=SHOWN + 1,
            states=NOT_SENT if state is None else (state,),
            before=(last.created_at, last.id) if last else None,
        )
        titles = _titles(session, found)
    shown = found[:SHOWN]
    return UnsentView(
        lines=[UnsentLine(alert=one, title=titles[one.id]) for one in shown],
        state=state,
        older=shown[-1].id if len(found) > SHOWN else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """One alert: what was decided about it, step by step, and its deliveries."""

    alert: Alert
    title: str
    steps: Sequence[Step]
    deliveries: Sequence[Delivery]
    told: str


def read_alert(store: Store, alert_id: str, *, now: datetime) -> AlertView | None:
    """Read the page of one alert, ``None`` where there is no such one."""
    with store.read() as session:
        alert = alert_rows.get_alert(session, alert_id)
        if alert is None:
            return None
        [traces] = trace(session, [alert])
        titles = _titles(session, [alert])
    return AlertView(
        alert=alert,
        title=titles[alert.id],
        steps=explain(alert, traces, now=now),
        deliveries=traces.deliveries,
        told=render_text(json.loads(alert.body)).plain,
    )


def _titles(session: Session, alerts: Sequence[Alert]) -> dict[str, str]:
    items = item_rows.get_items(session, [one.item_id for one in alerts if one.item_id])
    return {
        one.id: items[one.item_id].item.title if one.item_id in items else one.reason.text
        for one in alerts
    }


def _endpoint(
    session: Session, status: EndpointStatus, known: Endpoint | None, now: datetime
) -> EndpointView:
    tries = outbox_rows.tries_of(session, status.id, since=now - LATELY, deliveries=LAST_DELIVERIES)
    times = tries.latencies_s
    resume_at = status.condition.resume_at
    return EndpointView(
        status=status,
        what=known.chat.name if known and known.chat else "webhook",
        known=known is not None,
        off=known is not None and not known.enabled,
        paused=resume_at is not None and resume_at > now,
        queue=outbox_rows.queue_of(session, status.id),
        lately=Lately(
            attempts=tries.count,
            accepted=tries.accepted,
            usual_s=median(times) if times else None,
            slow_s=times[min(len(times) * 95 // 100, len(times) - 1)] if times else None,
        ),
    )
