"""Outlets: who publishes."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.store.columns import clean_text
from monitor.store.statements import fetch, insert_all
from monitor.store.tables import FeedRow, OutletRow

MAX_OUTLET_CHARS = 500
"""An indexed PostgreSQL value may have 2,704 bytes; 500 characters fit in any script."""


def ensure_outlet(session: Session, name: str, now: datetime) -> str:
    """Store the outlet where it is new; its name as stored (cleaned, cut to 500 characters)."""
    stored = clean_text(name)[:MAX_OUTLET_CHARS]
    insert_all(session, OutletRow, [{"name": stored, "added_at": now}], skip_taken=True)
    return stored


def list_outlets(session: Session, *, limit: int) -> list[str]:
    """The names of outlets of polled feeds, by alphabet."""
    query = select(col(FeedRow.outlet)).where(col(FeedRow.listed)).distinct()
    return list(session.scalars(query.order_by(col(FeedRow.outlet)).limit(limit)))


def outlet_names(session: Session, limit: int) -> list[str]:
    """The names of outlets, by alphabet."""
    return list(fetch(session, _names(), most=limit).scalars())


@cache
def _names() -> Select[str]:
    name = col(OutletRow.name)
    return select(name).order_by(name).limit(bindparam("most"))
