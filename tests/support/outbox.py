"""A full outbox: many alerts of one development, each waiting for its endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count

from monitor.model import Alert, Item, ItemKey
from monitor.store import alerts as alert_rows
from monitor.store import feeds as feed_rows
from tests.support.line import Line
from tests.support.stored import insert_item

TITLE = "Freedonia and Sylvania open harbour talks in the capital"


def first_alert(line: Line) -> Alert:
    """Bring one item through matching and grouping; its alert. The rule of the workspace hits."""
    now = line.clock()
    item = Item(
        title=TITLE,
        outlet="Courier",
        published_at=now,
        link="http://courier.example/talks",
        keys=(ItemKey(kind="guid", scope="Courier", value="talks"),),
    )
    with line.services.store.write() as session:
        feed = feed_rows.list_feeds(session)[0]
        insert_item(session, item, feed_id=feed.id, now=now, backlog=False)
    [alert] = line.evaluate().alerts
    return alert


def fill(line: Line, queues: Mapping[str, int]) -> int:
    """Store so many alerts for each endpoint, all due; how many there are."""
    alert = first_alert(line)
    numbers = count(1)
    with line.services.store.write() as session:
        for endpoint_id, length in queues.items():
            for _ in range(length):
                copy = replace(alert, id=f"msg_{next(numbers):032x}")
                alert_rows.add_alert(session, copy, [endpoint_id])
    return sum(queues.values())
