"""Hosts: how many visits each may have at once and how far apart, across all processes.

The gate is rows, so it holds for several daemons on one database and after a restart: a host has
in hand the leased feeds and article pages that it serves, and may be asked again from
``next_start_at`` on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Select, bindparam, func, select, union_all
from sqlalchemy.orm import Mapped, Session
from sqlmodel import col

from monitor.store.statements import POLLS_LOCK, chunks, fetch, insert, lock, upsert
from monitor.store.tables import ArticleRow, FeedRow, HostRow

LOOKED_AT = 500
"""Due rows looked at in one go when visits are claimed: more than are claimed at once, so that a
second look is rare, and few enough to read in a millisecond."""

LONGEST_HOLD = timedelta(hours=26)
"""A host that may not be asked for longer was held by a clock that has been set back since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPace:
    """How a host is asked: at most ``at_once`` visits, begun ``gap_s`` seconds apart."""

    at_once: int = 2
    gap_s: float = 5.0


def host_of(url: str) -> str:
    """The host that a visit to ``url`` is counted for: its name in lower case, without port.

    Empty for what is no URL; such a feed fails by itself.
    """
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def resting(host: Mapped[str], now: datetime) -> ColumnElement[bool]:
    """The condition that the host which a column names may not be asked at ``now``."""
    start_at = col(HostRow.next_start_at)
    held = (start_at > now, start_at <= now + LONGEST_HOLD)
    return select(col(HostRow.name)).where(col(HostRow.name) == host, *held).exists()


def visits_in_hand(session: Session, now: datetime) -> dict[str, int]:
    """How many feeds and pages of each host are under a lease; hosts without one are left out."""
    leased = union_all(
        *(
            select(col(row.host).label("host")).where(
                col(row.lease_owner).is_not(None), col(row.lease_until) > now
            )
            for row in (FeedRow, ArticleRow)
        )
    ).subquery()
    query = select(leased.c.host, func.count()).group_by(leased.c.host)
    return {host: count for host, count in session.execute(query)}  # noqa: C416 - typed rows


def note_starts(session: Session, hosts: Collection[str], pace: HostPace, now: datetime) -> None:
    """Visits to these hosts begin now: the next may begin a gap later."""
    if not pace.gap_s:
        return
    next_at = now + timedelta(seconds=pace.gap_s)
    rows = [{"name": host, "next_start_at": next_at, "held_why": ""} for host in sorted(hosts)]
    for chunk in chunks(rows):
        upsert(session, HostRow, chunk, key="name")


def try_start(session: Session, host: str, pace: HostPace, now: datetime) -> bool:
    """Begin a visit to a host that has no row of its own, such as a request to a hub.

    ``False``, and nothing is noted, where the host may not be asked now. What comes next waits
    for the gap.
    """
    lock(session, POLLS_LOCK)
    start_at = session.scalar(select(col(HostRow.next_start_at)).where(col(HostRow.name) == host))
    if start_at is not None and now < start_at <= now + LONGEST_HOLD:
        return False
    if visits_in_hand(session, now).get(host, 0) >= pace.at_once:
        return False
    note_starts(session, [host], pace, now)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class DueVisit:
    """A row that is due: its id, whom the visit is counted for, whether the last one failed."""

    id: int
    host: str
    failing: bool = False


class ClaimRoom:
    """What one claim may still take: of each host, of feeds that fail, and in all."""

    def __init__(
        self,
        in_hand: dict[str, int],
        pace: HostPace,
        *,
        limit: int,
        failing_limit: int | None = None,
    ) -> None:
        self._in_hand = in_hand
        self._pace = pace
        self._left = limit
        self._failing_left = limit if failing_limit is None else failing_limit
        self._started: set[str] = set()

    @property
    def started(self) -> Collection[str]:
        """The hosts of what was taken."""
        return self._started

    @property
    def full_hosts(self) -> set[str]:
        """Hosts that may be asked nothing more in this claim."""
        full = {host for host, count in self._in_hand.items() if count >= self._pace.at_once}
        return full | self._started if self._pace.gap_s else full

    @property
    def for_failing(self) -> bool:
        """Whether feeds that fail may still be taken."""
        return self._failing_left > 0

    def take_due(self, look: Callable[[Sequence[int]], Sequence[DueVisit]]) -> list[int]:
        """The ids of what may begin, in the order of ``look``.

        ``look`` finds up to :data:`LOOKED_AT` due rows but those of these ids and of
        :attr:`full_hosts`.
        """
        taken: list[int] = []
        while self._left > 0:
            found = look(taken)
            taken += [one.id for one in found if self._take(one.host, failing=one.failing)]
            if len(found) < LOOKED_AT:
                break
        return taken

    def _take(self, host: str, *, failing: bool) -> bool:
        in_hand = self._in_hand.get(host, 0)
        if self._left <= 0 or in_hand >= self._pace.at_once or (failing and not self.for_failing):
            return False
        if self._pace.gap_s and host in self._started:
            return False
        self._in_hand[host] = in_hand + 1
        self._started.add(host)
        self._left -= 1
        self._failing_left -= failing
        return True


def hold(session: Session, host: str, until: datetime, why: str) -> None:
    """Ask nothing of a host until then; a longer hold that stands is kept."""
    statement = insert(session, HostRow).values(name=host, next_start_at=until, held_why=why)
    later = statement.excluded.next_start_at > col(HostRow.next_start_at)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"next_start_at": until, "held_why": why}, where=later
    )
    session.execute(statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostHold:
    """A host rests ``until`` then because it asked for it; ``why`` is a sentence."""

    host: str
    until: datetime
    why: str


def held_hosts(session: Session, now: datetime) -> Mapping[str, HostHold]:
    """The hosts that asked to be left alone, by name."""
    found = fetch(session, _held(), now=now, latest=now + LONGEST_HOLD)
    return {name: HostHold(host=name, until=until, why=text) for name, until, text in found}


@cache
def _held() -> Select[str, datetime, str]:
    start_at, why = col(HostRow.next_start_at), col(HostRow.held_why)
    query = select(col(HostRow.name), start_at, why)
    return query.where(start_at > bindparam("now"), start_at <= bindparam("latest"), why != "")
