"""Is there due work left? What the replay and graceful tests wait for."""

from __future__ import annotations

from datetime import datetime

from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import developments as development_rows
from monitor.store import holds as hold_rows
from monitor.store import items as item_rows
from monitor.store import visits as visit_rows
from monitor.store.engine import Store


def due_work(store: Store, *, now: datetime) -> str:
    """Name one kind of work that is due at ``now`` or in hand, "" where there is none.

    Work in hand counts as due: a claimed feed or delivery keeps its due time until recorded.
    """
    with store.read() as session:
        if item_rows.unmatched(session, 1):
            return "match"
        if development_rows.due_for_grouping(session, 1):
            return "group"
        moments = {
            "poll": visit_rows.next_due_at(session),
            "release": alert_rows.next_release_at(session),
            "end waits": hold_rows.next_hold_at(session),
            "deliver": delivery_rows.next_due_at(session),
        }
    return next((word for word, at in moments.items() if at is not None and at <= now), "")
