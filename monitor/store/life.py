"""The life of developments: going quiet, closing, being re-opened, following one another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.developments.corroboration import Voice, site_of
from monitor.model import Development, DevelopmentState, Follows
from monitor.store.developments import development_of_row
from monitor.store.statements import chunks, execute_count, fetch, table_of
from monitor.store.tables import DecisionRow, DevelopmentRow, ItemRow

MAX_CHAIN = 200
"""Developments of one chain that are shown."""


def is_settling_due(session: Session, *, quiet_before: datetime, closed_before: datetime) -> bool:
    """Whether :func:`settle_developments` would change anything: a cheap look."""
    query = select(col(DevelopmentRow.id)).limit(1)
    return any(
        session.scalar(query.where(where)) is not None
        for _, where in _settling(quiet_before, closed_before)
    )


def settle_developments(
    session: Session, *, quiet_before: datetime, closed_before: datetime, now: datetime
) -> int:
    """Open developments last told before the first moment go quiet, quiet ones before the second
    close; how many did."""
    return sum(
        execute_count(
            session, update(DevelopmentRow).where(where).values(state=state, state_at=now)
        )
        for state, where in _settling(quiet_before, closed_before)
    )


def reopen_development(session: Session, development_id: int, now: datetime) -> None:
    """The development is told again."""
    _set(session, development_id, state=DevelopmentState.OPEN, state_at=now)


def set_follows(session: Session, development_id: int, follows: Follows) -> None:
    """The development continues another one."""
    _set(session, development_id, follows_id=follows.development_id, follows_why=follows.why)


def set_corroborated(session: Session, development_id: int, outlets: int) -> None:
    """An alert told that so many independent outlets carry the development."""
    _set(session, development_id, corroborated=outlets)


def past_developments(
    session: Session,
    *,
    told_since: datetime,
    limit: int,
    changed_since: datetime | None = None,
) -> list[Development]:
    """Quiet and closed developments told since then, the latest told first.

    Those that a person merged into others, and those left without items, are not among them.
    ``changed_since``: only those whose state changed since.
    """
    query = select(DevelopmentRow).where(
        col(DevelopmentRow.state) != DevelopmentState.OPEN,
        col(DevelopmentRow.last_told_at) >= told_since,
        col(DevelopmentRow.items) > 0,
    )
    if changed_since is not None:
        query = query.where(col(DevelopmentRow.state_at) >= changed_since)
    order = (col(DevelopmentRow.last_told_at).desc(), col(DevelopmentRow.id).desc())
    return [development_of_row(row) for row in session.scalars(query.order_by(*order).limit(limit))]


def follows_of(session: Session, development: Development) -> Follows | None:
    """The development that this one continues."""
    if development.follows_id is None:
        return None
    query = select(col(DevelopmentRow.title)).where(
        col(DevelopmentRow.id) == development.follows_id
    )
    title = session.scalar(query)
    if title is None:
        return None
    return Follows(development_id=development.follows_id, title=title, why=development.follows_why)


def chain_of(session: Session, development_id: int) -> list[Development]:
    """The development with all that it continues and all that continue it, the earliest first.

    Empty where there is no such development. At most :data:`MAX_CHAIN`.
    """
    found: dict[int, Development] = {}
    ids, asked = {development_id}, set[int]()
    while ids and len(found) < MAX_CHAIN:
        asked |= ids
        rows = _linked(session, ids)
        fresh = [row for row in rows if row.id not in found]
        found |= {row.id: development_of_row(row) for row in fresh}
        # Onwards from what is new: to what it follows, and (by `_linked`) to what follows it.
        ids = {row.id for row in fresh}
        ids |= {row.follows_id for row in fresh if row.follows_id is not None}
        ids -= asked
    return sorted(found.values(), key=lambda one: (one.opened_at, one.id))[:MAX_CHAIN]


def independent_voices(session: Session, development_id: int) -> list[Voice]:
    """Who told the development as an independent source."""
    query = (
        select(col(ItemRow.outlet), col(ItemRow.canonical_url), col(ItemRow.link))
        .join(DecisionRow, col(DecisionRow.item_id) == col(ItemRow.id))
        .where(col(DecisionRow.development_id) == development_id, col(DecisionRow.independent))
    )
    return [
        Voice(outlet=outlet, site=site_of(canonical or link))
        for outlet, canonical, link in session.execute(query)
    ]


def _linked(session: Session, ids: Iterable[int]) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    for chunk in chunks(sorted(ids)):
        found += fetch(session, _linked_to(), ids=chunk)
    return found


@cache
def _linked_to() -> Select[Any]:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    linked = or_(col(DevelopmentRow.id).in_(ids), col(DevelopmentRow.follows_id).in_(ids))
    return select(*table_of(DevelopmentRow).c).where(linked)


def _settling(
    quiet_before: datetime, closed_before: datetime
) -> tuple[tuple[DevelopmentState, ColumnElement[bool]], ...]:
    state, told = col(DevelopmentRow.state), col(DevelopmentRow.last_told_at)
    quiet = (state == DevelopmentState.OPEN) & (told < quiet_before) & (told >= closed_before)
    closed = (state != DevelopmentState.CLOSED) & (told < closed_before)
    return (DevelopmentState.QUIET, quiet), (DevelopmentState.CLOSED, closed)


def _set(session: Session, development_id: int, **values: object) -> None:
    statement = update(DevelopmentRow).where(col(DevelopmentRow.id) == development_id)
    session.execute(statement.values(values))
