"""Article pages that wait to be read for items, and how each ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.model import Article, ArticleOutcome, ArticleResult
from monitor.store.columns import clean_text
from monitor.store.search import reindex_item
from monitor.store.statements import chunks, execute_count, upsert
from monitor.store.tables import ArticleRow, ItemRow

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


def due_articles(
    session: Session, now: datetime, limit: int, *, but_hosts: Collection[str] = ()
) -> list[Article]:
    """Pages that may be read now, the one asked for first ahead; nothing is claimed."""
    query = select(ArticleRow).where(*_due(now), col(ArticleRow.host).not_in(list(but_hosts)))
    query = query.order_by(col(ArticleRow.next_try_at), col(ArticleRow.item_id)).limit(limit)
    return [_article(row) for row in session.scalars(query)]


def claim_articles(
    session: Session, item_ids: Collection[int], *, now: datetime, owner: str, lease_s: float
) -> list[Article]:
    """Take these pages under a lease, as far as nobody else has them; those that were taken."""
    query = select(ArticleRow).where(*_due(now), col(ArticleRow.item_id).in_(list(item_ids)))
    query = query.order_by(col(ArticleRow.next_try_at), col(ArticleRow.item_id))
    taken = [_article(row) for row in session.scalars(query.with_for_update(skip_locked=True))]
    lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
    for chunk in chunks(article.item_id for article in taken):
        statement = update(ArticleRow).where(col(ArticleRow.item_id).in_(chunk))
        session.execute(statement.values(lease))
    return taken


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
        reindex_item(session, article.item_id)
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
    reindex_item(session, article.item_id)
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
