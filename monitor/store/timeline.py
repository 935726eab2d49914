"""The timeline: developments by their last change, the latest first, filtered and searched.

Every query ends at an index: of the changes, or of what developments are found by. None counts a
whole table.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, aliased
from sqlmodel import col

from monitor.model import AlertState, Change, Development, Severity
from monitor.store.developments import development_of_row
from monitor.store.reading import WANTED_UNREAD, kept_unread, mark_all_read, mark_read, read_through
from monitor.store.search import developments_with
from monitor.store.search_query import read_query
from monitor.store.statements import fetch, table_of
from monitor.store.tables import (
    AlertRow,
    DevelopmentFilterRow,
    DevelopmentRow,
    ReadMarkRow,
)

MOST_COUNTED = 100
"""Beyond so many a count says "100+"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineFilter:
    """What of the timeline is wanted; empty: everything.

    ``severity``: at least. ``since`` and ``until``: of the last change, the first included and the
    other not. ``text``: what a person looks for. ``unread``: only what the reader has not read.
    """

    rule: str = ""
    severity: Severity | None = None
    actor: str = ""
    outlet: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """A development in the timeline. ``alert``: where the last one raised about it stands."""

    development: Development
    change: Change
    unread: bool
    alert: AlertState | None = None


def timeline(
    session: Session,
    wanted: TimelineFilter,
    *,
    reader: str,
    limit: int,
    before: int | None = None,
    touched_since: int | None = None,
) -> list[TimelineEntry]:
    """Developments that fit, the last changed first; those merged into others are not among them.

    ``before``: only those whose last change has a lower number. ``touched_since``: only those
    of which anything shown changed after that version.
    """
    if touched_since is None and wanted == TimelineFilter():
        beyond = {} if before is None else {"before": before}
        rows = fetch(session, _whole(paged=before is not None), most=limit, **beyond).all()
        return _entries(session, rows, reader)
    query, changed = _fitting(session, wanted, reader)
    if before is not None:
        query = query.where(changed < before)
    if touched_since is not None:
        query = query.where(col(DevelopmentRow.version) > touched_since)
    query = query.with_only_columns(*table_of(DevelopmentRow).c)
    rows = session.execute(query.order_by(changed.desc()).limit(limit)).all()
    return _entries(session, rows, reader)


def touched(session: Session, since: int, limit: int) -> tuple[tuple[int, ...], int]:
    """Ids of developments changed in any way after the version ``since``, merged ones too.

    The earliest first, and the version up to which they are all.
    """
    query = select(col(DevelopmentRow.id), col(DevelopmentRow.version)).where(
        col(DevelopmentRow.version) > since
    )
    rows = session.execute(query.order_by(col(DevelopmentRow.version)).limit(limit)).all()
    return tuple(row[0] for row in rows), max((row[1] for row in rows), default=since)


def entries_of(session: Session, ids: Collection[int], *, reader: str) -> list[TimelineEntry]:
    """These developments as the timeline shows them, the last changed first."""
    return _entries(session, fetch(session, _by_ids(), ids=sorted(ids)).all(), reader)


def fitting_ids(
    session: Session, ids: Collection[int], wanted: TimelineFilter, *, reader: str
) -> frozenset[int]:
    """Which of these developments the timeline shows."""
    query, _ = _fitting(session, wanted, reader, few=True)
    found = session.scalars(query.where(col(DevelopmentRow.id).in_(sorted(ids))))
    return frozenset(row.id for row in found)


def count_unread(session: Session, reader: str) -> int:
    """How many developments changed since the reader read them; at most :data:`MOST_COUNTED`."""
    through = read_through(session, reader)
    counted = fetch(session, _count_beyond(), reader=reader, through=through).scalar_one()
    return min(counted + len(kept_unread(session, reader)), MOST_COUNTED)


def read_development(session: Session, reader: str, development_id: int) -> bool:
    """The reader has read the development; ``False`` where there is no such one.

    Whoever has read everything gets the line moved up, so that marks never pile up.
    """
    newest = session.scalar(select(func.max(col(DevelopmentRow.change_id)))) or 0
    if not mark_read(session, reader, development_id):
        return False
    query, changed = _fitting(session, TimelineFilter(unread=True), reader)
    if session.scalar(query.with_only_columns(changed).limit(1)) is None:
        mark_all_read(session, reader, newest)
    return True


def _entries(session: Session, rows: Sequence[Row[Any]], reader: str) -> list[TimelineEntry]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    # The last one of each is what remains.
    alerts = {row[0]: AlertState(row[1]) for row in fetch(session, _alerts_of(), ids=ids)}
    marks = fetch(session, _marks_of(), reader=reader, ids=ids)
    read = {row[0]: row[1] for row in marks}
    through = read_through(session, reader)
    return [
        TimelineEntry(
            development=development_of_row(row),
            change=Change(
                id=row.change_id,
                at=row.changed_at or row.last_told_at,
                text=row.change_text,
                version=row.version,
            ),
            unread=_is_unread(row.change_id, read.get(row.id), through),
            alert=alerts.get(row.id),
        )
        for row in rows
    ]


