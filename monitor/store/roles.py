"""Roles that one process at a time has: who has each, under a lease that it renews.

Not for correctness: whoever claims a feed or groups an item does so under locks and leases of its
own. A role only keeps work where it is cheapest, and says whether anybody does it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.store.statements import execute_count, insert, table_of
from monitor.store.tables import RoleRow

LONGEST_LEASE = timedelta(minutes=10)
"""A lease that ends further ahead was written by a clock that has been set back since."""


def take_role(session: Session, name: str, *, owner: str, now: datetime, lease_s: float) -> bool:
    """Have the role for ``lease_s`` seconds, or have it for longer; ``False``: another has it."""
    until = now + timedelta(seconds=lease_s)
    statement = insert(session, RoleRow).values(name=name, lease_owner=owner, lease_until=until)
    row = table_of(RoleRow).c
    free = or_(
        row.lease_owner.is_(None),
        row.lease_owner == owner,
        row.lease_until <= now,
        row.lease_until > now + LONGEST_LEASE,
    )
    taken = {"lease_owner": owner, "lease_until": until}
    statement = statement.on_conflict_do_update(index_elements=["name"], set_=taken, where=free)
    return session.scalar(statement.returning(row.name)) is not None


def leave_roles(session: Session, owner: str) -> int:
    """Give back every role of ``owner`` (it stops); how many there were."""
    statement = update(RoleRow).where(col(RoleRow.lease_owner) == owner)
    return execute_count(session, statement.values(lease_owner=None, lease_until=None))


def has_role(session: Session, name: str, now: datetime) -> bool:
    """Whether any process has the role now."""
    until = col(RoleRow.lease_until)
    query = select(col(RoleRow.name)).where(
        col(RoleRow.name) == name, until > now, until <= now + LONGEST_LEASE
    )
    return session.scalar(query) is not None
