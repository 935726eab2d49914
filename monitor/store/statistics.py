"""Text statistics: in how many documents each term stood, learned from all stored items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from monitor.store.columns import clean_text
from monitor.store.statements import chunks, insert, table_of
from monitor.store.tables import Row, TermRow, TermTotalRow

MAX_TERM_CHARS = 200
"""Longer terms are not words (an encoded picture, a script without spaces): they would say nothing
and could not be indexed by PostgreSQL, so they are not counted."""

_TOTAL_ID = 1


def add_documents(session: Session, term_counts: Mapping[str, int], documents: int) -> None:
    """Count ``documents`` more documents; each term stood in ``term_counts[term]`` of them.

    Terms of more than 200 characters are left out.
    """
    counts: Counter[str] = Counter()
    for term, count in term_counts.items():
        if len(term) <= MAX_TERM_CHARS:
            counts[clean_text(term)] += count
    # In one order for all processes, so that two never wait for each other.
    values = [{"term": term, "documents": count} for term, count in sorted(counts.items())]
    if values:
        _add(session, TermRow, values, key="term")
    _add(session, TermTotalRow, [{"id": _TOTAL_ID, "documents": documents}], key="id")


def document_frequencies(session: Session, terms: Collection[str]) -> dict[str, int]:
    """In how many documents each term stood; terms never counted are left out."""
    asked = {clean_text(term): term for term in terms if len(term) <= MAX_TERM_CHARS}
    found: dict[str, int] = {}
    for chunk in chunks(sorted(asked)):
        query = select(col(TermRow.term), col(TermRow.documents))
        for term, documents in session.execute(query.where(col(TermRow.term).in_(chunk))):
            found[asked[term]] = documents
    return found


def count_documents(session: Session) -> int:
    """How many documents were counted."""
    return session.scalar(select(col(TermTotalRow.documents))) or 0


def _add(session: Session, row: type[Row], values: list[dict[str, object]], *, key: str) -> None:
    statement = insert(session, row)
    total = table_of(row).c.documents + statement.excluded.documents
    statement = statement.on_conflict_do_update(index_elements=[key], set_={"documents": total})
    session.execute(statement, values)
