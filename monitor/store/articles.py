"""Article pages that wait to be read for items, and how each ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Article, ArticleOutcome, ArticleResult
from monitor.store.columns import clean_text
from monitor.store.hosts import (
    LOOKED_AT,
    ClaimRoom,
    DueVisit,
    HostPace,
    note_starts,
    resting,
    visits_in_hand,
)
from monitor.store.search import note_changed
from monitor.store.statements import POLLS_LOCK, chunks, execute_count, lock, upsert
from monitor.store.tables import ArticleRow, FeedRow, ItemRow
from monitor.store.visits import is_due

LONGEST_WAIT = timedelta(hours=26)
"""A page due further ahead was put there by a clock that has been set back since."""

_DUE, _DONE = "due", "done"


def waits_for_text(now: datetime) -> ColumnElement[bool]:
    """The condition that an item had better not be judged yet: its page is being read."""
    return exists().where(
        col(ArticleRow.item_id) == col(ItemRow.id),
        col(ArticleRow.state) == _DUE,
        col(ArticleRow.judge_at) > now,
        col(ArticleRow.judge_at) <= now + LONGEST_WAIT,
    )


def requested_edits(session: Session, item_ids: Iterable[int]) -> dict[int, int]:
    """Of the items whose page was asked for, how many edits each had then."""
    found: dict[int, int] = {}
    for chunk in chunks(sorted(set(item_ids))):
        query = select(col(ArticleRow.item_id), col(ArticleRow.edits))
        rows = session.execute(query.where(col(ArticleRow.item_id).in_(chunk)))
        found |= {item_id: edits for item_id, edits in rows}  # noqa: C416 - typed rows
    return found


def request_articles(session: Session, articles: Sequence[Article], judge_at: datetime) -> None:
    """Have pages read; their items wait to be judged until then at most."""
    values = [
        {
            "item_id": article.item_id,
            "url": article.url,
            "host": article.host,
            "state": _DUE,
            "outcome": None,
            "detail": "",
            "status": None,
            "chars": 0,
            "edits": article.edits,
            "tries": 0,
            "requested_at": article.requested_at,
            "judge_at": judge_at,
            "next_try_at": article.requested_at,
            "done_at": None,
            "lease_owner": None,
            "lease_until": None,
        }
        for article in articles
    ]
    upsert(session, ArticleRow, values, key="item_id")


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether a page may be read now whose host may be asked: a look that locks nothing."""
    query = select(col(ArticleRow.item_id)).where(*_due(now), *_host_is_free(now)).limit(1)
    return session.scalar(query) is not None


def claim_due(
    session: Session,
    *,
    now: datetime,
    owner: str,
    lease_s: float,
    limit: int,
    pace: HostPace,
    failing_limit: int | None = None,
) -> list[Article]:
    """Take pages that are due under a lease of ``lease_s`` seconds, the longest due first.

    Nobody else has them meanwhile, and no host is asked more often than ``pace`` allows, its
    feeds and pages and every process together. Pages wait while a feed of their host is due, for
    a long queue of them must not keep feeds from being read. At most ``failing_limit`` of those
    taken failed before.
    """
    lock(session, POLLS_LOCK)
    room = ClaimRoom(visits_in_hand(session, now), pace, limit=limit, failing_limit=failing_limit)

    def look(taken: Sequence[int]) -> list[DueVisit]:
        host, item_id = col(ArticleRow.host), col(ArticleRow.item_id)
        query = select(item_id, host, col(ArticleRow.tries)).where(
            *_due(now),
            *_host_is_free(now),
            host.not_in(sorted(room.full_hosts)),
            item_id.not_in(taken),
        )
        if not room.for_failing:
            query = query.where(col(ArticleRow.tries) == 0)
        query = query.order_by(col(ArticleRow.next_try_at), item_id).limit(LOOKED_AT)
        return [
            DueVisit(id=found, host=name, failing=tries > 0)
            for found, name, tries in session.execute(query)
        ]

    ids = room.take_due(look)
    lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
    articles: dict[int, Article] = {}
    for chunk in chunks(ids):
        of_chunk = col(ArticleRow.item_id).in_(chunk)
        rows = session.scalars(select(ArticleRow).where(of_chunk))
        articles |= {row.item_id: _article(row) for row in rows}
        session.execute(update(ArticleRow).where(of_chunk).values(lease))
    note_starts(session, room.started, pace, now)
    return [articles[item_id] for item_id in ids]


def postpone_article(session: Session, article: Article, until: datetime, *, owner: str) -> bool:
    """Give a page back that was not asked for yet, until then; ``False``: lease lost."""
    statement = _held(article, owner).values(next_try_at=until, lease_owner=None, lease_until=None)
    return execute_count(session, statement) > 0


