"""The polled feeds as pages turn them: filtered, sorted by any column, a page at a time.

There are thousands at most, so a page is found by how many are before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Feed
from monitor.store.feeds import feeds_by_id
from monitor.store.statements import fetch
from monitor.store.tables import FeedRow


class FeedHealth(StrEnum):
    """How a feed fares, as the page of feeds filters by it."""

    SOUND = "sound"
    FAILING = "failing"
    UNREAD = "unread"


class FeedOrder(StrEnum):
    """What the page of feeds is sorted by."""

    OUTLET = "outlet"
    SUCCESS = "success"
    ITEM = "item"
    GAP = "gap"
    FAILURES = "failures"
    DUE = "due"


_ORDERS: Mapping[FeedOrder, Any] = {
    FeedOrder.OUTLET: func.lower(col(FeedRow.outlet)),
    FeedOrder.SUCCESS: col(FeedRow.last_success_at),
    FeedOrder.ITEM: col(FeedRow.last_new_item_at),
    FeedOrder.GAP: col(FeedRow.usual_gap_s),
    FeedOrder.FAILURES: col(FeedRow.failures),
    FeedOrder.DUE: col(FeedRow.next_poll_at),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFilter:
    """Which feeds are shown. ``words``: of outlet, title or address.

    ``folder``: and those below it.
    """

    health: FeedHealth | None = None
    words: str = ""
    folder: str = ""


def list_feeds_by(
    session: Session,
    wanted: FeedFilter,
    *,
    order: FeedOrder,
    descending: bool,
    limit: int,
    offset: int,
) -> list[Feed]:
    """The polled feeds that are wanted, in an order; those without a value come last."""
    by = _ORDERS[order]
    sorted_by = (by.desc() if descending else by.asc()).nulls_last()
    query = select(col(FeedRow.id)).where(*_wanted(wanted)).order_by(sorted_by, col(FeedRow.id))
    return feeds_by_id(session, session.scalars(query.limit(limit).offset(offset)).all())


def count_feeds_by(session: Session, wanted: FeedFilter) -> int:
    """How many polled feeds are wanted."""
    query = select(func.count()).select_from(FeedRow).where(*_wanted(wanted))
    return session.scalar(query) or 0


def folders_of_feeds(session: Session) -> Sequence[str]:
    """The folders of the polled feeds, by name."""
    return fetch(session, _folders()).scalars().all()


@cache
def _folders() -> Select[str]:
    query = select(col(FeedRow.folder)).where(col(FeedRow.listed), col(FeedRow.folder) != "")
    return query.distinct().order_by(col(FeedRow.folder))


def _wanted(wanted: FeedFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [col(FeedRow.listed).is_(True)]
    match wanted.health:
        case FeedHealth.SOUND:
            where += [col(FeedRow.failures) == 0, col(FeedRow.polls) > 0]
        case FeedHealth.FAILING:
            where.append(col(FeedRow.failures) > 0)
        case FeedHealth.UNREAD:
            where.append(col(FeedRow.polls) == 0)
        case None:
            pass
    for word in wanted.words.split()[:10]:
        texts = (FeedRow.outlet, FeedRow.title, FeedRow.served_title, FeedRow.url)
        where.append(or_(*(col(text).icontains(word, autoescape=True) for text in texts)))
    if wanted.folder:
        below = col(FeedRow.folder).startswith(f"{wanted.folder}/", autoescape=True)
        where.append(or_(col(FeedRow.folder) == wanted.folder, below))
    return where
