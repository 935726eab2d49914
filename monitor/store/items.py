"""Items and the keys that identify them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Item, ItemKey, KeyKind, StoredItem
from monitor.store.articles import waits_for_text
from monitor.store.columns import clean_text
from monitor.store.feed_days import count_new_items
from monitor.store.outlets import ensure_outlet
from monitor.store.search import note_changed
from monitor.store.statements import (
    chunks,
    fetch,
    insert_all,
    insert_numbered,
    rows_among,
    table_of,
)
from monitor.store.tables import ItemKeyRow, ItemRow

_REMEMBERED_KEYS = 8_192
"""Keys whose digest is remembered: those of a document's items are asked for three times."""

MAX_PROBLEM_CHARS = 1000
"""Enough for a sentence and an error; the trace is in the log."""


def find_known(session: Session, keys: Sequence[ItemKey]) -> list[StoredItem]:
    """All items that have any of the keys, by id; each with all its stored keys."""
    ids = set(_holders(session, map(key_digest, keys)).values())
    return list(get_items(session, ids).values())


def insert_items(
    session: Session, new: Sequence[tuple[Item, bool]], *, feed_id: int, now: datetime
) -> list[int]:
    """Store items of a feed first seen ``now``, each with whether it is backlog; their ids.

    Where another process stored an item meanwhile (its *first* key is taken), nothing is stored
    and the id is that item's; so it is of two items with one first key. Other keys that are taken
    stay with the item that has them. Raises ``ValueError`` for an item without keys.
    """
    for item, _ in new:
        if not item.keys:
            raise ValueError(f"an item needs a key to be stored: {item.title!r}")
    firsts = [key_digest(item.keys[0]) for item, _ in new]
    fresh = dict(zip(reversed(firsts), reversed(new), strict=True))
    outlets = {
        name: ensure_outlet(session, name, now)
        for name in dict.fromkeys(item.outlet for item, _ in fresh.values())
    }
    values = [
        _item_values(item)
        | {
            "feed_id": feed_id,
            "outlet": outlets[item.outlet],
            "published_at": item.published_at,
            "first_seen_at": now,
            "told_at": _told_at(item.published_at, now),
            "edits": 0,
            "backlog": backlog,
            "grouping_due": False,
            "problem": "",
        }
        for item, backlog in fresh.values()
    ]
    ids = dict(zip(fresh, insert_numbered(session, ItemRow, values), strict=True))
    keyed = [(ids[first], item.keys, 0) for first, (item, _) in fresh.items()]
    # Callers have looked which are known, so only another process can have stored one since.
    stored = dict(ids) if _insert_keys(session, keyed) else _holders(session, fresh)
    lost = [ids[first] for first, holder in stored.items() if holder != ids[first]]
    for chunk in chunks(lost):
        session.execute(delete(ItemRow).where(col(ItemRow.id).in_(chunk)))
    count_new_items(session, feed_id, now, len(fresh) - len(lost))
    note_changed(session, (ids[first] for first in fresh if ids[first] == stored[first]))
    return [stored[first] for first in firsts]


def update_item(session: Session, item_id: int, item: Item, *, now: datetime, edited: bool) -> None:
    """A known item was served again: learn its new keys and, where ``edited``, its new texts.

    An edited item counts one edit more and waits to be matched again; its new texts get another
    chance, so it is no longer quarantined. Outlet and feed stay those it was first
    seen at, and so does its date where it has one: an edit makes no news newer.
    """
    known = session.scalar(
        select(func.count()).select_from(ItemKeyRow).where(col(ItemKeyRow.item_id) == item_id)
    )
    _insert_keys(session, [(item_id, item.keys, known or 0)])
    if not edited:
        return
    row = session.scalars(select(ItemRow).where(col(ItemRow.id) == item_id)).one()
    published_at = row.published_at or item.published_at
    values = _item_values(item) | {
        "link": item.link or row.link,
        "canonical_url": item.canonical_url or row.canonical_url,
        "guid": item.guid or row.guid,
        "published_at": published_at,
        "told_at": _told_at(published_at, row.first_seen_at),
        "edits": col(ItemRow.edits) + 1,
        "edited_at": now,
        "matched_revision": None,
        "problem": "",
        "restore_id": None,
    }
    session.execute(update(ItemRow).where(col(ItemRow.id) == item_id).values(values))
    note_changed(session, [item_id])


def unmatched(
    session: Session,
    limit: int,
    *,
    now: datetime | None = None,
    among: Collection[int] | None = None,
) -> list[StoredItem]:
    """Items that wait to be matched (new, or edited since), the oldest first, without keys.

    With ``now``, without those that had better wait a while for their full text. With ``among``
    only these, and none that another transaction looks at in the same way: their rows are locked.
    """
    table = table_of(ItemRow)
    query = select(table).where(_to_be_matched(now)).order_by(table.c.id)
    if among is not None:
        query = query.where(table.c.id.in_(among)).with_for_update(skip_locked=True)
    rows = session.execute(query.limit(limit))
    return [stored_item(row, ()) for row in rows]


