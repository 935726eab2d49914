"""Is the program alive, ready, and does it see? Judged from values, for pages and probes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.alerts.blindness import EpisodeCode
from monitor.errors import StoreError
from monitor.pipeline.remembering import Remembered
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import developments as development_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store import episodes as episode_rows
from monitor.store import feeds as feed_rows
from monitor.store import holds as hold_rows
from monitor.store import items as item_rows
from monitor.store import notices as notice_rows
from monitor.store.engine import Store

STALLED_AFTER_S = 120.0
"""A job that has not ended a run for this long is stuck: more than any store timeout."""

NOTICED_FOR = timedelta(days=1)
"""How long a notice shows in the program's health."""


REMEMBERED_S = 1.0
"""How long counts are remembered that take some milliseconds."""

LARGE = 50_000
"""Rows from which counting takes tens of milliseconds."""

LARGE_REMEMBERED_S = 10.0


NOT_BLOCKING = frozenset({"rules", "feeds", "sight", "endpoints", "quarantine", "notices", "roles"})
"""Problems with which a process is ready all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """When a job last ended a run (monotonic seconds), and what stopped that run, if anything."""

    ran_at_s: float
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much there is of each thing, and how much of it needs attention.

    ``waiting`` deliveries are those of endpoints that are disabled or no longer listed. ``held``
    alerts go out later, by what rules say; ``gathered`` ones did, and wait for an endpoint's digest
    or the end of its quiet hours. ``failing_endpoints`` are those told to hear nothing.
    """

    feeds: int = 0
    failing_feeds: int = 0
    unread_feeds: int = 0
    items: int = 0
    quarantined: int = 0
    developments: int = 0
    pending: int = 0
    waiting: int = 0
    delivered: int = 0
    dead: int = 0
    oldest_due_at: datetime | None = None
    disabled_endpoints: tuple[str, ...] = ()
    failing_endpoints: tuple[str, ...] = ()
    held: int = 0
    gathered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """``alive``: the jobs run. ``ready``: the database answers and the last runs were sound.

    ``jobs_ran_ago_s``: how long ago each job ended a run.
    """

    alive: bool
    ready: bool
    problems: Mapping[str, str] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    jobs_ran_ago_s: Mapping[str, float] = field(default_factory=dict)


