"""What persons corrected about the grouping: merges, splits, and who was parted for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import (
    Correction,
    CorrectionAction,
    Development,
    DevelopmentState,
    Severity,
    Signature,
    highest,
)
from monitor.store.changes import inherit_change, touch
from monitor.store.codec import signature_to_json
from monitor.store.developments import decisions_of, get_development, telling_of
from monitor.store.hits import hits_of
from monitor.store.search import index_development
from monitor.store.statements import chunks, fetch, insert, insert_all, table_of
from monitor.store.tables import (
    CorrectionRow,
    DecisionRow,
    DevelopmentRow,
    MeetingDevelopmentRow,
    MeetingRow,
    SeparationRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """What a development is, told anew from its items: its signature, and which are sources."""

    signature: Signature
    independent: Mapping[int, bool]


def record_correction(
    session: Session,
    action: CorrectionAction,
    *,
    development_id: int,
    other_id: int,
    items: Sequence[int],
    author: str,
    comment: str,
    now: datetime,
) -> int:
    """Store that a person merged or split, and why; the correction's number."""
    statement = insert(session, CorrectionRow).values(
        action=action,
        development_id=development_id,
        other_id=other_id,
        item_ids=list(items),
        author=author,
        comment=comment,
        made_at=now,
    )
    return session.scalars(statement.returning(col(CorrectionRow.id))).one()


def corrections_of(session: Session, development_id: int) -> list[Correction]:
    """The corrections that the development was part of, the first one first."""
    return [_correction(row) for row in fetch(session, _about(), development=development_id)]


@cache
def _about() -> Select[Any]:
    it: BindParameter[Any] = bindparam("development")
    about = or_(col(CorrectionRow.development_id) == it, col(CorrectionRow.other_id) == it)
    return select(*table_of(CorrectionRow).c).where(about).order_by(col(CorrectionRow.id))


def get_correction(session: Session, id: int) -> Correction | None:
    """The correction with this number."""
    row = session.scalars(select(CorrectionRow).where(col(CorrectionRow.id) == id)).one_or_none()
    return _correction(row) if row is not None else None


def part(session: Session, one: int, other: int, *, correction_id: int) -> None:
    """The two never join again, until a person merges them."""
    first, second = sorted((one, other))
    pair = {"first_id": first, "second_id": second, "correction_id": correction_id}
    insert_all(session, SeparationRow, [pair], skip_taken=True)


def unpart(session: Session, one: int, other: int) -> None:
    """The two may join again."""
    first, second = sorted((one, other))
    session.execute(
        delete(SeparationRow).where(
            col(SeparationRow.first_id) == first, col(SeparationRow.second_id) == second
        )
    )


def parted_from(session: Session, development_id: int) -> frozenset[int]:
    """The developments that a person parted this one from."""
    first, second = col(SeparationRow.first_id), col(SeparationRow.second_id)
    query = select(first, second).where(or_(first == development_id, second == development_id))
    pairs = session.execute(query).all()
    return frozenset(one for pair in pairs for one in pair if one != development_id)


def hand_over_partings(session: Session, gone: int, survivor: int) -> None:
    """Whoever was parted from a merged development is parted from the one it is in now."""
    query = select(SeparationRow).where(
        or_(col(SeparationRow.first_id) == gone, col(SeparationRow.second_id) == gone)
    )
    for row in list(session.scalars(query)):
        other = row.second_id if row.first_id == gone else row.first_id
        if other != survivor:
            part(session, survivor, other, correction_id=row.correction_id)


def open_empty(session: Session, like: Development, *, title: str, now: datetime) -> int:
    """Store a development that has no items yet, for items that are moved to it; its id."""
    statement = insert(session, DevelopmentRow).values(
        title=title,
        opened_at=like.opened_at,
        last_told_at=like.opened_at,
        state=DevelopmentState.OPEN,
        state_at=now,
        severity=Severity.LOW,
        rule_ids=[],
        signature=signature_to_json(Signature()),
        outlets=[],
        sources=0,
        items=0,
        follows_why="",
        corroborated=0,
    )
    development_id = session.scalars(statement.returning(col(DevelopmentRow.id))).one()
    index_development(session, development_id, title)
    return development_id


def move_items(
    session: Session,
    items: Iterable[int],
    *,
    to: int,
    facet_of: Mapping[int, int | None],
    correction_id: int,
) -> None:
    """Put items into another development, each as one that came with its ``facet_of``."""
    for item_id in items:
        session.execute(
            update(DecisionRow)
            .where(col(DecisionRow.item_id) == item_id)
            .values(development_id=to, facet_id=facet_of.get(item_id), correction_id=correction_id)
        )


