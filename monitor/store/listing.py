"""Long lists in pages: each begins after the last row of the one before, by an index.

Keyset pagination: the cost of a page does not grow with the rows before it, and nothing is shown
twice or left out because rows were added meanwhile. What is read are columns rather than rows of
the classes, which take twice as long to build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Mapped, Session
from sqlmodel import col

from monitor.model import (
    Alert,
    AlertKind,
    AlertState,
    Delivery,
    DeliveryState,
    Development,
    DevelopmentState,
    Hit,
    Severity,
    Silence,
    StoredItem,
)
from monitor.store.alerts import alert_of_row
from monitor.store.deliveries import deliveries_of, with_body
from monitor.store.developments import development_of_row
from monitor.store.filters import FilterKind, having, rarest
from monitor.store.hits import hit_of_row
from monitor.store.items import stored_item
from monitor.store.silences import silence_of_row
from monitor.store.statements import table_of
from monitor.store.tables import (
    AlertRow,
    DeliveryRow,
    DevelopmentFilterRow,
    DevelopmentRow,
    HitRow,
    ItemRow,
    SilenceRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentFilter:
    """Which developments are wanted: those that fit all that is given.

    ``named``: what they are of. ``since`` (included) and ``until`` (not included) bound when they
    were last told.
    """

    named: Mapping[FilterKind, str] = field(default_factory=dict)
    state: DevelopmentState | None = None
    since: datetime | None = None
    until: datetime | None = None


def find_developments(
    session: Session,
    wanted: DevelopmentFilter,
    *,
    limit: int,
    after: tuple[datetime, int] | None = None,
) -> list[Development]:
    """Developments that are wanted, the latest told first, ``after`` one (last told, id).

    Those that were merged into others are not among them.
    """
    told, key = col(DevelopmentRow.last_told_at), col(DevelopmentRow.id)
    where: list[ColumnElement[bool]] = [col(DevelopmentRow.merged_into_id).is_(None)]
    named = dict(wanted.named)
    if named:
        # The index of one of them has the order that is wanted; the others are looked up.
        first = rarest(session, named)
        told, key = col(DevelopmentFilterRow.last_told_at), col(DevelopmentFilterRow.development_id)
        where += [
            key == col(DevelopmentRow.id),
            col(DevelopmentFilterRow.kind) == first,
            col(DevelopmentFilterRow.value) == named.pop(first),
        ]
    where += having(named, key)
    if wanted.state is not None:
        where.append(col(DevelopmentRow.state) == wanted.state)
    where += _between(told, wanted.since, wanted.until)
    if after is not None:
        where += _beyond(told, after[0], key < after[1])
    query = select(table_of(DevelopmentRow)).where(*where).order_by(told.desc(), key.desc())
    return [development_of_row(row) for row in session.execute(query.limit(limit))]


def find_items(
    session: Session, *, limit: int, after: int | None = None, feed_id: int | None = None
) -> list[StoredItem]:
    """Items (of one feed), the last stored first, those with ids below ``after``; without keys."""
    query = select(table_of(ItemRow)).order_by(col(ItemRow.id).desc()).limit(limit)
    if feed_id is not None:
        query = query.where(col(ItemRow.feed_id) == feed_id)
    if after is not None:
        query = query.where(col(ItemRow.id) < after)
    return [stored_item(row, ()) for row in session.execute(query)]


def find_hits(
    session: Session,
    *,
    limit: int,
    after: tuple[datetime, int, str] | None = None,
    rule_id: str | None = None,
) -> list[Hit]:
    """Hits (of one rule), the latest first, ``after`` one (created, item, rule)."""
    made, item, rule = col(HitRow.created_at), col(HitRow.item_id), col(HitRow.rule_id)
    query = select(table_of(HitRow)).order_by(made.desc(), item.desc(), rule.desc()).limit(limit)
    if rule_id is not None:
        query = query.where(rule == rule_id)
    if after is not None:
        at, item_id, last_rule = after
        later = or_(item < item_id, and_(item == item_id, rule < last_rule))
        query = query.where(*_beyond(made, at, later))
    return [hit_of_row(row) for row in session.execute(query)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFilter:
    """Which alerts are wanted: those that fit all that is given.

    ``development_id``: of it, or of one that was merged into it. ``severity``: just this one.
    """

    state: AlertState | None = None
    kind: AlertKind | None = None
    severity: Severity | None = None
    development_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def find_alerts(
    session: Session,
    wanted: AlertFilter,
    *,
    limit: int,
    after: tuple[datetime, str] | None = None,
) -> list[Alert]:
    """Alerts that are wanted, the latest decided first, ``after`` one (created, id)."""
    made, key = col(AlertRow.created_at), col(AlertRow.id)
    where = _between(made, wanted.since, wanted.until)
    if wanted.state is not None:
        where.append(col(AlertRow.state) == wanted.state)
    if wanted.kind is not None:
        where.append(col(AlertRow.kind) == wanted.kind)
    if wanted.severity is not None:
        where.append(col(AlertRow.severity) == wanted.severity)
    if wanted.development_id is not None:
        into = col(DevelopmentRow.merged_into_id) == wanted.development_id
        merged = session.scalars(select(col(DevelopmentRow.id)).where(into))
        where.append(col(AlertRow.development_id).in_([wanted.development_id, *merged]))
    if after is not None:
        where += _beyond(made, after[0], key < after[1])
    query = select(table_of(AlertRow)).where(*where).order_by(made.desc(), key.desc())
    return [alert_of_row(row) for row in session.execute(query.limit(limit))]


def released_alerts(session: Session, *, since: datetime, limit: int) -> list[Alert]:
    """Alerts that went out at ``since`` or later, the earliest first.

    Those that were never held went out when they were decided.
    """
    settled, made = col(AlertRow.settled_at), col(AlertRow.created_at)
    query = (
        select(AlertRow)
        .where(
            col(AlertRow.state) == AlertState.RELEASED,
            or_(settled >= since, and_(settled.is_(None), made >= since)),
        )
        .order_by(func.coalesce(settled, made), col(AlertRow.id))
        .limit(limit)
    )
    return [alert_of_row(row) for row in session.scalars(query)]


def find_deliveries(
    session: Session,
    *,
    limit: int,
    after: int | None = None,
    state: DeliveryState | None = None,
    endpoint_id: str | None = None,
    alert_id: str | None = None,
) -> list[Delivery]:
    """Deliveries (in one state, for one endpoint, of one alert), the last made first."""
    key = col(DeliveryRow.id)
    where: list[ColumnElement[bool]] = []
    if after is not None:
        where.append(key < after)
    if alert_id is not None:
        where.append(col(DeliveryRow.alert_id) == alert_id)
    if endpoint_id is not None:
        where.append(col(DeliveryRow.endpoint_id) == endpoint_id)
    if state is not None:
        # Most deliveries are delivered: going back by number finds them sooner than their index,
        # which is in another order and must not be taken.
        kept = func.coalesce(col(DeliveryRow.state), "")
        by_number = state is DeliveryState.DELIVERED and endpoint_id is None and alert_id is None
        where.append((kept if by_number else col(DeliveryRow.state)) == state)
    # First the numbers alone, out of an index; then what stands in so few rows.
    found = session.scalars(select(key).where(*where).order_by(key.desc()).limit(limit)).all()
    query = with_body().where(key.in_(found)).order_by(key.desc())
    return deliveries_of(session, query) if found else []


def find_silences(session: Session, *, limit: int, after: int | None = None) -> list[Silence]:
    """Silences, past ones too, the last made first, those with ids below ``after``."""
    query = select(SilenceRow).order_by(col(SilenceRow.id).desc()).limit(limit)
    if after is not None:
        query = query.where(col(SilenceRow.id) < after)
    return [silence_of_row(row) for row in session.scalars(query)]


def _between(
    moment: Mapped[datetime], since: datetime | None, until: datetime | None
) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if since is not None:
        where.append(moment >= since)
    if until is not None:
        where.append(moment < until)
    return where


def _beyond(
    moment: Mapped[datetime], at: datetime, later: ColumnElement[bool]
) -> tuple[ColumnElement[bool], ...]:
    """What comes after a row in an order that begins with the latest ``moment``.

    The first condition is for the index: the second alone would not be looked up in it.
    """
    return moment <= at, or_(moment < at, later)
