"""What is remembered of each feed's last document, so that known entries are not read again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.store.statements import chunks, upsert
from monitor.store.tables import FeedPrintsRow


def prints_of(session: Session, feed_ids: Sequence[int]) -> dict[int, bytes]:
    """What is remembered of each of the feeds; feeds without are left out."""
    found: dict[int, bytes] = {}
    for chunk in chunks(feed_ids):
        query = select(col(FeedPrintsRow.feed_id), col(FeedPrintsRow.prints))
        rows = session.execute(query.where(col(FeedPrintsRow.feed_id).in_(chunk)))
        found.update((feed_id, prints) for feed_id, prints in rows)
    return found


def keep_prints(session: Session, feed_id: int, prints: bytes) -> None:
    """Remember this of the feed's last document, in place of what was; nothing where empty."""
    if prints:
        upsert(session, FeedPrintsRow, [{"feed_id": feed_id, "prints": prints}], key="feed_id")
    else:
        session.execute(delete(FeedPrintsRow).where(col(FeedPrintsRow.feed_id) == feed_id))
