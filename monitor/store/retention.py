"""Letting go of what is old: a bounded number of rows in each call, so that no writer waits long.

Never let go of: what is still to be judged, grouped, told or sent; developments that are not
closed; items that a kept development or alert holds. A key of an item outlives it by far
(``retired_key``): a feed that serves an old entry again brings no news.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import AlertState, DeliveryState, DevelopmentState, Item
from monitor.store import search
from monitor.store.items import key_digest
from monitor.store.statements import (
    GROUPING_LOCK,
    chunks,
    execute_count,
    insert,
    lock,
    looked_at,
    rows_among,
)
from monitor.store.tables import (
    AlertRow,
    ArticleRow,
    DecisionRow,
    DeliveryRow,
    DevelopmentRow,
    EndpointHoldRow,
    EpisodeRow,
    ItemKeyRow,
    ItemRow,
    MeetingRow,
    NoticeRow,
    RetiredKeyRow,
    SilenceRow,
)

_RETIRED = "SELECT digest FROM retired_key WHERE digest"


def prune_developments(session: Session, *, told_before: datetime, limit: int) -> int:
    """Delete closed developments last told before then, with their alerts and deliveries.

    At most ``limit`` of them, the longest untold first; how many. One of which anything is still
    to be told or sent stays, and so does what a meeting follows. Their items stay, without them.
    """
    lock(session, GROUPING_LOCK)  # a development that is told meanwhile is not closed any more
    unsettled = and_(col(AlertRow.development_id) == col(DevelopmentRow.id), _is_unsettled())
    query = (
        select(col(DevelopmentRow.id))
        .where(
            col(DevelopmentRow.state) == DevelopmentState.CLOSED,
            col(DevelopmentRow.last_told_at) < told_before,
            ~exists().where(unsettled),
            ~exists().where(col(MeetingRow.live_development_id) == col(DevelopmentRow.id)),
        )
        .order_by(col(DevelopmentRow.last_told_at), col(DevelopmentRow.id))
    )
    ids = list(session.scalars(query.limit(limit)))
    for chunk in chunks(ids):
        session.execute(delete(AlertRow).where(col(AlertRow.development_id).in_(chunk)))
        session.execute(delete(DevelopmentRow).where(col(DevelopmentRow.id).in_(chunk)))
        search.forget_developments(session, chunk)
    return len(ids)


def prune_items(
    session: Session, *, seen_before: datetime, after: int, limit: int, now: datetime
) -> tuple[int, int | None]:
    """Delete items first seen before then that no development or alert holds; retire their keys.

    Looks at no more than ``limit`` items, those of ids above ``after``. Returns how many went, and
    the last id looked at: ``None`` where there is nothing older.
    """
    query = select(col(ItemRow.id), _is_free()).where(
        col(ItemRow.id) > after, col(ItemRow.first_seen_at) < seen_before
    )
    looked = list(session.execute(query.order_by(col(ItemRow.id)).limit(limit)))
    for chunk in chunks(item_id for item_id, is_free in looked if is_free):
        _retire_keys(session, chunk, now)
        session.execute(delete(ItemRow).where(col(ItemRow.id).in_(chunk)))
        search.forget_items(session, chunk)
    last = looked[-1][0] if len(looked) == limit else None
    return sum(1 for _, is_free in looked if is_free), last


def prune_retired_keys(session: Session, *, retired_before: datetime, limit: int) -> int:
    """Forget keys retired before then, at most ``limit``; how many."""
    query = select(col(RetiredKeyRow.digest)).where(col(RetiredKeyRow.retired_at) < retired_before)
    digests = list(session.scalars(query.limit(limit)))
    for chunk in chunks(digests):
        session.execute(delete(RetiredKeyRow).where(col(RetiredKeyRow.digest).in_(chunk)))
    return len(digests)


def prune_other(session: Session, *, ended_before: datetime, limit: int) -> int:
    """Delete what has no development and ended before then; how many.

    Alerts of feeds and endpoints, heartbeats, notices, episodes, silences.
    """
    loose = select(col(AlertRow.id)).where(
        col(AlertRow.development_id).is_(None),
        col(AlertRow.created_at) < ended_before,
        ~_is_unsettled(),
    )
    ids = list(session.scalars(loose.order_by(col(AlertRow.created_at)).limit(limit)))
    for chunk in chunks(ids):
        session.execute(delete(AlertRow).where(col(AlertRow.id).in_(chunk)))
    old: Sequence[tuple[type, ColumnElement[bool]]] = (
        (NoticeRow, col(NoticeRow.created_at) < ended_before),
        (EpisodeRow, col(EpisodeRow.ended_at) < ended_before),
        (SilenceRow, col(SilenceRow.ends_at) < ended_before),
    )
    others = [execute_count(session, delete(row).where(where)) for row, where in old]
    return len(ids) + sum(others)


def let_go(session: Session, items: Sequence[Item]) -> set[int]:
    """The places of those items that were stored before and let go of.

    Those are items all of whose keys are retired: one that shares a reused key only is news.
    """
    firsts = {place: key_digest(item.keys[0]) for place, item in enumerate(items) if item.keys}
    begun = _retired(session, sorted(set(firsts.values())))
    keys = {
        place: {key_digest(key) for key in items[place].keys}
        for place, first in firsts.items()
        if first in begun
    }
    retired = _retired(session, sorted(set().union(*keys.values())))
    return {place for place, digests in keys.items() if digests <= retired}


def _retired(session: Session, digests: Sequence[str]) -> set[str]:
    """Which of the digests are retired: every visit with something new asks."""
    return {digest for (digest,) in rows_among(session, _RETIRED, digests)}


def _retire_keys(session: Session, item_ids: Sequence[int], now: datetime) -> None:
    query = select(col(ItemKeyRow.digest)).where(col(ItemKeyRow.item_id).in_(item_ids))
    for chunk in chunks(sorted(session.scalars(query))):
        rows = [{"digest": digest, "retired_at": now} for digest in chunk]
        statement = insert(session, RetiredKeyRow)
        set_ = {"retired_at": statement.excluded.retired_at}
        session.execute(statement.on_conflict_do_update(index_elements=["digest"], set_=set_), rows)


def _is_unsettled() -> ColumnElement[bool]:
    """Whether anything of an alert is still to be told or sent."""
    pending = and_(
        col(DeliveryRow.alert_id) == col(AlertRow.id),
        looked_at(col(DeliveryRow.state)) == DeliveryState.PENDING,
    )
    held = and_(
        col(EndpointHoldRow.alert_id) == col(AlertRow.id), col(EndpointHoldRow.ended_at).is_(None)
    )
    return or_(
        col(AlertRow.state) == AlertState.HELD, exists().where(pending), exists().where(held)
    )


def _is_free() -> ColumnElement[bool]:
    """Whether an item is held by nothing and waits for nothing."""
    return and_(
        or_(col(ItemRow.matched_revision).is_not(None), col(ItemRow.problem) != ""),
        ~col(ItemRow.grouping_due),
        ~exists().where(col(DecisionRow.item_id) == col(ItemRow.id)),
        ~exists().where(col(AlertRow.item_id) == col(ItemRow.id)),
        ~exists().where(
            and_(col(ArticleRow.item_id) == col(ItemRow.id), col(ArticleRow.state) != "done")
        ),
    )