def merge_into(session: Session, gone: int, survivor: int, now: datetime) -> None:
    """The development has no items of its own any more; whatever named it names the other one."""
    development = col(DevelopmentRow.id)
    values = {
        "state": DevelopmentState.CLOSED,
        "state_at": now,
        "merged_into_id": survivor,
        "items": 0,
        "sources": 0,
        "outlets": [],
        "follows_id": None,
        "follows_why": "",
    }
    session.execute(update(DevelopmentRow).where(development == gone).values(values))
    for column in ("merged_into_id", "follows_id"):
        named = getattr(DevelopmentRow, column)
        session.execute(
            update(DevelopmentRow)
            .where(col(named) == gone, development != survivor)
            .values({column: survivor})
        )
    session.execute(
        update(DevelopmentRow)
        .where(development == survivor, col(DevelopmentRow.follows_id) == gone)
        .values(follows_id=None, follows_why="")
    )
    session.execute(
        update(MeetingRow)
        .where(col(MeetingRow.live_development_id) == gone)
        .values(live_development_id=survivor)
    )
    inherit_change(session, survivor, gone)
    touch(session, gone)


def revive(session: Session, development_id: int, now: datetime) -> None:
    """A merged development stands by itself again."""
    values = {"state": DevelopmentState.OPEN, "state_at": now, "merged_into_id": None}
    session.execute(
        update(DevelopmentRow).where(col(DevelopmentRow.id) == development_id).values(values)
    )


def retell(
    session: Session,
    development_id: int,
    retold: Retold,
    *,
    state: DevelopmentState,
    now: datetime,
) -> Development:
    """Bring a development up to date with the items it has now, of which there is one at least.

    Counts, outlets, times, rules, severity and the meetings it tells follow from the items; the
    signature and who is a source are given. So many independent outlets count as told. A title
    that none of its items has any more becomes that of the earliest.
    """
    recorded = decisions_of(session, development_id)
    hits = hits_of(session, [one.stored.id for one in recorded])
    tellings = [telling_of(one.stored, hits.get(one.stored.id, ())) for one in recorded]
    for item_id, independent in retold.independent.items():
        session.execute(
            update(DecisionRow)
            .where(col(DecisionRow.item_id) == item_id)
            .values(independent=independent)
        )
    sources = sum(retold.independent.values())
    told = [telling.told_at for telling in tellings]
    before = _known(session, development_id)
    titles = [telling.title for telling in tellings]
    values = {
        "title": before.title if before.title in titles else titles[0],
        "opened_at": min(told),
        "last_told_at": max(told),
        "state": state,
        "state_at": now if state is not before.state else before.state_at,
        "severity": highest(telling.severity for telling in tellings),
        "rule_ids": list(dict.fromkeys(rule for one in tellings for rule in one.rule_ids)),
        "signature": signature_to_json(retold.signature),
        "outlets": list(dict.fromkeys(telling.outlet for telling in tellings)),
        "sources": sources,
        "items": len(tellings),
        "corroborated": max(sources, before.corroborated),
    }
    mine = col(DevelopmentRow.id) == development_id
    session.execute(update(DevelopmentRow).where(mine).values(values))
    if values["title"] != before.title:
        index_development(session, development_id, titles[0])
    touch(session, development_id)
    _retell_meetings(session, development_id, retold.signature, max(told))
    return _known(session, development_id)


def forget_meetings(session: Session, development_id: int) -> None:
    """The development tells no meeting any more."""
    session.execute(
        delete(MeetingDevelopmentRow).where(
            col(MeetingDevelopmentRow.development_id) == development_id
        )
    )


def titles_of(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The titles of these developments, by id; unknown ids are left out."""
    found: dict[int, str] = {}
    for chunk in chunks(sorted(set(ids))):
        query = select(col(DevelopmentRow.id), col(DevelopmentRow.title))
        rows = session.execute(query.where(col(DevelopmentRow.id).in_(chunk)))
        found |= {row[0]: row[1] for row in rows}
    return found


def _retell_meetings(
    session: Session, development_id: int, signature: Signature, told_at: datetime
) -> None:
    forget_meetings(session, development_id)
    status = signature.status if len(signature.meetings) == 1 else None
    rows = [
        {
            "meeting_id": meeting,
            "development_id": development_id,
            "status": status,
            "told_at": told_at,
        }
        for meeting in signature.meetings
    ]
    insert_all(session, MeetingDevelopmentRow, rows)


def _known(session: Session, development_id: int) -> Development:
    found = get_development(session, development_id)
    if found is None:
        raise LookupError(f"there is no development {development_id}")
    return found


def _correction(row: CorrectionRow | Row[Any]) -> Correction:
    return Correction(
        id=row.id,
        action=CorrectionAction(row.action),
        development_id=row.development_id,
        other_id=row.other_id,
        items=tuple(row.item_ids),
        author=row.author,
        comment=row.comment,
        made_at=row.made_at,
    )