def retry_article(
    session: Session, article: Article, result: ArticleResult, *, owner: str, now: datetime
) -> bool:
    """Give a page back for another try in ``result.retry_after_s``; ``False``: lease lost."""
    statement = _held(article, owner).values(
        tries=article.tries + 1,
        detail=clean_text(result.detail),
        status=result.status,
        next_try_at=now + timedelta(seconds=result.retry_after_s or 0.0),
        lease_owner=None,
        lease_until=None,
    )
    return execute_count(session, statement) > 0


def finish_article(
    session: Session,
    article: Article,
    result: ArticleResult,
    *,
    content: str | None,
    owner: str,
    now: datetime,
) -> bool:
    """Record how a page ended, and with ``content`` the item's text, which is then judged anew.

    An item that was judged meanwhile counts one edit more, so that its words are counted once and
    a judgement under way does not stand; one that still waits is simply judged with the text.
    ``False`` where the lease is lost or the item was edited meanwhile: nothing is changed but
    the page, which is then asked for again.
    """
    done = {
        "state": _DONE,
        "outcome": result.outcome,
        "detail": clean_text(result.detail),
        "status": result.status,
        "chars": len(result.text),
        "tries": article.tries + 1,
        "done_at": now,
        "lease_owner": None,
        "lease_until": None,
    }
    if not execute_count(session, _held(article, owner).values(done)):
        return False
    if content is None:
        return True
    item = update(ItemRow).where(
        col(ItemRow.id) == article.item_id, col(ItemRow.edits) == article.edits
    )
    unjudged = item.where(col(ItemRow.matched_revision).is_(None))
    if execute_count(session, unjudged.values(content=clean_text(content))):
        note_changed(session, [article.item_id])
        return True
    judged = {
        "content": clean_text(content),
        "edits": article.edits + 1,
        "edited_at": now,
        "matched_revision": None,
    }
    if not execute_count(session, item.values(judged)):
        return False
    row = update(ArticleRow).where(col(ArticleRow.item_id) == article.item_id)
    session.execute(row.values(edits=article.edits + 1))
    note_changed(session, [article.item_id])
    return True


def release_articles(session: Session, owner: str) -> int:
    """Give back every lease of ``owner`` (it stops); how many there were."""
    statement = update(ArticleRow).where(col(ArticleRow.lease_owner) == owner)
    return execute_count(session, statement.values(lease_owner=None, lease_until=None))


def article_outcomes(session: Session, since: datetime) -> dict[str, int]:
    """How many pages ended how since then; those that wait count as ``due``."""
    outcome = func.coalesce(col(ArticleRow.outcome), _DUE)
    query = select(outcome, func.count()).where(
        or_(col(ArticleRow.done_at) >= since, col(ArticleRow.state) == _DUE)
    )
    return {name: count for name, count in session.execute(query.group_by(outcome))}  # noqa: C416


def recent_articles(session: Session, limit: int) -> list[tuple[Article, ArticleResult | None]]:
    """The pages asked for last, the latest first; ``None``: the page still waits."""
    order = (col(ArticleRow.requested_at).desc(), col(ArticleRow.item_id).desc())
    rows = session.scalars(select(ArticleRow).order_by(*order).limit(limit))
    return [(_article(row), _result(row)) for row in rows]


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    latest = now + LONGEST_WAIT
    next_try, lease_until = col(ArticleRow.next_try_at), col(ArticleRow.lease_until)
    return (
        col(ArticleRow.state) == _DUE,
        or_(next_try <= now, next_try > latest),
        or_(lease_until.is_(None), lease_until <= now, lease_until > latest),
    )


def _host_is_free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    host = col(ArticleRow.host)
    with_due_feed = select(col(FeedRow.host)).where(*is_due(now))
    return (~resting(host, now), host.not_in(with_due_feed))


def _held(article: Article, owner: str) -> Update:
    return update(ArticleRow).where(
        and_(col(ArticleRow.item_id) == article.item_id, col(ArticleRow.lease_owner) == owner)
    )


def _article(row: ArticleRow) -> Article:
    return Article(
        item_id=row.item_id,
        url=row.url,
        host=row.host,
        edits=row.edits,
        requested_at=row.requested_at,
        tries=row.tries,
    )


def _result(row: ArticleRow) -> ArticleResult | None:
    if row.outcome is None:
        return None
    outcome = ArticleOutcome(row.outcome)
    return ArticleResult(outcome=outcome, detail=row.detail, status=row.status)