def unmatched_ids(session: Session, limit: int, *, now: datetime) -> list[int]:
    """Ids of items that wait to be matched, the oldest first; ``now`` as in :func:`unmatched`."""
    query = select(col(ItemRow.id)).where(_to_be_matched(now)).order_by(col(ItemRow.id))
    return list(session.scalars(query.limit(limit)))


def is_any_unmatched(session: Session, *, now: datetime | None = None) -> bool:
    """Whether any item waits to be matched; ``now`` as in :func:`unmatched`."""
    return session.scalar(select(col(ItemRow.id)).where(_to_be_matched(now)).limit(1)) is not None


def _to_be_matched(now: datetime | None) -> ColumnElement[bool]:
    unmatched = col(ItemRow.matched_revision).is_(None)
    return unmatched if now is None else and_(unmatched, ~waits_for_text(now))


def quarantine(session: Session, item_id: int, problem: str) -> None:
    """Set an item aside that the program failed on: it stays stored, and is not to be grouped.

    ``problem`` says why, for a person; 1,000 characters of it are kept. An edit of the item ends
    the quarantine. Raises ``ValueError`` for an empty problem.
    """
    kept = clean_text(problem)[:MAX_PROBLEM_CHARS]
    if not kept:
        raise ValueError("a quarantine needs a problem")
    statement = update(ItemRow).where(col(ItemRow.id) == item_id)
    session.execute(statement.values(problem=kept, grouping_due=False))


def count_quarantined(session: Session) -> int:
    """How many items are set aside."""
    query = select(func.count()).select_from(ItemRow)
    # Written out, not bound: only so do the databases see that `ix_item_quarantined` serves it.
    return session.scalar(query.where(text("problem <> ''"))) or 0


def get_items(session: Session, ids: Iterable[int]) -> dict[int, StoredItem]:
    """The items with these ids, by id in ascending order; unknown ids are left out."""
    found: dict[int, StoredItem] = {}
    for chunk in chunks(sorted(set(ids))):
        rows = fetch(session, _by_ids(), ids=chunk)
        found |= {stored.id: stored for stored in _stored(session, rows)}
    return found


def recent_items(session: Session, limit: int) -> list[StoredItem]:
    """The items stored last, the latest first."""
    query = select(ItemRow).order_by(col(ItemRow.id).desc()).limit(limit)
    return _stored(session, session.scalars(query))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """The items first seen in a period: how many, and the lowest and highest of their ids."""

    since: datetime
    until: datetime
    items: int
    first_id: int
    last_id: int


def find_arrivals(session: Session, since: datetime, until: datetime) -> Arrivals:
    """What was first seen at ``since`` or later and before ``until``."""
    query = select(func.count(), func.min(col(ItemRow.id)), func.max(col(ItemRow.id)))
    items, first, last = session.execute(query.where(*_seen_in(since, until))).one()
    return Arrivals(since=since, until=until, items=items, first_id=first or 0, last_id=last or 0)


def start_of_latest(
    session: Session, since: datetime, until: datetime, *, limit: int
) -> datetime | None:
    """From when on at most ``limit`` items of a period were first seen.

    ``None`` where all of it has no more.
    """
    moments = select(col(ItemRow.first_seen_at)).where(*_seen_in(since, until))
    latest = moments.order_by(col(ItemRow.first_seen_at).desc())
    moment = session.scalar(latest.offset(limit).limit(1))
    return None if moment is None else moment + timedelta(microseconds=1)


def arrived(
    session: Session, arrivals: Arrivals, *, after: int, limit: int
) -> tuple[StoredItem, ...]:
    """The next items of a period, in the order they were stored: those of ids above ``after``.

    At most ``limit`` of them, without their keys. None of what was stored since
    :func:`find_arrivals`, so that a reader who takes one short transaction for each call sees an
    end.
    """
    query = select(ItemRow).where(
        *_seen_in(arrivals.since, arrivals.until),
        col(ItemRow.id) >= max(arrivals.first_id, after + 1),
        col(ItemRow.id) <= arrivals.last_id,
    )
    rows = session.scalars(query.order_by(col(ItemRow.id)).limit(limit))
    return tuple(stored_item(row, ()) for row in rows)


