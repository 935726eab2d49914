"""Backups that were brought back: what may have been told since each, and is not told again.

A restored database does not know what happened between the backup and the loss. What it finds at
the first visit of each feed, and what waited in it to be judged, may have been told in that time.
Such items carry the restore's number: they are stored, matched and grouped, and raise no alert.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, delete, exists, func, or_, select, text, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import DeliveryState, Feed, NoticeCode, Oddity, Restore, StoredItem
from monitor.store.items import get_items
from monitor.store.notices import record_oddity
from monitor.store.statements import execute_count, insert_numbered
from monitor.store.tables import (
    ArticleRow,
    ChangeCounterRow,
    DecisionRow,
    DeliveryRow,
    FeedRow,
    ItemRow,
    RestoreRow,
    Row,
    WebSessionRow,
)

NUMBERS_LEFT_OUT = 100_000
"""Developments, items and deliveries go on so far above the backup's numbers: receivers hold the
lost database's, and one number must not name two happenings."""

MOMENTS = (
    ("item", "first_seen_at"),
    ("poll", "started_at"),
    ("decision", "decided_at"),
    ("alert", "created_at"),
    ("alert", "settled_at"),
    ("attempt", "started_at"),
)
"""What tells when a database was last at work. All are in every schema but ``alert.settled_at``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """An item that would have raised an alert, had no backup been restored."""

    stored: StoredItem
    development_id: int
    step: str
    restore_id: int
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What a restore changed: items that waited in the backup, feeds to be visited anew."""

    restore: Restore
    waiting_items: int
    feeds: int
    pending_deliveries: int


def last_at_work(ask: Callable[[str], object]) -> datetime | None:
    """When a database was last at work; ``None``: never. ``ask`` answers a query by one value."""
    found = [_moment(ask(f"SELECT max({column}) FROM {table}")) for table, column in MOMENTS]  # noqa: S608 - constants
    return max((moment for moment in found if moment is not None), default=None)


