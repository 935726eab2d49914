"""Alerts, and the outbox they are put into in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Integer,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    func,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from monitor.alerts.muting import OpenTelling
from monitor.model import (
    Alert,
    AlertKind,
    AlertReason,
    AlertState,
    DeliveryState,
    DevelopmentState,
    ReasonCode,
    Severity,
)
from monitor.store.endpoints import ensure_endpoints
from monitor.store.statements import fetch, insert_all, looked_at, table_of
from monitor.store.tables import (
    AlertRow,
    DeliveryRow,
    DevelopmentRow,
    EndpointHoldRow,
    ItemRow,
)


def add_alert(session: Session, alert: Alert, endpoint_ids: Sequence[str] = ()) -> None:
    """Store an alert and one pending delivery for each endpoint, due at once.

    In the caller's transaction: with the change of the development, or not at all. Without
    endpoints the alert is stored and nobody is told (yet: it may be held). An endpoint that is not
    known yet is stored without host; the next sync of the endpoints tells more.
    """
    insert_all(session, AlertRow, [_alert_values(alert)])
    add_deliveries(session, alert.id, endpoint_ids, alert.created_at)


def release_alert(session: Session, alert: Alert) -> None:
    """Write a held alert as it goes out; its deliveries are made in the same transaction."""
    values = _alert_values(alert)
    del values["id"], values["created_at"]
    session.execute(update(AlertRow).where(col(AlertRow.id) == alert.id).values(values))


def settle_alert(
    session: Session,
    id: str,
    state: AlertState,
    text: str,
    now: datetime,
    *,
    into_id: str | None = None,
) -> None:
    """A held alert is not sent by itself: it is muted, or folded into another one."""
    values = {"state": state, "state_text": text, "settled_at": now, "into_id": into_id}
    session.execute(update(AlertRow).where(col(AlertRow.id) == id).values(values))


def due_held(session: Session, now: datetime, limit: int) -> list[Alert]:
    """Held alerts that have waited long enough, the longest due first, then as they were told.

    One that was decided in the future was written by a clock that has been set back since.
    """
    release_at, created_at = col(AlertRow.release_at), col(AlertRow.created_at)
    query = (
        select(AlertRow)
        .outerjoin(ItemRow, col(ItemRow.id) == col(AlertRow.item_id))
        .where(col(AlertRow.state) == AlertState.HELD, or_(release_at <= now, created_at > now))
    )
    told = (col(ItemRow.told_at), col(ItemRow.title))
    order = (release_at, created_at, *told, col(AlertRow.id))
    return [alert_of_row(row) for row in session.scalars(query.order_by(*order).limit(limit))]


def next_release_at(session: Session) -> datetime | None:
    """When the next held alert is to be released; ``None``: none is held."""
    query = select(func.min(col(AlertRow.release_at)))
    return session.scalar(query.where(col(AlertRow.state) == AlertState.HELD))


def add_deliveries(
    session: Session, alert_id: str, endpoint_ids: Sequence[str], now: datetime
) -> None:
    """One pending delivery of a stored alert for each endpoint, due at once."""
    wanted = list(dict.fromkeys(endpoint_ids))
    ensure_endpoints(session, wanted, now)
    deliveries = [
        {
            "alert_id": alert_id,
            "endpoint_id": endpoint_id,
            "state": DeliveryState.PENDING,
            "attempts": 0,
            "next_attempt_at": now,
            "created_at": now,
        }
        for endpoint_id in wanted
    ]
    insert_all(session, DeliveryRow, deliveries)


def list_alerts(
    session: Session,
    *,
    limit: int,
    development_id: int | None = None,
    state: AlertState | None = None,
    item_id: int | None = None,
) -> list[Alert]:
    """The latest alerts, the latest first.

    Of one development and those merged into it, in one state, raised by one item.
    """
    given = {"state": state, "item": item_id, "development": development_id}
    named = {name: value for name, value in given.items() if value is not None}
    found = fetch(session, _latest(tuple(named)), most=limit, **named)
    return [alert_of_row(row) for row in found]


@cache
def _latest(named: tuple[str, ...]) -> Select[Any]:
    """The latest alerts, of one development (or merged into it), state, item: where so named."""
    query = select(*table_of(AlertRow).c)
    if "state" in named:
        stored = col(AlertRow.state)
        is_of_few = len(named) > 1
        query = query.where((looked_at(stored) if is_of_few else stored) == bindparam("state"))
    if "item" in named:
        query = query.where(col(AlertRow.item_id) == bindparam("item"))
    if "development" in named:
        merged = select(col(DevelopmentRow.id)).where(
            col(DevelopmentRow.merged_into_id) == bindparam("development")
        )
        itself = select(bindparam("development", type_=Integer))
        query = query.where(col(AlertRow.development_id).in_(union_all(itself, merged)))
    order = (col(AlertRow.created_at).desc(), col(AlertRow.id).desc())
    return query.order_by(*order).limit(bindparam("most"))


def latest_by_rule(session: Session, *, among: int) -> dict[str, tuple[datetime, int | None]]:
    """When each rule last alerted, and of which development, looking at the latest alerts only.

    ``among``: how many. Alerts that nobody was sent count too.
    """
    found: dict[str, tuple[datetime, int | None]] = {}
    for rule_ids, at, development_id in fetch(session, _last_by_rules(), most=among):
        for rule_id in rule_ids:
            found.setdefault(rule_id, (at, development_id))
    return found


@cache
def _last_by_rules() -> Select[Sequence[str], datetime, int | None]:
    """Of the latest alerts the last one of each set of rules: few are read out of many."""
    made, key = col(AlertRow.created_at), col(AlertRow.id)
    rules = cast(col(AlertRow.rule_ids), Text)
    latest = select(col(AlertRow.rule_ids), made, col(AlertRow.development_id), key)
    some = latest.add_columns(rules.label("rules")).order_by(made.desc(), key)
    some_alerts = some.limit(bindparam("most")).subquery().c
    order = (some_alerts.created_at.desc(), some_alerts.id)
    place = func.row_number().over(partition_by=some_alerts.rules, order_by=order)
    columns = (some_alerts.rule_ids, some_alerts.created_at, some_alerts.development_id)
    ranked = select(*columns, some_alerts.id, place.label("place")).subquery().c
    query = select(ranked.rule_ids, ranked.created_at, ranked.development_id)
    return query.where(ranked.place == 1).order_by(ranked.created_at.desc(), ranked.id)


def get_alert(session: Session, id: str) -> Alert | None:
    """The alert with this id."""
    row = fetch(session, _by_id(), id=id).one_or_none()
    return alert_of_row(row) if row is not None else None


@cache
def _by_id() -> Select[Any]:
    return select(*table_of(AlertRow).c).where(col(AlertRow.id) == bindparam("id"))


def get_alerts(session: Session, ids: Collection[str]) -> list[Alert]:
    """The alerts with these ids, the earliest first."""
    query = select(AlertRow).where(col(AlertRow.id).in_(sorted(ids)))
    order = (col(AlertRow.created_at), col(AlertRow.id))
    return [alert_of_row(row) for row in session.scalars(query.order_by(*order))]


def open_tellings(session: Session, window: timedelta) -> list[OpenTelling]:
    """Alerts that went to somebody, of developments that are open, the latest first.

    ``window``: how long after its last telling a development stays open.
    """
    of, home = aliased(DevelopmentRow), aliased(DevelopmentRow)
    delivered = select(col(DeliveryRow.id)).where(col(DeliveryRow.alert_id) == col(AlertRow.id))
    waiting = select(col(EndpointHoldRow.alert_id)).where(
        col(EndpointHoldRow.alert_id) == col(AlertRow.id)
    )
    query = (
        select(
            col(AlertRow.id),
            col(home.id).label("development_id"),
            col(home.title).label("title"),
            col(home.last_told_at).label("last_told_at"),
            col(AlertRow.rule_ids),
            col(AlertRow.severity),
            col(AlertRow.settled_at),
        )
        .select_from(home)
        .join(of, or_(col(of.id) == col(home.id), col(of.merged_into_id) == col(home.id)))
        .join(AlertRow, col(AlertRow.development_id) == col(of.id))
        .where(
            looked_at(col(AlertRow.state)) == AlertState.RELEASED,
            col(home.state) == DevelopmentState.OPEN,
            or_(delivered.exists(), waiting.exists()),
        )
        .order_by(col(AlertRow.settled_at).desc(), col(AlertRow.id).desc())
    )
    return [
        OpenTelling(
            alert_id=row.id,
            development_id=row.development_id,
            title=row.title,
            rule_ids=tuple(row.rule_ids),
            severity=Severity(row.severity),
            told_at=row.settled_at,
            until=row.last_told_at + window,
        )
        for row in session.execute(query)
    ]


def count_held(session: Session) -> int:
    """How many alerts are held."""
    query = select(func.count()).select_from(AlertRow)
    return session.scalar(query.where(col(AlertRow.state) == AlertState.HELD)) or 0


def _alert_values(alert: Alert) -> dict[str, object]:
    return {
        "id": alert.id,
        "kind": alert.kind,
        "type": alert.type,
        "reason_code": alert.reason.code,
        "reason_text": alert.reason.text,
        "development_id": alert.development_id,
        "item_id": alert.item_id,
        "rule_ids": list(alert.rule_ids),
        "severity": alert.severity,
        "created_at": alert.created_at,
        "body": alert.body,
        "state": alert.state,
        "release_at": alert.release_at,
        "settled_at": alert.settled_at,
        "state_text": alert.state_text,
        "into_id": alert.into_id,
    }


def alert_of_row(row: AlertRow | Row[Any]) -> Alert:
    """The value of a row (for the query modules of this room)."""
    return Alert(
        id=row.id,
        kind=AlertKind(row.kind),
        type=row.type,
        reason=AlertReason(code=ReasonCode(row.reason_code), text=row.reason_text),
        development_id=row.development_id,
        item_id=row.item_id,
        rule_ids=tuple(row.rule_ids),
        severity=Severity(row.severity),
        created_at=row.created_at,
        body=row.body,
        state=AlertState(row.state),
        release_at=row.release_at,
        settled_at=row.settled_at,
        state_text=row.state_text,
        into_id=row.into_id,
    )