def is_alive(beats: Mapping[str, Beat], *, now_s: float) -> bool:
    """Whether every job ended a run lately. ``now_s`` is monotonic, like the beats."""
    return bool(beats) and all(now_s - b.ran_at_s < STALLED_AFTER_S for b in beats.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the database says of the program's health: counts, and problems by name."""

    counts: Counts
    problems: Mapping[str, str]


def judge(
    store: Store,
    beats: Mapping[str, Beat],
    *,
    now_s: float,
    clock: Callable[[], datetime] | None = None,
) -> Health:
    """The program's health: its jobs, its database, and what it counts there.

    ``clock`` tells which notices are of the last day; without it they are left out.
    """
    return assemble(look(store, clock), beats, now_s=now_s)


def look(store: Store, clock: Callable[[], datetime] | None) -> Sight:
    """What the database says; that it refuses is a problem too."""
    problems: dict[str, str] = {}
    counts = Counts()
    try:
        counts = count(store)
        if clock is not None:
            problems |= oddities(store, now=clock())
    except StoreError as error:
        problems["database"] = str(error)
    return Sight(counts=counts, problems=problems | blindness(counts))


def assemble(sight: Sight, beats: Mapping[str, Beat], *, now_s: float) -> Health:
    """Health out of what the database said and how the jobs ran. ``now_s`` is monotonic."""
    problems = {name: beat.problem for name, beat in beats.items() if beat.problem}
    problems |= sight.problems
    alive = is_alive(beats, now_s=now_s)
    # A bad edit does not block: the last good rules and feeds stay in force. Neither does
    # blindness: starting again would not open an eye. Nor what other processes ought to do.
    blocking = set(problems) - NOT_BLOCKING
    return Health(
        alive=alive,
        ready=alive and not blocking,
        problems=problems,
        counts=sight.counts,
        jobs_ran_ago_s={name: max(0.0, now_s - beat.ran_at_s) for name, beat in beats.items()},
    )


class Watcher:
    """Judges health as often as it is asked, and asks the database only now and then.

    Every page shows health. Counting takes longer the more there is; so counts are remembered for
    :data:`REMEMBERED_S`, those of a large store for :data:`LARGE_REMEMBERED_S`, and while one asker
    counts anew the others are told what was counted before.
    """

    def __init__(
        self,
        store: Store,
        beats: Callable[[], Mapping[str, Beat]],
        *,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._beats, self._monotonic = beats, monotonic
        self._sight = Remembered(lambda: look(store, clock), monotonic=monotonic)

    def health(self) -> Health:
        """The program's health at this moment."""
        sight = self._sight.get(lambda one: _remembered_s(one.counts))
        return assemble(sight, self._beats(), now_s=self._monotonic())


def _remembered_s(counts: Counts) -> float:
    rows = counts.items + counts.developments + counts.delivered + counts.dead
    return LARGE_REMEMBERED_S if rows > LARGE else REMEMBERED_S


def blindness(counts: Counts) -> dict[str, str]:
    """What the program does not see or cannot tell, in sentences by name."""
    found = {}
    if counts.feeds and counts.failing_feeds == counts.feeds:
        found["sight"] = f"blind: all {counts.feeds} feeds fail, nothing is being read"
    elif counts.feeds and counts.failing_feeds * 2 >= counts.feeds:
        found["sight"] = f"half blind: {counts.failing_feeds} of {counts.feeds} feeds fail"
    silent = []
    if counts.disabled_endpoints:
        silent.append(f"disabled, their alerts wait: {', '.join(counts.disabled_endpoints)}")
    if counts.failing_endpoints:
        silent.append(f"nothing arrives, it is tried again: {', '.join(counts.failing_endpoints)}")
    if silent:
        found["endpoints"] = "; ".join(silent)
    if counts.quarantined:
        found["quarantine"] = f"{counts.quarantined} items were set aside; the log has the traces"
    return found


def oddities(store: Store, *, now: datetime) -> dict[str, str]:
    """What was odd within the last day: the latest notice, and how many more there were."""
    with store.read() as session:
        found = notice_rows.list_notices(session, limit=1000, since=now - NOTICED_FOR)
    if not found:
        return {}
    more = f" ({len(found) - 1} more: 'monitor notices')" if len(found) > 1 else ""
    return {"notices": f"{found[0].text}{more}"}


def count(store: Store) -> Counts:
    """Count what the store holds. Raises :class:`StoreError`."""
    with store.read() as session:
        feeds = feed_rows.count_feeds(session)
        outbox = delivery_rows.count_deliveries(session)
        endpoints = [one for one in endpoint_rows.list_endpoints(session) if one.listed]
        failing = episode_rows.open_episodes(session, EpisodeCode.ENDPOINT_FAILING)
        return Counts(
            feeds=feeds.total,
            failing_feeds=feeds.failing,
            unread_feeds=feeds.never_polled,
            items=item_rows.count_items(session),
            quarantined=item_rows.count_quarantined(session),
            developments=development_rows.count_developments(session),
            pending=outbox.pending,
            waiting=outbox.waiting,
            delivered=outbox.delivered,
            dead=outbox.dead,
            oldest_due_at=outbox.oldest_due_at,
            disabled_endpoints=tuple(one.id for one in endpoints if one.disabled_at),
            failing_endpoints=tuple(
                one.id for one in endpoints if one.id in failing and not one.disabled_at
            ),
            held=alert_rows.count_held(session),
            gathered=hold_rows.count_waiting(session),
        )
