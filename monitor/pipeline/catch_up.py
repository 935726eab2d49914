"""After a backup was restored: grouping waits until each feed was visited.

What the feeds told before the loss is not told again, and it comes in with what is news, in the
order in which feeds happen to answer. Grouped together, the earliest telling first, news of what
was told already joins it; grouped as it comes, it would be told as a first report.
"""

from __future__ import annotations

from datetime import timedelta

from monitor.pipeline.surroundings import Surroundings
from monitor.store import restores as restore_rows
from monitor.store.engine import Store

LONGEST = timedelta(minutes=15)
"""So long at most, from the first look on: a host that rests must not keep all others quiet."""


def is_catching_up(store: Store, around: Surroundings) -> bool:
    """Whether grouping had better wait; notes when the wait begins and when it is over."""
    with store.read() as session:
        restore = restore_rows.unfinished(session)
        if restore is None:
            return False
        unvisited = restore_rows.count_unvisited(session, restore.restored_at)
    now = around.clock()
    waits = bool(unvisited) and (restore.begun_at is None or now - restore.begun_at < LONGEST)
    if waits and restore.begun_at is not None:
        return True
    with store.write() as session:
        if waits:
            restore_rows.note_begun(session, now)
        else:
            restore_rows.note_caught_up(session, now)
    event = "restore.catching_up" if waits else "restore.caught_up"
    around.log.info(event, restore=restore.id, unvisited=unvisited)
    return waits
