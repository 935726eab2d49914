"""Letting go of what is old, step by step: each step is one short transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.store import retention
from monitor.store.engine import Store

STEP = 500
"""Rows of each kind that one step looks at: a few tens of milliseconds of the one writer's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How many days things are kept; 0: for good.

    ``items``: those that no development holds, and what was told that is of no development.
    ``developments``: since they were last told, with all that belongs to them. ``keys``: by which
    an item that is gone is known again.
    """

    items: int
    developments: int
    keys: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was let go of so far, and how far the search for items came.

    ``done``: there is nothing more that is old enough.
    """

    developments: int = 0
    items: int = 0
    keys: int = 0
    other: int = 0
    after_item: int = 0
    done: bool = False


def prune_step(store: Store, keep: Keep, before: Pruned, *, now: datetime) -> Pruned:
    """Let go of a bounded number of rows; ``before`` with them added.

    Developments go first: what they held may then go as well.
    """
    found = replace(before, done=True)
    with store.write() as session:
        if told_before := _days_ago(now, keep.developments):
            count = retention.prune_developments(session, told_before=told_before, limit=STEP)
            found = _add(found, developments=count, full=count == STEP)
        if seen_before := _days_ago(now, keep.items):
            count = retention.prune_other(session, ended_before=seen_before, limit=STEP)
            found = _add(found, other=count, full=count >= STEP)
            count, last = retention.prune_items(
                session, seen_before=seen_before, after=before.after_item, limit=STEP, now=now
            )
            found = replace(_add(found, items=count, full=last is not None), after_item=last or 0)
        if retired_before := _days_ago(now, keep.keys):
            count = retention.prune_retired_keys(session, retired_before=retired_before, limit=STEP)
            found = _add(found, keys=count, full=count == STEP)
    return found


def _add(
    found: Pruned,
    *,
    full: bool,
    developments: int = 0,
    items: int = 0,
    keys: int = 0,
    other: int = 0,
) -> Pruned:
    return replace(
        found,
        developments=found.developments + developments,
        items=found.items + items,
        keys=found.keys + keys,
        other=found.other + other,
        done=found.done and not full,
    )


def _days_ago(now: datetime, days: int) -> datetime | None:
    return now - timedelta(days=days) if days else None
