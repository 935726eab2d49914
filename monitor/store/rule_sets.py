"""The rule set in force, and the searchable mirror of what it holds.

The rule files are the truth; these tables say which revision judges items and let actors, meetings,
rules and routes be searched and joined. Endpoints are kept by ``endpoints.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Actor, Alias, Meeting, Route, Rule, RuleSet
from monitor.store.codec import condition_to_json
from monitor.store.statements import LISTS_LOCK, fetch, insert_all, lock, upsert
from monitor.store.tables import ActorRow, MeetingRow, RouteRow, RuleRow, RuleSetRow


def record_rule_set(session: Session, rule_set: RuleSet, now: datetime) -> bool:
    """Put a rule set in force and refresh the mirror. ``True``: its revision was not in force.

    Actors, meetings and rules that are gone stay stored, unlisted, so that old hits can still be
    explained. Meetings keep the status that developments gave them, unless their status in the
    files was edited since: then the person has the last word.
    """
    lock(session, LISTS_LOCK)
    _mirror(session, ActorRow, [_actor_values(actor) for actor in rule_set.actors])
    _forget_edited_statuses(session, rule_set.meetings)
    _mirror(session, MeetingRow, [_meeting_values(meeting) for meeting in rule_set.meetings])
    _mirror(session, RuleRow, [_rule_values(rule) for rule in rule_set.rules])
    session.execute(delete(RouteRow))
    routes = [_route_values(number, route) for number, route in enumerate(rule_set.routes, 1)]
    insert_all(session, RouteRow, routes)
    if current_revision(session) == rule_set.revision:
        return False
    counts = {
        "actors": len(rule_set.actors),
        "meetings": len(rule_set.meetings),
        "rules": len(rule_set.rules),
    }
    in_force = {"revision": rule_set.revision, "in_force_at": now}
    insert_all(session, RuleSetRow, [in_force | counts])
    return True


def current_revision(session: Session) -> str | None:
    """The revision in force; ``None`` before the first rule set."""
    query = select(col(RuleSetRow.revision)).order_by(col(RuleSetRow.id).desc()).limit(1)
    return session.scalar(query)


def in_force_since(session: Session) -> datetime | None:
    """When the revision in force came into force; ``None`` before the first rule set."""
    return fetch(session, _last_in_force()).scalar()


@cache
def _last_in_force() -> Select[datetime]:
    return select(col(RuleSetRow.in_force_at)).order_by(col(RuleSetRow.id).desc()).limit(1)


def first_in_force(session: Session) -> tuple[datetime, str] | None:
    """When the first rule set of this database came into force, and its revision."""
    query = select(col(RuleSetRow.in_force_at), col(RuleSetRow.revision))
    row = session.execute(query.order_by(col(RuleSetRow.id)).limit(1)).one_or_none()
    return None if row is None else (row[0], row[1])


def _mirror(
    session: Session,
    row: type[ActorRow] | type[MeetingRow] | type[RuleRow],
    values: Sequence[dict[str, Any]],
) -> None:
    session.execute(update(row).values(listed=False))
    upsert(session, row, values)


def _forget_edited_statuses(session: Session, meetings: Sequence[Meeting]) -> None:
    known = {row.id: row.status for row in session.scalars(select(MeetingRow))}
    for meeting in meetings:
        if known.get(meeting.id, meeting.status) != meeting.status:
            session.execute(
                update(MeetingRow)
                .where(col(MeetingRow.id) == meeting.id)
                .values(live_status=None, live_status_at=None, live_development_id=None)
            )


def _aliases(aliases: Sequence[Alias]) -> list[dict[str, Any]]:
    return [asdict(alias) for alias in aliases]


def _actor_values(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "role": actor.role,
        "aliases": _aliases(actor.aliases),
        "listed": True,
    }


def _meeting_values(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "title": meeting.title,
        "participants": list(meeting.participants),
        "first_day": meeting.start,
        "last_day": meeting.end,
        "place": meeting.place,
        "place_aliases": _aliases(meeting.place_aliases),
        "words": list(meeting.words),
        "topic": meeting.topic,
        "status": meeting.status,
        "listed": True,
    }


def _rule_values(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "tags": list(rule.tags),
        "condition": condition_to_json(rule.condition),
        "scope": asdict(rule.scope),
        "backlog_hours": rule.alert.backlog_hours,
        "updates": rule.alert.updates,
        "on_outlets": list(rule.alert.on_outlets),
        "enabled": rule.enabled,
        "listed": True,
    }


def _route_values(number: int, route: Route) -> dict[str, Any]:
    return {
        "id": number,
        "endpoints": list(route.endpoints),
        "rules": list(route.rules),
        "tags": list(route.tags),
        "kinds": list(route.kinds),
        "min_severity": route.min_severity,
    }
