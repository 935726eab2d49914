"""Hits: which rules matched which items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, delete, func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Hit, Severity, StoredItem
from monitor.store.codec import evidence_from_json, evidence_to_json
from monitor.store.items import get_items
from monitor.store.statements import chunks, fetch, insert_all, table_of
from monitor.store.tables import HitRow, ItemRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An item's hits, and how many edits the item had when it was judged (``None``: any)."""

    item_id: int
    hits: Sequence[Hit]
    edits: int | None = None


def replace_hits(
    session: Session,
    item_id: int,
    revision: str,
    hits: Sequence[Hit],
    *,
    edits: int | None = None,
) -> bool:
    """Record what became of one item as :func:`record_judged` does; whether it was recorded."""
    judged = Judged(item_id=item_id, hits=hits, edits=edits)
    return bool(record_judged(session, revision, [judged]))


def record_judged(session: Session, revision: str, judged: Sequence[Judged]) -> set[int]:
    """Items were judged by this revision: these are now their hits. With any, an item is to be
    grouped; without, it is not, even if it was before.

    Returns the ids of the items recorded. Nothing is changed of an item that has another number
    of edits by now (it waits to be judged anew, by its new texts), or that is gone.
    """
    recorded: set[int] = set()
    for chunk in chunks(judged):
        # The items first: their row locks let one process at a time replace their hits.
        query = select(col(ItemRow.id), col(ItemRow.edits)).order_by(col(ItemRow.id))
        query = query.where(col(ItemRow.id).in_([one.item_id for one in chunk]))
        edits: dict[int, int] = {}
        edits.update(
            (item_id, count) for item_id, count in session.execute(query.with_for_update())
        )
        good = [
            one for one in chunk if one.item_id in edits and one.edits in (None, edits[one.item_id])
        ]
        for due in (False, True):
            ids = [one.item_id for one in good if bool(one.hits) is due]
            statement = update(ItemRow).where(col(ItemRow.id).in_(ids))
            values = {"matched_revision": revision, "grouping_due": due}
            if ids:
                session.execute(statement.values(values))
            recorded.update(ids)
        session.execute(
            delete(HitRow).where(col(HitRow.item_id).in_([one.item_id for one in good]))
        )
        insert_all(session, HitRow, [_hit_values(hit) for one in good for hit in one.hits])
    return recorded


def hits_of(session: Session, item_ids: Iterable[int]) -> dict[int, list[Hit]]:
    """The hits of each item, by rule id; items without hits are left out."""
    found: defaultdict[int, list[Hit]] = defaultdict(list)
    for chunk in chunks(sorted(set(item_ids))):
        for row in fetch(session, _of_items(), ids=chunk):
            found[row.item_id].append(hit_of_row(row))
    return dict(found)


@cache
def _of_items() -> Select[Any]:
    item = col(HitRow.item_id)
    query = select(*table_of(HitRow).c).where(item.in_(bindparam("ids", expanding=True)))
    return query.order_by(item, col(HitRow.rule_id))


def list_hits(
    session: Session, *, limit: int, rule_id: str | None = None
) -> list[tuple[Hit, StoredItem]]:
    """The latest hits (of one rule) with their items, the latest first."""
    query = select(HitRow).order_by(
        col(HitRow.created_at).desc(), col(HitRow.item_id).desc(), col(HitRow.rule_id)
    )
    if rule_id is not None:
        query = query.where(col(HitRow.rule_id) == rule_id)
    hits = [hit_of_row(row) for row in session.scalars(query.limit(limit))]
    items = get_items(session, (hit.item_id for hit in hits))
    return [(hit, items[hit.item_id]) for hit in hits]


def feeds_of_rules(
    session: Session, rule_ids: Iterable[str], *, since: datetime, latest: int | None = None
) -> list[tuple[str, int]]:
    """The pairs of rule and feed for which an item of the feed matched the rule since then.

    ``latest``: only so many hits of each rule count, the last ones.
    """
    found: list[tuple[str, int]] = []
    for rule_id in sorted(set(rule_ids)):
        made = col(HitRow.created_at)
        items = (
            select(col(HitRow.item_id))
            .where(col(HitRow.rule_id) == rule_id, made >= since)
            .order_by(made.desc())
            .limit(latest)
        )
        query = select(col(ItemRow.feed_id)).where(col(ItemRow.id).in_(items)).distinct()
        feeds = session.scalars(query.order_by(col(ItemRow.feed_id)))
        found += [(rule_id, feed_id) for feed_id in feeds]
    return found


def recent_hits(session: Session, rule_id: str, limit: int) -> list[tuple[datetime, int]]:
    """When a rule last matched, and which feeds brought those items: the latest first."""
    query = (
        select(col(HitRow.created_at), col(ItemRow.feed_id))
        .join(ItemRow, col(ItemRow.id) == col(HitRow.item_id))
        .where(col(HitRow.rule_id) == rule_id)
        .order_by(col(HitRow.created_at).desc())
        .limit(limit)
    )
    return [(made_at, feed_id) for made_at, feed_id in session.execute(query)]


def hits_by_day(
    session: Session, rule_ids: Sequence[str], starts: Sequence[datetime]
) -> dict[str, list[int]]:
    """How many hits each rule had from each of these moments to the next one, the last to now.

    ``starts`` in order. Rules without hits are left out. An index alone answers it.
    """
    numbered = reversed(list(enumerate(starts)))
    day = case(*((col(HitRow.created_at) >= start, number) for number, start in numbered))
    found: dict[str, list[int]] = {}
    for chunk in chunks(sorted(set(rule_ids))):
        query = (
            select(col(HitRow.rule_id), day.label("day"), func.count())
            .where(col(HitRow.rule_id).in_(chunk), col(HitRow.created_at) >= starts[0])
            # By its name: PostgreSQL takes the same expression with other parameters for another.
            .group_by(col(HitRow.rule_id), "day")
        )
        for rule_id, number, count in session.execute(query):
            found.setdefault(rule_id, [0] * len(starts))[number] = count
    return found


def count_hits(session: Session) -> int:
    """How many hits are stored."""
    return session.scalar(select(func.count()).select_from(HitRow)) or 0


def _hit_values(hit: Hit) -> dict[str, object]:
    return {
        "item_id": hit.item_id,
        "rule_id": hit.rule_id,
        "revision": hit.revision,
        "severity": hit.severity,
        "evidence": evidence_to_json(hit.evidence),
        "created_at": hit.created_at,
    }


def hit_of_row(row: HitRow | Row[Any]) -> Hit:
    """The value of a row (for the query modules of this room)."""
    return Hit(
        item_id=row.item_id,
        rule_id=row.rule_id,
        revision=row.revision,
        severity=Severity(row.severity),
        evidence=evidence_from_json(row.evidence),
        created_at=row.created_at,
    )