def _moment(value: object) -> datetime | None:
    """A stored moment as either database gives it: SQLite as text, in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC) if isinstance(value, datetime) else None


def mark_restored(
    session: Session, *, now: datetime, source: str, lost_at: datetime | None = None
) -> Marked:
    """Note that this database was brought back ``now`` from the backup ``source``.

    ``lost_at``: when the database that it replaces was last at work; ``None`` where nobody knows:
    it may have been until ``now``. Where that is no later than the backup, nothing was lost and
    nothing is kept quiet. In any case leases end, sessions of browsers end, and all feeds are due.
    """
    backup_at = last_at_work(lambda query: session.scalar(text(query)))
    values = {
        "restored_at": now,
        "backup_at": backup_at,
        "lost_at": lost_at or now,
        "source": source,
    }
    nothing_lost = lost_at is not None and backup_at is not None and lost_at <= backup_at
    if nothing_lost:
        values |= {"begun_at": now, "caught_up_at": now}
    [id_] = insert_numbered(session, RestoreRow, [values])
    waiting = 0 if nothing_lost else _mark_waiting(session, id_)
    if not nothing_lost:
        _leave_numbers_out(session)
    feeds = _start_over(session, now)
    pending = select(func.count()).select_from(DeliveryRow)
    restore = get_restore(session, id_)
    if not nothing_lost:
        oddity = Oddity(code=NoticeCode.RESTORED, subject="", text=_notice_text(restore))
        record_oddity(session, oddity, feed_id=None, now=now)
    return Marked(
        restore=restore,
        waiting_items=waiting,
        feeds=feeds,
        pending_deliveries=session.scalar(
            pending.where(col(DeliveryRow.state) == DeliveryState.PENDING)
        )
        or 0,
    )


def mark_served(session: Session, feed: Feed, *, now: datetime) -> None:
    """Mark what a feed's first good visit after a restore brought, at the visit of ``now``.

    That is what it states to be from before the loss, what states no date, and every edit. A feed
    that the backup does not know is marked by the stated date alone: without one it is backlog.
    """
    restore = _latest(session)
    if restore is None or restore.backup_at is None or restore.lost_at <= restore.backup_at:
        return
    if feed.last_success_at is not None and feed.last_success_at >= restore.restored_at:
        return
    stated = col(ItemRow.published_at)
    lost = stated < restore.lost_at
    if feed.last_success_at is not None:
        lost = or_(lost, stated.is_(None))
    brought = or_(and_(col(ItemRow.first_seen_at) == now, lost), col(ItemRow.edited_at) == now)
    where = (col(ItemRow.feed_id) == feed.id, brought)
    session.execute(update(ItemRow).where(*where).values(restore_id=restore.id))


def get_restore(session: Session, restore_id: int) -> Restore:
    """The restore of this number. Raises :class:`LookupError` where there is none."""
    row = session.scalars(select(RestoreRow).where(col(RestoreRow.id) == restore_id)).one_or_none()
    if row is None:
        raise LookupError(f"there was no restore {restore_id}")
    return _restore(row)


def list_restores(session: Session) -> list[Restore]:
    """Every restore, the latest first."""
    query = select(RestoreRow).order_by(col(RestoreRow.id).desc())
    return [_restore(row) for row in session.scalars(query)]


def unfinished(session: Session) -> Restore | None:
    """The restore after which feeds are still to be visited."""
    query = select(RestoreRow).where(col(RestoreRow.caught_up_at).is_(None))
    row = session.scalars(query.order_by(col(RestoreRow.id).desc()).limit(1)).first()
    return _restore(row) if row is not None else None


def count_unvisited(session: Session, since: datetime) -> int:
    """How many listed feeds nobody tried to visit since then."""
    tried = col(FeedRow.last_poll_at)
    query = select(func.count()).select_from(FeedRow).where(col(FeedRow.listed))
    return session.scalar(query.where(or_(tried.is_(None), tried < since))) or 0


def note_begun(session: Session, now: datetime) -> None:
    """The feeds begin to be visited."""
    where = (col(RestoreRow.caught_up_at).is_(None), col(RestoreRow.begun_at).is_(None))
    session.execute(update(RestoreRow).where(*where).values(begun_at=now))


def note_caught_up(session: Session, now: datetime) -> None:
    """Nothing is waited for any more."""
    where = col(RestoreRow.caught_up_at).is_(None)
    session.execute(update(RestoreRow).where(where).values(caught_up_at=now))


def untold(session: Session, *, limit: int, restore_id: int | None = None) -> list[Untold]:
    """What a restore (or any) kept from being told, the latest first."""
    mark = col(DecisionRow.restore_id)
    query = select(DecisionRow).where(
        mark.is_not(None) if restore_id is None else mark == restore_id
    )
    query = query.order_by(col(DecisionRow.decided_at).desc(), col(DecisionRow.item_id).desc())
    rows = list(session.scalars(query.limit(limit)))
    items = get_items(session, [row.item_id for row in rows])
    return [
        Untold(
            stored=items[row.item_id],
            development_id=row.development_id,
            step=row.step,
            restore_id=row.restore_id or 0,
            decided_at=row.decided_at,
        )
        for row in rows
    ]


def count_untold(session: Session) -> dict[int, int]:
    """How many items each restore kept from being told."""
    mark = col(DecisionRow.restore_id)
    query = select(mark, func.count()).where(mark.is_not(None)).group_by(mark)
    return {number: count for number, count in session.execute(query) if number is not None}


def _latest(session: Session) -> Restore | None:
    query = select(RestoreRow).order_by(col(RestoreRow.id).desc()).limit(1)
    row = session.scalars(query).first()
    return _restore(row) if row is not None else None


def _restore(row: RestoreRow) -> Restore:
    return Restore(
        id=row.id,
        restored_at=row.restored_at,
        backup_at=row.backup_at,
        lost_at=row.lost_at,
        source=row.source,
        begun_at=row.begun_at,
        caught_up_at=row.caught_up_at,
    )


def _mark_waiting(session: Session, restore_id: int) -> int:
    """Mark items that the backup holds unjudged or ungrouped: they were, soon after it."""
    page_due = exists().where(
        and_(col(ArticleRow.item_id) == col(ItemRow.id), col(ArticleRow.state) == "due")
    )
    unjudged = and_(col(ItemRow.matched_revision).is_(None), col(ItemRow.problem) == "")
    statement = update(ItemRow).where(or_(unjudged, col(ItemRow.grouping_due), page_due))
    return execute_count(session, statement.values(restore_id=restore_id))


def _start_over(session: Session, now: datetime) -> int:
    """End leases and sessions; have every feed visited, and its document sent whole."""
    lease = {"lease_owner": None, "lease_until": None}
    for row in (DeliveryRow, ArticleRow):
        where = col(row.lease_owner).is_not(None)
        session.execute(update(row).where(where).values(lease))
    session.execute(delete(WebSessionRow))
    whole = {"etag": None, "last_modified": None, "whole_at": None}
    session.execute(update(FeedRow).values(lease | whole))
    asked = col(FeedRow.not_before)
    may_be_asked = (col(FeedRow.listed), or_(asked.is_(None), asked <= now))
    due = {"next_poll_at": now, "next_poll_why": "a backup was restored"}
    return execute_count(session, update(FeedRow).where(*may_be_asked).values(due))


def _leave_numbers_out(session: Session) -> None:
    counter = col(ChangeCounterRow.changes)
    session.execute(update(ChangeCounterRow).values(changes=counter + NUMBERS_LEFT_OUT))
    if session.get_bind().dialect.name == "sqlite":
        jump = text("UPDATE sqlite_sequence SET seq = seq + :gap WHERE name <> 'restore'")
        session.execute(jump, {"gap": NUMBERS_LEFT_OUT})
        return
    numbered = [
        table.name
        for table in Row.metadata.sorted_tables
        if table.dialect_options["sqlite"]["autoincrement"] and table.name != "restore"
    ]
    for name in _with_sequence(session, numbered):
        session.execute(
            text("SELECT setval(:name, nextval(:name) + :gap)"),
            {"name": name, "gap": NUMBERS_LEFT_OUT},
        )


def _with_sequence(session: Session, tables: Sequence[str]) -> list[str]:
    query = text("SELECT pg_get_serial_sequence(:table, 'id')")
    found = (session.scalar(query, {"table": table}) for table in tables)
    return [name for name in found if name]


def _notice_text(restore: Restore) -> str:
    backup = f"{restore.backup_at:%d %b %Y %H:%M} UTC" if restore.backup_at else "an unknown time"
    return (
        f"The database was restored from a backup of {backup}. What feeds told until "
        f"{restore.lost_at:%d %b %Y %H:%M} UTC is stored and grouped, and is not told again, as "
        "the lost database may have told it: 'monitor alerts untold' lists it."
    )
