"""Endpoints: which are listed, which are disabled, and when each last answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import EndpointCondition, EndpointStatus
from monitor.store.statements import (
    LISTS_LOCK,
    execute_count,
    execute_many,
    fetch,
    insert_all,
    lock,
    table_of,
)
from monitor.store.tables import EndpointRow

_SOUND = {"failures": 0, "failing_since": None, "resume_at": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An endpoint of the files: its shown host, and the print of the secret that signs."""

    host: str
    secret_print: str = ""


def sync_endpoints(session: Session, listed: Mapping[str, Listed], now: datetime) -> None:
    """Make the stored endpoints agree with the files, by id.

    Endpoints that are gone stay stored, unlisted, with their history; a disabled one stays so. A
    secret that was not the endpoint's before is its since ``now``.
    """
    lock(session, LISTS_LOCK)
    ensure_endpoints(session, list(listed), now)
    session.execute(update(EndpointRow).values(listed=False))
    for endpoint_id, found in listed.items():
        mine = col(EndpointRow.id) == endpoint_id
        session.execute(update(EndpointRow).where(mine).values(host=found.host, listed=True))
        rotated = update(EndpointRow).where(
            mine, col(EndpointRow.secret_print) != found.secret_print
        )
        session.execute(rotated.values(secret_print=found.secret_print, rotated_at=now))


def rotations(session: Session) -> dict[str, datetime]:
    """Since when each endpoint's first secret signs."""
    query = select(col(EndpointRow.id), col(EndpointRow.rotated_at))
    return {key: moment for key, moment in session.execute(query) if moment is not None}


def ensure_endpoints(session: Session, ids: Sequence[str], now: datetime) -> None:
    """Store those endpoints that are not known yet, unlisted and without host."""
    blank = {"host": "", "listed": False, "added_at": now, "disabled_reason": "", "failures": 0}
    new = [{"id": endpoint_id} | blank for endpoint_id in sorted(set(ids))]
    insert_all(session, EndpointRow, new, skip_taken=True)


def disable_endpoint(session: Session, id: str, reason: str, now: datetime) -> None:
    """Send nothing more to an endpoint until it is enabled. A disabled one keeps its first reason.

    Its pending deliveries stay pending. An endpoint that is not known yet is stored.
    """
    ensure_endpoints(session, [id], now)
    statement = update(EndpointRow).where(
        col(EndpointRow.id) == id, col(EndpointRow.disabled_at).is_(None)
    )
    session.execute(statement.values(disabled_at=now, disabled_reason=reason))


def enable_endpoint(session: Session, id: str) -> bool:
    """Send to the endpoint again. ``False``: it was not disabled, or is not known."""
    statement = update(EndpointRow).where(
        col(EndpointRow.id) == id, col(EndpointRow.disabled_at).is_not(None)
    )
    values = {"disabled_at": None, "disabled_reason": "", **_SOUND}
    return execute_count(session, statement.values(values)) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What attempts said of an endpoint: how it does now, and whether any succeeded or failed."""

    condition: EndpointCondition
    succeeded: bool
    failed: bool


def note_results(session: Session, results: Mapping[str, Results], now: datetime) -> None:
    """Remember how endpoints do, and when each last took, or refused, a message."""
    values = [
        {
            "key": endpoint_id,
            "failures": found.condition.failures,
            "failing_since": found.condition.failing_since,
            "resume_at": found.condition.resume_at,
            "success_at": now if found.succeeded else None,
            "failure_at": now if found.failed else None,
        }
        for endpoint_id, found in sorted(results.items())
    ]
    execute_many(session, _NOTE, values)


_endpoints_table = table_of(EndpointRow)

_NOTE = (
    update(_endpoints_table)
    .where(_endpoints_table.c.id == bindparam("key"))
    .values(
        failures=bindparam("failures"),
        failing_since=bindparam("failing_since"),
        resume_at=bindparam("resume_at"),
        last_success_at=func.coalesce(
            bindparam("success_at", type_=_endpoints_table.c.last_success_at.type),
            _endpoints_table.c.last_success_at,
        ),
        last_failure_at=func.coalesce(
            bindparam("failure_at", type_=_endpoints_table.c.last_failure_at.type),
            _endpoints_table.c.last_failure_at,
        ),
    )
)


def conditions_of(session: Session, ids: Collection[str]) -> dict[str, EndpointCondition]:
    """How these endpoints do; on PostgreSQL their rows stay locked until the transaction ends."""
    query = (
        select(
            col(EndpointRow.id),
            col(EndpointRow.failures),
            col(EndpointRow.failing_since),
            col(EndpointRow.resume_at),
        )
        .where(col(EndpointRow.id).in_(sorted(ids)))
        .order_by(col(EndpointRow.id))
        .with_for_update()
    )
    return {
        key: EndpointCondition(failures=failures, failing_since=since, resume_at=resume_at)
        for key, failures, since, resume_at in session.execute(query)
    }


def list_endpoints(session: Session) -> list[EndpointStatus]:
    """Every endpoint ever known, listed ones first, by id."""
    return [_status(row) for row in fetch(session, _every())]


@cache
def _every() -> Select[Any]:
    query = select(*table_of(EndpointRow).c)
    return query.order_by(col(EndpointRow.listed).desc(), col(EndpointRow.id))


def _status(row: EndpointRow | Row[Any]) -> EndpointStatus:
    return EndpointStatus(
        id=row.id,
        host=row.host,
        listed=row.listed,
        disabled_at=row.disabled_at,
        disabled_reason=row.disabled_reason,
        last_success_at=row.last_success_at,
        last_failure_at=row.last_failure_at,
        condition=EndpointCondition(
            failures=row.failures, failing_since=row.failing_since, resume_at=row.resume_at
        ),
    )
