"""What tests put into a database, and ask it, in one line."""

from __future__ import annotations

from datetime import datetime

from monitor.model import Item, MeetingStatus
from monitor.store import Session, Store, search
from monitor.store import items as item_rows
from monitor.store import meetings as meeting_rows


def insert_item(session: Session, item: Item, *, feed_id: int, now: datetime, backlog: bool) -> int:
    """Store one item as a visit stores several; its id."""
    return item_rows.insert_items(session, [(item, backlog)], feed_id=feed_id, now=now)[0]


def fill_index(store: Store) -> None:
    """Put everything into the index for full text that is to be put into it, as the daemon does."""
    while search.fill_step(store):
        pass


def meeting_statuses(session: Session) -> dict[str, MeetingStatus]:
    """Where each meeting of the rule set in force stands, by its id."""
    return {one.id: one.status for one in meeting_rows.list_meetings(session)}
