"""What tasks brought to a process: reserved rows that its poller or sender is to take over."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from monitor.model import Delivery, Feed
from monitor.pipeline import deliver
from monitor.store import deliveries as delivery_rows
from monitor.store import visits as visit_rows
from monitor.store.engine import Session
from monitor.wiring import Services

AT_ONCE = 1000
"""Deliveries taken over in one transaction: more than a message brings."""

LOOK_EVERY_S = 0.2
"""How soon a task that waits sees that the process is to stop."""


class Inbox:
    """Ids, by the name in which they are reserved. A task puts them in and waits till all are over.

    Safe for many threads; one of them takes.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[tuple[str, tuple[int, ...]]] = deque()
        self._taking: list[tuple[str, tuple[int, ...]]] = []
        self._open: set[int] = set()

    def put(self, reserved_by: str, ids: Collection[int]) -> None:
        """These rows are to be taken over."""
        with self._changed:
            self._waiting.append((reserved_by, tuple(ids)))
            self._open.update(ids)

    def is_any(self) -> bool:
        """Whether there are any that were not taken yet."""
        with self._changed:
            return bool(self._waiting or self._taking)

    def take(self, limit: int) -> list[tuple[str, tuple[int, ...]]]:
        """Up to ``limit`` ids; those taken last come again unless :meth:`taken` was called since:
        the transaction that took them over has failed."""
        with self._changed:
            self._waiting.extendleft(reversed(self._taking))
            self._taking = []
            while self._waiting and limit > 0:
                reserved_by, ids = self._waiting.popleft()
                if len(ids) > limit:
                    self._waiting.appendleft((reserved_by, ids[limit:]))
                self._taking.append((reserved_by, ids[:limit]))
                limit -= len(ids)
            return list(self._taking)

    def taken(self) -> None:
        """What :meth:`take` gave last is taken over, and that is committed."""
        with self._changed:
            self._taking = []

    def over(self, ids: Collection[int]) -> None:
        """Nothing more is to be done about these."""
        with self._changed:
            self._open.difference_update(ids)
            self._changed.notify_all()

    def wait(self, ids: Collection[int], *, until_s: float, stopping: Callable[[], bool]) -> bool:
        """Whether all of these were over by ``until_s`` (monotonic), or till the process stops."""
        wanted = set(ids)
        with self._changed:
            while wanted & self._open:
                left_s = until_s - time.monotonic()
                if left_s <= 0 or stopping():
                    return False
                self._changed.wait(min(left_s, LOOK_EVERY_S))
        return True


@dataclass(slots=True)
class ReservedFeeds:
    """For a poller: the feeds that tasks brought."""

    services: Services
    inbox: Inbox = field(default_factory=Inbox)
    _left: set[int] = field(default_factory=set)

    def any_due(self) -> bool:
        """Whether a task brought any."""
        return self.inbox.is_any()

    def claim(self, session: Session, *, limit: int, failing_limit: int) -> list[Feed]:  # noqa: ARG002
        """Take them over; the scheduler sees to it that those which fail are few."""
        services = self.services
        self._left = set()
        found: list[Feed] = []
        for reserved_by, ids in self.inbox.take(limit):
            feeds = visit_rows.take_reserved(
                session,
                ids,
                reserved_by=reserved_by,
                owner=services.owner,
                now=services.clock(),
                lease_s=services.limits.lease_s,
                pace=services.limits.host_pace,
            )
            found += feeds
            self._left |= set(ids) - {feed.id for feed in feeds}
        return found

    def claimed(self) -> None:
        """Those that were not to be had are done with."""
        self.inbox.taken()
        self.inbox.over(self._left)
        self._left = set()

    def over(self, feed_id: int) -> None:
        """The task need not wait for this one any longer."""
        self.inbox.over([feed_id])


@dataclass(slots=True)
class ReservedDeliveries:
    """For a sender: the deliveries that tasks brought."""

    services: Services
    inbox: Inbox = field(default_factory=Inbox)
    _left: set[int] = field(default_factory=set)

    def any_due(self) -> bool:
        """Whether a task brought any."""
        return self.inbox.is_any()

    def claim(self, session: Session) -> list[Delivery]:
        """Take them over."""
        services = self.services
        self._left = set()
        found: list[Delivery] = []
        for reserved_by, ids in self.inbox.take(AT_ONCE):
            deliveries = delivery_rows.take_reserved(
                session,
                ids,
                reserved_by=reserved_by,
                owner=services.owner,
                now=services.clock(),
                lease_s=deliver.lease_s(services.settings.send_deadline_s),
            )
            found += deliveries
            self._left |= set(ids) - {one.id for one in deliveries}
        return found

    def claimed(self) -> None:
        """Those that were not to be had are done with."""
        self.inbox.taken()
        self.inbox.over(self._left)
        self._left = set()

    def over(self, delivery_ids: Sequence[int] | Collection[int]) -> None:
        """The task need not wait for these any longer."""
        self.inbox.over(delivery_ids)
