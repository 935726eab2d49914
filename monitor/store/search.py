"""The index for full text: what it finds, and how it follows items and developments.

SQLite: FTS5. PostgreSQL: ``tsvector`` under a GIN index. Both hold the words as the matcher folds
them (``search_query.py``), so both find the same. An item that is new, edited or grouped is noted
in its own transaction (``search_due``) and put into the index by the daemon about a second later,
many at once: one visit at a time costs twice as much, and visits would wait for it. Rows of deleted
items and developments may be left over on SQLite; whatever is found is looked up where it is
stored, so they never show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Select,
    cast,
    column,
    delete,
    false,
    func,
    literal,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.store.columns import clean_text
from monitor.store.engine import Store
from monitor.store.search_query import (
    SearchQuery,
    to_fts5,
    to_row,
    to_tsquery,
    to_tsvector,
    words_of,
)
from monitor.store.statements import chunks, execute_many, insert_into, upsert
from monitor.store.tables import (
    DecisionRow,
    DevelopmentRow,
    IndexDueRow,
    ItemRow,
    SearchDueRow,
)

CONTENT_CHARS = 4000
"""Of an item's content: what an article is about is said before that."""

COMMON_FROM = 20_000
"""Items of developments from which a word is common: on 250,000 such items, listing those of a
word took 15 ms for 442, 112 ms for 20,000 and 306 ms for all, and walking 1,389, 163 and 2 ms."""

MOST_WALKED = 3
"""Words that are looked for in one development after the other: each costs a look there."""

MAX_WORD_CHARS = 100
"""Longer ones are no words; PostgreSQL takes 2 KB at most."""

_INDEXED_AT_ONCE = 1000
"""Items put into the index in one transaction: some 50 ms. In batches of 30 each costs twice."""

_IS_DUE = text("SELECT items_through, developments_through FROM index_due WHERE id = 1")
_TABLES = {
    name: table(name, column("rowid"), column("words"))
    for name in ("item_search", "development_search")
}


def note_changed(session: Session, item_ids: Iterable[int]) -> None:
    """These items are new, have other texts or came into a development: they are to be put into
    the index by :func:`fill_step`."""
    # In one order for all processes, so that two never wait for each other.
    rows = [{"item_id": item_id} for item_id in sorted(set(item_ids))]
    execute_many(session, _note(session.get_bind().dialect.name), rows)


@cache
def _note(dialect: str) -> Insert:
    statement = insert_into(dialect, SearchDueRow)
    # Not DO NOTHING: who puts a noted item into the index meanwhile has to wait for its new texts.
    again = {"item_id": statement.excluded.item_id}
    return statement.on_conflict_do_update(index_elements=["item_id"], set_=again)


def index_development(session: Session, development_id: int, title: str) -> None:
    """Put a development's title into the index, or put it in anew."""
    _put(session, "development_search", {development_id: title}, grouped=set())


def items_with(session: Session, query: SearchQuery, *, grouped: bool = False) -> Select[int]:
    """A query of the ids of items in which everything is found that is looked for."""
    return _ids_with(session, "item_search", query, grouped=grouped)


def forget_items(session: Session, ids: Sequence[int]) -> None:
    """Take deleted items out of the index: SQLite does not see to it by itself."""
    _forget(session, "item_search", ids)


def forget_developments(session: Session, ids: Sequence[int]) -> None:
    """Take deleted developments out of the index: SQLite does not see to it by itself."""
    _forget(session, "development_search", ids)


def find_items(
    session: Session, query: SearchQuery, *, limit: int, before: int | None = None
) -> list[int]:
    """Ids of items in which everything is found, the last stored first; below ``before``."""
    rowid = _TABLES["item_search"].c.rowid
    ids = items_with(session, query)
    if before is not None:
        ids = ids.where(rowid < before)
    return list(session.scalars(ids.order_by(rowid.desc()).limit(limit)))


def developments_of(session: Session, item_ids: Sequence[int]) -> dict[int, int]:
    """Of each of these items the development it is in; those in none are left out."""
    query = select(col(DecisionRow.item_id), col(DecisionRow.development_id))
    rows = session.execute(query.where(col(DecisionRow.item_id).in_(item_ids)))
    return {row[0]: row[1] for row in rows}


def developments_with(
    session: Session, query: SearchQuery, *, few: bool = False
) -> ColumnElement[bool]:
    """The condition that a development's title, or an item of it, has what is looked for.

    ``few``: only a few developments are asked about. Else what is rare is looked up in the index,
    and what is common is looked for in one development after the other until enough are found.
    """
    titled = _ids_with(session, "development_search", query)
    if few or _is_common(session, query):
        here = _TABLES["item_search"].alias("told_words")
        told = (
            select(literal(1))
            .select_from(DecisionRow)
            .join(here, here.c.rowid == col(DecisionRow.item_id))
            .where(
                col(DecisionRow.development_id) == col(DevelopmentRow.id),
                _has(session, here.c.words, to_fts5(query), to_tsquery(query)),
            )
        )
        mine = titled.where(_TABLES["development_search"].c.rowid == col(DevelopmentRow.id))
        return or_(told.correlate(DevelopmentRow).exists(), mine.correlate(DevelopmentRow).exists())
    grouped = select(col(DecisionRow.development_id)).where(
        col(DecisionRow.item_id).in_(items_with(session, query, grouped=True))
    )
    return col(DevelopmentRow.id).in_(titled.union_all(grouped))