@cache
def _whole(*, paged: bool) -> Select[Any]:
    """All developments, or those changed before a number: what is asked for most."""
    changed = col(DevelopmentRow.change_id)
    query = select(*table_of(DevelopmentRow).c).where(_stands())
    if paged:
        query = query.where(changed < bindparam("before"))
    return query.order_by(changed.desc()).limit(bindparam("most"))


@cache
def _by_ids() -> Select[Any]:
    query = select(*table_of(DevelopmentRow).c).order_by(col(DevelopmentRow.change_id).desc())
    return query.where(col(DevelopmentRow.id).in_(bindparam("ids", expanding=True)))


@cache
def _alerts_of() -> Select[int | None, str]:
    """Of each development the alerts, the last one last."""
    of = col(AlertRow.development_id)
    query = select(of, col(AlertRow.state)).where(of.in_(bindparam("ids", expanding=True)))
    return query.order_by(col(AlertRow.created_at), col(AlertRow.id))


@cache
def _marks_of() -> Select[int, int]:
    of = col(ReadMarkRow.development_id)
    query = select(of, col(ReadMarkRow.change_id))
    mine = col(ReadMarkRow.reader) == bindparam("reader")
    return query.where(mine, of.in_(bindparam("ids", expanding=True)))


@cache
def _count_beyond() -> Select[int]:
    """How many developments changed beyond a line and have no mark of their own."""
    changed = col(DevelopmentRow.change_id)
    query = select(changed).where(
        _stands(),
        *_unmarked(
            changed, bindparam("reader", type_=Text), bindparam("through", type_=BigInteger)
        ),
    )
    some = query.order_by(changed.desc()).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(some)


def _is_unread(change_id: int, mark: int | None, through: int) -> bool:
    if mark == WANTED_UNREAD:
        return True
    return change_id > max(mark or 0, through)


def _fitting(
    session: Session, wanted: TimelineFilter, reader: str, *, few: bool = False
) -> tuple[Select[DevelopmentRow], Mapped[int]]:
    """The query of what fits, and the column by which it is ordered: of the index it is read by."""
    query = select(DevelopmentRow).where(_stands())
    changed = col(DevelopmentRow.change_id)
    named = {"rule": wanted.rule, "actor": wanted.actor, "outlet": wanted.outlet}
    pairs = [(kind, value) for kind, value in named.items() if value]
    if wanted.severity is not None and wanted.severity is not Severity.LOW:
        pairs.append(("severity", wanted.severity))
    for at, (kind, value) in enumerate(pairs):
        has = aliased(DevelopmentFilterRow)
        fits = and_(
            col(has.development_id) == col(DevelopmentRow.id),
            col(has.kind) == kind,
            col(has.value) == value,
        )
        if at:
            query = query.where(exists().where(fits))
        else:
            query = query.join(has, fits)
            changed = col(has.change_id)
    query = query.where(*_in_time(session, wanted, changed))
    if wanted.text.strip():
        query = query.where(developments_with(session, read_query(wanted.text), few=few))
    if wanted.unread:
        query = query.where(_unread(session, reader, changed))
    return query, changed


def _in_time(
    session: Session, wanted: TimelineFilter, changed: Mapped[int]
) -> list[ColumnElement[bool]]:
    """Changes are numbered as they come, so a span of time is a span of numbers."""
    at, number = col(DevelopmentRow.changed_at), col(DevelopmentRow.change_id)
    bounds: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        first = session.scalar(select(number).where(at >= wanted.since).order_by(at).limit(1))
        bounds += [changed >= first, at >= wanted.since] if first is not None else [false()]
    if wanted.until is not None:
        last = session.scalar(select(number).where(at < wanted.until).order_by(at.desc()).limit(1))
        bounds += [changed <= last, at < wanted.until] if last is not None else [false()]
    return bounds


def _unread(session: Session, reader: str, changed: Mapped[int]) -> ColumnElement[bool]:
    """What changed beyond the line, without a mark that it was read; and what is kept unread."""
    beyond = _beyond(session, reader, changed)
    kept = kept_unread(session, reader)
    if not kept:
        return beyond
    # One bound for both, so that what was read long ago is not looked at.
    lowest = min(*kept.values(), read_through(session, reader) + 1)
    return and_(changed >= lowest, or_(beyond, col(DevelopmentRow.id).in_(sorted(kept))))


def _beyond(session: Session, reader: str, changed: Mapped[int]) -> ColumnElement[bool]:
    """What changed beyond the line, and has no mark of its own."""
    return and_(*_unmarked(changed, literal(reader), literal(read_through(session, reader))))


def _unmarked(
    changed: Mapped[int], reader: ColumnElement[str], through: ColumnElement[int]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What changed after the number ``through``, and has no mark of the reader's."""
    mark = aliased(ReadMarkRow)
    marked = exists().where(
        col(mark.reader) == reader,
        col(mark.development_id) == col(DevelopmentRow.id),
        or_(col(mark.change_id) >= changed, col(mark.change_id) == WANTED_UNREAD),
    )
    return changed > through, ~marked


def _stands() -> ColumnElement[bool]:
    """What is not merged into another one.

    Written so that no index serves it: SQLite would read all of these, and sort them.
    """
    return func.coalesce(col(DevelopmentRow.merged_into_id), 0) == 0