def copy_items(session: Session, stored: Sequence[StoredItem], *, feed_id: int) -> None:
    """Store items of another database under the same ids, as items of the feed ``feed_id``.

    As they stand there: without their keys, and as if they had never been edited or matched.
    """
    outlets = {
        one.item.outlet: ensure_outlet(session, one.item.outlet, one.first_seen_at)
        for one in stored
    }
    values = [
        _item_values(one.item)
        | {
            "id": one.id,
            "feed_id": feed_id,
            "outlet": outlets[one.item.outlet],
            "published_at": one.item.published_at,
            "first_seen_at": one.first_seen_at,
            "told_at": one.told_at,
            "edits": 0,
            "backlog": one.backlog,
            "grouping_due": False,
            "problem": "",
        }
        for one in stored
    ]
    insert_all(session, ItemRow, values)


def _seen_in(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(ItemRow.first_seen_at) >= since, col(ItemRow.first_seen_at) < until


def count_items(session: Session) -> int:
    """How many items are stored."""
    return session.scalar(select(func.count()).select_from(ItemRow)) or 0


@lru_cache(maxsize=_REMEMBERED_KEYS)
def key_digest(key: ItemKey) -> str:
    """SHA-256 over kind, scope and value: of one short length whatever a feed calls its items."""
    parts = (clean_text(part) for part in (key.kind, key.scope, key.value))
    # NUL cannot stand in a cleaned text, so no two keys run together.
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


_HOLDERS = "SELECT digest, item_id FROM item_key WHERE digest"


def _holders(session: Session, digests: Iterable[str]) -> dict[str, int]:
    """Which item holds each of the keys; keys that none holds are left out."""
    rows = rows_among(session, _HOLDERS, sorted(set(digests)))
    return {digest: item_id for digest, item_id in rows}  # noqa: C416 - typed rows


def _insert_keys(session: Session, keyed: Sequence[tuple[int, Sequence[ItemKey], int]]) -> bool:
    """Give each item (its id) its keys, the first at the position given; what is taken stays.

    Returns whether none was taken.
    """
    rows: dict[str, dict[str, Any]] = {}
    for item_id, keys, first_position in keyed:
        for position, key in enumerate(keys, first_position):
            digest = key_digest(key)
            row = {
                "digest": digest,
                "item_id": item_id,
                "kind": key.kind,
                "scope": key.scope,
                "value": key.value,
                "position": position,
            }
            rows.setdefault(digest, row)
    # In one order for all processes, so that two never wait for each other.
    values = [rows[digest] for digest in sorted(rows)]
    inserted = insert_all(session, ItemKeyRow, values, skip_taken=True)
    return inserted == sum(len(keys) for _, keys, _ in keyed)


def _told_at(published_at: datetime | None, first_seen_at: datetime) -> datetime:
    # As `StoredItem.told_at`, stored so that the database can order by it.
    return first_seen_at if published_at is None else min(published_at, first_seen_at)


def _item_values(item: Item) -> dict[str, Any]:
    return {
        "title": item.title,
        "summary": item.summary,
        "content": item.content,
        "link": item.link,
        "canonical_url": item.canonical_url,
        "guid": item.guid,
        "language": item.language,
        "categories": list(item.categories),
    }


@cache
def _by_ids() -> Select[Any]:
    ids: BindParameter[Any] = bindparam("ids", expanding=True)
    return select(*table_of(ItemRow).c).where(col(ItemRow.id).in_(ids)).order_by(col(ItemRow.id))


@cache
def _keys_of() -> Select[Any]:
    order = (col(ItemKeyRow.position), col(ItemKeyRow.digest))
    mine = col(ItemKeyRow.item_id).in_(bindparam("ids", expanding=True))
    return select(*table_of(ItemKeyRow).c).where(mine).order_by(*order)


def _stored(session: Session, rows: Iterable[ItemRow | Row[Any]]) -> list[StoredItem]:
    """The values of item rows, in their order, with their keys."""
    items = list(rows)
    keys: defaultdict[int, list[ItemKey]] = defaultdict(list)
    for chunk in chunks(row.id for row in items):
        for row in fetch(session, _keys_of(), ids=chunk):
            kind = cast("KeyKind", row.kind)
            keys[row.item_id].append(ItemKey(kind=kind, scope=row.scope, value=row.value))
    return [stored_item(row, tuple(keys[row.id])) for row in items]


def stored_item(row: ItemRow | Row[Any], keys: tuple[ItemKey, ...]) -> StoredItem:
    """The value of a row (for the query modules of this room)."""
    item = Item(
        title=row.title,
        summary=row.summary,
        content=row.content,
        link=row.link,
        canonical_url=row.canonical_url,
        guid=row.guid,
        published_at=row.published_at,
        outlet=row.outlet,
        language=row.language,
        categories=tuple(row.categories),
        keys=keys,
    )
    return StoredItem(
        id=row.id,
        feed_id=row.feed_id,
        item=item,
        first_seen_at=row.first_seen_at,
        backlog=row.backlog,
        edits=row.edits,
        matched_revision=row.matched_revision,
        restore_id=row.restore_id,
    )
