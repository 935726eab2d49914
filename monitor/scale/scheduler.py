"""The scheduler: finds due rows, reserves them, and puts their ids into queues.

Several may run. One has the role and works; the others stand by, and one of them takes over when
its lease has run out. Were two to work at once, leases would still give each row to one of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from monitor.daemon.clockwork import Clockwork, Job
from monitor.daemon.reloading import RELOAD_EVERY_S, Reloader, say_set_up
from monitor.daemon.turns import forget_old_callbacks, give_back
from monitor.errors import BrokerError, StoreError
from monitor.pipeline.health import Beat
from monitor.scale import stage
from monitor.scale.broker import Broker, Queue, Task
from monitor.scale.outbox_room import OutboxRoom
from monitor.store import articles as article_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import items as item_rows
from monitor.store import roles as role_rows
from monitor.store import visits as visit_rows
from monitor.store.visits import Reserved
from monitor.wiring import Services

ROLE = "scheduler"
LEASE_S = 10.0
"""How long nothing is put into queues when the scheduler was killed and another stands by."""

RENEW_EVERY_S = 2.0

RESERVED_S = 20.0
"""How long a row is reserved for its message: after that the broker has lost it, or nobody works
at the queue, and the row is put into it again."""

MOST_WAITING = 32
"""Messages of a queue that may wait: enough for a tick of many workers, few enough that what waits
is taken while it is reserved."""

FEEDS_AT_ONCE = 32
"""Feeds of one message: as many as are stored in one transaction."""

FAILING_AT_ONCE = 8
"""Feeds of one message that failed at their last visit: they go apart from the sound ones, who
would wait for those that hang."""

ITEMS_AT_ONCE = 200
"""Items of one message: the more, the fewer times a common word is counted; few enough that a
thousand new items occupy several workers."""

DELIVERIES_AT_ONCE = 64
"""Deliveries of one message, where several endpoints share it. One endpoint's are never parted:
one process at a time sends to it, so that its pace holds across machines."""

HUBS_EVERY_S = 5.0
FILL_EVERY_S = 30.0
PRUNE_EVERY_S = 60.0
"""No job rests for as long as :data:`monitor.pipeline.health.STALLED_AFTER_S`: the process would
pass for dead."""


class Scheduler:
    """The jobs of ``monitor scheduler``. One instance per process."""

    def __init__(self, services: Services, broker: Broker) -> None:
        self._services = services
        self._broker = broker
        self._log = services.log
        self._clockwork = Clockwork(services.log)
        self._reloader = Reloader(services)
        self._room = OutboxRoom(services)
        self._leads_until_s = float("-inf")
        self._asked_to_match: dict[int, float] = {}
        self._callback_base = services.callback_base

    @property
    def beats(self) -> Mapping[str, Beat]:
        """The last beat of each job, by name."""
        return self._clockwork.beats

    @property
    def leads(self) -> bool:
        """Whether this one has the role."""
        return time.monotonic() < self._leads_until_s

    def start(self) -> None:
        """Load rules and feeds, ask for the role, start the jobs."""
        tick_s = self._services.settings.tick_s
        add = self._clockwork.add
        complain = self._reloader.complain_of_rules
        add("rules", self._reloader.rules, every_s=RELOAD_EVERY_S, complain=complain)
        self._clockwork.run("rules", self._reloader.rules)
        say_set_up(self._services)
        add("lead", self._lead, every_s=RENEW_EVERY_S)
        self._clockwork.run("lead", self._lead)
        leading: dict[str, tuple[Job, float]] = {
            "feeds": (self._reloader.feeds, RELOAD_EVERY_S),
            "poll": (self._poll, tick_s),
            "match": (self._match, tick_s),
            "group": (self._group, tick_s),
            "send": (self._send, tick_s),
            "retention": (self._asking(Task.PRUNE), PRUNE_EVERY_S),
            "search": (self._asking(Task.FILL_SEARCH), FILL_EVERY_S),
        }
        if self._services.settings.full_text != "off":
            leading["full_text"] = (self._read_pages, tick_s)
        if self._callback_base:
            leading["hubs"] = (self._asking(Task.ASK_HUBS), HUBS_EVERY_S)
        for name, (job, every_s) in leading.items():
            add(name, self._if_leading(job), every_s=every_s)
        self._clockwork.start()
        self._log.info(
            "scheduler.started",
            database=self._services.store.url_shown,
            broker=self._broker.url_shown,
        )

    def stop(self, *, grace_s: float = 5.0) -> bool:
        """Put nothing more into queues, and leave the role to another. Whether all jobs ended."""
        ended = self._clockwork.stop(time.monotonic() + grace_s)
        self._leads_until_s = float("-inf")
        try:
            with self._services.store.write() as session:
                role_rows.leave_roles(session, self._services.owner)
        except StoreError as error:
            self._log.warning("scheduler.role_kept", detail=str(error))
        self._log.info("scheduler.stopped", complete=ended)
        return ended

    # ------------------------------------------------------------ the role

    def _lead(self) -> None:
        services, asked_at_s = self._services, time.monotonic()
        with services.store.write() as session:
            has = role_rows.take_role(
                session, ROLE, owner=services.owner, now=services.clock(), lease_s=LEASE_S
            )
        if has and not self.leads:
            self._log.info("scheduler.leads", owner=services.owner)
            forget_old_callbacks(services, self._callback_base)
        self._leads_until_s = asked_at_s + LEASE_S if has else float("-inf")

    def _if_leading(self, job: Job) -> Job:
        def run() -> None:
            if self.leads:
                job()

        return run

    def _asking(self, task: Task) -> Job:
        def ask() -> None:
            if self._free(task.queue):
                self._broker.put(task)

        return ask

    def _free(self, queue: Queue) -> int:
        """How many more messages may wait in the queue."""
        return max(0, MOST_WAITING - self._broker.waiting(queue))

    # ------------------------------------------------------------ what is due

    def _poll(self) -> None:
        services = self._services
        with services.store.read() as session:
            if not visit_rows.is_any_due(session, services.clock()):
                return
        free = self._free(Queue.POLL)
        if not free:
            return
        name = self._new_name()
        with services.store.write() as session:
            reserved = visit_rows.reserve_due(
                session,
                now=services.clock(),
                owner=name,
                lease_s=RESERVED_S,
                limit=free * FEEDS_AT_ONCE,
                pace=services.limits.host_pace,
                failing_limit=max(1, free // 4) * FAILING_AT_ONCE,
            )
        with self._given_back(name):
            for ids in _feed_messages(reserved):
                self._broker.put(Task.POLL, name, ids)

    def _match(self) -> None:
        services, now_s = self._services, time.monotonic()
        if not services.rules.in_force:
            return  # judged now, items would never be judged by the rules that come
        asked = {key: at for key, at in self._asked_to_match.items() if now_s - at < RESERVED_S}
        self._asked_to_match = asked
        with services.store.read() as session:
            limit = len(asked) + MOST_WAITING * ITEMS_AT_ONCE
            found = item_rows.unmatched_ids(session, limit, now=services.clock())
        due = [item_id for item_id in found if item_id not in asked]
        if not due:
            return
        for start in range(
            0, min(len(due), self._free(Queue.MATCH) * ITEMS_AT_ONCE), ITEMS_AT_ONCE
        ):
            ids = due[start : start + ITEMS_AT_ONCE]
            self._broker.put(Task.MATCH, ids)
            asked.update(dict.fromkeys(ids, now_s))

    def _group(self) -> None:
        with self._services.store.read() as session:
            if role_rows.has_role(session, stage.ROLE, self._services.clock()):
                return
        if not self._broker.waiting(Queue.GROUP):
            self._broker.put(Task.GROUP)

    def _send(self) -> None:
        services = self._services
        if not self._room.is_any_due():
            return
        free = self._free(Queue.SEND)
        if not free:
            return
        name = self._new_name()
        with services.store.write() as session:
            room = self._room.room(session, most=free * DELIVERIES_AT_ONCE)
            reserved = delivery_rows.reserve_due(
                session, now=services.clock(), owner=name, lease_s=RESERVED_S, room=room
            )
        self._room.given(reserved)
        with self._given_back(name):
            for ids in _delivery_messages(reserved, apart=self._room.failing):
                self._broker.put(Task.SEND, name, ids)

    def _read_pages(self) -> None:
        services = self._services
        with services.store.read() as session:
            if not article_rows.is_any_due(session, services.clock()):
                return
        if self._free(Queue.POLL):
            self._broker.put(Task.READ_PAGES)

    def _new_name(self) -> str:
        return f"reserved-{self._services.random_hex()}"

    def _given_back(self, name: str) -> _GivenBack:
        return _GivenBack(services=self._services, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _GivenBack:
    """What was reserved is given back where the broker does not take the messages.

    Messages that it took already then find nothing to do.
    """

    services: Services
    name: str

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        if not isinstance(error, BrokerError):
            return
        give_back(self.services.store, self.name)


def _feed_messages(reserved: Reserved) -> list[list[int]]:
    """The feeds of each message: the sound apart from those that fail."""
    sound, failing = reserved.sound, reserved.failing
    return [
        *(list(sound[at : at + FEEDS_AT_ONCE]) for at in range(0, len(sound), FEEDS_AT_ONCE)),
        *(
            list(failing[at : at + FAILING_AT_ONCE])
            for at in range(0, len(failing), FAILING_AT_ONCE)
        ),
    ]


def _delivery_messages(
    reserved: Mapping[str, list[int]], *, apart: Callable[[str], bool]
) -> list[list[int]]:
    """The deliveries of each message: those of an endpoint together, of failing ones alone."""
    messages: list[list[int]] = []
    gathered: list[int] = []
    for endpoint_id, ids in reserved.items():
        if apart(endpoint_id):
            messages.append(ids)
            continue
        if gathered and len(gathered) + len(ids) > DELIVERIES_AT_ONCE:
            messages.append(gathered)
            gathered = []
        gathered = gathered + ids
    return [*messages, gathered] if gathered else messages
