"""What is stored of the way of alerts: deliveries, waits, and how the endpoints do."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.explaining import Traces
from monitor.model import Alert
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store import holds as hold_rows
from monitor.store.engine import Session

MOST_DELIVERIES = 10_000


def trace(session: Session, alerts: Sequence[Alert]) -> list[Traces]:
    """What is stored of the way of each alert after it went out, in their order."""
    ids = [one.id for one in alerts]
    deliveries = delivery_rows.list_deliveries(session, limit=MOST_DELIVERIES, alert_ids=ids)
    holds = hold_rows.holds_of(session, ids)
    endpoints = {one.id: one for one in endpoint_rows.list_endpoints(session)}
    return [
        Traces(
            deliveries=[each for each in deliveries if each.alert_id == alert_id],
            holds=[each for each in holds if each.alert_id == alert_id],
            endpoints=endpoints,
        )
        for alert_id in ids
    ]