def _is_common(session: Session, query: SearchQuery) -> bool:
    """Whether so many items have it that listing them all would take longer than walking."""
    single = all(len(one.words) == 1 and not one.prefix for one in query.wanted)
    if not single or not 0 < len(query.wanted) <= MOST_WALKED:
        return False
    some = items_with(session, query, grouped=True).limit(COMMON_FROM).subquery()
    return session.scalar(select(func.count()).select_from(some)) == COMMON_FROM


def request_fill(session: Session) -> None:
    """Have everything put into the index anew: the daemon does it, or ``monitor db upgrade``."""
    values = {
        "items_through": session.scalar(select(func.max(col(ItemRow.id)))) or 0,
        "developments_through": session.scalar(select(func.max(col(DevelopmentRow.id)))) or 0,
    }
    upsert(session, IndexDueRow, [{"id": 1, **values}])


def fill_step(store: Store) -> bool:
    """Put some of what is to be put into the index into it: first items that were noted, then what
    was stored before there was an index; whether anything was.

    A short transaction, so that nobody waits long; nothing is done twice by two who do it.
    """
    with store.read() as session:
        noted = session.scalar(select(col(SearchDueRow.item_id)).limit(1)) is not None
        due = session.execute(_IS_DUE).one_or_none()
    if not noted and (due is None or not any(due)):
        return False
    with store.write() as session:
        if noted:
            _fill_noted(session)
        else:
            _fill_some(session)
    return True


def _fill_noted(session: Session) -> None:
    item_id = col(SearchDueRow.item_id)
    some = select(item_id).order_by(item_id).limit(_INDEXED_AT_ONCE)
    # Taken first and read then: who changes one of them has noted it, and is waited for.
    taken = delete(SearchDueRow).where(item_id.in_(some.with_for_update(skip_locked=True)))
    _index_stored(session, sorted(session.scalars(taken.returning(item_id))))


def _fill_some(session: Session) -> None:
    due = session.scalars(select(IndexDueRow).with_for_update()).one()
    values = {"items_through": due.items_through, "developments_through": due.developments_through}
    if due.items_through:
        query = select(col(ItemRow.id)).where(col(ItemRow.id) <= due.items_through)
        ids = list(session.scalars(query.order_by(col(ItemRow.id).desc()).limit(_INDEXED_AT_ONCE)))
        _index_stored(session, ids)
        values["items_through"] = ids[-1] - 1 if len(ids) == _INDEXED_AT_ONCE else 0
    else:
        developments = select(col(DevelopmentRow.id), col(DevelopmentRow.title)).where(
            col(DevelopmentRow.id) <= due.developments_through
        )
        order = col(DevelopmentRow.id).desc()
        rows = session.execute(developments.order_by(order).limit(_INDEXED_AT_ONCE)).all()
        _put(session, "development_search", {row[0]: row[1] for row in rows}, grouped=set())
        full = len(rows) == _INDEXED_AT_ONCE
        values["developments_through"] = rows[-1][0] - 1 if full else 0
    session.execute(
        text(
            "UPDATE index_due SET items_through = :items_through, "
            "developments_through = :developments_through WHERE id = 1"
        ),
        values,
    )


def _index_stored(session: Session, ids: Sequence[int]) -> None:
    """Put stored items into the index as they are now."""
    for chunk in chunks(ids):
        query = select(
            col(ItemRow.id),
            col(ItemRow.title),
            col(ItemRow.summary),
            func.substr(col(ItemRow.content), 1, CONTENT_CHARS),
        ).where(col(ItemRow.id).in_(chunk))
        rows = {row[0]: _text(row[1], row[2], row[3]) for row in session.execute(query)}
        grouped = select(col(DecisionRow.item_id)).where(col(DecisionRow.item_id).in_(chunk))
        _put(session, "item_search", rows, grouped=set(session.scalars(grouped)))


def _text(title: str, summary: str, content: str) -> str:
    return f"{title}\n{summary}\n{content[:CONTENT_CHARS]}"


def _forget(session: Session, name: str, ids: Sequence[int]) -> None:
    found = _TABLES[name]
    for chunk in chunks(ids):
        session.execute(delete(found).where(found.c.rowid.in_(chunk)))


def _put(session: Session, name: str, texts: dict[int, str], *, grouped: set[int]) -> None:
    if not texts:
        return
    postgres = _is_postgres(session)
    rows: list[dict[str, Any]] = []
    for key, plain in texts.items():
        words = tuple(word for word in words_of(clean_text(plain)) if len(word) <= MAX_WORD_CHARS)
        marked = key in grouped
        as_text = to_tsvector(words, grouped=marked) if postgres else to_row(words, grouped=marked)
        rows.append({"id": key, "words": as_text})
    connection = session.connection()
    if postgres:
        statement = (
            f"INSERT INTO {name} (rowid, words) VALUES (:id, CAST(:words AS tsvector)) "  # noqa: S608
            "ON CONFLICT (rowid) DO UPDATE SET words = excluded.words"
        )
    else:
        statement = f"INSERT OR REPLACE INTO {name} (rowid, words) VALUES (:id, :words)"  # noqa: S608
    connection.execute(text(statement), rows)


def _ids_with(
    session: Session, name: str, query: SearchQuery, *, grouped: bool = False
) -> Select[int]:
    found = _TABLES[name]
    ids: Select[int] = select(found.c.rowid)
    if not query.wanted:
        return ids.where(false())
    texts = to_fts5(query, grouped=grouped), to_tsquery(query, grouped=grouped)
    return ids.where(_has(session, found.c.words, *texts))


def _has(
    session: Session, words: ColumnElement[Any], fts5: str, tsquery: str
) -> ColumnElement[bool]:
    if _is_postgres(session):
        return words.bool_op("@@")(cast(tsquery, TSQUERY))
    return words.bool_op("MATCH")(fts5)


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
